"""Bản Word của đơn vị: the office's own report, its numbers bound once and filled in every period."""
