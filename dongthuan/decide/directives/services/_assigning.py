"""Giao việc: one line of a plan to one or many units; moving deadlines, withdrawing, passing on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Assignment, Clause, FirstDay, Support, Task, TaskStep
from dongthuan.decide.directives.rules import Move, Status
from dongthuan.decide.directives.services._stepping import Seen, UnableToMove, step
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import lay
from dongthuan.ground.search import services as search
from dongthuan.who.org.models import Unit
from dongthuan.who.org.queries import Standing, heirs

MOST_UNITS = 500


class UnableToAssign(Exception):
    """Raised when a task cannot be assigned; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Work:
    """Việc giao: what is asked, with what to show for it, and until when."""

    title: str
    product: str
    due_on: date
    details: str = ""
    evidence: str = ""
    measure: str = ""
    budget: int | None = None
    follower: str = ""


@transaction.atomic
def assign(
    *, unit: Unit, clause: Clause, work: Work, leads: Iterable[Unit], by: Actor,
    supports: Iterable[Unit] = (), on: date | None = None,
) -> Assignment:  # fmt: skip
    """This function will give one line of a document to one or many units; each has a task of it.

    :raises UnableToAssign: something is missing, the day lies before the document, or a unit has ended.
    """
    by.require(Act.TASK_ASSIGN, unit.pk)
    leads, supports = list(dict.fromkeys(leads)), list(dict.fromkeys(supports))
    for one in leads:
        by.require(Act.TASK_ASSIGN, one.pk)
    day = on or by.today
    _sound(clause, work, leads, day)
    made = Assignment.objects.create(
        unit=unit, clause=clause, title=" ".join(work.title.split())[:300], due_on=work.due_on,
        details=work.details.strip(), product=" ".join(work.product.split())[:300],
        evidence=" ".join(work.evidence.split())[:300], measure=work.measure, budget=work.budget,
        follower=work.follower.strip()[:120], assigned_on=day, recorded_at=by.now,
        by=audit.sign(by),
    )  # fmt: skip
    tasks = Task.objects.bulk_create(
        Task(
            assignment=made, unit=one, first_unit=one, status=Status.ASSIGNED, due_on=work.due_on,
            step=1,
        )
        for one in leads
    )  # fmt: skip
    TaskStep.objects.bulk_create(
        TaskStep(
            task=task, number=1, move=Move.ASSIGN, status=Status.ASSIGNED, at=by.now, on=day,
            by=made.by, due_after=work.due_on, unit_after_id=task.unit_id,
        )
        for task in tasks
    )  # fmt: skip
    Support.objects.bulk_create(
        Support(task=task, unit=one) for task in tasks for one in supports if one != task.unit
    )
    audit.record(
        Act.TASK_ASSIGN, "assignment", made.pk, by=by, unit_id=unit.pk,
        detail=f"{len(tasks)} đơn vị, hạn {work.due_on:%d/%m/%Y}",
    )  # fmt: skip
    search.renew("task", *(task.pk for task in tasks))
    return made


def _sound(clause: Clause, work: Work, leads: Sequence[Unit], day: date) -> None:
    document = clause.document
    problems = []
    if clause.demands is not True:
        problems.append("Điều khoản này chưa được xác nhận là giao việc. Xác nhận trước.")
    if document.secret:
        problems.append("Văn bản mật chỉ ghi số và ngày; việc giao theo hồ sơ giấy.")
    if not work.title.strip():
        problems.append("Việc: chưa ghi phải làm gì.")
    if not work.product.strip():
        problems.append("Sản phẩm: chưa ghi xong việc thì có gì.")
    if not leads:
        problems.append("Đơn vị chủ trì: chưa chọn.")
    if len(leads) > MOST_UNITS:
        problems.append(f"Giao nhiều nhất {MOST_UNITS} đơn vị một lần.")
    if work.due_on < document.signed_on:
        problems.append(
            f"Hạn {work.due_on:%d/%m/%Y} đứng trước ngày ký {document.symbol} "
            f"({document.signed_on:%d/%m/%Y})."
        )
    if day < document.signed_on:
        problems.append("Ngày giao đứng trước ngày ký văn bản.")
    if work.due_on < day:
        problems.append("Hạn đứng trước ngày giao.")
    if work.budget is not None and work.budget < 0:
        problems.append("Kinh phí: không ghi số âm.")
    standing = Standing(day)
    ended = [one.code for one in leads if one.pk not in standing.tree]
    if ended:
        problems.append(f"Đơn vị không còn vào ngày giao: {', '.join(ended[:5])}.")
    if problems:
        raise UnableToAssign(" ".join(problems))


def extend(*, task: Task, to: date, reason: str, seen: Seen, by: Actor) -> TaskStep:
    """This function will move the deadline of a task. The day first set stays, and lateness is
    counted from it; the moved one stands beside it with who and why.

    :raises UnableToMove: no reason, or a day not after the one that holds now.
    """
    held = task.moved_to or task.due_on
    if to <= held:
        raise UnableToMove(f"Hạn mới phải sau hạn đang có ({held:%d/%m/%Y}).")
    return step(
        task, Move.EXTEND, seen=seen, by=by, act=Act.TASK_ASSIGN, unit=task.assignment.unit_id,
        reason=reason, needs_reason=True, changes={"moved_to": to}, due_before=held, due_after=to,
    )  # fmt: skip


def withdraw(*, task: Task, reason: str, seen: Seen, by: Actor) -> TaskStep:
    """This function will withdraw a task: it is asked for no more and counts nowhere.

    :raises UnableToMove: no reason, or the task is closed.
    """
    return step(
        task, Move.WITHDRAW, seen=seen, by=by, act=Act.TASK_ASSIGN, unit=task.assignment.unit_id,
        reason=reason, needs_reason=True, changes={"closed_on": by.today},
    )  # fmt: skip


def pass_on(*, task: Task, to: Unit, reason: str, seen: Seen, by: Actor) -> TaskStep:
    """This function will let another unit lead an open task; what was done stays where it was done.

    :raises UnableToMove: the unit does not stand today, or leads the task already.
    """
    if to.pk == task.unit_id:
        raise UnableToMove("Đơn vị này đang chủ trì việc.")
    if to.pk not in Standing(by.today).tree:
        raise UnableToMove("Đơn vị nhận việc không còn hoạt động. Chọn đơn vị khác.")
    return step(
        task, Move.PASS_ON, seen=seen, by=by, act=Act.TASK_ASSIGN, unit=task.assignment.unit_id,
        reason=reason, needs_reason=True, changes={"unit_id": to.pk}, unit_before=task.unit_id,
        unit_after=to.pk,
    )  # fmt: skip


def pass_on_from_ended(*, by: Actor) -> tuple[int, int]:
    """This function will give the open tasks of ended units to their heirs: where a unit has one
    heir. Where it was split, the unit that assigns chooses; it returns how many moved and how many
    wait for that.
    """
    standing = Standing(by.today)
    rows = Task.objects.filter(status__in=rules.OPEN).exclude(unit__in=list(standing.tree.nodes))
    heir_of = _only_heirs()
    moved = waiting = 0
    for task in rows.select_related("assignment").order_by("pk"):
        heir = heir_of.get(task.unit_id)
        while heir is not None and heir not in standing.tree:
            heir = heir_of.get(heir)
        if heir is None:
            waiting += 1
            continue
        to = Unit.objects.get(pk=heir)
        pass_on(task=task, to=to, reason="Đơn vị kế thừa nhận việc đang làm dở.",
                seen=Seen(task.step), by=by)  # fmt: skip
        moved += 1
    return moved, waiting


def _only_heirs() -> dict[int, int]:
    found: dict[int, set[int]] = {}
    for one in heirs():
        found.setdefault(one.old, set()).add(one.new)
    return {old: next(iter(new)) for old, new in found.items() if len(new) == 1}


@transaction.atomic
def begin_use(*, unit: Unit, on: date, by: Actor) -> FirstDay:
    """This function will say from which day on a unit's work is kept here (also of those below it):
    what fell due before and was not entered is not called late.
    """
    by.require(Act.TASK_ASSIGN, unit.pk)
    made = lay(FirstDay, of={"unit": unit}, start=on, end=None,
               values={"by": audit.sign(by)}, at=by.now)  # fmt: skip
    assert made is not None
    audit.record(Act.TASK_ASSIGN, "unit", unit.pk, by=by, unit_id=unit.pk,
                 detail=f"dùng từ {on:%d/%m/%Y}")  # fmt: skip
    return made
