"""Độ phủ: from tasks up to clauses – what was taken up, what is carried out, what nobody has begun.

Pure: it is given which clause led to which and how the tasks of each clause stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Progress(StrEnum):
    """Tiến độ của điều khoản: derived from the tasks it led to, never typed."""

    NEVER = "never"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CARRIED_OUT = "carried_out"

    @property
    def words(self) -> str:
        """This property will return the progress as a person says it."""
        return {
            "never": "chưa có kế hoạch",
            "planned": "có kế hoạch, chưa giao việc",
            "under_way": "đang làm",
            "carried_out": "đã làm xong",
        }[self]


@dataclass(frozen=True, slots=True)
class Tally:
    """Việc đã giao: how many tasks are asked for (withdrawn ones are not), and how many are done."""

    asked: int = 0
    done: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.asked + other.asked, self.done + other.done)


NONE = Tally()


@dataclass
class Chain:
    """Chuỗi dẫn xuất: clauses, what was derived from each, and the tasks that hang on each.

    `below` names the clauses derived from a clause; `held` those carried into a document as a whole,
    without saying where; such a clause is planned, and waits for the lines of the document.
    """

    below: Mapping[int, Iterable[int]]
    tasks: Mapping[int, Tally]
    held: frozenset[int] = frozenset()
    _seen: dict[int, Tally] = field(default_factory=dict)

    def tally(self, clause: int) -> Tally:
        """This method will add up the tasks of a clause and of all derived from it, each once."""
        if clause not in self._seen:
            reached = self.reached(clause)
            total = sum((self.tasks.get(one, NONE) for one in reached), NONE)
            self._seen[clause] = total
        return self._seen[clause]

    def reached(self, clause: int) -> frozenset[int]:
        """This method will return the clause and every clause derived from it."""
        found = {clause}
        waiting = [clause]
        while waiting:
            for one in self.below.get(waiting.pop(), ()):
                if one not in found:
                    found.add(one)
                    waiting.append(one)
        return frozenset(found)

    def progress(self, clause: int) -> Progress:
        """This method will say how far a clause is: done only when every line that came of it has
        tasks and all of them are accepted.
        """
        tally = self.tally(clause)
        if tally.asked:
            whole = tally.done == tally.asked and self._whole(clause)
            return Progress.CARRIED_OUT if whole else Progress.UNDER_WAY
        planned = clause in self.held or any(True for _ in self.below.get(clause, ()))
        return Progress.PLANNED if planned else Progress.NEVER

    def _whole(self, clause: int) -> bool:
        """A line that came of a clause and has no task leaves the clause open."""
        leaves = [
            one for one in self.reached(clause) if not any(True for _ in self.below.get(one, ()))
        ]
        return all(self.tasks.get(one, NONE).asked for one in leaves)


def makes_cycle(newer: int, older: int, derived: Mapping[int, Iterable[int]]) -> bool:
    """This function will say whether deriving one document from another would close a circle.

    `derived` names for each document those that came of it.
    """
    found = {newer}
    waiting = [newer]
    while waiting:
        for one in derived.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return older in found
