"""What the benches share: a house of their own, medians, and how a result is told."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")
Row = tuple[str, str, bool, str]


def open_house() -> Path:
    """This function will open an empty house in a folder of its own, gone when the bench ends.

    With DONGTHUAN_DATABASE set the tables lie in that database, which has to be empty.
    """
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="dongthuan-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DONGTHUAN_VAR"] = str(folder)
    os.environ.setdefault("DONGTHUAN_CLOCK", "2021-07-05T08:00+07:00")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return folder


def settle() -> None:
    """This function will let the database look at what was laid down, as a night's work does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def median(work: Callable[[], object], runs: int = 7) -> float:
    """This function will time the work after one run that is not counted; the median, in seconds."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def beside(
    ours: Callable[[], Answer], other: Callable[[], object], runs: int
) -> tuple[Answer, float, float]:
    """This function will time two works in turn: our answer, and the median of each in seconds."""
    answer = ours()
    other()
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(_timed(ours))
        theirs.append(_timed(other))
    return answer, statistics.median(mine), statistics.median(theirs)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def machine() -> str:
    """This function will say what ran it and how busy it was."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}, {database()}"
    )


def database() -> str:
    """This function will say which database holds the tables."""
    from django.db import connection

    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


def told(rows: Iterable[Row]) -> int:
    """This function will print each result with its limit, and return 1 if one misses."""
    rows = list(rows)
    for name, value, good, limit in rows:
        print(f"{'ok  ' if good else 'MISS'}  {name}: {value} ({limit})")
    return 0 if all(good for _, _, good, _ in rows) else 1


if __name__ == "__main__":
    sys.exit("run one of the others")
