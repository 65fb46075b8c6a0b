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
from dongthuan.ground.claims.records import MeasureTable, Record
from dongthuan.ground.claims.surroundings import Surroundings, meaning, name_of
from dongthuan.ground.claims.words import content, features, plain
from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.folding import lower, nfc

ENOUGH = 0.50
ALONE = 0.40
SOLE = 0.33
SOLE_TARGET = 0.28
MARGIN = 0.02
_RELATION_WORDS = re.compile(
    r"(?:so với (?:kế hoạch|dự toán|chỉ tiêu|nghị quyết(?: đại hội)?|cùng kỳ|năm trước)|tăng/giảm|"
    r"^mục tiêu|^kế hoạch|^chỉ tiêu|^dự toán|^tỷ lệ|vượt chỉ tiêu|bình quân)",
)


# A measure that fits less is no candidate at all.
_LEAST = 0.2
# What common words and a fall may add at most; so much of a name, and of what is said, must be
# covered besides, but for a hair that the order of additions makes.
_BONUS, _FALL = 0.04, 1.05
_COVERED = _LEAST / _FALL - _BONUS - 1e-9


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
        # With the marks between words: «23 chi bộ tổ dân phố, 6 chi bộ» names no group 6; and
        # «Tổ dân phố 7 không» is a movement.
        names = "|".join(re.escape(lower(nfc(name))) for name in table.elsewhere)
        self._elsewhere = re.compile(rf"(?<!\w)(?:{names})(?!\w| không\b)") if names else None
        self.aliases = {plain(name): measure for name, measure in (aliases or {}).items()}
        counts: dict[str, int] = {}
        for measure in self.measures:
            for word in {w for name in measure.names for w in features(name)}:
                counts[word] = counts.get(word, 0) + 1
        total = len(self.measures) + 1
        self._weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._default = math.log(1 + total)
        # Which names ask for a word: of hundreds of measures only those that share one are scored.
        self._names: list[_Name] = []
        self._asking: dict[str, list[int]] = {}
        for number, measure in enumerate(self.measures):
            for name in dict.fromkeys(measure.names):
                wanted = _asked(name)
                for word in wanted:
                    self._asking.setdefault(word, []).append(len(self._names))
                whole = sum(self._worth(word) for word in wanted)
                self._names.append(_Name(number, name, wanted, whole))

    def candidates(self, figure: Figure, around: Surroundings) -> list[Candidate]:
        """This method will return the measures the figure may mean, the best first."""
        taught = self.aliases.get(plain(name_of(figure, around)))
        if taught is not None:
            named = [m for m in self.measures if taught in m.names or m.label == taught]
            if named:
                return [Candidate(named[0], 1.0, "tên gọi đã được người dùng chọn")]
        if self._of_elsewhere(around):
            return []
        found = []
        near = self._near(around)
        falls = "giảm" in plain(around.label).split() and figure.relation in ("count", "change")
        for number, names in self._near_enough(near).items():
            measure = self.measures[number]
            fit = kind_fit(figure, measure) * period_fit(figure, measure)
            if measure.place:
                fit *= self._place_fit(measure.place, around)
            if fit <= 0:
                continue
            score, words = max(
                (self._score(name, around, near) for name in names),
                key=lambda pair: pair[0],
            )
            if falls and measure.kind in ("plain", "fall"):
                fit *= _FALL if measure.kind == "fall" else 0.8
            if score * fit > _LEAST:
                why = f"«{measure.label}»: trùng {', '.join(words)}" if words else ""
                found.append(Candidate(measure, round(score * fit, 4), why, fit))
        found.sort(key=lambda candidate: -candidate.score)
        return found

    def _near_enough(self, near: _Near) -> dict[int, list[_Name]]:
        """Return the measures, in the order of the table, with those names that could be candidates if
        all else spoke for them.
        """
        got: dict[int, float] = {}
        for word, (closeness, _) in near.at.items():
            weight = self._worth(word) * closeness
            for at in self._asking.get(word, ()):
                got[at] = got.get(at, 0.0) + weight
        explained: dict[int, float] = {}
        for word, weight in near.said:
            for at in self._asking.get(word, ()):
                explained[at] = explained.get(at, 0.0) + weight
        found: dict[int, list[_Name]] = {}
        for at, sum_of in got.items():
            name = self._names[at]
            least = _COVERED * name.whole
            # Most are covered too little, however precise they are.
            if sum_of > least and sum_of * _precise(explained.get(at, 0.0), near) > least:
                found.setdefault(name.number, []).append(name)
        return dict(sorted(found.items()))

    def _worth(self, word: str) -> float:
        return self._weight.get(word, self._default)

    def _of_elsewhere(self, around: Surroundings) -> bool:
        """Return whether a number is told of a place within the table's own, not of the whole."""
        if self._elsewhere is None:
            return False
        # In a row of a table the first cell says whose numbers follow.
        row = around.sentence.partition("|")[0] if "|" in around.sentence else ""
        said = lower(nfc(f" {row} {around.clause} "))
        named = [match.start() for match in self._elsewhere.finditer(said)]
        return bool(named) and named[-1] > max(said.rfind(word) for word in _WHOLE)

    def _score(self, name: _Name, around: Surroundings, near: _Near) -> tuple[float, list[str]]:
        """Return how much of a label the words around say, and how much of them it explains."""
        got = 0.0
        shared: list[str] = []
        for word, joined in name.wanted.items():
            found = near.at.get(word)
            if found is None:
                continue
            closeness, ring = found
            whole = not joined or any(pair in ring for pair in joined)
            got += self._worth(word) * closeness * (1.0 if whole else 0.8)
            shared.append(f"“{word}”")
        explained = sum(weight for word, weight in near.said if word in name.wanted)
        cover = got / name.whole * _precise(explained, near)
        bonus = _BONUS * _same_words(name.text, near.words)
        return cover * _forecast(name.text, around) + bonus, shared[:5]

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
        # A word counts where it stands nearest, whatever it is said again further off.
        at: dict[str, tuple[float, frozenset[str]]] = {}
        for ring, closeness in rings:
            for word in ring:
                at.setdefault(word, (closeness, ring))
        return _Near(at, said, sum(weight for _, weight in said), words)


# What brings a sentence back to the whole: «Tổ dân phố 14 có 206 hộ; toàn phường có 4.286 hộ».
_WHOLE = (" toàn ", " cả phường ")
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
class _Name:
    """One name of a measure: the words it asks for, and what they weigh together."""

    number: int
    text: str
    wanted: dict[str, tuple[str, ...]]
    whole: float


@dataclass(frozen=True, slots=True)
class _Near:
    at: dict[str, tuple[float, frozenset[str]]]
    said: list[tuple[str, float]]
    mass: float
    words: frozenset[str]


def _precise(explained: float, near: _Near) -> float:
    """Return how much of what is said a name explains: one that explains little is worth half."""
    return 0.45 + 0.55 * (explained / near.mass if near.mass else 0.5)


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
        measure.records.sort(key=_age)
    return list(found.values())


def _age(record: Record) -> tuple[str, str]:
    """Order records by the day they end on; of two that end together the longer comes last."""
    try:
        period = periods.from_code(record.period or "")
    except (periods.BadPeriod, ValueError):
        return (record.period or "", "")
    return (period.last_day.isoformat(), str(10**8 - period.start.toordinal()))


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
            # Two numbers may tell two periods of one measure: then only a good fit draws one away.
            series = len(picks[claimants[0]][0][0].measure.records) > 1
            best = max(claimants, key=lambda i: picks[i][0][0].score)
            for index in claimants:
                if index == best or figures[index].value == figures[best].value:
                    continue
                gone = lost.get(index, set()) | {owner}
                other = pick([c for c in options[index] if id(c.measure) not in gone])
                if series and not other[0]:
                    continue
                lost[index], picks[index], changed = gone, other, True
        if not changed:
            break
    return picks
