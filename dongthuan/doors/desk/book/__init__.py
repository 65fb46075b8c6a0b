"""Sổ thu chi: the book of a unit at the desk: accounts, entries, cash, counts, periods."""
