"""Số của từng đơn vị: the ward's totals divided over those who report them, to the last unit.

Pure and seeded: the same totals always fall into the same parts, and what belongs together agrees
(members of the period before, and who came and went, make the members of this one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from dongthuan.demo.measures import HALVES, ROWS, Row

Codes = Mapping[str, Sequence[str]]
Parts = dict[str, int]
Shares = dict[str, tuple[int, int]]
# Gardens and stables lie in the outer groups; those around the market have none.
_OUTER = range(12, 24)
_MINORITY = {"chi-bo-03": 1, "chi-bo-14": 2, "chi-bo-19": 1}
_UNION_WEIGHTS = {
    "phu-nu": 40, "nong-dan": 26, "cuu-chien-binh": 9, "thanh-nien": 14, "chu-thap-do": 11,
}  # fmt: skip
# What the groups gave for their roads by the end of each half-year; its receipts are counted.
GIVEN_FOR_ROADS = (14_020_000_000, 15_100_000_000, 16_240_000_000)
_GIVEN_IN = 500_000
# Sums of money are told in round notes.
_NOTES = {"front.poorfund": 50_000}
_GRAZING = {"farm.coffee", "farm.tea", "farm.orchards", "farm.pigs", "farm.poultry"}
_SUMS = {
    "farm.area": ("farm.coffee", "farm.tea", "farm.orchards", "farm.gardens"),
    "farm.livestock": ("farm.pigs", "farm.poultry", "farm.cattle"),
}
# What a stock grew and shrank by between two half-years.
_MOVED = {
    "trade.households": (("trade.opened",), ("trade.closed",)),
    "party.members": (("party.admitted", "party.joined"), ("party.left", "party.died")),
}
_WITHIN = {
    "culture.families": "people.households", "models.seven": "people.households",
    "health.insured": "people.population", "party.members.women": "party.members",
    "models.ten": "party.members", "party.studied": "party.members",
}  # fmt: skip


def spread(total: int, weights: Mapping[str, float]) -> Parts:
    """This function will divide a total by weights into whole parts that add up to it exactly."""
    whole = sum(weights.values())
    exact = {one: total * weight / whole for one, weight in weights.items()}
    parts = {one: int(share) for one, share in exact.items()}
    # The largest remainders take what is left over; a tie goes by name.
    by_rest = sorted(exact, key=lambda one: (parts[one] - exact[one], one))
    for one in by_rest[: total - sum(parts.values())]:
        parts[one] += 1
    return parts


class Numbers:
    """The parts of every total, by measure, half-year and unit."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._whole: dict[tuple[str, str], Parts] = {}
        self._ratio: dict[tuple[str, str], Shares] = {}

    def text(self, key: str, half: str, unit: str) -> str:
        """This method will return what the unit types for a measure in a half-year."""
        row = ROWS[key]
        if row.only and unit not in row.only:
            return "x"
        if isinstance(row.total(half), tuple):
            part, whole = self._shares(row, half)[unit]
            return f"{part}/{whole}" if whole else "x"
        return typed(self._parts(key, half)[unit], row.decimals)

    def _parts(self, key: str, half: str) -> Parts:
        if (key, half) not in self._whole:
            self._whole[key, half] = self._divided(ROWS[key], half)
        return self._whole[key, half]

    def _divided(self, row: Row, half: str) -> Parts:
        total = row.total(half)
        assert isinstance(total, int), row.key
        units = row.only or self._codes[row.level]
        if row.key in _SUMS:
            return _added([self._parts(key, half) for key in _SUMS[row.key]])
        if row.key in _MOVED and half != HALVES[-1]:
            return self._moved_back(row, half)
        if row.key == "party.members.minority":
            return {unit: _MINORITY.get(unit, 0) for unit in units}
        if row.key in _WITHIN:
            around = self._parts(_WITHIN[row.key], half)
            return spread(total, {unit: max(around[unit], 1) for unit in units})
        note = _NOTES.get(row.key, 1)
        parts = spread(total // note, self._weights(row, units))
        return {unit: part * note for unit, part in parts.items()}

    def _moved_back(self, row: Row, half: str) -> Parts:
        """What a unit had half a year earlier: less who came since, and again who went."""
        later = HALVES[HALVES.index(half) + 1]
        came, went = _MOVED[row.key]
        now = self._parts(row.key, later)
        grown = _added([self._parts(key, later) for key in came])
        shrunk = _added([self._parts(key, later) for key in went])
        return {unit: now[unit] - grown[unit] + shrunk[unit] for unit in now}

    def _shares(self, row: Row, half: str) -> Shares:
        if (row.key, half) not in self._ratio:
            told = row.total(half)
            assert isinstance(told, tuple)
            part, whole = told
            if row.key == "party.attendance":
                members = self._parts("party.members", half)
                exempt = self._parts("party.members.exempt", half)
                wholes = {unit: members[unit] - exempt[unit] for unit in members}
            else:
                units = row.only or self._codes[row.level]
                wholes = spread(whole, self._weights(row, units))
            absent = spread(whole - part, wholes)
            self._ratio[row.key, half] = {
                unit: (wholes[unit] - absent[unit], wholes[unit]) for unit in wholes
            }
        return self._ratio[row.key, half]

    def _weights(self, row: Row, units: Sequence[str], salt: str = "") -> dict[str, float]:
        """Return how heavy each unit is for a measure; the same for every half-year of a stock."""
        flow = salt or (row.nature.value if row.nature == "flow" else "")
        return {unit: _weight(row, unit, flow) for unit in units}


def contributed(half: str, groups: Sequence[str]) -> Parts:
    """This function will return what each group had given for roads by the end of a half-year. It only
    grows: each half-year adds to every group what it gave in it.
    """
    row, place = ROWS["works.contributions"], HALVES.index(half)
    weights = {unit: _weight(row, unit, half) for unit in groups}
    before = GIVEN_FOR_ROADS[place - 1] if place else 0
    given = spread((GIVEN_FOR_ROADS[place] - before) // _GIVEN_IN, weights)
    earlier = contributed(HALVES[place - 1], groups) if place else dict.fromkeys(given, 0)
    return {unit: earlier[unit] + given[unit] * _GIVEN_IN for unit in given}


def _weight(row: Row, unit: str, flow: str) -> float:
    chance = Random(f"{row.key} {unit} {flow}")
    # What is rare falls unevenly: some units have much of it, some none.
    rare = flow or row.key.startswith(("poor.", "policy.", "order."))
    jitter = chance.uniform(0.35, 1.65) if rare else chance.uniform(0.9, 1.1)
    if row.key in ("militia.members", "party.meetings"):
        return 1.0
    if unit in _UNION_WEIGHTS:
        return _UNION_WEIGHTS[unit] * jitter
    number = int(unit[-2:]) if unit[-2:].isdigit() else 0
    if row.key in _GRAZING or row.key in ("farm.gardens", "farm.cattle"):
        return jitter * (3 + number % 4) if number in _OUTER else (0.4 if number in (9, 10) else 0)
    if row.level == "cell":
        return _cell_weight(row.key, unit, jitter)
    # One size for every measure of a group: where many live, there is more of everything.
    return Random(f"size {unit}").uniform(0.75, 1.35) * jitter


def _cell_weight(key: str, unit: str, jitter: float) -> float:
    residential = unit[-2:].isdigit()
    if key == "party.members.religious":
        return jitter if residential and int(unit[-2:]) % 2 else 0.0
    if key in ("party.members.exempt", "party.died", "party.badges"):
        return jitter if residential else 0.05
    return jitter * (Random(f"size {unit}").uniform(26, 38) if residential else 20)


def _added(parts: Sequence[Parts]) -> Parts:
    return {unit: sum(one[unit] for one in parts) for unit in parts[0]}


def typed(scaled: int, decimals: int) -> str:
    """This function will write a number the way a person types it: «32,1», «16240000000»."""
    if not decimals:
        return str(scaled)
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole},{rest:0{decimals}d}" if rest else str(whole)
