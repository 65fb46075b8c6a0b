"""Đợt số liệu: the list, one round with who has sent, approving many sheets, closing, the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.decide.indicators import queries, round_reading, services, sheet_reading
from dongthuan.decide.indicators.queries import Standing
from dongthuan.decide.indicators.round_reading import Waiting
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._round_forms import Opening, PeriodForm
from dongthuan.doors.desk._round_page import FILTERS, OneRound, open_round_page, standing_words
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import KINDS

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Round, Sheet

_A_PAGE, _SHEETS, _UNITS = 30, 120, 60


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the rounds of the viewer's reach, those still open first."""
    by = viewer(request)
    if not by.reach(Act.ROUND_SEE):
        raise NotPermitted(Act.ROUND_SEE)
    found = queries.rounds(viewer=by)
    stands = queries.standings(found, viewer=by)
    ordered = sorted(found, key=lambda one: _place(one, stands[one.pk]))
    if kind := exporting.wanted(request):
        table = _tables.rounds(ordered, stands, by.today)
        return exporting.give([table], kind, "dot-so-lieu", by.today.isoformat())
    page: Page[Any] = Paginator(ordered, _A_PAGE).get_page(request.GET.get("trang"))
    groups = groupby(page, lambda one: _HEADINGS[_place(one, stands[one.pk])[0]])
    return render(request, "desk/rounds/list.html", {
        "at": "rounds", "page": page, "opens": bool(by.reach(Act.ROUND_OPEN)),
        "groups": [(words, [_row(one, stands[one.pk], by) for one in held])
                   for words, held in groups],
    })  # fmt: skip


_HEADINGS = ("Đang chờ số", "Đã đủ số", "Đã đóng")


def _place(one: Round, stands: Standing) -> tuple[int, int]:
    """What is awaited stands first, the nearest due day on top; of the rest the latest."""
    if one.closed_on is not None:
        return 2, -one.due_on.toordinal()
    return (1, -one.due_on.toordinal()) if stands.done else (0, one.due_on.toordinal())


def _row(one: Round, stands: Standing, by: SignedIn) -> dict[str, Any]:
    return {
        "round": one, "period": queries.period_of(one), "standing": standing_words(stands),
        "seen": stands.asked, "late": numbers.written(stands.late) if stands.late else "",
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will open a round: first for which period, then what is asked of whom."""
    by = viewer(request)
    if not by.reach(Act.ROUND_OPEN):
        raise NotPermitted(Act.ROUND_OPEN)
    told = request.POST or request.GET
    first = PeriodForm(told if "ky" in told else None, by=by)
    if not first.is_valid():
        shown = {"at": "rounds", "form": first}
        status = 422 if first.is_bound else 200
        return render(request, "desk/rounds/when.html", shown, status=status)
    opening = Opening(first.wanted, by, request.POST or None, like=told.get("nhu", ""))
    if request.method == "POST":
        made = opening.deed()
        if made is not None:
            messages.success(
                request, f"Đã mở đợt «{made.title}». Các đơn vị thấy ngay phiếu của mình."
            )
            return redirect("desk:round", made.pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "rounds", "opening": opening, "form": opening.form}
    return render(request, "desk/rounds/new.html", shown, status=status)


@require_safe
@login_required
@never_cache
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show who has sent and who is late, and offer what is next."""
    one = open_round_page(viewer(request), pk)
    if kind := exporting.wanted(request):
        chosen = _chosen(request)
        table = _tables.standing(one, one.filtered(chosen), FILTERS[chosen].lower())
        return exporting.give([table], kind, "ai-da-gui", one.round.code, one.round.title)
    return _show(request, one)


def _chosen(request: HttpRequest) -> str:
    asked = request.GET.get("loc", "")
    return asked if asked in FILTERS else ""


def _show(
    request: HttpRequest, one: OneRound, refused: str = "", status: int = 200
) -> HttpResponse:
    chosen = _chosen(request)
    page: Page[Any] = Paginator(one.filtered(chosen), _SHEETS).get_page(request.GET.get("trang"))
    return render(request, "desk/rounds/round.html", {
        "at": "rounds", "one": one, "round": one.round, "choices": one.choices(chosen),
        "chosen": chosen, "page": page, "lines": one.lines(list(page)), "refused": refused,
        "standing": standing_words(one.standing), "to_approve": one.to_approve,
        "missed": one.missed, "owing": bool(one.owing), "text": one.text if one.follows else "",
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list what waits with its large changes, and approve it in one go."""
    one = open_round_page(viewer(request), pk)
    if not one.by.reach(Act.VALUE_APPROVE):
        raise NotPermitted(Act.VALUE_APPROVE)
    if request.method != "POST":
        return _approving(request, one)
    seen = _seen(request)
    if not seen:
        return _approving(request, one, "Chưa chọn phiếu nào để duyệt.")
    done = services.approve_all(round=one.round, seen=seen, by=one.by)
    if not done.approved:
        said = [f"{one.tree.name(sheet.unit_id)}: {reason}" for sheet, reason in done.left]
        return _approving(request, one, "Chưa duyệt được phiếu nào. " + " ".join(said))
    messages.success(request, f"Đã duyệt {numbers.written(len(done.approved))} phiếu.")
    for sheet, reason in done.left:
        messages.warning(request, f"{one.tree.name(sheet.unit_id)} chưa duyệt: {reason}")
    return redirect("desk:round", pk)


def _seen(request: HttpRequest) -> dict[int, int]:
    """Return of each ticked sheet the step that the page showed it with."""
    found = {}
    for told in request.POST.getlist("phieu"):
        sheet, _, step = told.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (sheet, step)):
            found[int(sheet)] = int(step)
    return found


@dataclass(frozen=True, slots=True)
class ToApprove:
    """Phiếu chờ duyệt trên trang: what waits, the unit's name, what its box sends, and its tick."""

    waiting: Waiting
    name: str
    value: str
    ticked: bool


def _approving(request: HttpRequest, one: OneRound, refused: str = "") -> HttpResponse:
    found = round_reading.waiting(one.round, viewer=one.by, home=one.by.home_units())
    place = {sheet.pk: at for at, sheet in enumerate(one.sheets)}
    sent = request.POST.getlist("phieu")
    rows = []
    for row in sorted(found, key=lambda row: place.get(row.sheet.pk, 0)):
        value = f"{row.sheet.pk}.{row.step}"
        name = one.tree.name(row.sheet.unit_id)
        asked = bool(row.row.questioned)
        rows.append(ToApprove(row, name, value, value in sent if refused else not asked))
    # What asks for a look stands first: many calm sheets after it are one glance.
    far = [
        row for row in rows
        if row.waiting.far or row.waiting.objected or row.waiting.row.questioned
    ]  # fmt: skip
    calm = [row for row in rows if row not in far]
    return render(request, "desk/rounds/approve.html", {
        "at": "rounds", "one": one, "round": one.round, "refused": refused, "rows": rows,
        "groups": [("Cần nhìn kỹ", far), ("Không có gì khác thường", calm)],
        "any": any(not row.waiting.own for row in rows),
    }, status=422 if refused else 200)  # fmt: skip


@require_POST
@login_required
@never_cache
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will close a round, or open a closed one again."""
    one = open_round_page(viewer(request), pk)
    reason = request.POST.get("ly-do", "")
    try:
        if request.POST.get("viec") == "mo-lai":
            services.reopen_round(round=one.round, reason=reason, by=one.by)
            said = "Đã mở lại đợt. Các đơn vị gửi được số còn thiếu và thấy lý do."
        else:
            missed = services.close_round(round=one.round, by=one.by)
            said = "Đã đóng đợt. Số chưa gửi để trống, không tính là 0."
            if missed:
                said += f" {numbers.written(missed)} đơn vị chưa gửi được ghi lại cùng đợt."
    except services.UnableToAsk as problem:
        return _show(request, one, str(problem), status=422)
    messages.success(request, said)
    return redirect("desk:round", pk)


@require_safe
@login_required
@never_cache
def values(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lay what was told side by side: units down, measures across."""
    by = viewer(request)
    one = open_round_page(by, pk)
    asked = round_reading.asked_of(one.round)
    seen = {sheet.unit.kind for sheet in one.sheets}
    levels = [level for level in KINDS if level in asked and level in seen]
    chosen = request.GET.get("cap", "")
    level = chosen if chosen in levels else next(iter(levels), "")
    sheets = [sheet for sheet in one.sheets if sheet.unit.kind == level]
    if kind := exporting.wanted(request):
        lines = sheet_reading.lines_of(sheets, viewer=by, home=by.home_units())
        words = KINDS[level].words if level else ""
        table = _tables.values(one, asked.get(level, []), sheets, lines, words)
        return exporting.give([table], kind, "so-lieu", one.round.code, one.round.title)
    page: Page[Any] = Paginator(sheets, _UNITS).get_page(request.GET.get("trang"))
    lines = sheet_reading.lines_of(list(page), viewer=by, home=by.home_units())
    rows = [
        (sheet, one.tree.name(sheet.unit_id), [_cell(line, sheet) for line in lines[sheet.pk]],
         one.status(sheet))
        for sheet in page
    ]  # fmt: skip
    return render(request, "desk/rounds/values.html", {
        "at": "rounds", "one": one, "round": one.round, "page": page, "rows": rows,
        "levels": [(code, KINDS[code].words) for code in levels], "level": level,
        "measures": asked.get(level, []), "sums": _sums(by, one, asked, level),
    })  # fmt: skip


def _cell(line: Line, sheet: Sheet) -> dict[str, Any]:
    """Say once what a template would look up again and again in thousands of cells; a text is only
    empty where it may not be known.
    """
    sent = line.sent
    shown = "x" if sent == "không áp dụng" else sent or "–"
    return {
        "text": shown if line.readable else "", "jump": line.jump,
        "estimate": bool(sent and line.cell.told and line.cell.told.estimate),
        "asked": line.asked if sheet.status == "sent" else None,
    }  # fmt: skip


def _sums(
    by: SignedIn, one: OneRound, asked: Mapping[str, list[Any]], level: str
) -> list[Figure]:  # fmt: skip
    if not one.sees_whole or not asked.get(level):
        return []
    asks = [Ask(row.item.key, one.unit, one.period) for row in asked[level]]
    return figures(asks, Look(by, Forest(), evidence=False))


@require_safe
@login_required
@never_cache
def owing(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the list of who has not sent as a slip to print."""
    one = open_round_page(viewer(request), pk)
    if not one.follows:
        raise Http404
    rows = [(one.tree.name(sheet.unit_id), "chưa gửi") for sheet in one.owing.never]
    rows += [(one.tree.name(sheet.unit_id), "trả lại để xem lại") for sheet in one.owing.again]
    rows += [
        (one.tree.name(sheet.unit_id), f"hỏi lại {numbers.written(count)} ô")
        for sheet, count in one.owing.asked
    ]
    return render(request, "desk/rounds/owing.html", {
        "at": "rounds", "one": one, "round": one.round, "rows": rows, "today": one.by.today,
        "asker": one.tree.name(one.unit),
    })  # fmt: skip
