"""Một đợt lấy ý kiến: where it stands, opening, putting off, cancelling, publishing, its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dongthuan.decide.assembly import opinion_paper
from dongthuan.decide.assembly.opinion_figures import COMMENTS, of_round
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services import opinions as services
from dongthuan.doors.desk._asking_for import day_told
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.opinions._one import OneRound, kept, seen
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.figures import value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one round, from which everything is one step."""
    return page_of(request, seen(viewer(request), pk))


def page_of(
    request: HttpRequest, one: OneRound, refused: str = "", status: int = 200
) -> HttpResponse:
    """This function will show the page of a round, with what was refused on it."""
    held = one.round
    groups = queries.groups(held) if one.keeps else []
    counted = value(
        of_round(COMMENTS, held.pk), unit=held.unit_id, viewer=one.by, trees=Forest(),
        period=from_code(str(held.opens_on.year)),
    ) if held.status != "draft" else None  # fmt: skip
    return render(request, "desk/opinions/round.html", {
        "at": "opinions", "one": one, "round": held, "refused": refused, "counted": counted,
        "loose": len(queries.loose_ids(held)) if one.keeps else 0, "groups": groups,
        "problems": queries.problems(held, on=one.by.today) if one.is_open and one.keeps else [],
        "way": queries.way_of(held),
        "own": [] if one.keeps else queries.words(held, viewer=one.by),
    }, status=status)  # fmt: skip


def _verb(
    do: Callable[[HttpRequest, OneRound], Any], done: str
) -> Callable[[HttpRequest, int], HttpResponse]:
    """Return a page that does one thing to a round and leads back to it."""

    @require_POST
    @login_required
    @never_cache
    @once
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        one = kept(viewer(request), pk)
        try:
            do(request, one)
        except services.UnableToAsk as problem:
            return page_of(request, one, str(problem), 422)
        messages.success(request, done)
        return redirect("desk:opinion", pk)

    return page


def _later(request: HttpRequest, one: OneRound) -> None:
    day, unclear = day_told(request.POST.get("den", ""), one.round.closes_on)
    if unclear:
        raise services.UnableToAsk(unclear)
    reason = request.POST.get("ly-do", "")
    services.put_off(round=one.round, closes_on=day, reason=reason, by=one.by)


open_round = _verb(
    lambda request, one: services.open_round(round=one.round, by=one.by),
    "Đã mở lấy ý kiến. Gửi địa chỉ trang cho tổ trưởng và bà con.",
)
put_off = _verb(_later, "Đã kéo dài thời gian lấy ý kiến.")
cancel = _verb(
    lambda request, one: services.cancel_round(
        round=one.round, reason=request.POST.get("ly-do", ""), by=one.by
    ),
    "Đã hủy đợt lấy ý kiến.",
)
publish = _verb(
    lambda request, one: services.publish_round(round=one.round, by=one.by),
    "Đã công bố kết quả: mọi người xem được câu trả lời và những chỗ đã sửa.",
)


@require_safe
@login_required
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the summary of a round as a .docx."""
    one = kept(viewer(request), pk)
    groups = queries.groups(one.round)
    made = opinion_paper.written(
        one.round, groups, queries.changes(one.round, groups),
        sum(row.count for row in groups) + len(queries.loose_ids(one.round)),
    )  # fmt: skip
    return exporting.attached(
        made, f"{exporting.plain_name('tong-hop', one.round.title)}.docx", DOCX
    )
