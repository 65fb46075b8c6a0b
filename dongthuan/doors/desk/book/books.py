"""Sổ thu chi: the list, one book with its balances, its entries, and one entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.act.ledger import figures, queries
from dongthuan.act.ledger.rules import Nature
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.book._one import OneBook, day_told, open_book, without_book
from dongthuan.doors.desk.book._sources import told_source
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, catalogue
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

_A_PAGE, _LAST = 30, 10
_SUMS = ("ledger.raised", "ledger.spent", "ledger.balance")


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the books within reach."""
    by = viewer(request)
    if not by.reach(Act.LEDGER_SEE):
        raise NotPermitted(Act.LEDGER_SEE)
    rows = [
        {"book": one, "unit": by.tree.name(one.unit_id), "closed": queries.closed_through(one)}
        for one in queries.books(viewer=by)
    ]
    return render(request, "desk/book/list.html", {
        "at": "books", "rows": rows, "opens": bool(without_book(by)),
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a book as it stands today: its sums, accounts, purposes, last entries."""
    one = open_book(viewer(request), pk)
    rows = queries.entries(viewer=one.by, book=one.book).select_related("book")[:_LAST]
    # Every entry is added up again when somebody asks: of a book of years that takes seconds.
    checked = queries.check_book if request.GET.get("soat") else queries.glance
    return render(request, "desk/book/book.html", {
        "at": "books", "one": one, "book": one.book, "closed": queries.closed_through(one.book),
        "opened": queries.is_opened(one.book), "checked": checked(one.book), **_accounts(one),
        "purposes": _purposes(one), "last": queries.written(rows),
        "year": one.by.today.year,
    })  # fmt: skip


def _accounts(one: OneBook) -> dict[str, Any]:
    """Return the accounts by nature, those with something in them or in somebody's hands; and the rest."""
    told = figures.account_figures(one.book, one.by.today)
    used = [(account, sum_) for account, sum_ in told
            if sum_.value or (account.holder_kind and not account.ended_on)]  # fmt: skip
    shown = {account.pk for account, _ in used}
    by_nature = [
        (nature.words, rows) for nature in Nature
        if (rows := [(account, sum_) for account, sum_ in used if account.sort is nature])
    ]  # fmt: skip
    return {"accounts": by_nature, "unused": [a for a, _ in told if a.pk not in shown]}


def _purposes(one: OneBook) -> list[tuple[Any, list[Figure]]]:
    """Return what came, was spent and is left of each purpose since the book began."""
    purposes = list(queries.purposes_of(one.book))
    first = queries.first_day(one.book) or one.by.today
    period = from_code(f"{min(first, one.by.today).isoformat()}/{one.by.today.isoformat()}")
    asks = [
        Ask(figures.of_purpose(key, purpose.pk), one.book.unit_id, period)
        for purpose in purposes for key in _SUMS
    ]  # fmt: skip
    found = catalogue.figures(asks, Look(one.by, Forest(), evidence=False))
    step = len(_SUMS)
    told = [(p, found[at * step : at * step + step]) for at, p in enumerate(purposes)]
    return [(p, row) for p, row in told if p.code or any(one.value for one in row)]


@require_safe
@login_required
@never_cache
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the entries of a book, of some days, an account or a purpose."""
    one = open_book(viewer(request), pk)
    asked = request.GET
    problems = []
    days = {}
    for name, told in (("tu", "start"), ("den", "end")):
        typed = asked.get(name, "")
        if typed:
            days[told], problem = day_told(typed, one.by.today)
            problems += [problem] if problem else []
    if "end" in days:
        days["end"] += timedelta(days=1)
    accounts, purposes = queries.accounts_of(one.book), queries.purposes_of(one.book)
    account = asked.get("tai-khoan", "")
    purpose = _purpose(purposes, asked.get("muc-dich", ""))
    rows = queries.entries(
        viewer=one.by, book=one.book, account=account,
        purpose=purpose.code if purpose else None,
        start=days.get("start"), end=days.get("end"),
    ).select_related("book")  # fmt: skip
    page: Page[Any] = Paginator(rows, _A_PAGE).get_page(asked.get("trang"))
    return render(request, "desk/book/entries.html", {
        "at": "books", "one": one, "book": one.book, "page": page, "rows": queries.written(page),
        "accounts": accounts, "purposes": purposes, "account": account, "purpose": purpose,
        "asked": {"tu": asked.get("tu", ""), "den": asked.get("den", "")}, "problems": problems,
    }, status=422 if problems else 200)  # fmt: skip


def _purpose(purposes: Any, told: str) -> Any:
    return next((one for one in purposes if str(one.pk) == told), None)


@require_safe
@login_required
@never_cache
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one entry: its lines, where it came from, what answered it."""
    return entry_page(request, viewer(request), pk)


def entry_page(
    request: HttpRequest, by: SignedIn, pk: int, refused: str = "", reason: str = ""
) -> HttpResponse:
    """This function will show an entry, with what was refused on it."""
    found = queries.entry_seen(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return render(request, "desk/book/entry.html", {
        "at": "books", "one": OneBook(found.book, by), "entry": found, "refused": refused,
        "reason": reason, "source": told_source(found.source),
    }, status=422 if refused else 200)  # fmt: skip
