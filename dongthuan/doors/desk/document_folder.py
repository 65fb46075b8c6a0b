"""Nhiều tệp vào sổ: a whole lot of files looked through first, then taken in, all or none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.directives import services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _document_forms as forms
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def folder(request: HttpRequest) -> HttpResponse:
    """This function will look files through, and take in those that were looked at."""
    by = viewer(request)
    if not by.reach(Act.DOCUMENT_KEEP):
        raise NotPermitted(Act.DOCUMENT_KEEP)
    choices = asking.unit_choices(by.tree, by.reach(Act.DOCUMENT_KEEP))
    home = [str(unit) for unit in by.home_units()]
    start = next((pk for pk, _ in choices if pk in home), "")
    shown: dict[str, Any] = {"at": "documents", "units": choices, "unit": start}
    if request.method != "POST":
        return render(request, "desk/documents/folder.html", shown)
    chosen = request.POST.get("unit", "")
    try:
        if chosen not in dict(choices):
            raise forms.Unclear("Sổ của đơn vị: chọn trong danh sách.")
        unit = asking.unit_of(by.tree, chosen)
        told = request.POST.getlist("tep-da-doc")
        if told:
            return _take_in(request, unit, told)
        return _look_through(request, unit, shown | {"unit": chosen})
    except (forms.Unclear, services.UnableToRegister) as problem:
        shown |= {"problem": str(problem)}
        return render(request, "desk/documents/folder.html", shown, status=422)


def _look_through(request: HttpRequest, unit: Any, shown: dict[str, Any]) -> HttpResponse:
    by = viewer(request)
    sent = forms.sent_files(request)
    if not sent:
        raise forms.Unclear("Chưa chọn tệp nào.")
    if len(sent) > MOST:
        raise forms.Unclear(f"Gửi nhiều nhất {MOST} tệp một lần.")
    offers = []
    for file in sent:
        one = services.offer(unit=unit, data=file.read(), name=file.name or "tệp", by=by)
        ticket = ""
        if one.does and one.held is not None:
            ticket = forms.ticket(one.held, services.let_wait(one.held, by=by).digest)
        offers.append((one, ticket))
    count = sum(one.does for one, _ in offers)
    return render(
        request, "desk/documents/folder.html", {**shown, "offers": offers, "count": count}
    )


def _take_in(request: HttpRequest, unit: Any, told: list[str]) -> HttpResponse:
    by = viewer(request)
    offers = []
    for ticket in told[:MOST]:
        held = forms.by_ticket(ticket)
        assert held is not None
        one = services.offer(unit=unit, data=held.data, name=held.name, by=by)
        if not one.does:
            # What it was offered for has changed since it was looked at.
            raise services.UnableToRegister(f"{one.name}: {one.words}")
        offers.append(one)
    made = services.take_in(unit=unit, offers=offers, by=by)
    messages.success(request, f"Đã ghi {len(made)} tệp vào sổ.")
    return redirect("desk:documents")
