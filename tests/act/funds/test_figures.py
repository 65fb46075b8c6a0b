"""Figures open down to receipts; an earlier moment is answered as it was known; few are nobody's business."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dongthuan.act.funds import services
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


def test_households_taking_part_are_counted_once(roads):
    told = homes(roads, 0, 20)
    given(roads, told[:8], 0, 1)
    given(roads, told[:2], 0, 20)
    assert value(roads, "works.households") == 8


@pytest.mark.parametrize(("homes_", "giving"), [(20, 4), (20, 16), (20, 20), (8, 6)])
def test_a_number_that_points_at_few_is_not_told(roads, homes_, giving):
    told = homes(roads, 0, homes_)
    given(roads, told[:giving], 0, 1)
    found = roads.ward.figure("works.households")
    assert (found.state, found.value) == (State.NOT_APPLICABLE, None)
    assert "không chỉ ra ai" in found.reason


def test_a_group_that_may_not_be_told_is_not_found_by_taking_the_rest_away(roads):
    first, second = homes(roads, 0, 20), homes(roads, 1, 20)
    given(roads, first[:10], 0, 1)
    given(roads, second[:18], 1, 20)
    assert value(roads, "works.households") == 28
    # The second group has two households that did not give: neither group is told by itself.
    for group in roads.ward.groups[:2]:
        assert roads.ward.figure("works.households", unit=group).value is None


def test_groups_are_told_where_all_may_be(roads):
    first, second = homes(roads, 0, 20), homes(roads, 1, 20)
    given(roads, first[:10], 0, 1)
    given(roads, second[:12], 1, 20)
    assert [value(roads, "works.households", unit=one) for one in roads.ward.groups[:2]] == [10, 12]


def test_a_group_with_few_receipts_does_not_tell_what_single_households_gave(roads):
    given(roads, homes(roads, 0, 20)[:2], 0, 1)
    assert roads.ward.figure("works.raised", unit=roads.ward.groups[0]).value is None
    assert value(roads, "works.raised") == Fraction(200_000)


@pytest.mark.parametrize(
    ("taking", "of", "told"),
    [
        (0, 20, True),
        (4, 20, False),
        (5, 20, True),
        (15, 20, True),
        (16, 20, False),
        (5, None, True),
    ],
)
def test_where_the_line_is_drawn(taking, of, told):
    assert may_tell(taking, of) is told
