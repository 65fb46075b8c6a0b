"""Xếp loại, khen thưởng và nhiệm kỳ: what a ward was told of itself, and what its numbers run by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.answer.reports import queries, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers import queries as registers
from dongthuan.ground.papers import services as papers
from dongthuan.ground.primitives.periods import BadPeriod, parse
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.rules import KINDS, Line

ON_A_PAGE = 50
_KINDS = (("Xếp loại", "xếp loại"), ("Khen thưởng", "khen thưởng"))


class StatementForm(forms.Form):
    """Lời ghi nhận: of which unit, a rating or an award, for which year, in which words and paper."""

    unit = asking.ChoiceField("Đơn vị")
    kind = asking.ChoiceField("Loại", _KINDS)
    year = asking.WordsField("Năm", most=4, help_text="Như 2020.", inputmode="numeric")
    words = asking.WordsField(
        "Được ghi nhận thế nào", most=300,
        help_text="Như «Hoàn thành xuất sắc nhiệm vụ», «Bằng khen của UBND tỉnh».",
    )  # fmt: skip
    source = asking.WordsField(
        "Văn bản", required=False, help_text="Số, ngày của quyết định; chưa có thì để trống."
    )

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = asking.unit_choices(by.tree, by.reach(Act.REPORT_WRITE))
        self.fields["unit"].choices = [("", "Chọn…"), *offered]  # type: ignore[attr-defined]

    def clean_year(self) -> str:
        """This method will read the year, or say how to write it."""
        try:
            return parse(f"năm {self.cleaned_data['year']}").code
        except BadPeriod:
            raise forms.ValidationError("Năm: ghi bốn chữ số, như 2020.") from None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def statements(request: HttpRequest) -> HttpResponse:
    """This function will list ratings and awards, and note one more."""
    by = viewer(request)
    if not by.reach(Act.REPORT_SEE):
        raise NotPermitted(Act.REPORT_SEE)
    form = StatementForm(request.POST or None, by=by)
    if form.is_valid():
        told = form.cleaned_data
        unit = asking.unit_of(by.tree, told["unit"])
        services.note_statement(
            unit=unit, label=f"{told['kind']} {by.tree.name(unit.pk)} năm {told['year']}",
            words=told["words"], code=told["year"], source=told["source"], by=by,
        )  # fmt: skip
        messages.success(request, f"Đã ghi: {told['words']}, năm {told['year']}.")
        return redirect("desk:statements")
    noted = queries.noted(viewer=by)
    if kind := exporting.wanted(request):
        table = _tables.statements(noted, by.tree, by.today)
        return exporting.give([table], kind, "xep-loai-khen-thuong")
    pages = Paginator(noted, ON_A_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    return render(request, "desk/honours/statements.html", {
        "at": "reports", "form": form, "page": page, "keeps": bool(by.reach(Act.REPORT_WRITE)),
        "rows": [(one, by.tree.name(one.unit_id)) for one in page],
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


class TermForm(forms.Form):
    """Nhiệm kỳ: of which body, its years, and from which day its registers run."""

    body = asking.ChoiceField("Cấp ủy")
    label = asking.WordsField("Nhiệm kỳ", most=60, help_text="Như 2020 – 2025.")
    on = asking.DayField("Từ ngày", help_text="Ngày liền sau ngày bế mạc đại hội.")

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn…"), *((str(pk), by.tree.name(pk)) for pk in _bodies(by, Act.REPORT_ISSUE)),
        ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def terms(request: HttpRequest) -> HttpResponse:
    """This function will list the terms of Party bodies, and open another."""
    by = viewer(request)
    if not by.reach(Act.REPORT_SEE):
        raise NotPermitted(Act.REPORT_SEE)
    form = TermForm(request.POST or None, by=by, initial={"on": by.today})
    if form.is_valid():
        told = form.cleaned_data
        papers.open_term(body=int(told["body"]), label=told["label"], on=told["on"], by=by)
        messages.success(request, f"Đã ghi nhiệm kỳ {told['label']}.")
        return redirect("desk:terms")
    held = registers.terms(_bodies(by, Act.REPORT_SEE))
    return render(request, "desk/honours/terms.html", {
        "at": "reports", "form": form, "keeps": bool(_bodies(by, Act.REPORT_ISSUE)),
        "rows": [(one, by.tree.name(one.body), asking.last_day(one.valid_to)) for one in held],
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def _bodies(by: SignedIn, act: Act) -> list[int]:
    """Return the Party bodies in reach of an act, in the order of the tree."""
    reach = by.reach(act)
    party = [unit for unit, _ in asking.outline(by.tree, reach)]
    return [unit for unit in party if KINDS[by.tree[unit].kind].line is Line.PARTY]
