"""Sổ thu chi của công trình, quỹ: the book of the unit, opened with the accounts that giving posts to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dongthuan.act.funds import chart
from dongthuan.act.funds.models import Gift, Holder, Work
from dongthuan.act.funds.rules import Kind
from dongthuan.act.funds.services._holding import UnableToGive
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger import services as book_keeping
from dongthuan.act.ledger.models import Book, Entry
from dongthuan.act.ledger.rules import Line, Nature
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.models import Unit


def prepared(unit: Unit, by: Actor, act: Act) -> Book:
    """This function will return the book of a unit with every account of the chart in it.

    :raises UnableToGive: the unit has no book yet, and this hand may not open one.
    """
    book = ledger.book_of(unit.pk)
    if book is None:
        if not by.may(Act.LEDGER_CLOSE, unit.pk):
            raise UnableToGive(
                "Đơn vị chưa có sổ thu chi. Kế toán mở sổ (hoặc lập công trình đầu tiên) rồi mới "
                "ghi tiếp được."
            )
        book = book_keeping.open_book(unit=unit, name="Sổ thu chi", on=by.today, by=by)
    _complete(book, by, act)
    return book


def open_purpose(work: Work, by: Actor) -> None:
    """This function will open the purpose of a work in the book of its unit."""
    book = prepared(work.unit, by, Act.FUND_KEEP)
    _tried(lambda: book_keeping.open_purpose(
        book=book, code=work.code, name=work.title[:160], by=by, act=Act.FUND_KEEP,
    ))  # fmt: skip


def open_hand(holder: Holder, by: Actor, act: Act) -> None:
    """This function will open the account of a holder's cash; it bears the holder's code."""
    book = prepared(holder.unit, by, act)
    _tried(lambda: book_keeping.open_account(
        book=book, code=chart.hand(holder.hand, holder.code), name=holder.role[:1].upper() + holder.role[1:],
        nature=Nature.ASSET, holder_kind=holder.kind, by=by, act=act,
    ))  # fmt: skip


def post_gift(
    work: Work, book: Book, gift: int, kind: Kind, dong: int, holder: Holder | None, *, on: date, by: Actor,
    place: int,
) -> Entry:  # fmt: skip
    """This function will post one gift: money to the hands it came into, all else to its own account."""
    one = _gift_entry(work, gift, kind, dong, holder, on)
    return posted(work, one.lines, one.words, one.source, on, by, Act.GIFT_TAKE, place, book=book)


def post_gifts(work: Work, book: Book, gifts: Sequence[Gift], *, by: Actor, place: int) -> None:
    """This function will post the gifts of a page of stubs, all or none."""
    try:
        book_keeping.post_many(
            book=book, by=by, act=Act.GIFT_TAKE, unit_id=place,
            entries=[_gift_entry(work, one.pk, one.given, one.dong, one.holder, one.on) for one in gifts],
        )  # fmt: skip
    except UnableToPost as problem:
        raise UnableToGive(str(problem), problem.field) from None


def _gift_entry(
    work: Work, gift: int, kind: Kind, dong: int, holder: Holder | None, on: date
) -> book_keeping.Told:
    to = chart.hand(holder.hand, holder.code) if holder is not None else chart.kept(kind)
    lines = (Line(to, dong, work.code), Line(chart.given(kind), -dong, work.code))
    return book_keeping.Told(on, lines, f"Thu góp ({kind.words})", f"gift:{gift}")


def posted(
    work: Work, lines: Sequence[Line], words: str, source: str, on: date, by: Actor, act: Act,
    place: int | None = None, moves_purpose: bool = False, book: Book | None = None,
) -> Entry:  # fmt: skip
    """This function will post to the book of a work's unit, and say a refusal in this room's words."""
    try:
        return book_keeping.post_within(
            book=book or book_of(work.unit_id), on=on, lines=lines, words=words, source=source, by=by, act=act,
            unit_id=place, moves_purpose=moves_purpose,
        )  # fmt: skip
    except UnableToPost as problem:
        raise UnableToGive(str(problem), problem.field) from None


def turn_round(work: Work, source: str, reason: str, by: Actor, act: Act) -> Entry:
    """This function will answer the entry of a source by one that turns it round, dated today."""
    book = book_of(work.unit_id)
    entry = Entry.objects.select_related("book").get(book=book, source=source)
    try:
        return book_keeping.reverse(entry=entry, reason=reason, by=by, act=act)
    except UnableToPost as problem:
        raise UnableToGive(str(problem), problem.field) from None


def book_of(unit_id: int) -> Book:
    """This function will return the book of a unit that has works, or refuse where there is none."""
    book = ledger.book_of(unit_id)
    if book is None:
        raise UnableToGive("Đơn vị chưa có sổ thu chi. Kế toán mở sổ trước.")
    return book


def _complete(book: Book, by: Actor, act: Act) -> None:
    known = set(ledger.accounts_of(book).values_list("code", flat=True))
    wanted = [
        *((code, name, Nature.INCOME) for code, name in chart.INCOME),
        *((code, name, Nature.ASSET) for code, name in chart.ASSETS),
        (*chart.CARRIED, Nature.EQUITY),
        (*chart.SPENT, Nature.EXPENSE),
    ]
    for code, name, nature in wanted:
        if code not in known:
            _tried(lambda code=code, name=name, nature=nature: book_keeping.open_account(
                book=book, code=code, name=name, nature=nature, by=by, act=act,
            ))  # fmt: skip


def _tried(deed: object) -> None:
    try:
        deed()  # type: ignore[operator]
    except UnableToPost as problem:
        raise UnableToGive(str(problem), problem.field) from None
