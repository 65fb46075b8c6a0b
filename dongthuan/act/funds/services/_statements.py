"""Sao kê ngân hàng: laid down to be looked at, columns settled, taken in, taken back; accounts posted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.act.funds import statements_reading, transfers
from dongthuan.act.funds.models import (
    AccountPosting,
    BankLine,
    BankLineWords,
    ColumnsKept,
    Holder,
    LineMatch,
    Statement,
    StatementLine,
)
from dongthuan.act.funds.queries import account_of, look, looked_at
from dongthuan.act.funds.rules import Hand
from dongthuan.act.funds.services._holding import UnableToGive, tidy, told
from dongthuan.act.funds.statement_layouts import Column
from dongthuan.act.funds.statements_reading import Line, UnreadableStatement
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name
from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.files import services as files
from dongthuan.ground.files.sniffing import identify

# A statement of a year of a busy account has some thousands of lines.
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Kết quả lấy sao kê: lines that are new, known from another statement, and to be looked at."""

    new: int
    known: int
    doubtful: int


@transaction.atomic
def post_account(
    *, account: Holder, document: str, from_day: date, until: date | None = None, by: Actor
) -> AccountPosting:
    """This function will post an organisation's account on the notice board, by a paper, for some days.

    :raises UnableToGive: the account is a person's, or what is told of it cannot be transferred to.
    """
    by.require(Act.RECEIPTS_HAND, account.unit_id)
    if account.hand is not Hand.BANK or account.ended_on:
        raise UnableToGive("Chỉ niêm yết tài khoản ngân hàng đang dùng của đơn vị.", "account")
    row = AccountPosting(
        account=account, from_day=from_day, until=until, recorded_at=by.now, by=audit.sign(by),
        document=tidy(document, 200, "Văn bản niêm yết", "document", needed=True),
    )  # fmt: skip
    if found := transfers.problems(account_of(row)):
        raise UnableToGive(found[0], "account")
    row.save(force_insert=True)
    told(Act.RECEIPTS_HAND, "holder", account.pk, account.unit_id, "post", by)
    return row


@transaction.atomic
def take_down_account(*, posting: AccountPosting, by: Actor) -> None:
    """This function will say that a posted account no longer hangs on the board, from today on."""
    one = AccountPosting.objects.select_for_update().select_related("account").get(pk=posting.pk)
    by.require(Act.RECEIPTS_HAND, one.account.unit_id)
    one.until = max(by.today, one.from_day)
    one.save(update_fields=["until"])
    told(Act.RECEIPTS_HAND, "holder", one.account_id, one.account.unit_id, "take down", by)


@transaction.atomic
def lay_statement(*, account: Holder, data: bytes, name: str, by: Actor) -> Statement:
    """This function will keep a bank's file to be looked at; nothing of it is in the book yet.

    :raises UnableToGive: it was laid down before, is another account's, or holds no statement.
    """
    by.require(Act.STATEMENT_MATCH, account.unit_id)
    try:
        seen = looked_at(data, name, account.unit_id)
    except (UnreadableFile, UnreadableStatement) as problem:
        raise UnableToGive(str(problem), "file") from None
    if seen.account and account.account_number and seen.account != account.account_number:
        raise UnableToGive(
            f"Đây là sao kê của tài khoản {seen.account}, không phải {account.account_number}. Chọn đúng tài "
            "khoản, hoặc tải lại tệp.", "file",
        )  # fmt: skip
    # A table of letters is known by the name it came under: kept as what it was read as.
    stored = files.keep(data, kind=identify(data, name)[0].value, at=by.now)
    hold_name(f"funds.statements:{account.pk}")
    again = Statement.objects.filter(account=account, stored=stored).first()
    if again is not None:
        raise UnableToGive(
            f"Tệp này đã tải lên ngày {again.laid_at.astimezone(LOCAL):%d/%m/%Y}. Mở lại ở danh sách sao kê.",
            "file",
        )  # fmt: skip
    made = Statement.objects.create(
        account=account, stored=stored, bank=seen.bank.code if seen.bank else "", print=seen.head.print,
        laid_at=by.now, by=audit.sign(by),
    )  # fmt: skip
    told(Act.STATEMENT_MATCH, "statement", made.pk, account.unit_id, "lay", by)
    return made


@transaction.atomic
def settle_columns(*, statement: Statement, columns: Mapping[int, Column], by: Actor) -> None:
    """This function will remember what the columns under a head are, for this file and the next ones.

    :raises UnableToGive: one meaning is given to two columns, or one that is needed to none.
    """
    unit = statement.account.unit
    by.require(Act.STATEMENT_MATCH, unit.pk)
    twice = [one for one in Column if list(columns.values()).count(one) > 1]
    if twice:
        raise UnableToGive(f"Hai cột cùng được chọn là «{twice[0].words}». Mỗi nghĩa chọn một cột.", "columns")  # fmt: skip
    if lacks := statements_reading.lacking(columns):
        raise UnableToGive(f"Chưa chọn cột: {', '.join(lacks)}.", "columns")
    ColumnsKept.objects.update_or_create(
        unit=unit, print=statement.print,
        defaults={
            "columns": {str(at): column.value for at, column in sorted(columns.items())},
            "changed_at": by.now, "by": audit.sign(by),
        },
    )  # fmt: skip
    told(Act.STATEMENT_MATCH, "statement", statement.pk, unit.pk, "columns", by)


@transaction.atomic
def take_statement(*, statement: Statement, by: Actor) -> TakenIn:
    """This function will take in the lines of a statement. A line that another statement told of is the
    same line; pressing the button also says that the columns are right.

    :raises UnableToGive: taken before, columns lacking, a row unreadable, or a balance that does not run.
    """
    hold_name(f"funds.statements:{statement.account_id}")
    one = Statement.objects.select_related("account__unit", "stored").get(pk=statement.pk)
    account = one.account
    by.require(Act.STATEMENT_MATCH, account.unit_id)
    if one.taken_at is not None:
        raise UnableToGive("Sao kê này đã lấy vào rồi.")
    seen = look(one)
    if seen.reading is None:
        raise UnableToGive(f"Chưa chọn cột: {', '.join(seen.lacks)}.", "columns")
    if seen.reading.problems:
        first = seen.reading.problems[0]
        where = f"Dòng {first.row}: " if first.row else ""
        raise UnableToGive(f"{where}{first.words}", "file")
    lines = statements_reading.earliest_first(seen.reading)
    if len(lines) > MOST_LINES:
        raise UnableToGive(f"Sao kê quá dài (hơn {MOST_LINES} dòng). Tải theo từng quý.", "file")
    if not seen.settled:
        settle_columns(statement=one, columns=seen.columns, by=by)
    taken = _taken(one, lines, by)
    one.first, one.last = min(line.on for line in lines), max(line.on for line in lines)
    one.balanced, one.taken_at = seen.reading.runs, by.now
    one.save(update_fields=["first", "last", "balanced", "taken_at"])
    told(Act.STATEMENT_MATCH, "statement", one.pk, account.unit_id, f"take {taken.new}", by)
    return taken


@transaction.atomic
def drop_statement(*, statement: Statement, by: Actor) -> None:
    """This function will throw away a statement that was laid down, or take back one that was taken in;
    lines that another statement tells of stay.

    :raises UnableToGive: a line that only this statement tells of has been explained.
    """
    hold_name(f"funds.statements:{statement.account_id}")
    one = Statement.objects.select_related("account", "stored").get(pk=statement.pk)
    by.require(Act.STATEMENT_MATCH, one.account.unit_id)
    own = BankLine.objects.filter(tellings__statement=one).exclude(
        pk__in=StatementLine.objects.exclude(statement=one).values("line")
    )
    explained = LineMatch.objects.filter(line__in=own).count()
    if explained:
        raise UnableToGive(
            f"Sao kê này đã có {explained} dòng được đối chiếu, không bỏ được. Bỏ đối chiếu các dòng ấy không "
            "xóa được dấu vết, nên sao kê ở lại."
        )  # fmt: skip
    lines = list(own.values_list("pk", flat=True))
    stored, unit, pk = one.stored, one.account.unit_id, one.pk
    one.delete()
    BankLine.objects.filter(pk__in=lines).delete()
    files.forget(stored)
    told(Act.STATEMENT_MATCH, "statement", pk, unit, f"drop {len(lines)}", by)


@transaction.atomic
def erase_line_words(*, line: BankLine, by: Actor) -> None:
    """This function will empty what a payer wrote and who they are; the movement stays."""
    by.require(Act.NOTE_ERASE, line.account.unit_id)
    BankLineWords.objects.filter(line=line).update(words="", party="")
    told(Act.NOTE_ERASE, "bank_line", line.pk, line.account.unit_id, "erase", by)


def _taken(statement: Statement, lines: list[Line], by: Actor) -> TakenIn:
    names = statements_reading.identities(lines)
    rows = BankLine.objects.filter(account=statement.account)
    known = dict(rows.filter(identity__in=names).values_list("identity", "pk"))
    # Lines of these days that this file does not tell of under the name they have.
    first, last = min(one.on for one in lines), max(one.on for one in lines)
    others = set(
        rows.filter(on__range=(first, last)).exclude(identity__in=names).values_list("on", "dong")
    )
    fresh = [
        BankLine(
            account=statement.account, identity=name, on=line.on, dong=line.dong, balance=line.balance,
            reference=_bare(line.reference), doubtful=(line.on, line.dong) in others, recorded_at=by.now,
        )
        for name, line in zip(names, lines, strict=True) if name not in known
    ]  # fmt: skip
    BankLine.objects.bulk_create(fresh)
    made = dict(rows.filter(identity__in=names).values_list("identity", "pk"))
    BankLineWords.objects.bulk_create(
        BankLineWords(line_id=made[name], words=line.words[:500], party=line.party[:160])
        for name, line in zip(names, lines, strict=True) if name not in known
    )  # fmt: skip
    StatementLine.objects.bulk_create(
        StatementLine(statement=statement, line_id=made[name], row=line.row)
        for name, line in zip(names, lines, strict=True)
    )
    return TakenIn(len(fresh), len(known), sum(line.doubtful for line in fresh))


def _bare(reference: str) -> str:
    """The bank's own number and nothing that a sentence might say of somebody."""
    return re.sub(r"[^0-9A-Z./-]", "", reference.upper())[:60]
