"""Votes on the public pages: counts once published, the slip of a household, and never who."""

from __future__ import annotations

from datetime import datetime

import pytest

from dongthuan.decide.assembly import services
from dongthuan.decide.assembly.models import Ballot
from dongthuan.decide.assembly.rules import Count
from dongthuan.ground.audit.actors import LOCAL
from tests.decide.assembly.asking import AFTER, Asking
from tests.doors.desk.hands import browser, page, sending

pytestmark = pytest.mark.django_db
SLIP = "/phieu-ho"


@pytest.fixture
def asking(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    asking = Asking().lives(1, 6)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", asking.ward.clock.tick)
    return asking


def at(vote):
    return f"/lay-phieu/{vote.pk}"


def sent(code, **fields):
    return browser().post(SLIP, {**sending(), "ma": code, **{
        name.replace("_", "-"): told for name, told in fields.items()
    }})  # fmt: skip


def test_without_votes_the_page_says_what_will_stand_there(asking):
    shown = page(browser().get("/lay-phieu"))
    assert "Chưa có đợt lấy phiếu nào" in shown and "Không dùng cho bầu cử của Nhà nước" in shown


def test_a_vote_that_is_only_written_is_nobodys_business(asking):
    vote = asking.begun()
    assert browser().get(at(vote)).status_code == 404
    assert vote.title not in page(browser().get("/lay-phieu"))


def test_an_open_vote_shows_question_threshold_and_law_and_no_count(asking):
    vote = asking.asked()
    asking.papers(vote, {1: "yes", 2: "no"})
    shown = page(browser().get(at(vote)))
    assert "Góp làm đường liên tổ?" in shown and "Trên 1/2" in shown and "chưa kiểm chứng" in shown
    assert "không phải phiếu kín" in shown
    assert "hộ đồng ý" not in shown and "Kết quả</h2>" not in shown
    assert browser().get(f"{at(vote)}/bien-ban").status_code == 404


def test_a_closed_vote_is_silent_until_it_is_published(asking):
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    assert "Được thông qua" not in page(browser().get(at(vote)))
    services.publish(vote=vote, by=asking.ward.leader)
    shown = page(browser().get(at(vote)))
    assert "Được thông qua: 4 hộ đồng ý" in shown and "Pháp lệnh" in shown
    assert browser().get(f"{at(vote)}/bien-ban").content[:2] == b"PK"
    assert browser().get(f"{at(vote)}/bien-ban?dang=pdf").content[:4] == b"%PDF"


def test_no_public_page_names_a_household_or_who_speaks_for_it(asking):
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    services.publish(vote=vote, by=asking.ward.leader)
    for address in ("/lay-phieu", at(vote)):
        shown = page(browser().get(address))
        assert "HB1" not in shown and "Đại diện 1" not in shown


def test_a_slip_is_looked_at_then_answered_with_one_tap(asking):
    vote = asking.asked()
    code = asking.slips(vote)[1]
    shown = page(sent(code))
    assert "Góp làm đường liên tổ?" in shown and 'value="yes"' in shown
    assert not Ballot.objects.exists()
    shown = page(sent(code, y_kien="yes", giup="on"))
    assert "Đã nhận phiếu của hộ" in shown
    assert asking.count(vote) == Count(1, assisted=1)


def test_a_tap_sent_again_is_the_same_tap_and_another_answer_is_refused(asking):
    vote = asking.asked()
    code = asking.slips(vote)[1]
    sent(code, y_kien="yes")
    assert "Đã nhận phiếu của hộ" in page(sent(code, y_kien="yes"))
    again = sent(code, y_kien="no")
    assert again.status_code == 422 and "phiếu lần đầu giữ nguyên" in page(again)
    assert asking.count(vote) == Count(1)


def test_a_household_sees_its_own_line_by_its_code_and_no_other(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.papers(vote, {1: "no"})
    assert "phiếu giấy lấy tại nhà – <b>không đồng ý</b>" in page(sent(codes[1]))
    assert "không đồng ý</b>" not in page(sent(codes[2]))


def test_a_household_in_two_channels_is_told_so(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.papers(vote, {1: "no"})
    assert "Hộ có phiếu ở hai cách" in page(sent(codes[1], y_kien="yes"))


def test_a_code_nobody_printed_is_refused_and_still_stands_in_its_box(asking):
    answer = sent("ACDE-FHJK-LMNP-QRTU-VWXY")
    assert answer.status_code == 422
    assert "xem lại từng chữ" in page(answer) and "ACDE-FHJK-LMNP-QRTU-VWXY" in page(answer)


def test_after_the_last_day_a_slip_is_refused_and_says_until_when(asking):
    vote = asking.asked()
    code = asking.slips(vote)[1]
    asking.ward.clock.at = AFTER
    answer = sent(code, y_kien="yes")
    assert answer.status_code == 422 and "đến hết ngày 10/06/2021" in page(answer)
    assert 'value="yes"' not in page(sent(code))


def test_before_the_first_day_the_page_says_when_it_begins(asking):
    vote = asking.asked(opens_on=datetime(2021, 6, 5, tzinfo=LOCAL).date())
    shown = page(sent(asking.slips(vote)[1]))
    assert "Lấy phiếu bắt đầu từ ngày 5/6/2021" in shown and 'value="yes"' not in shown


def test_no_address_ever_holds_a_code(asking):
    vote = asking.asked()
    code = asking.slips(vote)[1]
    answer = sent(code)
    assert "Location" not in answer.headers and answer.headers["Cache-Control"].count("no-store")
    assert f"?ma={code}" not in page(answer) and f"/{code}" not in page(answer)


def test_a_public_page_of_a_vote_is_light_and_asks_little(asking, django_assert_max_num_queries):
    vote = asking.asked()
    with django_assert_max_num_queries(8):
        answer = browser().get(at(vote))
    assert len(answer.content) < 12_000
