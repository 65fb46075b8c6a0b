"""Ngăn: what a room lets be found, and to whom; rooms register theirs, so that search knows nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.ground.audit.acts import Act

# An act, and the unit it must reach; None: it is enough to hold the act somewhere.
Key = tuple[Act, int | None]
# `None` in place of keys: anyone may know it.
OPEN = None


@dataclass(frozen=True, slots=True)
class Row:
    """Dòng: one piece of a thing that can be found: its name, or a stretch of its text.

    It is found from `since` until `until`; place 0 is the thing itself, others are pieces of it.
    """

    title: str
    text: str = ""
    place: int = 0
    unit: int | None = None
    keys: frozenset[Key] | None = OPEN
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Vật tìm được: what a room calls it, and all by which it may be found; without rows, nothing."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Shelf:
    """Ngăn: one kind of things, the words over their list, and how the room tells of them.

    `acts` are the acts that open any of it; `public` says that anyone may know some of it. `names`
    are those of all its things, the oldest first; `told` tells of some by name, and is silent on one
    that is no more there. A `fixed` shelf holds what the code itself names; every migration puts it.
    """

    kind: str
    words: str
    acts: tuple[Act, ...]
    public: bool
    names: Callable[[], Iterable[str]]
    told: Callable[[Sequence[str]], Iterator[Thing]]
    fixed: bool = False


_SHELVES: dict[str, Shelf] = {}


def register(shelf: Shelf) -> None:
    """This function will take a shelf in; a kind stands on one."""
    _SHELVES[shelf.kind] = shelf


def shelves() -> list[Shelf]:
    """This function will return every shelf, in the order in which rooms brought them."""
    return list(_SHELVES.values())


def shelf(kind: str) -> Shelf:
    """This function will return the shelf of a kind."""
    return _SHELVES[kind]
