"""The clerk's week, from a request to 23 groups to the form of the level above; nothing typed twice.

Every number that a hand types is counted below. A number that stands on a page, in a Word file or in a
form of the level above, and that nobody typed there, came from where it was typed once.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import docx
import pytest
import xlsxwriter

from dongthuan.ground.files.book import open_book
from dongthuan.ground.files.spans import place
from tests.answer.manuscripts.test_journey import commented, tracked
from tests.browser.test_handing_in import bound_phone
from tests.browser.test_office_forms import seen
from tests.browser.test_stories import desk, said, visit  # noqa: F401 - fixtures
from tests.ground.files.refilling import filled

pytestmark = pytest.mark.browser
LABEL = "Hộ gắn camera an ninh"
TITLE = "Camera an ninh 6 tháng đầu năm 2021"
TOLD = {number: 10 + number for number in range(1, 24)}


def last_report() -> bytes:
    """The report of the half-year before, as the clerk keeps it."""
    document = docx.Document()
    for line in (
        "ĐẢNG ỦY PHƯỜNG 2", "BÁO CÁO", "Kết quả công tác 6 tháng cuối năm 2020",
        "Toàn phường có 310 hộ gắn camera an ninh, góp phần giữ gìn trật tự.",
        "Thực hiện Nghị quyết số 12-NQ/ĐU ngày 15/3/2019 của Đảng ủy.",
    ):  # fmt: skip
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def form_above() -> bytes:
    """The form of the level above: one row of it is what was asked."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Biểu 07")
        sheet.write_row(0, 0, ("STT", "Chỉ tiêu", "ĐVT", "6 tháng đầu năm 2021"))
        sheet.write_row(1, 0, (1, LABEL, "hộ"))
        sheet.write_row(2, 0, (2, "Tổng số đảng viên", "người"))
    return out.getvalue()


def sent(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def asked_of_all_groups(page) -> None:
    """A measure of its own, and a round that asks every group for it."""
    page.goto("/lam-viec/muc-so-lieu/moi")
    page.get_by_label("Tên mục", exact=True).fill(LABEL)
    page.get_by_label("Đơn vị tính").fill("hộ")
    page.get_by_label("Cách hiểu").fill("Hộ có camera nhìn ra đường đi chung, đang dùng.")
    page.get_by_label("Ai báo").select_option(label="tổ dân phố")
    page.get_by_label("Bao lâu báo một lần").select_option(label="6 tháng")
    page.get_by_label(re.compile("Số có đến cuối kỳ: lấy")).check()
    page.get_by_label(re.compile("Nội bộ: người được")).check()
    page.get_by_label("Áp dụng từ ngày").fill("2020-01-01")
    page.get_by_role("button", name="Đặt mục").click()
    page.goto("/lam-viec/dot-so-lieu/moi")
    page.get_by_label("Đơn vị mở đợt").or_(page.locator("select[name=don-vi]")).first.select_option(
        "1"
    )
    page.locator("select[name=ky]").select_option("calendar:2021-H1")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label(re.compile("Tên đợt")).fill(TITLE)
    for chapter in page.locator("#id_keys details").all():
        chapter.evaluate("one => { one.open = true }")
    page.get_by_label(re.compile(LABEL)).check()
    page.get_by_role("button", name="Mở đợt").click()
    page.get_by_role("heading", name=TITLE).wait_for()


def test_from_a_request_to_the_form_above_no_figure_is_typed_twice(
    desk, visit, axe, tmp_path: Path  # noqa: F811
):  # fmt: skip
    typed: Counter[str] = Counter()
    clerk = desk("vanphong")
    asked_of_all_groups(clerk)
    round_ = clerk.url

    # One group by phone.
    phone = bound_phone(desk, visit, "Tổ dân phố 6")
    owed = phone.locator("section.task").filter(has_text=TITLE)
    owed.get_by_role("link", name=re.compile("Nhập số liệu")).click()
    phone.locator("[data-cell]").fill(str(TOLD[6]))
    typed["6"] += 1
    phone.get_by_role("button", name="Gửi số liệu").click()
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()

    # One by another's hand, from a call.
    clerk.goto(round_)
    clerk.get_by_role("link", name="Tổ dân phố 7", exact=True).first.click()
    clerk.get_by_role("link", name=re.compile("Nhập giúp")).first.click()
    clerk.get_by_label(re.compile("điện thoại", re.IGNORECASE)).check()
    clerk.locator("[data-cell]").fill(str(TOLD[7]))
    typed["7"] += 1
    clerk.get_by_role("button", name="Ghi số nhập giúp").click()
    clerk.wait_for_load_state()

    # All others in one spreadsheet.
    clerk.goto(f"{round_}/phieu-excel")
    with clerk.expect_download() as given:
        clerk.get_by_role("link", name="Một bảng chung").click()
    grid = Path(given.value.path()).read_bytes()
    names = open_book(grid, "bang.xlsx").pages[0]
    rows = {names.at(row, 2).text or names.at(row, 1).text: row for row in range(4, 40)}
    cells = {}
    for number, value in TOLD.items():
        if number not in (6, 7):
            cells[f"C{rows[f'Tổ dân phố {number}']}"] = value
            typed[str(number)] += 1
    sheet = tmp_path / "bang.xlsx"
    sheet.write_bytes(filled(grid, cells))
    clerk.set_input_files("#tep", sheet)
    clerk.get_by_role("button", name="Đọc tệp").click()
    clerk.get_by_role("button", name="Nhận và gửi số liệu").click()
    clerk.wait_for_load_state()

    # The leader asks one group again about its number, takes the answer, and approves.
    leader = desk("lanhdao")
    leader.goto(round_)
    leader.get_by_role("link", name="Tổ dân phố 6", exact=True).first.click()
    leader.get_by_role("link", name="Hỏi lại từng ô").click()
    leader.get_by_role("textbox").first.fill("Có tính camera của cửa hàng không?")
    leader.get_by_role("button", name="Hỏi lại các ô đã ghi lý do").click()
    phone.goto("/lam-viec/dien-thoai")
    phone.get_by_role("link", name=re.compile("Xem và trả lời")).click()
    TOLD[6] = 21
    phone.locator("[data-cell]").fill(str(TOLD[6]))
    phone.get_by_role("button", name="Gửi trả lời").click()
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()
    total = f"{sum(TOLD.values())}"

    # Last half-year's own report becomes this one's draft.
    clerk.goto("/lam-viec/bao-cao/word")
    clerk.set_input_files("#tep", sent("bao-cao.docx", last_report()))
    clerk.get_by_role("button", name=re.compile("Gửi lên")).click()
    seen(clerk, "word", axe)
    clerk.get_by_role("button", name=re.compile("Gắn 1 số theo đề nghị")).click()
    clerk.get_by_role("button", name="Soạn kỳ mới").click()
    clerk.wait_for_url(re.compile(r"/bao-cao/\d+$"))
    report = clerk.url
    seen(clerk, "word-draft", axe)
    with clerk.expect_download() as given:
        clerk.get_by_role("link", name="Tải bản thảo Word").click()
    draft = Path(given.value.path()).read_bytes()
    assert f"Toàn phường có {total} hộ gắn camera" in _text(draft)

    # It comes back from the leader with a comment and a change, and goes out.
    noted = commented(
        tracked(draft, "góp phần giữ gìn trật tự", "giữ gìn trật tự ở khu dân cư"),
        "Nghị quyết số 12",
        "Ghi rõ kết quả.",
    )
    clerk.set_input_files("#tep", sent("gop-y.docx", noted))
    clerk.get_by_role("button", name="Gửi lên bản có góp ý").click()
    clerk.wait_for_url(re.compile("gop-y"))
    assert "Ghi rõ kết quả." in said(clerk)
    seen(clerk, "word-remarks", axe)
    clerk.get_by_role("button", name="Đã làm theo").click()
    clerk.get_by_role("link", name="Phiếu trình ký").click()
    assert "đã làm theo" in said(clerk)
    seen(clerk, "word-slip", axe)
    clerk.goto(f"{report}/so-ban")
    seen(clerk, "word-compared", axe)
    leader.goto(report)
    leader.get_by_label("Ngày phát hành").fill("2021-07-05")
    leader.get_by_label("Phát hành với số chưa duyệt").check()
    leader.get_by_role("button", name="Chốt số và phát hành").click()
    leader.get_by_text("và chốt số.").first.wait_for()
    with leader.expect_download() as given:
        leader.get_by_role("link", name=re.compile("Tải Word")).click()
    went = _text(Path(given.value.path()).read_bytes())
    assert f"{total} hộ gắn camera an ninh, giữ gìn trật tự ở khu dân cư" in went
    assert "6 tháng đầu năm 2021" in went

    # The form of the level above is filled from the same records.
    clerk.goto("/lam-viec/bieu-mau/moi")
    clerk.get_by_label("Tệp Excel của biểu").set_input_files(sent("bieu07.xlsx", form_above()))
    clerk.get_by_role("button", name="Nộp biểu").click()
    clerk.get_by_role("button", name="Xác nhận tất cả theo đề xuất").click()
    clerk.get_by_role("link", name="Điền biểu").click()
    clerk.get_by_role("button", name="Điền biểu").click()
    with clerk.expect_download() as given:
        clerk.get_by_role("link", name="Tải biểu đã điền").click()
    book = open_book(Path(given.value.path()).read_bytes(), "bieu07.xlsx")
    assert book.pages[0].at(*place("D2")).number == total

    assert max(typed.values()) == 1 and len(typed) == 23, "no figure was typed twice"


def _text(data: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
