"""Verbs of works and funds: plan, collect, build and settle; receipts, gifts, cash handed on."""
