"""Reports at the desk: begun, written, issued, read, verified, replaced, and checked again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.answer.reports import queries, services
from dongthuan.ground import files
from dongthuan.ground.papers import services as papers
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, told_ward

pytestmark = pytest.mark.django_db
TEXT = "# I. TÌNH HÌNH\nPhường có {trade.households} cơ sở; Đảng bộ có {party.members} đảng viên.\n"
HEADING = {
    "title": "Kết quả 6 tháng đầu năm 2021", "upper_body": "ĐẢNG BỘ THÀNH PHỐ",
    "body": "ĐẢNG ỦY PHƯỜNG THỬ", "body_code": "ĐU", "place": "Phường Thử",
}  # fmt: skip


@pytest.fixture
def ward():
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020 – 2025", on=FOUNDED, by=ward.house)
    return ward


@pytest.fixture
def leader(ward):
    return browser(user(ward, "lanhdao", ("leader", ward.ward), ("leader", ward.party)))


@pytest.fixture
def draft(ward):
    return services.begin(
        unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT, heading=HEADING, by=ward.clerk
    )


def issue(client, report, **fields):
    told = {"on": "2021-07-05"} | fields
    return client.post(f"/lam-viec/bao-cao/{report.pk}/phat-hanh", sending(**told))


def test_a_report_begins_from_the_text_at_hand_with_its_heading_proposed(ward, leader):
    shown = page(leader.get("/lam-viec/bao-cao/moi"))
    assert "Báo cáo 6 tháng của Đảng ủy phường" in shown
    answer = leader.post("/lam-viec/bao-cao/moi", {
        **sending(), "unit": ward.ward.pk, "issuer": ward.party.pk, "code": "2021-H1",
        "template": "empty", "title": "Báo cáo nhanh", "body": "ĐẢNG ỦY", "body_code": "ĐU",
        "place": "Phường Thử",
    })  # fmt: skip
    assert answer.status_code == 302
    assert "Báo cáo nhanh" in page(leader.get(answer["Location"]))


def test_a_report_without_a_place_is_refused_and_what_was_typed_stays(ward, leader):
    answer = leader.post("/lam-viec/bao-cao/moi", {
        **sending(), "unit": ward.ward.pk, "issuer": ward.party.pk, "code": "2021-H1",
        "template": "empty", "title": "Báo cáo rất riêng", "place": "",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "địa danh" in page(answer)
    assert "Báo cáo rất riêng" in page(answer)


def test_a_draft_shows_the_figures_of_today_and_where_each_comes_from(ward, leader, draft):
    shown = page(leader.get(f"/lam-viec/bao-cao/{draft.pk}"))
    assert "1.506" in shown
    assert f'href="/so-lieu/trade.households?don-vi={ward.ward.pk}&amp;ky=2021-H1"' in shown


def test_a_cite_that_cannot_be_read_is_named_by_its_line_and_nothing_is_lost(leader, draft):
    typed = {"text": "# I\nCó {party.members đảng viên", "seen": "1", **HEADING}
    answer = leader.post(f"/lam-viec/bao-cao/{draft.pk}/soan", {**sending(), **typed})
    assert answer.status_code == 422
    assert "Dòng 2" in page(answer)
    assert "Có {party.members đảng viên" in page(answer)
    draft.refresh_from_db()
    assert draft.text == TEXT


def test_a_report_is_issued_once_with_its_number(leader, draft):
    answer = issue(leader, draft)
    assert answer["Location"] == f"/lam-viec/bao-cao/{draft.pk}"
    assert "Đã phát hành Số 01-BC/ĐU" in page(leader.get(answer["Location"]))
    again = issue(leader, draft)
    assert again.status_code == 422
    assert "đã phát hành" in page(again)


def test_the_same_send_of_an_issue_is_the_same_issue(leader, draft):
    told = sending(on="2021-07-05")
    address = f"/lam-viec/bao-cao/{draft.pk}/phat-hanh"
    leader.post(address, told)
    assert leader.post(address, told)["Location"] == f"/lam-viec/bao-cao/{draft.pk}"


def test_a_number_that_is_no_number_is_refused_beside_its_field(leader, draft):
    answer = issue(leader, draft, number="bốn")
    assert answer.status_code == 422
    assert "Số đã cấp: chỉ ghi phần số" in page(answer)


def test_an_issued_report_is_replaced_by_a_draft_with_its_words(leader, draft):
    issue(leader, draft)
    address = f"/lam-viec/bao-cao/{draft.pk}/thay-the"
    answer = leader.post(address, sending())
    shown = page(leader.get(answer["Location"]))
    assert "Soạn để thay thế" in shown and "1.506" in shown
    assert "đang soạn để thay thế" in page(leader.get(f"/lam-viec/bao-cao/{draft.pk}"))
    leader.post(address, sending())
    assert queries.reports(viewer=_viewer(leader)).count() == 2


def _viewer(client):
    return client.get("/lam-viec/").wsgi_request.actor


def test_a_draft_is_not_replaced(leader, draft):
    leader.post(f"/lam-viec/bao-cao/{draft.pk}/thay-the", sending())
    assert queries.reports(viewer=_viewer(leader)).count() == 1


def test_the_word_file_comes_back_and_each_number_is_found_again(leader, draft):
    issue(leader, draft)
    made = leader.get(f"/lam-viec/bao-cao/{draft.pk}/tai.docx")
    lines = files.read_text(made.content, "bao-cao.docx").lines
    assert any("Phường có 1.506 cơ sở" in line.text for line in lines)
    file = SimpleUploadedFile("bao-cao.docx", made.content)
    shown = page(leader.post(f"/lam-viec/bao-cao/{draft.pk}/ban-da-sua", {"tep": file}))
    assert "Cả 2 con số giữ nguyên" in shown


def test_a_file_that_is_no_word_file_is_refused_in_words(leader, draft):
    issue(leader, draft)
    file = SimpleUploadedFile("bao-cao.docx", b"%PDF-1.4 nothing")
    answer = leader.post(f"/lam-viec/bao-cao/{draft.pk}/ban-da-sua", {"tep": file})
    assert answer.status_code == 422
    nothing = leader.post(f"/lam-viec/bao-cao/{draft.pk}/ban-da-sua", {})
    assert "Chưa chọn tệp Word" in page(nothing)


def test_a_report_of_another_ward_does_not_exist_for_a_group_head(ward, draft):
    head = browser(user(ward, "to1", ("group_head", ward.groups[0])))
    for tail in ("", "/soan", "/kiem-chung", "/tai.docx", "/ban-da-sua"):
        assert head.get(f"/lam-viec/bao-cao/{draft.pk}{tail}").status_code == 404
    assert head.post(f"/lam-viec/bao-cao/{draft.pk}/phat-hanh", sending()).status_code == 404


def test_a_clerk_writes_and_does_not_issue(ward, draft):
    clerk = browser(user(ward, "vanphong", ("clerk", ward.ward), ("clerk", ward.party)))
    assert "Chốt số và phát hành" not in page(clerk.get(f"/lam-viec/bao-cao/{draft.pk}"))
    assert issue(clerk, draft).status_code == 403


def test_the_pages_of_a_report_ask_the_database_little(
    leader, draft, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        leader.get(f"/lam-viec/bao-cao/{draft.pk}")
    issue(leader, draft)
    for tail in ("", "/kiem-chung"):
        with django_assert_max_num_queries(20):
            leader.get(f"/lam-viec/bao-cao/{draft.pk}{tail}")
    with django_assert_max_num_queries(20):
        leader.get("/lam-viec/bao-cao/")
