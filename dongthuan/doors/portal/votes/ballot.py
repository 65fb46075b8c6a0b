"""Phiếu của hộ trên điện thoại: the code of a slip is typed or scanned, and answered with one tap.

The code never stands in an address: a QR code carries it behind the «#», which no browser sends, and a
small script puts it into the form; without the script it is typed.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.assembly import queries, services
from dongthuan.decide.assembly.queries import OwnLine
from dongthuan.decide.assembly.rules import Doubt
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.ground.audit.actors import Actor
from dongthuan.who.org import queries as org


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ballot(request: HttpRequest) -> HttpResponse:
    """This function will take the code of a slip, show what is asked and the household's own line, and
    take its answer. Sent twice it is taken once: the ballot itself is the key.
    """
    if request.method != "POST":
        return render(request, "portal/votes/code.html", {"code": ""})
    by = at_the_door(request)
    code, choice = request.POST.get("ma", "")[:80], request.POST.get("y-kien", "")
    slip = queries.slip_of(code)
    if slip is None:
        return render(request, "portal/votes/code.html", {
            "code": code, "refused": "Không có phiếu nào mang mã này. Bác xem lại từng chữ trên phiếu; "
            "phiếu in lại thì phiếu cũ không dùng được nữa.",
        }, status=422)  # fmt: skip
    refused, again = "", False
    if choice:
        try:
            helped = request.POST.get("giup") == "on"
            services.cast_on(slip=slip, choice=choice, by=by, assisted=helped)
        except services.UnableToVote as problem:
            refused, again = str(problem), isinstance(problem, services.AlreadyVoted)
    own = queries.own_line(slip)
    if again and own.said_on_phone == choice:
        # The same answer was only sent once more.
        refused = ""
    return _shown(request, own, code, by, refused, bool(choice) and not refused)


def _shown(
    request: HttpRequest, own: OwnLine, code: str, by: Actor, refused: str, taken: bool
) -> HttpResponse:
    vote = own.slip.vote
    days = vote.opens_on <= by.today <= vote.closes_on
    return render(request, "portal/votes/ballot.html", {
        "own": own, "vote": vote, "code": code, "refused": refused, "taken": taken,
        "unit": org.name_on(own.slip.unit, vote.closes_on),
        "open": vote.status == "asked" and days and not own.slip.struck and not own.said_on_phone,
        "conflict": own.heard.doubt is Doubt.CONFLICT, "early": by.today < vote.opens_on,
    }, status=422 if refused else 200)  # fmt: skip
