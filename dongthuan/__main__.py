"""Runs `python -m dongthuan` as the command `dongthuan`."""

import sys

from dongthuan.doors.cli import main

sys.exit(main())
