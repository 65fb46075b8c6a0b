"""Tìm đơn vị: a unit is found by the name it bears and by every name it bore; names are public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.search.shelves import Row, Shelf, Thing
from dongthuan.who.org.figures import COUNTS
from dongthuan.who.org.models import Unit, UnitState
from dongthuan.who.org.rules import KINDS


def names() -> list[str]:
    """This function will return the numbers of all units."""
    return [str(pk) for pk in Unit.objects.order_by("pk").values_list("pk", flat=True)]


def told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which names units are found, and on which days."""
    rows = UnitState.objects.known().filter(unit_id__in=names).select_related("unit")
    for pk, states in groupby(rows.order_by("unit_id", "valid_from"), lambda row: row.unit_id):
        yield Thing(str(pk), tuple(_rows(list(states))))


def _rows(states: list[UnitState]) -> Iterator[Row]:
    unit = states[0].unit
    words = KINDS[unit.kind].words
    # A move alone is no new name.
    for name, held in groupby(states, lambda state: state.name):
        days = list(held)
        first, end = days[0].valid_from, days[-1].valid_to
        # «Tổ dân phố 5» says itself what it is.
        what = "" if fold(words) in fold(name) else words
        yield Row(name, what, unit=unit.pk, since=first, until=end)
        if end is not None:
            # What it was called still leads to it, after what bears the name now.
            yield Row("", name, place=1, unit=unit.pk, since=end)


def counted_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words the counted measures are found; the code names them."""
    for key in names:
        if key in COUNTS:
            one = COUNTS[key]
            text = ". ".join(filter(None, (", ".join(one.names), one.definition)))
            yield Thing(key, (Row(one.label, text),))


UNITS = Shelf("unit", "Đơn vị", (), True, names, told)
COUNTED = Shelf(
    "counted", "Số lượng đơn vị", (), True, lambda: list(COUNTS), counted_told,
    fixed=True,
)  # fmt: skip
