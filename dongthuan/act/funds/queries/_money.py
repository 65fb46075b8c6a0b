"""Tiền của công trình: thu – chi – còn – đang ở đâu, all read from the book by one sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import HandoverLine, Holder, Work
from dongthuan.act.funds.rules import IN_KIND, Hand, Kind
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger.models import Posting
from dongthuan.act.ledger.rules import Nature

_KINDS: Mapping[str, Kind] = {chart.given(kind): kind for kind in Kind}


@dataclass
class WorkMoney:
    """Thu – chi – còn: what came by kind, what went out by account, and in whose hands the rest is.

    Days, materials and land are worth something and are no money: they pay nobody, and stand apart.
    """

    given: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    hands: dict[Hand, int] = field(default_factory=lambda: dict.fromkeys(Hand, 0))
    spent: list[tuple[str, int]] = field(default_factory=list)
    # Accounts with money of this work, the bank first.
    accounts: list[tuple[str, int]] = field(default_factory=list)
    carried: int = 0
    # Interest and the like: income that nobody gave.
    earned: int = 0
    owed: int = 0

    def at(self, hand: Hand) -> int:
        """This method will return how much is in hands of a role."""
        return self.hands[hand]

    @property
    def money_in(self) -> int:
        """This property will return what came as money."""
        return self.given[Kind.CASH] + self.given[Kind.TRANSFER]

    @property
    def kind_in(self) -> int:
        """This property will return what all that is no money is worth."""
        return sum(self.given[kind] for kind in IN_KIND)

    @property
    def raised(self) -> int:
        """This property will return everything given, money and its worth together."""
        return self.money_in + self.kind_in

    @property
    def money_out(self) -> int:
        """This property will return what was paid."""
        return sum(dong for _, dong in self.spent)

    @property
    def left(self) -> int:
        """This property will return the money that is there, in whatever hands."""
        return sum(self.hands.values())

    @property
    def adds_up(self) -> bool:
        """This property will say whether what came, less what went, is what is there."""
        return self.money_in + self.earned + self.carried + self.owed - self.money_out == self.left


def money_of(work: Work) -> WorkMoney:
    """This function will return the money of one work."""
    return money_of_many([work])[work.pk]


def money_of_many(works: Iterable[Work], on: date | None = None) -> dict[int, WorkMoney]:
    """This function will return the money of works, by one question a book."""
    found = {work.pk: WorkMoney() for work in works}
    by_unit: dict[int, dict[str, int]] = defaultdict(dict)
    for work in works:
        by_unit[work.unit_id][work.code] = work.pk
    for unit, codes in by_unit.items():
        book = ledger.book_of(unit)
        if book is None:
            continue
        rows = Posting.objects.filter(book=book, purpose__code__in=codes)
        if on is not None:
            rows = rows.filter(on__lte=on)
        told = rows.values_list(
            "purpose__code", "account__code", "account__name", "account__nature",
            "account__holder_kind",
        ).annotate(Sum("dong")).order_by("account__code")  # fmt: skip
        for code, account, name, nature, holder, dong in told:
            _add(found[codes[code]], account, name, Nature(nature), holder, dong)
    for money in found.values():
        # What is banked moves first, what is at doors last.
        money.accounts.sort(key=lambda one: one[0], reverse=True)
    return found


def _add(to: WorkMoney, account: str, name: str, nature: Nature, holder: str, dong: int) -> None:
    if holder:
        to.hands[Hand(holder)] += dong
        to.accounts.append((account, dong))
    elif account in _KINDS:
        to.given[_KINDS[account]] -= dong
    elif nature is Nature.EXPENSE:
        if dong:
            to.spent.append((name, dong))
    elif nature is Nature.LIABILITY:
        to.owed -= dong
    elif nature is Nature.INCOME:
        to.earned -= dong
    elif nature is Nature.EQUITY:
        to.carried -= dong


def held_by(holder: Holder) -> int:
    """This function will return what a holder has, for all purposes together."""
    return ledger.in_account(holder.unit_id, chart.hand(holder.hand, holder.code))


def in_hand(holder: Holder) -> dict[str, int]:
    """This function will return what a holder has, by the code of the purpose."""
    book = ledger.book_of(holder.unit_id)
    if book is None:
        return {}
    rows = Posting.objects.filter(book=book, account__book=book,
                                  account__code=chart.hand(holder.hand, holder.code))  # fmt: skip
    found = rows.values_list("purpose__code").annotate(Sum("dong")).order_by()
    return {code: dong for code, dong in found if dong}


def cash_of(holder: Holder) -> dict[int, int]:
    """This function will return what a holder has and has not proposed to hand on, by work."""
    held = in_hand(holder)
    works = Work.objects.filter(unit=holder.unit_id, code__in=held).values_list("pk", "code")
    found = {pk: held[code] for pk, code in works}
    waiting = HandoverLine.objects.filter(handover__giver=holder, handover__answer=None)
    for pk, dong in waiting.values_list("work_id").annotate(Sum("dong")).order_by():
        found[pk] = found.get(pk, 0) - dong
    return {pk: dong for pk, dong in found.items() if dong}


def pending_of(work: Work) -> int:
    """This function will return what is on its way from hand to hand, proposed and not answered."""
    rows = HandoverLine.objects.filter(work=work, handover__answer=None)
    return rows.aggregate(dong=Sum("dong"))["dong"] or 0
