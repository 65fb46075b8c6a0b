"""Printed receipts: four or two on A4, or one at a time on a roll; measured on the PDF itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from dongthuan.ground.papers import receipts
from dongthuan.ground.papers.receipts import Filled, Issuer, Receipt
from tests.ground.papers.test_layout import Letter, Sheet

WARD = Issuer(
    "Ủy ban nhân dân phường 2", "0263 386 4512", "phuong2.example/bn",
    "Ủy ban nhân dân thành phố Bảo Lộc",
)  # fmt: skip
ROAD = "Đường hẻm 12 Lê Lợi"
# Three hundred letters: as long as a name of a work may be.
LONG = ("Bê tông hóa đường liên tổ 12 - 13 - 14 và nâng cấp hệ thống thoát nước hẻm 45 Nguyễn Công Trứ " * 4)[:300]  # fmt: skip


def blank(number: int, work: str = ROAD) -> Receipt:
    return Receipt(
        "Quyển 07/2021", f"{number:07d}", "ABCD2345EFGH6789", work, "https://phuong2.example/bn"
    )


def pages(data: bytes) -> list[Sheet]:
    return [Sheet(page) for page in pypdfium2.PdfDocument(data)]


def inside(letters: list[Letter], left: float, top: float, right: float, bottom: float) -> list[Letter]:  # fmt: skip
    return [
        one for one in letters
        if left <= one.left and one.right <= right and top <= one.top and one.bottom <= bottom
    ]  # fmt: skip


def test_a_code_is_written_in_its_own_groups_or_in_groups_of_four():
    assert receipts.grouped("ACDEFH-3479JK-LMNPQR") == "ACDEFH 3479JK LMNPQR"
    assert receipts.grouped("ABCD2345EFGH6789") == "ABCD 2345 EFGH 6789"


def test_five_receipts_four_on_a_sheet_take_two_sheets_lying_down():
    printed = pages(receipts.sheets([blank(n) for n in range(1, 6)], WARD))
    assert [(round(one.width), round(one.height)) for one in printed] == [(297, 210)] * 2
    assert printed[1].text.count("PHIẾU THU khoản góp tự nguyện") == 1


def test_a_number_stands_on_the_receipt_and_its_stub_but_the_code_on_the_receipt_alone():
    (sheet,) = pages(receipts.sheets([blank(7)], WARD))
    assert sheet.text.count("0000007") == 2
    assert sheet.text.replace("\u2009", "").replace(" ", "").count("ABCD-2345-EFGH-6789") == 1
    for words in (
        WARD.telephone,
        WARD.address,
        "ỦY BAN NHÂN DÂN PHƯỜNG 2",
        "Bằng chữ:",
        "Cho nêu tên",
    ):
        assert words in sheet.text, words


@pytest.mark.parametrize("printed", [receipts.sheets, receipts.roll])
def test_an_office_without_a_telephone_prints_none(printed):
    (sheet,) = pages(printed([blank(7)], Issuer(WARD.body, "", WARD.address)))
    assert "Điện thoại" not in sheet.text and "ĐT:" not in sheet.text


@pytest.mark.parametrize(
    "per_sheet, across, width, height", [(4, 2, 148.5, 105), (2, 1, 210, 148.5)]
)
def test_the_longest_name_of_a_work_stays_on_its_own_receipt_signatures_and_code_too(
    per_sheet, across, width, height
):
    (sheet,) = pages(
        receipts.sheets([blank(n, LONG) for n in range(per_sheet)], WARD, per_sheet=per_sheet)
    )
    seen = [one for one in sheet.letters if one.text.strip()]
    held = 0
    for at in range(per_sheet):
        left, top = at % across * width, at // across * height
        # Four millimetres that no printer reaches, and no knife either.
        own = inside(seen, left + 4, top + 3, left + width - 2, top + height - 3)
        words = "".join(one.text for one in own)
        assert f"000000{at}" in words and words.count("(Ký,ghirõhọtên)") == 3
        assert words.endswith("Giữkínmãnày.") and "NguyễnCôngTrứ" in words
        held += len(own)
    assert held == len(seen)


def test_what_is_known_is_printed_and_the_rest_is_left_for_a_hand():
    known = Filled("Nguyễn Thị Mẫu", "Tổ dân phố 12", 1_250_000, "", date(2021, 3, 5))
    (sheet,) = pages(receipts.sheets([Receipt("Q1", "0000001", "ABCD", ROAD, "x", known)], WARD))
    for words in ("1.250.000", "Một triệu hai trăm năm mươi nghìn đồng", "Ngày 05 tháng 03 năm 2021",
                  "Nguyễn Thị Mẫu"):  # fmt: skip
        assert words in sheet.text, words
    (empty,) = pages(receipts.sheets([blank(1)], WARD))
    assert empty.text.count("....") > sheet.text.count("....")


def test_a_roll_is_58_millimetres_wide_and_prints_within_48():
    first, second = pages(receipts.roll([blank(1, LONG), blank(2)], WARD))
    assert round(first.width) == 58 and first.height > second.height
    seen = [one for one in first.letters if one.text.strip()]
    assert min(one.left for one in seen) >= 4.9 and max(one.right for one in seen) <= 53.1
    assert "ABCD" in second.text and WARD.address in second.text


def test_the_widest_code_stays_on_the_roll_and_no_group_of_it_is_torn():
    wide = replace(blank(1), code="WWMMWW-MWMWMW-MMWWMM")
    (sheet,) = pages(receipts.roll([wide], WARD))
    for group in ("WWMMWW", "MWMWMW", "MMWWMM"):
        letters = sheet.words(group)
        assert max(one.right for one in letters) <= 53.1 and min(one.left for one in letters) >= 4.9
        assert max(one.bottom for one in letters) - min(one.top for one in letters) < 4


def test_nothing_to_print_and_three_on_a_sheet_are_refused():
    with pytest.raises(ValueError, match="không có phiếu nào"):
        receipts.roll([], WARD)
    with pytest.raises(ValueError, match="2 hoặc 4"):
        receipts.sheets([blank(1)], WARD, per_sheet=3)
