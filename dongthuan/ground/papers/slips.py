"""Phiếu soát số liệu: one page to sign, alone or at the end of a checked document."""

from __future__ import annotations

import io
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
ROWS = 12
LONGEST = 110
_HEADS = ("Đoạn", "Số trong văn bản", "Kết luận", "Số đang lưu, căn cứ")
_WIDTHS = (Mm(14), Mm(38), Mm(36), Mm(72))


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
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    _write(document, findings, file_name, table_name, day, new_page=False)
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
    """This function will add the slip as the last page of a document."""
    _write(document, findings, file_name, table_name, day, new_page=True)


def _write(
    document: Document, findings: Sequence[Finding], file_name: str, table_name: str,
    day: date | None, *, new_page: bool,
) -> None:  # fmt: skip
    title = _line(document, "PHIẾU SOÁT SỐ LIỆU", size=15, bold=True, centre=True, after=8)
    title.paragraph_format.page_break_before = new_page
    if file_name:
        _line(document, f"Văn bản: {file_name}")
    _line(document, f"Bảng số liệu: {table_name or 'chưa có'}")
    if day is not None:
        _line(document, f"Ngày soát: {day.day:02d}/{day.month:02d}/{day.year}")
    _line(document, f"Kết quả: {summary(findings)}", bold=True, after=6)
    needing = [finding for finding in findings if finding.verdict.needs_eyes]
    if needing:
        _table(document, needing[:ROWS])
        left = len(needing) - ROWS
        if left > 0:
            _line(document, f"… và {left} mục nữa, xem ghi chú trong văn bản.", italic=True)
    else:
        _line(document, "Không có mục nào cần xem.", italic=True)
    _signatures(document)


def _line(
    document: Document, text: str, *, size: float = 13, bold: bool = False, italic: bool = False,
    centre: bool = False, after: float = 2,
) -> Paragraph:  # fmt: skip
    paragraph = document.add_paragraph()
    _set(paragraph, text, size=size, bold=bold, italic=italic, after=after)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set(
    paragraph: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False,
    after: float = 0,
) -> None:  # fmt: skip
    """Write text with everything said here: the styles of the user's file must not leak in."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.1
    form.first_line_indent = form.left_indent = Mm(0)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.bold, run.font.italic = bold, italic
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _table(document: Document, findings: Sequence[Finding]) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        _fill(cell, head, bold=True)
    for finding in findings:
        cells = table.add_row().cells
        words = f"{finding.verdict.sign} {finding.verdict.words}"
        for cell, text in zip(
            cells,
            (str(finding.paragraph), _short(finding.surface, 60), words, _short(_kept(finding))),
            strict=True,
        ):
            _fill(cell, text)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        # Word goes by the cells, LibreOffice by the grid: both are told.
        column.width = width
        for cell in column.cells:
            cell.width = width


def _kept(finding: Finding) -> str:
    if finding.record and finding.measure:
        return f"{finding.measure} ({finding.record})"
    return finding.message


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    _set(cell.paragraphs[0], text, size=11, bold=bold)


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
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, who in zip(table.rows[0].cells, ("Người viết báo cáo", "Người soát"), strict=True):
        first = cell.paragraphs[0]
        _set(first, who, size=13, bold=True)
        second = cell.add_paragraph()
        _set(second, "(Ký, ghi rõ họ tên)", size=12, italic=True)
        for paragraph in (first, second):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        second.paragraph_format.space_after = Pt(54)  # room for a hand to sign
