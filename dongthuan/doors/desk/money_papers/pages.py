"""Tải giấy tờ thu chi: each paper of a work as .docx or PDF, with the figures of today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dongthuan.act.funds import accounts_on_paper as on_paper
from dongthuan.act.funds import queries
from dongthuan.act.funds.accounts_on_paper import Office
from dongthuan.decide.meetings.minutes import bodies
from dongthuan.doors.desk._landing import address, viewer
from dongthuan.doors.entrance import exporting, transferring
from dongthuan.ground import papers
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers import notices
from dongthuan.ground.papers.official import OfficialPaper
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_SPARE = 15
# The paper, its name, and what it is for.
PAPERS = (
    ("bang-tin", "Tờ dán bảng tin", "Một tờ A4 chữ to: thu – chi – còn – đang ở đâu."),
    ("chuyen-khoan", "Tờ mã chuyển khoản", "Mã vuông để quét bằng ứng dụng ngân hàng, khi tài khoản đang niêm yết."),
    ("theo-to", "Bảng kê theo tổ dân phố", "Số phiếu và số tiền từng tổ, không nêu tên ai."),
    ("quyet-toan", "Báo cáo quyết toán", "Nguồn vốn, góp bằng ngày công và vật liệu, chi, còn lại."),
    ("ky-nhan", "Bảng ký nhận", "Bảng trống để người nhận tiền ký khi chi."),
)  # fmt: skip


@require_GET
@login_required
@never_cache
def of_work(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will list the papers of a work, each as Word and PDF."""
    work = _work(request, pk)
    posted = queries.posted_transfer(work, viewer(request).today) is not None
    context = {"at": "works", "work": work, "papers": PAPERS, "posted": posted}
    return render(request, "desk/money_papers/list.html", context)


@require_GET
@login_required
@never_cache
def give(request: HttpRequest, pk: int, paper: str, kind: str) -> HttpResponse:
    """This function will give one paper of a work as a file."""
    work, by = _work(request, pk), viewer(request)
    if kind not in TYPES:
        raise Http404
    name = f"{paper}-{work.code}"
    if paper == "bang-tin":
        return _file(_notice(request, work, by), kind, name)
    if paper == "chuyen-khoan":
        asked = transferring.of_work(work, by.today)
        if asked is None or kind != "pdf":
            raise Http404
        return _given(transferring.poster(asked, work.title), kind, name)
    makers: Mapping[str, Callable[[Any, SignedIn], OfficialPaper]] = {
        "theo-to": _by_group, "quyet-toan": _settlement, "ky-nhan": _sign_off,
    }  # fmt: skip
    if paper not in makers:
        raise Http404
    return _printed(makers[paper](work, by), kind, name)


@require_GET
@login_required
@never_cache
def handover(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """This function will give the minutes of a handover, for both hands to sign."""
    by = viewer(request)
    found = queries.handover_seen(viewer=by, pk=pk)
    if found is None or kind not in TYPES:
        raise Http404
    paper = on_paper.handover(queries.handed(found), _office(by, found.giver.unit_id), day=found.on)
    return _printed(paper, kind, f"ban-giao-{pk}")


def _settlement(work: Any, by: SignedIn) -> OfficialPaper:
    told = queries.settled(work, by.today, _names(by))
    return on_paper.settlement(told, _office(by, work.unit_id), symbol="", day=by.today)


def _by_group(work: Any, by: SignedIn) -> OfficialPaper:
    totals = queries.group_totals(work, by.today, _names(by))
    return on_paper.receipts_by_group(
        totals, _office(by, work.unit_id), title=work.title, day=by.today
    )


def _sign_off(work: Any, by: SignedIn) -> OfficialPaper:
    return on_paper.sign_off_list([], _office(by, work.unit_id), title=work.title, spare=_SPARE)


def _notice(request: HttpRequest, work: Any, by: SignedIn) -> notices.Notice:
    page = address("portal:work", work.code) or reverse("portal:home")
    link = request.build_absolute_uri(page)
    return queries.notice(
        work, by.today, body=by.tree.name(work.unit_id), link=link, address=link.split("://", 1)[-1],
        telephone=org.telephone([*reversed(by.tree.path(work.unit_id))], by.today),
    )  # fmt: skip


def _names(by: SignedIn) -> dict[int, str]:
    return {unit: by.tree.name(unit) for unit in by.tree.nodes}


def _office(by: SignedIn, unit: int) -> Office:
    upper, body, place = bodies(by.tree, unit)
    return Office(body, place, upper)


def _printed(paper: OfficialPaper, kind: str, name: str) -> HttpResponse:
    data = papers.state_docx(paper) if kind == "docx" else papers.state_pdf(paper)
    return _given(data, kind, name)


def _file(notice: notices.Notice, kind: str, name: str) -> HttpResponse:
    data = notices.notice_docx(notice) if kind == "docx" else notices.notice_pdf(notice)
    return _given(data, kind, name)


def _given(data: bytes, kind: str, name: str) -> HttpResponse:
    return exporting.attached(data, f"{name}.{kind}", TYPES[kind])


def _work(request: HttpRequest, pk: int) -> Any:
    by = viewer(request)
    if not by.reach(Act.FUND_SEE):
        raise NotPermitted(Act.FUND_SEE)
    work = queries.work_seen(viewer=by, pk=pk)
    if work is None:
        raise Http404
    return work
