"""What stands in some days: meetings and entries of the units within reach."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dongthuan.decide.meetings.models import CalendarEntry, Meeting
from dongthuan.decide.meetings.queries._meetings import Place, visible_meetings
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


def meetings_between(
    *, viewer: Actor, start: datetime, end: datetime, units: Place = None
) -> QuerySet[Meeting]:
    """This function will return the meetings that touch a stretch of time, those cancelled too."""
    rows = visible_meetings(viewer=viewer, units=units)
    return rows.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")


def entries_between(
    *, viewer: Actor, start: datetime, end: datetime, units: Place = None
) -> QuerySet[CalendarEntry]:
    """This function will return the entries that touch a stretch of time, those cancelled too."""
    rows = _visible(viewer)
    rows = rows if units is None else rows.filter(unit_id__in=units)
    return rows.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")


def entry_seen(*, viewer: Actor, pk: int) -> CalendarEntry | None:
    """This function will return an entry the viewer may see, or None."""
    return _visible(viewer).select_related("unit").filter(pk=pk).first()


def _visible(viewer: Actor) -> QuerySet[CalendarEntry]:
    return viewer.reach(Act.MEETING_SEE).within(CalendarEntry.objects.all())
