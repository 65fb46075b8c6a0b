"""The check page as a person uses it: paste, look, filter, walk, teach, take away."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest

pytestmark = pytest.mark.browser

TEXT = (
    "Báo cáo công tác 6 tháng đầu năm 2021\n"
    "Đến 30/6/2021, Đảng bộ phường có 32 chi bộ với 943 đảng viên.\n"
    "Phường có 45 vườn ươm cộng đồng.\n"
)
TABLE = (
    "chỉ tiêu\tgiá trị\tđơn vị tính\tkỳ\n"
    "Tổng số chi bộ\t32\tchi bộ\t30/6/2021\n"
    "Tổng số đảng viên\t934\tngười\t30/6/2021\n"
    "Số vườn ươm do tổ dân phố giữ\t45\tvườn\t30/6/2021\n"
)


def ask(page: Any, base: str, text: str = TEXT, table: str = TABLE) -> None:
    """This function will paste a text and a table and ask for the check."""
    page.goto(base + "/doi-chieu")
    page.get_by_label("Dán báo cáo vào đây").fill(text)
    page.get_by_text("hoặc dán bảng chép từ Excel").click()
    page.get_by_label("Bảng số liệu chép từ Excel").fill(table)
    page.get_by_role("button", name="Đối chiếu", exact=True).click()
    page.wait_for_selector(".result-sentence, .problems")


@pytest.fixture
def page(chromium: Any) -> Any:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(chromium: Any) -> Any:
    context = chromium.new_context(java_script_enabled=False, locale="vi")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_pasted_text_comes_back_with_marks(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    assert "1 cần xem" in page.locator("h1").inner_text()
    marked = page.locator(".fig.differs")
    assert marked.first.inner_text().startswith("943")
    assert "khác số đang lưu" in page.locator(".line .notes").first.inner_text()
    assert "943 đảng viên." in page.locator("#d2 .line-text").inner_text()


def test_a_figure_leads_to_its_grounds_even_when_the_filter_hides_it(
    page: Any, reading_room: str
) -> None:
    ask(page, reading_room)
    agreeing = page.locator(".fig.agree").first
    place = agreeing.get_attribute("href")
    assert place and not page.locator(place).is_visible()
    agreeing.click()
    assert page.locator(place).is_visible()


def test_the_list_is_filtered_by_verdict(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    assert page.locator(".item.eyes").first.is_visible()
    page.locator("label[for=look-agree]").click()
    assert not page.locator(".item.eyes").first.is_visible()
    assert page.locator(".item.agree").first.is_visible()
    page.locator("label[for=look-all]").click()
    assert page.locator(".item.eyes").first.is_visible()


def test_keys_walk_the_list_and_enter_opens_the_grounds(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    page.locator("label[for=look-all]").click()
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    page.keyboard.press("j")
    assert page.evaluate(focused) != first
    page.keyboard.press("k")
    assert page.evaluate(focused) == first
    page.keyboard.press("Enter")
    assert page.locator(f"#{first} details").first.get_attribute("open") is not None


def test_letters_typed_in_a_box_are_letters(page: Any, reading_room: str) -> None:
    page.goto(reading_room + "/doi-chieu")
    box = page.get_by_label("Dán báo cáo vào đây")
    box.focus()
    page.keyboard.type("jk")
    assert box.input_value() == "jk"


def test_a_name_is_taught_and_can_be_kept_as_a_file(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    page.locator("label[for=look-unknown]").click()
    unknown = page.locator(".item.unknown", has_text="45").first
    unknown.get_by_text("Chọn mục số liệu").click()
    unknown.get_by_role("combobox").select_option("Số vườn ươm do tổ dân phố giữ")
    unknown.get_by_role("button", name="Dùng mục này").click()
    page.wait_for_load_state()
    assert "Đã dùng 1 tên gọi" in page.locator(".notice").first.inner_text()
    assert page.locator("#d3 .fig.agree").count() == 1
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải tệp tên gọi (CSV)").click()
    content = saved.value.path().read_text(encoding="utf-8-sig")
    assert content.splitlines()[0] == "tên trong văn bản,chỉ tiêu"
    assert "Số vườn ươm do tổ dân phố giữ" in content


def test_the_slip_is_downloaded_as_a_word_file(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải phiếu soát (Word)").click()
    assert saved.value.suggested_filename == "phieu-soat-so-lieu.docx"
    assert saved.value.path().read_bytes().startswith(b"PK")


def test_a_word_file_is_taken_back_with_comments(page: Any, reading_room: str) -> None:
    document = docx.Document()
    for paragraph in TEXT.splitlines():
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    page.goto(reading_room + "/doi-chieu")
    page.get_by_label("hoặc chọn tệp báo cáo").set_input_files(
        {"name": "bao-cao.docx", "mimeType": "application/octet-stream", "buffer": held.getvalue()}
    )
    page.get_by_text("hoặc dán bảng chép từ Excel").click()
    page.get_by_label("Bảng số liệu chép từ Excel").fill(TABLE)
    page.get_by_role("button", name="Đối chiếu", exact=True).click()
    page.wait_for_selector(".result-sentence, .problems")
    # The file travels in the page itself: nothing was stored between the two clicks.
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải Word có ghi chú").click()
    assert saved.value.suggested_filename == "bao-cao-co-ghi-chu.docx"
    with zipfile.ZipFile(saved.value.path()) as parts:
        assert "word/comments.xml" in parts.namelist()


def test_the_print_is_the_slip_alone(page: Any, reading_room: str) -> None:
    ask(page, reading_room)
    assert page.get_by_role("button", name="In phiếu soát").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".slip").is_visible()
    assert not page.locator(".proof").is_visible()
    assert not page.locator("header.site").is_visible()


def test_all_of_it_works_without_javascript(plain_page: Any, reading_room: str) -> None:
    page = plain_page
    ask(page, reading_room)
    assert "1 cần xem" in page.locator("h1").inner_text()
    page.locator("label[for=look-agree]").click()
    assert not page.locator(".item.eyes").first.is_visible()
    # A button that only a script can serve is not offered.
    assert not page.get_by_role("button", name="In phiếu soát").is_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải phiếu soát (Word)").click()
    assert saved.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, reading_room: str, axe: str, theme: str) -> None:
    context = chromium.new_context(color_scheme=theme, bypass_csp=True, locale="vi")
    page = context.new_page()

    def problems() -> list[str]:
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {rules: {'color-contrast-enhanced': {enabled: true}}})"
        )
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]

    for address in ("/doi-chieu", "/gioi-thieu-doi-chieu", "/khong-co-trang-nay"):
        page.goto(reading_room + address)
        assert problems() == [], address
    ask(page, reading_room)
    assert problems() == [], "result"
    page.locator(".item:visible summary").first.click()
    assert problems() == [], "grounds"
    ask(page, reading_room, text="")
    assert problems() == [], "error"
    context.close()


# 640 px is the wide desk at 200 % zoom; 320 px is a narrow phone at 112 %.
@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_the_page_never_scrolls_sideways(chromium: Any, reading_room: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, locale="vi")
    page = context.new_page()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for address in ("/doi-chieu", "/gioi-thieu-doi-chieu", "/khong-co-trang-nay"):
        page.goto(reading_room + address)
        assert page.evaluate(overflow) == 0, address
    ask(page, reading_room, text=TEXT + "a" * 300 + " 5 hộ")
    assert page.evaluate(overflow) == 0, "result"
    context.close()


def test_buttons_and_boxes_are_large_enough_for_a_thumb(chromium: Any, reading_room: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 700}, locale="vi")
    page = context.new_page()
    ask(page, reading_room)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, label[for^=look]")]
            .filter((each) => each.getClientRects().length)
            .filter((each) => each.getBoundingClientRect().height < 48)
            .map((each) => each.outerHTML)"""
    )
    assert small == []
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    context.close()
