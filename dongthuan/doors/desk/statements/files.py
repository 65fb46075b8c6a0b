"""Tệp sao kê: the accounts and their statements, one statement read through, accounts posted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.queries import Look
from dongthuan.act.funds.services import UnableToGive
from dongthuan.act.funds.statement_layouts import Column
from dongthuan.act.funds.statements_reading import UnreadableStatement
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import UnreadableFile

ON_A_PAGE, SHOWN = 30, 12
LARGEST = 10 * 1024 * 1024
_NO_FILE = "Chưa chọn tệp sao kê (.xlsx, .xls hoặc .csv tải từ ngân hàng điện tử)."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the accounts within reach and their statements, and lay one down."""
    by = viewer(request)
    if not by.reach(Act.STATEMENT_MATCH):
        raise NotPermitted(Act.STATEMENT_MATCH)
    accounts = queries.bank_accounts(viewer=by)
    problem, chosen = "", request.POST.get("tai-khoan", "")
    if request.method == "POST":
        account = next((one for one in accounts if str(one.pk) == chosen), None)
        try:
            if account is None:
                raise UnableToGive("Chưa chọn tài khoản của sao kê.")
            data, name = _sent(request)
            laid = services.lay_statement(account=account, data=data, name=name, by=by)
            return redirect("desk:bank-file", laid.pk)
        except UnableToGive as refused:
            problem = str(refused)
    page = Paginator(queries.statements(viewer=by), ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/statements/list.html", {
        "at": "works", "problem": problem, "chosen": chosen, "page": page,
        "accounts": [(one, queries.open_lines(one).count(), queries.standing(one)) for one in accounts],
    }, status=422 if problem else 200)  # fmt: skip


def _sent(request: HttpRequest) -> tuple[bytes, str]:
    sent = request.FILES.get("tep")
    if sent is None:
        raise UnableToGive(_NO_FILE)
    if (sent.size or 0) > LARGEST:
        raise UnableToGive("Tệp nặng hơn 10 MB. Tải sao kê theo từng tháng hoặc từng quý.")
    return sent.read(), (sent.name or "sao-ke.xlsx").replace("\x00", "")


@require_GET
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a statement as it is read, before or after it was taken in."""
    statement = _statement(request, pk)
    context: dict[str, Any] = {"at": "works", "statement": statement}
    if statement.taken_at is None:
        context |= _read(statement)
    return render(request, "desk/statements/statement.html", context)


def _read(statement: Any) -> dict[str, Any]:
    try:
        seen = queries.look(statement)
    except (UnreadableFile, UnreadableStatement) as problem:
        return {"problem": str(problem)}
    reading = seen.reading
    return {
        "seen": seen, "columns": _columns(seen), "meanings": list(Column),
        "lines": reading.lines[:SHOWN] if reading else [],
        "more": max(len(reading.lines) - SHOWN, 0) if reading else 0,
        "problems": reading.problems if reading else [],
    }  # fmt: skip


def _columns(seen: Look) -> list[dict[str, Any]]:
    """The columns of the file with what stands in their first rows."""
    return [
        {
            "at": at, "label": " ".join(label.split()), "is": seen.columns.get(at, ""),
            "samples": [cell for row in seen.samples if at < len(row) and (cell := " ".join(row[at].split()))],
        }
        for at, label in enumerate(seen.head.labels)
        if label.strip() or any(at < len(row) and row[at].strip() for row in seen.samples)
    ]  # fmt: skip


@require_POST
@login_required
@once
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will settle the columns of a statement, take it in, or take it back."""
    statement = _statement(request, pk)
    by = viewer(request)
    try:
        if verb == "cot":
            services.settle_columns(statement=statement, columns=_chosen(request), by=by)
            messages.success(request, "Đã nhớ các cột. Lần sau tệp cùng mẫu được đọc như vậy.")
        elif verb == "lay":
            taken = services.take_statement(statement=statement, by=by)
            messages.success(request, _took(taken))
            return redirect("desk:bank-lines", statement.account_id)
        elif verb == "bo":
            services.drop_statement(statement=statement, by=by)
            messages.success(request, "Đã bỏ sao kê; các dòng chỉ có trong tệp đó cũng bỏ theo.")
            return redirect("desk:bank")
        else:
            raise Http404
    except UnableToGive as problem:
        messages.error(request, str(problem))
    return redirect("desk:bank-file", pk)


def _took(taken: services.TakenIn) -> str:
    told = f"Đã lấy vào {taken.new} dòng mới."
    if taken.known:
        told += f" {taken.known} dòng đã có từ sao kê trước, không tính lần nữa."
    if taken.doubtful:
        told += f" {taken.doubtful} dòng có thể trùng với sao kê khác, cần xem trước khi đối chiếu."
    return told


def _chosen(request: HttpRequest) -> dict[int, Column]:
    meanings = {one.value: one for one in Column}
    found = {}
    for name, value in request.POST.items():
        at = name.removeprefix("cot-")
        if at != name and at.isdecimal() and len(at) < 4 and value in meanings:
            found[int(at)] = meanings[str(value)]
    return found


@require_POST
@login_required
@once
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will post an account on the notice board, or say that its paper hangs no more."""
    by = viewer(request)
    account = queries.bank_account(viewer=by, pk=pk)
    if account is None:
        raise Http404
    by.require(Act.RECEIPTS_HAND, account.unit_id)
    form = PostingForm(request.POST)
    try:
        if request.POST.get("viec") == "thoi":
            for one in queries.postings(account):
                if one.until is None or one.until > by.today:
                    services.take_down_account(posting=one, by=by)
            messages.success(
                request, "Tài khoản thôi niêm yết từ hôm nay; mã chuyển khoản không còn hiện."
            )
        elif form.is_valid():
            told = form.cleaned_data
            services.post_account(
                account=account, document=told["document"], from_day=told["from_day"], by=by
            )
            messages.success(
                request,
                "Đã ghi niêm yết. Trang của công trình hiện mã chuyển khoản vào tài khoản này.",
            )
        else:
            for problems in form.errors.values():
                messages.error(request, str(problems[0]))
    except UnableToGive as problem:
        messages.error(request, str(problem))
    return redirect("desk:bank-lines", pk)


class PostingForm(asking.forms.Form):
    """Niêm yết: by which paper, from which day."""

    document = asking.WordsField(
        "Văn bản niêm yết", help_text="Số, ngày của thông báo, như «Thông báo 12/TB-UBND ngày 5/1/2021»."
    )  # fmt: skip
    from_day = asking.DayField("Từ ngày")


def _statement(request: HttpRequest, pk: int) -> Any:
    by = viewer(request)
    if not by.reach(Act.STATEMENT_MATCH):
        raise NotPermitted(Act.STATEMENT_MATCH)
    found = queries.statement_seen(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return found
