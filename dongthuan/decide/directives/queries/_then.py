"""Khi đó: how tasks stood at an earlier moment, told by the steps that were known by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from dongthuan.decide.directives.models import Task, TaskStep
from dongthuan.decide.directives.rules import Move, Status


@dataclass(frozen=True, slots=True)
class Facts:
    """Lời của nhiệm vụ: what a figure needs of a task, as known now or at a moment."""

    id: int
    assignment: int
    unit: int
    status: str
    due_on: date
    handed_on: date | None
    on_time: bool | None
    exceeded: bool | None
    step: int
    recorded_at: datetime
    title: str
    actor: str

    @property
    def asked(self) -> bool:
        """This property will say whether the task is asked for: a withdrawn one counts nowhere."""
        return self.status != Status.WITHDRAWN

    @property
    def done(self) -> bool:
        """This property will say whether it was accepted as done."""
        return self.status == Status.DONE


def facts(rows: QuerySet[Task], known_at: datetime | None = None) -> list[Facts]:
    """This function will tell tasks as they stand, or as they were known to stand at a moment."""
    return _now(rows) if known_at is None else _then(rows, known_at)


def _now(rows: QuerySet[Task]) -> list[Facts]:
    last = TaskStep.objects.filter(task=OuterRef("pk"), number=OuterRef("step"))
    told = rows.annotate(at=Subquery(last.values("at")[:1]), who=Subquery(last.values("by")[:1]))
    return [
        Facts(*row)
        for row in told.order_by("due_on", "pk").values_list(
            "pk", "assignment_id", "unit_id", "status", "due_on", "handed_on", "on_time", "exceeded",
            "step", "at", "assignment__title", "who",
        )
    ]  # fmt: skip


def _then(rows: QuerySet[Task], known_at: datetime) -> list[Facts]:
    steps = TaskStep.objects.filter(at__lte=known_at, task__in=rows.order_by().values("pk"))
    held: dict[int, list[Any]] = {}
    for one in steps.order_by("task_id", "number").values(
        "task_id", "number", "move", "status", "at", "on", "by", "on_time", "exceeded", "unit_after_id"
    ):  # fmt: skip
        held.setdefault(one["task_id"], []).append(one)
    fixed = rows.filter(pk__in=held).order_by("due_on", "pk")
    return [
        _replayed(held[pk], pk, assignment, due, title)
        for pk, assignment, due, title in fixed.values_list(
            "pk", "assignment_id", "due_on", "assignment__title"
        )
    ]


def _replayed(steps: list[Any], pk: int, assignment: int, due: date, title: str) -> Facts:
    unit, handed, on_time, exceeded = 0, None, None, None
    for one in steps:
        move = Move(one["move"])
        unit = one["unit_after_id"] or unit
        if move is Move.REPORT:
            handed = one["on"]
        elif move is Move.RETURN:
            handed = None
        elif move is Move.ACCEPT:
            on_time, exceeded = one["on_time"], one["exceeded"]
        elif move is Move.UNDO:
            on_time = exceeded = None
    last = steps[-1]
    return Facts(
        pk, assignment, unit, last["status"], due, handed, on_time, exceeded, last["number"],
        last["at"], title, last["by"],
    )  # fmt: skip


def statuses_at(known_at: datetime) -> Iterator[tuple[int, str]]:
    """This function will return for every task known at a moment its clause and its status then."""
    known = TaskStep.objects.filter(at__lte=known_at)
    last = known.values("task_id").annotate(last=Max("number")).order_by()
    numbers = dict(last.values_list("task_id", "last"))
    rows = known.annotate(clause=F("task__assignment__clause_id")).order_by()
    for task, number, clause, status in rows.values_list("task_id", "number", "clause", "status"):
        if numbers[task] == number:
            yield clause, status
