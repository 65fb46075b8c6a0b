"""Who may be called: the roll of the last meeting of a kind, and who holds an office in the unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dongthuan.decide.meetings.models import Attendee, Meeting
from dongthuan.decide.meetings.queries._meetings import visible_meetings
from dongthuan.decide.meetings.rules import Named
from dongthuan.ground.audit.actors import Actor
from dongthuan.who.people import queries as people
from dongthuan.who.people.queries import Holder


def last_roll(
    *, viewer: Actor, unit: int, kind: str, but: int | None = None
) -> tuple[Meeting | None, list[Named]]:
    """This function will return the last meeting of a kind in a unit that was not cancelled, and who
    was called to it.
    """
    rows = visible_meetings(viewer=viewer, units=[unit]).filter(kind=kind)
    rows = rows.exclude(status=Meeting.Status.CANCELLED).exclude(roll=None)
    rows = rows if but is None else rows.exclude(pk=but)
    last = rows.order_by("-starts_at", "-pk").first()
    return last, as_roll(Attendee.objects.filter(meeting=last).order_by("order")) if last else []


def as_roll(rows: Iterable[Attendee]) -> list[Named]:
    """This function will return people of a roll as they may be called again."""
    return [Named(one.name, one.title, one.votes, one.person_id) for one in rows]


def offices_of(*, viewer: Actor, unit: int, on: date) -> list[Named]:
    """This function will return who holds an office in a unit on a day, each person once."""
    held: dict[int, list[Holder]] = {}
    for one in people.office_holders(viewer=viewer, on=on, unit=unit):
        held.setdefault(one.person, []).append(one)
    return [
        Named(mine[0].name, ", ".join(one.title for one in mine)[:160], True, person)
        for person, mine in held.items()
    ]
