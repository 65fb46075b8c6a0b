"""Thành phần và điểm danh: who is called, and who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.meetings import queries, rules, services
from dongthuan.decide.meetings.rules import Attendance, Named
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._meeting_page import ON_A_PAGE, OneMeeting, kept_by
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.primitives import numbers

_LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list who is called, call more of them, and take some off."""
    one = kept_by(viewer(request), pk)
    if request.method != "POST":
        return _roll(request, one)
    try:
        if request.POST.get("viec") == "bo":
            ids = [int(told) for told in request.POST.getlist("nguoi") if _is_id(told)]
            gone = services.remove_people(meeting=one.meeting, ids=ids, by=one.by)
            messages.success(request, f"Đã bỏ {numbers.written(gone)} người.")
        else:
            people = _people(request, one)
            added = services.add_people(meeting=one.meeting, people=people, by=one.by)
            already = len(people) - added
            said = f"Đã mời thêm {numbers.written(added)} người."
            if already:
                said += f" {numbers.written(already)} người đã có trong danh sách."
            messages.success(request, said)
    except (services.UnableToMeet, rules.UnableToRead) as problem:
        return _roll(request, one, str(problem))
    return redirect("desk:meeting-roll", pk)


def _people(request: HttpRequest, one: OneMeeting) -> list[Named]:
    meeting, wanted = one.meeting, request.POST.get("viec")
    if wanted == "chuc-vu":
        found = queries.offices_of(viewer=one.by, unit=meeting.unit_id, on=one.by.today)
    elif wanted == "nhu-truoc":
        _, found = queries.last_roll(
            viewer=one.by, unit=meeting.unit_id, kind=meeting.kind, but=meeting.pk
        )
    else:
        found = rules.read_roll(request.POST.get("ten", ""))
    if not found:
        raise services.UnableToMeet("Không thấy ai để mời thêm. Ghi tên vào ô, mỗi dòng một người.")
    return found


def _roll(request: HttpRequest, one: OneMeeting, refused: str = "") -> HttpResponse:
    last, held = queries.last_roll(
        viewer=one.by, unit=one.meeting.unit_id, kind=one.meeting.kind, but=one.meeting.pk
    )
    page: Page[Any] = Paginator(one.whole.roll, _LISTED).get_page(request.GET.get("trang"))
    return render(request, "desk/meetings/roll.html", {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole, "page": page,
        "last": last, "held": len(held), "refused": refused, "typed": request.POST.get("ten", ""),
    }, status=422 if refused else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will mark who came; on a phone too, so many people a page."""
    one = kept_by(viewer(request), pk)
    page: Page[Any] = Paginator(one.whole.roll, ON_A_PAGE).get_page(request.GET.get("trang"))
    if request.method == "POST":
        rest = bool(request.POST.get("con-lai"))
        try:
            services.mark(meeting=one.meeting, marks=_marks(request), rest_here=rest, by=one.by)
        except services.UnableToMeet as problem:
            return _calling(request, one, page, str(problem))
        messages.success(request, "Đã ghi điểm danh.")
        if page.has_next() and not rest:
            address = reverse("desk:meeting-roll-call", args=[pk])
            return redirect(f"{address}?trang={page.next_page_number()}")
        return redirect("desk:meeting-record", pk)
    return _calling(request, one, page)


def _marks(request: HttpRequest) -> dict[int, services.Mark]:
    """Read `p-<person>.<version seen>`: how they were marked."""
    found = {}
    for name, told in request.POST.items():
        pk, _, seen = name.removeprefix("p-").partition(".")
        if name.startswith("p-") and _is_id(pk) and _is_id(seen) and told in set(Attendance):
            reason = request.POST.get(f"ly-do-{pk}", "")
            found[int(pk)] = services.Mark(Attendance(str(told)), int(seen), reason)
    return found


def _calling(
    request: HttpRequest, one: OneMeeting, page: Page[Any], refused: str = ""
) -> HttpResponse:
    if refused:
        # What was chosen stays chosen; what another hand wrote meanwhile is seen beside it.
        marks = _marks(request)
        for row in page:
            told = marks.get(row.pk)
            if told is None:
                continue
            other = told.seen != row.version and told.standing != row.standing
            row.kept = row.attendance.words if other else ""
            row.standing = told.standing
            row.reason = request.POST.get(f"ly-do-{row.pk}", row.reason)
    return render(request, "desk/meetings/roll_call.html", {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole, "page": page,
        "rows": list(page), "refused": refused, "last_page": not page.has_next(),
    }, status=422 if refused else 200)  # fmt: skip


def _is_id(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) < 16
