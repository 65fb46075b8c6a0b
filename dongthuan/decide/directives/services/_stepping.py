"""Một bước: the one way in which a task moves on; the next step is laid beside the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Task, TaskStep
from dongthuan.decide.directives.rules import Move, Status
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold


class UnableToMove(Exception):
    """Raised when a task cannot take a step; its text says why and what to do."""


class MovedMeanwhile(UnableToMove):
    """Raised when somebody else has moved the task since it was looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Đã thấy: the number of the last step that stood on the page of whoever acts."""

    step: int


@transaction.atomic
def step(
    task: Task, move: Move, *, seen: Seen, by: Actor, act: Act, unit: int, reason: str = "",
    needs_reason: bool = False, on: date | None = None, changes: dict[str, Any] | None = None,
    due_before: date | None = None, due_after: date | None = None, unit_before: int | None = None,
    unit_after: int | None = None, on_time: bool | None = None, exceeded: bool | None = None,
) -> TaskStep:  # fmt: skip
    """This function will lay one step of a task and bring the task to where the step leads.

    :raises MovedMeanwhile: the task stands elsewhere than it was seen.
    :raises UnableToMove: the step cannot be made from where the task is, or has no reason.
    """
    by.require(act, unit)
    if needs_reason and not reason.strip():
        raise UnableToMove(f"Chưa ghi lý do {move.words}.")
    # Two who press the button at one moment follow each other; the second finds the first's step.
    hold(task)
    task.refresh_from_db(fields=["status", "step", "unit", "moved_to", "handed_on", "closed_on"])
    if task.step != seen.step:
        raise MovedMeanwhile(
            f"Việc này vừa có người {last_words(task)}. Xem lại rồi làm tiếp nếu còn cần."
        )
    if not rules.may_move(task.status, move):
        raise UnableToMove(
            f"Việc đang ở tình trạng «{Status(task.status).words}», không {move.words} được."
        )
    after = rules.MOVES[move][1]
    task.status = after or task.status
    task.step += 1
    for name, value in (changes or {}).items():
        setattr(task, name, value)
    task.save()
    note = audit.keep_note(reason)
    made = TaskStep.objects.create(
        task=task, number=task.step, move=move, status=task.status, at=by.now, on=on or by.today,
        by=audit.sign(by), due_before=due_before, due_after=due_after, unit_before_id=unit_before,
        unit_after_id=unit_after, on_time=on_time, exceeded=exceeded, note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip
    audit.record(act, "task", task.pk, by=by, unit_id=unit, detail=move.words, note=note)
    return made


def last_words(task: Task) -> str:
    """This function will say what was done about a task last: «báo kết quả»."""
    last = task.steps.order_by("-number").values_list("move", flat=True).first()
    return Move(last).words if last else "sửa"
