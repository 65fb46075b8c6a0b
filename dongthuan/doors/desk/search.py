"""Tìm: one box for units, people in office, measures, rounds and the words of reports."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.decide.indicators.rules import Frequency, last_ended
from dongthuan.doors.desk._landing import address, viewer
from dongthuan.doors.entrance import finding
from dongthuan.doors.entrance.templatetags.dongthuan import address as figure_address
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search.queries import Told
from dongthuan.who.access.queries import SignedIn

# The pages that results lead to open to whoever holds the act somewhere; without it nothing of the
# kind is looked for. What is not named here asks for no act besides those of the entry itself.
_OPENED_BY = {"unit": Act.UNIT_SEE, "person": Act.UNIT_SEE, "measure": Act.ROUND_SEE}


@require_safe
@login_required
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """This function will show what the words find within the viewer's reach."""
    by = viewer(request)
    kinds = [kind for kind in finding.SLUGS if kind not in _OPENED_BY or by.reach(_OPENED_BY[kind])]
    shown = finding.page_of(request.GET, by=by, addressed=partial(_addressed, by=by), kinds=kinds)
    return render(request, "desk/search/search.html", {"at": "search", **shown})


def _addressed(one: Told, *, by: SignedIn) -> tuple[str, str]:
    return _address(one, by), finding.stands(one, by.tree)


def _address(one: Told, by: SignedIn) -> str:
    if one.kind in ("unit", "person"):
        return address("desk:unit", one.unit)
    if one.kind == "measure":
        return address("desk:definition", one.thing)
    if one.kind == "round":
        return address("desk:round", one.thing)
    if one.kind == "meeting":
        return address("desk:meeting", one.thing)
    if one.kind == "report":
        anchor = f"#doan-{one.place}" if one.place else ""
        return address("desk:report", one.thing) + anchor
    if one.kind in ("task", "document"):
        return address(f"desk:{one.kind}", one.thing)
    if one.kind == "honour":
        return _honour(one, by)
    return _counted(one, by)


def _honour(one: Told, by: SignedIn) -> str:
    if one.unit is None or by.may(Act.REPORT_SEE, one.unit):
        return address("desk:statements")
    return address("portal:ward", by.tree[one.unit].code) if one.unit in by.tree else ""


def _counted(one: Told, by: SignedIn) -> str:
    """Return the figure of the viewer's own unit, counted at the end of the last half-year."""
    home = next(iter(by.home_units()), None)
    if home is None:
        return ""
    return figure_address(one.thing, home, last_ended(Frequency.HALF, by.today).code)
