"""Ở hộ nào, đến khi nào: facts laid for a past day end where what is known of later days begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.services import NO_NOTE, Kept
from dongthuan.ground.facts.services import lay
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    HouseholdEvent,
    Person,
    Representative,
    Residence,
)

Kind = HouseholdEvent.Kind


class UnableToKeepPeople(Exception):
    """Raised when a person or household cannot be as asked; its text says why and what to do."""


def shown(day: date) -> str:
    """This function will write a day as the office does."""
    return f"{day.day}/{day.month}/{day.year}"


def home_on(household: Household, on: date) -> Dwelling:
    """This function will return where a household lives on a day, or raise UnableToKeepPeople."""
    home: Dwelling | None = Dwelling.objects.on(on).filter(household=household).first()
    if home is None:
        raise UnableToKeepPeople(f"Hộ này không ở phường vào ngày {shown(on)}. Xem lại ngày.")
    return home


def lives_in(unit: Unit, on: date) -> None:
    """This function will pass where a unit is a residential group of the day, or raise."""
    if unit.kind != "residential_group" or unit.pk not in org.tree(on):
        raise UnableToKeepPeople(f"Hộ phải thuộc một tổ dân phố có vào ngày {shown(on)}.")


def allowed(by: Actor, on: date, *units: int) -> None:
    """This function will pass where the actor keeps the people of all units, on a day that has come."""
    for unit in units:
        by.require(Act.PEOPLE_KEEP, unit)
    if on > by.today:
        raise UnableToKeepPeople(f"Ngày {shown(on)} chưa đến. Đến ngày ấy hãy ghi.")


def earlier(*ends: date | None) -> date | None:
    """This function will return the first of some ends; None has no end."""
    told = [one for one in ends if one is not None]
    return min(told) if told else None


def home_ends(household: Household, on: date) -> date | None:
    """This function will return the first day from a day on when a household lives nowhere here."""
    rows = Dwelling.objects.known().filter(household=household, valid_to__gt=on)
    ends = set(rows.values_list("valid_to", flat=True))
    begins = set(
        Dwelling.objects.known()
        .filter(household=household, valid_from__gt=on)
        .values_list("valid_from", flat=True)
    )
    return earlier(*(ends - begins))


def stay_ends(person: Person, on: date) -> date | None:
    """This function will return the first later day on which a person lives elsewhere, or nowhere,
    than on a day; of one who lives nowhere then, the day on which they begin to.
    """
    rows = list(
        Residence.objects.known()
        .filter(person=person)
        .order_by("valid_from")
        .values_list("household_id", "valid_from", "valid_to")
    )
    here = next((r for r in rows if r[1] <= on and (r[2] is None or r[2] > on)), None)
    if here is None:
        return earlier(*(start for _, start, _ in rows if start > on))
    end = here[2]
    for household, start, until in rows:
        if end is not None and start == end and household == here[0]:
            end = until
    return end


def _live_on(household: Household, on: date, until: date | None, by: Actor) -> None:
    """Have a household that ended only because nobody was left in it live on with whoever comes."""
    last = (
        Dwelling.objects.known()
        .filter(household=household, valid_from__lte=on)
        .order_by("valid_from")
        .last()
    )
    end = home_ends(household, on) if last is None or _is_on(last, on) else last.valid_to
    if last is None or end is None or (until is not None and until <= end):
        return
    gone = (Kind.LEFT, Kind.ENDED, Kind.JOINED)
    if HouseholdEvent.objects.filter(household=household, kind__in=gone, on=end).exists():
        return
    later = Dwelling.objects.known().filter(household=household, valid_from__gt=end)
    until = earlier(until, *later.values_list("valid_from", flat=True))
    row = Dwelling.objects.known().filter(household=household, valid_to=end).get()
    values = {"unit": row.unit, "address": row.address}
    lay(Dwelling, of={"household": household}, start=end, end=until, values=values, at=by.now)


def _is_on(row: Dwelling, on: date) -> bool:
    return row.valid_to is None or row.valid_to > on


def settle(person: Person, household: Household, on: date, until: date | None, by: Actor) -> None:
    """This function will have a person live in a household for some days, never beyond the days on
    which the household lives here, and have their word for another household end.

    :raises UnableToKeepPeople: where the household lives nowhere here on the first day.
    """
    left = set(
        Residence.objects.known().filter(person=person).values_list("household_id", flat=True)
    )
    _live_on(household, on, until, by)
    home_on(household, on)
    until = earlier(until, home_ends(household, on))
    values = {"household": household, "is_head": False}
    lay(Residence, of={"person": person}, start=on, end=until, values=values, at=by.now)
    silence(left - {household.pk}, by)


def depart(person: Person, household: Household, on: date, until: date | None, by: Actor) -> None:
    """This function will have a person live nowhere here for some days."""
    lay(Residence, of={"person": person}, start=on, end=until, values=None, at=by.now)
    silence([household.pk], by)


def silence(households: Iterable[int], by: Actor) -> None:
    """This function will end every representation on the days on which its person is no member."""
    rows = Representative.objects.known().filter(household__in=list(households))
    for row in rows.select_related("household"):
        stays = Residence.objects.known().filter(person=row.person_id, household=row.household_id)
        spans = sorted(stays.values_list("valid_from", "valid_to"), key=lambda one: one[0])
        for start, end in gaps(row.valid_from, row.valid_to, spans):
            of = {"household": row.household}
            lay(Representative, of=of, start=start, end=end, values=None, at=by.now)


def gaps(
    start: date, end: date | None, covered: Iterable[tuple[date, date | None]]
) -> list[tuple[date, date | None]]:
    """This function will return the days of a span that none of the spans covers, in their order."""
    found: list[tuple[date, date | None]] = []
    at: date | None = start
    for first, last in covered:
        if at is None or (end is not None and first >= end):
            break
        if last is not None and last <= at:
            continue
        if first > at:
            found.append((at, first))
        at = last
    if at is not None and (end is None or at < end):
        found.append((at, end))
    return found


def tell(
    household: Household, kind: HouseholdEvent.Kind, on: date, by: Actor, *, unit: int,
    other: Household | None = None, note: Kept = NO_NOTE,
) -> None:  # fmt: skip
    """This function will write what happened to a household beside its facts, and on the trail."""
    HouseholdEvent.objects.create(
        household=household, kind=kind, other=other, on=on, recorded_at=by.now,
        by=audit.sign(by), note_id=note.id, note_digest=note.digest,
    )  # fmt: skip
    audit.record(
        Act.PEOPLE_KEEP, "household", household.pk, by=by, unit_id=unit, detail=f"{kind} {on}",
        note=note,
    )  # fmt: skip
