"""Bảng đếm: how many hands were raised or ballots found in a group, as two people counted them."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from dongthuan.decide.assembly.models import TallyBoard, Vote, VoteGroup
from dongthuan.decide.assembly.rules import Channel, Count
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    line_of,
    may_count,
    reason_given,
)
from dongthuan.decide.assembly.services._papers import _open
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.people.rules import same_name


@transaction.atomic
def note_board(
    *, vote: Vote, unit: int, channel: str, count: Count, counters: tuple[str, str], by: Actor,
    seen: int = 0, reason: str = "",
) -> TallyBoard:  # fmt: skip
    """This function will write down what two people counted in a group; a later board answers an
    earlier one, with a reason. `seen` is the number of the board that was seen, none as 0.

    :raises UnableToVote: not two counters, or another board was written since.
    """
    told = Channel(channel)
    if not told.together:
        raise UnableToVote("Bảng đếm dùng cho giơ tay hoặc phiếu kiểm trên bảng.")
    one = _open(vote, told, by)
    may_count(one, [unit], by)
    if not VoteGroup.objects.filter(vote=one, unit_id=unit).exists():
        raise UnableToVote("Tổ này không thuộc đợt lấy phiếu.", "unit")
    _sensible(told, count)
    names = _two(counters)
    kept = reason_given(reason, "sửa bảng đếm") if seen else audit.NO_NOTE
    counted = audit.keep_note("; ".join(names))
    try:
        with transaction.atomic():
            made = TallyBoard.objects.create(
                vote=one, unit_id=unit, channel=told, number=seen + 1, yes=count.yes, no=count.no,
                other=count.other, invalid=count.invalid, counters_id=counted.id,
                counters_digest=counted.digest, at=by.now, by=audit.sign(by), note_id=kept.id,
                note_digest=kept.digest,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToVote(
            "Người khác vừa ghi bảng đếm của tổ này. Mở lại trang, xem bảng mới rồi ghi tiếp."
        ) from None
    audit.record(Act.VOTE_COUNT, "board", made.pk, by=by, unit_id=unit,
                 detail=f"{told} {count.yes}/{count.no}/{count.other}/{count.invalid}",
                 note=kept)  # fmt: skip
    return made


def _sensible(channel: Channel, count: Count) -> None:
    if min(count.yes, count.no, count.other, count.invalid) < 0:
        raise UnableToVote("Số đếm không thể âm.", "yes")
    if not count.cast:
        raise UnableToVote("Chưa ghi đếm được bao nhiêu.", "yes")
    if channel is Channel.HANDS and count.invalid:
        raise UnableToVote("Giơ tay thì không có phiếu không hợp lệ; để trống ô ấy.", "invalid")


def _two(counters: tuple[str, str]) -> tuple[str, str]:
    first, second = (line_of(one, 120, "Người kiểm phiếu", "counters") for one in counters)
    if not first or not second or same_name(first) == same_name(second):
        raise UnableToVote("Ghi họ tên hai người kiểm phiếu khác nhau.", "counters")
    return first, second
