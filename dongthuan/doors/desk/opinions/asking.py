"""Lấy ý kiến: the list of rounds; a draft typed or read out of a file, its days, and who is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.assembly import drafting
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services import opinions as services
from dongthuan.doors.desk import _asking_for as ask
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._meeting_forms import LinesField
from dongthuan.doors.desk.opinions._one import kept
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

_A_PAGE, _DAYS, _LONGEST = 30, 20, 400_000


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the rounds the viewer keeps or whose groups they speak for."""
    by = viewer(request)
    if not by.reach(Act.OPINION_KEEP):
        raise NotPermitted(Act.OPINION_KEEP)
    page: Page[Any] = Paginator(queries.rounds(viewer=by), _A_PAGE).get_page(
        request.GET.get("trang")
    )
    rows = [
        (one, by.tree.name(one.unit_id) if one.unit_id in by.tree else "", _stands(one, by))
        for one in page
    ]
    return render(request, "desk/opinions/list.html", {
        "at": "opinions", "page": page, "rows": rows,
    })  # fmt: skip


def _stands(one: Any, by: SignedIn) -> str:
    if one.status != "open":
        return str(one.get_status_display())
    if by.today < one.opens_on:
        return "chưa đến ngày"
    return "đang lấy ý kiến" if by.today <= one.closes_on else "chờ tổng hợp, trả lời"


class RoundForm(forms.Form):
    """Đợt lấy ý kiến: the draft, its days, and who is asked."""

    unit = ask.ChoiceField("Đơn vị lấy ý kiến")
    title = ask.WordsField(
        "Tên dự thảo", most=300, help_text="Như: Quy ước tổ dân phố 5 (sửa đổi)."
    )
    about = LinesField("Giới thiệu ngắn", rows=3, help_text="Vì sao làm, cần bà con góp ý điều gì.")
    file = forms.FileField(
        label="Tệp dự thảo", required=False,
        help_text="Word hoặc PDF có chữ, không quá 20 MB. Chọn tệp thì ô dưới để trống.",
    )  # fmt: skip
    text = LinesField(
        "Hoặc gõ, dán dự thảo", rows=12, most=_LONGEST,
        help_text="Điều, khoản được tách thành mục; không có thì cách các đoạn bằng dòng trống.",
    )  # fmt: skip
    opens_on = ask.DayField("Nhận góp ý từ ngày")
    closes_on = ask.DayField("Đến hết ngày")
    public = forms.BooleanField(
        label="Ai cũng góp ý được trên trang công khai", required=False, initial=True
    )
    units = forms.MultipleChoiceField(
        label="Tổ dân phố được hỏi tại cuộc họp", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = by.reach(Act.OPINION_KEEP)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn…"), *ask.unit_choices(by.tree, reach),
        ]  # fmt: skip
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (value, words.strip())
            for value, words in ask.unit_choices(by.tree, reach, kind="residential_group")
        ]

    def clean(self) -> dict[str, Any]:
        """This method will read the file where one was chosen."""
        told = super().clean() or {}
        sent = told.get("file")
        if sent is None:
            return told
        if told.get("text", "").strip():
            self.add_error("file", "Đã có chữ ở ô dưới: chọn tệp, hoặc gõ, chỉ một cách.")
            return told
        data = sent.read(services.LARGEST_DRAFT + 1)
        try:
            told["text"] = services.text_of_file(data, sent.name or "tệp")
        except services.UnableToAsk as problem:
            self.add_error("file", str(problem))
        else:
            told["kept"] = (data, sent.name or "tệp")
        return told

    def told(self, by: SignedIn) -> dict[str, Any]:
        """This method will return what a service is told."""
        data = self.cleaned_data
        return {
            "title": data["title"], "about": data["about"], "text": data.get("text", ""),
            "opens_on": data["opens_on"], "closes_on": data["closes_on"],
            "public": data["public"], "by": by,
            "units": [ask.unit_of(by.tree, unit) for unit in data["units"]],
        }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will begin a round on a draft; it is looked at once more before it opens."""
    by = viewer(request)
    reach = by.reach(Act.OPINION_KEEP)
    if not reach:
        raise NotPermitted(Act.OPINION_KEEP)
    home = next((unit for unit in by.home_units() if unit in reach), "")
    begun = {
        "unit": home, "opens_on": by.today, "closes_on": by.today + timedelta(days=_DAYS),
        "units": [v for v, _ in ask.unit_choices(by.tree, reach, kind="residential_group")],
    }  # fmt: skip
    form = RoundForm(request.POST or None, request.FILES or None, by=by, initial=begun)
    if form.is_valid():
        unit = ask.unit_of(by.tree, form.cleaned_data["unit"])
        try:
            made = services.begin_round(
                unit=unit, file=form.cleaned_data.get("kept"), **form.told(by)
            )
        except services.UnableToAsk as problem:
            _refuse(form, problem)
        else:
            messages.success(request, "Đã ghi dự thảo. Xem lại các mục rồi mở lấy ý kiến.")
            return redirect("desk:opinion", made.pk)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will change a round that is not open yet, its draft included."""
    one = kept(viewer(request), pk)
    held = one.round
    begun = {
        "unit": held.unit_id, "title": held.title, "about": held.about,
        "text": drafting.whole([drafting.Piece(s.heading, s.text) for s in one.sections]),
        "opens_on": held.opens_on, "closes_on": held.closes_on, "public": held.public,
        "units": [unit for unit, _ in one.asked], "seen": held.version,
    }  # fmt: skip
    form = RoundForm(request.POST or None, request.FILES or None, by=one.by, initial=begun)
    # Whose round it is stays as it was begun.
    del form.fields["unit"]
    if form.is_valid():
        try:
            services.change_round(
                round=held, seen=form.cleaned_data["seen"] or 0, **form.told(one.by)
            )
        except services.UnableToAsk as problem:
            _refuse(form, problem)
        else:
            messages.success(request, "Đã sửa dự thảo.")
            return redirect("desk:opinion", pk)
    return _form(request, form, held)


def _refuse(form: RoundForm, problem: services.UnableToAsk) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _form(request: HttpRequest, form: RoundForm, held: Any = None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    shown = {"at": "opinions", "form": form, "held": held}
    return render(request, "desk/opinions/form.html", shown, status=status)
