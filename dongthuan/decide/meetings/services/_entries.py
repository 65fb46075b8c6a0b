"""Lịch công tác: what stands in a unit's week besides its meetings."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from dongthuan.decide.meetings.models import CalendarEntry
from dongthuan.decide.meetings.services._holding import ChangedMeanwhile, UnableToMeet, tidy
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit

_LONGEST = timedelta(days=31)


def _told(
    *, title: str, starts_at: datetime, ends_at: datetime, who: str = "", place: str = ""
) -> dict[str, object]:
    if ends_at <= starts_at:
        raise UnableToMeet("Giờ kết thúc phải sau giờ bắt đầu. Xem lại hai ô giờ.", "ends_at")
    if ends_at - starts_at > _LONGEST:
        raise UnableToMeet("Một việc trong lịch dài nhất 31 ngày.", "ends_at")
    return {
        "title": tidy(title, 300, "Nội dung", "title", needed=True), "starts_at": starts_at,
        "ends_at": ends_at, "who": tidy(who, 200, "Người dự", "who"),
        "place": tidy(place, 200, "Địa điểm", "place"),
    }  # fmt: skip


@transaction.atomic
def keep_entry(*, unit: Unit, by: Actor, **told: object) -> CalendarEntry:
    """This function will put something into a unit's week: title, starts_at, ends_at, who, place."""
    by.require(Act.MEETING_KEEP, unit.pk)
    values = _told(**told)  # type: ignore[arg-type]
    starts: datetime = values["starts_at"]  # type: ignore[assignment]
    if unit.pk not in org.tree(starts.astimezone(LOCAL).date()):
        raise UnableToMeet("Đơn vị không có vào ngày này. Chọn ngày khác hoặc đơn vị khác.", "unit")
    made = CalendarEntry.objects.create(unit=unit, changed_at=by.now, by=audit.sign(by), **values)
    audit.record(Act.MEETING_KEEP, "entry", made.pk, by=by, unit_id=unit.pk, detail="keep")
    return made


@transaction.atomic
def change_entry(*, entry: CalendarEntry, seen: int, by: Actor, **told: object) -> CalendarEntry:
    """This function will change what stands in the week."""
    by.require(Act.MEETING_KEEP, entry.unit_id)
    one = _held(entry, seen)
    for name, value in _told(**told).items():  # type: ignore[arg-type]
        setattr(one, name, value)
    return _written(one, by, "change")


@transaction.atomic
def cancel_entry(*, entry: CalendarEntry, by: Actor) -> CalendarEntry:
    """This function will cancel what stands in the week; it stays there, struck out."""
    by.require(Act.MEETING_KEEP, entry.unit_id)
    one = _held(entry)
    one.cancelled_at = by.now
    return _written(one, by, "cancel")


def _held(entry: CalendarEntry, seen: int | None = None) -> CalendarEntry:
    one = CalendarEntry.objects.select_for_update().get(pk=entry.pk)
    if one.cancelled_at is not None:
        raise UnableToMeet("Việc này đã hủy. Ghi một việc mới vào lịch nếu cần.")
    if seen is not None and seen != one.version:
        raise ChangedMeanwhile(
            "Người khác vừa sửa việc này sau khi bác mở trang. Tải lại trang, xem rồi sửa lần nữa."
        )
    return one


def _written(one: CalendarEntry, by: Actor, detail: str) -> CalendarEntry:
    one.version, one.changed_at, one.by = one.version + 1, by.now, audit.sign(by)
    one.save()
    audit.record(Act.MEETING_KEEP, "entry", one.pk, by=by, unit_id=one.unit_id, detail=detail)
    return one
