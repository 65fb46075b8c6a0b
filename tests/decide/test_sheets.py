"""Numbers are typed, sent, approved, returned, corrected, entered for others; and never edited."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Draft, Help, Sheet, Step, Value
from dongthuan.decide.indicators.services import (
    BadCells,
    ChangedMeanwhile,
    StillEmpty,
    UnableToAsk,
    UnableToKeepValue,
    UnchangedTooLong,
)
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.figures import Nature
from dongthuan.ground.files import services as files
from dongthuan.who.org import services as org
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = Ward()
    ward.define("a.poor", "Hộ nghèo")
    ward.define("a.near", "Hộ cận nghèo", highest=1000)
    return ward


@pytest.fixture
def round(ward):
    return ward.round("2021-H1", "a.poor", "a.near")


@pytest.fixture
def sheet(ward, round):
    return ward.sheet(round, ward.groups[0])


def typed(ward, sheet, **said):
    told = {key.replace("__", "."): text for key, text in said.items()}
    return services.save_drafts(sheet=sheet, typed=told, by=ward.head(1))


def fresh(sheet):
    return Sheet.objects.select_related("round", "unit").get(pk=sheet.pk)


def test_a_sheet_is_typed_sent_and_approved_by_another(ward, sheet):
    assert typed(ward, sheet, a__poor="3", a__near="0") == []
    services.send(sheet=sheet, by=ward.head(1))
    services.approve(sheet=sheet, by=ward.leader)
    assert [s.step for s in queries.steps(sheet)] == ["sent", "approved"]
    assert ward.figure("a.poor", unit=ward.groups[0]).value == 3
    assert not Draft.objects.exists()


def test_whoever_sent_does_not_approve(ward, sheet):
    both = ward.person("Hai vai", ("group_head", ward.groups[0]), ("leader", ward.ward))
    services.save_drafts(sheet=sheet, typed={"a.poor": "1", "a.near": "1"}, by=both)
    services.send(sheet=sheet, by=both)
    with pytest.raises(UnableToKeepValue, match="không tự duyệt"):
        services.approve(sheet=sheet, by=both)
    services.approve(sheet=sheet, by=ward.leader)


def test_what_was_sent_again_is_not_approved_unread(ward, sheet):
    typed(ward, sheet, a__poor="3", a__near="0")
    services.send(sheet=sheet, by=ward.head(1))
    seen = queries.steps(sheet)[-1].pk
    typed(ward, sheet, a__poor="4")
    services.send(sheet=sheet, by=ward.head(1))
    with pytest.raises(UnableToKeepValue, match="vừa gửi lại"):
        services.approve(sheet=sheet, by=ward.leader, seen=seen)
    services.approve(sheet=sheet, by=ward.leader, seen=queries.steps(sheet)[-1].pk)


def test_a_head_of_another_group_neither_types_nor_sends_nor_sees(ward, sheet):
    with pytest.raises(NotPermitted):
        services.save_drafts(sheet=sheet, typed={"a.poor": "3"}, by=ward.head(2))
    with pytest.raises(NotPermitted):
        services.send(sheet=sheet, by=ward.head(2))
    assert queries.sheet(viewer=ward.head(2), pk=sheet.pk) is None
    assert queries.sheet(viewer=ward.head(1), pk=sheet.pk) == sheet


def test_a_value_outside_its_unit_is_named_and_kept_as_typed(ward, sheet):
    bad = typed(ward, sheet, a__poor="3 hộ", a__near="1001")
    assert [(b.key, b.label) for b in bad] == [
        ("a.poor", "Hộ nghèo"),
        ("a.near", "Hộ cận nghèo"),
    ]
    assert "không thể lớn hơn 1000 hộ" in bad[1].problem
    with pytest.raises(BadCells) as refused:
        services.send(sheet=sheet, by=ward.head(1))
    assert len(refused.value.bad) == 2 and not Value.objects.exists()
    assert [c.text for c in queries.cells(fresh(sheet))] == ["3 hộ", "1001"]


def test_a_pasted_block_of_200_with_three_bad_cells_names_these_and_loses_nothing(ward):
    keys = [f"b.{n:03d}" for n in range(200)]
    for number, key in enumerate(keys):
        ward.define(key, f"Mục {number + 1}", order=number)
    round = ward.round("2021-H1", *keys)
    sheet = ward.sheet(round, ward.groups[0])
    block = {key: str(number) for number, key in enumerate(keys)}
    block |= {"b.007": "bảy", "b.099": "-5", "b.150": "1,5"}
    bad = services.save_drafts(sheet=sheet, typed=block, by=ward.head(1))
    assert [one.label for one in bad] == ["Mục 8", "Mục 100", "Mục 151"]
    assert {c.definition.item.key: c.text for c in queries.cells(sheet)} == block
    with pytest.raises(BadCells) as refused:
        services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    assert [one.key for one in refused.value.bad] == ["b.007", "b.099", "b.150"]
    assert {c.definition.item.key: c.text for c in queries.cells(sheet)} == block


def test_an_empty_cell_is_asked_about_once_and_stays_missing_when_meant(ward, sheet):
    typed(ward, sheet, a__poor="3")
    with pytest.raises(StillEmpty) as refused:
        services.send(sheet=sheet, by=ward.head(1))
    assert refused.value.labels == ("Hộ cận nghèo",)
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    assert Value.objects.count() == 1


def test_a_cell_that_is_emptied_takes_its_value_back(ward, sheet):
    typed(ward, sheet, a__poor="3", a__near="1")
    services.send(sheet=sheet, by=ward.head(1))
    typed(ward, sheet, a__near="")
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    one = ward.figure("a.near", unit=ward.groups[0])
    assert not one.known
    assert [v.state for v in Value.objects.filter(item__key="a.near").order_by("revision")] == [
        "value",
        "withdrawn",
    ]


def test_two_people_editing_one_value_the_second_is_told_who_and_what(ward, sheet):
    seen = {c.definition.item.key: c.seen for c in queries.cells(sheet)}
    first = ward.person("Bà Lan", ("group_head", ward.groups[0]))
    services.save_drafts(sheet=sheet, typed={"a.poor": "3"}, by=first, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="Bà Lan vừa ghi «3»") as refused:
        services.save_drafts(sheet=sheet, typed={"a.poor": "4", "a.near": "9"}, by=ward.head(1),
                             seen=seen)  # fmt: skip
    assert [one.key for one in refused.value.bad] == ["a.poor"]
    # All or none: the other cell waits with the form that still holds it.
    assert [c.text for c in queries.cells(sheet)] == ["3", ""]
    services.save_drafts(sheet=sheet, typed={"a.near": "9"}, by=ward.head(1), seen=seen)
    same = services.save_drafts(sheet=sheet, typed={"a.poor": "3"}, by=ward.head(1), seen=seen)
    assert same == []


def test_a_returned_sheet_says_why_and_can_be_sent_again(ward, sheet):
    typed(ward, sheet, a__poor="3", a__near="1")
    services.send(sheet=sheet, by=ward.head(1))
    with pytest.raises(UnableToKeepValue, match="số nào cần xem lại"):
        services.send_back(sheet=sheet, reason=" ", by=ward.leader)
    services.send_back(sheet=sheet, reason="Hộ nghèo giảm nhiều", by=ward.leader)
    returned = queries.steps(sheet)[-1]
    assert trail.notes([returned.note_id])[returned.note_id] == "Hộ nghèo giảm nhiều"
    typed(ward, sheet, a__poor="5")
    services.send(sheet=sheet, by=ward.head(1))
    assert [v.scaled for v in queries.history(
        queries.cells(sheet)[0].definition.item_id, sheet.unit_id, "2021-H1")] == [3, 5]  # fmt: skip


def approved(ward, sheet):
    typed(ward, sheet, a__poor="3", a__near="1")
    services.send(sheet=sheet, by=ward.head(1))
    return services.approve(sheet=sheet, by=ward.leader)


def test_an_approved_sheet_takes_no_typing_until_it_is_reopened_with_a_reason(ward, sheet):
    approved(ward, sheet)
    with pytest.raises(UnableToKeepValue, match="đã duyệt"):
        typed(ward, sheet, a__poor="4")
    with pytest.raises(NotPermitted):
        services.reopen(sheet=sheet, reason="Xem lại", by=ward.head(1))
    with pytest.raises(UnableToKeepValue, match="lý do"):
        services.reopen(sheet=sheet, reason="", by=ward.leader)
    services.reopen(sheet=sheet, reason="Xem lại", by=ward.leader)
    typed(ward, sheet, a__poor="4")


def test_correcting_needs_the_approvers_level_and_a_reason(ward, sheet):
    approved(ward, sheet)
    told = {"sheet": sheet, "key": "a.poor", "text": "4"}
    for by in (ward.head(1), ward.clerk, ward.person("Cấp dưới", ("leader", ward.groups[0]))):
        with pytest.raises(NotPermitted):
            services.correct(**told, reason="Đếm lại", by=by)
    with pytest.raises(UnableToKeepValue, match="lý do"):
        services.correct(**told, reason="", by=ward.leader)
    with pytest.raises(UnableToKeepValue, match="không phải là số"):
        services.correct(**{**told, "text": "bốn"}, reason="Đếm lại", by=ward.leader)
    with pytest.raises(UnableToKeepValue, match="giống số đang lưu"):
        services.correct(**{**told, "text": "3"}, reason="Đếm lại", by=ward.leader)
    services.correct(**told, reason="Sửa theo ý kiến của tổ trưởng", by=ward.leader)
    one = ward.figure("a.poor", unit=ward.groups[0])
    (record,) = one.evidence.records
    assert one.value == 4 and record.approved and record.revision == 2
    assert record.manner == "sửa sau khi duyệt" and record.note is not None


def test_correcting_what_was_not_sent_or_not_approved_is_refused(ward, round, sheet):
    typed(ward, sheet, a__poor="3")
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    with pytest.raises(UnableToKeepValue, match="đơn vị sửa trong phiếu"):
        services.correct(sheet=sheet, key="a.poor", text="4", reason="Đếm lại", by=ward.leader)
    services.approve(sheet=sheet, by=ward.leader)
    with pytest.raises(UnableToKeepValue, match="chưa có số đã gửi"):
        services.correct(sheet=sheet, key="a.near", text="4", reason="Đếm lại", by=ward.leader)


def test_two_leaders_correcting_one_value_the_second_is_told(ward, sheet):
    approved(ward, sheet)
    seen = queries.cells(fresh(sheet))[0].seen
    services.correct(
        sheet=sheet, key="a.poor", text="4", reason="Đếm lại", by=ward.leader, seen=seen
    )
    with pytest.raises(UnableToKeepValue, match="người khác sửa"):
        services.correct(sheet=sheet, key="a.poor", text="5", reason="Đếm lại", by=ward.leader,
                         seen=seen)  # fmt: skip


def test_unchanged_is_kept_apart_and_questioned_after_the_third_time(ward):
    ward.send(ward.round("2019-H1", "a.poor"), ward.groups[0], a__poor="3")
    for code in ("2019-H2", "2020-H1", "2020-H2"):
        sheet = ward.sheet(ward.round(code, "a.poor"), ward.groups[0])
        assert services.confirm_unchanged(sheet=sheet, by=ward.head(1)) == 0
        services.approve(sheet=sheet, by=ward.leader)
    (record,) = ward.figure("a.poor", "2020-H2", unit=ward.groups[0]).evidence.records
    assert record.manner == "xác nhận không thay đổi" and record.value == 3
    sheet = ward.sheet(ward.round("2021-H1", "a.poor"), ward.groups[0])
    with pytest.raises(UnchangedTooLong, match="Hộ nghèo: đã 3 kỳ liền"):
        services.confirm_unchanged(sheet=sheet, by=ward.head(1))
    assert fresh(sheet).status == "open"
    services.confirm_unchanged(sheet=sheet, by=ward.head(1), looked_again=True)
    assert fresh(sheet).status == "sent"


def test_unchanged_keeps_stocks_and_leaves_flows_to_be_typed(ward):
    ward.define("a.born", "Trẻ mới sinh", unit="trẻ", nature=Nature.FLOW)
    ward.send(ward.round("2020-H2", "a.poor", "a.born"), ward.groups[0], a__poor="3", a__born="2")
    sheet = ward.sheet(ward.round("2021-H1", "a.poor", "a.born"), ward.groups[0])
    assert services.confirm_unchanged(sheet=sheet, by=ward.head(1)) == 1
    assert fresh(sheet).status == "open"
    typed(ward, sheet, a__born="1")
    services.send(sheet=sheet, by=ward.head(1))
    assert ward.figure("a.poor", unit=ward.groups[0]).value == 3


def test_unchanged_without_an_earlier_number_is_refused(ward, sheet):
    with pytest.raises(UnableToKeepValue, match="Chưa có số kỳ trước"):
        services.confirm_unchanged(sheet=sheet, by=ward.head(1))


def photograph():
    picture = Image.new("RGB", (40, 20), "white")
    told = picture.getexif()
    told[0x010F] = "Máy ảnh của bác Tám"
    told.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=told)
    return out.getvalue()


def helped(ward, sheet, **more):
    told = {"typed": {"a.poor": "3", "a.near": "1"}, "source": "paper", "by": ward.clerk, **more}
    return services.enter_for(sheet=sheet, **told)


def test_entering_for_a_unit_keeps_the_source_and_a_photograph_without_where_it_was_taken(
    ward, sheet, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    data = photograph()
    assert b"Exif" in data
    help = helped(ward, sheet, photo=data, note="Bác Năm đọc qua điện thoại")
    assert help.source == "paper"
    kept = files.content(help.photo)
    assert b"Exif" not in kept and b"GPS" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert fresh(sheet).status == "sent"
    (record,) = ward.figure("a.poor", unit=ward.groups[0]).evidence.records
    assert record.manner == "được nhập giúp"


def test_the_owner_confirms_and_the_helper_cannot(ward, sheet):
    help = helped(ward, sheet)
    with pytest.raises(UnableToKeepValue, match="không tự xác nhận"):
        services.answer_help(helped=help, agrees=True, by=ward.clerk)
    with pytest.raises(NotPermitted):
        services.answer_help(helped=help, agrees=True, by=ward.head(2))
    services.answer_help(helped=help, agrees=True, by=ward.head(1))
    assert queries.open_help(sheet) == []
    with pytest.raises(UnableToKeepValue, match="đã được trả lời"):
        services.answer_help(helped=help, agrees=True, by=ward.head(1))


def test_an_objection_needs_a_reason_and_sends_the_sheet_back(ward, sheet):
    help = helped(ward, sheet)
    with pytest.raises(UnableToKeepValue, match="số nào chưa đúng"):
        services.answer_help(helped=help, agrees=False, by=ward.head(1))
    services.answer_help(helped=help, agrees=False, note="Hộ nghèo là 2", by=ward.head(1))
    assert fresh(sheet).status == "returned"


def test_the_helper_who_sent_does_not_approve(ward, sheet):
    both = ward.person("Hai vai", ("clerk", ward.ward), ("leader", ward.ward))
    helped(ward, sheet, by=both)
    with pytest.raises(UnableToKeepValue, match="không tự duyệt"):
        services.approve(sheet=sheet, by=both)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"source": "tin đồn"}, "nơi lấy số"),
        ({"typed": {"a.poor": " "}}, "Chưa có số nào"),
        ({"typed": {"khong.co": "1"}}, "không hỏi mục"),
        ({"typed": {"a.poor": "ba"}}, "1 ô cần sửa"),
        ({"photo": b"khong phai anh"}, "không phải ảnh"),
    ],
)
def test_help_that_cannot_be_kept_leaves_nothing(ward, sheet, more, told):
    with pytest.raises(UnableToKeepValue, match=told):
        helped(ward, sheet, **more)
    assert not Help.objects.exists() and not Value.objects.exists()


def test_a_closed_round_takes_no_numbers_until_it_is_opened_again(ward, round, sheet):
    typed(ward, sheet, a__poor="3", a__near="1")
    services.close_round(round=round, by=ward.clerk)
    for deed in (
        lambda: typed(ward, sheet, a__poor="4"),
        lambda: services.send(sheet=sheet, by=ward.head(1)),
        lambda: helped(ward, sheet),
        lambda: services.confirm_unchanged(sheet=sheet, by=ward.head(1)),
    ):
        with pytest.raises(UnableToKeepValue):
            deed()
    with pytest.raises(NotPermitted):
        services.reopen_round(round=round, reason="Nhầm", by=ward.head(1))
    round.refresh_from_db()
    services.reopen_round(round=round, reason="Còn thiếu", by=ward.clerk)
    services.send(sheet=sheet, by=ward.head(1))


def test_in_a_closed_round_no_sheet_is_handed_back_to_a_unit_that_could_not_type(
    ward, round, sheet
):
    approved(ward, sheet)
    services.close_round(round=round, by=ward.clerk)
    with pytest.raises(UnableToKeepValue, match="đã đóng"):
        services.reopen(sheet=sheet, reason="Xem lại", by=ward.leader)
    services.correct(sheet=sheet, key="a.poor", text="4", reason="Đếm lại", by=ward.leader)


def test_a_cell_is_asked_for_in_one_round_only(ward, round):
    with pytest.raises(UnableToAsk, match="trùng kỳ"):
        ward.round("2021-H1", "a.poor")
    ward.round("2021-H2", "a.poor", due=date(2022, 1, 5))


@pytest.mark.parametrize(
    ("code", "keys", "told"),
    [
        ("2021-H1", ["khong.co"], "Không có mục số liệu"),
        ("2021-H1", [], "ít nhất một mục"),
        ("2021-05", ["a.poor"], "báo theo 6 tháng"),
        ("2021-13", ["a.poor"], "Kỳ"),
        ("2022-H1", ["a.poor"], "Hạn gửi phải sau"),
    ],
)
def test_a_round_that_cannot_be_asked_is_refused(ward, code, keys, told):
    with pytest.raises(UnableToAsk, match=told):
        ward.round(code, *keys)


def test_a_group_that_ended_is_asked_no_more(ward):
    org.dissolve(unit=ward.groups[2], on=date(2021, 3, 1), by=ward.house)
    round = ward.round("2021-H1", "a.poor")
    assert [s.unit_id for s in round.sheets.order_by("pk")] == [g.pk for g in ward.groups[:2]]


def test_who_is_late_is_seen_by_the_unit_and_by_who_asked(ward, round):
    assert len(queries.round_rows(round, viewer=ward.clerk)) == 3
    (mine,) = queries.round_rows(round, viewer=ward.head(1))
    assert mine.sheet.unit == ward.groups[0]
    observer = ward.person("Giám sát", ("observer", ward.ward))
    assert queries.round_rows(round, viewer=observer) == []


@pytest.mark.parametrize("table", [Value, Step, Help])
@pytest.mark.parametrize("how", ["UPDATE {0} SET by = 'ai do'", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_what_was_told(ward, sheet, table, how):
    helped(ward, sheet)
    name = table._meta.db_table
    assert table.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(how.format(name))


@pytest.mark.parametrize("how", ["UPDATE {0} SET scaled = 1", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_a_target(ward, how):
    services.set_target(key="a.poor", unit=ward.ward, code="2021", owner="city",
                        owner_words="Thành phố giao", value=10, by=ward.clerk)  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(how.format("indicators_target"))


def test_a_sheet_whose_unchanged_numbers_were_tapped_still_waits_for_what_was_typed(ward):
    ward.send(ward.round("2020-H2", "a.poor", "a.near"), ward.groups[0], a__poor="3", a__near="1")
    sheet = ward.sheet(ward.round("2021-H1", "a.poor", "a.near"), ward.groups[0])
    typed(ward, sheet, a__near="2")
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    typed(ward, sheet, a__near="7")
    assert services.confirm_unchanged(sheet=sheet, by=ward.head(1)) == 1
    assert [c.text for c in queries.cells(sheet)] == ["3", "7"]


def test_an_emptied_cell_is_not_counted_as_filled(ward, round, sheet):
    typed(ward, sheet, a__poor="3", a__near="1")
    services.send(sheet=sheet, by=ward.head(1))
    typed(ward, sheet, a__near="")
    services.send(sheet=sheet, by=ward.head(1), empty_is_meant=True)
    (mine,) = queries.round_rows(round, viewer=ward.head(1))
    assert (mine.filled, mine.asked) == (1, 2)


def test_the_cells_of_all_sheets_of_a_round_take_as_few_queries_as_of_one(
    ward, round, django_assert_max_num_queries
):
    sheets = list(round.sheets.select_related("round", "unit"))
    with django_assert_max_num_queries(4):
        found = queries.cells_of(sheets)
    assert [len(cells) for cells in found.values()] == [2, 2, 2]
