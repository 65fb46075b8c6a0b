"""Whole đồng, and thresholds with their sign."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.primitives.folding import fold, lower, nfc, sort_key, unify_tones
from dongthuan.ground.primitives.money import Money
from dongthuan.ground.primitives.thresholds import Threshold


@pytest.mark.parametrize(("agreeing", "reached"), [(199, False), (200, True)])
def test_exactly_two_thirds_of_300_households_reach_the_threshold(agreeing, reached):
    assert Threshold.parse(">= 2/3").reached_by(Fraction(agreeing, 300)) is reached


@pytest.mark.parametrize(("agreeing", "reached"), [(150, False), (151, True)])
def test_more_than_half_is_not_half(agreeing, reached):
    assert Threshold.parse("> 1/2").reached_by(Fraction(agreeing, 300)) is reached


def test_a_threshold_without_its_sign_is_refused():
    with pytest.raises(ValueError, match="ngưỡng"):
        Threshold.parse("2/3")


def test_money_is_whole_dong_and_never_a_float():
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]


def test_money_is_printed_and_spelled_as_on_a_receipt():
    assert str(Money(57_750_000)) == "57.750.000 đồng"
    assert Money(57_750_000).in_words() == "Năm mươi bảy triệu bảy trăm năm mươi nghìn đồng"


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=1, max_value=500))
def test_the_parts_of_a_split_add_up_to_the_amount(amount, count):
    parts = Money(amount).split(count)
    assert sum(part.dong for part in parts) == amount
    assert max(p.dong for p in parts) - min(p.dong for p in parts) <= 1


def test_folding_finds_duong_and_dang_without_marks():
    assert fold("Đường Đảng bộ, Đăk Sương") == "duong dang bo, dak suong"


def test_both_places_of_the_tone_become_one():
    assert unify_tones("hoà thuỷ uỷ khoẻ") == "hòa thủy ủy khỏe"
    assert unify_tones("hoàn quý toàn") == "hoàn quý toàn"


@given(st.text(alphabet="aăâeêioôơuưyđáàảãạắằẳẵặấầẩẫậ bcdghklmnpqrstvx", max_size=40))
def test_folding_lowering_and_tones_keep_every_offset(text):
    composed = nfc(text)
    assert len(fold(composed)) == len(composed)
    assert len(unify_tones(lower(composed))) == len(composed)


def test_names_sort_as_a_vietnamese_reader_expects():
    names = ["Đà Nẵng", "Hà Nội", "Dak Lak", "Điện Biên"]
    assert sorted(names, key=sort_key) == ["Dak Lak", "Đà Nẵng", "Điện Biên", "Hà Nội"]
