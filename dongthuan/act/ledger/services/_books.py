"""Lập sổ: a book, its accounts, the purposes that money is given for."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.models import Account, Book, Posting, Purpose
from dongthuan.act.ledger.rules import COMMON, COMMON_WORDS, HOLDERS, Nature
from dongthuan.act.ledger.services._holding import UnableToPost
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.who.org.models import Unit


@transaction.atomic
def open_book(*, unit: Unit, name: str, on: date, by: Actor) -> Book:
    """This function will open a book for a unit, with the common purpose in it.

    :raises UnableToPost: it has no name.
    """
    by.require(Act.LEDGER_CLOSE, unit.pk)
    book = Book.objects.create(
        unit=unit, name=_named(name, "sổ"), opened_on=on, opened_at=by.now, by=audit.sign(by)
    )
    Purpose.objects.create(book=book, code=COMMON, name=COMMON_WORDS, restricted=False)
    audit.record(Act.LEDGER_CLOSE, "book", book.pk, by=by, unit_id=unit.pk, detail="open")
    return book


@transaction.atomic
def open_account(
    *, book: Book, code: str, name: str, nature: Nature, holder_kind: str = "", by: Actor,
    act: Act = Act.LEDGER_POST,
) -> Account:  # fmt: skip
    """This function will open an account; of somebody's cash it says the kind of holder, and its code
    the holder's number.

    :raises UnableToPost: the code is taken or unsafe, or a holder is named of what is no asset.
    """
    by.require(act, book.unit_id)
    if problem := rules.code_problem(code, "tài khoản"):
        raise UnableToPost(problem, "code")
    if holder_kind not in HOLDERS or (holder_kind and nature is not Nature.ASSET):
        raise UnableToPost("Chỉ tài khoản tiền mới có người giữ.", "holder_kind")
    told = _named(name, "tài khoản")
    account = Account(
        book=book, code=code, name=told, nature=Nature(nature), holder_kind=holder_kind
    )
    _fresh(account, f"Sổ này đã có tài khoản mã {code}.")
    audit.record(act, "account", account.pk, by=by, unit_id=book.unit_id, detail=f"open {code}")
    return account


@transaction.atomic
def open_purpose(
    *, book: Book, code: str, name: str, restricted: bool = True, by: Actor,
    act: Act = Act.LEDGER_POST,
) -> Purpose:  # fmt: skip
    """This function will open a purpose; a restricted one never pays for another.

    :raises UnableToPost: the code is taken or unsafe.
    """
    by.require(act, book.unit_id)
    if problem := rules.code_problem(code, "mục đích"):
        raise UnableToPost(problem, "code")
    purpose = Purpose(book=book, code=code, name=_named(name, "mục đích"), restricted=restricted)
    _fresh(purpose, f"Sổ này đã có mục đích mã {code}.")
    audit.record(act, "purpose", purpose.pk, by=by, unit_id=book.unit_id, detail=f"open {code}")
    return purpose


@transaction.atomic
def end_account(*, account: Account, on: date, by: Actor, act: Act = Act.LEDGER_POST) -> None:
    """This function will end an account on a day: it takes nothing from then on.

    :raises UnableToPost: something still lies in it, for whatever purpose.
    """
    by.require(act, account.book.unit_id)
    # Whoever posts shares this name: no entry slips in between the look and the end.
    hold_name(f"ledger.book:{account.book_id}")
    held = Account.objects.select_for_update().get(pk=account.pk)
    left = Posting.objects.filter(book=held.book_id, account=held).values_list("purpose", "dong")
    found: dict[int, int] = {}
    for purpose, dong in left:
        found[purpose] = found.get(purpose, 0) + dong
    if any(found.values()):
        raise UnableToPost(f"Tài khoản {held.code} còn số dư. Chuyển hết đi rồi mới đóng.")
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    audit.record(act, "account", held.pk, by=by, unit_id=account.book.unit_id, detail="end")


def _named(name: str, what: str) -> str:
    told = " ".join(name.split())
    if not told:
        raise UnableToPost(f"Chưa ghi tên {what}.", "name")
    if len(told) > 160:
        raise UnableToPost(f"Tên {what} nhiều nhất 160 ký tự.", "name")
    return told


def _fresh(row: Account | Purpose, otherwise: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise UnableToPost(otherwise, "code") from None
