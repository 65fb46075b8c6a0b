"""Nguồn lịch iCalendar: days and hours as telephones and calendar programs read them (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar

from dongthuan.ground.audit.actors import LOCAL


@dataclass(frozen=True, slots=True)
class Event:
    """Việc trong lịch: `key` is the same for ever, `version` grows with every change."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    version: int = 1
    place: str = ""
    cancelled: bool = False
    # Only the day counts: a deadline.
    whole_day: bool = False


def feed(name: str, events: Iterable[Event], *, host: str) -> bytes:
    """This function will write a calendar of events, its zone of time told in full."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Đồng Thuận//Lịch công tác//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", LOCAL.key)
    for one in events:
        made.add_component(_event(one, host))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(one: Event, host: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{one.key}@{host}")
    made.add("dtstamp", one.changed_at)
    made.add("last-modified", one.changed_at)
    made.add("sequence", one.version)
    made.add("summary", one.title)
    starts, ends = one.starts_at.astimezone(LOCAL), one.ends_at.astimezone(LOCAL)
    if one.whole_day:
        # The day after the last one: a stretch of days ends where it is no more.
        made.add("dtstart", starts.date())
        made.add("dtend", ends.date() + timedelta(days=1))
    else:
        made.add("dtstart", starts)
        made.add("dtend", ends)
    if one.place:
        made.add("location", one.place)
    made.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return made
