"""The slip is one page of A4 to sign, whatever stands in front of it."""

from __future__ import annotations

import io
from datetime import date

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from dongthuan.ground import claims, files, papers

TABLE = claims.MeasureTable.from_rows(
    [
        ["chỉ tiêu", "giá trị", "đơn vị tính", "kỳ"],
        ["Tổng số chi bộ", "32", "chi bộ", "30/6/2021"],
        ["Tổng số đảng viên", "934", "người", "30/6/2021"],
    ]
)
LONG_NAME = "Báo cáo sơ kết công tác xây dựng Đảng và hệ thống chính trị 6 tháng đầu năm.docx"


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def said(data: bytes) -> list[str]:
    return [p.text.replace("\u00a0", " ") for p in docx.Document(io.BytesIO(data)).paragraphs]


def wide_report(paragraphs: int) -> bytes:
    """A report turned sideways, in wide lines with an indent of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    form = document.styles["Normal"].paragraph_format
    form.line_spacing, form.first_line_indent = 2, Mm(12)
    for number in range(paragraphs):
        document.add_paragraph(f"Đảng bộ có {940 + number} đảng viên.")
    return saved(document)


def annotated(data: bytes) -> bytes:
    lines = [line.text for line in files.read_text(data, LONG_NAME).lines]
    return papers.annotate(
        data,
        claims.check(lines, TABLE),
        file_name=LONG_NAME,
        table_name="Bảng mục số liệu của Văn phòng Đảng ủy phường.xlsx",
        day=date(2026, 11, 24),
    )


@pytest.mark.office
def test_the_slip_alone_is_one_page_however_much_there_is_to_say(converted):
    lines = [f"Đảng bộ thôn {n} có 9{n} đảng viên." for n in range(40, 90)]
    made = papers.slip(
        claims.check(lines, TABLE),
        file_name=LONG_NAME,
        table_name="Bảng mục số liệu của Văn phòng Đảng ủy phường.xlsx",
        day=date(2026, 11, 24),
    )
    with pypdfium2.PdfDocument(converted(made, "pdf")) as pages:
        assert len(pages) == 1
    assert said(made)[0] == "PHIẾU SOÁT SỐ LIỆU"
    assert any("mục nữa" in line for line in said(made))


@pytest.mark.office
def test_behind_a_report_turned_sideways_the_slip_is_still_one_upright_page(converted):
    data = wide_report(60)
    with pypdfium2.PdfDocument(converted(data, "pdf")) as pages:
        before = len(pages)
    with pypdfium2.PdfDocument(converted(annotated(data), "pdf")) as pages:
        assert len(pages) == before + 1
        sizes = [tuple(round(side) for side in page.get_size()) for page in pages]
        last = pages[len(pages) - 1].get_textpage().get_text_bounded()
    assert set(sizes[:-1]) == {(842, 595)}
    assert sizes[-1] == (595, 842)
    # Some fonts part a letter from its marks in the text of a PDF: what has none is looked for.
    assert last.startswith("PHI")
    assert "24/11/2026" in last


def test_the_sections_of_the_report_keep_their_form():
    made = docx.Document(io.BytesIO(annotated(wide_report(3))))
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in made.sections]
    assert sizes == [(297, 210), (210, 297)]


def test_a_report_that_ends_with_a_table_gets_its_slip_too():
    document = docx.Document()
    document.add_paragraph("Có 943 đảng viên.")
    document.add_table(1, 2).rows[0].cells[0].text = "Nơi nhận"
    made = docx.Document(io.BytesIO(annotated(saved(document))))
    assert len(made.sections) == 2
    assert "PHIẾU SOÁT SỐ LIỆU" in [p.text for p in made.paragraphs]


def test_the_slip_counts_each_verdict_in_the_words_of_the_office():
    findings = claims.check(["Có 32 chi bộ, gồm 20 chi bộ thôn và 11 chi bộ cơ quan."], TABLE)
    lines = said(papers.slip(findings, table_name="bang.xlsx", day=date(2026, 11, 24)))
    assert "Ngày soát: 24/11/2026" in lines
    assert lines[3].startswith("Kết quả: 1 khớp · 1 cần xem")
    assert "1 cộng chưa khớp" in lines[4]
    assert not any("sai" in line.split() for line in lines)


def test_the_slip_has_a_place_for_who_checked_and_who_approved():
    made = docx.Document(io.BytesIO(papers.slip(claims.check(["Có 32 chi bộ."], TABLE))))
    signers = [cell.paragraphs[0].text for cell in made.tables[-1].rows[0].cells]
    assert signers == ["Người soát", "Người duyệt"]


def test_a_slip_with_nothing_to_look_at_says_so():
    assert "Không có mục nào cần xem." in said(papers.slip(claims.check(["Có 32 chi bộ."], TABLE)))


def test_letters_that_word_cannot_hold_are_left_out():
    findings = claims.check(["Đảng bộ có 943 đảng viên."], TABLE)
    assert "Văn bản: bao cao .txt" in said(papers.slip(findings, file_name="bao\x01cao\udcff.txt"))


def test_a_table_without_a_name_is_not_called_missing():
    checked = claims.check(["Đảng bộ có 943 đảng viên."], TABLE)
    assert "Bảng số liệu: chưa có" not in said(papers.slip(checked))
    assert "Bảng số liệu: chưa có" in said(papers.slip(claims.check(["Có 5 hộ."], None)))
    assert "Ngày soát: ……/……/…………" in said(papers.slip(checked))
