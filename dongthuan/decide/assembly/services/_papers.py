"""Phiếu giấy: two people read each paper without seeing what the other read; who stood in a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import Ballot, RollLine, Vote
from dongthuan.decide.assembly.rules import ON_PAPER, Channel, Choice
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    asked,
    may_count,
    reason_given,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


class SameHand(UnableToVote):
    """Raised when one person would read a paper twice: the second reader is another."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Một tờ phiếu như đọc được: what it says, and whether somebody helped."""

    choice: str
    assisted: bool = False


@transaction.atomic
def read_papers(*, vote: Vote, papers: Mapping[int, Paper], by: Actor) -> int:
    """This function will write down papers as one person reads them, by the numbers of their lines.
    Whether another has read them before, and how, is not told. Returns how many were written.

    :raises UnableToVote: SameHand, or a number that is on no line; nothing of the lot is written.
    """
    one = _open(vote, Channel.PAPER, by)
    lines = _lines(one, list(papers))
    may_count(one, [line.unit_id for line in lines.values()], by)
    before: dict[int, list[Ballot]] = {}
    rows = Ballot.objects.filter(line__in=lines.values(), channel=Channel.PAPER)
    for row in rows.order_by("number"):
        before.setdefault(row.line_id, []).append(row)
    signed = audit.sign(by)
    made = [
        _reading(one, lines[number], paper, before.get(lines[number].pk, []), by, signed)
        for number, paper in papers.items()
    ]
    _write(made)
    audit.record(Act.VOTE_COUNT, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"papers {len(made)}")  # fmt: skip
    return len(made)


def _reading(
    one: Vote, line: RollLine, paper: Paper, before: Sequence[Ballot], by: Actor, signed: str
) -> Ballot:  # fmt: skip
    if paper.choice not in ON_PAPER:
        raise UnableToVote(f"Phiếu số {line.number}: chọn phiếu ghi gì.", f"choice-{line.number}")
    if any(row.by == by.key for row in before):
        raise SameHand(
            f"Phiếu số {line.number}: bác đã nhập phiếu này rồi. Lần thứ hai phải do người khác "
            "nhập; nhập nhầm thì người khác nhập, rồi xử lý ở mục «Phiếu cần xem lại».",
            f"choice-{line.number}",
        )
    if len(before) > 1:
        raise UnableToVote(
            f"Phiếu số {line.number}: đã đủ hai người nhập. Muốn sửa thì vào «Phiếu cần xem lại».",
            f"choice-{line.number}",
        )
    return Ballot(vote=one, line=line, channel=Channel.PAPER, number=len(before) + 1,
                  choice=paper.choice, assisted=paper.assisted, at=by.now, by=signed)  # fmt: skip


@transaction.atomic
def mark_counted(*, vote: Vote, channel: str, numbers: Sequence[int], by: Actor) -> int:
    """This function will mark households, by the numbers of their lines, as standing in a count of
    many: they raised a hand, or were given a ballot. Who is marked already stays so.
    """
    told = Channel(channel)
    if not told.together:
        raise UnableToVote("Chỉ đánh dấu hộ khi đếm giơ tay hoặc phát phiếu kiểm trên bảng.")
    one = _open(vote, told, by)
    lines = _lines(one, numbers)
    may_count(one, [line.unit_id for line in lines.values()], by)
    last: dict[int, Ballot] = {}
    rows = Ballot.objects.filter(line__in=lines.values(), channel=told).order_by("number")
    for row in rows:
        last[row.line_id] = row
    signed = audit.sign(by)
    made = [
        Ballot(vote=one, line=line, channel=told, choice=Choice.COUNTED, at=by.now, by=signed,
               number=last[line.pk].number + 1 if line.pk in last else 1)
        for line in lines.values()
        if line.pk not in last or last[line.pk].choice == Choice.VOID
    ]  # fmt: skip
    _write(made)
    audit.record(Act.VOTE_COUNT, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"{told} marked {len(made)}")  # fmt: skip
    return len(made)


@transaction.atomic
def mend(
    *, vote: Vote, line: int, channel: str, choice: str, reason: str, by: Actor,
    assisted: bool = False,
) -> Ballot:  # fmt: skip
    """This function will answer what was written of a household in one channel with a new writing and
    a reason: the third look at a paper, or a mistake. Of a phone nobody mends what was said: it can
    only be taken off.
    """
    one = asked(vote)
    row = RollLine.objects.filter(vote=one, pk=line).first()
    before = list(Ballot.objects.filter(line=line, channel=channel).order_by("number"))
    if row is None or not before:
        raise UnableToVote("Hộ này chưa có phiếu nào ở cách lấy phiếu ấy để sửa.")
    may_count(one, [row.unit_id], by)
    _may_say(row, Channel(channel), choice, before, by)
    kept = reason_given(reason, "sửa phiếu")
    made = Ballot(
        vote=one, line=row, channel=channel, number=before[-1].number + 1, choice=choice,
        assisted=assisted, at=by.now, by=audit.sign(by), note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    # A third look numbers from three on, also where only one person had read the paper.
    made.number = max(made.number, 3) if channel == Channel.PAPER else made.number
    _write([made])
    audit.record(Act.VOTE_COUNT, "ballot", made.pk, by=by, unit_id=row.unit_id, detail="mend",
                 note=kept)  # fmt: skip
    return made


def _may_say(
    row: RollLine, channel: Channel, choice: str, before: Sequence[Ballot], by: Actor
) -> None:  # fmt: skip
    allowed = (*ON_PAPER, Choice.VOID) if channel is Channel.PAPER else (Choice.VOID,)
    if choice not in allowed:
        raise UnableToVote(
            "Chọn phiếu ghi gì." if channel is Channel.PAPER
            else "Ở cách lấy phiếu này chỉ bỏ được phiếu, không đổi được ý kiến của hộ.",
            "choice",
        )  # fmt: skip
    if channel is Channel.PAPER and by.key in {one.by for one in before if one.number < 3}:
        raise SameHand(
            f"Phiếu số {row.number}: người xem lại phải là người thứ ba, không phải một trong hai "
            "người đã nhập.",
            "choice",
        )


def _open(vote: Vote, channel: Channel, by: Actor) -> Vote:
    one = asked(vote)
    if channel not in one.ways:
        raise UnableToVote(f"Đợt này không lấy phiếu bằng cách «{channel.words}».")
    if by.today < one.opens_on:
        raise UnableToVote(f"Chưa đến ngày lấy phiếu: bắt đầu từ {one.opens_on:%d/%m/%Y}.")
    return one


def _lines(one: Vote, numbers: Sequence[int]) -> dict[int, RollLine]:
    """Return lines that still stand on the roll, by their numbers; or refuse one that does not."""
    found = {row.number: row for row in queries.roll_lines(one).filter(number__in=list(numbers))}
    if missing := [number for number in numbers if number not in found]:
        raise UnableToVote(f"Danh sách đã chốt không có số {missing[0]}.", f"choice-{missing[0]}")
    return found


def _write(made: Sequence[Ballot]) -> None:
    try:
        with transaction.atomic():
            Ballot.objects.bulk_create(made, batch_size=500)
    except IntegrityError:
        raise UnableToVote(
            "Người khác vừa nhập một trong các phiếu này. Mở lại trang rồi nhập phần còn lại."
        ) from None
