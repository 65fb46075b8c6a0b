"""Đóng đợt, mở lại đợt: when a round takes no more numbers, and who had told none by then."""

from __future__ import annotations

from django.db import transaction

from dongthuan.decide.indicators.models import Round, Sheet, Step
from dongthuan.decide.indicators.services._asking import UnableToAsk
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@transaction.atomic
def close_round(*, round: Round, by: Actor) -> int:
    """This function will close a round: what was not sent stays missing, never zero. Who had sent
    nothing by then is kept with their sheets; returns how many.
    """
    by.require(Act.ROUND_OPEN, round.unit_id)
    round = _held(round)
    if round.closed_on is not None:
        raise UnableToAsk("Đợt này đã đóng rồi.")
    round.closed_on = by.today
    round.save(update_fields=["closed_on"])
    missed = Sheet.objects.filter(round=round, first_sent_on=None)
    _lay("missed", missed.values_list("pk", flat=True), by)
    audit.record(Act.ROUND_OPEN, "round", round.pk, by=by, unit_id=round.unit_id, detail="close")
    return missed.count()


@transaction.atomic
def reopen_round(*, round: Round, reason: str, by: Actor) -> None:
    """This function will open a closed round again, with a reason that the units read, so that they
    can send what was missing.
    """
    by.require(Act.ROUND_OPEN, round.unit_id)
    round = _held(round)
    if round.closed_on is None:
        raise UnableToAsk("Đợt này đang mở, không cần mở lại.")
    if not reason.strip():
        raise UnableToAsk("Ghi vì sao mở lại đợt, để các đơn vị biết cần gửi gì.", "reason")
    round.closed_on = None
    round.save(update_fields=["closed_on"])
    kept = audit.keep_note(reason)
    waiting = Sheet.objects.filter(round=round).exclude(status=Sheet.Status.APPROVED)
    _lay("resumed", waiting.values_list("pk", flat=True), by, kept)
    audit.record(Act.ROUND_OPEN, "round", round.pk, by=by, unit_id=round.unit_id,
                 detail="reopen", note=kept)  # fmt: skip


def _held(round: Round) -> Round:
    return Round.objects.select_for_update().get(pk=round.pk)


def _lay(step: str, sheets: object, by: Actor, note: audit.Kept = audit.NO_NOTE) -> None:
    signed = audit.sign(by)
    Step.objects.bulk_create(
        Step(sheet_id=pk, step=step, at=by.now, by=signed, note_id=note.id, note_digest=note.digest)
        for pk in sheets  # type: ignore[attr-defined]
    )
