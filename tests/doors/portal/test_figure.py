"""Why this number: the page of one figure, its panel, and what those without rights are told."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.answer.reports import services as reports
from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.ground.figures import Nature, Reading
from dongthuan.ground.papers import services as terms
from dongthuan.who.org import services as org
from tests.doors.desk.hands import browser, page, user
from tests.doors.portal.test_weight import BUDGET, weight
from tests.wards import FOUNDED, Ward, sheet_of, told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    # The half-year is over.
    ward.clock.at += timedelta(days=40)
    return ward


@pytest.fixture
def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def at(ward, key, unit=None, code="2021-H1", panel=False, **more):
    told = {"don-vi": (unit or ward.ward).pk, "ky": code, **more}
    return f"/so-lieu/{key}{'/can-cu' if panel else ''}?{urlencode(told)}"


def ask(client, *args, **more):
    return client.get(at(*args, **more))


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(answer)))


def numbers_of_parts(shown):
    table = re.search(r'<table class="rows parts">(.*?)</table>', shown, re.S).group(1)
    return [int(n.replace(".", "")) for n in re.findall(r'<b class="n">([\d.]+)</b>', table)]


def correct(ward, group, key="trade.households", text="600", reason="Đếm sót hai nhà ở hẻm 5"):
    services.correct(
        sheet=sheet_of(ward, key, group), key=key, text=text, reason=reason, by=ward.leader
    )  # fmt: skip


def test_anyone_sees_a_public_figure_with_parts_that_add_up_to_it(client, ward):
    answer = ask(client, ward, "trade.households")
    assert answer.status_code == 200
    shown, said = page(answer), plain(answer)
    assert "Tính đến 30/6/2021 · cộng từ 3 tổ dân phố · 3 đã duyệt" in said
    large = re.search(r'class="large">.*?<b class="n">([\d.]+)</b>', shown).group(1)
    assert numbers_of_parts(shown) == [501, 502, 503]
    assert sum(numbers_of_parts(shown)) == int(large.replace(".", "")) == 1506
    assert 'class="bar"' in shown and " style=" not in shown
    assert "nhập" in said and "Mã niêm phong" in said


def test_each_part_leads_to_its_own_page_down_to_the_record(client, ward):
    shown = page(ask(client, ward, "trade.households"))
    place = f"/so-lieu/trade.households?don-vi={ward.groups[1].pk}&amp;ky=2021-H1"
    assert f'href="{place}"' in shown
    said = plain(client.get(place.replace("&amp;", "&")))
    assert "Tổ dân phố 2 ·" in said and "502 cơ sở" in said and "nhập" in said


def test_a_resident_reads_no_names_and_no_reasons_and_an_official_does(client, ward, leader):
    correct(ward, ward.groups[0])
    resident = plain(ask(client, ward, "trade.households"))
    assert "Lãnh đạo," not in resident and "Đếm sót" not in resident
    assert "sửa sau khi duyệt" in resident
    official = plain(ask(leader, ward, "trade.households"))
    assert "Lãnh đạo, sửa sau khi duyệt" in official and "Lý do: Đếm sót hai nhà" in official


@pytest.mark.parametrize("panel", [False, True])
@pytest.mark.parametrize("key", ["people.poor", "party.minority", "people.poor_rate"])
def test_what_is_not_public_answers_like_what_does_not_exist(client, ward, key, panel):
    answers = []
    for asked in (key, "khong.co.muc.nay"):
        with CaptureQueriesContext(
            connection,
        ) as told:
            answer = ask(client, ward, asked, panel=panel)
        answers.append((answer.status_code, answer.content, len(told)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_hidden_figure_answers_alike_with_and_without_a_value(client, ward):
    answers = []
    for code in ("2021-H1", "2019-H1"):
        with CaptureQueriesContext(connection) as told:
            answer = ask(client, ward, "party.minority", code=code)
        answers.append((answer.status_code, answer.content, len(told)))
    assert answers[0] == answers[1]


def test_without_the_stronger_right_a_sensitive_count_is_as_if_it_were_not(ward, clerk, leader):
    answers = []
    for asked in ("party.minority", "khong.co.muc.nay"):
        with CaptureQueriesContext(connection) as told:
            answer = ask(clerk, ward, asked)
        answers.append((answer.status_code, page(answer), len(told)))
    hide = re.compile(r'name="(key|csrfmiddlewaretoken)" value="[^"]+"')
    assert hide.sub("", answers[0][1]) == hide.sub("", answers[1][1])
    assert answers[0][0] == answers[1][0] == 404 and answers[0][2] == answers[1][2]
    assert "3 người" in plain(ask(leader, ward, "party.minority"))


def test_a_right_that_ended_shows_no_more_than_anyone_sees(ward):
    gone = browser(user(ward, "Da Nghi", ("leader", ward.ward), until=date(2021, 6, 30)))
    assert ask(gone, ward, "people.poor").status_code == 404
    assert ask(gone, ward, "trade.households").status_code == 200


def test_parts_beyond_the_viewers_rights_are_left_out_and_the_page_says_so(ward, clerk, leader):
    # The clerk of the ward may know its number of members; the cells stand under the committee.
    said = plain(ask(clerk, ward, "party.members"))
    assert "43" in said and "2 phần không hiển thị vì không có quyền xem" in said
    assert "Chi bộ 1" not in said
    assert "Mã niêm phong" not in said
    whole = plain(ask(leader, ward, "party.members"))
    assert "không hiển thị" not in whole and "Chi bộ 1" in whole and "Mã niêm phong" in whole


def public_of_the_whole(ward):
    ward.define("party.admitted", "Đảng viên mới kết nạp", unit="người", level="cell",
                reading=Reading.WHOLE)  # fmt: skip
    round = ward.round("2020-H2", "party.admitted")
    for number, cell in enumerate(ward.cells, start=3):
        ward.send(round, cell, party__admitted=str(number))


def test_what_is_public_of_the_whole_alone_shows_the_sum_and_no_part(client, ward, leader):
    public_of_the_whole(ward)
    said = plain(ask(client, ward, "party.admitted", code="2020-H2"))
    assert "7 người" in said and "2 phần không hiển thị vì không có quyền xem" in said
    assert "Chi bộ 1" not in said and "Mã niêm phong" not in said
    assert "Chi bộ 1" in plain(ask(leader, ward, "party.admitted", code="2020-H2"))


@pytest.mark.parametrize("panel", [False, True])
def test_a_part_of_what_is_public_of_the_whole_is_as_if_it_were_not(client, ward, panel):
    public_of_the_whole(ward)
    answers = []
    for asked in ("party.admitted", "khong.co.muc.nay"):
        with CaptureQueriesContext(connection) as told:
            answer = ask(client, ward, asked, ward.cells[0], "2020-H2", panel=panel)
        answers.append((answer.status_code, answer.content, len(told)))
    assert answers[0] == answers[1] and answers[0][0] == 404


def test_who_has_not_sent_is_named_to_the_office_and_counted_to_anyone_else(client, ward, leader):
    second = ward.round("2021-H2", "trade.households", due=date(2022, 1, 10))
    ward.send(second, ward.groups[0], trade__households="510")
    ward.clock.at += timedelta(days=200)
    said = plain(ask(client, ward, "trade.households", code="2021-H2"))
    assert "chưa đủ" in said and "1 đã duyệt, 2 chưa gửi" in said
    assert "2 đơn vị chưa gửi số" in said
    # The neighbours are told of no one; they are only absent from the table.
    assert "Tổ dân phố 3" not in said
    official = plain(ask(leader, ward, "trade.households", code="2021-H2"))
    assert "Chưa gửi số: Tổ dân phố 2, Tổ dân phố 3." in official


def test_a_corrected_figure_says_so_and_leads_to_what_was_known_before(client, ward):
    correct(ward, ward.groups[0])
    shown = page(ask(client, ward, "trade.households"))
    assert "Số đã được sửa sau khi duyệt" in shown and "1.605" in shown
    before = re.search(r'href="([^"]+)">Xem số đã biết trước', shown).group(1)
    then = plain(client.get(before.replace("&amp;", "&")))
    assert "Đây là số như đã biết lúc" in then
    assert "1.506" in then and re.search(r"Số đã được sửa sau: nay là 1\.605", then)


def test_known_then_and_unchanged_says_that_too(client, ward):
    said = plain(ask(client, ward, "trade.households", luc="2021-07-01"))
    assert "đến nay vẫn như vậy" in said


def test_an_estimate_is_said_and_stands_hollow_in_the_chart(client, ward):
    second = ward.round("2021-H2", "trade.households", due=date(2022, 1, 10))
    for number, group in enumerate(ward.groups):
        ward.send(second, group, estimate=True, trade__households=str(510 + number))
    shown = page(ask(client, ward, "trade.households", code="2021-H2"))
    assert "Đây là số ước" in shown and "dot hollow" in shown
    # An estimate neither rises nor falls: the title does not say so.
    assert re.search(r"<figcaption><b>Cơ sở sản xuất kinh doanh cá thể qua các kỳ", shown)


def test_a_ratio_shows_both_sums(leader, ward):
    said = plain(ask(leader, ward, "people.poor_rate"))
    assert re.search(r"Hộ nghèo\s+6\b", said) and re.search(r"Tổng số hộ\s+906\b", said)


def test_a_typed_ratio_shows_both_sums(client, ward):
    ward.define("edu.present", "Tỷ lệ đi học", unit="%", nature=Nature.RATIO, decimals=1,
                reading=Reading.PUBLIC)  # fmt: skip
    round = ward.round("2020-H2", "edu.present")
    for group, text in zip(ward.groups, ("9/10", "8/10", "x"), strict=True):
        ward.send(round, group, edu__present=text)
    said = plain(ask(client, ward, "edu.present", code="2020-H2"))
    assert "85%" in said and re.search(r"Tử số\s+17\s*, mẫu số\s+20\b", said)


def test_attainment_shows_the_target_its_owner_and_version(client, ward):
    said = plain(ask(client, ward, "budget.revenue:attained.city", code="2021"))
    assert "UBND thành phố giao, bản 1" in said and "8.000.000.000" in said
    services.set_target(
        key="budget.revenue", unit=ward.ward, code="2021", owner="city",
        owner_words="UBND thành phố giao", version_words="điều chỉnh",
        value=Fraction(7_500_000_000), reason="Điều chỉnh giữa năm", by=ward.clerk,
    )  # fmt: skip
    said = plain(ask(client, ward, "budget.revenue:attained.city", code="2021"))
    assert "UBND thành phố giao (điều chỉnh), bản 2" in said and "7.500.000.000" in said


def test_where_an_issued_report_cites_the_figure(client, ward, leader):
    heading = {
        "title": "Kết quả 6 tháng", "upper_body": "ĐẢNG BỘ", "body": "ĐẢNG ỦY", "body_code": "ĐU",
        "place": "Bảo Lộc", "authority": "", "signer_title": "BÍ THƯ", "signer_name": "",
        "recipients": "",
    }  # fmt: skip
    report = reports.begin(
        unit=ward.ward, issuer=ward.party, code="2021-H1", text="Có {trade.households}.",
        heading=heading, by=ward.clerk,
    )  # fmt: skip
    terms.open_term(body=ward.party.pk, label="2020 – 2025", on=FOUNDED, by=ward.leader)
    issue = reports.issue(report=report, on=date(2021, 7, 2), by=ward.leader)
    said = plain(ask(leader, ward, "trade.households"))
    assert f"Báo cáo số {issue.symbol}" in said and "ghi 1.506" in said
    # Reports are not public: a resident reads of none.
    assert issue.symbol not in plain(ask(client, ward, "trade.households"))


def merge(ward, on=date(2021, 5, 1)):
    org.merge(units=[ward.groups[1]], into=ward.groups[0], on=on, by=ward.house,
              instrument="12/NQ-HĐND")  # fmt: skip


def tell_before(ward, code="2020-H2"):
    earlier = ward.round(code, "trade.households", due=date(2021, 2, 1))
    for number, group in enumerate(ward.groups, start=1):
        ward.send(earlier, group, trade__households=str(400 + number))


def test_merged_units_are_asked_as_they_were_and_as_they_are(client, ward):
    tell_before(ward)
    merge(ward)
    one = ward.groups[0]
    was = page(ask(client, ward, "trade.households", unit=one, code="2020-H2"))
    assert re.search(r'class="large">.*?<b class="n">401</b>', was)
    now = re.search(r'href="([^"]+)">theo địa bàn ngày', was).group(1).replace("&amp;", "&")
    shown = page(client.get(now))
    # Both together, which never reported as one.
    assert re.search(r'class="large">.*?<b class="n">803</b>', shown)
    assert "như địa bàn vào lúc đó</a>" in shown


def test_the_series_of_a_unit_breaks_where_another_was_merged_into_it(client, ward):
    tell_before(ward)
    merge(ward)
    shown = page(ask(client, ward, "trade.households", unit=ward.groups[0]))
    assert "(1) Từ 1/5/2021 gồm cả Tổ dân phố 2; hai bên không so sánh thẳng" in shown
    assert 'class="line-piece"' not in shown and "tăng" not in shown


def test_a_split_without_shares_is_not_comparable_and_says_so(client, ward):
    tell_before(ward)
    halves = [
        org.found(code=f"to-1{letter}", kind="residential_group", name=f"Tổ dân phố 1{letter}",
                  on=date(2021, 5, 1), parent=ward.ward, by=ward.house)
        for letter in "ab"
    ]  # fmt: skip
    org.split(unit=ward.groups[0], into=dict.fromkeys(halves), on=date(2021, 5, 1),
              instrument="13/NQ-HĐND", by=ward.house)  # fmt: skip
    half = halves[0]
    answer = ask(client, ward, "trade.households", unit=half, code="2020-H2", cay="2021-06-30")
    assert answer.status_code == 200
    assert "không so sánh được" in plain(answer)


def test_an_ended_unit_says_until_when_and_who_took_over(client, ward):
    merge(ward, on=date(2021, 1, 1))
    answer = ask(client, ward, "trade.households", unit=ward.groups[1])
    assert answer.status_code == 404
    said = plain(answer)
    assert "«Tổ dân phố 2» có đến hết ngày 31/12/2020" in said
    assert "Xem 6 tháng cuối năm 2020" in said and "Xem Tổ dân phố 1, đơn vị nhận thay" in said


@pytest.mark.parametrize(("told", "status", "said"), [
    ({"don-vi": "999999"}, 404, "Không có đơn vị này"),
    ({"don-vi": "phường"}, 422, "không phải là số của đơn vị"),
    ({"don-vi": "9" * 40}, 422, "không phải là số của đơn vị"),
    ({"ky": "2021-H7"}, 422, "Không đọc được kỳ «2021-H7»"),
    ({"ky": ""}, 422, "Chưa ghi kỳ"),
    ({"ky": "0000"}, 422, "kỳ"),
    ({"ky": "9999"}, 422, "kỳ"),
    ({"ky": "2021-06"}, 422, "có số theo 6 tháng, năm"),
    ({"ky": "2001-H1"}, 404, "có từ 1/1/2015"),
    ({"luc": "hôm nọ"}, 422, "Không đọc được thời điểm"),
    ({"luc": "2099-01-01"}, 422, "chưa đến"),
    ({"cay": "31/2/2021"}, 422, "Không đọc được ngày"),
    ({"che-do": "reporting"}, 422, "chế độ kỳ calendar"),
    ({"che-do": "lịch ta"}, 422, "Không có chế độ kỳ"),
])  # fmt: skip
def test_what_cannot_be_answered_says_which_and_what_to_do(client, ward, told, status, said):
    asked = {"don-vi": ward.ward.pk, "ky": "2021-H1", **told}
    for name in ("", "/can-cu"):
        answer = client.get(f"/so-lieu/trade.households{name}?{urlencode(asked)}")
        assert answer.status_code == status
        assert said in plain(answer)


def test_the_periods_beside_lead_on(client, ward):
    shown = page(ask(client, ward, "trade.households"))
    for code in ("2020-H2", "2020-H1", "2021-H2"):
        assert f"don-vi={ward.ward.pk}&amp;ky={code}" in shown


def test_the_panel_is_a_small_piece_with_the_way_to_the_page(client, ward):
    answer = ask(client, ward, "trade.households", panel=True)
    shown = page(answer)
    assert "<html" not in shown and len(answer.content) < 2000
    assert "1.506" in shown and "cộng từ 3 tổ dân phố" in shown
    assert f'href="/so-lieu/trade.households?don-vi={ward.ward.pk}&amp;ky=2021-H1"' in shown


def test_what_an_official_sees_is_kept_by_no_browser(client, ward, leader):
    assert ask(leader, ward, "trade.households")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in ask(client, ward, "trade.households")


SHAPES = [
    ("trade.households", {}), ("people.poor_rate", {}), ("party.minority", {}),
    ("budget.revenue", {}), ("budget.revenue", {"code": "2021-06"}),
    ("budget.revenue:attained.city", {"code": "2021-H1"}), ("org.groups", {"code": "2021-07-05"}),
    ("trade.households", {"luc": "2021-07-01"}), ("trade.households", {"cay": "2021-07-01"}),
    ("budget.revenue:attained.city", {"luc": "2021-07-01", "cay": "2021-07-01"}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "more"), SHAPES)
def test_every_shape_of_figure_is_answered_in_few_questions(
    ward, leader, key, more, django_assert_max_num_queries
):
    tell_before(ward)
    correct(ward, ward.groups[0])
    merge(ward)
    with django_assert_max_num_queries(15):
        assert ask(leader, ward, key, **more).status_code == 200
    with django_assert_max_num_queries(15):
        assert ask(leader, ward, key, panel=True, **more).status_code == 200


def test_ten_years_are_read_in_as_few_questions_as_one(
    client, monkeypatch, django_assert_max_num_queries
):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("budget.revenue", "Thu ngân sách", unit="đồng", nature=Nature.FLOW,
                frequency=Frequency.MONTH, level="ward", reading=Reading.PUBLIC)  # fmt: skip
    # The first and the last month of ten years, with a gap of years between them.
    for code in ("2016-01", "2016-02", "2021-04", "2021-05"):
        told = ward.round(code, "budget.revenue", due=date(2022, 1, 1))
        ward.send(told, ward.ward, budget__revenue="1000000")
    told = {"lich-su": "10-nam"}
    with django_assert_max_num_queries(15):
        shown = page(ask(client, ward, "budget.revenue", code="2021-05", **told))
    assert shown.count('class="line-piece"') == 2
    assert shown.count("chưa có số") == 62
    # The two neighbouring pairs are joined; the empty years between them are a gap.
    assert "tháng 1/2016" in shown


def test_a_unit_with_many_parts_is_read_page_by_page(client, ward):
    for number in range(4, 140):
        org.found(code=f"to-{number}", kind="residential_group", name=f"Tổ dân phố {number}",
                  on=FOUNDED, parent=ward.ward, by=ward.house)  # fmt: skip
    round = ward.round("2020-H2", "trade.households")
    for sheet in round.sheets.select_related("round", "unit"):
        ward.send(round, sheet.unit, approve=False, trade__households="7")
    first = page(ask(client, ward, "trade.households", code="2020-H2"))
    assert len(numbers_of_parts(first)) == 100 and "Trang 1/2" in first
    second = page(ask(client, ward, "trade.households", code="2020-H2", trang="2"))
    assert len(numbers_of_parts(second)) == 39
    assert "973" in first and "973" in second


def test_the_first_view_is_light_and_names_no_other_place(client, ward):
    for number in range(4, 24):
        org.found(code=f"to-{number}", kind="residential_group", name=f"Tổ dân phố {number}",
                  on=FOUNDED, parent=ward.ward, by=ward.house)  # fmt: skip
    round = ward.round("2020-H2", "trade.households")
    for sheet in round.sheets.select_related("round", "unit"):
        ward.send(round, sheet.unit, trade__households="70")
    shown = ask(client, ward, "trade.households", code="2020-H2").content
    assert weight(shown) <= BUDGET
    assert not re.findall(rb'(?:src|href)="(?:https?:)?//', shown)
    assert b" style=" not in shown and b"<style" not in shown
    assert not re.findall(rb"<script(?![^>]*src=)", shown)
