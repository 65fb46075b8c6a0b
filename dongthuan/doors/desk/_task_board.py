"""Bảng nhiệm vụ: what the list of tasks is narrowed to, what it says on top, and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dongthuan.decide.directives import queries
from dongthuan.decide.directives.figures import of_document
from dongthuan.decide.directives.queries import STATES, FirstDays, Row, WantedTasks
from dongthuan.decide.directives.rules import kind_words
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Period, from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Document

_FIGURES = ("tasks.asked", "tasks.done_rate", "tasks.on_time_rate")


@dataclass(frozen=True, slots=True)
class Choice:
    """Lối lọc: its word, how many rows its list has, and whether it is chosen."""

    code: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Việc trên bảng: the rows of one assignment that stand side by side."""

    title: str
    assignment: int
    rows: tuple[tuple[Row, str], ...]


def number_asked(told: str) -> int | None:
    """This function will read a number of an address, or return None."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


def unit_name(by: SignedIn, unit: int) -> str:
    """This function will name a unit, also one that has ended."""
    if unit in by.tree:
        return by.tree.name(unit)
    lived = org.states(unit)
    return f"{lived[-1].name} (đã thôi)" if lived else by.tree.name(unit)


def half_year(by: SignedIn) -> Period:
    """This function will return the half-year of the day."""
    return from_code(f"{by.today.year}-H{1 if by.today.month <= 6 else 2}")


class Board:
    """Bảng đang xem: the filter as the address asks for it, and what it leaves to the viewer."""

    def __init__(self, by: SignedIn, asked: Mapping[str, str]) -> None:
        self.by = by
        state = asked.get("loc", "")
        self.state = state if state in STATES else ""
        unit = number_asked(asked.get("don-vi", ""))
        self.unit = unit if unit in by.tree and unit in by.reach(Act.TASK_SEE) else None
        document = number_asked(asked.get("van-ban", ""))
        self.document: Document | None = next(
            (one for one in self.documents if one.pk == document), None
        )
        follower = asked.get("theo-doi", "")
        self.follower = follower if follower in self.followers else ""

    @property
    def wanted(self) -> WantedTasks:
        """This property will return the filter as the room takes it."""
        document = self.document.pk if self.document else None
        return WantedTasks(self.state, self.unit, document, self.follower)

    @cached_property
    def documents(self) -> list[Document]:
        """This property will return the documents that tasks were given for."""
        return queries.documents_with_tasks(viewer=self.by)

    @cached_property
    def followers(self) -> list[str]:
        """This property will return the offices that follow tasks."""
        return queries.followers(viewer=self.by)

    @cached_property
    def units(self) -> list[tuple[int, str]]:
        """This property will return the units to choose from, set in by their depth."""
        offered = asking.unit_choices(self.by.tree, self.by.reach(Act.TASK_SEE))
        return [(int(unit), name) for unit, name in offered]

    @property
    def heading(self) -> str:
        """This property will say whose tasks these are, and of which document."""
        said = "Nhiệm vụ"
        if self.document is not None:
            said += f" từ {self.document.symbol}"
        if self.unit is not None:
            said += f" của {self.by.tree.name(self.unit)}"
        return said

    @property
    def narrowed(self) -> bool:
        """This property will say whether a filter besides the state is chosen."""
        return bool(self.document or self.unit or self.follower)

    @cached_property
    def days(self) -> FirstDays:
        """This property will return since when each unit is here, read once for all that asks."""
        return FirstDays(self.by.tree)

    @cached_property
    def found(self) -> Any:
        """This property will return the tasks of the list."""
        return queries.tasks(viewer=self.by, tree=self.by.tree, wanted=self.wanted, days=self.days)

    @cached_property
    def counts(self) -> dict[str, int]:
        """This property will return how long the list of each state is."""
        return queries.counted(
            viewer=self.by, tree=self.by.tree, wanted=self.wanted, days=self.days
        )

    @property
    def choices(self) -> list[Choice]:
        """This property will return the states that some task is in."""
        return [
            Choice(code, words, self.counts[code], code == self.state)
            for code, words in STATES.items()
            if self.counts[code] or code == self.state
        ]

    @property
    def sentence(self) -> str:
        """This property will say how the list stands, each number the length of a list below it."""
        told = self.counts
        if not told["het"]:
            return ""
        if not told[""]:
            return "Không còn việc nào đang làm."
        said = f"{numbers.written(told[''])} việc đang làm"
        if told["tre"]:
            said += f", trong đó {numbers.written(told['tre'])} việc quá hạn"
        if told["cho"]:
            said += f", {numbers.written(told['cho'])} việc chờ nghiệm thu"
        return said + "."

    def rows(self, tasks: Sequence[Any]) -> list[Held]:
        """This method will return the rows of a page, those of one assignment together."""
        told = queries.rows(tasks, viewer=self.by, tree=self.by.tree, days=self.days)
        return [
            Held(
                rows[0].task.assignment.title, assignment,
                tuple((row, unit_name(self.by, row.task.unit_id)) for row in rows),
            )
            for assignment, same in groupby(told, lambda row: row.task.assignment_id)
            for rows in [list(same)]
        ]  # fmt: skip

    @cached_property
    def figures(self) -> list[Figure]:
        """This property will return how the unit stands in its half-year, or how far the document is."""
        if self.document is not None:
            period = from_code(str(self.document.signed_on.year))
            key = of_document("clauses.carried_out_rate", self.document.pk)
            asks = [Ask(key, self.document.unit_id, period)]
        else:
            unit = self.unit or next(iter(self.by.home_units()), None)
            if unit is None:
                return []
            asks = [Ask(key, unit, half_year(self.by)) for key in _FIGURES]
        if not self.by.may(Act.FIGURE_SEE, asks[0].unit):
            return []
        return figures(asks, Look(self.by, Forest(), evidence=False))

    @property
    def whose(self) -> str:
        """This property will name the unit of the figures."""
        return self.by.tree.name(self.figures[0].ask.unit) if self.figures else ""


def document_words(one: Document) -> str:
    """This function will name a document: «Kế hoạch 05/KH-UBND ngày 1/3/2021»."""
    day = one.signed_on
    return f"{kind_words(one.kind)} {one.symbol} ngày {day.day}/{day.month}/{day.year}"
