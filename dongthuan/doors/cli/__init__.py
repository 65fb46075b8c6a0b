"""Dòng lệnh: `dongthuan claims`, `check`, `collect` for texts; `begin`, `tick`, `registers`, `documents`, `seal`, `index`, `ledger`, `demo` for a house."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from dongthuan.doors.cli import (
    begin,
    check,
    claims,
    collect,
    demo,
    documents,
    index,
    ledger,
    registers,
    seal,
    tick,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run one command and return its exit code; a user's mistake returns 2."""
    parser = argparse.ArgumentParser(
        prog="dongthuan",
        description="Đồng Thuận: đọc và đối chiếu số liệu trong văn bản tiếng Việt.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="lệnh")
    for command in (
        claims,
        check,
        collect,
        begin,
        tick,
        registers,
        documents,
        seal,
        index,
        ledger,
        demo,
    ):
        command.add_parser(commands)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:
        # The reader of our output left early (`| head`): that is no error of ours.
        sys.stderr.close()
        return 0
