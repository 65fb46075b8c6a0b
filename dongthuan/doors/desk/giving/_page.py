"""Một công trình trên trang: who looks, what may be done next, and how refusals are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dongthuan.act.funds import queries
from dongthuan.act.funds.counting import of_work
from dongthuan.act.funds.queries import WholeWork
from dongthuan.act.funds.rules import TAKING, Standing
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

TOLD = (
    "works.raised_so_far", "works.raised_so_far.money", "works.raised_so_far.labour",
    "works.raised_so_far.materials", "works.raised_so_far.land", "works.spent_so_far", "works.balance",
    "works.with_collectors", "works.with_treasurer", "works.at_bank", "works.progress",
)  # fmt: skip


@dataclass
class OneWork:
    """Công trình và người xem: what the page needs of both."""

    whole: WholeWork
    by: SignedIn

    @property
    def work(self) -> Any:
        """This property will return the work."""
        return self.whole.work

    @property
    def unit(self) -> str:
        """This property will return the name of its unit."""
        return self.by.tree.name(self.work.unit_id)

    @property
    def groups(self) -> list[str]:
        """This property will return the names of its groups."""
        return [self.by.tree.name(unit) for unit in self.whole.groups]

    def may(self, act: Act) -> bool:
        """This method will say whether the viewer may do an act in the unit of the work."""
        return self.by.may(act, self.work.unit_id)

    @cached_property
    def keeps(self) -> bool:
        """This property will say whether the viewer keeps the work."""
        return self.may(Act.FUND_KEEP)

    @property
    def takes(self) -> bool:
        """This property will say whether the viewer may enter gifts for it now."""
        return self.work.stands in TAKING and self.may(Act.GIFT_TAKE)

    @property
    def planned(self) -> bool:
        """This property will say whether nobody was asked for anything yet."""
        return bool(self.work.stands is Standing.PLANNED)

    @cached_property
    def told(self) -> dict[str, Figure]:
        """This property will return its figures as of the current month, by the word after the dot."""
        return work_figures(self.work, self.by)


def work_figures(work: Any, by: Any) -> dict[str, Figure]:
    """This function will return the figures of a work as of the current month, by their short names."""
    period = from_code(f"{by.today.year}-{by.today.month:02d}")
    look = Look(by, Forest(), evidence=False)
    asks = [Ask(of_work(key, work.pk), work.unit_id, period) for key in TOLD]
    return {
        key.removeprefix("works.").replace("raised_so_far.", "").replace(".", "_"): one
        for key, one in zip(TOLD, figures(asks, look), strict=True)
    }


def open_work(by: SignedIn, pk: int, act: Act | None = None) -> OneWork:
    """This function will return a work for its page, or raise Http404; NotPermitted where an act is
    needed and not held.
    """
    work = queries.work_seen(viewer=by, pk=pk)
    if work is None:
        raise Http404
    if act is not None and not by.may(act, work.unit_id):
        raise NotPermitted(act)
    return OneWork(queries.whole_work(work, by.today), by)


def form_page(
    request: HttpRequest, form: forms.Form, heading: str, verb: str, *, one: OneWork | None = None,
    back: str, lead: str = "", where: str = "", files: bool = False, **more: Any,
) -> HttpResponse:  # fmt: skip
    """This function will show a form of one thing to do, with what was refused in it."""
    return render(request, "desk/giving/form.html", {
        "at": "works", "form": form, "heading": heading, "verb": verb, "one": one, "back": back,
        "lead": lead, "where": where, "with_files": files, **more,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def stored(request: HttpRequest, name: str, by: SignedIn) -> Any:
    """This function will keep a file that came with a form, or return None where none came."""
    sent = request.FILES.get(name)
    if sent is None:
        return None
    kind = (sent.name or "").rsplit(".", 1)[-1].lower()[:10]
    return files.keep(sent.read(), kind=kind if kind.isalnum() else "pdf", at=by.now)
