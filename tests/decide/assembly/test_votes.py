"""A vote of households from its question to what it decided: what is kept, what is refused, who may."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, timedelta

import pytest

from dongthuan.decide.assembly import collectors, queries, services
from dongthuan.decide.assembly.models import Ballot, RollLine, Vote
from dongthuan.decide.assembly.queries import Standing
from dongthuan.decide.assembly.rules import Change, Channel, Count, Doubt
from dongthuan.decide.assembly.services import (
    AlreadyVoted,
    NoSuchSlip,
    Paper,
    SameHand,
    StillOpen,
    UnableToVote,
)
from dongthuan.decide.meetings import calendar
from dongthuan.decide.meetings import services as meetings
from dongthuan.decide.meetings.rules import Named
from dongthuan.ground.audit.actors import LOCAL, NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.files.services import place
from dongthuan.who.people import services as people
from tests.decide.assembly.asking import AFTER, CLOSES, Asking
from tests.decide.meetings import rooms

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Asking().lives(1, 6).lives(2, 3)


# Asking.


def test_a_vote_is_put_to_one_group_or_to_several_together(asking):
    one, many = asking.asked((1,)), asking.asked((1, 2))
    assert RollLine.objects.filter(vote=one).count() == 6
    assert RollLine.objects.filter(vote=many).count() == 9


def test_freezing_fixes_roll_threshold_base_and_law(asking):
    vote = asking.asked()
    assert (vote.threshold, vote.base, vote.effect) == ("> 1/2", "households", "adoption")
    assert vote.basis.startswith("Pháp lệnh") and vote.basis.endswith("(chưa kiểm chứng)")
    assert vote.roll_on == date(2021, 6, 1)
    assert [line.number for line in queries.roll_lines(vote)] == [1, 2, 3, 4, 5, 6]
    assert all(line.speaker_id for line in queries.roll_lines(vote))


def test_the_law_of_the_closing_day_decides(asking):
    asking.ward.clock.at = datetime(2023, 6, 28, 8, 0, tzinfo=LOCAL)
    days = {"opens_on": date(2023, 6, 28), "closes_on": date(2023, 7, 2)}
    assert asking.asked(**days).threshold == ">= 2/3"
    assert asking.asked(**{**days, "closes_on": date(2023, 6, 30)}).threshold == "> 1/2"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"matter": "bầu cử"}, "matter"),
        ({"title": "  "}, "title"),
        ({"channels": ()}, "channels"),
        ({"secret": True}, "channels"),
        ({"closes_on": date(2021, 5, 30)}, "closes_on"),
        ({"closes_on": date(2022, 5, 30)}, "closes_on"),
    ],
)
def test_a_question_that_cannot_be_asked_says_which_part(asking, more, field):
    with pytest.raises(UnableToVote) as refused:
        asking.begun(**more)
    assert refused.value.field == field


def test_what_is_asked_cannot_change_once_the_roll_is_frozen(asking):
    vote = asking.asked()
    with pytest.raises(UnableToVote, match="không sửa được"):
        services.change(vote=vote, question=asking.question(title="Khác"),
                        groups=[vote.unit_id], seen=vote.version, by=asking.ward.clerk)  # fmt: skip


def test_a_group_head_asks_the_own_group_and_no_other(asking):
    head = asking.ward.head(1)
    asking.begun((1,), by=head)
    with pytest.raises(NotPermitted):
        asking.begun((2,), by=asking.ward.head(1))


def test_a_vote_of_several_groups_is_seen_by_the_heads_of_those_groups(asking):
    vote = asking.asked((1, 2))
    assert queries.vote_seen(viewer=asking.ward.head(2), pk=vote.pk) is not None
    assert queries.vote_seen(viewer=asking.ward.head(3), pk=vote.pk) is None


def test_a_meeting_called_too_late_is_told_with_its_law_where_the_law_says_so(asking):
    ward = asking.ward
    ward.clock.at = datetime(2024, 6, 1, 8, 0, tzinfo=LOCAL)
    at = datetime(2024, 6, 4, 19, 0, tzinfo=LOCAL)
    meeting = rooms.called(ward, ward.groups[0], "residents", starts_at=at,
                           ends_at=at + timedelta(hours=2), roll=[Named("Lê A")])  # fmt: skip
    meetings.notify(meeting=meeting, by=ward.clerk)
    meeting.refresh_from_db()
    assert "ít nhất 5 ngày" in queries.notice_of(meeting).warning
    meeting.starts_at = datetime(2024, 6, 6, 19, 0, tzinfo=LOCAL)
    assert queries.notice_of(meeting).warning == ""
    meeting.starts_at = datetime(2021, 6, 4, 19, 0, tzinfo=LOCAL)
    assert queries.notice_of(meeting).warning == ""


def test_only_a_meeting_of_the_groups_own_residents_may_be_the_meeting_of_a_vote(asking):
    vote, ward = asking.begun(), asking.ward
    other = rooms.called(ward, ward.groups[1], "residents", past_is_meant=True)
    with pytest.raises(UnableToVote, match="chính tổ này"):
        services.meet(vote=vote, unit=ward.groups[0].pk, meeting=other, by=ward.clerk)
    own = rooms.called(ward, ward.groups[0], "residents", past_is_meant=True)
    services.meet(vote=vote, unit=ward.groups[0].pk, meeting=own, by=ward.clerk)
    assert [one.meeting_id for one in queries.groups_of(vote)] == [own.pk]


def test_the_last_day_of_a_vote_stands_in_the_week_of_whoever_sees_it(asking):
    asking.asked()
    week = {"start": datetime(2021, 6, 7, tzinfo=LOCAL), "end": datetime(2021, 6, 14, tzinfo=LOCAL)}
    [entry] = calendar.between(viewer=asking.ward.head(1), **week)
    assert (entry.kind, entry.whole_day) == ("vote", True)
    assert entry.starts_at.date() == CLOSES and "Góp làm đường" in entry.title
    assert not calendar.between(viewer=asking.ward.head(3), **week)


# Paper.


def test_a_paper_counts_once_two_people_have_read_it_alike(asking):
    vote = asking.asked()
    told = {1: Paper("yes"), 2: Paper("no", assisted=True)}
    services.read_papers(vote=vote, papers=told, by=asking.counter("Một"))
    assert asking.count(vote).cast == 0
    services.read_papers(vote=vote, papers=told, by=asking.counter("Hai"))
    assert asking.count(vote) == Count(1, 1, assisted=1)


def test_the_same_person_cannot_read_a_paper_twice(asking):
    vote = asking.asked()
    services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một"))
    with pytest.raises(SameHand, match="người khác"):
        services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một"))
    assert asking.count(vote).cast == 0


def test_two_readings_that_differ_wait_for_a_third_person(asking):
    vote, line = asking.asked(), None
    services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một"))
    services.read_papers(vote=vote, papers={1: Paper("no")}, by=asking.counter("Hai"))
    line = asking.line(vote, 1)
    assert queries.counted(vote).tallied.doubted(Doubt.DIFFERS)
    given = {"vote": vote, "line": line.pk, "channel": "paper", "choice": "no", "reason": "Xem lại"}
    with pytest.raises(SameHand, match="người thứ ba"):
        services.mend(**given, by=asking.counter("Hai"))
    with pytest.raises(UnableToVote, match="lý do"):
        services.mend(**{**given, "reason": " "}, by=asking.counter("Ba"))
    services.mend(**given, by=asking.counter("Ba"))
    assert asking.count(vote) == Count(0, 1)
    assert Ballot.objects.filter(line=line).count() == 3


def test_a_lot_of_papers_with_one_wrong_number_writes_nothing(asking):
    vote = asking.asked()
    with pytest.raises(UnableToVote, match="không có số 7"):
        services.read_papers(vote=vote, papers={1: Paper("yes"), 7: Paper("yes")},
                             by=asking.counter("Một"))  # fmt: skip
    assert not Ballot.objects.exists()


def test_who_collects_the_money_may_not_collect_the_ballots(asking, monkeypatch):
    monkeypatch.setattr(collectors, "_SOURCES", {})
    collectors.register(
        "funds", lambda key, vote: "Bác đang thu tiền công trình này." * (key == "user:Hai")
    )
    vote = asking.asked()
    services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một"))
    with pytest.raises(UnableToVote, match="đang thu tiền"):
        services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Hai"))


def test_papers_of_another_group_are_for_its_own_head(asking):
    vote = asking.asked((1, 2))
    with pytest.raises(NotPermitted):
        services.read_papers(vote=vote, papers={7: Paper("yes")}, by=asking.counter("Một", 1))
    services.read_papers(vote=vote, papers={7: Paper("yes")}, by=asking.counter("Một", 2))


# Hands and boards.


def test_hands_count_by_their_board_and_every_household_marked_stands_in_it(asking):
    vote = asking.asked()
    asking.hands(vote, [1, 2, 3, 4], yes=3, no=1)
    assert asking.count(vote) == Count(3, 1)
    assert not queries.counted(vote).tallied.wrong_boards


def test_more_hands_than_households_marked_block_the_closing(asking):
    vote = asking.asked()
    asking.hands(vote, [1, 2, 3], yes=4)
    with pytest.raises(StillOpen, match="4 người giơ tay nhưng danh sách đánh dấu 3 hộ"):
        asking.closed(vote)
    asking.hands(vote, [4], yes=4, seen=1, reason="Sót một hộ")
    assert asking.closed(vote).adopted


def test_a_board_needs_two_counters(asking):
    vote = asking.asked()
    for counters in (("Lê A", ""), ("Lê A", "lê  A")):
        with pytest.raises(UnableToVote, match="hai người"):
            services.note_board(vote=vote, unit=asking.ward.groups[0].pk, channel="hands",
                                count=Count(1), counters=counters, by=asking.counter("Một"))  # fmt: skip


def test_of_two_boards_written_at_once_the_second_has_to_look_first(asking):
    vote = asking.asked()
    asking.hands(vote, [1], yes=1)
    with pytest.raises(UnableToVote, match="vừa ghi bảng đếm"):
        asking.hands(vote, [1], yes=1)


def test_a_secret_ballot_leaves_the_tally_and_no_household_has_a_word(asking):
    vote = asking.asked(secret=True, channels=["tally"])
    asking.hands(vote, [1, 2, 3, 4, 5], yes=3, no=1, channel="tally", invalid=1)
    assert asking.count(vote) == Count(3, 1, 0, 1)
    assert set(Ballot.objects.values_list("choice", flat=True)) == {"counted"}
    with pytest.raises(UnableToVote, match="không lấy phiếu bằng cách"):
        services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một"))


# Slips on phones.


def test_a_slip_votes_once_and_its_household_sees_its_line(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.tap(codes[1], "yes", assisted=True)
    with pytest.raises(AlreadyVoted, match="phiếu lần đầu giữ nguyên"):
        asking.tap(codes[1], "no")
    assert asking.count(vote) == Count(1, assisted=1)
    own = queries.own_line(queries.slip_of(codes[1].lower()))
    assert (own.slip.number, own.heard.choice, own.heard.channel) == (1, "yes", Channel.PHONE)


def test_a_code_is_long_random_and_kept_as_a_digest_alone(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    assert len(set(codes.values())) == 6
    assert all(len(code) == 20 for code in codes.values())
    kept = " ".join(str(row) for row in Entry.objects.values_list())
    assert not any(code in kept for code in codes.values())


def test_a_slip_printed_again_makes_the_old_one_useless(asking):
    vote = asking.asked()
    old, new = asking.slips(vote), asking.slips(vote)
    with pytest.raises(NoSuchSlip):
        asking.tap(old[1])
    asking.tap(new[1])
    assert asking.count(vote) == Count(1)


def test_a_slip_is_answered_within_its_days_and_not_after(asking):
    vote = asking.asked(opens_on=date(2021, 6, 2))
    codes = asking.slips(vote)
    with pytest.raises(UnableToVote, match="Chưa đến ngày"):
        asking.tap(codes[1])
    asking.ward.clock.at = datetime(2021, 6, 10, 23, 50, tzinfo=LOCAL)
    asking.tap(codes[1])
    asking.ward.clock.at = AFTER
    with pytest.raises(UnableToVote, match="hết hạn"):
        asking.tap(codes[2])


def test_nothing_is_written_of_a_vote_that_is_closed(asking):
    vote = asking.asked(channels=["paper", "phone"])
    codes = asking.slips(vote)
    asking.closed(vote)
    for late in (
        lambda: asking.tap(codes[1]),
        lambda: services.read_papers(vote=vote, papers={1: Paper("yes")}, by=asking.counter("Một")),
        lambda: services.close(vote=vote, seen=vote.version, by=asking.ward.leader),
    ):
        with pytest.raises(UnableToVote):
            late()


def test_an_answer_on_a_phone_takes_few_queries(asking, django_assert_max_num_queries):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.tap(codes[1])
    with django_assert_max_num_queries(7):
        asking.tap(codes[2])


# Two channels.


def test_a_household_with_two_ballots_counts_for_nothing_and_blocks_the_closing(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.tap(codes[1], "yes")
    asking.papers(vote, {1: "yes", 2: "yes"})
    assert asking.count(vote) == Count(1)
    with pytest.raises(StillOpen, match="1 hộ: hộ có phiếu ở hai cách"):
        asking.closed(vote)
    services.settle_conflict(vote=vote, line=asking.line(vote, 1).pk, keeps="paper",
                             reason="Hộ xác nhận phiếu giấy", by=asking.counter("Ba"))  # fmt: skip
    assert asking.count(vote) == Count(2)
    asking.closed(vote)


def test_a_hand_set_aside_leaves_the_count_of_its_meeting(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.hands(vote, [1, 2, 3], yes=3)
    asking.tap(codes[1], "no")
    assert asking.count(vote) == Count(2)
    told = {
        "vote": vote,
        "line": asking.line(vote, 1).pk,
        "keeps": "phone",
        "reason": "Hộ xác nhận",
    }
    with pytest.raises(UnableToVote, match="giơ tay thế nào"):
        services.settle_conflict(**told, by=asking.counter("Ba"))
    services.settle_conflict(**told, hand="yes", by=asking.counter("Ba"))
    assert asking.count(vote) == Count(2, 1)


def test_more_hands_set_aside_than_were_counted_block_the_closing(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.hands(vote, [1, 2], yes=2)
    asking.tap(codes[1], "yes")
    services.settle_conflict(vote=vote, line=asking.line(vote, 1).pk, keeps="phone", hand="no",
                             reason="Nhớ nhầm", by=asking.counter("Ba"))  # fmt: skip
    with pytest.raises(StillOpen, match="nhiều hơn số tay đếm được"):
        asking.closed(vote)


def test_a_ballot_in_a_board_cannot_be_found_again(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.hands(vote, [1, 2], yes=2, channel="tally")
    asking.tap(codes[1], "no")
    with pytest.raises(UnableToVote, match="không tìm lại được"):
        services.settle_conflict(vote=vote, line=asking.line(vote, 1).pk, keeps="phone",
                                 reason="x", by=asking.counter("Ba"))  # fmt: skip


def test_a_third_channel_opens_a_settled_conflict_again(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    asking.tap(codes[1], "yes")
    asking.papers(vote, {1: "no"})
    services.settle_conflict(vote=vote, line=asking.line(vote, 1).pk, keeps="paper", reason="x",
                             by=asking.counter("Ba"))  # fmt: skip
    assert asking.count(vote) == Count(0, 1)
    asking.hands(vote, [1], yes=1)
    assert queries.counted(vote).tallied.doubted(Doubt.CONFLICT)


# A roll that changed.


def test_a_roll_that_changed_is_listed_and_decided_before_the_closing(asking):
    vote, ward = asking.asked(), asking.ward
    ward.clock.at = datetime(2021, 6, 5, 8, 0, tzinfo=LOCAL)
    left, other, stays = asking.homes[1][:3]
    people.move_household(household=left, unit=ward.groups[1], on=date(2021, 6, 4), by=ward.house)
    asking.speaks(other, "Người con", ward.groups[0], on=date(2021, 6, 4))
    came = people.register_household(code="H99", unit=ward.groups[0], on=date(2021, 6, 4),
                                     by=ward.house)  # fmt: skip
    found = {
        (one.household, one.change) for one in queries.open_changes(vote=vote, viewer=ward.clerk)
    }
    assert found == {(left.pk, Change.LEFT), (other.pk, Change.SPEAKER), (came.pk, Change.CAME)}
    with pytest.raises(StillOpen, match="3 chỗ danh sách hộ đã đổi"):
        asking.closed(vote)
    for home, change, follows in (
        (left, "left", True),
        (other, "speaker", True),
        (came, "came", True),
    ):
        services.settle_change(vote=vote, household=home.pk, change=change, follows=follows,
                               reason="Theo sổ hộ", by=ward.leader)  # fmt: skip
    lines = set(queries.roll_lines(vote).values_list("household_id", flat=True))
    assert left.pk not in lines and came.pk in lines and stays.pk in lines
    assert asking.closed(vote).households == 6


def test_a_change_that_is_not_followed_leaves_the_roll_as_it_was(asking):
    vote, ward = asking.asked(), asking.ward
    left = asking.homes[1][0]
    ward.clock.at = AFTER
    people.move_household(household=left, unit=ward.groups[1], on=date(2021, 6, 2), by=ward.house)
    services.settle_change(vote=vote, household=left.pk, change="left", follows=False,
                           reason="Chuyển sau ngày báo", by=ward.leader)  # fmt: skip
    assert asking.closed(vote).households == 6


def test_a_household_that_left_cannot_vote_and_its_ballot_counts_no_more(asking):
    vote, ward = asking.asked(), asking.ward
    codes = asking.slips(vote)
    asking.tap(codes[1])
    for home in asking.homes[1][:2]:
        people.move_household(
            household=home, unit=ward.groups[2], on=date(2021, 6, 1), by=ward.house
        )
        services.settle_change(vote=vote, household=home.pk, change="left", follows=True,
                               reason="Đã chuyển đi", by=ward.leader)  # fmt: skip
    assert asking.count(vote) == Count(0)
    with pytest.raises(UnableToVote, match="không bỏ phiếu bằng điện thoại"):
        asking.tap(codes[2])


# The result.


def test_half_of_the_households_is_not_more_than_half(asking):
    vote = asking.asked()
    asking.papers(vote, {1: "yes", 2: "yes", 3: "yes"})
    outcome = asking.closed(vote)
    assert not outcome.adopted
    assert queries.result_of(vote).sentence.startswith("Không được thông qua: 3 hộ đồng ý")


def test_what_was_rejected_stays_rejected(asking):
    vote = asking.asked()
    asking.closed(vote)
    assert queries.adopted_decision(vote.pk).standing is Standing.REJECTED
    with pytest.raises(UnableToVote, match="đã được thông qua"):
        services.recognise(vote=vote, recognised=True, symbol="1/QĐ-UBND", signed_on=CLOSES,
                           by=asking.ward.leader)  # fmt: skip
    assert not queries.adopted_decision(vote.pk).stands


def test_a_contribution_stands_once_adopted_and_says_its_level(asking):
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    decision = queries.adopted_decision(vote.pk)
    assert decision.stands and decision.on == CLOSES
    assert (decision.level, decision.exemptions) == ("2.000.000 đồng/hộ", "Hộ nghèo; hộ chính sách")
    assert decision.groups == (asking.ward.groups[0].pk,)


def test_before_it_is_closed_a_vote_decides_nothing(asking):
    vote = asking.asked()
    assert queries.adopted_decision(vote.pk).standing is Standing.OPEN
    assert queries.adopted_decision(vote.pk + 100) is None


def test_a_convention_waits_for_the_committee_and_its_clock_runs(asking):
    asking.ward.clock.at = datetime(2024, 6, 3, 8, 0, tzinfo=LOCAL)
    vote = asking.asked(matter="convention", channels=["paper"], opens_on=date(2024, 6, 3),
                        closes_on=date(2024, 6, 3))  # fmt: skip
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    clock = queries.clock_of(vote)
    assert (clock.send_by, clock.decide_by) == (date(2024, 6, 10), date(2024, 6, 17))
    assert queries.adopted_decision(vote.pk).standing is Standing.WAITING
    services.recognise(vote=vote, recognised=True, symbol="15/QĐ-UBND", signed_on=date(2024, 6, 3),
                       by=asking.ward.leader)  # fmt: skip
    assert queries.adopted_decision(vote.pk).stands


def test_a_refused_recognition_has_a_reason_and_nothing_stands(asking):
    vote = asking.asked(matter="convention", channels=["paper"], closes_on=date(2021, 6, 1))
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    asking.closed(vote)
    told = {"vote": vote, "recognised": False, "symbol": "16/UBND", "signed_on": date(2021, 6, 1)}
    with pytest.raises(UnableToVote, match="lý do"):
        services.recognise(**told, by=asking.ward.leader)
    services.recognise(**told, reason="Trái luật", by=asking.ward.leader)
    assert queries.adopted_decision(vote.pk).standing is Standing.REFUSED


def test_a_vote_with_slips_closes_when_its_last_day_is_over(asking):
    vote = asking.asked()
    asking.ward.clock.at = datetime(2021, 6, 10, 20, 0, tzinfo=LOCAL)
    with pytest.raises(StillOpen, match="còn nhận phiếu đến hết ngày 10/06/2021"):
        services.close(vote=vote, seen=vote.version, by=asking.ward.leader)


def test_the_minutes_say_the_result_and_name_no_household(asking):
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys(range(1, 5), "yes"))
    outcome = asking.closed(vote)
    held = zipfile.ZipFile(io.BytesIO(place(outcome.stored.digest).read_bytes()))
    text = held.read("word/document.xml").decode()
    assert "Được thông qua: 4 hộ đồng ý" in text
    assert "chưa kiểm chứng" in text
    assert "Người kiểm phiếu thứ hai" in text
    said = re.sub(r"<[^>]+>", " ", text)
    assert not re.search(r"Đại diện \d|\bHB\d|Lê A", said)


def test_a_result_is_public_once_it_is_published(asking):
    vote = asking.asked()
    asking.closed(vote)
    services.publish(vote=vote, by=asking.ward.leader)
    vote.refresh_from_db()
    assert vote.published_at is not None


def test_signed_minutes_are_kept_once_somebody_looked_them_through(asking):
    vote = asking.asked()
    scan = {"vote": vote, "data": b"%PDF-1.4 x", "by": asking.ward.leader}
    with pytest.raises(UnableToVote, match="Chốt kết quả trước"):
        services.keep_signed(**scan, looked_through=True)
    asking.closed(vote)
    with pytest.raises(UnableToVote, match="không có danh sách hộ"):
        services.keep_signed(**scan, looked_through=False)
    with pytest.raises(UnableToVote, match="không phải PDF"):
        services.keep_signed(**{**scan, "data": b"MZ program"}, looked_through=True)
    services.keep_signed(**scan, looked_through=True)
    services.keep_signed(**{**scan, "data": b"%PDF-1.4 y"}, looked_through=True)
    assert queries.signed_minutes(vote).number == 2


def test_every_deed_leaves_one_entry_on_the_trail(asking):
    vote = asking.asked()
    asking.papers(vote, {1: "yes"})
    asking.closed(vote)
    told = [row.detail.split(" ")[0] for row in Entry.objects.filter(subject="vote").order_by("pk")]
    assert told == ["begin", "freeze", "papers", "papers", "close"]


def test_a_cancelled_vote_keeps_its_reason_and_takes_nothing_more(asking):
    vote = asking.asked()
    with pytest.raises(UnableToVote, match="lý do"):
        services.cancel(vote=vote, reason="", by=asking.ward.clerk)
    services.cancel(vote=vote, reason="Đổi thiết kế", by=asking.ward.clerk)
    assert Vote.objects.get(pk=vote.pk).status == Vote.Status.CANCELLED
    with pytest.raises(UnableToVote, match="đã hủy"):
        asking.hands(vote, [1], yes=1)
