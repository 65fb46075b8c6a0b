"""The week at the desk and in a telephone: what stands in it, who sees it, how its feed is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import vobject

from dongthuan.decide.meetings import calendar, queries, services
from dongthuan.decide.meetings.calendar import Entry
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.who.access import services as access
from dongthuan.who.access.models import Feed, Grant
from tests.decide.meetings.rooms import EIGHT, TEN, called
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
WEEK = "/lam-viec/lich"
LONG = (
    "Hội nghị sơ kết công tác 6 tháng đầu năm, triển khai nhiệm vụ trọng tâm 6 tháng cuối năm; ý kiến "
    "về Đề án chuyển sinh hoạt chi bộ tổ dân phố, và những việc khác; dấu \\, dấu phẩy"
)


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("party_clerk", ward.party)))


def kept(ward, title="Tiếp công dân", hour=14, unit=None, **more):
    at = datetime(2021, 6, 2, hour, tzinfo=LOCAL)
    told = {"title": title, "starts_at": at, "ends_at": at + timedelta(hours=1), **more}
    return services.keep_entry(unit=unit or ward.ward, by=ward.clerk, **told)


def filled(ward, **more):
    told = {
        "unit": str(ward.ward.pk), "title": "Đi cơ sở", "day": "2021-06-03", "begins": "7h30",
        "ends": "11:00", "who": "Lê Thị Thư", "place": "Tổ dân phố 1",
    }  # fmt: skip
    return {**sending(), **told, **more}


# The page.


def test_meetings_and_other_entries_stand_in_their_day_and_half_of_it(ward):
    called(ward)
    kept(ward, place="Phòng 1", who="Bà Hoa")
    shown = page(clerk(ward).get(f"{WEEK}?tuan=2021-W22"))
    assert "Lịch công tác tuần 22" in shown and "Từ 31/5/2021 đến 6/6/2021" in shown
    assert re.search(
        r"Thứ ba, 1/6</th><th scope=\"row\">Sáng</th><td><div class=\"slot\">.{0,80}08:30 – 10:30",
        shown,
    )
    assert re.search(
        r"Thứ tư, 2/6.{0,120}Chiều</th><td><div class=\"slot\">.{0,80}14:00 – 15:00", shown
    )
    assert "Phòng 1" in shown and "Bà Hoa" in shown


def test_a_week_without_a_name_is_this_one_and_one_that_there_is_not_says_so(ward):
    hands = clerk(ward)
    assert "tuần 22" in page(hands.get(WEEK))
    answer = hands.get(f"{WEEK}?tuan=2021-W60")
    assert answer.status_code == 422 and "Không có tuần «2021-W60»" in page(answer)


def test_what_goes_on_over_midnight_stands_in_both_days(ward):
    at = datetime(2021, 6, 2, 20, tzinfo=LOCAL)
    kept(ward, "Trực bão", starts_at=at, ends_at=at + timedelta(hours=14))
    assert page(clerk(ward).get(f"{WEEK}?tuan=2021-W22")).count("Trực bão") == 2


def test_a_unit_shows_itself_and_what_stands_below_it_and_nothing_beside(ward):
    kept(ward, "Việc phường")
    kept(ward, "Việc tổ 1", unit=ward.groups[0])
    called(ward)
    hands = clerk(ward)
    shown = page(hands.get(f"{WEEK}?tuan=2021-W22&don-vi={ward.ward.pk}"))
    assert "Việc phường" in shown and "Việc tổ 1" in shown and "Ban Chấp hành" not in shown
    shown = page(hands.get(f"{WEEK}?tuan=2021-W22&don-vi={ward.groups[0].pk}"))
    assert "Việc tổ 1" in shown and "Việc phường" not in shown


def test_who_sees_one_group_sees_no_week_of_the_ward(ward):
    kept(ward, "Việc phường")
    head = browser(user(ward, "To Mot", ("group_head", ward.groups[0])))
    assert "Việc phường" not in page(head.get(f"{WEEK}?tuan=2021-W22"))


def test_a_full_week_asks_few_questions(ward, django_assert_max_num_queries):
    for number in range(20):
        kept(ward, f"Việc {number}", hour=8 + number % 9)
    called(ward)
    hands = clerk(ward)
    with django_assert_max_num_queries(14):
        hands.get(f"{WEEK}?tuan=2021-W22")


def test_an_entry_is_kept_changed_by_who_has_seen_it_and_cancelled(ward):
    hands = clerk(ward)
    answer = hands.post(f"{WEEK}/moi", filled(ward))
    assert answer.headers["Location"] == f"{WEEK}?tuan=2021-W22"
    [one] = queries.entries_between(viewer=ward.clerk, start=EIGHT, end=EIGHT + timedelta(days=7))
    told = filled(ward, seen="1", title="Đi cơ sở tổ 2")
    assert hands.post(f"{WEEK}/{one.pk}", told).status_code == 302
    answer = hands.post(f"{WEEK}/{one.pk}", {**told, **sending(), "title": "Bản cũ"})
    assert answer.status_code == 422 and "Người khác vừa sửa" in page(answer)
    hands.post(f"{WEEK}/{one.pk}", {**sending(), "viec": "huy"})
    shown = page(hands.get(f"{WEEK}?tuan=2021-W22"))
    assert "Đi cơ sở tổ 2" in shown and "đã hủy" in shown
    answer = hands.post(f"{WEEK}/{one.pk}", {**sending(), "viec": "huy"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"ends": "7:00"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"begins": "25:00"}, "ghi giờ như 8:30"),
        ({"title": ""}, "Chưa ghi: nội dung"),
        ({"until": "2021-09-03"}, "dài nhất 31 ngày"),
        ({"day": "2001-06-03"}, "Đơn vị không có vào ngày này"),
    ],
)
def test_an_entry_that_cannot_be_comes_back_with_what_was_typed(ward, wrong, said):
    answer = clerk(ward).post(f"{WEEK}/moi", filled(ward, **wrong))
    shown = page(answer)
    assert answer.status_code == 422 and said in shown and "Tổ dân phố 1" in shown


def test_rooms_above_add_what_stands_in_the_week(ward, monkeypatch):
    monkeypatch.setattr(calendar, "_SOURCES", dict(calendar._SOURCES))
    noon = datetime(2021, 6, 4, 12, tzinfo=LOCAL)

    def due(viewer, start, end, units):
        if start < noon < end:
            yield Entry(
                "task", 7, ward.ward.pk, "Hạn báo cáo quý", noon, noon, noon, whole_day=True
            )

    calendar.register("task", due)
    shown = page(clerk(ward).get(f"{WEEK}?tuan=2021-W22"))
    assert "Hạn báo cáo quý" in shown and "cả ngày" in shown
    assert "Hạn báo cáo quý" not in page(
        browser(user(ward, "B", ("clerk", ward.ward))).get(f"{WEEK}?tuan=2021-W23")
    )


# The feed.


def opened(ward, hands, unit=None):
    """Open a secret address, and return where it leads."""
    answer = hands.post(f"{WEEK}/dien-thoai", {**sending(), "don-vi": str((unit or ward.ward).pk)})
    return re.search(r"http://testserver(/lam-viec/lich/[\w-]+\.ics)", page(answer))[1]


def read(address):
    """The feed as another hand's parser reads it, by its titles."""
    answer = browser().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    read = vobject.readOne(answer.content.decode())
    return (
        answer.content,
        {one.summary.value: one for one in getattr(read, "vevent_list", [])},
        read,
    )


def test_a_telephone_reads_the_week_in_the_zone_of_the_house(ward):
    called(ward, unit=ward.ward, kind="working", title=LONG, place="Hội trường, tầng 2")
    raw, events, whole = read(opened(ward, clerk(ward)))
    one = events[LONG]
    assert one.dtstart.value.astimezone(UTC) == EIGHT.astimezone(UTC)
    assert one.dtend.value.utcoffset() == timedelta(hours=7)
    assert one.location.value == "Hội trường, tầng 2"
    assert one.status.value == "CONFIRMED"
    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20210601T083000" in raw
    assert whole.vtimezone.tzid.value == "Asia/Ho_Chi_Minh"


def test_long_vietnamese_lines_are_folded_at_75_bytes_and_never_inside_a_letter(ward):
    called(ward, unit=ward.ward, kind="working", title=LONG)
    raw, events, _ = read(opened(ward, clerk(ward)))
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert LONG in events


def test_what_was_cancelled_says_so_under_the_same_name(ward):
    one = called(ward, unit=ward.ward, kind="working", title="Họp sẽ hủy")
    entry = kept(ward, "Việc sẽ hủy")
    address = opened(ward, clerk(ward))
    _, before, _ = read(address)
    services.cancel(meeting=one, reason="Mưa", by=ward.clerk)
    services.cancel_entry(entry=entry, by=ward.clerk)
    _, after, _ = read(address)
    for title in ("Họp sẽ hủy", "Việc sẽ hủy"):
        assert after[title].status.value == "CANCELLED"
        assert after[title].uid.value == before[title].uid.value
        assert int(after[title].sequence.value) > int(before[title].sequence.value)


def test_a_deadline_of_another_room_is_a_whole_day(ward, monkeypatch):
    monkeypatch.setattr(calendar, "_SOURCES", dict(calendar._SOURCES))
    due = datetime(2021, 6, 4, 17, tzinfo=LOCAL)
    calendar.register("task", lambda *asked: [
        Entry("task", 7, ward.ward.pk, "Hạn", due, due, due, whole_day=True)
    ])  # fmt: skip
    _, events, _ = read(opened(ward, clerk(ward)))
    assert str(events["Hạn"].dtstart.value) == "2021-06-04"
    assert str(events["Hạn"].dtend.value) == "2021-06-05"


def test_no_name_of_a_person_leaves_the_house_with_the_feed(ward):
    called(ward, unit=ward.ward, kind="working")
    kept(ward, who="Trần Văn Riêng")
    raw, _, _ = read(opened(ward, clerk(ward)))
    text = raw.replace(b"\r\n ", b"").decode()
    for name in ("Trần Văn Riêng", "Nguyễn Văn Nghĩa", "Lê Thị Thư", "Ủy viên A", "Van Phong"):
        assert name not in text


def test_a_feed_shows_what_its_user_may_see_at_that_moment(ward):
    kept(ward, "Việc phường")
    who = user(ward, "Van Phong", ("clerk", ward.ward))
    address = opened(ward, browser(who))
    assert "Việc phường" in read(address)[1]
    access.revoke(user=who, role="clerk", unit=ward.ward, by=ward.house)
    assert browser().get(address).status_code == 404
    access.grant(user=who, role="observer", unit=ward.groups[0], on=ward.clerk.today, by=ward.house)
    assert browser().get(address).status_code == 404
    assert Grant.objects.filter(user=who).exists()


def test_a_secret_is_shown_once_kept_as_a_digest_and_shut_by_its_user_alone(ward):
    hands = clerk(ward)
    address = opened(ward, hands)
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43
    one = Feed.objects.get()
    assert token not in str(Feed.objects.values())
    assert token not in page(hands.get(f"{WEEK}/dien-thoai"))
    other = browser(user(ward, "Nguoi Khac", ("leader", ward.ward)))
    answer = other.post(f"{WEEK}/dien-thoai", {**sending(), "thoi": str(one.pk)})
    assert answer.status_code == 422 and browser().get(address).status_code == 200
    hands.post(f"{WEEK}/dien-thoai", {**sending(), "thoi": str(one.pk)})
    assert browser().get(address).status_code == 404


def test_a_guessed_secret_opens_nothing(ward):
    opened(ward, clerk(ward))
    for token in ("x", "a" * 43, Feed.objects.get().token_hash):
        assert browser().get(f"{WEEK}/{token}.ics").status_code == 404


def test_a_new_slip_for_a_lost_phone_shuts_its_calendar_too(ward):
    who = user(ward, "To Mot", ("group_head", ward.groups[0]))
    address = opened(ward, browser(who), ward.groups[0])
    access.issue_slip(user=who, unit=ward.groups[0], by=ward.house)
    assert browser().get(address).status_code == 404


def test_nobody_opens_a_feed_of_a_unit_beyond_their_reach_nor_more_than_ten(ward):
    hands = browser(user(ward, "To Mot", ("group_head", ward.groups[0])))
    for chosen in (str(ward.groups[1].pk), "", "abc", "999999"):
        answer = hands.post(f"{WEEK}/dien-thoai", {**sending(), "don-vi": chosen})
        assert answer.status_code in (403, 422)
    for _ in range(10):
        opened(ward, hands, ward.groups[0])
    answer = hands.post(f"{WEEK}/dien-thoai", {**sending(), "don-vi": str(ward.groups[0].pk)})
    assert answer.status_code == 422 and "Đã có 10 địa chỉ" in page(answer)


def test_a_feed_reaches_half_a_year_ahead_and_stays_readable(ward):
    far = timedelta(days=180)
    called(
        ward,
        unit=ward.ward,
        kind="working",
        title="Cuối năm",
        starts_at=EIGHT + far,
        ends_at=TEN + far,
    )
    called(
        ward,
        unit=ward.ward,
        kind="working",
        title="Sang năm",
        starts_at=EIGHT + 2 * far,
        ends_at=TEN + 2 * far,
    )
    _, events, _ = read(opened(ward, clerk(ward)))
    assert set(events) == {"Cuối năm"}
