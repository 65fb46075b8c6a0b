"""Quyển phiếu thu: printed with codes that nobody keeps, handed to one hand, accounted number by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.act.funds import codes, transfers
from dongthuan.act.funds.models import (
    BookStep,
    Holder,
    NumberUnused,
    ReceiptBook,
    ReceiptNumber,
    Work,
)
from dongthuan.act.funds.rules import BookStanding, Hand, Standing, Unused, runs
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import UnableToGive, reason_given, tidy, told
from dongthuan.decide.assembly.models import Ballot, TallyBoard
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.who.org.models import Unit

MOST_NUMBERS = 1000
# Where a book is printed number by number at the desk.
SPOT = "spot"
_OVER = (Standing.SETTLED, Standing.DROPPED)
_PAPERS = {"a6": "A6", "58": "58 mm"}


@dataclass(frozen=True, slots=True)
class Printed:
    """Phiếu vừa in: a number and its code, told this once and kept nowhere."""

    book: ReceiptBook
    number: int
    code: str

    @property
    def words(self) -> str:
        """This property will return the number as it is printed."""
        return self.book.printed(self.number)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Tài khoản của đơn vị: where transfers go, as posted on the notice board on a day."""

    bank: str
    bank_bin: str
    number: str
    name: str
    posted_on: date


@transaction.atomic
def name_holder(
    *, unit: Unit, kind: Hand, code: str, name: str, actor: str = "", account: BankAccount | None = None,
    by: Actor,
) -> Holder:  # fmt: skip
    """This function will name who holds cash, or a bank account, and open its account in the book.

    :raises UnableToGive: the code is taken; a hand has no person behind it; a bank no posted account.
    """
    by.require(Act.RECEIPTS_HAND, unit.pk)
    code = tidy(code, 20, "Mã người giữ tiền", "code", needed=True).upper()
    if not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code):
        raise UnableToGive("Mã người giữ tiền chỉ dùng chữ không dấu, số, gạch ngang.", "code")
    if (kind is Hand.BANK) != (account is not None):
        raise UnableToGive("Tài khoản ngân hàng cần số tài khoản và ngày niêm yết.", "account")
    if account is not None and transfers.looks_personal(account.name):
        raise UnableToGive(
            f"Tên tài khoản «{account.name.strip()[:60]}» giống tên một người. Không thu qua tài khoản cá "
            "nhân: ghi đúng tên tổ chức đứng tài khoản.", "account",
        )  # fmt: skip
    if kind is not Hand.BANK and not actor:
        raise UnableToGive("Chọn tài khoản của người thu hoặc thủ quỹ.", "actor")
    holder = Holder(
        unit=unit, kind=kind, code=code, actor=actor, recorded_at=by.now, began_on=by.today,
        name=tidy(name, 120, "Họ tên", "name", needed=True), by=audit.sign(by),
    )  # fmt: skip
    if account is not None:
        holder.bank, holder.bank_bin = account.bank, account.bank_bin
        holder.account_number, holder.account_name = account.number, account.name
        holder.posted_on = account.posted_on
    try:
        with transaction.atomic():
            holder.save(force_insert=True)
    except IntegrityError:
        raise UnableToGive(f"Mã {code} đã có người giữ tiền khác dùng.", "code") from None
    _purse.open_hand(holder, by, Act.RECEIPTS_HAND)
    told(Act.RECEIPTS_HAND, "holder", holder.pk, unit.pk, f"name {kind}", by)
    return holder


@transaction.atomic
def print_book(
    *, unit: Unit, code: str, first: int, last: int, work: Work | None = None, paper: str = "a6",
    by: Actor,
) -> tuple[ReceiptBook, list[Printed]]:  # fmt: skip
    """This function will make a book of numbers, each with a code; the codes are told once, for the
    printer, and kept nowhere.

    :raises UnableToGive: the code of the book is taken, or the numbers make no book.
    """
    by.require(Act.RECEIPTS_HAND, unit.pk)
    if not (1 <= first <= last and last - first < MOST_NUMBERS and last < 10_000):
        raise UnableToGive(
            f"Một quyển có từ 1 đến {MOST_NUMBERS} số, số đầu không lớn hơn số cuối.", "last"
        )
    if paper not in _PAPERS:
        raise UnableToGive("Chọn khổ giấy: A6 hoặc cuộn 58 mm.", "paper")
    book = _made(unit, code, work, paper, "paper", first, last, by)
    printed = [Printed(book, number, codes.fresh()) for number in range(first, last + 1)]
    ReceiptNumber.objects.bulk_create(
        ReceiptNumber(book=book, number=one.number, digest=codes.digest(one.code))
        for one in printed
    )
    return book, printed


@transaction.atomic
def open_spot_book(*, unit: Unit, code: str, holder: Holder, by: Actor) -> ReceiptBook:
    """This function will open a book whose receipts are printed one by one, where the gift is taken."""
    by.require(Act.RECEIPTS_HAND, unit.pk)
    book = _made(unit, code, None, "58", SPOT, 1, 0, by)
    book.holder, book.standing = holder, BookStanding.HELD
    book.save(update_fields=["holder", "standing"])
    _step(book, "handed", by, holder)
    return book


def next_number(book: ReceiptBook) -> Printed:
    """This function will make the next number of a spot book; called where the gift is taken."""
    hold_name(f"funds.spot:{book.pk}")
    held = ReceiptBook.objects.get(pk=book.pk)
    if held.manner != SPOT or held.last >= 9_999:
        raise UnableToGive("Quyển này không in tại chỗ được. Chọn quyển khác.", "book")
    held.last += 1
    held.save(update_fields=["last"])
    code = codes.fresh()
    ReceiptNumber.objects.create(book=held, number=held.last, digest=codes.digest(code))
    return Printed(held, held.last, code)


@transaction.atomic
def hand_book(*, book: ReceiptBook, holder: Holder, by: Actor) -> None:
    """This function will hand a printed book to a collector, who has to accept it.

    :raises UnableToGive: the book lies elsewhere, the holder takes no money at doors, or collected the
        ballots by which its work was decided.
    """
    by.require(Act.RECEIPTS_HAND, book.unit_id)
    one = _held(book, BookStanding.PRINTED)
    if holder.unit_id != one.unit_id or holder.hand is Hand.BANK or holder.ended_on:
        raise UnableToGive("Chọn người thu hoặc thủ quỹ đang làm của đơn vị này.", "holder")
    if counted_ballots(holder.actor, one):
        raise UnableToGive(
            f"{holder.role.capitalize()} đã thu hoặc kiểm phiếu biểu quyết công trình của quyển này, nên "
            "không thu tiền cho nó. Giao quyển cho người khác.", "holder",
        )  # fmt: skip
    one.holder, one.standing = holder, BookStanding.HANDED
    _written(one, by, "holder", "standing")
    _step(one, "handed", by, holder)
    told(Act.RECEIPTS_HAND, "receipt_book", one.pk, one.unit_id, f"hand {holder.code}", by)


@transaction.atomic
def answer_book(*, book: ReceiptBook, accepts: bool, reason: str = "", by: Actor) -> None:
    """This function will accept a book that was handed over, or refuse it with a reason.

    :raises UnableToGive: it was handed to somebody else.
    """
    by.require(Act.GIFT_TAKE, book.unit_id)
    one = _held(book, BookStanding.HANDED)
    _own(one, by)
    note = audit.NO_NOTE if accepts else reason_given(reason, "không nhận quyển phiếu thu")
    holder = one.holder
    one.standing = BookStanding.HELD if accepts else BookStanding.PRINTED
    if not accepts:
        one.holder = None
    _written(one, by, "holder", "standing")
    _step(one, "accepted" if accepts else "refused", by, holder, note)
    told(Act.GIFT_TAKE, "receipt_book", one.pk, one.unit_id, "accept" if accepts else "refuse", by)


@transaction.atomic
def return_book(*, book: ReceiptBook, by: Actor) -> None:
    """This function will take a book back whose every number has ended.

    :raises UnableToGive: numbers are open: neither used, nor void, nor missing.
    """
    by.require(Act.RECEIPTS_HAND, book.unit_id)
    one = _held(book, BookStanding.HELD)
    left = open_numbers(one)
    if left:
        raise UnableToGive(
            f"Quyển {one.code} còn {len(left)} số chưa rõ: {runs(left)[:120]}. Vào sổ, ghi hỏng có cuống, "
            "hoặc ghi mất có lý do, rồi mới nộp lại quyển."
        )
    one.standing = BookStanding.RETURNED
    _written(one, by, "standing")
    _step(one, "returned", by, one.holder)
    told(Act.RECEIPTS_HAND, "receipt_book", one.pk, one.unit_id, "return", by)


@transaction.atomic
def end_numbers(
    *, book: ReceiptBook, numbers: Sequence[int], how: Unused, reason: str, by: Actor
) -> None:
    """This function will say of numbers that no gift used them: void with stub, or missing, and why.

    :raises UnableToGive: a number is not of the book, was used, or has ended already.
    """
    by.require(Act.GIFT_TAKE, book.unit_id)
    one = ReceiptBook.objects.select_for_update().get(pk=book.pk)
    _own(one, by)
    note = reason_given(reason, "số phiếu không dùng")
    rows = list(
        ReceiptNumber.objects.select_for_update(of=("self",))
        .filter(book=one, number__in=numbers).select_related("gift", "unused").order_by("number")
    )  # fmt: skip
    if missing := sorted(set(numbers) - {row.number for row in rows}):
        raise UnableToGive(f"Số {missing[0]} không thuộc quyển {one.code}.", "numbers")
    for row in rows:
        if getattr(row, "gift", None) is not None:
            raise UnableToGive(
                f"Phiếu {one.printed(row.number)} đã vào sổ một khoản góp.", "numbers"
            )
        if getattr(row, "unused", None) is not None:
            raise UnableToGive(
                f"Phiếu {one.printed(row.number)} đã ghi {row.unused.get_how_display()} rồi.",
                "numbers",
            )
    signed = audit.sign(by)
    NumberUnused.objects.bulk_create(
        NumberUnused(receipt=row, how=how, on=by.today, at=by.now, by=signed, note_id=note.id,
                     note_digest=note.digest)
        for row in rows
    )  # fmt: skip
    told(Act.GIFT_TAKE, "receipt_book", one.pk, one.unit_id, f"{how} {len(rows)}", by)


def open_numbers(book: ReceiptBook) -> list[int]:
    """This function will return the numbers of a book that have not ended yet."""
    rows = ReceiptNumber.objects.filter(book=book, gift=None, unused=None).order_by("number")
    return list(rows.values_list("number", flat=True))


def counted_ballots(actor: str, book: ReceiptBook) -> bool:
    """This function will say whether a hand collected or counted ballots by which a work of a book was
    decided; a book of no one work may take for each that is open.
    """
    works = Work.objects.filter(unit=book.unit_id).exclude(standing__in=_OVER)
    if book.work_id:
        works = works.filter(pk=book.work_id)
    votes = works.filter(bases__vote__isnull=False).values("bases__vote")
    return (
        Ballot.objects.filter(vote__in=votes, by=actor).exists()
        or TallyBoard.objects.filter(vote__in=votes, by=actor).exists()
    )


def _made(
    unit: Unit, code: str, work: Work | None, paper: str, manner: str, first: int, last: int, by: Actor
) -> ReceiptBook:  # fmt: skip
    code = tidy(code, 20, "Mã quyển", "code", needed=True).upper()
    if not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code):
        raise UnableToGive("Mã quyển chỉ dùng chữ không dấu, số, gạch ngang.", "code")
    if work is not None and work.unit_id != unit.pk:
        raise UnableToGive("Công trình không thuộc đơn vị in quyển này.", "work")
    book = ReceiptBook(unit=unit, code=code, manner=manner, paper=paper, work=work, first=first,
                       last=last, printed_at=by.now, changed_at=by.now)  # fmt: skip
    try:
        with transaction.atomic():
            book.save(force_insert=True)
    except IntegrityError:
        raise UnableToGive(f"Đã có quyển mã {code}. Đặt mã khác.", "code") from None
    _step(book, "printed", by, None)
    told(Act.RECEIPTS_HAND, "receipt_book", book.pk, unit.pk, f"print {first}-{last}", by)
    return book


def _held(book: ReceiptBook, standing: BookStanding) -> ReceiptBook:
    one = (
        ReceiptBook.objects.select_for_update(of=("self",)).select_related("holder").get(pk=book.pk)
    )
    if one.stands is not standing:
        raise UnableToGive(f"Quyển {one.code} {one.stands.words} nên không làm việc này được.")
    return one


def _own(book: ReceiptBook, by: Actor) -> None:
    """Refuse a hand that does not hold the book; whoever keeps all books may speak for it."""
    if book.holder is not None and book.holder.actor == by.key:
        return
    if book.stands is BookStanding.HANDED or not by.may(Act.RECEIPTS_HAND, book.unit_id):
        raise UnableToGive(
            f"Quyển {book.code} không phải do bác giữ. Người giữ quyển làm việc này."
        )


def _written(one: ReceiptBook, by: Actor, *fields: str) -> None:
    one.version, one.changed_at = one.version + 1, by.now
    one.save(update_fields=[*fields, "version", "changed_at"])


def _step(
    book: ReceiptBook, word: str, by: Actor, holder: Holder | None, note: audit.Kept = audit.NO_NOTE
) -> None:
    BookStep.objects.create(
        book=book, step=word, holder=holder, at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip
