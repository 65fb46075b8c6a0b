"""Hỏi lại ô: the approver asks about single cells of a sent sheet, the unit answers these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.indicators import services, sheet_past
from dongthuan.decide.indicators.services import BadCells, UnableToKeepValue
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk import _cells as cells
from dongthuan.doors.desk._landing import home_of, viewer
from dongthuan.doors.desk._sheet_page import OneSheet, open_sheet
from dongthuan.doors.desk._waiting import told_where
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the cells of a sent sheet, and ask again about those with a reason."""
    one = open_sheet(viewer(request), pk)
    one.by.require(Act.VALUE_APPROVE, one.unit)
    if request.method != "POST":
        return _asking(request, one) if one.approves else redirect("desk:sheet", pk)
    lines = [line for line in one.lines if line.readable]
    reasons = {line.key: request.POST.get(f"vi-sao-{line.key}", "") for line in lines}
    step = request.POST.get("buoc", "")
    try:
        services.ask_again(
            sheet=one.sheet, reasons=reasons, by=one.by,
            seen=int(step) if step.isdecimal() and len(step) < 19 else 0,
        )  # fmt: skip
    except UnableToKeepValue as problem:
        return _asking(request, one, str(problem), reasons)
    asked = sum(bool(reason.strip()) for reason in reasons.values())
    messages.success(
        request, f"Đã hỏi lại {numbers.written(asked)} ô. {one.name} thấy từng ô và lý do; các số "
        "khác giữ như đã gửi."
    )  # fmt: skip
    return redirect("desk:sheet", pk)


def _asking(
    request: HttpRequest, one: OneSheet, refused: str = "", reasons: Mapping[str, str] | None = None
) -> HttpResponse:
    past = sheet_past.past(one.sheet, held=one.lines)
    rows = [(line, (reasons or {}).get(line.key, "")) for line in one.lines if line.readable]
    return render(request, "desk/sheets/ask.html", {
        "at": "rounds", "sheet": one.sheet, "round": one.sheet.round, "name": one.name,
        "rows": rows, "refused": refused, "step": past.last,
    }, status=422 if refused else 200)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Ô phải trả lời: the line, what stands in its box, whether it is said to be right, the words."""

    line: Line
    text: str
    same: bool
    words: str
    problem: str = ""

    @property
    def keypad(self) -> str:
        """This property will return which keys a phone offers."""
        return cells.keypad(self.line)


@require_http_methods(["GET", "HEAD", "POST"])
@told_where
@login_required
@never_cache
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show the cells that are asked about, and take their answers alone."""
    one = open_sheet(viewer(request), pk)
    one.by.require(Act.VALUE_ENTER, one.unit)
    asked = [line for line in one.lines if line.asked is not None and line.readable]
    if request.method != "POST":
        if not asked or not one.enters:
            return redirect("desk:sheet", pk)
        return _answering(request, one, [Asked(line, line.sent_text, False, "") for line in asked])
    post = request.POST
    given = [
        Asked(line, post.get(f"o-{line.key}", line.sent_text), f"dung-{line.key}" in post,
              post.get(f"vi-sao-{line.key}", ""))
        for line in asked
    ]  # fmt: skip
    try:
        services.answer_asked(
            sheet=one.sheet, typed={row.line.key: row.text for row in given}, by=one.by,
            same={row.line.key for row in given if row.same},
            words={row.line.key: row.words for row in given},
        )  # fmt: skip
    except BadCells as problem:
        return _answering(request, one, given, beside=cells.bad(problem))
    except UnableToKeepValue as problem:
        return _answering(request, one, given, refused=str(problem))
    if home_of(one.by) == reverse("desk:phone"):
        return redirect("desk:phone-done", pk)
    messages.success(request, "Đã gửi trả lời. Các số khác giữ như đã gửi; phiếu chờ duyệt.")
    return redirect("desk:sheet", pk)


def _answering(
    request: HttpRequest, one: OneSheet, rows: list[Asked], refused: str = "",
    beside: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    beside = beside or {}
    shown = [
        Asked(row.line, row.text, row.same, row.words, beside.get(row.line.key, "")) for row in rows
    ]
    return render(request, "desk/sheets/answer.html", {
        "at": "phone" if home_of(one.by) == reverse("desk:phone") else "rounds",
        "sheet": one.sheet, "round": one.sheet.round, "name": one.name, "rows": shown,
        "refused": refused,
        "problems": [(row.line.key, f"{row.line.definition.label}: {row.problem}")
                     for row in shown if row.problem],
    }, status=422 if refused or beside else 200)  # fmt: skip
