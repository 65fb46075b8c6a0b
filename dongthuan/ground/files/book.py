"""Sổ tính theo từng ô: the cells of an .xlsx with formulas, errors, formats and hidden places.

`workbook` reads what an office sees; this reads what a form is made of, so that it can be filled in
place (`papers.in_place`) and its formulas computed again (`papers.formulas`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from lxml import etree

from dongthuan.ground.files import containers, spans
from dongthuan.ground.files.document import Kind, UnreadableFile
from dongthuan.ground.files.sniffing import identify
from dongthuan.ground.files.spans import CellSpan, Spans, address, area
from dongthuan.ground.primitives.folding import nfc

LARGEST = 20 * 1024 * 1024
MACROS = (
    "tệp có macro (.xlsm). Máy chủ không chạy và không giữ macro nên không nhận. Mở bằng Excel, "
    "chọn Tệp → Lưu thành, loại «Excel Workbook (.xlsx)», rồi nộp bản đó."
)
OLD = (
    "tệp Excel 97-2003 (.xls). Mở bằng Excel, chọn Tệp → Lưu thành, loại «Excel Workbook (.xlsx)», "
    "rồi nộp bản đó; điền tại chỗ chỉ làm được với .xlsx."
)
NOT_A_WORKBOOK = "không phải tệp Excel. Hãy chọn biểu .xlsx mà cấp trên gửi."
_WORKBOOK, _MACROS = "xl/workbook.xml", "xl/vbaProject.bin"
_TEXT_FORMAT, _PERCENTS = 49, {9, 10}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


# A band merged over whole rows or columns is a title: only so much of it can matter.
_TALL, _WIDE, _MOST_COVERED = 5000, 200, 1_000_000


class Shows(StrEnum):
    """Cách hiện số: what the number format of a cell makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Held:
    """Ô: what stands in it as text, as a number as it was typed, its formula, its error."""

    text: str = ""
    number: str = ""
    formula: str = ""
    error: str = ""
    shows: Shows = Shows.NUMBER

    @property
    def is_blank(self) -> bool:
        """This property will say whether nothing is written: dots to write on are nothing."""
        return not self.formula and not self.number and not self.text.strip(" .…_-–\u00a0\n")


BLANK = Held()


@dataclass(frozen=True)
class Page:
    """Trang tính: one sheet, its place in the file, and its cells by row and column from 1."""

    name: str
    path: str
    visible: bool
    spans: Spans
    cells: dict[tuple[int, int], Held]

    def at(self, row: int, column: int) -> Held:
        """This method will return a cell, blank where none is written."""
        return self.cells.get((row, column), BLANK)

    @cached_property
    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """This property will return, of every covered cell of a merged area, its first cell."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.spans.merged:
            for row in range(top, min(bottom, top + _TALL) + 1):
                for column in range(left, min(right, left + _WIDE) + 1):
                    if (row, column) != (top, left):
                        found[row, column] = (top, left)
        return found

    @cached_property
    def computed(self) -> frozenset[tuple[int, int]]:
        """This property will return the cells that formulas fill, arrays included."""
        found = {spot for spot, cell in self.spans.cells.items() if cell.formula is not None}
        for cell in self.spans.cells.values():
            ref = area(cell.spread) if cell.spread else None
            if ref:
                found |= {
                    spot for spot in self.spans.cells
                    if ref[0] <= spot[0] <= ref[2] and ref[1] <= spot[1] <= ref[3]
                }  # fmt: skip
        return frozenset(found)

    def style_of(self, row: int, column: int) -> str:
        """This method will return the style an unwritten cell takes from its row or column."""
        held = self.spans.cells.get((row, column))
        if held is not None:
            return held.style
        line = self.spans.rows.get(row)
        if line is not None and line.style:
            return line.style
        for first, last, style, _ in self.spans.columns:
            if first <= column <= last:
                return style
        return ""

    def is_hidden(self, row: int) -> bool:
        """This method will say whether a row is hidden."""
        line = self.spans.rows.get(row)
        return line is not None and line.hidden


@dataclass(frozen=True)
class Book:
    """Sổ tính: every sheet of an .xlsx, and what else a writer must know of it."""

    name: str
    data: bytes
    pages: tuple[Page, ...]
    styles: tuple[Shows, ...]
    workbook: bytes
    since_1904: bool = False
    defined: frozenset[str] = field(default=frozenset())

    def page(self, name: str) -> Page | None:
        """This method will return the sheet of a name, whatever case it is written in."""
        low = name.lower()
        return next((one for one in self.pages if one.name.lower() == low), None)

    def shows(self, page: Page, row: int, column: int) -> Shows:
        """This method will return how a place shows numbers, written in it or not yet."""
        style = page.style_of(row, column)
        return _shows(style, self.styles)


def open_book(data: bytes, name: str) -> Book:
    """This function will read the cells of an .xlsx.

    :raises UnreadableFile: no .xlsx, with macros, with a password, damaged, a bomb or too large.
    """
    if len(data) > LARGEST:
        raise UnreadableFile(
            f"{name}: tệp nặng hơn 20 MB; biểu mẫu không lớn như vậy, xem lại tệp."
        )
    kind, _ = identify(data, name)
    if kind is Kind.XLS:
        raise UnreadableFile(f"{name}: {OLD}")
    if kind is not Kind.XLSX:
        raise UnreadableFile(f"{name}: {NOT_A_WORKBOOK}")
    names = containers.member_names(data)
    if any(member.lower() == _MACROS.lower() for member in names):
        raise UnreadableFile(f"{name}: {MACROS}")
    damaged = f"{name}: {containers.DAMAGED}"
    parts = containers.members(
        data, name,
        (_WORKBOOK, "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"),
    )  # fmt: skip
    if _WORKBOOK not in parts or "xl/_rels/workbook.xml.rels" not in parts:
        raise UnreadableFile(damaged)
    links = {
        link.get("Id"): _path(link.get("Target") or "")
        for link in containers.parse_xml(parts["xl/_rels/workbook.xml.rels"], name)
    }
    root = containers.parse_xml(parts[_WORKBOOK], name)
    styles = _styles(parts.get("xl/styles.xml"), name)
    words = _words(parts.get("xl/sharedStrings.xml"), name)
    listed = [
        (nfc(one.get("name") or ""), links.get(_link_of(one), ""), one.get("state", "visible"))
        for one in root.iter("{*}sheet")
    ]
    sheets = containers.members(data, name, [path for _, path, _ in listed if path in names])
    pages: list[Page] = []
    left = spans.MOST_CELLS
    for title, path, state in listed:
        if path in sheets and not path.startswith("xl/chartsheets/"):
            found = spans.scan(sheets[path], damaged, left)
            left -= len(found.cells)
            _refuse_wide_merges(found, name)
            pages.append(_page(title, path, state == "visible", found, words, styles))
    if not pages:
        raise UnreadableFile(damaged)
    told = root.find("{*}workbookPr")
    since_1904 = told is not None and told.get("date1904") in ("1", "true")
    defined = frozenset((one.get("name") or "").lower() for one in root.iter("{*}definedName"))
    return Book(name, data, tuple(pages), styles, parts[_WORKBOOK], since_1904, defined)


def _refuse_wide_merges(found: Spans, name: str) -> None:
    covered = sum(
        (min(bottom - top, _TALL) + 1) * (min(right - left, _WIDE) + 1)
        for top, left, bottom, right in found.merged
    )
    if covered > _MOST_COVERED:
        raise UnreadableFile(
            f"{name}: biểu gộp quá nhiều ô trống. Mở bằng Excel, bỏ gộp các vùng trống rồi nộp lại."
        )


def _path(target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return f"xl/{target.removeprefix('./')}"


def _link_of(sheet: etree._Element) -> str | None:
    return next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), None)


def _words(part: bytes | None, name: str) -> list[str]:
    if part is None:
        return []
    found = []
    for one in containers.parse_xml(part, name).iter("{*}si"):
        told = [
            piece.text or "" for piece in one.iter("{*}t")
            if etree.QName(piece.getparent()).localname != "rPh"
        ]  # fmt: skip
        found.append(nfc("".join(told)))
    return found


def _styles(part: bytes | None, name: str) -> tuple[Shows, ...]:
    if part is None:
        return ()
    root = containers.parse_xml(part, name)
    own = {
        int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in root.iter("{*}numFmt")
    }
    cells = root.find("{*}cellXfs")
    listed = cells if cells is not None else ()
    return tuple(_format(int(one.get("numFmtId") or 0), own) for one in listed)


def _format(number: int, own: dict[int, str]) -> Shows:
    if number in own:
        # What stands in quotation marks, behind a backslash or in brackets is only printed.
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", own[number]).lower().split(";")[0]
        if code.strip() == "@":
            return Shows.TEXT
        if "%" in code:
            return Shows.PERCENT
        return Shows.DATE if re.search(r"[ymdhs]", code.replace("general", "")) else Shows.NUMBER
    if number == _TEXT_FORMAT:
        return Shows.TEXT
    if number in _PERCENTS:
        return Shows.PERCENT
    return Shows.DATE if number in _DATES else Shows.NUMBER


def _shows(style: str, styles: tuple[Shows, ...]) -> Shows:
    at = int(style) if style.isdigit() else 0
    return styles[at] if at < len(styles) else Shows.NUMBER


def _page(
    title: str, path: str, visible: bool, found: Spans, words: list[str], styles: tuple[Shows, ...]
) -> Page:
    masters = {cell.shared: cell for cell in found.cells.values() if cell.shared and cell.formula}
    cells = {
        spot: _held(cell, words, styles, masters) for spot, cell in found.cells.items()
        if cell.text or cell.formula is not None
    }  # fmt: skip
    return Page(title, path, visible, found, cells)


def _held(
    cell: CellSpan, words: list[str], styles: tuple[Shows, ...], masters: dict[str, CellSpan]
) -> Held:
    formula = cell.formula or ""
    if cell.formula is not None and not formula:
        master = masters.get(cell.shared)
        # Told with its home, so that whoever computes it can move its references.
        formula = f"\x00{address(master.row, master.column)}\x00{master.formula}" if master else "?"
    text, number, error = cell.text, "", ""
    if cell.kind == "s":
        at = int(text) if text.isdigit() else -1
        text = words[at] if 0 <= at < len(words) else ""
    elif cell.kind == "e":
        text, error = "", text
    elif cell.kind == "b":
        text = "TRUE" if text == "1" else "FALSE"
    elif cell.kind not in ("str", "inlineStr", "d"):
        text, number = "", text.strip()
    return Held(nfc(text), number, formula, error, _shows(cell.style, styles))
