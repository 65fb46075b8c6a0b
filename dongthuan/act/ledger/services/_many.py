"""Ghi nhiều bút toán: what a page of receipts says, written in a handful of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.models import Book, Entry, Posting
from dongthuan.act.ledger.rules import Line
from dongthuan.act.ledger.services._holding import UnableToPost, held
from dongthuan.act.ledger.services._posting import still_open, tidy
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """Bút toán như đã kể: its day, its lines, what it says, and what it was made of."""

    on: date
    lines: tuple[Line, ...]
    words: str
    source: str


@transaction.atomic
def post_many(
    *, book: Book, entries: Sequence[Told], by: Actor, act: Act, unit_id: int | None = None
) -> list[Entry]:
    """This function will write entries that only bring in, all of them or none; the room that asks
    writes its act on the trail.

    :raises UnableToPost: one of them could not be posted by itself, takes money out, or was posted
        before.
    """
    by.require(act, unit_id or book.unit_id)
    for one in entries:
        if problem := rules.entry_problem(one.lines):
            raise UnableToPost(problem, "lines")
    lines = [line for one in entries for line in one.lines]
    known = held(book, {one.account for one in lines}, {one.purpose for one in lines}, None)
    for day in {one.on for one in entries}:
        if problem := rules.day_problem(day, closed_through=known.closed_through, today=by.today):
            raise UnableToPost(problem, "on")
        still_open(known, day)
    if any(rules.leaving(one.lines, known.natures) for one in entries):
        raise UnableToPost("Khoản lấy tiền ra thì ghi từng bút toán một.", "lines")
    _new(book, [one.source for one in entries])
    made = Entry.objects.bulk_create(
        [
            Entry(book=book, on=one.on, recorded_at=by.now, by=by.key, words=tidy(one.words),
                  source=one.source)
            for one in entries
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    Posting.objects.bulk_create(
        [
            Posting(entry=entry, book=book, account=known.accounts[line.account],
                    purpose=known.purposes[line.purpose], on=one.on, dong=line.dong)
            for entry, one in zip(made, entries, strict=True)
            for line in one.lines
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    return made


def _new(book: Book, sources: Sequence[str]) -> None:
    for at in range(0, len(sources), _AT_ONCE):
        some = sources[at : at + _AT_ONCE]
        if Entry.objects.filter(book=book, source__in=some).exists():
            raise UnableToPost("Có khoản trong trang này đã vào sổ. Mở lại trang để xem.")
