"""Tìm người giữ chức vụ: by name and office, for whoever sees the people of that unit; never in public.

Members of households stand on no page of their own, and are not found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search.shelves import Row, Shelf, Thing
from dongthuan.who.people.models import Position


def names() -> list[str]:
    """This function will return the numbers of all who hold or held an office."""
    rows = Position.objects.known().order_by("person_id").values_list("person_id", flat=True)
    return [str(pk) for pk in rows.distinct()]


def told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which name and office people are found while they hold it."""
    rows = Position.objects.known().filter(person_id__in=names).select_related("person")
    for pk, held in groupby(rows.order_by("person_id", "valid_from", "pk"), lambda p: p.person_id):
        yield Thing(str(pk), tuple(_row(one) for one in held))


def _row(one: Position) -> Row:
    return Row(
        one.person.name, one.title, unit=one.unit_id, since=one.valid_from, until=one.valid_to,
        keys=frozenset({(Act.PEOPLE_SEE, one.unit_id)}),
    )  # fmt: skip


HOLDERS = Shelf("person", "Người giữ chức vụ", (Act.PEOPLE_SEE,), False, names, told)
