"""Điện thoại của người thu: «Đã thu», «Đã bàn giao» in one tap, also where there is no network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.act.funds import queries, rules, services
from dongthuan.act.funds.rules import BookStanding, Kind
from dongthuan.act.funds.services import Told, UnableToGive
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._waiting import told_where
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn


@require_safe
@login_required
@never_cache
def phone(request: HttpRequest) -> HttpResponse:
    """This function will show the large buttons of a collector: books, taking, handing on."""
    by = viewer(request)
    if not by.reach(Act.GIFT_TAKE):
        raise NotPermitted(Act.GIFT_TAKE)
    taking = {one.pk for one in queries.taking_works(viewer=by)}
    held = [
        (one, one.work_id is None or one.work_id in taking) for one in queries.my_books(viewer=by)
    ]
    hands = [(one, sum(queries.cash_of(one).values())) for one in queries.holder_units(viewer=by)]
    return render(request, "desk/giving/phone.html", {
        "at": "works", "hands": hands,
        # What can be pressed stands before what has only to be given back.
        "books": sorted(held, key=lambda told: not told[1]),
        "offered": queries.my_books(viewer=by, standing=BookStanding.HANDED),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@told_where
@login_required
@never_cache
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take one gift on the next number of one's own book. Sent twice it is taken once:
    the gift keeps the key of the form, and its number stands on one gift.
    """
    by = viewer(request)
    refused = ""
    if request.method == "POST":
        try:
            gift = _taken(request, by, pk)
        except UnableToGive as problem:
            refused = str(problem)
        else:
            printed = gift.receipt.book.printed(gift.receipt.number)
            held = numbers.written(queries.held_by(gift.receipt.book.holder))
            messages.success(
                request, f"Đã thu, phiếu {printed} đã vào sổ. Bác đang giữ {held} đồng."
            )
            return redirect("desk:phone-take", pk)
    return _page(request, by, _own(by, pk), refused)


def _own(by: SignedIn, pk: int) -> Any:
    """Return a book in the viewer's own hands; no other is shown here."""
    book = queries.my_book(viewer=by, pk=pk)
    if book is None:
        if queries.book_seen(viewer=by, pk=pk) is None:
            raise Http404
        raise NotPermitted(Act.GIFT_TAKE)
    return book


def _taken(request: HttpRequest, by: SignedIn, book: int) -> Any:
    told = request.POST
    work, number = told.get("cong-trinh", ""), told.get("so", "").strip()
    if not (work.isascii() and work.isdigit() and len(work) < 16):
        raise UnableToGive("Chọn công trình, quỹ.")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise UnableToGive("Ghi số phiếu trên tờ phiếu.")
    return services.take_gift(
        work=int(work), book=book, number=int(number), given=_given(told), on=by.today,
        sent_key=told.get("key", ""), by=by,
    )  # fmt: skip


def _given(told: Any) -> Told:
    kind, typed = told.get("loai", ""), told.get("tien", "")
    try:
        if kind == Kind.CASH:
            return Told(Kind.CASH, rules.dong_of(typed))
        rule = queries.valuation(int(kind)) if kind.isdigit() and len(kind) < 16 else None
        if rule is None:
            raise UnableToGive("Chọn hình thức góp.")
        return Told(Kind(rule.kind), quantity=rules.quantity_of(typed), valuation=rule)
    except rules.UnableToRead as problem:
        raise UnableToGive(str(problem)) from None


def _page(request: HttpRequest, by: SignedIn, book: Any, refused: str) -> HttpResponse:
    told = request.POST
    works = [one for one in queries.taking_works(viewer=by) if book.work_id in (None, one.pk)]
    left = services.open_numbers(book)
    return render(request, "desk/giving/phone_take.html", {
        "at": "works", "book": book, "works": works, "refused": refused,
        "number": told.get("so", "") if refused else (left[0] if left else ""),
        "dong": told.get("tien", "") if refused else "", "work": told.get("cong-trinh", ""),
        "rules": queries.valuations(unit=book.unit_id, on=by.today), "kind": told.get("loai", "cash"),
        "left": len(left),
    }, status=422 if refused else 200)  # fmt: skip
