"""A committee meeting from its agenda to signed minutes, in a real browser, in four screens."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from tests.browser.test_stories import desk, said, visit  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
TITLE = "Hội nghị Ban Chấp hành Đảng bộ lần thứ 12"
PEOPLE = "\n".join(f"Ủy viên thứ {n} – Đảng ủy viên" for n in range(1, 12)) + (
    "\nTrần Thị Khách – MTTQ (khách mời)"
)
AGENDA = "Kết quả 6 tháng đầu năm | Văn phòng\nĐề án chuyển sinh hoạt chi bộ"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def accessible(page, axe: str) -> None:
    """No page loses what a reader aloud or a keyboard needs, nor runs out of its width."""
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    told = [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]
    ]
    assert told == [], page.url
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], page.url


def shot(page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_committee_meets_from_its_agenda_to_signed_minutes(
    desk, axe, width, tmp_path: Path  # noqa: F811
):  # fmt: skip
    clerk, screens = desk("vanphong", width), []

    def on_screen(name: str, page) -> None:
        screens.append(re.sub(r"\?.*", "", page.url))
        accessible(page, axe)
        shot(page, tmp_path, f"{len(screens)}-{name}")

    # One: notice, agenda and roll.
    clerk.goto("/lam-viec/cuoc-hop/moi")
    party = clerk.locator("select[name=unit] option").filter(has_text="Đảng bộ").first
    clerk.locator("select[name=unit]").select_option(value=party.get_attribute("value"))
    clerk.locator("select[name=kind]").select_option(label="Hội nghị Ban Chấp hành")
    clerk.get_by_label("Tên cuộc họp").fill(TITLE)
    clerk.get_by_label("Ngày", exact=True).fill("2021-07-05")
    clerk.get_by_label("Bắt đầu lúc").fill("07:00")
    clerk.get_by_label("Dự kiến kết thúc lúc").fill("07:45")
    clerk.get_by_label("Địa điểm").fill("Hội trường phường")
    clerk.get_by_label("Chủ trì").fill("Nguyễn Đăng Nghĩa – Bí thư Đảng ủy")
    clerk.get_by_label("Thư ký").fill("Lê Thị Thư – Chánh Văn phòng")
    clerk.get_by_label("Số người phải có mặt").select_option(value=">= 2/3")
    clerk.get_by_label("Chương trình").fill(AGENDA)
    clerk.get_by_label("Chỉ những người ghi ở ô dưới").check()
    clerk.get_by_label("Mời thêm").fill(PEOPLE)
    on_screen("moi-hop", clerk)
    clerk.get_by_role("button", name="Ghi cuộc họp").click()
    # The hour has gone by: whoever writes a meeting down afterwards says so.
    clerk.get_by_label("Ghi lại cuộc họp đã diễn ra").check()
    clerk.get_by_role("button", name="Ghi cuộc họp").click()

    # Two: the meeting; its roll is called on it.
    clerk.get_by_role("heading", name=TITLE).wait_for()
    meeting = clerk.url
    on_screen("cuoc-hop", clerk)
    row = clerk.get_by_role("group", name=re.compile("Ủy viên thứ 3 "))
    row.get_by_label("Có lý do", exact=True).check()
    row.get_by_label("Lý do vắng").fill("Đi công tác")
    clerk.get_by_role("button", name=re.compile("Ghi điểm danh")).click()

    # Three: what was said, decided, voted.
    clerk.get_by_role("heading", name="Diễn biến và quyết định").wait_for()
    first = clerk.locator("section").filter(has_text="Kết quả 6 tháng đầu năm")
    first.get_by_label("Ý kiến, thảo luận").fill("Đồng chí Hoa: nhất trí với báo cáo.")
    first.get_by_label("Kết luận, quyết định").fill("Thông qua báo cáo 6 tháng đầu năm")
    first.get_by_text("Biểu quyết", exact=True).click()
    first.get_by_label("Cách quyết").select_option(label="giơ tay biểu quyết")
    first.get_by_label("Đồng ý", exact=True).fill("10")
    on_screen("dien-bien", clerk)
    clerk.get_by_role("button", name="Ghi, xem biên bản").click()
    clerk.get_by_role("heading", name="Biên bản", exact=True).first.wait_for()

    # Four: the minutes, read and signed by who leads.
    leader = desk("lanhdao", width)
    leader.goto(f"{meeting}/bien-ban")
    assert "10 đồng ý, 0 không đồng ý, 0 không ý kiến; tính trên 10" in said(leader)
    on_screen("bien-ban", leader)
    leader.get_by_role("button", name="Ký biên bản").click()
    leader.get_by_role("heading", name=TITLE).wait_for()
    assert len(dict.fromkeys(screens)) == 4

    with leader.expect_download() as given:
        leader.get_by_role("link", name=re.compile("Tải biên bản, bản 1")).click()
    file = docx.Document(io.BytesIO(Path(given.value.path()).read_bytes()))
    text = "\n".join(line.text for line in file.paragraphs)
    assert "Vắng có lý do (1): Ủy viên thứ 3, Đảng ủy viên (lý do: Đi công tác)." in text
    assert "được thông qua" in text

    for name, address in (
        ("danh-sach", "/lam-viec/cuoc-hop"), ("lich", "/lam-viec/lich"), ("sau-ky", meeting),
        ("giay-moi", f"{meeting}/giay-moi"), ("thanh-phan", f"{meeting}/thanh-phan"),
        ("lich-dien-thoai", "/lam-viec/lich/dien-thoai"), ("lich-moi", "/lam-viec/lich/moi"),
    ):  # fmt: skip
        clerk.goto(address)
        on_screen(name, clerk)
    clerk.goto("/lam-viec/lich")
    clerk.emulate_media(media="print")
    shot(clerk, tmp_path, "in-lich")
