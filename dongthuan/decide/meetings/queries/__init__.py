"""Nouns: meetings within reach, one meeting whole, what was adopted, who may be called."""

from dongthuan.decide.meetings.queries._calendar import (
    entries_between,
    entry_seen,
    meetings_between,
)
from dongthuan.decide.meetings.queries._meetings import (
    Place,
    cancelled_for,
    meeting_seen,
    past,
    upcoming,
    visible_meetings,
    waiting,
)
from dongthuan.decide.meetings.queries._rolls import as_roll, last_roll, offices_of
from dongthuan.decide.meetings.queries._whole import (
    Outcome,
    Told,
    Whole,
    adopted,
    count_of,
    minutes_seen,
    paper_seen,
    way_of,
    whole,
)

__all__ = [
    "Outcome",
    "Place",
    "Told",
    "Whole",
    "adopted",
    "as_roll",
    "cancelled_for",
    "count_of",
    "entries_between",
    "entry_seen",
    "last_roll",
    "meeting_seen",
    "meetings_between",
    "minutes_seen",
    "offices_of",
    "paper_seen",
    "past",
    "upcoming",
    "visible_meetings",
    "waiting",
    "way_of",
    "whole",
]
