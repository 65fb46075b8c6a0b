"""Biểu mẫu của cấp trên: take a form in, bind it, fill it in place, trace and compare what was filled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dongthuan.answer.forms import queries, rules, services
from dongthuan.answer.forms.filling import EYES, Choices, Outcome
from dongthuan.decide.indicators import queries as indicators
from dongthuan.doors.desk import _office_forms as typed
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.papers.formulas import broken
from dongthuan.ground.primitives.periods import BadPeriod, Period, Regime, from_code

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE, LISTED = 200, 100
_REFUSED = (services.UnableToFill, typed.Unclear, UnreadableFile)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the forms of the viewer's reach, the last used first."""
    page = Paginator(queries.forms(viewer=viewer(request)), 50).get_page(request.GET.get("trang"))
    may = bool(viewer(request).reach(Act.REPORT_WRITE))
    rows = queries.last_uses(list(page), viewer(request).today)
    context = {"at": "reports", "rows": rows, "page": page, "may_write": may}
    return render(request, "desk/office_forms/listing.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will take a form in, or say why the file cannot be one."""
    by = viewer(request)
    if not by.reach(Act.REPORT_WRITE):
        raise NotPermitted(Act.REPORT_WRITE)
    form = typed.Coming.of(request)
    context: dict[str, Any] = {
        "at": "reports", "form": form, "periods": typed.period_choices(by.today)
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "desk/office_forms/new.html", context)
    try:
        data, name = typed.file_sent(request)
        taken = services.take_in(
            unit=form.unit_chosen(by.today), title=form.title, name=name, data=data,  # type: ignore[arg-type]
            code=form.code, by=by,
        )  # fmt: skip
    except _REFUSED as problem:
        context["problem"] = str(problem)
        return render(request, "desk/office_forms/new.html", context, status=422)
    form_of = taken.edition.form
    if taken.known:
        messages.success(request, f"Biểu này đã có: «{form_of.title}». Cách gắn cũ được dùng lại.")
    return redirect("desk:office-form", form_of.pk)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a form: how far it is bound, what moved, what was filled."""
    form = _form(request, pk)
    edition = _edition(form)
    held = queries.layouts(edition)
    page = Paginator(queries.fills(form), 20).get_page(request.GET.get("trang"))
    sheets = list(typed.found_pages(held))
    context = {
        "at": "reports", "form": form, "edition": edition, "fills": page, "page": page,
        "sheets": sheets, "first": next((one for one in sheets if one[2].proposed), sheets[0]), "standing": queries.standing(held),
        "changes": edition.changes.splitlines(), "period": queries.period_of(edition),
        "editions": queries.editions(form), "marks": rules.BLANK_MARKS,
        "may_write": viewer(request).may(Act.REPORT_WRITE, form.unit_id),
        "periods": typed.period_choices(viewer(request).today),
        "code": typed.last_period(viewer(request).today),
        "like": queries.like(form, held, viewer=viewer(request)),
    }  # fmt: skip
    return render(request, "desk/office_forms/form.html", context)


@require_POST
@login_required
@once
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will do one thing to a form: a new edition, a yes to all, a step back, its
    settings, joining it to another, putting it away.
    """
    form, by = _form(request, pk), viewer(request)
    by.require(Act.REPORT_WRITE, form.unit_id)
    verbs = {
        "ban-moi": _add_edition, "nhan": _accept, "hoan-tac": _undo, "dat": _settle,
        "nhap-vao": _join, "thoi-dung": _retire,
    }  # fmt: skip
    if verb not in verbs:
        raise Http404
    try:
        return verbs[verb](request, form)
    except _REFUSED as problem:
        messages.error(request, str(problem))
        return redirect("desk:office-form", pk)


def _add_edition(request: HttpRequest, form: Any) -> HttpResponse:
    data, name = typed.file_sent(request)
    before = _edition(form)
    made = services.add_edition(
        form=form, name=name, data=data, code=request.POST.get("ky", ""), by=viewer(request)
    )
    if made.pk == before.pk:
        messages.info(request, "Tệp này giống hệt bản đang dùng; không có gì thay đổi.")
    elif not made.changes:
        messages.success(
            request, "Biểu mới cùng bố cục với lần trước: cách gắn cũ được giữ nguyên."
        )
    return redirect("desk:office-form", form.pk)


def _accept(request: HttpRequest, form: Any) -> HttpResponse:
    sheet = request.POST.get("trang-tinh", "")
    sheets = [int(sheet)] if sheet.isdecimal() and len(sheet) < 6 else None
    counted = services.accept(edition=_edition(form), sheets=sheets, by=viewer(request))
    messages.success(request, f"Đã xác nhận {counted} dòng, cột theo đề xuất.")
    return redirect("desk:office-form", form.pk)


def _undo(request: HttpRequest, form: Any) -> HttpResponse:
    sheet = request.POST.get("trang-tinh", "")
    number = int(sheet) if sheet.isdecimal() and len(sheet) < 6 else -1
    services.undo(edition=_edition(form), sheet=number, by=viewer(request))
    messages.success(request, "Đã quay lại cách gắn trước lần lưu vừa rồi.")
    return redirect("desk:office-form-bind", form.pk, number)


def _settle(request: HttpRequest, form: Any) -> HttpResponse:
    services.settle(
        form=form, title=request.POST.get("title", "").replace("\x00", ""), absent=request.POST.get("absent", ""),
        by=viewer(request),
    )  # fmt: skip
    messages.success(request, "Đã lưu.")
    return redirect("desk:office-form", form.pk)


def _join(request: HttpRequest, form: Any) -> HttpResponse:
    told = request.POST.get("bieu", "")
    into = _form(request, int(told) if told.isdecimal() and len(told) < 16 else 0)
    services.join(form=form, into=into, by=viewer(request))
    messages.success(request, f"Tệp này nay là bản mới của «{into.title}».")
    return redirect("desk:office-form", into.pk)


def _retire(request: HttpRequest, form: Any) -> HttpResponse:
    services.retire(form=form, by=viewer(request))
    messages.success(request, f"Đã cất biểu «{form.title}». Nộp lại tệp thì bắt đầu biểu mới.")
    return redirect("desk:office-forms")


@require_http_methods(["GET", "POST"])
@login_required
@once
def bind(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """This function will let the rows and columns of one sheet be bound, page by page."""
    form, by = _form(request, pk), viewer(request)
    by.require(Act.REPORT_WRITE, form.unit_id)
    edition = _edition(form)
    bindings = queries.bindings(edition)
    held = next((one for one in bindings if one.sheet == sheet), None)
    if held is None:
        raise Http404
    layout = rules.from_json(held.content)
    known = queries.known(viewer=by, unit=form.unit_id, period=queries.period_of(edition))
    words, owners = typed.Words(known), indicators.owners()
    only = request.GET.get("loc") == "cho"
    page = Paginator(typed.lines_of(layout, only), typed.ON_A_PAGE).get_page(
        request.GET.get("trang")
    )
    context: dict[str, Any] = {
        "at": "reports", "form": form, "edition": edition, "layout": layout, "sheet": sheet,
        "words": words.all, "page": page, "only": only, "seen": held.version,
        "standing": queries.standing([layout]), "next": _next(bindings, sheet),
    }  # fmt: skip
    if request.method == "POST":
        roles, problems = typed.roles_sent(layout, request.POST, words)
        problem = ""
        if not problems:
            try:
                seen = request.POST.get("seen", "")
                services.bind(
                    edition=edition, sheet=sheet, roles=roles, by=by,
                    seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                )  # fmt: skip
            except services.UnableToFill as refused:
                problem = str(refused)
            else:
                messages.success(request, "Đã lưu và xác nhận các dòng, cột của trang này.")
                return redirect(_after(request, pk, sheet, page, only))
        lines = [
            one
            for one in rules.places(layout)
            if f"t-{one[0][1]}{one[0][0]}-{one[0][2]}" in request.POST
        ]
        rows = typed.rows_of(layout, lines, known, owners, words, request.POST, problems)
        context |= {"rows": rows, "problem": problem, "problems": problems}
        return render(request, "desk/office_forms/bind.html", context, status=422)
    context["rows"] = typed.rows_of(layout, list(page), known, owners, words)
    return render(request, "desk/office_forms/bind.html", context)


def _after(request: HttpRequest, pk: int, sheet: int, page: Any, only: bool) -> str:
    """Return where to go after a save: on to the next lines, or back to the form."""
    here = reverse("desk:office-form-bind", args=[pk, sheet])
    if page.has_next():
        # What waited on this page waits no more: the next lines are on the same page then.
        return f"{here}?loc=cho" if only else f"{here}?trang={page.next_page_number()}"
    return reverse("desk:office-form", args=[pk])


def _next(bindings: list[Any], sheet: int) -> int | None:
    """Return the sheet after one that has tables, or None."""
    later = [one.sheet for one in bindings if one.sheet > sheet and one.content["tables"]]
    return later[0] if later else None


@require_http_methods(["GET", "POST"])
@login_required
@once
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what a form would be filled with for a period, and fill it."""
    form, by = _form(request, pk), viewer(request)
    by.require(Act.REPORT_WRITE, form.unit_id)
    edition = _edition(form)
    given = request.POST if request.method == "POST" else request.GET
    held = queries.layouts(edition)
    context: dict[str, Any] = {
        "at": "reports", "form": form, "edition": edition, "standing": queries.standing(held),
        "periods": typed.period_choices(by.today), "code": given.get("ky", edition.code),
    }  # fmt: skip
    meant = {name: name in request.POST for name in ("partial", "over", "heads")}
    try:
        if request.method == "POST":
            made = services.fill(
                edition=edition, code=given.get("ky", ""), by=by, partial_is_meant=meant["partial"],
                over_is_meant=meant["over"], heads_are_meant=meant["heads"],
            )  # fmt: skip
            messages.success(request, "Đã điền biểu. Kiểm tra các chỗ cần xem rồi tải tệp về.")
            return redirect("desk:office-form-filled", pk, made.pk)
        opened = queries.book(edition)
    except services.UnableToFill as problem:
        context["problem"] = str(problem)
        opened = queries.book(edition)
    except UnreadableFile as problem:
        messages.error(request, str(problem))
        return redirect("desk:office-form", pk)
    period = _period(context["code"], form, edition)
    choices = Choices(form.absent, meant["partial"], meant["over"])
    found = queries.filling(
        edition, period=period, viewer=by, choices=choices, opened=opened, held=held
    )
    eyes = found.of(*EYES)
    context |= {
        "period": period, "found": found, "meant": meant, "eyes": eyes[:LISTED],
        "more": len(eyes) - LISTED, "conflicts": found.conflicts, "counts": _counted(found.cells),
        "partial": found.of(Outcome.PARTIAL), "taken": found.of(Outcome.TAKEN),
        "broken": [(p.name, at, what) for p in opened.pages for at, what in broken(p)][:20],
    }  # fmt: skip
    status = 422 if context.get("problem") else 200
    return render(request, "desk/office_forms/fill.html", context, status=status)


@require_GET
@login_required
def filled(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will list what went into a form, place by place, each with its figure."""
    form, one = _fill(request, pk, number)
    cells = queries.shown(one, viewer=viewer(request))
    only = request.GET.get("loc", "")
    if only in set(Outcome):
        wanted = [one for one in cells if one.outcome == only]
    else:
        # What needs eyes first, then all else in the order of the form.
        order = {outcome: at for at, outcome in enumerate(EYES)}
        wanted = sorted(cells, key=lambda one: order.get(one.outcome, len(order)))
    page = Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("trang"))
    eyes = queries.needs_eyes(cells)
    context = {
        "at": "reports", "form": form, "fill": one, "period": queries.period_of(one),
        "page": page, "rows": page, "counts": _counted(cells), "only": only, "eyes": len(eyes),
        "veiled": sum(each.veiled and each.place.state != Outcome.HIDDEN for each in cells),
        "sealed": queries.sealed(one), "names": queries.by_whom([one]),
        "others": [f for f in queries.fills(form)[:20] if f.pk != one.pk],
    }  # fmt: skip
    return render(request, "desk/office_forms/filled.html", context)


@require_GET
@login_required
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will give the filled form, written anew from what was recorded."""
    _, one = _fill(request, pk, number)
    try:
        content = queries.again(one, queries.shown(one, viewer=viewer(request)))
    except UnreadableFile as problem:
        messages.error(request, str(problem))
        return redirect("desk:office-form-filled", pk, number)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="bieu-{pk}-{one.code}-lan-{one.pk}.xlsx"'
    )
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_required
def compare(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will hold a filling against the numbers of today, or against another filling."""
    form, one = _fill(request, pk, number)
    by = viewer(request)
    cells = queries.shown(one, viewer=by)
    told = request.GET.get("voi", "")
    other = queries.fill(form, int(told)) if told.isdecimal() and len(told) < 16 else None
    if told and other is None:
        raise Http404
    if other is None:
        found = queries.moved(one, cells, viewer=by)
    else:
        found = queries.between(cells, queries.shown(other, viewer=by))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "at": "reports", "form": form, "fill": one, "other": other, "rows": page, "page": page,
        "period": queries.period_of(one), "count": len(found),
        "other_period": queries.period_of(other) if other else None,
    }  # fmt: skip
    return render(request, "desk/office_forms/compare.html", context)


def _counted(cells: Any) -> list[tuple[str, str, int]]:
    """Return how many places came out how: what needs eyes first."""
    order = [*EYES, *(one for one in Outcome if one not in EYES)]
    counted = dict.fromkeys(order, 0)
    for cell in cells:
        counted[cell.outcome] += 1
    return [(one.value, one.words, many) for one, many in counted.items() if many]


def _form(request: HttpRequest, pk: int) -> Any:
    found = queries.form(viewer=viewer(request), pk=pk)
    if found is None:
        raise Http404
    return found


def _edition(form: Any) -> Any:
    found = queries.edition(form)
    assert found is not None
    return found


def _fill(request: HttpRequest, pk: int, number: int) -> tuple[Any, Any]:
    form = _form(request, pk)
    found = queries.fill(form, number)
    if found is None:
        raise Http404
    return form, found


def _period(code: str, form: Any, edition: Any) -> Period:
    try:
        return from_code(code, Regime(form.regime))
    except BadPeriod:
        return queries.period_of(edition, form.regime)
