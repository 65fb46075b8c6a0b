"""`dongthuan index`: makes the index of everything that can be found anew, while others work."""

from __future__ import annotations

import argparse
import sys

from dongthuan.doors.cli import _ward
from dongthuan.doors.cli._opening import Refused


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("index", help="lập lại chỉ mục tìm kiếm từ dữ liệu của các phòng")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will make the index anew and print how many things of each kind it holds;
    2 where there is no house yet."""
    _ward.open_house()
    from dongthuan.ground.primitives.numbers import written
    from dongthuan.ground.search import services
    from dongthuan.ground.search.shelves import shelf

    try:
        with _ward.reachable():
            made = services.make_anew()
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    for kind, count in made.items():
        print(f"{shelf(kind).words}: {written(count)}")
    return 0
