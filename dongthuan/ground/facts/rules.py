"""Đã ghi: what one deed laid among facts, told so that it can be taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# What a field held before, as text; None is an empty day.
Before = dict[str, str | None]


@dataclass
class Laid:
    """Đã ghi: ids of rows made and closed, by table, and what was overwritten in place, as it was."""

    made: dict[str, list[int]] = field(default_factory=dict)
    closed: dict[str, list[int]] = field(default_factory=dict)
    before: list[tuple[str, int, Before]] = field(default_factory=list)

    def add(self, table: str, made: Sequence[int], closed: Sequence[int] = ()) -> None:
        """This method will note rows of a table."""
        self.made.setdefault(table, []).extend(made)
        self.closed.setdefault(table, []).extend(closed)

    def join(self, other: Laid) -> None:
        """This method will add what a later step of the same deed laid."""
        for table, made in other.made.items():
            closed = other.closed.get(table, [])
            # What this deed itself had laid a moment ago is nothing to go back to.
            ours = set(self.made.get(table, ())) & set(closed) if closed else set()
            if ours:
                self.made[table] = [pk for pk in self.made[table] if pk not in ours]
            self.add(table, made, [pk for pk in closed if pk not in ours])
        told = {(table, pk) for table, pk, _ in self.before} if other.before else set()
        # The first word on a row is what it was before the deed.
        self.before += [one for one in other.before if (one[0], one[1]) not in told]


def runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """This function will write ids as first and last of each unbroken run: rows made together are one."""
    found: list[tuple[int, int]] = []
    for one in sorted(set(ids)):
        if found and found[-1][1] + 1 == one:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found
