"""Biến động của hộ: split, join, move, end, come back; both histories are kept and linked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold, lay
from dongthuan.who.org.models import Unit
from dongthuan.who.people import rules
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    Person,
    Representative,
    Residence,
)
from dongthuan.who.people.services._stays import (
    Kind,
    UnableToKeepPeople,
    allowed,
    depart,
    earlier,
    home_on,
    lives_in,
    settle,
    shown,
    stay_ends,
    tell,
)


@dataclass(frozen=True, slots=True)
class NewMember:
    """Thành viên mới: someone registered together with their household."""

    name: str
    born: date | None = None
    is_head: bool = False
    speaks: bool = False
    phone: str = ""


@transaction.atomic
def found_household(
    *, code: str, unit: Unit, on: date, by: Actor, address: str = "",
    members: Sequence[NewMember] = (),
) -> Household:  # fmt: skip
    """This function will register a household with its people from a day on.

    :raises UnableToKeepPeople: where someone of the same name and day of birth lives in another one.
    """
    allowed(by, on, unit.pk)
    lives_in(unit, on)
    household = _new(code)
    values = {"unit": unit, "address": address.strip()}
    lay(Dwelling, of={"household": household}, start=on, end=None, values=values, at=by.now)
    tell(household, Kind.REGISTERED, on, by, unit=unit.pk)
    add_members(household=household, members=members, on=on, by=by)
    return household


@transaction.atomic
def add_members(
    *, household: Household, members: Sequence[NewMember], on: date, by: Actor
) -> list[Person]:
    """This function will register people who are not known yet as members of a household."""
    unit = home_on(household, on).unit_id
    allowed(by, on, unit)
    if sum(one.is_head for one in members) > 1 or sum(one.speaks for one in members) > 1:
        raise UnableToKeepPeople("Mỗi hộ một chủ hộ và một người đại diện. Xem lại các dòng.")
    made = []
    for one in members:
        _is_new(one, on, by)
        name = " ".join(one.name.split())
        person = Person.objects.create(name=name, born=one.born, phone=one.phone.strip())
        settle(person, household, on, None, by)
        audit.record(Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=unit, detail=f"join {on}")
        made.append(person)
    for person, one in zip(made, members, strict=True):
        if one.is_head:
            make_head(household=household, person=person, on=on, by=by)
        if one.speaks:
            choose_representative(household=household, person=person, on=on, by=by)
    return made


def _is_new(one: NewMember, on: date, by: Actor) -> None:
    if not one.name.strip():
        raise UnableToKeepPeople("Họ và tên để trống.")
    if one.born is None:
        return
    if one.born > on:
        raise UnableToKeepPeople(f"{one.name}: ngày sinh {shown(one.born)} ở sau ngày vào hộ.")
    same = [
        pk for pk, name in Person.objects.filter(born=one.born).values_list("pk", "name")
        if rules.same_name(name) == rules.same_name(one.name)
    ]  # fmt: skip
    taken = Residence.objects.on(on).filter(person__in=same).select_related("household").first()
    if taken is not None:
        raise UnableToKeepPeople(
            f"{one.name} sinh {shown(one.born)} đang ở hộ {taken.household.code}. Mở hộ ấy rồi "
            "chuyển người sang hộ này. Nếu là hai người khác nhau, để trống ngày sinh."
        )


@transaction.atomic
def split(
    *, household: Household, members: Collection[Person], code: str, on: date, by: Actor,
    unit: Unit | None = None, address: str = "", head: Person | None = None,
    representative: Person | None = None, reason: str = "",
) -> Household:  # fmt: skip
    """This function will have some members of a household be one of their own from a day on.

    :raises UnableToKeepPeople: where nobody is chosen, nobody stays, or someone is no member.
    """
    hold(household)
    home = home_on(household, on)
    unit = unit or home.unit
    allowed(by, on, home.unit_id, unit.pk)
    lives_in(unit, on)
    _some_of(household, members, on, "Nếu cả hộ đi thì ghi chuyển nơi ở.")
    heir = _new(code)
    ends = [stay_ends(person, on) for person in members]
    lay(
        Dwelling, of={"household": heir}, start=on, at=by.now,
        end=None if None in ends else max(one for one in ends if one),
        values={"unit": unit, "address": address.strip() or home.address},
    )  # fmt: skip
    for person, end in zip(members, ends, strict=True):
        settle(person, heir, on, end, by)
    if head is not None:
        make_head(household=heir, person=head, on=on, by=by)
    if representative is not None:
        choose_representative(household=heir, person=representative, on=on, by=by)
    note = audit.keep_note(reason)
    tell(household, Kind.SPLIT, on, by, unit=home.unit_id, other=heir, note=note)
    return heir


@transaction.atomic
def move_members(
    *, household: Household, members: Collection[Person], into: Household, on: date, by: Actor
) -> None:
    """This function will have some members live in another household from a day on."""
    hold(household, into)
    home, there = home_on(household, on), home_on(into, on)
    allowed(by, on, home.unit_id, there.unit_id)
    if into == household:
        raise UnableToKeepPeople("Hộ nhận chính là hộ này. Chọn hộ khác.")
    _some_of(household, members, on, "Nếu cả hộ sang thì ghi nhập hộ.")
    for person in members:
        settle(person, into, on, stay_ends(person, on), by)
        audit.record(
            Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=there.unit_id,
            detail=f"join {on}",
        )  # fmt: skip


@transaction.atomic
def join_households(
    *, household: Household, into: Household, on: date, by: Actor, reason: str = ""
) -> None:
    """This function will have a whole household be part of another from a day on."""
    hold(household, into)
    home, there = home_on(household, on), home_on(into, on)
    allowed(by, on, home.unit_id, there.unit_id)
    if into == household:
        raise UnableToKeepPeople("Hộ nhận chính là hộ này. Chọn hộ khác.")
    for row in _stays_from(household, on):
        start = max(on, row.valid_from)
        depart(row.person, household, start, row.valid_to, by)
        settle(row.person, into, start, row.valid_to, by)
    lay(Dwelling, of={"household": household}, start=on, end=None, values=None, at=by.now)
    note = audit.keep_note(reason)
    tell(household, Kind.JOINED, on, by, unit=home.unit_id, other=into, note=note)


@transaction.atomic
def end_household(
    *, household: Household, on: date, by: Actor, leaves: bool, reason: str = ""
) -> None:
    """This function will end a household: it `leaves` the ward, or is none any more. The day is the
    first without it.
    """
    hold(household)
    home = home_on(household, on)
    allowed(by, on, home.unit_id)
    for row in _stays_from(household, on):
        depart(row.person, household, max(on, row.valid_from), row.valid_to, by)
    lay(Dwelling, of={"household": household}, start=on, end=None, values=None, at=by.now)
    kind = Kind.LEFT if leaves else Kind.ENDED
    tell(household, kind, on, by, unit=home.unit_id, note=audit.keep_note(reason))


@transaction.atomic
def move_household(
    *, household: Household, unit: Unit, on: date, by: Actor, address: str = ""
) -> None:
    """This function will have a household live elsewhere from a day on; its past stays. One that had
    left comes back, with those of its people who live nowhere else.
    """
    hold(household)
    at = Dwelling.objects.on(on).filter(household=household).first()
    allowed(by, on, unit.pk, *([at.unit_id] if at else []))
    lives_in(unit, on)
    later = Dwelling.objects.known().filter(household=household, valid_from__gt=on)
    end = at.valid_to if at else earlier(*later.values_list("valid_from", flat=True))
    values = {"unit": unit, "address": address.strip()}
    lay(Dwelling, of={"household": household}, start=on, end=end, values=values, at=by.now)
    if at is None:
        _come_back(household, on, by)
    tell(household, Kind.MOVED if at else Kind.RETURNED, on, by, unit=unit.pk)


def _come_back(household: Household, on: date, by: Actor) -> None:
    past = Residence.objects.known().filter(household=household, valid_to__lte=on)
    last = past.order_by("-valid_to").first()
    if last is None:
        return
    for row in past.filter(valid_to=last.valid_to).select_related("person"):
        if not Residence.objects.on(on).filter(person=row.person).exists():
            settle(row.person, household, on, stay_ends(row.person, on), by)
            if row.is_head:
                make_head(household=household, person=row.person, on=on, by=by)


@transaction.atomic
def members_leave(
    *, household: Household, members: Collection[Person], on: date, by: Actor, reason: str = ""
) -> None:
    """This function will note that some members live in the ward no more: moved away, or dead."""
    hold(household)
    home = home_on(household, on)
    allowed(by, on, home.unit_id)
    _some_of(household, members, on, "Nếu cả hộ đi thì ghi hộ chuyển khỏi phường.")
    note = audit.keep_note(reason)
    for person in members:
        depart(person, household, on, stay_ends(person, on), by)
        audit.record(
            Act.PEOPLE_KEEP, "person", person.pk, by=by, unit_id=home.unit_id,
            detail=f"leave {on}", note=note,
        )  # fmt: skip


@transaction.atomic
def make_head(*, household: Household, person: Person, on: date, by: Actor) -> None:
    """This function will have a member head the household from a day on, until the next head known."""
    unit = home_on(household, on).unit_id
    by.require(Act.PEOPLE_KEEP, unit)
    _member(household, person, on)
    heads = Residence.objects.known().filter(household=household, is_head=True)
    now = set(heads.filter(_spans(on)).values_list("person_id", flat=True))
    later = heads.filter(valid_from__gt=on).exclude(person__in=now | {person.pk})
    end = earlier(stay_ends(person, on), *later.values_list("valid_from", flat=True))
    for row in _stays_from(household, on):
        start, until = max(on, row.valid_from), earlier(row.valid_to, end)
        leads = row.person_id == person.pk
        if row.is_head != leads and (until is None or start < until):
            values = {"household": household, "is_head": leads}
            of = {"person": row.person}
            lay(Residence, of=of, start=start, end=until, values=values, at=by.now)
    audit.record(
        Act.PEOPLE_KEEP, "household", household.pk, by=by, unit_id=unit, detail=f"head {on}"
    )


@transaction.atomic
def choose_representative(*, household: Household, person: Person, on: date, by: Actor) -> None:
    """This function will have an adult member speak for the household from a day on, until the next
    choice known or until they live there no more.
    """
    unit = home_on(household, on).unit_id
    by.require(Act.PEOPLE_KEEP, unit)
    _member(household, person, on)
    if not rules.may_represent(person.born, on):
        raise UnableToKeepPeople(
            f"{person.name} chưa đủ {rules.FULL_CAPACITY_AGE} tuổi vào ngày {shown(on)}. Người đại "
            "diện hộ phải có năng lực hành vi dân sự đầy đủ; chọn người khác."
        )
    rows = Representative.objects.known().filter(household=household)
    now = rows.filter(_spans(on)).first()
    later = rows.filter(valid_from__gt=on).values_list("valid_from", flat=True)
    chosen_again = now.valid_to if now and now.valid_to in set(later) else None
    end = earlier(stay_ends(person, on), chosen_again, *([] if now else [earlier(*later)]))
    values = {"person": person}
    lay(Representative, of={"household": household}, start=on, end=end, values=values, at=by.now)
    audit.record(
        Act.PEOPLE_KEEP, "household", household.pk, by=by, unit_id=unit, detail=f"speaker {on}"
    )


def _new(code: str) -> Household:
    code = code.strip()
    if not code:
        raise UnableToKeepPeople("Mã hộ để trống.")
    if Household.objects.filter(code=code).exists():
        raise UnableToKeepPeople(f"Đã có hộ mang mã «{code}». Dùng mã khác.")
    return Household.objects.create(code=code)


def _some_of(household: Household, members: Collection[Person], on: date, otherwise: str) -> None:
    here = set(
        Residence.objects.on(on).filter(household=household).values_list("person_id", flat=True)
    )
    chosen = {person.pk for person in members}
    if not chosen:
        raise UnableToKeepPeople("Chưa chọn ai. Đánh dấu những người cần ghi.")
    if not chosen <= here:
        raise UnableToKeepPeople(
            f"Có người không phải thành viên của hộ vào ngày {shown(on)}. Xem lại ngày."
        )
    if chosen == here:
        raise UnableToKeepPeople(f"Phải còn ít nhất một người ở lại hộ. {otherwise}")


def _member(household: Household, person: Person, on: date) -> None:
    if not Residence.objects.on(on).filter(person=person, household=household).exists():
        raise UnableToKeepPeople("Người được chọn phải là thành viên của hộ vào ngày đó.")


def _spans(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def _stays_from(household: Household, on: date) -> list[Residence]:
    rows = Residence.objects.known().filter(household=household)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("valid_from", "pk")
    return list(rows.select_related("person"))
