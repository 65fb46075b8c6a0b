"""The server is killed again and again while phones send a thousand gifts and a thousand ballots, each sent
again until it is answered: what was answered is there once, and nothing is there by half.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest

from tests.browser import houses, small_houses
from tests.stories.cut_off import MANY

HANDS, KILLS = 8, 5
MOMENT = "2021-06-05T08:00+07:00"
TOKEN = "t" * 32

pytestmark = pytest.mark.django_db


class Server:
    """The server of a house, which can be killed as a power cut kills it."""

    def __init__(self, told: dict[str, str]) -> None:
        self.told, self.port = told, houses.free_port()
        self.answers = threading.Event()
        self._opened()

    def _opened(self) -> None:
        self.process = subprocess.Popen(
            houses.granian(self.port), cwd=houses.ROOT, env=self.told, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        houses.answers(f"http://127.0.0.1:{self.port}")
        self.answers.set()

    def kill(self) -> None:
        self.answers.clear()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def begin_again(self) -> None:
        self.kill()
        self._opened()


class Phones:
    """Hands that send what lies in one heap, each send again and again until it is answered."""

    def __init__(
        self, server: Server, sends: list[tuple[str, dict[str, str], int]], session: str
    ) -> None:
        self.server, self.session, self.heap = server, session, queue.SimpleQueue()
        for one in sends:
            self.heap.put(one)
        self.acknowledged, self.refused, self.again = 0, [], 0
        self.told = threading.Condition()
        self.hands = [threading.Thread(target=self._send, daemon=True) for _ in range(HANDS)]
        for hand in self.hands:
            hand.start()

    def wait_for(self, many: int) -> None:
        with self.told:
            assert self.told.wait_for(lambda: self.acknowledged + len(self.refused) >= many, 240)

    def _send(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._until_answered(*self.heap.get_nowait())

    def _until_answered(self, path: str, fields: dict[str, str], wanted: int) -> None:
        while True:
            status = self._answer(path, fields)
            with self.told:
                if status is None or status >= 500:
                    self.again += 1
                    continue
                if status == wanted:
                    self.acknowledged += 1
                else:
                    self.refused.append((path, status))
                self.told.notify_all()
                return

    def _answer(self, path: str, fields: dict[str, str]) -> int | None:
        self.server.answers.wait(60)
        cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            line.request("POST", path, urlencode(fields), {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies,
                "X-CSRFToken": TOKEN, "X-Waiting": "1",
            })  # fmt: skip
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()


def sends(told: dict[str, object]) -> list[tuple[str, dict[str, str], int]]:
    """Gifts and ballots in turn: where to, what, and the status that acknowledges it."""
    book, work = told["book"], str(told["work"])
    found: list[tuple[str, dict[str, str], int]] = []
    for at, code in enumerate(told["codes"]):
        gift = {
            "key": f"{at:032d}",
            "cong-trinh": work,
            "so": str(at + 1),
            "loai": "cash",
            "tien": "500.000",
        }
        found.append((f"/lam-viec/dien-thoai/thu/{book}", gift, 204))
        found.append(("/phieu-ho", {"ma": code, "y-kien": "yes"}, 200))
    return found


def ask(told: dict[str, str], *words: str) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.stories.cut_off", *words], cwd=houses.ROOT, env=told, check=True,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cut_off")
    with django_db_blocker.unblock(), small_houses.copied(folder, "cut_off") as database:
        told = houses.environment(folder, database, MOMENT)
        houses.furnished(told, empty=bool(database))
        yield told


def test_what_was_answered_is_there_once_however_often_the_server_is_killed(house):
    prepared = ask(house)
    server = Server(house)
    try:
        phones = Phones(server, sends(prepared), str(prepared["session"]))
        for kill in range(1, KILLS + 1):
            phones.wait_for(2 * MANY * kill // (KILLS + 1))
            server.begin_again()
        phones.wait_for(2 * MANY)
    finally:
        server.kill()
    assert phones.refused == []
    assert phones.acknowledged == 2 * MANY
    assert phones.again >= 1, "no send was ever cut off: nothing was tried here"
    assert ask(house, "counted") == {
        "gifts": MANY, "receipts": MANY, "entries": MANY, "half": 0, "gift traces": MANY, "holds": True,
        "ballots": MANY, "households": MANY, "vote traces": MANY,
    }  # fmt: skip
