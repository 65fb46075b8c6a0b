"""Nhiệm vụ: the board, giving a task to one or many units, one task and its steps, reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.directives import queries
from dongthuan.decide.directives.queries import STATES
from dongthuan.decide.directives.rules import Move, may_move
from dongthuan.decide.directives.services import MovedMeanwhile, UnableToMove
from dongthuan.doors.desk import _task_tables as tables
from dongthuan.doors.desk._landing import address, viewer
from dongthuan.doors.desk._task_board import Board, document_words, number_asked, unit_name
from dongthuan.doors.desk._task_forms import AssignForm
from dongthuan.doors.desk._task_page import VERBS, OneTask, Verb, open_assignment, open_task
from dongthuan.doors.desk._task_verbs import DONE, StepForm, form_of
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import measures
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn

_A_PAGE, _TO_CHOOSE = 50, 60
_TYPES = {
    "jpg": "image/jpeg", "pdf": "application/pdf", "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword", "rtf": "application/rtf",
    "xlsx": exporting.XLSX, "xls": "application/vnd.ms-excel",
    "csv": "text/csv; charset=utf-8",
}  # fmt: skip


@require_safe
@login_required
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """This function will list the tasks of the viewer's reach, the nearest deadline first."""
    by = viewer(request)
    if not by.reach(Act.TASK_SEE):
        raise NotPermitted(Act.TASK_SEE)
    one = Board(by, request.GET)
    if kind := exporting.wanted(request):
        rows = queries.rows(one.found, viewer=by, tree=by.tree)
        table = tables.board(one, rows, STATES[one.state].lower())
        return exporting.give([table], kind, one.heading, by.today.isoformat())
    page: Page[Any] = Paginator(one.found, _A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/tasks/board.html", {
        "at": "tasks", "board": one, "page": page, "held": one.rows(list(page)),
        "assigns": bool(by.reach(Act.TASK_ASSIGN)),
        "documents": [(held.pk, document_words(held)) for held in one.documents],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def assign(request: HttpRequest) -> HttpResponse:
    """This function will give one clause of a document to one or many units as a task."""
    by = viewer(request)
    if not by.reach(Act.TASK_ASSIGN):
        raise NotPermitted(Act.TASK_ASSIGN)
    asked = request.GET.get("dieu-khoan") or request.POST.get("dieu-khoan", "")
    if not asked:
        return _choose(request, by)
    pk = number_asked(asked)
    clause = queries.clause(viewer=by, pk=pk) if pk is not None else None
    if clause is None:
        raise Http404
    form = AssignForm(request.POST if request.method == "POST" else None, by=by, clause=clause)
    if request.method == "POST":
        made = form.deed()
        if made is not None:
            count = numbers.written(len(form.cleaned_data["leads"]))
            messages.success(
                request, f"Đã giao «{made.title}» cho {count} đơn vị. Các đơn vị thấy ngay."
            )
            return redirect("desk:assignment", made.pk)
    return render(request, "desk/tasks/assign.html", {
        "at": "tasks", "form": form, "clause": clause, "document": document_words(clause.document),
        "address": address("desk:document", clause.document_id),
        "ready": clause.demands is True and not clause.document.secret,
        "given": queries.assignments_of([clause.pk], viewer=by),
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def _choose(request: HttpRequest, by: SignedIn) -> HttpResponse:
    """Offer the lines of plans that nobody has been given yet, and the clauses without a plan."""
    reach = by.reach(Act.DOCUMENT_SEE)
    found = queries.coverage(
        viewer=by, units=[unit for unit in by.tree.nodes if unit in reach],
        start=date(by.today.year - 1, 1, 1), end=date(by.today.year + 1, 1, 1),
    )  # fmt: skip
    lists = [
        ("Dòng kế hoạch chưa giao ai", found.unassigned),
        ("Điều khoản của cấp trên chưa có kế hoạch", found.unplanned),
    ]
    return render(request, "desk/tasks/choose.html", {
        "at": "tasks", "documents": address("desk:documents"),
        "lists": [
            (heading, [(clause, document_words(one)) for one, clause in rows[:_TO_CHOOSE]])
            for heading, rows in lists if rows
        ],
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show how each unit of one assignment stands, and what is next."""
    by = viewer(request)
    one = open_assignment(by, pk)
    if kind := exporting.wanted(request):
        table = tables.assignment(by, one.given.title, one.rows)
        return exporting.give([table], kind, "lan-giao", one.given.title)
    sees = by.may(Act.DOCUMENT_SEE, one.given.clause.document.unit_id)
    known = measures(by.today) if one.given.measure else {}
    return render(request, "desk/tasks/assignment.html", {
        "at": "tasks", "one": one, "given": one.given, "giver": unit_name(by, one.given.unit_id),
        "document": document_words(one.given.clause.document) if sees else "",
        "address": address("desk:document", one.given.clause.document_id) if sees else "",
        "budget": numbers.written(one.given.budget) if one.given.budget is not None else "",
        "owing": bool(one.owing), "text": one.text if one.follows and one.owing else "",
        "assigns": by.may(Act.TASK_ASSIGN, one.given.unit_id),
        "sets": by.may(Act.TARGET_SET, one.given.unit_id),
        "measure": known[one.given.measure].label if one.given.measure in known else "",
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def owing(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the list of who still owes the result as a slip to print."""
    one = open_assignment(viewer(request), pk)
    if not one.follows:
        raise Http404
    return render(request, "desk/tasks/owing.html", {
        "at": "tasks", "one": one, "given": one.given, "today": one.by.today,
        "giver": unit_name(one.by, one.given.unit_id),
        "rows": [(row, unit_name(one.by, row.task.unit_id)) for row in one.owing],
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one task: what is asked, where it comes from, how far it is."""
    return _show(request, open_task(viewer(request), pk))


def _show(request: HttpRequest, one: OneTask, refused: str = "", status: int = 200) -> HttpResponse:
    return render(request, "desk/tasks/task.html", {
        "at": "tasks", "one": one, "task": one.task, "given": one.given, "row": one.row,
        "refused": refused,
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will show the form of one verb, and lay the step."""
    one = open_task(viewer(request), pk)
    if verb not in VERBS:
        raise Http404
    asked = VERBS[verb]
    if not one.permits(asked):
        raise NotPermitted(asked.act)
    form = form_of(asked, request, one)
    if request.method != "POST":
        if not asked.form or not one.offers(asked):
            messages.info(request, _not_now(one, asked))
            return redirect("desk:task", pk)
        return _ask(request, one, asked, form)
    return _done(request, one, asked, form)


def _not_now(one: OneTask, verb: Verb) -> str:
    if verb.move is Move.ACCEPT and one.own_result:
        return "Bác là người báo kết quả này nên người khác nghiệm thu."
    return f"Việc đang ở tình trạng «{one.row.status.words}»."


def _done(request: HttpRequest, one: OneTask, verb: Verb, form: StepForm) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, one, verb, form, status=422)
    try:
        form.deed()
    except MovedMeanwhile as problem:
        # The page is read anew: what changed stands above what was typed.
        fresh = open_task(one.by, one.task.pk)
        if not verb.form:
            return _show(request, fresh, str(problem), status=409)
        return _ask(request, fresh, verb, form, moved=str(problem), status=409)
    except UnableToMove as problem:
        fresh = open_task(one.by, one.task.pk)
        if not verb.form:
            return _show(request, fresh, str(problem), status=422)
        return _ask(request, fresh, verb, form, refused=str(problem), status=422)
    messages.success(request, DONE[verb.move])
    return redirect("desk:task", one.task.pk)


def _ask(
    request: HttpRequest, one: OneTask, verb: Verb, form: StepForm, *, moved: str = "",
    refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    seen = form.seen.step if moved else one.task.step
    return render(request, "desk/tasks/step.html", {
        "at": "tasks", "one": one, "task": one.task, "given": one.given, "row": one.row,
        "verb": verb, "form": form, "moved": moved, "refused": refused,
        "meanwhile": one.since(seen) if moved else [],
        "still": may_move(one.task.status, verb.move), "chose": bool(request.FILES),
    }, status=status)  # fmt: skip


@require_safe
@login_required
@never_cache
def product(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will give a file that was handed in to whoever sees the task."""
    by = viewer(request)
    found = queries.product(viewer=by, pk=number, task=pk) if max(pk, number) < 2**63 else None
    if found is None or found.file is None:
        raise Http404
    kind = found.file.kind
    stem = found.name.rsplit(".", 1)[0] if "." in found.name[-6:] else found.name
    name = f"{exporting.plain_name(stem)}.{kind}"
    # A page that somebody wrote must not be read by a browser as one of ours.
    told = _TYPES.get(kind, "application/octet-stream")
    return exporting.attached(files.content(found.file), name, told)


@require_safe
@login_required
@never_cache
def reminders(request: HttpRequest) -> HttpResponse:
    """This function will list what each unit has late or falling due, to copy or to print."""
    by = viewer(request)
    if not by.reach(Act.TASK_ASSIGN):
        raise NotPermitted(Act.TASK_ASSIGN)
    found = queries.digests(viewer=by, tree=by.tree)
    sent = queries.reminded([one.unit for one in found], by.today)
    return render(request, "desk/tasks/reminders.html", {
        "at": "tasks", "today": by.today, "rows": [(one, sent.get(one.unit)) for one in found],
    })  # fmt: skip
