"""Phiếu Excel: blank forms to fill in, each cell refusing what cannot be its number.

A form says in a hidden column which it is and which measure each row asks for, so that it is known
again however it was saved, sorted or renamed. Nothing personal is in it but the name of the unit.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dongthuan.ground.primitives import numbers

LAST, THIS = "Kỳ trước", "Kỳ này"
_HEAD = ("Mã", "Mục số liệu", "Đơn vị tính", LAST, THIS, "Cách ghi")
_WIDTHS = (12, 46, 12, 16, 18, 40)
_INK, _TINT, _RULE = "#1B1A17", "#E8F1EC", "#BFB8AB"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Asked:
    """Mục trên phiếu: what is asked, in which unit of measurement and between which bounds."""

    key: str
    label: str
    unit: str
    chapter: str = ""
    decimals: int = 0
    ratio: bool = False
    adds: bool = True
    lowest: float | None = 0
    highest: float | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Ô trên phiếu: what the period before was, and what stands in the cell now, if anything; a
    locked one is approved, or out of the reader's rights.
    """

    last: str | int | float | None = None
    now: str | int | float | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Phiếu của một đơn vị: a measure a row."""

    mark: str
    whose: str
    rows: Sequence[tuple[Asked, Entry]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Bảng của nhiều đơn vị: a unit a row, a measure a column; `rows` are (key, name, entries)."""

    mark: str
    back: str
    whose: str
    columns: Sequence[Asked]
    rows: Sequence[tuple[str, str, Sequence[Entry]]]


def forms_book(title: str, about: str, forms: Sequence[Form]) -> bytes:
    """This function will write the forms of units into one workbook, a sheet each."""
    return _book(title, lambda book, forms_of: _lists(book, title, about, forms, forms_of))


def grids_book(title: str, about: str, grids: Sequence[Grid]) -> bytes:
    """This function will write tables of many units, each with the period before on a sheet beside."""
    return _book(title, lambda book, forms_of: _grids(book, title, about, grids, forms_of))


def _book(title: str, write: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "author": "", "comments": ""})
    write(book, _formats(book))
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
    line = {"border": 1, "border_color": _RULE}
    cell = font | line
    told = cell | {"num_format": "#,##0.########", "align": "right", "font_color": "#57524A"}
    write = cell | {"locked": False, "bg_color": "#FFFFFF", "align": "right", "bold": True}
    return {
        "title": book.add_format(font | {"bold": True, "font_size": 16}),
        "whose": book.add_format(font | {"bold": True, "font_size": 14}),
        "text": book.add_format(font | {"text_wrap": True, "valign": "top"}),
        "line": book.add_format(font),
        "head": book.add_format(
            cell | {"bold": True, "text_wrap": True, "align": "center", "bg_color": _TINT}
        ),
        "chapter": book.add_format(cell | {"bold": True, "italic": True}),
        "label": book.add_format(cell | {"text_wrap": True}),
        "hint": book.add_format(cell | {"text_wrap": True, "font_size": 11}),
        "last": book.add_format(told),
        "total": book.add_format(cell | {"bold": True, "align": "right", "num_format": "#,##0.##"}),
        "total_text": book.add_format(cell | {"bold": True}),
        "whole": book.add_format(write | {"num_format": "#,##0"}),
        "part": book.add_format(write | {"num_format": "#,##0.########"}),
        # 12/20 would be taken for a day in December.
        "ratio": book.add_format(write | {"num_format": "@"}),
        "shut": book.add_format(
            cell | {"bg_color": "#EFEBE3", "align": "right", "num_format": "#,##0.########"}
        ),
    }


def _lists(
    book: Any, title: str, about: str, forms: Sequence[Form], formats: dict[str, Any]
) -> None:
    used: set[str] = set()
    for form in forms:
        sheet = book.add_worksheet(sheet_name(form.whose, used))
        _page(sheet, landscape=False)
        sheet.write_string(0, 0, form.mark)
        sheet.write_string(0, 1, title, formats["title"])
        sheet.write_string(1, 1, form.whose, formats["whose"])
        sheet.merge_range(2, 1, 2, 5, about, formats["text"])
        sheet.merge_range(3, 1, 3, 5, _how(form.rows), formats["text"])
        sheet.set_row(3, 36)
        for column, (head, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            sheet.write_string(5, column, head, formats["head"])
            sheet.set_column(column, column, width)
        row, chapter = 6, ""
        for asked, entry in form.rows:
            if asked.chapter and asked.chapter != chapter:
                sheet.merge_range(row, 1, row, 5, asked.chapter, formats["chapter"])
                row, chapter = row + 1, asked.chapter
            sheet.write_string(row, 0, asked.key)
            sheet.write_string(row, 1, asked.label, formats["label"])
            sheet.write_string(row, 2, asked.unit, formats["label"])
            _put(sheet, row, 3, entry.last, formats["last"])
            _ask(sheet, row, 4, asked, entry, formats)
            sheet.write_string(row, 5, asked.hint, formats["hint"])
            sheet.set_row(row, _height(asked.label, _WIDTHS[1], asked.hint, _WIDTHS[5]))
            row += 1
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.freeze_panes(6, 2)
        sheet.repeat_rows(5)
        sheet.set_selection(6, 4, 6, 4)
        _protect(sheet)


def _height(*told: Any) -> float:
    """Return how high a row has to be for its texts, each followed by the width it has."""
    lines = max(
        -(-len(text) // (width - 4)) for text, width in zip(told[::2], told[1::2], strict=True)
    )
    return 8.0 + 17 * max(1, lines)


def _how(rows: Sequence[tuple[Asked, Entry]]) -> str:
    said = (
        f"Ghi số vào cột «{THIS}»: 0 là đã đếm và không có; x là không áp dụng; để trống là chưa có "
        "số. Lưu tệp rồi gửi lại chính tệp này."
    )
    return said + (" Mục tỷ lệ ghi cả hai số, như 12/20." if any(a.ratio for a, _ in rows) else "")


def _grids(
    book: Any, title: str, about: str, grids: Sequence[Grid], formats: dict[str, Any]
) -> None:
    used: set[str] = set()
    for grid in grids:
        _grid(book.add_worksheet(sheet_name(grid.whose, used)), title, about, grid, formats)
        if any(entry.last is not None for _, _, entries in grid.rows for entry in entries):
            name = sheet_name(f"{LAST}, {grid.whose}", used)
            _looking_back(book.add_worksheet(name), about, grid, formats)


def _grid(sheet: Any, title: str, about: str, grid: Grid, formats: dict[str, Any]) -> None:
    _page(sheet, landscape=True)
    sheet.write_string(0, 0, grid.mark)
    sheet.write_string(0, 1, title, formats["title"])
    sheet.write_string(1, 1, about, formats["line"])
    sheet.write_string(2, 1, "0 là đã đếm và không có; x là không áp dụng; để trống là chưa có số.",
                       formats["line"])  # fmt: skip
    _heads(sheet, grid, formats)
    for column, asked in enumerate(grid.columns, start=2):
        sheet.write_string(3, column, asked.key)
    # The keys stand above the names, hidden: a column is known by them wherever it is moved.
    sheet.set_row(3, None, None, {"hidden": True})
    last = 4 + len(grid.rows)
    for row, (key, name, entries) in enumerate(grid.rows, start=5):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, name, formats["label"])
        sheet.set_row(row, _height(name, 30))
        for column, (asked, entry) in enumerate(zip(grid.columns, entries, strict=True), start=2):
            _ask(sheet, row, column, asked, entry, formats)
    sheet.write_string(last + 1, 1, "Cộng", formats["total_text"])
    for column, asked in enumerate(grid.columns, start=2):
        letter = xl_col_to_name(column)
        if asked.adds and not asked.ratio:
            formula = f"=SUM({letter}6:{letter}{last + 1})"
            held = [entries[column - 2].now for _, _, entries in grid.rows]
            total = sum(one for one in held if isinstance(one, int | float))
            sheet.write_formula(last + 1, column, formula, formats["total"], total)
        else:
            sheet.write_blank(last + 1, column, None, formats["total"])
    _protect(sheet)


def _looking_back(sheet: Any, about: str, grid: Grid, formats: dict[str, Any]) -> None:
    _page(sheet, landscape=True)
    sheet.write_string(0, 0, grid.back)
    sheet.write_string(0, 1, f"{LAST}: chỉ để xem, không ghi vào trang này", formats["title"])
    sheet.write_string(1, 1, about, formats["line"])
    _heads(sheet, grid, formats)
    for row, (_, name, entries) in enumerate(grid.rows, start=5):
        sheet.write_string(row, 1, name, formats["label"])
        for column, entry in enumerate(entries, start=2):
            _put(sheet, row, column, entry.last, formats["last"])
    _protect(sheet)


def _heads(sheet: Any, grid: Grid, formats: dict[str, Any]) -> None:
    sheet.set_column(1, 1, 30)
    sheet.set_row(4, 66)
    sheet.write_string(4, 1, "Đơn vị", formats["head"])
    for column, asked in enumerate(grid.columns, start=2):
        sheet.write_string(4, column, f"{asked.label} ({asked.unit})", formats["head"])
    sheet.set_column(2, 1 + len(grid.columns), 16)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.freeze_panes(5, 2)
    sheet.repeat_rows(4)
    sheet.repeat_columns(1)


def _ask(
    sheet: Any, row: int, column: int, asked: Asked, entry: Entry, formats: dict[str, Any]
) -> None:
    if entry.locked:
        _put(sheet, row, column, entry.now, formats["shut"])
        return
    kind = "ratio" if asked.ratio else "part" if asked.decimals else "whole"
    _put(sheet, row, column, entry.now, formats[kind])
    if asked.ratio:
        return
    cell = xl_rowcol_to_cell(row, column)
    sheet.data_validation(row, column, row, column, {
        "validate": "custom", "value": _fits(cell, asked), "error_title": "Xem lại số",
        "error_message": _refusal(asked), "ignore_blank": True,
    })  # fmt: skip


def _fits(cell: str, asked: Asked) -> str:
    tests = [f"ISNUMBER({cell})", f"ROUND({cell},{asked.decimals})={cell}"]
    if asked.lowest is not None:
        tests.append(f"{cell}>={_typed(asked.lowest)}")
    if asked.highest is not None:
        tests.append(f"{cell}<={_typed(asked.highest)}")
    # Both are evaluated whatever stands there: a text compared with a number is no error.
    return f'=OR(LOWER({cell})="x",IF(ISNUMBER({cell}),AND({",".join(tests)}),FALSE))'


def _refusal(asked: Asked) -> str:
    most = f"số có nhiều nhất {asked.decimals} chữ số lẻ" if asked.decimals else "số nguyên"
    least = f" từ {numbers.written(asked.lowest)}" if asked.lowest is not None else ""
    highest = f" đến {numbers.written(asked.highest)}" if asked.highest is not None else ""
    return f"Ghi {most}{least}{highest}; x là không áp dụng; không ghi đơn vị tính."[:250]


def _typed(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _put(sheet: Any, row: int, column: int, value: str | int | float | None, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_number(row, column, value, form)


def sheet_name(wanted: str, used: set[str]) -> str:
    """This function will return a name that a spreadsheet takes, another than those used so far."""
    base = " ".join(_FORBIDDEN.sub(" ", wanted).split())[:31] or "Phiếu"
    name, number = base, 1
    while name.lower() in used:
        number += 1
        name = f"{base[: 31 - len(str(number)) - 1]} {number}"
    used.add(name.lower())
    return name


def _page(sheet: Any, *, landscape: bool) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _protect(sheet: Any) -> None:
    """Keep the head from slips of the hand; there is no password, and widths stay free."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
