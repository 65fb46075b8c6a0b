"""Phường qua các con số: the ward at a glance, of what is public alone; many wards as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dongthuan.answer.reports import queries as reports
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.portal import check
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.figures import (
    Ask,
    Figure,
    Look,
    Measure,
    Reading,
    State,
    figures,
    known,
    measures,
)
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Period, from_code, moved
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import Node, Tree, natural

TEN = 10
# How many measures are asked for before one looks whether that is enough.
HANDFUL = 16
# What anyone may read of a ward as a whole.
OPEN = (Reading.PUBLIC, Reading.WHOLE)
# How many ended periods back a number may come from: older ones say little of the ward today.
BACK = 4
ON_A_PAGE = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """This function will show the ward, or the list of wards; without any, the check page."""
    tree = _tree(request)
    found = wards(tree)
    if not found:
        return check.start(request)
    if len(found) == 1:
        return _shown(request, tree, found[0])
    asked = " ".join(request.GET.get("tim", "").split())
    found = [one for one in found if fold(asked) in fold(f"{one.name} {_above(tree, one)}")]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = [(one, _above(tree, one)) for one in page]
    context = {"page": page, "rows": rows, "looked_for": asked}
    return public(request, render(request, "portal/ward/list.html", context))


@require_safe
def ward(request: HttpRequest, code: str) -> HttpResponse:
    """This function will show one ward of many."""
    tree = _tree(request)
    found = next((one for one in wards(tree) if one.code == code), None)
    if found is None:
        raise Http404
    return _shown(request, tree, found)


def _shown(request: HttpRequest, tree: Tree, one: Node) -> HttpResponse:
    by: Actor = at_the_door(request)
    told = at_a_glance(one.id, by=by)
    context = {
        "ward": one, "above": _above(tree, one), "told": told,
        "statements": reports.statements(unit=one.id), "many": len(wards(tree)) > 1,
    }  # fmt: skip
    return public(request, render(request, "portal/ward/ward.html", context))


def at_a_glance(unit: int, *, by: Actor) -> list[Figure]:
    """This function will return about ten public figures of a ward: in the order in which they were
    defined, each of the last ended period that has a number; what is counted comes after.
    """
    forest = Forest()
    # Numbers alone are wanted here: the database adds them, and each leads to its own grounds.
    look = Look(by, forest, evidence=False)
    # Plans and their attainment stand on the page of the figure they belong to.
    public = [
        one for key, one in measures(by.today, look.notes).items()
        if one.reading in OPEN and ":" not in key
    ]  # fmt: skip
    ordered = sorted(public, key=lambda one: one.counted)
    told: dict[str, Figure] = {}
    # Most often the first handful fills the page; only then is nothing else read.
    for some in (ordered[:HANDFUL], ordered[HANDFUL:]):
        if some and len(told) < TEN:
            told |= _told(some, unit, by.today, look, forest)
    return list(told.values())[:TEN]


def _told(
    some: Sequence[Measure], unit: int, today: date, look: Look, forest: Forest
) -> dict[str, Figure]:
    """Return the newest number of each measure that has one, by key: the last periods are asked for
    first, and what they answer is not asked for again.
    """
    told: dict[str, Figure] = {}
    asks = {one.key: [Ask(one.key, unit, period) for period in ended(one, today)] for one in some}
    days = [ask.period.last_day for row in asks.values() for ask in row]
    forest.ready(min(days), max(*days, today))
    meant = {
        key: known(key, [ask.period.last_day for ask in row], look) for key, row in asks.items()
    }
    for back in range(BACK):
        left = [row[back] for key, row in asks.items() if key not in told and back < len(row)]
        wanted = [ask for ask in left if _was_open(meant[ask.key].get(ask.period.last_day))]
        for one in figures(wanted, look) if wanted else ():
            if one.state in (State.VALUE, State.PARTIAL) and (one.value or not one.measure.counted):
                told[one.ask.key] = one
    return {key: told[key] for key in asks if key in told}


def _was_open(one: Measure | None) -> bool:
    """Say whether a measure was open to anyone in the period itself, and not only today."""
    return one is not None and one.reading in OPEN


def ended(one: Measure, today: date) -> list[Period]:
    """This function will return the last ended periods of a measure, the newest first: half-years
    where it has them, as reports are written, else its own.
    """
    span = 6 if not one.spans or 6 in one.spans else one.spans[0]
    code = {
        1: f"{today.year}-{today.month:02d}", 3: f"{today.year}-Q{(today.month + 2) // 3}",
        6: f"{today.year}-H{1 if today.month <= 6 else 2}",
    }.get(span, f"{today.year}")  # fmt: skip
    found: list[Period] = []
    at: Period | None = from_code(code, one.regime)
    while at is not None and len(found) < BACK:
        if at.end <= today:
            found.append(at)
        at = moved(at, -1)
    return found


def _tree(request: HttpRequest) -> Tree:
    return org.tree(at_the_door(request).today)


def wards(tree: Tree) -> list[Node]:
    """This function will return the wards of a tree, in the order people count."""
    found = [node for node in tree.nodes.values() if node.kind == "ward"]
    return sorted(found, key=lambda node: natural(node.name))


def _above(tree: Tree, one: Node) -> str:
    return ", ".join(tree.name(up) for up in reversed(tree.path(one.id)[:-1]))


def public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """This function will say that a page shown to somebody signed in is kept by nobody."""
    if request.user.is_authenticated:
        response["Cache-Control"] = "no-store"
    return response
