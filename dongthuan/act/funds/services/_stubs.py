"""Trang cuống phiếu: the gifts of many stubs of one book at once, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.act.funds.models import Gift, Giver, ReceiptBook, ReceiptNumber, ShownName, Work
from dongthuan.act.funds.rules import GiverKind
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._giving import (
    NOBODY,
    Named,
    Told,
    giver_row,
    outside,
    place_of,
    shared,
    still_taking,
    usable,
    used,
    what_it_is_worth,
)
from dongthuan.act.funds.services._holding import UnableToGive, day_ok, tidy, told
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stub:
    """Cuống phiếu: its number, what was given on which day, and by whom if they said."""

    number: int
    given: Told
    on: date
    giver: Named = NOBODY


class BadStubs(UnableToGive):
    """Raised when some stubs of a page cannot be entered: `problems` says of each number why. Nothing
    was entered.
    """

    def __init__(self, problems: Mapping[int, UnableToGive]) -> None:
        self.problems = problems
        first = next(iter(problems))
        super().__init__(
            f"Chưa ghi khoản nào: {len(problems)} phiếu có chỗ phải sửa. Số {first}: {problems[first]}",
            problems[first].field,
        )


@transaction.atomic
def take_stubs(*, work: Work, book: ReceiptBook, stubs: Sequence[Stub], by: Actor) -> list[Gift]:
    """This function will enter the gifts that a page of stubs tells, each on its own number.

    :raises BadStubs: some cannot be entered; every one of them is named.
    :raises UnableToGive: nothing may be collected for the work.
    """
    work, kept_in = shared(work.pk)
    place = place_of(work, None, by)
    still_taking(work)
    receipts = _receipts(book, [one.number for one in stubs])
    gifts, problems = [], {}
    for one in stubs:
        try:
            gifts.append(_gift(one, receipts, work, book, by))
        except UnableToGive as problem:
            problems[one.number] = problem
    if problems:
        raise BadStubs(problems)
    _name(gifts, stubs)
    try:
        with transaction.atomic():
            made = Gift.objects.bulk_create(gifts, batch_size=_AT_ONCE)
    except IntegrityError:
        raise UnableToGive(
            "Có phiếu hoặc giao dịch trong trang này vừa vào sổ. Mở lại trang để xem."
        ) from None
    ShownName.objects.bulk_create(
        ShownName(gift=gift, name=name, changed_at=by.now)
        for gift, one in zip(made, stubs, strict=True)
        if (name := tidy(one.giver.shown, 160, "Tên công khai", "shown"))
    )
    _purse.post_gifts(work, kept_in, made, by=by, place=place)
    told(Act.GIFT_TAKE, "receipt_book", book.pk, place, f"{work.code}: {len(made)} stubs", by)
    return made


def _receipts(book: ReceiptBook, numbers: Sequence[int]) -> dict[int, ReceiptNumber]:
    rows = ReceiptNumber.objects.select_for_update(of=("self",)).filter(book=book.pk)
    rows = rows.filter(number__in=numbers).order_by("number")
    return {row.number: row for row in rows.select_related("book__holder", "gift__work", "unused")}


def _gift(
    one: Stub, receipts: dict[int, ReceiptNumber], work: Work, book: ReceiptBook, by: Actor
) -> Gift:
    # A number that stands on the page twice is gone at the second.
    receipt = receipts.pop(one.number, None)
    if receipt is None:
        if book.first <= one.number <= book.last:
            raise UnableToGive(f"Số {one.number} có hai lần trong trang này.", "number")
        raise outside(book, one.number)
    day_ok(one.on, by, "Ngày góp")
    usable(receipt, work, getattr(receipt, "unused", None), by)
    if (first := getattr(receipt, "gift", None)) is not None:
        raise used(first)
    holder, dong, valuation, reference = what_it_is_worth(work, one.given, receipt.book, one.on)
    return Gift(
        work=work, receipt=receipt, kind=one.given.kind, dong=dong, quantity=one.given.quantity,
        valuation=valuation, giver_kind=one.giver.kind, group=one.given.group, holder=holder,
        reference=reference or None, on=one.on, recorded_at=by.now, by=by.key,
    )  # fmt: skip


def _name(gifts: Sequence[Gift], stubs: Sequence[Stub]) -> None:
    """Lay the rows of who gave beside the gifts; those who told no household code, all at once."""
    new: dict[int, Giver] = {}
    for at, one in enumerate(stubs):
        if one.giver.kind is GiverKind.HOUSEHOLD and one.giver.household.strip():
            gifts[at].giver = giver_row(one.giver)
        elif one.giver.kind is not GiverKind.UNNAMED:
            name = tidy(one.giver.name, 160, "Người góp", "giver")
            new[at] = Giver(kind=one.giver.kind, name=name)
    Giver.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
    for at, giver in new.items():
        gifts[at].giver = giver
