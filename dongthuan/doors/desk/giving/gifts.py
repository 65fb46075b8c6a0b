"""Vào sổ khoản góp: a page of stubs at once, by keyboard; one gift, who gave it, and its reversal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.act.funds import queries, rules, services
from dongthuan.act.funds.rules import GiverKind, Hand, Kind
from dongthuan.act.funds.services import Named, Told, UnableToGive
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.giving._page import OneWork, open_work
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import BadPeriod, parse
from dongthuan.who.access.queries import SignedIn

LINES = 12
_NAMES = ("so", "loai", "tien", "quy-doi", "ma", "ho", "nguoi", "hien")


@dataclass
class Stub:
    """Cuống phiếu: one line of the page as typed, and what was amiss with it."""

    at: int
    typed: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def rule(self) -> str:
        """This property will return the valuation rule chosen on the line."""
        return self.typed.get("quy-doi", "")

    @property
    def empty(self) -> bool:
        """This property will say whether nothing was typed on the line."""
        return not any(self.typed.get(name) for name in ("so", "tien", "nguoi", "ma"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take a page of stubs into the book: all of them, or none and why."""
    by = viewer(request)
    one = open_work(by, pk, Act.GIFT_TAKE)
    if request.method != "POST":
        return _page(request, one, [Stub(at) for at in range(LINES)])
    stubs = _typed(request)
    wanted = [stub for stub in stubs if not stub.empty]
    top = _top(request, one)
    if isinstance(top, str) or not wanted:
        refused = top if isinstance(top, str) else "Chưa ghi cuống phiếu nào."
        return _page(request, one, stubs, refused)
    book, on, group = top
    for stub in wanted:
        try:
            # Each line is tried by itself, so that every mistake of the page is told at once.
            with transaction.atomic():
                _take(one, book, on, group, stub)
        except UnableToGive as problem:
            stub.problem = str(problem)
    if any(stub.problem for stub in wanted):
        return _page(request, one, stubs, "Chưa dòng nào vào sổ. Sửa các dòng có dấu rồi gửi lại.")
    messages.success(request, f"Đã vào sổ {numbers.written(len(wanted))} khoản góp.")
    return redirect("desk:gifts-enter", pk)


def _typed(request: HttpRequest) -> list[Stub]:
    lists = {name: request.POST.getlist(name)[:200] for name in _NAMES}
    count = max((len(one) for one in lists.values()), default=0)
    return [
        Stub(
            at, {name: (told[at].strip() if at < len(told) else "") for name, told in lists.items()}
        )
        for at in range(max(count, LINES))
    ]


def _top(request: HttpRequest, one: OneWork) -> tuple[Any, date, Any] | str:
    """Return the book, the day and the group of the page, or what is unclear about them."""
    chosen = request.POST.get("quyen", "")
    book = next((row for row in _books(one) if str(row.pk) == chosen), None)
    if book is None:
        return "Chọn quyển phiếu thu."
    try:
        on = parse(request.POST.get("ngay", "")).last_day
    except (BadPeriod, ValueError):
        return "Ngày góp: ghi như 30/6/2021."
    unit = request.POST.get("to", "")
    group = (
        asking.unit_of(one.by.tree, unit) if unit.isdigit() and int(unit) in one.by.tree else None
    )
    return book, on, group


def _take(one: OneWork, book: Any, on: date, group: Any, stub: Stub) -> None:
    typed = stub.typed
    if not typed["so"].isdigit() or len(typed["so"]) > 5:
        raise UnableToGive("Ghi số phiếu (chữ số).")
    try:
        given = _given(one, typed, group)
    except rules.UnableToRead as problem:
        raise UnableToGive(str(problem)) from None
    name, home = typed["nguoi"], typed["ho"]
    kind = GiverKind.HOUSEHOLD if home else GiverKind.PERSON if name else GiverKind.UNNAMED
    services.take_gift(
        work=one.work.pk, book=book.pk, number=int(typed["so"]), given=given, on=on,
        giver=Named(kind, name, home, typed["hien"]), by=one.by,
    )  # fmt: skip


def _given(one: OneWork, typed: dict[str, str], group: Any) -> Told:
    if typed["loai"] not in list(Kind):
        raise UnableToGive("Chọn hình thức góp.")
    kind = Kind(typed["loai"])
    if kind is Kind.CASH:
        return Told(kind, rules.dong_of(typed["tien"]), group=group)
    if kind is Kind.TRANSFER:
        banks = queries.posted_accounts(one.work.unit_id)
        return Told(kind, rules.dong_of(typed["tien"]), reference=typed["ma"],
                    bank=banks[0] if banks else None, group=group)  # fmt: skip
    rule = queries.valuation(int(typed["quy-doi"])) if typed["quy-doi"].isdigit() else None
    return Told(kind, quantity=rules.quantity_of(typed["tien"]), valuation=rule, group=group)


def _books(one: OneWork) -> list[Any]:
    rows = queries.books(viewer=one.by).filter(unit=one.work.unit_id)
    open_ones = rows.exclude(standing__in=("printed", "handed"))
    return [row for row in open_ones if row.work_id in (None, one.work.pk) and row.manner != "spot"]


def _page(request: HttpRequest, one: OneWork, stubs: list[Stub], refused: str = "") -> HttpResponse:
    told = request.POST
    return render(request, "desk/giving/enter.html", {
        "at": "works", "one": one, "work": one.work, "stubs": stubs, "refused": refused,
        "books": _books(one), "kinds": [(kind.value, kind.words) for kind in Kind],
        "rules": queries.valuations(unit=one.work.unit_id, on=one.by.today),
        "day": told.get("ngay", one.by.today.isoformat()), "book": told.get("quyen", ""),
        "group": told.get("to", ""),
        "groups": [(str(unit), one.by.tree.name(unit)) for unit in one.whole.groups],
    }, status=422 if refused else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one gift and its two lines, without who gave it."""
    return _gift_page(request, viewer(request), pk)


@require_POST
@login_required
@never_cache
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will tell who gave one gift (and write that it was told), change the name shown of it,
    reverse it, or erase who gave.
    """
    by = viewer(request)
    gift = _seen(by, pk)
    try:
        if verb == "nguoi-gop":
            return _gift_page(request, by, pk, giver=services.open_giver(gift=gift, by=by))
        if verb == "ten-hien":
            services.choose_shown_name(gift=gift, name=request.POST.get("ten", ""), by=by)
            said = (
                "Đã ghi tên công khai."
                if request.POST.get("ten", "").strip()
                else "Đã bỏ tên công khai."
            )
        elif verb == "huy-ghi":
            services.reverse_gift(gift=gift, reason=request.POST.get("ly-do", ""), by=by)
            said = "Đã hủy ghi. Cả hai dòng còn trong sổ, số phiếu không dùng lại được."
        elif verb == "xoa-ten":
            services.erase_giver(gift=gift, by=by)
            said = "Đã xóa tên người góp; khoản góp vẫn còn."
        else:
            raise Http404
    except UnableToGive as problem:
        return _gift_page(request, by, pk, str(problem))
    messages.success(request, said)
    return redirect("desk:gift", pk)


def _seen(by: SignedIn, pk: int) -> Any:
    gift = queries.gift_seen(viewer=by, pk=pk)
    if gift is None:
        raise Http404
    return gift


def _gift_page(
    request: HttpRequest, by: SignedIn, pk: int, refused: str = "", giver: str = ""
) -> HttpResponse:
    gift = _seen(by, pk)
    unit = gift.work.unit_id
    lines = queries.lines(queries.posted_list(gift.work).filter(pk=pk))
    return render(request, "desk/giving/gift.html", {
        "at": "works", "gift": gift, "work": gift.work, "lines": lines, "refused": refused,
        "giver": giver, "sees": by.may(Act.GIVER_SEE, unit), "erases": by.may(Act.NOTE_ERASE, unit),
        "names": by.may(Act.GIFT_TAKE, unit), "shown": queries.shown_name(pk),
        "turns": by.may(Act.LEDGER_POST, unit) and not lines[0].reversed,
        "hand": gift.holder.role if gift.holder and gift.holder.hand is not Hand.BANK else "",
        "group": by.tree.name(gift.group_id) if gift.group_id in by.tree else "",
    }, status=422 if refused else 200)  # fmt: skip
