"""A filled spreadsheet handed in on a phone, one number of it asked about again, and answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.test_stories import PIN, desk, said, visit  # noqa: F401 - fixtures
from tests.ground.files.refilling import filled

pytestmark = pytest.mark.browser
ROUND = "Phòng, chống dịch COVID-19 tháng 7/2021"
WHY = "Tháng trước có mấy người, xem có gõ thừa số 0 không?"


def bound_phone(desk, visit, group):  # noqa: F811
    """A phone that the slip of a group's head has bound."""
    keeper = desk("taikhoan")
    keeper.goto("/lam-viec/tai-khoan")
    keeper.get_by_label(re.compile("Tìm theo tên")).fill(group)
    keeper.get_by_role("button", name="Tìm").click()
    mine = keeper.get_by_role("cell", name=group, exact=True)
    keeper.get_by_role("row").filter(has=mine).get_by_role("link").click()
    keeper.get_by_role("button", name="Cấp phiếu và in").click()
    phone = visit(360)
    phone.goto("/kich-hoat")
    phone.get_by_label(re.compile("Tám chữ")).fill(keeper.locator(".eight").inner_text().strip())
    phone.get_by_label("Chọn mã PIN: 6 chữ số").fill(PIN)
    phone.get_by_label("Nhập lại mã PIN").fill(PIN)
    phone.get_by_role("button", name="Kích hoạt").click()
    phone.wait_for_url(re.compile(r"/lam-viec/"))
    return phone


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_filled_spreadsheet_goes_in_one_number_comes_back_and_is_answered(
    desk, visit, tmp_path: Path  # noqa: F811
):  # fmt: skip
    phone = bound_phone(desk, visit, "Tổ dân phố 6")
    owed = phone.locator("section.task").filter(has_text=ROUND)
    owed.get_by_role("link", name=re.compile("Nhập số liệu")).click()
    phone.get_by_role("link", name="Gửi bằng tệp Excel đã điền").click()
    with phone.expect_download() as given:
        phone.get_by_role("link", name="Tải phiếu của Tổ dân phố 6").click()
    assert re.fullmatch(r"[a-z0-9-]+\.xlsx", given.value.suggested_filename)
    form = Path(given.value.path()).read_bytes()
    mine = tmp_path / "So lieu thang 7.xlsx"
    mine.write_bytes(filled(form, {"E8": "ba mươi", "E9": 4}))
    phone.set_input_files("#tep", mine)
    phone.get_by_role("button", name="Đọc tệp").click()
    phone.get_by_text("dòng 8, cột E").wait_for()
    assert "Chưa ghi gì từ tệp này" in said(phone) and fits(phone)

    mine.write_bytes(filled(form, {"E8": 30, "E9": 4}))
    phone.get_by_role("link", name="Gửi lại tệp đã sửa").click()
    phone.set_input_files("#tep", mine)
    phone.get_by_role("button", name="Đọc tệp").click()
    phone.wait_for_selector("[data-cell]")
    assert [one.input_value() for one in phone.locator("[data-cell]").all()] == ["30", "4"]
    assert fits(phone)
    phone.get_by_role("button", name="Gửi số liệu").click()
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()

    leader = desk("lanhdao")
    leader.goto("/lam-viec/dot-so-lieu")
    leader.get_by_role("link", name=ROUND).click()
    leader.get_by_role("link", name="Tổ dân phố 6", exact=True).click()
    assert "nhập từ tệp Excel" in said(leader)
    leader.get_by_role("link", name="Hỏi lại từng ô").click()
    leader.get_by_role("textbox").first.fill(WHY)
    leader.get_by_role("button", name="Hỏi lại các ô đã ghi lý do").click()
    leader.get_by_text("Đã hỏi lại 1 ô").wait_for()

    phone.goto("/lam-viec/dien-thoai")
    assert "Phường hỏi lại 1 ô" in said(phone)
    phone.get_by_role("link", name=re.compile("Xem và trả lời")).click()
    assert WHY in said(phone) and phone.locator("[data-cell]").count() == 1 and fits(phone)
    phone.locator("[data-cell]").fill("3")
    phone.get_by_label("Giải thích thêm (nếu có)").fill("Gõ thừa số 0")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Gửi trả lời").click()
    phone.locator("[data-waiting]").get_by_text("Đang chờ mạng").wait_for()
    phone.context.set_offline(False)
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()
    assert "Bác không cần làm gì thêm" in said(phone)

    leader.reload()
    assert "30 → 3" in said(leader) and "Gõ thừa số 0" in said(leader)
    leader.get_by_role("button", name="Duyệt", exact=True).click()
    leader.get_by_text("Đã duyệt phiếu của Tổ dân phố 6").wait_for()
