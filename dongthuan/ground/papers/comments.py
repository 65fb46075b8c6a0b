"""Ghi chú Word: a comment at each finding, in the user's own file, whose look is left alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from dongthuan.ground.claims import Finding, Verdict
from dongthuan.ground.files import docx as word
from dongthuan.ground.papers import opening, slips
from dongthuan.ground.papers.cutting import Fragment, cut, end_run, start_run

AUTHOR, INITIALS = "Đồng Thuận", "ĐT"


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
    fragments: list[Fragment] = []
    # From the last piece to the first: a cut only moves what is behind it, already done.
    for piece in reversed(pieces):
        fragments[:0] = cut(piece, cuts)
    for finding in sorted(findings, key=lambda f: (f.span[0], -f.span[1])):
        first = next((f for f in fragments if f.end > finding.span[0]), None)
        last = next((f for f in reversed(fragments) if f.start < finding.span[1]), None)
        if first is None or last is None:
            continue
        _mark(*_ends(first, last), book.add(comment_text(finding)))


def _ends(first: Fragment, last: Fragment) -> tuple[etree._Element, etree._Element]:
    """Return the runs a comment spans; in a text box or footnote, the run it hangs from."""
    if first.hung or last.hung:
        return first.host, first.host
    start, end = start_run(first.text), end_run(last.text)
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
