"""Figures open down to receipts; an earlier moment is answered as it was known; few are nobody's business."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.counting import of_work
from dongthuan.act.funds.rules import GiverKind, Kind, may_tell
from dongthuan.act.funds.services import Named, Told
from dongthuan.ground.audit.actors import Anyone
from dongthuan.ground.figures import State
from dongthuan.who.people import services as people
from tests.act.funds.roads import Roads
from tests.wards import FOUNDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT = tmp_path
    return Roads()


def value(roads, key, **more):
    return roads.ward.figure(key, **more).value


def test_what_was_raised_opens_down_to_each_receipt_and_names_nobody(roads):
    roads.give(1, 500_000, giver=Named(GiverKind.PERSON, "Trần Thị Mẫu"))
    roads.days(2, 2, roads.labour(300_000))
    found = roads.ward.figure("works.raised", viewer=Anyone(roads.ward.house.now))
    assert found.value == 1_100_000
    told = [one.told for one in found.evidence.all_records()]
    assert told == ["PT01-0001: 500.000 đồng, tiền mặt", "PT01-0002: 600.000 đồng, ngày công"]


def test_kinds_stand_apart_and_add_up(roads):
    roads.give(1, 500_000)
    roads.transfer(2, 200_000)
    roads.days(3, 1, roads.labour(300_000))
    assert value(roads, "works.raised.money") == 700_000
    assert value(roads, "works.raised.labour") == 300_000
    assert value(roads, "works.raised") == 1_000_000


def test_a_reversal_takes_the_figure_down_and_the_earlier_moment_still_answers(roads):
    gift = roads.give(1, 500_000)
    roads.give(2, 100_000)
    then = roads.ward.house.now
    services.reverse_gift(gift=gift, reason="nhầm", by=roads.accountant)
    assert value(roads, "works.raised") == 100_000
    assert value(roads, "works.raised", known_at=then) == 600_000
    before, after = (
        roads.ward.figure("works.raised", known_at=then),
        roads.ward.figure("works.raised"),
    )
    assert before.evidence.hash != after.evidence.hash


def test_each_work_answers_for_itself(roads):
    other = roads.road("duong-2")
    roads.give(1, 500_000)
    roads.give(2, 300_000, work=other)
    services.report_progress(work=other, on=roads.ward.house.today, percent=40, by=roads.clerk)
    assert value(roads, of_work("works.raised", other.pk)) == 300_000
    assert value(roads, of_work("works.progress", other.pk)) == 40
    assert roads.ward.figure("works.progress").state is State.NOT_APPLICABLE


def test_what_is_left_is_told_by_the_hands_it_is_in(roads):
    roads.give(1, 500_000)
    roads.give(2, 300_000)
    roads.moved(roads.c1, roads.tq, sums={roads.work.pk: 600_000})
    roads.moved(roads.tq, roads.bank, sums={roads.work.pk: 400_000})
    assert [value(roads, f"works.{key}") for key in (
        "balance", "with_collectors", "with_treasurer", "at_bank")] == [800_000, 200_000, 200_000, 400_000]  # fmt: skip


# --- Few are nobody's business ---------------------------------------------------------------------


def homes(roads, group: int, count: int, first: int = 1) -> list[str]:
    codes = [f"H{group}-{n}" for n in range(first, first + count)]
    for code in codes:
        people.register_household(code=code, unit=roads.ward.groups[group], address="", on=FOUNDED,
                                  by=roads.ward.house)  # fmt: skip
    return codes


def given(roads, codes, group: int, first: int) -> None:
    unit = roads.ward.groups[group]
    for number, code in enumerate(codes, start=first):
        roads.give(number, given=Told(Kind.CASH, 100_000, group=unit),
                   giver=Named(GiverKind.HOUSEHOLD, "", code))  # fmt: skip


def settled(roads, work=None) -> None:
    work = work or roads.work
    today, held = roads.ward.house.today, queries.cash_of(roads.c1).get(work.pk)
    if held:
        roads.moved(roads.c1, roads.tq, sums={work.pk: held})
    services.start_building(work=work, on=today, by=roads.clerk)
    work.refresh_from_db()
    services.accept_work(work=work, on=today, supervisors=3, minutes=roads.minutes("nghiem thu"),
                         by=roads.leader)  # fmt: skip
    work.refresh_from_db()
    services.settle(work=work, on=today, by=roads.leader)


def test_households_taking_part_are_counted_once(roads):
    told = homes(roads, 0, 20)
    given(roads, told[:8], 0, 1)
    given(roads, told[:2], 0, 20)
    settled(roads)
    assert value(roads, "works.households") == 8


def test_while_a_work_takes_gifts_nobody_sees_the_number_move_with_one(roads):
    given(roads, homes(roads, 0, 20)[:8], 0, 1)
    found = roads.ward.figure("works.households")
    assert found.value is None and "khi công trình đã quyết toán" in found.reason


def test_the_number_of_a_settled_work_never_moves(roads):
    codes = homes(roads, 0, 20)
    roads.days(40, 1, roads.labour(), giver=Named(GiverKind.HOUSEHOLD, "", codes[10]))
    given(roads, codes[:8], 0, 1)
    settled(roads)
    then = roads.ward.house.now
    services.reverse_gift(
        gift=roads.work.gifts.get(receipt__number=40), reason="nhầm", by=roads.accountant
    )
    services.erase_giver(gift=roads.work.gifts.get(receipt__number=1), by=roads.leader)
    homes(roads, 0, 1, first=21)
    for code in ("2021-06", "2021-H1", "2021", "2022"):
        assert value(roads, "works.households", code=code) == 9
    assert value(roads, "works.households", known_at=then) == 9


def test_a_part_of_the_time_tells_nothing(roads):
    given(roads, homes(roads, 0, 20)[:8], 0, 1)
    settled(roads)
    assert value(roads, "works.households", code="2021-05") is None
    assert value(roads, "works.households", code="2021-05-31") is None


def test_works_are_added_and_never_laid_over_each_other(roads):
    codes = homes(roads, 0, 20)
    other = roads.road("duong-2")
    given(roads, codes[:8], 0, 1)
    for number, code in enumerate(codes[3:9], start=20):
        roads.give(number, work=other, giver=Named(GiverKind.HOUSEHOLD, "", code))
    settled(roads)
    assert value(roads, "works.households") == 8
    settled(roads, other)
    # Nine households gave to one or both: that number would tell who gave to one alone.
    assert value(roads, "works.households") == 14
    assert value(roads, of_work("works.households", other.pk)) == 6


def test_where_nobody_knows_how_many_live_there_no_number_is_told(roads):
    given(roads, homes(roads, 2, 20)[:8], 2, 1)
    settled(roads)
    assert value(roads, "works.households", unit=roads.ward.groups[0]) is None


def test_a_work_of_the_whole_ward_is_held_against_all_its_households(roads):
    work = roads.road("duong-chung", groups=[])
    for number, code in enumerate(homes(roads, 2, 12)[:9], start=1):
        roads.give(number, work=work, giver=Named(GiverKind.HOUSEHOLD, "", code))
    settled(roads, work)
    assert value(roads, of_work("works.households", work.pk)) is None


@pytest.mark.parametrize(("homes_", "giving"), [(20, 0), (20, 4), (20, 16), (20, 20), (8, 6)])
def test_a_number_that_points_at_few_is_not_told(roads, homes_, giving):
    told = homes(roads, 0, homes_)
    given(roads, told[:giving], 0, 1)
    settled(roads)
    found = roads.ward.figure("works.households")
    assert (found.state, found.value) == (State.NOT_APPLICABLE, None)
    assert "không chỉ ra ai" in found.reason


def test_a_group_that_may_not_be_told_is_not_found_by_taking_the_rest_away(roads):
    first, second = homes(roads, 0, 20), homes(roads, 1, 20)
    given(roads, first[:10], 0, 1)
    given(roads, second[:18], 1, 20)
    settled(roads)
    assert value(roads, "works.households") == 28
    # The second group has two households that did not give: neither group is told by itself.
    for group in roads.ward.groups[:2]:
        assert roads.ward.figure("works.households", unit=group).value is None


def test_groups_are_told_where_all_may_be(roads):
    first, second = homes(roads, 0, 20), homes(roads, 1, 20)
    given(roads, first[:10], 0, 1)
    given(roads, second[:12], 1, 20)
    settled(roads)
    assert [value(roads, "works.households", unit=one) for one in roads.ward.groups[:2]] == [10, 12]


def test_a_group_with_few_receipts_does_not_tell_what_single_households_gave(roads):
    given(roads, homes(roads, 0, 20)[:2], 0, 1)
    assert roads.ward.figure("works.raised", unit=roads.ward.groups[0]).value is None
    assert value(roads, "works.raised") == Fraction(200_000)


def test_a_group_where_nobody_gave_is_not_told_from_one_with_few_receipts(roads):
    given(roads, homes(roads, 0, 20)[:8], 0, 1)
    groups = roads.ward.groups
    # The second group of the work gave nothing: the first by itself would say so.
    for key in ("works.raised", "works.contributions", "works.raised.money"):
        assert [value(roads, key, unit=one) for one in groups[:2]] == [None, None]
    assert value(roads, "works.raised") == 800_000
    assert value(roads, "works.raised", unit=groups[2]) == 0


def test_the_sum_of_a_group_with_few_is_not_found_by_taking_the_other_away(roads):
    given(roads, homes(roads, 0, 20)[:9], 0, 1)
    given(roads, homes(roads, 1, 20)[:3], 1, 20)
    assert [value(roads, "works.raised", unit=one) for one in roads.ward.groups[:2]] == [None, None]


def test_groups_with_enough_receipts_each_have_their_sum(roads):
    given(roads, homes(roads, 0, 20)[:9], 0, 1)
    given(roads, homes(roads, 1, 20)[:5], 1, 20)
    assert [value(roads, "works.raised", unit=one) for one in roads.ward.groups[:2]] == [
        900_000,
        500_000,
    ]
    assert {part.ask.unit for part in roads.ward.figure("works.raised").evidence.parts} == {
        one.pk for one in roads.ward.groups[:2]
    }


@pytest.mark.parametrize("few", [0, 3])
def test_behind_the_sum_no_receipt_says_its_group_where_a_group_has_few(roads, few):
    given(roads, homes(roads, 0, 20)[:9], 0, 1)
    given(roads, homes(roads, 1, 20)[:few], 1, 20)
    evidence = roads.ward.figure("works.raised").evidence
    assert not evidence.parts and {one.unit for one in evidence.all_records()} == {roads.unit.pk}


@pytest.mark.parametrize(
    ("taking", "of", "told"),
    [
        (0, 20, False),
        (4, 20, False),
        (5, 20, True),
        (15, 20, True),
        (16, 20, False),
        (5, None, False),
        (5, 9, False),
        (5, 10, True),
    ],
)
def test_where_the_line_is_drawn(taking, of, told):
    assert may_tell(taking, of) is told
