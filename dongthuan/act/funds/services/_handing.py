"""Bàn giao tiền mặt: proposed by who holds it, counted when the other has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import Handover, HandoverAnswer, HandoverLine, Holder, Work
from dongthuan.act.funds.queries import cash_of
from dongthuan.act.funds.rules import ONWARD, Hand, UnableToRead, counted, reference_of
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import (
    UnableToGive,
    day_ok,
    reason_given,
    refused,
    told,
    whole,
)
from dongthuan.act.ledger.rules import Line
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.ground.primitives.money import Money


@transaction.atomic
def propose_handover(
    *, giver: Holder, taker: Holder, sums: Mapping[int, int] | None = None, on: date | None = None,
    notes: Mapping[int, int] | None = None, sent_key: str = "", by: Actor,
) -> Handover:  # fmt: skip
    """This function will propose to hand cash on: so much of each work, by its number, or everything that
    is held and not proposed yet. A phone that sends the same key again gets the same handover.

    :raises UnableToGive: more than is held, nothing at all, backwards, or notes that do not add up.
    """
    if sent_key and (sent := Handover.objects.filter(sent_key=sent_key).first()) is not None:
        return sent
    _hands(giver, by)
    if taker.unit_id != giver.unit_id or taker.pk == giver.pk or taker.ended_on:
        raise UnableToGive("Chọn người nhận khác, cùng đơn vị và đang làm.", "taker")
    if taker.hand not in ONWARD[giver.hand]:
        raise UnableToGive(
            f"Tiền từ {giver.hand.words} không bàn giao cho {taker.hand.words}.", "taker"
        )
    on = on or by.today
    day_ok(on, by, "Ngày bàn giao")
    hold_name(f"funds.cash:{giver.pk}")
    free = cash_of(giver)
    sums = dict(sums) if sums is not None else {pk: dong for pk, dong in free.items() if dong > 0}
    if not sums:
        raise UnableToGive("Hiện không còn tiền mặt nào để bàn giao.")
    titles = dict(Work.objects.filter(pk__in=sums, unit=giver.unit_id).values_list("pk", "title"))
    for pk, dong in sums.items():
        whole(dong, "dong")
        if pk not in titles or dong > free.get(pk, 0):
            raise UnableToGive(
                f"«{titles.get(pk, '?')}»: đang giữ {Money(max(free.get(pk, 0), 0))} chưa bàn giao, không "
                f"bàn giao {Money(dong)} được.", "dong",
            )  # fmt: skip
    total = sum(sums.values())
    try:
        denominations = counted(notes or {}, total)
    except UnableToRead as problem:
        raise refused(problem, "notes") from None
    made = Handover.objects.create(
        giver=giver, taker=taker, dong=total, denominations=denominations, on=on,
        sent_key=sent_key or None, at=by.now, by=audit.sign(by),
    )  # fmt: skip
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=made, work_id=pk, dong=dong) for pk, dong in sorted(sums.items())
    )
    told(
        Act.CASH_HAND, "handover", made.pk, giver.unit_id, f"propose {giver.code} {taker.code}", by
    )
    return made


@transaction.atomic
def answer_handover(
    *, handover: Handover, accepts: bool, reason: str = "", reference: str = "", by: Actor
) -> HandoverAnswer:
    """This function will accept what was handed over, or refuse it with a reason; what is accepted moves
    in the book in the same breath.

    :raises UnableToGive: by the hand that proposed it, twice, or to a bank without the bank's number.
    """
    one = Handover.objects.select_related("giver", "taker").get(pk=handover.pk)
    act = _takes(one, by)
    hold_name(f"funds.cash:{one.giver_id}")
    if HandoverAnswer.objects.filter(handover=one).exists():
        raise UnableToGive("Lần bàn giao này đã có trả lời rồi.")
    note = audit.NO_NOTE if accepts else reason_given(reason, "không nhận bàn giao")
    if accepts and one.taker.hand is Hand.BANK:
        try:
            reference = reference_of(reference)
        except UnableToRead:
            raise UnableToGive("Ghi số giấy nộp tiền của ngân hàng.", "reference") from None
    else:
        reference = ""
    try:
        with transaction.atomic():
            made = HandoverAnswer.objects.create(
                handover=one, accepted=accepts, reference=reference, on=by.today, at=by.now,
                by=audit.sign(by), note_id=note.id, note_digest=note.digest,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToGive("Lần bàn giao này vừa có trả lời.") from None
    if accepts:
        _moved(one, by, act)
    word = "accept" if accepts else "refuse"
    audit.record(act, "handover", one.pk, by=by, unit_id=one.giver.unit_id, detail=word, note=note)
    return made


def _moved(one: Handover, by: Actor, act: Act) -> None:
    lines = list(one.lines.select_related("work").order_by("pk"))
    to = chart.hand(one.taker.hand, one.taker.code)
    out = chart.hand(one.giver.hand, one.giver.code)
    posted = [
        line
        for row in lines
        for line in (Line(to, row.dong, row.work.code), Line(out, -row.dong, row.work.code))
    ]
    words = f"Bàn giao tiền mặt: {one.giver.role} – {one.taker.role}"
    _purse.posted(lines[0].work, posted, words, f"handover:{one.pk}", by.today, by, act)


def _hands(giver: Holder, by: Actor) -> None:
    if giver.hand is Hand.BANK:
        by.require(Act.LEDGER_POST, giver.unit_id)
        return
    by.require(Act.CASH_HAND, giver.unit_id)
    if giver.actor != by.key:
        raise UnableToGive("Chỉ người đang giữ tiền mới bàn giao tiền ấy.")


def _takes(one: Handover, by: Actor) -> Act:
    """Return the act by which somebody accepts; refuse the hand that proposed it, or another's."""
    if one.taker.hand is Hand.BANK:
        by.require(Act.STATEMENT_MATCH, one.taker.unit_id)
        act = Act.STATEMENT_MATCH
    elif by.may(Act.CASH_HAND, one.taker.unit_id):
        act = Act.CASH_HAND
        if one.taker.actor != by.key:
            raise UnableToGive("Chỉ người nhận mới trả lời lần bàn giao này.")
    else:
        raise NotPermitted(Act.CASH_HAND)
    if one.by == by.key:
        raise UnableToGive("Người bàn giao không tự nhận thay người kia.")
    return act
