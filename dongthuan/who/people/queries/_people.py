"""Nouns: office holders, households and members of a day, within the viewer's reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    Person,
    Position,
    Representative,
    Residence,
)
from dongthuan.who.people.rules import by_given_name, same_name


@dataclass(frozen=True, slots=True)
class Holder:
    """Người giữ chức vụ: a person's office in a unit on a day."""

    person: int
    name: str
    title: str
    unit: int
    since: date
    phone: str


def office_holders(*, viewer: Actor, on: date, unit: int | None = None) -> list[Holder]:
    """This function will return who holds an office on the day, by given name.

    The office of a public person is public; a telephone is seen only with the right to see people.
    """
    rows = Position.objects.on(on).select_related("person")
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    reach = viewer.reach(Act.PEOPLE_SEE)
    found = [
        Holder(p.person_id, p.person.name, p.title, p.unit_id, p.valid_from,
               p.person.phone if p.unit_id in reach else "")
        for p in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: by_given_name(one.name))


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """Hộ trong một ngày: where it lives, how many it counts and who speaks for it."""

    id: int
    code: str
    unit: int
    address: str
    members: int
    representative: str


def households(*, viewer: Actor, on: date, unit: int) -> list[HouseholdRow]:
    """This function will return the households of a residential group on a day."""
    if unit not in viewer.reach(Act.PEOPLE_SEE):
        return []
    dwellings = list(Dwelling.objects.on(on).filter(unit_id=unit).select_related("household"))
    ids = [dwelling.household_id for dwelling in dwellings]
    members: dict[int, int] = {}
    for household in (
        Residence.objects.on(on).filter(household__in=ids).values_list("household_id", flat=True)
    ):
        members[household] = members.get(household, 0) + 1
    speakers = dict(
        Representative.objects.on(on)
        .filter(household__in=ids)
        .values_list("household_id", "person__name")
    )
    rows = [
        HouseholdRow(d.household_id, d.household.code, d.unit_id, d.address,
                     members.get(d.household_id, 0), speakers.get(d.household_id, ""))
        for d in dwellings
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.code)


def members(*, viewer: Actor, on: date, household: int) -> list[Person]:
    """This function will return the members of a household on a day."""
    home = Dwelling.objects.on(on).filter(household_id=household).first()
    if home is None or home.unit_id not in viewer.reach(Act.PEOPLE_SEE):
        return []
    rows = Residence.objects.on(on).filter(household_id=household).select_related("person")
    return sorted((row.person for row in rows), key=lambda p: by_given_name(p.name))


def count_households(unit: int, on: date) -> int:
    """This function will count the households of a residential group on a day."""
    return Dwelling.objects.on(on).filter(unit_id=unit).count()


def person(*, viewer: Actor, pk: int, on: date) -> Person | None:
    """This function will return a person who lives or holds an office within the viewer's reach."""
    reach = viewer.reach(Act.PEOPLE_SEE)
    homes = Residence.objects.on(on).filter(person_id=pk).values("household_id")
    at_home = Dwelling.objects.on(on).filter(household_id__in=homes)
    in_office = Position.objects.on(on).filter(person_id=pk)
    if not (reach.within(at_home).exists() or reach.within(in_office).exists()):
        return None
    return Person.objects.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Member:
    """Thành viên trong một ngày: a person of a household, and whether they head it."""

    person: int
    name: str
    born: date | None
    phone: str
    is_head: bool


@dataclass
class Home:
    """Hộ trong một ngày, kèm thành viên: `unit` is None where it lives nowhere here on the day."""

    id: int
    unit: int | None = None
    address: str = ""
    # The household begins to live here on a later day.
    later: date | None = None
    speaker: int | None = None
    members: list[Member] = field(default_factory=list)


def homes(*, viewer: Actor, on: date, codes: Sequence[str]) -> dict[str, Home]:
    """This function will return the households of some codes as they stand on a day. One that lives
    beyond the viewer's reach is told by its code alone, as taken.
    """
    reach = viewer.reach(Act.PEOPLE_SEE)
    rows = Household.objects.filter(code__in=codes).values_list("pk", "code")
    found = {pk: (code, Home(pk)) for pk, code in rows}
    for d in Dwelling.objects.known().filter(household__in=found).order_by("valid_from"):
        home = found[d.household_id][1]
        if d.valid_from > on:
            home.later = home.later or d.valid_from
        elif d.valid_to is None or d.valid_to > on:
            home.unit, home.address = d.unit_id, d.address if d.unit_id in reach else ""
    seen = [pk for pk, (_, home) in found.items() if home.unit in reach]
    members = Residence.objects.on(on).filter(household__in=seen)
    for household, *told in members.values_list(
        "household_id", "person_id", "person__name", "person__born", "person__phone", "is_head"
    ):
        found[household][1].members.append(Member(*told))
    speakers = Representative.objects.on(on).filter(household__in=seen)
    for household, person_id in speakers.values_list("household_id", "person_id"):
        found[household][1].speaker = person_id
    return dict(found.values())


def residents(*, viewer: Actor, on: date, units: Iterable[int]) -> Iterator[tuple[int, int]]:
    """This function will return the people who live in some groups on a day, each with the group."""
    reach = viewer.reach(Act.PEOPLE_SEE)
    for unit in units:
        if unit in reach:
            homes_of = Dwelling.objects.on(on).filter(unit_id=unit).values("household_id")
            rows = Residence.objects.on(on).filter(household_id__in=homes_of).order_by("pk")
            for person_id in rows.values_list("person_id", flat=True).iterator(2000):
                yield person_id, unit


def named(*, viewer: Actor, on: date, people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """This function will return the names of people who live within reach, with their household."""
    rows = Residence.objects.on(on).filter(person__in=people)
    told = {
        row[1]: (row[0], row[2], row[3])
        for row in rows.values_list("household_id", "person_id", "person__name", "household__code")
    }
    where = Dwelling.objects.on(on).filter(household__in=[one[0] for one in told.values()])
    reach = viewer.reach(Act.PEOPLE_SEE)
    seen = {home for home, unit in where.values_list("household_id", "unit_id") if unit in reach}
    return {pk: (name, code) for pk, (home, name, code) in told.items() if home in seen}


def known_as(*, viewer: Actor, on: date, name: str, born: date) -> list[int]:
    """This function will return who within reach bears a name and was born on a day."""
    reach = viewer.reach(Act.PEOPLE_SEE)
    rows = Person.objects.filter(born=born).values_list("pk", "name")
    same = [pk for pk, held in rows if same_name(held) == same_name(name)]
    return [pk for pk in same if person(viewer=viewer, pk=pk, on=on) is not None] if reach else []
