"""What the benches over HTTP share: a server of its own over a house, and many hands that send at once.

The hands are coroutines of this process, each with one connection that stays open; server and hands
share the machine, so what is compared is always two kinds of sends to the same server, in turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Send:
    """Một lần gửi: where to, whose cookies, and the fields of the form."""

    path: str
    fields: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """This method will return the request as it goes over the line."""
        body = urlencode(self.fields).encode()
        head = {
            "Host": HOST, "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)), **self.headers,
        }  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        return f"POST {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass(slots=True)
class Answers:
    """Các câu trả lời: how long each took and its status, and how long all took together."""

    took: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    whole: float = 0.0

    @property
    def a_second(self) -> float:
        """This property will return how many were answered a second."""
        return len(self.took) / self.whole

    @property
    def p95(self) -> float:
        """This property will return the time within which 95 of 100 were answered, in seconds."""
        return statistics.quantiles(self.took, n=20)[-1]


@contextlib.contextmanager
def serving(folder: Path, application: str = "dongthuan.config.wsgi:application") -> Iterator[int]:
    """This function will run the server of `script/server` over a house, and yield its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    told = os.environ | {"DONGTHUAN_VAR": str(folder), "DONGTHUAN_SERVE": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT, env=told, check=True,
    )  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "granian", *SERVER, "--port", str(port), application],
        cwd=ROOT, env=told, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _answers(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


# As script/server runs it.
SERVER = (
    "--interface",
    "wsgi",
    "--host",
    HOST,
    "--workers",
    "1",
    "--blocking-threads",
    "16",
    "--no-ws",
)


def _answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=10):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not answer within a minute")


def sent(port: int, lots: Sequence[Sequence[Send]]) -> Answers:
    """This function will let each hand send its lot, one after the other, all hands at once."""
    return asyncio.run(_all(port, lots))


def sent_at(port: int, sends: Sequence[Send], a_second: float) -> Answers:
    """This function will begin so many sends a second, each on a connection of its own."""
    return asyncio.run(_paced(port, sends, a_second))


async def _all(port: int, lots: Sequence[Sequence[Send]]) -> Answers:
    told = Answers()
    lines = [await asyncio.open_connection(HOST, port) for _ in lots]
    ready = [[one.bytes() for one in lot] for lot in lots]
    start = time.perf_counter()
    await asyncio.gather(*(
        _hand(reader, writer, lot, told)
        for (reader, writer), lot in zip(lines, ready, strict=True)
    ))  # fmt: skip
    told.whole = time.perf_counter() - start
    for _, writer in lines:
        writer.close()
    return told


async def _paced(port: int, sends: Sequence[Send], a_second: float) -> Answers:
    told = Answers()

    async def one(at: int, send: Send) -> None:
        await asyncio.sleep(at / a_second)
        reader, writer = await asyncio.open_connection(HOST, port)
        await _hand(reader, writer, [send.bytes()], told)
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(one(at, send) for at, send in enumerate(sends)))
    told.whole = time.perf_counter() - start
    return told


async def _hand(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lot: Sequence[bytes], told: Answers
) -> None:
    for request in lot:
        start = time.perf_counter()
        writer.write(request)
        status = await _status(reader)
        told.took.append(time.perf_counter() - start)
        told.statuses.append(status)


async def _status(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end, and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = next(
        (int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), 0
    )  # fmt: skip
    if length:
        await reader.readexactly(length)
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status


def signed_in(user: object) -> dict[str, str]:
    """This function will sign a user in without the form, and return the cookies of their browser."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    held = SessionStore()
    held[SESSION_KEY] = str(user.pk)  # type: ignore[attr-defined]
    held[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    held[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    held.save()
    token = "t" * 32
    return {"Cookie": f"sessionid={held.session_key}; csrftoken={token}", "X-CSRFToken": token}


def lots(make: Callable[[int], Send], hands: int, each: int, first: int = 0) -> list[list[Send]]:
    """This function will make sends numbered from `first`, parted among hands."""
    return [
        [make(first + hand * each + at) for at in range(each)] for hand in range(hands)
    ]  # fmt: skip
