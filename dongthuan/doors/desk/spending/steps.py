"""Bước của đề nghị chi: let, sent back, taken back, paid; a payment by mistake answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.services import UnableToGive
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.book._one import day_told
from dongthuan.doors.desk.spending._page import OneRequest, open_request, page_of, version
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act


@require_POST
@login_required
@never_cache
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will take one step with a request."""
    if verb not in _VERBS:
        raise Http404
    one = open_request(viewer(request), pk)
    try:
        said = _VERBS[verb](request, one)
    except UnableToGive as problem:
        # Once more read: somebody else may have moved it meanwhile.
        return page_of(request, open_request(one.by, pk), str(problem), request.POST)
    messages.success(request, said)
    return redirect("desk:spend", pk)


def _approve(request: HttpRequest, one: OneRequest) -> str:
    services.approve_spending(request=one.request, seen=version(request), by=one.by)
    return "Đã duyệt. Thủ quỹ chi tiền khi có ảnh chứng từ."


def _return(request: HttpRequest, one: OneRequest) -> str:
    services.return_request(
        request=one.request, seen=version(request), reason=request.POST.get("ly-do", ""), by=one.by
    )
    return "Đã trả lại kèm lý do."


def _withdraw(request: HttpRequest, one: OneRequest) -> str:
    services.withdraw_request(
        request=one.request, seen=version(request), reason=request.POST.get("ly-do", ""), by=one.by
    )
    return "Đã thôi đề nghị."


def _pay(request: HttpRequest, one: OneRequest) -> str:
    # Rights are asked before boxes are looked at.
    one.by.require(Act.SPEND_PAY, one.request.work.unit_id)
    told = request.POST
    on, problem = day_told(told.get("ngay", ""), one.by.today)
    if problem:
        raise UnableToGive(problem, "on")
    holders = {str(held.pk): held for held in queries.holders(unit=one.request.work.unit_id)}
    holder = holders.get(told.get("tu", ""))
    if holder is None:
        raise UnableToGive("Chọn chi từ đâu: tiền mặt thủ quỹ đang giữ, hoặc tài khoản ngân hàng.")
    services.pay(
        request=one.request, holder=holder, on=on, seen=version(request),
        reference=told.get("so-chung-tu", ""), by=one.by,
    )  # fmt: skip
    return "Đã chi, đã vào sổ. Làm bản che ảnh chứng từ để công khai."


_VERBS: Mapping[str, Callable[[HttpRequest, OneRequest], str]] = {
    "duyet": _approve, "tra-lai": _return, "thoi": _withdraw, "chi-tien": _pay,
}  # fmt: skip


@require_POST
@login_required
@never_cache
@once
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will answer a payment made by mistake in the book of today, with a reason."""
    by = viewer(request)
    found = queries.payment_seen(viewer=by, pk=pk)
    if found is None:
        raise Http404
    try:
        services.turn_payment(payment=found, reason=request.POST.get("ly-do", ""), by=by)
    except UnableToGive as problem:
        return page_of(request, open_request(by, found.request_id), str(problem), request.POST)
    messages.success(request, "Đã đảo khoản chi; đề nghị trở lại chờ chi.")
    return redirect("desk:spend", found.request_id)
