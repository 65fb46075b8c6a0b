"""The head of a State paper: Quốc hiệu and Tiêu ngữ, measured on the paper that LibreOffice prints.

Nghị định 30/2020/NĐ-CP, phụ lục I, read in summaries: see `ground.papers.state_word`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date

import docx
import pypdfium2
import pytest

from dongthuan.ground import papers
from dongthuan.ground.papers.official import Letterhead, OfficialPaper, Paragraph, Signature
from tests.ground.papers.test_layout import Sheet

HEAD = Letterhead("Ủy ban nhân dân thành phố Bảo Lộc", "Ủy ban nhân dân phường 2", "12/BB-UBND",
                  "Phường 2", date(2021, 7, 5))  # fmt: skip
PAPER = OfficialPaper(
    HEAD, "Biên bản", "Phiên họp tháng 7 năm 2021", (Paragraph(("Nội dung.",)),),
    Signature("CHỦ TRÌ", "Chủ tịch", "Lê Văn Mẫu"),
    countersign=Signature("THƯ KÝ", "Công chức", "Trần Thị Thử"),
)  # fmt: skip


def test_a_state_paper_bears_the_nations_name_and_no_partys():
    document = docx.Document(io.BytesIO(papers.state_docx(PAPER)))
    left, right = (cell.text.split("\n") for cell in document.tables[0].rows[0].cells)
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert right[-1] == "Phường 2, ngày 05 tháng 7 năm 2021"
    assert left[0] == "ỦY BAN NHÂN DÂN THÀNH PHỐ BẢO LỘC" and left[-1] == "Số: 12/BB-UBND"
    whole = "\n".join(cell.text for table in document.tables for cell in table.rows[0].cells)
    assert "ĐẢNG CỘNG SẢN" not in whole and "Nơi nhận" not in whole


def test_a_body_without_one_above_it_leaves_no_empty_line_over_its_name():
    alone = OfficialPaper(
        Letterhead("", "Tổ dân phố 1", "", "Phường 2"), "Biên bản", "Họp", (), Signature()
    )
    document = docx.Document(io.BytesIO(papers.state_docx(alone)))
    assert document.tables[0].rows[0].cells[0].text.startswith("TỔ DÂN PHỐ 1")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """The first page, as LibreOffice prints it."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("state")
    (folder / "bien-ban.docx").write_bytes(papers.state_docx(PAPER))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", folder, folder / "bien-ban.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return Sheet(pypdfium2.PdfDocument(folder / "bien-ban.pdf")[0])


@pytest.mark.office
@pytest.mark.parametrize(
    "words, size, bold, italic",
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ BẢO LỘC", 12, False, False),
        ("ỦY BAN NHÂN DÂN PHƯỜNG 2", 12, True, False),
        ("Số: 12/BB-UBND", 13, False, False),
        ("Phường 2, ngày 05 tháng 7 năm 2021", 14, False, True),
    ],
)
def test_each_element_of_the_head_has_its_size_and_style(sheet, words, size, bold, italic):
    for letter in sheet.words(words):
        assert letter.size == pytest.approx(size, abs=0.5), letter
        assert ("Bold" in letter.face) is bold, letter
        assert ("Italic" in letter.face) is italic, letter


@pytest.mark.office
def test_the_nations_name_stands_on_one_line_right_of_the_body_and_both_hands_sign_side_by_side(
    sheet,
):
    name = sheet.words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert max(one.bottom for one in name) - min(one.top for one in name) < 6
    body = sheet.words("ỦY BAN NHÂN DÂN THÀNH PHỐ BẢO LỘC")
    assert max(one.right for one in body) < min(one.left for one in name)
    secretary, chair = sheet.words("THƯ KÝ"), sheet.words("CHỦ TRÌ")
    assert secretary[0].left < chair[0].left
    assert abs(secretary[0].bottom - chair[0].bottom) < 1
    assert max(one.right for one in sheet.seen()) <= sheet.width - 15 + 0.5
