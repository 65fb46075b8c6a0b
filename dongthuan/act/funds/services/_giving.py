"""Nhận khoản góp: one gift on one numbered receipt, posted in the same breath; taken back by a reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction
from django.db.models import Model

from dongthuan.act.funds.models import (
    Gift,
    GiftReversal,
    Giver,
    Holder,
    NumberUnused,
    ReceiptBook,
    ReceiptNumber,
    ShownName,
    Valuation,
    Work,
)
from dongthuan.act.funds.rules import (
    IN_KIND,
    TAKING,
    BookStanding,
    GiverKind,
    Hand,
    Kind,
    UnableToRead,
    Unused,
    quantity_words,
    reference_of,
    worth,
)
from dongthuan.act.funds.services import _purse
from dongthuan.act.funds.services._holding import (
    UnableToGive,
    day_ok,
    reason_given,
    refused,
    tidy,
    told,
    whole,
)
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger.models import Book
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor, NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.primitives import numbers
from dongthuan.who.org.models import Unit
from dongthuan.who.people.models import Household

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Named:
    """Người góp như đã kể: who gave, and the name chosen for the posted list: nobody's, unless said."""

    kind: GiverKind = GiverKind.UNNAMED
    name: str = ""
    # A household's code, where the giver told it.
    household: str = ""
    shown: str = ""


NOBODY = Named()


@dataclass(frozen=True, slots=True)
class Told:
    """Khoản góp như đã kể: money has its sum; days, materials and land a quantity and its rule."""

    kind: Kind
    dong: int | None = None
    quantity: int | None = None
    valuation: Valuation | None = None
    reference: str = ""
    bank: Holder | None = None
    group: Unit | None = None


@transaction.atomic
def set_valuation(
    *, unit: Unit, kind: Kind, what: str, measured_in: str, dong: int, from_day: date, document: str,
    stored: StoredFile | None = None, by: Actor,
) -> Valuation:  # fmt: skip
    """This function will publish what a gift that is no money counts for, from a day on, by a paper.

    :raises UnableToGive: a box is empty, money is valued, or no paper stands behind it.
    """
    by.require(Act.FUND_KEEP, unit.pk)
    if kind not in IN_KIND:
        raise UnableToGive("Tiền không cần quy đổi. Chọn ngày công, vật liệu hoặc đất.", "kind")
    made = Valuation.objects.create(
        unit=unit, kind=kind, what=tidy(what, 120, "Quy đổi cho", "what", needed=True),
        measured_in=tidy(measured_in, 30, "Đơn vị tính", "measured_in", needed=True),
        dong=whole(dong), from_day=from_day, recorded_at=by.now, by=audit.sign(by), stored=stored,
        document=tidy(document, 200, "Văn bản", "document", needed=True),
    )  # fmt: skip
    told(Act.FUND_KEEP, "valuation", made.pk, unit.pk, "set", by)
    return made


def take_gift(
    *, work: int, book: int, number: int, given: Told, on: date, giver: Named = NOBODY,
    sent_key: str = "", by: Actor,
) -> Gift:  # fmt: skip
    """This function will write one gift into the book, on its numbered receipt; work and receipt book are
    told by their keys. A phone that sends the same key again gets the same gift.

    :raises UnableToGive: nothing may be collected for the work; the number is of another book, was used
        (the first use is told), or is held by somebody else; a transfer bears no reference.
    """
    try:
        with transaction.atomic():
            return _taken(work, book, number, given, on, giver, sent_key, by)
    except IntegrityError:
        # The database decides which of two was the first; only then is the first looked for.
        if (first := _written_before(book, number, sent_key, given.reference)) is None:
            raise
        return first


def _taken(
    work: int, book: int, number: int, given: Told, on: date, giver: Named, sent_key: str, by: Actor
) -> Gift:
    one, kept_in = shared(work)
    place = place_of(one, given.group, by)
    still_taking(one)
    day_ok(on, by, "Ngày góp")
    receipt, ended = _receipt(book, number)
    usable(receipt, one, ended, by)
    holder, dong, valuation, reference = what_it_is_worth(one, given, receipt.book, on)
    gift = Gift.objects.create(
        work=one, receipt=receipt, kind=given.kind, dong=dong, quantity=given.quantity,
        valuation=valuation, giver_kind=giver.kind, giver=giver_row(giver), group=given.group,
        holder=holder, reference=reference or None, on=on, sent_key=sent_key or None, recorded_at=by.now,
        by=by.key,
    )  # fmt: skip
    if shown := tidy(giver.shown, 160, "Tên công khai", "shown"):
        ShownName.objects.create(gift=gift, name=shown, changed_at=by.now)
    _purse.post_gift(one, kept_in, gift.pk, given.kind, dong, holder, on=on, by=by, place=place)
    told(Act.GIFT_TAKE, "gift", gift.pk, place, f"{receipt.book.code}-{number} {given.kind}", by)
    return gift


@transaction.atomic
def reverse_gift(*, gift: Gift, reason: str, by: Actor) -> GiftReversal:
    """This function will answer a mistaken gift by a reversal dated today. Its number stays used, and
    both lines stay in the book.

    :raises UnableToGive: it was reversed before, has no reason, or its money was handed on already.
    """
    by.require(Act.LEDGER_POST, gift.work.unit_id)
    one = Gift.objects.select_for_update(of=("self",)).select_related("work").get(pk=gift.pk)
    if GiftReversal.objects.filter(gift=one).exists():
        raise UnableToGive("Khoản góp này đã hủy ghi rồi.")
    note = reason_given(reason, "hủy ghi khoản góp")
    _purse.turn_round(one.work, f"gift:{one.pk}", reason, by, Act.GIFT_TAKE)
    made = GiftReversal.objects.create(
        gift=one, on=by.today, at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip
    audit.record(Act.LEDGER_POST, "gift", one.pk, by=by, unit_id=one.work.unit_id, detail="reverse",
                 note=note)  # fmt: skip
    return made


def _written_before(book: int, number: int, sent_key: str, reference: str) -> Gift | None:
    """Return the gift that the same send has written, or say what stands in the way of another."""
    rows = Gift.objects.select_related("receipt__book__holder", "work")
    first = rows.filter(receipt__book=book, receipt__number=number).first()
    if first is not None and sent_key and first.sent_key == sent_key:
        return first
    if first is not None:
        raise used(first)
    if sent_key and Gift.objects.filter(sent_key=sent_key).exists():
        raise UnableToGive("Lần gửi này đã dùng cho một phiếu khác. Tải lại trang rồi ghi lại.")
    if not reference:
        return None
    raise UnableToGive(
        f"Giao dịch {reference.strip()} đã vào sổ cho công trình này rồi, không ghi lần nữa.",
        "reference",
    )


def shared(work: int) -> tuple[Work, Book]:
    """This function will return a work that stays as it stands until the gift is written, and the book of
    its unit.
    """
    # Many give beside each other; who moves the work on waits for them, and they for who does.
    found = next(iter(Work.objects.raw(_WORK + _locked("FOR SHARE OF work"), [work])), None)
    if found is None:
        raise UnableToGive("Chọn công trình, quỹ.", "work")
    # Who opened the work opened the book with it.
    return found, ledger.book_known(found.book, found.unit_id)  # type: ignore[attr-defined]


# At every door where somebody gives the same few are asked for: put together anew each time, the
# questions took longer than their answers.
_WORK = f"""
SELECT work.*, {ledger.BOOK_OF.format("work.unit_id")} AS book FROM funds_work work WHERE work.id = %s
"""
_NUMBER = """
SELECT one.id, one.book_id, one.number, book.id, book.unit_id, book.code, book.manner, book.work_id,
       book.first, book.last, book.holder_id, book.standing, holder.id, holder.unit_id, holder.kind,
       holder.code, holder.actor, ended.id
FROM funds_receiptnumber one
JOIN funds_receiptbook book ON book.id = one.book_id
LEFT JOIN funds_holder holder ON holder.id = book.holder_id
LEFT JOIN funds_numberunused ended ON ended.receipt_id = one.id
WHERE one.book_id = %s AND one.number = %s
"""


def _locked(how: str) -> str:
    return how * connection.features.has_select_for_update


def still_taking(work: Work) -> None:
    """This function will refuse a work for which nothing may be collected now."""
    if work.stands not in TAKING:
        raise UnableToGive(
            f"«{work.title}» {work.stands.words} nên chưa thu được. Chỉ thu khi có quyết định đã thông "
            "qua và đã bấm «Bắt đầu vận động».", "work",
        )  # fmt: skip


def place_of(work: Work, group: Unit | None, by: Actor) -> int:
    """This function will return the unit in which the hand may take gifts: the work's own, or a group of the work."""
    if by.may(Act.GIFT_TAKE, work.unit_id):
        return work.unit_id
    if group is not None and by.may(Act.GIFT_TAKE, group.pk):
        if work.groups.filter(unit=group).exists():
            return group.pk
    raise NotPermitted(Act.GIFT_TAKE)


def _receipt(book: int, number: int) -> tuple[ReceiptNumber, NumberUnused | None]:
    """Return a number of a book with its row held, so that it is used or ended by one hand alone, and how
    it ended unused before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER + _locked("FOR UPDATE OF one"), [book, number])
        row = cursor.fetchone()
    if row is None:
        one = ReceiptBook.objects.filter(pk=book).first()
        raise outside(one, number) if one else UnableToGive("Chọn quyển phiếu thu.", "book")
    receipt, held, holder, ended = row[:3], row[3:12], row[12:17], row[17]
    found = _read(ReceiptNumber, "id book_id number", receipt)
    found.book = _read(
        ReceiptBook, "id unit_id code manner work_id first last holder_id standing", held
    )
    if holder[0] is not None:
        found.book.holder = _read(Holder, "id unit_id kind code actor", holder)
    return found, None if ended is None else NumberUnused.objects.get(pk=ended)


def _read(model: type[Row], fields: str, values: Sequence[object]) -> Row:
    """Return a row by the fields that were read, told in the model's order; another is read when asked."""
    return model.from_db(DEFAULT_DB_ALIAS, fields.split(), values)


def usable(receipt: ReceiptNumber, work: Work, unused: NumberUnused | None, by: Actor) -> None:
    """This function will refuse a number that cannot bear a gift for the work by this hand, or that has
    ended unused.
    """
    held, number = receipt.book, receipt.number
    printed = held.printed(number)
    if held.unit_id != work.unit_id or (held.work_id and held.work_id != work.pk):
        raise UnableToGive(f"Quyển {held.code} in cho công trình khác.", "number")
    if held.stands not in (BookStanding.HELD, BookStanding.RETURNED):
        raise UnableToGive(f"Quyển {held.code} {held.stands.words}, chưa thu được.", "number")
    keeps = by.may(Act.RECEIPTS_HAND, held.unit_id)
    if held.holder is None or (held.holder.actor != by.key and not keeps):
        raise UnableToGive(
            f"Quyển {held.code} do người khác giữ. Bác ghi vào quyển của mình.", "number"
        )
    # A receipt reported missing that turns up after all is entered by who keeps the books.
    if unused is not None and not (unused.how == Unused.MISSING and keeps):
        raise UnableToGive(
            f"Phiếu {printed} đã ghi {unused.get_how_display()} ngày {unused.on:%d/%m/%Y}. Kế toán xem "
            "lại phiếu giấy rồi mới vào sổ được.", "number",
        )  # fmt: skip


def used(first: Gift) -> UnableToGive:
    """This function will say which gift has used a number before."""
    receipt = first.receipt
    return UnableToGive(
        f"Phiếu {receipt.book.printed(receipt.number)} đã vào sổ: {numbers.written(first.dong)} đồng "
        f"({first.given.words}) cho «{first.work.title}», góp ngày {first.on:%d/%m/%Y}, ghi lúc "
        f"{first.recorded_at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}. Xem lại số trên phiếu; nếu hai "
        "phiếu trùng số, báo kế toán ngay.", "number",
    )  # fmt: skip


def outside(one: ReceiptBook, number: int) -> UnableToGive:
    """This function will say that a book has no such number."""
    return UnableToGive(
        f"Số {number} không thuộc quyển {one.code} (số {one.first} đến {one.last}). Xem lại số trên "
        "phiếu.", "number",
    )  # fmt: skip


def what_it_is_worth(
    work: Work, given: Told, book: ReceiptBook, on: date
) -> tuple[Holder | None, int, Valuation | None, str]:
    """This function will return whose hands money came into, what the gift is worth, by which rule, and its reference."""
    if given.kind is Kind.CASH:
        return book.holder, whole(given.dong), None, ""
    if given.kind is Kind.TRANSFER:
        try:
            reference = reference_of(given.reference)
        except UnableToRead as problem:
            raise refused(problem, "reference") from None
        bank = given.bank
        if bank is None or bank.hand is not Hand.BANK or bank.unit_id != work.unit_id:
            raise UnableToGive("Chọn tài khoản của đơn vị đã nhận chuyển khoản.", "bank")
        return bank, whole(given.dong), None, reference
    rule = given.valuation
    if rule is None or rule.kind != given.kind or rule.unit_id != work.unit_id:
        raise UnableToGive(
            f"Chưa chọn giá quy đổi cho {given.kind.words}. Giá quy đổi phải công bố trước.",
            "valuation",
        )
    if rule.from_day > on:
        raise UnableToGive(
            f"Giá quy đổi «{rule.what}» áp dụng từ {rule.from_day:%d/%m/%Y}, sau ngày góp.",
            "valuation",
        )
    quantity = whole(given.quantity, "quantity")
    dong = worth(quantity, rule.dong)
    if dong < 1:
        raise UnableToGive(
            f"{quantity_words(quantity)} {rule.measured_in} chưa được 1 đồng.", "quantity"
        )
    return None, dong, rule, ""


def giver_row(told: Named) -> Giver | None:
    """This function will return the row of who gave: one a household, so that households taking part can be counted."""
    if told.kind is GiverKind.UNNAMED:
        return None
    name = tidy(told.name, 160, "Người góp", "giver")
    if told.kind is not GiverKind.HOUSEHOLD or not told.household.strip():
        return Giver.objects.create(kind=told.kind, name=name)
    code = told.household.strip()
    household = Household.objects.filter(code=code).first()
    if household is None:
        raise UnableToGive(
            f"Không có hộ mã {code[:40]}. Xem lại mã, hoặc để trống ô mã hộ.", "household"
        )
    # Found or made in silence: nobody learns from it whether this household gave before.
    giver, _ = Giver.objects.get_or_create(
        household=household, defaults={"kind": GiverKind.HOUSEHOLD, "name": name}
    )
    return giver
