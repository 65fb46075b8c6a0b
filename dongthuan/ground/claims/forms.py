"""Biểu mẫu: reads a form of label, unit of measure and value into the report of one unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from dongthuan.ground.claims import heads, naming
from dongthuan.ground.claims.collecting import BrokenSum, Cell, Report
from dongthuan.ground.claims.reading import Number
from dongthuan.ground.claims.records import base_unit
from dongthuan.ground.claims.speakers import unit_name
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.folding import fold

_LABELS = (
    "chi tieu", "cac chi tieu", "noi dung", "ten chi tieu", "muc so lieu", "danh muc", "dien giai",
    "hang muc", "tieu chi",
)  # fmt: skip
# In the order of trust where a form has several of them.
_VALUES = (
    "thuc hien", "th ", "uoc thuc hien", "uoc th", "so lieu", "gia tri", "ket qua", "so luong",
    "tri so", "tong so",
)  # fmt: skip
_OTHER_VALUES = re.compile(r"cung ky|nam truoc|ky truoc|thang truoc|%|ty le|so voi")
_WORDS = {"VND": "đồng", "household": "hộ", "person": "người", "percent": "%"}
_PERIOD = re.compile(r"^(?:(?:6|9) thang|thang \d|quy [1-4iv]|nam 20\d\d|20\d\d)")
_UNITS = ("dvt", "don vi tinh", "dv tinh", "don vi", "dv")


def form(
    file: str,
    rows: Sequence[Sequence[str]],
    typed: Sequence[Sequence[Number | None]],
    sheet: str,
    first_row: int,
) -> Report | None:
    """This function will read a form (label, unit of measure, value); None if it has no such head."""
    found = _form_head(rows)
    if found is None:
        return None
    head, label_at, value_at, unit_at = found
    above = [" | ".join(cell for cell in row if cell.strip()) for row in rows[:head]]
    unit = unit_name([line for line in above if line], file)
    cells: list[Cell] = []
    order: list[tuple[str, Cell]] = []
    for offset in range(head + 1, len(rows)):
        row = rows[offset]
        label = " ".join(row[label_at].split()) if label_at < len(row) else ""
        value = _form_value(row, typed[offset] if offset < len(typed) else (), value_at)
        if not label or value is None:
            continue
        given = (
            heads.unit_phrase(row[unit_at].lower())
            if unit_at is not None and unit_at < len(row)
            else None
        )
        cell = _form_cell(
            unit, label, value, given, row, unit_at, file, f"{sheet}, dòng {offset + first_row}"
        )
        cells.append(cell)
        order.append((label, cell))
    return Report(file, unit, tuple(cells), tuple(_form_sums(order)))


_Head = tuple[int, int, int, int | None]


def _form_head(rows: Sequence[Sequence[str]]) -> _Head | None:
    """Find the head: one that names the values; where there is none, one that names periods."""
    return _head_by(rows, _value_column) or _head_by(rows, _period_column)


def _head_by(
    rows: Sequence[Sequence[str]], values: Callable[[Sequence[str], int | None], int | None]
) -> _Head | None:
    above: Sequence[str] = ()
    for index, row in enumerate(rows[:25]):
        own = [_folded(cell) for cell in row]
        # A head of two rows: what is merged downwards stands in the upper one.
        names = [
            name or (_folded(above[at]) if at < len(above) else "") for at, name in enumerate(own)
        ]
        above = row
        label = next((at for at, name in enumerate(names) if name.startswith(_LABELS)), None)
        value = values(names, label)
        unit = next((at for at, name in enumerate(names) if name in _UNITS), None)
        if label is not None and value is not None and any(own):
            return index, label, value, unit
    return None


def _folded(cell: str) -> str:
    return re.sub(r"\s+", " ", fold(cell)).strip(" :.()")


def _value_column(names: Sequence[str], label: int | None) -> int | None:
    """Return the column of the values: «thực hiện» before «kết quả», the reported before the planned."""
    for start in _VALUES:
        for at, name in enumerate(names):
            if at != label and name.startswith(start) and not _OTHER_VALUES.search(name):
                return at
    return None


def _period_column(names: Sequence[str], label: int | None) -> int | None:
    """Return the last of the columns named by their periods alone: what is reported now."""
    dated = [
        at
        for at, name in enumerate(names)
        if _PERIOD.search(name) and not _OTHER_VALUES.search(name) and "ke hoach" not in name
    ]
    return dated[-1] if dated and label is not None and len(names) > 2 else None


def _form_value(row: Sequence[str], typed: Sequence[Number | None], at: int) -> Number | None:
    if at < len(typed) and typed[at] is not None:
        return typed[at]
    written = row[at].strip() if at < len(row) else ""
    match = re.fullmatch(r"(\d[\d.,\s]*)\s*%?", written)
    if match is None:
        return None
    try:
        return numbers.readings(match.group(1))[0]
    except ValueError:
        return None


def _form_cell(
    unit: str, label: str, value: Number, given: heads.GivenUnit | None, row: Sequence[str],
    unit_at: int | None, file: str, place: str,
) -> Cell:  # fmt: skip
    name = naming.BULLET.sub("", label)
    measured = given.unit if given else ""
    scaled = round(value * given.scale, 6) if given else value
    scaled = int(scaled) if float(scaled).is_integer() else scaled
    written = " ".join(row[unit_at].split()) if unit_at is not None and unit_at < len(row) else ""
    words = _WORDS.get(measured, written)
    base, factor = base_unit(measured) if measured else ("", Fraction(1))
    sentence = f"{label}: {numbers.written(value)} {written}".strip()
    key = (naming.words_of(name, unit), base, naming.VALUE)
    adds = measured != "percent" and "/" not in measured
    return Cell(unit, name, scaled, words, sentence, file, place, key=key, factor=factor, adds=adds)


def _form_sums(order: Sequence[tuple[str, Cell]]) -> Iterable[BrokenSum]:
    """Check each row that is followed by «- …» rows of the same unit: they are its parts."""
    for index, (label, whole) in enumerate(order):
        if label.lstrip()[:1] in "-+":
            continue
        parts = []
        for below, cell in order[index + 1 :]:
            if below.lstrip()[:1] not in "-+" or cell.measured_in != whole.measured_in:
                break
            parts.append(cell)
        total = sum(cell.value for cell in parts)
        if len(parts) >= 2 and abs(total - whole.value) > 1e-6 * max(1, abs(whole.value)):
            told = f"{' + '.join(numbers.written(c.value) for c in parts)} = {numbers.written(total)}, báo cáo ghi {numbers.written(whole.value)}"
            yield BrokenSum(whole.unit, whole.sentence, told, whole.file, whole.place)
