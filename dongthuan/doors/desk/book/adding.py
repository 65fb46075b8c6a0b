"""Ghi thêm vào sổ: a book opened, an account opened, an entry that no other record tells."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.rules import Nature
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.book import _forms as forms
from dongthuan.doors.desk.book._one import OneBook, kept_by, without_book
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will write an entry by hand, from one account to another."""
    one = kept_by(viewer(request), pk, Act.LEDGER_POST)
    form = forms.EntryForm(request.POST or None, book=one.book, initial={"on": one.by.today})
    if form.is_valid():
        told = form.cleaned_data
        accounts = {str(row.pk): row for row in queries.accounts_of(one.book)}
        purposes = {str(row.pk): row for row in queries.purposes_of(one.book)}
        try:
            made = services.post_by_hand(
                book=one.book, source=accounts[told["source"]], target=accounts[told["target"]],
                purpose=purposes[told["purpose"]], dong=told["dong"], words=told["words"],
                on=told["on"], by=one.by,
            )  # fmt: skip
        except UnableToPost as problem:
            # What the book says of the lines is about the amount.
            _refused(form, problem, {"lines": "dong"})
        else:
            messages.success(request, f"Đã ghi bút toán số {made.pk}.")
            return redirect("desk:book-entry", made.pk)
    return _page(request, form, "Ghi bút toán", "Ghi vào sổ", one, lead=(
        "Chỉ cho việc không có hồ sơ nào khác ghi: phí ngân hàng, lãi tiền gửi. Ghi rồi không sửa "
        "được; nhầm thì đảo."
    ), short=len(form.offered) < 2)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will open an account in a book."""
    one = kept_by(viewer(request), pk, Act.LEDGER_POST)
    form = forms.AccountForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = services.open_account(
                book=one.book, code=told["code"], name=told["name"], by=one.by,
                nature=Nature(told["nature"]),
            )  # fmt: skip
        except UnableToPost as problem:
            _refused(form, problem)
        else:
            messages.success(request, f"Đã mở tài khoản {made}.")
            return redirect("desk:book", pk)
    return _page(request, form, "Mở tài khoản", "Mở tài khoản", one, lead=(
        "Tài khoản của người thu, thủ quỹ, ngân hàng tự mở khi ghi tên ở «Người thu, thủ quỹ, tài "
        "khoản»; ở đây mở những tài khoản khác."
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def book(request: HttpRequest) -> HttpResponse:
    """This function will open the book of a unit that has none."""
    by = viewer(request)
    if not by.reach(Act.LEDGER_CLOSE):
        raise NotPermitted(Act.LEDGER_CLOSE)
    form = forms.BookForm(request.POST or None, initial={"name": "Sổ thu chi", "on": by.today})
    form.fields["unit"].choices = [("", "Chọn…"), *without_book(by)]  # type: ignore[attr-defined]
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = services.open_book(
                unit=asking.unit_of(by.tree, told["unit"]), name=told["name"], on=told["on"], by=by
            )
        except UnableToPost as problem:
            _refused(form, problem)
        else:
            messages.success(request, "Đã mở sổ. Mở tài khoản, hoặc ghi tên thủ quỹ, ngân hàng.")
            return redirect("desk:book", made.pk)
    return _page(request, form, "Mở sổ", "Mở sổ", None, lead="Mỗi đơn vị một sổ.")


def _refused(
    form: django_forms.Form, problem: UnableToPost, other: dict[str, str] | None = None
) -> None:
    field = (other or {}).get(problem.field, problem.field)
    form.add_error(field if field in form.fields else None, str(problem))


def _page(
    request: HttpRequest, form: django_forms.Form, heading: str, verb: str, one: OneBook | None, *,
    lead: str, short: bool = False,
) -> HttpResponse:  # fmt: skip
    return render(request, "desk/book/form.html", {
        "at": "books", "form": form, "heading": heading, "verb": verb, "lead": lead, "short": short,
        "book": one.book if one else None,
        "back": reverse("desk:book", args=[one.book.pk]) if one else reverse("desk:books"),
    }, status=422 if request.method == "POST" else 200)  # fmt: skip
