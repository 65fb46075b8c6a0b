"""What keys mean on a day, and what was set for them to reach."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from django.db.models import Q

from dongthuan.decide.indicators.models import Definition, Item, Target
from dongthuan.decide.indicators.rules import Shape
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Reading
from dongthuan.ground.primitives.periods import Period, from_code

# A measure's identity, the owner of a target, their words, and the paper it was set by.
Owned: TypeAlias = tuple[int, str, str, str]
# What a definition says; when it was recorded is no part of its meaning.
_SAYS = tuple(
    one.attname for one in Definition._meta.concrete_fields
    if one.attname not in ("recorded_at", "superseded_at")
)  # fmt: skip


def definitions(on: date, known_at: datetime | None = None) -> Mapping[str, Definition]:
    """This function will return the definitions that hold on a day, by key, in their order."""
    return meanings(known_at).on(on)


def meanings(known_at: datetime | None = None) -> Definitions:
    """This function will return the definitions of all days, as they stand now or were known then.

    The table is read each time; only what is made of the same words again is kept (decision 0024).
    """
    rows = Definition.objects.known(known_at).order_by("order", "pk")
    return _made(tuple(rows.values_list("item__key", *_SAYS)))


@lru_cache(maxsize=8)
def _made(rows: tuple[tuple[Any, ...], ...]) -> Definitions:
    return Definitions([_row(*row) for row in rows])


def _row(key: str, *said: Any) -> Definition:
    one: Definition = Definition.from_db(None, _SAYS, said)
    one.item = Item(pk=one.item_id, key=key)
    return one


def _guarded(held: dict[str, Definition]) -> dict[str, Definition]:
    """Give every ratio the strictest reading of what it divides: with the other half it tells both."""
    for key, one in held.items():
        halves = [held[part].reading for part in (one.numerator, one.denominator) if part in held]
        strict = Reading.strictest(one.reading, *halves)
        if strict != one.reading:
            # A row of its own: on another day the same definition may divide less.
            held[key] = copy(one)
            held[key].reading = strict
    return held


class Definitions:
    """Định nghĩa qua các ngày: asked for as many days as a question needs, and shared by all who
    ask: nobody writes into its rows.
    """

    def __init__(self, rows: list[Definition]) -> None:
        self._rows = rows
        # Between two days on which some definition changes, one table holds.
        ends = (day for row in self._rows for day in (row.valid_from, row.valid_to) if day)
        self.turns: list[date] = sorted(set(ends))
        self._held: dict[int, Mapping[str, Definition]] = {}

    def on(self, day: date) -> Mapping[str, Definition]:
        """This method will return the definitions that hold on a day, by key, in their order."""
        stretch = bisect_right(self.turns, day)
        if stretch not in self._held:
            self._held[stretch] = _guarded({
                row.item.key: row for row in self._rows
                if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
            })  # fmt: skip
        return self._held[stretch]


def kept(notes: dict[str, object] | None, known_at: datetime | None) -> Definitions:
    """This function will return the definitions that one question has read already, or read them
    and keep them with its notes.
    """
    if notes is None:
        return meanings(known_at)
    held = notes.get(f"definitions {known_at}") or meanings(known_at)
    notes[f"definitions {known_at}"] = held
    assert isinstance(held, Definitions)
    return held


def all_keys() -> set[str]:
    """This function will return every key that was ever given, so that none is given twice."""
    return set(Item.objects.values_list("key", flat=True))


def shape(one: Definition) -> Shape:
    """This function will return what a definition lets be typed."""
    return Shape(one.label, one.unit, one.decimals, one.nature == "ratio", one.lowest, one.highest)


def targets(
    *, items: Iterable[int], units: Iterable[int], known_at: datetime | None = None
) -> list[Target]:
    """This function will return the last version of each target, in its owner's order."""
    rows = Target.objects.filter(item_id__in=set(items), unit_id__in=set(units))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    last = {(t.item_id, t.unit_id, t.code, t.owner): t for t in rows.order_by("version")}
    return list(last.values())


def owned() -> tuple[Owned, ...]:
    """This function will return for which measures something was set, by which owner in which words
    and by which paper; the last word on an owner last.
    """
    rows = Target.objects.order_by("owner", "version", "pk")
    return tuple(rows.values_list("item_id", "owner", "owner_words", "source"))


def target_for(rows: Iterable[Target], period: Period) -> Target | None:
    """This function will return the target of the period, or of the shortest one that holds it."""
    holding = [
        (held.end - held.start, row)
        for row in rows
        if (held := from_code(row.code, period.regime)).start <= period.start
        and period.end <= held.end
    ]
    return min(holding, key=lambda pair: (pair[0], pair[1].pk))[1] if holding else None


def past(items: Iterable[int]) -> list[Definition]:
    """This function will return what measures have meant through time, the latest first."""
    rows = Definition.objects.known().filter(item_id__in=set(items)).select_related("item")
    return list(rows.order_by("-valid_from", "pk"))


def targets_of(item: int) -> list[Target]:
    """This function will return every version of every target of a measure, the newest first."""
    rows = Target.objects.filter(item_id=item).select_related("unit")
    return list(rows.order_by("-start", "owner", "-version"))


def through_time(key: str) -> list[Definition]:
    """This function will return what one measure has meant and will mean, the latest first."""
    rows = Definition.objects.known().filter(item__key=key).select_related("item")
    return list(rows.order_by("-valid_from", "pk"))


def last_definitions() -> list[Definition]:
    """This function will return the last meaning of every measure, in the order of the form; it may
    have ended, or not begun.
    """
    rows = Definition.objects.known().select_related("item").order_by("valid_from", "pk")
    last = {row.item_id: row for row in rows}
    return sorted(last.values(), key=lambda row: (row.order, row.pk))


def targets_within(
    *, viewer: Actor, start: date, end: date, units: Iterable[int] | None = None
) -> list[Target]:
    """This function will return every version of the targets of periods that begin between two days,
    of units whose figures the viewer may see, the oldest first.
    """
    rows = Target.objects.filter(start__gte=start, start__lt=end).select_related("item")
    rows = viewer.reach(Act.FIGURE_SEE).within(rows)
    if units is not None:
        rows = rows.filter(unit_id__in=set(units))
    return list(rows.order_by("pk"))


def targets_citing(assignment: int, *, viewer: Actor) -> list[Target]:
    """This function will return every version of the targets that cite a work in some version, of
    units whose figures the viewer may see, the oldest first.
    """
    rows = viewer.reach(Act.FIGURE_SEE).within(Target.objects.select_related("item"))
    cited = Target.objects.filter(assignment=assignment)
    same = Q(pk__in=[])
    for item, unit, code, owner in cited.values_list("item", "unit", "code", "owner").distinct():
        same |= Q(item=item, unit=unit, code=code, owner=owner)
    return list(rows.filter(same).order_by("pk"))


def years_with_targets(*, viewer: Actor) -> list[int]:
    """This function will return the years for which something was set within reach, the latest first."""
    rows = viewer.reach(Act.FIGURE_SEE).within(Target.objects.all())
    starts = rows.values_list("start", flat=True).distinct()
    return sorted({start.year for start in starts}, reverse=True)


def owners() -> dict[str, str]:
    """This function will return those who have set targets: their code and their words."""
    return dict(Target.objects.order_by("pk").values_list("owner", "owner_words"))
