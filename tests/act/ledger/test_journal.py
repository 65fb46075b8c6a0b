"""Another program reads the book: hledger accepts it strictly and finds every balance as we do."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import timedelta

import pytest

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.rules import Line
from dongthuan.act.ledger.services import UnableToPost
from tests.act.ledger.books import ACCOUNTS, DAY, MAY, Kept, moved
from tests.wards import Ward

pytestmark = pytest.mark.django_db
BOOKS = 200


def hledger(text, *asked):
    return subprocess.run(
        ["hledger", "-f", "-", *asked], input=text, capture_output=True, text=True, encoding="utf-8"
    )


def strict(text):
    done = hledger(text, "check", "--strict")
    assert done.returncode == 0, done.stderr
    return text


def read_balances(text):
    """Every balance that hledger finds, by the path of its account; empty accounts above are left out."""
    done = hledger(text, "balance", "--flat", "--empty", "--no-total", "-O", "json")
    assert done.returncode == 0, done.stderr
    return {
        name: sum(one["aquantity"]["decimalMantissa"] for one in amounts)
        for name, _, _, amounts in json.loads(done.stdout)[0]
        if amounts and not name.endswith(":1111")
    }


ROOTS = {"asset": "assets", "liability": "liabilities", "equity": "equity", "income": "revenues",
         "expense": "expenses"}  # fmt: skip


def our_balances(book, root=""):
    return {
        f"{root}{ROOTS[one.account.nature]}:{one.account.code}:{one.purpose.code or '_'}": one.dong
        for one in queries.balances(book)
    }


@pytest.fixture
def kept():
    return Kept(Ward())


def test_a_book_is_read_strictly_and_balances_are_the_same(kept):
    kept.gift(500_000, on=MAY, source="gift:1")
    kept.spent(200_000)
    kept.gift(300, "")
    text = strict(queries.journal(kept.book))
    assert read_balances(text) == our_balances(kept.book)
    assert "Tiền mặt tại quỹ" in text and "source:gift:1" in text


def test_an_empty_book_is_a_journal_too(kept):
    strict(queries.journal(kept.book))


def test_a_reversal_and_its_entry_are_tagged_both_ways(kept):
    first = kept.gift(500)
    made = services.reverse(entry=first, reason="Nhầm", by=kept.accountant)
    text = strict(queries.journal(kept.book))
    assert f"reversed_by:{made.pk}" in text and f"reverses:{first.pk}" in text
    assert "Nhầm" not in text


def counted(kept, dong, purpose=None, on=DAY):
    services.assert_balance(account=kept.account("1111"), purpose=purpose, on=on, dong=dong,
                            by=kept.accountant)  # fmt: skip


def test_cash_that_was_counted_right_is_asserted_and_a_difference_is_told(kept):
    kept.gift(500, on=MAY)
    kept.gift(70, "road-2", on=MAY)
    counted(kept, 570, on=MAY)
    counted(kept, 500, kept.purpose("road-1"), on=MAY + timedelta(days=1))
    counted(kept, 560)
    text = strict(queries.journal(kept.book))
    assert "assets:1111  0 VND =* 570 VND" in text
    assert "assets:1111:road-1  0 VND = 500 VND" in text
    assert "; 2021-06-01 assets:1111: counted 560 VND, book 570 VND" in text


def test_one_dong_changed_by_hand_is_refused_by_the_other_program(kept):
    kept.gift(500)
    text = queries.journal(kept.book).replace("1111:road-1  500", "1111:road-1  501", 1)
    assert hledger(text, "check", "--strict").returncode != 0


@pytest.mark.parametrize(
    "words", ["Thu; chi", "(x) [2020-01-01] | a", "; = 5 VND", "date:2020-01-01", "a\tb", "! *"]
)
def test_words_of_an_entry_never_read_as_something_else(kept, words):
    kept.post(*moved("1111", "511", 5), words=words)
    assert read_balances(strict(queries.journal(kept.book))) == our_balances(kept.book)


def random_entry(chance, kept):
    """Lines that balance for one or two purposes, over whatever accounts; some are refused."""
    codes, lines = [code for code, *_ in ACCOUNTS], []
    for purpose in chance.sample(["", "road-1", "road-2"], chance.randint(1, 2)):
        amounts = [chance.randint(-900, 900) or 1 for _ in range(chance.randint(1, 3))]
        rest = -sum(amounts)
        lines += [Line(chance.choice(codes), dong, purpose) for dong in [*amounts, rest] if dong]
    return lines


def random_book(chance, kept):
    stock = [line for code in ("", "road-1", "road-2") for line in moved("1111", "411", 2000, code)]
    entries = [kept.post(*stock, on=DAY - timedelta(days=50), by=kept.ward.house)]
    for _ in range(chance.randint(1, 4)):
        on = DAY - timedelta(days=chance.randint(0, 40))
        try:
            if entries and chance.random() < 0.2:
                services.reverse(entry=chance.choice(entries), reason="x", by=kept.ward.house)
            else:
                entries.append(kept.post(*random_entry(chance, kept), on=on, by=kept.ward.house))
        except UnableToPost:
            continue
    if entries and chance.random() < 0.5:
        on = DAY - timedelta(days=chance.randint(0, 40))
        said = queries.balance(kept.book, "1111", on=on)
        services.assert_balance(account=kept.account("1111"), purpose=None, on=on,
                                dong=said + chance.choice([0, 0, 5]), by=kept.ward.house)  # fmt: skip


def test_two_hundred_random_books_are_read_as_we_read_them():
    chance, ward = random.Random(2021), Ward()
    text, ours, posted = [], {}, 0
    for number in range(BOOKS):
        kept = Kept(ward, in_bulk=True)
        random_book(chance, kept)
        assert number % 8 or queries.check_book(kept.book).holds
        text.append(queries.journal(kept.book, root=f"so{number}:"))
        ours |= our_balances(kept.book, f"so{number}:")
        posted += text[-1].count(" * (")
    whole = strict("".join(text))
    assert read_balances(whole) == ours
    # Not all were refused: there was something to read.
    assert posted > 2 * BOOKS
