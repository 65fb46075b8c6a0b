"""Every đồng is written once: posting, turning round, opening, and what the book refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.models import Entry, Posting
from dongthuan.act.ledger.rules import Line, Nature
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry as Trail
from dongthuan.ground.files import services as files
from tests.act.ledger.books import DAY, MAY, Kept, moved
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Kept:
    return Kept(Ward())


def refused(said, verb, *told, **more):
    """Try a verb; it is refused in those words and leaves nothing behind."""
    before = Entry.objects.count(), Posting.objects.count()
    with pytest.raises(UnableToPost, match=said) as caught:
        verb(*told, **more)
    assert (Entry.objects.count(), Posting.objects.count()) == before
    return caught.value


def test_a_gift_is_in_the_book_on_both_sides(kept):
    kept.gift(500_000)
    assert queries.balance(kept.book, "1111", "road-1") == 500_000
    assert queries.balance(kept.book, "511", "road-1") == -500_000
    assert queries.balance(kept.book, "1111", "road-2") == 0
    assert queries.check_book(kept.book).holds


def test_every_balance_is_one_sum_and_stands_in_order(kept, django_assert_num_queries):
    kept.gift(500_000)
    kept.gift(200_000, "road-2")
    kept.spent(100_000)
    with django_assert_num_queries(3):
        found = queries.balances(kept.book)
    assert [(one.account.code, one.purpose.code, one.dong, one.shown) for one in found] == [
        ("1111", "road-1", 400_000, 400_000),
        ("1111", "road-2", 200_000, 200_000),
        ("511", "road-1", -500_000, 500_000),
        ("511", "road-2", -200_000, 200_000),
        ("611", "road-1", 100_000, 100_000),
    ]


def test_a_balance_is_asked_of_the_end_of_a_day(kept):
    kept.gift(300, on=MAY)
    kept.gift(50, on=DAY)
    assert queries.balance(kept.book, "1111", on=MAY) == 300
    assert queries.balance(kept.book, "1111", on=MAY - timedelta(days=1)) == 0
    assert [one.dong for one in queries.balances(kept.book, on=MAY)] == [300, -300]


def test_what_does_not_balance_is_refused(kept):
    refused("không cân", kept.post, Line("1111", 5), Line("511", -4))


def test_one_purpose_does_not_pay_for_another_unseen(kept):
    kept.gift(500)
    refused("đang trả cho mục đích khác", kept.post, Line("611", 100, "road-2"), Line("1111", -100, "road-1"))  # fmt: skip


def test_the_money_of_a_restricted_purpose_goes_nowhere_else(kept):
    kept.gift(500)
    lines = [*moved("411", "1111", 100, "road-1"), *moved("1111", "411", 100, "road-2")]
    refused("quyết định của cộng đồng", kept.post, *lines)
    kept.post(*lines, moves_purpose=True)
    assert queries.balance(kept.book, "1111", "road-2") == 100


def test_common_money_may_go_to_a_purpose(kept):
    kept.gift(500, "")
    kept.post(*moved("411", "1111", 100, ""), *moved("1111", "411", 100, "road-2"))
    assert queries.balance(kept.book, "1111", "") == 400


def test_cash_handed_over_stays_with_its_purpose(kept):
    kept.post(*moved("1112.c1", "511", 700, "road-1"))
    kept.post(*moved("1111", "1112.c1", 500, "road-1"))
    assert queries.by_holder_kind(kept.book, "road-1") == {"collector": 200, "treasurer": 500, "bank": 0}  # fmt: skip


def test_a_purpose_is_not_overdrawn_though_the_account_holds_enough(kept):
    kept.gift(500, "road-1")
    kept.gift(500, "road-2")
    caught = refused("chỉ còn 500 đồng, không đủ 501 đồng", kept.spent, 501, "road-1")
    assert "Đường tổ 1" in str(caught)
    kept.spent(500, "road-1")


def test_money_is_not_spent_on_a_day_before_it_came(kept):
    kept.gift(500, on=DAY)
    refused("chỉ còn 0 đồng", kept.spent, 100, on=MAY)


def test_what_is_spent_later_already_is_not_spent_again_on_an_earlier_day(kept):
    kept.gift(500, on=MAY)
    kept.spent(400, on=DAY)
    refused("chỉ còn 100 đồng", kept.spent, 101, on=MAY)
    kept.spent(100, on=MAY)
    assert queries.balance(kept.book, "1111") == 0


def test_what_is_owed_may_stand_below_zero(kept):
    kept.post(*moved("611", "331", 900, "road-1"))
    assert queries.balance(kept.book, "331", "road-1") == -900


def test_an_unknown_account_or_purpose_is_named(kept):
    refused("không có tài khoản 999", kept.post, *moved("999", "511", 5))
    refused("không có mục đích road-9", kept.post, *moved("1111", "511", 5, "road-9"))


def test_the_account_of_another_book_is_unknown_here(kept):
    other = services.open_book(unit=kept.ward.ward, name="Đảng phí", on=MAY, by=kept.ward.house)
    services.open_account(book=other, code="dues", name="Đảng phí", nature=Nature.INCOME,
                          by=kept.ward.house)  # fmt: skip
    refused("không có tài khoản dues", kept.post, *moved("1111", "dues", 5))


def test_a_day_to_come_takes_nothing(kept):
    refused("chưa đến", kept.gift, 5, on=DAY + timedelta(days=1))


def test_words_are_needed(kept):
    refused("Chưa ghi diễn giải", kept.post, *moved("1111", "511", 5), words=" ")


def test_the_same_source_told_again_is_the_same_entry(kept):
    first = kept.gift(500, source="gift:1")
    assert kept.gift(500, source="gift:1") == first
    assert Posting.objects.count() == 2
    refused("với số tiền khác", kept.gift, 600, source="gift:1")


def test_two_entries_without_a_source_are_two(kept):
    assert kept.gift(500) != kept.gift(500)


def test_one_source_may_stand_in_two_books(kept):
    kept.gift(500, source="gift:1")
    assert Kept(kept.ward).gift(500, source="gift:1")


def test_a_gift_takes_few_questions(kept, django_assert_max_num_queries):
    by = kept.accountant
    services.post(book=kept.book, on=DAY, lines=moved("1111", "511", 5), words="Thu", by=by)
    # Accounts with the closing and the source; purposes; entry; postings; savepoint twice; on
    # PostgreSQL the lock too. The trail is written by the room that asks.
    with django_assert_max_num_queries(7):
        services.post(book=kept.book, on=DAY, lines=moved("1111", "511", 5), words="Thu", by=by,
                      source="gift:1", act=Act.LEDGER_SEE)  # fmt: skip


# --- Who may ----------------------------------------------------------------------------------------


def test_only_who_may_post_posts(kept):
    for by in (kept.ward.clerk, kept.ward.leader, kept.ward.head(1)):
        with pytest.raises(NotPermitted):
            kept.gift(5, by=by)


def test_a_collector_of_a_group_posts_by_the_act_of_the_room_that_asks(kept):
    group = kept.ward.groups[0]
    by = kept.ward.person("Người thu", ("collector", group))
    lines = moved("1112.c1", "511", 5, "road-1")
    with pytest.raises(NotPermitted):
        kept.post(*lines, by=by, act=Act.GIFT_TAKE)
    kept.post(*lines, by=by, act=Act.GIFT_TAKE, unit_id=group.pk)
    assert queries.balance(kept.book, "1112.c1") == 5


def test_an_entry_is_on_the_trail_once(kept):
    entry = kept.gift(5, source="gift:1")
    told = Trail.objects.filter(subject="ledger_entry")
    assert [(one.act, one.subject_id, one.detail) for one in told] == [
        (Act.LEDGER_POST, entry.pk, "gift:1")
    ]


# --- Turning round ----------------------------------------------------------------------------------


def test_a_mistake_is_answered_by_an_entry_dated_today_with_its_reason(kept):
    entry = kept.gift(500, on=MAY)
    made = services.reverse(entry=entry, reason="Ghi nhầm công trình", by=kept.accountant)
    assert made.on == DAY and made.reverses == entry
    assert queries.balance(kept.book, "1111") == 0
    assert queries.balance(kept.book, "1111", on=MAY) == 500
    assert trail.notes([made.note_id]) == {made.note_id: "Ghi nhầm công trình"}
    assert queries.check_book(kept.book).holds


def test_both_entries_tell_of_each_other(kept):
    entry = kept.gift(500)
    made = services.reverse(entry=entry, reason="Nhầm", by=kept.accountant)
    first, second = (queries.entry_seen(viewer=kept.accountant, pk=one.pk) for one in (entry, made))
    assert (first.reversed_by, first.reverses) == (made.pk, None)
    assert (second.reversed_by, second.reverses, second.reason) == (None, entry.pk, "Nhầm")


def test_an_entry_is_turned_round_once_and_a_reversal_never(kept):
    entry = kept.gift(500)
    made = services.reverse(entry=entry, reason="Nhầm", by=kept.accountant)
    refused("được đảo rồi", services.reverse, entry=entry, reason="Nhầm", by=kept.accountant)
    refused("đã là bút toán đảo", services.reverse, entry=made, reason="Nhầm", by=kept.accountant)


def test_turning_round_needs_a_reason_and_todays_date(kept):
    entry = kept.gift(500, on=MAY)
    refused("vì sao", services.reverse, entry=entry, reason="  ", by=kept.accountant)
    refused("hôm nay", services.reverse, entry=entry, reason="Nhầm", on=MAY, by=kept.accountant)


def test_a_gift_that_was_spent_is_not_turned_round(kept):
    entry = kept.gift(500)
    kept.spent(400)
    refused("chỉ còn 100 đồng", services.reverse, entry=entry, reason="Nhầm", by=kept.accountant)


def test_an_entry_of_a_closed_period_is_turned_round_today(kept):
    entry = kept.gift(500, on=MAY)
    services.close_period(book=kept.book, through=date(2021, 5, 31), by=kept.accountant)
    assert services.reverse(entry=entry, reason="Nhầm", by=kept.accountant).on == DAY


# --- What stood there at the beginning ---------------------------------------------------------------


@pytest.fixture
def minutes(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return files.keep(b"%PDF-1.4", kind="pdf", at=Ward.__dataclass_fields__["clock"].default_factory().at)  # fmt: skip


def test_opening_balances_are_entered_once_with_signed_minutes(kept, minutes):
    told = {"book": kept.book, "on": MAY, "lines": moved("1111", "411", 900, "road-1"), "by": kept.accountant}  # fmt: skip
    refused("biên bản", services.open_balances, **told, minutes=None)
    services.open_balances(**told, minutes=minutes)
    assert queries.balance(kept.book, "1111", "road-1") == 900
    refused("đã ghi số dư đầu kỳ", services.open_balances, **told, minutes=minutes)


def test_opening_balances_are_not_later_than_the_first_entry(kept, minutes):
    kept.gift(5, on=MAY)
    refused("trước bút toán đầu tiên", services.open_balances, book=kept.book, on=DAY,
            lines=moved("1111", "411", 9), minutes=minutes, by=kept.accountant)  # fmt: skip
