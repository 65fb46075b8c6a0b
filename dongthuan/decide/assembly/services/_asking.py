"""Mở đợt lấy phiếu, sửa khi còn soạn, hủy: what is asked, of whom, how, and from when until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.decide.assembly import rules
from dongthuan.decide.assembly.models import Vote, VoteGroup
from dongthuan.decide.assembly.rules import MATTERS, MOST_GROUPS, Channel
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    held,
    line_of,
    reason_given,
    words_of,
    written,
)
from dongthuan.decide.meetings.models import Meeting
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit

_S = Vote.Status
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Question:
    """Nội dung đợt lấy phiếu, as somebody told it."""

    matter: str
    title: str
    channels: Sequence[str]
    opens_on: date
    closes_on: date
    text: str = ""
    level: str = ""
    exemptions: str = ""
    secret: bool = False


@transaction.atomic
def begin(*, unit: Unit, question: Question, groups: Sequence[int], by: Actor) -> Vote:
    """This function will begin a vote of one residential group, or of several below a unit.

    :raises UnableToVote: a part of the question cannot be as told; `field` says which.
    """
    by.require(Act.VOTE_KEEP, unit.pk)
    fields = _fields(question)
    asked = _groups(unit, groups, question.closes_on)
    one = Vote.objects.create(unit=unit, changed_at=by.now, **fields)
    VoteGroup.objects.bulk_create(VoteGroup(vote=one, unit_id=group) for group in asked)
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=unit.pk, detail="begin")
    return one


@transaction.atomic
def change(
    *, vote: Vote, question: Question, groups: Sequence[int], seen: int, by: Actor
) -> Vote:  # fmt: skip
    """This function will change what a vote asks, and of whom, while its roll is not frozen."""
    by.require(Act.VOTE_KEEP, vote.unit_id)
    one = held(vote, _S.DRAFT, seen=seen)
    fields = _fields(question)
    wanted = _groups(one.unit, groups, question.closes_on)
    for name, value in fields.items():
        setattr(one, name, value)
    VoteGroup.objects.filter(vote=one).exclude(unit__in=wanted).delete()
    here = set(VoteGroup.objects.filter(vote=one).values_list("unit_id", flat=True))
    VoteGroup.objects.bulk_create(
        VoteGroup(vote=one, unit_id=unit) for unit in wanted if unit not in here
    )
    written(one, by, *fields)
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=one.unit_id, detail="change")
    return one


@transaction.atomic
def meet(*, vote: Vote, unit: int, meeting: Meeting | None, by: Actor) -> None:
    """This function will say in which meeting a group of a vote meets, or that it meets in none."""
    by.require(Act.VOTE_KEEP, unit)
    one = held(vote, _S.DRAFT, _S.ASKED)
    if meeting is not None and (meeting.unit_id, meeting.kind) != (unit, "residents"):
        raise UnableToVote("Chọn cuộc họp tổ dân phố của chính tổ này.", "meeting")
    if not VoteGroup.objects.filter(vote=one, unit_id=unit).update(meeting=meeting):
        raise UnableToVote("Tổ này không thuộc đợt lấy phiếu.", "meeting")
    written(one, by)
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=unit,
                 detail=f"meeting {meeting.pk if meeting else '-'}")  # fmt: skip


@transaction.atomic
def cancel(*, vote: Vote, reason: str, by: Actor) -> None:
    """This function will call a vote off, with a reason; what was written of it stays."""
    by.require(Act.VOTE_KEEP, vote.unit_id)
    one = held(vote, _S.DRAFT, _S.ASKED)
    kept = reason_given(reason, "hủy đợt lấy phiếu")
    one.status = _S.CANCELLED
    written(one, by, "status")
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=one.unit_id, detail="cancel",
                 note=kept)  # fmt: skip


def _fields(told: Question) -> Mapping[str, object]:
    if told.matter not in MATTERS:
        raise UnableToVote("Chưa chọn loại việc được lấy phiếu.", "matter")
    channels = _channels(told)
    if told.closes_on < told.opens_on:
        raise UnableToVote("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "closes_on")
    if (told.closes_on - told.opens_on).days > LONGEST:
        raise UnableToVote(f"Một đợt lấy phiếu dài nhất {LONGEST} ngày.", "closes_on")
    levels = MATTERS[told.matter].levels
    return {
        "matter": told.matter,
        "title": line_of(told.title, 300, "Câu hỏi", "title", needed=True),
        "text": words_of(told.text, 4000, "Nội dung đầy đủ", "text"),
        "level": words_of(told.level, 1000, "Mức đóng góp", "level") if levels else "",
        "exemptions": words_of(told.exemptions, 1000, "Diện miễn, giảm", "exemptions") if levels else "",
        "secret": told.secret, "channels": ",".join(channels),
        "opens_on": told.opens_on, "closes_on": told.closes_on,
    }  # fmt: skip


def _channels(told: Question) -> list[Channel]:
    known = [channel for channel in Channel if channel in told.channels]
    if not known:
        raise UnableToVote("Chọn ít nhất một cách lấy phiếu.", "channels")
    if told.secret and known != [Channel.TALLY]:
        raise UnableToVote(
            "Bỏ phiếu kín thì chỉ bỏ phiếu giấy rồi kiểm trên bảng: bỏ chọn các cách khác.",
            "channels",
        )
    return known


def _groups(unit: Unit, groups: Sequence[int], on: date) -> list[int]:
    tree = org.tree(on)
    below = set(tree.below(unit.pk)) if unit.pk in tree else set()
    wanted = list(dict.fromkeys(groups)) or [unit.pk]
    for group in wanted:
        if group not in below or tree[group].kind != "residential_group":
            raise UnableToVote(
                "Chọn các tổ dân phố của đơn vị này, có vào ngày kết thúc lấy phiếu.", "groups"
            )
    if len(wanted) > MOST_GROUPS:
        raise UnableToVote(f"Nhiều nhất {MOST_GROUPS} tổ trong một đợt.", "groups")
    return wanted


def law_key(vote: Vote) -> str:
    """This function will return the name of the rule that decides a vote."""
    return rules.MATTERS[vote.matter].key
