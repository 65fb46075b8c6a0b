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


def _environment(folder: Path, database: str) -> dict[str, str]:
    told = os.environ | {
        "DONGTHUAN_VAR": str(folder),
        "DONGTHUAN_CLOCK": CLOCK,
        "DONGTHUAN_SERVE": "1",
    }
    return told | ({"DONGTHUAN_DATABASE": database} if database else {})


def _named(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}")) if address else ""


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DONGTHUAN_DATABASE"], autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """This fixture will build the demonstration once, and return its folder and its database."""
    folder = tmp_path_factory.mktemp("house")
    server, name = os.environ.get("DONGTHUAN_DATABASE", ""), f"house_{os.getpid()}"
    if server:
        _on_server(f"CREATE DATABASE {name}")
    environment = _environment(folder, _named(server, name))
    for words in (
        ["manage.py", "migrate", "--no-input", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        ["-m", "dongthuan", "demo"],
    ):
        subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    yield folder, name if server else ""
    if server:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


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
        _on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    database = _named(os.environ.get("DONGTHUAN_DATABASE", ""), name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
         str(port), "--workers", "1", "--blocking-threads", "16", "--no-ws", "dongthuan.config.wsgi:application"],
        cwd=ROOT, env=_environment(folder, database), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        base = f"http://127.0.0.1:{port}"
        _answers(base)
        yield House(base, folder)
    finally:
        running.terminate()
        running.wait(20)
        if template:
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _answers(base: str) -> None:
    """Wait until the server answers: asked again as soon as it refuses, for a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{base}/", timeout=10).close()
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")
