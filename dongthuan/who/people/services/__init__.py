"""Verbs: register people and households, move them, choose who speaks, appoint; many at once too."""

from dongthuan.who.people.services._many import (
    appoint_many,
    note_gone,
    take_back,
    take_in,
    what_depends,
)
from dongthuan.who.people.services._singly import (
    UnableToKeepPeople,
    appoint,
    choose_representative,
    join,
    leave,
    move_household,
    register,
    register_household,
    relieve,
)

__all__ = [
    "UnableToKeepPeople",
    "appoint",
    "appoint_many",
    "choose_representative",
    "join",
    "leave",
    "move_household",
    "note_gone",
    "register",
    "register_household",
    "relieve",
    "take_back",
    "take_in",
    "what_depends",
]
