"""Công trình, quỹ của phường: the list, one work, its posted list of gifts, its photographs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dongthuan.act.funds import queries
from dongthuan.act.funds.counting import of_work
from dongthuan.doors.entrance import transferring
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.portal.ward import public
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest

_A_PAGE, _LINES = 20, 100
_LIST = ("works.raised_so_far", "works.spent_so_far", "works.balance")
_ONE = (
    "works.raised_so_far", "works.raised_so_far.money", "works.raised_so_far.labour",
    "works.raised_so_far.materials", "works.raised_so_far.land", "works.spent_so_far", "works.balance",
    "works.with_collectors", "works.with_treasurer", "works.at_bank", "works.progress",
)  # fmt: skip


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the works and funds that people were asked for."""
    by = at_the_door(request)
    page: Any = Paginator(queries.public_works(), _A_PAGE).get_page(request.GET.get("trang"))
    tree = org.tree(by.today)
    told = _figures(list(page), _LIST, by)
    rows = [
        (one, tree.name(one.unit_id) if one.unit_id in tree else "", told[one.pk]) for one in page
    ]
    return public(
        request, render(request, "portal/giving/works.html", {"page": page, "rows": rows})
    )


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """This function will show one work: what it rests on, thu – chi – còn – đang ở đâu, photographs."""
    by = at_the_door(request)
    work = _work(code)
    whole = queries.whole_work(work, by.today)
    tree = org.tree(by.today)
    return public(request, render(request, "portal/giving/work.html", {
        "work": work, "whole": whole, "told": _figures([work], _ONE, by)[work.pk],
        "unit": tree.name(work.unit_id) if work.unit_id in tree else "",
        "groups": [tree.name(unit) for unit in whole.groups if unit in tree],
        "telephone": org.telephone([*reversed(tree.path(work.unit_id))], by.today),
        "accounts": queries.posted_accounts(work.unit_id), "spent": queries.spent_on(work),
        "transfer": transferring.of_work(work, by.today),
    }))  # fmt: skip


@require_safe
def gifts(request: HttpRequest, code: str) -> HttpResponse:
    """This function will show the posted list of a work in the order of its numbers; hidden givers have
    their line, so that it adds up.
    """
    by = at_the_door(request)
    work = _work(code)
    page: Any = Paginator(queries.posted_list(work), _LINES).get_page(request.GET.get("trang"))
    return public(request, render(request, "portal/giving/gifts.html", {
        "work": work, "page": page, "lines": queries.lines(page.object_list),
        "told": _figures([work], _LIST, by)[work.pk],
    }))  # fmt: skip


@require_safe
def photograph(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """This function will show a photograph of a work; it carries no place and no camera."""
    stored = queries.photograph(_work(code), digest)
    if stored is None:
        raise Http404
    return HttpResponse(files.content(stored), content_type="image/jpeg",
                        headers={"Cache-Control": "public, max-age=86400"})  # fmt: skip


@require_safe
def voucher(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """This function will show what a payment was made on: the covered copy, never the photograph."""
    stored = queries.covered_voucher(_work(code), pk)
    if stored is None:
        raise Http404
    return HttpResponse(files.content(stored), content_type="image/jpeg")


def _work(code: str) -> Any:
    work = queries.public_work(code)
    if work is None:
        raise Http404
    return work


def _figures(works: list[Any], keys: tuple[str, ...], by: Any) -> dict[int, dict[str, Figure]]:
    """Return the figures of works as of the current month, by their short names."""
    period = from_code(f"{by.today.year}-{by.today.month:02d}")
    asks = [Ask(of_work(key, one.pk), one.unit_id, period) for one in works for key in keys]
    told = iter(figures(asks, Look(by, Forest(), evidence=False)))
    return {one.pk: {_short(key): next(told) for key in keys} for one in works}


def _short(key: str) -> str:
    return key.removeprefix("works.").replace("raised_so_far.", "").replace(".", "_")
