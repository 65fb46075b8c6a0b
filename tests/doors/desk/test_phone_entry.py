"""A phone is bound by a printed slip and opened by a PIN; a re-issue shuts the old one out."""

import pytest
from django.urls import reverse

from dongthuan.doors.desk.phone_entry import DEVICE, PENDING
from dongthuan.ground.audit.models import Entry
from dongthuan.who.access import services as access
from dongthuan.who.access.models import Device
from tests.doors.desk.hands import PIN, browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
AT = "/kich-hoat"
OPEN = "/vao-bang-pin"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def head(ward):
    return user(ward, "To Truong", ("group_head", ward.groups[0]), password="")


@pytest.fixture
def slip(ward, head):
    return lambda: access.issue_slip(user=head, unit=ward.groups[0], by=ward.house)


def bind(client, letters, pin=PIN, again=None):
    client.get(AT)
    return client.post(AT, sending(chu=letters, pin=pin, pin_lai=again or pin))


def signed_in(client):
    return client.get(reverse("desk:today")).status_code == 200


def test_eight_letters_and_a_pin_bind_the_phone_and_open_the_desk(slip, head):
    phone = browser()
    answer = bind(phone, slip())
    assert answer.status_code == 302 and signed_in(phone)
    kept = phone.cookies[DEVICE]
    assert kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"] == 365 * 24 * 3600
    assert Entry.objects.filter(act="access.device_bind").count() == 1


def test_letters_are_read_small_spaced_and_dashed(slip):
    phone = browser()
    code = slip().lower()
    bind(phone, f" {code[:4]} - {code[4:]} ")
    assert signed_in(phone)


def test_a_mistyped_letter_keeps_what_was_typed_and_says_what_to_do(slip):
    phone = browser()
    answer = bind(phone, "AAAAAAAA")
    assert answer.status_code == 422
    assert "không có trên phiếu nào" in page(answer) and 'value="AAAAAAAA"' in page(answer)


@pytest.mark.parametrize(
    ("letters", "pin", "again", "said"),
    [
        ("", PIN, PIN, "Bác nhập tám chữ in trên phiếu."),
        ("ACDE", PIN, PIN, "Phiếu có 8 chữ, bác đã nhập 4 chữ."),
        (None, "123456", "123456", "dễ đoán quá"),
        (None, "27491", "27491", "đúng 6 chữ số"),
        (None, PIN, "274917", "chưa giống nhau"),
    ],
)
def test_what_is_not_right_is_named_and_the_slip_stays_good(slip, letters, pin, again, said):
    phone = browser()
    code = slip()
    assert said in page(bind(phone, code if letters is None else letters, pin, again))
    assert not Device.objects.exists()
    bind(phone, code)
    assert signed_in(phone)


def test_a_slip_opens_one_phone_and_no_second(slip):
    code = slip()
    bind(browser(), code)
    other = browser()
    assert "đã dùng rồi" in page(bind(other, code))
    assert not signed_in(other)


def test_an_answer_that_never_arrived_loses_neither_slip_nor_phone(slip):
    phone = browser()
    phone.get(AT)
    held = phone.cookies[PENDING].value
    sent = sending(chu=slip(), pin=PIN, pin_lai=PIN)
    phone.post(AT, sent)
    # The phone knows nothing of the answer: no session and only what it held before.
    phone = browser()
    phone.cookies[PENDING] = held
    again = phone.post(AT, sent, follow=True)
    assert "Nhập mã PIN" in page(again)
    phone.post(OPEN, sending(pin=PIN))
    assert signed_in(phone) and phone.cookies[DEVICE].value == held


def test_a_bound_phone_is_led_to_its_pin_and_opens_with_it(slip, ward):
    phone = browser()
    bind(phone, slip())
    phone.post("/ra/", sending())
    led = phone.get("/lam-viec/", follow=True)
    assert led.redirect_chain[-1][0].startswith(OPEN) and 'inputmode="numeric"' in page(led)
    phone.post(OPEN, sending(pin=PIN))
    assert signed_in(phone)


def test_a_wrong_pin_says_how_many_tries_are_left_and_the_fifth_locks(slip):
    phone = browser()
    bind(phone, slip())
    phone.post("/ra/", sending())
    for left in (4, 3, 2, 1):
        assert f"còn {left} lần thử" in page(phone.post(OPEN, sending(pin="000001")))
    locked = page(phone.post(OPEN, sending(pin="000001")))
    assert "tạm khóa" in locked and "phiếu mới" in locked
    assert "tạm khóa" in page(phone.post(OPEN, sending(pin=PIN)))
    assert not signed_in(phone)


def test_the_right_pin_forgets_the_wrong_ones(slip):
    phone = browser()
    bind(phone, slip())
    for _ in range(2):
        phone.post("/ra/", sending())
        for _ in range(3):
            phone.post(OPEN, sending(pin="000001"))
        phone.post(OPEN, sending(pin=PIN))
        assert signed_in(phone)


def test_a_new_slip_shuts_the_old_phone_out_at_once(slip):
    old = browser()
    bind(old, slip())
    assert signed_in(old)
    code = slip()
    assert not signed_in(old)
    assert "phiếu mới" in page(old.post(OPEN, sending(pin=PIN)))
    new = browser()
    bind(new, code)
    assert signed_in(new) and not signed_in(old)


def test_a_new_slip_makes_the_older_one_worthless(slip):
    first, second = slip(), slip()
    assert "hết hạn" in page(bind(browser(), first))
    phone = browser()
    bind(phone, second)
    assert signed_in(phone)


def test_ten_guesses_from_one_address_are_enough(slip):
    code, phone = slip(), browser()
    for _ in range(10):
        assert bind(phone, "AAAAAAAA").status_code == 422
    refused = bind(phone, code)
    assert refused.status_code == 429 and "10 phút" in page(refused)
    assert not signed_in(phone)


def test_a_phone_without_a_slip_is_told_what_it_needs(client):
    shown = page(client.get(OPEN))
    assert "chưa kích hoạt" in shown and AT in shown


def test_no_letters_stand_in_an_address(slip):
    phone = browser()
    answer = bind(phone, slip())
    assert "?" not in answer["Location"] and "#" not in answer["Location"]
