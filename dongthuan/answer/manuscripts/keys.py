"""Mã mục số liệu: a short and stable key for a measure that is named in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Container

from dongthuan.ground.primitives.folding import fold

LONGEST = 60


def fresh(label: str, taken: Container[str]) -> str:
    """This function will return a key made of the label's words that nothing else bears."""
    words = re.findall(r"[a-z0-9]+", fold(label))
    stem = "own." + ("_".join(words)[:LONGEST].rstrip("_") or "so_lieu")
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
