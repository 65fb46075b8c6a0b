"""Nouns: files on their way into a register, what is in the way, and what is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.facts.rules import Laid
from dongthuan.ground.files import services as files
from dongthuan.ground.files.rows import Book, open_rows
from dongthuan.who.org import queries as org
from dongthuan.who.registers.kinds import Kind, Scope, kinds
from dongthuan.who.registers.models import Gone, Layout, Made, Run, Trouble, Was

# Whoever works at a run says so this often at least; silent for longer, the work has stopped.
SILENT = timedelta(seconds=90)


def runs(*, viewer: Actor) -> QuerySet[Run]:
    """This function will return the runs of the registers and units that the viewer may keep."""
    found = Run.objects.none()
    for kind in kinds().values():
        found = found | viewer.reach(kind.act).within(Run.objects.filter(kind=kind.code))
    return found.select_related("unit").order_by("-at", "-pk")


def run(*, viewer: Actor, pk: int) -> Run | None:
    """This function will return a run within the viewer's reach, or None."""
    found = Run.objects.select_related("unit", "file").filter(pk=pk).first()
    if found is None or found.kind not in kinds():
        return None
    return found if viewer.may(kind_of(found).act, found.unit_id) else None


def kind_of(one: Run) -> Kind:
    """This function will return the register that a run is for."""
    return kinds()[one.kind]


def scope_of(one: Run, by: Actor) -> Scope:
    """This function will return what a run speaks of, on its day, for an actor."""
    return Scope(one.unit_id, one.on, org.tree(one.on), by, one.about)


def opened(one: Run) -> Book:
    """This function will open the file of a run. Raises UnreadableFile."""
    assert one.file is not None
    return open_rows(files.content(one.file), one.name)


def remembered(print_: str) -> dict[int, str] | None:
    """This function will return the columns settled for a head before, or None."""
    held = Layout.objects.filter(print=print_).values_list("mapping", flat=True).first()
    return None if held is None else columns(held)


def columns(mapping: dict[str, Any]) -> dict[int, str]:
    """This function will return a kept mapping with numbers as numbers."""
    return {int(at): str(code) for at, code in mapping.items()}


def troubles(one: Run) -> QuerySet[Trouble]:
    """This function will return what is to be mended, in the order of the file."""
    return Trouble.objects.filter(run=one).order_by("pk")


def gone(one: Run) -> QuerySet[Gone]:
    """This function will return what is known and not in the file."""
    return Gone.objects.filter(run=one).order_by("pk")


def laid(one: Run) -> Laid:
    """This function will return what a run made and closed."""
    found = Laid()
    for row in Made.objects.filter(run=one).order_by("pk"):
        ids = list(range(row.first, row.last + 1))
        found.add(row.table, [] if row.closed else ids, ids if row.closed else [])
    for was in Was.objects.filter(run=one):
        found.before.append((was.table, was.row, was.before))
    return found


def is_silent(one: Run, viewer: Actor) -> bool:
    """This function will say whether the work at a run has stopped without an end."""
    return one.beat_at is None or one.beat_at < viewer.now - SILENT


def has_stopped(one: Run, viewer: Actor) -> bool:
    """This function will say whether a run waits for work that began and fell silent; what has only
    just been asked for may yet begin.
    """
    return is_silent(one, viewer) and (one.beat_at is not None or one.asked_at is None or (
        one.asked_at < viewer.now - SILENT))  # fmt: skip


def waiting() -> QuerySet[Run]:
    """This function will return the runs that somebody has to work at."""
    return Run.objects.filter(stage__in=(Run.Stage.WAITING, Run.Stage.TAKING)).order_by("at")
