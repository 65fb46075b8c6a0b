"""What every test may ask for: the corpus, the source article where there is one, no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: how long one example takes is measured in bench/, never asserted.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

CORPUS = Path(__file__).parent / "corpus"
_connect = socket.socket.connect


# Files that take a minute and more go first: at the end no worker waits for another's longest file.
LONGEST = frozenset({
    "test_matrix.py", "test_proofs_no_oracle.py", "test_figure.py", "test_town.py", "test_check_page.py",
    "test_meeting.py", "test_reading.py", "test_finding.py", "test_layout.py", "test_proofs_town.py",
    "test_sheets.py", "test_documents.py", "test_tasks.py", "test_week.py", "test_votes_at_once.py",
    "test_road.py", "test_cut_off.py", "test_who_did_not_give.py",
})  # fmt: skip
# What touches no table needs no second database: a checked text is never stored.
GROUND = Path(__file__).parent / "ground"
NEVER_STORED = "test_check_page.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """This function will put the longest files first, the others as they come; on PostgreSQL it leaves
    out those of the ground floor, and of the page that checks texts, that never ask for a database.
    """
    if os.environ.get("DONGTHUAN_DATABASE"):
        items[:] = [item for item in items if _may_differ(item)]
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _may_differ(item: pytest.Item) -> bool:
    if item.path.name == NEVER_STORED:
        return False
    return GROUND not in item.path.parents or _asks_tables(item)


def _asks_tables(item: pytest.Item) -> bool:
    wants = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        wants & {"db", "transactional_db", "django_db_setup", "town"}
    )


class NetworkIsOff(RuntimeError):
    """Raised when a test reaches out of this machine."""


def _local_only(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise NetworkIsOff(f"a test wants to reach {host}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """This fixture will refuse every connection that leaves the machine."""
    monkeypatch.setattr(socket.socket, "connect", _local_only)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """This fixture will hash passwords quickly: a real hash takes half a second by intent, and most
    tests only need somebody to be there. The houses that browsers visit hash as a real house does.
    """
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """This fixture will return the folder of development texts."""
    return CORPUS


@pytest.fixture(scope="session")
def source_article() -> Path:
    """This fixture will return the path of the source article, or say that there is none here."""
    path = os.environ.get("DONGTHUAN_ARTICLE", "")
    if not path:
        pytest.skip("the source article is not ours to copy: set DONGTHUAN_ARTICLE to its path")
    return Path(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """This fixture will close what a browser's idle connection keeps open, so that the test
    database of PostgreSQL can be dropped.
    """
    yield
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def _towns(django_db_setup: None, django_db_blocker: object) -> Iterator[object]:
    """This fixture will build the demonstration ward once a run, beside the empty database."""
    from dongthuan import demo
    from tests.towns import beside

    with django_db_blocker.unblock(), beside(demo.build) as there:  # type: ignore[attr-defined]
        yield there


@pytest.fixture(scope="module")
def town(_towns: object, django_db_blocker: object) -> Iterator[object]:
    """This fixture will let all tests of a file work in the demonstration ward, each of which undoes
    what it did.
    """
    with django_db_blocker.unblock(), _towns() as built:  # type: ignore[attr-defined, operator]
        yield built
