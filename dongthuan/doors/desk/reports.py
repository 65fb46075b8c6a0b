"""Báo cáo: write around cited figures, issue, download, verify, and check what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dongthuan.answer.manuscripts import queries as own_words
from dongthuan.answer.reports import paper, queries, returned, rules, services, templates
from dongthuan.doors.desk import _reports as forms
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._word_draft import draft_page
from dongthuan.doors.desk.word_files import word_answer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground import files, papers
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import measures

# The kind of a Word file.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ON_A_PAGE = 50
LARGEST = 20 * 1024 * 1024


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the reports of the viewer's reach, drafts first to hand."""
    by = viewer(request)
    found = queries.reports(viewer=by)
    if kind := exporting.wanted(request):
        told = [(one, queries.issued(one), queries.period_of(one)) for one in found]
        return exporting.give([_tables.reports(told, by.today)], kind, "bao-cao")
    pages = Paginator(found, ON_A_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    rows = [(one, queries.issued(one), queries.period_of(one)) for one in page]
    may = bool(viewer(request).reach(Act.REPORT_WRITE))
    context = {"at": "reports", "rows": rows, "page": page, "may_write": may}
    return render(request, "desk/reports/listing.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@once
def begin(request: HttpRequest) -> HttpResponse:
    """This function will begin a draft from a text that is at hand, or from an empty page."""
    by = viewer(request)
    if not by.reach(Act.REPORT_WRITE):
        raise NotPermitted(Act.REPORT_WRITE)
    form = forms.Beginning.of(request)
    if request.method == "GET":
        return render(request, "desk/reports/begin.html", {"at": "reports", "form": form})
    try:
        report = services.begin(
            unit=form.unit_chosen(), issuer=form.issuer_chosen(), code=form.code,
            text=templates.text(form.template), heading=form.heading(), by=by,
        )  # fmt: skip
    except (services.UnableToReport, forms.Unclear) as problem:
        context = {"at": "reports", "form": form, "problem": str(problem)}
        return render(request, "desk/reports/begin.html", context, status=422)
    return redirect("desk:report", report.pk)


@require_POST
@login_required
@once
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will begin a draft that is to take an issued report's place."""
    report = _report(request, pk)
    try:
        made = services.begin_again(report=report, by=viewer(request))
    except services.UnableToReport as problem:
        messages.error(request, str(problem))
        return redirect("desk:report", pk)
    messages.success(request, "Đã chép lời của báo cáo cũ; số liệu là số của hôm nay.")
    return redirect("desk:report", made.pk)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a draft with today's figures, or an issued report as it went out."""
    report = _report(request, pk)
    issue = queries.issued(report)
    context: dict[str, Any] = {
        "at": "reports", "report": report, "issue": issue, "period": queries.period_of(report),
        "may_write": viewer(request).may(Act.REPORT_WRITE, report.unit_id),
        "may_issue": viewer(request).may(Act.REPORT_ISSUE, report.unit_id),
    }  # fmt: skip
    draft = own_words.draft_of(report)
    if issue is None and draft is not None:
        return draft_page(request, draft, context)
    if issue is not None:
        context |= {"draft": draft}
        context |= {"blocks": queries.frozen(issue, viewer=viewer(request))}
        context |= {"addresses": forms.addresses(issue)}
        context |= {"later": queries.replacements(report, viewer=viewer(request))}
        return render(request, "desk/reports/issued.html", context)
    try:
        composed = queries.draft(report, viewer=viewer(request))
    except rules.BadText as problem:
        context |= {"problem": str(problem)}
        return render(request, "desk/reports/draft.html", context)
    context |= {"composed": composed, "blocks": composed.blocks}
    context |= {"addresses": forms.addresses_of(composed.citations)}
    context |= {"today": viewer(request).today}
    return render(request, "desk/reports/draft.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@once
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will let a draft be written: its text, its heading, the measures to cite."""
    report = _report(request, pk)
    viewer(request).require(Act.REPORT_WRITE, report.unit_id)
    if queries.issued(report) is not None or own_words.draft_of(report) is not None:
        return redirect("desk:report", pk)
    typed = forms.Writing.of(request, report)
    context: dict[str, Any] = {"at": "reports", "report": report, "typed": typed}
    if request.method == "GET":
        context |= {"measures": _citable(request, report)}
        return render(request, "desk/reports/write.html", context)
    try:
        services.write(
            report=report, text=typed.text, heading=typed.heading(), seen=typed.seen,
            by=viewer(request),
        )  # fmt: skip
    except services.UnableToReport as problem:
        context |= {"problem": str(problem), "measures": _citable(request, report)}
        return render(request, "desk/reports/write.html", context, status=422)
    messages.success(request, "Đã lưu bản thảo.")
    return redirect("desk:report", pk)


@require_POST
@login_required
@once
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will issue a report and freeze its figures, or say what stands in the way."""
    report = _report(request, pk)
    try:
        asked = forms.Issuing.of(request)
        made = services.issue(
            report=report, on=asked.on, by=viewer(request), given_number=asked.number,
            unapproved_is_meant=asked.unapproved, partial_is_meant=asked.partial,
        )  # fmt: skip
    except (services.UnableToReport, forms.Unclear) as problem:
        return render(
            request, "desk/reports/refused.html",
            {"report": report, "problem": str(problem), "no_term": isinstance(problem, services.NoTermYet)},
            status=422,
        )  # fmt: skip
    messages.success(request, f"Đã phát hành Số {made.symbol} và chốt số.")
    return redirect("desk:report", pk)


@require_GET
@login_required
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """This function will give the report as Word or PDF, veiled where the viewer may not know."""
    report = _report(request, pk)
    if kind not in ("docx", "pdf"):
        raise Http404
    made = queries.issued(report)
    own = own_words.draft_of(report)
    if own is not None:
        return _own_download(request, own, kind)
    if made is not None:
        page = paper.of_issue(made, queries.frozen(made, viewer=viewer(request)))
    else:
        try:
            composed = queries.draft(report, viewer=viewer(request))
        except rules.BadText:
            return redirect("desk:report", pk)
        page = paper.of_draft(report, composed.blocks)
    content = papers.party_docx(page) if kind == "docx" else papers.party_pdf(page)
    response = HttpResponse(content, content_type=DOCX if kind == "docx" else "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{pk}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def _own_download(request: HttpRequest, draft: Any, kind: str) -> HttpResponse:
    """Give the office's own file, its numbers of today or as they were frozen; a PDF is made of it."""
    by = viewer(request)
    try:
        if queries.issued(draft.report) is not None:
            data = own_words.issued_word(draft, viewer=by)
        else:
            data = own_words.word_of(draft, viewer=by)
        name = f"bao-cao-{draft.report_id}"
        if kind == "docx":
            return word_answer(data, f"{name}.docx")
        content = files.converting.converted(data, name, old="docx", new="pdf")
    except (rules.BadText, files.UnreadableFile) as problem:
        messages.error(request, str(problem))
        return redirect("desk:report", draft.report_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_required
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will derive every issued figure anew and show each that has changed since."""
    report = _report(request, pk)
    made = queries.issued(report)
    if made is None:
        raise Http404
    found = queries.verify(made, viewer=viewer(request))
    context = {"at": "reports", "report": report, "issue": made, "found": found}
    return render(request, "desk/reports/verify.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def check_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will hold a Word file that was edited by hand against what was issued.

    Nothing is stored, so no key is needed: sent twice, it is answered twice and alike.
    """
    report = _report(request, pk)
    viewer(request).require(Act.TEXT_CHECK, report.unit_id)
    made = queries.issued(report)
    if made is None:
        raise Http404
    context: dict[str, Any] = {"at": "reports", "report": report, "issue": made}
    if request.method == "POST":
        sent = request.FILES.get("tep")
        if sent is None:
            problem = "Chưa chọn tệp Word."
        elif (sent.size or 0) > LARGEST:
            problem = "Tệp nặng hơn 20 MB; báo cáo Word không lớn như vậy, bác xem lại tệp."
        else:
            try:
                context["found"] = returned.check(
                    made, sent.read(), sent.name or "", viewer=viewer(request),
                    on=viewer(request).today,
                )  # fmt: skip
                return render(request, "desk/reports/returned.html", context)
            except files.UnreadableFile as refused:
                problem = str(refused)
        context["problem"] = problem
        return render(request, "desk/reports/returned.html", context, status=422)
    return render(request, "desk/reports/returned.html", context)


def _report(request: HttpRequest, pk: int) -> Any:
    found = queries.report(viewer=viewer(request), pk=pk)
    if found is None:
        raise Http404
    return found


def _citable(request: HttpRequest, report: Any) -> list[tuple[str, str, str]]:
    """Return the measures that may be cited: key, label and unit, in the catalogue's order."""
    held = measures(queries.period_of(report).last_day)
    return [(key, one.label, one.unit) for key, one in held.items()]
