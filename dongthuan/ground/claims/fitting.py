"""Mục số liệu và độ vừa: what kind of value a measure holds, and how well a figure fits it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.reading import Figure
from dongthuan.ground.claims.records import Record, base_unit
from dongthuan.ground.claims.words import plain
from dongthuan.ground.primitives import periods

_TARGET = re.compile(r"^(?:mục tiêu|kế hoạch|chỉ tiêu|dự toán|kh |ct |số giao)")
_OF_PLAN = re.compile(
    r"(?:so với (?:kế hoạch|dự toán|chỉ tiêu|nghị quyết)|% ?kế hoạch|đạt kế hoạch|/kế hoạch|so kế hoạch)"
)
_OVER = re.compile(r"\bvượt\b")
_PRIOR = re.compile(r"(?:so với|so) (?:cùng kỳ|năm trước|năm ngoái)|cùng kỳ")
_CHANGE = re.compile(r"^(?:tăng|giảm)|tăng/giảm|tăng giảm|\bgiảm\b|\btăng thêm\b|chênh lệch")
_AVERAGE = re.compile(r"(?:bình quân|trung bình|mỗi |năng suất|/người)")


@dataclass(slots=True)
class Measure:
    """Mục số liệu: one label of the table with its records, oldest first."""

    label: str
    names: tuple[str, ...]
    records: list[Record] = field(default_factory=list)
    kind: str = "plain"
    unit: str = ""
    place: str = ""


def kind_of(record: Record) -> str:
    """This function will tell from its label and unit what kind of value a record holds."""
    label = plain(record.measure)
    unit = record.unit.split("/")[0]
    share = unit in lexicon.PERCENTS | {"fraction"}
    if unit == "percentage_point":
        return "change"
    if _TARGET.match(label):
        return "target_share" if share else "target"
    if _OF_PLAN.search(label) or re.search(
        r"so với kế hoạch|so với dự toán", record.measure.lower()
    ):
        return "of_plan"
    if _OVER.search(label) and share:
        return "over_plan"
    if (
        _PRIOR.search(label)
        or "tăng/giảm" in record.measure.lower()
        or label.startswith("tăng giảm")
    ):
        return "change"
    if unit == "times":
        return "times"
    if share:
        return "share"
    if record.of is not None:
        return "ratio"
    if _CHANGE.search(label):
        return "fall"
    if _AVERAGE.search(label) or "/" in record.unit:
        return "average"
    return "plain"


_FITS: dict[str, dict[str, float]] = {
    "count": {"plain": 1, "average": 0.8, "fall": 0.95, "ratio": 0.75, "target": 0.45},
    "amount": {"plain": 1, "average": 0.8, "fall": 0.6, "target": 0.45, "change": 0.3},
    "average": {"average": 1, "plain": 0.85, "fall": 0.7, "share": 0.3},
    "target": {"target": 1, "plain": 0.4, "target_share": 1, "average": 0.4, "fall": 0.4},
    "percent_share": {"share": 1, "of_plan": 0.6, "target_share": 0.45, "average": 0.5},
    "percent_of_plan": {"of_plan": 1, "share": 0.7, "target_share": 0.75},
    "percent_over_plan": {"over_plan": 1, "of_plan": 0.4},
    "percent_change": {"change": 1, "share": 0.3, "target_share": 0.9, "times": 0.3},
    "percent_of_prior": {"change": 0.9},
    "point_change": {"change": 1},
    "change": {"change": 1, "fall": 0.95, "target": 0.9, "plain": 0.25},
    "ratio": {"ratio": 1, "plain": 0.7, "share": 0.5},
    "multiple": {"times": 1, "change": 0.9},
    "score": {"plain": 1, "average": 0.9, "ratio": 0.8},
    "rank": {"plain": 1, "ratio": 1},
    "duration": {"plain": 1, "average": 0.6},
}


def kind_fit(figure: Figure, measure: Measure) -> float:
    fit = _FITS.get(figure.relation, {}).get(measure.kind, 0.0)
    if not fit:
        return 0.0
    if figure.unit == "fraction" and measure.kind == "share":
        fit = 1.0
    return fit * unit_fit(figure, measure.unit)


def period_fit(figure: Figure, measure: Measure) -> float:
    """Return how well the best record of a measure fits the period a figure states."""
    if figure.period is None or figure.period == "hiện nay":
        return 1.0
    return max(_fits(record.period, figure.period) for record in measure.records)


def _fits(held: str | None, wanted: str) -> float:
    if held is None or held == wanted:
        return 1.0
    try:
        first, second = periods.from_code(held), periods.from_code(wanted)
    except ValueError:
        return 0.95
    if first.last_day == second.last_day:
        return 1.0
    common = (min(first.end, second.end) - max(first.start, second.start)).days
    if common <= 0:
        return 0.84
    union = (max(first.end, second.end) - min(first.start, second.start)).days
    return 1.0 if common / union >= 0.5 else 0.93


_LOOSE = frozenset({"item", "turn", "event", "case", "group", "organisation", "establishment", "project",
                    "area_unit", "document", "person_turn", "head", "cell", "branch", "house", "household",
                    "class", "plant", "criterion", "person", "vote", "dose", "blood_unit", "workday", ""})  # fmt: skip
_NEAR = (
    {"person", "person_turn"},
    {"turn", "person_turn", "household_turn"}, {"house", "household", "item"}, {"group", "area_unit"}, {"cell", "area_unit"},
    {"establishment", "organisation"}, {"item", "project"}, {"event", "person_turn", "times"},
    {"case", "event"}, {"item", "establishment"}, {"item", "blood_unit", "organisation"},
    {"cell", "organisation"}, {"item", "group"}, {"establishment", "class"},
    {"document", "item"}, {"event", "person_turn"}, {"case", "document"}, {"item", "head"}, {"establishment", "household"},
    {"item", "document"}, {"item", "event"}, {"case", "person"},
)  # fmt: skip


def unit_fit(figure: Figure, unit: str) -> float:
    """This function will say how well two units of measure agree, 0 when they never can."""
    return _unit_fit((figure.unit, *figure.accept_units), unit)


@lru_cache(maxsize=4096)
def _unit_fit(options: tuple[str, ...], unit: str) -> float:
    best = 0.0
    for option in options:
        if option == unit or (unit == "turn" and option == "event"):
            return 1.0
        ours, _ = base_unit(option)
        theirs, _ = base_unit(unit)
        if ours == theirs:
            best = max(best, 0.97)
            continue
        first, second = ours.split("/")[0], theirs.split("/")[0]
        if first == second and ("/" in ours) != ("/" in theirs):
            best = max(best, 0.9)
        elif first == second:
            best = max(best, 0.6)
        elif not unit:
            best = max(best, 0.8)
        elif first in _LOOSE and second in _LOOSE:
            near = any(first in pair and second in pair for pair in _NEAR)
            best = max(best, 0.85 if near else 0.5 if "item" in (first, second) else 0.3)
    return best
