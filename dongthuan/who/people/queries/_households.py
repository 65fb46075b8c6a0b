"""Sổ hộ: the households of some groups on a day, found by code, address or a name without marks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.org.rules import natural
from dongthuan.who.people.models import Dwelling, Household, Person, Representative, Residence


@dataclass(frozen=True, slots=True)
class Key:
    """Một hộ trong danh sách: what a long list keeps of each before a page of it is shown."""

    id: int
    code: str
    unit: int
    address: str
    since: date


@dataclass(frozen=True, slots=True)
class Row:
    """Một dòng của sổ hộ: a household of a day with its head and who speaks for it."""

    key: Key
    members: int
    head: str
    representative: str


def found_households(
    *, viewer: Actor, on: date, units: Collection[int], words: str = "", unspoken: bool = False
) -> list[Key]:
    """This function will return the households of groups on a day in the order of their codes: those
    that bear some words in their code, address or a member's name, or that nobody speaks for.
    """
    reach = viewer.reach(Act.PEOPLE_SEE)
    seen = [unit for unit in units if unit in reach]
    rows = Dwelling.objects.on(on).filter(unit__in=seen)
    keys = [
        Key(*row)
        for row in rows.values_list(
            "household_id", "household__code", "unit_id", "address", "valid_from"
        )
    ]
    if unspoken:
        spoken = set(Representative.objects.on(on).values_list("household_id", flat=True))
        keys = [one for one in keys if one.id not in spoken]
    if sought := fold(" ".join(words.split())):
        bearing = _bearing(sought, rows.values("household_id"), on)
        keys = [
            one for one in keys
            if one.id in bearing or sought in fold(f"{one.code} {one.address}")
        ]  # fmt: skip
    return sorted(keys, key=lambda one: (natural(one.code), one.id))


def _bearing(sought: str, homes: object, on: date) -> set[int]:
    """Return the households of which a member's name bears the words; names are kept as written, so
    they are folded here.
    """
    rows = Residence.objects.on(on).filter(household__in=homes)
    named = rows.values_list("household_id", "person__name")
    return {home for home, name in named.iterator(2000) if sought in fold(name)}


def household_rows(*, viewer: Actor, on: date, keys: Sequence[Key]) -> list[Row]:
    """This function will return some households with how many they are and who speaks for them."""
    reach = viewer.reach(Act.PEOPLE_SEE)
    seen = [one for one in keys if one.unit in reach]
    ids = [one.id for one in seen]
    members: dict[int, int] = {}
    heads: dict[int, str] = {}
    lived = Residence.objects.on(on).filter(household__in=ids)
    for home, name, leads in lived.values_list("household_id", "person__name", "is_head"):
        members[home] = members.get(home, 0) + 1
        if leads:
            heads[home] = name
    speaking = Representative.objects.on(on).filter(household__in=ids)
    speakers = dict(speaking.values_list("household_id", "person__name"))
    return [
        Row(one, members.get(one.id, 0), heads.get(one.id, ""), speakers.get(one.id, ""))
        for one in seen
    ]


def household_coded(*, viewer: Actor, code: str, on: date) -> Household | None:
    """This function will return the household of a code that lives within reach on a day."""
    rows = Dwelling.objects.on(on).filter(household__code=code.strip())
    home = viewer.reach(Act.PEOPLE_SEE).within(rows).select_related("household").first()
    return home.household if home else None


def people_of(
    *, viewer: Actor, household: int, on: date, chosen: Collection[int] | None = None
) -> list[Person]:
    """This function will return the members of a household on a day, or the chosen among them."""
    rows = Dwelling.objects.on(on).filter(household=household)
    if not viewer.reach(Act.PEOPLE_SEE).within(rows).exists():
        return []
    lived = Residence.objects.on(on).filter(household=household).select_related("person")
    if chosen is not None:
        lived = lived.filter(person__in=chosen)
    return [row.person for row in lived.order_by("-is_head", "person__born", "pk")]
