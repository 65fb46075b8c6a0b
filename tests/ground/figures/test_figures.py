"""What a figure says: its evidence, its hash, and what is hidden from whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Value
from dongthuan.ground.audit.actors import Anyone
from dongthuan.ground.figures import (
    Ask,
    Look,
    Reading,
    State,
    UnknownMeasure,
    explain,
    figures,
    measures,
)
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.wards import Ward, sheet_of, told_ward

pytestmark = pytest.mark.django_db
HALF = from_code("2021-H1")


@pytest.fixture
def ward():
    return told_ward()


def asked(ward, *keys, viewer, unit=None):
    wanted = [Ask(key, (unit or ward.ward).pk, HALF) for key in keys]
    return figures(wanted, Look(viewer, Forest()))


def test_a_figure_names_its_parts_and_their_records(ward):
    one = ward.figure("people.poor")
    assert [part.ask.unit for part in one.evidence.parts] == [g.pk for g in ward.groups]
    assert [r.told for r in one.evidence.all_records()] == ["1 hộ", "2 hộ", "3 hộ"]
    assert one.evidence.how == "cộng từ 3 đơn vị · 3 đã duyệt"


def test_the_evidence_counts_what_is_sent_and_not_approved(ward):
    services.reopen(sheet=sheet_of(ward, "people.poor", ward.groups[0]), reason="Xem lại",
                    by=ward.leader)  # fmt: skip
    one = ward.figure("people.poor")
    assert one.evidence.unapproved == 1
    assert one.evidence.how == "cộng từ 3 đơn vị · 2 đã duyệt, 1 chờ duyệt"


def test_the_hash_changes_with_a_revision_and_with_nothing_else(ward):
    before = ward.figure("people.poor").evidence.hash
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    services.reopen(sheet=sheet, reason="Xem lại", by=ward.leader)
    ward.define("people.other", "Mục khác")
    services.correct(
        sheet=sheet_of(ward, "people.poor", ward.groups[1]), key="people.households", text="310",
        reason="Đếm lại", by=ward.leader,
    )  # fmt: skip
    assert ward.figure("people.poor").evidence.hash == before
    services.correct(
        sheet=sheet_of(ward, "people.poor", ward.groups[1]), key="people.poor", text="5",
        reason="Đếm lại", by=ward.leader,
    )  # fmt: skip
    changed = ward.figure("people.poor").evidence.hash
    assert changed != before
    services.correct(
        sheet=sheet_of(ward, "people.poor", ward.groups[1]), key="people.poor", text="2",
        reason="Như cũ", by=ward.leader,
    )  # fmt: skip
    # The number is what it was, but somebody touched it twice.
    assert ward.figure("people.poor").value == 6
    assert ward.figure("people.poor").evidence.hash not in (before, changed)


def test_the_hash_of_a_share_covers_both_its_parts(ward):
    before = ward.figure("people.poor_rate").evidence.hash
    services.correct(
        sheet=sheet_of(ward, "people.poor", ward.groups[0]), key="people.households", text="999",
        reason="Đếm lại", by=ward.leader,
    )  # fmt: skip
    assert ward.figure("people.poor_rate").evidence.hash != before


def test_a_sensitive_count_is_hidden_and_no_record_of_it_is_read(ward):
    clerk = ward.person("Văn phòng", ("clerk", ward.ward))
    with CaptureQueriesContext(
        connection,
    ) as run:
        (one,) = asked(ward, "party.minority", viewer=clerk)
    assert one.state is State.HIDDEN and one.value is None and not one.evidence.records
    assert one.printed == "–"
    assert not [q for q in run.captured_queries if Value._meta.db_table in q["sql"]]


def test_a_share_with_a_hidden_part_is_hidden_and_no_record_is_read(ward):
    ward.define("party.minority_rate", "Tỷ lệ", unit="%", numerator="party.minority",
                denominator="party.members", reading=Reading.PUBLIC, nature="ratio")  # fmt: skip
    with CaptureQueriesContext(connection) as run:
        (one,) = asked(ward, "party.minority_rate", viewer=Anyone(ward.clock.tick()))
    assert one.state is State.HIDDEN
    assert not [q for q in run.captured_queries if Value._meta.db_table in q["sql"]]
    assert ward.figure("party.minority_rate").value is not None


def test_who_holds_the_act_sees_the_sensitive_count_of_their_own_units_only(ward):
    secretary = ward.person("Bí thư", ("cell_secretary", ward.cells[0]))
    (mine,) = asked(ward, "party.minority", viewer=secretary, unit=ward.cells[0])
    (other,) = asked(ward, "party.minority", viewer=secretary, unit=ward.cells[1])
    assert mine.value == 1 and other.state is State.HIDDEN


def test_what_is_public_is_seen_by_anyone_and_what_is_internal_is_not(ward):
    anyone = Anyone(ward.clock.tick())
    public, internal = asked(ward, "trade.households", "people.poor", viewer=anyone)
    assert public.value == 1506 and internal.state is State.HIDDEN


def test_an_explanation_veils_the_parts_that_are_not_the_viewers(ward):
    ward.define("people.seen", "Mục mở", unit="%", nature="ratio", reading=Reading.PUBLIC,
                numerator="trade.households", denominator="trade.households")  # fmt: skip
    head = ward.head(1)
    one = explain(Ask("people.poor", ward.groups[0].pk, HALF), Look(head, Forest()))
    assert one.value == 1 and one.evidence.records
    leader = explain(Ask("people.poor", ward.ward.pk, HALF), Look(ward.leader, Forest()))
    assert all(part.evidence.records for part in leader.evidence.parts)
    hidden = explain(Ask("people.poor", ward.ward.pk, HALF), Look(head, Forest()))
    assert hidden.state is State.HIDDEN and not hidden.evidence.parts


def test_an_unknown_key_is_named(ward):
    with pytest.raises(UnknownMeasure, match=r"khong\.co"):
        ward.figure("khong.co")


def test_a_measure_is_asked_for_by_the_day_it_holds_on(ward):
    assert "people.poor" in measures(HALF.last_day)
    assert "people.poor" not in measures(from_code("2014").last_day)


def test_a_series_of_many_periods_takes_as_few_queries_as_one(ward, django_assert_max_num_queries):
    periods = [from_code(f"{y}-H{h}") for y in range(2016, 2022) for h in (1, 2)]
    forest = Forest()
    forest.ready(periods[0].start, periods[-1].last_day)
    look = Look(ward.house, forest)
    with django_assert_max_num_queries(6):
        found = figures([Ask("budget.revenue", ward.ward.pk, one) for one in periods], look)
    assert found[10].value == 4_800_000_021


def test_a_forest_made_ready_answers_as_one_that_was_not(ward):
    plain, ready = Forest(), Forest()
    day = HALF.last_day
    ready.ready(day, day)
    assert ready(day) == plain(day)


def test_a_small_ward_has_no_figure_before_it_was_founded():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo")
    assert ward.figure("people.poor", "2015-H1").state is State.MISSING


def test_of_a_measure_public_as_a_whole_the_parts_are_for_those_with_the_right(ward):
    ward.define("party.sections", "Đảng viên", unit="người", level="cell", reading=Reading.WHOLE)
    told = ward.round("2020-H2", "party.sections")
    for cell in ward.cells:
        ward.send(told, cell, party__sections="9")
    period = from_code("2020-H2")
    anyone = Anyone(ward.clock.tick())
    whole = explain(Ask("party.sections", ward.ward.pk, period), Look(anyone, Forest()))
    assert whole.value == 18
    assert {part.state for part in whole.evidence.parts} == {State.HIDDEN}
    assert not list(whole.evidence.all_records())
    part = explain(Ask("party.sections", ward.cells[0].pk, period), Look(anyone, Forest()))
    assert part.state is State.HIDDEN
    mine = explain(Ask("party.sections", ward.cells[0].pk, period), Look(ward.leader, Forest()))
    assert mine.value == 9
