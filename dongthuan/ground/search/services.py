"""Verbs: put things where they are found, take them out, and make the whole index anew.

Owners push inside their own transaction: what is found is what was written, or neither is. Nothing
here asks for a right: the owner has, and an entry says itself who may know it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from dongthuan.ground.audit.rules import digest
from dongthuan.ground.search import engine, queries, rules
from dongthuan.ground.search.models import Listing, Lock, LockKey, Made
from dongthuan.ground.search.shelves import Key, Shelf, Thing, shelf, shelves

# How many things are made anew in one transaction: others write in between.
BATCH = 200


@transaction.atomic
def put(kind: str, *things: Thing) -> None:
    """This function will have things be found by their rows, and by nothing they were found by
    before.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in sorted(one.name for one in things):
                # Two who push one thing follow each other: its rows would stand there twice.
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind} {name}"]
                )
    _replace(kind, things)


def take_out(kind: str, *names: object) -> None:
    """This function will have things be found no more."""
    put(kind, *(Thing(str(name), ()) for name in names))


def renew(kind: str, *names: object) -> None:
    """This function will ask a room what is to be found of some of its things, and put that."""
    put(kind, *_told(shelf(kind), [str(name) for name in names]))


def make_anew() -> dict[str, int]:
    """This function will ask every room for everything, and return how many things each kind has.

    It can be run while others work, and again: what is pushed meanwhile stays.
    """
    made = {one.kind: _fill(one) for one in shelves()}
    with transaction.atomic():
        Listing.objects.exclude(kind__in=made).delete()
        Made.objects.all().delete()
        Made.objects.create(version=rules.VERSION)
    return made


def stand_ready_after_migrate(using: str, verbosity: int = 1, **_: object) -> None:
    """This function will answer Django's word that tables were migrated: the index stands beside its
    table, and a house that has none yet, or one of an older kind, has it made.
    """
    migrated = connections[using]
    if Listing._meta.db_table not in migrated.introspection.table_names():
        return
    engine.install(migrated)
    if queries.is_made():
        for one in shelves():
            if one.fixed:
                _fill(one)
        return
    executor = MigrationExecutor(migrated)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        # Some table is not yet as the code knows it; the migration that brings it asks again.
        return
    made = sum(make_anew().values())
    if made and verbosity:
        print(f"Đã lập chỉ mục tìm kiếm: {made} mục.")


def _fill(one: Shelf) -> int:
    held = Listing.objects.filter(kind=one.kind).values_list("thing", flat=True).distinct()
    # Of what is found and no more there the room tells nothing, and it goes.
    names = list(dict.fromkeys([*one.names(), *held]))
    kept = 0
    for at in range(0, len(names), BATCH):
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Who is pushing finishes first, and is read here as they have left it.
                    cursor.execute('LOCK TABLE "search_listing" IN SHARE ROW EXCLUSIVE MODE')
            told = _told(one, names[at : at + BATCH])
            _replace(one.kind, told)
            kept += sum(bool(thing.rows) for thing in told)
    return kept


def _told(one: Shelf, names: Sequence[str]) -> list[Thing]:
    told = {thing.name: thing for thing in one.told(names)}
    return [told.get(name, Thing(name, ())) for name in names]


def _replace(kind: str, things: Sequence[Thing]) -> None:
    Listing.objects.filter(kind=kind, thing__in=[one.name for one in things]).delete()
    locks: dict[frozenset[Key], Lock] = {}
    made: list[Listing] = []
    for one in things:
        for row in one.rows:
            if row.keys is not None and row.keys not in locks:
                locks[row.keys] = _lock(row.keys)
            lock = locks[row.keys] if row.keys is not None else None
            kept = rules.lexemes(title=row.title, text=row.text, lock=lock.pk if lock else None)
            made.append(Listing(
                kind=kind, thing=one.name, place=row.place, title=row.title, unit_id=row.unit,
                lock=lock, since=row.since, until=row.until, text=row.text, lexemes=kept,
            ))  # fmt: skip
    Listing.objects.bulk_create(made, batch_size=500)


def _lock(keys: frozenset[Key]) -> Lock:
    told = "\n".join(sorted(f"{act.value} {unit or ''}" for act, unit in keys))
    lock, made = Lock.objects.get_or_create(code=digest(told.encode()))
    if made:
        LockKey.objects.bulk_create(LockKey(lock=lock, act=act, unit_id=unit) for act, unit in keys)
    return lock
