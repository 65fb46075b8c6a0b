"""Trang đối chiếu: paste or choose a report, see its figures held against a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from dongthuan.doors.entrance.middleware import actor
from dongthuan.doors.portal import _checking, _own
from dongthuan.doors.portal._asking import Question, question_of
from dongthuan.ground import audit
from dongthuan.ground.audit.services import spend

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Lists to choose from would otherwise outweigh the text itself on a phone.
OPTIONS_ON_A_PAGE = 4000
PICK_AGAIN = (
    "Tệp Word này lớn nên trang không giữ kèm được. Hãy chọn lại đúng tệp đó ở đây rồi bấm tải."
)

LEARNT = (
    "Đã dùng {count} tên gọi vừa chọn. Tải tệp tên gọi về để lần sau khỏi chọn lại: trang này "
    "không lưu gì."
)
NO_TABLE_YET = (
    "Chưa có bảng số liệu nên mới soát được phép cộng và tỷ lệ trong chính văn bản. Chọn bảng ở "
    "cuối trang rồi bấm Đối chiếu lại."
)


def page(request: HttpRequest) -> HttpResponse:
    """This function will begin a check where it is asked for, and answer one where it is sent."""
    return check(request) if request.method == "POST" else start(request)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """This function will show the box to paste into, and an example already checked."""
    asked = Question(choices=_own.choices(actor(request)))
    if request.GET.get("vi-du"):
        asked.text, asked.table_text = _checking.sample_to_try()
    else:
        _own.propose(asked, actor(request))
    return _ask(request, asked)


@require_POST
@never_cache
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """This function will answer with the text marked, or with the form and what to mend."""
    # Nothing is stored, so a form sent twice is answered twice, and alike.
    spend(key=request.POST.get("key", ""))
    asked, answered = _answer(request)
    if answered is None:
        return _ask(request, asked, status=422)
    return render(request, "portal/check/result.html", _result(asked, answered))


@require_POST
@never_cache
@sensitive_post_parameters()
def word(request: HttpRequest) -> HttpResponse:
    """This function will give the user's Word file back with a comment at each finding."""
    asked, answered = _answer(request)
    if answered is None:
        return _ask(request, asked, status=422)
    if not answered.is_word:
        return _download(_checking.slip(answered.findings), "phieu-soat-so-lieu.docx", DOCX)
    return _download(_checking.annotated(asked, answered.findings), "bao-cao-co-ghi-chu.docx", DOCX)


@require_POST
@never_cache
@sensitive_post_parameters()
def slip(request: HttpRequest) -> HttpResponse:
    """This function will give the Phiếu soát số liệu as a Word file."""
    asked, answered = _answer(request)
    if answered is None:
        return _ask(request, asked, status=422)
    return _download(_checking.slip(answered.findings), "phieu-soat-so-lieu.docx", DOCX)


@require_POST
@never_cache
@sensitive_post_parameters()
def names(request: HttpRequest) -> HttpResponse:
    """This function will give the taught names as a CSV file."""
    asked, answered = _answer(request)
    if answered is None:
        return _ask(request, asked, status=422)
    content = _checking.names_file(answered.names).encode()
    return _download(content, "ten-goi.csv", "text/csv; charset=utf-8")


def _answer(request: HttpRequest) -> tuple[Question, _checking.Answer | None]:
    asked = question_of(request)
    asked.choices = _own.choices(actor(request))
    held = _own.held(asked, actor(request))
    if asked.errors:
        return asked, None
    try:
        if held is None:
            return asked, _checking.answer(asked)
        return asked, _checking.answer(asked, held.table, _own.grounds(held))
    except _checking.Refused as refused:
        asked.errors[refused.field_name] = str(refused)
        return asked, None


def _ask(request: HttpRequest, asked: Question, status: int = 200) -> HttpResponse:
    context = {"asked": asked, "key": audit.new_key()}
    if not asked.errors:
        context["answer"] = _checking.sample()
    response = render(request, "portal/check/start.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _result(asked: Question, answered: _checking.Answer) -> dict[str, Any]:
    carried = asked.document is None or asked.document.can_be_carried
    if not carried:
        # The file cannot travel on, its words can: names may still be taught to them.
        asked.text = answered.text
    teachable = answered.teachable
    in_full = OPTIONS_ON_A_PAGE // max(1, len(answered.measures))
    return {
        "asked": asked,
        "answer": answered,
        "key": audit.new_key(),
        "names_csv": _checking.names_file(answered.names) if answered.names else "",
        "notices": _notices(asked, answered),
        "teachable": frozenset(teachable),
        "listed_in_full": frozenset(teachable[:in_full]),
        "pick_again": PICK_AGAIN if answered.is_word and not carried else "",
    }


def _notices(asked: Question, answered: _checking.Answer) -> list[str]:
    notices = [*asked.notices, *answered.warnings]
    if asked.taught:
        notices.append(LEARNT.format(count=len(asked.taught)))
    if not answered.has_table and answered.proof.items:
        notices.append(NO_TABLE_YET)
    return notices


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    # The name is ours, never the sender's: a header is a place where names leak into logs.
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
