"""The door for machines: figures, their grounds and series, to whoever may know them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.decide.indicators import services
from dongthuan.ground.figures import Nature, Reading
from tests.doors.api.schema import fits
from tests.doors.desk.hands import browser, page, user
from tests.wards import sheet_of, told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.clock.at += timedelta(days=40)
    return ward


@pytest.fixture
def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))


def get(client, where, **asked):
    return client.get(f"/api/v1/{where}?{urlencode(asked, doseq=True)}")


def figure(client, ward, key="trade.households", where="figures", **more):
    return get(client, where, **{"key": key, "unit": ward.ward.pk, "period": "2021-H1", **more})


def test_a_public_figure_is_told_to_anyone_exactly_and_as_printed(client, ward):
    answer = figure(client, ward)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/json")
    (one,) = answer.json()["items"]
    assert (one["state"], one["value"], one["printed"]) == ("value", "1506", "1.506 cơ sở")
    assert one["period"]["words"] == "6 tháng đầu năm 2021" and one["period"]["end"] == "2021-07-01"


def test_no_digit_is_lost_and_an_endless_number_says_that_it_was_rounded(client, ward, leader):
    (one,) = figure(leader, ward, "people.poor_rate").json()["items"]
    assert (one["part"], one["whole"], one["exact"]) == ("6", "906", False)
    assert one["value"].startswith("0.66225")
    (one,) = figure(client, ward, "budget.revenue").json()["items"]
    assert (one["value"], one["exact"]) == ("4800000021", True)


HIDDEN = ["people.poor", "people.poor_rate", "party.members", "party.minority"]


@pytest.mark.parametrize("where", ["figures", "figures/explain", "series"])
@pytest.mark.parametrize("key", HIDDEN)
def test_what_may_not_be_known_answers_like_what_does_not_exist(client, ward, key, where):
    answers = []
    for asked in (key, "khong.co"):
        with CaptureQueriesContext(connection) as told:
            answer = figure(client, ward, asked, where)
        answers.append((answer.status_code, answer.content, sorted(answer.items()), len(told)))
    assert answers[0] == answers[1] and answers[0][0] == 404


@pytest.mark.parametrize("where", ["figures", "figures/explain", "series"])
def test_to_a_session_too_what_it_may_not_know_is_as_if_it_were_not(ward, where):
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    answers = []
    for asked in ("party.minority", "khong.co"):
        with CaptureQueriesContext(connection) as told:
            answer = figure(clerk, ward, asked, where)
        answers.append((answer.status_code, answer.content, len(told)))
    assert answers[0] == answers[1] and answers[0][0] == 404


@pytest.mark.parametrize("where", ["figures", "figures/explain", "series"])
def test_what_is_public_of_the_whole_is_hidden_of_its_parts(client, ward, where):
    ward.define("party.admitted", "Người mới kết nạp", level="cell", reading=Reading.WHOLE)
    answers = []
    for asked in ("party.admitted", "khong.co"):
        with CaptureQueriesContext(connection) as told:
            answer = figure(client, ward, asked, where, unit=ward.cells[0].pk)
        answers.append((answer.status_code, answer.content, len(told)))
    assert answers[0] == answers[1] and answers[0][0] == 404
    assert figure(client, ward, "party.admitted", where).status_code == 200


def test_a_sensitive_zero_and_a_sensitive_number_are_equally_unknown(client, ward):
    answers = []
    for group in ward.cells:
        answers.append(figure(client, ward, "party.minority", unit=group.pk))
    services.correct(sheet=sheet_of(ward, "party.minority", ward.cells[0]), key="party.minority",
                     text="0", reason="Ghi nhầm cột", by=ward.leader)  # fmt: skip
    answers.append(figure(client, ward, "party.minority", unit=ward.cells[0].pk))
    assert len({(a.status_code, a.content) for a in answers}) == 1


def test_among_others_the_hidden_stands_beside_the_absent(client, ward):
    told = figure(client, ward, ["trade.households", "people.poor", "khong.co"]).json()
    assert [one["key"] for one in told["items"]] == ["trade.households"]
    assert [one["key"] for one in told["not_found"]] == ["people.poor", "khong.co"]
    assert {frozenset(one) for one in told["not_found"]} == {frozenset({"key", "unit", "period"})}


def test_a_signed_in_session_sees_by_its_grants_and_an_ended_grant_gives_nothing(ward, leader):
    assert figure(leader, ward, "party.minority").json()["items"][0]["value"] == "3"
    gone = browser(user(ward, "Da Nghi", ("leader", ward.ward), until=date(2021, 6, 30)))
    assert figure(gone, ward, "people.poor").status_code == 404
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    assert figure(clerk, ward, "people.poor").status_code == 200
    assert figure(clerk, ward, "party.minority").status_code == 404


def test_measures_are_listed_only_as_far_as_one_may_know(client, ward, leader):
    def keys(one):
        return {m["key"] for m in get(one, "measures").json()["items"]}

    assert {"trade.households", "budget.revenue:attained.city", "org.groups"} <= keys(client)
    assert not keys(client) & set(HIDDEN)
    assert set(HIDDEN) <= keys(leader)
    found = get(client, "measures", search="ngan sach nha nuoc").json()["items"]
    assert {m["key"].split(":")[0] for m in found} == {"budget.revenue"}


def test_lists_are_read_page_by_page(client, ward):
    first = get(client, "units", limit=4).json()
    assert len(first["items"]) == 4 and first["next"] == 4 and first["count"] == 7
    rest = get(client, "units", limit=4, offset=first["next"]).json()
    assert rest["next"] is None and len(rest["items"]) == 3
    assert not {u["id"] for u in first["items"]} & {u["id"] for u in rest["items"]}
    assert get(client, "measures", limit=1).json()["next"] == 1


def test_units_are_those_of_the_day(client, ward):
    assert get(client, "units", on="2001-01-01").json()["items"] == []
    groups = get(client, "units", kind="residential_group").json()["items"]
    assert [u["name"] for u in groups] == ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3"]
    assert {u["parent"] for u in groups} == {ward.ward.pk}


def test_the_grounds_add_up_down_to_the_records(client, ward):
    told = figure(client, ward, where="figures/explain").json()
    parts = told["grounds"]["parts"]
    assert sum(int(p["value"]) for p in parts) == int(told["value"]) == 1506
    (record,) = parts[0]["grounds"]["records"]
    assert (record["value"], record["manner"], record["approved"]) == ("501", "nhập", True)
    assert len(told["grounds"]["hash"]) == 64 and told["next"] is None


def test_a_resident_reads_no_names_and_no_reasons_in_the_grounds(client, ward, leader):
    services.correct(sheet=sheet_of(ward, "trade.households", ward.groups[0]),
                     key="trade.households", text="600", reason="Đếm sót hai nhà",
                     by=ward.leader)  # fmt: skip

    def record(one):
        told = figure(one, ward, where="figures/explain").json()
        return told["grounds"]["parts"][0]["grounds"]["records"][0]

    assert (record(client)["by"], record(client)["why"]) == ("", "")
    assert record(client)["manner"] == "sửa sau khi duyệt"
    assert (record(leader)["by"], record(leader)["why"]) == ("Lãnh đạo", "Đếm sót hai nhà")


def test_parts_beyond_the_rights_are_counted_and_the_seal_is_withheld(ward):
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    told = figure(clerk, ward, "party.members", "figures/explain").json()["grounds"]
    assert (told["parts"], told["hidden_parts"], told["hash"]) == ([], 2, "")


def test_who_has_not_sent_is_a_number_to_anyone_and_named_to_the_office(client, ward, leader):
    round = ward.round("2020-H2", "trade.households")
    ward.send(round, ward.groups[0], trade__households="5")
    grounds = [
        figure(one, ward, where="figures/explain", period="2020-H2").json()["grounds"]
        for one in (client, leader)
    ]
    assert (grounds[0]["silent"], grounds[0]["silent_unnamed"]) == ([], 2)
    assert grounds[1]["silent"] == [g.pk for g in ward.groups[1:]]


def test_the_grounds_of_many_parts_are_read_page_by_page(client, ward):
    first = figure(client, ward, where="figures/explain", limit=2).json()
    assert len(first["grounds"]["parts"]) == 2 and (first["count"], first["next"]) == (3, 2)
    rest = figure(client, ward, where="figures/explain", limit=2, offset=2).json()
    assert [p["unit"] for p in rest["grounds"]["parts"]] == [ward.groups[2].pk]


def test_states_are_told_apart(client, ward):
    ward.define("a.some", "Mục thử", reading=Reading.PUBLIC)
    round = ward.round("2020-H2", "a.some")
    for group, text in zip(ward.groups, ("0", "x"), strict=False):
        ward.send(round, group, a__some=text)
    told = figure(client, ward, "a.some", unit=[g.pk for g in ward.groups] + [ward.ward.pk],
                  period="2020-H2").json()["items"]  # fmt: skip
    assert [(one["state"], one["value"]) for one in told] == [
        ("value", "0"), ("not_applicable", None), ("missing", None), ("partial", "0"),
    ]  # fmt: skip


def test_an_earlier_knowledge_is_told_as_it_was(client, ward):
    services.correct(sheet=sheet_of(ward, "trade.households", ward.groups[0]),
                     key="trade.households", text="600", reason="Đếm sót", by=ward.leader)  # fmt: skip
    assert figure(client, ward).json()["items"][0]["value"] == "1605"
    then = figure(client, ward, known_at="2021-07-01").json()["items"][0]
    assert then["value"] == "1506"


def test_a_series_keeps_its_gaps_and_says_what_it_shows(client, ward):
    ward.define("a.flow", "Mục thử", nature=Nature.STOCK, reading=Reading.PUBLIC)
    for code, text in (("2019-H2", "1"), ("2020-H2", "3")):
        round = ward.round(code, "a.flow")
        for group in ward.groups:
            ward.send(round, group, a__flow=text)
    told = figure(client, ward, "a.flow", "series", period="2020-H2").json()
    assert [p["value"] for p in told["points"]] == ["3", None, "9"]
    assert told["finding"].startswith("Mục thử tăng từ 3 lên 9 hộ")


@pytest.mark.parametrize(("asked", "field", "said"), [
    ({"period": "2021-H9"}, "period", "Không đọc được kỳ"),
    ({"period": "2021-06"}, "period", "6 tháng"),
    ({"unit": "phường"}, "unit", "không phải là số"),
    ({"known_at": "hôm qua"}, "known_at", "Không đọc được thời điểm"),
    ({"known_at": "2999-01-01"}, "known_at", "chưa đến"),
    ({"as_of": "31/2/2021"}, "as_of", "Không đọc được ngày"),
    ({"regime": "reporting"}, "regime", "chế độ kỳ"),
    ({"regime": "âm lịch"}, "regime", "Không có chế độ kỳ"),
])  # fmt: skip
def test_a_question_that_is_unclear_is_refused_in_vietnamese_naming_the_field(
    client, ward, asked, field, said
):
    for where in ("figures", "figures/explain", "series"):
        answer = figure(client, ward, where=where, **asked)
        assert answer.status_code == 422, where
        assert answer.json()["fields"][0]["field"] == field and said in answer.json()["problem"]


def test_what_is_left_out_or_no_number_names_its_field_too(client, ward):
    answer = get(client, "figures", key="trade.households")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["unit", "period"]
    answer = get(client, "units", limit="nhiều")
    assert answer.json()["fields"] == [{"field": "limit", "message": "Ô này ghi số nguyên."}]


def test_too_much_at_once_is_refused(client, ward):
    many = [f"20{year:02d}-H1" for year in range(10, 99)]
    answer = figure(client, ward, ["a", "b", "c"], period=many)
    assert answer.status_code == 422 and "240" in answer.json()["problem"]


def test_an_ended_or_unknown_unit_says_so(client, ward):
    answer = figure(client, ward, unit=999999)
    assert answer.status_code == 404 and "Không có đơn vị này" in answer.json()["problem"]


def test_public_answers_carry_a_mark_and_are_not_sent_twice(client, ward):
    answer = figure(client, ward)
    assert answer["Cache-Control"] == "public, max-age=300" and "Cookie" in answer["Vary"]
    again = client.get(
        f"/api/v1/figures?key=trade.households&unit={ward.ward.pk}&period=2021-H1",
        headers={"if-none-match": answer["ETag"]},
    )
    assert again.status_code == 304 and again.content == b""


def test_what_a_session_is_told_is_kept_by_nobody(ward, leader):
    answer = figure(leader, ward)
    assert answer["Cache-Control"] == "no-store" and "ETag" not in answer
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent(client, ward, method):
    answer = getattr(client, method)("/api/v1/measures")
    assert answer.status_code == 405 and "chỉ để đọc" in answer.json()["problem"]


def test_the_head_alone_is_answered(client, ward):
    answer = client.head("/api/v1/measures")
    assert answer.status_code == 200 and answer.content == b""


def test_an_address_without_anything_says_where_to_look(client, db):
    answer = client.get("/api/v1/khong-co")
    assert answer.status_code == 404 and "/api" in answer.json()["problem"]


def test_the_description_is_in_vietnamese_and_names_reads_only(client, db):
    told = client.get("/api/v1/openapi.json").json()
    assert "Chỉ đọc" in told["info"]["description"]
    assert set(told["paths"]) == {
        "/api/v1/measures", "/api/v1/search", "/api/v1/units", "/api/v1/figures", "/api/v1/figures/explain",
        "/api/v1/series",
    }  # fmt: skip
    for path in told["paths"].values():
        assert set(path) == {"get"} and path["get"]["summary"] and path["get"]["description"]
        assert all(one["description"] for one in path["get"]["parameters"])


def test_every_answer_is_as_the_description_says(client, ward, leader):
    told = client.get("/api/v1/openapi.json").json()
    for one in (client, leader):
        for where, asked in (
            ("measures", {}), ("units", {}),
            ("figures", {"key": ["trade.households", "x"], "unit": ward.ward.pk, "period": "2021-H1"}),
            ("figures/explain", {"key": "budget.revenue:attained.city", "unit": ward.ward.pk, "period": "2021"}),
            ("figures/explain", {"key": "org.groups", "unit": ward.ward.pk, "period": "2021-07-01"}),
            ("series", {"key": "budget.revenue", "unit": ward.ward.pk, "period": "2021-06"}),
            ("figures", {"key": "x", "unit": ward.ward.pk, "period": "2021-H1"}),
            ("figures", {"key": "x"}),
        ):  # fmt: skip
            answer = get(one, where, **asked)
            shape = told["paths"][f"/api/v1/{where}"]["get"]["responses"][str(answer.status_code)]
            shape = shape["content"]["application/json"]["schema"]
            fits(json.loads(answer.content), shape, told["components"]["schemas"])


@pytest.mark.parametrize(("where", "asked"), [
    ("figures", {"key": ["trade.households", "budget.revenue", "people.poor"],
                 "period": ["2021-H1", "2020-H2", "2020-H1", "2019-H2"]}),
    ("figures/explain", {"key": "people.poor_rate", "period": "2021-H1"}),
    ("series", {"key": "budget.revenue", "period": "2021-06", "points": 120}),
])  # fmt: skip
def test_a_question_is_answered_in_few_queries(
    ward, leader, where, asked, django_assert_max_num_queries
):
    units = [u.pk for u in (ward.ward, *ward.groups)] if where == "figures" else ward.ward.pk
    with django_assert_max_num_queries(15):
        assert get(leader, where, unit=units, **asked).status_code == 200


def test_the_guide_stands_alone(client, ward):
    shown = page(client.get("/api"))
    assert "/api/v1/figures/explain" in shown and '<script src="/static/' in shown
    assert "cdn" not in shown.lower()
