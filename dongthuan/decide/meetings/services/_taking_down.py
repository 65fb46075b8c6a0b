"""Ghi diễn biến: what was said of each matter, what was decided, and the votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError

from dongthuan.decide.meetings import queries, rules
from dongthuan.decide.meetings.models import AgendaItem, Decision, Meeting
from dongthuan.decide.meetings.rules import Base, Manner, Tally
from dongthuan.decide.meetings.services._holding import (
    ChangedMeanwhile,
    UnableToMeet,
    held,
    tidy,
    written,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_LONGEST = 20_000
_MOST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """Ý kiến: what was said of a matter, and which version of it was seen."""

    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Given:
    """Quyết định được ghi: a new one, or one that is known by its `pk`; no words take it away."""

    text: str
    item: int | None = None
    pk: int | None = None
    seen: int = 0
    manner: Manner = Manner.CONSENSUS
    tally: Tally = field(default_factory=Tally)
    counters: str = ""
    threshold: str = "> 1/2"
    base: Base = Base.PRESENT


class BadRecord(UnableToMeet):
    """Raised when decisions cannot be as told; `problems` says of each, by its place, why."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)


@transaction.atomic
def take_down(
    *, meeting: Meeting, by: Actor, said: Mapping[int, Said] | None = None,
    decisions: Sequence[Given] = (),
) -> Meeting:  # fmt: skip
    """This function will keep what was said of some matters, and decisions with their votes.

    :raises UnableToMeet: ChangedMeanwhile when another hand wrote the same line; BadRecord when a
        vote cannot be as told.
    """
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, Meeting.Status.HELD)
    _keep_said(one, said or {})
    _keep_decisions(one, decisions)
    written(one, by, found_anew=True)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id, detail="record")
    return one


def _keep_said(one: Meeting, said: Mapping[int, Said]) -> None:
    for item in AgendaItem.objects.filter(meeting=one, pk__in=said):
        told = said[item.pk]
        text = _lines(told.text)
        if text == item.discussion:
            continue
        if told.seen != item.version:
            raise ChangedMeanwhile(
                f"Người khác vừa ghi vào nội dung «{item.title[:60]}». Chữ bác gõ còn ở dưới, phần "
                "họ ghi ở ngay dưới ô; ghép lại rồi gửi lần nữa.",
                f"said-{item.pk}",
            )
        if len(text) > _LONGEST:
            raise UnableToMeet(
                f"Ý kiến về «{item.title[:60]}» dài quá {_LONGEST} ký tự. Ghi gọn lại, hoặc đưa bản "
                "đầy đủ vào tài liệu.",
                f"said-{item.pk}",
            )
        item.discussion, item.version = text, item.version + 1
        item.save(update_fields=["discussion", "version"])


def _keep_decisions(one: Meeting, decisions: Sequence[Given]) -> None:
    count = queries.count_of(one)
    known = {row.pk: row for row in Decision.objects.filter(meeting=one)}
    items = set(AgendaItem.objects.filter(meeting=one).values_list("pk", flat=True))
    if len(known) + sum(told.pk is None for told in decisions) > _MOST:
        raise UnableToMeet(f"Một cuộc họp ghi nhiều nhất {_MOST} quyết định.")
    problems = {at: _problem(told, count, items) for at, told in enumerate(decisions)}
    if problems := {at: said for at, said in problems.items() if said}:
        raise BadRecord(problems)
    last = max([row.order for row in known.values()], default=0)
    for told in decisions:
        row = known.get(told.pk) if told.pk is not None else None
        if row is not None:
            _change(row, told)
        elif told.text.strip():
            last += 1
            Decision.objects.create(meeting=one, order=last, **_fields(told))


def _problem(told: Given, count: rules.Count, items: set[int]) -> str:
    if not told.text.strip():
        empty = told.tally.cast == 0
        return "" if empty or told.pk else "Có kết quả biểu quyết mà chưa ghi nội dung quyết định."
    if told.item is not None and told.item not in items:
        return "Nội dung của chương trình không còn. Tải lại trang rồi ghi lần nữa."
    if len(told.text) > _LONGEST or len(told.counters) > 300:
        return "Quyết định dài quá. Ghi gọn lại, phần đầy đủ đưa vào tài liệu."
    try:
        needed = rules.threshold(told.threshold)
    except rules.UnableToRead as problem:
        return str(problem)
    return rules.vote_problem(told.manner, told.tally, count, needed, told.counters)


def _change(row: Decision, told: Given) -> None:
    if told.text.strip() and all(getattr(row, k) == v for k, v in _fields(told).items()):
        return
    if row.version != told.seen:
        raise ChangedMeanwhile(
            f"Người khác vừa ghi vào quyết định «{row.text[:60]}». Chữ bác gõ còn ở dưới; xem lại "
            "rồi gửi lần nữa.",
            f"decision-{row.pk}",
        )
    if not told.text.strip():
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            raise UnableToMeet(
                f"Quyết định «{row.text[:60]}» đã thành văn bản hoặc nhiệm vụ nên không bỏ được."
            ) from None
        return
    for name, value in _fields(told).items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _fields(told: Given) -> dict[str, object]:
    voted = told.manner is not Manner.CONSENSUS
    return {
        "item_id": told.item, "text": _lines(told.text), "manner": told.manner.value,
        "yes": told.tally.yes, "no": told.tally.no, "abstain": told.tally.abstain,
        "invalid": told.tally.invalid,
        "counters": tidy(told.counters, 300, "Người kiểm phiếu", "counters"),
        "threshold": told.threshold.strip() if voted else "", "base": told.base.value,
    }  # fmt: skip


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
