"""A sheet in a real browser: without a mouse, without network, and sent exactly once."""

from __future__ import annotations

import re

import pytest

from tests.browser.houses import PASSWORD

pytestmark = pytest.mark.browser
SHEET = "Phòng, chống dịch COVID-19 tháng 7/2021"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('dongthuan:')).length"


@pytest.fixture
def sheet(chromium, house):
    """A group's open sheet, in the browser of somebody who may fill it in."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, locale="vi", base_url=house.base
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/vao/")
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile(r"/lam-viec/"))
    page.goto("/lam-viec/don-vi")
    page.get_by_role("link", name="Tổ dân phố 4", exact=True).click()
    page.get_by_role("link", name=SHEET).click()
    page.wait_for_selector("[data-cell]")
    yield page
    context.close()


def cells(page):
    return [one.input_value() for one in page.locator("[data-cell]").all()]


def typed(page):
    for number, one in enumerate(page.locator("[data-cell]").all(), start=2):
        one.fill(str(number))


def sends(page):
    """How often the sheet says that it was sent."""
    return page.locator(".turns li", has_text="gửi số liệu").count()


def test_a_sheet_is_filled_in_without_a_mouse(sheet):
    sheet.locator("[data-cell]").first.focus()
    for key in ("2", "Enter", "3", "ArrowUp", "4", "ArrowDown", "5", "Enter"):
        sheet.keyboard.press(key)
    assert cells(sheet) == ["4", "5"], "the arrows went up and down again"
    assert "phieu" in sheet.url, "Enter sends nothing"


def paste(page, text):
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const cell = document.querySelector("[data-cell]");
          const event = new ClipboardEvent("paste", {clipboardData: data, cancelable: true});
          cell.dispatchEvent(event);
        }""",
        text,
    )


def test_a_column_pasted_into_a_cell_falls_down_and_a_block_goes_into_its_box(sheet):
    paste(sheet, "7\r\n8\r\n9\r\n")
    assert cells(sheet) == ["7", "8"]
    paste(sheet, "Số người\t7\nSố tổ\t8\n")
    assert cells(sheet) == ["7", "8"]
    assert sheet.locator("#khoi").input_value() == "Số người\t7\nSố tổ\t8\n"
    assert sheet.locator("#khoi").is_visible()


def test_a_send_without_network_waits_says_since_when_and_counts_once(sheet):
    typed(sheet)
    sheet.context.set_offline(True)
    sheet.get_by_role("button", name="Gửi số liệu").click()
    waiting = sheet.locator("[data-waiting]")
    waiting.get_by_text("Đang chờ mạng, từ lúc").wait_for()
    assert sheet.locator("[data-cell]").first.get_attribute("readonly") is not None
    assert sheet.evaluate(KEPT) == 1
    sheet.context.set_offline(False)
    sheet.get_by_text("Đã gửi, chờ duyệt").wait_for()
    assert sends(sheet) == 1 and sheet.evaluate(KEPT) == 0


def test_an_answer_lost_on_its_way_is_asked_for_with_the_same_key(sheet):
    typed(sheet)
    keys = []

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        keys.append(re.search(r"(?:^|&)key=([^&]+)", route.request.post_data)[1])
        if len(keys) > 1:
            route.continue_()
            return
        route.fetch(max_redirects=0)
        route.abort()

    sheet.route("**/lam-viec/phieu/*", lose)
    sheet.get_by_role("button", name="Gửi số liệu").click()
    sheet.locator("[data-waiting]").get_by_text("Đang chờ mạng").wait_for()
    sheet.evaluate("dispatchEvent(new Event('online'))")
    sheet.get_by_text("Đã gửi, chờ duyệt").wait_for()
    assert len(keys) == 2 and len(set(keys)) == 1
    assert sends(sheet) == 1 and sheet.evaluate(KEPT) == 0


def test_what_was_typed_is_there_again_after_the_page_was_closed(sheet):
    typed(sheet)
    here = sheet.url
    sheet.goto("/lam-viec/")
    sheet.goto(here)
    assert cells(sheet) == ["2", "3"]
    assert "Đã lấy lại số bác gõ lúc" in sheet.locator("[data-waiting]").inner_text()


def test_a_refused_send_is_shown_by_its_page_with_everything_typed(sheet):
    typed(sheet)
    sheet.locator("[data-cell]").first.fill("hai")
    sheet.get_by_role("button", name="Gửi số liệu").click()
    sheet.get_by_text("Có 1 ô cần xem lại").wait_for()
    assert cells(sheet) == ["hai", "3"] and sheet.evaluate(KEPT) == 0


def test_signing_out_leaves_no_number_on_the_device(sheet):
    typed(sheet)
    assert sheet.evaluate(KEPT) == 1
    sheet.get_by_role("button", name="Ra", exact=True).click()
    sheet.wait_for_url(lambda url: "phieu" not in url)
    assert sheet.evaluate(KEPT) == 0
