"""`dongthuan seal`: seals every act on the trail that is not sealed yet, and checks the chain."""

from __future__ import annotations

import argparse
import sys

from dongthuan.doors.cli import _ward


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("seal", help="niêm phong dấu vết và kiểm tra chuỗi niêm phong")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will seal and print; returns 1 when the chain does not hold."""
    _ward.open_house()
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit import queries, services
    from dongthuan.ground.audit.actors import House

    # Looked at first: a seal over a chain that does not hold would hide since when.
    before = queries.chain()
    if not before.holds:
        for problem in before.problems:
            print(problem, file=sys.stderr)
        print("Chuỗi niêm phong không còn nguyên; chưa niêm phong thêm.", file=sys.stderr)
        return 1
    made = services.seal(by=House(clock.now()))
    if made is None:
        print("Không có dấu vết mới để niêm phong.")
    else:
        print(f"Đã niêm phong {made.count} dấu vết, số {made.first_id}–{made.last_id}.")
        print(f"Mã niêm phong: {made.digest}")
    return 0
