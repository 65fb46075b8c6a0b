"""Đường đi của công trình: what it rests on, collecting, building, progress, acceptance, settlement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.services import UnableToGive
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.giving import _forms as forms
from dongthuan.doors.desk.giving._page import OneWork, form_page, open_work, stored
from dongthuan.doors.desk.giving.works import page_of
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files


@require_POST
@login_required
@never_cache
@once
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will take a step that needs no form: rest on a vote, collect, build, drop."""
    by = viewer(request)
    one = open_work(by, pk, Act.FUND_KEEP)
    if verb not in _MOVES:
        raise Http404
    try:
        said = _MOVES[verb](request, one)
    except UnableToGive as problem:
        return page_of(request, one, str(problem))
    messages.success(request, said)
    return redirect("desk:work", pk)


def _vote(request: HttpRequest, one: OneWork) -> str:
    chosen = request.POST.get("phieu", "")
    vote = next((row for row in queries.votes_to_rest_on(one.work) if str(row.pk) == chosen), None)
    if vote is None:
        raise UnableToGive("Chọn một đợt lấy phiếu đã chốt kết quả.")
    services.rest_on_vote(work=one.work, vote=vote, by=one.by)
    return "Đã ghi căn cứ. Bấm «Bắt đầu vận động» khi sẵn sàng."


def _collect(request: HttpRequest, one: OneWork) -> str:
    services.start_collecting(work=one.work, by=one.by)
    return "Đã bắt đầu vận động. Giờ giao quyển phiếu thu và vào sổ khoản góp được."


def _build(request: HttpRequest, one: OneWork) -> str:
    services.start_building(work=one.work, on=one.by.today, by=one.by)
    return "Đã ghi khởi công."


def _drop(request: HttpRequest, one: OneWork) -> str:
    services.drop(work=one.work, reason=request.POST.get("ly-do", ""), by=one.by)
    return "Đã ghi: không làm công trình này nữa."


_MOVES: dict[str, Callable[[HttpRequest, OneWork], str]] = {
    "theo-phieu": _vote, "van-dong": _collect, "khoi-cong": _build, "thoi": _drop,
}  # fmt: skip


def _asked(
    request: HttpRequest, pk: int, act: Act, form_class: Any, heading: str, verb: str,
    deed: Callable[[OneWork, dict[str, Any]], object], said: str, *, lead: str = "",
    prepare: Callable[[OneWork, Any], None] | None = None, many: bool = False,
) -> HttpResponse:  # fmt: skip
    """Ask for what a step needs, take the step, and say what was refused beside its box."""
    one = open_work(viewer(request), pk, act)
    posted = request.method == "POST"
    form = (
        form_class(request.POST, request.FILES)
        if posted
        else form_class(initial={"on": one.by.today})
    )
    if prepare is not None:
        prepare(one, form)
    if posted and form.is_valid():
        try:
            deed(one, form.cleaned_data)
        except UnableToGive as problem:
            form.refused(str(problem), problem.field)
        else:
            messages.success(request, said)
            return redirect("desk:work", pk)
    return form_page(request, form, heading, verb, one=one, back=reverse("desk:work", args=[pk]),
                     lead=lead, files=True, photographs=many)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will rest a work on a decision from before, as its minutes tell."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        minutes = stored(request, "minutes", one.by)
        return services.rest_on_paper(work=one.work, by=one.by, **(told | {"minutes": minutes}))

    return _asked(request, pk, Act.FUND_KEEP, forms.PaperBasisForm, "Căn cứ theo biên bản giấy", "Ghi căn cứ",
                  deed, "Đã ghi căn cứ theo biên bản giấy.",
                  lead="Ghi một lần, đúng như biên bản; ghi rồi không sửa được.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will rest a fund on a published call."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        return services.rest_on_call(work=one.work, number=told["number"], on=told["on"],
                                     stored=stored(request, "minutes", one.by), by=one.by)  # fmt: skip

    return _asked(request, pk, Act.FUND_KEEP, forms.CallBasisForm, "Căn cứ theo lời kêu gọi", "Ghi căn cứ",
                  deed, "Đã ghi căn cứ.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def plans(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will keep the design and the estimate of a work as files."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        for what in _PLANS:
            if told[what]:
                services.attach(work=one.work, what=what, by=one.by,
                                stored=stored(request, what, one.by))  # fmt: skip
        return None

    return _asked(request, pk, Act.FUND_KEEP, forms.PlansForm, "Tệp thiết kế, dự toán", "Gắn tệp", deed,
                  "Đã gắn tệp vào hồ sơ.", lead="Tệp mới thay tệp cũ ở trang này.")  # fmt: skip


@require_safe
@login_required
@never_cache
def plan_file(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """This function will give the design or the estimate of a work."""
    one = open_work(viewer(request), pk)
    found = getattr(one.work, what) if what in _PLANS else None
    if found is None:
        raise Http404
    name = exporting.plain_name(_PLANS[what], one.work.code)
    return exporting.attached(
        files.content(found), f"{name}.{found.kind}", "application/octet-stream"
    )


_PLANS = {"design": "thiet-ke", "estimate": "du-toan"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will say how far a work is, with photographs."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        pictures = [file.read() for file in request.FILES.getlist("anh")]
        return services.report_progress(work=one.work, photographs=pictures, by=one.by, **told)

    return _asked(request, pk, Act.FUND_KEEP, forms.ProgressForm, "Ghi tiến độ", "Ghi tiến độ", deed,
                  "Đã ghi tiến độ.", many=True)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take a built work over."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        minutes = stored(request, "minutes", one.by)
        return services.accept_work(work=one.work, by=one.by, **(told | {"minutes": minutes}))

    return _asked(request, pk, Act.WORK_ACCEPT, forms.AcceptForm, "Nghiệm thu công trình", "Nghiệm thu", deed,
                  "Đã ghi nghiệm thu.", lead="Nghiệm thu rồi không ghi lùi lại được.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will end a work with the sums of the book."""

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        return services.settle(work=one.work, on=told["on"], minutes=stored(request, "minutes", one.by),
                               by=one.by)  # fmt: skip

    return _asked(request, pk, Act.WORK_ACCEPT, forms.SettleForm, "Quyết toán", "Quyết toán", deed,
                  "Đã quyết toán.",
                  lead="Số thu, chi, còn lấy từ sổ. Quyết toán rồi không thu thêm cho công trình này.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def surplus(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will carry out what the people decided of money that is left."""

    def prepare(one: OneWork, form: Any) -> None:
        others = [
            (str(row.pk), row.title) for row in queries.works(viewer=one.by)
            if row.unit_id == one.work.unit_id and row.pk != one.work.pk
        ]  # fmt: skip
        form.fields["to_work"].choices = [("", "(không)"), *others]

    def deed(one: OneWork, told: dict[str, Any]) -> object:
        names = ("number", "on", "households", "present", "yes")
        basis = services.rest_on_paper(
            work=one.work, matter=services.SURPLUS, minutes=stored(request, "minutes", one.by), by=one.by,
            **{name: told[name] for name in names},
        )  # fmt: skip
        to = queries.work_seen(viewer=one.by, pk=int(told["to_work"])) if told["to_work"] else None
        return services.decide_surplus(work=one.work, manner=told["manner"], dong=told["dong"], basis=basis,
                                       to_work=to, by=one.by)  # fmt: skip

    return _asked(request, pk, Act.WORK_ACCEPT, forms.SurplusForm, "Phần còn dư", "Ghi quyết định", deed,
                  "Đã ghi quyết định về phần còn dư.", prepare=prepare)  # fmt: skip


@require_safe
@login_required
@never_cache
def minutes(request: HttpRequest, pk: int, basis: int) -> HttpResponse:
    """This function will give the signed minutes that a work rests on."""
    one = open_work(viewer(request), pk)
    found = next((row for row in one.whole.bases if row.pk == basis and row.minutes), None)
    if found is None or found.minutes is None:
        raise Http404
    name = exporting.plain_name(f"bien-ban-{one.work.code}-{found.pk}")
    return exporting.attached(
        files.content(found.minutes), f"{name}.{found.minutes.kind}", "application/octet-stream"
    )
