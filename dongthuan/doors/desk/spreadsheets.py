"""Phiếu Excel: blank forms of a round to take away, and filled ones to hand in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import services, workbooks
from dongthuan.decide.indicators.services import FromFile, UnableToKeepValue
from dongthuan.doors.desk import _filled_files as filled
from dongthuan.doors.desk._filled_files import Reading
from dongthuan.doors.desk._landing import home_of, viewer
from dongthuan.doors.desk._round_page import OneRound, open_round_page
from dongthuan.doors.entrance.exporting import XLSX, attached, plain_name
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.primitives import numbers


@require_safe
@login_required
@never_cache
def blank(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """This function will give the forms of a round: one table, a sheet each, or a file each."""
    one = open_round_page(viewer(request), pk)
    if kind not in ("bang", "phieu", "rieng") or not one.sheets:
        raise Http404
    name = plain_name("phieu-so-lieu", one.round.code)
    if kind == "bang":
        return attached(_written(workbooks.grids, one, one.sheets), f"{name}-bang.xlsx", XLSX)
    if kind == "phieu":
        return attached(_written(workbooks.forms, one, one.sheets), f"{name}.xlsx", XLSX)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for at, sheet in enumerate(one.sheets, start=1):
            whose = plain_name(f"{at:03d}", one.tree.name(sheet.unit_id))
            packed.writestr(f"{whose}.xlsx", _written(workbooks.forms, one, [sheet]))
    return attached(out.getvalue(), f"{name}.zip", "application/zip")


@require_safe
@login_required
@never_cache
def blank_one(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """This function will give the form of one unit."""
    one = open_round_page(viewer(request), pk)
    mine = [sheet for sheet in one.sheets if sheet.unit_id == unit]
    if not mine:
        raise Http404
    name = plain_name("phieu-so-lieu", one.round.code, one.tree.name(unit))
    return attached(_written(workbooks.forms, one, mine), f"{name}.xlsx", XLSX)


def _written(write: Callable[..., bytes], one: OneRound, sheets: Sequence[Any]) -> bytes:
    return write(one.round, sheets, one.tree, viewer=one.by, home=one.by.home_units())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will offer the forms, read filled ones, and take what is confirmed of them."""
    one = open_round_page(viewer(request), pk)
    if request.method != "POST":
        return _show(request, one)
    if one.round.closed_on is not None:
        return _show(request, one, "Đợt đã đóng nên không nhận số nữa; gọi nơi mở đợt để mở lại.")
    if request.POST.get("viec") in ("nhan", "gui"):
        return _take(request, one)
    try:
        reading = filled.read(one, _sent(request))
    except (UnreadableFile, ValueError) as problem:
        return _show(request, one, str(problem))
    if reading.at_once is not None:
        told = reading.at_once
        assert told.sheet is not None
        seen = {change.key: change.seen for change in told.changes}
        typed = {change.key: change.now for change in told.changes}
        kept = {told.sheet.pk: FromFile(typed, told.answer.place, seen)}
        services.take_in(round=one.round, told=kept, by=one.by)
        messages.success(
            request, f"Đã nhận {numbers.written(len(typed))} ô từ tệp Excel và lưu tạm. Bác xem lại "
            "rồi bấm «Gửi số liệu»."
        )  # fmt: skip
        return redirect(_sheet_address(one, told.sheet.pk, told.sheet.status))
    return _confirm(request, one, reading)


def _sent(request: HttpRequest) -> list[tuple[str, bytes]]:
    files = request.FILES.getlist("tep")
    if not files:
        raise ValueError("Chưa chọn tệp. Chọn tệp Excel đã điền rồi bấm «Đọc tệp».")
    for file in files:
        if (file.size or 0) > filled.LARGEST:
            raise ValueError(f"{file.name}: tệp lớn hơn 10 MB. Bỏ bớt trang và hình trong tệp.")
    return [(file.name or "tệp", file.read()) for file in files]


def _take(request: HttpRequest, one: OneRound) -> HttpResponse:
    send = request.POST.get("viec") == "gui"
    try:
        told = filled.confirmed(request.POST, one)
        estimate = True if "uoc" in request.POST else None
        services.take_in(round=one.round, told=told, by=one.by, send=send, estimate=estimate)
    except ValueError as problem:
        return _show(request, one, f"{problem} Chưa ghi gì; chọn lại tệp rồi làm lại.")
    except UnableToKeepValue as problem:
        name = f"{one.tree.name(problem.unit)}: " if problem.unit is not None else ""
        return _show(request, one, f"{name}{problem} Chưa đơn vị nào được ghi.")
    count = numbers.written(len(told))
    if send:
        messages.success(request, f"Đã nhận và gửi số liệu của {count} đơn vị từ tệp Excel.")
        return redirect("desk:round", one.round.pk)
    messages.success(request, f"Đã nhận số của {count} đơn vị từ tệp Excel và lưu tạm, chưa gửi.")
    if len(told) == 1:
        (pk,) = told
        status = next(sheet.status for sheet in one.sheets if sheet.pk == pk)
        return redirect(_sheet_address(one, pk, status))
    return redirect("desk:round", one.round.pk)


def _sheet_address(one: OneRound, pk: int, status: str) -> str:
    """Return where the numbers now stand in their fields: on a phone's page to whoever has one."""
    if home_of(one.by) == reverse("desk:phone") and status != "sent":
        return reverse("desk:phone-sheet", args=[pk])
    return reverse("desk:sheet", args=[pk]) + ("?sua=1" if status == "sent" else "")


def _show(request: HttpRequest, one: OneRound, refused: str = "") -> HttpResponse:
    units = [(sheet.unit_id, one.tree.name(sheet.unit_id)) for sheet in one.sheets]
    return render(request, "desk/rounds/files.html", {
        "at": "rounds", "one": one, "round": one.round, "units": units, "refused": refused,
        "enters": any(not filled.refusal(one, sheet) for sheet in one.sheets),
        "most": filled.MOST_FILES,
    }, status=422 if refused else 200)  # fmt: skip


def _confirm(request: HttpRequest, one: OneRound, reading: Reading) -> HttpResponse:
    return render(request, "desk/rounds/filled.html", {
        "at": "rounds", "one": one, "round": one.round, "reading": reading,
        "cells": sum(len(told.changes) for told in reading.ready),
    }, status=422 if reading.stuck else 200)  # fmt: skip
