"""A house as a newcomer runs it: the demonstration ward behind the server of `script/server`.

Built once a run by the product's own commands; every test gets a copy of its own, so that nothing
append-only has ever to be taken back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOCK = "2021-07-05T08:00+07:00"
PASSWORD = "dong-thuan-2021"


@dataclass(frozen=True)
class House:
    """A running house: where it answers, and the folder it keeps."""

    base: str
    folder: Path


def environment(folder: Path, database: str, clock: str = CLOCK) -> dict[str, str]:
    """This function will return the surroundings of a house's programs."""
    told = os.environ | {
        "DONGTHUAN_VAR": str(folder),
        "DONGTHUAN_CLOCK": clock,
        "DONGTHUAN_SERVE": "1",
    }
    return told | ({"DONGTHUAN_DATABASE": database} if database else {})


def named(address: str, name: str) -> str:
    """This function will return the address of another database of the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}")) if address else ""


def on_server(statement: str) -> None:
    """This function will say something to the database server as a whole."""
    import psycopg

    with psycopg.connect(os.environ["DONGTHUAN_DATABASE"], autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """This fixture will build the demonstration once, and return its folder and its database."""
    folder = tmp_path_factory.mktemp("house")
    server, name = os.environ.get("DONGTHUAN_DATABASE", ""), f"house_{os.getpid()}"
    if server:
        on_server(f"CREATE DATABASE {name}")
    furnished(environment(folder, named(server, name)), ["-m", "dongthuan", "demo"])
    yield folder, name if server else ""
    if server:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


def furnished(told: dict[str, str], *words: list[str], empty: bool = True) -> None:
    """This function will make a house ready, its tables too where it is empty, and run what fills it."""
    tables = [["manage.py", "migrate", "--no-input", "--verbosity", "0"]] if empty else []
    for asked in (
        *tables,
        ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        *words,
    ):
        subprocess.run(
            [sys.executable, *asked], cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL
        )


@pytest.fixture
def house(built: tuple[Path, str], tmp_path: Path) -> Iterator[House]:
    """This fixture will start the server over a copy of the demonstration, and stop it again."""
    with _opened(built, tmp_path / "var") as opened:
        yield opened


@pytest.fixture(scope="module")
def reading_room(
    built: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """This fixture will return the address of one server for all tests of a file that only read."""
    with _opened(built, tmp_path_factory.mktemp("reading") / "var") as opened:
        yield opened.base


@contextlib.contextmanager
def _opened(built: tuple[Path, str], folder: Path) -> Iterator[House]:
    made, template = built
    name = f"{template}_{time.monotonic_ns()}" if template else ""
    shutil.copytree(made, folder)
    if template:
        on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    database = named(os.environ.get("DONGTHUAN_DATABASE", ""), name)
    try:
        with served(environment(folder, database), free_port()) as base:
            yield House(base, folder)
    finally:
        if template:
            on_server(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """This function will return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def served(told: dict[str, str], port: int, log: Path | None = None) -> Iterator[str]:
    """This function will run the server of a house, and stop it again; what it writes of every
    request goes to a file where one is named.
    """
    words = ["--access-log"] if log else []
    with (log or Path(os.devnull)).open("ab") as out:
        running = subprocess.Popen(
            granian(port, *words), cwd=ROOT, env=told, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{port}"
            answers(base)
            yield base
        finally:
            running.terminate()
            running.wait(20)


def granian(port: int, *words: str) -> list[str]:
    """This function will return the command of `script/server`."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "16", "--no-ws", *words,
        "dongthuan.config.wsgi:application",
    ]  # fmt: skip


def answers(base: str) -> None:
    """This function will wait until the server answers: asked again as soon as it refuses, for a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{base}/", timeout=10).close()
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")
