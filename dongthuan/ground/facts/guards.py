"""Khóa của cơ sở dữ liệu: append-only tables and periods that may not overlap, on both databases.

A model says so once, in an inner class `Guards`; the database refuses from then on, whoever asks:

    class Guards:
        append_only = True            # no UPDATE, DELETE, TRUNCATE or REPLACE
        no_overlap = ("unit_id",)     # rows of one unit, not superseded, never share a day
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import UniqueConstraint

_SQLITE_APPEND = """
CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}"
WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {taken})
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
"""
_SQLITE_OVERLAP = """
CREATE TRIGGER "{table}_no_overlap_{event}" BEFORE {event} ON "{table}"
WHEN NEW.superseded_at IS NULL AND EXISTS (
  SELECT 1 FROM "{table}" WHERE {same} AND id IS NOT NEW.id AND superseded_at IS NULL
  AND valid_from < COALESCE(NEW.valid_to, '9999-12-31')
  AND NEW.valid_from < COALESCE(valid_to, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, '{table}: overlap'); END;
"""
# Always on: a connection that replays changes («replica») is refused as well.
_POSTGRES_APPEND = """
CREATE OR REPLACE FUNCTION dongthuan_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: append-only', TG_TABLE_NAME; END $$;
DROP TRIGGER IF EXISTS "{table}_no_change" ON "{table}";
CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION dongthuan_append_only();
DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}";
CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION dongthuan_append_only();
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_no_change";
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_no_truncate";
"""
_POSTGRES_OVERLAP = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{table}_no_overlap') THEN
ALTER TABLE "{table}" ADD CONSTRAINT "{table}_no_overlap" EXCLUDE USING gist
({same}, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL);
END IF; END $$;
"""


def guarded() -> Iterator[tuple[type[Any], Any]]:
    """This function will return every model that declares guards, with its declaration."""
    for model in apps.get_models():
        declared = model.__dict__.get("Guards")
        if declared is not None:
            yield model, declared


def install_after_migrate(using: str, **_: object) -> None:
    """This function will answer Django's word that tables were migrated."""
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """This function will put every declared guard on its table; running it again changes nothing."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for model, declared in guarded():
            table = model._meta.db_table
            if table not in present:
                continue
            for statement in _statements(connection.vendor, model, declared):
                cursor.execute(statement)


def _statements(vendor: str, model: type[Any], declared: Any) -> Iterator[str]:
    table = model._meta.db_table
    columns: tuple[str, ...] = getattr(declared, "no_overlap", ())
    appended = getattr(declared, "append_only", False)
    if vendor == "postgresql":
        if appended:
            yield _POSTGRES_APPEND.format(table=table)
        if columns:
            same = ", ".join(f'"{column}" WITH =' for column in columns)
            yield _POSTGRES_OVERLAP.format(table=table, same=same)
        return
    for name in ("update", "delete", "replace", "overlap_INSERT", "overlap_UPDATE"):
        yield f'DROP TRIGGER IF EXISTS "{table}_no_{name}"'
    if appended:
        yield from _split(_SQLITE_APPEND.format(table=table, taken=_taken(model)))
    if columns:
        same = " AND ".join(f'"{column}" IS NEW."{column}"' for column in columns)
        for event in ("INSERT", "UPDATE"):
            yield from _split(_SQLITE_OVERLAP.format(table=table, same=same, event=event))


def _taken(model: type[Any]) -> str:
    """This function will say when a new row would push an old one out: by any of its keys.

    A REPLACE wakes the DELETE guard only where `recursive_triggers` is on, and whoever opens the
    file with a tool of their own has it off.
    """
    fields = model._meta.concrete_fields
    keys = [[field.column] for field in fields if field.unique]
    keys += [
        [model._meta.get_field(name).column for name in one.fields]
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint) and one.fields and one.condition is None
    ]
    return " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")" for key in keys
    )


def _split(script: str) -> Iterator[str]:
    """This function will cut a script of triggers: SQLite takes one statement at a time."""
    for part in script.split("END;"):
        if part.strip():
            yield part.strip() + " END"
