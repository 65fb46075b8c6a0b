"""Tổng hợp báo cáo: many units' reports become unit × measure, each value with its sentence.

Pure: takes lines and rows that are already read, returns values; files and workbooks are others'.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dongthuan.ground.claims import heads, naming
from dongthuan.ground.claims.reader import read_document
from dongthuan.ground.claims.reading import Figure, Number, Reading
from dongthuan.ground.claims.records import base_unit
from dongthuan.ground.claims.speakers import level, unit_name
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.folding import fold

# A value this many times off its fellows is read as a slip of scale (triệu for tỷ).
SCALE_SLIP = 300
FELLOWS = 4
# Beyond all others by so much, and among them when a thousand times less: the same slip.
BEYOND = 8
# A share of the plan so many times the whole is one too.
SHARE_SLIP = 50


Key = tuple[frozenset[str], str, str]


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
    period: str | None = None
    # What cells of one measure share: the words of its name, its base unit, what is said of it.
    key: Key = field(default=(frozenset(), "", naming.VALUE), compare=False)
    # How many base units one of «measured_in» is: a hectare and a m2 stand in one column.
    factor: Fraction = field(default=Fraction(1), compare=False)
    adds: bool = field(default=True, compare=False)


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
    median: Number
    times: float
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Doubled:
    """Một báo cáo, hai giá trị: one of several values that a report gives one measure."""

    cell: Cell
    measure: str


@dataclass(frozen=True, slots=True)
class Column:
    """Mục số liệu của bảng tổng hợp: one measure, the cells that report it."""

    name: str
    measured_in: str
    cells: tuple[Cell, ...]
    adds: bool = True


@dataclass(frozen=True, slots=True)
class Collection:
    """Bảng tổng hợp: units, measures, and all that needs a person's eyes."""

    units: tuple[str, ...]
    columns: tuple[Column, ...]
    single: tuple[Column, ...]
    missing: tuple[Missing, ...]
    outliers: tuple[Outlier, ...]
    broken: tuple[BrokenSum, ...]
    repeated: tuple[Doubled, ...]
    # The unit above the others, where its own report lies in the folder too.
    above: str | None = None


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
    named = naming.measure(reading, index)
    if isinstance(figure.value, tuple) or figure.unit == "rank" or named is None:
        return None
    name, says = named
    words = naming.words_of(name, unit)
    if not words:
        return None
    base, factor = base_unit(figure.unit)
    down = says == naming.CHANGE and figure.direction == "down"
    return Cell(
        unit, name, -figure.value if down else figure.value, _unit_words(figure), _sentence(reading.text, figure),
        file, place, figure.qualifier, figure.period, (words, base, says), factor,
        figure.relation != "average" and figure.unit != "percent" and "/" not in figure.unit,
    )  # fmt: skip


# What is counted is said by the name of the measure; the unit is only «hộ» or «người».
_COUNTED = {"household": "hộ", "person": "người", "percent": "%", "VND": "đồng"}


def _unit_words(figure: Figure) -> str:
    if figure.unit in _COUNTED:
        return _COUNTED[figure.unit]
    words = figure.scaled_unit_text
    given = heads.unit_phrase(words) if words else None
    if given is not None and given.scale > 1:
        return words.split()[-1]
    return words.lower() if len(words) > 3 else words


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
    above = _above(reports)
    units = tuple(
        sorted({r.unit for r in reports}, key=lambda unit: (unit == above, _in_order(unit)))
    )
    columns, single = _columns(reports)
    files = {r.unit: r.file for r in reports}
    below = [unit for unit in units if unit != above]
    missing = []
    outliers = []
    repeated = []
    broken = [item for r in reports for item in r.broken]
    for column in columns:
        told = {cell.unit for cell in column.cells}
        if 2 * len(told & set(below)) >= len(below):
            missing += [
                Missing(unit, column.name, files[unit]) for unit in below if unit not in told
            ]
        outliers += _outliers(column, above)
        repeated += _repeated(column)
        broken += _against_above(column, below, above)
    return Collection(
        units, columns, single, tuple(missing), tuple(outliers), tuple(broken), tuple(repeated), above
    )  # fmt: skip


def _above(reports: Sequence[Report]) -> str | None:
    """Return the one unit that stands above all others of the folder, if there is one."""
    levels = {r.unit: level(r.unit) for r in reports}
    top = [unit for unit, at in levels.items() if at == max(levels.values())]
    under = [unit for unit, at in levels.items() if at == min(levels.values())]
    return top[0] if len(top) == 1 and len(under) >= FELLOWS - 1 and top != under else None


def _against_above(column: Column, below: Sequence[str], above: str | None) -> list[BrokenSum]:
    """Hold the sum of the units against what the unit above them reports; all must have said."""
    values: dict[str, Cell] = {}
    for cell in column.cells:
        values.setdefault(cell.unit, cell)
    if above not in values or not column.adds or any(unit not in values for unit in below):
        return []
    whole = values[above]
    total = _neat(sum(Fraction(str(values[unit].value)) for unit in below))
    if abs(total - whole.value) <= 1e-6 * max(1, abs(whole.value)):
        return []
    told = (
        f"{column.name}: {len(below)} đơn vị cộng lại được {numbers.written(total)}, "
        f"{above} ghi {numbers.written(whole.value)}"
    )
    return [BrokenSum(above, whole.sentence, told, whole.file, whole.place)]


def _in_order(unit: str) -> tuple[tuple[int, int, str], ...]:
    """Order names as people count: «tổ 4» before «tổ số 12»."""
    parts = re.findall(r"\d+|\D+", fold(unit).replace(" so ", " "))
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


def _columns(reports: Sequence[Report]) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    groups: dict[Key, list[Cell]] = {}
    for item in sorted(reports, key=lambda one: _in_order(one.unit)):
        for cell in _latest_first(item.cells):
            groups.setdefault(cell.key, []).append(cell)
    for words, base, says in [key for key in groups if key[1] == ""]:
        # A form that names no unit of measure is one with the only measure of that name.
        alike = [key for key in groups if key[1] and (key[0], key[2]) == (words, says)]
        if len(alike) == 1:
            groups[alike[0]] += groups.pop((words, base, says))
    many: list[Column] = []
    few: list[Column] = []
    for (_, _, says), cells in groups.items():
        column = _column(cells, says)
        (many if len({cell.unit for cell in cells}) > 1 else few).append(column)
    many.sort(key=lambda column: -len({cell.unit for cell in column.cells}))
    return tuple(many), tuple(few)


def _column(cells: Sequence[Cell], says: str) -> Column:
    name = _common_name([cell.name[:1].upper() + cell.name[1:] for cell in cells])
    kinds = Counter((cell.measured_in, cell.factor) for cell in cells if cell.measured_in)
    measured, factor = kinds.most_common(1)[0][0] if kinds else ("", Fraction(1))
    alike = [
        cell
        if cell.factor == factor or not cell.measured_in
        else replace(
            cell,
            value=_neat(Fraction(str(cell.value)) * cell.factor / factor),
            measured_in=measured,
        )
        for cell in cells
    ]
    adds = says not in (naming.CHANGE, naming.SHARE) and all(cell.adds for cell in cells)
    return Column(name + naming.SUFFIXES.get(says, f" ({says})"), measured, tuple(alike), adds)


def _common_name(names: Sequence[str]) -> str:
    """Return the name most reports use; where that is one bare noun, a longer one if there is any."""
    common = Counter(names).most_common()
    longer = [name for name, _ in common if " " in name]
    if " " in common[0][0] or not longer:
        return common[0][0] if " " in common[0][0] else f"Số {common[0][0].lower()}"
    return longer[0]


def _neat(value: Fraction | int) -> Number:
    return int(value) if value == int(value) else float(value)


def _latest_first(cells: Sequence[Cell]) -> list[Cell]:
    """Tell values of one measure for several periods apart: the latest keeps the plain name."""
    periods: dict[Key, set[str]] = {}
    for cell in cells:
        if cell.period:
            periods.setdefault(cell.key, set()).add(cell.period)
    told = []
    for cell in cells:
        known = periods.get(cell.key, set())
        if len(known) > 1 and cell.period and cell.period != max(known):
            words, base, _ = cell.key
            cell = replace(cell, key=(words, base, cell.period))
        told.append(cell)
    return told


def _outliers(column: Column, above: str | None) -> list[Outlier]:
    cells = [cell for cell in column.cells if cell.value > 0 and cell.unit != above]
    if column.name.endswith(naming.SUFFIXES[naming.SHARE]):
        # A share of the plan needs no fellows: thousands of per cent are a slip of scale.
        far = [cell for cell in cells if cell.value >= 100 * SHARE_SLIP]
        return [Outlier(cell, 100, cell.value / 100, column.name) for cell in far]
    if len(cells) < FELLOWS:
        return []
    median = statistics.median(cell.value for cell in cells)
    high = [c for c in cells if c.value >= SCALE_SLIP * median or _scaled_up(c, cells)]
    # What is far too high says nothing of what is too low.
    rest = [cell for cell in cells if cell not in high]
    low = [c for c in rest if c.value * SCALE_SLIP <= median or _scaled_down(c, rest)]
    found = [cell for cell in cells if cell in high + low]
    return [Outlier(cell, median, cell.value / median, column.name) for cell in found]


def _scaled_up(cell: Cell, fellows: Sequence[Cell]) -> bool:
    """Say whether a value far above all others falls among them when a thousand times less."""
    others = [one.value for one in fellows if one.unit != cell.unit]
    if len(others) < FELLOWS or cell.value < BEYOND * max(others):
        return False
    return min(others) / 2 <= cell.value / 1000 <= 2 * max(others)


def _scaled_down(cell: Cell, fellows: Sequence[Cell]) -> bool:
    """Say whether a value far below all others falls among them when a thousand times more."""
    others = [one.value for one in fellows if one.unit != cell.unit]
    if len(others) < FELLOWS or cell.value * BEYOND > min(others):
        return False
    return min(others) / 2 <= cell.value * 1000 <= 2 * max(others)


def _repeated(column: Column) -> list[Doubled]:
    """Return the cells where one report gives one measure two different values."""
    values: dict[str, set[Number]] = {}
    for cell in column.cells:
        values.setdefault(cell.unit, set()).add(cell.value)
    return [Doubled(cell, column.name) for cell in column.cells if len(values[cell.unit]) > 1]


def renamed(item: Report, unit: str) -> Report:
    """This function will give a report another name of unit, in its cells too."""
    cells = tuple(replace(cell, unit=unit) for cell in item.cells)
    broken = tuple(replace(one, unit=unit) for one in item.broken)
    return Report(item.file, unit, cells, broken)


def joined(first: Report, second: Report) -> Report:
    """This function will make one report of two parts of it."""
    return replace(first, cells=first.cells + second.cells, broken=first.broken + second.broken)
