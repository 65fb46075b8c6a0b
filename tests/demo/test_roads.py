"""The roads of the demonstration: fourteen works, thousands of receipts, one book that adds up."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import Gift, GiftReversal, Surplus, Work
from dongthuan.act.funds.rules import Hand, Kind
from dongthuan.act.ledger import queries as ledger
from dongthuan.decide.assembly.models import VoteOutcome
from dongthuan.ground.audit.actors import House
from dongthuan.ground.figures import Look, figures, value
from dongthuan.ground.figures.catalogue import explain
from dongthuan.ground.figures.figure import Ask
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.act.ledger.test_journal import our_balances, read_balances, strict

pytestmark = pytest.mark.django_db
HALF = "2021-H1"


def told(town, key, unit=None, code=HALF):
    return value(key, unit=(unit or town.ward).pk, period=from_code(code), viewer=House(town.now),
                 trees=Forest())  # fmt: skip


def test_some_six_thousand_receipts_add_up_to_sixteen_billion(town):
    standing = Gift.objects.filter(reversal=None)
    assert Work.objects.count() == 14
    assert 5_500 < standing.count() < 6_500
    assert standing.aggregate(Sum("dong"))["dong__sum"] == 16_240_000_000
    assert told(town, "works.contributions").value == 16_240_000_000
    assert set(standing.values_list("kind", flat=True)) == {
        "cash", "transfer", "labour", "materials", "land",
    }  # fmt: skip


def test_every_group_opens_to_its_own_receipts(town):
    whole = explain(Ask("works.contributions", town.ward.pk, from_code(HALF)),
                    Look(House(town.now), Forest()))  # fmt: skip
    assert {part.ask.unit for part in whole.evidence.parts} == {one.pk for one in town.groups}
    for part in whole.evidence.parts:
        assert part.value == sum(record.value for record in part.evidence.records)
    first = next(part for part in whole.evidence.parts if part.ask.unit == town.groups[0].pk)
    assert first.value == told(town, "works.contributions", town.groups[0]).value


def test_the_sums_of_works_are_the_sum_of_the_ward(town):
    period = from_code(HALF)
    asks = [Ask(f"works.contributions:ct.{work.pk}", town.ward.pk, period)
            for work in town.works.values()]  # fmt: skip
    each = figures(asks, Look(House(town.now), Forest(), evidence=False))
    assert sum(one.value for one in each) == 16_240_000_000


def test_the_book_of_the_ward_is_whole(town):
    book = ledger.book_of(town.ward.pk)
    checked = ledger.check_book(book)
    assert checked.broken == () and checked.differing == ()


def test_another_program_accepts_the_book_and_finds_every_balance_as_we_do(town):
    book = ledger.book_of(town.ward.pk)
    theirs = read_balances(strict(ledger.journal(book)))
    assert theirs == our_balances(book)
    given = {f"revenues:{chart.given(kind)}:" for kind in Kind}
    came = -sum(dong for name, dong in theirs.items() if name.startswith(tuple(given)))
    assert came == told(town, "works.contributions").value
    hands = tuple(f"assets:{chart.hand(one, '')}" for one in Hand)
    for work in town.works.values():
        left = sum(dong for name, dong in theirs.items()
                   if name.startswith(hands) and name.endswith(f":{work.code}"))  # fmt: skip
        # The journal runs on to today.
        today = told(town, f"works.balance:ct.{work.pk}", code="2021-07")
        assert left == today.value, work.code


def test_one_was_answered_no_one_gift_taken_back_one_rest_given_on(town):
    assert sorted(VoteOutcome.objects.values_list("adopted", flat=True)) == [False, True]
    assert GiftReversal.objects.count() == 1
    assert Surplus.objects.get().dong == 12_500_000
    assert Work.objects.filter(standing="settled").count() == 10
