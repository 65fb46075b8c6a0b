"""Sổ và bút toán within the viewer's reach: books, entries with their lines, the cash book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet, Sum

from dongthuan.act.ledger.models import (
    Account,
    Assertion,
    Book,
    Closing,
    Entry,
    Opening,
    Posting,
    Purpose,
)
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@dataclass(frozen=True, slots=True)
class PostedLine:
    """Dòng đã ghi: an account, a purpose, and the side it stands on."""

    account: str
    account_name: str
    purpose: str
    purpose_name: str
    dong: int

    @property
    def debit(self) -> int:
        """This property will return what stands at «Nợ»."""
        return max(self.dong, 0)

    @property
    def credit(self) -> int:
        """This property will return what stands at «Có»."""
        return max(-self.dong, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """Bút toán như trong sổ: with its lines, and the entry that turned it round or that it turns."""

    id: int
    book: Book
    on: date
    recorded_at: datetime
    by: str
    words: str
    source: str
    reason: str
    reverses: int | None
    reversed_by: int | None
    lines: tuple[PostedLine, ...]

    @property
    def dong(self) -> int:
        """This property will return the amount of the entry: one of its two sides."""
        return sum(line.debit for line in self.lines)


@dataclass(frozen=True, slots=True)
class CashLine:
    """Dòng sổ quỹ: what came and went in one entry, and what was there after it."""

    entry: int
    on: date
    words: str
    came: int
    went: int
    left: int


@dataclass(frozen=True, slots=True)
class CashBook:
    """Sổ quỹ: one account over some days: what was there before, each entry, what is there after."""

    account: Account
    purpose: Purpose | None
    start: date
    end: date
    before: int
    lines: tuple[CashLine, ...]

    @property
    def came(self) -> int:
        """This property will return all that came."""
        return sum(line.came for line in self.lines)

    @property
    def went(self) -> int:
        """This property will return all that went."""
        return sum(line.went for line in self.lines)

    @property
    def left(self) -> int:
        """This property will return what is there at the end."""
        return self.before + self.came - self.went


def books(*, viewer: Actor) -> QuerySet[Book]:
    """This function will return the books of the viewer's reach."""
    rows = Book.objects.select_related("unit").order_by("name", "pk")
    return viewer.reach(Act.LEDGER_SEE).within(rows)


def book_seen(*, viewer: Actor, pk: int) -> Book | None:
    """This function will return a book the viewer may see, or None."""
    return books(viewer=viewer).filter(pk=pk).first()


# The first book that a unit opened, for the rooms that post to it and ask it within another question.
BOOK_OF = "(SELECT MIN(id) FROM ledger_book WHERE unit_id = {})"


def book_of(unit_id: int) -> Book | None:
    """This function will return the first book that a unit opened, for the rooms that post to it."""
    return Book.objects.filter(unit=unit_id).order_by("pk").first()


def book_known(pk: int, unit_id: int) -> Book:
    """This function will return a book of which key and unit were told already; the rest is read when it
    is asked for.
    """
    return Book.from_db(DEFAULT_DB_ALIAS, ["id", "unit_id"], [pk, unit_id])


def units_with_a_book() -> set[int]:
    """This function will return the units that keep a book: a yes or no of each."""
    return set(Book.objects.values_list("unit", flat=True))


def entries(
    *, viewer: Actor, book: Book, start: date | None = None, end: date | None = None,
    account: str = "", purpose: str | None = None, source: str = "",
) -> QuerySet[Entry]:  # fmt: skip
    """This function will return the entries of a book the viewer may see, the last first; up to, not
    with, the day `end`.
    """
    rows = Entry.objects.filter(book__in=books(viewer=viewer), book_id=book.pk)
    if start is not None:
        rows = rows.filter(on__gte=start)
    if end is not None:
        rows = rows.filter(on__lt=end)
    if source:
        rows = rows.filter(source=source)
    touched = Posting.objects.filter(book=book)
    if account:
        touched = touched.filter(account__code=account)
    if purpose is not None:
        touched = touched.filter(purpose__code=purpose)
    if account or purpose is not None:
        rows = rows.filter(pk__in=touched.values("entry"))
    return rows.order_by("-on", "-pk")


def written(rows: Iterable[Entry]) -> list[Written]:
    """This function will return entries as they stand in the book, by few questions however many."""
    held = list(rows)
    pks = [one.pk for one in held]
    lines: dict[int, list[PostedLine]] = defaultdict(list)
    told = Posting.objects.filter(entry__in=pks).order_by("pk")
    for entry, account, name, purpose, named, dong in told.values_list(
        "entry_id", "account__code", "account__name", "purpose__code", "purpose__name", "dong"
    ):
        lines[entry].append(PostedLine(account, name, purpose, named, dong))
    turned = Entry.objects.filter(reverses__in=pks).values_list("reverses_id", "pk")
    answered = dict(turned)
    reasons = trail.notes(one.note_id for one in held)
    names = trail.names({one.by for one in held})
    return [
        Written(
            one.pk, one.book, one.on, one.recorded_at, names.get(one.by, one.by), one.words,
            one.source or "", reasons.get(one.note_id or 0, ""), one.reverses_id,
            answered.get(one.pk), tuple(lines[one.pk]),
        )
        for one in held
    ]  # fmt: skip


def entry_row(*, viewer: Actor, pk: int) -> Entry | None:
    """This function will return the row of an entry the viewer may see, for a verb, or None."""
    rows = Entry.objects.filter(book__in=books(viewer=viewer), pk=pk)
    return rows.select_related("book").first()


def entry_seen(*, viewer: Actor, pk: int) -> Written | None:
    """This function will return one entry the viewer may see, or None."""
    rows = Entry.objects.filter(book__in=books(viewer=viewer), pk=pk)
    return next(iter(written(rows.select_related("book__unit"))), None)


def cash_book(
    *, viewer: Actor, account: Account, start: date, end: date, purpose: Purpose | None = None
) -> CashBook:
    """This function will return one account over some days (up to, not with, `end`), each entry once."""
    viewer.require(Act.LEDGER_SEE, account.book.unit_id)
    rows = Posting.objects.filter(book=account.book_id, account=account)
    if purpose is not None:
        rows = rows.filter(purpose=purpose)
    before = rows.filter(on__lt=start).aggregate(dong=Sum("dong"))["dong"] or 0
    within = rows.filter(on__gte=start, on__lt=end).order_by("on", "entry_id", "pk")
    told = within.values_list("entry_id", "on", "entry__words", "dong")
    return CashBook(account, purpose, start, end, before, _running(before, told))


def _running(left: int, told: Iterable[tuple[int, date, str, int]]) -> tuple[CashLine, ...]:
    """Add the lines of one entry together, and say what was there after each."""
    sums: dict[int, tuple[date, str, int]] = {}
    for entry, on, words, dong in told:
        _, _, so_far = sums.get(entry, (on, words, 0))
        sums[entry] = (on, words, so_far + dong)
    found = []
    for entry, (on, words, dong) in sums.items():
        left += dong
        found.append(CashLine(entry, on, words, max(dong, 0), max(-dong, 0), left))
    return tuple(found)


def counts(book: Book) -> list[Assertion]:
    """This function will return the times cash was counted, the last first."""
    rows = Assertion.objects.filter(account__book=book).select_related("account", "purpose")
    return list(rows.order_by("-on", "-pk"))


def is_opened(book: Book) -> bool:
    """This function will say whether what stood there at the beginning was entered."""
    return Opening.objects.filter(book=book).exists()


def first_day(book: Book) -> date | None:
    """This function will return the day of the first entry of a book, or None."""
    return Entry.objects.filter(book=book).order_by("on").values_list("on", flat=True).first()


def closings_told(book: Book) -> list[tuple[Closing, str, str]]:
    """This function will return closings and openings again, each with who did it and why."""
    rows = closings(book)
    names = trail.names({one.by for one in rows})
    reasons = trail.notes(one.note_id for one in rows)
    return [(one, names.get(one.by, one.by), reasons.get(one.note_id or 0, "")) for one in rows]


def counts_told(book: Book) -> list[tuple[Assertion, str, str]]:
    """This function will return counts of cash, each with who counted and what was noted."""
    rows = counts(book)
    names = trail.names({one.by for one in rows})
    notes = trail.notes(one.note_id for one in rows)
    return [(one, names.get(one.by, one.by), notes.get(one.note_id or 0, "")) for one in rows]


def closings(book: Book) -> list[Closing]:
    """This function will return when a book was closed and opened again, the last first."""
    return list(Closing.objects.filter(book=book).order_by("-pk"))
