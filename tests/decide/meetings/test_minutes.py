"""What minutes say, and the two forms they are printed in."""

from __future__ import annotations

import io
import shutil
import subprocess

import docx
import pypdfium2
import pytest

from dongthuan.decide.meetings import minutes, queries, services
from dongthuan.decide.meetings.rules import Attendance, Manner, Named, Tally
from dongthuan.ground.files import services as files
from tests.decide.meetings.rooms import called, held, marked, signed, vote
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Ward()


def a_committee(ward):
    one = held(ward)
    [first, second] = queries.whole(one).agenda
    marked(ward, one, "Ủy viên B", Attendance.EXCUSED, "Đi công tác")
    marked(ward, one, "Ủy viên C", Attendance.LATE)
    services.take_down(
        meeting=one, by=ward.clerk,
        said={first.pk: services.Said("Đồng chí A: đề nghị nêu rõ số liệu.\nĐồng chí D: nhất trí.", 1)},
        decisions=[
            vote("Thông qua báo cáo 6 tháng đầu năm", 5, item=first.pk),
            vote("Chuyển sinh hoạt", 3, item=second.pk, manner=Manner.BALLOT, tally=Tally(3, 1, 0, 1),
                 counters="Ủy viên E, Ủy viên F", threshold=">= 2/3"),
            services.Given("Giao Văn phòng gửi nghị quyết trước ngày 15/6."),
        ],
    )  # fmt: skip
    return one


def told(data):
    """Every line of a Word file, cells of its tables too."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_minutes_say_who_came_what_was_said_and_how_each_vote_went(ward):
    made = signed(ward, a_committee(ward))
    text = told(files.content(made.stored))
    for words in (
        "BIÊN BẢN", "Hội nghị Ban Chấp hành lần thứ 12",
        "Khai mạc: 8 giờ 30, ngày 01/6/2021, tại Hội trường phường.",
        "Được mời 7 người, có mặt 6 người", "có quyền biểu quyết: 5/6 có mặt",
        "Vắng có lý do (1): Ủy viên B, Đảng ủy viên (lý do: Đi công tác).",
        "Đến muộn (1): Ủy viên C", "Khách mời có mặt (1): Trần Thị Khách, UBMTTQ.",
        "đủ theo ngưỡng từ 2/3 trở lên (ngưỡng do đơn vị đặt, chưa đối chiếu văn bản)",
        "1. Đánh giá 6 tháng đầu năm", "Người trình bày: Nguyễn Văn Nghĩa.",
        "Đồng chí D: nhất trí.", "được thông qua (giơ tay biểu quyết: 5 đồng ý",
        "không được thông qua (bỏ phiếu kín: 3 đồng ý, 1 không đồng ý, 0 không ý kiến, 1 phiếu",
        "Người kiểm phiếu: Ủy viên E, Ủy viên F.", "III. KẾT LUẬN",
        "Kết quả: thống nhất", "Cuộc họp kết thúc lúc 10 giờ 30, ngày 01/6/2021.",
        "CHỦ TRÌ", "Nguyễn Văn Nghĩa", "THƯ KÝ", "Lê Thị Thư",
    ):  # fmt: skip
        assert words in text, words


def test_a_party_unit_meets_under_the_partys_name_and_any_other_under_the_nations(ward):
    text = told(minutes.written(queries.whole(held(ward))))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text and "ĐẢNG ỦY PHƯỜNG THỬ" in text
    assert "CỘNG HÒA" not in text
    residents = called(ward, unit=ward.groups[0], kind="residents", past_is_meant=True)
    text = told(minutes.written(queries.whole(residents)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "Độc lập - Tự do - Hạnh phúc" in text
    assert "ỦY BAN NHÂN DÂN PHƯỜNG THỬ" in text and "TỔ DÂN PHỐ 1" in text
    assert "ĐẢNG CỘNG SẢN" not in text


def test_a_cell_stands_under_its_committee_and_names_the_ward_it_lies_in(ward):
    cell = called(ward, unit=ward.cells[0], kind="cell-regular")
    head = minutes.paper_of(queries.whole(cell)).letterhead
    assert (head.upper_body, head.body, head.place) == (
        "Đảng ủy Phường Thử",
        "Chi bộ 1",
        "Phường Thử",
    )


def test_a_roll_of_two_thousand_is_counted_in_minutes_and_not_spelled_out(ward):
    people = [Named(f"Hộ {n}", f"Số {n}") for n in range(2000)]
    one = called(ward, unit=ward.groups[0], kind="residents", roll=people, quorum="")
    services.mark(meeting=one, rest_here=True, by=ward.clerk)
    text = told(minutes.written(queries.whole(one)))
    assert "Có mặt: 2000 người, theo danh sách điểm danh." in text and "Số 1999" not in text


@pytest.mark.office
@pytest.mark.parametrize("kind", ["party", "state"])
def test_minutes_open_in_an_office_program_with_both_signatures_on_one_page(ward, kind, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    one = a_committee(ward)
    if kind == "state":
        one = called(ward, unit=ward.ward, kind="people-committee", past_is_meant=True)
    (tmp_path / "bien-ban.docx").write_bytes(minutes.written(queries.whole(one)))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "bien-ban.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(tmp_path / "bien-ban.pdf")
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    [signing] = [text for text in texts if "THƯKÝ" in text]
    assert "CHỦTRÌ" in signing and "NguyễnVănNghĩa" in signing and "LêThịThư" in signing
    head = "ĐẢNGCỘNGSẢNVIỆTNAM" if kind == "party" else "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM"
    assert head in texts[0]
