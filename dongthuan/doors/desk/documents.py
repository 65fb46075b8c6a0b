"""Sổ văn bản: the register, a document put in it, its page, its file, and its links to others."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.decide.directives import queries, rules, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _document_forms as forms
from dongthuan.doors.desk import _document_page as pages
from dongthuan.doors.desk._document_forms import KIND_CHOICES, LEVELS
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files

ON_A_PAGE = 50


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the registers within reach, narrowed by level, kind, year and force."""
    by = viewer(request)
    if not by.reach(Act.DOCUMENT_SEE):
        raise NotPermitted(Act.DOCUMENT_SEE)
    wanted, day, unclear = _wanted(request, by.today)
    found = queries.documents(viewer=by, wanted=wanted)
    if kind := exporting.wanted(request):
        return exporting.give([pages.table(found, by.tree, by.today)], kind, "so-van-ban")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/documents/listing.html", {
        "at": "documents", "page": page, "rows": list(page), "wanted": wanted, "day": day,
        "unclear": unclear, "levels": LEVELS, "kinds": KIND_CHOICES, "kind_words": rules.kind_words,
        "years": queries.years(viewer=by), "keeps": bool(by.reach(Act.DOCUMENT_KEEP)),
        "narrowed": wanted != queries.WantedDocuments(),
    })  # fmt: skip


def _wanted(
    request: HttpRequest, today: date
) -> tuple[queries.WantedDocuments, date | None, str]:  # fmt: skip
    asked = request.GET
    year = asked.get("nam", "")
    day, unclear = asking.day_asked(request, today) if asked.get("ngay", "").strip() else (None, "")
    wanted = queries.WantedDocuments(
        level=asked.get("cap", "") if asked.get("cap") in dict(LEVELS) else "",
        kind=asked.get("loai", "") if asked.get("loai") in dict(KIND_CHOICES) else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        in_force=day,
    )
    return wanted, day, unclear


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will put a document in the register: first its file, if there is one, is read and
    fills the form in; then a person looks it over.
    """
    by = viewer(request)
    if not by.reach(Act.DOCUMENT_KEEP):
        raise NotPermitted(Act.DOCUMENT_KEEP)
    if request.method != "POST":
        return _form(request, forms.Registering(by=by))
    if request.POST.get("viec") == "doc":
        return _read_first(request)
    form = forms.Registering(request.POST, by=by)
    told = request.POST.get("tep-da-doc", "")
    if not form.is_valid():
        return _form(request, form, told, status=422)
    try:
        held = forms.by_ticket(told) or forms.sent_file(request)
        made = services.register(
            unit=form.unit_chosen(), facts=form.facts(), file=held, by=by
        )  # fmt: skip
    except services.AlreadyRegistered as problem:
        return _form(request, form, told, str(problem), problem.document, status=422)
    except (forms.Unclear, services.UnableToRegister) as problem:
        return _form(request, form, told, str(problem), status=422)
    messages.success(request, f"Đã vào sổ: {rules.kind_words(made.kind)} {made.symbol}.")
    for warning in held.warnings if held and not made.secret else ():
        messages.warning(request, warning)
    return redirect("desk:document", made.pk)


def _read_first(request: HttpRequest) -> HttpResponse:
    by = viewer(request)
    try:
        held = forms.sent_file(request)
        if held is None:
            raise forms.Unclear(
                "Chưa chọn tệp. Bấm «Chọn tệp» rồi chọn văn bản, hoặc ghi tay bên dưới."
            )
        stored = services.let_wait(held, by=by)
    except (forms.Unclear, services.UnableToRegister) as problem:
        return _form(request, forms.Registering(by=by), problem=str(problem), status=422)
    form = forms.Registering(initial=forms.proposed(held), by=by)
    # What is shown here is written nowhere yet: the key of this page is spent by the next send.
    return _form(request, form, forms.ticket(held, stored.digest), warnings=held.warnings)


def _form(
    request: HttpRequest, form: Any, ticket: str = "", problem: str = "", held: Any = None,
    warnings: tuple[str, ...] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    return render(request, "desk/documents/new.html", {
        "at": "documents", "form": form, "ticket": ticket, "problem": problem, "held": held,
        "warnings": warnings,
    }, status=status)  # fmt: skip


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a document: what it is, in force or not, what it asks and what it became."""
    return _show(request, pages.opened(viewer(request), pk))


def _show(
    request: HttpRequest, one: pages.Opened, form: Any = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    return render(request, "desk/documents/document.html", {
        "at": "documents", "one": one, "document": one.document,
        "linking": form or (forms.Linking() if one.keeps else None), "problem": problem,
        "form": form,
    }, status=status)  # fmt: skip


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will give the file of a document to whoever may see the document."""
    found = queries.document(viewer=viewer(request), pk=pk)
    if found is None or found.file is None:
        raise Http404
    return pages.given(files.content(found.file), found.file.kind, found.file_name or found.symbol)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will put right what the register says of a document, with a reason."""
    one = pages.kept(viewer(request), pk)
    document = one.document
    start = {
        "subject": document.subject, "in_force_on": document.in_force_on,
        "ends_on": document.ends_on, "received_on": document.received_on,
    }  # fmt: skip
    form = forms.Amending(request.POST or None, initial=start)
    problem = ""
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        seen = request.POST.get("ban", "")
        try:
            services.amend(
                document=document, seen=int(seen) if seen.isdigit() else 0, by=one.by, **told
            )
        except services.UnableToRegister as refused:
            problem = str(refused)
        else:
            messages.success(request, "Đã sửa sổ. Ai sửa, vì sao được giữ trong dấu vết.")
            return redirect("desk:document", pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "documents", "one": one, "document": document, "form": form, "problem": problem}
    return render(request, "desk/documents/amend.html", shown, status=status)


@require_POST
@login_required
@never_cache
@once
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will lay a file beside an entry that has none."""
    one = pages.kept(viewer(request), pk)
    try:
        held = forms.sent_file(request)
        if held is None:
            raise forms.Unclear("Chưa chọn tệp.")
        services.attach(document=one.document, file=held, by=one.by)
    except (forms.Unclear, services.UnableToRegister) as problem:
        return _show(request, pages.opened(one.by, pk), status=422, problem=str(problem))
    for warning in held.warnings:
        messages.warning(request, warning)
    messages.success(request, "Đã lưu tệp của văn bản.")
    return redirect("desk:document", pk)


@require_POST
@login_required
@never_cache
@once
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will say what the document does to another, or take such a word back."""
    one = pages.kept(viewer(request), pk)
    if request.POST.get("bo", "").isdigit():
        found = queries.link(viewer=one.by, pk=int(request.POST["bo"]), document=pk)
        if found is None:
            raise Http404
        services.unlink(link=found, by=one.by)
        messages.success(request, f"Đã bỏ liên kết với {found.older.symbol}.")
        return redirect("desk:document", pk)
    form = forms.Linking(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            other = pages.the_one(one, told["symbol"])
            services.link(
                newer=one.document, older=other, relation=rules.Relation(told["relation"]),
                on=told["on"], part=told["part"], by=one.by,
            )  # fmt: skip
        except (pages.NotOne, services.UnableToRegister) as problem:
            form.add_error("symbol", str(problem))
        else:
            messages.success(request, f"Đã ghi liên kết với {other.symbol}.")
            return redirect("desk:document", pk)
    return _show(request, one, form, status=422)
