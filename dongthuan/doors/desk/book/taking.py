"""Sổ quỹ và tệp tải về: the cash of some days on screen, on paper and as a table; the journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.act.funds import accounts_on_paper
from dongthuan.act.ledger import queries
from dongthuan.act.ledger.rules import Nature
from dongthuan.decide.meetings.minutes import bodies
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._tables import shown_day
from dongthuan.doors.desk.book._one import OneBook, day_told, open_book
from dongthuan.doors.entrance import exporting
from dongthuan.ground import papers
from dongthuan.ground.papers.official import OfficialPaper
from dongthuan.ground.papers.tables import Column, Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
@never_cache
def cash(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what was there, came, went and is left of one account over some days."""
    one = open_book(viewer(request), pk)
    accounts = [a for a in queries.accounts_of(one.book) if a.sort is Nature.ASSET]
    purposes = list(queries.purposes_of(one.book))
    told = request.GET
    account = _chosen(accounts, told.get("tai-khoan", "")) or _first(accounts)
    purpose = _chosen(purposes, told.get("muc-dich", ""))
    start, first = day_told(told.get("tu", ""), one.by.today.replace(day=1))
    end, last = day_told(told.get("den", ""), one.by.today)
    problems = [one for one in (first, last) if one]
    if start > end:
        problems.append("Ngày đầu sau ngày cuối. Đổi lại hai ngày.")
        start = end
    found = None
    if account is not None:
        found = queries.cash_book(
            viewer=one.by, account=account, purpose=purpose, start=start,
            end=end + timedelta(days=1),
        )  # fmt: skip
        if (kind := told.get("tai", "")) in ("xlsx", "csv", "docx", "pdf") and not problems:
            return _file(one, found, end, kind)
    return render(request, "desk/book/cash.html", {
        "at": "books", "one": one, "book": one.book, "accounts": accounts, "purposes": purposes,
        "account": account, "purpose": purpose, "start": start, "end": end, "found": found,
        "problems": problems,
    }, status=422 if problems else 200)  # fmt: skip


def _file(one: OneBook, found: Any, end: date, kind: str) -> HttpResponse:
    name = ("so-quy", found.account.code, str(found.start), str(end))
    if kind in ("xlsx", "csv"):
        return exporting.give([_table(one, found, end)], kind, *name)
    made, told = _paper(one, found, end), exporting.plain_name(*name)
    if kind == "docx":
        return exporting.attached(papers.state_docx(made), f"{told}.docx", DOCX)
    return exporting.attached(papers.state_pdf(made), f"{told}.pdf", "application/pdf")


def _paper(one: OneBook, found: Any, end: date) -> OfficialPaper:
    upper, body, place = bodies(one.by.tree, one.book.unit_id)
    rows = [
        accounts_on_paper.CashRow(line.on, str(line.entry), line.words, line.came, line.went)
        for line in found.lines
    ]
    of = f", {found.purpose}" if found.purpose else ""
    return accounts_on_paper.cash_book(
        rows, accounts_on_paper.Office(body, place, upper), title=f"{found.account.name}{of}",
        first=found.start, last=end, opening=found.before, day=one.by.today,
        banked=found.account.holder_kind == "bank",
    )  # fmt: skip


def _table(one: OneBook, found: Any, end: date) -> Table:
    columns = (
        Column("Ngày", 13), Column("Bút toán số", 12), Column("Diễn giải", 50),
        Column("Thu", 16, adds=True), Column("Chi", 16, adds=True), Column("Còn lại", 16),
    )  # fmt: skip
    rows = [
        (found.start, None, "Tồn đầu kỳ", None, None, found.before),
        *((line.on, line.entry, line.words, line.came or None, line.went or None, line.left)
          for line in found.lines),
    ]  # fmt: skip
    of = f" · {found.purpose}" if found.purpose else ""
    about = f"{found.account}{of} · {shown_day(found.start)} – {shown_day(end)} · {one.unit}"
    return Table("Sổ quỹ", about, columns, rows)


@require_safe
@login_required
@never_cache
def journal(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """This function will give the book as other programs read it."""
    one = open_book(viewer(request), pk)
    name = exporting.plain_name("so", str(one.book.pk), one.book.name)
    return StreamingHttpResponse(
        queries.journal_lines(one.book), content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.journal"'},
    )  # fmt: skip


def _first(accounts: list[Any]) -> Any:
    """Return the treasurer's cash, or else any."""
    held = [one for one in accounts if one.holder_kind == "treasurer"]
    return next(iter(held or accounts), None)


def _chosen(rows: Any, told: str) -> Any:
    return next((row for row in rows if str(row.pk) == told), None)
