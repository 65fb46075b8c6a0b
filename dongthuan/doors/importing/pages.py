"""Trang nhập tệp: send a file, see what was found in it, what it would do, and what to mend."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import queries as indicators
from dongthuan.doors.entrance.posting import once
from dongthuan.doors.importing import _asking as asking
from dongthuan.doors.importing._asking import Unclear, run_of, viewer
from dongthuan.ground.audit.actors import Reach
from dongthuan.ground.files.document import UnreadableFile
from dongthuan.ground.papers.workbook import plain_list
from dongthuan.who.registers import queries, reading, services
from dongthuan.who.registers.kinds import UnableToTakeIn
from dongthuan.who.registers.rules import is_sensitive, letters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAMPLES = 3
_ON_A_PAGE = 50
_SHORT = 40
_ROUNDS = 30


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
@once
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the files on their way, and take a new one."""
    by = viewer(request)
    held = asking.keeps(by)
    form = asking.Sending.of(request, by)
    form.kind = form.kind or next(iter(held))
    reach = Reach(frozenset().union(*(by.reach(kind.act).units or () for kind in held.values())))
    page = Paginator(queries.runs(viewer=by), 30).get_page(request.GET.get("trang"))
    context: dict[str, Any] = {
        "at": "units", "kinds": list(held.values()), "form": form, "page": page,
        "rounds": _rounds(by) if any(kind.asks_about for kind in held.values()) else [],
        "units": list(asking.outline(by.tree, reach)),
        "rows": [(one, held[one.kind], by.tree.name(one.unit_id)) for one in page],
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "importing/runs.html", context)
    try:
        made = _kept(request, by, form, held)
    except (Unclear, UnreadableFile, UnableToTakeIn) as problem:
        context["problem"] = str(problem)
        return render(request, "importing/runs.html", context, status=422)
    return redirect("importing:run", made.pk)


def _rounds(by: Any) -> list[tuple[str, str]]:
    """This function will return the open rounds that a table of numbers may answer."""
    found = [one for one in indicators.rounds(viewer=by) if one.closed_on is None]
    return [(str(one.pk), one.title) for one in found[:_ROUNDS]]


def _kept(request: HttpRequest, by: Any, form: asking.Sending, held: Any) -> Any:
    sent = request.FILES.get("tep")
    if form.kind not in held:
        raise Unclear("Loại sổ: chọn một loại trong danh sách.")
    kind = held[form.kind]
    unit = form.unit_chosen(by, kind)
    if sent is None:
        raise Unclear("Chưa chọn tệp. Bấm «Chọn tệp» rồi chọn bảng tính trong máy.")
    if (sent.size or 0) > asking.LARGEST:
        raise Unclear("Tệp nặng hơn 50 MB. Chia tệp thành nhiều phần rồi gửi từng phần.")
    about = int(form.about) if form.about.isdigit() and len(form.about) < 16 else None
    if kind.asks_about and about is None:
        raise Unclear("Đợt số liệu: chọn một đợt đang mở mà tệp này trả lời.")
    return services.keep(kind=form.kind, unit=unit, on=form.day(), data=sent.read(),
                         name=sent.name or "tệp", by=by, about=about)  # fmt: skip


@require_safe
@login_required
@never_cache
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show where a file stands on its way and the one thing to do next."""
    one = run_of(request, pk)
    kind = queries.kind_of(one)
    context: dict[str, Any] = {
        "at": "units", "run": one, "kind": kind, "left": one.left,
        "stopped": queries.has_stopped(one, viewer(request)),
        "unit_name": viewer(request).tree.name(one.unit_id),
    }  # fmt: skip
    if one.stage in ("columns", "stopped") or (one.stage == "checked" and "cot" in request.GET):
        try:
            context |= columns(request, one)
        except UnableToTakeIn as problem:
            context["problem"] = str(problem)
        return render(request, "importing/columns.html", context)
    if one.stage == "checked":
        page = Paginator(queries.troubles(one), _ON_A_PAGE).get_page(request.GET.get("trang"))
        context |= {
            "page": page, "ends": queries.gone(one).filter(ends=True).count(),
            "moves": one.counts["new"] + one.counts["changed"],
        }  # fmt: skip
    return render(request, "importing/run.html", context)


def columns(request: HttpRequest, one: Any) -> dict[str, Any]:
    """This function will lay out the columns of the table that is meant, with what stands in them."""
    form = queries.kind_of(one).form(queries.scope_of(one, viewer(request)))
    prints: dict[str, dict[str, Any]] = {}
    for table in one.tables:
        held = prints.setdefault(table["print"], {"table": table, "count": 0, "places": []})
        held["count"] += table["count"]
        held["places"].append(table)
    asked = request.GET.get("bang", "")
    chosen = asked if asked in prints else one.print
    table = prints[chosen]["table"]
    mapping = one.mapping if chosen == one.print else table["mapping"]
    problem = ""
    try:
        rows = reading.samples(queries.opened(one), form, chosen)
        samples = [list(row.cells) for row in islice(rows, _SAMPLES)]
    except UnreadableFile as unreadable:
        problem, samples = str(unreadable), []
    return {
        "prints": prints, "chosen": chosen, "fields": form.fields, "known": table["known"],
        "problem": problem, "required": [form.field(code).words for code in form.required],
        "columns": [
            {
                "at": at, "letters": letters(at), "label": label, "code": mapping.get(str(at), ""),
                "sensitive": is_sensitive(label), "hidden": at in table["hidden"],
                "samples": [] if is_sensitive(label) else _cells(samples, at),
            }
            for at, label in enumerate(table["labels"])
            if label or mapping.get(str(at)) or _cells(samples, at)
        ],
    }  # fmt: skip


def _cells(samples: list[list[Any]], at: int) -> list[str]:
    found = [reading.shown(row[at]) for row in samples if at < len(row)]
    return [cell if len(cell) <= _SHORT else f"{cell[:_SHORT]}…" for cell in found if cell]


@require_safe
@login_required
@never_cache
def troubles(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give what is to be mended as a workbook."""
    one = run_of(request, pk)
    rows = [(t.sheet, t.row, t.column, t.words) for t in queries.troubles(one)]
    data = plain_list(("Trang tính", "Dòng", "Cột", "Việc cần làm"), rows, title="Cần sửa")
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="can-sua-{pk}.xlsx"'
    return response
