"""Single cells of a sent sheet are asked about again; the unit answers these and nothing else."""

from __future__ import annotations

import pytest

from dongthuan.decide.indicators import queries, round_reading, services
from dongthuan.decide.indicators.models import Draft, Sheet, Step, Value
from dongthuan.decide.indicators.services import BadCells, StillAsked, UnableToKeepValue
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.who.org.queries import Forest
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = Ward()
    ward.define("a.poor", "Hộ nghèo", order=1)
    ward.define("a.near", "Hộ cận nghèo", highest=1000, order=2)
    ward.define("a.left", "Hộ chuyển đi", order=3)
    return ward


@pytest.fixture
def round(ward):
    return ward.round("2021-H1", "a.poor", "a.near", "a.left")


@pytest.fixture
def sheet(ward, round):
    return ward.send(round, ward.groups[0], approve=False, a__poor="30", a__near="7")


def fresh(sheet):
    return Sheet.objects.select_related("round", "unit").get(pk=sheet.pk)


def ask(ward, sheet, **reasons):
    told = {key.replace("__", "."): reason for key, reason in reasons.items()}
    services.ask_again(sheet=sheet, reasons=told, by=ward.leader)


def answer(ward, sheet, typed=None, same=(), by=None, **more):
    services.answer_asked(sheet=sheet, typed=typed or {}, same=same, by=by or ward.head(1), **more)


def asked(sheet):
    held = queries.open_questions([fresh(sheet)]).get(sheet.pk, {})
    keys = {c.definition.item_id: c.definition.item.key for c in queries.cells(sheet)}
    return {keys[item]: question.reason for item, question in held.items()}


def test_a_cell_is_asked_about_and_the_sheet_and_the_other_cells_stay_as_they_were(ward, sheet):
    before = list(Value.objects.values_list("pk", "state", "scaled"))
    ask(ward, sheet, a__poor="Kỳ trước 3, có gõ thừa số 0 không?")
    assert asked(sheet) == {"a.poor": "Kỳ trước 3, có gõ thừa số 0 không?"}
    assert fresh(sheet).status == "sent"
    assert list(Value.objects.values_list("pk", "state", "scaled")) == before
    assert ward.figure("a.poor").value == 30, "what was sent counts until it is told anew"


def test_the_unit_corrects_only_that_cell_and_the_question_is_answered(ward, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    answer(ward, sheet, {"a.poor": "3"}, words={"a.poor": "Gõ thừa số 0"})
    assert asked(sheet) == {} and fresh(sheet).status == "sent"
    assert ward.figure("a.poor").value == 3 and ward.figure("a.near").value == 7
    assert Value.objects.filter(item__key="a.near").count() == 1
    told = Value.objects.get(item__key="a.poor", revision=2)
    assert trail.notes([told.note_id])[told.note_id] == "Gõ thừa số 0"
    services.approve(sheet=fresh(sheet), by=ward.leader)


def test_a_number_that_is_right_is_said_to_be_right_and_that_too_is_kept(ward, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    with pytest.raises(BadCells, match="số chưa đổi"):
        answer(ward, sheet)
    answer(ward, sheet, same={"a.poor"})
    assert asked(sheet) == {}
    told = Value.objects.filter(item__key="a.poor").order_by("revision")
    assert [(one.revision, one.scaled) for one in told] == [(1, 30), (2, 30)]


def test_an_empty_cell_may_be_asked_about_and_stay_empty(ward, sheet):
    ask(ward, sheet, a__left="Sao để trống?")
    answer(ward, sheet, same={"a.left"}, words={"a.left": "Chưa đếm xong"})
    assert asked(sheet) == {}
    assert not ward.figure("a.left", unit=ward.groups[0]).known
    (row,) = queries.round_rows(sheet.round, viewer=ward.head(1))
    assert row.filled == 2, "nothing told is no number told"


@pytest.mark.parametrize(
    ("typed", "same", "told"),
    [
        ({"a.poor": "ba", "a.near": "1"}, (), "không phải là số"),
        ({"a.poor": "3", "a.near": "1001"}, (), "không thể lớn hơn"),
        ({"a.poor": "3"}, (), "số chưa đổi"),
        ({"a.poor": "3"}, ("a.poor", "a.near"), "vừa sửa thành"),
    ],
)
def test_an_answer_that_cannot_stand_is_named_and_none_is_written(ward, sheet, typed, same, told):
    ask(ward, sheet, a__poor="Xem lại", a__near="Xem lại")
    with pytest.raises(BadCells, match=told):
        answer(ward, sheet, typed, same)
    assert Value.objects.count() == 2 and len(asked(sheet)) == 2


def test_a_sheet_with_an_open_question_is_approved_only_if_that_is_meant(ward, round, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    with pytest.raises(StillAsked) as refused:
        services.approve(sheet=sheet, by=ward.leader)
    assert refused.value.labels == ("Hộ nghèo",)
    seen = {sheet.pk: queries.steps(sheet)[-1].pk}
    done = services.approve_all(round=round, seen=seen, by=ward.leader)
    assert not done.approved and "đang hỏi lại" in done.left[0][1]
    services.approve(sheet=sheet, by=ward.leader, asked_is_settled=True)
    assert asked(sheet) == {}
    services.reopen(sheet=fresh(sheet), reason="Kiểm tra", by=ward.leader)
    assert asked(sheet) == {}, "what was approved is asked about no more"


def test_what_was_answered_meanwhile_is_not_asked_about_unread(ward, sheet):
    seen = queries.steps(sheet)[-1].pk
    ward.send(sheet.round, ward.groups[0], approve=False, a__poor="3")
    with pytest.raises(UnableToKeepValue, match="vừa gửi lại"):
        services.ask_again(sheet=sheet, reasons={"a.poor": "Xem lại"}, by=ward.leader, seen=seen)


def test_who_may_not_approve_does_not_ask_and_who_may_not_enter_does_not_answer(ward, sheet):
    with pytest.raises(NotPermitted):
        services.ask_again(sheet=sheet, reasons={"a.poor": "Xem lại"}, by=ward.head(1))
    ask(ward, sheet, a__poor="Xem lại")
    for other in (ward.head(2), ward.leader):
        with pytest.raises(NotPermitted):
            answer(ward, sheet, same={"a.poor"}, by=other)


@pytest.mark.parametrize(
    ("reasons", "told"),
    [({}, "ít nhất một ô"), ({"a.poor": "  "}, "ít nhất một ô"), ({"khong.co": "?"}, "không hỏi")],
)
def test_a_question_without_a_reason_or_about_nothing_is_refused(ward, sheet, reasons, told):
    with pytest.raises(UnableToKeepValue, match=told):
        services.ask_again(sheet=sheet, reasons=reasons, by=ward.leader)
    assert not Step.objects.filter(step="asked").exists()


def test_neither_before_sending_nor_after_closing_is_anything_asked(ward, round, sheet):
    open_ = ward.sheet(round, ward.groups[1])
    with pytest.raises(UnableToKeepValue, match="không hỏi lại"):
        services.ask_again(sheet=open_, reasons={"a.poor": "?"}, by=ward.leader)
    services.close_round(round=round, by=ward.clerk)
    with pytest.raises(UnableToKeepValue, match="đã đóng"):
        ask(ward, sheet, a__poor="Xem lại")


def test_an_answer_sent_twice_is_told_that_nothing_is_left_to_do(ward, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    answer(ward, sheet, same={"a.poor"})
    with pytest.raises(UnableToKeepValue, match="không cần làm gì thêm"):
        answer(ward, sheet, same={"a.poor"})


def test_a_number_sent_anew_in_the_whole_sheet_answers_too(ward, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    services.save_drafts(sheet=sheet, typed={"a.poor": "3"}, by=ward.head(1))
    assert asked(sheet), "a draft is no answer"
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    assert asked(sheet) == {} and not Draft.objects.exists()


def test_who_is_late_and_who_owes_stays_right(ward, round, sheet):
    ask(ward, sheet, a__poor="Xem lại")
    rows = {row.sheet.unit_id: row for row in queries.round_rows(round, viewer=ward.clerk)}
    mine = rows[ward.groups[0].pk]
    assert not mine.late and mine.questioned == 1
    sheets = queries.round_sheets(round, viewer=ward.clerk)
    tree = Forest()(queries.period_of(round).last_day)
    text = round_reading.owing_text(round, sheets, tree, viewer=ward.clerk)
    assert "Tổ dân phố 1 (hỏi lại 1 ô)" in text
