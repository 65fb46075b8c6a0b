"""Chỗ của từng ô: where in the XML of a sheet each row and cell stands, to the byte.

Expat tells at which byte an element begins. What is then changed is cut out and put in at those
bytes, so that all else (formulas, formats, merged cells, extensions of later programs) stays as it
was written, letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from dongthuan.ground.files.document import UnreadableFile

_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
# A form of two thousand lines has some fifty thousand; whole columns coloured to the end have more.
MOST_CELLS = 200_000


@dataclass(slots=True)
class CellSpan:
    """Ô trong XML: its bytes `start`…`end`, those of its cached value, and what is written in it."""

    row: int
    column: int
    start: int
    end: int = 0
    head: bytes = b""
    style: str = ""
    kind: str = ""
    text: str = ""
    formula: str | None = None
    # The number of a shared formula, and the cells that an array formula fills.
    shared: str = ""
    spread: str = ""
    value: tuple[int, int] | None = None


@dataclass(slots=True)
class RowSpan:
    """Dòng trong XML: the end of its opening tag, and where its closing tag begins."""

    number: int
    start: int
    opened: int
    closed: int = 0
    style: str = ""
    hidden: bool = False
    is_bare: bool = False


@dataclass(slots=True)
class Spans:
    """Trang tính trong XML: rows and cells with their places, merged cells, styles of columns."""

    data: bytes
    prefix: str = ""
    rows: dict[int, RowSpan] = field(default_factory=dict)
    cells: dict[tuple[int, int], CellSpan] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, str, bool]] = field(default_factory=list)
    body: tuple[int, int] = (0, 0)
    body_is_bare: bool = False


def address(row: int, column: int) -> str:
    """This function will write a place as a spreadsheet does: row 5, column 2 is B5."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def place(written: str) -> tuple[int, int] | None:
    """This function will read «B5» as row 5, column 2; None of anything else."""
    match = _ADDRESS.match(written)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column


def area(written: str) -> tuple[int, int, int, int] | None:
    """This function will read «B2:D5» as its first and last row and column."""
    first, _, last = written.partition(":")
    a, b = place(first), place(last or first)
    return (a[0], a[1], b[0], b[1]) if a and b else None


def utf8(data: bytes) -> bytes:
    """This function will bring an XML part to UTF-8, in which bytes can be counted."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
        return re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text).encode()
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise UnicodeDecodeError("xml", data, 0, 1, "not UTF-8")
    return data


def scan(data: bytes, damaged: str, most: int | None = None) -> Spans:
    """This function will find every row and cell of a sheet's XML.

    :raises UnreadableFile: with the given words where it is no XML, declares entities, or holds
        more cells than a form has.
    """
    return _Scan(data, damaged, MOST_CELLS if most is None else most).found


class _Scan:
    def __init__(self, data: bytes, damaged: str, most: int) -> None:
        self._most = most
        try:
            data = utf8(data)
        except UnicodeDecodeError:
            raise UnreadableFile(damaged) from None
        self.found = Spans(data)
        self._damaged = damaged
        self._path: list[str] = []
        self._row: RowSpan | None = None
        self._cell: CellSpan | None = None
        self._at = (0, 0)
        self._words: list[str] | None = None
        self._since = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._letters
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError, KeyError):
            raise UnreadableFile(damaged) from None

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(self._damaged)

    def _tag(self) -> bytes:
        match = _TAG.match(self.found.data, self._parser.CurrentByteIndex)
        if match is None:
            raise UnreadableFile(self._damaged)
        return match.group()

    def _start(self, tag: str, told: dict[str, str]) -> None:
        if not self._path:
            self.found.prefix = tag[: tag.find(":") + 1]
        name = tag.removeprefix(self.found.prefix)
        self._path.append(name)
        at = self._parser.CurrentByteIndex
        if name == "c" and self._row is not None:
            self._open_cell(at, told)
        elif name == "row" and len(self._path) == 3:
            self._open_row(at, told)
        elif self._cell is not None and name in ("f", "v", "t"):
            self._open_inside(name, at, told)
        elif name == "sheetData" and len(self._path) == 2:
            opening = self._tag()
            self.found.body = (at + len(opening), at + len(opening))
            self.found.body_is_bare = opening.endswith(b"/>")
        elif name == "mergeCell" and (ref := area(told.get("ref", ""))):
            self.found.merged.append(ref)
        elif name == "col":
            first, last = int(told["min"]), int(told["max"])
            hidden = told.get("hidden") in ("1", "true")
            self.found.columns.append((first, last, told.get("style", ""), hidden))

    def _open_row(self, at: int, told: dict[str, str]) -> None:
        number = int(told["r"]) if "r" in told else self._at[0] + 1
        opening = self._tag()
        custom = told.get("customFormat") in ("1", "true")
        self._row = RowSpan(
            number, at, at + len(opening), at + len(opening), told.get("s", "") if custom else "",
            told.get("hidden") in ("1", "true"), opening.endswith(b"/>"),
        )  # fmt: skip
        self.found.rows[number] = self._row
        self._at = (number, 0)

    def _open_cell(self, at: int, told: dict[str, str]) -> None:
        spot = place(told.get("r", "")) or (self._at[0], self._at[1] + 1)
        self._at = spot
        self._cell = CellSpan(*spot, at, 0, self._tag(), told.get("s", ""), told.get("t", ""))
        self.found.cells[spot] = self._cell
        if len(self.found.cells) > self._most:
            name = self._damaged.partition(":")[0]
            raise UnreadableFile(
                f"{name}: biểu có hơn 200.000 ô, phần lớn là dòng trống đã kẻ ô hoặc tô màu. Mở bằng "
                "Excel, xóa hẳn các dòng trống ở cuối từng trang tính, lưu lại rồi nộp."
            )

    def _open_inside(self, name: str, at: int, told: dict[str, str]) -> None:
        assert self._cell is not None
        if name == "t" and "rPh" in self._path:
            return
        self._words = []
        self._since = at
        if name == "f":
            self._cell.shared = told.get("si", "") if told.get("t") == "shared" else ""
            if told.get("t") in ("array", "dataTable"):
                self._cell.spread = told.get("ref", "")

    def _letters(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)

    def _end(self, tag: str) -> None:
        name = tag.removeprefix(self.found.prefix)
        at = self._parser.CurrentByteIndex
        self._path.pop()
        cell = self._cell
        if cell is not None and self._words is not None and name in ("f", "v", "t"):
            told, self._words = "".join(self._words), None
            if name == "f":
                cell.formula = told
            else:
                cell.text += told
            if name == "v":
                cell.value = (self._since, self._closing(self._since, at))
        elif cell is not None and name == "c":
            cell.end = self._closing(cell.start, at)
            self._cell = None
        elif self._row is not None and name == "row" and len(self._path) == 2:
            self._row.closed = at if not self._row.is_bare else self._row.opened
            self._row = None
        elif name == "sheetData" and len(self._path) == 1 and not self.found.body_is_bare:
            self.found.body = (self.found.body[0], at)

    def _closing(self, start: int, at: int) -> int:
        """Return where an element ends: a bare one («<c/>») ends with its opening tag."""
        opening = _TAG.match(self.found.data, start)
        if opening is not None and opening.group().endswith(b"/>"):
            return opening.end()
        closing = _TAG.match(self.found.data, at)
        if closing is None:
            raise UnreadableFile(self._damaged)
        return closing.end()
