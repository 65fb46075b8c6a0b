"""The workbook of a collected folder: numbers that count, sentences behind them, paper to print on."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import python_calamine

from dongthuan.ground.claims import collecting
from dongthuan.ground.papers import workbook


@pytest.fixture(scope="module")
def made() -> bytes:
    told = {
        "Thôn 1": ["- Số hộ: 120 hộ", "- Thu quỹ khuyến học: 12,5 triệu đồng"],
        "Thôn 2": ["- Số hộ: 98 hộ", "- Số hộ: 97 hộ", "- Thu quỹ khuyến học: 9 triệu đồng"],
        "Thôn 3": ["- Số hộ: 150 hộ", "- Thu quỹ khuyến học: =1+1; 7 triệu đồng"],
        "Xã Lộc A": ["Toàn xã có 360 hộ."],
    }
    reports = [
        collecting.report(f"{unit}.docx", [f"Đơn vị: {unit}", *lines], ["đoạn"] * (len(lines) + 1))
        for unit, lines in told.items()
    ]
    return workbook.collected(collecting.gather(reports), [("hong.doc", "tệp bị hỏng")])


def part(made: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(made)).read(name).decode()


def rows(made: bytes, sheet: str) -> list[list[object]]:
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_name(sheet).to_python()


def test_values_are_numbers_and_the_sum_is_a_formula(made):
    main = {row[0]: row for row in rows(made, "Bảng số liệu")}
    assert main["Thôn 1"][1] == 120
    assert main["Cộng các đơn vị"][1] == 120 + 98 + 150
    assert "<f>SUM(B2:B4)</f>" in part(made, "xl/worksheets/sheet1.xml")


def test_the_unit_above_stands_under_the_sum_and_is_held_against_it(made):
    main = rows(made, "Bảng số liệu")
    assert [row[0] for row in main[-2:]] == ["Cộng các đơn vị", "Xã Lộc A báo cáo"]
    assert "3 đơn vị cộng lại được 368, Xã Lộc A ghi 360" in rows(made, "Cộng chưa khớp")[1][1]


def test_each_value_carries_its_sentence_and_file(made):
    comments = re.sub(r"<[^>]+>", "", part(made, "xl/comments1.xml"))
    assert "- Số hộ: 120 hộ\n(Thôn 1.docx, đoạn)" in comments


def test_both_values_of_one_report_are_kept_and_pointed_at(made):
    values = [row[3] for row in rows(made, "Căn cứ") if row[0] == "Thôn 2" and row[2] == "Số hộ"]
    assert values == [98, 97]
    odd = [row for row in rows(made, "Khác thường") if row[0] == "Thôn 2"]
    assert [row[2] for row in odd] == [98, 97]


def test_a_file_that_was_not_read_stands_among_the_missing_with_its_reason(made):
    assert ["hong.doc", "", "hong.doc", "tệp bị hỏng"] in rows(made, "Còn thiếu")


def test_every_sheet_is_set_up_for_paper_with_its_head_on_each_page(made):
    names = rows(made, "Căn cứ")[0]
    assert names[:3] == ["Đơn vị", "Mục số liệu", "Tên trong báo cáo"]
    for number in range(1, 7):
        sheet = part(made, f"xl/worksheets/sheet{number}.xml")
        assert 'orientation="landscape"' in sheet
        assert 'paperSize="9"' in sheet
        assert 'state="frozen"' in sheet
    assert part(made, "xl/workbook.xml").count("_xlnm.Print_Titles") == 6


def test_a_word_that_looks_like_a_formula_stays_a_word(made):
    assert "<f>1+1" not in part(made, "xl/worksheets/sheet2.xml")
