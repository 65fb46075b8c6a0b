"""Verbs of meetings: call, change, hand out papers, mark the roll, take down, sign, reopen, cancel."""

from dongthuan.decide.meetings.services._calling import (
    call,
    cancel,
    change,
    notify,
)
from dongthuan.decide.meetings.services._entries import (
    cancel_entry,
    change_entry,
    keep_entry,
)
from dongthuan.decide.meetings.services._handing_out import LARGEST_PAPER, add_paper, remove_paper
from dongthuan.decide.meetings.services._holding import (
    ChangedMeanwhile,
    PastIsMeant,
    UnableToMeet,
)
from dongthuan.decide.meetings.services._rolling import (
    Mark,
    add_people,
    mark,
    remove_people,
)
from dongthuan.decide.meetings.services._signing import Signing, reopen, sign
from dongthuan.decide.meetings.services._taking_down import BadRecord, Given, Said, take_down

__all__ = [
    "LARGEST_PAPER",
    "BadRecord",
    "ChangedMeanwhile",
    "Given",
    "Mark",
    "PastIsMeant",
    "Said",
    "Signing",
    "UnableToMeet",
    "add_paper",
    "add_people",
    "call",
    "cancel",
    "cancel_entry",
    "change",
    "change_entry",
    "keep_entry",
    "mark",
    "notify",
    "remove_paper",
    "remove_people",
    "reopen",
    "sign",
    "take_down",
]
