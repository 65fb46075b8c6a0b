"""Chốt danh sách hộ: who is asked, what has to be reached and by which law, fixed on one day; slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from dongthuan.decide.assembly import codes, queries
from dongthuan.decide.assembly.models import BallotSlip, RollLine, Vote
from dongthuan.decide.assembly.rules import Channel
from dongthuan.decide.assembly.services._asking import law_key
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    asked,
    held,
    may_count,
    written,
)
from dongthuan.ground import law
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_S = Vote.Status


@transaction.atomic
def freeze(*, vote: Vote, seen: int, by: Actor) -> int:
    """This function will freeze the roll of a vote as it is today, with the threshold, its base and
    the law of the day on which the vote closes. Returns how many households are asked.

    :raises UnableToVote: no household lives there, or the law says nothing for that day.
    """
    by.require(Act.VOTE_KEEP, vote.unit_id)
    one = held(vote, _S.DRAFT, seen=seen)
    if by.today > one.closes_on:
        raise UnableToVote("Ngày kết thúc đã qua. Sửa lại ngày, rồi chốt danh sách.")
    try:
        rule = law.threshold(law_key(one), on=one.closes_on)
    except law.NoRule as problem:
        raise UnableToVote(str(problem)) from None
    spoken = queries.speakers_now(vote=one, viewer=by, on=by.today)
    if not spoken:
        raise UnableToVote(
            "Các tổ này chưa có hộ nào trong sổ hộ. Ghi hộ vào sổ trước, rồi chốt danh sách."
        )
    RollLine.objects.bulk_create(
        (
            RollLine(vote=one, unit_id=voice.unit, household_id=voice.household,
                     speaker_id=voice.speaker, number=number)
            for number, voice in enumerate(spoken, start=1)
        ),
        batch_size=500,
    )  # fmt: skip
    one.status, one.roll_on = _S.ASKED, by.today
    sign, share = rule.threshold.sign, rule.threshold.value
    one.threshold = f"{sign} {share.numerator}/{share.denominator}"
    one.base = rule.base or law.Base.HOUSEHOLDS
    one.effect = rule.effect or law.Effect.ADOPTION
    one.basis = rule.basis
    written(one, by, "status", "roll_on", "threshold", "base", "effect", "basis")
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"freeze {len(spoken)}")  # fmt: skip
    return len(spoken)


@dataclass(frozen=True, slots=True)
class Printed:
    """Phiếu vừa làm: the line it is for, and its code, which nobody can show again."""

    line: int
    code: str


@transaction.atomic
def print_slips(
    *, vote: Vote, unit: int, by: Actor, lines: list[int] | None = None
) -> list[Printed]:
    """This function will make slips for a group of a vote, or for some lines of it. Codes are told
    this once; a slip made before for the same household holds no more.
    """
    one = asked(vote)
    may_count(one, [unit], by)
    if Channel.PHONE not in one.ways:
        raise UnableToVote("Đợt này không lấy phiếu bằng điện thoại nên không có phiếu in mã.")
    rows = queries.roll_lines(one).filter(unit_id=unit)
    rows = rows if lines is None else rows.filter(pk__in=lines)
    last = dict(
        BallotSlip.objects.filter(line__in=rows).values_list("line_id").annotate(last=Max("number"))
    )
    made = list(_slips(one, list(rows.values_list("pk", flat=True)), last, by))
    BallotSlip.objects.bulk_create((slip for slip, _ in made), batch_size=500)
    audit.record(Act.VOTE_COUNT, "vote", one.pk, by=by, unit_id=unit, detail=f"slips {len(made)}")
    return [Printed(slip.line_id, code) for slip, code in made]


def _slips(
    one: Vote, lines: list[int], last: dict[int, int], by: Actor
) -> Iterator[tuple[BallotSlip, str]]:
    signed = audit.sign(by)
    for line in lines:
        code = codes.fresh()
        yield BallotSlip(vote=one, line_id=line, number=last.get(line, 0) + 1,
                         digest=codes.digest(code), at=by.now, by=signed), code  # fmt: skip
