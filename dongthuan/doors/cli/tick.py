"""`dongthuan tick`: the work of the day, done as often as it is asked for and never twice."""

from __future__ import annotations

import argparse
from datetime import timedelta

from dongthuan.doors.cli import _reminders, _ward, registers, seal


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser(
        "tick",
        help="việc hằng ngày: nhập tệp đang chờ, chuyển và nhắc nhiệm vụ, niêm phong dấu vết, dọn phiên đã hết và tệp bỏ dở",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will clear sessions that ended, take up files left waiting, pass on the tasks of
    ended units and remind of what is due, forget files that nobody came back to, seal the trail; 1
    when the chain is broken.
    """
    _ward.open_house()
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)
    registers.run(options)
    _reminders.run()
    _sweep()
    return seal.run(options)


# Whoever chose a file and went away has this long to come back to it.
_WAITS = timedelta(days=2)


def _sweep() -> None:
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.files import services as files

    files.sweep(before=clock.now() - _WAITS)
