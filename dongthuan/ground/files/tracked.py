"""Góp ý trong tệp Word: comments and tracked changes, each with who wrote it and the line it is about.

Lines are counted from 0 in the order of `word_file.WordFile.lines`, whose text is the one with all
changes accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dongthuan.ground.files import containers
from dongthuan.ground.files.word_file import WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMMENTS = "word/comments.xml"
_INSERTED, _DELETED = (f"{_W}ins", f"{_W}moveTo"), (f"{_W}del", f"{_W}moveFrom")
# Changes of looks alone, and the marks that moved text leaves behind.
_LOOKS = tuple(
    f"{_W}{tag}"
    for tag in (
        "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
        "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """Góp ý: a comment on some words, or words put in and taken out.

    `about` are the words a comment hangs on; `taken` and `put` what a change took out and put in.
    """

    author: str
    at: str
    line: int
    text: str = ""
    about: str = ""
    taken: str = ""
    put: str = ""


def notes_of(file: WordFile, ours: str) -> list[Note]:
    """This function will return what people wrote into a file, in the order of its text; comments by
    `ours` are left out.
    """
    lines = _lines_of(file)
    found = [(note.line, 0, note) for note in _comments(file, lines, ours)]
    for root in file.parts.values():
        found += [(note.line, 1, note) for note in _changes(root, lines)]
    return [note for _, _, note in sorted(found, key=lambda one: one[:2])]


def _lines_of(file: WordFile) -> dict[etree._Element, int]:
    """Return for each paragraph the line that its letters stand in."""
    # Elements are held, or lxml would hand their places on to others.
    held: dict[etree._Element, int] = {}
    for number, line in enumerate(file.lines):
        for piece in line.pieces:
            paragraph = _paragraph(piece.run)
            if paragraph is not None:
                held.setdefault(paragraph, number)
    # What is all deleted stands in no line: it is told with the line above.
    last = 0
    for root in file.parts.values():
        for paragraph in root.iter(f"{_W}p"):
            last = held.setdefault(paragraph, last)
    return held


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_W}p"), None)


def _comments(file: WordFile, lines: dict[etree._Element, int], ours: str) -> Iterator[Note]:
    held = containers.members(file.data, file.name, (_COMMENTS,)).get(_COMMENTS)
    if held is None:
        return
    spans = _anchored(file.main)
    for one in containers.parse_xml(held, file.name).iter(f"{_W}comment"):
        author = one.get(f"{_W}author", "").strip()
        if author == ours:
            continue
        text = "\n".join(told for p in one.iter(f"{_W}p") if (told := _text(p, f"{_W}t").strip()))
        paragraph, about = spans.get(one.get(f"{_W}id", ""), (None, ""))
        line = lines.get(paragraph, 0) if paragraph is not None else 0
        if text:
            yield Note(author, one.get(f"{_W}date", "")[:16], line, text, about[:200])


def _anchored(root: etree._Element) -> dict[str, tuple[etree._Element | None, str]]:
    open_now: dict[str, list[str]] = {}
    found: dict[str, tuple[etree._Element | None, str]] = {}
    first: dict[str, etree._Element | None] = {}
    start, end, called = (
        f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference",
    )  # fmt: skip
    for element in root.iter(start, end, called, f"{_W}t"):
        number = element.get(f"{_W}id", "")
        if element.tag == start:
            open_now[number] = []
            first[number] = _paragraph(element)
        elif element.tag == end:
            found[number] = (first.get(number), "".join(open_now.pop(number, [])))
        elif element.tag == called:
            found.setdefault(number, (_paragraph(element), ""))
        else:
            for told in open_now.values():
                told.append(element.text or "")
    return found


def _changes(root: etree._Element, lines: dict[etree._Element, int]) -> Iterator[Note]:
    """Words taken out and words put in at one place by one person are one change."""
    for paragraph in root.iter(f"{_W}p"):
        line = lines[paragraph]
        open_now: Note | None = None
        for element in paragraph.iter(*_INSERTED, *_DELETED, f"{_W}r"):
            if element.tag == f"{_W}r":
                inside = next(element.iterancestors(*_INSERTED, *_DELETED), None)
                if inside is None and open_now is not None and _text(element, f"{_W}t"):
                    yield open_now
                    open_now = None
                continue
            author, at = element.get(f"{_W}author", "").strip(), element.get(f"{_W}date", "")[:16]
            put = _text(element, f"{_W}t") if element.tag in _INSERTED else ""
            taken = _text(element, f"{_W}delText", f"{_W}t") if element.tag in _DELETED else ""
            if not put and not taken:
                continue
            if open_now is not None and open_now.author != author:
                yield open_now
                open_now = None
            before = open_now or Note(author, at, line)
            open_now = Note(
                author, before.at, line, taken=before.taken + taken, put=before.put + put
            )
        if open_now is not None:
            yield open_now


def _text(element: etree._Element, *tags: str) -> str:
    return "".join(one.text or "" for one in element.iter(*tags))


def accept(file: WordFile) -> None:
    """This function will accept every change of a file, in place: what was put in stays, what was
    taken out goes, looks are as they were left.
    """
    for part, root in file.parts.items():
        changed = [*root.iter(*_INSERTED, *_DELETED, *_LOOKS)]
        for element in changed:
            parent = element.getparent()
            if parent is None:
                continue
            file.touched.add(part)
            if element.tag in _DELETED and parent.tag == f"{_W}rPr":
                _join(parent)
            if element.tag in _INSERTED and parent.tag not in (f"{_W}rPr", f"{_W}trPr"):
                for child in list(element):
                    element.addprevious(child)
            elif element.tag in _DELETED and parent.tag == f"{_W}trPr":
                _drop(next(parent.iterancestors(f"{_W}tr"), None))
                continue
            _drop(element)


def _join(mark: etree._Element) -> None:
    """The end of a paragraph is deleted: the next one carries on in it."""
    paragraph = next(mark.iterancestors(f"{_W}p"), None)
    follower = paragraph.getnext() if paragraph is not None else None
    if paragraph is None or follower is None or follower.tag != f"{_W}p":
        return
    for child in list(follower):
        if child.tag != f"{_W}pPr":
            paragraph.append(child)
    _drop(follower)


def _drop(element: etree._Element | None) -> None:
    if element is None:
        return
    parent = element.getparent()
    if parent is not None:
        # What stands right after an element belongs to its parent's text, not to it.
        parent.remove(element)


def without_comments(file: WordFile) -> dict[str, bytes]:
    """This function will take every comment out of an open file, and return the member that is left of
    them: they were read, and stand in the list of what was asked.
    """
    marks = (f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference")
    for mark in list(file.main.iter(*marks)):
        run = mark.getparent()
        _drop(run if mark.tag == marks[2] and run is not None and run.tag == f"{_W}r" else mark)
        file.touched.add("word/document.xml")
    held = containers.members(file.data, file.name, (_COMMENTS,)).get(_COMMENTS)
    if held is None:
        return {}
    root = containers.parse_xml(held, file.name)
    for one in list(root):
        root.remove(one)
    return {
        _COMMENTS: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    }
