"""R21 as written cases, and what holds of every count: one household once, in any order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.assembly import results, rules
from dongthuan.decide.assembly.rules import (
    Board,
    Cast,
    Change,
    Channel,
    Choice,
    Count,
    Doubt,
    Settled,
    Spoken,
    hear,
    tallied,
)
from dongthuan.ground import law
from dongthuan.ground.primitives.thresholds import Threshold

SPECS = Path(__file__).parent / "specs"


def cases(name):
    told = yaml.safe_load((SPECS / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=words) for words, case in told.items()]


@pytest.mark.parametrize("case", cases("thresholds.yaml"))
def test_a_matter_is_adopted_as_the_law_of_its_day_says(case):
    matter, day, households, yes, adopted, least = case
    rule = law.threshold(rules.MATTERS[matter].key, on=day)
    said = results.is_adopted(yes=yes, base=households, needed=rule.threshold)
    assert said is adopted
    assert results.needed_of(rule.threshold, households) == least


def test_every_matter_has_cases_at_its_threshold_under_both_regimes():
    told = yaml.safe_load((SPECS / "thresholds.yaml").read_text(encoding="utf-8")).values()
    seen = {(matter, day < date(2023, 7, 1), adopted) for matter, day, _, _, adopted, _ in told}
    for matter in rules.MATTERS:
        assert {(matter, False, True), (matter, False, False)} <= seen
        assert {(matter, True, True), (matter, True, False)} & seen


@given(st.integers(1, 3000), st.sampled_from(["> 1/2", ">= 2/3"]))
def test_the_fewest_that_reach_a_threshold_reach_it_and_one_fewer_does_not(base, sign):
    needed = Threshold.parse(sign)
    least = results.needed_of(needed, base)
    assert results.is_adopted(yes=least, base=base, needed=needed)
    assert not results.is_adopted(yes=least - 1, base=base, needed=needed)


def casts_of(line, told):
    for words in told:
        channel, number, choice = words.split()
        yield Cast(line, Channel(channel), int(number), Choice(choice))


def heard_of(case):
    for line, told in case["ballots"].items():
        casts = list(casts_of(line, told))
        settled = {}
        if line in case.get("settled", {}):
            keeps, *hand = case["settled"][line]
            used = rules.together(one.channel for one in casts)
            hand = Choice(hand[0]) if hand else None
            settled[used] = Settled(used, Channel(keeps), hand)
        yield hear(line, casts, settled)


@pytest.mark.parametrize("case", cases("counting.yaml"))
def test_ballots_are_counted_as_the_cases_say(case):
    marked = {
        channel: sum(any(one.startswith(f"{channel} ") for one in told)
                     for told in case["ballots"].values())
        for channel in case.get("boards", {})
    }  # fmt: skip
    boards = [
        Board(1, Channel(channel), Count(*told), marked[channel])
        for channel, told in case.get("boards", {}).items()
    ]
    told = tallied(heard_of(case), boards)
    assert told.count == Count(*case["count"])
    doubts = {
        str(doubt): [one.line for one in told.doubted(doubt)]
        for doubt in Doubt if told.doubted(doubt)
    }  # fmt: skip
    assert doubts == case.get("doubts", {})
    assert [one.channel for one in told.wrong_boards] == case.get("wrong", [])


WRITINGS = st.lists(
    st.tuples(
        st.integers(1, 12), st.sampled_from([Channel.PHONE, Channel.PAPER]), st.integers(1, 4),
        st.sampled_from([*rules.ON_PAPER, Choice.VOID]), st.booleans(),
    ),
    max_size=60, unique_by=lambda one: one[:3],
)  # fmt: skip


def count_of(writings):
    casts: dict[int, list[Cast]] = {line: [] for line in range(1, 13)}
    for line, channel, number, choice, assisted in writings:
        casts[line].append(Cast(line, channel, number, choice, assisted))
    return tallied((hear(line, told) for line, told in casts.items()), ())


@given(WRITINGS, st.randoms(use_true_random=False))
def test_the_order_in_which_ballots_are_written_changes_no_count(writings, random):
    shuffled = list(writings)
    random.shuffle(shuffled)
    one, other = count_of(writings), count_of(shuffled)
    assert one.count == other.count
    assert sorted(told.line for told in one.doubts) == sorted(told.line for told in other.doubts)


@given(WRITINGS)
def test_no_household_counts_twice_and_none_counts_that_is_in_doubt(writings):
    told = count_of(writings)
    assert told.count.cast + len(told.doubts) <= 12
    written = {line for line, *_ in writings}
    assert told.count.cast + len(told.doubts) <= len(written)
    assert told.count.assisted <= told.count.cast


@given(WRITINGS, st.integers(1, 12))
def test_a_second_channel_never_adds_a_vote(writings, line):
    before = count_of([one for one in writings if one[1] is Channel.PAPER]).count
    after = count_of([
        *(one for one in writings if one[1] is Channel.PAPER),
        (line, Channel.PHONE, 1, Choice.YES, False),
    ]).count  # fmt: skip
    papers = [one for one in writings if one[0] == line and one[1] is Channel.PAPER]
    standing = hear(line, [Cast(*one) for one in papers])
    assert after.cast == before.cast + (0 if standing.used else 1) - (
        1 if standing.choice is not None else 0
    )


def test_the_sentence_says_counts_base_sign_and_law():
    rule = law.threshold("assembly.contribution", on=date(2024, 6, 1))
    result = results.Result(
        Count(199, 40, 5), 300, rule.threshold, rule.base, rule.base.words, rule.basis
    )
    assert result.sentence == (
        "Không được thông qua: 199 hộ đồng ý, 40 hộ không đồng ý, 5 hộ có ý kiến khác; tính trên "
        "tổng số đại diện hộ, kể cả hộ không tham gia là 300, mức phải đạt từ 2/3 trở lên, tức ít "
        "nhất 200 hộ đồng ý. Căn cứ: Khoản 1 Điều 15, khoản 1 Điều 21, Luật Thực hiện dân chủ ở "
        "cơ sở số 10/2022/QH15 (chưa kiểm chứng)."
    )


def test_a_changed_roll_names_who_came_who_left_and_who_speaks_now():
    frozen = {11: Spoken(1, 7, 100), 12: Spoken(2, 7, 200), 13: Spoken(3, 7, None)}
    now = [Spoken(1, 7, 101), Spoken(3, 7, None), Spoken(4, 7, 400)]
    found = {(one.household, one.change) for one in rules.changes(frozen, now)}
    assert found == {(1, Change.SPEAKER), (4, Change.CAME), (2, Change.LEFT)}


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        (date(2024, 6, 3), 5, date(2024, 6, 10)),
        (date(2024, 6, 7), 1, date(2024, 6, 10)),
        (date(2024, 6, 8), 1, date(2024, 6, 10)),
    ],
)
def test_working_days_leave_out_saturdays_and_sundays(day, days, after):
    assert results.after_working_days(day, days) == after
