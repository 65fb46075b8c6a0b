"""Từ chương trình đến nghị quyết có số: five screens, and the tasks begin on the last."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dongthuan.decide.directives.models import Document
from dongthuan.ground.papers import services as papers
from tests.cascades import Cascade
from tests.decide.meetings.rooms import decided, held, signed, vote
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Văn phòng", ("clerk", ward.ward), ("clerk", ward.party)))


@pytest.fixture
def meeting(ward):
    one = held(ward)
    decided(ward, one, vote("Mỗi tổ dân phố có một mô hình."), vote("Mua thêm xe công.", yes=1))
    return one


def form(meeting, **more):
    return sending() | {
        "kind": "nghi-quyet", "subject": "Nhiệm vụ 6 tháng cuối năm", "body_code": "ĐU",
        "on": "2021-06-01", "signer_name": "Nguyễn Văn Nghĩa",
        "quyet-dinh": [str(one.pk) for one in meeting.decisions.all()], **more,
    }  # fmt: skip


def test_a_meeting_without_signed_minutes_says_what_comes_first(meeting, clerk):
    shown = page(clerk.get(f"/lam-viec/cuoc-hop/{meeting.pk}/van-ban"))
    assert "Biên bản chưa ký" in shown and 'name="kind"' not in shown


def test_what_was_adopted_is_offered_ticked_and_issued_under_the_next_number(ward, meeting, clerk):
    signed(ward, meeting)
    at = f"/lam-viec/cuoc-hop/{meeting.pk}/van-ban"
    shown = page(clerk.get(at))
    assert shown.count('name="quyet-dinh"') == 1 and "xe công" not in shown
    assert 'value="Nguyễn Văn Nghĩa"' in shown and 'value="BÍ THƯ"' in shown
    answer = clerk.post(at, form(meeting))
    made = Document.objects.get()
    assert (made.symbol, answer["Location"]) == ("01-NQ/ĐU", f"/lam-viec/van-ban/{made.pk}")
    shown = page(clerk.get(answer["Location"]))
    [clause] = made.clauses.all()
    assert f"/lam-viec/nhiem-vu/giao?dieu-khoan={clause.pk}" in shown
    assert "01-NQ/ĐU" in page(clerk.get(f"/lam-viec/cuoc-hop/{meeting.pk}"))
    assert "Không còn quyết định" in page(clerk.get(at))


def test_what_is_missing_is_said_beside_its_field_and_no_number_is_lost(ward, meeting, clerk):
    signed(ward, meeting)
    at = f"/lam-viec/cuoc-hop/{meeting.pk}/van-ban"
    answer = clerk.post(at, form(meeting, subject="", body_code="ĐU"))
    assert answer.status_code == 422 and "Chưa ghi: trích yếu." in page(answer)
    answer = clerk.post(at, form(meeting, **{"quyet-dinh": []}))
    assert "Chưa chọn quyết định nào" in page(answer)
    answer = clerk.post(at, form(meeting, on="2021-05-01"))
    assert "trước ngày họp" in page(answer)
    clerk.post(at, form(meeting))
    assert Document.objects.get().symbol == "01-NQ/ĐU"


def test_whoever_keeps_no_register_finds_no_way_to_issue(ward, meeting):
    signed(ward, meeting)
    observer = browser(user(ward, "Giám sát", ("observer", ward.party)))
    assert observer.get(f"/lam-viec/cuoc-hop/{meeting.pk}/van-ban").status_code == 403
    assert not re.search(
        r'cuoc-hop/\d+/van-ban"', page(observer.get(f"/lam-viec/cuoc-hop/{meeting.pk}"))
    )
