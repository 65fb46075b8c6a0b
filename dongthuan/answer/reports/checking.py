"""Đối chiếu với số liệu của đơn vị: the table a text is held against, made for one viewer.

Of what the viewer may not know only the name is in the table, and its records are never read: the
verdict on it is the same whatever the text says, and so is the time it takes. A figure that some
unit has not answered yet is veiled alike: a text that tells the whole cannot be held against a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from dongthuan.answer.reports.models import Statement
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.claims import MeasureTable, Record
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.claims.records import Formerly
from dongthuan.ground.figures import (
    Ask,
    Figure,
    Look,
    Measure,
    Nature,
    State,
    Trees,
    figures,
    known,
    measures,
)
from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.periods import Period, Regime
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest

# A number may have been corrected many times; a text older than this many is old indeed.
FORMER = 6
# A change of the list of units puts every figure to the question again: the last ones are asked.
FORMER_UNITS = 2
# The kinds of record that somebody told, and may put right.
_TOLD = frozenset({"value", "target", "gift"})


@dataclass(frozen=True, slots=True)
class Held:
    """Bảng đối chiếu: the table, and behind each of its rows the figure it was made of."""

    table: MeasureTable
    figures: tuple[Figure | None, ...]

    def figure_of(self, record: str | None) -> Figure | None:
        """This method will return the figure behind what a finding cites, if it cites one."""
        rows = {row.cite(): one for row, one in zip(self.table.records, self.figures, strict=True)}
        return rows.get(record or "")


@dataclass(frozen=True, slots=True)
class Named:
    """Bảng tên: the measures a text may speak of without any number, and what the viewer may ask of
    them, by key and code of the period.
    """

    table: MeasureTable
    asks: dict[tuple[str, str], Ask]


def table(*, viewer: Actor, unit: int, on: date, known_at: datetime | None = None) -> Held:
    """This function will return every measure the viewer may know of a unit, for the periods that a
    text written on the day speaks of.

    :raises NotPermitted: the viewer may not check texts against this unit.
    """
    viewer.require(Act.TEXT_CHECK, unit)
    look = Look(viewer, Forest(known_at), known_at)
    asked = _asked(measures(on).values(), unit, on, look)
    # Never asked for what the viewer may not see: no query and no time tells that it is there.
    open_to_view = [ask for one, ask in asked if look.sees(one, unit)]
    answered = dict(zip(open_to_view, figures(open_to_view, look), strict=True))
    firm = [one for one in answered.values() if one.state is State.VALUE]
    former = _former(firm, look, on)
    rows: list[Record] = []
    behind: list[Figure | None] = []
    for measure, ask in asked:
        found = answered.get(ask)
        if found is not None and found.state is State.VALUE:
            rows.append(_record(len(rows) + 1, found, former.get(ask, ())))
            behind.append(found)
        else:
            rows.append(_veiled(len(rows) + 1, measure, ask.period))
            behind.append(None)
    told = _statements(unit, on, len(rows))
    made = MeasureTable(
        (*rows, *told), "số liệu của đơn vị", elsewhere=_within(unit, on, look.trees)
    )
    return Held(made, (*behind, *[None] * len(told)))


def named(*, unit: int, on: date, look: Look) -> Named:
    """This function will return the same measures for the same periods and read no number: to say
    what a number may be, not to judge it.

    :raises NotPermitted: the viewer may not check texts against this unit.
    """
    look.viewer.require(Act.TEXT_CHECK, unit)
    asked = _asked(measures(on).values(), unit, on, look)
    rows = [_veiled(at, one, ask.period) for at, (one, ask) in enumerate(asked, start=1)]
    made = MeasureTable(tuple(rows), "số liệu của đơn vị", elsewhere=_within(unit, on, look.trees))
    open_to_view = {(ask.key, ask.period.code): ask for one, ask in asked if look.sees(one, unit)}
    return Named(made, open_to_view)


def _asked(
    every: Iterable[Measure], unit: int, on: date, look: Look
) -> list[tuple[Measure, Ask]]:  # fmt: skip
    """Return what is to be asked; a measure that was not set yet in a period has no number of it."""
    spoken = [(one, _spoken_of(one.spans, one.nature, one.regime, on)) for one in every]
    days = dict.fromkeys(period.last_day for _, told in spoken for period in told)
    found: list[tuple[Measure, Ask]] = []
    for one, told in spoken:
        held = known(one.key, days, look)
        found += [(one, Ask(one.key, unit, period)) for period in told if period.last_day in held]
    return found


# Hundreds of measures are told for a handful of such periods.
@lru_cache(maxsize=256)
def _spoken_of(
    spans: tuple[int, ...], nature: Nature, regime: Regime, on: date
) -> tuple[Period, ...]:
    """Return the periods that had ended by the day: the last ones, and the same a year before."""
    spans = spans or (6,)
    if nature is Nature.STOCK:
        spans = spans[:1]
    found: dict[str, Period] = {}
    for span in spans:
        last = _last_ended(span, on, regime)
        earlier = _last_ended(span, last.start - timedelta(days=1), regime)
        ago = periods.from_code(f"{int(last.code[:4]) - 1}{last.code[4:]}", regime)
        for period in (last, earlier, ago):
            found[period.code] = period
    # A text that names no period speaks of what ended last, and of the longest such period.
    return tuple(
        sorted(found.values(), key=lambda period: (period.last_day, -period.start.toordinal()))
    )


def _last_ended(span: int, on: date, regime: Regime) -> Period:
    """Return the last period of so many months whose last day is not after the day."""
    year = on.year + 1
    while True:
        for first in range(13 - span, 0, -span):
            period = periods.months(year, first, span, _code(year, first, span), regime)
            if period.last_day <= on:
                return period
        year -= 1


def _code(year: int, first: int, span: int) -> str:
    if span == 12:
        return str(year)
    if span == 6:
        return f"{year}-H{1 if first == 1 else 2}"
    return f"{year}-Q{(first + 2) // 3}" if span == 3 else f"{year}-{first:02d}"


def _record(number: int, figure: Figure, former: Sequence[Formerly] = ()) -> Record:
    measure = figure.measure
    assert figure.value is not None
    unit, scale = _unit(measure.unit)
    period = figure.ask.period
    code = period.last_day.isoformat() if measure.nature is Nature.STOCK else period.code
    names = (measure.label, *measure.names)
    return Record(
        measure.label, names, _number(figure.value * scale), None, "", unit, measure.unit, code,
        number, "", measure.printed(figure.value),
        f"{measure.label} {figure.when}: {figure.written}", tuple(former),
    )  # fmt: skip


def _veiled(number: int, measure: Measure, period: Period) -> Record:
    code = period.last_day.isoformat() if measure.nature is Nature.STOCK else period.code
    return Record(
        measure.label, (measure.label, *measure.names), 0, None, "", _unit(measure.unit)[0],
        measure.unit, code, number, told=measure.label, veiled=True,
    )  # fmt: skip


def _unit(words: str) -> tuple[str, int]:
    given = unit_phrase(words.lower()) if words else None
    return (given.unit, given.scale) if given else ("percent" if words == "%" else "", 1)


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _former(firm: Sequence[Figure], look: Look, on: date) -> dict[Ask, tuple[Formerly, ...]]:
    """Return what figures were before each correction of their records, the latest first."""
    moments: dict[datetime, list[Figure]] = {}
    turns: dict[datetime, str] = {}
    told: list[datetime] = []
    for one in firm:
        for record in one.evidence.all_records():
            if record.kind not in _TOLD or record.recorded_at is None:
                continue
            told.append(record.recorded_at)
            # A target that was adjusted, a gift that was taken back correct what a text could tell.
            if record.revision > 1:
                moments.setdefault(record.recorded_at, []).append(one)
                turns[record.recorded_at] = record.actor
    latest = sorted(moments, reverse=True)[:FORMER]
    if told:
        # The list of units was put right after numbers had been told: any whole may have moved.
        for at in org.turns(on, since=min(told))[:FORMER_UNITS]:
            moments[at] = list(firm)
            latest.append(at)
    names = trail.names(turns.values())
    found: dict[Ask, list[Formerly]] = {}
    for at in sorted(set(latest), reverse=True):
        asked = list(dict.fromkeys(one.ask for one in moments[at]))
        # A breath before the correction: what was known then is what a text could tell.
        before = at - timedelta(microseconds=1)
        then = figures(asked, replace(look, trees=Forest(before), known_at=before))
        now = {one.ask: one.value for one in moments[at]}
        local = at.astimezone(LOCAL)
        when = f"sửa ngày {local.day}/{local.month}/{local.year}"
        if at not in turns:
            when = f"danh sách đơn vị đổi ngày {local.day}/{local.month}/{local.year}"
        who = names.get(turns.get(at, ""), "")
        for ask, was in zip(asked, then, strict=True):
            if was.value is not None and (at in turns or was.value != now[ask]):
                scale = _unit(was.measure.unit)[1]
                words = f"{was.measure.label} {was.when}: {was.written}; {when}"
                words += f", {who}" if who else ""
                found.setdefault(ask, []).append(Formerly(_number(was.value * scale), None, words))
    return {ask: tuple(told) for ask, told in found.items()}


# The kinds whose names carry a number: a text that tells of one names it and nothing else.
_NUMBERED = ("residential_group", "team", "cell", "front_board")


def _within(unit: int, on: date, trees: Trees) -> tuple[str, ...]:
    """Return the names of units inside: «Tổ dân phố 14 có 206 hộ» is no number of the ward."""
    tree = trees(on)
    if unit not in tree:
        return ()
    inside = {one for kind in _NUMBERED for one in tree.of_kind(unit, kind) if one != unit}
    return tuple(name for name in org.names_borne(inside) if re.search(r"\d", name))


def _statements(unit: int, on: date, after: int) -> list[Record]:
    rows = Statement.objects.filter(unit_id=unit).order_by("code", "pk")
    return [
        Record(
            row.label, (row.label,), None, None, row.words, "", "", row.code, after + number, "",
            row.words, f"{row.label}: {row.words}",
        )
        for number, row in enumerate(rows, start=1)
        if _begins(row.code) <= on
    ]  # fmt: skip


def _begins(code: str) -> date:
    return periods.from_code(code).start
