"""Verbs: register people and households, move them, choose who speaks, appoint; many at once too."""

from dongthuan.who.people.services._households import (
    NewMember,
    add_members,
    choose_representative,
    end_household,
    found_household,
    join_households,
    make_head,
    members_leave,
    move_household,
    move_members,
    split,
)
from dongthuan.who.people.services._many import (
    appoint_many,
    note_gone,
    take_back,
    take_in,
    what_depends,
)
from dongthuan.who.people.services._singly import (
    appoint,
    join,
    leave,
    register,
    register_household,
    relieve,
)
from dongthuan.who.people.services._stays import UnableToKeepPeople

__all__ = [
    "NewMember",
    "UnableToKeepPeople",
    "add_members",
    "appoint",
    "appoint_many",
    "choose_representative",
    "end_household",
    "found_household",
    "join",
    "join_households",
    "leave",
    "make_head",
    "members_leave",
    "move_household",
    "move_members",
    "note_gone",
    "register",
    "register_household",
    "relieve",
    "split",
    "take_back",
    "take_in",
    "what_depends",
]
