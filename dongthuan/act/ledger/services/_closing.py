"""Kiểm quỹ, khóa sổ: cash as it was counted, periods that take nothing more, opened again with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dongthuan.act.ledger import queries
from dongthuan.act.ledger.models import Account, Assertion, Book, Closing, Purpose
from dongthuan.act.ledger.rules import Nature
from dongthuan.act.ledger.services._holding import UnableToPost
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name


@transaction.atomic
def assert_balance(
    *, account: Account, purpose: Purpose | None, on: date, dong: int, by: Actor, note: str = ""
) -> Assertion:
    """This function will keep what was counted in an account at the end of a day, beside what the book
    says; a difference is kept and shown. Without a purpose: all of them together.

    :raises UnableToPost: the account holds no assets, or the day has not come.
    """
    book = account.book
    by.require(Act.LEDGER_CLOSE, book.unit_id)
    if account.sort is not Nature.ASSET:
        raise UnableToPost("Chỉ kiểm đếm được tài khoản tiền và hiện vật.", "account")
    if on > by.today:
        raise UnableToPost("Ngày kiểm quỹ chưa đến.", "on")
    if dong < 0:
        raise UnableToPost("Số tiền đếm được không thể dưới 0.", "dong")
    # Who posts meanwhile waits: what the book said is what it said at this count.
    hold_name(f"ledger.book:{book.pk}")
    said = queries.balance(book, account.code, purpose.code if purpose else None, on=on)
    kept = audit.keep_note(note)
    made = Assertion.objects.create(
        account=account, purpose=purpose, on=on, counted=dong, in_book=said, at=by.now,
        by=audit.sign(by), note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    audit.record(Act.LEDGER_CLOSE, "ledger_count", made.pk, by=by, unit_id=book.unit_id,
                 detail=f"{account.code} {on:%Y-%m-%d}", note=kept)  # fmt: skip
    return made


@transaction.atomic
def close_period(*, book: Book, through: date, by: Actor) -> Closing:
    """This function will close a book through a day: nothing is posted on it or before any more.

    :raises UnableToPost: the day has not gone by, is closed already, or the book does not hold.
    """
    by.require(Act.LEDGER_CLOSE, book.unit_id)
    if through >= by.today:
        raise UnableToPost("Khóa sổ đến một ngày đã qua, trước hôm nay.", "through")
    # Alone: whoever posts shares the book, and is waited for.
    hold_name(f"ledger.book:{book.pk}")
    before = queries.closed_through(book)
    if before is not None and through <= before:
        raise UnableToPost(f"Sổ đã khóa đến hết ngày {before:%d/%m/%Y}.", "through")
    if problems := queries.check_book(book).broken:
        raise UnableToPost("Chưa khóa được vì sổ chưa đúng: " + " ".join(problems))
    return _closed(book, through, by)


@transaction.atomic
def reopen_period(*, book: Book, through: date | None, reason: str, by: Actor) -> Closing:
    """This function will open again the days after `through`, with a reason; without a day, all of them.

    :raises UnableToPost: there is no reason, or nothing to open.
    """
    by.require(Act.LEDGER_CLOSE, book.unit_id)
    if not reason.strip():
        raise UnableToPost("Ghi vì sao mở lại kỳ đã khóa, để người xem sổ sau biết.", "reason")
    hold_name(f"ledger.book:{book.pk}")
    before = queries.closed_through(book)
    if before is None or (through is not None and through >= before):
        raise UnableToPost("Những ngày này chưa khóa nên không cần mở lại.", "through")
    return _closed(book, through, by, reason)


def _closed(book: Book, through: date | None, by: Actor, reason: str = "") -> Closing:
    kept = audit.keep_note(reason)
    made = Closing.objects.create(
        book=book, through=through, reopens=bool(reason), at=by.now, by=audit.sign(by),
        note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    detail = f"{'reopen' if reason else 'close'} {through or ''}".strip()
    audit.record(Act.LEDGER_CLOSE, "book", book.pk, by=by, unit_id=book.unit_id, detail=detail,
                 note=kept)  # fmt: skip
    return made
