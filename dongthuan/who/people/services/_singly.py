"""Từng việc một: register, join, leave, appoint and relieve."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import lay
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    Person,
    Position,
    Residence,
)
from dongthuan.who.people.services._households import make_head
from dongthuan.who.people.services._stays import (
    Kind,
    UnableToKeepPeople,
    depart,
    home_on,
    lives_in,
    settle,
    stay_ends,
    tell,
)


@transaction.atomic
def register(
    *, name: str, unit: Unit, by: Actor, born: date | None = None, phone: str = ""
) -> Person:
    """This function will register a person, under the right of the unit that knows them."""
    by.require(Act.PEOPLE_KEEP, unit.pk)
    if not name.strip():
        raise UnableToKeepPeople("Họ và tên để trống.")
    if born is not None and born > by.today:
        raise UnableToKeepPeople(f"Ngày sinh {born:%d/%m/%Y} ở sau hôm nay.")
    person = Person.objects.create(name=" ".join(name.split()), born=born, phone=phone.strip())
    audit.record(Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit.pk, detail="register")
    return person


@transaction.atomic
def register_household(
    *, code: str, unit: Unit, on: date, by: Actor, address: str = ""
) -> Household:
    """This function will register a household in a residential group from a day on."""
    by.require(Act.PEOPLE_KEEP, unit.pk)
    lives_in(unit, on)
    if Household.objects.filter(code=code).exists():
        raise UnableToKeepPeople(f"Đã có hộ mang mã «{code}».")
    household = Household.objects.create(code=code)
    values = {"unit": unit, "address": address.strip()}
    lay(Dwelling, of={"household": household}, start=on, end=None, values=values, at=by.now)
    tell(household, Kind.REGISTERED, on, by, unit=unit.pk)
    return household


@transaction.atomic
def join(
    *, person: Person, household: Household, on: date, by: Actor, is_head: bool = False
) -> None:
    """This function will make a person a member of a household from a day on."""
    unit = home_on(household, on).unit_id
    by.require(Act.PEOPLE_KEEP, unit)
    from_home = Residence.objects.on(on).filter(person=person).first()
    if from_home is not None:
        by.require(Act.PEOPLE_KEEP, home_on(from_home.household, on).unit_id)
    settle(person, household, on, stay_ends(person, on), by)
    if is_head:
        make_head(household=household, person=person, on=on, by=by)
    audit.record(Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit, detail=f"join {on}")


@transaction.atomic
def leave(*, person: Person, on: date, by: Actor) -> None:
    """This function will end a person's membership of a household: the day is the first without."""
    row = Residence.objects.on(on).filter(person=person).first()
    if row is None:
        raise UnableToKeepPeople(f"Người này không ở hộ nào vào ngày {on:%d/%m/%Y}.")
    unit = home_on(row.household, on).unit_id
    by.require(Act.PEOPLE_KEEP, unit)
    depart(person, row.household, on, stay_ends(person, on), by)
    audit.record(Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit, detail=f"leave {on}")


@transaction.atomic
def appoint(
    *, person: Person, unit: Unit, title: str, on: date, by: Actor, until: date | None = None
) -> None:
    """This function will note that a person holds an office in a unit from a day on."""
    by.require(Act.PEOPLE_KEEP, unit.pk)
    if unit.pk not in org.tree(on):
        raise UnableToKeepPeople(f"Đơn vị không có vào ngày {on:%d/%m/%Y}.")
    if not title.strip():
        raise UnableToKeepPeople("Chức vụ để trống.")
    of = {"person": person, "unit": unit, "title": title.strip()}
    lay(Position, of=of, start=on, end=until, values={}, at=by.now)
    audit.record(
        Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit.pk, detail=f"appoint {on}"
    )
    search.renew("person", person.pk)


@transaction.atomic
def relieve(*, person: Person, unit: Unit, title: str, on: date, by: Actor) -> None:
    """This function will end an office: the day is the first on which it is not held."""
    by.require(Act.PEOPLE_KEEP, unit.pk)
    of = {"person": person, "unit": unit, "title": title}
    if not Position.objects.on(on).filter(**of).exists():
        raise UnableToKeepPeople(f"Người này không giữ chức vụ đó vào ngày {on:%d/%m/%Y}.")
    lay(Position, of=of, start=on, end=None, values=None, at=by.now)
    audit.record(
        Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit.pk, detail=f"relieve {on}"
    )
    search.renew("person", person.pk)
