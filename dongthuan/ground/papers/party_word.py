"""Văn bản Word đúng thể thức Đảng, mỗi con số mang căn cứ của nó trong tệp."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml import etree

from dongthuan.ground.papers.official import (
    LAYOUT,
    PARTY,
    SHORT_TABLE,
    Cited,
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)

# Letters no Word file may hold; a pasted text may.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IDENTITY = re.compile(r"[A-Za-z]\w{0,39}$", re.ASCII)
_HEADING, _SUBHEADING, _CELL = "Đề mục", "Tiểu mục", "Ô bảng"
_STYLES = (
    (_HEADING, LAYOUT.body, True, False),
    (_SUBHEADING, LAYOUT.body, False, True),
    (_CELL, LAYOUT.small, False, False),
)
_TEXT_WIDTH = LAYOUT.width - LAYOUT.left - LAYOUT.right


def party_docx(paper: OfficialPaper) -> bytes:
    """This function will write the paper as a .docx on A4 in the Party's layout.

    :raises ValueError: an identity that a bookmark cannot bear, or one that stands twice.
    """
    return Writer(paper).bytes()


class Writer:
    """Người viết: writes one paper; numbers bookmarks and controls as it goes."""

    def __init__(self, paper: OfficialPaper) -> None:
        self.paper = paper
        self.document: Document = docx.Document()
        self._taken: set[str] = set()

    def bytes(self) -> bytes:
        """This method will return the paper as the bytes of a .docx."""
        self._page()
        self._letterhead(self.paper.letterhead)
        self._title()
        for block in self.paper.blocks:
            if isinstance(block, TableBlock):
                self._table(block)
            elif isinstance(block, Heading):
                self._heading(block)
            else:
                self._paragraph(block)
        self._foot(self.paper.signature, self.paper.recipients)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(LAYOUT.width), Mm(LAYOUT.height)
        section.top_margin, section.bottom_margin = Mm(LAYOUT.top), Mm(LAYOUT.bottom)
        section.left_margin, section.right_margin = Mm(LAYOUT.left), Mm(LAYOUT.right)
        section.header_distance = Mm(LAYOUT.number_from_top)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _tight(number)
        _field(_font(number.add_run(), LAYOUT.body), "PAGE")
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = LAYOUT.font, Pt(LAYOUT.body)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), LAYOUT.font)
        for name, size, bold, italic in _STYLES:
            style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        core = self.document.core_properties
        core.title, core.author, core.language = _clean(self.paper.subject), "", "vi"

    def _letterhead(self, head: Letterhead) -> None:
        table = bare(self.document.add_table(1, 2), (LAYOUT.left_head, LAYOUT.right_head))
        left, right = table.rows[0].cells
        lines = [(head.upper_body.upper(), False), (head.body.upper(), True), ("*", False)]
        first = True
        for text, bold in lines:
            if text:
                line(left, text, size=LAYOUT.body, bold=bold, first=first)
                first = False
        if head.symbol:
            line(left, f"Số {head.symbol}", size=LAYOUT.body)
        party = line(right, PARTY, size=LAYOUT.party, bold=True, first=True)
        # Underlined words give a rule exactly as long as they are, in every program.
        party.runs[0].underline = True
        line(right, "", size=LAYOUT.body)
        line(right, head.place_and_day, size=LAYOUT.body, italic=True)

    def _title(self) -> None:
        kind = self.document.add_paragraph()
        kind.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _tight(kind, before=18)
        _font(kind.add_run(_clean(self.paper.kind.upper())), LAYOUT.kind, bold=True)
        subject = self.document.add_paragraph()
        subject.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _tight(subject)
        _font(subject.add_run(_clean(self.paper.subject)), LAYOUT.body, bold=True)
        rule = self.document.add_paragraph()
        rule.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _tight(rule, after=12)
        _font(rule.add_run("-----"), LAYOUT.body)

    def _heading(self, block: Heading) -> None:
        style = _HEADING if block.level < 3 else _SUBHEADING
        paragraph = self.document.add_paragraph(style=style)
        _tight(paragraph, before=6, after=6, line=LAYOUT.line)
        paragraph.paragraph_format.first_line_indent = Mm(LAYOUT.indent)
        paragraph.paragraph_format.keep_with_next = True
        _outline(paragraph, block.level)
        self._parts(paragraph, block.parts, bold=block.level < 3, italic=block.level == 3)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _tight(paragraph, after=6, line=LAYOUT.line)
        paragraph.paragraph_format.first_line_indent = Mm(LAYOUT.indent)
        paragraph.paragraph_format.widow_control = True
        self._parts(paragraph, block.parts)

    def _table(self, block: TableBlock) -> None:
        if block.caption:
            caption = self.document.add_paragraph()
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            caption.paragraph_format.keep_with_next = True
            _tight(caption, before=6, after=6)
            _font(caption.add_run(_clean(block.caption)), LAYOUT.body, bold=True)
        table = self.document.add_table(1, len(block.head))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        widths = [_TEXT_WIDTH * share for share in block.shares]
        for at, text in enumerate(block.head):
            cell = table.rows[0].cells[at]
            line(cell, text, size=LAYOUT.small, bold=True, first=True)
        _mark_row(table.rows[0]._tr, "w:tblHeader")
        # Looked up once: python-docx walks all styles at each look.
        style = self.document.styles[_CELL].style_id
        for number, row in enumerate(block.rows):
            added = table.add_row()
            if block.tall:
                added.height = Mm(block.tall)
            cells = added.cells
            for at, part in enumerate(row):
                paragraph = cells[at].paragraphs[0]
                paragraph._p.style = style
                _tight(paragraph, before=2, after=2)
                if at in block.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._parts(paragraph, (part,), size=LAYOUT.small, bold=number in block.strong)
        self._together(table, block)
        # LibreOffice goes by the columns, Word by the cells.
        for at, column in enumerate(table.columns):
            column.width = Mm(widths[at])
        for row_made in table.rows:
            _mark_row(row_made._tr, "w:cantSplit")
            for at, cell in enumerate(row_made.cells):
                cell.width = Mm(widths[at])
        _tight(self.document.add_paragraph(), after=6)

    def _together(self, table: Table, block: TableBlock) -> None:
        """A short table stays on one page; of a long one the sum stays with the row above it."""
        from_row = 0 if len(block.rows) <= SHORT_TABLE else len(block.rows) - 1
        for row in table.rows[from_row : len(block.rows)]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True

    def _foot(self, signature: Signature, recipients: Iterable[str]) -> None:
        if self.paper.blocks and not isinstance(self.paper.blocks[-1], TableBlock):
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        hands = self.paper.signers
        count = len(hands) or 2
        table = bare(self.document.add_table(1, count), (_TEXT_WIDTH / count,) * count)
        cells = table.rows[0].cells
        if hands:
            for cell, hand in zip(cells, hands, strict=True):
                _signed(cell, hand, before=12, size=LAYOUT.small)
        else:
            if self.paper.countersign is None:
                self._recipients(cells[0], recipients)
            else:
                _signed(cells[0], self.paper.countersign, before=12)
            _signed(cells[1], signature, before=12 if self.paper.countersign else 0)
        _mark_row(table.rows[0]._tr, "w:cantSplit")
        # Whoever signs, signs under the last lines of the text, never alone on a page.
        for cell in cells:
            for paragraph in cell.paragraphs[:-1]:
                paragraph.paragraph_format.keep_with_next = True

    def _recipients(self, left: _Cell, recipients: Iterable[str]) -> None:
        line(left, "Nơi nhận:", size=LAYOUT.small, italic=True, bold=True, first=True, centre=False)
        for one in recipients:
            line(left, f"- {one}", size=LAYOUT.small, centre=False)
        if self.paper.source:
            line(left, self.paper.source, size=LAYOUT.small, italic=True, centre=False)

    def _parts(
        self, paragraph: WordParagraph, parts: Iterable[str | Cited], *,
        size: float = LAYOUT.body, bold: bool = False, italic: bool = False,
    ) -> None:  # fmt: skip
        for part in parts:
            if isinstance(part, str):
                _font(paragraph.add_run(_clean(part)), size, bold=bold, italic=italic)
            else:
                run = _font(paragraph.add_run(_clean(part.text)), size, bold=bold, italic=italic)
                self._carry(run, part)

    def _carry(self, run: Run, part: Cited) -> None:
        """Put the run into a content control and a bookmark: Word keeps both, LibreOffice one."""
        if not _IDENTITY.match(part.identity) or part.identity in self._taken:
            raise ValueError(f"identity {part.identity!r} cannot name a figure, or names two")
        self._taken.add(part.identity)
        number = str(len(self._taken))
        element = run._r
        parent = element.getparent()
        assert parent is not None
        at = parent.index(element)
        control = OxmlElement("w:sdt")
        about = _child(control, "w:sdtPr")
        _child(about, "w:alias", val=_clean(part.alias)[:64])
        _child(about, "w:tag", val=part.identity)
        _child(about, "w:id", val=str(100_000 + len(self._taken)))
        # A plain text control: LibreOffice keeps its alias, though not its runs' looks, which is
        # why every paragraph that may hold a figure has them in its style.
        _child(about, "w:text")
        begin = OxmlElement("w:bookmarkStart")
        begin.set(qn("w:id"), number)
        begin.set(qn("w:name"), part.identity)
        end = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), number)
        parent.insert(at, begin)
        parent.insert(at + 1, control)
        parent.insert(at + 2, end)
        _child(control, "w:sdtContent").append(element)


def _signed(
    cell: _Cell, signature: Signature, before: float = 0, size: float = LAYOUT.body
) -> None:
    first = line(cell, signature.authority.upper(), size=size, bold=True, first=True)
    first.paragraph_format.space_before = Pt(before)
    # What stands in brackets asks for the name in full; it is no office.
    asked = signature.title.startswith("(")
    title = signature.title if asked else signature.title.upper()
    line(cell, title, size=LAYOUT.small if asked else size, italic=asked)
    for _ in range(4):
        line(cell, "", size=LAYOUT.body)
    line(cell, signature.name, size=size, bold=True)


def _child(parent: etree._Element, tag: str, val: str | None = None) -> etree._Element:
    made: etree._Element = OxmlElement(tag)
    if val is not None:
        made.set(qn("w:val"), val)
    parent.append(made)
    return made


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _font(run: Run, size: float, *, bold: bool = False, italic: bool = False) -> Run:
    run.font.name, run.font.size = LAYOUT.font, Pt(size)
    run.bold, run.italic = bold, italic
    return run


def _tight(
    paragraph: WordParagraph, *, before: float = 0, after: float = 0, line: float = 1.0
) -> None:
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line


def line(
    cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False,
    first: bool = False, centre: bool = True,
) -> WordParagraph:  # fmt: skip
    """This function will write one line of a head or foot into a cell."""
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _tight(paragraph)
    _font(paragraph.add_run(_clean(text)), size, bold=bold, italic=italic)
    return paragraph


def bare(table: Table, widths: tuple[float, ...]) -> Table:
    """This function will return a table without lines, as wide as the text, whose cells begin at the margin."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
    for at, width in enumerate(widths):
        table.columns[at].width = Mm(width)
        table.rows[0].cells[at].width = Mm(width)
    return table


def _mark_row(row: etree._Element, tag: str) -> None:
    properties = row.find(qn("w:trPr"))
    if properties is None:
        properties = OxmlElement("w:trPr")
        row.insert(0, properties)
    properties.append(OxmlElement(tag))


def _outline(paragraph: WordParagraph, level: int) -> None:
    """Make the heading one for the navigation pane, without a heading style's looks."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(mark)


def _field(run: Run, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)
