"""Phiếu số liệu: enter, paste, send; approve, return, open again, correct; enter for a unit."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import pasting, queries, services, sheet_past, sheet_reading
from dongthuan.decide.indicators.rules import SOURCES
from dongthuan.decide.indicators.services import BadCells, UnableToKeepValue
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk import _cells as cells
from dongthuan.doors.desk._cells import Sent
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._sheet_page import (
    OneSheet,
    Said,
    listed,
    open_sheet,
    refused,
    show,
    typed_in,
)
from dongthuan.doors.desk._waiting import told_where
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives import numbers

LARGEST_PHOTO = 15 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@told_where
@login_required
@never_cache
@once
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a sheet, keep what is typed or pasted in it, and send it."""
    one = open_sheet(viewer(request), pk)
    if request.method != "POST":
        return show(request, one)
    told = cells.sent(request.POST, one.lines)
    verb = request.POST.get("viec", "luu")
    block = request.POST.get("khoi", "")
    if told.problems:
        said = listed(one, told.problems)
        return show(request, one, Said(cells.again(one.lines, told, told.problems), problems=said))
    pasted = ""
    if verb == "dan":
        found = _pasted(one, block)
        if found.troubles:
            again = cells.again(one.lines, told, {})
            return show(request, one, Said(again, block=block, troubles=found.troubles))
        # From here on the numbers of the block stand in their fields, typed like any other.
        told = told.with_pasted(found.cells, estimate="uoc-tat-ca" in request.POST)
        pasted, block = _pasted_words(found), ""
    try:
        return _hand_in(request, one, told, verb, pasted)
    except UnableToKeepValue as problem:
        return show(request, one, refused(problem, one, told, block=block))


def _hand_in(
    request: HttpRequest, one: OneSheet, told: Sent, verb: str, pasted: str
) -> HttpResponse:  # fmt: skip
    typed = typed_in(one, told)
    if verb in ("gui", "gui-thieu"):
        services.hand_in(**typed, empty_is_meant=verb == "gui-thieu")
        messages.success(request, f"Đã nhận số liệu của {one.name}. Không cần làm gì thêm.")
        return redirect("desk:sheet", one.sheet.pk)
    if verb == "khong-doi":
        again = "da-xem-lai" in request.POST
        left = services.hand_in_unchanged(**typed, looked_again=again)
        messages.success(request, _unchanged_words(left))
        return redirect("desk:sheet", one.sheet.pk)
    wanting = services.save_drafts(**typed)
    said = f" Có {numbers.written(len(wanting))} ô cần xem lại trước khi gửi." if wanting else ""
    messages.success(request, pasted or f"Đã lưu tạm, chưa gửi.{said}")
    return redirect("desk:sheet", one.sheet.pk)


def _unchanged_words(left: int) -> str:
    if not left:
        return "Đã nhận: các mục không thay đổi so với kỳ trước. Không cần làm gì thêm."
    return (
        "Đã ghi các mục không thay đổi. Phiếu chưa gửi: "
        f"còn {numbers.written(left)} mục cần ghi số."
    )


def _pasted(one: OneSheet, block: str) -> pasting.Block:
    readable = [line for line in one.lines if line.readable]
    return pasting.read_block(block, sheet_reading.named(readable, one.counted))


def _pasted_words(found: pasting.Block) -> str:
    count = numbers.written(len(found.cells))
    passed = " ".join(found.passed[:10])
    return f"Đã dán {count} ô và lưu tạm. Xem lại rồi bấm «Gửi số liệu». {passed}".strip()


def _approve(request: HttpRequest, one: OneSheet) -> str:
    step = request.POST.get("buoc", "")
    seen = int(step) if step.isdecimal() and len(step) < 19 else 0
    settled = "da-ro" in request.POST
    services.approve(sheet=one.sheet, by=one.by, seen=seen, asked_is_settled=settled)
    return f"Đã duyệt phiếu của {one.name}."


def _send_back(request: HttpRequest, one: OneSheet) -> str:
    services.send_back(sheet=one.sheet, by=one.by, reason=request.POST.get("ly-do", ""))
    return f"Đã trả lại phiếu. {one.name} thấy lý do khi mở phiếu."


def _reopen(request: HttpRequest, one: OneSheet) -> str:
    services.reopen(sheet=one.sheet, by=one.by, reason=request.POST.get("ly-do", ""))
    return f"Đã mở lại phiếu. {one.name} sửa và gửi lại được."


def _agree(request: HttpRequest, one: OneSheet) -> str:
    _answer(request, one, agrees=True)
    return "Đã ghi: số nhập giúp là đúng. Bác không cần làm gì thêm."


def _object(request: HttpRequest, one: OneSheet) -> str:
    _answer(request, one, agrees=False)
    return "Đã ghi ý kiến của bác. Bác sửa số trong phiếu rồi gửi, hoặc người nhập giúp sẽ gọi lại."


def _answer(request: HttpRequest, one: OneSheet, *, agrees: bool) -> None:
    helped = queries.helps(one.sheet)
    number = request.POST.get("lan", "")
    found = [h for h in helped if str(h.pk) == number]
    if not found:
        raise Http404
    note = request.POST.get("ly-do", "")
    services.answer_help(helped=found[0], agrees=agrees, by=one.by, note=note)


_VERBS: dict[str, Callable[[HttpRequest, OneSheet], str]] = {
    "duyet": _approve, "tra-lai": _send_back, "mo-lai": _reopen, "dung": _agree,
    "chua-dung": _object,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will approve, return or open a sheet again, or take the owner's word."""
    one = open_sheet(viewer(request), pk)
    if verb not in _VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:sheet", pk)
    try:
        said = _VERBS[verb](request, one)
    except UnableToKeepValue as problem:
        reason = request.POST.get("ly-do", "")
        return show(request, one, Said(refused=str(problem), verb=verb, reason=reason))
    messages.success(request, said)
    return redirect("desk:sheet", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def enter_for(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will enter numbers for a unit that told them by paper, call or chat."""
    one = open_sheet(viewer(request), pk)
    one.by.require(Act.VALUE_HELP, one.unit)
    if request.method != "POST":
        return _helping(request, one)
    told = cells.sent(request.POST, one.lines)
    photo = request.FILES.get("anh")
    try:
        if photo is not None and (photo.size or 0) > LARGEST_PHOTO:
            raise UnableToKeepValue("Ảnh lớn hơn 15 MB. Bác chụp lại ở cỡ ảnh vừa.")
        services.enter_for(
            sheet=one.sheet, typed=dict(told.texts), source=request.POST.get("nguon", ""),
            by=one.by, photo=photo.read() if photo else b"", note=request.POST.get("ghi-chu", ""),
        )  # fmt: skip
    except BadCells as problem:
        return _helping(request, one, told, "", cells.bad(problem))
    except UnableToKeepValue as problem:
        return _helping(request, one, told, str(problem))
    messages.success(request, f"Đã ghi số nhập giúp. {one.name} sẽ xác nhận.")
    return redirect("desk:sheet", pk)


def _helping(
    request: HttpRequest, one: OneSheet, told: Sent | None = None, refused: str = "",
    beside: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    fields = [
        cells.Field(
            line, told.texts.get(line.key, "") if told else "", False, "",
            (beside or {}).get(line.key, ""),
        )
        for line in one.lines
    ]  # fmt: skip
    problems = [
        (f.line.key, f"{f.line.definition.label}: {f.problem}") for f in fields if f.problem
    ]
    return render(request, "desk/sheets/help.html", {
        "at": "rounds", "one": one, "sheet": one.sheet, "round": one.sheet.round,
        "name": one.name, "open": one.open, "refused": refused, "problems": problems,
        "chapters": cells.by_chapter(fields), "sources": SOURCES.items(),
        "source": request.POST.get("nguon", ""), "note": request.POST.get("ghi-chu", ""),
        "chose_photo": "anh" in request.FILES,
    }, status=422 if told else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def photograph(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will give the photograph of a help to whoever may see the sheet."""
    one = open_sheet(viewer(request), pk)
    stored = sheet_reading.photograph(one.sheet, help=number, viewer=one.by, home=one.home)
    if stored is None:
        raise Http404
    return HttpResponse(
        files.content(stored), content_type="image/jpeg",
        headers={"Content-Disposition": 'inline; filename="ban-giay.jpg"'},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def correct(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """This function will lay a corrected value over an approved one, with a reason."""
    one = open_sheet(viewer(request), pk)
    line = next((line for line in one.lines if line.key == key and line.readable), None)
    if line is None:
        raise Http404
    by = one.by
    if not by.may(Act.VALUE_CORRECT, one.sheet.round.unit_id):
        raise NotPermitted(Act.VALUE_CORRECT)
    if request.method != "POST":
        return _correcting(request, one, line)
    try:
        services.correct(
            sheet=one.sheet, key=key, text=request.POST.get("so", ""), reason=_why(request),
            by=by, estimate="uoc" in request.POST, seen=request.POST.get("thay", ""),
        )  # fmt: skip
    except UnableToKeepValue as problem:
        return _correcting(request, one, line, str(problem))
    messages.success(
        request, f"Đã sửa «{line.definition.label}». Báo cáo đã phát hành giữ số lúc phát hành."
    )
    return redirect("desk:sheet", pk)


def _why(request: HttpRequest) -> str:
    """Return the reason in one sentence: on whose word, and why."""
    whose = " ".join(request.POST.get("y-kien", "").split())
    why = request.POST.get("ly-do", "").strip()
    if not whose:
        return why
    return f"Sửa theo ý kiến của {whose}." + (f" {why}" if why else "")


def _correcting(
    request: HttpRequest, one: OneSheet, line: Line, refused: str = ""
) -> HttpResponse:  # fmt: skip
    past = sheet_past.past(one.sheet, held=one.lines)
    typed = request.POST
    return render(request, "desk/sheets/correct.html", {
        "at": "rounds", "one": one, "sheet": one.sheet, "round": one.sheet.round,
        "name": one.name, "line": line, "refused": refused,
        "approved": one.sheet.status == "approved" and line.cell.told is not None,
        "changes": [change for change in past.changes if change.key == line.key],
        "text": typed.get("so", ""), "whose": typed.get("y-kien", ""),
        "why": typed.get("ly-do", ""),
        "estimate": "uoc" in typed if typed else line.estimate,
    }, status=422 if refused else 200)  # fmt: skip
