"""Tệp .xlsx và .xls: the cells of a workbook, written as the office sees them."""

from __future__ import annotations

import datetime
import io
import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import olefile
import python_calamine
from lxml import etree

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import Kind, Merge, Sheet, UnreadableFile
from dongthuan.ground.primitives.folding import nfc

_CELL_NAME = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')
# One lost cell in the last corner of a sheet would make a table of 17 thousand million cells.
_MOST_CELLS = 20_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TARGETS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PERCENT_STYLES = frozenset({9, 10})
_HEAD, _CIPHER, _END = 8192, 0x002F, 0x000A
# A spreadsheet shows no more digits than these; what follows is noise of binary fractions.
_DIGITS = 15

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta


def read(data: bytes, name: str, kind: Kind) -> list[Sheet]:
    """This function will read the visible sheets of a workbook.

    :raises UnreadableFile: the file is damaged, has a password, or spreads too wide.
    """
    percents: dict[str, frozenset[tuple[int, int]]] = {}
    with refusing(name):
        if kind is Kind.XLSX:
            containers.refuse_bomb(data, name)
            percents = dict(_percent_cells(data, name))
        else:
            refuse_cipher(data, name)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = python_calamine.SheetVisibleEnum.Visible
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == seen]
        return [
            _sheet(book.get_sheet_by_name(sheet), percents.get(sheet, frozenset()))
            for sheet in names
        ]


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """This function will turn whatever a damaged workbook raises into UnreadableFile."""
    try:
        yield
    except (UnreadableFile, GeneratorExit):
        raise
    except python_calamine.PasswordError as reason:
        raise UnreadableFile(f"{name}: {containers.LOCKED}") from reason
    except Exception as reason:  # a damaged workbook raises whatever it meets
        if "password" in str(reason).lower():
            raise UnreadableFile(f"{name}: {containers.LOCKED}") from reason
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    except BaseException as reason:
        # A panic inside the reader of workbooks does not come as an Exception.
        if type(reason).__name__ != "PanicException":
            raise
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason


def refuse_cipher(data: bytes, name: str) -> None:
    """This function will raise UnreadableFile for an .xls under a password."""
    if _is_enciphered(data):
        raise UnreadableFile(f"{name}: {containers.LOCKED}")


def _is_enciphered(data: bytes) -> bool:
    """This function will say whether the first records of an .xls announce a cipher."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream = "Workbook" if container.exists("Workbook") else "Book"
        head: bytes = container.openstream(stream).read(_HEAD)
    at = 0
    while at + 4 <= len(head):
        record, size = struct.unpack_from("<HH", head, at)
        if record == _CIPHER:
            return True
        if record == _END:
            return False
        at += 4 + size
    return False


def _sheet(sheet: python_calamine.CalamineSheet, percents: frozenset[tuple[int, int]]) -> Sheet:
    if sheet.start is None:
        return Sheet(nfc(sheet.name), ())
    top, left = sheet.start
    rows: list[tuple[str, ...]] = []
    numbers: list[tuple[int | float | None, ...]] = []
    for down, cells in enumerate(sheet.to_python(skip_empty_area=True), top):
        pairs = [
            _shown(cell, percent=(down, across) in percents)
            for across, cell in enumerate(cells, left)
        ]
        rows.append(tuple(text for text, _ in pairs))
        numbers.append(tuple(number for _, number in pairs))
    return Sheet(
        name=nfc(sheet.name),
        rows=tuple(rows),
        first_row=top + 1,
        merged=tuple(
            Merge(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
            for first, last in sheet.merged_cell_ranges or ()
        ),
        numbers=tuple(numbers),
        first_column=left + 1,
    )


def _shown(cell: Cell, *, percent: bool) -> tuple[str, int | float | None]:
    """This function will return a cell as text, and as a number when it was typed as one."""
    if isinstance(cell, str):
        return nfc(cell), None
    if isinstance(cell, bool):
        return ("TRUE" if cell else "FALSE"), None
    if isinstance(cell, int | float):
        exact = Decimal(f"{cell:.{_DIGITS}g}") if isinstance(cell, float) else Decimal(cell)
        exact = exact * 100 if percent else exact
        text = format(exact, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        number = float(exact) if "." in text else int(exact)
        return text.replace(".", ",") + ("%" if percent else ""), number
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y %H:%M}", None
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}", None
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}", None
    minutes = int(cell.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}", None


def _percent_cells(data: bytes, name: str) -> Iterator[tuple[str, frozenset[tuple[int, int]]]]:
    """This function will yield each sheet with its cells shown as percentages, or refuse it."""
    found = containers.members(data, name, ("xl/styles.xml",))
    styles = _percent_styles(found.get("xl/styles.xml"), name)
    for title, path in sheet_parts(data, name):
        part = containers.members(data, name, (path,)).get(path)
        if part is not None:
            refuse_sprawl([part], name)
            yield title, frozenset(_styled(part, styles) if styles else ())


def sheet_parts(data: bytes, name: str) -> list[tuple[str, str]]:
    """This function will name the sheets of an .xlsx, each with the member that holds it."""
    wanted = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    parts = containers.members(data, name, wanted)
    if len(parts) < len(wanted):
        return []
    links = {
        link.get("Id"): (link.get("Target") or "").lstrip("/").removeprefix("xl/")
        for link in containers.parse_xml(parts[wanted[1]], name).iter(f"{_TARGETS}Relationship")
    }
    book = containers.parse_xml(parts[wanted[0]], name)
    return [
        (sheet.get("name") or "", f"xl/{links.get(sheet.get(f'{_LINKS}id'), '')}")
        for sheet in book.iter(f"{_MAIN}sheet")
    ]


def _percent_styles(part: bytes | None, name: str) -> frozenset[str]:
    if part is None:
        return frozenset()
    root = containers.parse_xml(part, name)
    formats = set(_PERCENT_STYLES)
    for custom in root.iter(f"{_MAIN}numFmt"):
        # A sign in quotation marks or behind a backslash is only printed: the value is not a share.
        code = re.sub(r'"[^"]*"|\\.', "", custom.get("formatCode") or "")
        if "%" in code:
            formats.add(int(custom.get("numFmtId") or 0))
    cells = root.find(f"{_MAIN}cellXfs")
    return frozenset(
        str(at)
        for at, style in enumerate(cells if cells is not None else ())
        if int(style.get("numFmtId") or 0) in formats
    )


def refuse_sprawl(parts: Iterable[bytes], name: str) -> None:
    """This function will raise UnreadableFile for a sheet whose last cell lies too far out."""
    right = down = 0
    widths: dict[bytes, int] = {}
    for part in parts:
        for letters, digits in _CELL_NAME.findall(part):
            down = max(down, int(digits))
            if letters not in widths:
                widths[letters] = column_number(letters.decode())
                right = max(right, widths[letters])
    if right * down > _MOST_CELLS:
        raise UnreadableFile(
            f"{name}: trang tính trải quá rộng (đến dòng {down}, cột {right}). "
            "Xóa các ô thừa ở cuối trang tính rồi thử lại."
        )


def _styled(part: bytes, styles: frozenset[str]) -> Iterator[tuple[int, int]]:
    for _, cell in etree.iterparse(io.BytesIO(part), tag=f"{_MAIN}c"):
        if cell.get("s") in styles:
            found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r") or "")
            if found:
                yield int(found.group(2)) - 1, column_number(found.group(1)) - 1
        cell.clear()


def column_number(letters: str) -> int:
    """This function will return the number of a column from 1: A is 1, AA is 27."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column
