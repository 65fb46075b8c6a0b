"""Phiếu soát số liệu: one page to sign, alone or at the end of a checked document."""

from __future__ import annotations

import copy
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dongthuan.ground.claims import Finding, Verdict

FONT = "Times New Roman"
# So many printed lines of the table leave room for the head and the signatures on one A4 page.
LINES = 24
LONGEST = 160
LONGEST_NAME = 130
_HEADS = ("Đoạn", "Số trong văn bản", "Kết luận", "Số đang lưu, căn cứ")
_WIDTHS = (Mm(14), Mm(36), Mm(38), Mm(72))
# Letters of 11 points that surely fit on one line of each column.
_LETTERS = (5, 16, 17, 34)
# Letters no Word file may hold; a pasted text or a name of a file may.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNERS = ("Người soát", "Người duyệt")


def summary(findings: Iterable[Finding]) -> str:
    """This function will sum a check up in one sentence: «38 khớp · 3 cần xem»."""
    counts = Counter(finding.verdict for finding in findings)
    agree = counts[Verdict.RIGHT] + counts[Verdict.ROUNDED] + counts[Verdict.ADDS_UP]
    eyes = sum(count for verdict, count in counts.items() if verdict.needs_eyes)
    parts = [f"{agree} khớp", f"{eyes} cần xem"]
    if counts[Verdict.CANNOT_CHECK]:
        parts.append(f"{counts[Verdict.CANNOT_CHECK]} chưa có số để đối chiếu")
    return " · ".join(parts)


def slip(
    findings: Sequence[Finding],
    *,
    file_name: str = "",
    table_name: str = "",
    day: date | None = None,
) -> bytes:
    """This function will return the one-page slip alone, as a .docx on A4."""
    document = docx.Document()
    _page(document)
    _write(document, findings, file_name, table_name, day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def append_slip(
    document: Document,
    findings: Sequence[Finding],
    *,
    file_name: str = "",
    table_name: str = "",
    day: date | None = None,
) -> None:
    """This function will add the slip as the last page of a document, on a page of its own form.

    The user's last section keeps its size, margins and columns, whatever they are.
    """
    _close_section(document)
    _page(document)
    _write(document, findings, file_name, table_name, day)


def _page(document: Document) -> None:
    section = document.sections[-1]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)


def _close_section(document: Document) -> None:
    """End the user's last section where their text ends, and begin a plain one on a new page."""
    body = document.element.body
    last = body.sectPr
    if last is None:
        last = OxmlElement("w:sectPr")
    else:
        body.remove(last)
    end = body[-1] if len(body) else None
    if (
        end is None
        or end.tag != qn("w:p")
        or end.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ):
        # Behind a table or another section the mark of a section needs a paragraph; a small one.
        end = document.add_paragraph()._p
        _set(Paragraph(end, document._body), "", size=1)
    end.get_or_add_pPr()._insert_sectPr(last)
    plain = OxmlElement("w:sectPr")
    margins = last.find(qn("w:pgMar"))
    if margins is not None:
        # Headers and footers go on as they were, at their own distance from the edge.
        plain.append(copy.deepcopy(margins))
    body.append(plain)


def _write(
    document: Document, findings: Sequence[Finding], file_name: str, table_name: str,
    day: date | None,
) -> None:  # fmt: skip
    _line(document, "PHIẾU SOÁT SỐ LIỆU", size=15, bold=True, centre=True, before=6, after=10)
    if file_name:
        _line(document, f"Văn bản: {_short(file_name, LONGEST_NAME)}")
    if table_name:
        _line(document, f"Bảng số liệu: {_short(table_name, LONGEST_NAME)}")
    elif not any(finding.record for finding in findings):
        _line(document, "Bảng số liệu: chưa có")
    # Without a day there is room to write one by hand.
    when = f"{day.day:02d}/{day.month:02d}/{day.year}" if day else "……/……/…………"
    _line(document, f"Ngày soát: {when}")
    _line(document, f"Kết quả: {summary(findings)}", bold=True)
    if findings:
        _line(document, f"Gồm: {_each_verdict(findings)}.")
    needing = [finding for finding in findings if finding.verdict.needs_eyes]
    if needing:
        rows = _fitting([_row(finding) for finding in needing])
        _line(document, "", size=4)
        _table(document, rows)
        left = len(needing) - len(rows)
        if left > 0:
            more = f"… và {left} mục nữa, xem ghi chú trong văn bản."
            _line(document, more, italic=True, before=4)
    else:
        _line(document, "Không có mục nào cần xem.", italic=True)
    _signatures(document)


def _each_verdict(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.verdict for finding in findings)
    # A count stays on one line with the first word it counts.
    return ", ".join(f"{counts[one]}\u00a0{one.words}" for one in Verdict if counts[one])


def _line(
    document: Document, text: str, *, size: float = 13, bold: bool = False, italic: bool = False,
    centre: bool = False, before: float = 0, after: float = 2,
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    _set(paragraph, text, size=size, bold=bold, italic=italic, after=after)
    paragraph.paragraph_format.space_before = Pt(before)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set(
    paragraph: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False,
    after: float = 0,
) -> None:  # fmt: skip
    """Write text with everything said here: the styles of the user's file must not leak in."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.1
    form.first_line_indent = form.left_indent = form.right_indent = Mm(0)
    form.page_break_before = form.keep_with_next = False
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(_UNPRINTABLE.sub(" ", text))
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.bold, run.font.italic = bold, italic
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _row(finding: Finding) -> tuple[str, ...]:
    words = f"{finding.verdict.sign} {finding.verdict.words}"
    return str(finding.paragraph), _short(finding.surface, 60), words, _short(_kept(finding))


def _kept(finding: Finding) -> str:
    if finding.verdict is not Verdict.AMBIGUOUS and finding.record and finding.measure:
        return f"{finding.measure} ({finding.record})"
    return finding.message


def _fitting(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return as many of the first rows as one page holds."""
    fitting, left = [], LINES
    for row in rows:
        left -= max(-(-len(text) // width) for text, width in zip(row, _LETTERS, strict=True))
        if left < 0:
            break
        fitting.append(row)
    return fitting


def _table(document: Document, rows: Sequence[tuple[str, ...]]) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        _fill(cell, head, bold=True)
    for texts in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text)
        row.cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        # Word goes by the cells, LibreOffice by the grid: both are told.
        column.width = width
        for cell in column.cells:
            cell.width = width


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    _set(cell.paragraphs[0], text, size=11, bold=bold, after=1.5)
    cell.paragraphs[0].paragraph_format.space_before = Pt(1.5)


def _short(text: str, longest: int = LONGEST) -> str:
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    # Cut between words: a syllable is never cut.
    return text[:longest].rsplit(" ", 1)[0] + " …"


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "57524A")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)


def _signatures(document: Document) -> None:
    _line(document, "", size=6, after=6)
    table = document.add_table(rows=1, cols=len(_SIGNERS))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, who in zip(table.rows[0].cells, _SIGNERS, strict=True):
        first = cell.paragraphs[0]
        _set(first, who, size=13, bold=True)
        second = cell.add_paragraph()
        _set(second, "(Ký, ghi rõ họ tên)", size=12, italic=True)
        for paragraph in (first, second):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        second.paragraph_format.space_after = Pt(54)  # room for a hand to sign
