"""One line of a plan to every group, a result from a phone, the leader's word, and a moved deadline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.test_handing_in import bound_phone
from tests.browser.test_meeting import accessible, shot
from tests.browser.test_stories import desk, said, visit  # noqa: F401 - fixtures
from tests.decide.test_sheets import photograph

pytestmark = pytest.mark.browser
TITLE = "Ra quân tổng dọn vệ sinh, phát quang các tuyến hẻm và ký cam kết giữ gìn đường phố"
TASKS = "/lam-viec/nhiem-vu"


def plan_line(page) -> str:
    """Register a plan and write one of its lines out; returns the line's number."""
    page.goto("/lam-viec/van-ban/moi")
    page.locator("select[name=kind]").select_option(value="ke-hoach")
    page.locator("select[name=issuer]").select_option(value="khac")
    page.locator("[name=issuer_name]").fill("UBND Phường 2")
    page.locator("[name=symbol]").fill("35/KH-UBND")
    page.locator("[name=signed_on]").fill("2021-06-01")
    page.locator("[name=subject]").fill("Chỉnh trang đô thị 6 tháng cuối năm 2021")
    page.get_by_role("button", name="Vào sổ").last.click()
    page.wait_for_url(re.compile(r"/van-ban/\d+"))
    page.goto(f"{page.url}/dieu-khoan")
    page.locator("[name=text]").fill(f"{TITLE}.")
    page.get_by_role("button", name="Ghi điều khoản").click()
    page.get_by_text(TITLE).first.wait_for()
    page.goto(f"{TASKS}/giao")
    return page.get_by_role("link", name=re.compile(f"^Giao.*{TITLE[:30]}")).get_attribute("href")


def test_one_line_goes_to_every_group_and_comes_back_from_a_phone(
    desk, visit, axe, tmp_path: Path  # noqa: F811
):  # fmt: skip
    clerk = desk("vanphong")

    def look(page, name: str) -> None:
        """The page at both widths, for a reader aloud, a thumb and an eye."""
        before = page.viewport_size
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            accessible(page, axe)
            shot(page, tmp_path, f"{name}-{width}")
        page.set_viewport_size(before)

    # Given to all groups with one tick.
    line = plan_line(clerk)
    look(clerk, "choose")
    clerk.goto(line)
    assert TITLE in clerk.get_by_label("Việc phải làm").input_value()
    clerk.get_by_label("Sản phẩm").fill("Ảnh trước và sau khi dọn, danh sách hộ ký cam kết")
    clerk.get_by_label("Minh chứng phải nộp").fill("Ảnh chụp tại hẻm")
    clerk.get_by_label("Hạn", exact=True).fill("2021-07-07")
    clerk.get_by_label("Kinh phí (đồng)").fill("5.000.000")
    clerk.get_by_label(re.compile("Chọn tất cả 23 tổ dân phố")).check()
    look(clerk, "assign")
    ward = clerk.locator("select[name=unit] option").filter(has_text="Phường").first
    clerk.locator("select[name=unit]").select_option(value=ward.get_attribute("value"))
    clerk.get_by_role("button", name="Giao việc").click()
    clerk.wait_for_url(re.compile(r"/lan-giao/\d+"))
    assignment = clerk.url
    assert clerk.locator(".board > li").count() == 23
    assert "23 đơn vị: 23 chưa có kết quả." in said(clerk)

    # A group head takes it and reports it on a phone: two taps and a photograph.
    phone = bound_phone(desk, visit, "Tổ dân phố 8")
    phone.goto("/lam-viec/dien-thoai")
    assert "Hạn 7/7/2021, còn 2 ngày" in said(phone)
    accessible(phone, axe)
    shot(phone, tmp_path, "phone-360")
    phone.get_by_role("button", name=re.compile("Nhận việc")).click()
    phone.get_by_text("Đã nhận việc").wait_for()
    phone.get_by_role("link", name=re.compile("Báo kết quả")).click()
    accessible(phone, axe)
    shot(phone, tmp_path, "phone-task-360")
    picture = tmp_path / "IMG_0001.jpg"
    picture.write_bytes(photograph())
    phone.set_input_files("#anh", picture)
    phone.get_by_role("button", name="Gửi kết quả").click()
    phone.get_by_role("heading", name=re.compile("Đã nhận lúc")).wait_for()
    assert "Bác không cần làm gì thêm" in said(phone)
    accessible(phone, axe)

    # The leader finds it on today's page, looks at the photograph and decides the two flags.
    leader = desk("lanhdao")
    leader.goto("/lam-viec/")
    look(leader, "today")
    leader.goto("/lam-viec/?tat-ca=duyet")
    leader.get_by_role("link", name=re.compile("Nghiệm thu.*Tổ dân phố 8")).click()
    assert leader.get_by_label("Có").first.is_checked()
    look(leader, "accept")
    with leader.expect_download() as file:
        leader.get_by_role("link", name=re.compile("^Ảnh ngày")).click()
    assert Path(file.value.path()).read_bytes()[:3] == b"\xff\xd8\xff"
    leader.get_by_role("group", name="Vượt yêu cầu").get_by_label("Có").check()
    leader.get_by_role("button", name="Nghiệm thu").click()
    assert "ghi rõ vượt ở điểm nào" in said(leader)
    leader.get_by_label("Lý do").fill("Dọn thêm hai hẻm của tổ bạn")
    leader.get_by_role("button", name="Nghiệm thu").click()
    leader.get_by_text("Đã nghiệm thu.").wait_for()
    assert "đúng hạn, vượt yêu cầu" in said(leader)
    look(leader, "task-done")

    # A day first set is not moved by being moved.
    clerk.goto(assignment)
    assert "1 đã nghiệm thu, 22 chưa có kết quả" in said(clerk)
    look(clerk, "assignment")
    clerk.get_by_role("link", name="Tổ dân phố 7", exact=True).click()
    clerk.get_by_text("Dời hạn, chuyển đơn vị, thu hồi").click()
    clerk.get_by_role("link", name="Dời hạn").click()
    clerk.get_by_label("Hạn mới").fill("2021-07-31")
    clerk.get_by_label("Lý do dời hạn").fill("Mưa lớn kéo dài, hẻm còn ngập")
    look(clerk, "extend")
    clerk.get_by_role("button", name="Dời hạn").click()
    clerk.get_by_text("Đã dời hạn.").wait_for()
    assert "hạn 7/7/2021, dời đến 31/7/2021" in said(clerk)
    look(clerk, "task")
    for address, name in (
        (TASKS, "board"), (f"{TASKS}/nhac-viec", "reminders"), ("/lam-viec/tien-do", "progress-ask"),
        (f"{assignment}/chua-xong", "owing"),
    ):  # fmt: skip
        clerk.goto(address)
        look(clerk, name)
    clerk.goto("/lam-viec/tien-do")
    plan = clerk.locator("#van-ban option").filter(has_text="35/KH-UBND")
    clerk.get_by_label("Văn bản").select_option(value=plan.get_attribute("value"))
    clerk.get_by_role("button", name="Xem").click()
    assert "23 tổ dân phố" in said(clerk)
    look(clerk, "progress")
    with clerk.expect_download() as paper:
        clerk.get_by_role("link", name="Tải bản Word").click()
    assert paper.value.suggested_filename.endswith(".docx")
