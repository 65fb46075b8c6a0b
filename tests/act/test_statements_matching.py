"""What a movement of the account may be: proposals only, the surest first."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.act.funds import transfers
from dongthuan.act.funds.statements_matching import (
    Meaning,
    Movement,
    Open,
    Purpose,
    Sure,
    suggest,
)

ON = date(2021, 6, 1)
ROAD, FUND = Purpose(7, "Đường hẻm 12 Lê Lợi"), Purpose(8, "Quỹ Vì người nghèo")
WRITTEN = Open(31, date(2021, 5, 30), 500_000, "FT21152000001", "PT01-0007", "Trần Thị Mẫu")
COUNTED = Open(5, ON, 2_000_000, "NT0001", "từ thủ quỹ TQ", "")


def line(dong: int = 500_000, words: str = "", reference: str = "", party: str = "") -> Movement:
    return Movement(ON, dong, reference, words, party)


def told(one: Movement, **more):
    given = {"gifts": [WRITTEN], "deposits": [COUNTED], "works": [ROAD, FUND]} | more
    return [(found.meaning, found.sure, found.gift or found.handover or found.work) for found in suggest(one, **given)]  # fmt: skip


def test_the_code_of_a_work_says_which_work_for_certain():
    code = transfers.code_of(ROAD.id)
    assert told(line(70_000, f"NGUYEN VAN MAU chuyen tien {code}")) == [(Meaning.GIFT, Sure.CERTAIN, 7)]  # fmt: skip


def test_the_name_of_a_work_makes_it_likely_and_a_code_outdoes_a_name():
    assert told(line(70_000, "gop DUONG HEM 12 LE LOI")) == [(Meaning.GIFT, Sure.LIKELY, 7)]
    both = f"gop duong hem 12 le loi {transfers.code_of(FUND.id)}"
    assert told(line(70_000, both)) == [(Meaning.GIFT, Sure.CERTAIN, 8)]


def test_a_gift_already_written_is_known_by_the_banks_number_then_by_name_then_by_its_sum():
    assert told(line(reference="FT21152000001"))[0] == (Meaning.GIFT, Sure.CERTAIN, 31)
    assert told(line(words="MBVCB FT21152000001 gop"))[0] == (Meaning.GIFT, Sure.CERTAIN, 31)
    assert told(line(party="TRAN THI MAU")) == [(Meaning.GIFT, Sure.LIKELY, 31)]
    assert told(line()) == [(Meaning.GIFT, Sure.POSSIBLE, 31)]


def test_another_sum_is_another_gift_whatever_number_it_bears():
    assert told(line(600_000, reference="FT21152000001", party="TRAN THI MAU")) == []


def test_cash_brought_to_the_bank_is_no_second_gift():
    assert told(line(2_000_000, "nop tien mat", reference="NT0001")) == [(Meaning.DEPOSIT, Sure.CERTAIN, 5)]  # fmt: skip


def test_a_transfer_that_says_nothing_is_left_to_a_person():
    assert told(line(70_000, "chuyen tien")) == []


@pytest.mark.parametrize(
    "words, meaning",
    [("Phi quan ly tai khoan", Meaning.FEE), ("CHI MUA XI MANG", Meaning.PAYMENT)],
)
def test_money_that_went_is_never_taken_for_a_gift(words, meaning):
    assert [found.meaning for found in suggest(line(-500_000, words), gifts=[WRITTEN], deposits=[], works=[ROAD])] == [meaning]  # fmt: skip


def test_interest_is_told_from_gifts():
    assert told(line(1_234, "Tra lai tien gui thang 6")) == [(Meaning.INTEREST, Sure.LIKELY, None)]
