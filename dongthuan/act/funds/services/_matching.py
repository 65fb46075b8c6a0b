"""Đối chiếu: a person says what a movement of the account was; a gift is written into the book with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from dongthuan.act.funds.models import (
    BankLine,
    Gift,
    Handover,
    Holder,
    LineMatch,
    MatchEnded,
    Payment,
    ReceiptBook,
    Work,
)
from dongthuan.act.funds.rules import Kind, UnableToRead, reference_of
from dongthuan.act.funds.services._booking import Printed, next_number, open_spot_book
from dongthuan.act.funds.services._giving import NOBODY, Named, Told, reverse_gift, take_gift
from dongthuan.act.funds.services._holding import UnableToGive, reason_given, told
from dongthuan.act.funds.statements_matching import SAID_ALONE, Meaning
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.ground.primitives import numbers
from dongthuan.who.org.models import Unit


@dataclass(frozen=True, slots=True)
class Matched:
    """Đã đối chiếu: the match, and the receipt that was printed for a gift written with it."""

    match: LineMatch
    printed: Printed | None = None


@transaction.atomic
def match_new_gift(
    *, line: BankLine, work: Work, giver: Named = NOBODY, group: Unit | None = None, looked: bool = False,
    by: Actor,
) -> Matched:  # fmt: skip
    """This function will write a transfer into the book as a gift to a work, on a receipt of its own.

    :raises UnableToGive: the line was explained, took money out, or is doubtful and nobody looked; the
        work takes no gifts.
    """
    one = _open(line, looked, by)
    _came(one)
    book = _spot_book(one.account, by)
    printed = next_number(book)
    given = Told(Kind.TRANSFER, one.dong, reference=_reference(one), bank=one.account, group=group)
    gift = take_gift(
        work=work.pk,
        book=printed.book.pk,
        number=printed.number,
        given=given,
        on=one.on,
        giver=giver,
        by=by,
    )
    return Matched(_said(one, Meaning.GIFT, by, gift=gift, wrote=True), printed)


@transaction.atomic
def match_gift(*, line: BankLine, gift: Gift, looked: bool = False, by: Actor) -> Matched:
    """This function will say that a movement is a gift that was already written down.

    :raises UnableToGive: the gift is of another sum or account, was taken back, or has its line.
    """
    one = _open(line, looked, by)
    held = Gift.objects.select_related("work").get(pk=gift.pk)
    if held.holder_id != one.account_id or held.kind != Kind.TRANSFER:
        raise UnableToGive("Khoản góp này không chuyển vào tài khoản của sao kê.")
    if hasattr(held, "reversal"):
        raise UnableToGive("Khoản góp này đã hủy ghi.")
    _same_sum(one, held.dong, "khoản góp")
    _free(LineMatch.objects.filter(gift=held, ended=None).exists(), "Khoản góp này")
    return Matched(_said(one, Meaning.GIFT, by, gift=held))


@transaction.atomic
def match_deposit(*, line: BankLine, handover: Handover, looked: bool = False, by: Actor) -> Matched:  # fmt: skip
    """This function will say that a movement is cash that was brought to the bank: it is in the book.

    :raises UnableToGive: the handover went elsewhere, is of another sum, or has its line.
    """
    one = _open(line, looked, by)
    held = Handover.objects.select_related("answer").get(pk=handover.pk)
    answer = getattr(held, "answer", None)
    if held.taker_id != one.account_id or answer is None or not answer.accepted:
        raise UnableToGive("Lần bàn giao này không nộp vào tài khoản của sao kê.")
    _same_sum(one, held.dong, "lần nộp tiền")
    _free(LineMatch.objects.filter(handover=held, ended=None).exists(), "Lần nộp tiền này")
    return Matched(_said(one, Meaning.DEPOSIT, by, handover=held))


@transaction.atomic
def match_payment(*, line: BankLine, payment: Payment, looked: bool = False, by: Actor) -> Matched:
    """This function will say that a movement is a payment that was written down: it is in the book.

    :raises UnableToGive: the payment left other hands, is of another sum, was turned, or has its line.
    """
    one = _open(line, looked, by)
    held = Payment.objects.get(pk=payment.pk)
    if held.holder_id != one.account_id:
        raise UnableToGive("Khoản chi này không ra từ tài khoản của sao kê.")
    if hasattr(held, "turned"):
        raise UnableToGive("Khoản chi này đã đảo.")
    _same_sum(one, -held.dong, "khoản chi")
    _free(LineMatch.objects.filter(payment=held, ended=None).exists(), "Khoản chi này")
    return Matched(_said(one, Meaning.PAYMENT, by, payment=held))


@transaction.atomic
def say_of_line(*, line: BankLine, meaning: Meaning, by: Actor) -> Matched:
    """This function will say that a movement is no gift: a payment, a fee, interest, or nothing of ours.
    Nothing is written to the book by it.

    :raises UnableToGive: it was explained, or this meaning needs a gift or a deposit.
    """
    one = _open(line, True, by)
    if meaning not in SAID_ALONE:
        raise UnableToGive("Chọn công trình hoặc lần nộp tiền cho dòng này.", "meaning")
    if (one.dong > 0) == (meaning in (Meaning.PAYMENT, Meaning.FEE)) and meaning is not Meaning.SAME:  # fmt: skip
        raise UnableToGive(
            f"Dòng tiền {'vào' if one.dong > 0 else 'ra'} không thể là {meaning.words}.", "meaning"
        )
    return Matched(_said(one, meaning, by))


@transaction.atomic
def end_match(*, match: LineMatch, reason: str, by: Actor) -> MatchEnded:
    """This function will take a match back, with a reason; a gift that was written by it is taken back
    with it, and the line waits again.

    :raises UnableToGive: it was ended before, gives no reason, or the gift's money was spent.
    """
    rows = LineMatch.objects.select_for_update(of=("self",)).select_related("line__account", "gift")
    one = rows.get(pk=match.pk)
    unit = one.line.account.unit_id
    by.require(Act.STATEMENT_MATCH, unit)
    hold_name(f"funds.line:{one.line_id}")
    if MatchEnded.objects.filter(match=one).exists():
        raise UnableToGive("Lần đối chiếu này đã bỏ rồi.")
    note = reason_given(reason, "bỏ đối chiếu")
    if one.wrote and one.gift is not None and not hasattr(one.gift, "reversal"):
        reverse_gift(gift=one.gift, reason=reason, by=by)
    made = MatchEnded.objects.create(
        match=one, at=by.now, by=audit.sign(by), note_id=note.id, note_digest=note.digest
    )
    audit.record(
        Act.STATEMENT_MATCH,
        "bank_line",
        one.line_id,
        by=by,
        unit_id=unit,
        detail="unmatch",
        note=note,
    )
    return made


def _open(line: BankLine, looked: bool, by: Actor) -> BankLine:
    one = BankLine.objects.select_related("account__unit").get(pk=line.pk)
    by.require(Act.STATEMENT_MATCH, one.account.unit_id)
    hold_name(f"funds.line:{one.pk}")
    if LineMatch.objects.filter(line=one, ended=None).exists():
        raise UnableToGive("Dòng này vừa được đối chiếu rồi. Mở lại trang để xem.")
    if one.doubtful and not looked:
        raise UnableToGive(
            "Một sao kê khác có dòng cùng ngày, cùng số tiền. Xem lại: nếu là một thì chọn «trùng một dòng của "
            "sao kê khác»; nếu là hai khoản thì đánh dấu «đã xem, là hai khoản khác nhau».", "looked",
        )  # fmt: skip
    return one


def _came(one: BankLine) -> None:
    if one.dong <= 0:
        raise UnableToGive("Dòng này là tiền ra, không phải khoản góp.")


def _same_sum(one: BankLine, dong: int, what: str) -> None:
    if one.dong != dong:
        raise UnableToGive(
            f"Sao kê ghi {numbers.written(abs(one.dong))} đồng, {what} ghi {numbers.written(abs(dong))} đồng. Hai số phải "
            "bằng nhau."
        )  # fmt: skip


def _free(taken: bool, what: str) -> None:
    if taken:
        raise UnableToGive(f"{what} đã đối chiếu với một dòng khác.")


def _said(
    one: BankLine, meaning: Meaning, by: Actor, *, gift: Gift | None = None,
    handover: Handover | None = None, payment: Payment | None = None, wrote: bool = False,
) -> LineMatch:  # fmt: skip
    made = LineMatch.objects.create(
        line=one, meaning=meaning, gift=gift, handover=handover, payment=payment, wrote=wrote, at=by.now,
        by=audit.sign(by),
    )  # fmt: skip
    told(Act.STATEMENT_MATCH, "bank_line", one.pk, one.account.unit_id, f"match {meaning}", by)
    return made


def _spot_book(account: Holder, by: Actor) -> ReceiptBook:
    """The book whose receipts are made for transfers to an account, opened with the first of them."""
    code = f"CK-{account.code}"[:20]
    hold_name(f"funds.transfers:{account.pk}")
    found = ReceiptBook.objects.filter(unit=account.unit_id, code=code).first()
    return found or open_spot_book(unit=account.unit, code=code, holder=account, by=by)


def _reference(one: BankLine) -> str:
    """The bank's number, or a name of our own where it gives none; a line matched again gets a new one."""
    try:
        base = reference_of(one.reference)
    except UnableToRead:
        base = f"SK{one.identity[:14].upper()}"
    before = LineMatch.objects.filter(line=one).count()
    return f"{base[:37]}.{before + 1}" if before else base
