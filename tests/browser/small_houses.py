"""A house of its own for one story: the small ward, its hands with their passwords, and a later day.

`python -m tests.browser.small_houses` furnishes an empty database of its surroundings.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser import houses

HOMES = 14
FIRST_DAY, MEETING_DAY = "2021-06-01T14:00+07:00", "2021-06-07T08:00+07:00"
# Name at the door: who it is, the roles, and whether they hold in the first group or in the ward.
HANDS = {
    "totruong": ("Tổ trưởng Mẫu", "group_head", "group"),
    "vanphong": ("Văn phòng Mẫu", "clerk", "ward"),
    "ketoan": ("Kế toán Mẫu", "accountant", "ward"),
    "nguoithu": ("Người thu Mẫu", "collector", "ward"),
    "thuquy": ("Thủ quỹ Mẫu", "treasurer", "ward"),
    "lanhdao": ("Lãnh đạo Mẫu", "leader", "ward"),
}


@dataclass
class SmallHouse:
    """Nhà nhỏ: where it answers, the folder it keeps, what its server wrote of every request."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=houses.free_port)
    _open: ExitStack = field(default_factory=ExitStack)

    @property
    def base(self) -> str:
        """This property will return the address of the house."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """This property will return the file that the server writes every request into."""
        return self.folder / "server.log"

    def on(self, clock: str) -> None:
        """This method will let the house live on from another moment."""
        self.shut()
        told = houses.environment(self.folder, self.database, clock)
        self._open.enter_context(houses.served(told, self.port, self.log))

    def shut(self) -> None:
        """This method will stop the server, if one runs."""
        self._open.close()


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[SmallHouse]:
    """This fixture will run the small ward on its first day, on SQLite in a copy of the tests' empty
    database: to copy it takes no time, to make it again takes twenty seconds. Tests that use it are
    marked `django_db`, or there is none to copy.
    """
    folder = tmp_path_factory.mktemp("small")
    with django_db_blocker.unblock(), copied(folder, "small") as database:  # type: ignore[attr-defined]
        told = houses.environment(folder, database, FIRST_DAY)
        houses.furnished(told, ["-m", "tests.browser.small_houses"], empty=bool(database))
        made = SmallHouse(folder, database)
        try:
            made.on(FIRST_DAY)
            yield made
        finally:
            made.shut()


@contextlib.contextmanager
def copied(folder: Path, called: str) -> Iterator[str]:
    """This function will copy the empty database of the tests, or make a new one on a server, whose
    address is returned. Outside of any test: within one its rows are not to be read from beside.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(folder / "dongthuan.sqlite3")) as copy:
            connection.connection.backup(copy)
        yield ""
        return
    # A template may have nobody connected to it, and a browser's loop keeps a connection of its own.
    name = f"{called}_{os.getpid()}"
    houses.on_server(f"CREATE DATABASE {name}")
    try:
        yield houses.named(os.environ["DONGTHUAN_DATABASE"], name)
    finally:
        houses.on_server(f"DROP DATABASE {name} WITH (FORCE)")


def furnish() -> None:
    """Put the ward, its households and its hands into the database of the surroundings."""
    from django.db import transaction

    from dongthuan.who.access import services as access
    from tests.decide.assembly.asking import Asking
    from tests.wards import FOUNDED

    with transaction.atomic():
        asking = Asking().lives(1, HOMES)
        ward = asking.ward
        for username, (name, role, where) in HANDS.items():
            unit = ward.groups[0] if where == "group" else ward.ward
            user = access.create_user(username=username, name=name, unit=unit,
                                      password=houses.PASSWORD, by=ward.house)  # fmt: skip
            access.grant(user=user, role=role, unit=unit, on=FOUNDED, by=ward.house)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    furnish()
    sys.exit(0)
