"""Which figures of an issued report hang on which record, told from the definitions alone.

This is the other opinion that the proofs hold the product against: it reads definitions, targets
and unit states as plain rows, and never asks a figure for its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dongthuan.act.funds.models import Gift
from dongthuan.answer.reports import composing
from dongthuan.answer.reports.models import Issue, IssuedFigure
from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Definition, Target, Value
from dongthuan.ground.claims import Finding
from dongthuan.who.org.models import Unit, UnitState

KINDS_COUNTED = {
    "party.cells": ("cell", ""), "org.groups": ("residential_group", ""), "org.teams": ("team", ""),
    "org.schools": ("school", ""), "org.funds": ("fund", ""),
    "party.cells.residential": ("cell", "residential"), "party.cells.school": ("cell", "school"),
    "party.cells.military": ("cell", "military"), "party.cells.police": ("cell", "police"),
    "party.cells.fund": ("cell", "fund"),
}  # fmt: skip


def months(code: str) -> tuple[tuple[int, int], ...]:
    """The months of a period by its code, read by hand."""
    year, part = int(code[:4]), code[5:]
    if not part:
        return tuple((year, month) for month in range(1, 13))
    span = {"H": 6, "Q": 3}.get(part[0])
    if span is None:
        return ((year, int(part)),)
    first = (int(part[1]) - 1) * span + 1
    return tuple((year, month) for month in range(first, first + span))


def last_day(code: str) -> date:
    year, month = months(code)[-1]
    return date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Town:
    """The rows that say what hangs on what, read once."""

    definitions: dict[str, Definition]
    units: dict[int, Unit]
    states: dict[int, UnitState]

    @classmethod
    def read(cls) -> Town:
        rows = Definition.objects.filter(superseded_at=None).select_related("item")
        states = UnitState.objects.filter(superseded_at=None, valid_to=None)
        return cls(
            {row.item.key: row for row in rows},
            {unit.pk: unit for unit in Unit.objects.all()},
            {row.unit_id: row for row in states},
        )

    def inside(self, unit: int, top: int) -> bool:
        """Whether a unit is another, stands under it, or stands in its place (or under one that
        does)."""
        at: int | None = unit
        while at is not None:
            if at == top or self._placed_in(at, top):
                return True
            at = self.states[at].parent_id
        return False

    def _placed_in(self, unit: int, top: int) -> bool:
        at = self.states[unit].place_id
        while at is not None:
            if at == top:
                return True
            at = self.states[at].parent_id
        return False

    def hangs_on_value(self, figure: IssuedFigure, value: Value) -> bool:
        """Whether an issued figure is made of what a unit told."""
        base, _, derived = figure.key.partition(":")
        if base not in self.definitions or derived.startswith("plan."):
            return False
        told = value.item.key
        one = self.definitions[base]
        asked = {one.numerator, one.denominator} if one.numerator else {base}
        if told not in asked or not self.inside(value.unit_id, figure.unit_id):
            return False
        whole, part = months(figure.code), months(value.code)
        if self.definitions[told].nature == "stock":
            return part[-1] == whole[-1]
        return set(part) <= set(whole)

    def hangs_on_target(self, figure: IssuedFigure, target: Target) -> bool:
        """Whether an issued figure is a target, or is held against it."""
        base, _, derived = figure.key.partition(":")
        return (
            base == target.item.key
            and derived.split(".")[-1] == target.owner
            and figure.unit_id == target.unit_id
            and set(months(figure.code)) <= set(months(target.code))
        )

    def hangs_on_gift(self, figure: IssuedFigure, gift: Gift) -> bool:
        """Whether an issued figure counts a gift: everything given up to the end of its period."""
        if figure.key != "works.contributions":
            return False
        place = gift.group_id or gift.work.unit_id
        return gift.on < last_day(figure.code) and self.inside(place, figure.unit_id)

    def hangs_on_unit(self, figure: IssuedFigure, unit: int) -> bool:
        """Whether an issued figure counts a unit."""
        if figure.key not in KINDS_COUNTED:
            return False
        kind, setting = KINDS_COUNTED[figure.key]
        one = self.units[unit]
        return (
            one.kind == kind
            and (not setting or one.setting == setting)
            and self.inside(unit, figure.unit_id)
        )


def latest_values() -> list[Value]:
    """The last revision of every cell."""
    rows = Value.objects.select_related("item", "sheet__round", "sheet__unit")
    rows = rows.order_by("revision", "item", "code", "unit")
    return list({(v.item_id, v.unit_id, v.code): v for v in rows}.values())


def gifts() -> list[Gift]:
    """Every gift, those that were taken back too: what was taken back is a ground of what is left."""
    return list(Gift.objects.select_related("work").order_by("pk"))


def latest_targets() -> list[Target]:
    rows = Target.objects.select_related("item", "unit").order_by("version", "pk")
    return list({(t.item_id, t.unit_id, t.code, t.owner): t for t in rows}.values())


def another(value: Value, one: Definition) -> str:
    """Another number that the measure can hold, far from the one that stands."""
    if one.nature == "ratio":
        whole = (value.scaled_whole or 10) + 3
        return f"{(value.scaled or 0) // 2 + 1}/{whole}"
    scaled = (value.scaled or 0) * 3 + 7 * 10**one.decimals
    if one.highest is not None and scaled > one.highest:
        scaled = (value.scaled or 0) // 2
    whole, rest = divmod(scaled, 10**one.decimals)
    return f"{whole},{rest:0{one.decimals}d}" if one.decimals else str(whole)


def correct(value: Value, one: Definition, by: object) -> None:
    services.correct(
        sheet=value.sheet, key=value.item.key, text=another(value, one), by=by,  # type: ignore[arg-type]
        reason="Sửa theo ý kiến của Đoàn kiểm tra",
    )  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Where each figure stands in the text that the checker reads."""

    lines: list[str]
    at: dict[tuple[int, int], int]

    @classmethod
    def of(cls, issue: Issue, blocks: object) -> Places:
        told = composing.lines(blocks)  # type: ignore[arg-type]
        lines, at = [issue.title], {}
        for number, line in enumerate(told, start=2):
            lines.append(line.text)
            for place, start, _ in line.figures:
                at[number, start] = place
        return cls(lines, at)

    def place(self, finding: Finding) -> int | None:
        """The place of the figure that a finding is about."""
        return self.at.get((finding.paragraph, finding.span[0]))


def sums_told(places: Places, findings: list[Finding]) -> int:
    return sum(finding.kind == "sum" for finding in findings)
