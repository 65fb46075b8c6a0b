"""Lấy phiếu trong lịch tuần: the last day of each vote that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.meetings.calendar import Entry
from dongthuan.decide.meetings.queries import Place
from dongthuan.ground.audit.actors import LOCAL, Actor


def votes(viewer: Actor, start: datetime, end: datetime, units: Place) -> Iterable[Entry]:
    """This function will tell on which days votes within the viewer's reach end."""
    first, last = start.astimezone(LOCAL).date(), end.astimezone(LOCAL).date()
    rows = queries.visible_votes(viewer=viewer).filter(
        status__in=(Vote.Status.ASKED, Vote.Status.CLOSED), closes_on__gte=first, closes_on__lt=last
    )
    rows = rows if units is None else rows.filter(unit_id__in=units)
    for one in rows:
        starts = datetime.combine(one.closes_on, time(), LOCAL)
        yield Entry(
            "vote", one.pk, one.unit_id, f"Hết hạn lấy phiếu: {one.title}", starts,
            starts + timedelta(days=1),
            one.changed_at, one.version, whole_day=True,
        )  # fmt: skip
