"""Gom và trả lời góp ý: written down from meetings and paper, put into groups, answered; the final text."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services import opinions as services
from dongthuan.doors.desk import _asking_for as ask
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._meeting_forms import LinesField
from dongthuan.doors.desk.opinions._one import OneRound, kept, seen
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers

_A_PAGE, _MOST_AT_ONCE = 50, 100


class AddForm(forms.Form):
    """Ghi góp ý từ họp hoặc giấy: several at once, an empty line between them."""

    source = ask.ChoiceField(
        "Góp ý đến từ đâu", [("meeting", "Họp tổ dân phố"), ("paper", "Giấy, thư")]
    )
    unit = ask.ChoiceField("Của tổ dân phố", required=False)
    said_on = ask.DayField("Ngày góp ý")
    section = ask.ChoiceField("Về mục", required=False)
    lines = LinesField(
        "Các góp ý", rows=8, most=100_000,
        help_text="Mỗi góp ý một đoạn, cách nhau bằng một dòng trống. Không cần ghi ai nói.",
    )  # fmt: skip

    def __init__(self, *args: Any, one: OneRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brings = one.brings
        if one.keeps:
            brings = [("", "(không theo tổ)"), *brings]
        self.fields["unit"].choices = brings  # type: ignore[attr-defined]
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", "Cả dự thảo"), *one.choices,
        ]  # fmt: skip

    def clean_lines(self) -> list[str]:
        """This method will part the words into comments."""
        told = re.split(r"\n\s*\n", self.cleaned_data["lines"].replace("\r\n", "\n"))
        found = [one.strip() for one in told if one.strip()]
        if not found:
            raise forms.ValidationError("Chưa ghi góp ý nào.")
        if len(found) > _MOST_AT_ONCE:
            raise forms.ValidationError(f"Mỗi lần ghi nhiều nhất {_MOST_AT_ONCE} góp ý.")
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will write down what was said at a meeting or came on paper."""
    one = seen(viewer(request), pk)
    if not one.keeps and not one.brings:
        raise NotPermitted(Act.OPINION_KEEP)
    begun = {"source": "meeting", "said_on": one.by.today}
    form = AddForm(request.POST or None, one=one, initial=begun)
    if form.is_valid():
        try:
            count = _add_all(one, form.cleaned_data)
        except services.UnableToAsk as problem:
            named = problem.field if problem.field in form.fields else None
            form.add_error(named, str(problem))
        else:
            messages.success(request, f"Đã ghi {numbers.written(count)} góp ý.")
            return redirect("desk:opinion", pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "opinions", "one": one, "round": one.round, "form": form}
    return render(request, "desk/opinions/add.html", shown, status=status)


@transaction.atomic
def _add_all(one: OneRound, told: dict[str, Any]) -> int:
    unit = ask.unit_of(one.by.tree, told["unit"]) if told["unit"] else None
    for text in told["lines"]:
        services.add_comment(
            round=one.round, text=text, source=told["source"], said_on=told["said_on"], unit=unit,
            section=int(told["section"]) if told["section"] else None, by=one.by,
        )  # fmt: skip
    return len(told["lines"])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will put comments into groups, a page of them at a time."""
    one = kept(viewer(request), pk)
    refused = ""
    if request.method == "POST":
        try:
            return _gathered(request, one)
        except services.UnableToAsk as problem:
            refused = str(problem)
    page: Page[Any] = Paginator(queries.loose_ids(one.round), _A_PAGE).get_page(
        request.GET.get("trang")
    )
    headings = dict(one.choices)
    told = queries.words(one.round, viewer=one.by, only=list(page))
    return render(request, "desk/opinions/gather.html", {
        "at": "opinions", "one": one, "round": one.round, "page": page, "refused": refused,
        "rows": [
            (word, headings.get(str(word.section), "cả dự thảo"),
             one.name(word.unit) if word.unit else "")
            for word in told
        ],
        "groups": queries.groups(one.round), "ticked": set(request.POST.getlist("gop-y")),
        "theme": request.POST.get("chu-de", ""), "chosen": request.POST.get("nhom", ""),
        "section": request.POST.get("muc", ""),
    }, status=422 if refused else 200)  # fmt: skip


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


def _gathered(request: HttpRequest, one: OneRound) -> HttpResponse:
    ticked = [_number(told) for told in request.POST.getlist("gop-y")]
    into = services.group_comments(
        round=one.round, comments=[pk for pk in ticked if pk is not None],
        group=_number(request.POST.get("nhom", "")), theme=request.POST.get("chu-de", ""),
        section=_number(request.POST.get("muc", "")), by=one.by,
    )  # fmt: skip
    messages.success(request, f"Đã xếp vào nhóm «{into.theme}».")
    return redirect(request.get_full_path())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will answer the groups: taken up, in part, or not, with a reason."""
    one = kept(viewer(request), pk)
    names = bool(request.GET.get("ten"))
    refused, asked = "", None
    if request.method == "POST":
        asked = _number(request.POST.get("nhom", ""))
        group = queries.group(round=one.round, pk=asked) if asked is not None else None
        if group is None:
            raise Http404
        try:
            services.answer_group(
                group=group, verdict=request.POST.get("tra-loi", ""), by=one.by,
                reason=request.POST.get("ly-do", ""), seen=_number(request.POST.get("seen", "")) or 0,
            )  # fmt: skip
        except services.UnableToAsk as problem:
            refused = str(problem)
        else:
            messages.success(request, f"Đã trả lời nhóm «{group.theme}».")
            return redirect(f"{reverse('desk:opinion-answers', args=(pk,))}#nhom-{asked}")
    told = queries.words(one.round, viewer=one.by, loose=False, names=names)
    return render(request, "desk/opinions/answers.html", {
        "at": "opinions", "one": one, "round": one.round, "refused": refused, "asked": asked,
        "groups": queries.groups(one.round, told), "headings": dict(one.choices), "names": names,
        "verdict": request.POST.get("tra-loi", ""), "reason": request.POST.get("ly-do", ""),
        "loose": len(queries.loose_ids(one.round)),
    }, status=422 if refused else 200)  # fmt: skip


@require_POST
@login_required
@never_cache
@once
def ungroup(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """This function will take a comment out of its group."""
    one = kept(viewer(request), pk)
    found = queries.comment(round=one.round, pk=comment)
    if found is None:
        raise Http404
    try:
        services.ungroup(comment=found, by=one.by)
    except services.UnableToAsk as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Đã bỏ góp ý khỏi nhóm; góp ý chờ xếp lại.")
    return redirect("desk:opinion-answers", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def final(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will put the final text beside the draft, section by section."""
    one = kept(viewer(request), pk)
    refused, added = "", request.POST.get("them", "")
    told = {
        row.pk: request.POST[f"muc-{row.pk}"]
        for row in one.sections if f"muc-{row.pk}" in request.POST
    }  # fmt: skip
    if request.method == "POST":
        try:
            services.write_final(round=one.round, texts=told, added=added, by=one.by)
        except services.UnableToAsk as problem:
            refused = str(problem)
        else:
            messages.success(request, "Đã ghi bản cuối.")
            return redirect("desk:opinion-final", pk)
    rows = [
        (row, told.get(row.section.pk, _begun(row.section)))
        for row in queries.changes(one.round, queries.groups(one.round))
    ]
    return render(request, "desk/opinions/final.html", {
        "at": "opinions", "one": one, "round": one.round, "refused": refused, "rows": rows,
        "added": added,
    }, status=422 if refused else 200)  # fmt: skip


def _begun(section: Any) -> str:
    return str(section.text if section.final is None else section.final)
