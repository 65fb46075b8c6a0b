"""Bàn giao tiền mặt: who holds how much, handovers that wait, one handover for signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.rules import NOTES, ONWARD, Hand, notes_told
from dongthuan.act.funds.services import UnableToGive
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.giving._page import open_work
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

_A_PAGE = 30


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will show who holds how much, and the handovers, the newest first."""
    by = viewer(request)
    if not (by.reach(Act.CASH_HAND) or by.reach(Act.LEDGER_SEE)):
        raise NotPermitted(Act.CASH_HAND)
    page: Any = Paginator(queries.handovers(viewer=by), _A_PAGE).get_page(request.GET.get("trang"))
    mine = queries.holder_units(viewer=by)
    units = {one.unit_id for one in queries.works(viewer=by)} & _kept(by)
    return render(request, "desk/giving/cash.html", {
        "at": "works", "page": page, "rows": queries.handover_rows(page, by.today),
        "mine": [(one, sum(queries.cash_of(one).values())) for one in mine],
        "tables": [(by.tree.name(unit), queries.cash_table(unit)) for unit in sorted(units)],
    })  # fmt: skip


def _kept(by: SignedIn) -> set[int]:
    reach = by.reach(Act.LEDGER_SEE)
    return {unit for unit in by.tree.nodes if unit in reach}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will propose to hand on what one's own hand holds."""
    by = viewer(request)
    giver = next((one for one in queries.holder_units(viewer=by) if one.pk == pk), None)
    if giver is None or not by.may(Act.CASH_HAND, giver.unit_id):
        raise NotPermitted(Act.CASH_HAND)
    refused = ""
    if request.method == "POST":
        try:
            made = services.propose_handover(
                giver=giver, taker=_taker(request, giver), notes=_notes(request), by=by,
                sent_key=request.POST.get("key", ""),
            )  # fmt: skip
        except UnableToGive as problem:
            refused = str(problem)
        else:
            messages.success(request, f"Đã bàn giao, chờ {made.taker.role} bấm «Đã nhận».")
            if request.POST.get("ve") == "dien-thoai":
                return redirect("desk:phone-giving")
            return redirect("desk:handover", made.pk)
    free = queries.cash_of(giver)
    works = {one.pk: one for one in queries.works(viewer=by) if one.pk in free}
    takers = _takers(giver)
    return render(request, "desk/giving/hand.html", {
        "at": "works", "giver": giver, "refused": refused, "notes": NOTES,
        "parts": [(works[one].title, dong) for one, dong in sorted(free.items()) if one in works],
        "total": sum(free.values()), "takers": takers,
        "chosen": request.POST.get("nguoi", _usual(takers)),
        "typed": {str(note): request.POST.get(f"to-{note}", "") for note in NOTES},
    }, status=422 if refused else 200)  # fmt: skip


def _takers(giver: Any) -> list[Any]:
    kinds = ONWARD[giver.hand]
    return [one for one in queries.holders(unit=giver.unit_id, kinds=kinds) if one.pk != giver.pk]


def _usual(takers: list[Any]) -> str:
    """Return whom cash nearly always goes to, so that handing it on is one tap: the only treasurer."""
    told = [one for one in takers if one.hand is Hand.TREASURER]
    return str(told[0].pk) if len(told) == 1 else ""


def _taker(request: HttpRequest, giver: Any) -> Any:
    chosen = request.POST.get("nguoi", "")
    found = next((one for one in _takers(giver) if str(one.pk) == chosen), None)
    if found is None:
        raise UnableToGive("Chọn người nhận.")
    return found


def _notes(request: HttpRequest) -> dict[int, int]:
    found = {}
    for note in NOTES:
        typed = request.POST.get(f"to-{note}", "").strip()
        if typed and not (typed.isdigit() and len(typed) < 7):
            raise UnableToGive("Bảng kê: ghi số tờ bằng chữ số.")
        found[note] = int(typed or 0)
    return found


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one handover, ready to be printed and signed by both."""
    return _page(request, viewer(request), pk)


@require_POST
@login_required
@never_cache
@once
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will accept a handover, or refuse it with a reason."""
    by = viewer(request)
    one = _seen(by, pk)
    if verb not in ("nhan", "khong-nhan"):
        raise Http404
    try:
        services.answer_handover(
            handover=one, accepts=verb == "nhan", reason=request.POST.get("ly-do", ""),
            reference=request.POST.get("giay-nop", ""), by=by,
        )  # fmt: skip
    except UnableToGive as problem:
        return _page(request, by, pk, str(problem))
    messages.success(request, "Đã nhận tiền." if verb == "nhan" else "Đã ghi: không nhận.")
    return redirect("desk:handover", pk)


def _seen(by: SignedIn, pk: int) -> Any:
    one = queries.handover_seen(viewer=by, pk=pk)
    if one is None:
        raise Http404
    return one


def _page(request: HttpRequest, by: SignedIn, pk: int, refused: str = "") -> HttpResponse:
    one = _seen(by, pk)
    [row] = queries.handover_rows([one], by.today)
    to_bank = one.taker.hand is Hand.BANK
    answers = (
        by.may(Act.STATEMENT_MATCH, one.taker.unit_id) if to_bank else one.taker.actor == by.key
    )
    return render(request, "desk/giving/handover.html", {
        "at": "works", "row": row, "one": one, "unit": by.tree.name(one.giver.unit_id),
        "notes": notes_told(one.denominations), "refused": refused, "to_bank": to_bank,
        "answers": answers and getattr(one, "answer", None) is None and one.by != by.key,
    }, status=422 if refused else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show the money of a work: thu – chi – còn – đang ở đâu."""
    one = open_work(viewer(request), pk)
    return render(request, "desk/giving/money.html", {
        "at": "works", "one": one, "work": one.work, "money": one.whole.money,
    })  # fmt: skip
