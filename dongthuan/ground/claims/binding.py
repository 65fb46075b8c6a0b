"""Gắn con số với mục số liệu: binds a figure to a measure by noun, unit, place and period.

The value is never looked at while binding: a number that is equal by chance must not be «khớp».
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.reading import Figure
from dongthuan.ground.claims.records import MeasureTable, Record, base_unit
from dongthuan.ground.claims.surroundings import Surroundings, meaning, name_of
from dongthuan.ground.claims.words import content, features, plain
from dongthuan.ground.primitives import periods

ENOUGH = 0.50
ALONE = 0.40
SOLE = 0.29
MARGIN = 0.02
_TARGET = re.compile(r"^(?:mục tiêu|kế hoạch|chỉ tiêu|dự toán|kh |ct |số giao)")
_OF_PLAN = re.compile(
    r"(?:so với (?:kế hoạch|dự toán|chỉ tiêu|nghị quyết)|% ?kế hoạch|đạt kế hoạch|/kế hoạch|so kế hoạch)"
)
_OVER = re.compile(r"\bvượt\b")
_PRIOR = re.compile(r"(?:so với|so) (?:cùng kỳ|năm trước|năm ngoái)|cùng kỳ")
_CHANGE = re.compile(r"^(?:tăng|giảm)|tăng/giảm|tăng giảm|\bgiảm\b|\btăng thêm\b|chênh lệch")
_SHARE = re.compile(r"^(?:tỷ lệ|tỉ lệ|tỷ trọng|cơ cấu|mức độ|độ che phủ)")
_AVERAGE = re.compile(r"(?:bình quân|trung bình|mỗi |năng suất|/người)")
_RELATION_WORDS = re.compile(
    r"(?:so với (?:kế hoạch|dự toán|chỉ tiêu|nghị quyết(?: đại hội)?|cùng kỳ|năm trước)|tăng/giảm|"
    r"^mục tiêu|^kế hoạch|^chỉ tiêu|^dự toán|^tỷ lệ|vượt chỉ tiêu|bình quân)",
)
_EARLIER_FORMS = {
    "percent_of_plan",
    "percent_over_plan",
    "percent_change",
    "percent_of_prior",
    "point_change",
    "change",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Loại mục số liệu: what a label says it is — a plain value, a target, a share of plan…"""

    name: str
    base: frozenset[str]


@dataclass(slots=True)
class Measure:
    """Mục số liệu: one label of the table with its records, oldest first."""

    label: str
    names: tuple[str, ...]
    records: list[Record] = field(default_factory=list)
    kind: str = "plain"
    unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Ứng viên: a measure a figure may mean, how well it fits, and why."""

    measure: Measure
    score: float
    why: str
    fit: float = 1.0


class Binder:
    """Bộ gắn: knows one table and finds the measures a figure may mean."""

    def __init__(self, table: MeasureTable, aliases: Mapping[str, str] | None = None) -> None:
        self.measures = _measures(table)
        self.aliases = {plain(name): measure for name, measure in (aliases or {}).items()}
        counts: dict[str, int] = {}
        for measure in self.measures:
            for word in {w for name in measure.names for w in features(name)}:
                counts[word] = counts.get(word, 0) + 1
        total = len(self.measures) + 1
        self._weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._default = math.log(1 + total)

    def candidates(self, figure: Figure, around: Surroundings) -> list[Candidate]:
        """This method will return the measures the figure may mean, the best first."""
        taught = self.aliases.get(plain(name_of(figure, around)))
        if taught is not None:
            named = [m for m in self.measures if taught in m.names or m.label == taught]
            if named:
                return [Candidate(named[0], 1.0, "tên gọi đã được người dùng chọn")]
        found = []
        near = self._near(around)
        falls = "giảm" in plain(around.label).split() and figure.relation in ("count", "change")
        for measure in self.measures:
            fit = _kind_fit(figure, measure) * _period_fit(figure, measure)
            if fit <= 0:
                continue
            score, words = max(
                (self._score(name, measure, around, near) for name in measure.names),
                key=lambda pair: pair[0],
            )
            if falls and measure.kind in ("plain", "fall"):
                fit *= 1.05 if measure.kind == "fall" else 0.8
            if score * fit > 0.2:
                why = f"«{measure.label}»: trùng {', '.join(words)}" if words else ""
                found.append(Candidate(measure, round(score * fit, 4), why, fit))
        found.sort(key=lambda candidate: -candidate.score)
        return found

    def _score(
        self, name: str, measure: Measure, around: Surroundings, near: _Near
    ) -> tuple[float, list[str]]:
        """Return how much of a label the words around say, and how much of them it explains."""
        wanted = _asked(name)
        got = total = 0.0
        shared: list[str] = []
        for word, joined in wanted.items():
            weight = self._weight.get(word, self._default)
            total += weight
            for ring, closeness in near.rings:
                if word in ring:
                    whole = not joined or any(pair in ring for pair in joined)
                    got += weight * closeness * (1.0 if whole else 0.72)
                    shared.append(f"“{word}”")
                    break
        cover = got / total if total else 0.0
        mass = sum(weight for _, weight in near.said)
        explained = sum(weight for word, weight in near.said if word in wanted)
        precise = explained / mass if mass else 0.5
        bonus = 0.04 * _same_words(name, near.words)
        return cover * (0.45 + 0.55 * precise) * _forecast(name, around) + bonus, shared[:5]

    def _near(self, around: Surroundings) -> _Near:
        """Lay the words around a figure in rings, and list the known ones a label must explain."""
        own = features(around.noun) | features(around.label) | features(around.implied)
        known = {word for word in meaning(around.label) if word in self._weight}
        nouns = meaning(around.noun)
        leans = around.moves or not (known - nouns)
        inherited = features(around.inherited) if leans else frozenset()
        rings = (
            (own, 1.0),
            (inherited, 0.95),
            (features(around.clause), 0.85),
            (features(around.sentence), 0.6),
            (features(around.paragraph), 0.4),
            (features(around.heading), 0.35),
        )
        said = [
            (word, self._weight[word]) for word in sorted(known | nouns) if word in self._weight
        ]
        taken = {word for word, _ in said}
        said += [
            (word, 0.8 * self._weight[word])
            for word in sorted(inherited)
            if word in self._weight and word not in taken and word in meaning(around.inherited)
        ]
        words = frozenset(
            re.findall(r"\w+", f"{around.label} {around.noun} {around.clause}".lower())
        )
        return _Near(rings, said, words)


_FORECAST = re.compile(r"^(?:ước|dự kiến)\b")


def _forecast(name: str, around: Surroundings) -> float:
    """An estimate for the whole year answers only a figure that is told as one."""
    foretold = bool(_FORECAST.match(plain(name)))
    told = "ước" in plain(around.label).split() or "dự kiến" in plain(around.label)
    if foretold:
        return 1.0 if told else 0.6
    return 0.95 if told else 1.0


def _same_words(name: str, near: frozenset[str]) -> float:
    """Share of all the words of a label, common ones too, that stand near: it breaks ties."""
    words = _all_words(name)
    return len(words & near) / len(words) if words else 0.0


@lru_cache(maxsize=4096)
def _all_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


@lru_cache(maxsize=4096)
def _asked(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words a label asks for, each with the neighbouring pairs it stands in."""
    bare = _RELATION_WORDS.sub(" ", plain(name))
    wanted = content(bare) or content(name)
    pairs = features(bare) - wanted
    return {word: tuple(pair for pair in pairs if word in pair.split()) for word in sorted(wanted)}


@dataclass(frozen=True, slots=True)
class _Near:
    rings: tuple[tuple[frozenset[str], float], ...]
    said: list[tuple[str, float]]
    words: frozenset[str]


def _measures(table: MeasureTable) -> list[Measure]:
    found: dict[tuple[str, str], Measure] = {}
    for record in table.records:
        if not record.is_number:
            continue
        key = (plain(record.measure), record.place)
        measure = found.get(key)
        if measure is None:
            measure = Measure(
                record.measure, record.names, [], kind_of(record), record.unit, record.place
            )
            found[key] = measure
        measure.records.append(record)
    for measure in found.values():
        measure.records.sort(key=lambda record: record.period or "")
    return list(found.values())


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


def _kind_fit(figure: Figure, measure: Measure) -> float:
    fit = _FITS.get(figure.relation, {}).get(measure.kind, 0.0)
    if not fit:
        return 0.0
    if figure.unit == "fraction" and measure.kind == "share":
        fit = 1.0
    return fit * unit_fit(figure, measure.unit)


def _period_fit(figure: Figure, measure: Measure) -> float:
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
    {"person", "person_turn"}, {"house", "household", "item"}, {"group", "area_unit"}, {"cell", "area_unit"},
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


def pick(candidates: Sequence[Candidate]) -> tuple[list[Candidate], str]:
    """This function will keep the candidate that stands out, two or more if none does."""
    if not candidates:
        return [], "không có mục số liệu nào cùng tên, cùng đơn vị tính"
    best = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    alone = best.score >= ALONE and second < best.score * 0.7
    alone = alone or (best.score >= SOLE and best.fit >= 0.8 and second < best.score * 0.4)
    if best.score < ENOUGH and not alone:
        return [], "không có mục số liệu nào cùng tên, cùng đơn vị tính"
    rivals = [c for c in candidates[1:] if best.score - c.score < MARGIN]
    return [best, *rivals], best.why


def settle(
    figures: Sequence[Figure], options: Sequence[Sequence[Candidate]]
) -> list[tuple[list[Candidate], str]]:
    """This function will pick for all figures of a paragraph; one measure answers one number.

    Where two different numbers claim the same measure for the same period, the better fit keeps
    it and the other falls back to its next candidate, or to none.
    """
    lost: dict[int, set[str]] = {}
    picks = [pick(candidates) for candidates in options]
    for _ in range(3):
        changed = False
        owners: dict[tuple[str, str | None], list[int]] = {}
        for index, (picked, _) in enumerate(picks):
            if len(picked) == 1:
                key = (picked[0].measure.label, figures[index].period)
                owners.setdefault(key, []).append(index)
        for (label, _), claimants in owners.items():
            values = {str(figures[i].value) for i in claimants}
            if len(values) < 2:
                continue
            measure = picks[claimants[0]][0][0].measure
            if len(measure.records) > 1:
                continue
            best = max(claimants, key=lambda i: picks[i][0][0].score)
            for index in claimants:
                if index == best or figures[index].value == figures[best].value:
                    continue
                lost.setdefault(index, set()).add(label)
                left = [c for c in options[index] if c.measure.label not in lost[index]]
                picks[index] = pick(left)
                changed = True
        if not changed:
            break
    return picks
