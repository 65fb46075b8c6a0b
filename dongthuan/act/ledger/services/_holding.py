"""Giữ sổ khi ghi: what an entry needs to know, read once and under a lock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from dongthuan.act.ledger.models import Account, Book, Purpose
from dongthuan.act.ledger.rules import Nature
from dongthuan.ground.facts.services import share_name


class UnableToPost(Exception):
    """Raised when the book cannot take what is asked; its text says why and what to do, and `field`
    which of the arguments it speaks of.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Held:
    """Sổ đang giữ: the accounts and purposes of an entry, how far the book is closed, and the entry
    that was made of the same source before.
    """

    accounts: dict[str, Account]
    purposes: dict[str, Purpose]
    closed_through: date | None
    already: int | None

    @property
    def natures(self) -> dict[str, Nature]:
        """This property will return the nature of each account."""
        return {code: account.sort for code, account in self.accounts.items()}


def held(
    book: Book, accounts: Collection[str], purposes: Collection[str], source: str | None
) -> Held:
    """This function will share the book with others who post, keep out who closes it, and read what an
    entry needs; two of one source wait for each other.

    :raises UnableToPost: the book has no such account or purpose.
    """
    share_name(
        f"ledger.book:{book.pk}", alone=f"ledger.source:{book.pk}:{source}" if source else ""
    )
    asked = _WHAT_AN_ENTRY_NEEDS.format(_marks(accounts), _marks(purposes))
    with connection.cursor() as cursor:
        cursor.execute(asked, [*purposes, source, book.pk, *accounts])
        rows = cursor.fetchall()
    found = {row[2]: Account(*row[:7]) for row in rows}
    named = {row[9]: Purpose(*row[7:12]) for row in rows if row[7] is not None}
    for code in accounts:
        if code not in found:
            raise UnableToPost(f"Sổ «{book.name}» không có tài khoản {code}. Mở tài khoản trước.")
    for code in purposes:
        if code not in named:
            raise UnableToPost(f"Sổ «{book.name}» không có mục đích {code}. Mở mục đích trước.")
    # Every row says the same of both.
    closed_through, already = rows[0][12:]
    return Held(found, named, closed_through, already)


def _marks(codes: Collection[str]) -> str:
    return ", ".join(["%s"] * len(codes))


# Asked for every đồng that is written: accounts, each beside each purpose, how far the book is closed
# (the last row holds), and the entry made of the source before. Put together anew each time, it took
# longer than being answered.
_WHAT_AN_ENTRY_NEEDS = """
SELECT one.id, one.book_id, one.code, one.name, one.nature, one.holder_kind, one.ended_on,
       kept.id, kept.book_id, kept.code, kept.name, kept.restricted, last.through, made.id
FROM ledger_account one
LEFT JOIN ledger_purpose kept ON kept.book_id = one.book_id AND kept.code IN ({1})
LEFT JOIN ledger_closing last
  ON last.id = (SELECT MAX(id) FROM ledger_closing WHERE book_id = one.book_id)
LEFT JOIN ledger_entry made ON made.book_id = one.book_id AND made.source = %s
WHERE one.book_id = %s AND one.code IN ({0})
"""
