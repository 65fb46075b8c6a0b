"""The demonstration ward, built once a run in a database of its own beside the empty one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

Switch = Any


@contextmanager
def beside(build: Any) -> Iterator[Switch]:
    """This function will build something in a second database, and give a way to work in it for a
    while; every test undoes what it did there, as in the first.
    """
    with (_postgres if connection.vendor == "postgresql" else _sqlite)() as working:
        with working():
            built = build()

        @contextmanager
        def there() -> Iterator[Any]:
            with working():
                yield built

        yield there


@contextmanager
def _sqlite() -> Iterator[Any]:
    """A copy in memory: the connection to it takes the place of the first."""
    connection.ensure_connection()
    first, name = connection.connection, connection.settings_dict["NAME"]
    second_name = "file:town?mode=memory&cache=shared"
    second = connection.get_new_connection(
        {**connection.get_connection_params(), "database": second_name}
    )
    first.backup(second)

    @contextmanager
    def working() -> Iterator[None]:
        connection.connection, connection.settings_dict["NAME"] = second, second_name
        try:
            yield
        finally:
            connection.connection, connection.settings_dict["NAME"] = first, name

    yield working
    second.close()


@contextmanager
def _postgres() -> Iterator[Any]:
    """A copy by template, which nobody may be connected to meanwhile."""
    name = connection.settings_dict["NAME"]
    second = f"{name}_town"

    def ask(statement: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(statement)

    @contextmanager
    def working() -> Iterator[None]:
        connection.close()
        connection.settings_dict["NAME"] = second
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name

    ask(f'DROP DATABASE IF EXISTS "{second}" WITH (FORCE)')
    ask(f'CREATE DATABASE "{second}" TEMPLATE "{name}"')
    yield working
    ask(f'DROP DATABASE IF EXISTS "{second}" WITH (FORCE)')
