"""Số liệu không kèm căn cứ: the same numbers as with evidence, added by the database itself.

A long series or a wide grid shows values alone; reading each record to add it here would cost a
hundred times more. Whoever asks for a figure's căn cứ is answered record by record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.models import Definition
from dongthuan.decide.indicators.queries import NOTHING, Total
from dongthuan.ground.figures import Ask, Evidence, Figure, Look, Measure, Nature, State
from dongthuan.ground.primitives.periods import Period

# So many different sets of units are each added by a query of their own; more are read by unit.
_FEW = 3


class Sums:
    """Các tổng cần có: first every sum is wanted, then all are read, then figures are answered."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._wanted: dict[frozenset[int], tuple[set[int], set[date]]] = {}
        self._found: dict[frozenset[int] | None, dict[tuple[int, int, str], Total]] = {}

    def want(self, item: int, units: frozenset[int], start: date) -> None:
        """This method will note that a measure of some units is asked for from a day on."""
        items, starts = self._wanted.setdefault(units, (set(), set()))
        items.add(item)
        starts.add(start)

    def read(self) -> None:
        """This method will have the database add all that is wanted, in three queries at most."""
        known_at = self._look.known_at
        if len(self._wanted) <= _FEW:
            for units, (items, starts) in self._wanted.items():
                self._found[units] = queries.totals(
                    items=items,
                    units=units,
                    starts=starts,
                    known_at=known_at,
                    standing=self._look.standing,
                )
            return
        self._found[None] = queries.totals(
            items=set().union(*(items for items, _ in self._wanted.values())),
            units=frozenset().union(*self._wanted),
            starts=set().union(*(starts for _, starts in self._wanted.values())),
            known_at=known_at, by_unit=True, standing=self._look.standing,
        )  # fmt: skip

    def figure(
        self, ask: Ask, one: Definition, measure: Measure,
        parts: Sequence[tuple[Period, frozenset[int]]],
    ) -> Figure:  # fmt: skip
        """This method will answer for the units that report in each part of the period."""
        total, expected = NOTHING, 0
        for part, units in parts:
            expected += len(units)
            total += self._of(one.item_id, units, part.code)
        if not expected:
            reason = "Không có đơn vị nào báo mục này trong kỳ."
            return Figure(ask, measure, State.MISSING, reason=reason)
        missing = expected - total.values - total.not_applicable
        how = f"chưa gửi {missing} trong {expected} số" if missing else ""
        evidence = Evidence(unapproved=total.unapproved, how=how)
        if not total.values:
            if not missing:
                return Figure(ask, measure, State.NOT_APPLICABLE)
            return Figure(ask, measure, State.MISSING, reason="Chưa đơn vị nào gửi số.")
        state = State.PARTIAL if missing else State.VALUE
        step = 10**one.decimals
        value, estimate = Fraction(total.scaled, step), bool(total.estimates)
        if measure.nature is not Nature.RATIO:
            return Figure(ask, measure, state, value, estimate=estimate, evidence=evidence)
        whole = Fraction(total.whole, step)
        return Figure(
            ask, measure, state, measure.share(value, whole), value, whole, estimate, evidence
        )

    def _of(self, item: int, units: frozenset[int], code: str) -> Total:
        if units in self._found:
            return self._found[units].get((item, 0, code), NOTHING)
        found = self._found.get(None, {})
        return sum((found.get((item, unit, code), NOTHING) for unit in units), NOTHING)
