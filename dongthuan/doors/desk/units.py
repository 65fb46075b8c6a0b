"""Đơn vị: the tree of any day, the page of one unit, and the forms that keep units.

Names and places of units are public; what is asked of a viewer here is only some work in the
house. Telephones, sheets and forms stand within the reach of their own acts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import queries as indicators
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _outline, _tables, _unit_forms
from dongthuan.doors.desk._landing import address, viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import KINDS, SCHEMES, SETTINGS
from dongthuan.who.org.services import UnableToKeepUnit
from dongthuan.who.people import queries as people

if TYPE_CHECKING:
    from dongthuan.who.org.models import Unit


@require_safe
@login_required
def tree(request: HttpRequest) -> HttpResponse:
    """This function will show the units of a day on their three lines."""
    by = _worker(request)
    day, unclear = asking.day_asked(request, by.today)
    shown = by.tree if day == by.today else org.tree(day)
    if kind := exporting.wanted(request):
        name = ("don-vi", day.isoformat())
        return exporting.give([_tables.units(shown, day)], kind, *name)
    return render(request, "desk/units/tree.html", {
        "may_import": bool(by.reach(Act.PEOPLE_KEEP)),
        "at": "units", "day": day, "unclear": unclear, "today": by.today,
        "branches": _outline.branches(shown, by=by) if shown.nodes else [],
    })  # fmt: skip


@require_safe
@login_required
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one unit on a day: what it is, was, came from and became."""
    by = _worker(request)
    day, unclear = asking.day_asked(request, by.today)
    past = org.states(pk)
    if not past:
        raise Http404
    forest = Forest()
    shown = forest(day)
    born, ended = past[0].valid_from, past[-1].valid_to
    came, became = org.lineage(pk)
    # A unit that goes on after a merger is no heir of itself to a reader.
    came = [one for one in came if one.old_id != pk]
    became = [one for one in became if one.new_id != pk]
    node = shown.nodes.get(pk)
    one = past[-1].unit
    return render(request, "desk/units/unit.html", {
        "at": "units", "pk": pk, "day": day, "unclear": unclear, "today": by.today, "node": node,
        "name": node.name if node else past[-1].name, "kind": KINDS[one.kind].words,
        "line": KINDS[one.kind].line.words, "setting": SETTINGS.get(one.setting, ""),
        "born": born, "last": asking.last_day(ended), "ended": bool(ended and ended <= day),
        "path": [shown[up] for up in shown.path(pk)[:-1]],
        "place": shown.nodes.get(node.place) if node and node.place else None,
        "children": [shown[down] for down in shown.children(pk)],
        "holders": people.office_holders(viewer=by, on=day, unit=pk),
        "names": _names(past),
        "came": [(forest(s.on - timedelta(days=1)).name(s.old_id), s) for s in came],
        "became": [(forest(s.on).name(s.new_id), s) for s in became],
        "codes": [
            (SCHEMES.get(scheme, scheme), code)
            for scheme, code in org.official_codes(pk, day).items()
        ],
         "counted": _outline.counted(pk, day, by=by),
        "sheets": _sheets(by, pk) if node else [],
        "verbs": _unit_forms.offered(one) if by.may(Act.UNIT_KEEP, pk) else [],
        "may_appoint": by.may(Act.PEOPLE_KEEP, pk),
    })  # fmt: skip


def _names(past: list[Any]) -> list[tuple[str, Any, Any]]:
    """Return the names a unit bore, with first and last day; a move alone is no new name."""
    found: list[list[Any]] = []
    for state in past:
        if found and found[-1][0] == state.name:
            found[-1][2] = asking.last_day(state.valid_to)
        else:
            found.append([state.name, state.valid_from, asking.last_day(state.valid_to)])
    return [(name, first, last) for name, first, last in found] if len(found) > 1 else []


def _sheets(by: SignedIn, unit: int) -> list[dict[str, Any]]:
    found = indicators.sheets(viewer=by, units=[unit])
    return [
        {"title": sheet.round.title, "due": sheet.round.due_on,
         "status": sheet.get_status_display(), "address": address("desk:sheet", sheet.pk)}
        for sheet in reversed(found[-12:])
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@once
def keep(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will found, rename, move, merge, split or end a unit."""
    by = _worker(request)
    one = _living(by, pk)
    by.require(Act.UNIT_KEEP, pk)
    if verb not in dict(_unit_forms.offered(one)):
        raise Http404
    form = _unit_forms.VERBS[verb](request.POST or None, unit=one, by=by)
    if form.is_valid():
        try:
            made, said = form.deed()
        except UnableToKeepUnit as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect("desk:unit", made.pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "units", "form": form, "name": by.tree.name(pk), "pk": pk, "verb": verb}
    return render(request, "desk/units/keep.html", shown, status=status)


def _worker(request: HttpRequest) -> SignedIn:
    by = viewer(request)
    if not by.reach(Act.UNIT_SEE):
        raise NotPermitted(Act.UNIT_SEE)
    return by


def _living(by: SignedIn, pk: int) -> Unit:
    if pk not in by.tree:
        raise Http404
    return asking.unit_of(by.tree, pk)
