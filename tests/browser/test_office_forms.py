"""A clerk hands a form in, says yes to its binding, fills it and takes it away, without a mouse too."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
import xlsxwriter

from dongthuan.ground.files.book import open_book
from dongthuan.ground.files.spans import place
from tests.browser.houses import PASSWORD

pytestmark = pytest.mark.browser
# A folder to look at the pages in, when a person asks for it.
PICTURES = os.environ.get("PICTURES", "")


def town_form(extra: int = 0, year: int = 2021) -> bytes:
    """A form on the demonstration ward: two tables on one sheet, a second sheet by group."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        number = book.add_format({"border": 1, "num_format": "#,##0"})
        sheet = book.add_worksheet("Biểu 01")
        sheet.merge_range("A1:H1", "BIỂU 01: CHỈ TIÊU KINH TẾ – XÃ HỘI CHỦ YẾU", bold)
        heads = ("STT", "Chỉ tiêu", "ĐVT", f"Kế hoạch năm {year}", f"6 tháng đầu năm {year - 1}",
                 f"6 tháng đầu năm {year}", "So với kế hoạch (%)", "So cùng kỳ (%)")  # fmt: skip
        sheet.write_row(2, 0, heads, bold)
        rows = [
            ("I", "Kinh tế", ""), ("1", "Thu ngân sách nhà nước trên địa bàn", "triệu đồng"),
            ("2", "Cơ sở sản xuất kinh doanh cá thể", "cơ sở"),
            *(("", f"Chỉ tiêu thêm {n}", "hộ") for n in range(1, extra + 1)),
            ("3", "Diện tích cà phê", "ha"), ("II", "Xây dựng Đảng", ""),
            ("1", "Tổng số đảng viên", "người"), ("2", "Số lượt khách du lịch", "lượt"),
        ]  # fmt: skip
        for at, told in enumerate(rows, 3):
            sheet.write_row(at, 0, told, bold if not told[2] else None)
            for column in (3, 4, 5):
                sheet.write_blank(at, column, None, number)
            if told[2]:
                sheet.write_formula(at, 6, f"=F{at + 1}/D{at + 1}*100", number, 0)
                sheet.write_formula(at, 7, f"=F{at + 1}/E{at + 1}*100", number, 0)
        groups = book.add_worksheet("Biểu 02")
        groups.write_row(
            1, 0, ("STT", "Tổ dân phố", "Hộ kinh doanh mở mới", "Diện tích cà phê (ha)"), bold
        )
        for n in range(1, 24):
            groups.write_row(1 + n, 0, (n, f"TDP {n}"))
        groups.write(25, 1, "Cộng")
        groups.write_formula(25, 2, "=SUM(C3:C25)", None, 0)
        groups.write_formula(25, 3, "=SUM(D3:D24)", None, 0)
    return out.getvalue()


@pytest.fixture
def desk(chromium, house):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=house.base)
    page = context.new_page()
    page.goto("/vao/")
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    yield page
    context.close()


def seen(page, name: str, axe: str) -> None:
    """Nothing wider than the page, nothing that a reader aloud stumbles over; a picture if asked."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run(document, {rules: {'color-contrast-enhanced': {enabled: true}}})"
    )
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]] == [], name


def test_a_form_goes_from_the_file_to_the_filled_file(desk, axe, tmp_path):
    page = desk
    page.goto("/lam-viec/bieu-mau/")
    seen(page, "1-empty", axe)
    page.get_by_role("link", name="Nộp biểu đầu tiên").click()
    sent = {"name": "Biểu.xlsx", "mimeType": "application/octet-stream", "buffer": town_form()}
    seen(page, "2-new", axe)
    page.get_by_label("Tệp Excel của biểu").set_input_files(sent)
    page.get_by_label("Tên biểu").fill("Biểu 01: chỉ tiêu kinh tế – xã hội")
    page.get_by_role("button", name="Nộp biểu").click()
    seen(page, "3-form", axe)
    page.get_by_role("link", name="Xem và xác nhận cách gắn").click()
    seen(page, "4-bind", axe)
    page.get_by_role("button", name="Lưu và xác nhận").click()
    page.get_by_role("button", name="Xác nhận tất cả theo đề xuất").click()
    page.get_by_role("link", name="Điền biểu").click()
    seen(page, "5-fill", axe)
    page.get_by_role("button", name="Điền biểu").click()
    seen(page, "6-filled", axe)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải biểu đã điền").click()
    coming.value.save_as(tmp_path / "bieu.xlsx")
    book = open_book((tmp_path / "bieu.xlsx").read_bytes(), "bieu.xlsx")
    assert book.pages[0].at(*place("F6")).number == "1619"
    assert book.pages[1].at(*place("C26")).formula == "SUM(C3:C25)"
    page.get_by_role("link", name="So với số hôm nay").click()
    assert "Mọi ô vẫn đúng với số hôm nay" in page.inner_text("h1")
    seen(page, "7-compare", axe)


def test_a_form_that_moved_says_so_before_it_is_filled(desk, axe):
    page = desk
    page.goto("/lam-viec/bieu-mau/moi")
    for data in (town_form(), town_form(extra=2)):
        sent = {"name": "Biểu.xlsx", "mimeType": "application/octet-stream", "buffer": data}
        if page.url.endswith("/moi"):
            page.get_by_label("Tệp Excel của biểu").set_input_files(sent)
            page.get_by_role("button", name="Nộp biểu").click()
            page.get_by_role("button", name="Xác nhận tất cả theo đề xuất").click()
        else:
            page.get_by_text("Kỳ này cấp trên gửi tệp mới").click()
            page.get_by_label("Tệp Excel của biểu").set_input_files(sent)
            page.get_by_role("button", name="Nộp bản mới").click()
    assert "có 2 dòng mới" in page.inner_text("main")
    seen(page, "8-moved", axe)
    page.get_by_role("link", name="Xem và xác nhận cách gắn").click()
    assert "Xem lại: từ dòng" in page.inner_text("main")
    seen(page, "9-moved-bind", axe)
