"""Bản thảo từ Word trên màn hình: its lines with this period's numbers, and what still needs a hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dongthuan.answer.manuscripts import queries
from dongthuan.answer.manuscripts.queries import DraftLine, Part
from dongthuan.answer.reports.rules import BadText
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.templatetags.dongthuan import figure_address

ON_A_PAGE, TOLD = 120, 40
_GLUE = " | "


@dataclass(frozen=True, slots=True)
class _Shown:
    """A piece of a line: words, a number that leads to its grounds, or one of last period."""

    text: str
    address: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    parts: tuple[_Shown, ...]
    cells: tuple[tuple[_Shown, ...], ...] = ()


def draft_page(request: HttpRequest, draft: Any, context: dict[str, Any]) -> HttpResponse:
    """This function will show a draft that is written in the office's own file."""
    by = viewer(request)
    context |= {"draft": draft, "today": by.today}
    try:
        found = queries.state(draft, viewer=by)
    except BadText as problem:
        context |= {"problem": str(problem)}
        return render(request, "desk/word/draft.html", context)
    lines = queries.laid(draft, found)
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("trang"))
    day = queries.report_period(draft.report).last_day
    context |= {
        "state": found, "page": page, "lines": [_shown(line) for line in page],
        "stale_shown": found.stale[:TOLD], "stale_more": max(0, len(found.stale) - TOLD),
        "versions": queries.versions(draft),
        "missing": queries.own_missing(found, draft.manuscript, on=day),
    }  # fmt: skip
    return render(request, "desk/word/draft.html", context)


def _shown(line: DraftLine) -> _Line:
    parts = tuple(_part(one) for one in line.parts)
    if not line.place.startswith("bảng "):
        return _Line(line.number, parts)
    cells: list[list[_Shown]] = [[]]
    for one in parts:
        # Only words hold the sign between cells; a number stands in one cell.
        pieces = one.text.split(_GLUE) if not one.address and not one.stale else [one.text]
        for at, text in enumerate(pieces):
            if at:
                cells.append([])
            if text:
                cells[-1].append(_Shown(text, one.address, one.stale))
    return _Line(line.number, parts, tuple(tuple(cell) for cell in cells))


def _part(one: Part) -> _Shown:
    address = figure_address(one.citation.figure) if one.citation is not None else ""
    return _Shown(one.text, address, one.stale)
