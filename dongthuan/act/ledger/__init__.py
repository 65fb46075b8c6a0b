"""Sổ kép: accounts, postings in whole đồng, reversals, balances asserted, periods closed."""
