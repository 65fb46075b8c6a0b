"""Danh sách hộ: the frozen roll, where it is other by now, and the slips printed for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.assembly import codes, queries, services
from dongthuan.doors.desk.votes._one import OneVote, open_for, open_vote
from dongthuan.doors.entrance.drawing import square
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act

_A_PAGE = 200


@require_safe
@login_required
@never_cache
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show the frozen roll, to whoever sees the people of its groups. Who has voted
    and who has not is told nowhere.
    """
    one = open_vote(request, pk)
    units = [group.unit_id for group in one.groups if one.by.may(Act.PEOPLE_SEE, group.unit_id)]
    if not units:
        raise NotPermitted(Act.PEOPLE_SEE)
    rows = queries.roll_lines(one.vote).filter(unit_id__in=units)
    chosen = request.GET.get("to", "")
    if chosen in {str(unit) for unit in units}:
        rows = rows.filter(unit_id=int(chosen))
    page = Paginator(rows.select_related("household", "speaker"), _A_PAGE).get_page(
        request.GET.get("trang")
    )
    return render(request, "desk/votes/roll.html", {
        "at": "votes", "one": one, "vote": one.vote, "page": page, "chosen": chosen,
        "units": [(str(unit), one.name(unit)) for unit in units],
        "rows": [(row, one.name(row.unit_id)) for row in page],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list where the roll is other by now, and decide about one place at a time."""
    one = open_for(request, pk, Act.VOTE_CLOSE)
    refused = ""
    if request.method == "POST":
        told = request.POST.get("cho", "").partition(" ")
        try:
            services.settle_change(
                vote=one.vote, household=int(told[0]) if told[0].isdigit() else 0, change=told[2],
                follows=request.POST.get("theo") == "co", reason=request.POST.get("ly-do", ""),
                by=one.by,
            )  # fmt: skip
        except services.UnableToVote as problem:
            refused = str(problem)
        else:
            messages.success(request, "Đã xử lý chỗ danh sách đã đổi.")
            return redirect("desk:vote-changes", pk)
    found = queries.open_changes(vote=one.vote, viewer=one.by) if one.asked else []
    settled = queries.settled_changes(one.vote)
    homes = {row.household for row in found} | {row.household for row in settled}
    known = queries.household_codes(viewer=one.by, vote=one.vote, households=homes)
    return render(request, "desk/votes/changes.html", {
        "at": "votes", "one": one, "vote": one.vote, "refused": refused,
        "found": [(row, known.get(row.household, ""), one.name(row.unit)) for row in found],
        "settled": [(row, known.get(row.household, "")) for row in settled],
    }, status=422 if refused else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def slips(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will make the slips of a group and show them once, ready to print."""
    one = open_for(request, pk, Act.VOTE_COUNT)
    refused = ""
    if request.method == "POST":
        told = request.POST.get("to", "")
        unit = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
        try:
            made = services.print_slips(vote=one.vote, unit=unit, by=one.by)
        except services.UnableToVote as problem:
            refused = str(problem)
        else:
            return _printed(request, one, unit, made)
    return render(request, "desk/votes/slips.html", {
        "at": "votes", "one": one, "vote": one.vote, "refused": refused,
        "units": [(group.unit_id, one.name(group.unit_id)) for group in one.counted_groups],
    }, status=422 if refused else 200)  # fmt: skip


def _printed(request: HttpRequest, one: OneVote, unit: int, made: list[Any]) -> HttpResponse:
    address = request.build_absolute_uri(reverse("portal:ballot"))
    lines = {
        row.pk: row for row in queries.roll_lines(one.vote).filter(unit_id=unit)
        .select_related("household", "speaker")
    }  # fmt: skip
    return render(request, "desk/votes/slips_print.html", {
        "at": "votes", "one": one, "vote": one.vote, "unit": one.name(unit),
        "address": address.split("://")[-1],
        # Behind the # nothing is sent to any server: the code stands in no log.
        "slips": [
            {"line": lines[slip.line], "letters": codes.shown(slip.code),
             "qr": square(f"{address}#{slip.code}")}
            for slip in made
        ],
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def paper_ballots(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lay out the paper ballots of a group, ready to print: with the number of the
    line where the vote is open, and without anything where it is secret.
    """
    one = open_for(request, pk, Act.VOTE_COUNT)
    told = request.GET.get("to", "")
    group = next((g for g in one.counted_groups if str(g.unit_id) == told), one.counted_groups[0])
    rows = queries.roll_lines(one.vote).filter(unit_id=group.unit_id).select_related("household")
    return render(request, "desk/votes/slips_print.html", {
        "at": "votes", "one": one, "vote": one.vote, "unit": one.name(group.unit_id), "paper": True,
        "slips": [{"line": None if one.vote.secret else row} for row in rows],
    })  # fmt: skip
