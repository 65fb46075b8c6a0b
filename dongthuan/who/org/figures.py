"""Mục số liệu của phòng đơn vị: how many cells, groups and teams there are on a day, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from dongthuan.ground.figures import (
    Ask,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    RecordRef,
    State,
)
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import SETTINGS, Node

_HOW = "đếm từng đơn vị có tên vào ngày này"


def _measure(key: str, label: str, unit: str, *names: str) -> Measure:
    return Measure(
        key, label, unit, Nature.STOCK, reading=Reading.PUBLIC, counted=True, names=names,
        definition=f"{label} có đến ngày cuối kỳ, đếm từ danh sách đơn vị.",
        source="Danh sách đơn vị của phường",
    )  # fmt: skip


_CELLS = {
    f"party.cells.{code}": (_measure(f"party.cells.{code}", f"Chi bộ {words}", "chi bộ"), code)
    for code, words in SETTINGS.items()
    if code
}
_COUNTED: Mapping[str, tuple[Measure, str, str]] = {
    "party.cells": (_measure("party.cells", "Tổng số chi bộ", "chi bộ"), "cell", ""),
    "org.groups": (_measure("org.groups", "Số tổ dân phố", "tổ dân phố"), "residential_group", ""),
    "org.teams": (_measure("org.teams", "Tổ, đội dân quân", "tổ"), "team", ""),
    "org.schools": (_measure("org.schools", "Số trường học", "trường"), "school", ""),
    "org.funds": (_measure("org.funds", "Quỹ tín dụng", "quỹ"), "fund", ""),
    **{key: (one, "cell", code) for key, (one, code) in _CELLS.items()},
}
COUNTS: Mapping[str, Measure] = {key: one for key, (one, _, _) in _COUNTED.items()}


class Units:
    """Counts units of a kind below a unit on the last day of a period."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return COUNTS

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return {day: self.measures(day) for day in days}

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence is each unit with the day it has stood since."""
        return [self._figure(ask, look) for ask in asks]

    def _figure(self, ask: Ask, look: Look) -> Figure:
        one, kind, setting = _COUNTED[ask.key]
        assert isinstance(look.trees, Forest)
        tree = look.trees(ask.period.last_day)
        if ask.unit not in tree:
            return Figure(ask, one, State.MISSING, reason="Đơn vị không có vào ngày này.")
        nodes = [tree[unit] for unit in tree.of_kind(ask.unit, kind, setting)]
        records = tuple(_record(node) for node in nodes)
        return Figure(
            ask, one, State.VALUE, Fraction(len(nodes)), evidence=Evidence(records, how=_HOW)
        )


def _record(node: Node) -> RecordRef:
    told = f"{node.name}, từ {node.since.day}/{node.since.month}/{node.since.year}"
    return RecordRef("unit", node.state, 1, node.seal, node.id, told, recorded_at=node.recorded_at)
