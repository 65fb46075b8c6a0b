"""Mục số liệu của phòng chỉ tiêu: reported values gathered over units and periods, with targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TypeAlias

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.gathering import WHOLLY, gather, of_records
from dongthuan.decide.indicators.models import Definition, Target
from dongthuan.decide.indicators.queries import Definitions, Told
from dongthuan.decide.indicators.recorded import ATTAINED, PLAN, target_record
from dongthuan.decide.indicators.rules import Frequency, attainment, divided
from dongthuan.decide.indicators.sums import Sums
from dongthuan.ground.figures import (
    Ask,
    Direction,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    OneTree,
    Reading,
    State,
)
from dongthuan.ground.primitives.periods import Period, Regime

Known: TypeAlias = Mapping[str, Measure]


def measure_of(one: Definition) -> Measure:
    """This function will return the catalogue's view of a definition."""
    return Measure(
        one.item.key, one.label, one.unit, Nature(one.nature), one.decimals,
        Direction(one.direction), Regime(one.regime), Reading(one.reading), one.meaning,
        one.source, tuple(filter(None, one.names.splitlines())), spans=_spans(one),
    )  # fmt: skip


def _spans(one: Definition) -> tuple[int, ...]:
    """Return the periods a definition can be asked for: its own, and longer ones made of them."""
    own = Frequency(one.frequency).span
    return tuple(span for span in (1, 3, 6, 12) if span >= own)


def _derived(base: Measure, owner: str, by: str, source: str) -> tuple[Measure, Measure]:
    """Return the plan that an owner set, and how much of it is reached."""
    plan = replace(
        base, key=f"{base.key}:{PLAN}.{owner}", label=f"Kế hoạch {base.label} ({by})",
        nature=Nature.FLOW, names=(), definition=f"{base.label}: chỉ tiêu do {by}.",
        source=source,
    )  # fmt: skip
    attained = Measure(
        f"{base.key}:{ATTAINED}.{owner}", f"{base.label} so với kế hoạch ({by})", "%",
        Nature.RATIO, 1, Direction.HIGHER, base.regime, base.reading,
        f"{base.label} thực hiện trong kỳ chia cho chỉ tiêu do {by}.", source,
        tuple(f"{name} so với kế hoạch" for name in (base.label, *base.names)), spans=base.spans,
    )  # fmt: skip
    return plan, attained


class _Tables:
    """Bảng mục số liệu: definitions with what was set for them, one table between two changes."""

    def __init__(self, definitions: Definitions, owned: Sequence[queries.Owned]) -> None:
        self._definitions = definitions
        self._owned = owned
        self._made: dict[int, Known] = {}

    def on(self, day: date) -> Known:
        """This method will return the measures of a day, by key."""
        held = self._definitions.on(day)
        if id(held) not in self._made:
            self._made[id(held)] = self._known(held)
        return self._made[id(held)]

    def _known(self, held: Mapping[str, Definition]) -> Known:
        found = {key: measure_of(one) for key, one in held.items()}
        by_item = {one.item_id: found[key] for key, one in held.items()}
        for item, *owner in self._owned:
            if item in by_item:
                for one in _derived(by_item[item], *owner):
                    found[one.key] = one
        return found


# Made of the same words again, they are the same: both are read each time (decision 0024).
_tables = lru_cache(maxsize=4)(_Tables)


class Indicators:
    """Answers for every definition, and for each target with how much of it is reached."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the measures of a day: definitions, plans and attainments."""
        return self.measures_of([on])[on]

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Known]:
        """This method will return the measures of many days with one reading of the tables."""
        tables = _tables(queries.kept(notes, None), queries.owned())
        return {day: tables.on(day) for day in days}

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will answer all asks with the values of one reading of the table."""
        return _Answering(asks, look).all()


class _Answering:
    """One batch of asks: plans what must be read, reads it once, and puts the figures together."""

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        self.asks = asks
        self.look = look
        self._definitions = queries.kept(look.notes, look.known_at)
        self._measures: Mapping[date, Known] = {}
        self._told: dict[tuple[int, int, str], Told] = {}
        self._targets: dict[tuple[int, int, str], list[Target]] = {}
        self._memo: dict[tuple[str, int, str], Figure] = {}
        self._wanted: tuple[set[int], set[int]] = (set(), set())
        # Units of another day take shares, which only single records can be multiplied by.
        bare = not look.evidence and look.trees.as_of is None
        self._sums = Sums(look) if bare else None

    def all(self) -> list[Figure]:
        """This method will answer in the order of the asks."""
        self._read()
        return [self._answer(ask) for ask in self.asks]

    def _definition(self, key: str, day: date) -> Definition | None:
        """Return what a key meant on a day, or None where that was not known yet."""
        return self._definitions.on(day).get(key.split(":")[0])

    def _typed(self, ask: Ask) -> list[Definition]:
        """Return the typed definitions that an ask is made of; none that the viewer may not know."""
        day = ask.period.last_day
        one = self._definition(ask.key, day)
        if one is None:
            return []
        if not (one.numerator and one.denominator):
            return [one]
        parts = [self._definition(key, day) for key in (one.numerator, one.denominator)]
        found = [part for part in parts if part is not None]
        return found if all(self.look.sees(measure_of(part), ask.unit) for part in found) else []

    def _read(self) -> None:
        items: set[int] = set()
        units: set[int] = set()
        periods: set[Period] = set()
        targeted: set[int] = set()
        for ask in self.asks:
            day = ask.period.last_day
            held = self._definition(ask.key, day)
            if ":" in ask.key and held is not None:
                targeted.add(held.item_id)
            for one in self._typed(ask):
                if self._sums is not None:
                    for part, units_then in self._reporting_in(one, ask):
                        self._sums.want(one.item_id, units_then, part.start)
                    continue
                items.add(one.item_id)
                for part in _parts(ask, one):
                    periods.add(part)
                    for unit in self._reporting(one, ask.unit, part):
                        units.add(unit)
                        if self.look.trees.as_of is not None:
                            units.update(self.look.trees.origins(unit, part.last_day) or ())
        if self._sums is not None:
            self._sums.read()
        self._wanted = items, units
        if items:
            self._told = queries.latest(
                items=items, units=units, periods=periods, known_at=self.look.known_at
            )
        if targeted:
            for row in self._set(frozenset(targeted), frozenset(ask.unit for ask in self.asks)):
                owned = (row.item_id, row.unit_id, row.owner)
                self._targets.setdefault(owned, []).append(row)

    @cached_property
    def _closed(self) -> dict[tuple[int, int, str], date]:
        """Return what was asked in vain and is asked no more; looked up where something is missing
        and the grounds are wanted.
        """
        if not self.look.evidence:
            return {}
        items, units = self._wanted
        return queries.never_told(items=items, units=units, known_at=self.look.known_at)

    def _set(self, items: frozenset[int], units: frozenset[int]) -> list[Target]:
        # A page asks for one figure with its grounds and for its series without: the same targets.
        asked = (items, units, self.look.known_at)
        held: dict[object, list[Target]] = self.look.notes.setdefault("set", {})  # type: ignore[assignment]
        if asked not in held:
            known_at = self.look.known_at
            held[asked] = queries.targets(items=items, units=units, known_at=known_at)
        return held[asked]

    def _reporting(self, one: Definition, unit: int, part: Period) -> tuple[int, ...]:
        tree = self.look.trees(part.last_day)
        return tree.of_kind(unit, one.level) if unit in tree else ()

    def _reporting_in(self, one: Definition, ask: Ask) -> list[tuple[Period, frozenset[int]]]:
        return [
            (part, frozenset(self._reporting(one, ask.unit, part))) for part in _parts(ask, one)
        ]

    def _answer(self, ask: Ask) -> Figure:
        memo = (ask.key, ask.unit, ask.period.code)
        if memo not in self._memo:
            self._memo[memo] = self._made(ask)
        return self._memo[memo]

    def _made(self, ask: Ask) -> Figure:
        if ":" in ask.key:
            return self._against_target(ask)
        one = self._definition(ask.key, ask.period.last_day)
        if one is None:
            reason = "Vào thời điểm được hỏi, mục này chưa được đặt."
            return Figure(ask, self._named(ask), State.MISSING, reason=reason)
        measure = measure_of(one)
        if one.numerator and one.denominator:
            return self._quotient(ask, one, measure)
        parts = _parts(ask, one)
        if not parts:
            reason = (
                f"Mục này báo theo {Frequency(one.frequency).words}, không chia được theo kỳ này."
            )
            return Figure(ask, measure, State.MISSING, reason=reason)
        if self._sums is not None:
            return self._sums.figure(ask, one, measure, self._reporting_in(one, ask))
        units = list(dict.fromkeys(
            unit for part in parts for unit in self._reporting(one, ask.unit, part)
        ))  # fmt: skip
        if units == [ask.unit]:
            return self._own(ask, one, measure, self._there(parts))
        if not units:
            reason = "Không có đơn vị nào báo mục này trong kỳ."
            return Figure(ask, measure, State.MISSING, reason=reason)
        return self._gathered(ask, one, measure, units, parts)

    def _there(self, parts: Sequence[Period]) -> list[tuple[Period, OneTree]]:
        return [(part, self.look.trees(part.last_day)) for part in parts]

    def _own(
        self, ask: Ask, one: Definition, measure: Measure,
        parts: Sequence[tuple[Period, OneTree]],
    ) -> Figure:  # fmt: skip
        """Answer for a unit that reports itself, over the periods it reports by."""
        found: list[tuple[Told, Fraction]] = []
        missing, closed = 0, None
        # As it was, a unit is made of itself alone.
        itself = {ask.unit: WHOLLY} if self.look.trees.as_of is None else None
        for part, tree in parts:
            if ask.unit not in tree:
                continue
            shares = itself or self.look.trees.origins(ask.unit, part.last_day)
            if shares is None:
                reason = "Đơn vị được chia tách mà văn bản không ghi tỷ lệ."
                return Figure(ask, measure, State.NOT_COMPARABLE, reason=reason)
            for unit, share in shares.items():
                told = self._told.get((one.item_id, unit, part.code))
                if told is None or told.state == "withdrawn":
                    missing += 1
                    closed = self._closed.get((one.item_id, unit, part.code), closed)
                else:
                    found.append((told, share))
        return of_records(ask, one, measure, found, missing, closed)

    def _gathered(
        self, ask: Ask, one: Definition, measure: Measure, units: Sequence[int],
        parts: Sequence[Period],
    ) -> Figure:  # fmt: skip
        there = self._there(parts)
        mine = [self._own(Ask(ask.key, unit, ask.period), one, measure, there) for unit in units]
        return gather(ask, measure, mine)

    def _quotient(self, ask: Ask, one: Definition, measure: Measure) -> Figure:
        """A ratio of two measures is never typed: it is asked of both."""
        day = ask.period.last_day
        halves = [self._definition(key, day) for key in (one.numerator, one.denominator)]
        if None in halves:
            reason = "Tử số hoặc mẫu số của mục này chưa được đặt trong kỳ."
            return Figure(ask, measure, State.MISSING, reason=reason)
        if not all(self.look.sees(measure_of(half), ask.unit) for half in halves if half):
            return Figure(ask, measure, State.HIDDEN)
        top = self._answer(replace(ask, key=one.numerator))
        bottom = self._answer(replace(ask, key=one.denominator))
        evidence = Evidence(
            parts=(top, bottom), silent=(*top.evidence.silent, *bottom.evidence.silent),
            unapproved=top.evidence.unapproved + bottom.evidence.unapproved,
            how=f"{top.measure.label} chia cho {bottom.measure.label}",
        )  # fmt: skip
        if top.value is None or not bottom.value:
            reason = "Chưa có đủ tử số và mẫu số."
            return Figure(ask, measure, State.MISSING, evidence=evidence, reason=reason)
        partial = State.PARTIAL in (top.state, bottom.state)
        return Figure(
            ask, measure, State.PARTIAL if partial else State.VALUE,
            measure.share(top.value, bottom.value), top.value, bottom.value,
            top.estimate or bottom.estimate, evidence,
        )  # fmt: skip

    def _against_target(self, ask: Ask) -> Figure:
        key, _, derived = ask.key.partition(":")
        kind, _, owner = derived.partition(".")
        one = self._definition(key, ask.period.last_day)
        if one is None:
            reason = "Vào thời điểm được hỏi, mục này chưa được đặt."
            return Figure(ask, self._named(ask), State.MISSING, reason=reason)
        base = measure_of(one)
        rows = self._targets.get((one.item_id, ask.unit, owner), [])
        target = queries.target_for(rows, ask.period)
        if target is None:
            known = self._named(ask)
            return Figure(ask, known, State.MISSING, reason="Chưa có chỉ tiêu giao cho kỳ này.")
        plan, attained = _derived(base, target.owner, target.owner_words, target.source)
        step = 10**one.decimals
        aim = Fraction(target.scaled, step)
        record = target_record(target, base, aim)
        planned = Figure(
            replace(ask, key=plan.key), plan, State.VALUE, aim, evidence=Evidence((record,))
        )
        if kind == PLAN:
            return planned
        actual = self._answer(replace(ask, key=key))
        how = f"{base.label} trong kỳ so với chỉ tiêu giao"
        evidence = Evidence(
            parts=(actual, planned), silent=actual.evidence.silent,
            unapproved=actual.evidence.unapproved, how=how,
        )  # fmt: skip
        if actual.value is None:
            return Figure(ask, attained, actual.state, evidence=evidence, reason=actual.reason)
        start = Fraction(target.baseline, step) if target.baseline is not None else None
        share = attainment(actual.value, aim, direction=base.direction, baseline=start)
        if share is None:
            reason = "Chỉ tiêu giao bằng 0 nên không chia được."
            return Figure(ask, attained, State.NOT_COMPARABLE, evidence=evidence, reason=reason)
        return Figure(
            ask, attained, actual.state, share * 100, actual.value, aim, actual.estimate, evidence
        )

    def _named(self, ask: Ask) -> Measure:
        if not self._measures:
            days = {one.period.last_day for one in self.asks}
            self._measures = Indicators().measures_of([*days], self.look.notes)
        return self._measures[ask.period.last_day][ask.key]


def _parts(ask: Ask, one: Definition) -> Sequence[Period]:
    """Return the periods that are reported of the one asked for; of a stock, the last alone."""
    parts = divided(ask.period, Frequency(one.frequency))
    return parts[-1:] if one.nature == Nature.STOCK else parts
