"""Dấu vết: who did what when, within the viewer's reach, and whether the sealed chain holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.ground.audit import queries
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import WORDS, Act
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn

_A_PAGE, _MOST_TAKEN = 50, 20_000
# Walking the chain reads every entry again: at once while that is little, on demand beyond.
_WALKED_AT_ONCE = 500
_SUBJECTS = {
    "unit": "đơn vị", "person": "người", "household": "hộ", "user": "tài khoản",
    "slip": "phiếu kích hoạt", "device": "điện thoại", "item": "mục số liệu",
    "round": "đợt số liệu", "sheet": "phiếu số liệu", "value": "giá trị", "target": "chỉ tiêu",
    "report": "báo cáo", "form": "biểu mẫu", "issue": "bản phát hành", "note": "lời ghi", "help": "lần nhập giúp",
    "assignment": "lần giao việc", "task": "nhiệm vụ", "reminder": "lời nhắc", "document": "văn bản",
}  # fmt: skip


@require_safe
@login_required
@never_cache
def trail(request: HttpRequest) -> HttpResponse:
    """This function will list the trail, newest first, under the state of its chain."""
    by = viewer(request)
    if not by.reach(Act.AUDIT_SEE):
        raise NotPermitted(Act.AUDIT_SEE)
    rows = queries.entries(viewer=by)
    before = request.GET.get("truoc", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    if kind := exporting.wanted(request):
        taken = _told(by, list(rows[:_MOST_TAKEN]))
        about = f"Mới nhất trước; nhiều nhất {numbers.written(_MOST_TAKEN)} dòng"
        return exporting.give([_tables.trail(taken, about)], kind, "dau-vet", by.today.isoformat())
    listed = list(rows[: _A_PAGE + 1])
    page, older = listed[:_A_PAGE], len(listed) > _A_PAGE
    shown = _told(by, page)
    chain = queries.standing()
    walked = chain.sealed <= _WALKED_AT_ONCE or "kiem-tra" in request.GET
    if walked:
        chain = queries.chain()
    return render(request, "desk/trail/trail.html", {
        "at": "trail", "rows": shown, "chain": chain, "walked": walked,
        "older": page[-1].pk if older else None, "before": before,
    })  # fmt: skip


def _told(by: SignedIn, page: Sequence[Any]) -> list[dict[str, Any]]:
    names = queries.names(entry.actor for entry in page)
    notes = queries.notes(entry.note_id for entry in page)
    return [
        {
            "at": entry.at, "who": names.get(entry.actor, entry.actor),
            "act": WORDS[Act(entry.act)] if entry.act in set(Act) else entry.act,
            "subject": _SUBJECTS.get(entry.subject, ""), "number": entry.subject_id,
            "unit": by.tree.name(entry.unit_id) if entry.unit_id is not None else "",
            "reason": notes.get(entry.note_id, "") if entry.note_id is not None else "",
        }
        for entry in page
    ]  # fmt: skip
