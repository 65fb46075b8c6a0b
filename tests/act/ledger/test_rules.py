"""An entry is whole or it is none: reasoning without a table."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.rules import Line, Nature

A, B = "1111", "511"
NATURES = {A: Nature.ASSET, B: Nature.INCOME}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([Line(A, 5), Line(B, -5)], ""),
        ([Line(A, 5, "x"), Line(B, -5, "x")], ""),
        ([Line(A, 5, "x"), Line(B, -3, "x"), Line(B, -2, "x")], ""),
        ([], "ít nhất hai dòng"),
        ([Line(A, 5)], "ít nhất hai dòng"),
        ([Line(A, 5), Line(B, -4)], "không cân"),
        ([Line(A, 5, "x"), Line(B, -5, "y")], "đang trả cho mục đích khác"),
        ([Line(A, 0), Line(B, 0)], "0 đồng"),
        ([Line(A, 5.0), Line(B, -5.0)], "đồng nguyên"),
        ([Line(A, True), Line(B, -1)], "đồng nguyên"),
        ([Line(A, 10**14 + 1), Line(B, -(10**14) - 1)], "lớn quá"),
        ([Line(A, 1), Line(B, -1)] * 101, "nhiều nhất"),
    ],
)
def test_an_entry_adds_up_to_zero_for_each_purpose_in_whole_dong(lines, said):
    problem = rules.entry_problem(lines)
    assert said in problem and bool(problem) == bool(said)


def test_what_leaves_is_counted_by_account_and_purpose():
    lines = [Line(A, -5, "x"), Line(A, 2, "x"), Line(A, 9, "y"), Line(B, -6)]
    assert rules.leaving(lines, NATURES) == {(A, "x"): -3}


def test_money_moved_between_purposes_is_seen():
    lines = [Line(A, -5, "x"), Line(B, 5, "x"), Line(A, 5, "y"), Line(B, -5, "y")]
    assert rules.crossing(lines, NATURES) == ({"x"}, {"y"})


def test_an_entry_turned_round_adds_up_with_the_first_to_nothing():
    lines = [Line(A, 5, "x"), Line(B, -5, "x")]
    assert rules.sums([*lines, *rules.turned(lines)]) == {"x": 0}


@pytest.mark.parametrize(
    ("before", "days", "least"), [(5, [], 5), (5, [-3, 4], 2), (5, [10], 5), (0, [-1, 1], -1)]
)
def test_the_lowest_balance_is_that_of_the_worst_day(before, days, least):
    assert rules.lowest(before, days) == least


@pytest.mark.parametrize("code", ["1111", "1112.c12", "road-1", "Q_3", "a" * 40])
def test_a_plain_code_is_taken(code):
    assert rules.code_problem(code, "tài khoản") == ""


@pytest.mark.parametrize("code", ["", "đường", "a b", "a:b", ".a", "_", "a;b", "a" * 41, "a\nb"])
def test_a_code_that_other_programs_would_misread_is_refused(code):
    assert "chữ không dấu" in rules.code_problem(code, "tài khoản")


TODAY, CLOSED = date(2021, 6, 10), date(2021, 5, 31)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2021, 6, 11), "chưa đến"),
        (date(2021, 6, 10), ""),
        (date(2021, 6, 1), ""),
        (date(2021, 5, 31), "Sổ đã khóa đến hết ngày 31/05/2021"),
    ],
)
def test_a_day_takes_entries_when_it_has_come_and_is_not_closed(on, said):
    problem = rules.day_problem(on, closed_through=CLOSED, today=TODAY)
    assert said in problem and bool(problem) == bool(said)


def test_a_book_never_closed_takes_any_day_gone_by():
    assert rules.day_problem(date(1999, 1, 1), closed_through=None, today=TODAY) == ""
