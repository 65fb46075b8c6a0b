"""A central directive from its file to a task of one group, and the way back up and down, by links."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from tests.browser.test_meeting import accessible, shot
from tests.browser.test_stories import desk, said, visit  # noqa: F401 - fixtures
from tests.browser.test_week import sent

pytestmark = pytest.mark.browser
REGISTER = "/lam-viec/van-ban"
DIRECTIVE = (
    "BAN BÍ THƯ TRUNG ƯƠNG ĐẢNG",
    "Hà Nội, ngày 10 tháng 5 năm 2021",
    "Số 16-CT/TW",
    "CHỈ THỊ",
    "về giữ gìn đường phố sạch, đẹp",
    "I. TÌNH HÌNH",
    "Thời gian qua, nhiều nơi đã làm tốt việc giữ gìn đường phố.",
    "II. NHIỆM VỤ, GIẢI PHÁP",
    "1. Tổ chức ra quân dọn vệ sinh đường phố hằng tháng ở từng khu dân cư.",
    "2. Xây dựng tuyến đường hoa, hoàn thành trước ngày 30/11/2021.",
    "Nơi nhận:",
)
ABOVE = "Tổ chức ra quân dọn vệ sinh đường phố hằng tháng"
LINE = "Mỗi tổ dân phố ra quân dọn vệ sinh vào ngày chủ nhật cuối tháng"


def word() -> dict[str, object]:
    document = docx.Document()
    for line in DIRECTIVE:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return sent("16-CT-TW.docx", out.getvalue())


@pytest.fixture
def look(axe, tmp_path: Path):
    """Looks at a page at both widths: for a reader aloud, for a thumb, and for one way to go on."""

    def at_both(page, name: str) -> None:
        before = page.viewport_size
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            accessible(page, axe)
            shot(page, tmp_path, f"{name}-{width}")
        page.set_viewport_size(before)
        assert page.locator("main .button.primary:visible").count() <= 1, page.url

    return at_both


def test_a_central_clause_becomes_a_line_of_a_plan_and_a_task_and_is_found_from_both_ends(
    desk, look  # noqa: F811
):  # fmt: skip
    clerk = desk("vanphong")

    # The paper tells its own number, day and subject; the clerk only looks.
    clerk.goto(f"{REGISTER}/moi")
    look(clerk, "new")
    clerk.set_input_files("#tep", word())
    clerk.get_by_role("button", name="Đọc tệp").click()
    clerk.get_by_text("Tệp đã đọc xong").wait_for()
    assert clerk.locator("[name=symbol]").input_value() == "16-CT/TW"
    assert clerk.locator("[name=signed_on]").input_value() == "2021-05-10"
    look(clerk, "read")
    clerk.get_by_role("button", name="Vào sổ").click()
    clerk.wait_for_url(re.compile(r"/van-ban/\d+$"))
    above = clerk.url

    # What it asks for is proposed; what it only tells is not; a person confirms.
    clerk.get_by_role("link", name="Xem điều khoản giao việc").click()
    if clerk.get_by_role("button", name="Tách điều khoản từ văn bản").count():
        clerk.get_by_role("button", name="Tách điều khoản từ văn bản").click()
    look(clerk, "clauses")
    assert ABOVE in said(clerk) and "nhiều nơi đã làm tốt" not in said(clerk)
    clerk.get_by_role("button", name="Xác nhận 2 đoạn đang hiện").click()
    clerk.get_by_text("Đã ghi 2 điều khoản.").wait_for()
    clerk.goto(above)
    assert "Điều khoản giao việc: 2 điều khoản" in said(clerk)
    look(clerk, "document-above")

    # The ward's own plan, one line of it, and where that line comes from.
    clerk.goto(f"{REGISTER}/moi")
    own = clerk.locator("select[name=issuer] option").filter(has_text="Phường 2").first
    clerk.locator("select[name=issuer]").select_option(value=own.get_attribute("value"))
    clerk.locator("select[name=kind]").select_option(value="ke-hoach")
    clerk.locator("[name=symbol]").fill("36/KH-UBND")
    clerk.locator("[name=signed_on]").fill("2021-06-01")
    clerk.locator("[name=subject]").fill("Giữ gìn đường phố 6 tháng cuối năm 2021")
    clerk.get_by_role("button", name="Vào sổ").last.click()
    clerk.wait_for_url(re.compile(r"/van-ban/\d+$"))
    plan = clerk.url
    clerk.get_by_role("link", name="Xem điều khoản giao việc").click()
    clerk.locator("[name=text]").fill(f"{LINE}.")
    clerk.get_by_role("button", name="Ghi điều khoản").click()
    clerk.get_by_text("Đã ghi điều khoản giao việc.").wait_for()
    clerk.goto(plan)
    clerk.get_by_role("link", name="Ghi căn cứ").click()
    clerk.get_by_label("Số và ký hiệu văn bản cấp trên").fill("số 16 - ct/tw")
    clerk.get_by_role("button", name="Tìm trong sổ").click()
    clerk.get_by_label("Dòng của 36/KH-UBND").select_option(index=1)
    clerk.get_by_label(re.compile(ABOVE)).check()
    look(clerk, "derive")
    clerk.get_by_role("button", name="Ghi căn cứ").click()
    clerk.get_by_text("Đã ghi 1 điều khoản của 16-CT/TW làm căn cứ.").wait_for()

    # Given from the line itself.
    clerk.goto(plan)
    look(clerk, "document-plan")
    clerk.get_by_role("link", name=re.compile("^Giao việc")).click()
    clerk.get_by_label("Sản phẩm").fill("Ảnh trước và sau khi dọn")
    clerk.get_by_label("Hạn", exact=True).fill("2021-07-25")
    clerk.locator("[data-item]:visible").filter(has_text="Tổ dân phố 4").first.locator(
        "[name=leads]"
    ).check()
    ward = clerk.locator("select[name=unit] option").filter(has_text="Phường").first
    clerk.locator("select[name=unit]").select_option(value=ward.get_attribute("value"))
    clerk.get_by_role("button", name="Giao việc").click()
    clerk.wait_for_url(re.compile(r"/lan-giao/\d+"))

    # From the task up: the plan's line, the central clause, its page, its chain.
    clerk.get_by_role("link", name="Tổ dân phố 4", exact=True).click()
    task = clerk.url
    way = clerk.locator("ol.way")
    assert [ABOVE in way.inner_text(), LINE in way.inner_text()] == [True, True]
    way.get_by_role("link", name=re.compile("16-CT")).click()
    if "/chuoi" not in clerk.url:
        clerk.get_by_role("link", name="Xem chuỗi thực hiện").click()
    clerk.get_by_role("heading", name="Chuỗi thực hiện 16-CT/TW").wait_for()
    assert "đang làm" in said(clerk) and "chưa có kế hoạch" in said(clerk)
    look(clerk, "chain")

    # And down again: the assignment, and the task itself.
    clerk.locator(".chain-lines").get_by_role("link", name=re.compile(LINE[:30])).click()
    clerk.get_by_role("link", name="Tổ dân phố 4", exact=True).click()
    assert clerk.url == task

    # What nobody took up is named on the page of coverage, and leads back to its chain.
    clerk.goto("/lam-viec/do-phu")
    gap = clerk.locator("#chua-ke-hoach li").filter(has_text="Xây dựng tuyến đường hoa")
    look(clerk, "coverage")
    gap.get_by_role("link", name="16-CT/TW").click()
    clerk.get_by_role("heading", name="Chuỗi thực hiện 16-CT/TW").wait_for()


def test_every_page_of_the_register_and_of_the_week_is_read_at_both_widths(
    desk, look  # noqa: F811
):  # fmt: skip
    clerk = desk("danguy")
    clerk.goto(REGISTER)
    documents = {
        one.inner_text(): one.get_attribute("href") for one in clerk.locator("tbody th a").all()
    }
    clerk.goto("/lam-viec/cuoc-hop")
    clerk.get_by_role("link", name=re.compile("Hội nghị Ban Chấp hành")).click()
    meeting = clerk.url
    for name, address in (
        ("register", REGISTER), ("folder", f"{REGISTER}/nhieu-tep"),
        ("central", documents["04-NQ/TW"]), ("resolution", documents["01-NQ/ĐU"]),
        ("amend", f"{documents['01-NQ/ĐU']}/sua"), ("chain", f"{documents['05-CT/TW']}/chuoi"),
        ("coverage", "/lam-viec/do-phu"), ("meeting", meeting), ("resolve", f"{meeting}/van-ban"),
        ("week", "/lam-viec/lich"),
    ):  # fmt: skip
        assert clerk.goto(address).status == 200
        look(clerk, name)


def test_no_word_runs_out_of_its_box_in_the_drawing_of_a_chain(desk):  # noqa: F811
    clerk = desk("danguy")
    clerk.goto(REGISTER)
    for symbol in ("04-NQ/TW", "05-CT/TW", "09-CT/TU", "45-CT/TW"):
        clerk.goto(REGISTER)
        clerk.get_by_role("link", name=symbol, exact=True).click()
        clerk.get_by_role("link", name="Xem chuỗi thực hiện").click()
        clerk.locator("svg.cascade").wait_for()
        out = clerk.evaluate(
            """[...document.querySelectorAll("svg.cascade a")].flatMap((box) => {
                 const edge = box.querySelector("rect").getBBox();
                 return [...box.querySelectorAll("text")]
                   .filter((text) => text.getBBox().x + text.getBBox().width > edge.x + edge.width)
                   .map((text) => text.textContent);
               })"""
        )
        assert out == [], symbol
