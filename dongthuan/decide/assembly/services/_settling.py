"""Xử lý: what a person decides where a household used two channels, or the roll is another by now."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import ConflictSettlement, RollLine, RollSettlement, Vote
from dongthuan.decide.assembly.rules import SAID, Change, Changed, Channel, Choice
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    asked,
    held,
    may_count,
    reason_given,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_TWICE = "Người khác vừa xử lý hộ này. Mở lại trang để xem."


@transaction.atomic
def settle_conflict(
    *, vote: Vote, line: int, keeps: str, reason: str, by: Actor, hand: str = ""
) -> None:
    """This function will decide which ballot of a household counts, with a reason. Where a hand is
    set aside, `hand` says how it was raised, and it leaves the count of its meeting.

    :raises UnableToVote: there is no conflict, or the ballot of a board would have to be found again.
    """
    one = asked(vote)
    heard = queries.heard_of(one, line)
    row = RollLine.objects.get(vote=one, pk=line)
    may_count(one, [row.unit_id], by)
    if len(heard.used) < 2 or keeps not in heard.used:
        raise UnableToVote("Hộ này không có phiếu ở hai cách; mở lại trang để xem.", "keeps")
    if Channel.TALLY in heard.used and keeps != Channel.TALLY:
        raise UnableToVote(
            "Phiếu đã vào bảng kiểm thì không tìm lại được: giữ phiếu kiểm trên bảng, hoặc bỏ dấu "
            "của hộ ở bảng ấy rồi sửa bảng.",
            "keeps",
        )
    aside = Channel.HANDS in heard.used and keeps != Channel.HANDS
    if aside and hand not in SAID:
        raise UnableToVote("Ghi hộ ấy đã giơ tay thế nào, để trừ khỏi số đếm tại cuộc họp.", "hand")
    kept = reason_given(reason, "giữ phiếu này")
    _write(ConflictSettlement(
        vote=one, line=row, used=heard.pair, keeps=keeps, hand=Choice(hand) if aside else "",
        at=by.now, by=audit.sign(by), note_id=kept.id, note_digest=kept.digest,
    ))  # fmt: skip
    audit.record(Act.VOTE_COUNT, "vote", one.pk, by=by, unit_id=row.unit_id,
                 detail=f"conflict {row.number}", note=kept)  # fmt: skip


@transaction.atomic
def settle_change(
    *, vote: Vote, household: int, change: str, follows: bool, reason: str, by: Actor
) -> None:
    """This function will decide, with a reason, whether the frozen roll follows what changed since.

    :raises UnableToVote: it is as it was, or a household to be taken off stands in a count of many.
    """
    by.require(Act.VOTE_CLOSE, vote.unit_id)
    one = held(vote, Vote.Status.ASKED)
    told = next(
        (row for row in queries.open_changes(vote=one, viewer=by)
         if (row.household, row.change) == (household, change)), None,
    )  # fmt: skip
    if told is None:
        raise UnableToVote("Chỗ này không còn khác danh sách đã chốt, hoặc đã xử lý rồi.")
    kept = reason_given(reason, "theo hoặc không theo thay đổi")
    if follows:
        _follow(one, told)
    _write(RollSettlement(
        vote=one, household_id=household, change=told.change, found=told.found, follows=follows,
        at=by.now, by=audit.sign(by), note_id=kept.id, note_digest=kept.digest,
    ))  # fmt: skip
    audit.record(Act.VOTE_CLOSE, "vote", one.pk, by=by, unit_id=told.unit,
                 detail=f"roll {told.change} {'follow' if follows else 'keep'}", note=kept)  # fmt: skip


def _follow(one: Vote, told: Changed) -> None:
    here = RollLine.objects.filter(vote=one, household_id=told.household).exists()
    # One that left, and was taken off, comes back to the line it had.
    if told.change is Change.CAME and not here:
        last = RollLine.objects.filter(vote=one).aggregate(last=Max("number"))["last"] or 0
        RollLine.objects.create(vote=one, unit_id=told.unit, household_id=told.household,
                                speaker_id=told.speaker, number=last + 1)  # fmt: skip
    if told.change is Change.LEFT and told.line is not None:
        used = queries.heard_of(one, told.line).used
        if any(channel.together for channel in used):
            raise UnableToVote(
                "Hộ này đang được tính trong bảng đếm. Bỏ dấu của hộ và sửa bảng đếm trước, rồi "
                "mới đưa ra khỏi danh sách."
            )


def _write(row: ConflictSettlement | RollSettlement) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise UnableToVote(_TWICE) from None
