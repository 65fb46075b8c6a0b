"""Công trình, quỹ: the list, one work, planning it anew, and the page of its money."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.rules import Source
from dongthuan.act.funds.services import UnableToGive
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.giving._forms import ValuationForm, WorkForm
from dongthuan.doors.desk.giving._page import OneWork, form_page, open_work
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

_A_PAGE = 30


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list works and funds, each with where it stands."""
    by = viewer(request)
    if not by.reach(Act.FUND_SEE):
        raise NotPermitted(Act.FUND_SEE)
    page = Paginator(queries.works(viewer=by), _A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/giving/works.html", {
        "at": "works", "page": page, "keeps": bool(by.reach(Act.FUND_KEEP)),
        "rows": [(one, by.tree.name(one.unit_id)) for one in page],
        "prints": bool(by.reach(Act.RECEIPTS_HAND)),
        "matches": bool(by.reach(Act.STATEMENT_MATCH)),
        "hands": bool(by.reach(Act.CASH_HAND) or by.reach(Act.LEDGER_SEE)),
        "takes": bool(by.reach(Act.GIFT_TAKE)),
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one work: plan, basis, money, progress, and what may be done next."""
    return page_of(request, open_work(viewer(request), pk))


def page_of(request: HttpRequest, one: OneWork, refused: str = "") -> HttpResponse:
    """This function will show the page of a work, with what was refused on it."""
    return render(request, "desk/giving/work.html", {
        "at": "works", "one": one, "work": one.work, "whole": one.whole, "refused": refused,
        "warnings": queries.warnings(one.work) if one.keeps else [],
        "unready": services.unready(one.work, one.by.today) if one.planned else "",
        "rests_on": services.rests_on(one.work, one.by.today),
        "votes": queries.votes_to_rest_on(one.work) if one.keeps and one.planned else [],
        "prints": one.may(Act.RECEIPTS_HAND), "accepts": one.may(Act.WORK_ACCEPT),
    }, status=422 if refused else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will open a work or fund."""
    by = viewer(request)
    if not by.reach(Act.FUND_KEEP):
        raise NotPermitted(Act.FUND_KEEP)
    form = _form(request, by)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        unit = asking.unit_of(by.tree, told["unit"])
        try:
            work = services.open_work(
                unit=unit,
                kind=told["kind"],
                code=told["code"],
                plan=form.plan(_groups(by, told)),
                by=by,
            )
        except UnableToGive as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(
                request, f"Đã lập «{work.title}». Bước tiếp theo: ghi căn cứ vận động."
            )
            return redirect("desk:work", work.pk)
    return form_page(request, form, "Lập công trình, quỹ", "Lập", back=reverse("desk:works"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will write the plan of a work anew."""
    by = viewer(request)
    one = open_work(by, pk, Act.FUND_KEEP)
    form = _form(request, by, one)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        seen = request.POST.get("seen", "")
        try:
            services.change_work(
                work=one.work, plan=form.plan(_groups(by, told)), by=by,
                seen=int(seen) if seen.isdigit() else 0,
            )  # fmt: skip
        except UnableToGive as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(request, "Đã ghi hồ sơ.")
            return redirect("desk:work", pk)
    return form_page(request, form, "Sửa hồ sơ công trình", "Ghi", one=one,
                     back=reverse("desk:work", args=[pk]), seen=one.work.version)  # fmt: skip


@require_safe
@login_required
@never_cache
def gifts(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the gifts of a work by line, without a name but those that were chosen."""
    by = viewer(request)
    one = open_work(by, pk)
    rows = queries.gifts(viewer=by, work=one.work)
    page: Any = Paginator(rows, 100).get_page(request.GET.get("trang"))
    lines = queries.lines(page.object_list)
    return render(request, "desk/giving/gifts.html", {
        "at": "works", "one": one, "work": one.work, "page": page, "lines": lines,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def valuations(request: HttpRequest) -> HttpResponse:
    """This function will list what gifts that are no money count for, and publish one more rule."""
    by = viewer(request)
    reach = by.reach(Act.FUND_KEEP)
    if not reach:
        raise NotPermitted(Act.FUND_KEEP)
    units = asking.unit_choices(by.tree, reach)
    form = ValuationForm(request.POST or None)
    form.fields["unit"].choices = units  # type: ignore[attr-defined]
    form.fields["unit"].initial = units[0][0] if units else ""
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            services.set_valuation(
                **(told | {"unit": asking.unit_of(by.tree, told["unit"])}), by=by
            )
        except UnableToGive as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(request, "Đã công bố giá quy đổi.")
            return redirect("desk:valuations")
    shown = [
        (by.tree.name(int(unit)), one)
        for unit, _ in units
        for one in queries.valuations(unit=int(unit))
    ]
    return form_page(request, form, "Giá quy đổi ngày công, vật liệu, đất", "Công bố",
                     back=reverse("desk:works"), valuations=shown)  # fmt: skip


def _form(request: HttpRequest, by: SignedIn, one: OneWork | None = None) -> WorkForm:
    begun = _told(one) if one is not None else {}
    form = WorkForm(request.POST or None, initial=begun)
    reach = by.reach(Act.FUND_KEEP)
    units = asking.unit_choices(by.tree, reach)
    form.fields["unit"].choices = [("", "Chọn…"), *units]  # type: ignore[attr-defined]
    groups = asking.unit_choices(by.tree, reach, kind="residential_group")
    form.fields["groups"].choices = [(pk, words.strip()) for pk, words in groups]  # type: ignore[attr-defined]
    if one is None:
        form.fields["unit"].initial = units[0][0] if units else ""
    else:
        for name in ("unit", "kind", "code"):
            del form.fields[name]
    return form


def _told(one: OneWork) -> dict[str, Any]:
    work = one.work
    sources = {row.source: row.dong for row in work.sources.all()}
    return {
        "title": work.title, "purpose": work.purpose, "groups": [str(pk) for pk in one.whole.groups],
        "estimate_dong": work.estimate_dong, "asking": work.asking, "level_dong": work.level_dong,
        "level_per": work.level_per, "exemptions": "\n".join(one.whole.exemptions),
        "planned_from": work.planned_from, "planned_to": work.planned_to,
        **{source.value: sources.get(source.value) for source in Source},
    }  # fmt: skip


def _groups(by: SignedIn, told: dict[str, Any]) -> list[Any]:
    return [asking.unit_of(by.tree, pk) for pk in told["groups"]]
