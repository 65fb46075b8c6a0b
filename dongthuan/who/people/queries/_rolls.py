"""Danh sách người đại diện hộ: who speaks for each household of a group, on any day, as known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.rules import natural
from dongthuan.who.people.models import Dwelling, Representative, Residence


@dataclass(frozen=True, slots=True)
class Voice:
    """Một hộ trong danh sách: `person` is None where nobody was chosen to speak for it."""

    household: int
    code: str
    address: str
    members: int
    person: int | None = None
    name: str = ""
    born: date | None = None


def roll(*, viewer: Actor, on: date, unit: int, known_at: datetime | None = None) -> list[Voice]:
    """This function will return the roll of a group on a day, as known now or at a moment, in the
    order of codes; every household has its line, with or without a representative.
    """
    if unit not in viewer.reach(Act.PEOPLE_SEE):
        return []
    dwellings = Dwelling.objects.on(on, known_at).filter(unit_id=unit)
    homes = dwellings.values("household_id")
    members: dict[int, int] = {}
    lived = Residence.objects.on(on, known_at).filter(household__in=homes)
    for home in lived.values_list("household_id", flat=True):
        members[home] = members.get(home, 0) + 1
    speaking = Representative.objects.on(on, known_at).filter(household__in=homes)
    speakers = {
        row[0]: row[1:]
        for row in speaking.values_list("household_id", "person_id", "person__name", "person__born")
    }
    voices = [
        Voice(home, code, address, members.get(home, 0), *speakers.get(home, ()))
        for home, code, address in dwellings.values_list(
            "household_id", "household__code", "address"
        )
    ]
    return sorted(voices, key=lambda one: (natural(one.code), one.household))


@dataclass(frozen=True, slots=True)
class Changes:
    """Khác nhau giữa hai ngày: households that came, that left, and whose representative is another."""

    came: tuple[Voice, ...]
    left: tuple[Voice, ...]
    changed: tuple[tuple[Voice, Voice], ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.left or self.changed)


def roll_changes(*, viewer: Actor, unit: int, first: date, second: date) -> Changes:
    """This function will return what is different between the rolls of two days, as known now."""
    before = {one.household: one for one in roll(viewer=viewer, on=first, unit=unit)}
    after = {one.household: one for one in roll(viewer=viewer, on=second, unit=unit)}
    return Changes(
        tuple(one for home, one in after.items() if home not in before),
        tuple(one for home, one in before.items() if home not in after),
        tuple(
            (before[home], one)
            for home, one in after.items()
            if home in before and before[home].person != one.person
        ),
    )
