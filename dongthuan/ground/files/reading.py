"""Đọc: the two questions asked of a file, its lines and its tables, whatever kind it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from dongthuan.ground.files import delimited, doc, docx, html, pdf, rtf, text, workbook
from dongthuan.ground.files.document import Document, Kind, Line, Sheet, UnreadableFile, cleaned
from dongthuan.ground.files.sniffing import identify

_READERS: dict[Kind, Callable[[bytes, str], Document]] = {
    Kind.TXT: text.read,
    Kind.DOCX: docx.read,
    Kind.DOC: doc.read,
    Kind.RTF: rtf.read,
    Kind.PDF: pdf.read,
    Kind.HTML: html.read,
}
_TABLE_PLACE = re.compile(r"bảng (\d+), dòng (\d+)")
_NO_TABLE = (
    "không thấy bảng nào để đối chiếu. Hãy dùng tệp Excel (.xlsx) hoặc .csv có dòng tiêu đề cột."
)


def read_text(data: bytes, name: str) -> Document:
    """This function will read the non-empty lines of a file of any kind.

    :raises UnreadableFile: with the name of the file and the remedy.
    """
    kind, warnings = identify(data, name)
    if kind in _READERS:
        document = _READERS[kind](data, name)
        return Document(name, kind, document.lines, warnings + document.warnings)
    sheets, found = _sheets(data, name, kind)
    lines, second = cleaned(_sheet_lines(sheets))
    return Document(name, kind, lines, warnings + found + second)


def read_tables(data: bytes, name: str) -> list[Sheet]:
    """This function will read the tables of a spreadsheet, a .csv, a Word file or a page.

    :raises UnreadableFile: with the name of the file and the remedy, also when it has no table.
    """
    kind, _ = identify(data, name)
    if kind is Kind.TXT and delimited.is_table(data):
        kind = Kind.CSV
    if kind in (Kind.CSV, Kind.XLSX, Kind.XLS):
        sheets = [_in_unicode(sheet) for sheet in _sheets(data, name, kind)[0]]
    elif kind in (Kind.DOCX, Kind.DOC, Kind.RTF, Kind.HTML):
        sheets = _tables_of(_READERS[kind](data, name))
    else:
        sheets = []
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise UnreadableFile(f"{name}: {_NO_TABLE}")
    return sheets


def _sheets(data: bytes, name: str, kind: Kind) -> tuple[list[Sheet], tuple[str, ...]]:
    if kind is Kind.CSV:
        sheet, warnings = delimited.read(data, name)
        return [sheet], warnings
    return workbook.read(data, name, kind), ()


def _sheet_lines(sheets: Iterable[Sheet]) -> Iterable[Line]:
    for sheet in sheets:
        for at, row in enumerate(sheet.rows, sheet.first_row):
            place = f"trang tính {sheet.name}, dòng {at}" if sheet.name else f"dòng {at}"
            yield Line(" | ".join(" ".join(cell.split()) for cell in row), place)


def _in_unicode(sheet: Sheet) -> Sheet:
    """This function will convert the cells of a sheet that was typed in an old font."""
    words = sorted({cell for row in sheet.rows for cell in row if cell and not cell.isascii()})
    lines, warnings = cleaned(Line(word, str(at)) for at, word in enumerate(words))
    if not warnings:
        return sheet
    swapped = {words[int(line.place)]: line.text for line in lines}
    rows = tuple(tuple(swapped.get(cell, cell) for cell in row) for row in sheet.rows)
    return replace(sheet, rows=rows)


def _tables_of(document: Document) -> list[Sheet]:
    tables: dict[int, list[tuple[int, list[str]]]] = {}
    for line in document.lines:
        found = _TABLE_PLACE.fullmatch(line.place)
        if found:
            # The last cells of a row may be empty; the blank that a line loses stands for them.
            cells = f"{line.text} ".split(" | ")
            cells = [cell.strip() for cell in cells]
            tables.setdefault(int(found[1]), []).append((int(found[2]), cells))
    sheets: list[Sheet] = []
    for number, numbered in tables.items():
        width = max(len(cells) for _, cells in numbered)
        rows = tuple(tuple(cells) + ("",) * (width - len(cells)) for _, cells in numbered)
        sheets.append(
            Sheet(
                name=f"bảng {number}",
                rows=rows,
                first_row=numbered[0][0],
                numbers=tuple((None,) * width for _ in rows),
            )
        )
    return sheets
