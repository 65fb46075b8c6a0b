"""Tệp Word để điền: every line of a .docx with its headers and notes, and the same file given back.

Only the parts that were written into are made anew; every other member of the package is handed on
byte for byte, so that styles, pictures, numbering and settings stay what their owner made them.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from dongthuan.ground.files import containers, docx
from dongthuan.ground.files.document import Kind, UnreadableFile
from dongthuan.ground.files.docx import RunPiece
from dongthuan.ground.files.sniffing import sniff

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN, _FOOTNOTES = "word/document.xml", "word/footnotes.xml"
_AROUND = re.compile(r"word/(header|footer|endnotes)\d*\.xml")
_PLACES = {"header": "đầu trang", "footer": "chân trang", "endnotes": "chú thích cuối"}
NOT_WORD = (
    "cần một tệp Word (.docx). Mở tệp bằng Word, chọn Lưu thành (Save As), kiểu "
    "«Word Document (*.docx)», rồi thử lại."
)
STRICT = (
    "tệp được lưu theo kiểu «Strict Open XML» mà nhiều máy không mở được. Lưu lại theo kiểu "
    "«Word Document (*.docx)» rồi thử lại."
)


@dataclass(frozen=True, slots=True)
class WordLine:
    """Dòng trong tệp Word: its text, where a reader finds it, its part and the pieces it is made of."""

    text: str
    place: str
    part: str
    pieces: tuple[RunPiece, ...]


class WordFile:
    """Tệp Word đang mở: `lines` first of the main text, then of notes, headers and footers."""

    def __init__(self, data: bytes, name: str) -> None:
        """Read every story of the file.

        :raises UnreadableFile: no .docx, damaged, with a password, or grown beyond any real file.
        """
        if sniff(data) is not Kind.DOCX:
            raise UnreadableFile(f"{name}: {NOT_WORD}")
        self.data, self.name = data, name
        # The parts that somebody wrote into.
        self.touched: set[str] = set()
        around = sorted(
            (found[1], member)
            for member in containers.member_names(data)
            if (found := _AROUND.fullmatch(member))
        )
        wanted = [_MAIN, _FOOTNOTES, *(member for _, member in around)]
        read = containers.members(data, name, wanted)
        if _MAIN not in read:
            raise UnreadableFile(f"{name}: {containers.DAMAGED}")
        if b"http://purl.oclc.org/ooxml/wordprocessingml" in read[_MAIN][:4096]:
            raise UnreadableFile(f"{name}: {STRICT}")
        self.parts = {part: containers.parse_xml(held, name) for part, held in read.items()}
        raws = docx.raw_lines(self.parts[_MAIN], self.parts.get(_FOOTNOTES))
        for kind, member in around:
            raws += docx.story_lines(self.parts[member], _PLACES[kind])
        roots = {id(root): part for part, root in self.parts.items()}
        settled, self.warnings = docx.settle(raws)
        self.lines = tuple(
            WordLine(line.text, line.place, _part_of(pieces, roots), tuple(pieces))
            for line, pieces in settled
        )

    @property
    def main(self) -> etree._Element:
        """This property will return the root of the main text."""
        return self.parts[_MAIN]

    def saved(self, extra: dict[str, bytes] | None = None) -> bytes:
        """This method will give the file back with the parts that were written into as they are now;
        `extra` are members that replace others or are added.
        """
        fresh = dict(extra or {})
        for part in self.touched:
            root = self.parts[part]
            fresh[part] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as package,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for member in package.infolist():
                held = fresh.pop(member.filename, None)
                made.writestr(member, package.read(member) if held is None else held)
            for name, held in fresh.items():
                made.writestr(name, held)
        return out.getvalue()


def _part_of(pieces: list[RunPiece], roots: dict[int, str]) -> str:
    if not pieces:
        return _MAIN
    return roots[id(pieces[0].run.getroottree().getroot())]
