"""Verbs that lay dated facts beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, connections, router
from django.db.models import ManyToOneRel, Model, Q

from dongthuan.ground.facts.models import Dated

Row = TypeVar("Row", bound=Dated)


def lay(
    model: type[Row],
    *,
    of: Mapping[str, Any],
    start: date,
    end: date | None,
    values: Mapping[str, Any] | None,
    at: datetime,
) -> Row | None:
    """This function will make `values` hold from `start` up to `end` for the thing named by `of`.

    What held on those days is superseded at the moment `at`, and its days before and after are
    laid anew, so that nothing known earlier is lost. `values=None` leaves the days empty.
    """
    hold(*of.values())
    overlapping = Q(valid_to=None) | Q(valid_to__gt=start)
    if end is not None:
        overlapping &= Q(valid_from__lt=end)
    # In order of days, so that two that lay at once wait for each other instead of crossing.
    old = list(
        model.objects.select_for_update()
        .filter(overlapping, superseded_at=None, **of)
        .order_by("valid_from")
    )
    for row in old:
        row.superseded_at = at
        row.save(update_fields=["superseded_at"])
    for row in old:
        if row.valid_from < start:
            _again(row, row.valid_from, start, at)
        if end is not None and (row.valid_to is None or row.valid_to > end):
            _again(row, end, row.valid_to, at)
    if values is None:
        return None
    return model.objects.create(**of, **values, valid_from=start, valid_to=end, recorded_at=at)


def unlay(model: type[Row], *, made: Sequence[int], closed: Sequence[int], at: datetime) -> None:
    """This function will supersede rows that were laid by mistake, and lay anew what they replaced.

    What was known meanwhile can still be asked for. The caller has seen that nothing depends on them.
    """
    for some in _pieces(made):
        model.objects.filter(pk__in=some, superseded_at=None).update(superseded_at=at)
    for some in _pieces(closed):
        for row in model.objects.filter(pk__in=some).order_by("valid_from"):
            _again(row, row.valid_from, row.valid_to, at)


def leaning(
    model: type[Model],
    ids: Sequence[int],
    *,
    ours: Mapping[str, Sequence[int]],
    besides: Iterable[str] = (),
) -> list[str]:
    """This function will name what holds a key to some rows today, but for rows that are `ours` (by
    table) and tables named `besides`; in the first words of their docstrings.
    """
    found: dict[str, None] = {}
    for link in model._meta.get_fields(include_hidden=True):
        if not isinstance(link, ManyToOneRel):
            continue
        other: Any = link.related_model
        name = other._meta.model_name or ""
        if name in besides:
            continue
        mine = set(ours.get(name, ()))
        rows = other._base_manager.all()
        if issubclass(other, Dated):
            rows = rows.filter(superseded_at=None)
        for some in _pieces(ids):
            held = rows.filter(**{f"{link.field.name}__in": some}).values_list("pk", flat=True)
            if any(pk not in mine for pk in held.iterator()):
                found[(other.__doc__ or name).split(":")[0].strip().lower()] = None
                break
    return list(found)


def _pieces(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """This function will part ids: a statement takes so many, and no more."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def hold(*things: Any) -> None:
    """This function will let one hand at a time write about a thing: the next waits here, and then
    reads what the first has written. SQLite has one writer at a time anyway.
    """
    for thing in things:
        if (
            isinstance(thing, Model)
            and connections[router.db_for_write(type(thing))].features.has_select_for_update
        ):
            rows = type(thing)._base_manager.select_for_update(of=("self",))
            list(rows.filter(pk=thing.pk).values_list("pk"))


def hold_name(name: str) -> None:
    """This function will let one hand at a time write about what has no row of its own to wait at: a
    register, a web of derivations. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def share_name(name: str, *, alone: str = "") -> None:
    """This function will let many hands write beside each other, and keep out who holds the name alone
    (`hold_name`); a second name is held alone in the same breath. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        shared = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
        with connection.cursor() as cursor:
            if alone:
                asked = shared + ", pg_advisory_xact_lock(hashtextextended(%s, 0))"
                cursor.execute(asked, [name, alone])
            else:
                cursor.execute(shared, [name])


def _again(row: Dated, start: date, end: date | None, at: datetime) -> None:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    kept |= {"valid_from": start, "valid_to": end, "recorded_at": at, "superseded_at": None}
    type(row).objects.create(**kept)
