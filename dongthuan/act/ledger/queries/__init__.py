"""Nouns of the book: balances, entries as written, the cash book, and whether it all holds."""

from dongthuan.act.ledger.queries._balances import (
    Balance,
    accounts_of,
    balance,
    balances,
    by_holder_kind,
    by_nature,
    closed_through,
    purposes_of,
)
from dongthuan.act.ledger.queries._checking import Checked, check_book
from dongthuan.act.ledger.queries._entries import (
    CashBook,
    CashLine,
    PostedLine,
    Written,
    book_of,
    book_seen,
    books,
    cash_book,
    closings,
    counts,
    entries,
    entry_seen,
    written,
)
from dongthuan.act.ledger.queries._journal import journal, journal_lines

__all__ = [
    "Balance",
    "CashBook",
    "CashLine",
    "Checked",
    "PostedLine",
    "Written",
    "accounts_of",
    "balance",
    "balances",
    "book_of",
    "book_seen",
    "books",
    "by_holder_kind",
    "by_nature",
    "cash_book",
    "check_book",
    "closed_through",
    "closings",
    "counts",
    "entries",
    "entry_seen",
    "journal",
    "journal_lines",
    "purposes_of",
    "written",
]
