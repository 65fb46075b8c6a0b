"""Nouns: units on a day, the tree of a day, and the lineage of a unit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q

from dongthuan.who.org.models import OfficialCode, Succession, Unit, UnitState
from dongthuan.who.org.rules import Heir, Node, Tree, origins

_NODE = (
    "unit_id", "unit__code", "unit__kind", "unit__setting", "name", "parent_id", "place_id",
    "valid_from", "pk", "recorded_at",
)  # fmt: skip


def tree(on: date, known_at: datetime | None = None) -> Tree:
    """This function will return the tree of units of a day, as known now or at a moment."""
    # One row a unit and a day: a tuple is all that the tree needs, and much cheaper than objects.
    rows = UnitState.objects.on(on, known_at).values_list(*_NODE)
    return Tree(on, {row[0]: Node(*row) for row in rows})


def name_on(unit: int, on: date) -> str:
    """This function will return the name a unit bears on a day, or an empty text."""
    rows = UnitState.objects.on(on).filter(unit=unit).values_list("name", flat=True)
    return next(iter(rows), "")


# Whether a unit stands on a day, told twice: for a room that asks it within a question of its own.
STANDS = """EXISTS (
SELECT 1 FROM org_unitstate stands WHERE stands.unit_id = {} AND stands.superseded_at IS NULL
AND stands.valid_from <= %s AND (stands.valid_to IS NULL OR stands.valid_to > %s)
)"""


class Standing:
    """Cây hôm nay và các đơn vị đã thôi: what stands today, and what ended under it or passed to it.

    History keeps its old address: who answers for a unit also answers for what it took over.
    """

    def __init__(self, today: date) -> None:
        rows = UnitState.objects.known().filter(valid_from__lte=today).order_by("valid_from")
        last = {row[1]: row for row in rows.values_list("valid_to", *_NODE)}
        self.tree = Tree(
            today,
            {unit: Node(*row[1:]) for unit, row in last.items() if not row[0] or row[0] > today},
        )
        # The units above an ended one: its last parent, and whoever took over from it.
        self._above: dict[int, set[int]] = {
            unit: {row[6]} for unit, row in last.items() if unit not in self.tree
        }
        if self._above:
            taken = Succession.objects.filter(old_id__in=self._above, on__lte=today)
            for old, new in taken.values_list("old_id", "new_id"):
                self._above[old].add(new)

    def below(self, unit: int) -> frozenset[int]:
        """This method will return the unit, what stands below it, and what ended there."""
        found = set(self.tree.below(unit))
        waiting = dict(self._above)
        while reached := [one for one, above in waiting.items() if above & found]:
            for one in reached:
                found.add(one)
                del waiting[one]
        return frozenset(found)


class Forest:
    """Các cây theo ngày: the trees a question needs, each read once.

    `as_of=None` asks units *as they were* on each day; a day asks for all days *as they are* then.
    """

    def __init__(self, known_at: datetime | None = None, as_of: date | None = None) -> None:
        self.known_at = known_at
        self.as_of = as_of
        self._trees: dict[date, Tree] = {}
        self._heirs: tuple[Heir, ...] | None = None
        self._lives: dict[int, list[tuple[date, date | None]]] | None = None
        self._rows: list[tuple[Any, ...]] = []
        self._ready: tuple[date, date] | None = None
        self._turns: list[date] = []
        self._stretches: dict[int, Tree] = {}

    def ready(self, first: date, last: date) -> None:
        """This method will read in one query what the trees of all days between two need."""
        if self._ready is not None:
            if self._ready[0] <= first and last <= self._ready[1]:
                return
            first, last = min(first, self._ready[0]), max(last, self._ready[1])
        if self.as_of is None:
            rows = UnitState.objects.known(self.known_at).filter(valid_from__lte=last)
            rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=first))
            self._rows = list(rows.values_list("valid_to", *_NODE))
            # Between two days on which something changed there is one tree, however many are asked.
            self._turns = sorted({day for row in self._rows for day in (row[0], row[8]) if day})
            self._ready = (first, last)
            self._stretches = {}

    def __call__(self, day: date) -> Tree:
        day = self.as_of or day
        if day not in self._trees:
            self._trees[day] = self._read(day)
        return self._trees[day]

    def _read(self, day: date) -> Tree:
        if self._ready is None or not self._ready[0] <= day <= self._ready[1]:
            return tree(day, self.known_at)
        stretch = bisect_right(self._turns, day)
        if stretch not in self._stretches:
            nodes = [
                Node(*row[1:]) for row in self._rows
                if row[8] <= day and (row[0] is None or day < row[0])
            ]  # fmt: skip
            self._stretches[stretch] = Tree(day, {node.id: node for node in nodes})
        return self._stretches[stretch]

    def origins(self, unit: int, day: date) -> Mapping[int, Fraction] | None:
        """This method will return the units that lived on `day` and make up the unit, with their
        shares; None where they are not comparable.
        """
        if self.as_of is None:
            return {unit: Fraction(1)}
        found = origins(unit, back_to=day, heirs=self.heirs())
        if found is None:
            return None
        return {one: share for one, share in found.items() if self._lived(one, day)}

    def heirs(self) -> tuple[Heir, ...]:
        """This method will return every succession known, read once."""
        if self._heirs is None:
            self._heirs = tuple(heirs(self.known_at))
        return self._heirs

    def _lived(self, unit: int, day: date) -> bool:
        if self._lives is None:
            self._lives = {}
            rows = UnitState.objects.known(self.known_at)
            for one, first, end in rows.values_list("unit_id", "valid_from", "valid_to"):
                self._lives.setdefault(one, []).append((first, end))
        lives = self._lives.get(unit, [])
        return any(first <= day and (end is None or day < end) for first, end in lives)


def turns(on: date, *, since: datetime) -> list[datetime]:
    """This function will return the moments after one at which what is known of units up to a day
    became different, the latest first.
    """
    rows = UnitState.objects.filter(valid_from__lte=on)
    found: set[datetime] = set()
    for field in ("recorded_at", "superseded_at"):
        later = rows.filter(**{f"{field}__gt": since})
        found.update(later.values_list(field, flat=True).distinct())
    return sorted(found, reverse=True)


def heirs(known_at: datetime | None = None) -> list[Heir]:
    """This function will return every succession known at the moment."""
    rows = Succession.objects.order_by("on", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return [
        Heir(r.old_id, r.new_id, r.on,
             Fraction(r.share_part, r.share_whole) if r.share_part is not None and r.share_whole else None,
             r.instrument)
        for r in rows
    ]  # fmt: skip


def codes(units: Iterable[int]) -> dict[int, str]:
    """This function will return the codes of units, by which a text names them."""
    return dict(Unit.objects.filter(pk__in=set(units)).values_list("pk", "code"))


def unit(code: str) -> Unit | None:
    """This function will return the unit of a code, or None."""
    return Unit.objects.filter(code=code).first()


def units(ids: Iterable[int]) -> dict[int, Unit]:
    """This function will return units by their ids."""
    return Unit.objects.in_bulk(set(ids))


def lineage(unit_id: int) -> tuple[list[Succession], list[Succession]]:
    """This function will return what the unit came from and what came of it."""
    rows = Succession.objects.select_related("old", "new").order_by("on")
    return list(rows.filter(new_id=unit_id)), list(rows.filter(old_id=unit_id))


def states(unit_id: int) -> list[UnitState]:
    """This function will return the names and parents of a unit through time, as known now."""
    return list(UnitState.objects.known().filter(unit_id=unit_id).order_by("valid_from"))


def names_borne(units: Iterable[int]) -> list[str]:
    """This function will return every name that units bear or bore, also one put right since."""
    rows = UnitState.objects.filter(unit_id__in=set(units))
    return sorted(set(rows.values_list("name", flat=True)))


def official_codes(unit_id: int, on: date) -> dict[str, str]:
    """This function will return the official codes a unit bore on a day, by scheme."""
    return dict(OfficialCode.objects.on(on).filter(unit_id=unit_id).values_list("scheme", "code"))


def telephone(units: Sequence[int], on: date) -> str:
    """This function will return the telephone of the first of some units that has one on a day."""
    rows = OfficialCode.objects.on(on).filter(unit_id__in=units, scheme="phone")
    held = dict(rows.values_list("unit_id", "code"))
    return next((held[unit] for unit in units if unit in held), "")


def life(unit_id: int) -> tuple[date | None, date | None]:
    """This function will return the first day of a unit and the day it ended, if it did."""
    rows = states(unit_id)
    return (rows[0].valid_from, rows[-1].valid_to) if rows else (None, None)
