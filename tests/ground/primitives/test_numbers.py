"""Vietnamese numbers, in digits and in words, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.primitives import numbers


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("1.619", (1619, 1.619)),
        ("60,5", (60.5,)),
        ("5.085", (5085, 5.085)),
        ("16.240.000.000", (16_240_000_000,)),
        ("1.250,5", (1250.5,)),
        ("125,400,000", (125_400_000,)),
        ("2,750", (2.75, 2750)),
        ("1.2", (1.2,)),
        ("0,12", (0.12,)),
        ("12 500", (12_500,)),
        ("3 . 216 . 400", (3_216_400,)),
        ("l7", (17,)),
        ("3O2", (302,)),
    ],
)
def test_digits_are_read_in_every_honest_way_the_likeliest_first(written, values):
    assert numbers.readings(written) == values


def test_what_holds_no_digits_is_no_number():
    with pytest.raises(ValueError, match="không phải là một số"):
        numbers.readings("mười")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai mươi ba", 23),
        ("hăm ba", 23),
        ("một trăm linh năm", 105),
        ("ba trăm rưỡi", 350),
        ("nghìn rưỡi", 1500),
        ("một tỷ tám", 1_800_000_000),
        ("chín triệu sáu", 9_600_000),
        ("tám chục triệu", 80_000_000),
        ("hai vạn rưỡi", 25_000),
        ("một nghìn hai trăm tỷ", 1_200_000_000_000),
        ("một nghìn hai trăm lẻ tư phẩy bảy", 1204.7),
        ("năm mươi bảy triệu bảy trăm năm mươi nghìn", 57_750_000),
        ("trăm hai", 120),
        ("bảy mươi tư triệu", 74_000_000),
    ],
)
def test_numbers_told_in_words_are_read_with_the_shorthand_of_speech(words, value):
    spoken = numbers.spoken(words.split())
    assert spoken is not None
    assert spoken.value == value
    assert spoken.count == len(words.split())


def test_ba_nam_is_three_and_a_year_never_thirty_five():
    spoken = numbers.spoken(["ba", "năm", "liền"])
    assert spoken is not None
    assert (spoken.value, spoken.count) == (3, 1)


@given(st.integers(min_value=1, max_value=999_999_999_999))
def test_a_number_spelled_out_reads_back_as_itself(value):
    words = numbers.in_words(value).split()
    spoken = numbers.spoken(words)
    assert spoken is not None
    assert (spoken.value, spoken.count) == (value, len(words))


@given(st.integers(min_value=0, max_value=10**15))
def test_a_whole_number_printed_the_vietnamese_way_reads_back(value):
    assert value in numbers.readings(numbers.written(value))


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_a_decimal_printed_the_vietnamese_way_reads_back(value):
    assert float(value) == pytest.approx(numbers.readings(numbers.written(float(value)))[0])
