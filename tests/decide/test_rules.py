"""How typed numbers are read, periods divided, targets attained."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.indicators.models import Definition
from dongthuan.decide.indicators.queries import Told, typed_text
from dongthuan.decide.indicators.rules import (
    CannotRead,
    Due,
    Frequency,
    Manner,
    Shape,
    attainment,
    before,
    begun,
    divided,
    frequency_of,
    jump,
    last_ended,
    proposed_due,
    read,
    reminder,
    unchanged_in_row,
)
from dongthuan.ground.figures import Direction
from dongthuan.ground.primitives.periods import Regime, from_code

COUNT = Shape("Hộ nghèo", "hộ", 0)
AREA = Shape("Diện tích", "ha", 3)
RATIO = Shape("Đi họp", "%", 0, ratio=True)


@pytest.mark.parametrize(
    ("text", "shape", "scaled"),
    [
        ("0", COUNT, 0),
        ("1619", COUNT, 1619),
        ("1.619", COUNT, 1619),
        ("1 619", COUNT, 1619),
        ("5.085.000.000", COUNT, 5_085_000_000),
        ("738,5", AREA, 738_500),
        ("738,125", AREA, 738_125),
        ("1.738,125", AREA, 1_738_125),
    ],
)
def test_a_number_is_read_as_the_office_writes_it(text, shape, scaled):
    assert read(text, shape).scaled == scaled


def test_zero_nothing_and_not_applicable_are_three_different_answers():
    assert read("0", COUNT).scaled == 0
    assert read("  ", COUNT) is None
    for text in ("x", "X", "không áp dụng", "k/ad"):
        told = read(text, COUNT)
        assert not told.applicable and told.scaled is None


def test_a_ratio_is_typed_as_both_numbers():
    told = read("12/20", RATIO)
    assert (told.scaled, told.whole) == (12, 20)


@pytest.mark.parametrize(
    ("text", "shape", "told"),
    [
        ("12 hộ", COUNT, "không ghi đơn vị"),
        ("1,5", COUNT, "số nguyên"),
        ("-1", COUNT, "không thể nhỏ hơn 0 hộ"),
        ("101", Shape("Độ phủ", "%", 0, highest=100), "không thể lớn hơn 100 %"),
        ("0,12345", AREA, "nhiều nhất 3 chữ số"),
        ("1.619", AREA, "hai cách hiểu"),
        ("9" * 19, COUNT, "số lớn quá"),
        ("12", RATIO, "cả hai số"),
        ("3/0", RATIO, "mẫu số phải lớn hơn 0"),
        ("5/4", RATIO, "tử số phải từ 0 đến mẫu số"),
    ],
)
def test_what_cannot_be_a_value_says_what_to_type_instead(text, shape, told):
    with pytest.raises(CannotRead, match=told):
        read(text, shape)


def test_what_a_doubtful_number_is_told_to_be_typed_as_can_be_typed():
    assert read("1619", AREA).scaled == 1_619_000
    assert read("1,619", AREA).scaled == 1_619


@given(st.integers(-(10**15), 10**15), st.integers(0, 4), st.booleans())
def test_what_is_shown_in_a_field_is_read_back_as_the_same_value(scaled, decimals, ratio):
    one = Definition(
        label="Mục", unit="hộ", decimals=decimals, nature="ratio" if ratio else "stock"
    )
    if ratio:
        scaled = abs(scaled)
    told = Told(1, 1, 1, "2021-H1", 1, "value", scaled, scaled + 1 if ratio else None, False,
                "typed", None, "", None, "", 1, "open", None)  # fmt: skip
    shown = Shape("Mục", "hộ", decimals, ratio, lowest=None)
    if ratio and scaled + 1 > 10**15:
        return
    again = read(typed_text(one, told), shown)
    assert (again.scaled, again.whole) == (told.scaled, told.whole)


def test_a_half_year_is_divided_into_its_months_and_a_month_not_into_halves():
    half = from_code("2021-H1")
    assert [p.code for p in divided(half, Frequency.MONTH)] == [f"2021-0{m}" for m in range(1, 7)]
    assert divided(from_code("2021-05"), Frequency.HALF) == ()
    assert [p.code for p in divided(from_code("2021-06-30"), Frequency.HALF)] == ["2021-H1"]


def test_a_reporting_window_is_divided_by_its_own_days():
    year = from_code("2021", Regime.REPORTING)
    parts = divided(year, Frequency.QUARTER)
    assert [p.code for p in parts] == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    assert parts[0].start == date(2020, 12, 15) and parts[-1].last_day == date(2021, 12, 14)


@pytest.mark.parametrize("regime", list(Regime))
@pytest.mark.parametrize("code", ["2021-01", "2021-07", "2021-Q1", "2021-H1", "2021-H2", "2021"])
def test_the_period_before_ends_where_the_next_begins(code, regime):
    one = from_code(code, regime)
    for frequency in Frequency:
        if divided(one, frequency) == (one,):
            assert before(one, frequency).end == one.start
            assert from_code(before(one, frequency).code, regime) == before(one, frequency)


@pytest.mark.parametrize(
    ("value", "target", "direction", "baseline", "reached"),
    [
        (5085, 8405, Direction.HIGHER, None, Fraction(5085, 8405)),
        (4, 5, Direction.LOWER, None, Fraction(5, 4)),
        (10, 5, Direction.LOWER, None, Fraction(1, 2)),
        (0, 5, Direction.LOWER, None, Fraction(1)),
        (8, 4, Direction.LOWER, 12, Fraction(1, 2)),
        (4, 4, Direction.LOWER, 12, Fraction(1)),
        (15, 20, Direction.HIGHER, 10, Fraction(1, 2)),
        (3, 3, Direction.EXACT, None, Fraction(1)),
        (4, 3, Direction.EXACT, None, Fraction(0)),
        (3, 0, Direction.HIGHER, None, None),
    ],
)
def test_how_much_of_a_target_is_reached(value, target, direction, baseline, reached):
    start = Fraction(baseline) if baseline is not None else None
    found = attainment(Fraction(value), Fraction(target), direction=direction, baseline=start)
    assert found == reached


def test_taps_in_a_row_are_counted_back_to_the_last_typed_value():
    tap, typed = Manner.NO_CHANGE, Manner.TYPED
    assert unchanged_in_row([tap, typed, tap, tap]) == 2
    assert unchanged_in_row([tap, typed]) == 0


def test_late_is_counted_from_the_day_it_was_due():
    due = date(2021, 6, 30)
    assert Due(due, None, date(2021, 6, 30)).late_days == 0
    assert Due(due, None, date(2021, 7, 3)).words == "quá hạn 3 ngày (hạn 30/6/2021)"
    assert Due(due, date(2021, 7, 1), date(2021, 8, 1)).words.startswith("gửi sau hạn 1 ngày")


def test_the_text_to_copy_names_who_has_not_sent_and_who_is_to_look_again():
    late = Due(date(2021, 6, 30), None, date(2021, 7, 5))
    told = reminder(title="Số liệu 6 tháng", due=late, waiting=["Tổ 1", "Tổ 2"], returned=["Tổ 3"])
    assert told.splitlines() == [
        "Kính gửi các bác, về đợt «Số liệu 6 tháng», hạn gửi 30/6/2021.",
        "Đến 5/7/2021 còn 2 đơn vị chưa gửi (quá hạn 5 ngày):",
        "- Tổ 1",
        "- Tổ 2",
        "Đã gửi và được trả lại, nhờ các bác xem lại rồi gửi lại:",
        "- Tổ 3",
        "Nhờ các bác gửi giúp. Vướng chỗ nào, các bác gọi văn phòng để được nhập giúp. "
        "Cảm ơn các bác.",
    ]
    assert "đã gửi đủ" in reminder(title="Số liệu", due=late, waiting=[])


def test_nobody_is_called_late_before_the_day():
    early = Due(date(2021, 6, 30), None, date(2021, 6, 30))
    assert "quá hạn" not in reminder(title="Số liệu", due=early, waiting=["Tổ 1"])


@pytest.mark.parametrize(
    ("frequency", "today", "codes"),
    [
        (Frequency.MONTH, date(2021, 7, 5), ["2021-07", "2021-06"]),
        (Frequency.QUARTER, date(2021, 1, 1), ["2021-Q1", "2020-Q4"]),
        (Frequency.HALF, date(2021, 6, 30), ["2021-H1", "2020-H2"]),
        (Frequency.YEAR, date(2021, 7, 5), ["2021", "2020"]),
    ],
)
def test_the_periods_offered_first_are_those_that_run_and_those_just_over(frequency, today, codes):
    assert [one.code for one in begun(frequency, today)][:2] == codes


def test_the_last_period_that_is_over():
    assert last_ended(Frequency.HALF, date(2021, 6, 30)).code == "2020-H2"
    assert last_ended(Frequency.HALF, date(2021, 7, 1)).code == "2021-H1"


@pytest.mark.parametrize(
    ("code", "frequency"),
    [("2021-06", "month"), ("2021-Q2", "quarter"), ("2021-H1", "half"), ("2021", "year"),
     ("2021-06-30", None), ("2021-5M", None), ("2016/2020", None)],
)  # fmt: skip
def test_a_period_belongs_to_one_frequency_or_to_none(code, frequency):
    assert frequency_of(from_code(code)) == frequency


def test_a_due_day_follows_the_habit_of_the_round_before_and_lies_ahead():
    half = from_code("2021-H1")
    assert proposed_due(half, date(2021, 6, 10)) == date(2021, 6, 30)
    assert proposed_due(half, date(2021, 6, 10), 5) == date(2021, 7, 5)
    assert proposed_due(half, date(2021, 7, 10), 5) == date(2021, 7, 17)


@pytest.mark.parametrize(
    ("value", "last", "told"),
    [
        (130, 100, "tăng 30% so với kỳ trước"),
        (60, 100, "giảm 40% so với kỳ trước"),
        (129, 100, ""),
        (3, 2, ""),
        (9, 0, "kỳ trước là 0"),
        (350, 100, "gấp 3,5 lần kỳ trước"),
        (0, 40, "giảm 100% so với kỳ trước"),
    ],
)
def test_a_large_change_says_how_much(value, last, told):
    assert jump(value, last) == told


def test_a_change_is_as_large_counted_in_tenths():
    assert jump(49, 10, step=10) == ""
    assert jump(60, 10, step=10) == "gấp 6 lần kỳ trước"
