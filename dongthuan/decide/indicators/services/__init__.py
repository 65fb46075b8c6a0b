"""Verbs of reported numbers: define, ask, enter, send, approve, correct, set targets."""

from dongthuan.decide.indicators.services._approving import (
    Approvals,
    StillAsked,
    approve,
    approve_all,
    correct,
    reopen,
    send_back,
)
from dongthuan.decide.indicators.services._asking import (
    DueBeforeEnd,
    UnableToAsk,
    define,
    open_round,
    retire,
    set_target,
)
from dongthuan.decide.indicators.services._closing import close_round, reopen_round
from dongthuan.decide.indicators.services._entering import (
    Bad,
    BadCells,
    ChangedMeanwhile,
    StillEmpty,
    UnableToKeepValue,
    UnchangedTooLong,
    answer_help,
    confirm_unchanged,
    enter_for,
    save_drafts,
    send,
)
from dongthuan.decide.indicators.services._handing_in import (
    FromFile,
    hand_in,
    hand_in_unchanged,
    put_back,
    take_in,
)
from dongthuan.decide.indicators.services._questioning import answer_asked, ask_again

__all__ = [
    "Approvals",
    "Bad",
    "BadCells",
    "ChangedMeanwhile",
    "DueBeforeEnd",
    "FromFile",
    "StillAsked",
    "StillEmpty",
    "UnableToAsk",
    "UnableToKeepValue",
    "UnchangedTooLong",
    "answer_asked",
    "answer_help",
    "approve",
    "approve_all",
    "ask_again",
    "close_round",
    "confirm_unchanged",
    "correct",
    "define",
    "enter_for",
    "hand_in",
    "hand_in_unchanged",
    "open_round",
    "put_back",
    "reopen",
    "reopen_round",
    "retire",
    "save_drafts",
    "send",
    "send_back",
    "set_target",
    "take_in",
]
