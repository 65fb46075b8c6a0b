"""The book at the desk: a book, an account and an entry by hand; what is refused stands beside its box."""

from __future__ import annotations

import pytest

from dongthuan.act.ledger import queries
from dongthuan.act.ledger.models import Account, Book, Entry
from tests.act.ledger.books import DAY, Kept, moved
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/so-thu-chi"


@pytest.fixture
def kept(monkeypatch):
    kept = Kept(Ward())
    kept.gift(500_000)
    kept.post(*moved("112", "1111", 400_000, "road-1"), words="Nộp ngân hàng")
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", kept.ward.clock.tick)
    return kept


@pytest.fixture
def accountant(kept):
    return browser(user(kept.ward, "Ke Toan", ("accountant", kept.book.unit)))


def told(kept, **more):
    return {
        **sending(), "source": kept.account("112").pk, "target": kept.account("611").pk,
        "purpose": kept.purpose("road-1").pk, "dong": "11.000", "words": "Phí chuyển khoản tháng 6",
        "on": f"{DAY:%Y-%m-%d}", **more,
    }  # fmt: skip


def at(kept, more=""):
    return f"{LIST}/{kept.book.pk}{more}"


def test_a_fee_is_written_once_however_often_it_is_sent(kept, accountant):
    assert "Ghi bút toán" in page(accountant.get(at(kept)))
    sent = told(kept)
    for _ in range(2):
        assert accountant.post(at(kept, "/ghi"), sent).status_code == 302
    assert queries.balance(kept.book, "112", "road-1") == 389_000
    assert Entry.objects.filter(words="Phí chuyển khoản tháng 6").count() == 1


@pytest.mark.parametrize(
    ("changed", "box", "said"),
    [
        ({"dong": "900.000"}, "dong", "chỉ còn 400.000 đồng"),
        ({"dong": "ba"}, "dong", "ghi số đồng nguyên"),
        ({"words": ""}, "words", "Chưa ghi: diễn giải"),
        ({"on": "2030-01-01"}, "on", "chưa đến"),
        ({"target": ""}, "target", "Chưa chọn"),
    ],
)
def test_a_refusal_stands_beside_its_box_and_what_was_typed_stays(
    kept, accountant, changed, box, said
):
    before = Entry.objects.count()
    answer = accountant.post(at(kept, "/ghi"), told(kept, **changed))
    shown = page(answer)
    assert answer.status_code == 422 and Entry.objects.count() == before
    assert said in shown.split(f'id="id_{box}_error">')[1].split("</p>")[0]
    assert ("Phí chuyển khoản tháng 6" in shown) is ("words" not in changed)


def test_an_account_is_opened_once(kept, accountant):
    where, fee = (
        at(kept, "/tai-khoan"),
        {"code": "635.PHI", "name": "Phí ngân hàng", "nature": "expense"},
    )
    assert accountant.post(where, {**sending(), **fee}).status_code == 302
    assert Account.objects.get(book=kept.book, code="635.PHI").name == "Phí ngân hàng"
    answer = accountant.post(where, {**sending(), **fee})
    assert answer.status_code == 422
    assert "đã có tài khoản" in page(answer).split('id="id_code_error">')[1]
    answer = accountant.post(where, {**sending(), **fee, "code": "phí"})
    assert answer.status_code == 422 and "chữ không dấu" in page(answer)


def test_a_unit_without_a_book_is_given_one_and_no_second(kept, accountant):
    shown = page(accountant.get(f"{LIST}/moi"))
    group = kept.ward.groups[0]
    assert f'value="{group.pk}"' in shown and f'value="{kept.book.unit_id}"' not in shown
    sent = {"name": "Sổ của tổ", "on": "2021-06-01"}
    assert (
        accountant.post(f"{LIST}/moi", {**sending(), **sent, "unit": group.pk}).status_code == 302
    )
    again = accountant.post(f"{LIST}/moi", {**sending(), **sent, "unit": group.pk})
    assert again.status_code == 422 and Book.objects.filter(unit=group).count() == 1


def test_a_book_without_accounts_says_to_open_one_first(kept, accountant):
    accountant.post(
        f"{LIST}/moi",
        {**sending(), "unit": kept.ward.groups[0].pk, "name": "Sổ", "on": "2021-06-01"},
    )
    new = Book.objects.get(unit=kept.ward.groups[0])
    shown = page(accountant.get(f"{LIST}/{new.pk}/ghi"))
    assert "chưa có đủ hai tài khoản" in shown and f"{LIST}/{new.pk}/tai-khoan" in shown


def test_who_only_looks_writes_nothing(kept):
    observer = browser(user(kept.ward, "Giam Sat", ("observer", kept.book.unit)))
    assert "Ghi bút toán" not in page(observer.get(at(kept)))
    for where in ("/ghi", "/tai-khoan"):
        assert observer.post(at(kept, where), told(kept)).status_code == 403
    assert observer.get(f"{LIST}/moi").status_code == 403
