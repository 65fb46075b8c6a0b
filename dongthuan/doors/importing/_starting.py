"""Giao việc: a long reading is done by a process of its own; what it leaves undone, the next takes up."""

from __future__ import annotations

import subprocess
import sys

_started: list[subprocess.Popen[bytes]] = []


def start() -> None:
    """This function will start `dongthuan registers`, which works off whatever waits."""
    # Those that ended are let go, or the server would gather them.
    _started[:] = [one for one in _started if one.poll() is None]
    command = [sys.executable, "-m", "dongthuan", "registers"]
    quiet = subprocess.DEVNULL
    _started.append(
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    )
