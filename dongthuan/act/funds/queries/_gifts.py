"""Khoản góp: lines for a desk and for a posted list; who gave is told one gift at a time, elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dongthuan.act.funds.models import Gift, ShownName, Valuation, Work
from dongthuan.act.funds.rules import Kind, quantity_words
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

HIDDEN_NAME = "không nêu tên"


@dataclass(frozen=True, slots=True)
class GiftLine:
    """Dòng khoản góp: its number, what was given and its worth; `minus` is the line that took it back.

    `name` is what the giver chose to show, and nothing else.
    """

    id: int
    code: str
    kind: str
    told: str
    dong: int
    name: str
    on: date
    recorded_at: datetime
    minus: bool = False
    reversed: bool = False

    @property
    def shown(self) -> str:
        """This property will return the name chosen, or that none was."""
        return self.name or HIDDEN_NAME


_ROW = (
    "pk", "receipt__book__code", "receipt__number", "kind", "quantity", "valuation__measured_in",
    "valuation__what", "dong", "on", "recorded_at", "shown__name", "reversal__on", "reversal__at",
)  # fmt: skip


def posted_list(work: Work) -> QuerySet[Gift]:
    """This function will return the gifts of a work in the order of their numbers, for a posted list."""
    rows = Gift.objects.filter(work=work)
    return rows.order_by("receipt__book__code", "receipt__number")


def lines(rows: QuerySet[Gift]) -> list[GiftLine]:
    """This function will return gifts as lines that add up: one that was taken back has both its lines."""
    found = []
    for (pk, book, number, kind, quantity, measured, what, dong, on, at, name, back_on, back_at) in (
        rows.values_list(*_ROW)
    ):  # fmt: skip
        given = Kind(kind)
        told = "" if given.is_money else f"{quantity_words(quantity or 0)} {measured} – {what}"
        code = f"{book}-{number:04d}"
        found.append(GiftLine(pk, code, given.words, told, dong, name or "", on, at,
                              reversed=back_on is not None))  # fmt: skip
        if back_on is not None:
            found.append(GiftLine(pk, code, given.words, "hủy ghi", -dong, name or "", back_on,
                                  back_at, minus=True))  # fmt: skip
    return found


def gifts(*, viewer: Actor, work: Work) -> QuerySet[Gift]:
    """This function will return the gifts of a work, the last entered first; a collector sees those that
    this hand took.
    """
    rows = Gift.objects.filter(work=work).order_by("-pk")
    if viewer.may(Act.GIVER_SEE, work.unit_id) or viewer.may(Act.LEDGER_SEE, work.unit_id):
        return rows
    return rows.filter(holder__actor=viewer.key)


def gift_seen(*, viewer: Actor, pk: int) -> Gift | None:
    """This function will return one gift to whoever keeps the books, or took it; or None."""
    rows = Gift.objects.select_related(
        "work__unit", "receipt__book", "valuation", "holder", "group"
    )
    one = rows.select_related("reversal", "shown").filter(pk=pk).first()
    if one is None or one.work.unit_id not in viewer.reach(Act.FUND_SEE):
        return None
    return one if gifts(viewer=viewer, work=one.work).filter(pk=pk).exists() else None


def valuations(*, unit: int, on: date | None = None) -> list[Valuation]:
    """This function will return the valuation rules of a unit; of a day, the one that holds for each."""
    rows = list(Valuation.objects.filter(unit=unit).order_by("kind", "what", "-from_day", "-pk"))
    if on is None:
        return rows
    held: dict[tuple[str, str], Valuation] = {}
    for one in rows:
        if one.from_day <= on:
            held.setdefault((one.kind, one.what), one)
    return list(held.values())


def valuation(pk: int) -> Valuation | None:
    """This function will return a valuation rule by its number, or None."""
    return Valuation.objects.filter(pk=pk).first()


def shown_name(gift: int) -> str:
    """This function will return the name a giver chose to show, or an empty text."""
    return ShownName.objects.filter(gift=gift).values_list("name", flat=True).first() or ""
