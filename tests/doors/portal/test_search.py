"""Finding in public: what anyone may know, the same for everybody, as a page and for machines."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dongthuan.answer.reports import services as reports
from dongthuan.ground.search import services as search
from dongthuan.who.org import services as org
from dongthuan.who.people import services as people
from tests.doors.desk.hands import browser, page, user
from tests.doors.portal.test_weight import BUDGET, weight
from tests.wards import FOUNDED, told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    reports.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", by=ward.leader,
                  text="Đường Trần Phú.",
                  heading={"title": "Báo cáo", "body": "x", "body_code": "ĐU", "place": "y"})  # fmt: skip
    reports.note_statement(unit=ward.ward, label="Xếp loại năm 2020", code="2020", by=ward.leader,
                           words="Xuất sắc")  # fmt: skip
    person = people.register(name="Nguyễn Thị Đào", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    search.make_anew()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.clock.at += timedelta(days=40)
    return ward


def asked(client, **given):
    return page(client.get("/tim", given))


def test_units_and_awards_lead_to_their_ward_and_measures_to_their_figure(client, ward):
    shown = asked(client, q="to dan pho 2")
    assert 'href="/phuong/phuong"' in shown and "<mark>Tổ</mark>" in shown
    assert 'href="/phuong/phuong"' in asked(client, q="chi bộ 1")
    assert 'href="/phuong/phuong"' in asked(client, q="đảng bộ")
    assert 'href="/phuong/phuong"' in asked(client, q="xep loai")
    shown = asked(client, q="san xuat kinh doanh")
    address = f"/so-lieu/trade.households?don-vi={ward.ward.pk}&amp;ky=2021-H1"
    assert f'href="{address}"' in shown
    assert "1.506" in page(client.get(address.replace("&amp;", "&")))
    assert "/so-lieu/org.groups?" in asked(client, q="số tổ dân phố")


@pytest.mark.parametrize(
    "typed", ["hộ nghèo", "trần phú", "báo cáo", "đợt 2021", "đào", "đảng viên"]
)
def test_nothing_that_is_not_public_is_found_by_anybody_here(client, ward, typed):
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))
    for one in (client, leader):
        shown = asked(one, q=typed)
        assert "<mark>" not in shown and "Không thấy" in shown


def test_a_unit_that_ended_says_so(client, ward):
    org.merge(units=[ward.groups[2]], into=ward.groups[0], on=date(2021, 5, 1), instrument="NQ 1",
              by=ward.house)  # fmt: skip
    assert "không còn trong sơ đồ đơn vị hôm nay" in asked(client, q="tổ dân phố 3")


def test_with_several_wards_a_measure_says_of_which_its_number_is(client, ward):
    org.found(code="an", kind="ward", name="Phường An", on=FOUNDED, by=ward.house)
    assert '<span class="quiet">Phường' in asked(client, q="san xuat kinh doanh")


def test_without_a_ward_nothing_is_found_and_nothing_fails(client):
    assert "Không thấy" in asked(client, q="phường")


def test_the_page_is_light_and_asks_few_questions(client, ward, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        answer = client.get("/tim", {"q": "phuong"})
    assert weight(answer.content) <= BUDGET
    assert b" style=" not in answer.content
    assert 'href="/tim"' in page(client.get("/"))


# --- For machines ----------------------------------------------------------------------------------


def told(client, **given):
    answer = client.get("/api/v1/search", given)
    return answer.status_code, json.loads(answer.content)


def test_machines_find_the_same_within_their_rights(client, ward):
    status, found = told(client, q="to dan pho")
    assert status == 200 and found["count"] >= 3 and found["more"] is False
    first = found["items"][0]
    assert (first["kind"], first["title"], first["unit"]) == (
        "unit", "Tổ dân phố 1", ward.groups[0].pk,
    )  # fmt: skip
    assert told(client, q="trần phú")[1] == {"count": 0, "more": False, "next": None, "items": []}
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))
    found = told(leader, q="trần phú")[1]["items"][0]
    assert (found["kind"], found["place"], found["text"]) == ("report", 1, "Đường Trần Phú.")


def test_machines_read_page_by_page_and_are_told_what_is_wrong(client, ward):
    status, found = told(client, q="to dan pho", limit=2)
    assert len(found["items"]) == 2 and found["next"] == 2
    rest = told(client, q="to dan pho", limit=2, offset=2)[1]["items"]
    assert rest[0]["title"] == "Tổ dân phố 3"
    for given in ({}, {"q": "t"}, {"q": "tổ", "limit": "0"}):
        status, said = told(client, **given)
        assert status == 422 and said["fields"]
