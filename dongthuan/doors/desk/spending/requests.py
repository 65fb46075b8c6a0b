"""Đề nghị chi: the list by what is to be done, asking, changing, and the page of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.services import UnableToGive, Wish
from dongthuan.act.funds.spending import SPENDING, Asked, Payee
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.book._forms import DongField
from dongthuan.doors.desk.spending._page import open_request, page_of
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

_A_PAGE, _AT_MOST = 30, 100
_GROUPS = (
    ("Chờ duyệt", Asked.ASKED), ("Đã duyệt, chờ chi", Asked.APPROVED),
    ("Trả lại, chờ sửa", Asked.RETURNED),
)  # fmt: skip


class WishForm(forms.Form):
    """Đề nghị chi: of which work, how much, for what, to whom."""

    work = asking.ChoiceField("Công trình, quỹ")
    dong = DongField("Số tiền", help_text="Đồng; ghi như 1.500.000.")
    words = asking.WordsField(
        "Chi cho việc gì",
        help_text="Chi xong ai cũng đọc được dòng này: ghi mua gì, làm gì; không ghi tên người.",
    )
    payee_kind = asking.ChoiceField("Chi cho bên nào", [(one, one.words) for one in Payee])
    payee = asking.WordsField(
        "Tên bên nhận tiền", most=120, required=False,
        help_text="Chỉ người làm việc ở đây thấy; không lên trang công khai, không vào sổ.",
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def wish(self) -> Wish:
        """This property will return what the boxes tell."""
        told = self.cleaned_data
        return Wish(told["dong"], told["words"], Payee(told["payee_kind"]), told["payee"])

    def refused(self, problem: UnableToGive) -> None:
        """This method will put a refusal beside the box it speaks of."""
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list requests by what is to be done with them, then what was paid."""
    by = viewer(request)
    if not by.reach(Act.FUND_SEE):
        raise NotPermitted(Act.FUND_SEE)
    work = _work(by, request.GET.get("cong-trinh", ""))
    done = queries.requests(viewer=by, work=work, standings=(Asked.PAID, Asked.WITHDRAWN))
    page: Page[Any] = Paginator(done, _A_PAGE).get_page(request.GET.get("trang"))
    groups = [] if page.number > 1 else [
        (words, list(queries.requests(viewer=by, work=work, standings=(one,))[:_AT_MOST]))
        for words, one in _GROUPS
    ]  # fmt: skip
    groups.append(("Đã chi, thôi đề nghị", list(page)))
    return render(request, "desk/spending/list.html", {
        "at": "spends", "page": page, "groups": groups, "work": work,
        "works": queries.works(viewer=by), "any": any(rows for _, rows in groups),
        "asks": bool(by.reach(Act.SPEND_ASK)),
    })  # fmt: skip


def _work(by: SignedIn, told: str) -> Any:
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        return None
    return queries.works(viewer=by).filter(pk=int(told)).first()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will ask to spend so much of a work's money."""
    by = viewer(request)
    if not by.reach(Act.SPEND_ASK):
        raise NotPermitted(Act.SPEND_ASK)
    form = WishForm(request.POST or None, initial={"work": request.GET.get("cong-trinh")})
    works = {
        str(one.pk): one for one in queries.works(viewer=by)
        if one.stands in SPENDING and by.may(Act.SPEND_ASK, one.unit_id)
    }  # fmt: skip
    form.fields["work"].choices = [("", "Chọn…"), *((pk, one.title) for pk, one in works.items())]  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            made = services.ask_to_spend(
                work=works[form.cleaned_data["work"]], wish=form.wish, by=by
            )
        except UnableToGive as problem:
            form.refused(problem)
        else:
            messages.success(
                request, "Đã gửi đề nghị. Chụp hóa đơn, giấy báo giá gắn vào; người thứ hai duyệt."
            )
            return redirect("desk:spend", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will change a request that was sent back, and send it again."""
    one = open_request(viewer(request), pk)
    if not one.by.may(Act.SPEND_ASK, one.request.work.unit_id):
        raise NotPermitted(Act.SPEND_ASK)
    held = one.request
    begun = {"dong": held.dong, "words": held.words, "payee_kind": held.payee_kind,
             "payee": held.payee, "seen": held.version}  # fmt: skip
    form = WishForm(request.POST or None, initial=begun)
    del form.fields["work"]
    if form.is_valid():
        try:
            services.change_request(
                request=held, wish=form.wish, seen=form.cleaned_data["seen"] or 0, by=one.by
            )
        except UnableToGive as problem:
            form.refused(problem)
        else:
            messages.success(request, "Đã sửa và gửi lại.")
            return redirect("desk:spend", pk)
    return _form(request, form, held)


def _form(request: HttpRequest, form: WishForm, held: Any) -> HttpResponse:
    shown = {"at": "spends", "form": form, "held": held}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/spending/form.html", shown, status=status)


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one request, from which every step is one tap."""
    return page_of(request, open_request(viewer(request), pk))


@require_safe
@login_required
@never_cache
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lead from a payment, as the book names it, to its request."""
    found = queries.payment_seen(viewer=viewer(request), pk=pk)
    if found is None:
        raise Http404
    return redirect("desk:spend", found.request_id)
