"""Nhiệm vụ trên điện thoại: taken in one tap, reported in two with a photograph."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.directives import queries
from dongthuan.decide.directives.rules import Move, Status
from dongthuan.decide.directives.services import MovedMeanwhile, UnableToMove
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._task_page import VERBS, OneTask, open_task
from dongthuan.doors.desk._task_verbs import StepForm, form_of
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn


@dataclass(frozen=True, slots=True)
class OwedTask:
    """Việc phải làm: whose it is, what is asked, by when, and whether it was taken on yet."""

    pk: int
    unit: str
    title: str
    when: str
    late: bool
    returned: bool
    new: bool
    step: int


def owed_tasks(by: SignedIn) -> list[OwedTask]:
    """This function will return the tasks that the viewer's own units still owe, late ones first."""
    found = queries.owed(viewer=by, units=by.home_units())
    rows = queries.rows(found, viewer=by, tree=by.tree) if found else []
    rows.sort(key=lambda row: (not row.late, row.task.moved_to or row.task.due_on))
    return [
        OwedTask(
            row.task.pk, by.tree.name(row.task.unit_id), row.task.assignment.title, row.when,
            row.late, row.status is Status.RETURNED, row.status is Status.ASSIGNED, row.task.step,
        )
        for row in rows
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what is asked, take the task on, and take its result."""
    one = open_task(viewer(request), pk)
    one.by.require(Act.TASK_DO, one.task.unit_id)
    verb = VERBS["nhan" if request.POST.get("viec") == "nhan" else "bao-ket-qua"]
    form = form_of(verb, request, one)
    if request.method != "POST":
        return _show(request, one, form) if one.row.status.is_waiting else redirect("desk:task", pk)
    if not form.is_valid():
        return _show(request, one, form, status=422)
    try:
        form.deed()
    except MovedMeanwhile as problem:
        return _again(request, one, form, str(problem), 409)
    except UnableToMove as problem:
        return _again(request, one, form, str(problem), 422)
    if verb.move is Move.TAKE:
        messages.success(request, f"Đã nhận việc «{one.given.title}».")
        return redirect("desk:phone")
    return redirect("desk:phone-task-done", pk)


def _again(
    request: HttpRequest, one: OneTask, form: StepForm, problem: str, status: int
) -> HttpResponse:
    fresh = open_task(one.by, one.task.pk)
    if form_of(VERBS["nhan"], request, fresh).__class__ is form.__class__:
        form = form_of(VERBS["bao-ket-qua"], request, fresh)
    return _show(request, fresh, form, refused=problem, status=status)


def _show(
    request: HttpRequest, one: OneTask, form: StepForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    returned = one.past[0].told.reason if one.row.status is Status.RETURNED else ""
    return render(request, "desk/phone/task.html", {
        "at": "phone", "one": one, "task": one.task, "given": one.given, "row": one.row,
        "form": form, "refused": refused, "returned": returned, "chose": bool(request.FILES),
    }, status=status)  # fmt: skip


@require_safe
@login_required
@never_cache
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will say when the result was received, and what else is owed, if anything."""
    one = open_task(viewer(request), pk)
    one.by.require(Act.TASK_DO, one.task.unit_id)
    last = next((past for past in one.past if past.told.step.move == Move.REPORT), None)
    if last is None:
        return redirect("desk:phone-task", pk)
    return render(request, "desk/phone/task_done.html", {
        "at": "phone", "one": one, "given": one.given, "received": last.told.step.at,
        "owed": owed_tasks(one.by),
    })  # fmt: skip
