"""W5: every balance of 1,000 accounts over 1,000,000 contributions, beside the bare GROUP BY and hledger.

`python -m bench.ledger [how many] [--alone]`: the same contributions as `gen_ledger.py` of the
comparison; `--alone` leaves hledger out, which takes minutes and gigabytes for a million.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import _house

ACCOUNTS, WHOLE = 1000, 1_000_000
# What the generator of the comparison prints for a million.
TOTAL, FIRST = 499_432_235_000, 523_990_000
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
# A year of contributions that has gone by.
BEGAN = date(2020, 1, 1)
RUNS, LIMIT = 5, 3.0


def codes() -> list[str]:
    """This function will return the codes of the accounts: K01Q01 to K32Q08."""
    return [f"K{one // 32 + 1:02d}Q{one % 32 + 1:02d}" for one in range(ACCOUNTS)]


def contributions(many: int) -> Iterator[tuple[int, date, int]]:
    """This function will return account, day and amount of each, as the comparison generates them."""
    chance = random.Random(7)
    for one in range(many):
        account, dong = chance.randrange(ACCOUNTS), chance.randrange(1, 200) * 5000
        # The generator draws a household for each of its two formats.
        chance.randrange(20000), chance.randrange(20000)
        yield account, BEGAN + timedelta(days=one * 365 // many), dong


def laid(many: int) -> Any:
    """This function will lay the book down: what would take an hour through the services."""
    from dongthuan.act.ledger import services
    from dongthuan.act.ledger.models import Account
    from dongthuan.act.ledger.queries import purposes_of
    from dongthuan.act.ledger.rules import Nature
    from dongthuan.ground.audit.actors import House
    from dongthuan.who.org import services as org

    by = House(NOW)
    unit = org.found(code="phuong", kind="ward", name="Phường Thử", on=BEGAN, by=by)
    book = services.open_book(unit=unit, name="Sổ thu chi", on=BEGAN, by=by)
    cash = services.open_account(book=book, code="TienMat", name="Tiền mặt", nature=Nature.ASSET,
                                 holder_kind="treasurer", by=by)  # fmt: skip
    Account.objects.bulk_create(
        Account(book=book, code=code, name=code, nature=Nature.INCOME) for code in codes()
    )
    keys = dict(Account.objects.filter(book=book).values_list("code", "pk"))
    order = [keys[code] for code in codes()]
    common = purposes_of(book)[0].pk
    _lay("ledger_entry", ("id", "book_id", '"on"', "recorded_at", '"by"', "words", "note_digest"), (
        (at, book.pk, day, NOW, "house", "Dong gop", "")
        for at, (_, day, _) in enumerate(contributions(many), start=1)
    ))  # fmt: skip
    _lay("ledger_posting", ("entry_id", "book_id", "account_id", "purpose_id", '"on"', "dong"), (
        (at, book.pk, key, common, day, sign * dong)
        for at, (account, day, dong) in enumerate(contributions(many), start=1)
        for key, sign in ((cash.pk, 1), (order[account], -1))
    ))  # fmt: skip
    return book


def _lay(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from django.db import connection, transaction

    listed = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        plain = connection.connection
        plain.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", (
            tuple(str(cell) if isinstance(cell, (date, datetime)) else cell for cell in row)
            for row in rows
        ))  # fmt: skip


def bare() -> list[Any]:
    """This function will ask the database for the same sums and nothing else."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, SUM(dong) FROM ledger_posting GROUP BY account_id")
        return list(cursor.fetchall())


def through_hledger(book: Any, folder: Path) -> tuple[float, int]:
    """This function will time hledger over the same book, and return what it finds in the cash."""
    from dongthuan.act.ledger import queries

    file = folder / "book.journal"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(queries.journal_lines(book))
    start = time.perf_counter()
    done = subprocess.run(
        ["hledger", "-f", str(file), "balance", "--flat", "--no-total"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    taken = time.perf_counter() - start
    cash = next(line for line in done.stdout.splitlines() if "TienMat" in line)
    return taken, int(cash.split()[0].replace(".", ""))


def main() -> int:
    """This function will print each result; returns 1 when one misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("many", nargs="?", type=int, default=WHOLE)
    parser.add_argument("--alone", action="store_true", help="leave hledger out")
    options = parser.parse_args()
    folder = _house.open_house()
    from dongthuan.act.ledger import queries

    start = time.perf_counter()
    book = laid(options.many)
    _house.settle()
    print(
        f"{options.many} contributions laid down in {time.perf_counter() - start:.0f} s; {_house.machine()}"
    )
    found, ours, least = _house.beside(lambda: queries.balances(book), bare, RUNS)
    raised = {one.account.code: one.shown for one in found if one.account.holder_kind == ""}
    cash = next(one.dong for one in found if one.account.holder_kind)
    rows: list[_house.Row] = [
        ("all balances", f"{ours * 1000:.0f} ms, bare GROUP BY {least * 1000:.0f} ms, {ours / least:.2f} times",
         ours <= LIMIT * least, f"at most {LIMIT:.0f} times"),
        ("they add up", f"{sum(raised.values())} given, {cash} in cash", sum(raised.values()) == cash,
         "the same"),
    ]  # fmt: skip
    if options.many == WHOLE:
        told = (sum(raised.values()), raised["K01Q01"])
        rows.append(("as the others count", str(told), told == (TOTAL, FIRST), str((TOTAL, FIRST))))
    start = time.perf_counter()
    holds = queries.check_book(book).holds
    rows.append(
        ("the whole book added up again", f"{time.perf_counter() - start:.1f} s", holds, "holds")
    )
    if not options.alone and shutil.which("hledger"):
        taken, theirs = through_hledger(book, folder)
        rows.append(("hledger on the same journal", f"{taken:.1f} s, {taken / ours:.0f} times ours",
                     theirs == cash, "finds the same cash"))  # fmt: skip
    return _house.told(rows)


if __name__ == "__main__":
    sys.exit(main())
