"""Verbs: found, rename, move, dissolve, merge and split units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction

from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.ground.facts.services import hold, lay, leaning, unlay
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries
from dongthuan.who.org.models import OfficialCode, Succession, Unit, UnitState
from dongthuan.who.org.rules import KINDS, may_hold


class UnableToKeepUnit(Exception):
    """Raised when a unit cannot be as asked; its text says why and what to do."""


@transaction.atomic
def found(
    *,
    code: str,
    kind: str,
    name: str,
    on: date,
    by: Actor,
    parent: Unit | None = None,
    place: Unit | None = None,
    setting: str = "",
    until: date | None = None,
) -> Unit:
    """This function will found a unit on a day. Raises UnableToKeepUnit, NotPermitted."""
    if kind not in KINDS:
        raise UnableToKeepUnit(f"Không có loại đơn vị «{kind}».")
    if not name.strip():
        raise UnableToKeepUnit("Tên đơn vị để trống.")
    unit = Unit.objects.filter(code=code).first()
    # A unit that was founded by mistake and taken back has a code and no life: it may begin anew.
    if unit is not None and (unit.kind != kind or queries.states(unit.pk)):
        raise UnableToKeepUnit(f"Đã có đơn vị mang mã «{code}»; dùng mã khác.")
    _fits(kind, parent, on)
    unit = unit or Unit.objects.create(code=code, kind=kind, setting=setting)
    by.require(Act.UNIT_KEEP, parent.pk if parent else unit.pk)
    values = {"name": name.strip(), "parent": parent, "place": place}
    lay(UnitState, of={"unit": unit}, start=on, end=until, values=values, at=by.now)
    audit.record(Act.UNIT_KEEP, "unit", unit.pk, by=by, unit_id=unit.pk, detail=f"found {on}")
    search.renew("unit", unit.pk)
    return unit


@transaction.atomic
def rename(*, unit: Unit, name: str, on: date, by: Actor) -> None:
    """This function will give a unit another name from a day on."""
    by.require(Act.UNIT_KEEP, unit.pk)
    if not name.strip():
        raise UnableToKeepUnit("Tên đơn vị để trống.")
    _change(unit, on, by, name=name.strip())
    audit.record(Act.UNIT_KEEP, "unit", unit.pk, by=by, unit_id=unit.pk, detail=f"rename {on}")
    search.renew("unit", unit.pk)


@transaction.atomic
def move(*, unit: Unit, parent: Unit | None, on: date, by: Actor) -> None:
    """This function will put a unit under another from a day on."""
    by.require(Act.UNIT_KEEP, unit.pk)
    if parent is not None:
        by.require(Act.UNIT_KEEP, parent.pk)
        if unit.pk in queries.tree(on).path(parent.pk):
            raise UnableToKeepUnit("Một đơn vị không thể đứng dưới chính nó.")
    _fits(unit.kind, parent, on)
    _change(unit, on, by, parent=parent)
    audit.record(Act.UNIT_KEEP, "unit", unit.pk, by=by, unit_id=unit.pk, detail=f"move {on}")


@transaction.atomic
def dissolve(*, unit: Unit, on: date, by: Actor) -> None:
    """This function will end a unit's life: the day is its first day of not being."""
    by.require(Act.UNIT_KEEP, unit.pk)
    if children := queries.tree(on).children(unit.pk):
        raise UnableToKeepUnit(
            f"Đơn vị còn {len(children)} đơn vị bên dưới vào ngày {on:%d/%m/%Y}; "
            "chuyển hoặc kết thúc các đơn vị đó trước."
        )
    lay(UnitState, of={"unit": unit}, start=on, end=None, values=None, at=by.now)
    lay(OfficialCode, of={"unit": unit}, start=on, end=None, values=None, at=by.now)
    audit.record(Act.UNIT_KEEP, "unit", unit.pk, by=by, unit_id=unit.pk, detail=f"dissolve {on}")
    search.renew("unit", unit.pk)


@transaction.atomic
def merge(*, units: Sequence[Unit], into: Unit, on: date, instrument: str, by: Actor) -> None:
    """This function will end units and make another their heir, children included.

    The heir may be one of the units (it goes on) or a unit founded for it.
    """
    by.require(Act.UNIT_KEEP, into.pk)
    _said(instrument)
    if into.pk not in queries.tree(on):
        raise UnableToKeepUnit(f"Đơn vị nhận không có vào ngày {on:%d/%m/%Y}.")
    for unit in units:
        if unit.kind != into.kind:
            raise UnableToKeepUnit("Chỉ sáp nhập được các đơn vị cùng loại.")
        _succeed(unit, into, on, Fraction(1), instrument, by)
        if unit.pk == into.pk:
            continue
        for child in queries.tree(on).children(unit.pk):
            move(unit=Unit.objects.get(pk=child), parent=into, on=on, by=by)
        dissolve(unit=unit, on=on, by=by)


@transaction.atomic
def split(
    *, unit: Unit, into: Mapping[Unit, Fraction | None], on: date, instrument: str, by: Actor
) -> None:
    """This function will end a unit and name its heirs, with shares where an instrument gives them.

    Shares that are given must add up to one; without shares old figures are «không so sánh được».
    """
    by.require(Act.UNIT_KEEP, unit.pk)
    _said(instrument)
    given = [share for share in into.values() if share is not None]
    if given and (len(given) != len(into) or sum(given) != 1):
        raise UnableToKeepUnit("Tỷ lệ chia phải ghi đủ cho mọi đơn vị nhận và cộng lại bằng 1.")
    for heir, share in into.items():
        if heir.kind != unit.kind or heir.pk not in queries.tree(on):
            raise UnableToKeepUnit("Đơn vị nhận phải cùng loại và có vào ngày chia tách.")
        _succeed(unit, heir, on, share, instrument, by)
    if unit not in into:
        dissolve(unit=unit, on=on, by=by)


@transaction.atomic
def give_code(*, unit: Unit, scheme: str, code: str, on: date, by: Actor) -> None:
    """This function will note the official code that a unit bears from a day on."""
    by.require(Act.UNIT_KEEP, unit.pk)
    of = {"unit": unit, "scheme": scheme}
    lay(OfficialCode, of=of, start=on, end=None, values={"code": code}, at=by.now)
    audit.record(Act.UNIT_KEEP, "unit", unit.pk, by=by, unit_id=unit.pk, detail=f"code {scheme}")


@transaction.atomic
def take_back(*, laid: Laid, by: Actor) -> None:
    """This function will take back what one deed laid of units, while nothing depends on it."""
    units = list(laid.made.get("unit", ()))
    states = UnitState.objects.filter(
        pk__in=[*laid.made.get("unitstate", ()), *laid.closed.get("unitstate", ())]
    )
    touched = set(states.values_list("unit_id", flat=True))
    for unit in touched:
        by.require(Act.UNIT_KEEP, unit)
        audit.record(Act.UNIT_KEEP, "unit", unit, by=by, unit_id=unit, detail="take back")
    if depends := what_depends(laid=laid):
        raise UnableToKeepUnit(f"Chưa hoàn tác được: {'; '.join(depends)}.")
    for table, model in (("unitstate", UnitState), ("officialcode", OfficialCode)):
        made, closed = laid.made.get(table, ()), laid.closed.get(table, ())
        unlay(model, made=made, closed=closed, at=by.now)
    Unit.objects.filter(pk__in=units, states=None).delete()
    search.renew("unit", *touched)


def what_depends(*, laid: Laid) -> list[str]:
    """This function will say what came after a deed and rests on the units it made or changed."""
    held = UnitState.objects.filter(pk__in=laid.made.get("unitstate", ()))
    found = ["có đơn vị đã được đổi sau đó"] if held.exclude(superseded_at=None).exists() else []
    named = leaning(Unit, laid.made.get("unit", ()), ours=laid.made, besides=("gone",))
    return found + [f"đã có «{one}» của đơn vị mới" for one in named]


@contextmanager
def watching(units: Sequence[int], laid: Laid) -> Iterator[None]:
    """This function will note in `laid` what is laid of some units meanwhile."""

    def known() -> dict[str, set[int]]:
        return {
            name: set(model.objects.known().filter(unit__in=units).values_list("pk", flat=True))
            for name, model in (("unitstate", UnitState), ("officialcode", OfficialCode))
        }

    before = known()
    yield
    after = known()
    laid.join(Laid(
        {name: sorted(after[name] - before[name]) for name in before},
        {name: sorted(before[name] - after[name]) for name in before},
    ))  # fmt: skip


def _said(instrument: str) -> None:
    if not instrument.strip():
        raise UnableToKeepUnit("Hãy ghi số và ngày của văn bản quyết định sáp nhập, chia tách.")


def _succeed(
    old: Unit, new: Unit, on: date, share: Fraction | None, instrument: str, by: Actor
) -> None:
    Succession.objects.create(
        old=old, new=new, on=on, instrument=instrument.strip(), recorded_at=by.now,
        share_part=share.numerator if share is not None else None,
        share_whole=share.denominator if share is not None else None,
    )  # fmt: skip
    detail = f"succession {old.pk} → {new.pk} {on}"
    audit.record(Act.UNIT_KEEP, "unit", new.pk, by=by, unit_id=new.pk, detail=detail)


def _fits(kind: str, parent: Unit | None, on: date) -> None:
    if parent is None:
        if not KINDS[kind].top:
            raise UnableToKeepUnit(f"Loại «{KINDS[kind].words}» phải đứng dưới một đơn vị khác.")
        return
    if not may_hold(parent.kind, kind):
        raise UnableToKeepUnit(
            f"«{KINDS[kind].words}» không đứng dưới «{KINDS[parent.kind].words}»; "
            "hãy chọn đơn vị cấp trên đúng hệ."
        )
    if parent.pk not in queries.tree(on):
        raise UnableToKeepUnit(f"Đơn vị cấp trên không có vào ngày {on:%d/%m/%Y}.")


def _change(unit: Unit, on: date, by: Actor, **changes: object) -> None:
    hold(unit)
    current = UnitState.objects.on(on).filter(unit=unit).first()
    if current is None:
        raise UnableToKeepUnit(f"Đơn vị không có vào ngày {on:%d/%m/%Y}.")
    values = {"name": current.name, "parent": current.parent, "place": current.place} | changes
    # What follows keeps its own later changes: only the days up to the next one are laid anew.
    lay(UnitState, of={"unit": unit}, start=on, end=current.valid_to, values=values, at=by.now)
