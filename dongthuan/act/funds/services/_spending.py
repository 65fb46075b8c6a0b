"""Chi: asked for by one, let by a second, vouched for by a photograph, paid by who holds the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import (
    Holder,
    Payment,
    PaymentTurned,
    SpendRequest,
    SpendStep,
    Surplus,
    Voucher,
    Work,
)
from dongthuan.act.funds.queries import cash_of
from dongthuan.act.funds.rules import Hand, Standing, UnableToRead, reference_of
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import (
    ChangedMeanwhile,
    UnableToGive,
    day_ok,
    reason_given,
    tidy,
    whole,
)
from dongthuan.act.funds.services._holding import (
    held as work_held,
)
from dongthuan.act.funds.spending import (
    MOST_VOUCHERS,
    SPENDING,
    Asked,
    Payee,
    approval_problem,
    payment_problem,
)
from dongthuan.act.ledger.rules import Line
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.ground.files import services as files
from dongthuan.ground.files.photographs import Box, UnusablePhotograph, redact
from dongthuan.ground.primitives.money import Money

_OPEN = (Asked.ASKED, Asked.RETURNED, Asked.APPROVED)


@dataclass(frozen=True, slots=True)
class Wish:
    """Điều đề nghị: how much, for what, to whom; the payee's name stays in the office."""

    dong: int
    words: str
    payee_kind: Payee
    payee: str = ""


@transaction.atomic
def ask_to_spend(*, work: Work, wish: Wish, by: Actor) -> SpendRequest:
    """This function will ask to spend so much of a work's money.

    :raises UnableToGive: no whole amount, no words, or the work spends no more.
    """
    by.require(Act.SPEND_ASK, work.unit_id)
    one = work_held(work)
    _still_spends(one)
    made = SpendRequest(
        work=one, asked_on=by.today, asked_by=audit.sign(by), changed_at=by.now, **_told(wish)
    )
    made.save(force_insert=True)
    _step(made, "asked", Act.SPEND_ASK, by)
    return made


@transaction.atomic
def change_request(*, request: SpendRequest, wish: Wish, seen: int, by: Actor) -> None:
    """This function will change a request that was sent back, or that nobody has looked at, and send it
    again; only who asked may.
    """
    by.require(Act.SPEND_ASK, request.work.unit_id)
    one = _held(request, Asked.ASKED, Asked.RETURNED, seen=seen)
    _own(one, by)
    for name, value in _told(wish).items():
        setattr(one, name, value)
    one.standing = Asked.ASKED
    _written(one, by, "dong", "words", "payee_kind", "payee", "standing")
    _step(one, "changed", Act.SPEND_ASK, by)


@transaction.atomic
def withdraw_request(*, request: SpendRequest, seen: int, reason: str = "", by: Actor) -> None:
    """This function will take a request back that was not paid yet; only who asked may."""
    by.require(Act.SPEND_ASK, request.work.unit_id)
    one = _held(request, *_OPEN, seen=seen)
    _own(one, by)
    one.standing = Asked.WITHDRAWN
    _written(one, by, "standing")
    _step(one, "withdrawn", Act.SPEND_ASK, by, audit.keep_note(reason))


@transaction.atomic
def approve_spending(*, request: SpendRequest, seen: int, by: Actor) -> None:
    """This function will let money be spent, by a second person.

    :raises UnableToGive: by who asked; or it stands elsewhere by now.
    """
    by.require(Act.SPEND_APPROVE, request.work.unit_id)
    one = _held(request, Asked.ASKED, seen=seen)
    if problem := approval_problem(one.asked_by, by.key):
        raise UnableToGive(problem)
    one.standing, one.approved_by = Asked.APPROVED, audit.sign(by)
    _written(one, by, "standing", "approved_by")
    _step(one, "approved", Act.SPEND_APPROVE, by)


@transaction.atomic
def return_request(*, request: SpendRequest, seen: int, reason: str, by: Actor) -> None:
    """This function will send a request back with a reason; also one that was let and not yet paid."""
    by.require(Act.SPEND_APPROVE, request.work.unit_id)
    one = _held(request, Asked.ASKED, Asked.APPROVED, seen=seen)
    note = reason_given(reason, "trả lại đề nghị này")
    one.standing, one.approved_by = Asked.RETURNED, ""
    _written(one, by, "standing", "approved_by")
    _step(one, "returned", Act.SPEND_APPROVE, by, note)


@transaction.atomic
def add_voucher(*, request: SpendRequest, data: bytes, by: Actor) -> Voucher:
    """This function will lay a photograph of a voucher beside a request, without place and camera.

    :raises UnableToGive: it is no photograph, too large, or one too many.
    """
    act = _keeps_papers(request, by)
    one = _held(request, *_OPEN, Asked.PAID)
    order = one.vouchers.count() + 1
    if one.vouchers.filter(withdrawn_at=None).count() >= MOST_VOUCHERS:
        raise UnableToGive(f"Mỗi khoản chi nhiều nhất {MOST_VOUCHERS} ảnh chứng từ.", "voucher")
    try:
        stored = files.keep_photograph(data, at=by.now)
    except files.UnableToKeep as problem:
        raise UnableToGive(str(problem), "voucher") from None
    made = Voucher.objects.create(
        request=one, stored=stored, order=order, recorded_at=by.now, by=audit.sign(by)
    )
    _step(one, "voucher", act, by)
    return made


@transaction.atomic
def cover_voucher(*, voucher: Voucher, boxes: Sequence[Box], by: Actor) -> None:
    """This function will make the copy that the public sees, with parts painted over for good.

    :raises UnableToGive: no box, or one beyond the picture.
    """
    act = _keeps_papers(voucher.request, by)
    one = _held(voucher.request, *_OPEN, Asked.PAID)
    row = Voucher.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    if row.withdrawn_at is not None:
        raise UnableToGive("Ảnh chứng từ này đã bỏ.")
    try:
        made = redact(files.content(row.stored), boxes)
    except UnusablePhotograph as problem:
        raise UnableToGive(str(problem), "boxes") from None
    row.covered = files.keep(made, kind="jpg", at=by.now)
    row.save(update_fields=["covered"])
    _step(one, "redacted", act, by)


@transaction.atomic
def withdraw_voucher(*, voucher: Voucher, by: Actor) -> None:
    """This function will put a photograph aside that shows what it should not; of what was paid one
    stays.
    """
    act = _keeps_papers(voucher.request, by)
    one = _held(voucher.request, *_OPEN, Asked.PAID)
    row = Voucher.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    if row.withdrawn_at is not None:
        return
    if one.stands is Asked.PAID and one.vouchers.filter(withdrawn_at=None).count() == 1:
        raise UnableToGive(
            "Khoản đã chi cần ít nhất một ảnh chứng từ. Gắn ảnh khác rồi bỏ ảnh này."
        )
    row.withdrawn_at = by.now
    row.save(update_fields=["withdrawn_at"])
    _step(one, "unvouched", act, by)


@transaction.atomic
def pay(
    *, request: SpendRequest, holder: Holder, on: date, seen: int, reference: str = "", by: Actor
) -> Payment:
    """This function will pay what a second person let, out of the hands of a treasurer or the bank, and
    write it in the book in the same breath.

    :raises UnableToGive: without a voucher; by who let it; out of hands that are not one's own, that hold
        less of this work, or have it promised elsewhere; or the book refuses.
    """
    by.require(Act.SPEND_PAY, request.work.unit_id)
    one = _held(request, Asked.APPROVED, seen=seen)
    _still_spends(one.work)
    day_ok(on, by, "Ngày chi")
    if problem := payment_problem(one.approved_by, by.key):
        raise UnableToGive(problem)
    if not one.vouchers.filter(withdrawn_at=None).exists():
        raise UnableToGive(
            "Chưa có ảnh chứng từ. Chụp hóa đơn hoặc giấy nhận tiền rồi mới chi.", "voucher"
        )
    told = _out_of(holder, one.work, reference, by)
    hold_name(f"funds.cash:{holder.pk}")
    free = cash_of(holder).get(one.work_id, 0)
    if free < one.dong:
        raise UnableToGive(
            f"{holder.role[:1].upper()}{holder.role[1:]} chỉ còn {Money(max(free, 0))} của «{one.work.title}» chưa hẹn bàn "
            f"giao, không đủ {Money(one.dong)}. Tiền của công trình khác không chi thay được.", "holder",
        )  # fmt: skip
    made = Payment.objects.create(
        request=one, holder=holder, dong=one.dong, on=on, reference=told, at=by.now,
        by=audit.sign(by),
    )  # fmt: skip
    lines = (
        Line(chart.SPENT[0], one.dong, one.work.code),
        Line(chart.hand(holder.hand, holder.code), -one.dong, one.work.code),
    )
    _purse.posted(
        one.work, lines, f"Chi cho {one.payee_words}", _source(made), on, by, Act.SPEND_PAY
    )
    one.standing = Asked.PAID
    _written(one, by, "standing")
    _step(one, "paid", Act.SPEND_PAY, by)
    return made


@transaction.atomic
def turn_payment(*, payment: Payment, reason: str, by: Actor) -> PaymentTurned:
    """This function will answer a payment that was written by mistake, in the book of today; the request
    waits to be paid again.

    :raises UnableToGive: it was turned before, or the work is settled.
    """
    by.require(Act.LEDGER_POST, payment.request.work.unit_id)
    one = _held(payment.request, Asked.PAID, otherwise="Khoản chi này đã được đảo rồi.")
    if one.work.stands not in SPENDING:
        raise UnableToGive(
            f"«{one.work.title}» {one.work.stands.words} nên không đảo khoản chi được."
        )
    if PaymentTurned.objects.filter(payment=payment).exists():
        raise UnableToGive("Khoản chi này đã được đảo rồi.")
    note = reason_given(reason, "đảo khoản chi này")
    _purse.turn_round(one.work, _source(payment), reason, by, Act.LEDGER_POST)
    made = PaymentTurned.objects.create(
        payment=payment, at=by.now, by=audit.sign(by), note_id=note.id, note_digest=note.digest
    )
    one.standing = Asked.APPROVED
    _written(one, by, "standing")
    _step(one, "turned", Act.LEDGER_POST, by, note)
    return made


def _source(payment: Payment) -> str:
    return f"payment:{payment.pk}"


def _told(wish: Wish) -> dict[str, object]:
    return {
        "dong": whole(wish.dong),
        "words": tidy(wish.words, 200, "Chi cho việc gì", "words", needed=True),
        "payee_kind": Payee(wish.payee_kind),
        "payee": tidy(wish.payee, 120, "Bên nhận tiền", "payee"),
    }


def _held(
    request: SpendRequest, *standings: Asked, seen: int | None = None, otherwise: str = ""
) -> SpendRequest:
    rows = SpendRequest.objects.select_for_update(of=("self",)).select_related("work__unit")
    one = rows.get(pk=request.pk)
    if one.stands not in standings:
        raise UnableToGive(
            otherwise or f"Đề nghị này {one.stands.words} nên không làm việc này được."
        )
    if seen is not None and seen != one.version:
        raise ChangedMeanwhile(
            "Người khác vừa ghi vào đề nghị này sau khi bác mở trang. Xem lại phần mới rồi làm lần nữa."
        )
    return one


def _written(one: SpendRequest, by: Actor, *fields: str) -> None:
    one.version, one.changed_at = one.version + 1, by.now
    one.save(update_fields=[*fields, "version", "changed_at"])


def _step(
    one: SpendRequest, word: str, act: Act, by: Actor, note: audit.Kept = audit.NO_NOTE
) -> None:
    SpendStep.objects.create(
        request=one, step=word, dong=one.dong, at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip
    audit.record(
        act, "spend_request", one.pk, by=by, unit_id=one.work.unit_id, detail=word, note=note
    )


def _own(one: SpendRequest, by: Actor) -> None:
    if one.asked_by != by.key:
        raise UnableToGive("Chỉ người đề nghị mới sửa hoặc thôi đề nghị của mình.")


def _keeps_papers(one: SpendRequest, by: Actor) -> Act:
    """Return the act by which somebody keeps the papers of a request: who asks, or who pays."""
    for act in (Act.SPEND_ASK, Act.SPEND_PAY):
        if by.may(act, one.work.unit_id):
            return act
    by.require(Act.SPEND_ASK, one.work.unit_id)
    raise AssertionError


def _still_spends(work: Work) -> None:
    if work.stands in SPENDING:
        return
    kept = Surplus.objects.filter(work=work, manner="keep")
    if work.stands is Standing.SETTLED and kept.exists():
        return
    raise UnableToGive(f"«{work.title}» {work.stands.words} nên không chi được.")


def _out_of(holder: Holder, work: Work, reference: str, by: Actor) -> str:
    """Refuse hands that do not pay for this work, and return the bank's number where there is one."""
    if holder.unit_id != work.unit_id or holder.ended_on or holder.hand is Hand.COLLECTOR:
        raise UnableToGive("Chọn thủ quỹ hoặc tài khoản ngân hàng của đơn vị.", "holder")
    if holder.hand is Hand.TREASURER:
        if holder.actor != by.key:
            raise UnableToGive("Chỉ thủ quỹ đang giữ tiền mới chi tiền ấy.", "holder")
        return ""
    try:
        return reference_of(reference)
    except UnableToRead:
        raise UnableToGive("Ghi số chứng từ chuyển khoản của ngân hàng.", "reference") from None
