"""Mời họp, đổi, hủy: what a meeting is called for, when and where, and that people were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from dongthuan.decide.meetings import rules
from dongthuan.decide.meetings.models import AgendaItem, Meeting
from dongthuan.decide.meetings.rules import KINDS, Matter, Named
from dongthuan.decide.meetings.services import _rolling
from dongthuan.decide.meetings.services._holding import (
    OPEN,
    PastIsMeant,
    UnableToMeet,
    held,
    reason_given,
    step,
    tidy,
    written,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit

_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Head:
    """What a meeting says of itself, tidied and found to be possible."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    chair: str
    chair_title: str
    secretary: str
    secretary_title: str
    quorum: str


def _head(
    *, title: str, starts_at: datetime, ends_at: datetime, place: str, chair: str,
    chair_title: str = "", secretary: str = "", secretary_title: str = "", quorum: str = "",
) -> _Head:  # fmt: skip
    if ends_at <= starts_at:
        raise UnableToMeet("Giờ kết thúc phải sau giờ bắt đầu. Xem lại hai ô giờ.", "ends_at")
    if ends_at - starts_at > _LONGEST:
        raise UnableToMeet("Một cuộc họp dài nhất 7 ngày. Xem lại ngày kết thúc.", "ends_at")
    try:
        rules.threshold(quorum)
    except rules.UnableToRead as problem:
        raise UnableToMeet(str(problem), "quorum") from None
    return _Head(
        tidy(title, 300, "Tên cuộc họp", "title", needed=True), starts_at, ends_at,
        tidy(place, 200, "Địa điểm", "place", needed=True),
        tidy(chair, 120, "Người chủ trì", "chair", needed=True),
        tidy(chair_title, 160, "Chức vụ người chủ trì", "chair_title"),
        tidy(secretary, 120, "Thư ký", "secretary"),
        tidy(secretary_title, 160, "Chức vụ thư ký", "secretary_title"), quorum.strip(),
    )  # fmt: skip


@transaction.atomic
def call(
    *, unit: Unit, kind: str, by: Actor, agenda: Sequence[Matter] = (), roll: Sequence[Named] = (),
    past_is_meant: bool = False, **head: object,
) -> Meeting:  # fmt: skip
    """This function will call a meeting of a unit: title, starts_at, ends_at, place, chair and
    secretary with their titles, quorum; with its agenda and roll.

    :raises UnableToMeet: PastIsMeant when it has begun already and nobody said that it is meant.
    """
    by.require(Act.MEETING_KEEP, unit.pk)
    if kind not in KINDS:
        raise UnableToMeet("Chưa chọn loại cuộc họp.", "kind")
    if not KINDS[kind].fits(unit.kind):
        raise UnableToMeet(
            f"«{KINDS[kind].words}» không phải cuộc họp của đơn vị này. Chọn loại khác.", "kind"
        )
    told = _head(**head)  # type: ignore[arg-type]
    _may_begin(told, by, past_is_meant)
    if unit.pk not in org.tree(told.starts_at.astimezone(LOCAL).date()):
        raise UnableToMeet("Đơn vị không có vào ngày họp. Chọn ngày khác hoặc đơn vị khác.", "unit")
    made = Meeting.objects.create(unit=unit, kind=kind, changed_at=by.now, **_fields(told))
    AgendaItem.objects.bulk_create(_items(made, agenda))
    _rolling.lay(made, roll)
    step(made, "called", by)
    search.renew("meeting", made.pk)
    audit.record(Act.MEETING_KEEP, "meeting", made.pk, by=by, unit_id=unit.pk, detail="call")
    return made


@transaction.atomic
def change(
    *, meeting: Meeting, seen: int, by: Actor, agenda: Sequence[Matter] | None = None,
    past_is_meant: bool = False, **head: object,
) -> Meeting:  # fmt: skip
    """This function will change what a meeting says of itself, and its agenda if one is given. Where
    its time or place is another, people have to be told again.
    """
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, *OPEN, seen=seen)
    told = _head(**head)  # type: ignore[arg-type]
    moved = (one.starts_at, one.ends_at, one.place) != (told.starts_at, told.ends_at, told.place)
    if one.starts_at != told.starts_at and one.status == Meeting.Status.CALLED:
        _may_begin(told, by, past_is_meant)
    for name, value in _fields(told).items():
        setattr(one, name, value)
    if moved and one.status == Meeting.Status.CALLED:
        one.notified_at = None
    if agenda is not None:
        _set_agenda(one, agenda)
    step(one, "changed", by)
    written(one, by, *_fields(told), "notified_at", found_anew=True)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id, detail="change")
    return one


@transaction.atomic
def notify(*, meeting: Meeting, by: Actor) -> None:
    """This function will note that people were told of the meeting as it stands now."""
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, Meeting.Status.CALLED)
    one.notified_at = by.now
    step(one, "notified", by)
    written(one, by, "notified_at")
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id, detail="notify")


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Actor) -> None:
    """This function will cancel a meeting that has not begun, with a reason."""
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, Meeting.Status.CALLED)
    kept = reason_given(reason, "hủy cuộc họp")
    one.status = Meeting.Status.CANCELLED
    step(one, "cancelled", by, kept)
    written(one, by, "status", found_anew=True)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail="cancel", note=kept)  # fmt: skip


def _may_begin(told: _Head, by: Actor, past_is_meant: bool) -> None:
    if told.starts_at < by.now and not past_is_meant:
        raise PastIsMeant(
            "Giờ họp đã qua. Sửa lại ngày giờ; nếu ghi lại cuộc họp đã diễn ra thì đánh dấu vào ô "
            "«Ghi lại cuộc họp đã diễn ra».",
            "starts_at",
        )


def _fields(told: _Head) -> dict[str, object]:
    return {name: getattr(told, name) for name in _Head.__slots__}


def _items(one: Meeting, agenda: Sequence[Matter]) -> list[AgendaItem]:
    return [
        AgendaItem(meeting=one, order=order, title=matter.title, presenter=matter.presenter)
        for order, matter in enumerate(agenda, start=1)
    ]


def _set_agenda(one: Meeting, agenda: Sequence[Matter]) -> None:
    """Lay the agenda anew. A matter keeps what was said of it by its title; one whose title was
    mended keeps it by its place among those that are left.
    """
    left = list(AgendaItem.objects.filter(meeting=one).order_by("order", "pk"))
    found: list[AgendaItem | None] = []
    for matter in agenda:
        same = next((item for item in left if item.title == matter.title), None)
        found.append(same)
        if same is not None:
            left.remove(same)
    for order, (matter, same) in enumerate(zip(agenda, found, strict=True), start=1):
        item = same or (left.pop(0) if left else AgendaItem(meeting=one))
        item.order, item.title, item.presenter = order, matter.title, matter.presenter
        item.save()
    for gone in left:
        if gone.discussion or gone.decisions.exists():
            raise UnableToMeet(
                f"Nội dung «{gone.title[:60]}» đã có ý kiến hoặc quyết định nên không bỏ được. "
                "Ghi lại dòng ấy vào chương trình.",
                "agenda",
            )
        gone.delete()
