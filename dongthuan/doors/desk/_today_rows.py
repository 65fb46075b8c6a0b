"""Dòng của trang Hôm nay: what it is, where it stands, and the one verb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """Dòng: what it is, where it stands, the one verb, where the verb leads, and its day."""

    what: str
    when: str
    verb: str
    address: str
    late: bool = False
    due: date = date.min


@dataclass(frozen=True, slots=True)
class Short:
    """Danh sách ngắn: the first rows, and how to see the rest."""

    code: str
    heading: str
    empty: str
    rows: tuple[Row, ...]
    more: int = 0


def ordered(rows: Iterable[Row]) -> list[Row]:
    """This function will put what is late first, then what is due first."""
    return sorted(rows, key=lambda row: (not row.late, row.due))
