"""Soát sổ: what of a book does not hold, should somebody have gone around the services."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from dongthuan.act.ledger.models import Account, Assertion, Book, Entry, Posting, Purpose
from dongthuan.act.ledger.queries._balances import balances
from dongthuan.act.ledger.rules import Nature
from dongthuan.ground.primitives.money import Money

_MOST = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """Kết quả soát sổ: `broken` never happens through the services; `differing` are honest differences
    between cash counted and the book.
    """

    broken: tuple[str, ...]
    differing: tuple[Assertion, ...]
    # False: only the sums were looked at, not each entry.
    whole: bool = True

    @property
    def holds(self) -> bool:
        """This property will say whether the book is whole."""
        return not self.broken


def check_book(book: Book) -> Checked:
    """This function will add the whole book up again: every entry, for each purpose too, what was turned
    round, what was counted, and that no purpose has less than nothing.
    """
    broken = (*_unbalanced(book), *_misplaced(book), *_turned_badly(book), *_overdrawn(book))
    return Checked(broken, tuple(_differing(book)))


def glance(book: Book) -> Checked:
    """This function will look at the sums of a book alone: that each purpose adds up to nothing, none has
    less than nothing, and what was counted. Quick enough for every look at the book.
    """
    rows = Posting.objects.filter(book=book).values_list("purpose__name").annotate(Sum("dong"))
    uneven = [f"Nợ và Có của «{name}» không bằng nhau." for name, dong in rows.order_by() if dong]
    return Checked((*uneven, *_overdrawn(book)), tuple(_differing(book)), whole=False)


def _unbalanced(book: Book) -> list[str]:
    rows = Posting.objects.filter(entry__book=book).values("entry_id", "purpose_id")
    uneven = rows.annotate(dong=Sum("dong")).exclude(dong=0).order_by("entry_id")
    pks = sorted(set(uneven.values_list("entry_id", flat=True)[:_MOST]))
    bare = Entry.objects.filter(book=book).annotate(n=Count("postings")).filter(n__lt=2)
    return [f"Bút toán số {pk} không cân." for pk in pks] + [
        f"Bút toán số {pk} thiếu dòng." for pk in bare.values_list("pk", flat=True)[:_MOST]
    ]


def _misplaced(book: Book) -> list[str]:
    """Find postings that say another book or day than their entry does, one question a kind: joined in
    one, a database without statistics multiplies them out.
    """
    ours = Posting.objects.filter(book=book)
    wrong = (
        ours.exclude(entry__book=book, entry__on=F("on")),
        ours.exclude(account__in=Account.objects.filter(book=book)),
        ours.exclude(purpose__in=Purpose.objects.filter(book=book)),
        Posting.objects.filter(entry__book=book).exclude(book=book),
    )
    found = {row for rows in wrong for row in rows.values_list("pk", "entry_id")[:_MOST]}
    return [
        f"Dòng số {pk} không cùng sổ hoặc cùng ngày với bút toán số {entry}."
        for pk, entry in sorted(found)
    ]


def _turned_badly(book: Book) -> list[str]:
    """Find entries that say they turn another round, and do not."""
    found = []
    pairs = dict(
        Entry.objects.filter(book=book, reverses__isnull=False).values_list("pk", "reverses_id")
    )
    if not pairs:
        return []
    lines = _sums_of([*pairs, *pairs.values()])
    again = set(pairs) & set(pairs.values())
    for pk, turned in pairs.items():
        if {key: -dong for key, dong in lines.get(turned, {}).items()} != lines.get(pk, {}):
            found.append(f"Bút toán số {pk} không đảo đúng bút toán số {turned}.")
        if turned in again:
            found.append(f"Bút toán số {pk} đảo một bút toán đảo (số {turned}).")
    return found


def _sums_of(entries: list[int]) -> dict[int, dict[tuple[int, int], int]]:
    found: dict[int, dict[tuple[int, int], int]] = {}
    for start in range(0, len(entries), 500):
        rows = Posting.objects.filter(entry__in=entries[start : start + 500])
        told = rows.values_list("entry_id", "account_id", "purpose_id").annotate(Sum("dong"))
        for entry, account, purpose, dong in told.order_by():
            if dong:
                found.setdefault(entry, {})[account, purpose] = dong
    return found


def _overdrawn(book: Book) -> list[str]:
    return [
        f"{one.account.name} của «{one.purpose.name}» dưới không: {Money(one.dong)}."
        for one in balances(book)
        if one.account.sort is Nature.ASSET and one.dong < 0
    ]


def _differing(book: Book) -> list[Assertion]:
    """Return the last count of each account and purpose where it differs from the book of today."""
    rows = Assertion.objects.filter(account__book=book).select_related("account", "purpose")
    last = {(one.account_id, one.purpose_id): one for one in rows.order_by("on", "pk")}
    return [one for one in last.values() if one.counted != _said(book, one)]


def _said(book: Book, one: Assertion) -> int:
    rows = Posting.objects.filter(book=book, account=one.account_id, on__lte=one.on)
    if one.purpose_id is not None:
        rows = rows.filter(purpose=one.purpose_id)
    return rows.aggregate(dong=Sum("dong"))["dong"] or 0
