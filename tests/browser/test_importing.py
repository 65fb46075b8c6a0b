"""A register in a real browser: sent with mistakes, mended, taken in, taken back."""

from __future__ import annotations

import re

import pytest

from tests.browser.houses import PASSWORD
from tests.who.registers.books import HEADS, plain_book

pytestmark = pytest.mark.browser


def _rows(born: str) -> list[tuple[object, ...]]:
    return [
        (1, "NGUYỄN VĂN AN", born, "Chủ hộ", "H-001", "12 Lê Lợi", 912345678, "Kinh"),
        (2, "Trần Thị Bình", "1960", "Vợ", "H-001", "", "", "Kinh"),
    ]


def _file(tmp_path, name: str, born: str):
    path = tmp_path / name
    path.write_bytes(plain_book(HEADS, _rows(born), sheet="Tổ dân phố 8"))
    return path


@pytest.fixture
def desk(chromium, house):
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="vi", accept_downloads=True,
        base_url=house.base, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/vao/")
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile(r"/lam-viec/"))
    yield page
    context.close()


def _send(page, file):
    page.goto("/lam-viec/nhap-tep/")
    page.get_by_label("Bảng tính").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp").click()
    page.get_by_role("heading", name="Mỗi cột là gì?").wait_for()


def test_a_register_is_sent_mended_taken_in_and_taken_back(desk, tmp_path):
    page = desk
    _send(page, _file(tmp_path, "nhân khẩu tổ 8.xlsx", "31/2/1958"))
    assert page.locator("#cot-1").input_value() == "name"
    assert "Thông tin nhạy cảm" in page.locator("main").inner_text()
    page.locator("#cot-5").select_option("")
    page.locator("#cot-5").select_option("address")
    page.get_by_role("button", name="Đọc thử").click()
    page.get_by_role("heading", name="Cần sửa tệp trước khi nhập").wait_for()
    row = page.get_by_role("row", name=re.compile("không có trong lịch"))
    assert "2" in row.inner_text() and "C" in row.inner_text()
    with page.expect_download() as given:
        page.get_by_role("link", name="Tải danh sách cần sửa").click()
    assert given.value.suggested_filename.endswith(".xlsx")
    _send(page, _file(tmp_path, "nhân khẩu tổ 8 (sửa).xlsx", "1/2/1958"))
    assert "như lần trước" in page.locator("main").inner_text()
    page.get_by_role("button", name="Đọc thử").click()
    page.get_by_role("button", name="Nhập vào sổ").click()
    page.get_by_text("Đã nhập lúc").wait_for()
    page.get_by_role("button", name="Hoàn tác cả lần nhập").click()
    page.get_by_text("Sổ như trước lần nhập này").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_axe_finds_nothing_on_the_way_of_a_file(desk, tmp_path, axe):
    page = desk

    def problems():
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {rules: {'color-contrast-enhanced': {enabled: true}}})"
        )
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]

    page.goto("/lam-viec/nhap-tep/")
    assert problems() == [], "files"
    _send(page, _file(tmp_path, "a.xlsx", "31/2/1958"))
    assert problems() == [], "columns"
    page.get_by_role("button", name="Đọc thử").click()
    assert problems() == [], "to be mended"
    _send(page, _file(tmp_path, "b.xlsx", "1/2/1958"))
    page.get_by_role("button", name="Đọc thử").click()
    assert problems() == [], "read"
    page.get_by_role("button", name="Nhập vào sổ").click()
    assert problems() == [], "taken in"
