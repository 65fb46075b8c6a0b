"""Cash is counted, periods close, accounts end; and a book that was tampered with says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.models import Account, Entry, Posting
from dongthuan.act.ledger.rules import Nature
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.ground.audit.actors import NotPermitted
from tests.act.ledger.books import DAY, MAY, Kept, moved
from tests.wards import Ward

pytestmark = pytest.mark.django_db
END_OF_MAY = date(2021, 5, 31)


@pytest.fixture
def kept() -> Kept:
    return Kept(Ward())


def counted(kept, dong, purpose=None, on=DAY, code="1111"):
    return services.assert_balance(
        account=kept.account(code), purpose=kept.purpose(purpose) if purpose else None, on=on,
        dong=dong, by=kept.accountant, note="Kiểm quỹ cuối ngày",
    )  # fmt: skip


def closed(kept, through=END_OF_MAY):
    return services.close_period(book=kept.book, through=through, by=kept.accountant)


def test_cash_counted_as_the_book_says_leaves_no_difference(kept):
    kept.gift(500)
    kept.gift(300, "road-2")
    assert counted(kept, 800).difference == 0
    assert counted(kept, 500, "road-1").difference == 0
    assert queries.check_book(kept.book).differing == ()


def test_a_difference_is_kept_and_shown_and_changes_no_balance(kept):
    kept.gift(500)
    made = counted(kept, 480)
    assert (made.in_book, made.difference) == (500, -20)
    found = queries.check_book(kept.book)
    assert found.holds and found.differing == (made,)
    assert queries.balance(kept.book, "1111") == 500


def test_the_last_count_of_an_account_is_what_counts(kept):
    kept.gift(500)
    counted(kept, 480)
    counted(kept, 500)
    assert queries.check_book(kept.book).differing == ()


def test_an_entry_laid_behind_a_count_makes_it_differ(kept):
    kept.gift(500, on=MAY)
    made = counted(kept, 500, on=MAY)
    kept.gift(7, on=MAY)
    assert queries.check_book(kept.book).differing == (made,)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"code": "511"}, "tài khoản tiền"),
        ({"on": DAY + timedelta(days=1)}, "chưa đến"),
        ({"dong": -1}, "dưới 0"),
    ],
)
def test_a_count_that_cannot_be_is_refused(kept, told, said):
    with pytest.raises(UnableToPost, match=said):
        counted(kept, **{"dong": 5, **told})


def test_a_closed_period_takes_no_entry_and_says_until_when(kept):
    closed(kept)
    with pytest.raises(UnableToPost, match="Sổ đã khóa đến hết ngày 31/05/2021"):
        kept.gift(5, on=END_OF_MAY)
    kept.gift(5, on=DAY)


def test_a_period_is_closed_forwards_and_only_after_it_has_gone_by(kept):
    closed(kept)
    for through, said in ((MAY, "đã khóa"), (END_OF_MAY, "đã khóa"), (DAY, "đã qua")):
        with pytest.raises(UnableToPost, match=said):
            closed(kept, through)


def test_a_period_is_opened_again_with_a_reason(kept):
    closed(kept)
    told = {"book": kept.book, "through": MAY, "by": kept.accountant}
    with pytest.raises(UnableToPost, match="vì sao"):
        services.reopen_period(**told, reason="")
    services.reopen_period(**told, reason="Sót một phiếu thu")
    kept.gift(5, on=END_OF_MAY)
    with pytest.raises(UnableToPost, match="đã khóa đến hết ngày 10/05/2021"):
        kept.gift(5, on=MAY)
    assert [one.reopens for one in queries.closings(kept.book)] == [True, False]


def test_a_whole_book_is_opened_again(kept):
    closed(kept)
    services.reopen_period(book=kept.book, through=None, reason="Kiểm lại", by=kept.accountant)
    assert kept.gift(5, on=MAY)
    with pytest.raises(UnableToPost, match="chưa khóa"):
        services.reopen_period(book=kept.book, through=None, reason="Nữa", by=kept.accountant)


def test_only_the_accountant_counts_and_closes(kept):
    by = kept.ward.person("Thủ quỹ", ("treasurer", kept.ward.ward))
    with pytest.raises(NotPermitted):
        services.close_period(book=kept.book, through=MAY, by=by)
    with pytest.raises(NotPermitted):
        services.assert_balance(account=kept.account("1111"), purpose=None, on=DAY, dong=0, by=by)


def test_an_account_ends_when_nothing_lies_in_it_for_any_purpose(kept):
    kept.post(*moved("1112.c1", "511", 5, "road-1"))
    account = kept.account("1112.c1")
    with pytest.raises(UnableToPost, match="còn số dư"):
        services.end_account(account=account, on=DAY, by=kept.accountant)
    kept.post(*moved("1111", "1112.c1", 5, "road-1"))
    services.end_account(account=account, on=DAY, by=kept.accountant)
    with pytest.raises(UnableToPost, match="đã đóng"):
        kept.post(*moved("1112.c1", "511", 5, "road-1"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"code": "1111"}, "đã có tài khoản"),
        ({"code": "tiền"}, "chữ không dấu"),
        ({"name": " "}, "Chưa ghi tên"),
        ({"nature": Nature.INCOME, "holder_kind": "bank"}, "Chỉ tài khoản tiền"),
        ({"holder_kind": "nobody"}, "Chỉ tài khoản tiền"),
    ],
)
def test_an_account_that_cannot_be_is_refused(kept, told, said):
    asked = {"code": "1113", "name": "Tiền", "nature": Nature.ASSET, **told}
    with pytest.raises(UnableToPost, match=said):
        services.open_account(book=kept.book, by=kept.accountant, **asked)


def test_a_purpose_is_opened_once(kept):
    with pytest.raises(UnableToPost, match="đã có mục đích"):
        services.open_purpose(book=kept.book, code="road-1", name="Lại", by=kept.accountant)


# --- The cash book ----------------------------------------------------------------------------------


def test_the_cash_book_tells_what_was_there_came_went_and_is_left(kept):
    kept.gift(500, on=MAY)
    kept.gift(70)
    kept.gift(30, "road-2")
    kept.spent(100)
    found = queries.cash_book(
        viewer=kept.accountant, account=kept.account("1111"), start=DAY, end=DAY + timedelta(days=1)
    )
    assert (found.before, found.came, found.went, found.left) == (500, 100, 100, 500)
    assert [(one.came, one.went, one.left) for one in found.lines] == [
        (70, 0, 570), (30, 0, 600), (0, 100, 500),
    ]  # fmt: skip


def test_the_cash_book_of_one_purpose_tells_of_it_alone(kept):
    kept.gift(70)
    kept.gift(30, "road-2")
    found = queries.cash_book(viewer=kept.accountant, account=kept.account("1111"), start=DAY,
                              end=DAY + timedelta(days=1), purpose=kept.purpose("road-2"))  # fmt: skip
    assert [(one.came, one.left) for one in found.lines] == [(30, 30)]


def test_a_book_is_seen_by_who_may(kept):
    kept.gift(5)
    assert list(queries.books(viewer=kept.ward.leader)) == [kept.book]
    head = kept.ward.head(1)
    assert list(queries.books(viewer=head)) == []
    assert list(queries.entries(viewer=head, book=kept.book)) == []
    assert queries.entry_seen(viewer=head, pk=Entry.objects.get().pk) is None


def test_entries_are_found_by_day_account_purpose_and_source(kept):
    first = kept.gift(5, on=MAY, source="gift:1")
    second = kept.gift(6, "road-2")
    third = kept.post(*moved("112", "1111", 2, "road-2"))
    told = {"viewer": kept.accountant, "book": kept.book}
    assert list(queries.entries(**told)) == [third, second, first]
    assert list(queries.entries(**told, start=DAY)) == [third, second]
    assert list(queries.entries(**told, end=DAY)) == [first]
    assert list(queries.entries(**told, account="112")) == [third]
    assert list(queries.entries(**told, purpose="road-1")) == [first]
    assert list(queries.entries(**told, source="gift:1")) == [first]


def test_a_list_of_entries_takes_few_questions_however_long(kept, django_assert_max_num_queries):
    for _ in range(5):
        kept.gift(5)
    rows = queries.entries(viewer=kept.accountant, book=kept.book)
    with django_assert_max_num_queries(6):
        assert len(queries.written(rows.select_related("book"))) == 5


# --- Somebody went around the services -----------------------------------------------------------------


def slipped_in(kept, *lines, entry=None, **more):
    """What an INSERT by hand can do, and no guard forbids."""
    one = entry or Entry.objects.create(book=kept.book, on=DAY, recorded_at=kept.ward.clock.tick(),
                                        by="x", words="x", **more)  # fmt: skip
    for code, dong, purpose in lines:
        Posting.objects.create(entry=one, book=kept.book, on=one.on, dong=dong,
                               account=kept.account(code), purpose=kept.purpose(purpose))  # fmt: skip
    return one


def test_an_entry_that_does_not_balance_is_found(kept):
    one = slipped_in(kept, ("1111", 5, ""), ("511", -4, ""))
    assert queries.check_book(kept.book).broken == (f"Bút toán số {one.pk} không cân.",)


def test_an_entry_that_balances_across_purposes_only_is_found(kept):
    one = slipped_in(kept, ("1111", 5, "road-1"), ("511", -5, "road-2"))
    assert queries.check_book(kept.book).broken == (f"Bút toán số {one.pk} không cân.",)


def test_a_glance_sees_what_is_uneven_and_leaves_each_entry_to_the_whole_check(kept):
    kept.gift(5)
    assert queries.glance(kept.book).holds
    slipped_in(kept, ("1111", 5, "road-1"), ("511", -4, "road-1"))
    assert queries.glance(kept.book).broken == ("Nợ và Có của «Đường tổ 1» không bằng nhau.",)


def test_an_entry_without_lines_is_found(kept):
    one = slipped_in(kept)
    assert queries.check_book(kept.book).broken == (f"Bút toán số {one.pk} thiếu dòng.",)


def test_lines_added_to_an_old_entry_on_another_day_are_found(kept):
    one = kept.gift(5)
    for dong, code in ((9, "1111"), (-9, "511")):
        Posting.objects.create(entry=one, book=kept.book, on=MAY, dong=dong,
                               account=kept.account(code), purpose=kept.purpose("road-1"))  # fmt: skip
    assert len(queries.check_book(kept.book).broken) == 2


def test_a_reversal_that_does_not_turn_its_entry_round_is_found(kept):
    first = kept.gift(5)
    one = slipped_in(kept, ("1111", -4, "road-1"), ("511", 4, "road-1"), reverses=first)
    again = slipped_in(kept, ("1111", 4, "road-1"), ("511", -4, "road-1"), reverses=one)
    assert queries.check_book(kept.book).broken == (
        f"Bút toán số {one.pk} không đảo đúng bút toán số {first.pk}.",
        f"Bút toán số {again.pk} đảo một bút toán đảo (số {one.pk}).",
    )


def test_a_purpose_with_less_than_nothing_is_found_and_the_book_does_not_close(kept):
    slipped_in(kept, ("1111", -4, "road-1"), ("611", 4, "road-1"))
    assert "dưới không" in queries.check_book(kept.book).broken[0]
    with pytest.raises(UnableToPost, match="sổ chưa đúng"):
        closed(kept)


def test_the_accounts_of_a_book_know_who_holds_them(kept):
    assert Account.objects.get(book=kept.book, code="1112.c1").holder_words == "Người thu"
