"""Thành phần, điểm danh: who is called with or without a vote, and who came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from dongthuan.decide.meetings.models import Attendee, Meeting
from dongthuan.decide.meetings.rules import HERE, MOST_ON_A_ROLL, Attendance, Named
from dongthuan.decide.meetings.services._holding import (
    OPEN,
    ChangedMeanwhile,
    UnableToMeet,
    held,
    step,
    tidy,
    written,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act


@dataclass(frozen=True, slots=True)
class Mark:
    """Dấu điểm danh: what is said of one person, and which version of their line was seen."""

    standing: Attendance
    seen: int
    reason: str = ""


@transaction.atomic
def add_people(*, meeting: Meeting, people: Sequence[Named], by: Actor) -> int:
    """This function will call more people; who is on the roll already stays as they are. Returns how
    many came to it.
    """
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, *OPEN)
    added = lay(one, people)
    written(one, by)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"roll +{added}")  # fmt: skip
    return added


@transaction.atomic
def remove_people(*, meeting: Meeting, ids: Iterable[int], by: Actor) -> int:
    """This function will take people off the roll; who was marked as here stays on it."""
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, *OPEN)
    rows = Attendee.objects.filter(meeting=one, pk__in=list(ids))
    here = rows.filter(standing__in=HERE).first()
    if here is not None:
        raise UnableToMeet(f"{here.name} đã điểm danh có mặt. Sửa điểm danh trước, rồi mới bỏ tên.")
    gone, _ = rows.delete()
    written(one, by)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"roll -{gone}")  # fmt: skip
    return gone


def lay(one: Meeting, people: Sequence[Named]) -> int:
    """This function will put people on a roll behind those who stand there."""
    rows = Attendee.objects.filter(meeting=one)
    known = {Named(name, title).alike for name, title in rows.values_list("name", "title")}
    persons = set(rows.exclude(person=None).values_list("person_id", flat=True))
    last = rows.aggregate(last=Max("order"))["last"] or 0
    made: list[Attendee] = []
    for told in people:
        if told.alike in known or (told.person is not None and told.person in persons):
            continue
        known.add(told.alike)
        persons.add(told.person or 0)
        made.append(Attendee(
            meeting=one, order=last + len(made) + 1, person_id=told.person,
            name=tidy(told.name, 120, "Họ tên", "roll", needed=True),
            title=tidy(told.title, 160, "Chức danh", "roll"), votes=told.votes,
        ))  # fmt: skip
    if (last and rows.count() + len(made) > MOST_ON_A_ROLL) or len(made) > MOST_ON_A_ROLL:
        raise UnableToMeet(f"Danh sách dài quá {MOST_ON_A_ROLL} người.", "roll")
    Attendee.objects.bulk_create(made, batch_size=500)
    return len(made)


@transaction.atomic
def mark(
    *, meeting: Meeting, by: Actor, marks: Mapping[int, Mark] | None = None, rest_here: bool = False,
    opened_at: datetime | None = None,
) -> None:  # fmt: skip
    """This function will mark who came; the first marks open the meeting. `rest_here` marks everyone
    as here whom nobody has marked.

    :raises UnableToMeet: ChangedMeanwhile when another hand marked one of them otherwise.
    """
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, *OPEN)
    if by.today < one.starts_at.astimezone(LOCAL).date():
        raise UnableToMeet(
            f"Cuộc họp ngày {one.starts_at.astimezone(LOCAL):%d/%m/%Y}; đến ngày ấy mới điểm danh được."
        )
    _mark_each(one, marks or {})
    if rest_here:
        rest = Attendee.objects.filter(meeting=one, standing=Attendance.EXPECTED)
        rest.update(standing=Attendance.PRESENT, version=F("version") + 1)
    _open(one, opened_at, by)
    written(one, by, "status", "opened_at")
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id, detail="mark")


def _mark_each(one: Meeting, marks: Mapping[int, Mark]) -> None:
    changed = []
    for row in Attendee.objects.filter(meeting=one, pk__in=marks):
        told = marks[row.pk]
        excused = told.standing is Attendance.EXCUSED
        reason = tidy(told.reason, 200, f"Lý do vắng của {row.name}", f"reason-{row.pk}")
        if excused and not reason:
            raise UnableToMeet(f"Ghi lý do vắng của {row.name}.", f"reason-{row.pk}")
        reason = reason if excused else ""
        if (row.standing, row.reason) == (told.standing, reason):
            continue
        if row.version != told.seen:
            raise ChangedMeanwhile(
                f"Người khác vừa điểm danh {row.name}: {row.attendance.words}. Xem lại dòng ấy rồi "
                "ghi lần nữa.",
                f"standing-{row.pk}",
            )
        row.standing, row.reason, row.version = told.standing, reason, row.version + 1
        changed.append(row)
    Attendee.objects.bulk_update(changed, ["standing", "reason", "version"], batch_size=300)


def _open(one: Meeting, opened_at: datetime | None, by: Actor) -> None:
    if opened_at is not None and opened_at > by.now:
        raise UnableToMeet("Giờ khai mạc chưa đến. Xem lại giờ.", "opened_at")
    if one.status == Meeting.Status.CALLED:
        one.status = Meeting.Status.HELD
        # Who marks the roll afterwards marks a meeting that began when it was called for.
        one.opened_at = opened_at or min(one.starts_at, by.now)
        step(one, "opened", by)
    elif opened_at is not None:
        one.opened_at = opened_at
