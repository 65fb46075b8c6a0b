"""Numbers of the book come with every entry behind them, as known at a moment, for a unit or a purpose."""

from __future__ import annotations

import pytest

from dongthuan.act.ledger import figures, services
from dongthuan.ground.figures import State, UnknownMeasure
from tests.act.ledger.books import DAY, MAY, Kept, moved
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return Kept(Ward())


def told(kept, code="2021-H1", **more):
    keys = ("raised", "spent", "balance")
    return [int(kept.ward.figure(f"ledger.{key}", code, **more).value) for key in keys]


def test_what_came_was_spent_and_is_left_adds_up(kept):
    kept.gift(500, on=MAY)
    kept.gift(300, "road-2")
    kept.spent(200)
    assert told(kept) == [800, 200, 600]
    assert told(kept, "2021-05") == [500, 0, 500]
    assert told(kept, "2021-06") == [300, 200, 600]


def test_a_reversal_takes_the_mistake_out_of_the_sum_on_its_own_day(kept):
    first = kept.gift(500, on=MAY)
    services.reverse(entry=first, reason="Nhầm", by=kept.accountant)
    assert told(kept, "2021-05")[0] == 500
    assert told(kept, "2021-06")[0] == -500
    figure = kept.ward.figure("ledger.raised")
    assert [int(one.value) for one in figure.evidence.records] == [500, -500]


def test_every_record_behind_a_figure_adds_up_to_it(kept):
    kept.gift(500)
    kept.post(*moved("1112.c1", "511", 40, "road-1"))
    kept.post(*moved("1111", "1112.c1", 40, "road-1"))
    figure = kept.ward.figure("ledger.balance")
    # Cash that only changed hands moves no sum.
    assert [int(one.value) for one in figure.evidence.records] == [500, 40]
    assert "Bút toán số" in figure.evidence.records[0].told


def test_one_purpose_and_one_book_are_asked_for_by_name(kept):
    kept.gift(500)
    kept.gift(300, "road-2")
    one = kept.ward.figure(figures.of_purpose("ledger.raised", kept.purpose("road-2").pk))
    assert int(one.value) == 300 and one.measure.label == "Đã thu theo sổ: Đường tổ 2"
    whole = kept.ward.figure(figures.of_book("ledger.raised", kept.book.pk))
    assert int(whole.value) == 800
    with pytest.raises(UnknownMeasure):
        kept.ward.figure(figures.of_purpose("ledger.raised", 10**6))


def test_a_figure_is_asked_as_it_was_known(kept):
    kept.gift(500)
    then = kept.ward.clock.tick()
    kept.gift(300)
    assert told(kept, known_at=then) == [500, 0, 500]


def test_a_unit_without_a_book_has_no_figure(kept):
    assert kept.ward.figure("ledger.raised", unit=kept.ward.groups[0]).state is State.MISSING


def test_the_book_of_a_group_counts_for_the_ward_above_it(kept):
    other = Kept(kept.ward, unit=kept.ward.groups[0])
    other.gift(70)
    kept.gift(500)
    assert told(kept)[0] == 570
    assert told(kept, unit=kept.ward.groups[0])[0] == 70


def test_who_may_not_see_the_figures_of_the_unit_learns_nothing(kept):
    kept.gift(500)
    figure = kept.ward.figure("ledger.raised", viewer=kept.ward.head(1))
    assert figure.state is State.HIDDEN and figure.value is None


def test_every_account_is_a_figure_that_opens_down_to_its_entries(kept):
    kept.gift(500)
    kept.gift(300, "road-2")
    kept.spent(200)
    listed = dict(figures.account_figures(kept.book, DAY))
    shown = {account.code: int(one.value) for account, one in listed.items() if one.value}
    assert shown == {"1111": 600, "511": 800, "611": 200}
    for account, one in listed.items():
        opened = kept.ward.figure(one.ask.key, DAY.isoformat())
        assert opened.value == one.value and opened.measure == one.measure
        assert sum(record.value for record in opened.evidence.records) == one.value
        assert len(opened.evidence.records) == account.postings.count()
