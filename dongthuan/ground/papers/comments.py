"""Ghi chú Word: a comment at each finding, in the user's own file, whose look is left alone."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from dongthuan.ground.claims import Finding, Verdict
from dongthuan.ground.files import docx as word
from dongthuan.ground.papers import opening, slips

AUTHOR, INITIALS = "Đồng Thuận", "ĐT"
_TEXT = qn("w:t")


def annotate(
    data: bytes,
    findings: Sequence[Finding],
    *,
    file_name: str = "",
    table_name: str = "",
    day: date | None = None,
    everything: bool = False,
) -> bytes:
    """This function will return the .docx with a comment at each finding and a slip at its end.

    Findings that agree get a comment only with `everything`. The letters of the text and the
    formatting of its runs stay as they were; a run is cut where a comment begins or ends.

    :raises UnreadableFile: the data is no readable .docx.
    """
    name = file_name or "tệp Word"
    _, footnotes = word.parse(data, name)
    document = opening.opened(data, name)
    lines = list(word.walk(document.element, footnotes))
    book = _Comments(document, day)
    told = [f for f in findings if everything or _speaks(f)]
    by_line: dict[int, list[Finding]] = {}
    for finding in told:
        by_line.setdefault(finding.paragraph, []).append(finding)
    for number, (_, pieces) in enumerate(lines, start=1):
        if number in by_line:
            _comment_line(book, pieces, by_line[number])
    slips.append_slip(document, findings, file_name=file_name, table_name=table_name, day=day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _speaks(finding: Finding) -> bool:
    return finding.verdict.needs_eyes or finding.verdict is Verdict.CANNOT_CHECK


def comment_text(finding: Finding) -> str:
    """This function will return what the comment at a finding says."""
    return f"{finding.verdict.sign} {finding.verdict.words} — {finding.message}"


@dataclass(slots=True)
class _Fragment:
    """Letters start…end of a line, alone in one element once the line is cut."""

    start: int
    end: int
    text: etree._Element
    host: etree._Element
    hung: bool


class _Comments:
    """The comments of a document, the old ones kept; ids are counted once, not for each."""

    def __init__(self, document: Document, day: date | None) -> None:
        self._part = document.comments._comments_elm
        taken = [int(old.get(qn("w:id"), "0")) for old in self._part.iter(qn("w:comment"))]
        self._next = max(taken, default=-1) + 1
        self._day = f"{day.isoformat()}T00:00:00Z" if day else None

    def add(self, text: str) -> int:
        """This method will add a comment and return its number."""
        identity, self._next = self._next, self._next + 1
        comment = etree.SubElement(self._part, qn("w:comment"))
        comment.set(qn("w:id"), str(identity))
        comment.set(qn("w:author"), AUTHOR)
        comment.set(qn("w:initials"), INITIALS)
        if self._day:
            comment.set(qn("w:date"), self._day)
        run = etree.SubElement(etree.SubElement(comment, qn("w:p")), qn("w:r"))
        letters = etree.SubElement(run, qn("w:t"))
        letters.text = text
        return identity


def _comment_line(book: _Comments, pieces: list[word.RunPiece], findings: list[Finding]) -> None:
    cuts = {edge for finding in findings for edge in finding.span}
    fragments: list[_Fragment] = []
    # From the last piece to the first: a cut only moves what is behind it, already done.
    for piece in reversed(pieces):
        fragments[:0] = _cut(piece, cuts)
    for finding in sorted(findings, key=lambda f: (f.span[0], -f.span[1])):
        first = next((f for f in fragments if f.end > finding.span[0]), None)
        last = next((f for f in reversed(fragments) if f.start < finding.span[1]), None)
        if first is None or last is None:
            continue
        _mark(*_ends(first, last), book.add(comment_text(finding)))


def _ends(first: _Fragment, last: _Fragment) -> tuple[etree._Element, etree._Element]:
    """Return the runs a comment spans; in a text box or footnote, the run it hangs from."""
    if first.hung or last.hung:
        return first.host, first.host
    start, end = _start_run(first.text), _end_run(last.text)
    if _paragraph_of(start) is not _paragraph_of(end):
        # Over several cells the mark stands in the first one, where the reading begins.
        return start, start
    return start, end


def _paragraph_of(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(qn("w:p")), None)


def _mark(start: etree._Element, end: etree._Element, identity: int) -> None:
    """Put the two marks and the reference of a comment around runs of one paragraph.

    The runs may stand at different depths (a link, a tracked change): Word allows a range to
    begin in one and end in another.
    """
    opening = OxmlElement("w:commentRangeStart")
    opening.set(qn("w:id"), str(identity))
    start.addprevious(opening)
    reference = OxmlElement("w:r")
    called = etree.SubElement(reference, qn("w:commentReference"))
    closing = OxmlElement("w:commentRangeEnd")
    for mark in (closing, called):
        mark.set(qn("w:id"), str(identity))
    end.addnext(closing)
    closing.addnext(reference)


def _cut(piece: word.RunPiece, cuts: set[int]) -> list[_Fragment]:
    """Cut one piece at the edges inside it, and return its fragments in order."""
    hung = piece.host is not piece.run
    if hung or piece.text.tag != _TEXT:
        return [_Fragment(piece.start, piece.end, piece.text, piece.host, hung)]
    inside = sorted(cut for cut in cuts if piece.start < cut < piece.end)
    fragments: list[_Fragment] = []
    end = piece.end
    for cut in reversed(inside):
        right = _split_text(piece.text, piece.raw_offset(cut))
        fragments.insert(0, _Fragment(cut, end, right, _run_of(right), False))
        end = cut
    fragments.insert(0, _Fragment(piece.start, end, piece.text, piece.run, False))
    return fragments


def _split_text(text: etree._Element, offset: int) -> etree._Element:
    """Move the letters from `offset` on into a run of their own behind, formatted alike."""
    run = _run_of(text)
    letters = text.text or ""
    right_run = _empty_twin(run)
    right = OxmlElement("w:t")
    right.text = letters[offset:]
    text.text = letters[:offset]
    for part in (text, right):
        part.set(qn("xml:space"), "preserve")
    right_run.append(right)
    for sibling in list(text.itersiblings()):
        right_run.append(sibling)
    run.addnext(right_run)
    return right


def _run_of(text: etree._Element) -> etree._Element:
    run = text.getparent()
    assert run is not None, "letters of a walked file always stand in a run"
    return run


def _empty_twin(run: etree._Element) -> etree._Element:
    twin = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        twin.append(copy.deepcopy(properties))
    return twin


def _start_run(text: etree._Element) -> etree._Element:
    """Return a run that begins with the element, cutting off what stands before it."""
    run = _run_of(text)
    before = [e for e in text.itersiblings(preceding=True) if e.tag != qn("w:rPr")]
    if not before:
        return run
    twin = _empty_twin(run)
    for element in [text, *list(text.itersiblings())]:
        twin.append(element)
    run.addnext(twin)
    return twin


def _end_run(text: etree._Element) -> etree._Element:
    """Return a run that ends with the element, cutting off what stands behind it."""
    run = _run_of(text)
    after = list(text.itersiblings())
    if after:
        twin = _empty_twin(run)
        for element in after:
            twin.append(element)
        run.addnext(twin)
    return run
