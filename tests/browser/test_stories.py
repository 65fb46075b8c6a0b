"""What people do in a day, in a real browser, on the demonstration ward as a newcomer runs it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.houses import PASSWORD

pytestmark = pytest.mark.browser
PIN = "274916"
# So many taps a group head may need from the slip in the hand to a sent sheet.
TAPS = 6


@pytest.fixture
def visit(chromium, house):
    """Opens the house in a browser of one's own, of a given width."""
    opened = []

    def open_at(width=1280):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="vi", accept_downloads=True,
            base_url=house.base,
        )  # fmt: skip
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_at
    for context in opened:
        context.close()


@pytest.fixture
def desk(visit):
    """Opens the desk as a user who signs in with a password."""

    def sign_in(username, width=1280):
        page = visit(width)
        page.goto("/vao/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(re.compile(r"/lam-viec/"))
        return page

    return sign_in


def said(page):
    return page.locator("main").inner_text()


def test_a_number_leads_to_its_parts_and_down_to_who_told_it(desk):
    page = desk("lanhdao")
    page.goto("/")
    page.get_by_role("link", name="1.619").click()
    assert "cộng từ 23 tổ dân phố" in said(page)
    page.get_by_role("row", name=re.compile("Tổ dân phố 18")).get_by_role("link").first.click()
    assert page.locator("h1").inner_text().startswith("Cơ sở sản xuất kinh doanh cá thể")
    assert "được nhập giúp" in said(page)
    assert "Tổ dân phố 18" in said(page)


def test_a_slip_binds_a_phone_and_two_taps_say_that_nothing_changed(desk, visit):
    keeper = desk("taikhoan")
    keeper.goto("/lam-viec/tai-khoan")
    keeper.get_by_label(re.compile("Tìm theo tên")).fill("to dan pho 8")
    keeper.get_by_role("button", name="Tìm").click()
    mine = keeper.get_by_role("cell", name="Tổ dân phố 8", exact=True)
    keeper.get_by_role("row").filter(has=mine).get_by_role("link").click()
    keeper.get_by_role("button", name="Cấp phiếu và in").click()
    letters = keeper.locator(".eight").inner_text().strip()
    phone, taps = visit(360), []

    def tap(target):
        taps.append(target)
        target.click()

    phone.goto("/kich-hoat")
    phone.get_by_label(re.compile("Tám chữ")).fill(letters)
    phone.get_by_label("Chọn mã PIN: 6 chữ số").fill(PIN)
    phone.get_by_label("Nhập lại mã PIN").fill(PIN)
    tap(phone.get_by_role("button", name="Kích hoạt"))
    phone.wait_for_url(re.compile(r"/lam-viec/"))
    tap(phone.get_by_role("link", name=re.compile("Không thay đổi")).first)
    tap(phone.get_by_role("button", name=re.compile("Không thay đổi|Đúng|Gửi")).first)
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()
    assert "Bác không cần làm gì thêm" in said(phone)
    assert len(taps) <= TAPS
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_a_report_is_issued_a_value_corrected_and_verify_says_who_and_why(desk):
    page = desk("lanhdao")
    page.goto("/lam-viec/bao-cao/")
    page.get_by_role("row", name=re.compile("Bản thảo")).get_by_role("link").click()
    page.get_by_label("Ngày phát hành").fill("2021-07-05")
    page.get_by_role("button", name="Chốt số và phát hành").click()
    assert "Đã phát hành Số 49-BC/ĐU" in said(page)
    report = page.url
    page.goto("/lam-viec/dot-so-lieu")
    page.get_by_role("link", name="Số liệu 6 tháng đầu năm 2021").click()
    page.get_by_role("link", name="Tổ dân phố 5", exact=True).first.click()
    page.get_by_role("row", name=re.compile("Cơ sở sản xuất kinh doanh cá thể")).get_by_role(
        "link", name=re.compile("Sửa")
    ).click()
    page.get_by_label(re.compile("Số mới")).fill("52")
    page.get_by_label("Lý do").fill("Sót hai quán ăn ở hẻm 14.")
    page.get_by_role("button", name="Sửa số").click()
    page.goto(report)
    assert "1.619" in said(page)
    page.get_by_role("link", name="Kiểm chứng").click()
    told = said(page)
    assert "Sót hai quán ăn ở hẻm 14." in told
    assert "1.621" in told and "Tính lại từ số liệu như đã biết lúc" in told


def test_a_word_file_goes_out_is_edited_in_an_office_and_comes_back(desk, tmp_path):
    page = desk("lanhdao")
    page.goto("/lam-viec/bao-cao/")
    page.get_by_role("row", name=re.compile("48-BC")).get_by_role("link").click()
    with page.expect_download() as given:
        page.get_by_role("link", name="Tải Word").click()
    file = tmp_path / "bao-cao.docx"
    given.value.save_as(file)
    page.get_by_role("link", name="Đối chiếu bản đã sửa tay").click()
    page.get_by_label(re.compile("Tệp Word")).set_input_files(_edited(file, "1.619", "1.691"))
    page.get_by_role("button", name="Đối chiếu").click()
    row = page.get_by_role("row", name=re.compile("Cơ sở sản xuất kinh doanh cá thể")).first
    assert "1.691" in row.inner_text()
    assert "khác số đã chốt" in row.inner_text()


def _edited(file: Path, old: str, new: str) -> Path:
    """Open the file in LibreOffice, replace a number everywhere, save it as Word again."""
    flat = file.parent / "flat"
    office = ["soffice", f"-env:UserInstallation=file://{file.parent}/profile", "--headless"]
    subprocess.run([*office, "--convert-to", "fodt", "--outdir", flat, file], check=True,
                   capture_output=True, timeout=180)  # fmt: skip
    text = flat / "bao-cao.fodt"
    text.write_text(text.read_text("utf-8").replace(old, new), "utf-8")
    subprocess.run([*office, "--convert-to", "docx", "--outdir", flat, text], check=True,
                   capture_output=True, timeout=180)  # fmt: skip
    return flat / "bao-cao.docx"
