"""Giữ sổ: turn an entry round, count the cash, close a period and open it again, begin with what was there."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.book import _forms as forms
from dongthuan.doors.desk.book._one import OneBook, kept_by
from dongthuan.doors.desk.book.books import entry_page
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.files.document import Kind
from dongthuan.ground.files.sniffing import sniff
from dongthuan.ground.primitives.money import Money

_NOT_HERE = (
    "Bút toán này do một khoản thu, chi hoặc bàn giao ghi ra. Đảo ở trang của khoản ấy, để khoản ấy và "
    "sổ cùng đổi một lượt."
)
_PAPERS = {Kind.PDF: "pdf", Kind.DOCX: "docx"}


@require_POST
@login_required
@never_cache
@once
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will answer an entry by one that turns it round, with a reason."""
    by = viewer(request)
    found = queries.entry_row(viewer=by, pk=pk)
    if found is None:
        raise Http404
    reason = request.POST.get("ly-do", "")
    if found.source not in (None, "opening"):
        # Its record in the room it came from is turned with it, in one breath.
        return entry_page(request, by, pk, _NOT_HERE, reason)
    try:
        made = services.reverse(entry=found, reason=reason, by=by)
    except UnableToPost as problem:
        return entry_page(request, by, pk, str(problem), reason)
    messages.success(request, f"Đã ghi bút toán đảo số {made.pk}, ngày hôm nay.")
    return redirect("desk:book-entry", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will keep cash as it was counted, and list the counts before it."""
    one = kept_by(viewer(request), pk, Act.LEDGER_CLOSE)
    form = forms.CountForm(request.POST or None, book=one.book, initial={"on": one.by.today})
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = services.assert_balance(
                account=_chosen(queries.accounts_of(one.book), told["account"]),
                purpose=_chosen(queries.purposes_of(one.book), told["purpose"]),
                on=told["on"], dong=told["dong"], note=told["note"], by=one.by,
            )  # fmt: skip
        except UnableToPost as problem:
            _refused(form, problem)
        else:
            messages.success(request, _counted(made.difference))
            return redirect("desk:book-count", pk)
    return _page(request, one, "count", form, counts=queries.counts_told(one.book))


def _counted(difference: int) -> str:
    if not difference:
        return "Đã ghi: tiền đếm khớp với sổ."
    more = "thừa" if difference > 0 else "thiếu"
    return (
        f"Đã ghi: tiền đếm {more} {Money(abs(difference))} so với sổ. Số lệch được giữ và hiện ở trang "
        "sổ đến lần đếm sau khớp; sổ không tự đổi theo."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will close a book through a day, or open it again with a reason."""
    one = kept_by(viewer(request), pk, Act.LEDGER_CLOSE)
    reopening = request.POST.get("viec") == "mo-lai"
    sent = request.POST or None
    form = forms.CloseForm(None if reopening else sent)
    again = forms.ReopenForm(sent if reopening else None, prefix="mo")
    if form.is_valid() and _done(form, lambda: services.close_period(
        book=one.book, through=form.cleaned_data["through"], by=one.by,
    )):  # fmt: skip
        messages.success(request, "Đã khóa sổ. Ghi nhầm trong kỳ này thì ghi bút toán đảo hôm nay.")
        return redirect("desk:book-close", pk)
    if again.is_valid() and _done(again, lambda: services.reopen_period(
        book=one.book, through=again.cleaned_data["through"], reason=again.cleaned_data["reason"],
        by=one.by,
    )):  # fmt: skip
        messages.success(request, "Đã mở lại kỳ.")
        return redirect("desk:book-close", pk)
    return _page(request, one, "close", again if reopening else form, closing=form, again=again,
                 closed=queries.closed_through(one.book), closings=queries.closings_told(one.book))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will begin a book with what stood there, once, with signed minutes."""
    one = kept_by(viewer(request), pk, Act.LEDGER_CLOSE)
    form = forms.OpeningForm(
        request.POST or None, request.FILES or None, book=one.book,
        initial={"on": one.book.opened_on},
    )  # fmt: skip
    if form.is_valid() and _opened(one, form):
        messages.success(request, "Đã ghi số dư đầu kỳ.")
        return redirect("desk:book", pk)
    return _page(request, one, "opening", form, opened=queries.is_opened(one.book))


def _opened(one: OneBook, form: forms.OpeningForm) -> bool:
    told = form.told()
    if not told:
        form.add_error(None, "Chưa ghi số dư nào. Ghi ít nhất một ô, hoặc không cần làm bước này.")
        return False
    data = form.cleaned_data["minutes"].read()
    kind = sniff(data)
    if kind not in _PAPERS and kind is not Kind.IMAGE:
        form.add_error("minutes", "Biên bản: chọn tệp PDF, Word hoặc ảnh chụp.")
        return False

    def deed() -> None:
        if kind in _PAPERS:
            stored = files.keep(data, kind=_PAPERS[kind], at=one.by.now)
        else:
            stored = files.keep_photograph(data, at=one.by.now)
        services.open_balances_of(
            book=one.book, on=form.cleaned_data["on"], minutes=stored, by=one.by,
            held=[(account.code, purpose.code, dong) for account, purpose, dong in told],
        )  # fmt: skip

    return _done(form, deed)


def _done(form: django_forms.Form, deed: Any) -> bool:
    try:
        deed()
    except UnableToPost as problem:
        _refused(form, problem)
    except files.UnableToKeep as problem:
        form.add_error("minutes", str(problem))
    return not form.errors


def _refused(form: django_forms.Form, problem: UnableToPost) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _chosen(rows: Any, told: str) -> Any:
    return next((row for row in rows if str(row.pk) == told), None)


def _page(
    request: HttpRequest, one: OneBook, name: str, form: django_forms.Form, **more: Any
) -> HttpResponse:
    shown = {"at": "books", "one": one, "book": one.book, "form": form, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, f"desk/book/{name}.html", shown, status=status)
