"""Ghi phiếu: papers typed one a line by two people, and what two people counted on a board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.assembly import queries, services, typed
from dongthuan.decide.assembly.rules import Channel, Count
from dongthuan.doors.desk.votes._one import OneVote, open_for
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.numbers import written


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take papers as one person reads them."""
    one = open_for(request, pk, Act.VOTE_COUNT)
    refused, words = "", request.POST.get("phieu", "")
    if request.method == "POST":
        try:
            told = typed.read_papers(words)
            many = services.read_papers(
                vote=one.vote, by=one.by,
                papers={at: services.Paper(said, helped) for at, (said, helped) in told.items()},
            )  # fmt: skip
        except (typed.UnableToRead, services.UnableToVote) as problem:
            refused = str(problem)
        else:
            messages.success(request, f"Đã nhận {written(many)} phiếu bác nhập.")
            return redirect("desk:vote-papers", pk)
    mine = queries.read_by(one.vote, key=one.by.key)
    return render(request, "desk/votes/papers.html", {
        "at": "votes", "one": one, "vote": one.vote, "refused": refused, "words": words,
        "mine": sorted(mine),
    }, status=422 if refused else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def boards(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will mark who stands in a count, and take what two people counted."""
    one = open_for(request, pk, Act.VOTE_COUNT)
    refused = ""
    if request.method == "POST":
        try:
            said = _mark(request, one) if "danh-dau" in request.POST else _board(request, one)
        except (typed.UnableToRead, services.UnableToVote) as problem:
            refused = str(problem)
        else:
            messages.success(request, said)
            return redirect("desk:vote-boards", pk)
    told = one.counted
    names = queries.counters_of(told.boards)
    marked = {(board.unit, board.channel): board for board in told.tallied.boards}
    return render(request, "desk/votes/boards.html", {
        "at": "votes", "one": one, "vote": one.vote, "refused": refused, "sent": request.POST,
        "units": [(str(group.unit_id), one.name(group.unit_id)) for group in one.counted_groups],
        "boards": [
            {"row": row, "unit": one.name(row.unit_id), "way": Channel(row.channel).words,
             "counters": names.get(row.pk, ""), "marked": marked[(row.unit_id, Channel(row.channel))].marked,
             "problem": marked[(row.unit_id, Channel(row.channel))].problem}
            for row in told.boards
        ],
        "unboarded": [(one.name(unit), channel.words) for unit, channel in told.unboarded],
    }, status=422 if refused else 200)  # fmt: skip


def _mark(request: HttpRequest, one: OneVote) -> str:
    numbers = typed.read_numbers(request.POST.get("so", ""))
    many = services.mark_counted(
        vote=one.vote, channel=_channel(request), numbers=numbers, by=one.by
    )
    return f"Đã đánh dấu {written(many)} hộ."


def _board(request: HttpRequest, one: OneVote) -> str:
    unit, channel = _number(request, "to"), _channel(request)
    services.note_board(
        vote=one.vote, unit=unit, channel=channel, by=one.by,
        count=Count(*(_number(request, name) for name in ("yes", "no", "other", "invalid"))),
        counters=(request.POST.get("nguoi-1", ""), request.POST.get("nguoi-2", "")),
        # Which board of this group the page had shown; none as 0.
        seen=_number(request, f"seen-{unit}-{channel}"), reason=request.POST.get("ly-do", ""),
    )  # fmt: skip
    return "Đã ghi bảng đếm."


def _channel(request: HttpRequest) -> str:
    told = request.POST.get("cach", "")
    if told not in (Channel.HANDS, Channel.TALLY):
        raise services.UnableToVote("Chọn cách đếm: giơ tay hoặc phiếu kiểm trên bảng.", "cach")
    return told


def _number(request: HttpRequest, name: str) -> int:
    told: Any = request.POST.get(name, "").strip().replace(".", "")
    if not told:
        return 0
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise services.UnableToVote(f"«{told[:20]}» không phải số. Ghi số, như 120.", name)
    return int(told)
