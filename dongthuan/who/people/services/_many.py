"""Nhiều một lúc: what a register tells of many people, with the checks of one, taken back in whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.models import Dated
from dongthuan.ground.facts.rules import Before, Laid
from dongthuan.ground.facts.services import lay, leaning, unlay
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries as org
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    Person,
    Position,
    Representative,
    Residence,
)
from dongthuan.who.people.rules import HomeGiven, OfficeGiven, PersonGiven
from dongthuan.who.people.services._stays import UnableToKeepPeople

_TABLES: Mapping[str, type[Any]] = {
    "person": Person, "household": Household, "dwelling": Dwelling, "residence": Residence,
    "representative": Representative, "position": Position,
}  # fmt: skip
_DATED = ("dwelling", "residence", "representative", "position")
_PIECE = 500
_MOST_TOLD = 5


@transaction.atomic
def take_in(
    *, homes: Sequence[HomeGiven], people: Sequence[PersonGiven], on: date, by: Actor
) -> Laid:
    """This function will register households and people as a register tells them from a day on, and
    lay what changed of those already known. Raises UnableToKeepPeople, NotPermitted.
    """
    told = Counter([one.unit for one in homes] + [one.unit for one in people])
    _groups(told, on, by)
    laid = Laid()
    known = _homes(laid, homes, {one.home for one in people}, on, by)
    fresh = [one for one in people if one.person is None]
    for one in fresh:
        _checked(one.name, one.born, by)
    made = Person.objects.bulk_create(
        [Person(name=" ".join(p.name.split()), born=p.born, phone=p.phone) for p in fresh], _PIECE
    )
    laid.add("person", [one.pk for one in made])
    _bulk(laid, "residence", [
        Residence(person=person, household=known[one.home], is_head=bool(one.is_head),
                  valid_from=on, recorded_at=by.now)
        for person, one in zip(made, fresh, strict=True)
    ])  # fmt: skip
    speakers = [(known[o.home], p) for p, o in zip(made, fresh, strict=True) if o.speaks]
    _retell(laid, people, known, on, by)
    _found_anew(pk for _, pk, _ in laid.before)
    held = {one.person: one for one in people if one.person is not None and one.speaks}
    speakers += [
        (known[held[p.pk].home], p) for some in _pieces(held) for p in Person.objects.filter(pk__in=some)
    ]  # fmt: skip
    for home, person in speakers:
        _lay(laid, "representative", {"household": home}, {"person": person}, on, None, by)
    for unit, count in told.items():
        audit.record(
            Act.PEOPLE_KEEP, "unit", unit, by=by, unit_id=unit, detail=f"take in {count} {on}"
        )
    return laid


def _groups(units: Iterable[int], on: date, by: Actor) -> None:
    tree = org.tree(on)
    for unit in units:
        by.require(Act.PEOPLE_KEEP, unit)
        if unit not in tree or tree[unit].kind != "residential_group":
            raise UnableToKeepPeople(f"Hộ phải thuộc một tổ dân phố có vào ngày {on:%d/%m/%Y}.")


def _checked(name: str, born: date | None, by: Actor) -> None:
    if not name.strip():
        raise UnableToKeepPeople("Họ và tên để trống.")
    if born is not None and born > by.today:
        raise UnableToKeepPeople(f"Ngày sinh {born:%d/%m/%Y} ở sau hôm nay.")


def _homes(
    laid: Laid, homes: Sequence[HomeGiven], named: set[str], on: date, by: Actor
) -> dict[str, Household]:
    """This function will make the households that are new, move those that moved, return them all."""
    codes = sorted(named | {one.code for one in homes})
    known: dict[str, Household] = {}
    for some in _pieces(codes):
        known |= {one.code: one for one in Household.objects.filter(code__in=some)}
    fresh = [one for one in homes if one.code not in known]
    made = Household.objects.bulk_create([Household(code=one.code) for one in fresh], _PIECE)
    laid.add("household", [one.pk for one in made])
    known |= {one.code: one for one in made}
    for one in homes:
        by.require(Act.PEOPLE_KEEP, one.unit)
    _bulk(laid, "dwelling", [
        Dwelling(household=known[o.code], unit_id=o.unit, address=o.address, valid_from=on,
                 recorded_at=by.now)
        for o in fresh
    ])  # fmt: skip
    new = {one.code for one in fresh}
    for one in homes:
        if one.code in new:
            continue
        home = known[one.code]
        at = Dwelling.objects.on(on).filter(household=home).first()
        if at is not None:
            by.require(Act.PEOPLE_KEEP, at.unit_id)
        values = {"unit_id": one.unit, "address": one.address or (at.address if at else "")}
        _lay(laid, "dwelling", {"household": home}, values, on, None, by)
    return known


def _retell(
    laid: Laid, people: Sequence[PersonGiven], known: Mapping[str, Household], on: date, by: Actor
) -> None:
    """This function will write what is told anew of people who are known."""
    changed = {one.person: one for one in people if one.person is not None and one.changes}
    for some in _pieces(changed):
        for person in Person.objects.select_for_update().filter(pk__in=some):
            one = changed[person.pk]
            _checked(one.name, one.born, by)
            before = _as_it_was(person)
            person.name = " ".join(one.name.split())
            person.born = one.born or person.born
            person.phone = one.phone or person.phone
            if before != _as_it_was(person):
                laid.before.append(("person", person.pk, before))
                person.save(update_fields=["name", "born", "phone"])
            at = Residence.objects.on(on).filter(person=person).first()
            if one.is_head is not None and (at is None or at.is_head != one.is_head):
                values = {"household": known[one.home], "is_head": one.is_head}
                _lay(laid, "residence", {"person": person}, values, on, None, by)


@transaction.atomic
def note_gone(*, people: Sequence[int], on: date, by: Actor) -> Laid:
    """This function will note that people whom someone chose live here no more from a day on, and
    that a household without anybody is none.
    """
    laid = Laid()
    emptied: set[int] = set()
    for some in _pieces(people):
        rows = (
            Residence.objects.on(on).filter(person__in=some).select_related("household", "person")
        )
        homes = {d.household_id: d.unit_id for d in Dwelling.objects.on(on).filter(
            household__in=[row.household_id for row in rows])}  # fmt: skip
        for row in rows:
            unit = homes[row.household_id]
            by.require(Act.PEOPLE_KEEP, unit)
            _lay(laid, "residence", {"person": row.person}, None, on, None, by)
            speaks = Representative.objects.on(on).filter(
                household=row.household, person=row.person
            )
            if speaks.exists():
                _lay(laid, "representative", {"household": row.household}, None, on, None, by)
            emptied.add(row.household_id)
            audit.record(
                Act.PEOPLE_KEEP, "person", row.person_id, by=by, unit_id=unit, detail=f"leave {on}"
            )
    for home in Household.objects.filter(pk__in=emptied):
        if not Residence.objects.on(on).filter(household=home).exists():
            _lay(laid, "dwelling", {"household": home}, None, on, None, by)
    return laid


@transaction.atomic
def appoint_many(*, offices: Sequence[OfficeGiven], by: Actor) -> Laid:
    """This function will note many offices; whoever is not known yet is registered with theirs."""
    laid = Laid()
    for one in offices:
        by.require(Act.PEOPLE_KEEP, one.unit)
        if one.unit not in org.tree(one.on):
            raise UnableToKeepPeople(f"Đơn vị không có vào ngày {one.on:%d/%m/%Y}.")
        if not one.title.strip():
            raise UnableToKeepPeople("Chức vụ để trống.")
        _checked(one.name, one.born, by)
        if one.person is None:
            person = Person.objects.create(
                name=" ".join(one.name.split()), born=one.born, phone=one.phone
            )
            laid.add("person", [person.pk])
        else:
            person = Person.objects.select_for_update().get(pk=one.person)
            if one.phone and one.phone != person.phone:
                laid.before.append(("person", person.pk, _as_it_was(person)))
                person.phone = one.phone
                person.save(update_fields=["phone"])
        if not one.holds:
            of = {"person": person, "unit_id": one.unit, "title": one.title.strip()}
            _lay(laid, "position", of, {}, one.on, one.until, by)
        audit.record(
            Act.PEOPLE_KEEP,
            "person",
            person.pk,
            by=by,
            unit_id=one.unit,
            detail=f"appoint {one.on}",
        )
        search.renew("person", person.pk)
    return laid


def _as_it_was(person: Person) -> Before:
    born = person.born.isoformat() if person.born else None
    return {"name": person.name, "born": born, "phone": person.phone}


def _lay(
    laid: Laid, table: str, of: Mapping[str, Any], values: Mapping[str, Any] | None, start: date,
    end: date | None, by: Actor,
) -> None:  # fmt: skip
    model = _TABLES[table]
    rows = model.objects.known().filter(**of)
    before = set(rows.values_list("pk", flat=True))
    lay(model, of=of, start=start, end=end, values=values, at=by.now)
    after = set(rows.values_list("pk", flat=True))
    laid.join(Laid({table: sorted(after - before)}, {table: sorted(before - after)}))


def _bulk(laid: Laid, table: str, rows: Sequence[Dated]) -> None:
    made = _TABLES[table].objects.bulk_create(rows, _PIECE)
    laid.add(table, [one.pk for one in made])


def what_depends(*, laid: Laid) -> list[str]:
    """This function will say what came after a taking in and rests on it; nothing is an empty list."""
    found: list[str] = []
    for table in _DATED:
        ids = laid.made.get(table, ())
        model = _TABLES[table]
        if any(
            model.objects.filter(pk__in=s).exclude(superseded_at=None).exists()
            for s in _pieces(ids)
        ):
            found.append(_CHANGED[table])
    for key in ("person", "household"):
        named = leaning(_TABLES[key], laid.made.get(key, ()), ours=laid.made)
        found += [f"đã ghi thêm «{one}»" for one in named]
    return found[:_MOST_TOLD]


_CHANGED = {
    "dwelling": "có hộ đã được ghi chuyển nơi ở hoặc sửa địa chỉ sau lần nhập",
    "residence": "có người đã được ghi chuyển hộ, vào hộ hoặc ra khỏi hộ sau lần nhập",
    "representative": "có hộ đã chọn người đại diện sau lần nhập",
    "position": "có người đã được ghi chức vụ sau lần nhập",
}


@transaction.atomic
def take_back(*, laid: Laid, units: Sequence[int], by: Actor) -> None:
    """This function will take a whole taking in back: facts as they were, and of the people it made
    nothing is kept but a number. Raises UnableToKeepPeople where something depends on it.
    """
    for unit in units:
        by.require(Act.PEOPLE_KEEP, unit)
    if depends := what_depends(laid=laid):
        raise UnableToKeepPeople(f"Chưa hoàn tác được: {'; '.join(depends)}.")
    for table in _DATED:
        unlay(
            _TABLES[table],
            made=laid.made.get(table, ()),
            closed=laid.closed.get(table, ()),
            at=by.now,
        )
    for some in _pieces(laid.made.get("person", ())):
        # Their rows stay for what was known meanwhile; a name taken in by mistake does not.
        Person.objects.filter(pk__in=some).update(name="", born=None, phone="")
    for _, pk, before in laid.before:
        Person.objects.filter(pk=pk).update(**before)
    _found_anew([*laid.made.get("person", ()), *(pk for _, pk, _ in laid.before)])
    for unit in units:
        audit.record(Act.PEOPLE_KEEP, "unit", unit, by=by, unit_id=unit, detail="take back")


def _found_anew(people: Iterable[int]) -> None:
    """This function will have those of some people be found anew who ever held an office."""
    for some in _pieces(people):
        held = Position.objects.filter(person__in=some).values_list("person_id", flat=True)
        search.renew("person", *set(held))


def _pieces(ids: Iterable[Any]) -> Iterator[list[Any]]:
    held = list(ids)
    for start in range(0, len(held), _PIECE):
        yield held[start : start + _PIECE]
