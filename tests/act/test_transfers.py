"""Giving by transfer: the code of a work, and which account may ever be drawn as a square."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_qr_pay import QRPay

from dongthuan.act.funds import transfers
from dongthuan.act.funds.transfers import Account, Owner, UnableToDraw

ON = date(2021, 3, 1)
POSTED = Account(
    Owner.ORGANISATION, "Vietcombank", "970436", "0561000123456", "UBND PHUONG 2",
    "Thông báo 12/TB-UBND", date(2021, 1, 5), date(2021, 12, 31),
)  # fmt: skip


def test_a_square_says_the_account_the_sum_and_the_code_of_the_work():
    code = transfers.code_of(12)
    read = QRPay(transfers.payload(POSTED, purpose=code, on=ON, dong=500_000))
    assert read.is_valid and read.amount == "500000"
    assert (read.consumer.bank_bin, read.consumer.bank_number) == ("970436", "0561000123456")
    assert read.additional_data.purpose == code


def test_without_a_sum_the_giver_writes_their_own():
    assert not QRPay(transfers.payload(POSTED, purpose="X", on=ON)).amount


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"owner": Owner.PERSON}, "tài khoản cá nhân"),
        ({"name": "NGUYEN VAN MAU"}, "giống tên một người"),
        ({"document": " "}, "thông báo niêm yết"),
        ({"bin": "12345"}, "Mã ngân hàng"),
        ({"number": "0561 0001"}, "Số tài khoản"),
        ({"until": date(2021, 1, 5)}, "thôi niêm yết"),
        ({"until": date(2021, 3, 1)}, "không còn niêm yết ngày 01/03/2021"),
        ({"from_day": date(2021, 3, 2)}, "không còn niêm yết"),
    ],
)
def test_an_account_of_a_person_or_one_not_on_the_notice_board_is_never_drawn(changed, told):
    with pytest.raises(UnableToDraw, match=told):
        transfers.payload(replace(POSTED, **changed), purpose="X", on=ON)


@pytest.mark.parametrize(
    "name, personal",
    [
        ("NGUYEN THI MAU", True), ("Trần Văn Thử", True), ("UBND PHUONG 2", False),
        ("UY BAN MAT TRAN TO QUOC VIET NAM PHUONG 2", False), ("QUY VI NGUOI NGHEO PHUONG 2", False),
        ("HOI CHU THAP DO PHUONG 2", False), ("TO DAN PHO 12", False), ("TRUONG TIEU HOC LE LOI", False),
        ("DANG UY PHUONG 2", False),
    ],
)  # fmt: skip
def test_the_name_of_a_person_is_told_from_that_of_a_body(name, personal):
    assert transfers.looks_personal(name) is personal


@given(st.integers(1, 99_999), st.integers(0, 4), st.integers(1, 9))
def test_one_mistyped_digit_never_means_another_work(work, at, step):
    code = transfers.code_of(work)
    assert transfers.works_in(f"NGUYEN THI MAU chuyen tien {code}") == (work,)
    wrong = str((int(code[3 + at]) + step) % 10)
    assert transfers.works_in(code[: 3 + at] + wrong + code[4 + at :]) == ()


@given(st.integers(1, 99_999), st.integers(0, 3))
def test_two_digits_that_changed_places_never_mean_another_work(work, at):
    code = transfers.code_of(work)
    swapped = code[: 3 + at] + code[4 + at] + code[3 + at] + code[5 + at :]
    assert swapped == code or transfers.works_in(swapped) == ()


@pytest.mark.parametrize("written", ["{}", "gop duong {} hem 12", "MBVCB.4525.{}.CT tu 0351000646393", "{}-NGUYEN MAU"])  # fmt: skip
def test_a_code_is_found_however_a_bank_wraps_it(written):
    assert transfers.works_in(written.format(transfers.code_of(7)).lower()) == (7,)
    assert transfers.works_in("GOP " + transfers.code_of(7)[3:]) == (7,)


def test_numbers_of_accounts_are_no_codes():
    assert transfers.works_in("CT tu 0351000646393 gop 500000 dong GOP 100000 X GOPY00007") == ()
