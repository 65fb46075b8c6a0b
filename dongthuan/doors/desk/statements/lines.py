"""Dòng sao kê: movements that nobody explained yet, what they may be, and one tap to say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dongthuan.act.funds import codes, queries, services
from dongthuan.act.funds.rules import GiverKind
from dongthuan.act.funds.services import NOBODY, Named, UnableToGive
from dongthuan.act.funds.statements_matching import SAID_ALONE, Meaning
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.statements.files import PostingForm
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act

ON_A_PAGE = 30


@require_GET
@login_required
@never_cache
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the movements of an account that belong to nothing yet, with proposals."""
    by = viewer(request)
    account = _account(request, pk)
    page = Paginator(queries.open_lines(account), ON_A_PAGE).get_page(request.GET.get("trang"))
    lines = list(page)
    proposed = queries.suggestions(account, lines, viewer=by)
    posted = queries.postings(account)
    return render(request, "desk/statements/lines.html", {
        "at": "works", "account": account, "page": page, "standing": queries.standing(account),
        "rows": [
            (line, proposed[line.pk], [one for one in SAID_ALONE if _fits(one, line.dong)]) for line in lines
        ],
        "works": queries.taking_works(viewer=by), "posting": PostingForm(initial={"from_day": by.today}),
        "posted": [one for one in posted if one.until is None or one.until > by.today],
        "may_post": by.may(Act.RECEIPTS_HAND, account.unit_id),
    })  # fmt: skip


def _fits(meaning: Meaning, dong: int) -> bool:
    if meaning is Meaning.INTEREST:
        return dong > 0
    return meaning not in (Meaning.PAYMENT, Meaning.FEE) or dong < 0


@require_GET
@login_required
@never_cache
def explained(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list what movements were explained as, the latest first, to take one back."""
    account = _account(request, pk)
    page = Paginator(queries.matches(account), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"at": "works", "account": account, "page": page}
    return render(request, "desk/statements/explained.html", context)


@require_POST
@login_required
@once
def say(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will say what one movement was: a gift, a gift already written, a deposit, a
    payment, or none."""
    by = viewer(request)
    _reaches(by)
    line = queries.bank_line(viewer=by, pk=pk)
    if line is None:
        raise Http404
    verbs = {"gop": _gift, "phieu": _known, "nop": _deposit, "chi": _payment, "khac": _other}
    if verb not in verbs:
        raise Http404
    try:
        messages.success(request, verbs[verb](request, line))
    except UnableToGive as problem:
        messages.error(request, str(problem))
        return redirect(f"{reverse('desk:bank-lines', args=(line.account_id,))}#dong-{pk}")
    following = queries.open_lines(line.account).filter(on__gte=line.on).first()
    mark = f"#dong-{following.pk}" if following else ""
    return redirect(f"{reverse('desk:bank-lines', args=(line.account_id,))}{mark}")


def _gift(request: HttpRequest, line: Any) -> str:
    by = viewer(request)
    work = queries.work_seen(viewer=by, pk=_whole(request, "cong-trinh"))
    if work is None:
        raise UnableToGive("Chưa chọn công trình, quỹ nhận khoản này.")
    made = services.match_new_gift(
        line=line, work=work, giver=_named(request), looked=_looked(request), by=by
    )
    assert made.printed is not None
    return (
        f"Đã vào sổ cho «{work.title}», phiếu {made.printed.words}. Mã tra cứu để gửi người góp, chỉ hiện "
        f"một lần: {codes.shown(made.printed.code)}."
    )  # fmt: skip


def _named(request: HttpRequest) -> Named:
    name = request.POST.get("nguoi-gop", "").replace("\x00", "").strip()
    if not name:
        return NOBODY
    shown = name if request.POST.get("neu-ten") else ""
    return Named(GiverKind.PERSON, name, shown=shown)


def _known(request: HttpRequest, line: Any) -> str:
    by = viewer(request)
    gift = queries.gift_seen(viewer=by, pk=_whole(request, "phieu"))
    if gift is None:
        raise UnableToGive("Không thấy khoản góp đã chọn. Mở lại trang rồi chọn lại.")
    services.match_gift(line=line, gift=gift, looked=_looked(request), by=by)
    return "Đã đối chiếu với phiếu đã ghi; không ghi sổ lần nữa."


def _deposit(request: HttpRequest, line: Any) -> str:
    by = viewer(request)
    handover = queries.handover_seen(viewer=by, pk=_whole(request, "nop"))
    if handover is None:
        raise UnableToGive("Không thấy lần nộp tiền đã chọn. Mở lại trang rồi chọn lại.")
    services.match_deposit(line=line, handover=handover, looked=_looked(request), by=by)
    return "Đã đối chiếu với lần nộp tiền mặt; không ghi sổ lần nữa."


def _payment(request: HttpRequest, line: Any) -> str:
    found = queries.payments_of(line.account).filter(pk=_whole(request, "chi")).first()
    if found is None:
        raise UnableToGive("Không thấy khoản chi đã chọn. Mở lại trang rồi chọn lại.")
    services.match_payment(line=line, payment=found, looked=_looked(request), by=viewer(request))
    return "Đã đối chiếu với khoản chi; không ghi sổ lần nữa."


def _other(request: HttpRequest, line: Any) -> str:
    told = request.POST.get("la", "")
    if told not in set(SAID_ALONE):
        raise UnableToGive("Chưa chọn dòng này là gì.")
    services.say_of_line(line=line, meaning=Meaning(told), by=viewer(request))
    return f"Đã ghi: {Meaning(told).words}."


@require_POST
@login_required
@once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take a match back, with a reason."""
    by = viewer(request)
    _reaches(by)
    match = queries.match_seen(viewer=by, pk=pk)
    if match is None:
        raise Http404
    try:
        services.end_match(match=match, reason=request.POST.get("ly-do", ""), by=by)
        messages.success(request, "Đã bỏ đối chiếu; dòng này lại chờ xem.")
    except UnableToGive as problem:
        messages.error(request, str(problem))
        return redirect("desk:bank-explained", match.line.account_id)
    return redirect(
        f"{reverse('desk:bank-lines', args=(match.line.account_id,))}#dong-{match.line_id}"
    )


def _whole(request: HttpRequest, name: str) -> int:
    told = request.POST.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 12 else 0


def _looked(request: HttpRequest) -> bool:
    return bool(request.POST.get("da-xem"))


def _reaches(by: Any) -> None:
    if not by.reach(Act.STATEMENT_MATCH):
        raise NotPermitted(Act.STATEMENT_MATCH)


def _account(request: HttpRequest, pk: int) -> Any:
    by = viewer(request)
    _reaches(by)
    found = queries.bank_account(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return found
