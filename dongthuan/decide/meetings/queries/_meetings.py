"""Meetings within the viewer's reach: those to come, those that wait for minutes, those gone by."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from dongthuan.decide.meetings.models import Meeting, MeetingStep
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

# Some units, or all that the viewer sees.
Place = Collection[int] | None
_S = Meeting.Status


def visible_meetings(*, viewer: Actor, units: Place = None) -> QuerySet[Meeting]:
    """This function will return the meetings of the viewer's reach, of some units or of all."""
    rows = viewer.reach(Act.MEETING_SEE).within(Meeting.objects.select_related("unit"))
    return rows if units is None else rows.filter(unit_id__in=units)


def upcoming(*, viewer: Actor, units: Place = None) -> QuerySet[Meeting]:
    """This function will return the meetings that are still to be held, the next first."""
    rows = visible_meetings(viewer=viewer, units=units)
    return rows.filter(status=_S.CALLED, ends_at__gte=viewer.now).order_by("starts_at", "pk")


def waiting(*, viewer: Actor, units: Place = None) -> QuerySet[Meeting]:
    """This function will return the meetings that wait for their minutes, the longest first: opened
    and not signed, or gone by without a roll call.
    """
    rows = visible_meetings(viewer=viewer, units=units)
    gone = Q(status=_S.CALLED, ends_at__lt=viewer.now)
    return rows.filter(Q(status=_S.HELD) | gone).order_by("starts_at", "pk")


def past(*, viewer: Actor, units: Place = None) -> QuerySet[Meeting]:
    """This function will return the meetings with signed minutes and those cancelled, the last
    first.
    """
    rows = visible_meetings(viewer=viewer, units=units)
    return rows.filter(status__in=(_S.MINUTED, _S.CANCELLED)).order_by("-starts_at", "-pk")


def meeting_seen(*, viewer: Actor, pk: int) -> Meeting | None:
    """This function will return a meeting the viewer may see, or None."""
    return visible_meetings(viewer=viewer).filter(pk=pk).first()


def cancelled_for(meetings: Iterable[Meeting]) -> dict[int, str]:
    """This function will return why meetings were cancelled."""
    rows = MeetingStep.objects.filter(meeting__in=list(meetings), step="cancelled")
    told = dict(rows.values_list("meeting_id", "note_id"))
    notes = trail.notes(told.values())
    return {pk: notes.get(note or 0, "") for pk, note in told.items()}
