"""Lịch tuần: what stands in the days, told by this room and by those that register above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from dongthuan.decide.meetings import queries
from dongthuan.decide.meetings.models import Meeting
from dongthuan.decide.meetings.queries import Place
from dongthuan.ground.audit.actors import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """Mục lịch: one thing in the week. `kind` and `thing` say what page it has; `whole_day` that only
    its day counts, as of a deadline. `who` holds names, and stays out of feeds.
    """

    kind: str
    thing: int
    unit: int
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    version: int = 1
    place: str = ""
    who: str = ""
    cancelled: bool = False
    whole_day: bool = False

    @property
    def key(self) -> str:
        """This property will return what tells the entry from every other, the same for ever."""
        return f"{self.kind}-{self.thing}"


# Who asks, from when until when, in which units.
Source = Callable[[Actor, datetime, datetime, Place], Iterable[Entry]]
_SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """This function will take in who else tells what stands in the week; a kind has one source."""
    _SOURCES[kind] = source


def between(
    *, viewer: Actor, start: datetime, end: datetime, units: Place = None
) -> list[Entry]:  # fmt: skip
    """This function will return all that stands between two moments within the viewer's reach, in
    the order of time.
    """
    found = [
        one for source in _SOURCES.values() for one in source(viewer, start, end, units)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at, one.kind, one.thing))


def meetings(viewer: Actor, start: datetime, end: datetime, units: Place) -> Iterable[Entry]:
    """This function will tell the meetings of the week."""
    rows = queries.meetings_between(viewer=viewer, start=start, end=end, units=units)
    for one in rows:
        yield Entry(
            "meeting", one.pk, one.unit_id, one.title, one.starts_at, one.ends_at,
            one.changed_at, one.version, one.place, one.chair,
            one.status == Meeting.Status.CANCELLED,
        )  # fmt: skip


def entries(viewer: Actor, start: datetime, end: datetime, units: Place) -> Iterable[Entry]:
    """This function will tell what stands in the week and is no meeting."""
    rows = queries.entries_between(viewer=viewer, start=start, end=end, units=units)
    for one in rows:
        yield Entry(
            "entry", one.pk, one.unit_id, one.title, one.starts_at, one.ends_at, one.changed_at,
            one.version, one.place, one.who, one.cancelled_at is not None,
        )  # fmt: skip
