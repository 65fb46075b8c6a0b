"""A round is closed: it takes no more numbers, what is missing stays missing, who sent none is kept."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Sheet, Step
from dongthuan.decide.indicators.services import UnableToAsk
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.figures import State
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("a.poor", "Hộ nghèo", unit="hộ")
    return ward


@pytest.fixture
def round(ward):
    """Two of three groups have sent; the third has typed something and not sent it."""
    round = ward.round("2021-H1", "a.poor")
    ward.send(round, ward.groups[0], a__poor="3")
    ward.send(round, ward.groups[1], approve=False, a__poor="4")
    services.save_drafts(
        sheet=ward.sheet(round, ward.groups[2]), typed={"a.poor": "5"}, by=ward.head(3)
    )
    return round


def missed(ward, round, viewer):
    sheets = queries.round_sheets(round, viewer=viewer)
    return {sheet.unit_id for sheet in sheets if sheet.pk in queries.missed(sheets)}


def test_who_had_sent_nothing_is_kept_with_the_round_for_the_unit_and_who_asked(ward, round):
    assert services.close_round(round=round, by=ward.clerk) == 1
    third = ward.groups[2].pk
    assert missed(ward, round, ward.clerk) == {third}
    assert missed(ward, round, ward.head(3)) == {third}
    assert missed(ward, round, ward.head(1)) == set()
    observer = ward.person("Giám sát", ("observer", ward.ward))
    assert missed(ward, round, observer) == set()


def test_it_stays_kept_after_the_round_was_opened_again_and_the_unit_has_sent(ward, round):
    services.close_round(round=round, by=ward.clerk)
    services.reopen_round(round=round, reason="Tổ 3 mất mạng", by=ward.clerk)
    services.send(sheet=ward.sheet(round, ward.groups[2]), by=ward.head(3))
    assert missed(ward, round, ward.clerk) == {ward.groups[2].pk}
    steps = [s.step for s in queries.steps(ward.sheet(round, ward.groups[2]))]
    assert steps == ["missed", "resumed", "sent"]


def test_opening_again_needs_a_reason_which_the_trail_and_the_open_sheets_keep(ward, round):
    services.close_round(round=round, by=ward.clerk)
    with pytest.raises(UnableToAsk, match="vì sao"):
        services.reopen_round(round=round, reason=" ", by=ward.clerk)
    services.reopen_round(round=round, reason="Tổ 3 mất mạng", by=ward.clerk)
    entry = Entry.objects.filter(act=Act.ROUND_OPEN, detail="reopen").get()
    assert trail.notes([entry.note_id])[entry.note_id] == "Tổ 3 mất mạng"
    units = set(Step.objects.filter(step="resumed").values_list("sheet__unit_id", flat=True))
    assert units == {ward.groups[1].pk, ward.groups[2].pk}, "what is approved is asked no more"


def test_a_round_is_closed_once_and_opened_once(ward, round):
    with pytest.raises(UnableToAsk, match="đang mở"):
        services.reopen_round(round=round, reason="Nhầm", by=ward.clerk)
    services.close_round(round=round, by=ward.clerk)
    with pytest.raises(UnableToAsk, match="đã đóng rồi"):
        services.close_round(round=round, by=ward.clerk)
    assert Step.objects.filter(step="missed").count() == 1


def test_what_is_missing_at_the_end_is_missing_and_no_zero_and_figures_say_so(ward, round):
    before = ward.figure("a.poor")
    assert "1 chưa đủ số" in before.evidence.how
    services.close_round(round=round, by=ward.clerk)
    whole = ward.figure("a.poor")
    assert whole.value == 7 and whole.state is State.PARTIAL
    assert "1 chưa có số khi đợt đóng" in whole.evidence.how
    assert "chưa đủ số" not in whole.evidence.how
    own = ward.figure("a.poor", unit=ward.groups[2])
    assert own.value is None and own.state is State.MISSING
    assert own.reason == "Chưa có số khi đợt đóng ngày 1/6/2021."


def test_what_was_known_before_the_end_is_told_as_it_was(ward, round):
    earlier = ward.clock.at
    ward.clock.at = ward.clock.at.replace(month=7, day=8)
    services.close_round(round=round, by=ward.clerk)
    assert "1 chưa đủ số" in ward.figure("a.poor", known_at=earlier).evidence.how
    assert "khi đợt đóng" in ward.figure("a.poor").evidence.how


def test_what_waits_for_approval_is_approved_after_the_end(ward, round):
    services.close_round(round=round, by=ward.clerk)
    services.approve(sheet=ward.sheet(round, ward.groups[1]), by=ward.leader)
    assert Sheet.objects.filter(round=round, status="approved").count() == 2


def test_the_page_closes_names_who_sent_nothing_and_opens_again_with_a_reason(ward, round):
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    at = f"/lam-viec/dot-so-lieu/{round.pk}"
    clerk.post(f"{at}/dong", sending())
    shown = page(clerk.get(at))
    assert "1 đơn vị chưa gửi được ghi lại cùng đợt" in shown
    assert "Chưa gửi khi đóng đợt" in shown and "không gửi" in shown
    refused = clerk.post(f"{at}/dong", sending(viec="mo-lai"))
    assert refused.status_code == 422 and "vì sao mở lại đợt" in page(refused)
    clerk.post(f"{at}/dong", sending(viec="mo-lai", ly_do="Tổ 3 mất mạng"))
    round.refresh_from_db()
    assert round.closed_on is None
    head = browser(user(ward, "To 3", ("group_head", ward.groups[2])))
    sheet = ward.sheet(round, ward.groups[2])
    assert 'mở lại đợt: <span class="reason">Tổ 3 mất mạng' in page(
        head.get(f"/lam-viec/phieu/{sheet.pk}")
    )
    other = browser(user(ward, "To 1", ("group_head", ward.groups[0])))
    assert "Chưa gửi khi đóng đợt" not in page(other.get(at))


def test_a_day_is_a_day_of_the_office(ward, round):
    services.close_round(round=round, by=ward.clerk)
    round.refresh_from_db()
    assert round.closed_on == date(2021, 6, 1)
