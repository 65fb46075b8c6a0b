"""The ward at a glance: public numbers alone, each a way to its grounds; many wards as a list."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from dongthuan.answer.reports import services as reports
from dongthuan.ground.figures import Reading
from dongthuan.who.org import services as org
from tests.doors.desk.hands import browser, page, user
from tests.doors.portal.test_figure import plain
from tests.doors.portal.test_weight import BUDGET, weight
from tests.wards import FOUNDED, told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.clock.at += timedelta(days=40)
    return ward


def another(ward, code, name):
    return org.found(code=code, kind="ward", name=name, on=FOUNDED, by=ward.house)


def test_without_a_ward_the_first_page_is_the_check(client):
    assert "Dán báo cáo vào đây" in plain(client.get("/"))


def test_the_check_has_an_address_of_its_own_that_answers_both_ways(client, ward):
    assert "Dán báo cáo vào đây" in plain(client.get("/doi-chieu"))
    answer = client.post("/doi-chieu", {"text": "Phường có 5 tổ.", "table_text": ""})
    assert answer.status_code == 200 and "5" in plain(answer)
    assert client.put("/doi-chieu").status_code == 405


def test_the_first_page_is_the_ward_in_public_numbers_of_the_last_ended_period(
    client, ward, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        shown = page(client.get("/"))
    said = plain(client.get("/"))
    assert "<h1>Phường Thử</h1>" in shown
    assert "Cơ sở sản xuất kinh doanh cá thể 1.506 cơ sở đến 30/6/2021" in said
    assert "Thu ngân sách nhà nước trên địa bàn 4.800.000.021 đồng 6 tháng đầu năm 2021" in said
    assert "Số tổ dân phố 3 tổ dân phố" in said
    assert f'href="/so-lieu/trade.households?don-vi={ward.ward.pk}&amp;ky=2021-H1"' in shown


def test_no_number_that_is_not_public_stands_there_for_anybody(client, ward):
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))
    for one in (client, leader):
        said = plain(one.get("/"))
        assert "Hộ nghèo" not in said and "đảng viên" not in said.lower()
    assert leader.get("/")["Cache-Control"] == "no-store"


def test_a_number_public_only_since_today_is_not_shown_of_a_period_when_it_was_not(client, ward):
    ward.define("people.poor", "Hộ nghèo", on=date(2021, 7, 1), reading=Reading.PUBLIC)
    assert "Hộ nghèo" not in plain(client.get("/"))


def test_a_number_public_of_the_whole_stands_there_for_the_whole(client, ward):
    ward.define("party.admitted", "Người mới kết nạp", unit="người", level="cell",
                reading=Reading.WHOLE)  # fmt: skip
    round = ward.round("2020-H2", "party.admitted")
    for cell in ward.cells:
        ward.send(round, cell, party__admitted="4")
    assert "Người mới kết nạp 8 người" in plain(client.get("/"))


def test_ten_numbers_are_enough(client, ward):
    keys = [f"a.k{number}" for number in range(14)]
    for number, key in enumerate(keys):
        ward.define(key, f"Mục {number}", reading=Reading.PUBLIC)
    round = ward.round("2020-H2", *keys)
    for group in ward.groups:
        ward.send(round, group, **{key.replace(".", "__"): "1" for key in keys})
    assert page(client.get("/")).count("<dt>") == 10


def test_a_ward_without_numbers_says_what_will_stand_there(client, ward):
    another(ward, "moi", "Phường Mới")
    said = plain(client.get("/phuong/moi"))
    assert "Chưa có số liệu công khai nào" in said


def test_ratings_and_awards_stand_by_year_with_their_papers(client, ward):
    for year, words in ((2019, "Bằng khen của UBND tỉnh"), (2020, "Cờ thi đua của Chính phủ")):
        reports.note_statement(unit=ward.ward, label=f"Khen thưởng năm {year}", words=words,
                               code=str(year), source="Quyết định 45/QĐ", by=ward.clerk)  # fmt: skip
    said = plain(client.get("/"))
    assert said.index("Cờ thi đua của Chính phủ") < said.index("Bằng khen của UBND tỉnh")
    assert "(Quyết định 45/QĐ)" in said and "Năm 2020" in said


def test_several_wards_are_a_list_to_search_without_marks(client, ward):
    another(ward, "loc-phat", "Phường Lộc Phát")
    assert "Phường Thử" in plain(client.get("/")) and "Phường Lộc Phát" in plain(client.get("/"))
    found = page(client.get("/", {"tim": "loc phat"}))
    assert 'href="/phuong/loc-phat"' in found and "Phường Thử" not in found
    assert "Không thấy phường, xã nào" in plain(client.get("/", {"tim": "xyz"}))
    assert "1.506" in plain(client.get("/phuong/phuong"))


def test_a_code_that_is_no_ward_is_not_there(client, ward):
    for code in ("khong-co", "to-1"):
        assert client.get(f"/phuong/{code}").status_code == 404


def test_a_long_list_of_wards_is_read_page_by_page(client, ward):
    for number in range(1, 90):
        another(ward, f"p-{number}", f"Phường {number}")
    first = page(client.get("/"))
    assert first.count('href="/phuong/') == 60 and "Trang 1/2" in first
    # As people count, and not letter by letter.
    assert first.index(">Phường 9<") < first.index(">Phường 10<")


def test_the_first_view_is_light_and_names_no_other_place(client, ward):
    shown = client.get("/").content
    assert weight(shown) <= BUDGET
    assert not re.findall(rb'(?:src|href)="(?:https?:)?//', shown)
    assert b" style=" not in shown and not re.findall(rb"<script(?![^>]*src=)", shown)


def test_the_way_to_the_first_page_stands_on_every_page(client, ward):
    for address in ("/", "/doi-chieu", "/api", "/khong-co-trang-nay"):
        assert '<a class="name" href="/">Đồng Thuận</a>' in page(client.get(address))
