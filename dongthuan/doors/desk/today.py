"""Hôm nay: what I owe, what waits for my word, what is due soon in what I asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.decide.indicators import queries
from dongthuan.doors.desk import _today_rounds as rounds
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._today_rows import Row, Short, ordered
from dongthuan.doors.desk._today_tasks import Tasks

_SHORT = 5


@require_safe
@login_required
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """This function will show three short lists, each row one line and one verb."""
    by = viewer(request)
    whole = request.GET.get("tat-ca", "")
    waiting = queries.sheets(viewer=by, open_only=True)
    tasks = Tasks(by)
    lists = [
        _short("viec", "Việc của tôi", "Bác không còn việc nào phải làm.",
               [*rounds.owed(by, waiting), *tasks.owed()], whole),
        _short("duyet", "Chờ tôi duyệt", "Không có gì chờ bác duyệt.",
               [*rounds.to_approve(by, waiting), *tasks.to_accept()], whole),
        _short("han", "Sắp đến hạn",
               "Không có đợt số liệu nào đang mở, không có nhiệm vụ nào sắp đến hạn.",
               [*rounds.due(by, waiting), *tasks.due()], whole),
    ]  # fmt: skip
    return render(request, "desk/today.html", {
        "at": "today", "lists": lists, "day": by.today, "reaches": bool(by.grants),
    })  # fmt: skip


def _short(code: str, heading: str, empty: str, rows: Iterable[Row], whole: str) -> Short:
    found = tuple(ordered(rows))
    if whole == code:
        return Short(code, heading, empty, found)
    return Short(code, heading, empty, found[:_SHORT], max(0, len(found) - _SHORT))
