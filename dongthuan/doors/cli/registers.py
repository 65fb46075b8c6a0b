"""`dongthuan registers`: works at the files that wait to be read through or taken into a register."""

from __future__ import annotations

import argparse

from dongthuan.doors.cli import _ward


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("registers", help="đọc và nhập các tệp đang chờ vào sổ")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will work off the files that wait, each in the name of who asked; 0 always."""
    _ward.open_house()
    from dongthuan.doors.entrance import clock
    from dongthuan.who.access import queries as access
    from dongthuan.who.registers import queries, services

    for one in queries.waiting():
        user = access.user_of(one.by)
        if user is None:
            continue
        by = access.actor_of(user, clock.now())
        # Somebody is at it, and says so from time to time.
        if queries.is_silent(one, by):
            services.work(run=one, by=by, clock=clock.now)
    return 0
