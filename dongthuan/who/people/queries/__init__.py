"""Nouns: office holders, people, households of a day, their history, the roll that speaks for them."""

from dongthuan.who.people.queries._history import Line, Whole, whole
from dongthuan.who.people.queries._households import (
    Key,
    Row,
    found_households,
    household_coded,
    household_rows,
    people_of,
)
from dongthuan.who.people.queries._people import (
    Holder,
    Home,
    HouseholdRow,
    Member,
    count_households,
    homes,
    households,
    known_as,
    members,
    named,
    office_holders,
    person,
    residents,
)
from dongthuan.who.people.queries._rolls import Changes, Voice, roll, roll_changes

__all__ = [
    "Changes",
    "Holder",
    "Home",
    "HouseholdRow",
    "Key",
    "Line",
    "Member",
    "Row",
    "Voice",
    "Whole",
    "count_households",
    "found_households",
    "homes",
    "household_coded",
    "household_rows",
    "households",
    "known_as",
    "members",
    "named",
    "office_holders",
    "people_of",
    "person",
    "residents",
    "roll",
    "roll_changes",
    "whole",
]
