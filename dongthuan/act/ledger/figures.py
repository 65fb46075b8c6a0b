"""Mục số liệu của sổ: what came, what was spent and what is left, added from entries, each with its căn cứ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, Sum

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.models import Account, Book, Posting, Purpose
from dongthuan.act.ledger.queries import accounts_of, balances
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
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest

_HOW = "cộng từng bút toán trong sổ kép của đơn vị; bút toán đảo trừ đi phần đã ghi nhầm"
_NO_BOOK = "Đơn vị này chưa mở sổ kép."
# «ledger.spent:so.3» of one book, «ledger.spent:muc-dich.12» of one purpose, «ledger.balance:tk.4» of
# one account.
_BOOK, _PURPOSE, _ACCOUNT = ":so.", ":muc-dich.", ":tk."
_BALANCE = "ledger.balance"
_NAMED = "ledger.named"


def of_book(key: str, book: int) -> str:
    """This function will return the key of a measure for one book."""
    return f"{key}{_BOOK}{book}"


def of_purpose(key: str, purpose: int) -> str:
    """This function will return the key of a measure for one purpose."""
    return f"{key}{_PURPOSE}{purpose}"


def account_figures(book: Book, on: date) -> list[tuple[Account, Figure]]:
    """This function will return what lies in each account of a book at the end of a day, all by one sum;
    the evidence is read when one of them is opened.
    """
    sums: dict[int, int] = {}
    for one in balances(book, on=on):
        sums[one.account.pk] = sums.get(one.account.pk, 0) + one.shown
    period = from_code(on.isoformat())
    return [
        (account, Figure(Ask(f"{_BALANCE}{_ACCOUNT}{account.pk}", book.unit_id, period),
                         _of_account(account), State.VALUE, Fraction(sums.get(account.pk, 0))))
        for account in accounts_of(book)
    ]  # fmt: skip


def _of_account(account: Account) -> Measure:
    return replace(MEASURES[_BALANCE], key=f"{_BALANCE}{_ACCOUNT}{account.pk}",
                   label=f"Số dư tài khoản {account}")  # fmt: skip


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
    account: int
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
        accounts = _named_accounts({one for _, mark, one in parted.values() if mark == _ACCOUNT})
        found = {}
        for key, (base, mark, one) in parted.items():
            if mark == _ACCOUNT:
                if one in accounts and base == _BALANCE:
                    found[key] = _of_account(accounts[one])
                continue
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
    for mark in (_BOOK, _PURPOSE, _ACCOUNT):
        base, found, told = key.partition(mark)
        if found and told.isdigit() and len(told) < 19:
            return base, mark, int(told)
    return key, "", 0


def _named_accounts(pks: set[int]) -> dict[int, Account]:
    return {one.pk: one for one in Account.objects.filter(pk__in=pks)} if pks else {}


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
        told = [_parted(ask.key) for ask in asks]
        sides = {_SIDES[base] for base, mark, _ in told if mark != _ACCOUNT}
        accounts = {pk for _, mark, pk in told if mark == _ACCOUNT}
        rows = Posting.objects.filter(
            Q(account__nature__in=sides) | Q(account__in=accounts), book__in=list(self._books),
            on__lt=max(ask.period.end for ask in asks),
        )  # fmt: skip
        if self._look.known_at is not None:
            rows = rows.filter(entry__recorded_at__lte=self._look.known_at)
        keys = ["book_id", "purpose_id", "account_id", "account__nature", "on"]
        if self._look.evidence:
            keys += ["entry_id", "entry__words", "entry__recorded_at", "entry__by"]
        found = rows.values(*keys).annotate(sum=Sum("dong")).order_by("on", *keys[5:6])
        return [
            _Part(
                self._books[one["book_id"]], one["book_id"], one["purpose_id"], one["account_id"],
                rules.Nature(one["account__nature"]), one["on"], one["sum"],
                one.get("entry_id", 0), one.get("entry__words", ""),
                one.get("entry__recorded_at"), one.get("entry__by", ""),
            )
            for one in found
        ]  # fmt: skip

    def figure(self, ask: Ask) -> Figure:
        measure = self._named[ask.key]
        units = self._units[ask.unit, ask.period.last_day]
        if not any(unit in units for unit in self._books.values()):
            return Figure(ask, measure, State.MISSING, reason=_NO_BOOK)
        held = list(self._matching(ask, units))
        evidence = Evidence()
        if self._look.evidence:
            parts = _by_entry(held)
            evidence = Evidence(tuple(_record(one) for one in parts if one.dong), how=_HOW)
        value = Fraction(sum(one.shown for one in held))
        return Figure(ask, measure, State.VALUE, value, evidence=evidence)

    def _matching(self, ask: Ask, units: frozenset[int]) -> Iterable[_Part]:
        base, mark, pk = _parted(ask.key)
        side = None if mark == _ACCOUNT else _SIDES[base]
        start = date.min if base == _BALANCE else ask.period.start
        for one in self._parts:
            if side not in (None, one.nature) or one.unit not in units:
                continue
            if mark == _ACCOUNT and one.account != pk:
                continue
            if (mark == _BOOK and one.book != pk) or (mark == _PURPOSE and one.purpose != pk):
                continue
            if start <= one.on < ask.period.end:
                yield one


def _by_entry(held: Iterable[_Part]) -> list[_Part]:
    """Add what one entry did for a purpose together: cash that only changed hands moves no sum."""
    found: dict[tuple[int, int], _Part] = {}
    for one in held:
        key = (one.entry, one.purpose)
        found[key] = replace(one, dong=one.dong + found[key].dong) if key in found else one
    return list(found.values())


def _record(one: _Part) -> RecordRef:
    told = f"Bút toán số {one.entry}, {one.on:%d/%m/%Y}: {one.words}, {Money(one.shown)}"
    seen = f"{one.entry}.{one.purpose}.{one.account}.{one.dong}{moment(one.recorded_at)}"  # type: ignore[arg-type]
    return RecordRef(
        "ledger_entry", one.entry, 1, digest(seen.encode()), one.unit, told,
        value=Fraction(one.shown), recorded_at=one.recorded_at, actor=one.actor,
    )  # fmt: skip
