"""Tìm mục số liệu và đợt số liệu: a measure by its names and meaning, a round by title and period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Q

from dongthuan.decide.indicators.models import Definition, Item, Round
from dongthuan.decide.indicators.queries import Definitions, meanings, period_of
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Reading
from dongthuan.ground.search.shelves import Key, Row, Shelf, Thing

# The page of a measure opens to whoever sees rounds anywhere: what is asked is one for all.
_WORKERS: frozenset[Key] = frozenset({(Act.ROUND_SEE, None)})


def measures() -> list[str]:
    """This function will return the keys of all measures."""
    return list(Item.objects.order_by("pk").values_list("key", flat=True))


def with_ratios(key: str) -> list[str]:
    """This function will return a key, and those of the ratios that were ever made of it: who may
    know of them follows from it.
    """
    rows = Definition.objects.known()
    made = rows.filter(Q(numerator=key) | Q(denominator=key)).values_list("item__key", flat=True)
    return list(dict.fromkeys([key, *made.order_by("item_id")]))


def measures_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words measures are found, on which days and by whom."""
    meant = meanings()
    for key in names:
        if rows := tuple(_measure(key, meant)):
            yield Thing(key, rows)


def _measure(key: str, meant: Definitions) -> Iterator[Row]:
    days: list[date | None] = [*meant.turns, None]
    held = [(meant.on(day).get(key), day) for day in meant.turns]
    ends = dict(zip(meant.turns, days[1:], strict=True))
    for told, stretch in groupby(held, lambda pair: _told(pair[0])):
        over = list(stretch)
        since, until = over[0][1], ends[over[-1][1]]
        if told is None:
            continue
        label, text, is_open = told
        yield Row(label, text, keys=_WORKERS, since=since, until=until)
        if is_open:
            yield Row(label, text, since=since, until=until)
        if until is not None:
            # What it meant before, for those who work with it.
            yield Row("", f"{label}. {text}", place=1, keys=_WORKERS, since=until)


def _told(one: Definition | None) -> tuple[str, str, bool] | None:
    if one is None:
        return None
    text = ". ".join(filter(None, (", ".join(one.names.splitlines()), one.meaning)))
    return one.label, text, Reading(one.reading) in (Reading.PUBLIC, Reading.WHOLE)


def rounds() -> list[str]:
    """This function will return the numbers of all rounds."""
    return [str(pk) for pk in Round.objects.order_by("pk").values_list("pk", flat=True)]


def rounds_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words rounds are found; by whom, says `visible_rounds`."""
    for one in Round.objects.filter(pk__in=names).order_by("pk").prefetch_related("sheets"):
        keys: set[Key] = {(Act.ROUND_OPEN, one.unit_id), (Act.ROUND_SEE, one.unit_id)}
        for sheet in one.sheets.all():
            keys |= {(Act.VALUE_ENTER, sheet.unit_id), (Act.VALUE_APPROVE, sheet.unit_id)}
        text = str(period_of(one))
        row = Row(one.title, text, unit=one.unit_id, keys=frozenset(keys))
        yield Thing(str(one.pk), (row,))


MEASURES = Shelf("measure", "Mục số liệu", (Act.ROUND_SEE,), True, measures, measures_told)
ROUNDS = Shelf(
    "round", "Đợt số liệu",
    (Act.ROUND_OPEN, Act.ROUND_SEE, Act.VALUE_ENTER, Act.VALUE_APPROVE), False, rounds, rounds_told,
)  # fmt: skip
