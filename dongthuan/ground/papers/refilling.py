"""Điền lại: new numbers in the user's own Word file, whose words and look are left alone.

A number takes the look of the letters that stood there. What was not brought up to date is marked
yellow, and a comment says why; a bookmark keeps the identity of every number that was filled in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from docx.oxml.ns import qn
from lxml import etree

from dongthuan.ground.files.word_file import WordFile, WordLine
from dongthuan.ground.papers.cutting import Fragment, cut, end_run, run_of, start_run
from dongthuan.ground.papers.margin import Margin

_TEXT = qn("w:t")
_IDENTITY = re.compile(r"F\d{3,}_\w{1,35}$", re.ASCII)
# What may follow a highlight in the properties of a run, in the order the format demands.
_AFTER_HIGHLIGHT = tuple(
    qn(f"w:{tag}")
    for tag in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
        "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = qn("w:txbxContent")


@dataclass(frozen=True, slots=True)
class Refill:
    """Chỗ điền: letters start…end of a line (from 0); `text` is written there, None leaves them.

    `identity` is the bookmark put around them; `bright` marks them yellow, False takes the yellow of
    an earlier filling off.
    """

    line: int
    start: int
    end: int
    text: str | None = None
    identity: str = ""
    bright: bool | None = None


def refill(file: WordFile, refills: Sequence[Refill], notes: Mapping[int, str] = {}) -> bytes:
    """This function will return the file with every place filled, and a comment at the lines that
    `notes` speaks of. Marks and identities of an earlier filling are taken off first.
    """
    _forget(file)
    by_line: dict[int, list[Refill]] = {}
    for one in refills:
        by_line.setdefault(one.line, []).append(one)
    numbers = count(_next_bookmark(file))
    boxes: dict[int, etree._Element] = {}
    margin = Margin(file)
    for number in sorted({*by_line, *notes}):
        line = file.lines[number]
        if not line.pieces:
            continue
        fragments = _cut(line, by_line.get(number, ()))
        for one in by_line.get(number, ()):
            _fill(one, fragments, numbers)
            file.touched.add(line.part)
        for box in line.pieces[0].run.iterancestors(f"{_MC}AlternateContent"):
            boxes[id(box)] = box
        if number in notes:
            margin.write(line, fragments, notes[number])
    for box in boxes.values():
        _mirror(box)
    return file.saved(margin.members())


def _cut(line: WordLine, refills: Sequence[Refill]) -> list[Fragment]:
    edges = {edge for one in refills for edge in (one.start, one.end)}
    fragments: list[Fragment] = []
    # From the last piece to the first: a cut only moves what is behind it, already done.
    for piece in reversed(line.pieces):
        fragments[:0] = cut(piece, edges, hung_too=True)
    return fragments


def _fill(one: Refill, fragments: Sequence[Fragment], numbers: count[int]) -> None:
    inside = [f for f in fragments if one.start <= f.start and f.end <= one.end]
    letters = [f for f in inside if f.text.tag == _TEXT]
    if not letters:
        return
    if one.text is not None:
        for fragment in inside:
            if fragment is letters[0]:
                fragment.text.text = one.text
            elif fragment.text.tag == _TEXT:
                fragment.text.text = ""
            else:
                run_of(fragment.text).remove(fragment.text)
        inside = letters
    if one.bright:
        for fragment in inside:
            _brighten(_alone(fragment.text))
    elif one.bright is False:
        for fragment in inside:
            _dim(run_of(fragment.text))
    if one.identity:
        _name(_alone(inside[0].text), _alone(inside[-1].text), one.identity, next(numbers))


def _alone(text: etree._Element) -> etree._Element:
    """Return a run that holds these letters and nothing else."""
    start_run(text)
    return end_run(text)


def _name(first: etree._Element, last: etree._Element, identity: str, number: int) -> None:
    begin = etree.Element(qn("w:bookmarkStart"))
    begin.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), identity)
    end = etree.Element(qn("w:bookmarkEnd"))
    end.set(qn("w:id"), str(number))
    first.addprevious(begin)
    last.addnext(end)


def _brighten(run: etree._Element) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = etree.Element(qn("w:rPr"))
        run.insert(0, properties)
    for old in properties.findall(qn("w:highlight")):
        properties.remove(old)
    bright = etree.Element(qn("w:highlight"))
    bright.set(qn("w:val"), "yellow")
    follower = next((one for one in properties if one.tag in _AFTER_HIGHLIGHT), None)
    if follower is None:
        properties.append(bright)
    else:
        follower.addprevious(bright)


def _dim(run: etree._Element) -> None:
    for bright in run.findall(f"{qn('w:rPr')}/{qn('w:highlight')}"):
        if bright.get(qn("w:val")) == "yellow":
            _remove(bright)


def _forget(file: WordFile) -> None:
    """Take off the bookmarks and controls that an earlier filling, or an issued paper, put there."""
    for part, root in file.parts.items():
        for mark in list(root.iter(qn("w:bookmarkStart"))):
            if not _IDENTITY.match(mark.get(qn("w:name"), "")):
                continue
            number = mark.get(qn("w:id"))
            for end in list(root.iter(qn("w:bookmarkEnd"))):
                if end.get(qn("w:id")) == number:
                    _remove(end)
            _remove(mark)
            file.touched.add(part)
        for control in list(root.iter(qn("w:sdt"))):
            tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            if tag is not None and _IDENTITY.match(tag.get(qn("w:val"), "")):
                _unwrap(control)
                file.touched.add(part)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(control: etree._Element) -> None:
    content = control.find(qn("w:sdtContent"))
    for element in list(content) if content is not None else []:
        control.addprevious(element)
    _remove(control)


def _next_bookmark(file: WordFile) -> int:
    numbers = [
        int(found)
        for root in file.parts.values()
        for mark in root.iter(qn("w:bookmarkStart"))
        if (found := mark.get(qn("w:id"), "")).isdigit()
    ]
    return max(numbers, default=0) + 1


def _mirror(drawing: etree._Element) -> None:
    """A text box stands in the file twice, for new programs and for old ones: let both say the same."""
    new = drawing.find(f"{_MC}Choice")
    old = drawing.find(f"{_MC}Fallback")
    if new is None or old is None:
        return
    for source, target in zip(new.iter(_BOX), old.iter(_BOX), strict=False):
        for element in list(target):
            target.remove(element)
        for element in source:
            target.append(copy.deepcopy(element))
