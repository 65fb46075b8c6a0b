"""Đặt mục, mở đợt, giao chỉ tiêu: what is asked of units, by when, and what they are to reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import Max

from dongthuan.decide.directives.models import Assignment
from dongthuan.decide.indicators import queries, searching
from dongthuan.decide.indicators.models import (
    Definition,
    Item,
    Round,
    RoundItem,
    Sheet,
    Target,
    Value,
)
from dongthuan.decide.indicators.rules import Frequency, read_for
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold, lay
from dongthuan.ground.figures import Direction, Nature, Reading
from dongthuan.ground.primitives.periods import BadPeriod, Regime, from_code
from dongthuan.ground.search import services as search
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit
from dongthuan.who.org.rules import KINDS, Tree

_OWNER = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")


class UnableToAsk(Exception):
    """Raised when a measure, round or target cannot be as asked; its text says what to do, and
    `field` which of the arguments it speaks of.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class DueBeforeEnd(UnableToAsk):
    """Raised when numbers would be due before their period is over, and nobody said it is meant."""


@transaction.atomic
def define(
    *, key: str, label: str, unit: str, nature: Nature, frequency: Frequency, level: str,
    on: date, owner: Unit, by: Actor, decimals: int = 0, direction: Direction = Direction.NONE,
    regime: Regime = Regime.CALENDAR, reading: Reading = Reading.INTERNAL, chapter: str = "",
    order: int = 0, names: Sequence[str] = (), meaning: str = "", source: str = "",
    lowest: Fraction | None = Fraction(0), highest: Fraction | None = None, numerator: str = "",
    denominator: str = "", is_new: bool = False,
) -> Definition:  # fmt: skip
    """This function will say what a key means from a day on; earlier days keep what it meant.

    `is_new` refuses a key that means something already: its numbers would be taken for others.
    """
    by.require(Act.INDICATOR_DEFINE, owner.pk)
    if not label.strip() or not unit.strip():
        raise UnableToAsk("Tên mục số liệu và đơn vị tính không được để trống.", "label")
    if not _KEY.fullmatch(key):
        raise UnableToAsk(
            "Mã mục chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch, như poor.households.",
            "key",
        )
    if is_new and Item.objects.filter(key=key).exists():
        raise UnableToAsk(f"Đã có mục số liệu với mã «{key}»; ghi mã khác.", "key")
    if level not in KINDS:
        raise UnableToAsk(f"Không có loại đơn vị «{level}» để báo số.", "level")
    if bool(numerator) != bool(denominator):
        raise UnableToAsk(
            "Tỷ lệ tính từ hai mục phải có cả tử số và mẫu số.",
            "denominator" if numerator else "numerator",
        )
    if numerator and nature != Nature.RATIO:
        raise UnableToAsk("Mục tính từ hai mục khác phải có cách cộng là tỷ lệ.", "nature")
    if lowest is not None and highest is not None and lowest > highest:
        raise UnableToAsk("Số lớn nhất phải không nhỏ hơn số nhỏ nhất.", "highest")
    _for_the_whole_house(owner, by)
    item, _ = Item.objects.get_or_create(key=key)
    if reading != Reading.SENSITIVE and _was_sensitive(item):
        # Whoever could open what they may not see would see it.
        by.require(Act.FIGURE_SEE_SENSITIVE, owner.pk)
    if Value.objects.filter(item=item).exists():
        _stays_addable(item, unit=unit, decimals=decimals, nature=nature, regime=regime)
    held = queries.definitions(on)
    for part in filter(None, (numerator, denominator)):
        if part == key or (part in held and held[part].numerator):
            raise UnableToAsk(
                "Tử số và mẫu số phải là mục do đơn vị báo, không phải tỷ lệ khác.", "numerator"
            )
    step = 10**decimals
    values = {
        "label": label.strip(), "names": "\n".join(names), "unit": unit, "decimals": decimals,
        "nature": nature, "direction": direction, "regime": regime, "frequency": frequency,
        "level": level, "reading": reading, "chapter": chapter, "order": order,
        "meaning": meaning, "source": source, "numerator": numerator, "denominator": denominator,
        "lowest": int(lowest * step) if lowest is not None else None,
        "highest": int(highest * step) if highest is not None else None,
    }  # fmt: skip
    made = lay(Definition, of={"item": item}, start=on, end=None, values=values, at=by.now)
    assert made is not None
    audit.record(Act.INDICATOR_DEFINE, "item", item.pk, by=by, unit_id=owner.pk, detail=key)
    search.renew("measure", *searching.with_ratios(key))
    return made


@transaction.atomic
def retire(*, key: str, on: date, owner: Unit, by: Actor) -> None:
    """This function will say that a measure means nothing from a day on: it is asked no more, and
    what was told of it before that day stays.
    """
    by.require(Act.INDICATOR_DEFINE, owner.pk)
    _for_the_whole_house(owner, by)
    item = Item.objects.filter(key=key).first()
    held = queries.definitions(on)
    if item is None or key not in held:
        raise UnableToAsk("Vào ngày này mục không còn được dùng.", "on")
    using = [one.label for one in held.values() if key in (one.numerator, one.denominator)]
    if using:
        raise UnableToAsk(
            f"«{using[0]}» còn tính từ mục này; thôi dùng hoặc đổi mục ấy trước.", "on"
        )
    rows = RoundItem.objects.filter(item=item, round__closed_on=None).select_related("round")
    for row in rows:
        if queries.period_of(row.round).last_day >= on:
            raise UnableToAsk(
                f"Đợt «{row.round.title}» đang mở còn hỏi mục này; chọn ngày sau kỳ ấy, "
                "hoặc đóng đợt trước.", "on",
            )  # fmt: skip
    lay(Definition, of={"item": item}, start=on, end=None, values=None, at=by.now)
    audit.record(Act.INDICATOR_DEFINE, "item", item.pk, by=by, unit_id=owner.pk,
                 detail=f"end {key}")  # fmt: skip
    search.renew("measure", *searching.with_ratios(key))


@transaction.atomic
def open_round(
    *, unit: Unit, title: str, code: str, due_on: date, keys: Iterable[str], by: Actor,
    regime: Regime = Regime.CALENDAR, only: Iterable[Unit] = (), early_is_meant: bool = True,
) -> Round:  # fmt: skip
    """This function will ask every unit below, of the kinds that report the measures, for a period.

    :raises UnableToAsk: an unknown key, a period that a measure does not report by, a cell that
        another round already asks for, or no unit to answer.
    :raises DueBeforeEnd: the numbers would be due before the period is over, and it is not meant.
    """
    by.require(Act.ROUND_OPEN, unit.pk)
    try:
        period = from_code(code, regime)
    except BadPeriod as problem:
        raise UnableToAsk(f"Kỳ: {problem}.", "code") from None
    if due_on <= period.start:
        raise UnableToAsk("Hạn gửi phải sau ngày đầu kỳ.", "due_on")
    held = queries.definitions(period.last_day)
    asked = list(dict.fromkeys(keys))
    missing = [key for key in asked if key not in held]
    if missing or not asked:
        raise UnableToAsk(
            f"Không có mục số liệu «{missing[0]}» trong kỳ này." if missing
            else "Hãy chọn ít nhất một mục số liệu.", "keys",
        )  # fmt: skip
    wanted = [held[key] for key in asked if not held[key].numerator]
    for one in wanted:
        if one.regime != regime:
            raise UnableToAsk(
                f"«{one.label}» báo theo chế độ kỳ khác, không hỏi chung được.", "keys"
            )
        try:
            read_for(Frequency(one.frequency), code, regime)
        except ValueError:
            raise UnableToAsk(
                f"«{one.label}» báo theo {Frequency(one.frequency).words}, "
                f"không hỏi theo kỳ «{period}» được.",
                "keys",
            ) from None
    tree = org.tree(period.last_day)
    if unit.pk not in tree:
        raise UnableToAsk("Đơn vị mở đợt không có vào ngày cuối kỳ.", "unit")
    chosen = {one.pk for one in only}
    levels = {one.level for one in wanted}
    units = [
        found for level in sorted(levels) for found in tree.of_kind(unit.pk, level)
        if not chosen or found in chosen
    ]  # fmt: skip
    if not units:
        raise UnableToAsk("Không có đơn vị nào báo các mục này.", "units")
    if chosen:
        _all_answered(wanted, tree, units)
    if due_on < period.last_day and not early_is_meant:
        raise DueBeforeEnd(
            f"Hạn gửi trước ngày cuối kỳ {period.last_day.day}/{period.last_day.month}/"
            f"{period.last_day.year}: số gửi lên sẽ là số ước.", "due_on",
        )  # fmt: skip
    hold(unit)
    _not_asked_twice(wanted, units, period.code, regime)
    made = Round.objects.create(
        unit=unit, title=title.strip() or f"Số liệu {period}", code=period.code, regime=regime,
        opened_on=by.today, due_on=due_on,
    )  # fmt: skip
    RoundItem.objects.bulk_create(RoundItem(round=made, item_id=one.item_id) for one in wanted)
    Sheet.objects.bulk_create(Sheet(round=made, unit_id=found) for found in units)
    audit.record(Act.ROUND_OPEN, "round", made.pk, by=by, unit_id=unit.pk, detail=period.code)
    search.renew("round", made.pk)
    return made


@transaction.atomic
def set_target(
    *, key: str, unit: Unit, code: str, owner: str, owner_words: str, value: Fraction, by: Actor,
    source: str = "", version_words: str = "", baseline: Fraction | None = None, reason: str = "",
    regime: Regime = Regime.CALENDAR, assignment: Assignment | None = None,
) -> Target:  # fmt: skip
    """This function will keep what an owner set for a unit and period, as one more version; it may
    cite the work that is to reach it.

    A later version never edits an earlier one and needs a reason.
    """
    by.require(Act.TARGET_SET, unit.pk)
    try:
        period = from_code(code, regime)
    except BadPeriod as problem:
        raise UnableToAsk(f"Kỳ: {problem}.", "code") from None
    one = queries.definitions(period.last_day).get(key)
    if one is None:
        raise UnableToAsk(f"Không có mục số liệu «{key}» trong kỳ này.", "key")
    step = 10**one.decimals
    if not _OWNER.fullmatch(owner):
        raise UnableToAsk(
            "Mã nơi giao chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.", "owner"
        )
    if not owner_words.strip():
        raise UnableToAsk("Ghi nơi giao chỉ tiêu, ví dụ «UBND thành phố giao».", "owner_words")
    if any((one * step).denominator != 1 for one in (value, baseline) if one is not None):
        raise UnableToAsk(f"Chỉ tiêu ghi nhiều nhất {one.decimals} chữ số sau dấu phẩy.", "value")
    of = {"item": one.item, "unit": unit, "code": period.code, "owner": owner}
    hold(one.item)
    last = Target.objects.filter(**of).aggregate(last=Max("version"))["last"] or 0
    if last and not reason.strip():
        raise UnableToAsk("Ghi lý do điều chỉnh chỉ tiêu.", "reason")
    kept = audit.keep_note(reason)
    made = Target.objects.create(
        **of, start=period.start, owner_words=owner_words, version=last + 1,
        version_words=version_words, scaled=int(value * step),
        baseline=int(baseline * step) if baseline is not None else None, source=source,
        assignment=assignment,
        recorded_at=by.now, by=audit.sign(by), note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    audit.record(Act.TARGET_SET, "target", made.pk, by=by, unit_id=unit.pk, detail=key)
    return made


def _for_the_whole_house(owner: Unit, by: Actor) -> None:
    """Refuse a unit that stands below another: what a key means is one for all."""
    if not org.tree(by.today).is_top(owner.pk):
        raise UnableToAsk("Mục số liệu dùng chung nên do đơn vị đứng đầu đặt.", "owner")


def _was_sensitive(item: Item) -> bool:
    held = Definition.objects.known().filter(item=item)
    return held.filter(reading=Reading.SENSITIVE).exists()


def _stays_addable(item: Item, *, unit: str, decimals: int, nature: Nature, regime: Regime) -> None:
    """Refuse what would make numbers of one key unfit to be added or compared over the years."""
    held = Definition.objects.known().filter(item=item)
    same = held.filter(unit=unit, decimals=decimals, nature=nature, regime=regime)
    if held.count() != same.count():
        raise UnableToAsk(
            "Mục này đã có số nên không đổi đơn vị tính, số chữ số lẻ, cách cộng hay chế độ kỳ được. "
            "Hãy đặt một mục mới với mã khác.",
            "unit",
        )


def _all_answered(wanted: Sequence[Definition], tree: Tree, units: Sequence[int]) -> None:
    """Refuse a measure that none of the chosen units reports: nobody would ever answer it."""
    levels = {tree[one].kind for one in units}
    for one in wanted:
        if one.level not in levels:
            raise UnableToAsk(
                f"«{one.label}» do {KINDS[one.level].words} báo mà chưa chọn đơn vị nào như thế.",
                "units",
            )


def _not_asked_twice(
    wanted: Sequence[Definition], units: Sequence[int], code: str, regime: str
) -> None:
    """Refuse a cell that another round asks for: it would have two answers."""
    period = from_code(code, Regime(regime))
    items = {one.item_id: one.label for one in wanted}
    rows = RoundItem.objects.filter(item_id__in=items, round__sheets__unit_id__in=units)
    for row in rows.select_related("round").distinct():
        other = queries.period_of(row.round)
        if other.start < period.end and period.start < other.end:
            raise UnableToAsk(
                f"«{items[row.item_id]}» đã được hỏi trong đợt «{row.round.title}» ({other}), "
                "trùng kỳ với đợt này. Bỏ mục ấy, bỏ các đơn vị đã được hỏi, hoặc chọn kỳ khác.",
                "keys",
            )
