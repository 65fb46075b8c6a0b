"""A road from the notice of a meeting to the sheet on the notice board, each step by whose it is.

Nobody types an amount twice: what was taken at a door is what was handed on, banked, spent and posted.
"""

from __future__ import annotations

import re

import pypdfium2
import pytest

from tests.browser import road
from tests.browser.houses import PASSWORD
from tests.browser.small_houses import MEETING_DAY, house  # noqa: F401 - a fixture
from tests.browser.test_office_forms import seen
from tests.browser.test_stories import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STEPS = ["Nhận", "Vào sổ", "Bàn giao", "Ngân hàng", "Chi cho"]


@pytest.fixture
def people(chromium, house):  # noqa: F811
    """The hands of the ward, each in a browser of its own; the collector holds a phone."""
    held, contexts = {}, []

    def page_of(username, width=1280):
        if username not in held:
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, locale="vi", accept_downloads=True,
                base_url=house.base,
            )  # fmt: skip
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(15_000)
            if username:
                page.goto("/vao/")
                page.get_by_label("Tên đăng nhập").fill(username)
                page.get_by_label("Mật khẩu").fill(PASSWORD)
                page.get_by_role("button", name="Đăng nhập").click()
                page.wait_for_url(re.compile(r"/lam-viec/"))
            held[username] = page
        return held[username]

    yield page_of
    for context in contexts:
        context.close()


def nowhere(house, codes) -> None:  # noqa: F811
    """No code of a receipt stands in what the server wrote of any request, nor in anything it keeps."""
    house.shut()
    files = [one for one in house.folder.rglob("*") if one.is_file() and "static" not in one.parts]
    assert b"/bn HTTP" in house.log.read_bytes()
    for one in files:
        kept = one.read_bytes().upper()
        for code in codes:
            grouped = "-".join((code[:6], code[6:12], code[12:]))
            assert code.encode() not in kept and grouped.encode() not in kept, one


def test_a_road_goes_from_the_notice_of_a_meeting_to_the_sheet_on_the_notice_board(
    people, house, axe  # noqa: F811
):  # fmt: skip
    head = people("totruong")
    meeting, vote = road.called(head), road.asked(head)
    seen(head, "1-vote", axe)

    house.on(MEETING_DAY)
    road.met(head, meeting)
    road.voted(head, people("vanphong"), vote)
    seen(head, "2-voted", axe)

    keeper, phone = people("ketoan"), people("nguoithu", 360)
    work = road.planned(keeper)
    road.named(keeper)
    codes = road.printed(keeper)
    road.handed_book(keeper, phone)
    anyone = people("", 360)
    code = codes["PT01-0001"]
    road.taken(phone, "tiền mặt", "2.000.000", "1")
    road.taken(phone, "ngày công", "2,5", "2")
    road.taken_without_network(phone)
    seen(phone, "3-taken", axe)
    assert road.looked_up(anyone, code) == STEPS[:2]

    treasurer, leader = people("thuquy"), people("lanhdao")
    road.handed_on(phone, treasurer)
    assert road.looked_up(anyone, code) == STEPS[:3]
    road.banked(treasurer, keeper)
    assert road.looked_up(anyone, code) == STEPS[:4]
    road.matched(keeper)
    seen(keeper, "4-matched", axe)
    road.spent(keeper, leader, treasurer)
    assert road.looked_up(anyone, code) == STEPS
    seen(anyone, "5-receipt", axe)
    assert road.looked_up(anyone, codes["PT01-0002"]) == [
        "Nhận",
        "Vào sổ",
        "Dùng ngay cho công trình",
    ]
    road.finished(keeper, leader, work)
    seen(leader, "6-settled", axe)

    anyone.goto("/cong-trinh/hem-12")
    seen(anyone, "7-public", axe)
    shown = said(anyone)
    assert "Nghiệm thu ngày 7/6/2021" in shown
    assert "thu bằng tiền 4.000.000 đồng" in shown and "chi 4.000.000 đồng, còn 0 đồng" in shown
    keeper.goto(f"{work}/giay")
    sheet = keeper.locator("li").filter(has_text="Tờ dán bảng tin").get_by_role("link", name="PDF")
    posted = pypdfium2.PdfDocument(road.downloaded(keeper, sheet.click))
    told = " ".join(posted[0].get_textpage().get_text_range().split())
    millimetres = [round(one / 72 * 25.4) for one in posted[0].get_size()]
    assert len(posted) == 1 and millimetres == [210, 297]
    for words in (road.ROAD, "4.000.000", "quy đổi 750.000 đồng", "Tài khoản ngân hàng"):
        assert words.lower() in told.lower(), (words, told)
    nowhere(house, codes.values())
