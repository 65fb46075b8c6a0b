"""Đề xuất cách gắn: which measure, unit or period the words of a form mean, for a person to confirm.

A proposal is never more than that: it says how it was found, and nothing is filled from it before
somebody has said yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dongthuan.answer.forms import rules
from dongthuan.answer.forms.rules import (
    ATTAINED,
    PLAN,
    Layout,
    Line,
    Role,
    Table,
    plain_label,
    unnumbered,
)
from dongthuan.decide.indicators.block import TOTAL, bare, folded
from dongthuan.ground.claims.words import features, plain
from dongthuan.ground.figures import Measure
from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import BadPeriod, Period

_NEAR, _APART = 0.6, 0.1
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_CHANGE = re.compile(
    r"cung ky.{0,14}%|%.{0,14}cung ky|so (?:voi )?cung ky|tang\s*[,/(+ ].{0,6}giam|tang.{0,4}giam"
)
_ATTAINED = re.compile(
    r"(?:so (?:voi )?|% ?|dat .{0,8}|ty le .{0,12})(?:ke hoach|kh|du toan|chi tieu)\b"
    r"|\b(?:ke hoach|kh|du toan)\b.{0,10}%|% (?:thuc hien|hoan thanh|dat)|ty le (?:dat|hoan thanh)"
)
_PLAN = re.compile(r"\b(?:ke hoach|kh|du toan|chi tieu (?:giao|nam|duoc giao|ke hoach)|muc tieu)\b")
_PERIOD = re.compile(
    r"(?:6 thang (?:dau|cuoi) nam|\d{1,2} thang(?: dau)?(?: nam)?|quy (?:iv|iii|ii|i|[1-4]) ?[/-]?"
    r"(?: ?nam)?|thang \d{1,2} ?[/-]?(?: ?nam)?|nam) ?\d{4}|\b(?:19|20)\d\d\b"
)
_DAY = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}")
_WORDS = (
    (re.compile(r"cung ky"), "cungky"),
    (re.compile(r"luy ke|cong don|tu dau nam"), "luyke"),
    (re.compile(r"ky truoc|thang truoc|quy truoc"), "kytruoc"),
    (re.compile(r"(?:ca )?nam truoc"), "namtruoc"),
    (re.compile(r"\bca nam\b"), "canam"),
    (re.compile(r"thuc hien|uoc th|\bth\b|so lieu|ket qua|ky nay|ky bao cao|trong ky|so luong|gia tri"
                r"|tri so|tong so|\bso bao cao|hien co|dau nam den"), "ky"),
)  # fmt: skip


class Known:
    """Điều đã biết: measures and units by the names that a form may give them."""

    def __init__(
        self, measures: Mapping[str, Measure], units: Mapping[int, str], own: int, period: Period
    ) -> None:
        self.measures, self.units, self.own, self.period = measures, units, own, period
        self._by_name: dict[str, set[str]] = {}
        self._features: list[tuple[str, frozenset[str]]] = []
        self._owners: dict[str, set[str]] = {}
        for key, one in measures.items():
            base, _, derived = key.partition(":")
            if derived:
                if derived.startswith(f"{PLAN}."):
                    self._owners.setdefault(base, set()).add(derived.partition(".")[2])
                continue
            for name in (one.label, *one.names):
                for form in _forms(name):
                    self._by_name.setdefault(form, set()).add(key)
                self._features.append((key, features(name)))
        self._by_unit: dict[str, set[int]] = {}
        for unit, name in units.items():
            for form in (unit_form(name), _short(name)):
                if form:
                    self._by_unit.setdefault(form, set()).add(unit)
        self._near: dict[str, tuple[str, float]] = {}

    def unit(self, words: str) -> int:
        """This method will return the unit that words name, or zero."""
        for form in (unit_form(words), _short(words)):
            found = self._by_unit.get(form, set()) if form else set()
            if len(found) == 1:
                return next(iter(found))
        return 0

    def measure(self, words: str, above: str = "", measured: str = "") -> tuple[str, str]:
        """This method will return the measure that words name, and why that is to be looked at;
        an empty reason where the very words name one measure alone.
        """
        parent = above.rpartition(" / ")[2]
        for told in (words, f"{parent} {words}" if parent else ""):
            for form in _forms(told) if told else ():
                found = self._by_name.get(form, set())
                fit = (
                    [key for key in found if self.fits(key, measured)]
                    if len(found) > 1
                    else [*found]
                )
                if len(fit) == 1:
                    return fit[0], self._measured_apart(fit[0], measured)
        key, share = self._nearest(words, parent)
        if not key:
            return "", ""
        apart = self._measured_apart(key, measured)
        return (key, apart or f"tên gần giống «{self.measures[key].label}»") if share else ("", "")

    def fits(self, key: str, measured: str) -> bool:
        """This method will say whether a measure is told in a unit like the form's."""
        return not measured or rules.factor(measured, self.measures[key].unit) is not None

    def _measured_apart(self, key: str, measured: str) -> str:
        if self.fits(key, measured):
            return ""
        return f"biểu tính bằng «{measured}», mục tính bằng «{self.measures[key].unit}»"

    def _nearest(self, words: str, parent: str) -> tuple[str, float]:
        asked = f"{parent}|{words}"
        if asked not in self._near:
            told = features(words)
            if len(told) < 2 and parent:
                told = features(f"{parent} {words}")
            best: dict[str, float] = {}
            for key, held in self._features:
                both = len(told & held)
                if both:
                    best[key] = max(best.get(key, 0), both / len(told | held))
            order = sorted(best.items(), key=lambda pair: -pair[1])[:2]
            clear = len(order) == 1 or (order and order[0][1] - order[1][1] >= _APART)
            near = order and order[0][1] >= _NEAR and clear
            self._near[asked] = order[0] if near else ("", 0)
        return self._near[asked]

    def owners(self, key: str = "") -> list[str]:
        """This method will return who set targets, for one measure or for any."""
        if key:
            return sorted(self._owners.get(key, ()))
        return sorted({owner for held in self._owners.values() for owner in held})

    def knows(self, words: str) -> bool:
        """This method will say whether words name a measure or a unit outright."""
        if not words or words.isdigit():
            return False
        return bool(self.unit(words)) or any(form in self._by_name for form in _forms(words))


def _forms(name: str) -> list[str]:
    numberless = plain_label(name)
    found = [
        folded(name),
        numberless,
        bare(numberless),
        plain(_IN_BRACKETS.sub("", unnumbered(name))),
    ]
    return [one for one in dict.fromkeys(found) if len(one) > 1]


def unit_form(name: str) -> str:
    """This function will return the name of a unit the one way all ways of writing it come to."""
    told = re.sub(r"\b(?:tdp|t\.d\.p)\b", "to dan pho", fold(name))
    told = re.sub(r"\bkp\b", "khu pho", told)
    told = re.sub(r"\bcb\b", "chi bo", told)
    told = re.sub(r"\bso (?=\d)", "", told)
    told = re.sub(r"\b0+(?=\d)", "", told)
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", told).split())


def _short(name: str) -> str:
    """Return «tổ 5» of «Tổ dân phố 5»: the first word and the number."""
    words = unit_form(name).split()
    if len(words) > 1 and words[-1].isdigit() and words[0] in ("to", "khu", "thon", "ap"):
        return f"{words[0]} {words[-1]}"
    return ""


def propose(layout: Layout, known: Known) -> Layout:
    """This function will return a sheet with a proposal on every line that is not settled yet."""
    return replace(layout, tables=tuple(_table(table, known) for table in layout.tables))


def _table(table: Table, known: Known) -> Table:
    named = sum(bool(known.unit(line.label)) for line in table.rows)
    of_units = named >= max(2, len(table.rows) // 3)
    told_rows = tuple(
        replace(line, role=_row(line, known, of_units, table.measured)) if _is_open(line) else line
        for line in table.rows
    )
    columns = tuple(
        replace(line, role=_column(line, known, of_units, told_rows)) if _is_open(line) else line
        for line in table.columns
    )
    if not of_units and columns and not any(line.role.bound for line in columns):
        # One column of numbers without a word: what else would a form want in it.
        alone = [line for line in columns if not line.role.skip]
        if len(alone) == 1:
            told = Role(when="ky", why="cột số duy nhất")
            columns = tuple(
                replace(line, role=told) if line is alone[0] else line for line in columns
            )
    return replace(table, rows=told_rows, columns=columns)


def _is_open(line: Line) -> bool:
    return line.role.state == "open"


def _row(line: Line, known: Known, of_units: bool, measured: str) -> Role:
    if of_units:
        if unit := known.unit(line.label):
            return Role(unit=unit)
        if TOTAL.match(plain_label(line.label)):
            return Role(unit=known.own, why=f"dòng cộng: số của {known.units[known.own]}")
        return Role()
    key, why = known.measure(line.label, line.above, line.measured or measured)
    return Role(key=key, why=why) if key else Role()


def _column(line: Line, known: Known, of_units: bool, rows: Sequence[Line]) -> Role:
    if not of_units:
        if unit := known.unit(line.label) or known.unit(line.above.rpartition(" / ")[2]):
            return _timed(Role(unit=unit), line, known)
        if TOTAL.match(plain_label(line.label)) and not line.above:
            return Role(when="ky", why="cột cộng")
        return _timed(Role(), line, known, [row.role.key for row in rows if row.role.key])
    parts = [part for part in (*line.above.split(" / "), line.label) if part]
    last = len(parts) - 1
    # The whole head or its end names the measure, or one of its parts does; the rest tells when.
    ways = [range(at, last + 1) for at in range(last + 1)]
    ways += [range(at, at + 1) for at in range(last - 1, -1, -1)]
    for near in (False, True):
        for way in ways:
            words = " ".join(parts[at] for at in way)
            key, why = known.measure(words, measured=line.measured)
            if key and (near or "gần giống" not in why) and not (near and _says_time(words)):
                rest = " / ".join(part for at, part in enumerate(parts) if at not in way)
                told = replace(line, label=rest, above="")
                return _timed(Role(key=key, why=why), told, known, [key])
    return Role()


def _says_time(words: str) -> bool:
    return bool(_PERIOD.search(fold(words)))


def _timed(role: Role, line: Line, known: Known, keys: Sequence[str] = ()) -> Role:
    told = fold(f"{line.above} / {line.label}")
    if _CHANGE.search(told) and not role.key:
        return Role(why="so với cùng kỳ: để công thức của biểu tính")
    if _ATTAINED.search(told) and _owner(known, keys):
        owner, why = _owner(known, keys)
        return replace(role, aspect=f"{ATTAINED}.{owner}", why=role.why or why)
    if _PLAN.search(told) and not _ATTAINED.search(told) and _owner(known, keys):
        owner, why = _owner(known, keys)
        when = _named(told, known.period) or ("canam" if "nam" in told else "")
        when = "" if when == "ky" else when
        return replace(role, aspect=f"{PLAN}.{owner}", when=when, why=role.why or why)
    if _PLAN.search(told) or _ATTAINED.search(told):
        return replace(role, why=role.why or "chưa có chỉ tiêu giao cho các mục ở biểu này")
    when = _named(told, known.period)
    if not when:
        when = next((word for pattern, word in _WORDS if pattern.search(told)), "")
    return replace(role, when=when) if when else role


def _owner(known: Known, keys: Sequence[str]) -> tuple[str, str]:
    """Return whose targets a column means: those of who set the most, and whether others did too."""
    counted: dict[str, int] = {}
    for key in keys:
        for owner in known.owners(key):
            counted[owner] = counted.get(owner, 0) + 1
    if not counted:
        held = known.owners() if not keys else []
        return (held[0], "") if len(held) == 1 else ("", "")
    best = max(sorted(counted), key=lambda owner: counted[owner])
    return best, "có hơn một nơi giao chỉ tiêu" if len(counted) > 1 else ""


def _named(told: str, period: Period) -> str:
    """Return how the period that a head names stands to the form's own; empty where it names none."""
    found = named_period(told, period)
    return rules.relative(found, period) if found is not None else ""


def named_period(words: str, period: Period) -> Period | None:
    """This function will return the period that words name in full («6 tháng đầu năm 2021»), or None.
    A day closes the period that ends with it.
    """
    told = fold(words)
    day = _DAY.search(told)
    match = _PERIOD.search(told) if day is None else day
    if match is None:
        return None
    try:
        found = periods.parse(match.group(), period.regime)
    except (BadPeriod, ValueError):
        return None
    if found.is_day and found.last_day == period.last_day:
        return period
    if found.is_day:
        before = rules.period_of("cungky", period)
        if before is not None and before.last_day == found.last_day:
            return before
        return None
    return found
