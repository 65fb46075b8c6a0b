"""Bản Word của đơn vị: the office's own report taken in, its numbers bound, the next draft begun."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dongthuan.answer.manuscripts import queries, services
from dongthuan.answer.manuscripts.rules import Standing, next_codes
from dongthuan.answer.reports.services import UnableToReport
from dongthuan.decide.indicators.services import UnableToAsk, UnableToKeepValue
from dongthuan.doors.desk import _reports as forms
from dongthuan.doors.desk import _word_lines as shown
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Nature, measures
from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.org import queries as org

LARGEST = 20 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NATURES = {"flow": "cộng dồn trong kỳ", "stock": "có đến cuối kỳ", "ratio": "tỷ lệ hai số, như 4/5"}


@require_http_methods(["GET", "POST"])
@login_required
@once
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the office's own files and take a new one in."""
    by = viewer(request)
    if not by.reach(Act.REPORT_WRITE):
        raise NotPermitted(Act.REPORT_WRITE)
    form = forms.Beginning.of(request)
    rows = Paginator(queries.manuscripts(viewer=by), 30).get_page(request.GET.get("trang"))
    context: dict[str, Any] = {
        "at": "reports", "form": form, "page": rows,
        "rows": [(one, queries.period_of(one)) for one in rows],
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "desk/word/listing.html", context)
    sent = request.FILES.get("tep")
    try:
        if sent is None:
            raise forms.Unclear("Chưa chọn tệp báo cáo. Bấm «Chọn tệp» rồi chọn báo cáo kỳ trước.")
        if (sent.size or 0) > LARGEST:
            raise forms.Unclear("Tệp nặng hơn 20 MB. Bỏ bớt ảnh trong tệp rồi gửi lại.")
        made = services.keep(
            unit=form.unit_chosen(), issuer=form.issuer_chosen(), data=sent.read(),
            name=sent.name or "tệp", by=by, code=request.POST.get("ky", "").strip(),
        )  # fmt: skip
    except (forms.Unclear, services.UnableToUseFile) as problem:
        context |= {"problem": str(problem)}
        return render(request, "desk/word/listing.html", context, status=422)
    return redirect("desk:word", made.pk)


@require_GET
@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show the numbers of a file line by line, with what may be done about each."""
    one = _manuscript(request, pk)
    held = list(queries.marks(one))
    progress = queries.progress(held)
    view = request.GET.get("xem", "")
    if view not in shown.VIEWS:
        view = "chua-xet" if progress.open else "tat-ca"
    known = measures(queries.period_of(one).last_day)
    tree = org.tree(queries.period_of(one).last_day)
    found = shown.lines(one, held, known, view, tree.name)
    page = Paginator(found, shown.ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "at": "reports", "one": one, "period": queries.period_of(one), "progress": progress,
        "views": shown.VIEWS, "view": view, "page": page, "turn": queries.last_turn(one),
        "nexts": [(code, periods.printed(code)) for code in next_codes(one.code)],
        "base": f"?xem={view}", "warnings": one.warnings.splitlines(),
    }  # fmt: skip
    return render(request, "desk/word/file.html", context)


@require_POST
@login_required
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will do what a button says: to one number, to all that are sure, or take it back."""
    one = _manuscript(request, pk)
    by = viewer(request)
    verb, _, place = request.POST.get("lam", "").partition(":")
    try:
        if verb == "nhan-het":
            count = services.accept_offers(manuscript=one, by=by)
            messages.success(request, f"Đã gắn {count} số theo đề nghị.")
        elif verb == "giu-het":
            count = services.keep_rest(manuscript=one, by=by)
            messages.success(request, f"Đã để {count} số giữ nguyên qua các kỳ.")
        elif verb == "hoan-tac":
            words = services.take_back(manuscript=one, by=by)
            messages.success(
                request, f"Đã hoàn tác: {words}." if words else "Không còn gì để hoàn tác."
            )
        elif place.isdigit():
            _settle_one(one, verb, int(place), by)
    except services.UnableToBind as problem:
        messages.error(request, str(problem))
    return redirect(f"{_back(request, pk)}#s{place}" if place else _back(request, pk))


def _settle_one(one: Any, verb: str, place: int, by: Any) -> None:
    mark = queries.marks(one).filter(place=place).first()
    if mark is None:
        raise services.UnableToBind("Con số này không còn trong bản Word; tải lại trang.")
    choice = {
        "nhan": services.offered(mark),
        "giu": services.Choice(place, Standing.KEPT),
        "mo": services.Choice(place, Standing.OPEN),
    }.get(verb)
    if choice is not None:
        words = {"nhan": "gắn", "giu": "giữ nguyên", "mo": "xét lại"}[verb]
        services.bind(manuscript=one, choices=[choice], words=f"{words} «{mark.surface}»", by=by)


def _back(request: HttpRequest, pk: int) -> str:
    address = str(redirect("desk:word", pk)["Location"])
    view, page = request.POST.get("xem", ""), request.POST.get("trang", "")
    if view not in shown.VIEWS:
        return address
    return f"{address}?xem={view}" + (f"&trang={page}" if page.isdigit() else "")


@require_http_methods(["GET", "POST"])
@login_required
@once
def number(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """This function will let a measure be chosen for one number, found by a few letters of its name."""
    one = _manuscript(request, pk)
    mark = queries.marks(one).filter(place=place).first()
    if mark is None:
        raise Http404
    period = queries.period_of(one)
    known = measures(period.last_day)
    if request.method == "POST":
        key, code = request.POST.get("muc", ""), request.POST.get("ky", "")
        try:
            if key not in known:
                raise services.UnableToBind("Chọn một mục số liệu trong danh sách.")
            form = queries.told_in(mark, known[key].unit).form
            choice = services.Choice(place, Standing.BOUND, key, None, code, form)
            words = f"gắn «{mark.surface}» với {known[key].label}"
            services.bind(manuscript=one, choices=[choice], words=words, by=viewer(request))
        except services.UnableToBind as problem:
            messages.error(request, str(problem))
            return redirect("desk:word-number", pk, place)
        return redirect(f"{redirect('desk:word', pk)['Location']}#s{place}")
    asked = request.GET.get("tim", str(mark.reading.get("name", "")))
    letters = fold(asked).split()
    found = [
        m
        for m in known.values()
        if all(w in fold(f"{m.label} {' '.join(m.names)}") for w in letters)
    ]
    line = queries.opened(one).lines[mark.line].text
    context = {
        "at": "reports", "one": one, "mark": mark, "asked": asked, "found": found[:60],
        "more": max(0, len(found) - 60), "before": line[: mark.start], "after": line[mark.end :],
        "code": mark.code or str(mark.reading.get("code", "")), "codes": _codes(period),
    }  # fmt: skip
    return render(request, "desk/word/number.html", context)


def _codes(period: Any) -> list[tuple[str, str]]:
    return [("", f"kỳ báo cáo ({period})"), ("cungky", "cùng kỳ năm trước"),
            ("kytruoc", "kỳ trước liền kề"), ("canam", f"cả năm {period.last_day.year}")]  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
@once
def new_measures(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will make measures of the numbers that none is known for, named as the text does."""
    one = _manuscript(request, pk)
    viewer(request).require(Act.INDICATOR_DEFINE, one.unit_id)
    proposed = queries.new_measures(queries.marks(one))
    rows: list[dict[str, Any]] = [
        {"at": at, "told": told, "label": told.label, "unit": told.unit, "nature": told.nature,
         "taken": True}
        for at, told in enumerate(proposed)
    ]  # fmt: skip
    context: dict[str, Any] = {"at": "reports", "one": one, "rows": rows, "natures": NATURES,
                               "period": queries.period_of(one)}  # fmt: skip
    if request.method == "GET":
        return render(request, "desk/word/new.html", context)
    for row in rows:
        at = row["at"]
        row["taken"] = f"chon-{at}" in request.POST
        row["label"] = request.POST.get(f"ten-{at}", str(row["label"])).strip()
        row["unit"] = request.POST.get(f"dvt-{at}", str(row["unit"])).strip()
        nature = request.POST.get(f"cach-{at}", "")
        row["nature"] = nature if nature in NATURES else row["nature"]
    wanted = [
        services.NewMeasure(str(r["label"]), str(r["unit"]), Nature(str(r["nature"])), r["told"].places)
        for r in rows if r["taken"]
    ]  # fmt: skip
    try:
        count = services.create(manuscript=one, rows=wanted, by=viewer(request))
    except (UnableToAsk, UnableToKeepValue, services.UnableToBind) as problem:
        context |= {"problem": str(problem)}
        return render(request, "desk/word/new.html", context, status=422)
    messages.success(request, f"Đã đặt {count} mục số liệu và ghi số kỳ trước từ báo cáo.")
    return redirect("desk:word", pk)


@require_POST
@login_required
@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will begin the draft of a period in the office's own file."""
    one = _manuscript(request, pk)
    try:
        draft = services.begin(manuscript=one, code=request.POST.get("ky", ""), by=viewer(request))
    except (services.UnableToUseFile, UnableToReport) as problem:
        messages.error(request, str(problem))
        return redirect("desk:word", pk)
    return redirect("desk:report", draft.report_id)


@require_POST
@login_required
@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will open the unit's own sheet for the numbers that a draft still lacks."""
    draft = queries.draft(viewer=viewer(request), report=pk)
    if draft is None:
        raise Http404
    try:
        sheet = services.ask_missing(draft=draft, by=viewer(request))
    except UnableToAsk as problem:
        messages.error(request, str(problem))
        return redirect("desk:report", pk)
    return redirect("desk:sheet", sheet.pk)


@require_GET
@login_required
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the file back as it was taken in."""
    one = _manuscript(request, pk)
    return word_answer(queries.content(one), f"ban-word-{pk}.docx")


def word_answer(data: bytes, name: str) -> HttpResponse:
    """This function will answer with a Word file that is stored nowhere on the way."""
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _manuscript(request: HttpRequest, pk: int) -> Any:
    found = queries.manuscript(viewer=viewer(request), pk=pk)
    if found is None:
        raise Http404
    return found
