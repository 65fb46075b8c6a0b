"""Phiếu cần xem lại: households with two ballots, papers read differently or by one person only."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.assembly import queries, services
from dongthuan.decide.assembly.rules import ON_PAPER, SAID, Channel, Choice, Doubt
from dongthuan.doors.desk.votes._one import open_for
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act

_A_PAGE = 50


@require_safe
@login_required
@never_cache
def doubts(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the households of the viewer's groups with something to settle."""
    one = open_for(request, pk, Act.VOTE_COUNT)
    units = {group.unit_id for group in one.counted_groups}
    told = one.counted
    lines = {line.pk: line for line in told.lines}
    order = list(Doubt)
    found = sorted(
        (row for row in told.tallied.doubts if lines[row.line].unit_id in units),
        key=lambda row: (order.index(row.doubt or Doubt.SINGLE), lines[row.line].number),
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/votes/doubts.html", {
        "at": "votes", "one": one, "vote": one.vote, "page": page,
        "rows": [(row, lines[row.line], one.name(lines[row.line].unit_id)) for row in page],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def one(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """This function will show all that was written of one household, and settle or mend it."""
    held = open_for(request, pk, Act.VOTE_COUNT)
    found = queries.roll_lines(held.vote).select_related("household").filter(pk=line).first()
    if found is None or found.unit_id not in {group.unit_id for group in held.counted_groups}:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            _settled(request, held.vote, line, held.by)
        except services.UnableToVote as problem:
            refused = str(problem)
        else:
            messages.success(request, f"Đã xử lý phiếu số {found.number}.")
            return redirect("desk:vote-doubts", pk)
    heard = queries.heard_of(held.vote, line)
    return render(request, "desk/votes/doubt.html", {
        "at": "votes", "one": held, "vote": held.vote, "line": found, "heard": heard,
        "unit": held.name(found.unit_id), "refused": refused,
        "writings": [
            (Channel(row.channel).words, Choice(row.choice).words, row)
            for row in queries.writings_of(line)
        ],
        "on_paper": [(one.value, one.words) for one in (*ON_PAPER, Choice.VOID)],
        "said": [(one.value, one.words) for one in SAID],
        "paper": Channel.PAPER in heard.used, "hands": Channel.HANDS in heard.used,
        "others": [(one.value, one.words) for one in heard.used if one is not Channel.PAPER],
        "keeps": [(one.value, one.words) for one in heard.used],
    }, status=422 if refused else 200)  # fmt: skip


def _settled(request: HttpRequest, vote: object, line: int, by: object) -> None:
    told = request.POST
    reason = told.get("ly-do", "")
    if "giu" in told:
        services.settle_conflict(
            vote=vote, line=line, keeps=told["giu"], hand=told.get("tay", ""), reason=reason, by=by,  # type: ignore[arg-type]
        )  # fmt: skip
        return
    channel = told.get("cach", "")
    if channel not in set(Channel):
        raise services.UnableToVote("Chọn phiếu nào cần sửa.", "cach")
    services.mend(
        vote=vote, line=line, channel=channel, choice=told.get("y-kien", ""), reason=reason, by=by,  # type: ignore[arg-type]
        assisted=told.get("giup") == "on",
    )  # fmt: skip
