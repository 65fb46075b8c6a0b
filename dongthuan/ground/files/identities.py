"""Số mang căn cứ trong tệp Word: figures found again by their bookmark or content control.

Word keeps both; LibreOffice keeps the bookmark and the alias and drops the control's tag. A figure
whose two marks are gone is read like any number of a text, by whoever asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from dongthuan.ground.files import docx
from dongthuan.ground.files.document import Kind, UnreadableFile
from dongthuan.ground.files.sniffing import sniff
from dongthuan.ground.files.word_file import WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IDENTITY = re.compile(r"F\d{3,}_[A-Za-z0-9_]{1,35}$")


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """Số tìm lại được: what stands now where a figure was put; `copies` counts pasted repeats.

    `line` is the number of the line as `read_text` counts them from 1, or 0 when nothing is left.
    """

    identity: str
    alias: str
    text: str
    where: str
    line: int
    copies: int = 1


@dataclass(slots=True)
class _Mark:
    """A place in the file under construction."""

    identity: str
    where: str
    alias: str = ""
    text: str = ""
    line: int = 0


def figures_of(data: bytes, name: str = "") -> tuple[FoundFigure, ...]:
    """This function will return every figure that still carries its identity, in the order of the
    text, with what is written there now.

    :raises UnreadableFile: the file is no Word file, damaged, or too large to be one.
    """
    if sniff(data) is not Kind.DOCX:
        raise UnreadableFile(
            f"{name or 'tệp này'}: chỉ tệp Word (.docx) giữ được dấu căn cứ của từng con số. Hãy mở "
            "tệp rồi lưu thành Word (.docx) và thử lại."
        )
    root, footnotes = docx.parse(data, name)
    lines: dict[int, int] = {}
    # Elements are held, or lxml would hand their places on to others.
    seen = [
        (piece.text, number)
        for number, (_, pieces) in enumerate(docx.walk(root, footnotes), start=1)
        for piece in pieces
    ]
    for element, number in seen:
        lines[id(element)] = number
    marks = _bookmarks(root, lines) + _controls(root, lines)
    return _together(marks)


def _bookmarks(root: etree._Element, lines: dict[int, int]) -> list[_Mark]:
    opened: dict[str, _Mark] = {}
    found: list[_Mark] = []
    for element in root.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd", f"{_W}t"):
        if element.tag == f"{_W}t":
            for mark in opened.values():
                _add(mark, element, lines)
            continue
        number = element.get(f"{_W}id", "")
        if element.tag == f"{_W}bookmarkEnd":
            opened.pop(number, None)
            continue
        name = element.get(f"{_W}name", "")
        if _IDENTITY.match(name):
            opened[number] = _Mark(name, "bookmark")
            found.append(opened[number])
    return found


def _controls(root: etree._Element, lines: dict[int, int]) -> list[_Mark]:
    found: list[_Mark] = []
    for control in root.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        alias = control.find(f"{_W}sdtPr/{_W}alias")
        name = tag.get(f"{_W}val", "") if tag is not None else ""
        inside = [b.get(f"{_W}name", "") for b in control.iter(f"{_W}bookmarkStart")]
        if not _IDENTITY.match(name):
            # Without its tag a control is known by the bookmark that LibreOffice moved into it.
            name = next((one for one in inside if _IDENTITY.match(one)), "")
        if not name:
            continue
        told = alias.get(f"{_W}val", "") if alias is not None else ""
        mark = _Mark(name, "control", told)
        for text in control.iter(f"{_W}t"):
            _add(mark, text, lines)
        found.append(mark)
    return found


def _add(mark: _Mark, element: etree._Element, lines: dict[int, int]) -> None:
    line = lines.get(id(element))
    if line is None:
        # Deleted with tracked changes, or hidden: not on the printed page.
        return
    mark.text += element.text or ""
    mark.line = mark.line or line


def _together(marks: list[_Mark]) -> tuple[FoundFigure, ...]:
    found: dict[str, list[_Mark]] = {}
    for mark in marks:
        found.setdefault(mark.identity, []).append(mark)
    told = []
    for identity, held in found.items():
        kinds = {mark.where for mark in held}
        copies = max(sum(mark.where == kind for mark in held) for kind in kinds)
        best = next((mark for mark in held if mark.text), held[0])
        alias = next((mark.alias for mark in held if mark.alias), "")
        where = "both" if len(kinds) == 2 else held[0].where
        told.append(FoundFigure(identity, alias, best.text.strip(), where, best.line, copies))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Spot:
    """Chỗ còn dấu căn cứ: the line of a `WordFile`, from 0, and the letters that a bookmark holds."""

    identity: str
    line: int
    start: int
    end: int


def spots_of(file: WordFile) -> list[Spot]:
    """This function will return where every bookmarked figure stands in a file that is open; one whose
    letters were all taken out stands, empty, where they were.
    """
    held: dict[int, tuple[int, int, int]] = {}
    for number, line in enumerate(file.lines):
        for piece in line.pieces:
            held[id(piece.text)] = (number, piece.start, piece.end)
    found: list[Spot] = []
    for root in file.parts.values():
        found += _spots(root, held)
    return found


def _spots(root: etree._Element, held: dict[int, tuple[int, int, int]]) -> list[Spot]:
    opened: dict[str, tuple[str, list[tuple[int, int, int]]]] = {}
    found: list[Spot] = []
    last = (0, 0, 0)
    for element in root.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd", f"{_W}t"):
        number = element.get(f"{_W}id", "")
        if element.tag == f"{_W}t":
            if id(element) in held:
                last = held[id(element)]
                for _, letters in opened.values():
                    letters.append(last)
        elif element.tag == f"{_W}bookmarkStart":
            if _IDENTITY.match(element.get(f"{_W}name", "")):
                opened[number] = (element.get(f"{_W}name", ""), [])
        elif number in opened:
            name, letters = opened.pop(number)
            line, start, end = letters[0] if letters else (last[0], last[2], last[2])
            same = [one for one in letters if one[0] == line]
            found.append(Spot(name, line, start, same[-1][2] if same else end))
    return found
