"""Verbs of the book: open it, post, turn round, count the cash, close a period."""

from dongthuan.act.ledger.services._books import (
    end_account,
    open_account,
    open_book,
    open_purpose,
)
from dongthuan.act.ledger.services._by_hand import post_by_hand
from dongthuan.act.ledger.services._closing import assert_balance, close_period, reopen_period
from dongthuan.act.ledger.services._holding import UnableToPost
from dongthuan.act.ledger.services._many import Told, post_many
from dongthuan.act.ledger.services._posting import (
    open_balances,
    open_balances_of,
    post,
    post_within,
    reverse,
)

__all__ = [
    "Told",
    "UnableToPost",
    "assert_balance",
    "close_period",
    "end_account",
    "open_account",
    "open_balances",
    "open_balances_of",
    "open_book",
    "open_purpose",
    "post",
    "post_by_hand",
    "post_many",
    "post_within",
    "reopen_period",
    "reverse",
]
