"""Nouns of works and funds: works and their money, receipts and their way, books, cash by holder."""
