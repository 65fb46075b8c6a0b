"""Tệp .docx: the lines of a Word file, and the runs of the file that each letter stands in.

``walk`` is made for whoever writes into the file again, a Word comment for instance::

    root, footnotes = parse(data, name)          # or docx.Document(…).element, None
    for line, pieces in walk(root, footnotes):   # the same lines, in order, as read_text gives
        first = next(p for p in pieces if p.start <= a < p.end)
        last = next(p for p in pieces if p.start < b <= p.end)
        # line.text[a:b] begins at first.text.text[first.raw_offset(a):] inside the run first.run
        # and ends at last.text.text[:last.raw_offset(b)] inside the run last.run.

Make a list of the walk before you change the tree. The separators « | » between cells, and the
space between paragraphs of one cell, belong to no piece: look for the nearest one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import Document, Kind, Line, UnreadableFile, read_encodings
from dongthuan.ground.primitives.encodings import aligned

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _R, _T, _TBL, _TR, _TC = (f"{_W}{tag}" for tag in ("p", "r", "t", "tbl", "tr", "tc"))
_TEXT_BOX = f"{_W}txbxContent"
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "\u00ad",
}
# What a reader of the printed page does not see: deletions, moved-away text, codes, properties.
_UNSEEN = frozenset(
    f"{_W}{tag}"
    for tag in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr")
) | frozenset({f"{_W}instrText", f"{_W}delText", f"{_W}delInstrText"})
_OFF = frozenset({"0", "false", "off", "none"})
_FIELD, _FIELD_TYPE = f"{_W}fldChar", f"{_W}fldCharType"
CELL_GLUE = " | "


@dataclass(frozen=True, slots=True)
class RunPiece:
    """Một mẩu chữ của một dòng: the letters line.text[start:end], and the element that holds them.

    ``text`` is the w:t element, or w:tab, w:noBreakHyphen, w:softHyphen (one letter without text);
    ``run`` is the w:r around it. ``host`` is the run of the main text where a comment may hang: the
    run itself, but for a text box the run that holds the drawing and for a footnote the run of its
    reference (without reference the run itself), since Word allows no comment inside those.
    ``computed`` says that Word itself writes the letters (a page number): they are nobody's to keep.
    """

    run: etree._Element
    text: etree._Element
    start: int
    end: int
    host: etree._Element
    _raw: tuple[int, ...] = field(repr=False)
    computed: bool = False

    def raw_offset(self, at: int) -> int:
        """This function will return where letter ``at`` of the line begins in ``text.text``.

        ``at`` may be ``end``: the offset after the last letter of the piece.
        """
        return self._raw[at - self.start]


@dataclass(slots=True)
class _Bit:
    """A stretch of raw text: from an element, or glue between cells."""

    raw: str
    run: etree._Element | None = None
    text: etree._Element | None = None
    host: etree._Element | None = None
    skip: int = 0
    computed: bool = False


def parse(data: bytes, name: str) -> tuple[etree._Element, etree._Element | None]:
    """This function will return the roots of the main text and of the footnotes of a Word file.

    :raises UnreadableFile: the file is damaged, a bomb, or holds no Word text.
    """
    found = containers.members(data, name, ("word/document.xml", "word/footnotes.xml"))
    main = found.get("word/document.xml")
    if main is None:
        raise UnreadableFile(f"{name}: {containers.DAMAGED}")
    if _STRICT in main[:4096]:
        # «Strict Open XML» differs in its namespace only.
        found = {key: part.replace(_STRICT, _W[1:-1].encode()) for key, part in found.items()}
    notes = found.get("word/footnotes.xml")
    root = containers.parse_xml(found["word/document.xml"], name)
    return root, None if notes is None else containers.parse_xml(notes, name)


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of a .docx, or raise UnreadableFile."""
    root, footnotes = parse(data, name)
    lines, warnings = settle(raw_lines(root, footnotes))
    return Document(name, Kind.DOCX, tuple(line for line, _ in lines), warnings)


def walk(
    document: etree._Element, footnotes: etree._Element | None = None
) -> Iterator[tuple[Line, list[RunPiece]]]:
    """This function will yield every non-empty line with the pieces that hold its letters."""
    yield from settle(raw_lines(document, footnotes))[0]


def settle(
    raws: list[tuple[str, list[_Bit]]],
) -> tuple[list[tuple[Line, list[RunPiece]]], tuple[str, ...]]:
    """This function will bring raw lines to Unicode, drop the empty ones and say what it converted."""
    texts = ["".join(bit.raw for bit in bits) for _, bits in raws]
    kept = [at for at, text in enumerate(texts) if text.strip(" |\t\u00a0\u00ad")]
    found, warnings = read_encodings([texts[at] for at in kept])
    settled = []
    for at, encoding in zip(kept, found, strict=True):
        place, bits = raws[at]
        text, starts = aligned(texts[at], encoding)
        text = text.rstrip()
        settled.append((Line(text, place), _pieces(bits, len(text), starts)))
    return settled, warnings


def _pieces(bits: list[_Bit], length: int, starts: list[int] | None) -> list[RunPiece]:
    pieces: list[RunPiece] = []
    raw_at = 0
    for bit in bits:
        raw_end = raw_at + len(bit.raw)
        if bit.run is not None and bit.text is not None:
            if starts is None:
                start, end = raw_at, min(raw_end, length)
                raw = tuple(range(bit.skip, bit.skip + end - start + 1))
            else:
                start = bisect_left(starts, raw_at)
                end = min(bisect_left(starts, raw_end), length)
                raw = tuple(
                    min(starts[at], raw_end) - raw_at + bit.skip for at in range(start, end + 1)
                )
            if start < end:
                pieces.append(
                    RunPiece(
                        bit.run,
                        bit.text,
                        start,
                        end,
                        bit.run if bit.host is None else bit.host,
                        raw,
                        bit.computed,
                    )
                )
        raw_at = raw_end
    return pieces


def raw_lines(
    root: etree._Element, footnotes: etree._Element | None
) -> list[tuple[str, list[_Bit]]]:
    """This function will return the lines of a main text and of its footnotes as they are typed."""
    body = root.find(f"{_W}body")
    reader = _Reader()
    if body is not None:
        reader.story(body)
    if footnotes is not None:
        reader.notes(root, footnotes)
    return reader.lines


def story_lines(root: etree._Element, place: str) -> list[tuple[str, list[_Bit]]]:
    """This function will return the lines of a header, a footer or endnotes, all at one place."""
    reader = _Reader()
    reader.story(root, place)
    return reader.lines


class _Reader:
    """Walks a story in reading order and gathers raw lines."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, list[_Bit]]] = []
        self._paragraphs = 0
        self._tables = 0
        self._open: list[_Bit] = []
        self._boxes: list[tuple[etree._Element, etree._Element]] = []
        self._host: etree._Element | None = None
        # One entry for each field that is open: True while its code, not its result, runs by.
        self._codes: list[bool] = []

    def story(self, parent: etree._Element, prefix: str = "") -> None:
        for block in parent:
            if block.tag == _P:
                self._paragraph(block, prefix)
            elif block.tag == _TBL:
                self._table(block, prefix)
            elif isinstance(block.tag, str) and block.tag not in _UNSEEN:
                self.story(block, prefix)

    def notes(self, root: etree._Element, footnotes: etree._Element) -> None:
        calls = {
            call.get(f"{_W}id"): call.getparent() for call in root.iter(f"{_W}footnoteReference")
        }
        number = 0
        for note in footnotes.iter(f"{_W}footnote"):
            if note.get(f"{_W}type") in (None, "normal"):
                number += 1
                self._host = calls.get(note.get(f"{_W}id"))
                before = len(self.lines)
                self.story(note)
                self.lines[before:] = [
                    (f"chú thích {number}", bits) for _, bits in self.lines[before:]
                ]
        self._host = None

    def _paragraph(self, paragraph: etree._Element, prefix: str) -> None:
        bits = list(self._inline(paragraph, None))
        self._open.extend(bits)
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            return  # The end of this paragraph is deleted: the next one carries on its line.
        bits, self._open = self._open, []
        boxes, self._boxes = self._boxes, []
        if any(bit.raw.strip() for bit in bits):
            self._paragraphs += not prefix
            place = prefix or f"đoạn {self._paragraphs}"
            for broken, line in itertools.groupby(bits, lambda bit: bit.raw == "\n"):
                if not broken:
                    self.lines.append((place, list(line)))
        self._text_boxes(boxes, prefix or f"sau đoạn {self._paragraphs}")

    def _text_boxes(self, boxes: list[tuple[etree._Element, etree._Element]], near: str) -> None:
        for box, run in boxes:
            outer, self._host = self._host, self._host if self._host is not None else run
            self.story(box, near if near.endswith("khung chữ") else f"{near}, khung chữ")
            self._host = outer

    def _inline(self, parent: etree._Element, run: etree._Element | None) -> Iterator[_Bit]:
        for node in parent:
            tag = node.tag
            if tag == _R:
                if not _is_hidden(node):
                    yield from self._inline(node, node)
            elif tag == _FIELD:
                self._follow_field(node.get(_FIELD_TYPE))
            elif tag == _T:
                if run is not None and node.text and True not in self._codes:
                    text = node.text.replace("\n", " ")
                    yield _Bit(text, run, node, self._hang(run), computed=self._in_field(run))
            elif tag in _BREAKS:
                if True not in self._codes:
                    yield _Bit("\n")
            elif tag in _SIGNS:
                if run is not None and True not in self._codes:
                    yield _Bit(_SIGNS[tag], run, node, self._hang(run))
            elif tag == _TEXT_BOX:
                if run is not None:
                    self._boxes.append((node, run))
            elif tag == f"{_MC}AlternateContent":
                # The drawing stands twice, new and old way; the reader sees it once.
                choice = node.find(f"{_MC}Choice")
                if choice is None or choice.find(f".//{_TEXT_BOX}") is None:
                    choice = node.find(f"{_MC}Fallback")
                if choice is not None:
                    yield from self._inline(choice, run)
            elif isinstance(tag, str) and tag not in _UNSEEN:
                yield from self._inline(node, run)

    def _in_field(self, run: etree._Element) -> bool:
        parent = run.getparent()
        return bool(self._codes) or (parent is not None and parent.tag == f"{_W}fldSimple")

    def _hang(self, run: etree._Element) -> etree._Element:
        return run if self._host is None else self._host

    def _follow_field(self, step: str | None) -> None:
        if step == "begin":
            self._codes.append(True)
        elif step == "separate" and self._codes:
            self._codes[-1] = False
        elif step == "end" and self._codes:
            self._codes.pop()

    def _table(self, table: etree._Element, prefix: str) -> None:
        self._tables += 1
        number = self._tables
        boxes: list[tuple[etree._Element, etree._Element]] = []
        rows = (row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table)
        for at, row in enumerate(rows, 1):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            place = prefix or f"bảng {number}, dòng {at}"
            self.lines.append((place, self._row(row)))
            boxes, self._boxes = self._boxes, []
            self._text_boxes(boxes, place)

    def _row(self, row: etree._Element) -> list[_Bit]:
        bits: list[_Bit] = []
        empty = int(_value(row, "trPr/gridBefore") or 0)
        bits.extend(_Bit(CELL_GLUE) for _ in range(min(empty, 63)))
        cells = [cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR)) is row]
        for at, cell in enumerate(cells):
            if at:
                bits.append(_Bit(CELL_GLUE))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is None or merge.get(f"{_W}val") == "restart":
                bits.extend(self._cell(cell))
            span = int(_value(cell, "tcPr/gridSpan") or 1)
            bits.extend(_Bit(CELL_GLUE) for _ in range(min(span, 63) - 1))
        return bits

    def _cell(self, cell: etree._Element) -> list[_Bit]:
        bits: list[_Bit] = []
        for paragraph in cell.iter(_P):
            if next(paragraph.iterancestors(_TC, _TEXT_BOX)).tag == _TEXT_BOX:
                continue
            bits.extend(self._inline(paragraph, None))
            bits.append(_Bit(" "))
        for bit in bits:
            bit.raw = bit.raw.replace("\n", " ").replace("\t", " ")
        return _stripped(bits)


def _stripped(bits: list[_Bit]) -> list[_Bit]:
    """This function will take the blanks off both ends of a cell, keeping offsets into its runs."""
    while bits and not bits[0].raw.strip():
        del bits[0]
    while bits and not bits[-1].raw.strip():
        del bits[-1]
    if bits:
        short = bits[0].raw.lstrip()
        bits[0].skip += len(bits[0].raw) - len(short)
        bits[0].raw = short
        bits[-1].raw = bits[-1].raw.rstrip()
    return bits


def _value(node: etree._Element, path: str) -> str | None:
    found = node.find("/".join(f"{_W}{step}" for step in path.split("/")))
    value = None if found is None else found.get(f"{_W}val")
    return value if value is not None and value.isdigit() else None


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in _OFF
