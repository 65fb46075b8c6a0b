"""Dòng nối dòng: the sheets of a large spreadsheet read one row after another, never held whole.

`reading` serves reports, whose tables are looked at as a whole. A register has a hundred thousand
rows; here a cell stays what the spreadsheet holds (a day is a day, a number a number), and only the
row at hand is in memory as Python knows it.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

import python_calamine

from dongthuan.ground.files import containers, delimited, workbook
from dongthuan.ground.files.document import Kind, UnreadableFile, read_encodings
from dongthuan.ground.files.sniffing import identify
from dongthuan.ground.primitives import encodings
from dongthuan.ground.primitives.encodings import Encoding
from dongthuan.ground.primitives.folding import nfc

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
OLD_END = 65_536
# What stands for a cell whose formula failed: the reader itself leaves it empty.
BROKEN = "#VALUE!"
_BROKEN = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"')
NOT_A_SHEET = (
    "cần một bảng tính (.xlsx, .xls hoặc .csv). Nếu là bản Word hay PDF, chép bảng sang Excel, "
    "lưu lại rồi thử lại."
)
_CHUNK = 1 << 20
_JUDGED = 400
_COLUMN = re.compile(rb'<col\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')


@dataclass(frozen=True, slots=True)
class Spans:
    """Ô gộp: first and last row and column, from 0 as in the sheet."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Trang tính đang đọc: its rows in turn, each with its number from 1; cells start at column A."""

    name: str
    rows: Iterator[tuple[int, list[Cell]]]
    merged: tuple[Spans, ...] = ()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """Bảng tính đang đọc: its visible sheets in turn, the hidden ones by name, what was odd."""

    sheets: Iterator[Rows]
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def open_rows(data: bytes, name: str) -> Book:
    """This function will open a spreadsheet to be read row by row.

    :raises UnreadableFile: no spreadsheet, damaged, locked, a bomb; also while rows are read.
    """
    kind, _ = identify(data, name)
    if kind is Kind.TXT and delimited.is_table(data):
        kind = Kind.CSV
    if kind is Kind.CSV:
        sheet, warnings = delimited.read(data, name)
        told: Iterator[tuple[int, list[Cell]]] = (
            (at, list(row)) for at, row in enumerate(sheet.rows, sheet.first_row)
        )
        return Book(iter([Rows(name, told)]), warnings=warnings)
    if kind not in (Kind.XLSX, Kind.XLS):
        raise UnreadableFile(f"{name}: {NOT_A_SHEET}")
    looks: dict[str, _Look] = {}
    with workbook.refusing(name):
        if kind is Kind.XLSX:
            containers.refuse_bomb(data, name)
            looks = _looked_over(data, name)
        else:
            workbook.refuse_cipher(data, name)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = python_calamine.SheetVisibleEnum.Visible
        names = [one.name for one in book.sheets_metadata if one.visible == seen]
        hidden = [one.name for one in book.sheets_metadata if one.visible != seen]
    sheets = (
        _sheet(book, one, name, looks.get(one, _Look()), old=kind is Kind.XLS) for one in names
    )
    return Book(sheets, tuple(nfc(one) for one in hidden))


def _sheet(
    book: python_calamine.CalamineWorkbook, title: str, name: str, look: _Look, *, old: bool
) -> Rows:  # fmt: skip
    with workbook.refusing(name):
        sheet = book.get_sheet_by_name(title)
        merged = tuple(
            Spans(first[0], first[1], last[0], last[1])
            for first, last in sheet.merged_cell_ranges or ()
        )
    rows = _in_unicode(_rows(sheet, name, look.broken))
    if old and sheet.end is not None and sheet.end[0] + 1 >= OLD_END:
        # A row without a number says that the old format could hold no more.
        end: list[Cell] = [f"{OLD_END}"]
        rows = chain(rows, [(0, end)])
    return Rows(nfc(title), rows, merged, look.hidden)


def _rows(
    sheet: python_calamine.CalamineSheet, name: str, broken: dict[int, list[int]]
) -> Iterator[tuple[int, list[Cell]]]:
    if sheet.start is None:
        return
    with workbook.refusing(name):
        # The reader counts from the first row and column, empty or not.
        for at, cells in enumerate(sheet.iter_rows(), 1):
            for column in broken.get(at, ()):
                if column < len(cells):
                    cells[column] = BROKEN
            yield at, cells


def _in_unicode(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    """This function will read the letters of an old font, judged by the first rows of a sheet."""
    first = list(islice(rows, _JUDGED))
    words = [
        cell for _, row in first for cell in row if isinstance(cell, str) and not cell.isascii()
    ]
    found, _ = read_encodings(words)
    old = {one for one in found if one is not Encoding.UNICODE}
    main = max(old, key=found.count) if old else Encoding.UNICODE

    @lru_cache(maxsize=8192)
    def read(cell: str) -> str:
        now = encodings.detect(cell)
        if now is Encoding.UNICODE and main is not Encoding.UNICODE and encodings.fits(cell, main):
            now = main
        return encodings.aligned(cell, now)[0]

    for at, row in chain(first, rows):
        yield (
            at,
            [read(cell) if isinstance(cell, str) and not cell.isascii() else cell for cell in row],
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """What the reader of workbooks does not tell: hidden columns, and cells whose formula failed."""

    hidden: frozenset[int] = frozenset()
    broken: dict[int, list[int]] = field(default_factory=dict)


def _looked_over(data: bytes, name: str) -> dict[str, _Look]:
    """This function will look a workbook over piece by piece, and refuse a sheet that spreads wide."""
    looks: dict[str, _Look] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        there = set(package.namelist())
        for title, path in workbook.sheet_parts(data, name):
            if path not in there:
                continue
            with package.open(path) as part:
                look = _Look(_hidden_columns(part.read(_CHUNK)))
            with package.open(path) as part:
                workbook.refuse_sprawl(_noting(_chunks(part), look), name)
            looks[title] = look
    return looks


def _noting(chunks: Iterable[bytes], look: _Look) -> Iterator[bytes]:
    for chunk in chunks:
        if b't="e"' in chunk:
            for letters, digits in _BROKEN.findall(chunk):
                column = workbook.column_number(letters.decode()) - 1
                look.broken.setdefault(int(digits), []).append(column)
        yield chunk


def _chunks(part: Iterable[bytes]) -> Iterator[bytes]:
    """This function will hand on a part in pieces that end between two cells."""
    rest = b""
    while piece := part.read(_CHUNK):  # type: ignore[attr-defined]
        piece = rest + piece
        cut = piece.rfind(b"<c ")
        rest = piece[cut:] if cut > 0 else b""
        yield piece[: cut if cut > 0 else None]
    yield rest


def _hidden_columns(head: bytes) -> frozenset[int]:
    found: set[int] = set()
    for column in _COLUMN.findall(head):
        span = {key: int(value) for key, value in _SPAN.findall(column)}
        first, last = span.get(b"min", 1), span.get(b"max", 1)
        # A whole sheet hidden to its right end says nothing of columns that hold words.
        found.update(range(first - 1, min(last, 512)))
    return frozenset(found)
