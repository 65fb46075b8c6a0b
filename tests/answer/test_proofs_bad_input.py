"""What cannot be is refused by the services themselves, with what to do, and leaves nothing behind."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from dongthuan.answer.reports import queries, services
from dongthuan.answer.reports.services import UnableToReport
from dongthuan.decide.indicators import services as indicators
from dongthuan.decide.indicators.models import Round, Sheet, Target, Value
from dongthuan.decide.indicators.services import BadCells, UnableToAsk, UnableToKeepValue
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.figures import Nature, State
from dongthuan.ground.papers import services as papers
from dongthuan.ground.primitives.periods import Regime
from dongthuan.who.access import services as access
from dongthuan.who.access.queries import actor_of
from dongthuan.who.org import services as org
from dongthuan.who.org.models import Unit
from tests.doors.desk import hands
from tests.wards import FOUNDED, sheet_of, told_ward

pytestmark = pytest.mark.django_db
HEADING = {"title": "Thử", "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc"}
DAY = date(2021, 7, 5)


@pytest.fixture
def ward():
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


def counted():
    return [m.objects.count() for m in (Entry, Value, Target, Round, Sheet)]


def refused(problem, match, act):
    before = counted()
    with pytest.raises(problem, match=match), transaction.atomic():
        act()
    assert counted() == before


# --- Values outside their unit of measure ----------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3 hộ", "không phải là số"), ("ba", "không phải là số"), ("-1", "không thể nhỏ hơn 0"),
        ("1,5", "số nguyên"), ("1.5", "số nguyên"), ("12/20", "không phải là số"),
        ("99999999999999999999", "số lớn quá"), ("1e6", "không phải là số"), ("½", "không phải là số"),
        ("٣", "không phải là số"), ("1 0 0 0 0,5", "không đọc được"), ("1.2.3", "không đọc được"), ("12 34", "không đọc được"),
        ("1,000", "có hai cách hiểu"),
    ],
)  # fmt: skip
def test_a_value_outside_its_unit_is_refused_in_every_way_in(ward, typed, said):
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    refused(UnableToKeepValue, said, lambda: indicators.correct(
        sheet=sheet, key="people.poor", text=typed, reason="thử", by=ward.leader))  # fmt: skip
    ward.define("land.given", "Hộ hiến đất")
    asked = ward.sheet(ward.round("2021-H1", "land.given"), ward.groups[0])
    refused(BadCells, "Hộ hiến đất", lambda: indicators.enter_for(
        sheet=asked, typed={"land.given": typed}, source="call", by=ward.clerk))  # fmt: skip
    indicators.save_drafts(sheet=asked, typed={"land.given": typed}, by=ward.head(1))
    refused(BadCells, "Hộ hiến đất", lambda: indicators.send(sheet=asked, by=ward.head(1)))


@pytest.mark.parametrize("aim", [Fraction(1, 2), Fraction(7, 3)])
def test_a_target_finer_than_its_measure_is_refused(ward, aim):
    refused(UnableToAsk, "chữ số sau dấu phẩy", lambda: indicators.set_target(
        key="people.poor", unit=ward.ward, code="2021", owner="city", owner_words="Giao",
        value=aim, by=ward.clerk))  # fmt: skip


# --- Periods that overlap or do not fit -------------------------------------------------------------


@pytest.mark.parametrize("code", ["2021-H1", "2021-Q2", "2021-06", "2021"])
def test_a_period_that_overlaps_one_already_asked_for_is_refused(ward, code):
    """By month, quarter, half and year: one cell has one answer."""
    before = counted()
    with pytest.raises(UnableToAsk):
        ward.round(code, "people.poor")
    assert counted()[3:] == before[3:]


def test_a_period_of_another_regime_never_fills_a_calendar_one(ward):
    with pytest.raises(UnableToAsk, match="chế độ kỳ khác"):
        ward.round("2021-H2", "people.poor", due=date(2021, 12, 31), regime=Regime.REPORTING)


@pytest.mark.parametrize("code", ["2021-H3", "2021-13", "hôm qua", "", "20211-H1", "2021-Q5"])
def test_a_period_that_is_none_is_refused_by_rounds_targets_and_reports(ward, code):
    refused(UnableToAsk, "Kỳ", lambda: ward.round(code, "people.poor"))
    refused(UnableToAsk, "Kỳ", lambda: indicators.set_target(
        key="people.poor", unit=ward.ward, code=code, owner="city", owner_words="Giao",
        value=Fraction(1), by=ward.clerk))  # fmt: skip
    refused(UnableToReport, "Kỳ", lambda: services.begin(
        unit=ward.ward, issuer=ward.party, code=code, text="x", heading=HEADING, by=ward.clerk))  # fmt: skip


# --- Units that are unknown, have ended, or were not yet there ---------------------------------------


def test_a_unit_that_ended_before_a_period_is_not_asked_for_it(ward):
    org.dissolve(unit=ward.groups[2], on=date(2021, 7, 1), by=ward.house)
    later = ward.round("2021-H2", "people.poor", due=date(2021, 12, 31))
    asked = {s.unit_id for s in Sheet.objects.filter(round=later)}
    assert asked == {ward.groups[0].pk, ward.groups[1].pk}
    refused(UnableToAsk, "Không có đơn vị", lambda: indicators.open_round(
        unit=ward.ward, title="x", code="2022-H1", due_on=date(2022, 7, 1), keys=["people.poor"],
        only=[ward.groups[2]], by=ward.clerk))  # fmt: skip


def test_an_ended_ward_opens_no_round_for_a_time_after_it(ward):
    other = org.found(code="cu", kind="ward", name="Phường Cũ", on=FOUNDED, by=ward.house)
    org.dissolve(unit=other, on=date(2021, 7, 1), by=ward.house)
    refused(UnableToAsk, "không có vào ngày cuối kỳ", lambda: indicators.open_round(
        unit=other, title="x", code="2021-H2", due_on=date(2021, 12, 31), keys=["people.poor"],
        by=ward.house))  # fmt: skip


def test_what_an_ended_unit_sent_before_can_still_be_approved_and_mended(ward):
    ward.define("land.given", "Hộ hiến đất")
    round = ward.round("2021-H1", "land.given")
    sheet = ward.send(round, ward.groups[2], approve=False, land__given="4")
    org.merge(units=[ward.groups[1], ward.groups[2]], into=ward.groups[1], on=date(2021, 6, 1),
              instrument="NQ 1", by=ward.house)  # fmt: skip
    indicators.approve(sheet=sheet, by=ward.leader)
    indicators.correct(sheet=sheet, key="land.given", text="5", reason="rà soát", by=ward.leader)
    gone = ward.person("Tổ trưởng cũ", ("group_head", ward.groups[2]))
    refused(NotPermitted, "quyền", lambda: indicators.save_drafts(
        sheet=sheet, typed={"land.given": "6"}, by=gone))  # fmt: skip


@pytest.mark.parametrize("cite", ["{people.poor@khong-co}", "{people.poor@to 9}"])
def test_a_report_that_cites_an_unknown_unit_is_not_issued(ward, cite):
    def issue():
        report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=cite,
                                heading=HEADING, by=ward.leader)  # fmt: skip
        services.issue(report=report, on=DAY, by=ward.leader)

    refused(UnableToReport, "không có đơn vị mang mã|dấu ngoặc nhọn", issue)


def test_a_report_that_cites_a_unit_before_it_was_there_says_that_no_number_is(ward):
    org.found(code="to-moi", kind="residential_group", name="Tổ mới", on=date(2021, 7, 1),
              parent=ward.ward, by=ward.house)  # fmt: skip
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", heading=HEADING,
                            text="{people.poor@to-moi}", by=ward.leader)  # fmt: skip
    refused(
        UnableToReport, "chưa có số", lambda: services.issue(report=report, on=DAY, by=ward.leader)
    )
    new = Unit.objects.get(code="to-moi")
    assert ward.figure("people.poor", unit=new).state is State.MISSING


def test_a_figure_of_a_unit_that_is_no_unit_is_missing(ward):
    stranger = Unit(pk=999_999)
    assert ward.figure("people.poor", unit=stranger).state is State.MISSING
    refused(NotPermitted, "quyền", lambda: indicators.set_target(
        key="people.poor", unit=stranger, code="2021", owner="city", owner_words="Giao",
        value=Fraction(1), by=ward.clerk))  # fmt: skip


@pytest.mark.parametrize("kind", ["cell", "party_committee", "khong-co"])
def test_a_unit_does_not_stand_where_its_kind_may_not(ward, kind):
    refused(org.UnableToKeepUnit, "không đứng dưới|Không có loại", lambda: org.found(
        code="lac", kind=kind, name="Lạc", on=FOUNDED, parent=ward.groups[0], by=ward.house))  # fmt: skip
    assert not Unit.objects.filter(code="lac").exists()


# --- Twice, and too late ------------------------------------------------------------------------------


def test_a_report_issued_twice_keeps_its_first_number_and_takes_no_second(ward):
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", heading=HEADING,
                            text="Có {people.poor} hộ.", by=ward.leader)  # fmt: skip
    first = services.issue(report=report, on=DAY, by=ward.leader)
    for number in (None, 7):
        refused(UnableToReport, "đã phát hành", lambda n=number: services.issue(
            report=report, on=DAY, by=ward.leader, given_number=n))  # fmt: skip
    refused(UnableToReport, "đã phát hành", lambda: services.write(
        report=report, text="Khác", heading=HEADING, seen=1, by=ward.leader))  # fmt: skip
    again = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", heading=HEADING,
                           text="Có {people.poor} hộ.", by=ward.leader, replaces=report)  # fmt: skip
    assert services.issue(report=again, on=DAY, by=ward.leader).number == first.number + 1
    assert queries.verify(first, viewer=ward.leader).seal_holds


def test_a_grant_that_ended_this_morning_lets_nothing_be_done(ward):
    user = hands.user(ward, "Lãnh đạo", password="")
    for unit in (ward.ward, ward.party):
        access.grant(user=user, role="leader", unit=unit, on=FOUNDED, until=DAY, by=ward.house)
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    evening = actor_of(user, ward.clock.at.replace(month=7, day=4, hour=16, minute=59))
    morning = actor_of(user, ward.clock.at.replace(month=7, day=4, hour=17, minute=0))
    assert (evening.today, morning.today) == (date(2021, 7, 4), DAY)
    deeds = [
        lambda by: indicators.correct(
            sheet=sheet, key="people.poor", text="9", reason="rà soát", by=by
        ),
        lambda by: indicators.reopen(sheet=sheet, reason="rà soát", by=by),
        lambda by: services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text="x",
                                  heading=HEADING, by=by),
        lambda by: services.note_statement(unit=ward.ward, label="x", words="y", code="2020", by=by),
    ]  # fmt: skip
    for deed in deeds:
        refused(NotPermitted, "quyền", lambda d=deed: d(morning))
        deed(evening)


def test_a_measure_that_would_change_its_kind_under_told_numbers_is_refused(ward):
    told = {"key": "people.poor", "label": "Hộ nghèo", "level": "residential_group",
            "frequency": "half", "owner": ward.ward, "by": ward.house, "on": date(2021, 7, 1)}  # fmt: skip
    for more in ({"unit": "người", "nature": Nature.STOCK}, {"unit": "hộ", "nature": Nature.FLOW},
                 {"unit": "hộ", "nature": Nature.STOCK, "decimals": 1}):  # fmt: skip
        refused(UnableToAsk, "đã có số", lambda m=more: indicators.define(**told, **m))
