"""Tổng hợp báo cáo: many units' reports become unit × measure, each value with its sentence.

Pure: takes lines and rows that are already read, returns values; files and workbooks are others'.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dongthuan.ground.claims import heads
from dongthuan.ground.claims.reader import read_document
from dongthuan.ground.claims.reading import Figure, Number, Reading
from dongthuan.ground.claims.records import base_unit
from dongthuan.ground.claims.words import content, plain
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.folding import fold, nfc

# A value this many times off its fellows is read as a slip of scale (triệu for tỷ).
SCALE_SLIP = 300
FELLOWS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """Một ô số liệu: one value of one unit, with the sentence, file and place it stands in."""

    unit: str
    name: str
    value: Number
    measured_in: str
    sentence: str
    file: str
    place: str
    hedge: str = "exact"
    key: tuple[frozenset[str], str, str] = field(default=(frozenset(), "", ""), compare=False)


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """Phép cộng chưa khớp trong một báo cáo: what was added, and what the text states."""

    unit: str
    sentence: str
    told: str
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class Report:
    """Báo cáo của một đơn vị: its values and the sums in it that do not add up."""

    file: str
    unit: str
    cells: tuple[Cell, ...]
    broken: tuple[BrokenSum, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Còn thiếu: a measure that most units report and this one does not."""

    unit: str
    measure: str
    file: str


@dataclass(frozen=True, slots=True)
class Outlier:
    """Khác thường: a value about a thousand or a million times off the other units'."""

    cell: Cell
    median: float
    times: float


@dataclass(frozen=True, slots=True)
class Column:
    """Mục số liệu của bảng tổng hợp: one measure, the cells that report it."""

    name: str
    measured_in: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Bảng tổng hợp: units, measures, and all that needs a person's eyes."""

    units: tuple[str, ...]
    columns: tuple[Column, ...]
    single: tuple[Column, ...]
    missing: tuple[Missing, ...]
    outliers: tuple[Outlier, ...]
    broken: tuple[BrokenSum, ...]
    repeated: tuple[Cell, ...]


_UNIT_LINE = re.compile(
    r"(?:^|[\s:,–-])((?:ủy ban nhân dân |ubnd |đảng ủy |đảng bộ |chi bộ |hđnd |mttq |mặt trận tổ quốc )?"
    r"(?:xã|phường|thị trấn|thôn|ấp|bản|buôn|khu phố|tổ dân phố|tdp|xóm|làng|khối phố|khối|khóm)"
    r"(?: số)? [^,;:.|()\n–]{1,40})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:đơn vị(?: báo cáo)?|địa bàn|tên đơn vị)\s*[:|]\s*([^|;\n]{2,60})", re.IGNORECASE
)
_ACTIONS = re.compile(
    r"\s+(?:báo cáo|kết quả|thực hiện|tháng|quý|năm|6 tháng|về|có|trong)\b.*$", re.IGNORECASE
)


def unit_name(lines: Sequence[str], file: str) -> str:
    """This function will return the unit a report speaks for: from its head, else its file name."""
    for line in lines[:8]:
        named = _NAMED.search(line)
        if named:
            return " ".join(named.group(1).split()).strip(" .")
    for line in lines[:6]:
        found = _UNIT_LINE.search(nfc(line))
        if found:
            name = _ACTIONS.sub("", re.split(r"\s[-–]\s", found.group(1))[0]).strip(" .")
            return " ".join(name.split())
    return re.sub(r"\.[^.]+$", "", file)


def report(file: str, lines: Sequence[str], places: Sequence[str]) -> Report:
    """This function will read the report of one unit from its lines of text."""
    readings = read_document(lines)
    unit = unit_name(lines, file)
    cells: list[Cell] = []
    broken: list[BrokenSum] = []
    for reading, place in zip(readings, places, strict=True):
        found = [_cell(reading, i, unit, file, place) for i in range(len(reading.figures))]
        for item in reading.sums:
            # A part told by the same words as its total («120 hộ, gồm 40 hộ …») is not it.
            for part in item.parts:
                whole, one = found[item.total], found[part]
                if whole is not None and one is not None and whole.key == one.key:
                    found[part] = None
        cells += [cell for cell in found if cell is not None]
        broken += _broken(reading, unit, file, place)
    return Report(file, unit, tuple(cells), tuple(broken))


def _cell(reading: Reading, index: int, unit: str, file: str, place: str) -> Cell | None:
    figure = reading.figures[index]
    if isinstance(figure.value, tuple) or figure.unit == "rank":
        return None
    name = _name(reading, index)
    if not name:
        return None
    base, factor = base_unit(figure.unit)
    del factor
    group = {"target": "target", "change": "change", "percent_change": "change",
             "point_change": "change"}.get(figure.relation, "value")  # fmt: skip
    words = words_of(name, unit)
    if not words:
        return None
    return Cell(
        unit, name, figure.value, _unit_words(figure), _sentence(reading.text, figure),
        file, place, figure.qualifier, (words, base, group),
    )  # fmt: skip


def words_of(name: str, unit: str) -> frozenset[str]:
    """This function will return the words of a measure's name, without its unit's own name."""
    own = {word for word in plain(unit).split() if word not in _KINDS}
    return frozenset(word for word in content(name) if word not in own)


_KINDS = frozenset(
    [
        "xã",
        "phường",
        "thị",
        "trấn",
        "thôn",
        "ấp",
        "bản",
        "buôn",
        "khu",
        "phố",
        "tổ",
        "dân",
        "số",
        "xóm",
        "làng",
        "khối",
        "khóm",
    ]
)
BULLET = re.compile(r"^[\s\-+*•–]*(?:\d{1,2}(?:\.\d+)*[.)/]|[a-zđ]\))?\s*", re.IGNORECASE)


def _name(reading: Reading, index: int) -> str:
    figure, text = reading.figures[index], reading.text
    if figure.context:
        return figure.context[0].strip()
    start = figure.span[0]
    line = text.rfind("\n", 0, start) + 1
    floor = max(line, reading.figures[index - 1].span[1] if index else 0)
    lead = text[floor:start]
    label, colon, rest = lead.rpartition(":")
    if colon and len(rest.split()) <= 3:
        label = re.split(r"[;.,](?=\s)", label)[-1]
        return BULLET.sub("", " ".join(label.split())).strip()
    return " ".join(figure.counted.split())


def _unit_words(figure: Figure) -> str:
    words = figure.scaled_unit_text
    given = heads.unit_phrase(words) if words else None
    if figure.unit == "VND":
        return "đồng"
    if given is not None and given.scale > 1:
        return words.split()[-1]
    return words or figure.unit


def _sentence(text: str, figure: Figure) -> str:
    start = max(text.rfind(mark, 0, figure.span[0]) for mark in (". ", "\n", "; ")) + 1
    ends = [at for at in (text.find(m, figure.span[1]) for m in (". ", "\n", "; ")) if at >= 0]
    return " ".join(text[start : min(ends, default=len(text))].split())[:300]


def _broken(reading: Reading, unit: str, file: str, place: str) -> list[BrokenSum]:
    found = []
    for item in reading.sums:
        if not item.consistent:
            parts = [numbers.written(v) for i in item.parts
                     if not isinstance(v := reading.figures[i].value, tuple)]  # fmt: skip
            parts += ["1"] * len(item.implicit_parts)
            told = f"{' + '.join(parts)} = {numbers.written(item.computed)}, báo cáo ghi {numbers.written(item.stated)}"
            sentence = _sentence(reading.text, reading.figures[item.total])
            found.append(BrokenSum(unit, sentence, told, file, place))
    for check in reading.checks:
        if not check.consistent:
            percent = reading.figures[check.percent]
            told = f"tính lại được {numbers.written(round(check.computed, 2))}%, báo cáo ghi {percent.surface}"
            found.append(BrokenSum(unit, _sentence(reading.text, percent), told, file, place))
    return found


def gather(reports: Sequence[Report]) -> Collection:
    """This function will lay the reports side by side, and point at what needs a person's eyes."""
    units = tuple(sorted({r.unit for r in reports}, key=_in_order))
    columns, single = _columns(reports)
    files = {r.unit: r.file for r in reports}
    missing = [
        Missing(unit, column.name, files[unit])
        for column in columns
        if 2 * len({cell.unit for cell in column.cells}) >= len(units)
        for unit in units
        if unit not in {cell.unit for cell in column.cells}
    ]
    outliers = [outlier for column in columns for outlier in _outliers(column)]
    repeated = [cell for column in columns for cell in _repeated(column)]
    broken = [item for r in reports for item in r.broken]
    return Collection(
        units, columns, single, tuple(missing), tuple(outliers), tuple(broken), tuple(repeated)
    )


def _in_order(unit: str) -> tuple[tuple[int, int, str], ...]:
    """Order names as people count: «tổ 4» before «tổ 12»."""
    parts = re.findall(r"\d+|\D+", fold(unit))
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


def _columns(reports: Sequence[Report]) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    groups: dict[tuple[frozenset[str], str, str], list[Cell]] = {}
    for item in reports:
        for cell in item.cells:
            groups.setdefault(cell.key, []).append(cell)
    many: list[Column] = []
    few: list[Column] = []
    for cells in groups.values():
        name = Counter(cell.name[:1].upper() + cell.name[1:] for cell in cells).most_common(1)[0][0]
        measured = Counter(cell.measured_in for cell in cells).most_common(1)[0][0]
        if cells[0].key[2] == "target":
            name += " (kế hoạch)"
        elif cells[0].key[2] == "change":
            name += " (tăng, giảm)"
        column = Column(name, measured, tuple(cells))
        (many if len({cell.unit for cell in cells}) > 1 else few).append(column)
    many.sort(key=lambda column: -len({cell.unit for cell in column.cells}))
    return tuple(many), tuple(few)


def _outliers(column: Column) -> list[Outlier]:
    values = [cell.value for cell in column.cells if cell.value > 0]
    if len(values) < FELLOWS:
        return []
    median = statistics.median(values)
    found = []
    for cell in column.cells:
        times = cell.value / median if median else 0
        if cell.value > 0 and (times >= SCALE_SLIP or times <= 1 / SCALE_SLIP):
            found.append(Outlier(cell, median, times))
    return found


def _repeated(column: Column) -> list[Cell]:
    """Return the cells where one report gives one measure two different values."""
    values: dict[str, set[Number]] = {}
    for cell in column.cells:
        values.setdefault(cell.unit, set()).add(cell.value)
    return [cell for cell in column.cells if len(values[cell.unit]) > 1]


def renamed(item: Report, unit: str) -> Report:
    """This function will give a report another name of unit, in its cells too."""
    cells = tuple(replace(cell, unit=unit) for cell in item.cells)
    broken = tuple(replace(one, unit=unit) for one in item.broken)
    return Report(item.file, unit, cells, broken)
