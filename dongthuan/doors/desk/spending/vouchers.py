"""Ảnh chứng từ: added, looked at, covered square by square for the public, put aside."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.services import UnableToGive
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.spending._page import open_request, page_of
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.files.photographs import Box

LARGEST = 30 * 1024 * 1024
# Squares of the picture, large enough for a thumb on a phone; each is a box to tick, without a script.
ACROSS, DOWN = 6, 10
_SQUARE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")


@require_POST
@login_required
@never_cache
@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lay a photograph of a voucher beside a request."""
    one = open_request(viewer(request), pk)
    if not one.has_papers:
        raise NotPermitted(Act.SPEND_ASK)
    file = request.FILES.get("anh")
    try:
        if file is None:
            raise UnableToGive("Chưa chọn ảnh chứng từ.", "voucher")
        if (file.size or 0) > LARGEST:
            raise UnableToGive("Ảnh nặng hơn 30 MB. Bác chụp lại ở cỡ ảnh vừa.", "voucher")
        made = services.add_voucher(request=one.request, data=file.read(), by=one.by)
    except UnableToGive as problem:
        return page_of(request, one, str(problem))
    messages.success(
        request, "Đã gắn ảnh, bỏ nơi chụp và máy chụp. Che tên, số điện thoại rồi mới công khai."
    )
    return redirect("desk:voucher-cover", made.pk)


@require_safe
@login_required
@never_cache
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a photograph as it was kept, or the covered copy with `?ban=che`."""
    held = _found(request, pk)
    stored = held.covered if request.GET.get("ban") == "che" else held.stored
    if stored is None:
        raise Http404
    return HttpResponse(files.content(stored), content_type="image/jpeg")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will make the copy that the public sees: ticked squares are painted over for good."""
    held, by = _found(request, pk), viewer(request)
    if not open_request(by, held.request_id).has_papers:
        raise NotPermitted(Act.SPEND_ASK)
    refused, ticked = "", request.POST.getlist("o")
    if request.method == "POST":
        try:
            services.cover_voucher(voucher=held, boxes=_boxes(ticked), by=by)
        except UnableToGive as problem:
            refused = str(problem)
        else:
            messages.success(request, "Đã làm bản che. Chi xong, ai cũng xem được bản này.")
            return redirect("desk:spend", held.request_id)
    rows = [
        [(f"{across}-{down}", f"hàng {down + 1}, cột {across + 1}") for across in range(ACROSS)]
        for down in range(DOWN)
    ]
    return render(request, "desk/spending/cover.html", {
        "at": "spends", "voucher": held, "rows": rows, "ticked": ticked, "refused": refused,
    }, status=422 if refused else 200)  # fmt: skip


def _boxes(ticked: list[str]) -> list[Box]:
    found = []
    for one in ticked:
        told = _SQUARE.fullmatch(one)
        if told is not None and int(told[1]) < ACROSS and int(told[2]) < DOWN:
            across, down = int(told[1]), int(told[2])
            # Up to and with the last thousandth, so that no line shows between two squares.
            found.append(Box(
                across * 1000 // ACROSS, down * 1000 // DOWN,
                -(-(across + 1) * 1000 // ACROSS), -(-(down + 1) * 1000 // DOWN),
            ))  # fmt: skip
    return found


@require_POST
@login_required
@never_cache
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will put a photograph aside that shows what it should not."""
    held, by = _found(request, pk), viewer(request)
    try:
        services.withdraw_voucher(voucher=held, by=by)
    except UnableToGive as problem:
        return page_of(request, open_request(by, held.request_id), str(problem))
    messages.success(request, "Đã bỏ ảnh chứng từ.")
    return redirect("desk:spend", held.request_id)


def _found(request: HttpRequest, pk: int) -> Any:
    """Return a photograph that the viewer may see whole, or answer as if there were none."""
    held = queries.voucher_seen(viewer=viewer(request), pk=pk)
    if held is None:
        raise Http404
    return held
