"""Lề ghi chú: comments written into a package by hand, so that nothing else of it is made anew."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import nsmap, qn
from lxml import etree

from dongthuan.ground.files import containers
from dongthuan.ground.files.word_file import WordFile, WordLine
from dongthuan.ground.papers.cutting import Fragment, run_of

AUTHOR, INITIALS = "Đồng Thuận", "ĐT"
_COMMENTS, _RELATIONS, _TYPES = (
    "word/comments.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "word/document.xml"


class Margin:
    """Lề của một tệp Word: comments that we wrote earlier go, those of people stay."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        held = containers.members(file.data, file.name, (_COMMENTS, _RELATIONS, _TYPES))
        self._held = held
        if _COMMENTS in held:
            self._comments = containers.parse_xml(held[_COMMENTS], file.name)
        else:
            self._comments = etree.Element(qn("w:comments"), nsmap={"w": nsmap["w"]})
        self._changed = self._forget()
        taken = [int(one.get(qn("w:id"), "0")) for one in self._comments]
        self._next = max(taken, default=-1) + 1

    def write(self, line: WordLine, fragments: Sequence[Fragment], text: str) -> None:
        """This method will write a comment at a line; Word has no room for one beside a header, so
        there it stands at the first line of the text.
        """
        if line.part.startswith(("word/header", "word/footer", "word/endnotes")):
            first = next(
                (one for one in self._file.lines if one.part == _MAIN and one.pieces), None
            )
            if first is None:
                return
            start = end = first.pieces[0].run
            text = f"{line.place}: {text}"
        else:
            start = _host(fragments[0])
            end = _host(fragments[-1])
            if _paragraph(start) is not _paragraph(end):
                end = start
        self._mark(start, end, text)

    def _mark(self, start: etree._Element, end: etree._Element, text: str) -> None:
        number, self._next = str(self._next), self._next + 1
        comment = etree.SubElement(self._comments, qn("w:comment"))
        for name, value in (("id", number), ("author", AUTHOR), ("initials", INITIALS)):
            comment.set(qn(f"w:{name}"), value)
        for told in text.splitlines():
            run = etree.SubElement(etree.SubElement(comment, qn("w:p")), qn("w:r"))
            etree.SubElement(run, qn("w:t")).text = told
        opening, closing = (etree.Element(qn(f"w:commentRange{side}")) for side in ("Start", "End"))
        reference = etree.Element(qn("w:r"))
        called = etree.SubElement(reference, qn("w:commentReference"))
        for mark in (opening, closing, called):
            mark.set(qn("w:id"), number)
        start.addprevious(opening)
        end.addnext(closing)
        closing.addnext(reference)
        self._file.touched.add(_MAIN)
        self._changed = True

    def _forget(self) -> bool:
        """Take out the comments of an earlier filling, with their marks in the text."""
        ours = {one.get(qn("w:id")) for one in self._comments if one.get(qn("w:author")) == AUTHOR}
        if not ours:
            return False
        for one in [c for c in self._comments if c.get(qn("w:id")) in ours]:
            self._comments.remove(one)
        marks = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
        for mark in [m for m in self._file.main.iter(*marks) if m.get(qn("w:id")) in ours]:
            alone = mark.tag == qn("w:commentReference")
            gone = run_of(mark) if alone else mark
            parent = gone.getparent()
            if parent is not None:
                parent.remove(gone)
        self._file.touched.add(_MAIN)
        return True

    def members(self) -> dict[str, bytes]:
        """This method will return the members of the package that the comments need."""
        if not self._changed:
            return {}
        made = {_COMMENTS: _bytes(self._comments)}
        types = containers.parse_xml(self._held[_TYPES], self._file.name)
        if _COMMENTS not in self._held:
            override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override")
            override.set("PartName", f"/{_COMMENTS}")
            override.set("ContentType", _TYPE)
            made[_TYPES] = _bytes(types)
            made[_RELATIONS] = self._related()
        return made

    def _related(self) -> bytes:
        space = f"{_PACKAGE}/relationships"
        if _RELATIONS in self._held:
            root = containers.parse_xml(self._held[_RELATIONS], self._file.name)
        else:
            root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})  # type: ignore[dict-item]
        taken = {one.get("Id") for one in root}
        relation = etree.SubElement(root, f"{{{space}}}Relationship")
        relation.set("Id", next(f"rIdC{n}" for n in range(1, 10**6) if f"rIdC{n}" not in taken))
        relation.set("Type", _KIND)
        relation.set("Target", "comments.xml")
        return _bytes(root)


def _host(fragment: Fragment) -> etree._Element:
    return fragment.host if fragment.hung else run_of(fragment.text)


def _paragraph(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(qn("w:p")), None)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
