"""Các loại sổ: what a register must be able to do; rooms above add theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.who.org.rules import Tree
from dongthuan.who.registers.rules import Form, Line, Problem, plain

Batch = Sequence[tuple[Line, list[Problem]]]


class UnableToTakeIn(Exception):
    """Raised when a file cannot go on its way; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Phạm vi: the unit a file speaks of, the day it holds from, what it answers, and for whom."""

    unit: int
    on: date
    tree: Tree
    by: Actor
    about: int | None = None


@dataclass
class Outcome:
    """Kết quả của một lô dòng: what is new, changed, the same; what to mend; what is to be written."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    work: Any = None


class Checking(Protocol):
    """Đang đối chiếu: one pass over a file, batch by batch."""

    def take(self, batch: Batch) -> Outcome:
        """Hold a batch against what is known."""

    def write(self, work: Any) -> Laid:
        """Write what a batch tells anew."""

    def gone(self) -> Iterator[tuple[int, int]]:
        """Tell what is known in the units of the file and not in it, each with its unit."""


class Kind(Protocol):
    """Loại sổ: a register that can be taken in from a spreadsheet."""

    code: str
    words: str
    hint: str
    act: Act
    # What one row and one gone row are called: «người», «đơn vị».
    one: str
    ends: bool
    asks_about: bool
    # What the services of its room raise, in words for whoever sent the file.
    refusals: tuple[type[Exception], ...]

    def form(self, scope: Scope) -> Form:
        """Tell the fields of the register."""

    def begin(self, scope: Scope) -> Checking:
        """Begin a pass."""

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """Name what is gone."""

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """End what a person chose."""

    def depends(self, laid: Laid) -> list[str]:
        """Say what rests on what was made."""

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """Take back what was made."""


@contextmanager
def plainly(kind: Kind) -> Iterator[None]:
    """This function will hand on what a room's services refuse, as a word about the file."""
    try:
        yield
    except kind.refusals as problem:
        raise UnableToTakeIn(str(problem)) from problem


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """This function will add a register to the list."""
    _KINDS[kind.code] = kind


def kinds() -> Mapping[str, Kind]:
    """This function will return the registers that can be taken in, in their order."""
    return _KINDS


class UnitFinder:
    """Tìm đơn vị theo tên: names, codes and numbers of some units; each writing is looked up once."""

    def __init__(self, tree: Tree, within: Iterable[int]) -> None:
        self._by_name: dict[str, list[int]] = {}
        self._by_number: dict[int, list[int]] = {}
        self._known: dict[str, int | str] = {}
        for unit in within:
            node = tree[unit]
            for word in {plain(node.name), plain(node.code)}:
                self._by_name.setdefault(word, []).append(unit)
            numbers = [int(word) for word in plain(node.name).split() if word.isdigit()]
            if len(numbers) == 1:
                self._by_number.setdefault(numbers[0], []).append(unit)

    def find(self, told: str) -> int | str:
        """This method will return the unit that a cell names, or say why none is meant."""
        if told not in self._known:
            self._known[told] = self._find(told)
        return self._known[told]

    def _find(self, told: str) -> int | str:
        bare = plain(told)
        found = self._by_name.get(bare, [])
        if not found:
            number = _number(bare)
            found = self._by_number.get(number, []) if number is not None else []
        if len(found) == 1:
            return found[0]
        if found:
            return f"có {len(found)} đơn vị cùng tên hoặc số «{told[:40]}». Ghi đủ tên đơn vị."
        return (
            f"không có đơn vị nào tên «{told[:40]}» ở đây. Sửa tên cho đúng, hoặc lập đơn vị trước."
        )


_SHORT = ("to dan pho", "tdp", "khu pho", "thon", "buon", "ap", "to", "chi bo", "cb", "")


def _number(bare: str) -> int | None:
    words = bare.split()
    if not words or not words[-1].isdigit() or len(words[-1]) > 4:
        return None
    lead = " ".join(word for word in words[:-1] if word != "so")
    return int(words[-1]) if lead in _SHORT else None
