"""Điều khoản: what of a document asks for something, and which clauses above it came of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dongthuan.decide.directives import queries, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _document_page as pages
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once

VIEWS = {
    "": "Đề nghị giao việc",
    "giao": "Đã xác nhận",
    "khong": "Không giao việc",
    "het": "Cả văn bản",
}


class Adding(forms.Form):
    """Ghi điều khoản: its place in the document, its words, and the day it names."""

    place = asking.WordsField("Ở đâu", most=120, required=False, help_text="Như «Mục II, khoản 3».")
    text = forms.CharField(
        label="Nội dung giao việc", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Chưa ghi: nội dung giao việc."},
    )  # fmt: skip
    due_on = asking.DayField("Hạn", required=False, help_text="Nếu văn bản có ghi.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will let a person say which clauses of a document ask for something."""
    one = pages.opened(viewer(request), pk)
    if request.method != "POST":
        return _show(request, one)
    one = pages.kept(one.by, pk)
    verb = request.POST.get("viec", "")
    if verb == "de-nghi":
        count = services.propose(document=one.document, by=one.by)
        messages.success(
            request, f"Đã tách {count} điều khoản từ văn bản. Đánh dấu những chỗ giao việc."
        )
        return redirect("desk:clauses", pk)
    if verb == "them":
        return _add(request, one)
    return _settle(request, one)


def _show(
    request: HttpRequest, one: pages.Opened, form: Any = None, problem: str = "", status: int = 200
) -> HttpResponse:
    view = request.GET.get("xem", "")
    if view not in VIEWS:
        view = ""
    shown = {
        "": [c for c in one.clauses if c.demands is None and c.looks_so],
        "giao": one.confirmed,
        "khong": [c for c in one.clauses if c.demands is False],
        "het": one.clauses,
    }
    if view == "" and not shown[""] and one.confirmed:
        view = "giao"
    return render(request, "desk/documents/clauses.html", {
        "at": "documents", "one": one, "document": one.document, "views": VIEWS, "view": view,
        "rows": shown[view], "counts": {name: len(rows) for name, rows in shown.items()},
        "form": form or Adding(), "problem": problem, "adding": form is not None,
        "readable": bool(one.document.text),
    }, status=status)  # fmt: skip


def _settle(request: HttpRequest, one: pages.Opened) -> HttpResponse:
    """The ticked of those shown ask for something, the others do not; what was not shown stays."""
    shown = {int(told) for told in request.POST.getlist("co") if told.isdigit()}
    ticked = {int(told) for told in request.POST.getlist("giao") if told.isdigit()}
    try:
        count = services.settle(
            document=one.document, demands={pk: pk in ticked for pk in shown}, by=one.by
        )
    except services.UnableToDerive as problem:
        return _show(request, one, problem=str(problem), status=422)
    messages.success(request, f"Đã ghi {count} điều khoản." if count else "Không có gì thay đổi.")
    return redirect("desk:clauses", one.document.pk)


def _add(request: HttpRequest, one: pages.Opened) -> HttpResponse:
    form = Adding(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.add_clause(document=one.document, by=one.by, **told)
        except services.UnableToDerive as problem:
            form.add_error("due_on" if told["due_on"] else "text", str(problem))
        else:
            messages.success(request, "Đã ghi điều khoản giao việc.")
            return redirect("desk:clauses", one.document.pk)
    return _show(request, one, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def derive(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will say which clauses above a document, or one line of it, came of."""
    one = pages.kept(viewer(request), pk)
    symbol = (request.POST.get("so") or request.GET.get("so") or "").strip()
    problem, source = "", None
    try:
        source = pages.the_one(one, symbol) if symbol else None
    except pages.NotOne as refused:
        problem = str(refused)
    if request.method == "POST" and source is not None:
        try:
            count = _derive(request, one)
        except services.UnableToDerive as refused:
            problem = str(refused)
        else:
            messages.success(request, f"Đã ghi {count} điều khoản của {source.symbol} làm căn cứ.")
            return redirect("desk:derive", pk)
    status = 422 if request.method == "POST" or problem else 200
    return render(request, "desk/documents/derive.html", {
        "at": "documents", "one": one, "document": one.document, "symbol": symbol,
        "source": source, "sources": queries.clauses(source, confirmed=True) if source else [],
        "edges": queries.edges_into(one.document), "problem": problem,
        "line": request.POST.get("dong") or request.GET.get("dong", ""),
        "chosen": request.POST.getlist("tu"),
    }, status=status)  # fmt: skip


def _derive(request: HttpRequest, one: pages.Opened) -> int:
    chosen = [int(told) for told in request.POST.getlist("tu") if told.isdigit()]
    if not chosen:
        raise services.UnableToDerive("Chưa chọn điều khoản nào của văn bản trên.")
    line = request.POST.get("dong", "")
    clause = None
    if line.isdigit():
        clause = next((c for c in one.confirmed if c.pk == int(line)), None)
        if clause is None:
            raise Http404
    found = queries.clauses_named(viewer=one.by, pks=chosen)
    made = services.derive(sources=found, document=one.document, clause=clause, by=one.by)
    return len(made)


@require_POST
@login_required
@never_cache
@once
def underive(request: HttpRequest, pk: int, edge: int) -> HttpResponse:
    """This function will take back that a clause above became this document or a line of it."""
    one = pages.kept(viewer(request), pk)
    found = next((x for x in queries.edges_into(one.document) if x.pk == edge), None)
    if found is None:
        raise Http404
    services.underive(derivation=found, by=one.by)
    messages.success(request, f"Đã bỏ căn cứ {found.source.document.symbol}.")
    return redirect("desk:derive", pk)
