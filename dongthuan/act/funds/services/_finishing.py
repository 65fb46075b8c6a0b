"""Thi công, nghiệm thu, quyết toán: how far a work is, that it was taken over, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import (
    Acceptance,
    Basis,
    Photograph,
    Progress,
    Settlement,
    Surplus,
    Work,
)
from dongthuan.act.funds.queries import money_of, pending_of
from dongthuan.act.funds.rules import Hand, Standing
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import (
    UnableToGive,
    day_ok,
    held,
    step,
    tidy,
    told,
    whole,
    written,
)
from dongthuan.act.funds.services._resting import SURPLUS
from dongthuan.act.ledger.rules import Line
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.primitives.money import Money

MOST_PHOTOGRAPHS = 6
TO_WORK, KEEP = "work", "keep"


@transaction.atomic
def start_building(*, work: Work, on: date, by: Actor) -> None:
    """This function will begin to build a work that money is collected for."""
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work, Standing.COLLECTING)
    if not one.sort.is_built:
        raise UnableToGive("Quỹ không thi công. Dùng xong thì quyết toán.")
    day_ok(on, by, "Ngày khởi công")
    one.standing = Standing.BUILDING
    written(one, by, "standing")
    step(one, "building", by, on)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, "build", by)


@transaction.atomic
def report_progress(
    *, work: Work, on: date, percent: int, words: str = "", photographs: Sequence[bytes] = (),
    by: Actor,
) -> Progress:  # fmt: skip
    """This function will say how far a work is on a day, with photographs that carry no place.

    :raises UnableToGive: no hundredth, too many photographs, or one that is none.
    """
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work, Standing.COLLECTING, Standing.BUILDING, Standing.ACCEPTED)
    day_ok(on, by, "Ngày ghi tiến độ")
    if not 0 <= percent <= 100:
        raise UnableToGive("Tiến độ ghi từ 0 đến 100.", "percent")
    if len(photographs) > MOST_PHOTOGRAPHS:
        raise UnableToGive(f"Mỗi lần ghi nhiều nhất {MOST_PHOTOGRAPHS} ảnh.", "photographs")
    made = Progress.objects.create(
        work=one, on=on, percent=percent, words=tidy(words, 500, "Diễn giải", "words"),
        recorded_at=by.now, by=audit.sign(by),
    )  # fmt: skip
    for order, data in enumerate(photographs, start=1):
        try:
            kept = files.keep_photograph(data, at=by.now)
        except files.UnableToKeep as problem:
            raise UnableToGive(f"Ảnh thứ {order}: {problem}", "photographs") from None
        Photograph.objects.create(progress=made, stored=kept, order=order)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, f"progress {percent}", by)
    return made


@transaction.atomic
def withdraw_progress(*, progress: Progress, by: Actor) -> None:
    """This function will withdraw a line of progress that was written by mistake."""
    by.require(Act.FUND_KEEP, progress.work.unit_id)
    one = Progress.objects.select_for_update().get(pk=progress.pk)
    if one.withdrawn_at is None:
        one.withdrawn_at = by.now
        one.save(update_fields=["withdrawn_at"])
        told(Act.FUND_KEEP, "work", one.work_id, progress.work.unit_id, f"withdraw {one.pk}", by)


@transaction.atomic
def accept_work(
    *, work: Work, on: date, supervisors: int, minutes: StoredFile | None = None, by: Actor
) -> Acceptance:
    """This function will take a built work over; at least one of its supervision board has signed.

    :raises UnableToGive: it is not being built, or nobody of the board signed.
    """
    by.require(Act.WORK_ACCEPT, work.unit_id)
    one = held(work, Standing.BUILDING)
    day_ok(on, by, "Ngày nghiệm thu")
    if not 1 <= supervisors <= 50:
        raise UnableToGive(
            "Ghi số thành viên Ban Giám sát đầu tư của cộng đồng ký biên bản (ít nhất 1).",
            "supervisors",
        )
    if minutes is None:
        raise UnableToGive("Cần biên bản nghiệm thu có chữ ký. Chọn tệp biên bản.", "minutes")
    made = Acceptance.objects.create(
        work=one, on=on, supervisors=supervisors, minutes=minutes, at=by.now, by=audit.sign(by)
    )
    one.standing = Standing.ACCEPTED
    written(one, by, "standing")
    step(one, "accepted", by, on)
    told(Act.WORK_ACCEPT, "work", one.pk, one.unit_id, "accept", by)
    return made


@transaction.atomic
def settle(*, work: Work, on: date, minutes: StoredFile | None = None, by: Actor) -> Settlement:
    """This function will end a work with the sums of the book as they stand.

    :raises UnableToGive: cash is still with collectors, or on its way from hand to hand.
    """
    by.require(Act.WORK_ACCEPT, work.unit_id)
    one = held(work)
    ready = Standing.ACCEPTED if one.sort.is_built else Standing.COLLECTING
    if one.stands is not ready:
        raise UnableToGive(f"«{one.title}» {one.stands.words}, chưa quyết toán được.")
    day_ok(on, by, "Ngày quyết toán")
    sums = money_of(one)
    if sums.at(Hand.COLLECTOR) or pending_of(one):
        raise UnableToGive(
            f"Còn {Money(sums.at(Hand.COLLECTOR))} ở người thu hoặc đang bàn giao. Nộp hết về thủ quỹ rồi "
            "mới quyết toán."
        )
    made = Settlement.objects.create(
        work=one, on=on, money_in=sums.money_in, kind_in=sums.kind_in, money_out=sums.money_out,
        left=sums.left, minutes=minutes, at=by.now, by=audit.sign(by),
    )  # fmt: skip
    one.standing = Standing.SETTLED
    written(one, by, "standing")
    step(one, "settled", by, on)
    told(Act.WORK_ACCEPT, "work", one.pk, one.unit_id, "settle", by)
    return made


@transaction.atomic
def decide_surplus(
    *, work: Work, manner: str, dong: int, basis: Basis, to_work: Work | None = None, by: Actor
) -> Surplus:
    """This function will carry out what was decided of money that is left: it is kept to maintain the
    work, or given to another work or fund.

    :raises UnableToGive: nothing was decided, the work is not settled, or less is left.
    """
    by.require(Act.WORK_ACCEPT, work.unit_id)
    one = held(work, Standing.SETTLED)
    if basis.work_id != one.pk or basis.matter != SURPLUS or not basis.adopted:
        raise UnableToGive("Chưa ghi quyết định của Nhân dân về phần còn dư.", "basis")
    sums = money_of(one)
    if whole(dong) > sums.left:
        raise UnableToGive(f"Công trình chỉ còn {Money(sums.left)}.", "dong")
    if manner == TO_WORK and (
        to_work is None or to_work.unit_id != one.unit_id or to_work.pk == one.pk
    ):
        raise UnableToGive("Chọn công trình, quỹ khác của đơn vị để chuyển sang.", "to_work")
    if manner not in (TO_WORK, KEEP):
        raise UnableToGive("Chọn cách dùng phần còn dư.", "manner")
    made = Surplus.objects.create(
        work=one, manner=manner, dong=dong, to_work=to_work if manner == TO_WORK else None,
        basis=basis, on=by.today, at=by.now, by=audit.sign(by),
    )  # fmt: skip
    if made.to_work is not None:
        _carry(one, made.to_work, made, sums.accounts, by)
    told(Act.WORK_ACCEPT, "work", one.pk, one.unit_id, f"surplus {manner}", by)
    return made


def _carry(
    work: Work, to: Work, made: Surplus, accounts: Sequence[tuple[str, int]], by: Actor
) -> None:
    """Move money from one purpose to the other without moving a note: it stays in the hands it is in."""
    left, lines = made.dong, []
    through = chart.CARRIED[0]
    for account, dong in accounts:
        part = min(dong, left)
        if part > 0:
            lines += [Line(account, -part, work.code), Line(through, part, work.code),
                      Line(account, part, to.code), Line(through, -part, to.code)]  # fmt: skip
            left -= part
    _purse.posted(work, lines, "Chuyển phần còn dư theo quyết định của Nhân dân", f"surplus:{made.pk}",
                  by.today, by, Act.WORK_ACCEPT, moves_purpose=True)  # fmt: skip
