"""A text is held against the ward's own figures: by whom, and what a correction leaves behind."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.answer.reports import checking
from dongthuan.decide.indicators import services as indicators
from dongthuan.decide.indicators.models import Item
from dongthuan.ground import claims
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.claims import Verdict
from dongthuan.who.org import services as org
from tests.wards import sheet_of, told_ward

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 5)
TEXT = [
    "6 tháng đầu năm 2021, thu ngân sách nhà nước trên địa bàn được 4.800.000.021 đồng, đạt 60% kế hoạch.",
    "Toàn phường có 1.506 cơ sở sản xuất kinh doanh cá thể, 6 hộ nghèo.",
    "Toàn Đảng bộ có 2 chi bộ, 43 đảng viên; trong đó có 3 đảng viên người dân tộc thiểu số.",
]


@pytest.fixture
def ward():
    return told_ward()


def verdicts(ward, viewer, lines=TEXT):
    held = checking.table(viewer=viewer, unit=ward.ward.pk, on=ON)
    return {f.surface: f for f in claims.check(lines, held.table)}


def test_every_claim_agrees_with_the_figures_it_was_made_from(ward):
    found = verdicts(ward, ward.leader)
    assert {surface: f.verdict for surface, f in found.items()} == {
        "4.800.000.021 đồng": Verdict.RIGHT, "60%": Verdict.ROUNDED, "1.506": Verdict.RIGHT,
        "6": Verdict.RIGHT, "2": Verdict.RIGHT, "43": Verdict.RIGHT, "3": Verdict.RIGHT,
    }  # fmt: skip


def test_a_corrected_figure_is_stale_not_wrong_and_says_who_corrected_it(ward):
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    indicators.correct(sheet=sheet, key="people.poor", text="9", by=ward.leader, reason="rà soát")
    found = verdicts(ward, ward.leader)
    assert found["6"].verdict is Verdict.STALE
    assert "Lãnh đạo" in found["6"].message
    assert "14 hộ" in found["6"].message
    changed = {s for s, f in found.items() if f.verdict not in (Verdict.RIGHT, Verdict.ROUNDED)}
    assert changed == {"6"}


def test_a_number_that_was_never_right_differs(ward):
    lines = ["Toàn phường có 1.999 cơ sở sản xuất kinh doanh cá thể."]
    assert verdicts(ward, ward.leader, lines)["1.999"].verdict is Verdict.WRONG


@pytest.mark.parametrize("told", ["3", "4", "0", "43"])
def test_who_may_not_know_a_sensitive_count_hears_the_same_whatever_is_told(ward, told):
    line = f"Trong đó có {told} đảng viên người dân tộc thiểu số."
    [only] = verdicts(ward, ward.clerk, [line]).values()
    right = verdicts(ward, ward.clerk, ["Trong đó có 3 đảng viên người dân tộc thiểu số."])
    [model] = right.values()
    assert only.verdict is Verdict.CANNOT_CHECK
    assert (only.reason, only.candidates, only.record) == (
        model.reason, model.candidates, model.record
    )  # fmt: skip


def test_a_hidden_count_is_never_read_so_time_tells_nothing_of_it(ward):
    item = Item.objects.get(key="party.minority").pk
    with CaptureQueriesContext(connection) as asked:
        checking.table(viewer=ward.clerk, unit=ward.ward.pk, on=ON)
    reading = [
        q["sql"] for q in asked.captured_queries if '"indicators_value"."item_id" IN' in q["sql"]
    ]
    assert reading
    for sql in reading:
        inside = sql.split('"indicators_value"."item_id" IN (')[1].split(")")[0]
        assert str(item) not in inside.split(", ")


def test_a_share_or_sum_with_a_hidden_count_tells_nothing_of_it(ward):
    told = "Có 43 đảng viên, trong đó 3 đảng viên người dân tộc thiểu số, chiếm 7%."
    other = "Có 43 đảng viên, trong đó 5 đảng viên người dân tộc thiểu số, chiếm 11,6%."
    first, second = (
        [(f.kind, f.verdict) for f in verdicts(ward, ward.clerk, [line]).values()]
        for line in (told, other)
    )
    assert first == second


def test_only_who_may_check_texts_against_a_unit_does(ward):
    with pytest.raises(NotPermitted):
        checking.table(viewer=ward.head(1), unit=ward.ward.pk, on=ON)


def test_a_figure_that_some_unit_has_not_told_cannot_be_checked(ward):
    ward.define("land.given", "Hộ hiến đất")
    late = ward.round("2021-H1", "land.given")
    ward.send(late, ward.groups[0], land__given="4")
    found = verdicts(ward, ward.leader, ["Có 4 hộ hiến đất."])
    assert found["4"].verdict is Verdict.CANNOT_CHECK


def test_a_report_tells_of_the_period_in_its_title_and_of_earlier_ones_where_it_says_so(ward):
    ago = ward.round("2020-H1", "people.poor", due=date(2020, 7, 15))
    before = ward.round("2020-H2", "people.poor", due=date(2021, 1, 15))
    for number, group in enumerate(ward.groups, start=1):
        ward.send(ago, group, people__poor=str(10 + number))
        ward.send(before, group, people__poor=str(7 + number))
    lines = [
        "Kết quả 6 tháng đầu năm 2021",
        "Thu ngân sách nhà nước trên địa bàn 4.800.000.021 đồng; hộ nghèo còn 6 hộ.",
        "Kỳ trước có 27 hộ nghèo; cùng kỳ năm trước có 36 hộ nghèo.",
    ]
    found = verdicts(ward, ward.leader, lines)
    assert {surface: f.verdict for surface, f in found.items()} == dict.fromkeys(
        ("4.800.000.021 đồng", "6", "27", "36"), Verdict.RIGHT
    )
    lines[2] = "Kỳ trước có 36 hộ nghèo; cùng kỳ năm trước có 27 hộ nghèo."
    found = verdicts(ward, ward.leader, lines)
    assert Verdict.RIGHT not in {found["27"].verdict, found["36"].verdict}
    # What is held against an earlier period is not a number of it.
    lines[2] = "Hộ nghèo giảm 30 hộ so với cùng kỳ năm trước 36 hộ."
    assert verdicts(ward, ward.leader, lines)["6"].verdict is Verdict.RIGHT


def test_a_target_that_was_adjusted_leaves_what_was_told_stale(ward):
    indicators.set_target(key="budget.revenue", unit=ward.ward, code="2021", owner="city",
                        owner_words="UBND thành phố giao", value=Fraction(9_600_000_000),
                        reason="Điều chỉnh", by=ward.clerk)  # fmt: skip
    found = verdicts(ward, ward.leader)
    assert found["60%"].verdict is Verdict.STALE
    assert "50%" in found["60%"].message and "Văn phòng" in found["60%"].message


def test_the_numbers_of_a_unit_that_ended_stay_in_the_reach_of_those_above_it(ward):
    gone, heir = ward.groups[2], ward.groups[0]
    org.merge(units=[gone, heir], into=heir, on=date(2021, 5, 1), instrument="NQ 1", by=ward.house)
    head, other = ward.head(1), ward.head(2)
    assert gone.pk in ward.leader.reach(Act.VALUE_APPROVE)
    assert gone.pk in head.reach(Act.FIGURE_SEE) and gone.pk not in other.reach(Act.FIGURE_SEE)
    assert gone.pk not in ward.head(3).reach(Act.VALUE_ENTER)


@pytest.mark.parametrize(
    "line",
    [
        "Tổ dân phố 1 có 301 hộ, 1 hộ nghèo.",
        "Tổ dân phố 1 | Tổng số hộ (hộ): 301 | Hộ nghèo (hộ): 1",
        "Riêng Chi bộ 2 có 22 đảng viên.",
    ],
)
def test_what_is_told_of_a_group_is_not_taken_for_a_number_of_the_ward(ward, line):
    found = verdicts(ward, ward.leader, ["6 tháng đầu năm 2021", line])
    assert {f.verdict for f in found.values()} == {Verdict.CANNOT_CHECK}


def test_a_sentence_that_comes_back_to_the_whole_is_checked_again(ward):
    lines = [
        "6 tháng đầu năm 2021",
        "Tổ dân phố 1 có 301 hộ; toàn phường có 906 hộ, 6 hộ nghèo.",
        "Có 2 chi bộ tổ dân phố, 43 đảng viên.",
        "Có 906 hộ đăng ký mô hình Tổ dân phố 1 không, 6 hộ nghèo được giúp.",
    ]
    held = checking.table(viewer=ward.leader, unit=ward.ward.pk, on=ON)
    found = [(f.surface, f.verdict) for f in claims.check(lines, held.table) if f.kind == "figure"]
    unknown = [surface for surface, verdict in found if verdict is Verdict.CANNOT_CHECK]
    assert unknown == ["301"]


def test_the_day_a_paper_was_signed_is_not_the_period_it_reports_on(ward):
    lines = [
        "Bảo Lộc, ngày 02 tháng 7 năm 2021",
        "Kết quả 6 tháng đầu năm 2021",
        "Thu ngân sách nhà nước trên địa bàn 4.800.000.021 đồng.",
    ]
    assert verdicts(ward, ward.leader, lines)["4.800.000.021 đồng"].verdict is Verdict.RIGHT


def test_a_measure_that_was_set_this_year_is_asked_for_no_earlier_period():
    ward = told_ward()
    ward.define("people.new", "Hộ mới đến", on=date(2021, 5, 1))
    table = checking.table(viewer=ward.clerk, unit=ward.ward.pk, on=date(2021, 7, 1)).table
    assert [row.period for row in table.records if row.measure == "Hộ mới đến"] == ["2021-06-30"]
