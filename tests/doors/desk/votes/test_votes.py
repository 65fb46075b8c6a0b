"""Votes at the desk without JavaScript: asked, written down by two, settled, closed, published."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import Ballot, BallotSlip, Vote
from dongthuan.decide.assembly.rules import Count
from dongthuan.ground.audit.actors import LOCAL
from tests.decide.assembly.asking import Asking
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/phieu-ho"
DAY = datetime(2021, 6, 3, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def asking(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    asking = Asking().lives(1, 6)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", asking.ward.clock.tick)
    return asking


@pytest.fixture
def clerk(asking):
    return browser(user(asking.ward, "Van Phong", ("clerk", asking.ward.ward)))


@pytest.fixture
def head(asking):
    return browser(user(asking.ward, "To Truong", ("group_head", asking.ward.groups[0])))


def at(vote, more=""):
    return f"{LIST}/{vote.pk}{more}"


def sent(client, address, **fields):
    """Send a form, its names written with _ for the hyphen, and follow where it leads."""
    told = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(address, {**sending(), **told}, follow=True)


def test_a_list_without_votes_says_what_will_stand_there_and_how_to_begin(asking, clerk):
    shown = page(clerk.get(LIST))
    assert "Chưa có đợt lấy phiếu nào" in shown and "Mở đợt lấy phiếu" in shown
    assert "Không dùng cho bầu cử của Nhà nước" in shown


def test_a_vote_is_asked_and_its_roll_frozen_in_three_screens(asking, clerk):
    shown = sent(clerk, f"{LIST}/moi", matter="contribution", title="Góp làm đường?", level="2 triệu",
                 groups=str(asking.ward.groups[0].pk), channels="paper", opens_on="1/6/2021",
                 closes_on="10/6/2021")  # fmt: skip
    vote = Vote.objects.get()
    assert "Chốt danh sách hôm nay thì phải đạt trên 1/2" in page(shown)
    assert "chưa kiểm chứng" in page(shown)
    shown = sent(clerk, at(vote, "/chot-danh-sach"), seen="1")
    assert "Đã chốt danh sách 6 hộ" in page(shown)
    roll = page(clerk.get(at(vote, "/danh-sach")))
    assert "HB1" in roll and "Đại diện 1" in roll


def test_what_cannot_be_asked_comes_back_with_everything_typed(asking, clerk):
    answer = clerk.post(f"{LIST}/moi", {
        **sending(), "matter": "other", "title": "Câu hỏi dài của tổ", "secret": "on",
        "channels": ["paper"], "groups": str(asking.ward.groups[0].pk), "opens_on": "1/6/2021",
        "closes_on": "2/6/2021",
    })  # fmt: skip
    assert answer.status_code == 422
    shown = page(answer)
    assert "Bỏ phiếu kín thì chỉ bỏ phiếu giấy" in shown and "Câu hỏi dài của tổ" in shown


def test_papers_are_typed_one_a_line_by_two_people(asking, clerk, head):
    vote = asking.asked()
    sent(head, at(vote, "/nhap-phieu"), phieu="1 đ\n2 k g\n3 ý\n4 h")
    assert asking.count(vote).cast == 0
    shown = page(head.post(at(vote, "/nhap-phieu"), {**sending(), "phieu": "1 đ"}))
    assert "bác đã nhập phiếu này rồi" in shown
    sent(clerk, at(vote, "/nhap-phieu"), phieu="1 đồng ý\n2 không g\n3 ý kiến khác\n4 hỏng")
    assert asking.count(vote) == Count(1, 1, 1, 1, assisted=1)


def test_a_line_that_says_nothing_names_its_place_and_writes_nothing(asking, head):
    vote = asking.asked()
    answer = head.post(at(vote, "/nhap-phieu"), {**sending(), "phieu": "1 đ\n2 ?\n3 k"})
    assert answer.status_code == 422
    assert "Dòng 2" in page(answer) and "1 đ" in page(answer)
    assert not Ballot.objects.exists()


def test_hands_are_marked_and_counted_by_two(asking, head):
    vote = asking.asked()
    sent(head, at(vote, "/bang-dem"), danh__dau="1", cach="hands", so="1-4")
    shown = sent(head, at(vote, "/bang-dem"), cach="hands", to=str(asking.ward.groups[0].pk),
                 yes="3", no="2", nguoi__1="Lê A", nguoi__2="Trần B")  # fmt: skip
    assert "đếm 5 người giơ tay nhưng danh sách đánh dấu 4 hộ" in page(shown).lower()
    # The page itself says which board it has shown: nobody types that.
    seen = dict(re.findall(r'name="(seen-[^"]+)" value="(\d+)"', page(shown)))
    assert list(seen.values()) == ["1"]
    sent(head, at(vote, "/bang-dem"), cach="hands", to=str(asking.ward.groups[0].pk), yes="3",
         no="1", nguoi__1="Lê A", nguoi__2="Trần B", ly__do="Đếm lại", **seen)  # fmt: skip
    assert asking.count(vote) == Count(3, 1)
    assert queries.counted(vote).tallied.wrong_boards == ()


def test_slips_are_shown_once_with_their_codes_and_squares(asking, clerk):
    vote = asking.asked()
    answer = clerk.post(at(vote, "/phieu-in"), {**sending(), "to": str(asking.ward.groups[0].pk)})
    codes = re.findall(r"(?:[A-Y]{4}-){4}[A-Y]{4}", answer.content.decode())
    assert len(codes) == 6 and answer.content.decode().count("<svg") == 6
    assert BallotSlip.objects.count() == 6
    asking.tap(codes[0])
    assert asking.count(vote) == Count(1)
    assert codes[0] not in page(clerk.get(at(vote, "/phieu-in")))


def test_paper_ballots_bear_their_number_unless_the_vote_is_secret(asking, clerk):
    vote = asking.asked()
    shown = page(clerk.get(at(vote, "/phieu-giay")))
    assert shown.count("☐ Không đồng ý") == 6 and "hộ HB1" in shown
    secret = asking.asked(secret=True, channels=["tally"])
    shown = page(clerk.get(at(secret, "/phieu-giay")))
    assert shown.count("☐ Không đồng ý") == 6 and "HB1" not in shown


def test_a_household_in_two_channels_is_settled_on_its_page(asking, head):
    vote = asking.asked()
    asking.tap(asking.slips(vote)[2], "no")
    asking.papers(vote, {2: "yes"}, "Ba", "Bốn")
    shown = page(head.get(at(vote, "/can-xem-lai")))
    assert "hộ có phiếu ở hai cách" in shown
    line = asking.line(vote, 2)
    answer = head.post(at(vote, f"/can-xem-lai/{line.pk}"), {**sending(), "giu": "phone"})
    assert answer.status_code == 422 and "lý do" in page(answer)
    sent(head, at(vote, f"/can-xem-lai/{line.pk}"), giu="phone", ly__do="Hộ xác nhận")
    assert asking.count(vote) == Count(0, 1)
    assert "Không có phiếu nào cần xem lại" in page(head.get(at(vote, "/can-xem-lai")))


def test_the_page_says_what_stands_in_the_way_and_then_closes(asking, head):
    vote = asking.asked(channels=["paper"], closes_on=DAY.date())
    asking.papers(vote, {1: "yes", 2: "yes", 3: "yes", 4: "yes"}, "Ba", "Bốn")
    assert "Còn nhận phiếu đến hết ngày 03/06/2021" in page(head.get(at(vote)))
    asking.ward.clock.at = DAY
    shown = page(head.get(at(vote)))
    assert "Chốt kết quả" in shown and "còn:" not in shown
    vote.refresh_from_db()
    shown = page(sent(head, at(vote, "/chot-ket-qua"), seen=str(vote.version)))
    assert "Được thông qua: 4 hộ đồng ý" in shown
    assert head.get(at(vote, "/bien-ban")).content[:2] == b"PK"
    assert "Đã công bố" in page(sent(head, at(vote, "/cong-bo")))


def test_the_committees_answer_is_noted_and_an_unclear_day_is_asked_for_again(asking):
    leader = browser(user(asking.ward, "Lanh Dao", ("leader", asking.ward.ward)))
    vote = asking.asked(matter="convention", channels=["paper"], closes_on=DAY.date())
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    told = {"tra__loi": "co", "so__ky__hieu": "9/QĐ-UBND"}
    shown = page(sent(leader, at(vote, "/cong-nhan"), **told, ngay__ky="hôm qua"))
    assert "ghi ngày như 30/6/2021" in shown
    sent(leader, at(vote, "/cong-nhan"), **told, ngay__ky="4/6/2021")
    assert "Đã công nhận: 9/QĐ-UBND, ngày 4/6/2021" in page(leader.get(at(vote)))


def test_pages_of_a_vote_ask_few_questions_of_the_database(
    asking, head, django_assert_max_num_queries
):
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys(range(1, 7), "yes"))
    for address, most in ((LIST, 14), (at(vote), 38), (at(vote, "/danh-sach"), 17),
                          (at(vote, "/nhap-phieu"), 15), (at(vote, "/can-xem-lai"), 20)):  # fmt: skip
        head.get(address)
        with django_assert_max_num_queries(most):
            head.get(address)
