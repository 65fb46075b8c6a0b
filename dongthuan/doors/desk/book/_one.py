"""Một sổ trên bàn: found within the viewer's reach, with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from dongthuan.act.ledger import queries
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.periods import BadPeriod, parse
from dongthuan.who.access.queries import SignedIn


@dataclass(frozen=True, slots=True)
class OneBook:
    """Một sổ: who looks, and what they may do with it."""

    book: Any
    by: SignedIn

    @property
    def unit(self) -> str:
        """This property will return the name of the unit that keeps it."""
        return self.by.tree.name(self.book.unit_id)

    @property
    def posts(self) -> bool:
        """This property will say whether the viewer may turn entries round."""
        return self.by.may(Act.LEDGER_POST, self.book.unit_id)

    @property
    def closes(self) -> bool:
        """This property will say whether the viewer counts cash and closes periods."""
        return self.by.may(Act.LEDGER_CLOSE, self.book.unit_id)


def open_book(by: SignedIn, pk: int) -> OneBook:
    """This function will return a book the viewer may see, or answer as if there were none."""
    book = queries.book_seen(viewer=by, pk=pk)
    if book is None:
        raise Http404
    return OneBook(book, by)


def kept_by(by: SignedIn, pk: int, act: Act) -> OneBook:
    """This function will return a book in which the viewer may do an act."""
    one = open_book(by, pk)
    if not by.may(act, one.book.unit_id):
        raise NotPermitted(act)
    return one


def without_book(by: SignedIn) -> list[tuple[str, str]]:
    """This function will return the units that the viewer may open a book for and that have none."""
    offered = asking.unit_choices(by.tree, by.reach(Act.LEDGER_CLOSE))
    kept = queries.units_with_a_book()
    return [(unit, words) for unit, words in offered if int(unit) not in kept]


def day_told(told: str, otherwise: date) -> tuple[date, str]:
    """This function will read a day as typed, and what is unclear about it."""
    if not told.strip():
        return otherwise, ""
    try:
        return parse(told.strip()).last_day, ""
    except (BadPeriod, ValueError):
        return otherwise, f"Không đọc được ngày «{told[:20]}»; ghi như 30/6/2021."
