"""Sao kê within reach: files as they are read, movements nobody explained yet, and what they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dongthuan.act.funds import statement_layouts, statements_reading, transfers
from dongthuan.act.funds.models import (
    AccountPosting,
    BankLine,
    ColumnsKept,
    Gift,
    Handover,
    Holder,
    LineMatch,
    Payment,
    Statement,
    Work,
)
from dongthuan.act.funds.queries._money import in_hand
from dongthuan.act.funds.rules import TAKING, Hand, Kind
from dongthuan.act.funds.statement_layouts import Bank, Column
from dongthuan.act.funds.statements_matching import Movement, Open, Purpose, Suggestion, suggest
from dongthuan.act.funds.statements_reading import Head, Reading
from dongthuan.ground import files
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as keeping


@dataclass(frozen=True, slots=True)
class Look:
    """Bản đọc thử: a file as its columns say, before anything of it is taken in."""

    head: Head
    columns: Mapping[int, Column]
    bank: Bank | None
    account: str
    # A person has said so of a file with this head before.
    settled: bool
    lacks: tuple[str, ...]
    reading: Reading | None
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Đối chiếu số dư: what the bank says is there, what our book says, and what is not explained."""

    told_on: date | None
    told: int | None
    booked: int
    open_in: int
    open_out: int


def bank_accounts(*, viewer: Actor) -> list[Holder]:
    """This function will return the bank accounts whose statements the viewer may match."""
    rows = Holder.objects.filter(kind=Hand.BANK, ended_on=None).select_related("unit")
    reach = viewer.reach(Act.STATEMENT_MATCH)
    if reach.units is not None:
        rows = rows.filter(unit__in=reach.units)
    return list(rows.order_by("unit_id", "code"))


def bank_account(*, viewer: Actor, pk: int) -> Holder | None:
    """This function will return one bank account within reach, or None."""
    return next((one for one in bank_accounts(viewer=viewer) if one.pk == pk), None)


def statements(*, viewer: Actor) -> QuerySet[Statement]:
    """This function will return the statements within reach, the newest first."""
    rows = Statement.objects.select_related("account__unit", "stored").order_by("-pk")
    reach = viewer.reach(Act.STATEMENT_MATCH)
    return rows if reach.units is None else rows.filter(account__unit__in=reach.units)


def statement_seen(*, viewer: Actor, pk: int) -> Statement | None:
    """This function will return one statement within reach, or None."""
    return statements(viewer=viewer).filter(pk=pk).first()


def look(statement: Statement) -> Look:
    """This function will read a statement's file as it would be taken in now.

    :raises UnreadableFile, UnreadableStatement: there is nothing to read in it.
    """
    name = f"sao-ke.{statement.stored.kind}"
    return looked_at(keeping.content(statement.stored), name, statement.account.unit_id)


def looked_at(data: bytes, name: str, unit: int) -> Look:
    """This function will read the bytes of a statement with the columns a person has settled, or with
    those proposed.

    :raises UnreadableFile, UnreadableStatement: there is nothing to read in it.
    """
    sheets = files.read_tables(data, name)
    found = statements_reading.propose(sheets, statement_layouts.shipped())
    kept = ColumnsKept.objects.filter(unit=unit, print=found.head.print).first()
    columns: Mapping[int, Column] = found.columns
    if kept is not None:
        columns = {int(at): Column(column) for at, column in kept.columns.items()}
    lacks = statements_reading.lacking(columns)
    sheet = sheets[found.head.sheet]
    reading = None if lacks else statements_reading.read(sheet, found.head, columns)
    samples = tuple(sheet.rows[found.head.first : found.head.first + 4])
    return Look(found.head, columns, found.bank, found.account, kept is not None, lacks, reading, samples)  # fmt: skip


def open_lines(account: Holder) -> QuerySet[BankLine]:
    """This function will return the movements of an account nobody has explained, the oldest first."""
    rows = BankLine.objects.filter(account=account).exclude(
        pk__in=LineMatch.objects.filter(ended=None).values("line")
    )
    return rows.select_related("told").order_by("on", "pk")


def bank_line(*, viewer: Actor, pk: int) -> BankLine | None:
    """This function will return one movement of an account within reach, or None."""
    rows = BankLine.objects.filter(pk=pk).select_related("account__unit", "told")
    found = rows.first()
    if found is None or not viewer.may(Act.STATEMENT_MATCH, found.account.unit_id):
        return None
    return found


def matches(account: Holder) -> QuerySet[LineMatch]:
    """This function will return what movements were explained as, the latest first."""
    rows = LineMatch.objects.filter(line__account=account, ended=None)
    return rows.select_related(
        "line", "gift__work", "gift__receipt__book", "handover__giver", "payment__request__work"
    ).order_by("-pk")


def match_seen(*, viewer: Actor, pk: int) -> LineMatch | None:
    """This function will return one match within reach that was not ended, or None."""
    found = LineMatch.objects.select_related("line__account", "gift__work").filter(pk=pk).first()
    if found is None or not viewer.may(Act.STATEMENT_MATCH, found.line.account.unit_id):
        return None
    return found


def suggestions(
    account: Holder, lines: Iterable[BankLine], *, viewer: Actor
) -> dict[int, list[Suggestion]]:
    """This function will propose what each movement may be; in five queries, however many there are."""
    held = list(lines)
    if not held:
        return {}
    gifts, deposits, payments = _gifts(account, viewer), _deposits(account), _payments(account)
    works = [
        Purpose(pk, title)
        for pk, title in Work.objects.filter(unit=account.unit_id, standing__in=TAKING)
        .order_by("pk").values_list("pk", "title")
    ]  # fmt: skip
    return {
        line.pk: suggest(
            _movement(line), gifts=gifts, deposits=deposits, works=works, payments=payments
        )
        for line in held
    }


def standing(account: Holder) -> Standing:
    """This function will hold the last balance the bank told against our book."""
    last = (
        BankLine.objects.filter(account=account, balance__isnull=False)
        .order_by("-on", "-pk").values_list("on", "balance").first()
    )  # fmt: skip
    sums = open_lines(account).order_by().values_list("dong", flat=True)
    held = list(sums)
    return Standing(
        last[0] if last else None, last[1] if last else None, sum(in_hand(account).values()),
        sum(dong for dong in held if dong > 0), -sum(dong for dong in held if dong < 0),
    )  # fmt: skip


def unexplained(unit: int) -> int:
    """This function will count the movements of a unit's accounts that belong to no work yet."""
    accounts = Holder.objects.filter(unit=unit, kind=Hand.BANK)
    answered = LineMatch.objects.filter(ended=None).values("line")
    return BankLine.objects.filter(account__in=accounts).exclude(pk__in=answered).count()


def posted_transfer(work: Work, on: date) -> tuple[transfers.Account, str] | None:
    """This function will return the posted account that a work may be given to by transfer on a day, and
    the code to write in its message; None where no organisation's account hangs on the board, or the
    work takes no gifts.
    """
    if work.stands not in TAKING:
        return None
    rows = AccountPosting.objects.filter(account__unit=work.unit_id, account__ended_on=None)
    for row in rows.select_related("account").order_by("-from_day", "-pk"):
        account = account_of(row)
        if account.holds(on) and not transfers.problems(account):
            return account, transfers.code_of(work.pk)
    return None


def account_of(row: AccountPosting) -> transfers.Account:
    """This function will return a posted account as plain values."""
    held = row.account
    return transfers.Account(
        transfers.Owner.ORGANISATION, held.bank, held.bank_bin, held.account_number, held.account_name,
        row.document, row.from_day, row.until,
    )  # fmt: skip


def postings(account: Holder) -> list[AccountPosting]:
    """This function will return the papers by which an account was posted, the newest first."""
    return list(AccountPosting.objects.filter(account=account).order_by("-from_day", "-pk"))


def _movement(line: BankLine) -> Movement:
    told = getattr(line, "told", None)
    return Movement(
        line.on, line.dong, line.reference, told.words if told else "", told.party if told else ""
    )


def _gifts(account: Holder, viewer: Actor) -> Sequence[Open]:
    rows = Gift.objects.filter(
        holder=account, kind=Kind.TRANSFER, reversal=None
    ).exclude(pk__in=LineMatch.objects.filter(ended=None, gift__isnull=False).values("gift"))  # fmt: skip
    # Whoever may not look up givers is not told by a suggestion either.
    names = viewer.may(Act.GIVER_SEE, account.unit_id)
    return [
        Open(pk, on, dong, reference or "", f"{code}-{number:04d}", (name or "") if names else "")
        for pk, on, dong, reference, code, number, name in rows.order_by("pk").values_list(
            "pk", "on", "dong", "reference", "receipt__book__code", "receipt__number", "giver__name"
        )
    ]


def _deposits(account: Holder) -> Sequence[Open]:
    rows = Handover.objects.filter(taker=account, answer__accepted=True).exclude(
        pk__in=LineMatch.objects.filter(ended=None, handover__isnull=False).values("handover")
    )
    return [
        Open(pk, on, dong, reference, f"từ {giver}, ngày {on:%d/%m/%Y}")
        for pk, on, dong, reference, giver in rows.order_by("pk").values_list(
            "pk", "on", "dong", "answer__reference", "giver__code"
        )
    ]


def payments_of(account: Holder) -> QuerySet[Payment]:
    """This function will return the payments out of an account that stand, and no line was found for."""
    rows = Payment.objects.filter(holder=account, turned=None)
    return rows.exclude(
        pk__in=LineMatch.objects.filter(ended=None, payment__isnull=False).values("payment")
    ).order_by("pk")


def _payments(account: Holder) -> Sequence[Open]:
    told = payments_of(account).values_list("pk", "on", "dong", "reference", "request__work__title")
    return [
        Open(pk, on, dong, reference, f"ngày {on:%d/%m/%Y} của «{title}»")
        for pk, on, dong, reference, title in told
    ]
