"""A meeting from its notice to signed minutes: what is kept, what is refused, who may."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from dongthuan.decide.meetings import queries, services
from dongthuan.decide.meetings.models import Decision, Meeting, Minutes
from dongthuan.decide.meetings.rules import Attendance, Base, Manner, Matter, Named, Tally
from dongthuan.decide.meetings.services import ChangedMeanwhile, UnableToMeet
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.search import queries as search
from dongthuan.ground.search import rules as asking
from tests.decide.meetings.rooms import (
    AGENDA,
    EIGHT,
    NOON,
    ROLL,
    TEN,
    at_noon,
    called,
    decided,
    held,
    marked,
    person,
    signed,
    vote,
)
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Ward()


def head(one, **more):
    """What a meeting says of itself, for changing a part of it."""
    names = ("title", "starts_at", "ends_at", "place", "chair", "chair_title", "secretary",
             "secretary_title", "quorum")  # fmt: skip
    return {**{name: getattr(one, name) for name in names}, **more}


def deeds(one):
    rows = Entry.objects.filter(subject="meeting", subject_id=one.pk).order_by("pk")
    return [(row.act.split(".")[1], row.detail.split(" ")[0]) for row in rows]


# Calling.


def test_a_meeting_is_called_with_its_agenda_and_roll_and_leaves_one_trace(ward):
    one = called(ward)
    whole = queries.whole(one)
    assert [item.title for item in whole.agenda] == [matter.title for matter in AGENDA]
    assert [row.name for row in whole.roll] == [told.name for told in ROLL]
    assert whole.count.voters == 6 and whole.count.called == 7
    assert deeds(one) == [("keep", "call")]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"ends_at": EIGHT}, "ends_at"),
        ({"ends_at": EIGHT - timedelta(hours=1)}, "ends_at"),
        ({"ends_at": EIGHT + timedelta(days=8)}, "ends_at"),
        ({"title": "  "}, "title"),
        ({"chair": ""}, "chair"),
        ({"place": "x" * 201}, "place"),
        ({"quorum": "quá bán"}, "quorum"),
        ({"kind": "residents"}, "kind"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_the_field_that_says_so(ward, wrong, field):
    with pytest.raises(UnableToMeet) as refused:
        called(ward, **wrong)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_a_meeting_that_began_already_is_called_only_by_who_means_it(ward):
    at_noon(ward)
    with pytest.raises(services.PastIsMeant, match="đã diễn ra"):
        called(ward)
    assert called(ward, past_is_meant=True).pk


def test_one_room_serves_committee_cell_and_residents(ward):
    head_of = ward.person("Tổ trưởng", ("group_head", ward.groups[0]))
    secretary = ward.person("Bí thư", ("cell_secretary", ward.cells[0]))
    assert called(ward, unit=ward.groups[0], kind="residents", by=head_of).pk
    assert called(ward, unit=ward.cells[0], kind="cell-thematic", by=secretary).pk
    assert called(ward).pk


def test_a_group_head_calls_no_meeting_of_another_group(ward):
    with pytest.raises(NotPermitted):
        called(ward, unit=ward.groups[1], kind="residents", by=ward.head(1))


def test_an_observer_sees_a_meeting_and_writes_nothing(ward):
    one = called(ward, unit=ward.ward, kind="working")
    observer = ward.person("Giám sát", ("observer", ward.ward))
    assert queries.meeting_seen(viewer=observer, pk=one.pk) == one
    for write in (
        lambda: services.notify(meeting=one, by=observer),
        lambda: services.mark(meeting=one, by=observer),
        lambda: services.add_people(meeting=one, people=[], by=observer),
        lambda: services.take_down(meeting=one, by=observer),
        lambda: services.cancel(meeting=one, reason="x", by=observer),
        lambda: services.sign(meeting=one, seen=1, closed_at=TEN, by=observer),
        lambda: services.reopen(meeting=one, reason="x", by=observer),
        lambda: services.add_paper(meeting=one, data=b"%PDF-", name="a.pdf", by=observer),
        lambda: services.change(meeting=one, seen=1, by=observer, **head(one)),
    ):
        with pytest.raises(NotPermitted):
            write()
    assert deeds(one) == [("keep", "call")]


# Changing and cancelling.


def test_another_place_means_that_people_have_to_be_told_again(ward):
    one = called(ward)
    services.notify(meeting=one, by=ward.clerk)
    one.refresh_from_db()
    assert one.notified_at is not None
    services.change(meeting=one, seen=one.version, by=ward.clerk, **head(one, chair_title="PBT"))
    one.refresh_from_db()
    assert one.notified_at is not None
    services.change(meeting=one, seen=one.version, by=ward.clerk, **head(one, place="Nhà văn hóa"))
    one.refresh_from_db()
    assert one.notified_at is None


def test_who_changes_what_another_has_just_written_is_told_and_nothing_is_lost(ward):
    one = called(ward)
    seen = one.version
    services.change(meeting=one, seen=seen, by=ward.clerk, **head(one, place="Phòng 2"))
    with pytest.raises(ChangedMeanwhile):
        services.change(meeting=one, seen=seen, by=ward.leader, **head(one, place="Phòng 3"))
    one.refresh_from_db()
    assert one.place == "Phòng 2"


def test_a_matter_whose_title_is_mended_keeps_what_was_said_and_one_with_words_is_not_dropped(ward):
    one = held(ward)
    [first, _] = queries.whole(one).agenda
    services.take_down(meeting=one, said={first.pk: services.Said("Ý kiến", 1)}, by=ward.clerk)
    one.refresh_from_db()
    mended = [Matter("Đánh giá 6 tháng năm 2021"), Matter(AGENDA[1].title), Matter("Việc khác")]
    services.change(meeting=one, seen=one.version, by=ward.clerk, agenda=mended, **head(one))
    one.refresh_from_db()
    found = queries.whole(one).agenda
    assert [(item.title, item.discussion) for item in found] == [
        ("Đánh giá 6 tháng năm 2021", "Ý kiến"), (AGENDA[1].title, ""), ("Việc khác", ""),
    ]  # fmt: skip
    with pytest.raises(UnableToMeet, match="không bỏ được"):
        services.change(
            meeting=one, seen=one.version, by=ward.clerk, agenda=[mended[1]], **head(one)
        )


def test_a_meeting_is_cancelled_with_a_reason_that_stays_and_then_takes_nothing_more(ward):
    one = called(ward)
    with pytest.raises(UnableToMeet, match="vì sao"):
        services.cancel(meeting=one, reason=" ", by=ward.clerk)
    services.cancel(meeting=one, reason="Bão số 3", by=ward.clerk)
    one.refresh_from_db()
    assert queries.cancelled_for([one]) == {one.pk: "Bão số 3"}
    assert queries.way_of(one)[0].reason == "Bão số 3"
    with pytest.raises(UnableToMeet, match="đã hủy"):
        services.mark(meeting=one, rest_here=True, by=ward.clerk)


# Papers.


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    "data, name, said",
    [
        (b"MZ\x90\x00" + b"\x00" * 80, "tai-lieu.pdf", "không phải tệp"),
        (packed("word/document.xml", "word/vbaProject.bin"), "a.docx", "macro"),
        (packed("a.exe"), "a.docx", "không phải tệp"),
        (b"%PDF-1.4" + b"x" * services.LARGEST_PAPER, "a.pdf", "20 MB"),
    ],
)
def test_a_paper_that_lies_that_brings_a_program_or_is_too_heavy_is_refused(ward, data, name, said):
    one = called(ward)
    with pytest.raises(UnableToMeet, match=said):
        services.add_paper(meeting=one, data=data, name=name, by=ward.clerk)
    assert queries.whole(one).papers == []


def test_a_paper_is_known_by_its_bytes_and_can_be_taken_back(ward):
    one = called(ward)
    made = services.add_paper(meeting=one, data=b"%PDF-1.4 ...", name="Báo cáo.docx", by=ward.clerk)
    assert (made.name, made.stored.kind) == ("Báo cáo", "pdf")
    services.remove_paper(paper=made, by=ward.clerk)
    assert queries.whole(one).papers == []


# The roll.


def test_the_roll_of_the_last_meeting_of_the_kind_is_offered_with_its_votes(ward):
    one = called(ward)
    last, people = queries.last_roll(viewer=ward.clerk, unit=ward.party.pk, kind="committee")
    assert last == one and people == list(ROLL)
    assert queries.last_roll(viewer=ward.clerk, unit=ward.party.pk, kind="standing") == (None, [])


def test_who_is_on_the_roll_already_does_not_come_to_it_twice(ward):
    one = called(ward)
    added = services.add_people(
        meeting=one, people=[Named("ỦY VIÊN A", "đảng ủy viên"), Named("Lê Mới")], by=ward.clerk
    )
    assert added == 1
    assert queries.whole(one).count.called == len(ROLL) + 1


def test_marking_the_roll_opens_the_meeting_at_the_hour_it_was_called_for(ward):
    one = held(ward)
    assert (one.status, one.opened_at) == (Meeting.Status.HELD, EIGHT)
    assert queries.count_of(one).voters_here == 6


def test_the_roll_of_a_day_to_come_cannot_be_marked(ward):
    one = called(ward, starts_at=EIGHT + timedelta(days=2), ends_at=TEN + timedelta(days=2))
    with pytest.raises(UnableToMeet, match="ngày 03/06/2021"):
        services.mark(meeting=one, rest_here=True, by=ward.clerk)


def test_being_excused_needs_a_reason(ward):
    one = held(ward)
    with pytest.raises(UnableToMeet, match="lý do vắng của Ủy viên B"):
        marked(ward, one, "Ủy viên B", Attendance.EXCUSED)
    marked(ward, one, "Ủy viên B", Attendance.EXCUSED, "Ốm")
    assert person(one, "Ủy viên B").reason == "Ốm"


def test_two_hands_that_mark_one_person_otherwise_meet_and_the_same_mark_is_no_quarrel(ward):
    one = held(ward)
    row = person(one, "Ủy viên A")
    late = services.Mark(Attendance.LATE, row.version)
    services.mark(meeting=one, marks={row.pk: late}, by=ward.clerk)
    by = ward.person("Thư ký", ("party_clerk", ward.party))
    services.mark(meeting=one, marks={row.pk: late}, by=by)
    with pytest.raises(ChangedMeanwhile, match="Ủy viên A: đến muộn"):
        services.mark(
            meeting=one, marks={row.pk: services.Mark(Attendance.ABSENT, row.version)}, by=by
        )
    assert person(one, "Ủy viên A").attendance is Attendance.LATE


def test_who_was_marked_with_the_rest_is_not_marked_otherwise_from_an_older_page(ward):
    one = called(ward)
    row = person(one, "Ủy viên A")
    services.mark(meeting=one, rest_here=True, by=ward.clerk)
    with pytest.raises(ChangedMeanwhile, match="Ủy viên A: có mặt"):
        services.mark(
            meeting=one, marks={row.pk: services.Mark(Attendance.ABSENT, row.version)},
            by=ward.clerk,
        )  # fmt: skip


def test_who_was_here_is_not_taken_off_the_roll(ward):
    one = held(ward)
    with pytest.raises(UnableToMeet, match="có mặt"):
        services.remove_people(meeting=one, ids=[person(one, "Ủy viên A").pk], by=ward.clerk)


def test_a_roll_of_two_thousand_is_marked_in_few_questions(ward, django_assert_max_num_queries):
    people = [Named(f"Hộ {n}", f"Số {n}") for n in range(2000)]
    one = called(ward, unit=ward.groups[0], kind="residents", roll=people)
    with django_assert_max_num_queries(16):
        services.mark(meeting=one, rest_here=True, by=at_noon(ward).clerk)
    assert queries.count_of(one).here == 2000


# Taking down.


def test_what_was_adopted_follows_from_the_tally_and_the_roll(ward):
    one = held(ward)
    decided(
        ward, one, vote("Vừa đủ", 4), vote("Thiếu", 3), vote("Hai phần ba", 4, threshold=">= 2/3"),
        vote("Trên tất cả", 4, threshold=">= 2/3", base=Base.ALL), services.Given("Thống nhất"),
    )  # fmt: skip
    told = {row.decision.text: row.adopted for row in queries.whole(one).outcomes}
    assert told == {
        "Vừa đủ": True, "Thiếu": False, "Hai phần ba": True, "Trên tất cả": True, "Thống nhất": True,
    }  # fmt: skip
    marked(ward, one, "Ủy viên F", Attendance.ABSENT)
    told = {row.decision.text: row.adopted for row in queries.whole(one).outcomes}
    assert told["Thiếu"] is True
    assert told["Trên tất cả"] is True


def test_more_votes_than_voters_are_refused_and_nothing_of_the_page_is_kept(ward):
    one = held(ward)
    [item, _] = queries.whole(one).agenda
    with pytest.raises(services.BadRecord) as refused:
        services.take_down(
            meeting=one, said={item.pk: services.Said("Ý kiến", 1)},
            decisions=[vote(yes=4), vote("Thừa", 5, tally=Tally(5, 2))], by=ward.clerk,
        )  # fmt: skip
    assert list(refused.value.problems) == [1]
    assert "Có 7 phiếu mà chỉ 6 người" in str(refused.value)
    assert not Decision.objects.exists()
    assert queries.whole(one).agenda[0].discussion == ""


def test_a_secret_ballot_keeps_its_count_and_both_who_counted(ward):
    one = held(ward)
    with pytest.raises(services.BadRecord, match="hai người kiểm phiếu"):
        decided(ward, one, vote(manner=Manner.BALLOT, counters="Lê A"))
    decided(ward, one, vote(manner=Manner.BALLOT, counters="Lê A, Lê B", tally=Tally(4, 1, 0, 1)))
    [row] = queries.whole(one).outcomes
    assert "1 phiếu không hợp lệ" in row.words and row.adopted


def test_a_decision_is_changed_by_who_has_seen_it_and_dropped_without_words(ward):
    one = held(ward)
    decided(ward, one, vote("Một"), vote("Hai"))
    [first, second] = queries.whole(one).decisions
    decided(ward, one, vote("Một, sửa", pk=first.pk, seen=1), vote("", pk=second.pk, seen=1))
    assert [row.text for row in queries.whole(one).decisions] == ["Một, sửa"]
    with pytest.raises(ChangedMeanwhile):
        decided(ward, one, vote("Một, sửa khác", pk=first.pk, seen=1))


def test_two_secretaries_write_two_matters_at_once_and_meet_only_at_the_same_one(ward):
    one = held(ward)
    [first, second] = queries.whole(one).agenda
    say = services.Said
    services.take_down(meeting=one, said={first.pk: say("Một", 1)}, by=ward.clerk)
    services.take_down(
        meeting=one, said={second.pk: say("Hai", 1), first.pk: say("Một", 1)}, by=ward.clerk
    )
    with pytest.raises(ChangedMeanwhile, match="ghép lại"):
        services.take_down(meeting=one, said={first.pk: say("Khác", 1)}, by=ward.clerk)
    assert [item.discussion for item in queries.whole(one).agenda] == ["Một", "Hai"]


def test_nothing_is_taken_down_before_the_roll_is_called(ward):
    with pytest.raises(UnableToMeet, match="điểm danh trước"):
        services.take_down(meeting=called(ward), by=ward.clerk)


# Minutes.


def test_signing_freezes_and_reopening_needs_a_reason_and_makes_the_next(ward):
    one = held(ward)
    decided(ward, one, vote())
    first = signed(ward, one)
    assert (first.number, first.digest) == (1, first.stored.digest)
    assert one.status == Meeting.Status.MINUTED and one.closed_at == TEN
    for write in (
        lambda: decided(ward, one, vote("Thêm")),
        lambda: marked(ward, one, "Ủy viên A", Attendance.ABSENT),
        lambda: services.change(meeting=one, seen=one.version, by=ward.clerk, **head(one)),
        lambda: services.add_people(meeting=one, people=[Named("Thêm")], by=ward.clerk),
        lambda: services.cancel(meeting=one, reason="x", by=ward.clerk),
    ):
        with pytest.raises(UnableToMeet, match="Biên bản đã ký"):
            write()
    with pytest.raises(UnableToMeet, match="vì sao"):
        services.reopen(meeting=one, reason="", by=ward.leader)
    services.reopen(meeting=one, reason="Ghi thiếu một kết luận", by=ward.leader)
    one.refresh_from_db()
    decided(ward, one, services.Given("Kết luận thêm"))
    second = signed(ward, one)
    assert second.number == 2 and second.digest != first.digest
    assert [row.digest for row in queries.whole(one).minutes] == [first.digest, second.digest]


def test_the_database_itself_keeps_signed_minutes(ward):
    one = held(ward)
    signed(ward, one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(meeting=one).update(digest="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(meeting=one).delete()


def test_nobody_signs_what_was_written_to_since_they_saw_it(ward):
    one = held(ward)
    seen = one.version
    decided(ward, one, vote())
    with pytest.raises(ChangedMeanwhile):
        services.sign(meeting=one, seen=seen, closed_at=TEN, by=ward.leader)


def test_minutes_wait_for_the_whole_roll_the_secretary_and_an_hour_that_was(ward):
    one = called(ward, secretary="")
    row = person(one, "Ủy viên A")
    at_noon(ward)
    services.mark(meeting=one, marks={row.pk: services.Mark(Attendance.PRESENT, 1)}, by=ward.clerk)
    one.refresh_from_db()
    with pytest.raises(UnableToMeet, match="Còn 6 người chưa điểm danh"):
        signed(ward, one)
    with pytest.raises(UnableToMeet, match="chưa đến"):
        signed(ward, one, NOON + timedelta(hours=3))
    with pytest.raises(UnableToMeet, match="sau giờ khai mạc"):
        signed(ward, one, EIGHT)


def test_a_clerk_writes_minutes_and_does_not_sign_them(ward):
    one = held(ward)
    with pytest.raises(NotPermitted):
        services.sign(meeting=one, seen=one.version, closed_at=TEN, by=ward.clerk)


def test_a_meeting_without_its_quorum_decides_nothing_and_still_has_minutes(ward):
    one = held(ward)
    decided(ward, one, services.Given("Thống nhất"))
    for letter in "ABC":
        marked(ward, one, f"Ủy viên {letter}", Attendance.ABSENT)
    assert not queries.whole(one).quorum.met
    with pytest.raises(UnableToMeet, match="Không đủ số người"):
        signed(ward, one)
    [row] = queries.whole(one).decisions
    decided(ward, one, services.Given("", pk=row.pk, seen=1))
    assert signed(ward, one).number == 1


def test_a_vote_is_looked_at_again_when_the_roll_changed_after_it(ward):
    one = held(ward)
    decided(ward, one, vote(yes=6))
    marked(ward, one, "Ủy viên A", Attendance.ABSENT)
    with pytest.raises(UnableToMeet, match="Có 6 phiếu mà chỉ 5 người"):
        signed(ward, one)


def test_a_meeting_has_adopted_something_when_its_minutes_are_signed(ward):
    one = held(ward)
    decided(ward, one, vote("Qua"), vote("Không qua", 2), services.Given("Cùng thống nhất"))
    assert queries.adopted(one) == []
    signed(ward, one)
    assert [row.text for row in queries.adopted(one)] == ["Qua", "Cùng thống nhất"]


# Reading.


def test_a_meeting_is_read_whole_in_five_questions(ward, django_assert_num_queries):
    one = held(ward)
    decided(ward, one, vote())
    with django_assert_num_queries(5):
        whole = queries.whole(one)
        assert whole.count and whole.quorum and whole.outcomes


def test_meetings_stand_under_to_come_waiting_and_past_within_reach(ward):
    later = called(ward, starts_at=EIGHT + timedelta(days=1), ends_at=TEN + timedelta(days=1))
    forgotten = called(ward, title="Chưa điểm danh")
    one = held(ward)
    done = called(ward, title="Xong", past_is_meant=True)
    services.mark(meeting=done, rest_here=True, by=ward.clerk)
    signed(ward, done)
    by = ward.clerk
    assert list(queries.upcoming(viewer=by)) == [later]
    assert set(queries.waiting(viewer=by)) == {forgotten, one}
    assert list(queries.past(viewer=by)) == [done]
    assert not queries.upcoming(viewer=ward.head(1)).exists()
    assert list(queries.upcoming(viewer=by, units=[ward.ward.pk])) == []


def test_meetings_are_found_by_title_place_and_decision_within_reach_only(ward):
    one = held(ward)
    decided(ward, one, services.Given("Xây cầu dân sinh qua suối Đá"))

    def found(words, viewer):
        return len(search.find(asking.read(words), viewer=viewer, kinds=["meeting"]).groups)

    assert found("hội trường phường", ward.clerk) == 1
    assert found("cau dan sinh", ward.clerk) == 1
    assert found("cau dan sinh", ward.head(1)) == 0
