"""Giữ sổ khi ghi: what an entry needs to know, read once and under a lock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import IntegerField, OuterRef, Subquery, Value

from dongthuan.act.ledger.models import Account, Book, Closing, Entry, Purpose
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
    wanted = Account.objects.filter(book=book, code__in=accounts)
    rows: list[Any] = list(wanted.annotate(closed=_closed(), already=_already(source)))
    found = {row.code: row for row in rows}
    for code in accounts:
        if code not in found:
            raise UnableToPost(f"Sổ «{book.name}» không có tài khoản {code}. Mở tài khoản trước.")
    named = {row.code: row for row in Purpose.objects.filter(book=book, code__in=purposes)}
    for code in purposes:
        if code not in named:
            raise UnableToPost(f"Sổ «{book.name}» không có mục đích {code}. Mở mục đích trước.")
    # Every row says the same of both.
    first = rows[0]
    return Held(found, named, first.closed, first.already)


def _closed() -> Subquery:
    """Ask how far the book is closed, in the same question as its accounts."""
    last = Closing.objects.filter(book=OuterRef("book_id")).order_by("-pk")
    return Subquery(last.values("through")[:1])


def _already(source: str | None) -> Subquery | Value:
    """Ask for the entry that was made of a source before, in the same question."""
    if source is None:
        return Value(None, IntegerField())
    made = Entry.objects.filter(book=OuterRef("book_id"), source=source)
    return Subquery(made.values("pk")[:1])
