"""Một đề nghị chi trên bàn: found within reach, with what the viewer may do with it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dongthuan.act.funds import queries
from dongthuan.act.funds.queries import WholeRequest
from dongthuan.act.funds.rules import Hand
from dongthuan.act.funds.spending import Asked
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn


@dataclass(frozen=True)
class OneRequest:
    """Một đề nghị chi: with its way, and the steps that are the viewer's."""

    whole: WholeRequest
    by: SignedIn

    @property
    def request(self) -> Any:
        """This property will return the request itself."""
        return self.whole.request

    def _may(self, act: Act) -> bool:
        return self.by.may(act, self.request.work.unit_id)

    @property
    def asked_here(self) -> bool:
        """This property will say whether the viewer asked for it."""
        return self.request.asked_by == self.by.key

    @property
    def changes(self) -> bool:
        """This property will say whether the viewer may change it now."""
        standing = self.request.stands in (Asked.ASKED, Asked.RETURNED)
        return standing and self.asked_here and self._may(Act.SPEND_ASK)

    @property
    def withdraws(self) -> bool:
        """This property will say whether the viewer may take it back now."""
        standing = self.request.stands in (Asked.ASKED, Asked.RETURNED, Asked.APPROVED)
        return standing and self.asked_here and self._may(Act.SPEND_ASK)

    @property
    def judges(self) -> bool:
        """This property will say whether the viewer may send it back now."""
        standing = self.request.stands in (Asked.ASKED, Asked.APPROVED)
        return standing and self._may(Act.SPEND_APPROVE)

    @property
    def approves(self) -> bool:
        """This property will say whether the viewer is the second person who may let it now."""
        return self.judges and self.request.stands is Asked.ASKED and not self.asked_here

    @property
    def pays(self) -> bool:
        """This property will say whether the viewer may pay it now."""
        return self.request.stands is Asked.APPROVED and self._may(Act.SPEND_PAY)

    @property
    def turns(self) -> bool:
        """This property will say whether the viewer may answer a payment made by mistake."""
        return self.whole.payment is not None and self._may(Act.LEDGER_POST)

    @property
    def has_papers(self) -> bool:
        """This property will say whether its photographs are the viewer's to keep."""
        return self._may(Act.SPEND_ASK) or self._may(Act.SPEND_PAY)

    @property
    def keeps_papers(self) -> bool:
        """This property will say whether the viewer may add and cover photographs now."""
        return self.request.stands is not Asked.WITHDRAWN and self.has_papers

    @property
    def looks(self) -> bool:
        """This property will say whether the viewer sees the photographs uncovered."""
        return self._may(Act.LEDGER_SEE) or self.keeps_papers

    @property
    def purses(self) -> list[tuple[Any, int]]:
        """This property will return the hands it can be paid out of, with what each has of this work."""
        work = self.request.work
        hands = queries.holders(unit=work.unit_id, kinds=(Hand.TREASURER, Hand.BANK))
        purses = [
            (one, queries.cash_of(one).get(work.pk, 0)) for one in hands
            if one.hand is Hand.BANK or one.actor == self.by.key
        ]  # fmt: skip
        # What can pay it first, of that the viewer's own hand: the one that the page proposes.
        purses.sort(key=lambda row: (row[1] < self.request.dong, row[0].hand is Hand.BANK))
        return purses


def open_request(by: SignedIn, pk: int) -> OneRequest:
    """This function will return a request the viewer may see, or answer as if there were none."""
    found = queries.request_seen(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return OneRequest(queries.whole_request(found), by)


def page_of(
    request: HttpRequest, one: OneRequest, refused: str = "", typed: Any = None
) -> HttpResponse:
    """This function will show the page of a request, with what was refused on it."""
    return render(request, "desk/spending/request.html", {
        "at": "spends", "one": one, "request_": one.request, "whole": one.whole, "refused": refused,
        "typed": typed or {}, "purses": one.purses if one.pays else [],
        "left": queries.money_of(one.request.work).left,
    }, status=422 if refused else 200)  # fmt: skip


def version(request: HttpRequest) -> int:
    """This function will return which version of the request the page had shown."""
    told = request.POST.get("ban", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
