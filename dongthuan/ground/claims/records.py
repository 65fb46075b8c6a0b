"""Bảng số liệu của cơ quan: the office's own table, read row by row into records of measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from dongthuan.ground.claims import heads
from dongthuan.ground.claims.policy import exact
from dongthuan.ground.claims.reading import Number
from dongthuan.ground.primitives import numbers, periods
from dongthuan.ground.primitives.folding import fold, lower, nfc, unify_tones


class TableProblem(ValueError):
    """Lỗi bảng: what is wrong with the table, naming row and column, and what to do."""


@dataclass(frozen=True, slots=True)
class Formerly:
    """Số trước khi sửa: a value that was right until a correction, with who corrected it and why."""

    value: Number
    of: Number | None
    told: str


@dataclass(frozen=True, slots=True)
class Record:
    """Bản ghi: the value of one measure for one period, with the row it stands in.

    `value` is in the unit of measure of the row with its scale applied; `of` is the second number
    of a ratio; `words` holds a value that is no number (a rating, an award).
    """

    measure: str
    names: tuple[str, ...]
    value: Number | None
    of: Number | None
    words: str
    unit: str
    unit_words: str
    period: str | None
    row: int
    place: str = ""
    written: str = ""
    # What a house of records knows and a table on paper does not: where the value is shown, and
    # what it was before somebody corrected it.
    told: str = ""
    formerly: tuple[Formerly, ...] = ()
    # The measure is known by name, its value is not (not told yet, or not for this reader): what
    # speaks of it is bound to it all the same, and answered «chưa có số để đối chiếu».
    veiled: bool = False

    @property
    def is_number(self) -> bool:
        """This property will say whether the record holds a number rather than words."""
        return self.value is not None

    def cite(self) -> str:
        """This method will say where the record stands: «dòng 7: 934 người, 30/6/2021»."""
        if self.told:
            return self.told
        unit = f" {self.unit_words}" if self.unit_words else ""
        when = f", {periods.printed(self.period)}" if self.period else ""
        where = f", {self.place}" if self.place else ""
        return f"dòng {self.row}: {self.written}{unit}{where}{when}"


_COLUMNS = {
    "measure": ("chi tieu", "ten chi tieu", "muc so lieu", "noi dung", "danh muc", "chi tieu bao cao",
                "ten muc", "tieu chi", "noi dung chi tieu", "chi tieu/noi dung", "dien giai"),
    "value": ("gia tri", "so lieu", "thuc hien", "ket qua", "so luong", "ket qua thuc hien", "tri so"),
    "unit": ("don vi tinh", "dvt", "dv tinh", "don vi do"),
    "period": ("ky", "ky so lieu", "thoi gian", "thoi diem", "ky bao cao", "nam"),
    "place": ("don vi", "dia ban", "noi", "don vi bao cao", "xa phuong"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """Bảng mục số liệu: records by measure, as the user's spreadsheet has them."""

    records: tuple[Record, ...]
    name: str = ""
    warnings: tuple[str, ...] = field(default=())
    # Places within the one that the table tells of: what a text says of these is not in it.
    elsewhere: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """This property will return the labels of the measures, in the order of the table."""
        return tuple(dict.fromkeys(record.measure for record in self.records))

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Sequence[str]],
        numbers: Sequence[Sequence[Number | None]] | None = None,
        name: str = "",
        first_row: int = 1,
    ) -> MeasureTable:
        """This method will read a table of «chỉ tiêu, giá trị, đơn vị tính, kỳ» into records.

        Typed numbers (from a spreadsheet) win over their printed form. Raises TableProblem, with
        every bad row and column named, when a row cannot be understood.
        """
        head, columns = _head(rows, name)
        records: list[Record] = []
        problems: list[str] = []
        warnings: list[str] = []
        above = ""
        for offset, row in enumerate(rows[head + 1 :], start=head + 1):
            if not any(cell.strip() for cell in row):
                continue
            typed = numbers[offset] if numbers is not None and offset < len(numbers) else None
            try:
                record = _record(row, typed, columns, offset + first_row, above)
            except TableProblem as problem:
                problems.append(str(problem))
                continue
            above = record.measure
            records.append(record)
        if problems:
            shown = problems[:8]
            more = f"\n… và {len(problems) - 8} dòng nữa." if len(problems) > 8 else ""
            raise TableProblem("\n".join(shown) + more)
        if not records:
            raise TableProblem(
                f"Bảng {name or 'số liệu'} chưa có dòng số liệu nào dưới dòng tiêu đề."
            )
        return cls(tuple(records), name, tuple(warnings))


def _head(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(rows[:15]):
        cells = [re.sub(r"\s+", " ", fold(cell)).strip(" :.()*") for cell in row]
        columns: dict[str, int] = {}
        for key, names in _COLUMNS.items():
            for at, cell in enumerate(cells):
                if cell in names and at not in columns.values() and key not in columns:
                    columns[key] = at
        if "measure" in columns and "value" in columns:
            return index, columns
    found = next((row for row in rows if any(cell.strip() for cell in row)), [])
    seen = (
        ", ".join(f"«{nfc(cell).strip()}»" for cell in found if cell.strip())[:160] or "bảng trống"
    )
    raise TableProblem(
        f"Bảng {name or 'số liệu'}: không thấy dòng tiêu đề có cột «chỉ tiêu» và «giá trị» "
        f"(dòng đầu là: {seen}). Đặt dòng tiêu đề gồm: chỉ tiêu, giá trị, đơn vị tính, kỳ. "
        "Nếu tiêu đề là ô gộp, hãy bỏ gộp để mỗi cột có một tên.",
    )


def _cell(row: Sequence[str], columns: Mapping[str, int], key: str) -> str:
    at = columns.get(key)
    return nfc(row[at]).strip() if at is not None and at < len(row) else ""


def _record(
    row: Sequence[str], typed: Sequence[Number | None] | None, columns: dict[str, int],
    number: int, above: str,
) -> Record:  # fmt: skip
    label = _cell(row, columns, "measure")
    written = _cell(row, columns, "value")
    unit_words = _cell(row, columns, "unit")
    if not label:
        raise TableProblem(
            f"Dòng {number}, cột «chỉ tiêu»: để trống"
            + (
                f" (có thể là ô gộp với «{above}» ở trên; hãy bỏ gộp và ghi lại tên)."
                if above
                else "."
            )
        )
    if not written:
        raise TableProblem(f"Dòng {number}, cột «giá trị»: để trống; ghi số, hoặc xóa cả dòng.")
    names = tuple(part.strip() for part in label.split("|") if part.strip())
    period = _period(_cell(row, columns, "period"), number)
    at = columns["value"]
    exactly = typed[at] if typed is not None and at < len(typed) else None
    unit, scale = _unit(unit_words)
    if unit == "organisation" and "máu" in label.lower():
        unit = "blood_unit"
    if unit == "household" and "kinh doanh" in label.lower():
        unit = "establishment"
    value, of, words = _value(written, exactly, unit_words, number)
    if value is not None and scale != 1:
        value = _times(value, scale)
        of = _times(of, scale) if of is not None else None
    return Record(
        names[0], names, value, of, words, unit, unit_words, period, number,
        _cell(row, columns, "place"), written,
    )  # fmt: skip


def _times(value: Number, scale: int) -> Number:
    product = exact(value) * scale
    return int(product) if product.denominator == 1 else float(product)


def _period(written: str, number: int) -> str | None:
    if not written:
        return None
    try:
        return periods.parse(written).code
    except periods.BadPeriod as problem:
        raise TableProblem(f"Dòng {number}, cột «kỳ»: {problem}.") from None


_EXTRA_UNITS = {
    "tỷ lệ": "fraction", "tỉ lệ": "fraction", "mắt": "item", "suất": "item", "quỹ": "establishment",
    "đơn vị": "organisation", "dn": "establishment", "lượt": "turn", "điểm %": "percentage_point",
    "phần trăm": "percent",
}  # fmt: skip


def _unit(words: str) -> tuple[str, int]:
    low = unify_tones(lower(words)).strip()
    if low in _EXTRA_UNITS:
        return _EXTRA_UNITS[low], 1
    given = heads.unit_phrase(low) if low else None
    if given is None:
        return "", 1
    return given.unit, given.scale


_NUMBER = re.compile(r"([+\-−–]?)\s*(\d[\d.,\s]*)(?:\s*/\s*(\d[\d.,\s]*))?\s*(%)?$")


def _value(
    written: str, typed: Number | None, unit_words: str, number: int
) -> tuple[Number | None, Number | None, str]:
    if typed is not None:
        value: Number = int(typed) if float(typed).is_integer() else typed
        return value, None, ""
    match = _NUMBER.match(written)
    if match is None:
        if unit_words and re.match(r"\s*[+-]?\d", written):
            raise TableProblem(
                f"Dòng {number}, cột «giá trị»: «{written}» không phải là một số. "
                "Ghi số như 1.619 hoặc 60,5; đơn vị ghi ở cột «đơn vị tính».",
            )
        if unit_words:
            raise TableProblem(
                f"Dòng {number}, cột «giá trị»: «{written}» không phải là số, trong khi cột "
                f"«đơn vị tính» ghi «{unit_words}». Ghi số, hoặc để trống đơn vị tính.",
            )
        return None, None, written
    sign, first, second, _ = match.groups()
    try:
        value = numbers.readings(first)[0]
        of = numbers.readings(second)[0] if second else None
    except ValueError:
        raise TableProblem(
            f"Dòng {number}, cột «giá trị»: «{written}» không đọc được thành số; ghi như 1.619 hoặc 60,5.",
        ) from None
    return (-value if sign in "-−–" and sign else value), of, ""


_BASE: dict[str, tuple[str, int | Fraction]] = {
    "hectare": ("m2", 10_000), "km2": ("m2", 1_000_000), "m2": ("m2", 1),
    "km": ("m", 1000), "m": ("m", 1), "tonne": ("kg", 1000), "quintal": ("kg", 100), "kg": ("kg", 1),
    "fraction": ("share", 1), "percent": ("share", Fraction(1, 100)),
    "permille": ("share", Fraction(1, 1000)), "percentage_point": ("share", Fraction(1, 100)),
    "litre": ("litre", 1), "ml": ("litre", Fraction(1, 1000)),
}  # fmt: skip


@lru_cache(maxsize=1024)
def base_unit(unit: str) -> tuple[str, Fraction]:
    """This function will return the base unit and the factor to it: hectare → (m2, 10000)."""
    first, _, per = unit.partition("/")
    base, factor = _BASE.get(first, (first, 1))
    if per in _BASE and first in _BASE and "/" not in per:
        below, down = _BASE[per]
        return f"{base}/{below}", Fraction(factor) / Fraction(down)
    return (f"{base}/{per}" if per else base), Fraction(factor)


ALIAS_HEAD = ("tên trong văn bản", "chỉ tiêu")


def aliases_from_rows(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """This function will read saved names: two columns, «tên trong văn bản» and «chỉ tiêu».

    Raises TableProblem naming the row that lacks one of the two.
    """
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        cells = [nfc(cell).strip() for cell in row]
        if not any(cells) or (number == 1 and fold(cells[0]).startswith("ten trong")):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise TableProblem(
                f"Tệp tên gọi, dòng {number}: phải có đủ hai ô «tên trong văn bản» và «chỉ tiêu».",
            )
        found[cells[0]] = cells[1]
    return found


def aliases_to_csv(aliases: Mapping[str, str]) -> str:
    """This function will print saved names as CSV that a spreadsheet opens with its marks right."""

    def quoted(text: str) -> str:
        # A leading sign would be run as a formula when the file is opened in a spreadsheet.
        safe = f"'{text}" if text[:1] in "=+-@\t" else text
        return '"' + safe.replace('"', '""') + '"'

    lines = [",".join(ALIAS_HEAD)]
    lines += [f"{quoted(name)},{quoted(measure)}" for name, measure in aliases.items()]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
