"""Đường đi của bản thảo: what leaders asked of it, what changed between two versions, the slip to sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dongthuan.answer.manuscripts import queries, services
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.doors.entrance.templatetags.dongthuan import address

LARGEST = 20 * 1024 * 1024


@require_POST
@login_required
@once
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take a draft's Word file back from those who read it."""
    draft = _draft(request, pk)
    sent = request.FILES.get("tep")
    problem = ""
    if sent is None:
        problem = "Chưa chọn tệp Word có góp ý."
    elif (sent.size or 0) > LARGEST:
        problem = "Tệp nặng hơn 20 MB. Bỏ bớt ảnh trong tệp rồi gửi lại."
    else:
        try:
            made = services.take_back_file(
                draft=draft, data=sent.read(), name=sent.name or "tệp", by=viewer(request)
            )
        except services.UnableToUseFile as refused:
            problem = str(refused)
    if problem:
        messages.error(request, problem)
        return redirect("desk:report", pk)
    messages.success(request, f"Đã nhận bản {made.number}; lời văn lấy theo tệp này.")
    return redirect("desk:draft-remarks", pk)


@require_GET
@login_required
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list all that was asked of a draft, with who asked and what was answered."""
    draft = _draft(request, pk)
    found = queries.remarks(draft)
    context = {
        "at": "reports", "draft": draft, "report": draft.report, "rows": found,
        "versions": queries.versions(draft), "answers": services.ANSWERS,
        "waiting": sum(one.standing == "open" for one in found),
        "addresses": {
            place: address(*told) for place, told in queries.figure_places(draft).items()
        },
    }  # fmt: skip
    return render(request, "desk/word/remarks.html", context)


@require_POST
@login_required
@once
def answer(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """This function will keep what became of one thing that was asked."""
    one = queries.remark(_draft(request, pk), remark)
    if one is None:
        raise Http404
    try:
        services.answer(
            remark=one, standing=request.POST.get("lam", ""), by=viewer(request),
            words=request.POST.get("tra-loi", ""),
        )  # fmt: skip
    except services.UnableToUseFile as problem:
        messages.error(request, str(problem))
    return redirect(f"{redirect('desk:draft-remarks', pk)['Location']}#g{remark}")


@require_GET
@login_required
def compared(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what changed between two versions of a draft, word by word."""
    draft = _draft(request, pk)
    held = queries.versions(draft)
    last = held[-1].number if held else 1
    first, second = (
        int(told) if told.isdigit() else default
        for told, default in (
            (request.GET.get("tu", ""), max(1, last - 1)), (request.GET.get("den", ""), last),
        )
    )  # fmt: skip
    context = {
        "at": "reports", "report": draft.report, "versions": held, "first": first, "second": second,
        "found": queries.compared(draft, first, second),
    }  # fmt: skip
    return render(request, "desk/word/compared.html", context)


@require_GET
@login_required
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show the slip that goes with a draft to be signed: what was asked, by whom,
    and what became of it.
    """
    draft = _draft(request, pk)
    context = {
        "at": "reports", "draft": draft, "report": draft.report, "rows": queries.remarks(draft),
        "versions": queries.versions(draft), "state": queries.state(draft, viewer=viewer(request)),
        "answers": services.ANSWERS, "period": queries.report_period(draft.report),
        "today": viewer(request).today,
    }  # fmt: skip
    return render(request, "desk/word/slip.html", context)


def _draft(request: HttpRequest, pk: int) -> Any:
    found = queries.draft(viewer=viewer(request), report=pk)
    if found is None:
        raise Http404
    return found
