"""Signing in with a name and a password: errors, the lock-out, where it leads, and the trail."""

import pytest
from django.urls import reverse

from dongthuan.ground.audit.models import Entry
from tests.doors.desk.hands import PASSWORD, browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return user(ward, "Van Phong", ("clerk", ward.ward))


def sign_in(client, name, password, **more):
    return client.post("/vao/", sending(login=name, password=password, **more))


def test_a_name_and_password_open_the_desk_and_stand_on_the_trail(clerk):
    answer = sign_in(browser(), "van.phong", PASSWORD)
    assert answer.status_code == 302 and answer["Location"] == reverse("desk:today")
    entry = Entry.objects.get(act="access.sign_in")
    assert (entry.subject_id, entry.actor, entry.detail) == (
        clerk.pk,
        f"user:{clerk.pk}",
        "password",
    )


def test_a_name_may_be_typed_in_large_letters_with_spaces_around(clerk):
    assert sign_in(browser(), "  Van.Phong ", PASSWORD).status_code == 302


def test_a_password_that_does_not_open_says_what_to_look_at_and_keeps_the_name(clerk):
    shown = page(sign_in(browser(), "van.phong", "khong phai"))
    assert "mật khẩu chưa đúng" in shown and 'value="van.phong"' in shown
    assert "sai" not in shown.lower().split()


def test_an_empty_form_names_both_fields(clerk):
    shown = page(sign_in(browser(), "", ""))
    assert "Chưa ghi tên đăng nhập." in shown and "Chưa ghi mật khẩu." in shown


def test_five_wrong_passwords_shut_the_name_even_for_the_right_one(clerk):
    client = browser()
    for _ in range(5):
        sign_in(client, "van.phong", "khong phai")
    shown = page(sign_in(client, "van.phong", PASSWORD))
    assert "tạm khóa năm phút" in shown and "gọi người giữ tài khoản" in shown
    assert client.get(reverse("desk:today")).status_code == 302


def test_the_same_send_twice_signs_in_once_and_leads_on(clerk):
    client = browser()
    sent = sending(login="van.phong", password=PASSWORD)
    client.post("/vao/", sent)
    again = client.post("/vao/", sent)
    assert again["Location"] == reverse("desk:today")
    assert Entry.objects.filter(act="access.sign_in").count() == 1


def test_signing_in_leads_to_the_page_that_was_asked_for_and_never_out_of_the_house(clerk):
    to = sign_in(browser(), "van.phong", PASSWORD, next="/lam-viec/dau-vet")
    assert to["Location"] == "/lam-viec/dau-vet"
    out = sign_in(browser(), "van.phong", PASSWORD, next="https://noi-khac.example/")
    assert out["Location"] == reverse("desk:today")


def test_signing_out_asks_first_and_then_closes_the_desk(clerk):
    client = browser(clerk)
    assert "Ra khỏi Đồng Thuận" in page(client.get("/ra/"))
    client.post("/ra/", sending())
    assert client.get(reverse("desk:today")).status_code == 302


def test_a_changed_password_opens_and_the_old_one_does_not(clerk):
    client = browser(clerk)
    new = "muoi hai con giap"
    answer = client.post(
        "/doi-mat-khau/", sending(oldpassword=PASSWORD, password1=new, password2=new)
    )
    assert answer["Location"] == reverse("desk:today")
    assert "Đã đổi mật khẩu" in page(client.get(reverse("desk:today")))
    assert sign_in(browser(), "van.phong", PASSWORD).status_code == 200
    assert sign_in(browser(), "van.phong", new).status_code == 302


def test_a_password_is_not_changed_to_a_short_one_or_without_the_old(clerk):
    client = browser(clerk)
    short = client.post(
        "/doi-mat-khau/", sending(oldpassword=PASSWORD, password1="ngan", password2="ngan")
    )
    assert "ít nhất 10 ký tự" in page(short)
    unknown = client.post("/doi-mat-khau/", sending(oldpassword="?", password1="a" * 12,
                                                    password2="a" * 12))  # fmt: skip
    assert "Mật khẩu đang dùng chưa đúng" in page(unknown)


def test_who_opens_with_a_pin_is_told_that_there_is_no_password(ward):
    head = user(ward, "To Truong", ("group_head", ward.groups[0]), password="")
    assert "Tài khoản này không có mật khẩu" in page(browser(head).get("/doi-mat-khau/"))


def test_nobody_signs_up_and_no_address_of_it_exists(client):
    for path in ("/signup/", "/accounts/signup/", "/vao/dang-ky", "/password/reset/"):
        assert client.get(path).status_code == 404
