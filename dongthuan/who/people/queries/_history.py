"""Một hộ và lịch sử của hộ: who lives there on a day, and what happened to it in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.queries import Forest
from dongthuan.who.people.models import (
    Dwelling,
    Household,
    HouseholdEvent,
    Representative,
    Residence,
)
from dongthuan.who.people.queries._people import Member

Kind = HouseholdEvent.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """Một dòng lịch sử: the day it holds from, what happened, the other household, and why."""

    on: date
    words: str
    other: tuple[int, str] | None = None
    reason: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass
class Whole:
    """Hộ trọn vẹn: as it stands on a day, and all that is known of its past, the newest first."""

    household: Household
    unit: int | None = None
    address: str = ""
    members: list[Member] = field(default_factory=list)
    speaker: int | None = None
    history: list[Line] = field(default_factory=list)

    @property
    def head(self) -> Member | None:
        """This property will return who heads it on the day."""
        return next((one for one in self.members if one.is_head), None)

    @property
    def representative(self) -> Member | None:
        """This property will return who speaks for it on the day."""
        return next((one for one in self.members if one.person == self.speaker), None)


def whole(*, viewer: Actor, pk: int, on: date) -> Whole | None:
    """This function will return a household with its history; None where it never lived within the
    viewer's reach, and no more than that it lives elsewhere where it does not on the day.
    """
    lived = list(
        Dwelling.objects.known().filter(household=pk).select_related("household").order_by("valid_from")
    )  # fmt: skip
    reach = viewer.reach(Act.PEOPLE_SEE)
    if not any(row.unit_id in reach for row in lived):
        return None
    one = Whole(lived[0].household)
    for row in lived:
        if _holds(row, on):
            one.unit, one.address = row.unit_id, row.address
    if one.unit is not None and one.unit not in reach:
        # It moved on: where it lives now, and with whom, is for those who keep that group.
        one.address = ""
        return one
    stays = list(
        Residence.objects.known().filter(household=pk).select_related("person").order_by("valid_from")
    )  # fmt: skip
    one.members = sorted(
        (
            Member(row.person_id, row.person.name, row.person.born, row.person.phone, row.is_head)
            for row in stays if _holds(row, on)
        ),
        key=lambda member: (not member.is_head, member.born or date.max, member.person),
    )  # fmt: skip
    voices = list(
        Representative.objects.known().filter(household=pk).select_related("person").order_by("valid_from")
    )  # fmt: skip
    one.speaker = next((row.person_id for row in voices if _holds(row, on)), None)
    told = [*_dwelt(lived), *_stayed(stays), *_spoke(voices), *_happened(pk, reach)]
    one.history = sorted(told, key=lambda line: line.on, reverse=True)
    return one


def _holds(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on and (row.valid_to is None or row.valid_to > on))


def _dwelt(rows: list[Dwelling]) -> Iterator[Line]:
    forest = Forest()
    forest.ready(rows[0].valid_from, rows[-1].valid_from)
    for row in rows:
        where = forest(row.valid_from).name(row.unit_id)
        yield Line(row.valid_from, f"Ở {where}{', ' + row.address if row.address else ''}")


def _runs(rows: Iterable[Any], value: str) -> Iterator[tuple[Any, date, date | None]]:
    """Join rows that follow each other and say the same: a change of another field is no event."""
    held: dict[Any, tuple[Any, date, date | None]] = {}
    for row in rows:
        key = getattr(row, value)
        before = held.get(key)
        if before is not None and before[2] == row.valid_from:
            held[key] = (before[0], before[1], row.valid_to)
        else:
            if before is not None:
                yield before
            held[key] = (row, row.valid_from, row.valid_to)
    yield from held.values()


def _stayed(rows: list[Residence]) -> Iterator[Line]:
    for row, start, end in _runs(rows, "person_id"):
        yield Line(start, f"{row.person.name} vào hộ")
        if end is not None:
            yield Line(end, f"{row.person.name} ra khỏi hộ")
    for row, start, _ in _runs((row for row in rows if row.is_head), "person_id"):
        yield Line(start, f"{row.person.name} làm chủ hộ")


def _spoke(rows: list[Representative]) -> Iterator[Line]:
    for row, start, end in _runs(rows, "person_id"):
        yield Line(start, f"{row.person.name} đại diện cho hộ")
        if end is not None and all(other.valid_from != end for other in rows):
            yield Line(end, f"{row.person.name} thôi đại diện; chưa chọn người khác")


_WORDS = {
    Kind.SPLIT: ("Tách ra hộ {}", "Tách từ hộ {}"),
    Kind.JOINED: ("Nhập vào hộ {}", "Hộ {} nhập vào"),
    Kind.LEFT: ("Chuyển khỏi phường", ""),
    Kind.ENDED: ("Không còn hộ", ""),
    Kind.RETURNED: ("Về lại phường", ""),
}


def _happened(pk: int, reach: Any) -> Iterator[Line]:
    rows = list(
        (HouseholdEvent.objects.filter(household=pk) | HouseholdEvent.objects.filter(other=pk))
        .filter(kind__in=_WORDS).select_related("household", "other").order_by("on", "pk")
    )  # fmt: skip
    if not rows:
        return
    names = trail.names(row.by for row in rows)
    notes = trail.notes(row.note_id for row in rows if row.note_id)
    linked = {row.household_id for row in rows} | {row.other_id for row in rows}
    where = Dwelling.objects.known().filter(household__in=[one for one in linked if one])
    seen = set(reach.within(where).values_list("household_id", flat=True))
    for row in rows:
        ours = row.household_id == pk
        other = row.other if ours else row.household
        words = _WORDS[Kind(row.kind)][0 if ours else 1]
        named = (other.pk, other.code) if other is not None and other.pk in seen else None
        yield Line(
            row.on, words.format(named[1] if named else "khác"), named,
            notes.get(row.note_id or 0, ""), names.get(row.by, ""), row.recorded_at,
        )  # fmt: skip
