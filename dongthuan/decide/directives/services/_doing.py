"""Làm và nghiệm thu: taking, reporting with the product, accepting with two flags, returning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.decide.directives.models import Document, Product, Task, TaskStep
from dongthuan.decide.directives.rules import Move
from dongthuan.decide.directives.services._registering import (
    UnableToRegister,
    let_wait,
    read_file,
)
from dongthuan.decide.directives.services._stepping import Seen, UnableToMove, step
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile

MOST_PRODUCTS = 10


@dataclass(frozen=True, slots=True)
class Handed:
    """Sản phẩm nộp: a file by its bytes, a document of our register, or a paper and where it lies."""

    name: str
    data: bytes | None = None
    document: Document | None = None


def take(*, task: Task, seen: Seen, by: Actor) -> TaskStep:
    """This function will say that the lead unit takes the task on."""
    return step(task, Move.TAKE, seen=seen, by=by, act=Act.TASK_DO, unit=task.unit_id)


def begin(*, task: Task, seen: Seen, by: Actor) -> TaskStep:
    """This function will say that the lead unit is at work."""
    return step(task, Move.BEGIN, seen=seen, by=by, act=Act.TASK_DO, unit=task.unit_id)


@transaction.atomic
def note(
    *, task: Task, words: str, seen: Seen, by: Actor, handed: Sequence[Handed] = ()
) -> TaskStep:
    """This function will keep how far the work is, in words; supporting units may do it as well.

    :raises UnableToMove: nothing was written, or a file cannot be taken.
    """
    helpers = list(task.supports.values_list("unit_id", flat=True))
    unit = next((one for one in helpers if by.may(Act.TASK_DO, one)), task.unit_id)
    if by.may(Act.TASK_DO, task.unit_id):
        unit = task.unit_id
    if not words.strip():
        raise UnableToMove("Tiến độ: chưa ghi gì.")
    made = step(task, Move.NOTE, seen=seen, by=by, act=Act.TASK_DO, unit=unit, reason=words)
    _keep(made, handed, by)
    return made


@transaction.atomic
def report(
    *, task: Task, handed: Sequence[Handed], seen: Seen, by: Actor, words: str = "",
    on: date | None = None,
) -> TaskStep:  # fmt: skip
    """This function will hand the result in, with its product; `on` is the day it was handed in where
    that was on paper some days ago.

    :raises UnableToMove: no product, or a day before the task was given or after today.
    """
    day = on or by.today
    if not handed:
        raise UnableToMove(
            f"Chưa có sản phẩm ({task.assignment.product}): chụp ảnh, chọn tệp, hoặc ghi giấy tờ để ở đâu."
        )
    if day > by.today:
        raise UnableToMove("Ngày nộp kết quả không thể sau hôm nay.")
    if day < task.assignment.assigned_on:
        raise UnableToMove("Ngày nộp kết quả đứng trước ngày giao việc.")
    made = step(
        task, Move.REPORT, seen=seen, by=by, act=Act.TASK_DO, unit=task.unit_id, reason=words,
        on=day, changes={"handed_on": day},
    )  # fmt: skip
    _keep(made, handed, by)
    return made


def _keep(made: TaskStep, handed: Sequence[Handed], by: Actor) -> None:
    if len(handed) > MOST_PRODUCTS:
        raise UnableToMove(f"Gửi nhiều nhất {MOST_PRODUCTS} tệp một lần.")
    for one in handed:
        name = " ".join(one.name.split())[:200]
        if not name:
            raise UnableToMove("Sản phẩm: chưa ghi tên, hoặc giấy tờ để ở đâu.")
        stored = None
        if one.data is not None:
            stored = _stored(one.data, name, by)
        Product.objects.create(step=made, name=name, file=stored, document=one.document)


def _stored(data: bytes, name: str, by: Actor) -> StoredFile:
    try:
        return let_wait(read_file(data, name), by=by)
    except UnableToRegister as problem:
        raise UnableToMove(str(problem)) from None


def accept(
    *, task: Task, on_time: bool, exceeded: bool, seen: Seen, by: Actor, reason: str = ""
) -> TaskStep:
    """This function will accept a result as done and decide the two flags that a rating reads: on
    time, and exceeded (domain.md §2.2). What the days do not say needs a reason.

    :raises UnableToMove: nobody has handed a product in, the result is one's own, or a reason is due.
    """
    # What is judged is the last hand-in: its day, and whose it was.
    handed = task.steps.filter(move=Move.REPORT).order_by("-number").first()
    if handed is None or not Product.objects.filter(step__task=task).exists():
        raise UnableToMove("Chưa có sản phẩm nên chưa nghiệm thu được.")
    if handed.by == by.key:
        raise UnableToMove("Người báo kết quả không tự nghiệm thu. Nhờ lãnh đạo khác nghiệm thu.")
    by_days = handed.on <= task.due_on
    if on_time != by_days and not reason.strip():
        raise UnableToMove(
            f"Nộp ngày {handed.on:%d/%m/%Y}, hạn {task.due_on:%d/%m/%Y}: ghi lý do vì sao tính "
            f"{'đúng hạn' if on_time else 'chậm'}."
        )
    if exceeded and not reason.strip():
        raise UnableToMove("Vượt yêu cầu: ghi rõ vượt ở điểm nào.")
    return step(
        task, Move.ACCEPT, seen=seen, by=by, act=Act.TASK_ACCEPT, unit=task.assignment.unit_id,
        reason=reason, on_time=on_time, exceeded=exceeded,
        changes={"on_time": on_time, "exceeded": exceeded, "closed_on": by.today},
    )  # fmt: skip


def send_back(*, task: Task, reason: str, seen: Seen, by: Actor) -> TaskStep:
    """This function will return a result to be worked on: it counts as not handed in.

    :raises UnableToMove: no reason, or no result waits.
    """
    return step(
        task, Move.RETURN, seen=seen, by=by, act=Act.TASK_ACCEPT, unit=task.assignment.unit_id,
        reason=reason, needs_reason=True, changes={"handed_on": None},
    )  # fmt: skip


def undo(*, task: Task, reason: str, seen: Seen, by: Actor) -> TaskStep:
    """This function will end an acceptance: the result waits for a decision again.

    :raises UnableToMove: no reason, or the task was not accepted.
    """
    return step(
        task, Move.UNDO, seen=seen, by=by, act=Act.TASK_ACCEPT, unit=task.assignment.unit_id,
        reason=reason, needs_reason=True,
        changes={"on_time": None, "exceeded": None, "closed_on": None},
    )  # fmt: skip
