"""Many reports side by side: who speaks, what is told, what needs eyes; all places are made up."""

from __future__ import annotations

import pytest

from dongthuan.ground.claims import collecting, forms, speakers


def collected(*reports: tuple[str, list[str]]) -> collecting.Collection:
    """Gather reports given as (unit, lines of the report)."""
    read = []
    for unit, lines in reports:
        lines = [f"Đơn vị: {unit}", *lines]
        read.append(
            collecting.report(f"{unit}.docx", lines, [f"đoạn {n}" for n in range(len(lines))])
        )
    return collecting.gather(read)


def column(found: collecting.Collection, name: str) -> dict[str, float]:
    (one,) = [c for c in found.columns if c.name == name]
    return {cell.unit: cell.value for cell in one.cells}


@pytest.mark.parametrize(
    ("lines", "file", "unit"),
    [
        (["UBND XÃ LỘC CHÂU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "THÔN TÂN AN | Độc lập"], "a.docx", "Thôn Tân An"),
        (["ĐẢNG ỦY PHƯỜNG 2 CHI BỘ TỔ DÂN PHỐ 1 * Số: 15-BC/CB | Phường 2, ngày 15 tháng 6"], "a.docx", "Chi bộ tổ dân phố 1"),
        (["ĐẢNG BỘ THÀNH PHỐ", "ĐẢNG ỦY PHƯỜNG 2", "BÁO CÁO", "Mô hình tại Thôn 5"], "a.docx", "Phường 2"),
        (["ỦY BAN NHÂN DÂN", "XÃ ĐẠM BRI", "BÁO CÁO"], "a.docx", "Xã Đạm Bri"),
        (["PHÒNG GIÁO DỤC", "TRƯỜNG TIỂU HỌC LÊ LỢI", "BÁO CÁO"], "a.docx", "Trường Tiểu Học Lê Lợi"),
        (["BÁO CÁO của Tổ dân phố số 4 tháng 6"], "a.docx", "Tổ dân phố số 4"),
        (["BAO CAO thang 6 cua thon Tan An"], "a.docx", "Thon Tan An"),
        (["BÁO CÁO", "Số hộ: 135"], "Báo cáo TDP 9.txt", "Tổ dân phố 9"),
        (["Báo cáo tình hình", "Thôn 3 hiện có 120 hộ"], "a.docx", "Thôn 3"),
        (["THÔN 8", "Nội dung | Đơn vị | Số lượng"], "a.docx", "Thôn 8"),
        (["BIỂU 1", "Đơn vị: triệu đồng"], "bieu-loc-tan.xlsx", "bieu-loc-tan"),
        (["Báo cáo theo văn bản số 5"], "bao-cao-nhanh.docx", "bao-cao-nhanh"),
    ],
)  # fmt: skip
def test_the_lowest_unit_of_the_head_speaks(lines, file, unit):
    assert speakers.unit_name(lines, file) == unit


def test_one_measure_in_four_ways_of_writing_is_one_column():
    found = collected(
        ("Thôn 1", ["Thôn có 120 hộ với 480 nhân khẩu. Trong 6 tháng đã vận động Quỹ “Vì người nghèo” được 15 triệu đồng."]),
        ("Thôn 2", ["- Tổng số hộ: 98 hộ", "- Nhân khẩu: 390 người", "- Thu quỹ Vì người nghèo: 9.000.000 đồng"]),
        ("Thôn 3", ["TT | Chỉ tiêu | ĐVT | Thực hiện", "1 | Số hộ | hộ | 150", "2 | Tổng số nhân khẩu | người | 600", "3 | Quỹ vì người nghèo | triệu đồng | 16"]),
    )  # fmt: skip
    assert len(found.columns) == 3
    assert found.single == ()
    for one, values in zip(
        found.columns, ((120, 98, 150), (480, 390, 600), (15e6, 9e6, 16e6)), strict=True
    ):
        assert tuple(cell.value for cell in one.cells) == values


def test_what_was_done_for_some_households_is_not_the_number_of_households():
    told = "Số gia đình đạt danh hiệu Gia đình văn hóa là {} hộ. Đã tặng quà cho {} hộ."
    found = collected(
        ("Thôn 1", ["Thôn có 120 hộ.", told.format(110, 5)]),
        ("Thôn 2", ["Thôn có 98 hộ.", told.format(90, 4)]),
    )
    assert found.repeated == ()
    assert column(found, "Số hộ") == {"Thôn 1": 120, "Thôn 2": 98}
    assert column(found, "Số gia đình đạt danh hiệu Gia đình văn hóa") == {
        "Thôn 1": 110,
        "Thôn 2": 90,
    }


def test_what_is_counted_may_stand_in_front_and_a_change_behind():
    told = "Đàn gia súc có {} con. Còn {} hộ nghèo, chiếm {}%; giảm {} hộ so với đầu năm."
    found = collected(
        ("Xã A", [told.format("1.560", 45, "1,4", 2), "Xây 3 căn nhà, trị giá 180 triệu đồng."]),
        ("Xã B", [told.format("1.445", 60, "2,1", 3), "Xây 4 căn nhà, trị giá 240 triệu đồng."]),
    )
    names = {c.name for c in found.columns}
    assert {"Đàn gia súc", "Hộ nghèo", "Hộ nghèo – tăng, giảm", "Trị giá căn nhà"} <= names
    assert column(found, "Hộ nghèo – tăng, giảm") == {"Xã A": -2, "Xã B": -3}


def test_spending_a_fund_is_not_collecting_it():
    found = collected(
        ("Thôn 1", ["- Thu quỹ khuyến học: 9 triệu đồng", "- Chi quỹ khuyến học: 4 triệu đồng"]),
        ("Thôn 2", ["- Thu quỹ khuyến học: 7 triệu đồng", "- Chi quỹ khuyến học: 3 triệu đồng"]),
    )
    assert len(found.columns) == 2


def test_hectares_and_square_metres_stand_in_one_unit():
    found = collected(
        ("Thôn 1", ["- Diện tích trồng hoa: 2,5 ha"]),
        ("Thôn 2", ["- Diện tích trồng hoa: 3 ha"]),
        ("Thôn 3", ["- Diện tích trồng hoa: 15.000 m2"]),
    )
    assert column(found, "Diện tích trồng hoa") == {"Thôn 1": 2.5, "Thôn 2": 3, "Thôn 3": 1.5}


def test_plan_and_result_and_share_stand_apart():
    table = [
        "TT | Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện | Đạt (%)",
        "1 | Hộ nghèo | hộ | {} | {} | {}",
    ]
    found = collected(
        ("Thôn 1", [table[0], table[1].format(7, 6, "85,7")]),
        ("Thôn 2", [table[0], table[1].format(10, 9, "90")]),
    )
    assert column(found, "Hộ nghèo") == {"Thôn 1": 6, "Thôn 2": 9}
    assert column(found, "Hộ nghèo – kế hoạch") == {"Thôn 1": 7, "Thôn 2": 10}
    assert column(found, "Hộ nghèo – so với kế hoạch") == {"Thôn 1": 85.7, "Thôn 2": 90}


def test_one_report_with_two_values_keeps_both_and_is_pointed_at():
    found = collected(
        ("Thôn 1", ["- Hộ nghèo: 5 hộ", "Toàn thôn còn 6 hộ nghèo."]),
        ("Thôn 2", ["- Hộ nghèo: 4 hộ"]),
    )
    assert [d.cell.value for d in found.repeated] == [5, 6]
    assert {d.cell.unit for d in found.repeated} == {"Thôn 1"}


def _money(values: list[str]) -> list[tuple[str, list[str]]]:
    return [(f"Thôn {n}", [f"- Thu quỹ: {value}"]) for n, value in enumerate(values, start=1)]


@pytest.mark.parametrize("slip", ["15 tỷ đồng", "15 nghìn đồng", "15.000 triệu đồng"])
def test_a_slip_of_a_thousand_is_pointed_at(slip):
    found = collected(
        *_money(["12 triệu đồng", "20 triệu đồng", "9 triệu đồng", "16 triệu đồng", slip])
    )
    assert [o.cell.unit for o in found.outliers] == ["Thôn 5"]


def test_a_slip_of_the_smallest_unit_is_found_among_wide_values():
    values = ["5 tỷ đồng", "500 triệu đồng", "60 triệu đồng", "90 triệu đồng", "5 triệu đồng"]
    assert [o.cell.unit for o in collected(*_money(values)).outliers] == ["Thôn 1"]


def test_large_and_small_units_are_no_slip():
    values = ["5 triệu đồng", "8 triệu đồng", "60 triệu đồng", "250 triệu đồng", "400 triệu đồng"]
    assert collected(*_money(values)).outliers == ()


def test_thousands_of_per_cent_of_a_plan_are_pointed_at():
    found = collected(
        ("Thôn 1", ["Thu quỹ được 15 tỷ đồng, đạt 75.000% kế hoạch."]),
        ("Thôn 2", ["Thu quỹ được 12 triệu đồng, đạt 80% kế hoạch."]),
    )
    assert [o.cell.unit for o in found.outliers] == ["Thôn 1"]


def test_what_most_units_report_and_one_does_not_is_missing():
    lines = ["- Số hộ: 120 hộ", "- Hộ nghèo: 3 hộ"]
    found = collected(("Thôn 1", lines), ("Thôn 2", lines), ("Thôn 3", lines[:1]))
    assert [(m.unit, m.measure) for m in found.missing] == [("Thôn 3", "Hộ nghèo")]


@pytest.mark.parametrize(("stated", "broken"), [("360", 0), ("370", 1)])
def test_the_report_of_the_unit_above_is_held_against_the_sum(stated, broken):
    found = collected(
        *((f"Thôn {n}", ["- Số hộ: 120 hộ"]) for n in (1, 2, 3)),
        ("Xã Lộc Châu", [f"Toàn xã có {stated} hộ."]),
    )
    assert found.above == "Xã Lộc Châu"
    assert len(found.broken) == broken
    assert found.missing == ()
    if broken:
        assert "3 đơn vị cộng lại được 360, Xã Lộc Châu ghi 370" in found.broken[0].told


def test_communes_alone_have_no_unit_above():
    found = collected(*((f"Xã Lộc {n}", ["- Số hộ: 120 hộ"]) for n in "ABCD"))
    assert found.above is None


def test_a_form_with_a_head_of_two_rows_is_read_at_what_was_done():
    rows = [
        ["UBND PHƯỜNG 2", "", "", "", ""],
        ["TỔ DÂN PHỐ 7", "", "", "", ""],
        ["TT", "Tên chỉ tiêu", "ĐVT", "6 tháng", ""],
        ["", "", "", "Kế hoạch", "Thực hiện"],
        ["1", "Số hộ", "Hộ", "", "111"],
        ["2", "Thu quỹ", "Triệu đồng", "20", "11,5"],
    ]
    found = forms.form("bieu.xlsx", rows, [[None] * 5 for _ in rows], "Sheet1", 1)
    assert found is not None
    assert found.unit == "Tổ dân phố 7"
    assert [(c.name, c.value, c.measured_in) for c in found.cells] == [
        ("Số hộ", 111, "hộ"),
        ("Thu quỹ", 11_500_000, "đồng"),
    ]


def test_a_form_whose_columns_are_periods_is_read_at_the_last():
    rows = [
        ["THÔN 4", "", "", ""],
        ["Chỉ tiêu", "Đơn vị", "Năm 2024", "6 tháng 2025"],
        ["Hộ nghèo", "hộ", "5", "4"],
    ]
    found = forms.form("bieu.xlsx", rows, [[None] * 4 for _ in rows], "Sheet1", 1)
    assert found is not None
    assert (found.unit, [c.value for c in found.cells]) == ("Thôn 4", [4])


def test_units_are_ordered_as_people_count():
    found = collected(*((f"Tổ dân phố {n}", ["- Số hộ: 9 hộ"]) for n in ("10", "số 9", "2")))
    assert found.units == ("Tổ dân phố 2", "Tổ dân phố số 9", "Tổ dân phố 10")
