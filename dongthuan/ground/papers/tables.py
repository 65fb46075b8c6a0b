"""Bảng tải về: a list of a page as a workbook whose sums are live, and as a .csv.

What is a number stays one; a text stays a text whatever it begins with, so that no name or reason
from a list is ever run as a formula on the reader's machine.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from dongthuan.ground.papers.forms import sheet_name

Value: TypeAlias = str | int | float | Fraction | date | None
TOTAL = "Cộng các dòng trên"
# What a spreadsheet reads as the beginning of a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_A4, _A3 = 9, 8
# So many columns are still read on an A4 turned sideways.
_ON_A4, _UPRIGHT = 12, 5


@dataclass(frozen=True, slots=True)
class Column:
    """Cột: its head, how wide it is, and whether its numbers are added.

    A column with `share` holds no numbers of its own: in each row it is, in percent, the one column
    divided by the other, by a formula; a row with an empty text there leaves it out.
    """

    head: str
    width: int = 16
    adds: bool = False
    decimals: int = 0
    share: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Bảng: its title, what it is about (period, filters, day), columns and rows."""

    title: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def workbook(*tables: Table) -> bytes:
    """This function will write tables as .xlsx, a sheet each: sums and shares as formulas over the
    rows shown.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "remove_timezone": True},
    )  # fmt: skip
    book.set_properties({"title": tables[0].title})
    formats, used = _Formats(book), set[str]()
    for table in tables:
        _write(book.add_worksheet(sheet_name(table.title, used)), table, formats)
    book.close()
    return out.getvalue()


def _write(sheet: Any, table: Table, formats: _Formats) -> None:
    _paper(sheet, len(table.columns))
    sheet.write_string(0, 0, table.title, formats.title)
    sheet.write_string(1, 0, table.about, formats.about)
    head, first = 3, 4
    for at, column in enumerate(table.columns):
        sheet.write_string(head, at, column.head, formats.head)
        sheet.set_column(at, at, column.width)
    sheet.set_row(head, 17 * max(_lines(one) for one in table.columns) + 3)
    for down, row in enumerate(table.rows, start=first):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if column.share is None or value == "":
                _put(sheet, down, at, value, formats.cell(value, column))
            else:
                _divide(sheet, down, at, column.share, row, formats.share)
    end = first + len(table.rows)
    if any(column.adds for column in table.columns) and table.rows:
        _add_up(sheet, table, first, end, formats)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(head)
    if table.rows:
        sheet.autofilter(head, 0, end - 1, len(table.columns) - 1)
    else:
        sheet.write_string(first, 0, "Không có dòng nào.", formats.text)


def _add_up(sheet: Any, table: Table, first: int, end: int, formats: _Formats) -> None:
    sums: list[Value] = []
    for at, column in enumerate(table.columns):
        numbers = [row[at] for row in table.rows if isinstance(row[at], int | float | Fraction)]
        total = sum(Fraction(str(one)) for one in numbers)
        sums.append(total)
        if column.adds:
            top, bottom = (xl_rowcol_to_cell(down, at) for down in (first, end - 1))
            form = formats.total(column)
            sheet.write_formula(end, at, f"=SUM({top}:{bottom})", form, float(total))
        elif column.share is not None and all(table.columns[one].adds for one in column.share):
            _divide(sheet, end, at, column.share, sums, formats.total_share)
        else:
            sheet.write_string(end, at, TOTAL if at == 0 else "", formats.total_text)


def _divide(
    sheet: Any, down: int, at: int, share: tuple[int, int], row: Sequence[Value], form: Any
) -> None:
    part, whole = (xl_rowcol_to_cell(down, one) for one in share)
    held = [row[one] for one in share]
    told = isinstance(held[0], int | float | Fraction) and isinstance(
        held[1], int | float | Fraction
    )
    value: float | str = ""
    if told and held[1]:
        value = float(Fraction(str(held[0])) / Fraction(str(held[1])) * 100)
    formula = f'=IF(AND(ISNUMBER({part}),ISNUMBER({whole})),IF({whole}=0,"",{part}/{whole}*100),"")'
    sheet.write_formula(down, at, formula, form, value)


def _put(sheet: Any, down: int, at: int, value: Value, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(down, at, None, form)
    elif isinstance(value, str):
        sheet.write_string(down, at, value[:32_000], form)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(down, at, value, form)
    else:
        sheet.write_number(down, at, float(value) if isinstance(value, Fraction) else value, form)


class _Formats:
    """How cells look: made once for a workbook."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        line = font | {"border": 1, "border_color": "#BFB8AB"}
        total = line | {"bold": True, "top": 2}
        self._book, self._line, self._total = book, line, total
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format(font | {"bold": True, "font_size": 15})
        self.about = book.add_format(font | {"font_color": "#57524A"})
        self.head = book.add_format(
            line | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8F1EC"}
        )
        self.text = book.add_format(line | {"text_wrap": True})
        self.share = book.add_format(line | {"num_format": "#,##0.0"})
        self.total_share = book.add_format(total | {"num_format": "#,##0.0"})
        self.total_text = book.add_format(total)

    def cell(self, value: Value, column: Column) -> Any:
        """This method will return how a value is shown in a column."""
        if isinstance(value, datetime):
            return self._form("dd/mm/yyyy hh:mm", total=False)
        if isinstance(value, date):
            return self._form("dd/mm/yyyy", total=False)
        if isinstance(value, int | float | Fraction):
            return self._form(_pattern(column), total=False)
        return self.text

    def total(self, column: Column) -> Any:
        """This method will return how a sum is shown in a column."""
        return self._form(_pattern(column), total=True)

    def _form(self, pattern: str, *, total: bool) -> Any:
        if (pattern, total) not in self._made:
            base = self._total if total else self._line
            self._made[pattern, total] = self._book.add_format(base | {"num_format": pattern})
        return self._made[pattern, total]


def _pattern(column: Column) -> str:
    return "#,##0" + (f".{'#' * column.decimals}" if column.decimals else "")


def _lines(column: Column) -> int:
    """How many lines a head takes in its width: a line holds about as many letters as it is wide."""
    return -(-len(column.head) // max(1, column.width - 2))


def _paper(sheet: Any, columns: int) -> None:
    if columns > _UPRIGHT:
        sheet.set_landscape()
    sheet.set_paper(_A4 if columns <= _ON_A4 else _A3)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def separated(table: Table) -> bytes:
    """This function will write a table as .csv the way an Excel set to Vietnamese opens it: decimal
    commas, so a semicolon between columns, and the mark of UTF-8 in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(column.head) for column in table.columns])
    for row in table.rows:
        writer.writerow([
            _plain(_shared(row, column.share) if column.share and value is None else value)
            for column, value in zip(table.columns, row, strict=True)
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _shared(row: Sequence[Value], share: tuple[int, int]) -> Value:
    part, whole = (row[one] for one in share)
    if not isinstance(part, int | float | Fraction) or not isinstance(
        whole, int | float | Fraction
    ):
        return None
    return round(Fraction(str(part)) / Fraction(str(whole)) * 100, 1) if whole else None


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return str(value)
    return f"{float(value):.8f}".rstrip("0").rstrip(".").replace(".", ",")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text
