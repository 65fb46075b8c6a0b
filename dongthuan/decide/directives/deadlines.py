"""Hạn trong lịch tuần: the days on which tasks fall due, one line for all that was given together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db.models import F
from django.db.models.functions import Coalesce

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Task
from dongthuan.decide.directives.queries import visible
from dongthuan.decide.meetings.calendar import Entry
from dongthuan.decide.meetings.queries import Place
from dongthuan.ground.audit.actors import LOCAL, Actor


def deadlines(viewer: Actor, start: datetime, end: datetime, units: Place) -> Iterable[Entry]:
    """This function will tell which tasks within the viewer's reach fall due between two moments: the
    day that holds now; what was handed in or closed is due no more.
    """
    first, last = start.astimezone(LOCAL).date(), end.astimezone(LOCAL).date()
    held = Task.objects.annotate(due=Coalesce(F("moved_to"), F("due_on")))
    rows = held.filter(visible(viewer), status__in=rules.WITH_UNIT, due__gte=first, due__lte=last)
    if units is not None:
        rows = rows.filter(unit__in=units) | rows.filter(assignment__unit__in=units)
    rows = rows.select_related("assignment").defer("assignment__details").distinct()
    told = sorted(rows, key=lambda one: (one.due, one.assignment_id, one.pk))
    for (due, _), together in groupby(told, key=lambda one: (one.due, one.assignment_id)):
        tasks = list(together)
        given = tasks[0].assignment
        day = datetime.combine(due, time(), LOCAL)
        yield Entry(
            "assignment", given.pk,
            tasks[0].unit_id if len(tasks) == 1 else given.unit_id, f"Hạn: {given.title}", day,
            day + timedelta(days=1), given.recorded_at, max(one.step for one in tasks),
            whole_day=True,
        )  # fmt: skip
