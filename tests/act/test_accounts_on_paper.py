"""Papers of money: sums that add up, no more hands than sign, a table not torn, measured as printed."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest

from dongthuan.act.funds import accounts_on_paper as on_paper
from dongthuan.act.funds.accounts_on_paper import (
    Amount,
    CashRow,
    GroupTotal,
    Handed,
    InKind,
    Office,
    Planned,
    SettledWork,
)
from dongthuan.ground import papers
from dongthuan.ground.papers import notices
from dongthuan.ground.papers.notices import Notice
from tests.ground.papers.test_layout import Sheet

WARD = Office("Ủy ban nhân dân phường 2", "Phường 2", "Ủy ban nhân dân thành phố Bảo Lộc")
DAY = date(2021, 6, 30)
LONG = (
    "Bê tông hóa đường liên tổ 12 - 13 - 14 và nâng cấp hệ thống thoát nước hẻm 45 Nguyễn Công Trứ, đoạn "
    "từ nhà văn hóa tổ dân phố 12 đến giáp ranh xã Lộc Thanh, giai đoạn 2"
)
WORK = SettledWork(
    LONG, "tổ dân phố 12, 13, 14", "Biên bản họp đại diện hộ ngày 12/01/2020",
    (Planned("Ngân sách nhà nước", 800_000_000, 800_000_000), Planned("Nhân dân đóng góp", 450_000_000, 462_500_000)),
    (InKind("Ngày công", "312,5 ngày", 78_125_000, "250.000 đồng/ngày"),),
    (Amount("Xi măng, cát, đá", 610_000_000, "PC-0001"), Amount("Nhân công", 600_000_000, "PC-0004")),
    surplus="chuyển sang duy tu",
)  # fmt: skip
NOTICE = Notice(
    "Ủy ban nhân dân phường 2", "Đường hẻm 12 Lê Lợi", DAY,
    (("Thu", "1.262.500.000", "462.500.000 do Nhân dân góp"), ("Chi", "1.210.000.000", ""), ("Còn", "52.500.000", "")),
    (("Người thu giữ", "1.500.000"), ("Thủ quỹ giữ", "11.000.000"), ("Tài khoản ngân hàng", "40.000.000")),
    "0263 386 4512", "phuong2.example/duong-12", "https://phuong2.example/duong-12",
)  # fmt: skip


def pages(data: bytes) -> list[Sheet]:
    return [Sheet(page) for page in pypdfium2.PdfDocument(data)]


def printed(paper) -> str:
    told = " ".join(sheet.text for sheet in pages(papers.state_pdf(paper)))
    return " ".join(told.split())


def tables(paper) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(papers.state_docx(paper)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_a_settlement_says_what_came_went_and_is_left_gifts_that_are_no_money_apart():
    text = printed(on_paper.settlement(WORK, WARD, symbol="15/BC-UBND", day=DAY))
    assert "Thu 1.262.500.000 đồng, chi 1.210.000.000 đồng, còn 52.500.000 đồng" in text
    assert "năm mươi hai triệu năm trăm nghìn đồng" in text
    assert "không nhập vào quỹ tiền mặt" in text and "78.125.000" in text
    bare = printed(on_paper.settlement(replace(WORK, in_kind=()), WARD, symbol="", day=DAY))
    assert "NGÀY CÔNG" not in bare and "IV. CÒN LẠI" in bare


def test_a_cash_book_carries_what_is_left_from_line_to_line():
    rows = [CashRow(date(2021, 3, 1), "PT01-0001", "Thu", received=500_000), CashRow(date(2021, 3, 2), "PC-1", "Chi", paid=700_000)]  # fmt: skip
    paper = on_paper.cash_book(rows, WARD, title="Quỹ", first=date(2021, 3, 1), last=date(2021, 3, 31), opening=1_000_000)  # fmt: skip
    book = tables(paper)[1]
    assert [row[-1] for row in book[1:]] == ["1.000.000", "1.500.000", "800.000", "800.000"]
    assert book[-1][3:5] == ["500.000", "700.000"]
    assert "Tám trăm nghìn đồng" in printed(paper)
    assert [cell.split("\n")[0] for cell in tables(paper)[-1][0]] == ["THỦ QUỸ", "KẾ TOÁN", "CHỦ TỊCH"]  # fmt: skip


def test_receipts_by_group_add_up_and_a_count_that_would_point_at_somebody_is_not_told():
    totals = [GroupTotal("Tổ dân phố 1", 40, 20_000_000, 0, 38), GroupTotal("Tổ dân phố 2", None, 1_500_000, 250_000)]  # fmt: skip
    paper = on_paper.receipts_by_group(totals, WARD, title="Đường hẻm 12", day=DAY)
    rows = tables(paper)[1]
    assert rows[2] == ["Tổ dân phố 2", "–", "–", "1.500.000", "250.000"]
    assert rows[3] == ["Cộng", "–", "", "21.500.000", "250.000"]
    assert "không nêu để không ai bị chỉ ra" in printed(paper)
    (told,) = [GroupTotal("Tổ dân phố 1", 40, 20_000_000, 0, 38)]
    assert tables(on_paper.receipts_by_group([told], WARD, title="x", day=DAY))[1][-1][1] == "40"


def test_whoever_is_paid_has_a_row_tall_enough_to_sign_in_and_empty_rows_have_no_sum():
    paper = on_paper.sign_off_list([("Nguyễn Thị Mẫu", "Công 3 ngày", 750_000), ("Trần Văn Thử", "Công 5 ngày", 1_250_000)], WARD, title="Tiền công")  # fmt: skip
    assert tables(paper)[1][3] == ["", "Cộng", "", "2.000.000", ""]
    (sheet,) = pages(papers.state_pdf(paper))
    first, second = sheet.words("750.000")[0], sheet.words("1.250.000")[0]
    assert second.top - first.top >= 10.5
    by_hand = tables(on_paper.sign_off_list([], WARD, title="Tiền công", spare=15))[1]
    assert len(by_hand) == 16 and not any(row[3].strip() for row in by_hand[1:] if row[1])


def test_a_handover_names_both_hands_the_sum_in_words_and_the_notes_as_counted():
    handed = Handed("Nguyễn Thị Mẫu", "người thu NT1", "Trần Văn Thử", "thủ quỹ",
                    (Amount("Đường hẻm 12", 12_500_000), Amount("Quỹ Vì người nghèo", 1_500_000)),
                    ((500_000, 20), (200_000, 20)))  # fmt: skip
    text = printed(on_paper.handover(handed, WARD, day=DAY))
    for words in ("Bên giao: Nguyễn Thị Mẫu, người thu NT1", "Mười bốn triệu đồng", "10.000.000"):
        assert words in text, words
    by_hand = printed(on_paper.handover(replace(handed, giver="", taker="", notes=()), WARD, day=None))  # fmt: skip
    assert "Bên giao: ……" in by_hand and "Mệnh giá" not in by_hand


def test_a_short_table_is_never_torn_between_two_pages():
    for count in range(8):
        works = replace(WORK, in_kind=tuple(InKind(f"Vật liệu {n}", "1 m³", 1000, "giá") for n in range(count)))  # fmt: skip
        for sheet in pages(papers.state_pdf(on_paper.settlement(works, WARD, symbol="", day=DAY))):
            assert ("Cộng chi" in sheet.text) == ("Xi măng, cát, đá" in sheet.text)
            # Nor do hands sign on a page without a word of what they sign.
            assert "KẾ TOÁN" not in sheet.text or "duy tu" in sheet.text


@pytest.mark.parametrize("title", ["Đường hẻm 12 Lê Lợi", LONG[:60], LONG])
def test_a_notice_is_one_sheet_whose_numbers_are_read_from_a_metre(title):
    (sheet,) = pages(notices.notice_pdf(replace(NOTICE, title=title)))
    assert all(letter.size >= 36 for letter in sheet.words("1.262.500.000"))
    assert all(letter.size >= 20 for letter in sheet.words("Tài khoản ngân hàng"))
    assert min(one.size for one in sheet.letters if one.text.strip()) >= 14
    assert max(one.bottom for one in sheet.letters if one.text.strip()) < 290
    assert "0263 386 4512" in sheet.text and "phuong2.example/duong-12" in sheet.text


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A settlement and a notice as LibreOffice prints their Word files."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("accounts")
    made = {
        "settlement": papers.state_docx(on_paper.settlement(WORK, WARD, symbol="15/BC-UBND", day=DAY)),
        "notice": notices.notice_docx(replace(NOTICE, title=LONG)),
    }  # fmt: skip
    for name, data in made.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", folder, *(folder / f"{name}.docx" for name in made)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: pages((folder / f"{name}.pdf").read_bytes()) for name in made}


@pytest.mark.office
def test_the_word_file_of_a_settlement_keeps_the_margins_and_sizes_of_a_state_paper(opened):
    first = opened["settlement"][0]
    for words, size in (("Số: 15/BC-UBND", 13), ("BÁO CÁO", 15), ("Địa bàn: tổ dân phố 12", 14)):
        assert all(one.size == pytest.approx(size, abs=0.5) for one in first.words(words)), words
    seen = [one for sheet in opened["settlement"] for one in sheet.seen()]
    assert min(one.left for one in seen) >= 29.5 and max(one.right for one in seen) <= 195.5
    for sheet in opened["settlement"]:
        assert ("Cộng chi" in sheet.text) == ("Xi măng, cát, đá" in sheet.text)


@pytest.mark.office
def test_the_word_file_of_a_notice_is_one_sheet_too(opened):
    (sheet,) = opened["notice"]
    assert all(letter.size >= 32 for letter in sheet.words("1.262.500.000"))
    assert "0263 386 4512" in sheet.text
