"""Tệp .doc: a small reader of the Word 97-2003 binary format, as [MS-DOC] describes it.

The letters lie in pieces, some in Western bytes and some in UTF-16; the piece table orders them.
Two further tables say which paragraphs are table rows and which letters are deleted or hidden.
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import Document, Kind, Line, UnreadableFile, cleaned

_WORD = 0xA5EC
_WORD_97 = 101
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COUNTS_AT = 0x4C
_CHPX_AT, _PAPX_AT, _CLX_AT = 0xFA, 0x102, 0x1A2
_PAGE = 512
_COMPRESSED = 0x40000000

_DELETED, _HIDDEN = 0x0800, 0x083C
_IN_TABLE, _ROW_END, _DEFINE_TABLE, _CHANGE_TABS = 0x2416, 0x2417, 0xD608, 0xC615
# Properties too long for their page lie elsewhere; only ends of wide rows have so many.
_HUGE = frozenset({0x6645, 0x6646})
_YES = b"\x01"
# Borders nearer than this, in twentieths of a point, are one border drawn by hand.
_SAME_BORDER = 40
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)

_MARKS = re.compile("[\x00-\x08\x0b-\x1f]")
_CELL, _LINE, _PAGE_END, _PARAGRAPH = "\x07", "\x0b", "\x0c", "\r"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SIGNS = {"\x1e": "-", "\x1f": "\u00ad"}


@dataclass(frozen=True, slots=True)
class _Piece:
    first: int
    last: int
    offset: int
    width: int


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of a .doc.

    :raises UnreadableFile: the file is damaged, has a password, or is older than Word 97.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            main: bytes = container.openstream("WordDocument").read()
            (flags,) = struct.unpack_from("<H", main, 0x0A)
            if flags & _ENCRYPTED:
                raise UnreadableFile(f"{name}: {containers.LOCKED}")
            table_name = "1Table" if flags & _TABLE_1 else "0Table"
            ident, version = struct.unpack_from("<HH", main, 0)
            if ident == _WORD and version >= _WORD_97:
                table: bytes = container.openstream(table_name).read()
        if ident != _WORD or version < _WORD_97:
            raise UnreadableFile(
                f"{name}: tệp Word quá cũ (trước Word 97). "
                "Mở bằng Word hoặc LibreOffice, lưu thành .docx rồi thử lại."
            )
        lines, warnings = cleaned(_Reader(main, table).lines())
    except UnreadableFile:
        raise
    except Exception as reason:  # a damaged table leads anywhere, never to a trace
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    return Document(name, Kind.DOC, lines, warnings)


class _Reader:
    def __init__(self, main: bytes, table: bytes) -> None:
        self._main = main
        self._table = table
        self._pieces = list(self._read_pieces())
        self._firsts = [piece.first for piece in self._pieces]
        self._paragraphs = sorted(self._runs(_PAPX_AT, 13, 2))
        self._paragraph_starts = [run[0] for run in self._paragraphs]

    def lines(self) -> Iterator[Line]:
        main, notes, headers, _, remarks, ends, boxes = struct.unpack_from(
            "<7i", self._main, _COUNTS_AT
        )
        text = self._text()
        at = main + notes + headers + remarks
        yield from self._story(text, 0, main)
        yield from _named(self._story(text, main, main + notes), "chú thích")
        yield from _named(self._story(text, at, at + ends), "chú thích cuối")
        yield from _named(self._story(text, at + ends, at + ends + boxes), "khung chữ")

    def _read_pieces(self) -> Iterator[_Piece]:
        at, size = struct.unpack_from("<II", self._main, _CLX_AT)
        end = at + size
        while at < end and self._table[at] == 1:
            at += 3 + int(struct.unpack_from("<H", self._table, at + 1)[0])
        if self._table[at] != 2:
            raise ValueError("no piece table")
        (size,) = struct.unpack_from("<I", self._table, at + 1)
        count = (size - 4) // 12
        places = struct.unpack_from(f"<{count + 1}I", self._table, at + 5)
        for number in range(count):
            (code,) = struct.unpack_from(
                "<I", self._table, at + 5 + (count + 1) * 4 + number * 8 + 2
            )
            packed = bool(code & _COMPRESSED)
            offset = (code & (_COMPRESSED - 1)) // (2 if packed else 1)
            yield _Piece(places[number], places[number + 1], offset, 1 if packed else 2)

    def _text(self) -> str:
        unseen = sorted(
            (first, last)
            for first, last, found in self._runs(_CHPX_AT, 1, 0)
            if found.get(_DELETED) == _YES or found.get(_HIDDEN) == _YES
        )
        parts: list[str] = []
        for piece in self._pieces:
            length = piece.last - piece.first
            raw = self._main[piece.offset : piece.offset + length * piece.width]
            part = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", errors="replace")
            if len(part) != length:
                # A letter beyond the first plane counts twice in the file, and once here.
                part = "".join(
                    chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
                    for (code,) in struct.iter_unpack("<H", raw[: len(raw) // 2 * 2])
                ).ljust(length, "\x00")
            parts.append(_blotted(part, piece, unseen))
        return "".join(parts)

    def _runs(
        self, directory: int, entry: int, header: int
    ) -> Iterator[tuple[int, int, dict[int, bytes]]]:
        """This function will yield every stretch of the file with its properties."""
        at, size = struct.unpack_from("<II", self._main, directory)
        count = (size - 4) // 8
        if size < 12:
            return
        pages = struct.unpack_from(f"<{count}I", self._table, at + (count + 1) * 4)
        for number in pages:
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) < _PAGE:
                continue
            runs = page[-1]
            places = struct.unpack_from(f"<{runs + 1}I", page, 0)
            for run in range(runs):
                where = page[(runs + 1) * 4 + run * entry] * 2
                found: dict[int, bytes] = {}
                if where:
                    found = _properties(_grpprl(page, where, header))
                yield places[run], places[run + 1], found

    def _paragraph_at(self, place: int) -> dict[int, bytes]:
        piece = self._pieces[bisect_right(self._firsts, place) - 1]
        offset = piece.offset + (place - piece.first) * piece.width
        at = bisect_right(self._paragraph_starts, offset) - 1
        if at < 0 or offset >= self._paragraphs[at][1]:
            return {}
        return self._paragraphs[at][2]

    def _story(self, text: str, first: int, last: int) -> Iterator[Line]:
        line: list[str] = []
        cells: list[str] = []
        codes: list[bool] = []
        rows: list[tuple[list[str], tuple[int, ...]]] = []
        paragraphs = tables = 0
        at = first
        for mark in _MARKS.finditer(text, first, last):
            if True not in codes:
                line.append(text[at : mark.start()])
            at, sign = mark.end(), mark.group()
            if sign == _FIELD:
                codes.append(True)
            elif sign == _RESULT and codes:
                codes[-1] = False
            elif sign == _FIELD_END and codes:
                codes.pop()
            elif sign in _SIGNS and True not in codes:
                line.append(_SIGNS[sign])
            elif sign == _CELL:
                found = self._paragraph_at(mark.start())
                if not (found.get(_ROW_END) == _YES or _HUGE & found.keys()):
                    cells.append(" ".join("".join(line).split()))
                    line = []
                    continue
                tables += not rows
                rows.append((cells, _borders(found.get(_DEFINE_TABLE, b""))))
                line, cells = [], []
            elif sign in (_PARAGRAPH, _LINE, _PAGE_END):
                if cells or self._paragraph_at(mark.start()).get(_IN_TABLE) == _YES:
                    line.append(" ")
                    continue
                yield from _table(rows, tables)
                rows = []
                content, line = "".join(line), []
                if content.strip():
                    yield Line(content, f"đoạn {paragraphs + 1}")
                if sign == _PARAGRAPH and content.strip():
                    paragraphs += 1
        yield from _table(rows, tables)
        rest = "".join([*line, text[at:last]])
        if cells or rest.strip():
            yield Line(" | ".join([*cells, rest]), f"đoạn {paragraphs + 1}")


def _borders(definition: bytes) -> tuple[int, ...]:
    """This function will return where the borders of a row's cells are, from left to right."""
    if len(definition) < 3 or len(definition) < 5 + definition[2] * 2:
        return ()
    return struct.unpack_from(f"<{definition[2] + 1}h", definition, 3)


def _table(rows: list[tuple[list[str], tuple[int, ...]]], number: int) -> Iterator[Line]:
    """This function will yield the rows of a table, a cell over many columns followed by gaps."""
    columns: list[int] = []
    for left in sorted(left for _, borders in rows for left in borders[:-1]):
        if not columns or left - columns[-1] > _SAME_BORDER:
            columns.append(left)
    for at, (cells, borders) in enumerate(rows, 1):
        placed = cells
        if len(borders) == len(cells) + 1:
            placed = [""] * len(columns)
            for cell, left in zip(cells, borders, strict=False):
                column = bisect_right(columns, left) - 1
                placed[column] = f"{placed[column]} {cell}".strip()
        yield Line(" | ".join(placed), f"bảng {number}, dòng {at}")


def _named(lines: Iterator[Line], place: str) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        yield Line(line.text.lstrip(), f"{place} {number}")


def _blotted(part: str, piece: _Piece, unseen: list[tuple[int, int]]) -> str:
    """This function will put a mark that is dropped later over deleted and hidden letters."""
    end = piece.offset + len(part) * piece.width
    kept: list[str] = []
    at = 0
    for first, last in unseen:
        if first < end and last > piece.offset:
            start = max((first - piece.offset) // piece.width, at)
            stop = max((min(last, end) - piece.offset) // piece.width, start)
            kept.append(part[at:start] + "\x00" * (stop - start))
            at = stop
    return "".join(kept) + part[at:]


def _grpprl(page: bytes, where: int, header: int) -> bytes:
    size, at = page[where], where + 1
    if header:
        # A paragraph counts its properties in words; a first zero says that the count comes next.
        size, at = (page[at] * 2, at + 1) if size == 0 else (size * 2 - 1, at)
    return page[at + header : at + size]


def _properties(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 < len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if code == _DEFINE_TABLE:
            if at + 2 > len(data):
                break
            size = int(struct.unpack_from("<H", data, at)[0]) + 1
        elif code == _CHANGE_TABS and data[at] == 255:
            break
        elif size < 0:
            size = data[at] + 1
        found[code] = data[at : at + size]
        at += size
    return found
