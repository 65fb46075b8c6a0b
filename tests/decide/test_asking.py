"""Asking for numbers: a measure is retired, a round is opened for some, many sheets approved."""

from datetime import date

import pytest

from dongthuan.decide.indicators import queries, round_reading, services
from dongthuan.decide.indicators.services import DueBeforeEnd, UnableToAsk
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.figures import Nature
from dongthuan.ground.primitives.periods import from_code
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo")
    ward.define("party.members", "Đảng viên", level="cell", unit="người")
    return ward


def opened(ward, *keys, **more):
    told = {"unit": ward.ward, "title": "", "code": "2021-H1", "due_on": date(2021, 6, 30)}
    return services.open_round(keys=keys, by=ward.clerk, **{**told, **more})


def test_a_retired_measure_means_nothing_from_its_day_and_keeps_what_it_meant(ward):
    services.retire(key="people.poor", on=date(2021, 7, 1), owner=ward.ward, by=ward.clerk)
    assert "people.poor" in queries.definitions(date(2021, 6, 30))
    assert "people.poor" not in queries.definitions(date(2021, 7, 1))


def test_a_measure_that_an_open_round_asks_for_is_not_retired_under_it(ward):
    one = opened(ward, "people.poor")
    with pytest.raises(UnableToAsk, match="đang mở còn hỏi mục này") as refused:
        services.retire(key="people.poor", on=date(2021, 6, 1), owner=ward.ward, by=ward.clerk)
    assert refused.value.field == "on"
    services.close_round(round=one, by=ward.clerk)
    services.retire(key="people.poor", on=date(2021, 6, 1), owner=ward.ward, by=ward.clerk)


def test_a_measure_that_a_ratio_divides_is_not_retired(ward):
    ward.define("people.all", "Tổng số hộ")
    ward.define("people.rate", "Tỷ lệ hộ nghèo", unit="%", nature=Nature.RATIO,
                numerator="people.poor", denominator="people.all")  # fmt: skip
    with pytest.raises(UnableToAsk, match="«Tỷ lệ hộ nghèo» còn tính từ mục này"):
        services.retire(key="people.poor", on=date(2022, 1, 1), owner=ward.ward, by=ward.clerk)


def test_what_is_not_used_that_day_cannot_be_retired(ward):
    with pytest.raises(UnableToAsk, match="không còn được dùng"):
        services.retire(key="people.none", on=date(2021, 7, 1), owner=ward.ward, by=ward.clerk)


def test_only_who_defines_measures_retires_them(ward):
    with pytest.raises(NotPermitted):
        services.retire(key="people.poor", on=date(2021, 7, 1), owner=ward.ward, by=ward.leader)


@pytest.mark.parametrize("key", ["Hộ nghèo", "people:poor", "people/poor", "", "x" * 81])
def test_a_key_that_an_address_cannot_carry_is_refused(ward, key):
    with pytest.raises(UnableToAsk, match="Mã mục") as refused:
        ward.define(key, "Hộ nghèo")
    assert refused.value.field == "key"


def test_bounds_that_leave_nothing_between_them_are_refused(ward):
    with pytest.raises(UnableToAsk, match="không nhỏ hơn số nhỏ nhất"):
        ward.define("people.odd", "Mục lạ", lowest=10, highest=9)


def test_a_sum_is_not_counted_from_two_measures(ward):
    with pytest.raises(UnableToAsk, match="cách cộng là tỷ lệ"):
        ward.define("people.odd", "Mục lạ", numerator="people.poor", denominator="party.members")


def test_a_due_day_before_the_end_of_the_period_has_to_be_meant(ward):
    asked = {"due_on": date(2021, 6, 25), "early_is_meant": False}
    with pytest.raises(DueBeforeEnd, match="trước ngày cuối kỳ 30/6/2021"):
        opened(ward, "people.poor", **asked)
    assert opened(ward, "people.poor", due_on=date(2021, 6, 25)).due_on == date(2021, 6, 25)


def test_no_question_where_the_due_day_is_the_last_day(ward):
    opened(ward, "people.poor", early_is_meant=False)


def test_a_round_for_some_units_asks_only_these(ward):
    one = opened(ward, "people.poor", only=ward.groups[:2])
    assert queries.asked_units(one) == {unit.pk for unit in ward.groups[:2]}


def test_a_measure_that_none_of_the_chosen_units_reports_is_refused(ward):
    with pytest.raises(UnableToAsk, match="«Đảng viên» do chi bộ báo") as refused:
        opened(ward, "people.poor", "party.members", only=ward.groups[:2])
    assert refused.value.field == "units"


def seen(ward, one):
    return {w.sheet.pk: w.step for w in round_reading.waiting(one, viewer=ward.leader)}


def test_all_that_was_sent_is_approved_at_once(ward):
    one = opened(ward, "people.poor")
    for group in ward.groups[:2]:
        ward.send(one, group, approve=False, people__poor="3")
    done = services.approve_all(round=one, seen=seen(ward, one), by=ward.leader)
    assert [s.unit for s in done.approved] == ward.groups[:2] and done.left == ()
    assert ward.sheet(one, ward.groups[2]).status == "open"


def test_what_was_sent_again_since_is_left_unapproved(ward):
    one = opened(ward, "people.poor")
    for group in ward.groups[:2]:
        ward.send(one, group, approve=False, people__poor="3")
    read = seen(ward, one)
    ward.send(one, ward.groups[0], approve=False, people__poor="30")
    done = services.approve_all(round=one, seen=read, by=ward.leader)
    assert [s.unit for s in done.approved] == [ward.groups[1]]
    assert "vừa gửi lại" in done.left[0][1]
    assert ward.sheet(one, ward.groups[0]).status == "sent"


def test_nobody_approves_their_own_hand_also_among_many(ward):
    one = opened(ward, "people.poor")
    ward.send(one, ward.groups[0], approve=False, people__poor="3")
    sender = ward.person("đơn vị to-1", ("clerk", ward.groups[0]), ("leader", ward.ward))
    (row,) = round_reading.waiting(one, viewer=sender)
    assert row.own
    done = services.approve_all(round=one, seen={row.sheet.pk: row.step}, by=sender)
    assert done.approved == () and "không tự duyệt" in done.left[0][1]


def test_a_sheet_of_another_round_or_beyond_reach_is_not_approved(ward):
    one = opened(ward, "people.poor")
    ward.send(one, ward.groups[0], approve=False, people__poor="3")
    read = seen(ward, one)
    other = opened(ward, "party.members")
    assert services.approve_all(round=other, seen=read, by=ward.leader).approved == ()
    near = ward.person("Lãnh đạo tổ 2", ("leader", ward.groups[1]))
    assert services.approve_all(round=one, seen=read, by=near).approved == ()
    with pytest.raises(NotPermitted):
        services.approve_all(round=one, seen=read, by=ward.clerk)


def test_large_changes_lead_the_approvers_eye(ward):
    before = ward.round("2020-H2", "people.poor")
    for group in ward.groups:
        ward.send(before, group, people__poor="20")
    one = opened(ward, "people.poor")
    for group, told in zip(ward.groups, ("21", "200", "20"), strict=True):
        ward.send(one, group, approve=False, people__poor=told)
    found = round_reading.waiting(one, viewer=ward.leader)
    assert [[line.jump for line in row.far] for row in found] == [[], ["gấp 10 lần kỳ trước"], []]


def test_how_rounds_stand_is_told_of_the_sheets_a_viewer_may_see(ward):
    one = ward.round("2020-H2", "people.poor", due=date(2021, 5, 25))
    ward.send(one, ward.groups[0], people__poor="3")
    ward.send(one, ward.groups[1], approve=False, people__poor="3")
    whole = queries.standings([one], viewer=ward.clerk)[one.pk]
    assert (whole.asked, whole.sent, whole.waiting, whole.returned, whole.late) == (3, 2, 1, 0, 1)
    own = queries.standings([one], viewer=ward.head(1))[one.pk]
    assert (own.asked, own.sent, own.late) == (1, 1, 0)


def test_a_round_is_found_by_those_it_concerns_only(ward):
    one = opened(ward, "people.poor", only=ward.groups[:1])
    assert queries.round_seen(viewer=ward.clerk, pk=one.pk) == one
    assert queries.round_seen(viewer=ward.head(1), pk=one.pk) == one
    assert queries.round_seen(viewer=ward.head(2), pk=one.pk) is None


def test_rounds_to_ask_again_like_are_those_of_the_same_length_each_kind_once(ward):
    ward.define("covid.checks", "Lượt", frequency="month", on=FOUNDED)
    ward.round("2020-H1", "people.poor", due=date(2020, 7, 5))
    half = ward.round("2020-H2", "people.poor", due=date(2021, 1, 5))
    cells = ward.round("2020-H2", "party.members", due=date(2021, 1, 4))
    ward.round("2021-05", "covid.checks", due=date(2021, 6, 5))
    found = queries.rounds_alike(ward.ward.pk, from_code("2021-H1"), most=3)
    assert found == [half, cells] and queries.asked_keys(half) == ["people.poor"]
