"""Lập công trình, quỹ: what it is for, its groups, its plan of capital, whom it spares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.act.funds.models import CapitalSource, Exemption, Work, WorkGroup
from dongthuan.act.funds.rules import SORTS, Asking, Source, Standing
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import (
    UnableToGive,
    held,
    reason_given,
    step,
    tidy,
    told,
    whole,
    written,
)
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit

MOST_GROUPS, MOST_EXEMPTIONS = 200, 20
_OPEN = (Standing.PLANNED, Standing.COLLECTING, Standing.BUILDING)


@dataclass(frozen=True, slots=True)
class Plan:
    """Hồ sơ công trình: everything about it that may be written anew until it is accepted."""

    title: str
    purpose: str
    groups: Sequence[Unit] = ()
    asking: Asking = Asking.APPEAL
    level_dong: int | None = None
    level_per: str = ""
    exemptions: Sequence[str] = ()
    estimate_dong: int | None = None
    sources: Mapping[Source, int] = field(default_factory=dict)
    planned_from: date | None = None
    planned_to: date | None = None


@transaction.atomic
def open_work(*, unit: Unit, kind: str, code: str, plan: Plan, by: Actor) -> Work:
    """This function will open a work or fund of a unit, and its purpose in the unit's book.

    :raises UnableToGive: a box is empty or unclear, the code is taken, or the unit has no book yet.
    """
    by.require(Act.FUND_KEEP, unit.pk)
    if kind not in SORTS:
        raise UnableToGive("Chưa chọn loại công trình, quỹ.", "kind")
    code = tidy(code, 40, "Mã công trình", "code", needed=True)
    if not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code):
        raise UnableToGive("Mã công trình chỉ dùng chữ không dấu, số và gạch ngang.", "code")
    work = Work(unit=unit, kind=kind, code=code, opened_on=by.today, recorded_at=by.now,
                changed_at=by.now, **_head(plan))  # fmt: skip
    try:
        with transaction.atomic():
            work.save(force_insert=True)
    except IntegrityError:
        raise UnableToGive(f"Mã {code} đã dùng cho công trình khác. Đặt mã khác.", "code") from None
    _lay(work, plan, by)
    _purse.open_purpose(work, by)
    step(work, "opened", by)
    search.renew("work", work.pk)
    told(Act.FUND_KEEP, "work", work.pk, unit.pk, "open", by)
    return work


@transaction.atomic
def change_work(*, work: Work, plan: Plan, seen: int, by: Actor) -> Work:
    """This function will write a plan anew. What people were asked for stays once asking has begun.

    :raises UnableToGive: ChangedMeanwhile when somebody else wrote since; a level would change while
        money is being collected.
    """
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work, *_OPEN, seen=seen)
    head = _head(plan)
    asked = ("asking", "level_dong", "level_per")
    if one.stands is not Standing.PLANNED and any(head[n] != getattr(one, n) for n in asked):
        raise UnableToGive(
            "Đang vận động nên mức góp không sửa được: mức là do Nhân dân quyết định. Muốn đổi mức, "
            "lấy ý kiến lại rồi ghi quyết định mới.", "level_dong",
        )  # fmt: skip
    for name, value in head.items():
        setattr(one, name, value)
    for rows in (one.groups, one.sources, one.exemptions):
        rows.all().delete()
    _lay(one, plan, by)
    written(one, by, *head)
    step(one, "changed", by)
    search.renew("work", one.pk)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, "change", by)
    return one


@transaction.atomic
def attach(*, work: Work, what: str, stored: StoredFile, by: Actor) -> None:
    """This function will keep the design or the estimate of a work as a file."""
    by.require(Act.FUND_KEEP, work.unit_id)
    if what not in ("design", "estimate"):
        raise UnableToGive("Chọn loại tệp: thiết kế hoặc dự toán.", "what")
    one = held(work, *_OPEN)
    setattr(one, what, stored)
    written(one, by, what)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, f"attach {what}", by)


@transaction.atomic
def drop(*, work: Work, reason: str, by: Actor) -> None:
    """This function will end a work that is not done, with a reason.

    :raises UnableToGive: gifts were taken for it: they are settled, not dropped.
    """
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work, Standing.PLANNED, Standing.COLLECTING)
    if one.gifts.filter(reversal=None).exists():
        raise UnableToGive(
            "Đã nhận khoản góp cho công trình này nên không bỏ được. Quyết toán, rồi ghi quyết định "
            "của Nhân dân về phần đã góp."
        )
    note = reason_given(reason, "không làm công trình này nữa")
    one.standing = Standing.DROPPED
    written(one, by, "standing")
    step(one, "dropped", by, note=note)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, "drop", by)


def _head(plan: Plan) -> dict[str, object]:
    level = plan.level_dong if plan.asking is Asking.LEVEL else None
    if plan.asking is Asking.LEVEL:
        if level is None:
            raise UnableToGive("Chưa ghi mức góp được biểu quyết.", "level_dong")
        whole(level, "level_dong")
    if plan.estimate_dong is not None:
        whole(plan.estimate_dong, "estimate_dong")
    if plan.planned_from and plan.planned_to and plan.planned_to < plan.planned_from:
        raise UnableToGive("Ngày xong trước ngày bắt đầu. Xem lại hai ô ngày.", "planned_to")
    return {
        "title": tidy(plan.title, 200, "Tên công trình", "title", needed=True),
        "purpose": tidy(plan.purpose, 600, "Mục đích", "purpose", needed=True),
        "asking": plan.asking, "level_dong": level,
        "level_per": tidy(plan.level_per, 40, "Mức tính trên", "level_per") if level else "",
        "estimate_dong": plan.estimate_dong,
        "planned_from": plan.planned_from, "planned_to": plan.planned_to,
    }  # fmt: skip


def _lay(work: Work, plan: Plan, by: Actor) -> None:
    below = set(org.tree(by.today).below(work.unit_id))
    for unit in plan.groups:
        if unit.pk not in below:
            raise UnableToGive(
                "Có tổ không thuộc đơn vị làm công trình. Chọn lại các tổ.", "groups"
            )
    if len(plan.groups) > MOST_GROUPS or len(plan.exemptions) > MOST_EXEMPTIONS:
        raise UnableToGive("Danh sách dài quá. Rút gọn lại rồi ghi.")
    WorkGroup.objects.bulk_create(WorkGroup(work=work, unit=unit) for unit in plan.groups)
    CapitalSource.objects.bulk_create(
        CapitalSource(work=work, source=source, dong=whole(dong, "sources"))
        for source, dong in plan.sources.items()
        if dong
    )
    # A category of households is exempt, never a household: a list of names has no place to stand.
    Exemption.objects.bulk_create(
        Exemption(work=work, category=tidy(one, 120, "Diện miễn, giảm", "exemptions", needed=True))
        for one in plan.exemptions
    )
