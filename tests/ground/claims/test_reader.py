"""How single figures are read: hedges, ranges, ratios, units, and what is no figure."""

import unicodedata

import pytest

from dongthuan.ground import claims


def only(text):
    figures = claims.read(text).figures
    assert len(figures) == 1, [figure.surface for figure in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit", "qualifier"),
    [
        ("Phường có 1.619 cơ sở.", "1.619", 1619, "establishment", "exact"),
        ("Góp hơn 16 tỷ đồng làm đường.", "16 tỷ đồng", 16_000_000_000, "VND", "more_than"),
        ("Chưa đầy hai chục tấn thóc.", "hai chục tấn", 20, "tonne", "less_than"),
        ("Ước đạt 12 500 tấn.", "12 500 tấn", 12_500, "tonne", "about"),
        ("Vay không quá 120 tháng.", "120 tháng", 120, "month", "at_most"),
        ("Thu 6 tỷ 047 triệu đồng.", "6 tỷ 047 triệu đồng", 6_047_000_000, "VND", "exact"),
        ("Giá từ 5 đến 7 triệu mỗi suất.", "5 đến 7 triệu", (5_000_000, 7_000_000), "VND", "exact"),
        ("Công thợ 5-600 nghìn.", "5-600 nghìn", (500_000, 600_000), "VND", "exact"),
        ("Năng suất 63,4 tạ/ha.", "63,4 tạ/ha", 63.4, "quintal/hectare", "exact"),
        ("Nước sâu 1m7.", "1m7", 1.7, "m", "exact"),
        ("Trồng ba công rưỡi ổi.", "ba công rưỡi", 3.5, "cong", "exact"),
        ("Gạo hai tạ rưỡi.", "hai tạ rưỡi", 2.5, "quintal", "exact"),
        ("Tặng 500k mỗi suất.", "500k", 500_000, "VND", "exact"),
        ("Có l7 chi bộ trực thuộc.", "l7", 17, "cell", "exact"),
    ],
)
def test_a_figure_is_read_with_its_scale_unit_and_hedge(text, surface, value, unit, qualifier):
    figure = only(text)
    assert (figure.surface, figure.value, figure.unit) == (surface, value, unit)
    assert figure.qualifier == qualifier


def test_a_ratio_keeps_its_second_number():
    figure = only("Có 17/18 khu dân cư tổ chức ngày hội.")
    assert (figure.value, figure.of, figure.unit) == (17, 18, "area_unit")


def test_a_billion_written_with_a_dot_has_two_readings():
    figure = only("Thu ngân sách 5.085 tỷ đồng.")
    assert figure.readings == (5_085_000_000_000, 5_085_000_000)
    assert figure.ambiguity


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 12-NQ/ĐU ngày 15/3/2021 của Đảng ủy.",
        "Đại hội lần thứ XII, nhiệm kỳ 2020 - 2025.",
        "Mọi phản ánh xin gọi 0263.3000.115.",
        "Nhà ông Tám ở ngã ba Quốc lộ 20, tổ 4.",
        "Hội nghị bắt đầu lúc 7 giờ 30 phút ngày 02/8/2023.",
        "Duy trì phong trào “3 sạch”, “5 có”.",
        "Bà con nhất trí với phương án một cửa.",
        "Bão số 4 giật cấp 9 - 10, thứ Năm.",
    ],
)
def test_dates_numbers_of_documents_names_and_idioms_are_no_figures(text):
    assert claims.read(text).figures == ()


def test_five_the_number_is_told_from_the_year():
    assert [f.value for f in claims.read("Khen năm cá nhân trong năm nay.").figures] == [5]


def test_offsets_count_in_the_composed_text_whatever_was_typed():
    typed = unicodedata.normalize("NFD", "Hội trao 86 suất quà trị giá 300.000 đồng.")
    reading = claims.read(typed)
    for figure in reading.figures:
        assert reading.text[slice(*figure.span)] == figure.surface


def test_a_total_is_added_up_with_members_that_carry_no_number():
    reading = claims.read(
        "Đảng bộ có 32 chi bộ, gồm 23 chi bộ tổ dân phố, 6 chi bộ trường học, chi bộ Quân sự, "
        "chi bộ Công an và chi bộ Quỹ tín dụng."
    )
    (item,) = reading.sums
    assert (item.stated, item.computed, item.consistent) == (32, 32, True)
    assert len(item.implicit_parts) == 3


def test_subsets_are_not_taken_for_parts():
    text = "Đảng bộ có 934 đảng viên; trong đó có 4 người dân tộc, 19 người có đạo."
    assert claims.read(text).sums == ()


def test_a_share_that_does_not_follow_from_its_numbers_is_noticed():
    (item,) = claims.read("Đã có 156/184 hộ hiến đất, đạt tỷ lệ 87,4%.").checks
    assert not item.consistent
    assert item.computed == pytest.approx(84.7826)


def test_a_rating_of_three_years_makes_three_statements():
    told = claims.read("Ba năm liền 2020, 2021, 2022 Mặt trận xã xếp loại xuất sắc.").statements
    assert [statement.year for statement in told] == [2020, 2021, 2022]


def test_the_head_of_a_table_gives_its_units_to_the_rows_below():
    lines = [
        "TT | Chỉ tiêu | ĐVT | KH năm | TH 9 tháng",
        "1 | Thu ngân sách | triệu đồng | 18.400 | 14.352",
    ]
    plan, actual = claims.read_document(lines)[1].figures
    assert (plan.value, plan.relation) == (18_400_000_000, "target")
    assert (actual.value, actual.relation) == (14_352_000_000, "amount")


def test_old_fonts_are_read_like_any_text():
    from dongthuan.ground.primitives import encodings

    assert encodings.to_unicode("Phường có 32 chi bộ.")[0] == "Phường có 32 chi bộ."


def test_an_empty_text_and_a_text_without_figures_read_as_nothing():
    assert claims.read("").figures == ()
    assert claims.read("Nhân dân phấn khởi, tin tưởng.").figures == ()
