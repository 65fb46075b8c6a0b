"""Tệp .html: what a reader of a page sees, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from dongthuan.ground.files import containers, text
from dongthuan.ground.files.document import Document, Kind, Line, UnreadableFile, cleaned

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p"
    " pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN_NAMES = (
    "applet audio canvas datalist embed head iframe link math meta noframes noscript object script"
    " select style svg template textarea title video"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Wider spans are mistakes of a writing programme and would make lines of separators.
_WIDEST = 64


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of an HTML page, or raise UnreadableFile."""
    source, first = text.letters(data)
    source = _DECLARATION.sub("", source, count=1)
    try:
        root = lxml.html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as reason:
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    reader = _Reader()
    try:
        reader.block(root)
    except RecursionError as reason:
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    reader.close()
    lines, second = cleaned(reader.lines)
    return Document(name, Kind.HTML, lines, first + second)


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open: list[str] = []
        self._tables = 0
        self._paragraphs = 0

    def block(self, node: etree._Element) -> None:
        if node.tag == "table" and node.find(".//table") is None:
            self.close()
            self._table(node)
            return
        if node.tag == "pre":
            self.close()
            for line in "".join(_seen_text(node)).splitlines():
                self._open.append(line)
                self.close(keep_blanks=True)
            return
        self._add(node.text)
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(child):
                if tag == "br":
                    self.close()
                elif tag in _BLOCKS:
                    self.close()
                    self.block(child)
                    self.close()
                else:
                    self.block(child)
            self._add(child.tail)

    def _add(self, words: str | None) -> None:
        if words:
            self._open.append(words)

    def close(self, *, keep_blanks: bool = False) -> None:
        line, self._open = "".join(self._open), []
        line = line if keep_blanks else _BLANKS.sub(" ", line).strip()
        if line.strip():
            self._paragraphs += 1
            self.lines.append(Line(line, f"đoạn {self._paragraphs}"))

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        caption = table.find("caption")
        if caption is not None:
            self._add(_cell_text(caption))
            self.close()
        falling: dict[int, int] = {}
        for at, row in enumerate(table.iter("tr"), 1):
            cells: list[str] = []
            for cell in row.iterchildren("td", "th"):
                _fall(cells, falling)
                span = _span(cell, "colspan")
                rows = _span(cell, "rowspan")
                for column in range(len(cells), len(cells) + span):
                    if rows > 1:
                        falling[column] = rows - 1
                cells.extend([_cell_text(cell), *[""] * (span - 1)])
            _fall(cells, falling)
            if any(cells):
                place = f"bảng {self._tables}, dòng {at}"
                self.lines.append(Line(" | ".join(cells), place))


def _fall(cells: list[str], falling: dict[int, int]) -> None:
    """This function will leave empty the columns that a cell of a row above reaches down into."""
    while falling.get(len(cells), 0) > 0:
        falling[len(cells)] -= 1
        cells.append("")


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isdigit() else 1


def _cell_text(cell: etree._Element) -> str:
    return _BLANKS.sub(" ", "".join(_seen_text(cell))).strip()


def _seen_text(node: etree._Element) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        tag = child.tag
        if isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(child):
            if tag == "br":
                yield "\n"
            yield from _seen_text(child)
            if tag in _BLOCKS:
                yield "\n"
        if child.tail:
            yield child.tail


def _is_hidden(node: etree._Element) -> bool:
    return node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))
