"""Verbs of votes: ask, freeze the roll, write down ballots, settle doubts, close, recognise, publish."""

from dongthuan.decide.assembly.services._asking import Question, begin, cancel, change, meet
from dongthuan.decide.assembly.services._boards import note_board
from dongthuan.decide.assembly.services._casting import AlreadyVoted, NoSuchSlip, cast, cast_on
from dongthuan.decide.assembly.services._closing import (
    LARGEST_SCAN,
    StillOpen,
    close,
    keep_signed,
    publish,
    recognise,
)
from dongthuan.decide.assembly.services._extending import extend
from dongthuan.decide.assembly.services._freezing import Printed, freeze, print_slips
from dongthuan.decide.assembly.services._holding import ChangedMeanwhile, UnableToVote
from dongthuan.decide.assembly.services._papers import (
    Paper,
    SameHand,
    mark_counted,
    mend,
    read_papers,
)
from dongthuan.decide.assembly.services._settling import settle_change, settle_conflict

__all__ = [
    "LARGEST_SCAN",
    "AlreadyVoted",
    "ChangedMeanwhile",
    "NoSuchSlip",
    "Paper",
    "Printed",
    "Question",
    "SameHand",
    "StillOpen",
    "UnableToVote",
    "begin",
    "cancel",
    "cast",
    "cast_on",
    "change",
    "close",
    "extend",
    "freeze",
    "keep_signed",
    "mark_counted",
    "meet",
    "mend",
    "note_board",
    "print_slips",
    "publish",
    "read_papers",
    "recognise",
    "settle_change",
    "settle_conflict",
]
