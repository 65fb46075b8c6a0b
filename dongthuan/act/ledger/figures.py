"""Mục số liệu của sổ: what came, what was spent and what is left, added from entries, each with its căn cứ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.models import Book, Posting, Purpose
from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import (
    Ask,
    Direction,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    RecordRef,
    State,
)
from dongthuan.ground.primitives.money import Money
from dongthuan.who.org.queries import Forest

_HOW = "cộng từng bút toán trong sổ kép của đơn vị; bút toán đảo trừ đi phần đã ghi nhầm"
_NO_BOOK = "Đơn vị này chưa mở sổ kép."
# «ledger.spent:so.3» of one book, «ledger.spent:muc-dich.12» of one purpose.
_BOOK, _PURPOSE = ":so.", ":muc-dich."
_NAMED = "ledger.named"


def of_book(key: str, book: int) -> str:
    """This function will return the key of a measure for one book."""
    return f"{key}{_BOOK}{book}"


def of_purpose(key: str, purpose: int) -> str:
    """This function will return the key of a measure for one purpose."""
    return f"{key}{_PURPOSE}{purpose}"


def _measure(key: str, label: str, nature: Nature, meaning: str) -> Measure:
    return Measure(
        key, label, "đồng", nature, reading=Reading.INTERNAL, counted=True, definition=meaning,
        source="Sổ kép của đơn vị", direction=Direction.NONE,
    )  # fmt: skip


MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        _measure("ledger.raised", "Đã thu theo sổ", Nature.FLOW,
                 "Tổng ghi Có trừ ghi Nợ của các tài khoản thu, theo ngày bút toán."),
        _measure("ledger.spent", "Đã chi theo sổ", Nature.FLOW,
                 "Tổng ghi Nợ trừ ghi Có của các tài khoản chi, theo ngày bút toán."),
        _measure("ledger.balance", "Còn lại theo sổ", Nature.STOCK,
                 "Số dư các tài khoản tiền và hiện vật đến hết ngày cuối kỳ."),
    )
}  # fmt: skip
_SIDES = {
    "ledger.raised": rules.Nature.INCOME,
    "ledger.spent": rules.Nature.EXPENSE,
    "ledger.balance": rules.Nature.ASSET,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What one entry did to the accounts of one nature, for one purpose."""

    unit: int
    book: int
    purpose: int
    nature: rules.Nature
    on: date
    dong: int
    entry: int = 0
    words: str = ""
    recorded_at: datetime | None = None
    actor: str = ""

    @property
    def shown(self) -> int:
        return self.dong * self.nature.sign


class Ledger:
    """Adds entries by nature, book and purpose."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the measures of whole units; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def named(
        self, keys: Collection[str], on: date, notes: dict[str, object] | None = None
    ) -> Mapping[str, Measure]:
        """This method will return measures of single books and purposes, their names in the label."""
        parted = {key: told for key in keys if (told := _parted(key))[0] in MEASURES and told[1]}
        books = _names(Book, {one for _, mark, one in parted.values() if mark == _BOOK})
        purposes = _names(Purpose, {one for _, mark, one in parted.values() if mark == _PURPOSE})
        found = {}
        for key, (base, mark, one) in parted.items():
            name = (books if mark == _BOOK else purposes).get(one)
            if name is not None:
                found[key] = replace(
                    MEASURES[base], key=key, label=f"{MEASURES[base].label}: {name}"
                )
        if notes is not None:
            # What they mean is needed again when they are answered, a moment later.
            held = notes.setdefault(_NAMED, {})
            held.update(found)  # type: ignore[attr-defined]
        return found

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will add; the evidence is each entry that moved the sum."""
        table = _Table(asks, look)
        return [table.figure(ask) for ask in asks]


def _parted(key: str) -> tuple[str, str, int]:
    for mark in (_BOOK, _PURPOSE):
        base, found, told = key.partition(mark)
        if found and told.isdigit() and len(told) < 19:
            return base, mark, int(told)
    return key, "", 0


def _names(model: Any, pks: set[int]) -> dict[int, str]:
    if not pks:
        return {}
    return {one.pk: str(one) for one in model.objects.filter(pk__in=pks)}


class _Table:
    """The postings that a set of questions needs, added up once."""

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        self._look = look
        assert isinstance(look.trees, Forest)
        self._trees = look.trees
        named = look.notes.get(_NAMED, {})
        self._named: dict[str, Measure] = {**MEASURES, **named}  # type: ignore[dict-item]
        self._units = {
            (ask.unit, ask.period.last_day): frozenset(
                look.trees(ask.period.last_day).gathered(ask.unit)
            )
            for ask in asks
        }
        within = {unit for units in self._units.values() for unit in units}
        self._books = dict(Book.objects.filter(unit__in=within).values_list("pk", "unit_id"))
        self._parts = self._read(asks)

    def _read(self, asks: Sequence[Ask]) -> list[_Part]:
        sides = {_SIDES[_parted(ask.key)[0]] for ask in asks}
        rows = Posting.objects.filter(
            book__in=list(self._books), account__nature__in=sides,
            on__lt=max(ask.period.end for ask in asks),
        )  # fmt: skip
        if self._look.known_at is not None:
            rows = rows.filter(entry__recorded_at__lte=self._look.known_at)
        keys = ["book_id", "purpose_id", "account__nature", "on"]
        if self._look.evidence:
            keys += ["entry_id", "entry__words", "entry__recorded_at", "entry__by"]
        told = rows.values(*keys).annotate(sum=Sum("dong")).order_by("on", *keys[4:5])
        return [
            _Part(
                self._books[one["book_id"]], one["book_id"], one["purpose_id"],
                rules.Nature(one["account__nature"]), one["on"], one["sum"],
                one.get("entry_id", 0), one.get("entry__words", ""),
                one.get("entry__recorded_at"), one.get("entry__by", ""),
            )
            for one in told
        ]  # fmt: skip

    def figure(self, ask: Ask) -> Figure:
        measure = self._named[ask.key]
        units = self._units[ask.unit, ask.period.last_day]
        if not any(unit in units for unit in self._books.values()):
            return Figure(ask, measure, State.MISSING, reason=_NO_BOOK)
        held = list(self._matching(ask, units))
        evidence = Evidence()
        if self._look.evidence:
            evidence = Evidence(tuple(_record(one) for one in held if one.dong), how=_HOW)
        value = Fraction(sum(one.shown for one in held))
        return Figure(ask, measure, State.VALUE, value, evidence=evidence)

    def _matching(self, ask: Ask, units: frozenset[int]) -> Iterable[_Part]:
        base, mark, pk = _parted(ask.key)
        side = _SIDES[base]
        start = date.min if base == "ledger.balance" else ask.period.start
        for one in self._parts:
            if one.nature is not side or one.unit not in units:
                continue
            if (mark == _BOOK and one.book != pk) or (mark == _PURPOSE and one.purpose != pk):
                continue
            if start <= one.on < ask.period.end:
                yield one


def _record(one: _Part) -> RecordRef:
    told = f"Bút toán số {one.entry}, {one.on:%d/%m/%Y}: {one.words}, {Money(one.shown)}"
    seen = f"{one.entry}.{one.purpose}.{one.nature}.{one.dong}{moment(one.recorded_at)}"  # type: ignore[arg-type]
    return RecordRef(
        "ledger_entry", one.entry, 1, digest(seen.encode()), one.unit, told,
        value=Fraction(one.shown), recorded_at=one.recorded_at, actor=one.actor,
    )  # fmt: skip
