"""Quyển phiếu thu: printed, handed to a hand, accounted number by number, taken back; who holds cash."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.act.funds import codes, queries, services
from dongthuan.act.funds.rules import BookStanding, Hand, Unused
from dongthuan.act.funds.services import BankAccount, Printed, UnableToGive
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.giving._forms import BookForm, HolderForm
from dongthuan.doors.desk.giving._page import form_page
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers import receipts
from dongthuan.who.access import queries as access
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org

_RUN = re.compile(r"\s*(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?\s*")


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list receipt books: where each lies, and how its numbers ended."""
    by = viewer(request)
    if not (by.reach(Act.RECEIPTS_HAND) or by.reach(Act.GIFT_TAKE)):
        raise NotPermitted(Act.RECEIPTS_HAND)
    page: Any = Paginator(queries.books(viewer=by), 50).get_page(request.GET.get("trang"))
    told = queries.accounted(page)
    return render(request, "desk/giving/books.html", {
        "at": "works", "page": page, "rows": [(one, told[one.pk]) for one in page],
        "prints": bool(by.reach(Act.RECEIPTS_HAND)),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will make a book and give it as a file for the printer, this once."""
    by = viewer(request)
    reach = by.reach(Act.RECEIPTS_HAND)
    if not reach:
        raise NotPermitted(Act.RECEIPTS_HAND)
    form = BookForm(request.POST or None)
    units = asking.unit_choices(by.tree, reach)
    works = [(str(one.pk), one.title) for one in queries.works(viewer=by)]
    form.fields["unit"].choices = [("", "Chọn…"), *units]  # type: ignore[attr-defined]
    form.fields["unit"].initial = units[0][0] if units else ""
    form.fields["work"].choices = [("", "(mọi công trình, quỹ)"), *works]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        work = queries.work_seen(viewer=by, pk=int(told["work"])) if told["work"] else None
        try:
            book, printed = services.print_book(
                unit=asking.unit_of(by.tree, told["unit"]), code=told["code"], first=told["first"],
                last=told["last"], work=work, paper=told["paper"], by=by,
            )  # fmt: skip
        except UnableToGive as problem:
            form.refused(str(problem), problem.field)
        else:
            return _file(request, by, book, printed, work.title if work else "")
    return form_page(
        request, form, "In quyển phiếu thu", "In quyển", back=reverse("desk:receipt-books"),
        lead="Mỗi phiếu có mã riêng. Mã chỉ có trong tệp in này: hệ thống không giữ, không in lại được. "
        "Tải tệp xong, in ngay; hỏng thì ghi hỏng cả quyển và in quyển khác.",
    )  # fmt: skip


def _file(
    request: HttpRequest, by: SignedIn, book: Any, printed: list[Printed], work: str
) -> HttpResponse:
    above = [*reversed(by.tree.path(book.unit_id))]
    where = request.build_absolute_uri(reverse("portal:receipt"))
    issuer = receipts.Issuer(
        by.tree.name(book.unit_id), org.telephone(above, by.today), where.split("://", 1)[-1]
    )
    told = [
        # The code travels behind «#»: a browser sends that to nobody, and no log keeps it.
        receipts.Receipt(
            f"Quyển {book.code}", one.words, codes.shown(one.code), work, f"{where}#{one.code}"
        )
        for one in printed
    ]
    data = receipts.roll(told, issuer) if book.paper == "58" else receipts.sheets(told, issuer)
    return exporting.attached(data, f"quyen-{book.code.lower()}.pdf", "application/pdf")


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one book, number by number."""
    return _page(request, viewer(request), pk)


@require_POST
@login_required
@never_cache
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will hand a book, accept it, refuse it, end some of its numbers, or take it back."""
    by = viewer(request)
    book = _seen(by, pk)
    try:
        said = _step(request, by, book, verb)
    except UnableToGive as problem:
        return _page(request, by, pk, str(problem))
    messages.success(request, said)
    if request.POST.get("ve") == "dien-thoai":
        return redirect("desk:phone-giving")
    return redirect("desk:receipt-book", pk)


def _step(request: HttpRequest, by: SignedIn, book: Any, verb: str) -> str:
    told = request.POST
    if verb == "giao":
        chosen = told.get("nguoi", "")
        holder = queries.holder(int(chosen)) if chosen.isdigit() else None
        if holder is None:
            raise UnableToGive("Chọn người thu để giao quyển.")
        services.hand_book(book=book, holder=holder, by=by)
        return f"Đã giao quyển {book.code} cho {holder.role}. Quyển dùng được khi người ấy bấm «Đã nhận»."
    if verb in ("nhan", "khong-nhan"):
        services.answer_book(book=book, accepts=verb == "nhan", reason=told.get("ly-do", ""), by=by)
        return f"Đã nhận quyển {book.code}." if verb == "nhan" else "Đã ghi: không nhận quyển."
    if verb == "nop-lai":
        services.return_book(book=book, by=by)
        return f"Quyển {book.code} đã nộp lại, mọi số đều rõ."
    if verb == "ket-thuc":
        how = told.get("cach", "")
        if how not in list(Unused):
            raise UnableToGive("Chọn: hỏng còn cuống, hoặc mất.")
        services.end_numbers(book=book, numbers=_numbers(told.get("so", "")), how=Unused(how),
                             reason=told.get("ly-do", ""), by=by)  # fmt: skip
        return "Đã ghi các số không dùng."
    raise Http404


def _numbers(typed: str) -> list[int]:
    found: list[int] = []
    for part in typed.split(","):
        match = _RUN.fullmatch(part)
        if match is None:
            raise UnableToGive("Ghi số phiếu như: 12, 15-18.")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > 1000:
            raise UnableToGive("Ghi số phiếu như: 12, 15-18.")
        found.extend(range(first, last + 1))
    return found


def _seen(by: SignedIn, pk: int) -> Any:
    book = queries.book_seen(viewer=by, pk=pk)
    if book is None:
        raise Http404
    return book


def _page(request: HttpRequest, by: SignedIn, pk: int, refused: str = "") -> HttpResponse:
    book = _seen(by, pk)
    keeps = by.may(Act.RECEIPTS_HAND, book.unit_id)
    mine = book.holder is not None and book.holder.actor == by.key
    hands = (Hand.COLLECTOR, Hand.TREASURER)
    return render(request, "desk/giving/book.html", {
        "at": "works", "book": book, "refused": refused, "unit": by.tree.name(book.unit_id),
        "told": queries.accounted([book])[book.pk], "numbers": queries.numbers_of(book),
        "steps": queries.steps_of(book), "keeps": keeps, "mine": mine,
        "holders": queries.holders(unit=book.unit_id, kinds=hands) if keeps else [],
        "printed": book.stands is BookStanding.PRINTED, "handed": book.stands is BookStanding.HANDED,
        "held": book.stands is BookStanding.HELD,
    }, status=422 if refused else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def holders(request: HttpRequest) -> HttpResponse:
    """This function will list who holds cash, and name one more."""
    by = viewer(request)
    reach = by.reach(Act.RECEIPTS_HAND)
    if not reach:
        raise NotPermitted(Act.RECEIPTS_HAND)
    form = HolderForm(request.POST or None)
    units = asking.unit_choices(by.tree, reach)
    form.fields["unit"].choices = [("", "Chọn…"), *units]  # type: ignore[attr-defined]
    form.fields["unit"].initial = units[0][0] if units else ""
    hands = access.hands(frozenset(int(unit) for unit, _ in units), by.today)
    form.fields["user"].choices = [("", "(không)"), *hands]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        account = None
        if told["kind"] == Hand.BANK and told["account_number"] and told["posted_on"]:
            account = BankAccount(told["name"], told["bank_bin"], told["account_number"],
                                  told["account_name"], told["posted_on"])  # fmt: skip
        try:
            services.name_holder(
                unit=asking.unit_of(by.tree, told["unit"]), kind=Hand(told["kind"]), code=told["code"],
                name=told["name"], actor=told["user"], account=account, by=by,
            )  # fmt: skip
        except UnableToGive as problem:
            form.refused(
                str(problem),
                {"actor": "user", "account": "account_number"}.get(problem.field, problem.field),
            )
        else:
            messages.success(request, "Đã ghi người giữ tiền.")
            return redirect("desk:holders")
    shown = [one for unit, _ in units for one in queries.holders(unit=int(unit))]
    return form_page(request, form, "Người thu, thủ quỹ, tài khoản ngân hàng", "Thêm",
                     back=reverse("desk:receipt-books"), holders=shown)  # fmt: skip
