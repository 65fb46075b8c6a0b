"""Số dư: what lies in which account for which purpose, today or at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet, Sum

from dongthuan.act.ledger.models import Account, Book, Closing, Posting, Purpose
from dongthuan.act.ledger.queries._entries import BOOK_OF
from dongthuan.act.ledger.rules import Nature


@dataclass(frozen=True, slots=True)
class Balance:
    """Số dư: of one account and purpose; a debit above zero, a credit below."""

    account: Account
    purpose: Purpose
    dong: int

    @property
    def shown(self) -> int:
        """This property will return it as an accountant reads it: growing is above zero."""
        return self.dong * self.account.sort.sign


def balances(book: Book, *, on: date | None = None) -> list[Balance]:
    """This function will return every balance of a book, by one sum over its postings; in the order of
    account and purpose.
    """
    accounts = {one.pk: one for one in accounts_of(book)}
    purposes = {one.pk: one for one in purposes_of(book)}
    rows = _until(book, on).values_list("account_id", "purpose_id").annotate(dong=Sum("dong"))
    found = [Balance(accounts[a], purposes[p], dong) for a, p, dong in rows.order_by()]
    return sorted(found, key=lambda one: (one.account.code, one.purpose.code))


def balance(book: Book, account: str, purpose: str | None = None, on: date | None = None) -> int:
    """This function will return what lies in an account at the end of a day, for a purpose (its code; ""
    is the common one) or for all of them; a debit above zero.
    """
    rows = _until(book, on).filter(account__code=account, account__book=book)
    if purpose is not None:
        rows = rows.filter(purpose__code=purpose, purpose__book=book)
    return rows.aggregate(dong=Sum("dong"))["dong"] or 0


def in_account(unit_id: int, account: str) -> int:
    """This function will return what lies in an account of a unit's book today, for all purposes."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_ACCOUNT, [unit_id, unit_id, account])
        return int(cursor.fetchone()[0] or 0)


# Told after every gift: put together anew each time, it took longer than being answered.
_IN_ACCOUNT = f"""
SELECT SUM(dong) FROM ledger_posting WHERE book_id = {BOOK_OF.format("%s")} AND account_id = (
  SELECT id FROM ledger_account WHERE book_id = {BOOK_OF.format("%s")} AND code = %s
)
"""


def by_holder_kind(
    book: Book, purpose: str | None = None, on: date | None = None
) -> dict[str, int]:
    """This function will return how much is with collectors, treasurer and bank, by role."""
    rows = _until(book, on).exclude(account__holder_kind="")
    if purpose is not None:
        rows = rows.filter(purpose__code=purpose)
    found = {"collector": 0, "treasurer": 0, "bank": 0}
    found.update(rows.values_list("account__holder_kind").annotate(dong=Sum("dong")).order_by())
    return found


def by_nature(
    book: Book, purpose: str | None = None, *, start: date | None = None, end: date | None = None
) -> dict[Nature, int]:
    """This function will return what each nature of accounts took in some days (up to, not with, `end`),
    as an accountant reads it.
    """
    rows = Posting.objects.filter(book=book)
    if purpose is not None:
        rows = rows.filter(purpose__code=purpose)
    if start is not None:
        rows = rows.filter(on__gte=start)
    if end is not None:
        rows = rows.filter(on__lt=end)
    found: dict[Nature, int] = defaultdict(int)
    for nature, dong in rows.values_list("account__nature").annotate(Sum("dong")).order_by():
        found[Nature(nature)] += dong * Nature(nature).sign
    return {nature: found[nature] for nature in Nature}


def accounts_of(book: Book) -> QuerySet[Account]:
    """This function will return the accounts of a book in the order of their codes."""
    return Account.objects.filter(book=book).order_by("code")


def purposes_of(book: Book) -> QuerySet[Purpose]:
    """This function will return the purposes of a book, the common one first."""
    return Purpose.objects.filter(book=book).order_by("code")


def closed_through(book: Book) -> date | None:
    """This function will return the day through which a book takes nothing more."""
    last = Closing.objects.filter(book=book).order_by("-pk").values_list("through", flat=True)
    return last.first()


def _until(book: Book, on: date | None) -> QuerySet[Posting]:
    rows = Posting.objects.filter(book=book)
    return rows if on is None else rows.filter(on__lte=on)
