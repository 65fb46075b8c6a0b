"""Ghi sổ: post an entry, turn one round, enter what stood there at the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Sum, Value, When

from dongthuan.act.ledger import rules
from dongthuan.act.ledger.models import Account, Book, Entry, Opening, Posting, Purpose
from dongthuan.act.ledger.rules import Line, Nature
from dongthuan.act.ledger.services._books import open_account
from dongthuan.act.ledger.services._holding import Held, UnableToPost, held
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.primitives.money import Money

LONGEST_WORDS = 200
_OPENING = "opening"
# The account that opening balances come from, where the book has none of its own.
BEGINNING = "411.DK"


@transaction.atomic
def post(
    *, book: Book, on: date, lines: Sequence[Line], words: str, source: str = "", by: Actor,
    act: Act = Act.LEDGER_POST, unit_id: int | None = None, moves_purpose: bool = False,
) -> Entry:  # fmt: skip
    """This function will write one entry by itself, as `post_within` writes it with more."""
    return post_within(book=book, on=on, lines=lines, words=words, source=source, by=by, act=act,
                       unit_id=unit_id, moves_purpose=moves_purpose)  # fmt: skip


def post_within(
    *, book: Book, on: date, lines: Sequence[Line], words: str, source: str = "", by: Actor,
    act: Act = Act.LEDGER_POST, unit_id: int | None = None, moves_purpose: bool = False,
) -> Entry:  # fmt: skip
    """This function will write one entry with what the room that asks writes in the same transaction,
    which falls with it; the same source told again is the same entry.

    `act` is the act of the room that asks, and that room writes it on the trail. `unit_id` is where it
    is done, when that is a unit below the book's own. `moves_purpose` says that the community decided to
    give what is left of one purpose to another.

    :raises UnableToPost: it does not balance, for each purpose too; an account is unknown or ended; the
        period is closed; a purpose would be overdrawn, or pay for another.
    """
    by.require(act, unit_id or book.unit_id)
    if problem := rules.entry_problem(lines):
        raise UnableToPost(problem, "lines")
    told = tidy(words)
    known = held(
        book, {one.account for one in lines}, {one.purpose for one in lines}, source or None
    )
    if known.already is not None:
        return _the_same(known.already, lines)
    return _written(book, on, lines, told, known, by, act, source or None, moves_purpose)


@transaction.atomic
def reverse(
    *, entry: Entry, reason: str, on: date | None = None, by: Actor, act: Act = Act.LEDGER_POST,
    unit_id: int | None = None,
) -> Entry:  # fmt: skip
    """This function will answer a mistake by an entry that turns it round, dated today, with a reason.

    :raises UnableToPost: it was turned round before, is itself such an entry, gives no reason, is dated
        another day, or what it gave has been spent.
    """
    book = entry.book
    by.require(act, unit_id or book.unit_id)
    if on is not None and on != by.today:
        raise UnableToPost("Bút toán đảo ghi ngày hôm nay, không ghi lùi về ngày của bút toán cũ.")
    if entry.reverses_id is not None:
        raise UnableToPost(
            "Đây đã là bút toán đảo nên không đảo lần nữa. Nếu đảo nhầm, ghi lại bút toán đúng."
        )
    if not reason.strip():
        raise UnableToPost("Ghi vì sao đảo bút toán này, để người xem sổ sau biết.", "reason")
    hold_name(f"ledger.entry:{entry.pk}")
    if Entry.objects.filter(reverses=entry).exists():
        raise UnableToPost(f"Bút toán số {entry.pk} đã được đảo rồi. Mỗi bút toán đảo một lần.")
    lines = rules.turned(lines_of(entry))
    known = held(book, {one.account for one in lines}, {one.purpose for one in lines}, None)
    return _written(book, by.today, lines, f"Đảo bút toán số {entry.pk}", known, by, act, None,
                    True, reverses=entry, note=audit.keep_note(reason))  # fmt: skip


@transaction.atomic
def open_balances(
    *, book: Book, on: date, lines: Sequence[Line], minutes: StoredFile | None, by: Actor
) -> Entry:
    """This function will enter what stood there at the beginning, once a book, with signed minutes.

    :raises UnableToPost: it was entered before, without minutes, or later than the first entry; or it is
        no entry that could be posted.
    """
    by.require(Act.LEDGER_CLOSE, book.unit_id)
    if minutes is None:
        raise UnableToPost(
            "Số dư đầu kỳ cần biên bản bàn giao có chữ ký. Chọn tệp biên bản.", "minutes"
        )
    hold_name(f"ledger.book:{book.pk}")
    if Opening.objects.filter(book=book).exists():
        raise UnableToPost("Sổ này đã ghi số dư đầu kỳ. Ghi sót thì ghi thêm bút toán, có lý do.")
    first = Entry.objects.filter(book=book).order_by("on").values_list("on", flat=True).first()
    if first is not None and on > first:
        raise UnableToPost(
            f"Số dư đầu kỳ phải trước bút toán đầu tiên (ngày {first:%d/%m/%Y}).", "on"
        )
    entry = post(book=book, on=on, lines=lines, words="Số dư đầu kỳ", source=_OPENING, by=by,
                 act=Act.LEDGER_CLOSE, moves_purpose=True)  # fmt: skip
    Opening.objects.create(book=book, entry=entry, minutes=minutes)
    audit.record(Act.LEDGER_CLOSE, "book", book.pk, by=by, unit_id=book.unit_id,
                 detail=f"opening {entry.pk} {minutes.digest[:16]}")  # fmt: skip
    return entry


@transaction.atomic
def open_balances_of(
    *, book: Book, on: date, held: Sequence[tuple[str, str, int]], minutes: StoredFile | None,
    by: Actor,
) -> Entry:  # fmt: skip
    """This function will enter what lay in accounts of cash and debts, by account, purpose and amount above
    zero; where it came from is one account of the book, opened with it.

    :raises UnableToPost: as `open_balances`.
    """
    by.require(Act.LEDGER_CLOSE, book.unit_id)
    if not Account.objects.filter(book=book, code=BEGINNING).exists():
        open_account(book=book, code=BEGINNING, name="Nguồn đầu kỳ", nature=Nature.EQUITY, by=by,
                     act=Act.LEDGER_CLOSE)  # fmt: skip
    rows = Account.objects.filter(book=book, code__in={account for account, _, _ in held})
    signs = {row.code: row.sort.sign for row in rows}
    lines = [
        Line(account, dong * signs.get(account, 1), purpose) for account, purpose, dong in held
    ]
    lines += [
        Line(BEGINNING, -dong, purpose) for purpose, dong in rules.sums(lines).items() if dong
    ]
    return open_balances(book=book, on=on, lines=lines, minutes=minutes, by=by)


def lines_of(entry: Entry) -> list[Line]:
    """This function will return the lines of an entry as they were posted."""
    rows = Posting.objects.filter(entry=entry).order_by("pk")
    return [Line(*row) for row in rows.values_list("account__code", "dong", "purpose__code")]


def _written(
    book: Book, on: date, lines: Sequence[Line], words: str, known: Held, by: Actor, act: Act,
    source: str | None, moves_purpose: bool, reverses: Entry | None = None,
    note: audit.Kept = audit.NO_NOTE,
) -> Entry:  # fmt: skip
    if problem := rules.day_problem(on, closed_through=known.closed_through, today=by.today):
        raise UnableToPost(problem, "on")
    still_open(known, on)
    if not moves_purpose:
        _pays_for_itself(known, lines)
    _covered(book, on, lines, known)
    # The verb of another room writes its own act on the trail, and signs there.
    signed = audit.sign(by) if act is Act.LEDGER_POST else by.key
    entry = Entry(
        book=book, on=on, recorded_at=by.now, by=signed, words=words, source=source,
        reverses=reverses, note_id=note.id, note_digest=note.digest,
    )  # fmt: skip
    try:
        entry.save(force_insert=True)
    except IntegrityError:
        # The lock above lets nobody come this far twice; the database has the last word all the same.
        raise UnableToPost(
            "Bút toán này vừa được người khác ghi. Mở lại trang sổ để xem."
        ) from None
    Posting.objects.bulk_create(
        Posting(entry=entry, book=book, account=known.accounts[one.account],
                purpose=known.purposes[one.purpose], on=on, dong=one.dong)
        for one in lines
    )  # fmt: skip
    if act is Act.LEDGER_POST:
        audit.record(act, "ledger_entry", entry.pk, by=by, unit_id=book.unit_id,
                     detail=f"reverse {reverses.pk}" if reverses else source or "", note=note)  # fmt: skip
    return entry


def still_open(known: Held, on: date) -> None:
    """This function will refuse a day on which an account had ended."""
    for account in known.accounts.values():
        if account.ended_on is not None and on >= account.ended_on:
            raise UnableToPost(
                f"Tài khoản {account.code} đã đóng từ ngày {account.ended_on:%d/%m/%Y}."
            )


def _pays_for_itself(known: Held, lines: Sequence[Line]) -> None:
    """Refuse money that leaves a restricted purpose for another in one entry."""
    gives, takes = rules.crossing(lines, known.natures)
    for code in sorted(gives):
        if takes and known.purposes[code].restricted:
            raise UnableToPost(
                f"Tiền của «{known.purposes[code].name}» chỉ chi cho đúng mục đích đó. Muốn chuyển "
                "phần còn dư sang việc khác, phải có quyết định của cộng đồng."
            )


def _covered(book: Book, on: date, lines: Sequence[Line], known: Held) -> None:
    """Refuse what would leave an account of a purpose below zero, on that day or on any later one."""
    gone = rules.leaving(lines, known.natures)
    for code in sorted({purpose for _, purpose in gone}):
        # Two who take at once wait here for each other; who only gives waits for nobody.
        hold_name(f"ledger.purpose:{known.purposes[code].pk}")
    for (code, purpose), dong in sorted(gone.items()):
        account, kept_for = known.accounts[code], known.purposes[purpose]
        least = _least(book, account, kept_for, on)
        if least + dong < 0:
            raise UnableToPost(
                f"{account.name} của «{kept_for.name}» chỉ còn {Money(max(least, 0))}, không đủ "
                f"{Money(-dong)}. Xem lại số tiền, hoặc chờ thu, nhận bàn giao thêm rồi mới ghi.",
                "lines",
            )


def _least(book: Book, account: Account, purpose: Purpose, on: date) -> int:
    """Return the lowest balance from a day on."""
    rows = Posting.objects.filter(book=book, account=account, purpose=purpose)
    # What came before the day is one sum with it; each later day stands for itself.
    day = Case(When(on__lte=on, then=Value(on)), default=F("on"))
    found = dict(rows.annotate(day=day).values_list("day").annotate(Sum("dong")))
    before = found.pop(on, 0)
    return rules.lowest(before, (found[later] for later in sorted(found)))


def _the_same(pk: int, lines: Sequence[Line]) -> Entry:
    entry = Entry.objects.select_related("book").get(pk=pk)
    if sorted(map(repr, lines_of(entry))) != sorted(map(repr, lines)):
        raise UnableToPost(
            f"Nguồn này đã ghi sổ ở bút toán số {pk} với số tiền khác. Đảo bút toán đó, có lý do, "
            "rồi ghi lại."
        )
    return entry


def tidy(words: str) -> str:
    """This function will return what an entry says on one line, or refuse an empty one."""
    told = " ".join(words.split())
    if not told:
        raise UnableToPost("Chưa ghi diễn giải của bút toán.", "words")
    return told[:LONGEST_WORDS]
