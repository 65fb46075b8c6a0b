"""Tệp .pdf, .html, .txt: what is read is what a person would see on the page."""

from __future__ import annotations

import io
import pathlib
from typing import Any

import pypdfium2
import pytest

from dongthuan.ground.files import Kind, UnreadableFile, read_tables, read_text
from dongthuan.ground.files.document import Line
from dongthuan.ground.files.pdf import joined
from tests.ground.files.making import SENTENCE, converted, word_file

LONG = (
    f"{SENTENCE}, trong đó có 23 chi bộ tổ dân phố, 6 chi bộ trường học, 1 chi bộ quân sự và 1 chi "
    "bộ công an; thu ngân sách nhà nước trên địa bàn đạt 5.085 tỷ đồng, bằng 60,5% kế hoạch năm."
)


def _letter(document: Any) -> None:
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph(LONG)
    document.add_paragraph("- Mục thứ nhất có 4 tổ")
    document.add_paragraph("- Mục thứ hai có 5 tổ")


@pytest.mark.office
def test_a_pdf_gives_paragraphs_whole_again(tmp_path: pathlib.Path) -> None:
    data = converted(word_file(_letter), "docx", "pdf", tmp_path)
    document = read_text(data, "bao-cao.pdf")
    assert document.kind is Kind.PDF
    assert document.lines == (
        Line("BÁO CÁO", "trang 1, dòng 1"),
        Line(LONG, "trang 1, dòng 2"),
        Line("- Mục thứ nhất có 4 tổ", f"trang 1, dòng {_after(data)}"),
        Line("- Mục thứ hai có 5 tổ", f"trang 1, dòng {_after(data) + 1}"),
    )


def _after(data: bytes) -> int:
    """This function will count the printed lines before the list, whatever font there is."""
    page = pypdfium2.PdfDocument(data)[0]
    return page.get_textpage().get_text_range().split("- Mục")[0].count("\n") + 1


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        (["Toàn phường hiện có tất cả là", "1.619 doanh nghiệp."], 1),
        (["Các tổ chức kinh tế, chính trị", "- xã hội trên địa bàn."], 1),
        (["Thu ngân sách trên địa bàn đạt", "60,5% kế hoạch năm."], 1),
        (["Nhiệm vụ của năm tới về kinh tế", "1. Thu đúng, thu đủ"], 2),
        (["Nhiệm vụ của năm tới về kinh tế", "- Thu đúng, thu đủ"], 2),
        (["Nhiệm vụ của năm tới về kinh tế", "a) Thu đúng, thu đủ"], 2),
        (["Chi bộ đã họp bàn và thống nhất.", "Kinh tế tăng 5%."], 2),
        (["BÁO CÁO", "Kết quả quý II năm 2021 của phường"], 2),
        (["Số hộ", "nghèo", "Tổng số hộ dân của cả phường là"], 3),
        (["ĐẢNG BỘ THÀNH PHỐ CỦA CHÚNG TA", "Số 12 - BC/ĐU"], 2),
    ],
)
def test_a_printed_line_carries_on_only_where_its_sentence_does(
    printed: list[str], lines: int
) -> None:
    assert len(list(joined([printed]))) == lines


def test_a_sentence_carries_on_over_the_end_of_a_page() -> None:
    [line] = joined([["Thu ngân sách trên địa bàn đạt"], ["60,5% kế hoạch năm."]])
    assert line == Line("Thu ngân sách trên địa bàn đạt 60,5% kế hoạch năm.", "trang 1, dòng 1")


@pytest.mark.office
def test_a_pdf_with_a_password_says_what_to_do(tmp_path: pathlib.Path) -> None:
    locked = (
        'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"mat-khau"}}'
    )
    data = converted(word_file(_letter), "docx", locked, tmp_path)
    with pytest.raises(UnreadableFile, match=r"mat\.pdf: tệp PDF có mật khẩu"):
        read_text(data, "mat.pdf")


def test_a_scanned_pdf_is_called_a_picture() -> None:
    file = pypdfium2.PdfDocument.new()
    file.new_page(595, 842)
    out = io.BytesIO()
    file.save(out)
    with pytest.raises(UnreadableFile, match=r"quet\.pdf: .*chỉ có ảnh.*OCR"):
        read_text(out.getvalue(), "quet.pdf")


def test_a_damaged_pdf_is_refused_in_words() -> None:
    with pytest.raises(UnreadableFile, match=r"hong\.pdf: tệp bị hỏng"):
        read_text(b"%PDF-1.7\n1 0 obj <<", "hong.pdf")


PAGE = """<!DOCTYPE html><html><head><title>Tiêu đề</title><style>p{color:red}</style>
<script>var a = 99;</script></head><body><h1>Báo cáo
  quý II</h1><p>Đảng bộ có <b>32</b> chi bộ<br>dòng sau</p><p style="display: none">giấu 5</p>
<ul><li>Một</li><li>Hai</li></ul>
<table><tr><th>Chỉ tiêu</th><th colspan=2>Giá trị</th></tr>
<tr><td rowspan=2>Số<br>hộ</td><td>1.619</td><td>2020</td></tr><tr><td>1.700</td><td>2021</td></tr>
</table><div>Cuối</div></body></html>"""


def test_a_page_gives_its_blocks_and_rows_without_its_programmes() -> None:
    document = read_text(PAGE.encode(), "trang.html")
    assert document.kind is Kind.HTML
    assert [line.text for line in document.lines] == [
        "Báo cáo quý II",
        "Đảng bộ có 32 chi bộ",
        "dòng sau",
        "Một",
        "Hai",
        "Chỉ tiêu | Giá trị |",
        "Số hộ | 1.619 | 2020",
        " | 1.700 | 2021",
        "Cuối",
    ]
    assert document.lines[-1].place == "đoạn 6"
    [sheet] = read_tables(PAGE.encode(), "trang.html")
    assert sheet.rows[2] == ("", "1.700", "2021")


def test_a_plain_text_keeps_inner_tabs_and_counts_its_printed_lines() -> None:
    data = f"{SENTENCE}\r\n\r\n  \r\nCột một\tcột hai   \r\n".encode("utf-8-sig")
    document = read_text(data, "bao-cao.txt")
    assert document.lines == (Line(SENTENCE, "dòng 1"), Line("Cột một\tcột hai", "dòng 4"))


def test_a_plain_text_in_an_old_font_is_converted_with_a_warning() -> None:
    data = "Ñaûng boä phöôøng coù 934 ñaûng vieân".encode("cp1252")
    document = read_text(data, "cu.txt")
    assert document.lines[0].text == "Đảng bộ phường có 934 đảng viên"
    assert "bảng mã VNI" in document.warnings[0]
