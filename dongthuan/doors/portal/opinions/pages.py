"""Góp ý dự thảo: what is asked, a comment on a section, and afterwards the answers and what changed."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.assembly.opinion_figures import ANSWERED, COMMENTS, of_round
from dongthuan.decide.assembly.opinion_paper import section_words
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services import opinions as services
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.figures import value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest

_A_PAGE = 30


@require_safe
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the drafts that everybody may comment on, and those answered."""
    by = at_the_door(request)
    page: Page[Any] = Paginator(queries.public_rounds(), _A_PAGE).get_page(request.GET.get("trang"))
    tree = org.tree(by.today)
    rows = [
        (one, tree.name(one.unit_id) if one.unit_id in tree else "", _stands(one, by))
        for one in page
    ]
    return render(request, "portal/opinions/list.html", {"page": page, "rows": rows})


def _stands(one: Any, by: Actor) -> str:
    last = one.closes_on
    if one.status == "published":
        return "đã trả lời"
    if one.status == "cancelled":
        return "đã hủy"
    if by.today < one.opens_on:
        return f"nhận góp ý từ {one.opens_on.day}/{one.opens_on.month}/{one.opens_on.year}"
    if by.today <= last:
        return f"nhận góp ý đến hết {last.day}/{last.month}/{last.year}"
    return "hết hạn góp ý, chờ trả lời"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@once
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a draft by sections and take a comment; afterwards the answers."""
    one = queries.public_rounds().filter(pk=pk).first()
    if one is None:
        raise Http404
    by = at_the_door(request)
    if request.method != "POST":
        return _shown(request, one, by)
    if not ratelimit.consume(request, action="opinion"):
        return render(request, "429.html", {"minutes": 10}, status=429)
    section = request.POST.get("muc", "")
    try:
        made = services.give_comment(
            round=one, text=request.POST.get("gop-y", ""), name=request.POST.get("ten", ""),
            section=int(section) if section.isascii() and section.isdigit() else None, by=by,
        )  # fmt: skip
    except services.UnableToAsk as problem:
        return _shown(request, one, by, str(problem))
    messages.success(
        request,
        f"Đã nhận góp ý số {made.number}. Phường xếp các góp ý giống nhau thành nhóm và trả lời "
        "từng nhóm trên trang này.",
    )
    return redirect("portal:opinion", pk)


def _shown(request: HttpRequest, one: Any, by: Actor, refused: str = "") -> HttpResponse:
    answered = one.status == "published"
    groups = queries.groups(one) if answered else []
    tree = org.tree(one.closes_on)
    drafted = queries.changes(one, groups) if answered else None
    return render(request, "portal/opinions/round.html", {
        "round": one, "unit": tree.name(one.unit_id) if one.unit_id in tree else "",
        "said": _stands(one, by), "answered": answered, "refused": refused,
        "open": one.status == "open" and one.opens_on <= by.today <= one.closes_on,
        "sections": [(row, section_words(row)) for row in queries.sections(one)],
        "changed": [(row, section_words(row.section)) for row in drafted or ()],
        "whole": [row for row in groups if row.group.section_id is None],
        "counted": _figures(one, by) if answered else [],
        "chosen": request.POST.get("muc") or request.GET.get("muc", ""),
        "text": request.POST.get("gop-y", ""), "name": request.POST.get("ten", ""),
        "way": [step for step in queries.way_of(one) if step.reason],
    }, status=422 if refused else 200)  # fmt: skip


def _figures(one: Any, by: Actor) -> list[tuple[str, Any]]:
    """Return how many comments came in and how many groups were answered, each with its grounds."""
    told = one.published_at.astimezone(LOCAL).year
    return [
        (words, value(of_round(key, one.pk), unit=one.unit_id, period=from_code(str(year)),
                      viewer=by, trees=Forest()))
        for words, key, year in (
            ("Đã nhận", COMMENTS, one.closes_on.year), ("Đã trả lời", ANSWERED, told),
        )
    ]  # fmt: skip
