"""Đợt lấy phiếu của hộ: the list, a new one, and its words while nobody was asked yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.assembly import queries, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.votes._forms import VoteForm, told_of
from dongthuan.doors.desk.votes._one import open_for
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

_A_PAGE = 30


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the votes of the viewer's reach, those still asked first."""
    by = viewer(request)
    if not by.reach(Act.VOTE_SEE):
        raise NotPermitted(Act.VOTE_SEE)
    rows = queries.visible_votes(viewer=by).order_by("-opens_on", "-pk")
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("trang"))
    told = [(one, by.tree.name(one.unit_id), queries.standing_of(one)[0]) for one in page]
    groups = [
        ("Đang làm", [row for row in told if row[0].status in ("draft", "asked")]),
        ("Đã xong", [row for row in told if row[0].status not in ("draft", "asked")]),
    ]
    return render(request, "desk/votes/list.html", {
        "at": "votes", "page": page, "groups": groups, "keeps": bool(by.reach(Act.VOTE_KEEP)),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will begin a vote."""
    by = viewer(request)
    if not by.reach(Act.VOTE_KEEP):
        raise NotPermitted(Act.VOTE_KEEP)
    form = VoteForm(request.POST or None, by=by, initial={"channels": ["hands", "paper"]})
    if form.is_valid():
        try:
            unit = asking.unit_of(by.tree, _unit(by, form.units))
            made = services.begin(unit=unit, question=form.question, groups=form.units, by=by)
        except services.UnableToVote as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(
                request, "Đã ghi đợt lấy phiếu. Xem lại câu hỏi, rồi chốt danh sách hộ."
            )
            return redirect("desk:vote", made.pk)
    return _shown(request, form, None)


def _unit(by: SignedIn, groups: list[int]) -> int:
    """Return the unit that asks: a group asks itself, several are asked by what holds them all."""
    if len(groups) == 1:
        return groups[0]
    paths = [by.tree.path(one) for one in groups]
    shared = [at for at in paths[0] if all(at in path for path in paths)]
    return shared[-1] if shared else groups[0]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will change what a vote asks while its roll is not frozen."""
    one = open_for(request, pk, Act.VOTE_KEEP)
    begun = told_of(one.vote, [group.unit_id for group in one.groups])
    form = VoteForm(request.POST or None, by=one.by, unit=one.vote.unit_id, initial=begun)
    if form.is_valid():
        try:
            services.change(vote=one.vote, question=form.question, groups=form.units,
                            seen=form.cleaned_data["seen"] or 0, by=one.by)  # fmt: skip
        except services.UnableToVote as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(request, "Đã sửa đợt lấy phiếu.")
            return redirect("desk:vote", pk)
    return _shown(request, form, one.vote)


def _shown(request: HttpRequest, form: VoteForm, vote: Any) -> HttpResponse:
    context = {"at": "votes", "form": form, "vote": vote}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/votes/form.html", context, status=status)
