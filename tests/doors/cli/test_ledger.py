"""`dongthuan ledger`: the books are listed, added up again, and written out for hledger."""

from __future__ import annotations

import pytest

from dongthuan.act.ledger.models import Posting
from dongthuan.doors.cli import main
from dongthuan.who.access import services as access
from tests.act.ledger.books import DAY, Kept
from tests.act.ledger.test_journal import strict
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    kept = Kept(Ward())
    for name, role in (("ketoan", "accountant"), ("totruong", "group_head")):
        user = access.create_user(username=name, name=name, unit=kept.book.unit, by=kept.ward.house)
        access.grant(user=user, role=role, unit=kept.book.unit, on=FOUNDED, by=kept.ward.house)
    kept.gift(500)
    return kept


def asked(*words, who="ketoan"):
    return main(("ledger", "--as", who, *map(str, words)))


def test_the_books_are_listed_with_their_numbers(kept, capsys):
    assert asked("list") == 0
    assert capsys.readouterr().out == f"{kept.book.pk}\tSổ quỹ\n"


def test_the_journal_is_written_out_as_another_program_reads_it(kept, capsys):
    assert asked("export", kept.book.pk) == 0
    assert "500 VND" in strict(capsys.readouterr().out)


def test_a_book_that_holds_says_so_and_one_that_does_not_says_where(kept, capsys):
    assert asked("check", kept.book.pk) == 0
    assert "mọi bút toán đúng" in capsys.readouterr().out
    one = Posting.objects.order_by("pk").last()
    Posting.objects.create(entry=one.entry, book=one.book, account=one.account,
                           purpose=one.purpose, on=DAY, dong=1)  # fmt: skip
    assert asked("check", kept.book.pk) == 1
    assert f"Bút toán số {one.entry_id} không cân." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("who", "number", "said"),
    [
        ("ketoan", 10**6, "Không có sổ số"),
        ("totruong", None, "Không có sổ số"),
        ("ai", 1, "Không có tài khoản"),
    ],
)
def test_what_is_not_there_or_not_to_be_seen_is_said_in_one_way(kept, capsys, who, number, said):
    assert asked("export", number or kept.book.pk, who=who) == 2
    assert said in capsys.readouterr().err
