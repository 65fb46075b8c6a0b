#!/usr/bin/env python3
"""Speed of figures: W2, one ward × 32 units × 60 indicators × 60 months by indicator and year.

Ours answers through the catalogue: trees of each period, last revisions, states, targets, rights.
Beside it, in the same run and on the same rows, what the database alone needs to add them up, and
DuckDB where it is installed. Exits 1 when a sum is another, or when we are slower than the limit.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bench import _house

LIMIT = 8.0  # times a bare GROUP BY of the same database
WHOLE = 57_407_460


def main() -> int:
    """This function will lay the cube down, ask it, and compare."""
    _house.open_house()
    from bench import _decade
    from dongthuan.ground.audit.actors import House
    from dongthuan.ground.figures import Ask, Look, figures
    from dongthuan.ground.primitives.periods import from_code
    from dongthuan.who.org.queries import Forest

    laid, count = _decade.cube()
    viewer = House(datetime(2021, 7, 5, tzinfo=UTC))
    asks = [
        Ask(f"{item.key}{tail}", laid.ward.pk, from_code(str(year)))
        for item in laid.items for year in range(2016, 2021) for tail in ("", ":attained.city")
    ]  # fmt: skip

    def ours() -> int:
        forest = Forest()
        forest.ready(asks[0].period.start, asks[-1].period.last_day)
        found = figures(asks, Look(viewer, forest, evidence=False))
        assert all(one.value is not None for one in found)
        return int(sum(one.value for one in found if ":" not in one.ask.key))

    took, spent, other = _house.beside(ours, _peer, 5)
    print(f"{_house.machine()}, in process; {count:,} values, {len(asks)} figures")
    rows = [
        ("W2 through the catalogue", f"{spent * 1000:.0f} ms, sum {took:,}", took == WHOLE, f"= {WHOLE:,}"),
        (f"against a bare GROUP BY of {_house.database()}, {other * 1000:.0f} ms",
         f"{spent / other:.1f}×", spent / other <= LIMIT, f"≤ {LIMIT:.0f}×"),
        _duckdb(spent),
    ]  # fmt: skip
    return _house.told(rows)


def _peer() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, substr(code, 1, 4), SUM(scaled) FROM indicators_value GROUP BY 1, 2"
        )
        return int(sum(row[2] for row in cursor.fetchall()))


def _duckdb(spent: float) -> tuple[str, str, bool, str]:
    try:
        import duckdb  # type: ignore[import-not-found]
    except ImportError:
        return ("against DuckDB", "not installed here", True, "no limit")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT item_id, substr(code, 1, 4), scaled FROM indicators_value")
        rows = cursor.fetchall()
    held = duckdb.connect()
    held.execute("CREATE TABLE v (item INTEGER, year VARCHAR, scaled BIGINT)")
    for at in range(0, len(rows), 5000):
        held.executemany("INSERT INTO v VALUES (?, ?, ?)", rows[at : at + 5000])
    other = _house.median(
        lambda: held.execute("SELECT item, year, SUM(scaled) FROM v GROUP BY 1, 2").fetchall()
    )
    return (f"against DuckDB, {other * 1000:.1f} ms", f"{spent / other:.0f}×", True, "no limit")


if __name__ == "__main__":
    sys.exit(main())
