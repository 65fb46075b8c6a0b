"""Chuỗi và độ phủ: the cascade of a document as a drawing and an outline; the gaps of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.decide.directives import queries
from dongthuan.doors.desk import _cascade_drawing as drawing
from dongthuan.doors.desk import _document_page as pages
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.papers.tables import Column, Table
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

_KEYS = (
    "clauses.demanding", "clauses.carried_out", "clauses.under_way", "clauses.planned",
    "clauses.never", "clauses.carried_out_rate",
)  # fmt: skip
ON_A_PAGE = 40


@require_safe
@login_required
@never_cache
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what a document became, from its clauses down to the tasks."""
    one = pages.opened(viewer(request), pk)
    lines = queries.cascade(one.document)
    return render(request, "desk/documents/chain.html", {
        "at": "documents", "one": one, "document": one.document, "lines": lines,
        "drawn": drawing.draw(one.document, lines), "ways": one.came_from,
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def clause(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lead to a clause on the page of its document's chain, with its tasks."""
    by = viewer(request)
    if not by.reach(Act.DOCUMENT_SEE):
        raise NotPermitted(Act.DOCUMENT_SEE)
    found = queries.clause(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return redirect(f"{reverse('desk:chain', args=[found.document_id])}#dk-{pk}")


@require_safe
@login_required
@never_cache
def coverage(request: HttpRequest) -> HttpResponse:
    """This function will list the gaps of a year: clauses with no plan, plan lines with no task, tasks
    with no result; and the share of each directive from above.
    """
    by = viewer(request)
    if not by.reach(Act.DOCUMENT_SEE):
        raise NotPermitted(Act.DOCUMENT_SEE)
    held = queries.signed_within(viewer=by)
    years = list(range(held[1].year, held[0].year - 1, -1)) if held else [by.today.year]
    year = _year(request, years)
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    reach = by.reach(Act.DOCUMENT_SEE)
    units = [unit for unit in by.tree.nodes if unit in reach]
    look = Look(by, Forest(), evidence=False)
    found = queries.coverage(viewer=by, units=units, start=start, end=end, notes=look.notes)
    silent = queries.without_result(viewer=by, start=start, end=end, today=by.today)
    rows = queries.rows(silent, viewer=by, tree=by.tree)
    late = [row for row in rows if row.tells_late and not row.deadline.before_use]
    if kind := exporting.wanted(request):
        return exporting.give(_tables(found, late, by, year), kind, "do-phu", str(year))
    page = Paginator(found.above, ON_A_PAGE).get_page(request.GET.get("trang"))
    documents = [one.document for one in page]
    whole, shares = _figures(look, by, year, documents)
    return render(request, "desk/documents/coverage.html", {
        "at": "documents", "year": year, "years": years, "found": found, "late": late,
        "page": page, "figures": whole,
        "rows": [(one, shares.get(one.pk, [])) for one in documents],
        "unplanned": found.unplanned[:_SHOWN], "unassigned": found.unassigned[:_SHOWN],
        "late_shown": [(row, by.tree.name(row.task.unit_id)) for row in late[:_SHOWN]],
    })  # fmt: skip


_SHOWN = 100


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return year if 1900 < year < 2200 else years[0]


def _figures(
    look: Look, by: SignedIn, year: int, documents: list[Any]
) -> tuple[list[tuple[str, list[Figure]]], dict[int, list[Figure]]]:
    """Return the year's figures of each whole the viewer sees (the ward, the Party committee) and
    those of some documents, asked together.
    """
    reach = by.reach(Act.FIGURE_SEE)
    tops = [unit for unit in by.tree.children(None) if unit in reach]
    period = from_code(str(year))
    asks = [Ask(key, unit, period) for unit in tops for key in _KEYS]
    single = pages.asks_of(documents)
    told = figures([*asks, *single], look)
    by_unit = [told[at : at + len(_KEYS)] for at in range(0, len(asks), len(_KEYS))]
    whole = [
        (by.tree.name(unit), found)
        for unit, found in zip(tops, by_unit, strict=True) if found[0].value
    ]  # fmt: skip
    return whole, pages.by_document(documents, told[len(asks) :])


def _tables(found: Any, late: list[Any], by: SignedIn, year: int) -> list[Table]:
    clauses = (
        Column("Văn bản", 20), Column("Ngày ký", 12), Column("Ở đâu", 24), Column("Nội dung", 80),
        Column("Hạn", 12),
    )  # fmt: skip

    def told(rows: list[Any]) -> list[tuple[Any, ...]]:
        return [(d.symbol, d.signed_on, one.place, one.text, one.due_on) for d, one in rows]

    tasks = (
        Column("Việc", 60), Column("Đơn vị", 34), Column("Hạn", 12), Column("Chậm (ngày)", 12),
    )  # fmt: skip
    silent = [
        (row.task.assignment.title, by.tree.name(row.task.unit_id), row.task.due_on,
         row.deadline.late_days)
        for row in late
    ]  # fmt: skip
    return [
        Table("Chưa có kế hoạch", f"Điều khoản của cấp trên ký năm {year}", clauses, told(found.unplanned)),
        Table("Chưa giao việc", f"Dòng kế hoạch của đơn vị, năm {year}", clauses, told(found.unassigned)),
        Table("Chưa có kết quả", f"Nhiệm vụ quá hạn, năm {year}", tasks, silent),
    ]  # fmt: skip
