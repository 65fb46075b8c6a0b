"""Verbs of the office's own files: keep one, bind its numbers, begin and issue a draft."""

from dongthuan.answer.manuscripts.services._binding import (
    Choice,
    NewMeasure,
    UnableToBind,
    accept_offers,
    bind,
    create,
    keep_rest,
    offered,
    take_back,
)
from dongthuan.answer.manuscripts.services._drafting import Issuing, ask_missing, begin
from dongthuan.answer.manuscripts.services._keeping import UnableToUseFile, keep
from dongthuan.answer.manuscripts.services._returning import ANSWERS, answer, take_back_file

__all__ = [
    "ANSWERS",
    "Choice",
    "Issuing",
    "NewMeasure",
    "UnableToBind",
    "UnableToUseFile",
    "accept_offers",
    "answer",
    "ask_missing",
    "begin",
    "bind",
    "create",
    "keep",
    "keep_rest",
    "offered",
    "take_back",
    "take_back_file",
]
