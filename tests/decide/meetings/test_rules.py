"""Who may vote, what is adopted, how a roll and an agenda are read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dongthuan.decide.meetings import rules
from dongthuan.decide.meetings.rules import (
    Attendance,
    Base,
    Count,
    Manner,
    Named,
    Quorum,
    Tally,
    UnableToRead,
    Week,
)

HALF, TWO_THIRDS = rules.threshold("> 1/2"), rules.threshold(">= 2/3")


@pytest.mark.parametrize(
    "yes, needed, adopted",
    [(6, HALF, False), (7, HALF, True), (8, TWO_THIRDS, True), (7, TWO_THIRDS, False)],
)
def test_exactly_half_is_not_more_than_half_and_exactly_two_thirds_is_enough(yes, needed, adopted):
    count = Count(15, 12, 15, 12)
    assert rules.is_adopted(Manner.HANDS, Tally(yes), count, needed, Base.PRESENT) is adopted


def test_those_who_stayed_away_count_where_the_base_is_all_who_vote():
    count = Count(15, 12, 15, 12)
    assert rules.is_adopted(Manner.HANDS, Tally(9), count, TWO_THIRDS, Base.PRESENT)
    assert not rules.is_adopted(Manner.HANDS, Tally(9), count, TWO_THIRDS, Base.ALL)
    assert rules.is_adopted(Manner.HANDS, Tally(10), count, TWO_THIRDS, Base.ALL)


def test_what_all_agree_to_without_a_vote_is_adopted_and_has_no_tally():
    assert rules.is_adopted(Manner.CONSENSUS, Tally(), Count(), None, Base.PRESENT)
    assert "để trống" in rules.vote_problem(Manner.CONSENSUS, Tally(3), Count(), None, "")


def test_nobody_adopts_anything_where_nobody_votes():
    assert not rules.is_adopted(Manner.HANDS, Tally(), Count(3, 3), HALF, Base.PRESENT)


@pytest.mark.parametrize(
    "manner, tally, counters, said",
    [
        (Manner.HANDS, Tally(7, 3, 3), "", "Có 13 phiếu mà chỉ 12 người"),
        (Manner.HANDS, Tally(), "", "Chưa ghi kết quả"),
        (Manner.HANDS, Tally(7, 0, 0, 1), "", "không có phiếu không hợp lệ"),
        (Manner.HANDS, Tally(-1, 3), "", "không thể âm"),
        (Manner.BALLOT, Tally(7, 3), "Lê Văn A", "tên hai người kiểm phiếu"),
        (Manner.BALLOT, Tally(7, 3, 1, 1), "Lê Văn A, Trần Thị B", ""),
    ],
)
def test_a_vote_that_cannot_be_is_refused_with_what_to_look_at(manner, tally, counters, said):
    found = rules.vote_problem(manner, tally, Count(15, 13, 13, 12), HALF, counters)
    assert said in found if said else not found


def test_guests_are_here_and_have_no_vote_and_a_late_comer_is_here():
    roll = [
        (True, Attendance.PRESENT), (True, Attendance.LATE), (True, Attendance.EXCUSED),
        (False, Attendance.PRESENT), (True, Attendance.EXPECTED),
    ]  # fmt: skip
    assert rules.counted(roll) == Count(called=5, here=3, voters=4, voters_here=2, unmarked=1)


def test_two_of_three_are_a_quorum_of_two_thirds_and_of_nobody_there_is_none():
    assert Quorum(Count(3, 2, 3, 2), TWO_THIRDS).met
    assert not Quorum(Count(300, 199, 300, 199), TWO_THIRDS).met
    assert not Quorum(Count(), TWO_THIRDS).met


@pytest.mark.parametrize("text", ["hai phần ba", "< 1/2", ">= 0", "> 3/2", "1/2", ">= 2/0"])
def test_a_threshold_no_vote_could_reach_or_miss_is_refused(text):
    with pytest.raises(UnableToRead, match="Ngưỡng"):
        rules.threshold(text)


def test_a_threshold_is_a_fraction_and_no_threshold_is_none():
    assert rules.threshold(" >= 2/3 ").value == Fraction(2, 3)
    assert rules.threshold("") is None


def test_a_roll_is_read_as_people_write_lists():
    text = """
    1. Nguyễn Văn An – Tổ trưởng
    2) Trần Thị Bình, Chi ủy viên
    Lê Văn Cảnh\tCông an (khách mời)
    - Phạm Thị Dung
    """
    assert rules.read_roll(text) == [
        Named("Nguyễn Văn An", "Tổ trưởng"), Named("Trần Thị Bình", "Chi ủy viên"),
        Named("Lê Văn Cảnh", "Công an", votes=False), Named("Phạm Thị Dung"),
    ]  # fmt: skip


def test_a_name_twice_among_two_thousand_lines_is_found_with_both_lines():
    lines = [f"Người thứ {number} – Hộ {number}" for number in range(1, 2001)]
    assert len(rules.read_roll("\n".join(lines))) == 2000
    lines[1499] = "NGƯỜI THỨ 7 – hộ 7"
    with pytest.raises(UnableToRead, match="Dòng 1500 trùng dòng 7"):
        rules.read_roll("\n".join(lines))


def test_two_people_of_one_name_are_told_apart_by_what_stands_behind_it():
    assert len(rules.read_roll("Lê Văn An – Tổ 1\nLê Văn An – Tổ 2")) == 2


@pytest.mark.parametrize("text", ["12345", "A" * 121, "***"])
def test_a_line_that_is_no_name_is_refused_by_its_number(text):
    with pytest.raises(UnableToRead, match="Dòng 2"):
        rules.read_roll(f"Lê Văn An\n{text}")


def test_a_roll_of_more_than_two_thousand_is_refused():
    with pytest.raises(UnableToRead, match="dài quá 2000"):
        rules.read_roll("\n".join(f"Người {n} x{n}" for n in range(2001)))


def test_an_agenda_names_who_presents_behind_a_bar():
    [first, second] = rules.read_agenda("1. Thu ngân sách, quý II | Bà Hoa\nViệc khác\n\n")
    assert (first.title, first.presenter) == ("Thu ngân sách, quý II", "Bà Hoa")
    assert (second.title, second.presenter) == ("Việc khác", "")


def test_an_agenda_has_an_end():
    with pytest.raises(UnableToRead, match="nhiều nhất 60"):
        rules.read_agenda("\n".join(f"Nội dung {n} x" for n in range(61)))


def test_a_week_is_that_of_the_calendar_also_over_a_new_year():
    assert Week.read("2021-W27").days[0] == date(2021, 7, 5)
    assert Week.of(date(2021, 1, 1)).code == "2020-W53"
    assert Week.of(date(2021, 1, 1)).moved(1).code == "2021-W01"


@pytest.mark.parametrize("code", ["2021-W54", "2021-27", "tuần này", "0000-W01", "2021-W00"])
def test_a_week_that_there_is_not_is_refused(code):
    with pytest.raises(UnableToRead, match="tuần"):
        Week.read(code)


def test_a_kind_of_meeting_belongs_to_the_units_that_hold_it():
    assert rules.KINDS["residents"].fits("residential_group")
    assert not rules.KINDS["residents"].fits("cell")
    assert rules.KINDS["working"].fits("anything")
