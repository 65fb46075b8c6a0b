"""Đọc chỉ tiêu: what was set by whom in which versions, and over which period to ask how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.figures import ATTAINED, PLAN, measure_of
from dongthuan.decide.indicators.models import Definition, Target
from dongthuan.decide.indicators.rules import Frequency, divided
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Measure, Nature, Reading
from dongthuan.ground.primitives.periods import Period, Regime, from_code


@dataclass(frozen=True, slots=True)
class Version:
    """Lần giao: its words, the number, where it starts from, by which paper, when and why."""

    number: int
    words: str
    value: str
    baseline: str
    source: str
    at: datetime
    who: str
    reason: str
    # The work that is to reach it, where the version cites one.
    work: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """Chỉ tiêu giao: what one owner set for a unit and a period, its versions the newest first."""

    measure: Measure
    unit: int
    period: Period
    owner: str
    owner_words: str
    versions: tuple[Version, ...]
    so_far: Period

    @property
    def last(self) -> Version:
        """This property will return the version that holds."""
        return self.versions[0]

    @property
    def asks(self) -> tuple[Ask, Ask, Ask]:
        """This property will return what to ask: the plan, what was done, how much of it that is."""
        key, unit = self.measure.key, self.unit
        return (
            Ask(f"{key}:{PLAN}.{self.owner}", unit, self.period), Ask(key, unit, self.so_far),
            Ask(f"{key}:{ATTAINED}.{self.owner}", unit, self.so_far),
        )  # fmt: skip


def aims(
    *, viewer: Actor, year: int, units: Iterable[int] | None = None,
    notes: dict[str, object] | None = None,
) -> list[Aim]:  # fmt: skip
    """This function will return what was set for a year, in the order of the form and then of its
    owners; what the viewer may not know of is left out. With the notes of a look, its figures need
    not read again what was read here.
    """
    rows = queries.targets_within(
        viewer=viewer, start=date(year, 1, 1), end=date(year + 1, 1, 1), units=units
    )
    return _told(rows, viewer, notes)


def citing(assignment: int, *, viewer: Actor, notes: dict[str, object] | None = None) -> list[Aim]:
    """This function will return the targets whose last version says that this work is to reach them."""
    found = _told(queries.targets_citing(assignment, viewer=viewer), viewer, notes)
    return [aim for aim in found if aim.last.work == assignment]


def _told(rows: list[Target], viewer: Actor, notes: dict[str, object] | None) -> list[Aim]:
    held = queries.kept(notes, None)
    names = trail.names(row.by for row in rows)
    reasons = trail.notes(row.note_id for row in rows)
    found: dict[tuple[int, int, str, str], list[Target]] = {}
    for row in rows:
        found.setdefault((row.item_id, row.unit_id, row.code, row.owner), []).append(row)
    made: list[tuple[int, Aim]] = []
    for versions in found.values():
        last = versions[-1]
        period = from_code(last.code)
        one = held.on(period.last_day).get(last.item.key)
        if one is None or not _seen(one, last.unit_id, viewer):
            continue
        period = from_code(last.code, Regime(one.regime))
        measure = measure_of(one)
        told = tuple(_version(row, measure, one, names, reasons) for row in reversed(versions))
        so_far = _so_far(period, one, viewer.today, held)
        aim = Aim(measure, last.unit_id, period, last.owner, last.owner_words, told, so_far)
        made.append((one.order, aim))
    return [aim for _, aim in sorted(made, key=lambda pair: pair[0])]


def _seen(one: Definition, unit: int, viewer: Actor) -> bool:
    return one.reading != Reading.SENSITIVE or viewer.may(Act.FIGURE_SEE_SENSITIVE, unit)


def _version(
    row: Target, measure: Measure, one: Definition, names: dict[str, str], notes: dict[int, str]
) -> Version:
    step = 10**one.decimals
    return Version(
        row.version, row.version_words, measure.written(Fraction(row.scaled, step)),
        measure.written(Fraction(row.baseline, step)) if row.baseline is not None else "",
        row.source, row.recorded_at, names.get(row.by, ""), notes.get(row.note_id or 0, ""),
        row.assignment_id,
    )  # fmt: skip


def _so_far(period: Period, one: Definition, today: date, held: queries.Definitions) -> Period:
    """A flow is added over the whole period, as far as told; a stock or a ratio is what it was in
    the last part that is over.
    """
    if one.nature == Nature.FLOW:
        return period
    parts = [
        part for part in divided(period, Frequency(one.frequency))
        if one.item.key in held.on(part.last_day)
    ]  # fmt: skip
    over = [part for part in parts if part.end <= today]
    return over[-1] if over else (parts[0] if parts else period)
