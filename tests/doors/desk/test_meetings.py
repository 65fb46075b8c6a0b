"""Meetings at the desk: called, marked, taken down and signed without JavaScript, in few screens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.meetings import queries, services
from dongthuan.decide.meetings.models import Meeting
from dongthuan.decide.meetings.rules import Attendance, Named
from dongthuan.who.people import services as people
from tests.decide.meetings import rooms
from tests.decide.meetings.rooms import EIGHT, TEN, at_noon, called, decided, held, signed, vote
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/cuoc-hop"
NEW = f"{LIST}/moi"


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("party_clerk", ward.party)))


def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))


def at(one, more=""):
    return f"{LIST}/{one.pk}{more}"


def filled(ward, **more):
    """The boxes of «Mời họp» as a clerk fills them in."""
    told = {
        "unit": str(ward.party.pk), "kind": "committee", "title": "Hội nghị lần thứ 12",
        "day": "2021-06-01", "begins": "8h30", "ends": "10:30", "place": "Hội trường",
        "chair": "Nguyễn Văn Nghĩa – Bí thư", "secretary": "Lê Thị Thư, Chánh Văn phòng",
        "quorum": ">= 2/3", "agenda": "Đánh giá | Ông Nghĩa\nViệc khác", "roll": "none",
        "names": "Ủy viên A – UVBCH\nỦy viên B – UVBCH\nTrần Thị Khách – MTTQ (khách mời)",
    }  # fmt: skip
    return {**sending(), **told, **more}


def marks_of(one, **standings):
    """The roll as sent: everyone's mark with the version that was seen."""
    told = {}
    for row in queries.whole(one).roll:
        standing, _, reason = standings.get(row.name[-1], "present").partition(":")
        told |= {f"p-{row.pk}.{row.version}": standing, f"ly-do-{row.pk}": reason}
    return told


# The list.


def test_a_list_without_meetings_says_what_will_stand_there_and_how_to_begin(ward):
    shown = page(clerk(ward).get(LIST))
    assert "Chưa có cuộc họp nào" in shown and "Mời họp" in shown
    observer = browser(user(ward, "Giam Sat", ("observer", ward.ward)))
    assert "Mời họp" not in page(observer.get(LIST))


def test_meetings_stand_under_what_is_to_be_done_with_them(ward):
    later = called(
        ward, title="Họp sau", starts_at=EIGHT + timedelta(days=1), ends_at=TEN + timedelta(days=1)
    )
    gone = called(ward, title="Họp hủy")
    services.cancel(meeting=gone, reason="Mưa lớn", by=ward.clerk)
    called(ward, title="Quên điểm danh")
    held(ward, title="Chờ ký", past_is_meant=True)
    shown = page(clerk(ward).get(LIST))
    order = [
        "Chờ biên bản",
        "Quên điểm danh",
        "Sắp họp",
        later.title,
        "Đã họp",
        "Họp hủy",
        "Mưa lớn",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "Chờ ký" in shown
    assert "Chờ ký" not in page(clerk_of_group(ward).get(LIST))


def clerk_of_group(ward):
    return browser(user(ward, "To Mot", ("group_head", ward.groups[0])))


def test_a_long_past_has_pages_and_a_list_asks_few_questions(ward, django_assert_max_num_queries):
    at_noon(ward)
    for number in range(33):
        one = called(ward, title=f"Họp {number}", roll=(), past_is_meant=True)
        Meeting.objects.filter(pk=one.pk).update(
            status="minuted", starts_at=EIGHT - timedelta(days=number)
        )
    hands = clerk(ward)
    with django_assert_max_num_queries(16):
        assert "Trang 1/2" in page(hands.get(LIST))
    assert "Họp 32" in page(hands.get(f"{LIST}?trang=2"))


def test_a_unit_that_there_is_not_shows_all_and_breaks_nothing(ward):
    called(ward)
    hands = clerk(ward)
    for asked in ("999999", "x", "-1", "٣"):
        assert "Ban Chấp hành" in page(hands.get(f"{LIST}?don-vi={asked}"))


# From agenda to signed minutes: the pages one after another.


def test_from_agenda_to_signed_minutes_in_four_screens(ward):
    hands, signing = clerk(ward), leader(ward)
    screens = []

    # One: everything a notice says, the agenda, the roll.
    screens.append(hands.get(NEW))
    answer = hands.post(NEW, filled(ward))
    one = Meeting.objects.get()
    assert answer.headers["Location"] == at(one)
    assert [row.name for row in queries.whole(one).roll][:1] == ["Ủy viên A"]
    assert (one.chair, one.chair_title) == ("Nguyễn Văn Nghĩa", "Bí thư")
    assert (one.secretary, one.secretary_title) == ("Lê Thị Thư", "Chánh Văn phòng")

    # Two: the meeting, whose roll is called on it.
    at_noon(ward)
    screens.append(hands.get(at(one)))
    answer = hands.post(at(one, "/diem-danh"), {**sending(), **marks_of(one), "con-lai": "1"})
    assert answer.headers["Location"] == at(one, "/dien-bien")

    # Three: what was said, decided and voted.
    screens.append(hands.get(at(one, "/dien-bien")))
    [first, second] = queries.whole(one).agenda
    answer = hands.post(at(one, "/dien-bien"), {
        **sending(), f"said-{first.pk}": "Nhất trí với báo cáo.", f"said-{first.pk}-seen": "1",
        f"said-{second.pk}": "", f"said-{second.pk}-seen": "1",
        f"n{first.pk}-text": "Thông qua báo cáo", f"n{first.pk}-manner": "hands",
        f"n{first.pk}-yes": "2", f"n{first.pk}-threshold": "> 1/2", f"n{first.pk}-base": "present",
        "n0-text": "Giao Văn phòng ra nghị quyết", "viec": "bien-ban",
    })  # fmt: skip
    assert answer.headers["Location"] == at(one, "/bien-ban")

    # Four: the minutes as they will be, and the signature.
    screens.append(signing.get(at(one, "/bien-ban")))
    shown = page(screens[-1])
    assert "được thông qua" in shown and "Nhất trí với báo cáo." in shown
    seen = re.search(r'name="seen" value="(\d+)"', shown)[1]
    answer = signing.post(at(one, "/bien-ban"), {**sending(), "seen": seen, "ket-thuc": "10:30"})
    assert answer.headers["Location"] == at(one)
    assert len(screens) == 4 and all(screen.status_code == 200 for screen in screens)

    one.refresh_from_db()
    assert [row.text for row in queries.adopted(one)] == [
        "Thông qua báo cáo",
        "Giao Văn phòng ra nghị quyết",
    ]
    file = hands.get(at(one, "/bien-ban/1"))
    assert file.content[:2] == b"PK" and "bien-ban" in file.headers["Content-Disposition"]
    assert "Tải biên bản, bản 1" in page(hands.get(at(one)))


def test_every_page_of_a_meeting_asks_few_questions(ward, django_assert_max_num_queries):
    one = held(ward)
    decided(ward, one, vote(), services.Given("Thống nhất"))
    hands = leader(ward)
    hands.get(LIST)
    for more in ("", "/giay-moi", "/thanh-phan", "/diem-danh", "/dien-bien", "/bien-ban", "/sua"):
        with django_assert_max_num_queries(20):
            assert hands.get(at(one, more)).status_code == 200, more


def test_office_holders_come_to_the_roll_and_stand_in_the_suggestions(ward):
    who = people.register(name="Đỗ Văn Tuấn", unit=ward.party, by=ward.house)
    people.appoint(person=who, unit=ward.party, title="Phó Bí thư", on=FOUNDED, by=ward.house)
    hands = clerk(ward)
    assert "Đỗ Văn Tuấn – Phó Bí thư" in page(hands.get(NEW))
    hands.post(NEW, filled(ward, roll="offices", names=""))
    [row] = queries.whole(Meeting.objects.get()).roll
    assert (row.name, row.title, row.person_id) == ("Đỗ Văn Tuấn", "Phó Bí thư", who.pk)


def test_the_next_meeting_is_called_like_the_last(ward):
    one = held(ward)
    signed(ward, one)
    hands = clerk(ward)
    shown = page(hands.get(f"{NEW}?nhu={one.pk}"))
    assert "Hội nghị Ban Chấp hành lần thứ 12" in shown and "Lê Thị Thư – Chánh Văn phòng" in shown
    hands.post(NEW, filled(ward, roll="last", names="", day="2021-06-20"))
    assert queries.whole(Meeting.objects.latest("pk")).count.called == len(rooms.ROLL)


# What is refused keeps what was typed.


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"ends": "8:00"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"begins": "sáng"}, "ghi giờ như 8:30"),
        ({"day": "2021-05-01"}, "Giờ họp đã qua"),
        ({"kind": "residents"}, "không phải cuộc họp của đơn vị này"),
        ({"names": "Lê A\nLÊ A"}, "Dòng 2 trùng dòng 1"),
        ({"names": "\n".join(f"Người {n} – {n}" for n in range(1999)) + "\nNgười 5 – 5"},
         "Dòng 2000 trùng dòng 6"),
        ({"title": ""}, "Chưa ghi: tên cuộc họp"),
        ({"unit": "999999"}, "không còn trong danh sách"),
        ({"chair": ""}, "Chưa ghi: chủ trì"),
    ],
)  # fmt: skip
def test_what_cannot_be_called_comes_back_with_its_place_and_everything_typed(ward, wrong, said):
    answer = clerk(ward).post(NEW, filled(ward, **wrong))
    shown = page(answer)
    assert answer.status_code == 422 and said in shown
    assert "Đánh giá | Ông Nghĩa" in shown
    assert not Meeting.objects.exists()


def test_a_meeting_that_was_held_is_written_down_by_who_says_so(ward):
    at_noon(ward)
    hands = clerk(ward)
    shown = page(hands.post(NEW, filled(ward)))
    assert "Ghi lại cuộc họp đã diễn ra" in shown and 'name="past"' in shown
    assert hands.post(NEW, filled(ward, past="on")).status_code == 302


def test_two_who_change_a_meeting_meet_and_the_second_keeps_what_they_typed(ward):
    one = called(ward)
    hands = clerk(ward)
    told = filled(ward, seen="1", title="Tên của người thứ hai")
    begun = {name: getattr(one, name) for name in
             ("title", "starts_at", "ends_at", "chair", "secretary", "quorum")}  # fmt: skip
    services.change(meeting=one, seen=1, by=ward.clerk, place="Nhà văn hóa tổ 5", **begun)
    answer = hands.post(at(one, "/sua"), told)
    shown = page(answer)
    assert answer.status_code == 422 and "Người khác vừa ghi" in shown
    assert "<dt>Địa điểm</dt><dd>Nhà văn hóa tổ 5</dd>" in shown and "<dt>Ngày</dt>" not in shown
    assert "Tên của người thứ hai" in shown
    again = re.search(r'name="seen" value="(\d+)"', shown)[1]
    assert hands.post(at(one, "/sua"), {**told, **sending(), "seen": again}).status_code == 302
    one.refresh_from_db()
    assert one.title == "Tên của người thứ hai"


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"yes": "bảy"}, "Đồng ý: ghi số, như 12."),
        ({"yes": "-2"}, "không ghi số âm"),
        ({"yes": "5", "no": "3"}, "Có 8 phiếu mà chỉ 6 người"),
        ({"yes": ""}, "Chưa ghi kết quả biểu quyết"),
        ({"manner": "ballot"}, "tên hai người kiểm phiếu"),
        ({"yes": "9" * 30}, "số lớn quá"),
    ],
)
def test_a_vote_that_cannot_be_is_told_beside_its_boxes_and_nothing_is_kept(ward, wrong, said):
    one = held(ward)
    [first, _] = queries.whole(one).agenda
    told = {"text": "Thông qua", "manner": "hands", "yes": "4", "threshold": "> 1/2", "base": "all"}
    boxes = {f"n{first.pk}-{name}": value for name, value in {**told, **wrong}.items()}
    said_box = {f"said-{first.pk}": "Ý kiến dài", f"said-{first.pk}-seen": "1"}
    answer = clerk(ward).post(at(one, "/dien-bien"), {**sending(), **boxes, **said_box})
    shown = page(answer)
    assert answer.status_code == 422 and said in shown
    assert "Ý kiến dài" in shown and "Thông qua" in shown
    assert queries.whole(one).decisions == []


def test_words_that_two_secretaries_wrote_for_one_matter_are_both_on_the_page(ward):
    one = held(ward)
    [first, _] = queries.whole(one).agenda
    services.take_down(
        meeting=one, said={first.pk: services.Said("Của người kia", 1)}, by=ward.clerk
    )
    answer = clerk(ward).post(at(one, "/dien-bien"), {
        **sending(), f"said-{first.pk}": "Của tôi", f"said-{first.pk}-seen": "1",
    })  # fmt: skip
    shown = page(answer)
    assert answer.status_code == 422 and "Của người kia" in shown and "Của tôi" in shown


def test_a_decision_that_came_meanwhile_stays_as_it_is_and_one_that_went_loses_no_typed_word(ward):
    one = held(ward)
    decided(ward, one, services.Given("Một"))
    [first] = queries.whole(one).decisions
    hands = clerk(ward)
    box = {f"d{first.pk}-text": "Một, sửa", f"d{first.pk}-seen": "1", "n0-text": "Ba"}
    decided(ward, one, services.Given("Hai, của người kia"))
    assert hands.post(at(one, "/dien-bien"), {**sending(), **box}).status_code == 302
    texts = [row.text for row in queries.whole(one).decisions]
    assert texts == ["Một, sửa", "Hai, của người kia", "Ba"]
    decided(ward, one, services.Given("", pk=first.pk, seen=2))
    answer = hands.post(at(one, "/dien-bien"), {**sending(), **box, f"d{first.pk}-seen": "2"})
    shown = page(answer)
    assert answer.status_code == 422 and "Người khác vừa bỏ" in shown
    assert '<div class="kept">Một, sửa</div>' in shown


def test_a_decision_that_two_changed_shows_both_and_is_kept_when_sent_once_more(ward):
    one = held(ward)
    decided(ward, one, services.Given("Một"))
    [first] = queries.whole(one).decisions
    decided(ward, one, services.Given("Của người kia", pk=first.pk, seen=1))
    hands = clerk(ward)
    box = {f"d{first.pk}-text": "Của tôi", f"d{first.pk}-seen": "1"}
    answer = hands.post(at(one, "/dien-bien"), {**sending(), **box})
    shown = page(answer)
    assert answer.status_code == 422 and "Của người kia" in shown and "Của tôi" in shown
    again = re.search(rf'name="d{first.pk}-seen" value="(\d+)"', shown)[1]
    box[f"d{first.pk}-seen"] = again
    assert hands.post(at(one, "/dien-bien"), {**sending(), **box}).status_code == 302
    assert [row.text for row in queries.whole(one).decisions] == ["Của tôi"]


def test_two_hands_that_call_one_roll_see_each_others_mark(ward):
    one = called(ward)
    at_noon(ward)
    old = marks_of(one, A="absent")
    services.mark(meeting=one, rest_here=True, by=ward.clerk)
    answer = clerk(ward).post(at(one, "/diem-danh"), {**sending(), **old})
    shown = page(answer)
    assert answer.status_code == 422 and "Người khác đã ghi: có mặt." in shown
    assert queries.count_of(one).here == 7


def test_a_paper_of_three_hundred_megabytes_is_refused_in_words(ward, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    one = called(ward)
    file = SimpleUploadedFile("to.pdf", b"%PDF-1.4" + b"x" * 5000)
    answer = clerk(ward).post(at(one, "/tai-lieu"), {**sending(), "tep": file})
    assert answer.status_code == 422 and "không quá 20 MB" in page(answer)
    assert queries.whole(one).papers == []


def test_papers_are_handed_out_fetched_and_taken_back(ward):
    one = called(ward)
    hands = clerk(ward)
    for name in ("Báo cáo.pdf", "Tờ trình.pdf"):
        hands.post(
            at(one, "/tai-lieu"),
            {**sending(), "tep": SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())},
        )
    [first, second] = queries.whole(one).papers
    got = hands.get(at(one, f"/tai-lieu/{first.pk}"))
    assert "bao-cao.pdf" in got.headers["Content-Disposition"]
    assert hands.post(at(one, f"/tai-lieu/{second.pk}/bo"), sending()).status_code == 302
    assert [row.name for row in queries.whole(one).papers] == ["Báo cáo"]
    other = called(ward, unit=ward.groups[0], kind="residents")
    assert hands.get(at(other, f"/tai-lieu/{first.pk}")).status_code == 404


# The notice, the roll.


def test_the_notice_is_a_text_to_copy_and_a_slip_to_print_and_sending_is_noted(ward):
    one = called(ward)
    hands = clerk(ward)
    shown = page(hands.get(at(one, "/giay-moi")))
    assert "8 giờ 30 – 10 giờ 30, Thứ ba, 1/6/2021" in shown and 'data-copy="#loi-moi"' in shown
    assert "1. Đánh giá 6 tháng đầu năm" in shown and "GIẤY MỜI" in shown
    hands.post(at(one, "/giay-moi"), sending())
    assert "Giấy mời đã gửi lúc" in page(hands.get(at(one)))


def test_the_roll_grows_from_a_pasted_list_from_offices_and_from_the_last_meeting(ward):
    held(ward, past_is_meant=True)
    one = called(ward, roll=(), past_is_meant=True)
    hands = clerk(ward)
    hands.post(at(one, "/thanh-phan"), {**sending(), "viec": "nhu-truoc"})
    hands.post(
        at(one, "/thanh-phan"),
        {**sending(), "viec": "ten", "ten": "Lê Mới – Dân quân\nỦy viên A – Đảng ủy viên"},
    )
    names = [row.name for row in queries.whole(one).roll]
    assert names == [told.name for told in rooms.ROLL] + ["Lê Mới"]
    answer = hands.post(at(one, "/thanh-phan"), {**sending(), "viec": "ten", "ten": "Lê A\nLê A"})
    assert answer.status_code == 422 and "Dòng 2 trùng dòng 1" in page(answer)
    gone = str(rooms.person(one, "Lê Mới").pk)
    hands.post(at(one, "/thanh-phan"), {**sending(), "viec": "bo", "nguoi": gone})
    assert "Lê Mới" not in [row.name for row in queries.whole(one).roll]


def test_a_roll_call_keeps_reasons_and_marks_the_rest_as_here(ward):
    one = called(ward)
    at_noon(ward)
    told = marks_of(one, A="excused:Ốm", B="late")
    clerk(ward).post(at(one, "/diem-danh"), {**sending(), **told})
    assert rooms.person(one, "Ủy viên A").reason == "Ốm"
    assert rooms.person(one, "Ủy viên B").attendance is Attendance.LATE
    assert queries.count_of(one).here == 6


def test_an_excuse_without_a_reason_comes_back_as_it_was_marked(ward):
    one = called(ward)
    at_noon(ward)
    answer = clerk(ward).post(at(one, "/diem-danh"), {**sending(), **marks_of(one, A="excused")})
    shown = page(answer)
    assert answer.status_code == 422 and "Ghi lý do vắng của Ủy viên A" in shown
    assert 'value="excused" checked' in shown
    assert queries.count_of(one).here == 0


def test_a_roll_of_two_thousand_is_called_page_by_page(ward, django_assert_max_num_queries):
    one = called(ward, unit=ward.groups[0], kind="residents",
                 roll=[Named(f"Hộ {n}", f"Số {n}") for n in range(2000)])  # fmt: skip
    at_noon(ward)
    hands = clerk_of_group(ward)
    with django_assert_max_num_queries(20):
        shown = page(hands.get(at(one, "/diem-danh")))
    assert "Trang 1/20" in shown and shown.count("<fieldset") == 100
    answer = hands.post(at(one, "/diem-danh"), sending())
    assert answer.headers["Location"].endswith("diem-danh?trang=2")
    assert hands.get(at(one)).status_code == 200


# Minutes.


def test_minutes_say_what_is_still_to_be_done_before_they_can_be_signed(ward):
    one = called(ward, secretary="")
    at_noon(ward)
    row = rooms.person(one, "Ủy viên A")
    services.mark(meeting=one, marks={row.pk: services.Mark(Attendance.PRESENT, 1)}, by=ward.clerk)
    shown = page(leader(ward).get(at(one, "/bien-ban")))
    assert "Còn 6 người chưa điểm danh." in shown and "Chưa ghi thư ký" in shown
    assert "Ký biên bản" not in shown


def test_a_clerk_sees_the_minutes_and_who_signs_them(ward):
    one = held(ward)
    shown = page(clerk(ward).get(at(one, "/bien-ban")))
    assert "Lãnh đạo đơn vị là người ký" in shown and 'name="seen"' not in shown


def test_minutes_are_reopened_with_a_reason_and_both_versions_can_be_fetched(ward):
    one = held(ward)
    signed(ward, one)
    hands = leader(ward)
    answer = hands.post(at(one, "/mo-lai"), {**sending(), "ly-do": " "})
    assert answer.status_code == 422 and "Ghi vì sao" in page(answer)
    hands.post(at(one, "/mo-lai"), {**sending(), "ly-do": "Thiếu một kết luận"})
    one.refresh_from_db()
    assert one.status == "held"
    decided(ward, one, services.Given("Kết luận thêm"))
    signed(ward, one)
    first, second = (hands.get(at(one, f"/bien-ban/{n}")).content for n in (1, 2))
    assert first != second and hands.get(at(one, "/bien-ban/3")).status_code == 404
    assert "Thiếu một kết luận" in page(hands.get(at(one)))


def test_the_hour_of_the_end_is_asked_for_in_words(ward):
    one = held(ward)
    told = {**sending(), "seen": str(one.version), "ket-thuc": "lúc trưa"}
    answer = leader(ward).post(at(one, "/bien-ban"), told)
    assert answer.status_code == 422 and "ghi giờ như 8:30" in page(answer)


def test_a_meeting_of_another_unit_is_not_there_for_who_may_not_see_it(ward):
    one = called(ward)
    hands = clerk_of_group(ward)
    for more in ("", "/giay-moi", "/bien-ban", "/bien-ban/1", "/dien-bien"):
        assert hands.get(at(one, more)).status_code == 404


def test_a_search_leads_to_the_meeting(ward):
    one = held(ward)
    decided(ward, one, services.Given("Xây cầu dân sinh qua suối Đá"))
    shown = page(clerk(ward).get("/lam-viec/tim?q=cau+dan+sinh"))
    assert f'href="{at(one)}"' in shown and "Quyết định 1" in shown
