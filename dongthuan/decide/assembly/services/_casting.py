"""Phiếu bấm trên điện thoại: one tap with the slip; the row itself is the guard against a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import Ballot, Vote
from dongthuan.decide.assembly.queries import SlipSeen
from dongthuan.decide.assembly.rules import SAID, Channel, Choice
from dongthuan.decide.assembly.services._holding import UnableToVote
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, Reaching
from dongthuan.ground.audit.acts import Act


class NoSuchSlip(UnableToVote):
    """Raised when a code belongs to no slip that holds."""


class AlreadyVoted(UnableToVote):
    """Raised when the household has voted on a phone before; what it said then holds."""


@dataclass(frozen=True)
class Holder(Reaching):
    """Hộ cầm phiếu in: who holds a slip is nobody we know; the trail keeps that it was a slip."""

    now: datetime
    key: str = "slip"
    name: str = "Hộ cầm phiếu in"


def cast(*, code: str, choice: str, by: Actor, assisted: bool = False) -> Ballot:
    """This function will take the ballot of a household by the code of its slip, as `cast_on` does.

    :raises UnableToVote: NoSuchSlip, or as `cast_on`.
    """
    slip = queries.slip_of(code)
    if slip is None:
        raise NoSuchSlip(
            "Không có phiếu nào mang mã này. Bác xem lại từng chữ trên phiếu; phiếu in lại thì phiếu "
            "cũ không dùng được nữa.",
            "code",
        )
    return cast_on(slip=slip, choice=choice, by=by, assisted=assisted)


def cast_on(*, slip: SlipSeen, choice: str, by: Actor, assisted: bool = False) -> Ballot:
    """This function will take the ballot of a household on its slip. Whoever holds the slip may: no
    right is asked for.

    :raises UnableToVote: AlreadyVoted, or the vote does not take ballots today.
    """
    try:
        said = Choice(choice)
    except ValueError:
        said = Choice.VOID
    if said not in SAID:
        raise UnableToVote("Chọn một trong ba: đồng ý, không đồng ý, ý kiến khác.", "choice")
    _open(slip, by)
    try:
        # Of two taps at one moment the database takes one: nothing is read first and written after.
        with transaction.atomic():
            made = Ballot.objects.create(
                vote_id=slip.vote.pk, line_id=slip.line, channel=Channel.PHONE, number=1,
                choice=said, assisted=assisted, at=by.now, by=Holder.key,
            )  # fmt: skip
            audit.record(Act.VOTE_CAST, "ballot", made.pk, by=Holder(by.now), unit_id=slip.unit)
    except IntegrityError:
        raise AlreadyVoted(
            "Hộ này đã bỏ phiếu bằng phiếu in rồi; phiếu lần đầu giữ nguyên. Nếu không phải bác "
            "bấm, bác báo ngay cho tổ trưởng hoặc phường.",
            "code",
        ) from None
    return made


def _open(slip: SlipSeen, by: Actor) -> None:
    vote = slip.vote
    if vote.status != Vote.Status.ASKED or by.today > vote.closes_on:
        raise UnableToVote(
            f"Đợt lấy phiếu này đã hết hạn (đến hết ngày {vote.closes_on:%d/%m/%Y}), nên không "
            "nhận thêm phiếu."
        )
    if by.today < vote.opens_on:
        raise UnableToVote(f"Chưa đến ngày lấy phiếu: bắt đầu từ {vote.opens_on:%d/%m/%Y}.")
    if Channel.PHONE not in vote.ways or slip.struck:
        raise UnableToVote(
            "Hộ này không bỏ phiếu bằng điện thoại trong đợt này. Bác hỏi tổ trưởng."
        )
