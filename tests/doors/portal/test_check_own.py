"""A signed-in person holds a text against the unit's own figures; nobody learns more than they may."""

from __future__ import annotations

import pytest

from dongthuan.ground import audit
from tests.doors.desk.hands import browser, page, user
from tests.wards import told_ward

pytestmark = pytest.mark.django_db
LINE = (
    "6 tháng đầu năm 2021: Phường có 1.506 cơ sở sản xuất kinh doanh cá thể. Đảng bộ có 43 đảng "
    "viên; trong đó có 3 đảng viên người dân tộc thiểu số."
)


@pytest.fixture
def ward():
    return told_ward()


@pytest.fixture
def leader(ward):
    return browser(user(ward, "lanhdao", ("leader", ward.ward), ("leader", ward.party)))


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "vanphong", ("clerk", ward.ward), ("clerk", ward.party)))


def check(client, unit, line=LINE, on="2021-07-05", **more):
    told = {"key": audit.new_key(), "text": line, "unit": str(unit.pk), "on": on, **more}
    return client.post("/doi-chieu", told)


def test_the_units_of_ones_reach_are_offered_with_today(ward, leader):
    shown = page(leader.get("/doi-chieu"))
    assert f'<option value="{ward.ward.pk}" selected>Số liệu của Phường Thử</option>' in shown


def test_nobody_who_may_not_is_offered_a_unit(ward):
    head = browser(user(ward, "to1", ("group_head", ward.groups[0])))
    for client in (browser(), head):
        assert "Đối chiếu với" not in page(client.get("/doi-chieu"))


def test_a_text_is_held_against_the_units_own_figures_each_with_its_grounds(ward, leader):
    shown = page(check(leader, ward.ward))
    assert "4 khớp" in shown or "3 khớp" in shown
    address = f"/so-lieu/trade.households?don-vi={ward.ward.pk}&amp;ky=2021-H1"
    assert f'<a href="{address}">Vì sao con số này?</a>' in shown


def test_what_the_viewer_may_not_know_reads_alike_whatever_the_text_says(ward, clerk):
    told = [page(check(clerk, ward.ward, LINE.replace(" 3 đảng", f" {n} đảng"))) for n in (3, 7)]
    assert told[0].count("chưa có số để đối chiếu") == told[1].count("chưa có số để đối chiếu")
    assert "party.minority" not in told[0]


def test_a_table_that_is_given_takes_the_place_of_the_units_figures(ward, leader):
    table = "chỉ tiêu\tgiá trị\tđơn vị tính\tkỳ\nTổng số đảng viên\t44\tngười\t30/6/2021"
    shown = page(check(leader, ward.ward, table_text=table))
    assert "Vì sao con số này?" not in shown
    assert "khác số đang lưu" in shown


def test_a_unit_out_of_reach_and_a_day_that_is_none_are_refused_beside_their_fields(ward, leader):
    head = browser(user(ward, "to1", ("group_head", ward.groups[0])))
    refused = check(head, ward.ward)
    assert refused.status_code == 422
    assert "không có quyền đối chiếu" in page(refused)
    late = check(leader, ward.ward, on="hôm qua")
    assert late.status_code == 422
    assert "Ngày viết văn bản: chọn một ngày" in page(late)


def test_the_word_file_with_comments_speaks_of_the_units_figures_too(ward, leader):
    told = {"key": audit.new_key(), "text": LINE, "unit": str(ward.ward.pk), "on": "2021-07-05"}
    answer = leader.post("/doi-chieu/phieu-soat", told)
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("wordprocessingml.document")
