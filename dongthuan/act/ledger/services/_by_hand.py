"""Bút toán ghi tay: what no other record tells, as bank fees and interest: from one account to another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dongthuan.act.ledger import elsewhere
from dongthuan.act.ledger.models import Account, Book, Entry, Purpose
from dongthuan.act.ledger.rules import Line
from dongthuan.act.ledger.services._holding import UnableToPost
from dongthuan.act.ledger.services._posting import post
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@transaction.atomic
def post_by_hand(
    *, book: Book, source: Account, target: Account, purpose: Purpose, dong: int, words: str,
    on: date, by: Actor,
) -> Entry:  # fmt: skip
    """This function will write one entry that no record of another room stands behind.

    :raises UnableToPost: the accounts are one, or follow records of their own: gifts, cash from hand to
        hand, payments; or it is no entry that could be posted. `field` says which argument.
    """
    by.require(Act.LEDGER_POST, book.unit_id)
    if source.pk == target.pk:
        raise UnableToPost("Hai tài khoản phải khác nhau.", "target")
    for account, field in ((source, "source"), (target, "target")):
        if account.book_id != book.pk:
            raise UnableToPost("Chọn tài khoản của chính sổ này.", field)
        if told := elsewhere.place(account.code):
            raise UnableToPost(told, field)
    if dong <= 0:
        raise UnableToPost("Ghi số tiền lớn hơn 0.", "dong")
    lines = (Line(target.code, dong, purpose.code), Line(source.code, -dong, purpose.code))
    return post(book=book, on=on, lines=lines, words=words, by=by)
