"""Quyển phiếu thu và người giữ tiền within reach; how the numbers of a book ended; cash by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from dongthuan.act.funds.models import (
    BookStep,
    Handover,
    Holder,
    ReceiptBook,
    ReceiptNumber,
    Work,
)
from dongthuan.act.funds.queries._money import cash_of, in_hand
from dongthuan.act.funds.rules import Accounted, BookStanding, Hand, Standing, Unused
from dongthuan.decide.assembly.models import VoteGroup
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act


def books(*, viewer: Actor) -> QuerySet[ReceiptBook]:
    """This function will return the receipt books that the viewer keeps, or holds."""
    rows = ReceiptBook.objects.select_related("holder", "work").order_by("-pk")
    reach = viewer.reach(Act.RECEIPTS_HAND)
    if reach.units is None:
        return rows
    return rows.filter(Q(unit__in=reach.units) | Q(holder__actor=viewer.key))


def book_seen(*, viewer: Actor, pk: int) -> ReceiptBook | None:
    """This function will return a receipt book the viewer keeps or holds, or None."""
    return books(viewer=viewer).filter(pk=pk).first()


def my_books(*, viewer: Actor, standing: BookStanding = BookStanding.HELD) -> list[ReceiptBook]:
    """This function will return the books that lie in the viewer's own hands."""
    rows = ReceiptBook.objects.filter(holder__actor=viewer.key, standing=standing)
    return list(rows.select_related("holder", "work").order_by("code"))


def my_book(*, viewer: Actor, pk: int) -> ReceiptBook | None:
    """This function will return one book that lies in the viewer's own hands, or None."""
    return next((one for one in my_books(viewer=viewer) if one.pk == pk), None)


def accounted(books: Iterable[ReceiptBook]) -> dict[int, Accounted]:
    """This function will say of books how many of their numbers were used, void, missing; a missing one
    that turned up and was entered counts as used.
    """
    free = Q(numbers__gift=None)
    rows = ReceiptBook.objects.filter(pk__in=[one.pk for one in books]).annotate(
        all=Count("numbers"), used=Count("numbers__gift"),
        void=Count("numbers", filter=free & Q(numbers__unused__how=Unused.VOID)),
        missing=Count("numbers", filter=free & Q(numbers__unused__how=Unused.MISSING)),
    )  # fmt: skip
    return {
        pk: Accounted(*told)
        for pk, *told in rows.values_list("pk", "all", "used", "void", "missing")
    }


def numbers_of(book: ReceiptBook) -> list[ReceiptNumber]:
    """This function will return the numbers of a book with how each ended."""
    rows = ReceiptNumber.objects.filter(book=book).select_related(
        "gift__work", "gift__reversal", "unused"
    )
    return list(rows.order_by("number"))


def steps_of(book: ReceiptBook) -> list[BookStep]:
    """This function will return the way of a book from hand to hand."""
    return list(BookStep.objects.filter(book=book).select_related("holder").order_by("pk"))


def holders(*, unit: int, kinds: Iterable[Hand] = tuple(Hand)) -> list[Holder]:
    """This function will return who holds cash of a unit today, and its bank accounts."""
    return list(
        Holder.objects.filter(unit=unit, kind__in=list(kinds), ended_on=None).order_by(
            "kind", "code"
        )
    )


def holder_units(*, viewer: Actor) -> list[Holder]:
    """This function will return the hands that are the viewer's own."""
    rows = Holder.objects.filter(actor=viewer.key, ended_on=None).select_related("unit")
    return list(rows.order_by("pk"))


def holder(pk: int) -> Holder | None:
    """This function will return a holder by its number, or None."""
    return Holder.objects.filter(pk=pk).select_related("unit").first()


def posted_accounts(unit: int) -> list[Holder]:
    """This function will return the organisation's accounts as posted on the notice board."""
    rows = Holder.objects.filter(unit=unit, kind=Hand.BANK, ended_on=None, posted_on__isnull=False)
    return list(rows.order_by("code"))


def collects(key: str, vote: int) -> str:
    """This function will say why somebody may not collect the ballots of a vote: they hold a receipt book
    for a work that it decides, or that is planned for a group it asks. An empty text says they may.
    """
    asked = VoteGroup.objects.filter(vote=vote).values("unit")
    planned = Q(standing=Standing.PLANNED, groups__unit__in=asked)
    works = Work.objects.filter(Q(bases__vote=vote) | planned).values("pk")
    held = ReceiptBook.objects.filter(holder__actor=key, work__in=works).order_by("pk").first()
    if held is None:
        return ""
    return (
        f"Bác đang giữ quyển phiếu thu {held.code} của công trình này, nên không thu, không kiểm phiếu "
        "biểu quyết cho nó. Người khác làm việc này."
    )


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """Lần bàn giao: from whom to whom, how much, and since when it waits."""

    handover: Handover
    parts: list[tuple[str, int]]
    waits: int

    @property
    def stands(self) -> str:
        """This property will say how it was answered, or that it was not."""
        answer = getattr(self.handover, "answer", None)
        if answer is None:
            return "chờ nhận"
        return "đã nhận" if answer.accepted else "không nhận"


def handovers(*, viewer: Actor) -> QuerySet[Handover]:
    """This function will return handovers of the viewer's own hands, or of the books the viewer sees."""
    rows = Handover.objects.select_related("giver__unit", "taker", "answer").order_by("-pk")
    reach = viewer.reach(Act.LEDGER_SEE)
    if reach.units is None:
        return rows
    mine = Q(giver__actor=viewer.key) | Q(taker__actor=viewer.key)
    return rows.filter(mine | Q(giver__unit__in=reach.units))


def handover_seen(*, viewer: Actor, pk: int) -> Handover | None:
    """This function will return one handover the viewer may see, or None."""
    return handovers(viewer=viewer).filter(pk=pk).first()


def handover_rows(found: Iterable[Handover], today: date) -> list[HandoverRow]:
    """This function will return handovers with their parts, and how many days each has waited."""
    held = list(found)
    parts: dict[int, list[tuple[str, int]]] = {one.pk: [] for one in held}
    rows = Handover.objects.filter(pk__in=parts).order_by("lines__pk")
    for pk, title, dong in rows.values_list("pk", "lines__work__title", "lines__dong"):
        parts[pk].append((title, dong))
    return [
        HandoverRow(one, parts[one.pk], max((today - one.at.astimezone(LOCAL).date()).days, 0))
        for one in held
    ]


def cash_table(unit: int) -> list[tuple[Holder, int, int]]:
    """This function will return who holds how much of a unit's cash, and how much of it is on its way."""
    found = []
    for one in holders(unit=unit):
        held = sum(in_hand(one).values())
        found.append((one, held, held - sum(cash_of(one).values())))
    return found
