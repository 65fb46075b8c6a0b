"""Ratings, awards and terms are noted at the desk by whoever may, and by nobody else."""

from __future__ import annotations

import pytest

from dongthuan.answer.reports import services
from tests.doors.desk.hands import browser, page, sending, user
from tests.doors.desk.test_reports import HEADING, TEXT, issue
from tests.wards import told_ward

pytestmark = pytest.mark.django_db
STATEMENTS, TERMS = "/lam-viec/bao-cao/xep-loai", "/lam-viec/bao-cao/nhiem-ky"


@pytest.fixture
def ward():
    return told_ward()


@pytest.fixture
def leader(ward):
    return browser(user(ward, "lanhdao", ("leader", ward.ward), ("leader", ward.party)))


def told(ward, **more):
    return {
        "unit": str(ward.ward.pk), "kind": "Xếp loại", "year": "2020", "source": "QĐ 12-QĐ/TU",
        "words": "Hoàn thành xuất sắc nhiệm vụ", **more,
    }  # fmt: skip


def test_a_rating_is_noted_and_shown_with_its_paper(ward, leader):
    assert "Chưa ghi xếp loại" in page(leader.get(STATEMENTS))
    answer = leader.post(STATEMENTS, {**sending(), **told(ward)})
    shown = page(leader.get(answer["Location"]))
    assert "Xếp loại Phường Thử năm 2020: <b>Hoàn thành xuất sắc nhiệm vụ</b>" in shown
    assert "QĐ 12-QĐ/TU" in shown


def test_what_cannot_be_read_is_refused_beside_its_field_and_stays(ward, leader):
    answer = leader.post(STATEMENTS, {**sending(), **told(ward, year="năm ngoái")})
    assert answer.status_code == 422
    assert "Hoàn thành xuất sắc nhiệm vụ" in page(answer)
    assert leader.post(STATEMENTS, {**sending(), **told(ward, unit="999")}).status_code == 422


def test_who_only_reads_is_offered_no_form(ward):
    watcher = browser(user(ward, "giamsat", ("observer", ward.ward)))
    assert "Ghi thêm" not in page(watcher.get(STATEMENTS))
    assert watcher.post(STATEMENTS, {**sending(), **told(ward)}).status_code == 422
    head = browser(user(ward, "to1", ("group_head", ward.groups[0])))
    assert head.get(STATEMENTS).status_code == 403
    assert head.get(TERMS).status_code == 403


def test_without_a_term_no_report_is_issued_and_the_way_to_note_one_is_shown(ward, leader):
    draft = services.begin(
        unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT, heading=HEADING, by=ward.clerk
    )
    refused = issue(leader, draft)
    assert refused.status_code == 422
    assert f'href="{TERMS}"' in page(refused)
    told_term = {"body": str(ward.party.pk), "label": "2020 – 2025", "on": "2020-06-19"}
    answer = leader.post(TERMS, {**sending(), **told_term})
    assert "2020 – 2025" in page(leader.get(answer["Location"]))
    assert issue(leader, draft).status_code == 302


def test_a_term_of_a_body_out_of_reach_is_not_opened(ward):
    clerk = browser(user(ward, "vanphong", ("clerk", ward.ward), ("clerk", ward.party)))
    told_term = {"body": str(ward.party.pk), "label": "2020 – 2025", "on": "2020-06-19"}
    assert clerk.post(TERMS, {**sending(), **told_term}).status_code == 422
    assert "Chưa ghi nhiệm kỳ nào" in page(clerk.get(TERMS))


def test_the_pages_ask_the_database_little(ward, leader, django_assert_max_num_queries):
    for address in (STATEMENTS, TERMS):
        with django_assert_max_num_queries(20):
            leader.get(address)
