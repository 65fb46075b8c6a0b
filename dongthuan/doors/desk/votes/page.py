"""Trang của một đợt lấy phiếu: where it stands, what stands in its way, and its steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dongthuan.decide.assembly import minutes as paper
from dongthuan.decide.assembly import queries, services
from dongthuan.decide.meetings import queries as meetings
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk.votes._one import OneVote, open_for, open_vote
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground import law
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives.numbers import written

_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one vote, from which everything is one step."""
    return page_of(request, open_vote(request, pk))


def page_of(
    request: HttpRequest, one: OneVote, refused: str = "", status: int = 200
) -> HttpResponse:
    """This function will show the page of a vote, with what was refused on it."""
    vote = one.vote
    told = one.counted if vote.status == "asked" else None
    rule = law.find(vote.kind.key, on=vote.closes_on)
    return render(request, "desk/votes/vote.html", {
        "at": "votes", "one": one, "vote": vote, "told": told, "refused": refused,
        "groups": [_group(one, group) for group in one.groups], "rule": rule,
        "hindrances": _hindrances(one) if told is not None and one.closes else [],
        "put_off": queries.extensions_of(vote), "typed": request.POST, "standing": queries.standing_of(vote), "clock": queries.clock_of(vote),
        "effect": law.Effect(vote.effect).words if vote.effect else "",
        "answers": one.may(Act.VOTE_RECOGNISE), "signed": queries.signed_minutes(vote),
        "doubts": len(told.tallied.doubts) if told is not None else 0,
    }, status=status)  # fmt: skip


def _hindrances(one: OneVote) -> list[str]:
    try:
        return queries.hindrances(vote=one.vote, told=one.counted, viewer=one.by)
    except NotPermitted as problem:
        return [str(problem)]


def _group(one: OneVote, group: Any) -> dict[str, Any]:
    met = group.meeting
    keeps = one.by.may(Act.VOTE_KEEP, group.unit_id) and one.vote.status in ("draft", "asked")
    return {
        "unit": group.unit_id, "name": one.name(group.unit_id), "meeting": met,
        "warning": queries.notice_of(met).warning if met is not None else "", "keeps": keeps,
        "offered": queries.meetings_for(viewer=one.by, unit=group.unit_id) if keeps else [],
        "seen": met is not None and meetings.meeting_seen(viewer=one.by, pk=met.pk) is not None,
    }  # fmt: skip


def _step(
    request: HttpRequest, pk: int, act: Act, deed: Callable[[OneVote], str]
) -> HttpResponse:  # fmt: skip
    """Do a step and say what happened, or show the page with what was refused."""
    one = open_for(request, pk, act)
    try:
        said = deed(one)
    except services.UnableToVote as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, said)
    return redirect("desk:vote", pk)


def _seen(request: HttpRequest) -> int:
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


@require_POST
@login_required
@never_cache
@once
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will freeze the roll of a vote."""

    def deed(one: OneVote) -> str:
        many = services.freeze(vote=one.vote, seen=_seen(request), by=one.by)
        return f"Đã chốt danh sách {written(many)} hộ. Từ giờ lấy phiếu được trong thời hạn đã ghi."

    return _step(request, pk, Act.VOTE_KEEP, deed)


@require_POST
@login_required
@never_cache
@once
def meet(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """This function will say in which meeting a group meets about a vote."""
    one = open_vote(request, pk)
    if not one.by.may(Act.VOTE_KEEP, unit):
        raise NotPermitted(Act.VOTE_KEEP)
    told = request.POST.get("cuoc-hop", "")
    chosen = meetings.meeting_seen(viewer=one.by, pk=int(told)) if _is_id(told) else None
    try:
        services.meet(vote=one.vote, unit=unit, meeting=chosen, by=one.by)
    except services.UnableToVote as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, "Đã ghi cuộc họp của tổ.")
    return redirect("desk:vote", pk)


def _is_id(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) < 16


@require_POST
@login_required
@never_cache
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will close a vote."""

    def deed(one: OneVote) -> str:
        made = services.close(vote=one.vote, seen=_seen(request), by=one.by)
        said = "được thông qua" if made.adopted else "không được thông qua"
        return f"Đã chốt kết quả: {said}. Tải biên bản để in và ký, rồi công bố kết quả."

    return _step(request, pk, Act.VOTE_CLOSE, deed)


@require_POST
@login_required
@never_cache
@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will make a result known on the public pages."""

    def deed(one: OneVote) -> str:
        services.publish(vote=one.vote, by=one.by)
        return "Đã công bố kết quả trên trang của phường."

    return _step(request, pk, Act.VOTE_CLOSE, deed)


@require_POST
@login_required
@never_cache
@once
def keep_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will keep a scan of the minutes as hands signed them."""

    def deed(one: OneVote) -> str:
        sent = request.FILES.get("tep")
        if sent is None or (sent.size or 0) > services.LARGEST_SCAN:
            # A request above the limit arrives without its files.
            raise services.UnableToVote(
                "Chưa nhận được tệp: chọn tệp PDF hoặc ảnh, không quá 20 MB."
            )
        services.keep_signed(vote=one.vote, data=sent.read(), by=one.by,
                             looked_through=request.POST.get("da-xem") == "on")  # fmt: skip
        return "Đã kèm biên bản đã ký."

    return _step(request, pk, Act.VOTE_CLOSE, deed)


@require_safe
@login_required
@never_cache
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the scan of the minutes as hands signed them."""
    held = queries.signed_minutes(open_vote(request, pk).vote)
    if held is None:
        raise Http404
    name = f"bien-ban-da-ky-{pk}.{held.stored.kind}"
    return exporting.attached(files.content(held.stored), name, "application/octet-stream")


@require_POST
@login_required
@never_cache
@once
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will note the committee's answer to an adopted decision."""

    def deed(one: OneVote) -> str:
        signed_on = _day("Ngày ký", request.POST.get("ngay-ky", ""))
        services.recognise(
            vote=one.vote, recognised=request.POST.get("tra-loi") == "co",
            symbol=request.POST.get("so-ky-hieu", ""), signed_on=signed_on, by=one.by,
            reason=request.POST.get("ly-do", ""),
        )  # fmt: skip
        return "Đã ghi trả lời của Ủy ban nhân dân."

    return _step(request, pk, Act.VOTE_RECOGNISE, deed)


@require_POST
@login_required
@never_cache
@once
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will put the last day of a vote off, with a reason."""

    def deed(one: OneVote) -> str:
        closes_on = _day("Đến hết ngày", request.POST.get("den", ""))
        services.extend(vote=one.vote, closes_on=closes_on, seen=_seen(request), by=one.by,
                        reason=request.POST.get("ly-do", ""))  # fmt: skip
        return f"Đã kéo dài đến hết ngày {closes_on:%d/%m/%Y}. Báo cho các hộ."

    return _step(request, pk, Act.VOTE_KEEP, deed)


def _day(label: str, told: str) -> date:
    try:
        return asking.DayField(label).clean(told)
    except ValidationError as problem:
        raise services.UnableToVote(" ".join(problem.messages)) from None


@require_POST
@login_required
@never_cache
@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will call a vote off, with a reason."""

    def deed(one: OneVote) -> str:
        services.cancel(vote=one.vote, reason=request.POST.get("ly-do", ""), by=one.by)
        return "Đã hủy đợt lấy phiếu. Báo cho các hộ đã được hỏi."

    return _step(request, pk, Act.VOTE_KEEP, deed)


@require_safe
@login_required
@never_cache
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the minutes of a closed vote as a Word file, to be printed and signed."""
    one = open_vote(request, pk)
    held = getattr(one.vote, "outcome", None)
    if held is None:
        raise Http404
    if request.GET.get("dang") == "pdf":
        return exporting.attached(paper.as_pdf(one.vote), f"bien-ban-lay-phieu-{pk}.pdf", _PDF)
    return exporting.attached(files.content(held.stored), f"bien-ban-lay-phieu-{pk}.docx", _WORD)
