"""Điện thoại: what a group head or cell secretary owes, and two taps to answer it.

Every form here is one that `assets/js/desk/waiting.js` keeps until its answer arrives; without
JavaScript it is a plain form.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import queries, services, sheet_past, sheet_reading
from dongthuan.decide.indicators.rules import Due
from dongthuan.decide.indicators.services import UnableToKeepValue, UnchangedTooLong
from dongthuan.doors.desk import _cells as cells
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._sheet_page import (
    NOTHING,
    OneSheet,
    Said,
    listed,
    open_sheet,
    refused,
    typed_in,
)
from dongthuan.doors.desk._waiting import told_where
from dongthuan.doors.desk.phone_tasks import owed_tasks
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org


@dataclass(frozen=True, slots=True)
class Owed:
    """Phiếu phải gửi: whose it is, for what, by when, and whether «không thay đổi» fits it."""

    pk: int
    unit: str
    title: str
    when: str
    late: bool
    returned: bool
    same: bool
    # How many cells of it are asked about again; it is sent, and only these are waited for.
    asked: int = 0

    @property
    def address(self) -> str:
        """This property will return where it is answered."""
        return reverse("desk:sheet-asked" if self.asked else "desk:phone-sheet", args=[self.pk])


@require_safe
@login_required
@never_cache
def phone(request: HttpRequest) -> HttpResponse:
    """This function will show what is due and by when, and the large buttons that answer it."""
    by = viewer(request)
    home = _own(by)
    return render(request, "desk/phone/phone.html", {
        "at": "phone", "units": [by.tree.name(unit) for unit in home], "owed": _owed(by, home),
        "tasks": owed_tasks(by),
        "helped": [
            (sheet, by.tree.name(sheet.unit_id)) for sheet in queries.waiting_help(viewer=by)
            if sheet.unit_id in home
        ],
        "telephone": _telephone(by, home),
    })  # fmt: skip


# Steps that tell the unit that something of its own arrived.
_RECEIVED = frozenset({"sent", "no_change", "helped", "confirmed", "objected"})


def _telephone(by: SignedIn, home: list[int]) -> str:
    """Return the number to call: of the nearest unit above, or of the ward a committee stands in."""
    above = [unit for one in home for unit in reversed(by.tree.path(one))]
    places = [by.tree[unit].place for unit in above]
    asked = [*above, *(unit for unit in reversed(places) if unit is not None)]
    return org.telephone(asked, by.today) if asked else ""


def _own(by: SignedIn) -> list[int]:
    enters = by.reach(Act.VALUE_ENTER)
    return [unit for unit in by.home_units() if unit in enters]


def _owed(by: SignedIn, home: list[int]) -> list[Owed]:
    if not home:
        return []
    mine = queries.sheets(viewer=by, open_only=True, units=home)
    asked = queries.open_questions(mine)
    found = [
        sheet for sheet in mine
        if sheet.status in ("open", "returned") or sheet.pk in asked
    ]  # fmt: skip
    same = sheet_reading.same_as_before(found) if found else set()
    return [
        Owed(
            sheet.pk, by.tree.name(sheet.unit_id), sheet.round.title,
            Due(sheet.round.due_on, sheet.first_sent_on, by.today).words,
            sheet.first_sent_on is None and sheet.round.due_on < by.today,
            sheet.status == "returned", sheet.pk in same,
            len(asked.get(sheet.pk, ())) if sheet.status == "sent" else 0,
        )
        for sheet in found
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@told_where
@login_required
@never_cache
@once
def unchanged(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list what would stay as it was, and take the second tap."""
    one = open_sheet(viewer(request), pk)
    if request.method != "POST":
        return _same(request, one) if one.enters and one.open else redirect("desk:sheet", pk)
    try:
        left = services.confirm_unchanged(
            sheet=one.sheet, by=one.by, looked_again="da-xem-lai" in request.POST
        )
    except UnchangedTooLong as problem:
        return _same(request, one, Said(unchanged=problem.labels))
    except UnableToKeepValue as problem:
        return _same(request, one, Said(refused=str(problem)))
    if left:
        messages.success(
            request, f"Đã giữ nguyên các mục như kỳ trước. Còn {numbers.written(left)} mục bác ghi "
            "số giúp rồi bấm «Gửi số liệu»."
        )  # fmt: skip
        return redirect("desk:phone-sheet", pk)
    return redirect("desk:phone-done", pk)


def _same(request: HttpRequest, one: OneSheet, said: Said = NOTHING) -> HttpResponse:
    same = [line for line in one.lines if line.same_as_last]
    left = [line for line in one.lines if not line.same_as_last and line.cell.told is None]
    return render(request, "desk/phone/unchanged.html", {
        "at": "phone", "sheet": one.sheet, "round": one.sheet.round, "name": one.name,
        "due": one.due.words, "same": same, "left": left, "said": said,
    }, status=said.status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@told_where
@login_required
@never_cache
@once
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take the numbers of a sheet typed on a phone, and send them."""
    one = open_sheet(viewer(request), pk)
    if request.method != "POST":
        return _form(request, one) if one.enters and one.open else redirect("desk:sheet", pk)
    told = cells.sent(request.POST, one.lines)
    if told.problems:
        fields = cells.again(one.lines, told, told.problems, by_tick=True)
        return _form(request, one, Said(fields, problems=listed(one, told.problems)))
    typed = typed_in(one, told)
    verb = request.POST.get("viec", "luu")
    try:
        if verb == "luu":
            services.save_drafts(**typed)
            messages.success(request, "Đã lưu tạm, chưa gửi.")
            return redirect("desk:phone-sheet", pk)
        services.hand_in(**typed, empty_is_meant=verb == "gui-thieu")
    except UnableToKeepValue as problem:
        return _form(request, one, refused(problem, one, told, by_tick=True))
    return redirect("desk:phone-done", pk)


def _form(request: HttpRequest, one: OneSheet, said: Said = NOTHING) -> HttpResponse:
    fields = said.fields
    if fields is None:
        fields = cells.of_lines(one.lines, by_tick=True)
    estimates = any(line.estimate for line in one.lines)
    past = sheet_past.past(one.sheet, held=one.lines) if one.sheet.status == "returned" else None
    return render(request, "desk/phone/sheet.html", {
        "at": "phone", "sheet": one.sheet, "round": one.sheet.round, "name": one.name,
        "due": one.due.words, "late": one.due.late_days > 0, "said": said,
        "chapters": cells.by_chapter(fields), "reason": past.reason if past else "",
        "problems": said.problems or [(f.line.key, f"{f.line.definition.label}: {f.problem}")
                                      for f in fields if f.problem],
        "takes": one.enters, "stood": estimates,
        "ticked": "uoc" in request.POST if request.method == "POST" else estimates,
    }, status=said.status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show numbers entered for the unit, and take its word on them."""
    one = open_sheet(viewer(request), pk)
    one.by.require(Act.VALUE_ANSWER, one.unit)
    past = sheet_past.past(one.sheet, held=one.lines)
    waiting = next((h for h in past.helped if not h.answer and h.by != one.by.key), None)
    said = NOTHING
    if request.method == "POST":
        number, reason = request.POST.get("lan", ""), request.POST.get("ly-do", "")
        found = [help for help in queries.helps(one.sheet) if str(help.pk) == number]
        if not found:
            raise Http404
        agrees = request.POST.get("viec") == "dung"
        try:
            services.answer_help(helped=found[0], agrees=agrees, by=one.by, note=reason)
        except UnableToKeepValue as problem:
            said = Said(refused=str(problem), verb="chua-dung", reason=reason)
        else:
            return redirect("desk:phone-done", pk)
    elif waiting is None:
        return redirect("desk:phone")
    return render(request, "desk/phone/helped.html", {
        "at": "phone", "sheet": one.sheet, "round": one.sheet.round, "name": one.name,
        "help": waiting, "said": said, "hidden": any(not line.readable for line in one.lines),
    }, status=said.status)  # fmt: skip


@require_safe
@login_required
@never_cache
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will say when the sheet was received, and what else is due, if anything."""
    one = open_sheet(viewer(request), pk)
    steps = [step for step in queries.steps(one.sheet) if step.step in _RECEIVED]
    if not steps:
        return redirect("desk:phone")
    last = steps[-1]
    return render(request, "desk/phone/done.html", {
        "at": "phone", "sheet": one.sheet, "round": one.sheet.round, "name": one.name,
        "received": last.at, "objected": last.step == "objected",
        "owed": _owed(one.by, _own(one.by)), "open": one.open,
    })  # fmt: skip
