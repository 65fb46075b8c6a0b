"""Gắn con số với mục số liệu: binds a figure to a measure by noun, unit, place and period.

The value is never looked at while binding: a number that is equal by chance must not be «khớp».
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dongthuan.ground.claims.fitting import Measure, kind_fit, kind_of, period_fit
from dongthuan.ground.claims.reading import Figure
from dongthuan.ground.claims.records import MeasureTable
from dongthuan.ground.claims.surroundings import Surroundings, meaning, name_of
from dongthuan.ground.claims.words import content, features, plain

ENOUGH = 0.50
ALONE = 0.40
SOLE = 0.33
SOLE_TARGET = 0.28
MARGIN = 0.02
_RELATION_WORDS = re.compile(
    r"(?:so với (?:kế hoạch|dự toán|chỉ tiêu|nghị quyết(?: đại hội)?|cùng kỳ|năm trước)|tăng/giảm|"
    r"^mục tiêu|^kế hoạch|^chỉ tiêu|^dự toán|^tỷ lệ|vượt chỉ tiêu|bình quân)",
)


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
        # The title of the document says whose numbers it tells where a sentence does not.
        self.title = ""
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
            fit = kind_fit(figure, measure) * period_fit(figure, measure)
            if measure.place:
                fit *= self._place_fit(measure.place, around)
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
                    got += weight * closeness * (1.0 if whole else 0.8)
                    shared.append(f"“{word}”")
                    break
        cover = got / total if total else 0.0
        mass = sum(weight for _, weight in near.said)
        explained = sum(weight for word, weight in near.said if word in wanted)
        precise = explained / mass if mass else 0.5
        bonus = 0.04 * _same_words(name, near.words)
        return cover * (0.45 + 0.55 * precise) * _forecast(name, around) + bonus, shared[:5]

    def _place_fit(self, place: str, around: Surroundings) -> float:
        """Return how surely the words around a figure speak of the place of a record."""
        name = f" {plain(place)} "
        for words, sure in (
            (f"{around.label} {around.noun}", 1.0),
            (around.clause, 0.98),
            (around.sentence, 0.95),
            (f"{around.heading} {self.title}", 0.92),
        ):
            if name in f" {plain(words)} ":
                return sure
        return 0.7

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
            (features(around.sentence), 0.68),
            (features(around.paragraph), 0.4),
            (features(around.heading), 0.35),
        )
        beside = content(" ".join(around.label.split()[-2:]))
        said = [
            # The verb right before the number says most: «chi bộ kết nạp 5 đảng viên».
            (word, self._weight[word] * (1.4 if word in beside else 1.0))
            for word in sorted(known | nouns)
            if word in self._weight
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


def pick(candidates: Sequence[Candidate]) -> tuple[list[Candidate], str]:
    """This function will keep the candidate that stands out, two or more if none does."""
    if not candidates:
        return [], "không có mục số liệu nào cùng tên, cùng đơn vị tính"
    best = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    alone = best.score >= ALONE and second < best.score * 0.7
    # Few measures are targets: a lone one needs fewer words in common.
    floor = SOLE_TARGET if best.measure.kind.startswith("target") else SOLE
    alone = alone or (best.fit >= 0.8 and best.score >= floor and second < best.score * 0.4)
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
    lost: dict[int, set[int]] = {}
    picks = [pick(candidates) for candidates in options]
    for _ in range(3):
        changed = False
        owners: dict[tuple[int, str | None], list[int]] = {}
        for index, (picked, _) in enumerate(picks):
            if len(picked) == 1:
                key = (id(picked[0].measure), figures[index].period)
                owners.setdefault(key, []).append(index)
        for (owner, _), claimants in owners.items():
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
                lost.setdefault(index, set()).add(owner)
                left = [c for c in options[index] if id(c.measure) not in lost[index]]
                picks[index] = pick(left)
                changed = True
        if not changed:
            break
    return picks
