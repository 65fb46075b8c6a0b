"""Tìm công trình, quỹ: by title, code and purpose; never by who gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dongthuan.act.funds.models import Work
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search.shelves import Key, Row, Shelf, Thing


def works() -> list[str]:
    """This function will return the numbers of all works and funds."""
    return [str(pk) for pk in Work.objects.order_by("pk").values_list("pk", flat=True)]


def works_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words works are found, by whoever sees their unit's."""
    for one in Work.objects.filter(pk__in=names).order_by("pk"):
        keys: frozenset[Key] = frozenset({(Act.FUND_SEE, one.unit_id)})
        text = f"{one.code}. {one.sort.words}. {one.purpose}"
        yield Thing(str(one.pk), (Row(one.title, text, unit=one.unit_id, keys=keys),))


WORKS = Shelf("work", "Công trình, quỹ", (Act.FUND_SEE,), False, works, works_told)
