"""Ra văn bản từ cuộc họp: the last of five screens – what was adopted becomes a numbered document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.rules import kind_words
from dongthuan.decide.meetings import queries as meetings
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act

KINDS = [(code, kind_words(code)) for code in services.RESOLVED_AS]


class Issuing(forms.Form):
    """Ra văn bản: its kind, subject, number and day, and who signs."""

    kind = asking.ChoiceField("Loại văn bản", KINDS)
    subject = asking.WordsField(
        "Trích yếu", most=500, help_text="Như «Nhiệm vụ 6 tháng cuối năm 2021»."
    )
    body_code = asking.WordsField(
        "Chữ viết tắt của nơi ban hành", most=20, help_text="Đứng sau số: ĐU, CB, UBND…"
    )
    symbol = asking.WordsField(
        "Số và ký hiệu", most=60, required=False,
        help_text="Để trống thì lấy số kế tiếp của sổ. Ghi khi phần mềm khác đã cấp số.",
    )  # fmt: skip
    numbered_by = asking.WordsField("Số do phần mềm nào cấp", most=80, required=False)
    on = asking.DayField("Ngày ký")
    authority = asking.WordsField(
        "Thay mặt", most=120, required=False, help_text="Như T/M ĐẢNG ỦY."
    )
    signer_title = asking.WordsField("Chức vụ người ký", most=120, required=False)
    signer_name = asking.WordsField("Người ký", most=120)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will issue what a meeting adopted as a numbered document."""
    by = viewer(request)
    meeting = meetings.meeting_seen(viewer=by, pk=pk)
    if meeting is None:
        raise Http404
    by.require(Act.DOCUMENT_KEEP, meeting.unit_id)
    issued = queries.issued_decisions(pk)
    offered = [one for one in meetings.adopted(meeting) if one.pk not in issued]
    start: dict[str, Any] = {
        "kind": "nghi-quyet", "on": meeting.starts_at.astimezone(LOCAL).date(),
        "body_code": queries.last_letters(meeting.unit_id), "signer_name": meeting.chair,
        "signer_title": meeting.chair_title.upper(),
    }  # fmt: skip
    form = Issuing(request.POST or None, initial=start)
    ticked = {int(told) for told in request.POST.getlist("quyet-dinh") if told.isdigit()}
    chosen = [one for one in offered if request.method != "POST" or one.pk in ticked]
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = services.resolve(
                meeting=meeting, decisions=chosen, issuing=services.Issuing(**form.cleaned_data),
                by=by,
            )  # fmt: skip
        except services.UnableToRegister as refused:
            problem = str(refused)
        else:
            messages.success(
                request, f"Đã ban hành {made.symbol}. Giao việc ngay từ từng khoản bên dưới."
            )
            return redirect("desk:document", made.pk)
    shown = {
        "at": "meetings", "meeting": meeting, "form": form, "offered": offered, "problem": problem,
        "chosen": {one.pk for one in chosen}, "signed": meeting.status == "minuted",
        "issued": queries.issued_from(pk, viewer=by),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/documents/resolve.html", shown, status=status)
