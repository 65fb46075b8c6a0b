"""Phường mẫu: a believable Phường 2 as of mid-2021, built through services, the same every time."""

from dongthuan.demo.offices import PASSWORD, SIGN_IN
from dongthuan.demo.statements import statements
from dongthuan.demo.town import NOW, START, NotEmpty, Town, build, is_empty

__all__ = [
    "NOW",
    "PASSWORD",
    "SIGN_IN",
    "START",
    "NotEmpty",
    "Town",
    "build",
    "is_empty",
    "statements",
]
