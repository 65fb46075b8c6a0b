"""Tra phiếu thu: five plain steps behind one code, and never a name but the one its giver chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from dongthuan.act.funds import codes
from dongthuan.act.funds.models import BookStep, Gift, HandoverLine, Holder, ReceiptNumber
from dongthuan.act.funds.queries._gifts import shown_name
from dongthuan.act.funds.queries._money import WorkMoney, money_of
from dongthuan.act.funds.rules import Hand, Kind, quantity_words
from dongthuan.ground.audit.actors import LOCAL


@dataclass(frozen=True, slots=True)
class Share:
    """Phần đã chi: an item that was paid for, and its share of the money that came."""

    words: str
    dong: int
    hundredths: int


@dataclass(frozen=True, slots=True)
class ReceiptWay:
    """Đường đi của một khoản góp: received → in the book → handed over → banked → spent on.

    `state`: «entered», «open» (printed, not entered), «void» or «missing».
    """

    state: str
    printed: str
    book: str
    unit: int
    work: str = ""
    work_code: str = ""
    kind: str = ""
    told: str = ""
    dong: int = 0
    shown: str = ""
    received_on: date | None = None
    through: str = ""
    recorded_on: date | None = None
    is_money: bool = True
    is_cash: bool = True
    handed_on: date | None = None
    banked_on: date | None = None
    spent: tuple[Share, ...] = ()
    spent_hundredths: int = 0
    left: int = 0
    reversed_on: date | None = None
    handed_book_on: date | None = None


def look_up(typed: str) -> ReceiptWay | None:
    """This function will tell what became of the gift behind a code, or None where no receipt bears it."""
    rows = ReceiptNumber.objects.filter(digest=codes.digest(typed))
    one = rows.select_related("book__holder", "gift__work", "gift__valuation", "gift__holder",
                              "gift__reversal", "unused").first()  # fmt: skip
    if one is None:
        return None
    printed = one.book.printed(one.number)
    gift = getattr(one, "gift", None)
    if gift is None:
        unused = getattr(one, "unused", None)
        given = BookStep.objects.filter(book=one.book, step="handed").order_by("-pk").first()
        return ReceiptWay(
            unused.how if unused is not None else "open", printed, one.book.code, one.book.unit_id,
            through=one.book.holder.role if one.book.holder else "",
            handed_book_on=given.at.astimezone(LOCAL).date() if given else None,
        )  # fmt: skip
    return _way(gift, printed, one.book.code)


def _way(gift: Gift, printed: str, book: str) -> ReceiptWay:
    money = money_of(gift.work)
    handed, banked = _moved(gift)
    told = ""
    if gift.valuation is not None:
        told = f"{quantity_words(gift.quantity or 0)} {gift.valuation.measured_in} – {gift.valuation.what}"
    reversal = getattr(gift, "reversal", None)
    return ReceiptWay(
        "entered", printed, book, gift.work.unit_id, gift.work.title, gift.work.code,
        gift.given.words, told, gift.dong, shown_name(gift.pk), gift.on,
        gift.holder.role if gift.holder else "", gift.recorded_at.astimezone(LOCAL).date(),
        gift.given.is_money, gift.given is Kind.CASH, handed, banked, *_spent(money), money.left,
        reversal.on if reversal else None,
    )  # fmt: skip


def _spent(money: WorkMoney) -> tuple[tuple[Share, ...], int]:
    came = money.money_in + money.earned + max(money.carried, 0)
    if not came:
        return (), 0
    shares = tuple(
        Share(words, dong, _hundredths(dong, came)) for words, dong in money.spent if dong > 0
    )
    return shares, _hundredths(money.money_out, came)


def _hundredths(part: int, whole: int) -> int:
    return int(Fraction(part * 100, whole) + Fraction(1, 2))


def _moved(gift: Gift) -> tuple[date | None, date | None]:
    """Return the days on which this money was handed on and banked: what came first goes first."""
    if gift.given is Kind.TRANSFER:
        return gift.on, gift.on
    if gift.given is not Kind.CASH or gift.holder is None:
        return None, None
    before = Gift.objects.filter(
        holder=gift.holder_id, work=gift.work_id, kind=Kind.CASH, reversal=None, pk__lte=gift.pk
    ).aggregate(dong=Sum("dong"))["dong"] or 0  # fmt: skip
    if gift.holder.hand is Hand.TREASURER:
        return gift.on, _reached(gift.holder, gift.work_id, before)[0]
    day, taker, before = _reached_hand(gift.holder, gift.work_id, before)
    if taker is None or taker.hand is Hand.BANK:
        return day, day
    return day, _reached(taker, gift.work_id, before)[0]


def _reached(holder: Holder, work: int, upto: int) -> tuple[date | None, Holder | None]:
    day, taker, _ = _reached_hand(holder, work, upto)
    return day, taker


def _reached_hand(holder: Holder, work: int, upto: int) -> tuple[date | None, Holder | None, int]:
    """Return the handover by which so much had gone on, and how much the taker had with it by then."""
    rows = HandoverLine.objects.filter(
        handover__giver=holder, work=work, handover__answer__accepted=True
    )
    gone = 0
    for line in rows.select_related("handover__taker", "handover__answer").order_by(
        "handover__answer__pk"
    ):
        gone += line.dong
        if gone >= upto:
            answer = line.handover.answer
            had = HandoverLine.objects.filter(
                handover__taker=line.handover.taker_id, work=work, handover__answer__accepted=True,
                handover__answer__pk__lte=answer.pk,
            ).aggregate(dong=Sum("dong"))["dong"] or 0  # fmt: skip
            # Where this money lies among all that the taker had: behind what others had brought.
            return answer.on, line.handover.taker, had - (gone - upto)
    return None, None, 0
