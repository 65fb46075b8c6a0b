"""Đọc sao kê: which columns a bank's statement has, its lines, and whether its balance runs.

Pure over the tables that `ground.files` reads; which bank writes which heads is data in `banks.yaml`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dongthuan.act.funds.statement_cells import day_of, dong_of, looks_like_money
from dongthuan.act.funds.statement_layouts import Bank, Column, Layouts
from dongthuan.ground.files import Sheet
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.folding import fold

# A head stands among the first rows: what is further down is a table of something else.
_LOOKED_AT = 80
_ACCOUNT = re.compile(r"(?:so tai khoan|so tk|tai khoan so|account (?:no|number))\b")
_DIGITS = re.compile(r"\d[\d ]{5,24}\d")
_OPENING = re.compile(r"so du (?:dau|truoc)|opening balance|balance brought forward")
_CLOSING = re.compile(r"so du cuoi|closing balance|ending balance")
_TOTAL = re.compile(r"\W*(tong|cong|total|doanh so)\b")


class UnreadableStatement(Exception):
    """Raised when no table of transactions is in a file; says what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """Đầu bảng: where the columns are named; `first` is the row, from 0, that lines begin at."""

    sheet: int
    first: int
    labels: tuple[str, ...]

    @property
    def print(self) -> str:
        """This property will return what a head is known again by, whatever rows stand above it."""
        told = "\n".join(" ".join(fold(label).split()) for label in self.labels)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Đề xuất: the head found, what its columns are taken for, whose layout it looks like."""

    head: Head
    columns: Mapping[int, Column]
    bank: Bank | None
    account: str

    @property
    def lacks(self) -> tuple[str, ...]:
        """This property will name what a statement cannot be read without and no column says yet."""
        return lacking(self.columns)


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng sao kê: money in is above nothing, money out below; `row` is its number in the file."""

    row: int
    on: date
    dong: int
    balance: int | None
    reference: str
    words: str
    party: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Chỗ cần xem: the row of the file, or 0 for the whole of it, and what to do."""

    row: int
    words: str


@dataclass(slots=True)
class Reading:
    """Bản đọc: every line, and every reason why the statement cannot be taken in as it is."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    opening: int | None = None
    closing: int | None = None

    @property
    def runs(self) -> bool:
        """This property will say whether a column of balances was there to be held against."""
        return any(line.balance is not None for line in self.lines)


def lacking(columns: Mapping[int, Column]) -> tuple[str, ...]:
    """This function will name what a statement cannot be read without."""
    told = set(columns.values())
    lacks = [] if Column.ON in told else [Column.ON.words]
    if not told & {Column.CREDIT, Column.AMOUNT}:
        lacks.append(f"{Column.CREDIT.words} hoặc {Column.AMOUNT.words}")
    return tuple(lacks)


def propose(sheets: Sequence[Sheet], layouts: Layouts) -> Proposal:
    """This function will find the table of transactions and say what its columns are taken for.

    :raises UnreadableStatement: there is no table with a day in it.
    """
    bank = layouts.known("\n".join(_above(sheets)))
    best: tuple[int, Head, dict[int, Column]] | None = None
    for number, sheet in enumerate(sheets):
        for at in range(min(len(sheet.rows), _LOOKED_AT)):
            for head in _heads(sheet, number, at):
                columns = layouts.columns(head.labels, bank)
                score = 0 if lacking(columns) else len(columns)
                if best is None or score > best[0]:
                    best = (score, head, columns)
    if best is None or not best[0]:
        head = _unnamed(sheets)
        best = (0, head, layouts.columns(head.labels, bank))
    return Proposal(best[1], best[2], bank, _account(sheets))


def read(sheet: Sheet, head: Head, columns: Mapping[int, Column]) -> Reading:
    """This function will read every line under a head and hold the running balance against them."""
    reading = Reading()
    at = {column: number for number, column in columns.items()}
    for down, row in enumerate(sheet.rows):
        if down < head.first:
            _edges(reading, sheet, down, row)
        elif any(cell.strip() for cell in row):
            _take(reading, sheet, down, row, at)
    if not reading.lines and not reading.problems:
        reading.problems.append(Problem(0, "Dưới đầu cột không có dòng giao dịch nào."))
    if Column.BALANCE in at:
        reading.problems += _broken(reading)
    return reading


def _take(reading: Reading, sheet: Sheet, down: int, row: Sequence[str], at: Mapping[Column, int]) -> None:  # fmt: skip
    number = sheet.first_row + down
    cell = row[at[Column.ON]] if at[Column.ON] < len(row) else ""
    found = day_of(cell, _number(sheet, down, at[Column.ON]))
    if found is None:
        _without_day(reading, sheet, down, row, at)
        return
    on, rest = found
    try:
        dong = _moved(sheet, down, row, at)
        balance = _dong_at(sheet, down, row, at.get(Column.BALANCE))
    except ValueError as problem:
        reading.problems.append(Problem(number, str(problem)))
        return
    if not dong:
        reading.problems.append(Problem(number, _NO_AMOUNT))
        return
    reference = _text(row, at.get(Column.REFERENCE))
    if at.get(Column.REFERENCE) in (None, at[Column.ON]):
        # Some banks write the number of the transaction under its day, in one cell.
        reference = rest
    words, party = _text(row, at.get(Column.WORDS)), _text(row, at.get(Column.PARTY))
    reading.lines.append(Line(number, on, dong, balance, reference[:60], words, party))


_NO_AMOUNT = (
    "Dòng có ngày mà không có số tiền. Nếu ô là công thức chưa có kết quả, mở tệp bằng Excel, lưu "
    "lại rồi tải lên; nếu không, xem lại cột nào là tiền vào, tiền ra."
)


def _without_day(reading: Reading, sheet: Sheet, down: int, row: Sequence[str], at: Mapping[Column, int]) -> None:  # fmt: skip
    """A row without a day: an edge, a total, more words of the line above, or a line cut in two."""
    if _edges(reading, sheet, down, row):
        return
    texts = [fold(cell) for cell in row if cell.strip()]
    if any(_TOTAL.match(text) for text in texts):
        return
    money = [at[one] for one in (Column.CREDIT, Column.DEBIT, Column.AMOUNT) if one in at]
    if any(_text(row, one) and looks_like_money(_text(row, one)) for one in money):
        words = "Dòng có số tiền mà không có ngày; có thể một dòng bị ngắt đôi hoặc bị xóa ô."
        reading.problems.append(Problem(sheet.first_row + down, words))
        return
    more = _text(row, at.get(Column.WORDS))
    if more and reading.lines and sum(bool(cell.strip()) for cell in row) == 1:
        last = reading.lines[-1]
        reading.lines[-1] = Line(
            last.row, last.on, last.dong, last.balance, last.reference, f"{last.words} {more}",
            last.party,
        )  # fmt: skip


def _moved(sheet: Sheet, down: int, row: Sequence[str], at: Mapping[Column, int]) -> int:
    """What came in less what went out; a bank that writes both kinds in one column signs them."""
    if Column.CREDIT not in at:
        return _dong_at(sheet, down, row, at.get(Column.AMOUNT)) or 0
    came = _dong_at(sheet, down, row, at[Column.CREDIT]) or 0
    went = _dong_at(sheet, down, row, at.get(Column.DEBIT)) or 0
    if came and went:
        raise ValueError("Một dòng vừa có tiền vào vừa có tiền ra. Xem lại các cột.")
    return abs(came) - abs(went)


def _edges(reading: Reading, sheet: Sheet, down: int, row: Sequence[str]) -> bool:
    """Take the balance before the first line and after the last where a row says them."""
    told = fold(" ".join(row))
    opening, closing = _OPENING.search(told), _CLOSING.search(told)
    if not opening and not closing:
        return False
    found = [
        money for number in range(len(row)) if (money := _maybe_dong(sheet, down, row, number)) is not None
    ]  # fmt: skip
    if found and opening and not closing:
        reading.opening = found[-1]
    elif found and closing and not opening:
        reading.closing = found[-1]
    return True


def _maybe_dong(sheet: Sheet, down: int, row: Sequence[str], number: int) -> int | None:
    text = row[number].rpartition(":")[2]
    if not looks_like_money(text):
        return None
    try:
        return dong_of(text, _number(sheet, down, number))
    except ValueError:
        return None


def _broken(reading: Reading) -> list[Problem]:
    """Where the balance does not run: the way up or the way down, whichever breaks less."""
    ways = (reading.lines, reading.lines[::-1])
    found = min((list(_breaks(lines, reading)) for lines in ways), key=len)
    told = found[:3]
    if len(found) > len(told):
        told.append(Problem(0, f"Còn {len(found) - len(told)} chỗ khác số dư cũng không chạy."))
    return told


def _breaks(lines: Sequence[Line], reading: Reading) -> Iterable[Problem]:
    before = reading.opening
    for line in lines:
        if line.balance is None:
            if before is not None:
                before += line.dong
            continue
        if before is not None and before + line.dong != line.balance:
            yield Problem(
                line.row,
                f"Số dư không chạy: {numbers.written(before)} {'+' if line.dong > 0 else '−'} "
                f"{numbers.written(abs(line.dong))} không bằng {numbers.written(line.balance)}. Có thể thiếu "
                "dòng phía trước hoặc số bị sửa; hãy tải lại sao kê từ ngân hàng.",
            )
        before = line.balance
    if before is not None and reading.closing is not None and before != reading.closing:
        yield Problem(
            0,
            f"Số dư cuối kỳ ghi {numbers.written(reading.closing)}, cộng các dòng được "
            f"{numbers.written(before)}. Có thể thiếu dòng; hãy tải lại sao kê từ ngân hàng.",
        )


def earliest_first(reading: Reading) -> list[Line]:
    """This function will return the lines as the days went: a bank may print the newest first, and on
    one day only the running balance tells which way.
    """
    lines = reading.lines
    up, down = (len(list(_breaks(way, reading))) for way in (lines, lines[::-1]))
    newest_first = down < up or (down == up and bool(lines) and lines[0].on > lines[-1].on)
    return lines[::-1] if newest_first else list(lines)


def identities(lines: Sequence[Line]) -> list[str]:
    """This function will name each line so that the same line of an overlapping statement has the same
    name: by day, sum and the bank's own number, or by balance and words where it has none. Lines
    alike in all this are told apart by their order, the earlier first.
    """
    told = {at: _identity(line) for at, line in enumerate(lines)}
    # A statement that begins with the newest line counts from its other end.
    backwards = len(lines) > 1 and lines[0].on > lines[-1].on
    seen: Counter[str] = Counter()
    names = dict.fromkeys(told, "")
    for at in sorted(told, reverse=backwards):
        seen[told[at]] += 1
        whole = f"{told[at]}\n{seen[told[at]]}"
        names[at] = hashlib.sha256(whole.encode()).hexdigest()
    return [names[at] for at in range(len(lines))]


def _identity(line: Line) -> str:
    if line.reference:
        own = "".join(line.reference.split()).upper()
    else:
        own = f"{line.balance}|{' '.join(fold(line.words).split())}"
    return f"{line.on.isoformat()}|{line.dong}|{own}"


def _dong_at(sheet: Sheet, down: int, row: Sequence[str], number: int | None) -> int | None:
    if number is None or number >= len(row):
        return None
    return dong_of(row[number], _number(sheet, down, number))


def _number(sheet: Sheet, down: int, across: int) -> int | float | None:
    try:
        return sheet.numbers[down][across]
    except IndexError:
        return None


def _text(row: Sequence[str], number: int | None) -> str:
    return " ".join(row[number].split()) if number is not None and number < len(row) else ""


def _heads(sheet: Sheet, number: int, at: int) -> Iterable[Head]:
    """A row as a head, and the row together with the one under it where a merged head has two."""
    labels = _spread(sheet, at)
    if sum(bool(label.strip()) for label in labels) < 2 or any(day_of(label) for label in labels):
        return
    yield Head(number, at + 1, tuple(labels))
    if at + 1 < len(sheet.rows):
        under = sheet.rows[at + 1]
        if any(cell.strip() for cell in under) and not any(day_of(cell) or re.search(r"\d", cell) for cell in under):  # fmt: skip
            both = tuple(f"{a} / {b}".strip(" /") for a, b in zip(labels, under, strict=True))
            yield Head(number, at + 2, both)


def _spread(sheet: Sheet, at: int) -> list[str]:
    """A merged head is written over all the columns that it stands above."""
    labels = list(sheet.rows[at])
    for merge in sheet.merged:
        if merge.top <= at <= merge.bottom:
            for across in range(merge.left, min(merge.right + 1, len(labels))):
                labels[across] = labels[across] or sheet.rows[merge.top][merge.left]
    return labels


def _unnamed(sheets: Sequence[Sheet]) -> Head:
    """No head was understood: what stands over the first row with a day is taken for one."""
    for number, sheet in enumerate(sheets):
        for at, row in enumerate(sheet.rows):
            if sum(bool(cell.strip()) for cell in row) > 1 and any(day_of(cell) for cell in row):
                above = sheet.rows[at - 1] if at else ()
                named = sum(bool(cell.strip()) for cell in above) > 1
                labels = above if named else tuple("" for _ in row)
                return Head(number, at, tuple(labels))
    raise UnreadableStatement(
        "Tệp không có bảng giao dịch nào (không thấy cột ngày). Vào ngân hàng điện tử, chọn «Tải sao kê» "
        "dạng Excel hoặc CSV rồi tải tệp đó lên."
    )


def _above(sheets: Sequence[Sheet]) -> Iterable[str]:
    for sheet in sheets:
        yield sheet.name
        for row in sheet.rows[:_LOOKED_AT]:
            # What payers wrote may name any bank: only rows without a day speak of this one.
            if not any(day_of(cell) for cell in row):
                yield " ".join(row)


def _account(sheets: Sequence[Sheet]) -> str:
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
            for across, cell in enumerate(row):
                if not _ACCOUNT.search(fold(cell)):
                    continue
                under = sheet.rows[at + 1][across] if at + 1 < len(sheet.rows) else ""
                for told in (*row[across:], under):
                    found = _DIGITS.search(told)
                    if found and not day_of(told):
                        return re.sub(r"\D", "", found[0])
    return ""
