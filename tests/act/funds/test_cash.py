"""Cash has a holder: proposed by one, accepted by the other, and always somewhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.models import Handover
from dongthuan.act.funds.rules import Hand, Kind, Standing, Unused
from dongthuan.act.funds.services import UnableToGive
from dongthuan.act.ledger import queries as ledger
from tests.act.funds.roads import Roads, whole_story
from tests.act.funds.test_collecting import refused
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT = tmp_path
    return Roads()


def at(roads):
    money = queries.money_of(roads.work)
    return [money.at(hand) for hand in Hand]


def test_cash_goes_from_the_door_to_the_treasurer_to_the_bank(roads):
    roads.give(1, 700_000)
    assert at(roads) == [700_000, 0, 0]
    roads.moved(roads.c1, roads.tq)
    assert at(roads) == [0, 700_000, 0]
    roads.moved(roads.tq, roads.bank)
    assert at(roads) == [0, 0, 700_000]


def test_cash_stays_with_its_holder_until_the_other_accepts(roads):
    roads.give(1, 700_000)
    handover = roads.propose(roads.c1, roads.tq)
    assert at(roads) == [700_000, 0, 0]
    services.answer_handover(
        handover=handover, accepts=False, reason="thiếu 50.000", by=roads.actor(roads.tq)
    )
    assert at(roads) == [700_000, 0, 0]
    roads.moved(roads.c1, roads.tq)
    assert at(roads) == [0, 700_000, 0]


def test_what_is_proposed_is_not_proposed_again(roads):
    roads.give(1, 700_000)
    roads.propose(roads.c1, roads.tq)
    refused("không còn tiền mặt", roads.propose, roads.c1, roads.tq)


def test_nobody_hands_on_more_than_they_hold(roads):
    roads.give(1, 700_000)
    refused(
        "đang giữ 700.000 đồng", roads.propose, roads.c1, roads.tq, sums={roads.work.pk: 700_001}
    )


def test_only_the_holder_proposes_and_only_the_taker_answers(roads):
    roads.give(1)
    refused("Chỉ người đang giữ", roads.propose, roads.c1, roads.tq, by=roads.actor(roads.c2))
    handover = roads.propose(roads.c1, roads.tq)
    refused("Chỉ người nhận", services.answer_handover, handover=handover, accepts=True,
            by=roads.actor(roads.c2))  # fmt: skip


def test_an_answer_is_said_once_and_a_refusal_says_why(roads):
    roads.give(1)
    handover = roads.propose(roads.c1, roads.tq)
    by = roads.actor(roads.tq)
    refused("Ghi vì sao", services.answer_handover, handover=handover, accepts=False, by=by)
    services.answer_handover(handover=handover, accepts=True, by=by)
    refused("đã có trả lời", services.answer_handover, handover=handover, accepts=True, by=by)


def test_a_deposit_bears_the_number_of_the_bank(roads):
    roads.give(1)
    roads.moved(roads.c1, roads.tq)
    handover = roads.propose(roads.tq, roads.bank)
    refused(
        "giấy nộp tiền",
        services.answer_handover,
        handover=handover,
        accepts=True,
        by=roads.accountant,
    )


def test_notes_as_counted_add_up_or_are_refused(roads):
    roads.give(1, 700_000)
    refused("Bảng kê cộng được 500.000", roads.propose, roads.c1, roads.tq, notes={500_000: 1})
    handover = roads.propose(roads.c1, roads.tq, notes={500_000: 1, 200_000: 1, 100_000: 0})
    assert handover.denominations == '{"500000":1,"200000":1}'


def test_what_a_phone_sends_twice_is_one_handover(roads):
    roads.give(1)
    first = roads.propose(roads.c1, roads.tq, sent_key="h" * 20)
    assert roads.propose(roads.c1, roads.tq, sent_key="h" * 20) == first
    assert Handover.objects.count() == 1


def test_one_handover_carries_the_money_of_many_works_each_for_itself(roads):
    other = roads.road("duong-2")
    roads.give(1, 500_000)
    roads.give(2, 300_000, work=other)
    roads.moved(roads.c1, roads.tq)
    assert ledger.balance(roads.ledger, "112.TQ", "duong-1") == 500_000
    assert ledger.balance(roads.ledger, "112.TQ", "duong-2") == 300_000


# --- How a work ends -------------------------------------------------------------------------------


def test_a_work_is_settled_when_no_cash_is_left_at_doors(roads):
    roads.give(1)
    services.start_building(work=roads.work, on=date(2021, 6, 1), by=roads.clerk)
    services.accept_work(work=roads.work, on=date(2021, 6, 1), supervisors=5, minutes=roads.minutes(),
                         by=roads.leader)  # fmt: skip
    refused("ở người thu", services.settle, work=roads.work, on=date(2021, 6, 1), by=roads.leader)
    roads.moved(roads.c1, roads.tq)
    settled = services.settle(work=roads.work, on=date(2021, 6, 1), by=roads.leader)
    assert (settled.money_in, settled.left) == (500_000, 500_000)
    refused("đã quyết toán nên chưa thu", roads.give, 2)


def test_an_acceptance_needs_minutes_and_somebody_of_the_supervision_board(roads):
    services.start_building(work=roads.work, on=date(2021, 6, 1), by=roads.clerk)
    for told in (
        {"supervisors": 0, "minutes": roads.minutes()},
        {"supervisors": 3, "minutes": None},
    ):
        with pytest.raises(UnableToGive):
            services.accept_work(work=roads.work, on=date(2021, 6, 1), by=roads.leader, **told)


def test_what_is_left_goes_where_the_people_decided_and_nowhere_else(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    roads = whole_story(Ward())
    left = queries.money_of(roads.work)
    other = queries.money_of(roads.works["duong-khac"])
    assert (left.left, other.left) == (500_000, 400_000)
    assert left.adds_up and other.adds_up
    assert roads.work.stands is Standing.SETTLED


def test_nothing_becomes_of_the_rest_without_a_decision(roads):
    whole = roads
    services.start_building(work=whole.work, on=date(2021, 6, 1), by=roads.clerk)
    services.accept_work(work=whole.work, on=date(2021, 6, 1), supervisors=1, minutes=roads.minutes(),
                         by=roads.leader)  # fmt: skip
    services.settle(work=whole.work, on=date(2021, 6, 1), by=roads.leader)
    refused("Chưa ghi quyết định", services.decide_surplus, work=whole.work, manner="keep", dong=1,
            basis=whole.work.bases.get(), by=roads.leader)  # fmt: skip


# --- The way of a receipt --------------------------------------------------------------------------


def test_a_code_tells_the_five_steps_in_order_and_no_name(roads):
    roads.give(1, 500_000, giver=services.Named(services.NOBODY.kind.PERSON, "Trần Thị Mẫu"))
    code = roads.codes[1]
    way = queries.look_up(code.lower())
    assert (way.state, way.dong, way.shown, way.handed_on) == ("entered", 500_000, "", None)
    roads.moved(roads.c1, roads.tq)
    assert queries.look_up(code).handed_on == date(2021, 6, 1)
    assert queries.look_up(code).banked_on is None
    roads.moved(roads.tq, roads.bank)
    assert queries.look_up(code).banked_on == date(2021, 6, 1)


def test_what_came_first_goes_first(roads):
    roads.give(1, 500_000)
    roads.give(2, 300_000)
    roads.moved(roads.c1, roads.tq, sums={roads.work.pk: 600_000})
    roads.moved(roads.tq, roads.bank, sums={roads.work.pk: 500_000})
    first, second = queries.look_up(roads.codes[1]), queries.look_up(roads.codes[2])
    assert first.handed_on and first.banked_on
    assert second.handed_on is None and second.banked_on is None


def test_a_code_that_is_not_entered_yet_says_which_book_it_is_of(roads):
    way = queries.look_up(roads.codes[9])
    assert (way.state, way.book, way.printed, way.through) == (
        "open",
        "PT01",
        "PT01-0009",
        "người thu NT1",
    )


def test_a_code_of_a_void_receipt_says_so_and_an_unknown_one_is_none(roads):
    services.end_numbers(book=roads.book, numbers=[9], how=Unused.VOID, reason="hỏng",
                         by=roads.actor(roads.c1))  # fmt: skip
    assert queries.look_up(roads.codes[9]).state == "void"
    assert queries.look_up("A" * 18) is None


# --- Whatever happens, it adds up ------------------------------------------------------------------

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["give", "give", "labour", "reverse", "void", "missing", "hand", "bank"]),
        st.integers(1, 12), st.integers(1, 5_000_000), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_numbers_gifts_lists_and_the_book_add_up_whatever_was_done(roads, deeds):
    from django.db import transaction

    with transaction.atomic():
        _done(roads, deeds)
        _adds_up(roads)
        transaction.set_rollback(True)


def _done(roads, deeds):
    rule = roads.labour()
    for deed, number, dong, shown in deeds:
        giver = services.Named(services.NOBODY.kind.PERSON, "Mẫu", shown="Ông Mẫu" if shown else "")
        by = roads.actor(roads.c1)
        try:
            if deed == "give":
                roads.give(number, dong, giver=giver)
            elif deed == "labour":
                roads.days(number, 1 + dong % 5, rule, giver=giver)
            elif deed == "reverse":
                gift = roads.work.gifts.order_by("pk").last()
                if gift is not None:
                    services.reverse_gift(gift=gift, reason="nhầm", by=roads.accountant)
            elif deed in ("void", "missing"):
                services.end_numbers(
                    book=roads.book, numbers=[number], how=Unused(deed), reason="x", by=by
                )
            elif deed == "hand":
                roads.moved(roads.c1, roads.tq)
            else:
                roads.moved(roads.tq, roads.bank)
        except UnableToGive:
            continue


def _adds_up(roads):
    told = queries.accounted([roads.book])[roads.book.pk]
    assert told.numbers == 50 == told.used + told.void + told.missing + told.open
    assert told.open == len(services.open_numbers(roads.book))
    lines = queries.lines(queries.posted_list(roads.work))
    money = queries.money_of(roads.work)
    assert sum(one.dong for one in lines) == money.raised
    assert money.raised == (roads.ward.figure("works.raised").value or 0)
    assert money.adds_up and money.left == money.money_in
    gifts = roads.work.gifts.filter(reversal=None, kind=Kind.CASH)
    assert sum(gifts.values_list("dong", flat=True)) == money.money_in
    assert ledger.check_book(roads.ledger).holds
