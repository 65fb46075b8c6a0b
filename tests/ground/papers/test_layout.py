"""An official Party paper, measured on the paper itself: millimetres and points of the PDF that
LibreOffice makes of the Word file, and of our own PDF, against the guide's table.

Hướng dẫn 36-HD/VPTW (2018), annex 3, gives sizes and styles; margins and the page number follow Nghị
định 30/2020/NĐ-CP. Read in summaries: see `ground.papers.official`.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from dongthuan.ground import papers
from dongthuan.ground.papers.official import (
    Cited,
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)

pytestmark = pytest.mark.office
POINT = 25.4 / 72
LONG = (
    "Trong kỳ, cấp ủy, chính quyền, Mặt trận và các đoàn thể phường tập trung lãnh đạo thực hiện nghị "
    "quyết của Đảng bộ, vừa phát triển kinh tế - xã hội, vừa phòng, chống dịch bệnh; toàn phường có "
)
PAPER = OfficialPaper(
    Letterhead("ĐẢNG BỘ THÀNH PHỐ BẢO LỘC", "ĐẢNG ỦY PHƯỜNG 2", "48-BC/ĐU", "Phường 2", date(2021, 7, 2)),
    "Báo cáo",
    "Kết quả lãnh đạo thực hiện nhiệm vụ 6 tháng đầu năm 2021",
    (
        Heading(1, ("I. TÌNH HÌNH CHUNG",)),
        *(
            Paragraph((LONG, Cited("1.619", f"F{n:03d}_trade", "Cơ sở kinh doanh"), " cơ sở kinh doanh."))
            for n in range(1, 13)
        ),
        TableBlock(
            ("Tổ dân phố", "Tổng số hộ (hộ)", "Diện tích (ha)"),
            tuple((f"Tổ dân phố {n}", "219", "12,5") for n in range(1, 41)),
            "Một số số liệu theo tổ dân phố", frozenset((1, 2)),
        ),
        Heading(1, ("II. PHƯƠNG HƯỚNG",)),
        Paragraph(("Tiếp tục lãnh đạo hoàn thành các chỉ tiêu cả năm.",)),
    ),
    Signature("T/M ĐẢNG ỦY", "BÍ THƯ", "Nguyễn Đăng Nghĩa"),
    ("Thường trực Thành ủy (b/c)", "Lưu Văn phòng"),
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """A letter on the page: its tight box in millimetres from the top left corner, and its face."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    face: str


class Sheet:
    """One page of a PDF, read letter by letter."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = (side * POINT for side in page.get_size())
        self.letters = list(_letters(page, self.height))
        self.text = "".join(letter.text for letter in self.letters)

    def words(self, text: str) -> list[Letter]:
        """The letters of some words where they first stand; blanks are not looked at."""
        plain = [letter for letter in self.letters if not letter.text.isspace()]
        joined, wanted = "".join(one.text for one in plain), "".join(text.split())
        at = joined.find(wanted)
        assert at >= 0, f"{text!r} does not stand on the page"
        return plain[at : at + len(wanted)]

    def seen(self) -> list[Letter]:
        """Every letter that leaves ink."""
        return [letter for letter in self.letters if not letter.text.isspace()]


def _letters(page: pypdfium2.PdfPage, height: float) -> Iterator[Letter]:
    told = page.get_textpage()
    for at in range(told.count_chars()):
        left, bottom, right, top = told.get_charbox(at)
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFText_GetFontInfo(told, at, name, 200, ctypes.byref(ctypes.c_int()))
        yield Letter(
            chr(pdfium.FPDFText_GetUnicode(told, at)), left * POINT, height - top * POINT,
            right * POINT, height - bottom * POINT, pdfium.FPDFText_GetFontSize(told, at),
            name.value.decode("utf-8", "replace"),
        )  # fmt: skip


@pytest.fixture(scope="module", params=["word", "pdf"])
def sheets(request, tmp_path_factory):
    """The pages of the paper: of the Word file as LibreOffice prints it, and of our own PDF."""
    if request.param == "pdf":
        data = papers.party_pdf(PAPER)
    else:
        if not shutil.which("soffice"):
            pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
        folder = tmp_path_factory.mktemp("layout")
        (folder / "bao-cao.docx").write_bytes(papers.party_docx(PAPER))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", folder, folder / "bao-cao.docx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        data = (folder / "bao-cao.pdf").read_bytes()
    return [Sheet(page) for page in pypdfium2.PdfDocument(data)]


# Element, its words, size, bold, italic: the guide's table, row by row.
FACES = [
    ("the Party's name", "ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
    ("the body above", "ĐẢNG BỘ THÀNH PHỐ BẢO LỘC", 14, False, False),
    ("the issuing body", "ĐẢNG ỦY PHƯỜNG 2", 14, True, False),
    ("number and symbol", "Số 48-BC/ĐU", 14, False, False),
    ("place and day", "Phường 2, ngày 02 tháng 7 năm 2021", 14, False, True),
    ("the kind of paper", "BÁO CÁO", 15, True, False),
    ("the subject", "Kết quả lãnh đạo thực hiện nhiệm vụ 6 tháng", 14, True, False),
    ("the body", "Trong kỳ, cấp ủy, chính quyền", 14, False, False),
]


@pytest.mark.parametrize("name, words, size, bold, italic", FACES, ids=[face[0] for face in FACES])
def test_each_element_has_the_size_and_style_of_the_guide(sheets, name, words, size, bold, italic):
    for letter in sheets[0].words(words):
        assert letter.size == pytest.approx(size, abs=0.5), (name, letter)
        assert ("Bold" in letter.face) is bold, (name, letter)
        assert ("Italic" in letter.face) is italic, (name, letter)


def test_every_letter_is_set_in_times_or_a_face_of_the_same_measures(sheets):
    faces = {letter.face.split("+")[-1] for sheet in sheets for letter in sheet.seen()}
    assert all("Times" in face or "LiberationSerif" in face or "Tinos" in face for face in faces), (
        faces
    )


def test_the_paper_is_a4(sheets):
    for sheet in sheets:
        assert (sheet.width, sheet.height) == pytest.approx((210, 297), abs=1)


def test_text_keeps_within_the_margins_and_reaches_them(sheets):
    first = sheets[0]
    body = [letter for letter in first.seen() if letter.size == pytest.approx(14, abs=0.5)]
    lines = [letter for letter in body if letter.top > first.words("I. TÌNH HÌNH CHUNG")[0].bottom]
    assert min(letter.left for letter in lines) == pytest.approx(30, abs=1)
    assert max(letter.right for letter in lines) == pytest.approx(210 - 15, abs=1)
    for sheet in sheets:
        assert all(letter.left >= 29 and letter.right <= 196 for letter in sheet.seen())
        assert all(letter.bottom <= 297 - 19 for letter in sheet.seen())
    # A capital without a mark above it stands on or a little below the top of its line.
    plain = [one for one in first.words("ĐẢNG CỘNG SẢN VIỆT NAM") if one.text in "NGCSVTM"]
    assert 20 - 0.2 <= min(letter.top for letter in plain) <= 21.5


def test_the_party_stands_at_the_right_with_a_rule_of_its_length_below(sheets):
    party, body = sheets[0].words("ĐẢNG CỘNG SẢN VIỆT NAM"), sheets[0].words("ĐẢNG ỦY PHƯỜNG 2")
    assert party[0].left > body[-1].right
    feet = [letter.bottom for letter in party]
    assert max(feet) - min(feet) < 3, "the Party's name never breaks"
    place = sheets[0].words("Phường 2, ngày 02 tháng 7 năm 2021")
    assert place[0].top > party[0].bottom
    middle = (party[0].left + party[-1].right) / 2
    assert (place[0].left + place[-1].right) / 2 == pytest.approx(middle, abs=1)


def test_kind_and_subject_stand_in_the_middle_of_the_text(sheets):
    centre = 30 + (210 - 30 - 15) / 2
    for words in ("BÁO CÁO", "Kết quả lãnh đạo thực hiện nhiệm vụ 6 tháng đầu năm 2021"):
        found = sheets[0].words(words)
        assert (found[0].left + found[-1].right) / 2 == pytest.approx(centre, abs=1)


def test_the_first_page_has_no_number_and_the_others_one_in_the_middle_of_the_top_margin(sheets):
    assert not [letter for letter in sheets[0].seen() if letter.bottom < 19]
    assert len(sheets) >= 3
    for number, sheet in enumerate(sheets[1:], start=2):
        above = [letter for letter in sheet.seen() if letter.bottom < 19]
        assert "".join(letter.text for letter in above) == str(number)
        middle = (above[0].left + above[-1].right) / 2
        assert middle == pytest.approx(30 + (210 - 30 - 15) / 2, abs=1)
        assert 13 <= above[0].size <= 14.5


def test_the_head_of_a_table_is_repeated_on_its_next_page(sheets):
    with_rows = [sheet for sheet in sheets if "Tổdânphố3" in "".join(sheet.text.split())]
    assert len(with_rows) >= 2
    for sheet in with_rows:
        sheet.words("Tổng số hộ (hộ)")


def test_whoever_signs_stands_at_the_right_below_the_text(sheets):
    last = sheets[-1]
    signed, told = last.words("T/M ĐẢNG ỦY"), last.words("Nơi nhận:")
    assert signed[0].left > 30 + (210 - 30 - 15) / 2 - 5
    assert told[0].left == pytest.approx(30, abs=3)
    assert last.words("Nguyễn Đăng Nghĩa")[0].top > signed[0].bottom + 15
