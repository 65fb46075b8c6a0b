"""What a form from above is made of: tables with rows and columns, and what each stands for.

A cell takes its measure, unit, period and aspect from its row and its column together. Periods are
kept as they stand to the period of the form («cùng kỳ năm trước»), so that what was bound once holds
for every period after.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.claims.records import base_unit
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import BadPeriod, Period, from_code, months, moved

# How a column's period stands to the period of the form, in the order of the list on the page.
WHENS: Mapping[str, str] = {
    "ky": "kỳ của biểu",
    "cungky": "cùng kỳ năm trước",
    "kytruoc": "kỳ liền trước",
    "luyke": "từ đầu năm đến hết kỳ",
    "canam": "cả năm",
    "namtruoc": "cả năm trước",
}
PLAN, ATTAINED = "plan", "attained"
BLANK_MARKS = ("", "x", "-")


@dataclass(frozen=True, slots=True)
class Role:
    """Cách gắn: what a row or a column stands for; `sure` once a person has said so."""

    key: str = ""
    unit: int = 0
    when: str = ""
    aspect: str = ""
    skip: bool = False
    sure: bool = False
    # How it was found or why it has to be looked at again, for the eye.
    why: str = ""

    @property
    def bound(self) -> bool:
        """This property will say whether it stands for anything."""
        return bool(self.key or self.unit or self.when or self.aspect) and not self.skip

    @property
    def waits(self) -> bool:
        """This property will say whether a person still has to say yes or no."""
        return self.bound and not self.sure

    @property
    def state(self) -> str:
        """This property will return the state: bound, proposed, skipped or open."""
        if self.skip:
            return "skipped"
        return ("bound" if self.sure else "proposed") if self.bound else "open"


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng hay cột: its number, its words, what stands above it, its unit of measurement."""

    at: int
    label: str
    above: str = ""
    measured: str = ""
    role: Role = Role()


@dataclass(frozen=True, slots=True)
class Table:
    """Bảng: rows and columns under one head; `top` is the first row of the head."""

    top: int
    label_at: int
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    measured: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Bố cục: the tables of one sheet, in the order they stand."""

    sheet: str
    tables: tuple[Table, ...]

    def lines(self) -> Iterator[Line]:
        """This method will return every row and column."""
        for table in self.tables:
            yield from table.columns
            yield from table.rows


@dataclass(frozen=True, slots=True)
class Slot:
    """Ô của biểu: a place in a sheet and the question it asks; `measured` is the form's own unit."""

    sheet: str
    row: int
    column: int
    label: str
    key: str
    unit: int
    period: Period
    measured: str = ""


def slots(layout: Layout, *, own: int, period: Period) -> list[Slot]:
    """This function will return the places that rows and columns together ask a figure for."""
    found: list[Slot] = []
    for table in layout.tables:
        for row in table.rows:
            if not row.role.bound or not row.role.sure:
                continue
            for column in table.columns:
                if column.role.bound and column.role.sure:
                    one = _slot(layout.sheet, table, row, column, own, period)
                    if one is not None:
                        found.append(one)
    return found


def _slot(
    sheet: str, table: Table, row: Line, column: Line, own: int, period: Period
) -> Slot | None:
    a, b = row.role, column.role
    if a.key and b.key and a.key != b.key:
        return None
    key = a.key or b.key
    if not key:
        return None
    aspect = b.aspect or a.aspect
    when = b.when or a.when
    if a.when and b.when and "ky" in (a.when, b.when):
        when = a.when if b.when == "ky" else b.when
    at = period_of(when, period)
    if at is None:
        return None
    measured = column.measured or row.measured or table.measured
    if aspect:
        key = f"{key}:{aspect}"
        measured = measured if aspect.startswith(PLAN) else ""
    label = " · ".join(filter(None, (row.label, column.label)))
    return Slot(sheet, row.at, column.at, label, key, b.unit or a.unit or own, at, measured)


def period_of(when: str, period: Period) -> Period | None:
    """This function will return the period a column tells of; None where there is none such."""
    if when in ("", "ky"):
        return period
    if when == "kytruoc":
        return moved(period, -1)
    year = period.last_day.year
    try:
        if when == "canam":
            return from_code(str(year), period.regime)
        if when == "namtruoc":
            return from_code(str(year - 1), period.regime)
        if when == "cungky":
            return from_code(f"{int(period.code[:4]) - 1}{period.code[4:]}", period.regime)
        if when == "luyke":
            return since_new_year(period)
        return from_code(when, period.regime)
    except (BadPeriod, ValueError):
        return None


def since_new_year(period: Period) -> Period:
    """This function will return the months from the first of the year to the end of a period."""
    year, last = period.last_day.year, period.last_day.month
    names = {1: f"{year}-01", 3: f"{year}-Q1", 6: f"{year}-H1", 12: f"{year}"}
    return months(year, 1, last, names.get(last, f"{year}-{last}M"), period.regime)


def relative(told: Period, period: Period) -> str:
    """This function will say how a period named in a head stands to the period of the form; where
    it stands in no way of its own, the period itself is what is meant.
    """
    for when in WHENS:
        other = period_of(when, period)
        if other is not None and (other.start, other.end) == (told.start, told.end):
            return when
    return told.code


def when_words(when: str) -> str:
    """This function will say a period of a column in words."""
    if when in WHENS:
        return WHENS[when]
    try:
        return str(from_code(when)) if when else ""
    except BadPeriod:
        return when


_NUMBERING = re.compile(
    r"^\s*(?:[-+*•–]+\s*|\(?(?:\d+(?:\.\d+)*\.?|[ivx]+|[a-zđ])\s*[.)]\s+|\(?\d+(?:\.\d+)+\)?\s+"
    r"|\(?(?:\d+|[ivx]+|[a-zđ])[.)]\s*)+",
    re.I,
)
_PERIODS = (
    (re.compile(r"\b(?:19|20)\d\d\b"), "#"),
    (re.compile(r"\bquy (?:iv|iii|ii|i|\d)\b"), "quy #"),
    (re.compile(r"\bthang \d{1,2}\b"), "thang #"),
    (re.compile(r"\b\d{1,2} thang\b"), "# thang"),
    (re.compile(r"\b(?:6 )?thang (?:dau|cuoi) nam\b"), "thang nam"),
    (re.compile(r"\bngay \d{1,2}\b"), "ngay #"),
    (re.compile(r"\b\d{1,2}\s*[/.]\s*\d{1,2}\s*[/.]\s*#"), "#"),
    (re.compile(r"\b\d{1,2}\s*[/.]\s*#"), "#"),
    (
        re.compile(r"# thang (?:dau|cuoi)?\s*nam #|# thang #|thang nam #|quy #\s*[/ ]?(?:nam )?#"),
        "#",
    ),
)


def unnumbered(text: str) -> str:
    """This function will return a label as it is written, without the numbering before it."""
    return _NUMBERING.sub("", text).strip()


def plain_label(text: str) -> str:
    """This function will return a label without numbering, marks and case."""
    return " ".join(fold(unnumbered(text)).split()).strip(" .:;-–")


def masked(text: str) -> str:
    """This function will return a label without the periods that change from one form to the next."""
    found = plain_label(text)
    for pattern, instead in _PERIODS:
        found = pattern.sub(instead, found)
    return found


def fingerprint(layouts: Iterable[Layout]) -> str:
    """This function will return the shape of a form: its labels and heads in their places, without
    the periods that they name, and whatever the file is called.
    """
    told: list[str] = []
    for layout in layouts:
        told.append(f"sheet {masked(layout.sheet)}")
        for table in layout.tables:
            told.append(f"table {table.label_at} {masked(table.measured)}")
            for mark, lines in (("c", table.columns), ("r", table.rows)):
                told += [
                    f"{mark}{one.at} {masked(one.above)} | {masked(one.label)} | {fold(one.measured)}"
                    for one in lines
                ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def to_json(layout: Layout) -> dict[str, Any]:
    """This function will turn a layout into what a file or a column can keep."""
    return asdict(layout)


def from_json(told: Mapping[str, Any]) -> Layout:
    """This function will read a layout that was kept."""

    def lines(rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
        return tuple(Line(**{**one, "role": Role(**one["role"])}) for one in rows)

    tables = tuple(
        Table(**{**one, "rows": lines(one["rows"]), "columns": lines(one["columns"])})
        for one in told["tables"]
    )
    return Layout(told["sheet"], tables)


Place = tuple[int, str, int]


def places(layout: Layout) -> list[tuple[Place, Line]]:
    """This function will return every line with its place: the table, «r» or «c», its number."""
    return [
        ((at, mark, line.at), line)
        for at, table in enumerate(layout.tables)
        for mark, lines in (("c", table.columns), ("r", table.rows))
        for line in lines
    ]


def changed(layout: Layout, roles: Mapping[Place, Role]) -> Layout:
    """This function will return the layout with some of its lines standing for something else."""

    def turned(at: int, mark: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(replace(one, role=roles.get((at, mark, one.at), one.role)) for one in lines)

    return replace(layout, tables=tuple(
        replace(table, rows=turned(at, "r", table.rows), columns=turned(at, "c", table.columns))
        for at, table in enumerate(layout.tables)
    ))  # fmt: skip


def accepted(layout: Layout) -> Layout:
    """This function will say yes to every proposal of a sheet."""
    yes = {
        spot: replace(line.role, sure=True, why="") for spot, line in places(layout)
        if line.role.waits
    }  # fmt: skip
    return changed(layout, yes)


@lru_cache(maxsize=1024)
def factor(measured: str, unit: str) -> Fraction | None:
    """This function will return by what a figure is multiplied to stand in the form's own unit of
    measurement; None where the two cannot be told apart or do not go together.
    """
    if not measured or fold(measured) == fold(unit):
        return Fraction(1)
    theirs, ours = unit_phrase(measured), unit_phrase(unit)
    if theirs is None or ours is None:
        return None
    a, ours_to = base_unit(ours.unit)
    b, theirs_to = base_unit(theirs.unit)
    if a != b:
        return None
    return Fraction(ours.scale) * ours_to / (Fraction(theirs.scale) * theirs_to)
