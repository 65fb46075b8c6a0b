"""Bước của lần nhập: settle columns, read through, take in, take back, forget, choose who is gone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dongthuan.doors.entrance import clock
from dongthuan.doors.entrance.posting import once
from dongthuan.doors.importing import _starting
from dongthuan.doors.importing._asking import run_of, viewer
from dongthuan.who.registers import queries, services
from dongthuan.who.registers.kinds import UnableToTakeIn

# So many rows are done while the page waits; more go to a work of their own, with its progress.
AT_ONCE = 3_000
_ON_A_PAGE = 50


@require_POST
@login_required
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will keep which column says what, and read the file through."""
    one = run_of(request, pk)
    by = viewer(request)
    mapping = {
        int(name.removeprefix("cot-")): str(code)
        for name, code in request.POST.items()
        if name.startswith("cot-") and name[4:].isdigit() and code
    }
    chosen = request.POST.get("bang", "")
    try:
        services.settle(run=one, print_=chosen, mapping=mapping, by=by)
        services.ask_check(run=one, by=by)
    except UnableToTakeIn as problem:
        messages.error(request, str(problem))
        return redirect(f"{reverse('importing:run', args=[pk])}?cot=1")
    _done(one, by)
    return redirect("importing:run", pk)


@require_POST
@login_required
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will take the step that a button names."""
    one, by = run_of(request, pk), viewer(request)
    try:
        if verb == "doc-thu":
            services.ask_check(run=one, by=by)
            _done(one, by)
        elif verb == "nhap":
            services.ask_take_in(run=one, by=by)
            _done(one, by)
        elif verb == "hoan-tac":
            services.take_back(run=one, by=by)
            messages.success(request, "Đã hoàn tác: sổ trở lại như trước lần nhập này.")
        elif verb == "xoa":
            services.forget(run=one, by=by)
            messages.success(request, "Đã xóa tệp và lần nhập này.")
            return redirect("importing:runs")
        else:
            raise Http404
    except UnableToTakeIn as problem:
        messages.error(request, str(problem))
    return redirect("importing:run", pk)


def _done(one: Any, by: Any) -> None:
    if one.total <= AT_ONCE:
        services.work(run=one, by=by, clock=clock.now)
    else:
        transaction.on_commit(_starting.start)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
@once
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what is known and not in the file, for a person to choose what ends."""
    one, by = run_of(request, pk), viewer(request)
    kind = queries.kind_of(one)
    if one.stage != "checked":
        return redirect("importing:run", pk)
    page = Paginator(queries.gone(one), _ON_A_PAGE).get_page(request.GET.get("trang"))
    if request.method == "POST":
        shown = [int(told) for told in request.POST.getlist("hien") if told.isdigit()]
        ends = [int(told) for told in request.POST.getlist("thoi") if told.isdigit()]
        try:
            services.choose_gone(run=one, shown=shown, ends=ends, by=by)
        except UnableToTakeIn as problem:
            messages.error(request, str(problem))
            return redirect("importing:run", pk)
        messages.success(request, "Đã giữ lựa chọn; chưa ghi gì vào sổ cho đến khi bấm nhập.")
        return redirect("importing:run", pk)
    names = kind.names([row.subject_id for row in page], queries.scope_of(one, by))
    tree = by.tree
    context = {
        "at": "units", "run": one, "kind": kind, "page": page,
        "rows": [(row, names.get(row.subject_id, ""), tree.name(row.unit_id)) for row in page],
    }  # fmt: skip
    return render(request, "importing/gone.html", context)
