"""Cuộc họp: the list, calling and changing a meeting, its page, its notice, its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.decide.directives import queries as directives
from dongthuan.decide.meetings import queries, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _meeting_forms as forms
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._meeting_page import OneMeeting, kept_by, open_meeting_page
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn

_A_PAGE, _AT_MOST = 30, 100


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the meetings to come, those that wait for minutes, and those gone by."""
    by = viewer(request)
    if not by.reach(Act.MEETING_SEE):
        raise NotPermitted(Act.MEETING_SEE)
    chosen, units = units_asked(request, by)
    page: Page[Any] = Paginator(queries.past(viewer=by, units=units), _A_PAGE).get_page(
        request.GET.get("trang")
    )
    past = list(page)
    why = queries.cancelled_for([one for one in past if one.status == "cancelled"])
    first = page.number == 1
    upcoming = list(queries.upcoming(viewer=by, units=units)[:_AT_MOST]) if first else []
    waiting = list(queries.waiting(viewer=by, units=units)[:_AT_MOST]) if first else []
    return render(request, "desk/meetings/list.html", {
        "at": "meetings", "page": page, "chosen": chosen, "calls": bool(by.reach(Act.MEETING_KEEP)),
        "units": asking.unit_choices(by.tree, by.reach(Act.MEETING_SEE)),
        "groups": [
            ("Chờ biên bản", _rows(waiting, by)), ("Sắp họp", _rows(upcoming, by)),
            ("Đã họp", _rows(past, by, why)),
        ],
        "any": bool(upcoming or waiting or past),
    })  # fmt: skip


def units_asked(request: HttpRequest, by: SignedIn) -> tuple[str, list[int] | None]:
    """This function will return which unit `?don-vi=` asks for, and the units at and below it; None
    where all that the viewer sees is asked for.
    """
    told = request.GET.get("don-vi", "")
    if not (told.isascii() and told.isdigit() and len(told) < 16) or int(told) not in by.tree:
        return "", None
    return told, list(by.tree.below(int(told)))


def _rows(found: list[Any], by: SignedIn, why: dict[int, str] | None = None) -> list[Any]:
    return [
        {"meeting": one, "unit": by.tree.name(one.unit_id), "why": (why or {}).get(one.pk, "")}
        for one in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will call a meeting: notice, agenda and roll on one page."""
    by = viewer(request)
    if not by.reach(Act.MEETING_KEEP):
        raise NotPermitted(Act.MEETING_KEEP)
    form = forms.MeetingForm(request.POST or None, by=by, initial=_begun(request, by))
    past = False
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = services.call(
                unit=asking.unit_of(by.tree, told["unit"]), kind=told["kind"], by=by,
                agenda=told["agenda"], roll=form.people(), past_is_meant=told["past"], **form.head,
            )  # fmt: skip
        except services.UnableToMeet as problem:
            past = isinstance(problem, services.PastIsMeant)
            form.refused(str(problem), problem.field)
        else:
            messages.success(request, "Đã ghi cuộc họp. Gửi giấy mời, rồi đến giờ thì điểm danh.")
            return redirect("desk:meeting", made.pk)
    return render(request, "desk/meetings/form.html", {
        "at": "meetings", "form": form, "people": forms.offered_people(by), "one": None,
        "past": past or bool(form["past"].value()),
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def _begun(request: HttpRequest, by: SignedIn) -> dict[str, Any]:
    """What the boxes hold at first: the viewer's own unit, or a meeting to be called like."""
    keeps = by.reach(Act.MEETING_KEEP)
    home = next((unit for unit in by.home_units() if unit in keeps), None)
    begun: dict[str, Any] = {"unit": request.GET.get("don-vi", home)}
    like = request.GET.get("nhu", "")
    if like.isascii() and like.isdigit() and len(like) < 16:
        one = queries.meeting_seen(viewer=by, pk=int(like))
        if one is not None:
            begun = forms.told_of(one, []) | {"day": None, "until": None, "roll": "last"}
    return begun


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will change what a meeting says of itself, and its agenda."""
    one = kept_by(viewer(request), pk)
    begun = forms.told_of(one.meeting, one.whole.agenda)
    form = forms.ChangeForm(request.POST or None, by=one.by, initial=begun)
    past, other = False, []
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.change(
                meeting=one.meeting, seen=told["seen"], by=one.by, agenda=told["agenda"],
                past_is_meant=told["past"], **form.head,
            )  # fmt: skip
        except services.UnableToMeet as problem:
            past = isinstance(problem, services.PastIsMeant)
            form.refused(str(problem), problem.field)
            if isinstance(problem, services.ChangedMeanwhile):
                other = forms.otherwise(form, begun)
                # Sent once more after a look at what is new, the boxes count as seen.
                form.data = {**request.POST.dict(), "seen": str(one.meeting.version)}
        else:
            messages.success(request, "Đã sửa cuộc họp.")
            return redirect("desk:meeting", pk)
    return render(request, "desk/meetings/form.html", {
        "at": "meetings", "form": form, "people": forms.offered_people(one.by), "one": one,
        "past": past or bool(form["past"].value()), "other": other,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one meeting, from which everything is one step."""
    return page_of(request, open_meeting_page(viewer(request), pk))


def page_of(
    request: HttpRequest, one: OneMeeting, refused: str = "", status: int = 200
) -> HttpResponse:
    """This function will show the page of a meeting, with what was refused on it."""
    shown = {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole,
        "refused": refused, "way": queries.way_of(one.meeting),
        "rows": one.whole.roll if one.calls_here else [], "last_page": True,
        "by_item": _by_item(one),
        "issues": one.by.may(Act.DOCUMENT_KEEP, one.meeting.unit_id) and bool(one.whole.decisions),
        "issued": directives.issued_from(one.meeting.pk, viewer=one.by),
    }  # fmt: skip
    return render(request, "desk/meetings/meeting.html", shown, status=status)


def _by_item(one: OneMeeting) -> list[tuple[Any, list[Any]]]:
    """Return the matters of the agenda with what was decided; at the end what belongs to none."""
    found = [
        (item, [row for row in one.whole.outcomes if row.decision.item_id == item.pk])
        for item in one.whole.agenda
    ]
    loose = [row for row in one.whole.outcomes if row.decision.item_id is None]
    return [*found, *([(None, loose)] if loose else [])]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the notice as a text and a slip, and note that it was sent."""
    by = viewer(request)
    if request.method == "POST":
        one = kept_by(by, pk)
        try:
            services.notify(meeting=one.meeting, by=by)
        except services.UnableToMeet as problem:
            return page_of(request, one, str(problem), 422)
        messages.success(request, "Đã ghi: giấy mời đã gửi.")
        return redirect("desk:meeting", pk)
    one = open_meeting_page(by, pk)
    return render(request, "desk/meetings/notice.html", {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole,
    })  # fmt: skip


@require_POST
@login_required
@never_cache
@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will cancel a meeting, with a reason."""
    one = kept_by(viewer(request), pk)
    try:
        services.cancel(meeting=one.meeting, reason=request.POST.get("ly-do", ""), by=one.by)
    except services.UnableToMeet as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, "Đã hủy cuộc họp. Báo cho những người đã được mời.")
    return redirect("desk:meeting", pk)


@require_POST
@login_required
@never_cache
@once
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will hand out files with a meeting."""
    one = kept_by(viewer(request), pk)
    sent = request.FILES.getlist("tep")
    try:
        if not sent:
            # A request above the limit arrives without its files.
            raise services.UnableToMeet("Chưa nhận được tệp: chọn tệp, mỗi tệp không quá 20 MB.")
        for file in sent:
            if (file.size or 0) > services.LARGEST_PAPER:
                raise services.UnableToMeet(
                    f"«{(file.name or 'Tệp')[:80]}» nặng hơn 20 MB. Lưu thành PDF rồi gửi lại."
                )
            services.add_paper(
                meeting=one.meeting, data=file.read(), name=file.name or "tệp", by=one.by
            )
    except services.UnableToMeet as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, f"Đã nhận {numbers.written(len(sent))} tài liệu.")
    return redirect("desk:meeting", pk)


@require_safe
@login_required
@never_cache
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """This function will give a file that was handed out."""
    found = queries.paper_seen(viewer=viewer(request), meeting=pk, pk=paper)
    if found is None:
        raise Http404
    name = f"{exporting.plain_name(found.name)}.{found.stored.kind}"
    return exporting.attached(files.content(found.stored), name, "application/octet-stream")


@require_POST
@login_required
@never_cache
@once
def paper_back(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """This function will take back a file that was handed out."""
    one = kept_by(viewer(request), pk)
    found = queries.paper_seen(viewer=one.by, meeting=pk, pk=paper)
    if found is None:
        raise Http404
    try:
        services.remove_paper(paper=found, by=one.by)
    except services.UnableToMeet as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, f"Đã bỏ tài liệu «{found.name}».")
    return redirect("desk:meeting", pk)
