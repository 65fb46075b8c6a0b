"""Dân bàn: what households are asked, and what came of it: counts, threshold, law, minutes. Never who."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dongthuan.decide.assembly import minutes as paper
from dongthuan.decide.assembly import queries
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.portal.ward import public
from dongthuan.ground import law
from dongthuan.ground.files import services as files
from dongthuan.who.org import queries as org

_A_PAGE = 30
_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the votes that anybody may know of, those still asked first."""
    today = at_the_door(request).today
    tree = org.tree(today)
    page = Paginator(queries.public_votes().order_by("-closes_on", "-pk"), _A_PAGE).get_page(
        request.GET.get("trang")
    )
    rows = [(one, tree.name(one.unit_id), _said(one, today)) for one in page]
    return public(request, render(request, "portal/votes/list.html", {
        "page": page, "rows": rows,
    }))  # fmt: skip


def _said(vote: Any, today: Any) -> str:
    """Return where a vote stands, as far as it is public: a result only once it is published."""
    if vote.published_at is not None:
        return queries.standing_of(vote)[0].words
    if today > vote.closes_on:
        return "đã hết hạn, chờ công bố kết quả"
    return "đang lấy phiếu" if today >= vote.opens_on else "sắp lấy phiếu"


def _found(pk: int) -> Any:
    found = queries.public_votes().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one vote: the question, and once published the counts and the law."""
    vote = _found(pk)
    told = vote.published_at is not None
    tree = org.tree(vote.closes_on)
    return public(request, render(request, "portal/votes/vote.html", {
        "vote": vote, "unit": tree.name(vote.unit_id),
        "groups": [tree.name(one.unit_id) for one in queries.groups_of(vote)],
        "meetings": [
            (tree.name(one.unit_id), one.meeting, queries.notice_of(one.meeting).warning)
            for one in queries.groups_of(vote) if one.meeting is not None
        ],
        "put_off": queries.extensions_of(vote), "said": _said(vote, at_the_door(request).today),
        "result": queries.result_of(vote) if told else None,
        "standing": queries.standing_of(vote) if told else None,
        "clock": queries.clock_of(vote) if told else None,
        "signed": queries.signed_minutes(vote) if told else None,
        "base": law.Base(vote.base).words, "effect": law.Effect(vote.effect).words,
    }))  # fmt: skip


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the minutes of a published vote: they name no household."""
    vote = _found(pk)
    if vote.published_at is None:
        raise Http404
    if request.GET.get("dang") == "pdf":
        return exporting.attached(paper.as_pdf(vote), f"bien-ban-lay-phieu-{pk}.pdf", _PDF)
    data = files.content(vote.outcome.stored)
    return exporting.attached(data, f"bien-ban-lay-phieu-{pk}.docx", _WORD)


@require_safe
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the scan of a published vote's minutes as hands signed them."""
    vote = _found(pk)
    held = queries.signed_minutes(vote) if vote.published_at is not None else None
    if held is None:
        raise Http404
    name = f"bien-ban-da-ky-{pk}.{held.stored.kind}"
    return exporting.attached(files.content(held.stored), name, "application/octet-stream")
