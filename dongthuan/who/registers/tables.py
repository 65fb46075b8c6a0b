"""Bảng trong trang tính: where each begins and ends among heads, notes, totals and groups.

One pass over the rows, none of them kept: a sheet of a hundred thousand rows is looked at like one
of ten.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dongthuan.ground.files.rows import OLD_END, Book, Cell, Rows
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.registers.rules import BELOW, Form, fingerprint, is_known, plain

SAMPLES = 60
_TOTAL = re.compile(r"(tong cong|tong so|tong|cong don|cong|toan (phuong|xa|to))\b[\s:.\d]*")
_GROUP = re.compile(
    r"(?:[ivx\d]+\s*[.)\-:]\s*|[a-h]\s*[.)\-]\s*)?"
    r"((?:to dan pho|tdp|khu pho|khu dan cu|kdc|thon|buon|ap|to|chi bo)\s*(?:so\s*)?[\w .\-/]{1,60})"
)
_NOTE = re.compile(
    r"(nguoi lap|lap bieu|ghi chu|luu y|noi nhan|chu tich|t ?/ ?m|tm\.|kt\.|xac nhan|thu truong"
    r"|to truong|(.{2,40}, )?ngay\s.{0,12}thang)\b"
)
_NUMBERING = re.compile(r"\(?([a-z]|\d{1,2})(\s*=.*)?\)?")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Table:
    """Bảng tìm thấy: its sheet, rows, column heads, and the first rows of its content."""

    sheet: str
    head: int
    labels: tuple[str, ...]
    print: str
    hidden: frozenset[int] = frozenset()
    first: int = 0
    last: int = 0
    count: int = 0
    samples: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Dòng bỏ qua: where it stands, and why."""

    sheet: str
    row: int
    words: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Dòng của bảng: its table, number, cells, and the group that it stands under."""

    table: Table
    row: int
    cells: Sequence[Cell]
    group: str


def scan(book: Book, form: Form) -> Iterator[Table | Raw | LeftOut]:
    """This function will tell in turn each table that begins, each of its rows, and what is left out.

    :raises UnreadableFile: when the file turns out to be damaged on the way.
    """
    for hidden in book.hidden:
        yield LeftOut(hidden, 0, "trang tính ẩn, không đọc. Bỏ ẩn trong Excel nếu cần nhập.")
    for sheet in book.sheets:
        yield from _Sheet(sheet, form).scan()


class _Sheet:
    """One pass over a sheet."""

    def __init__(self, sheet: Rows, form: Form) -> None:
        self.sheet, self.form = sheet, form
        self.ahead: deque[tuple[int, list[Cell]]] = deque()
        self.table: Table | None = None
        found = _GROUP.fullmatch(fold(sheet.name).strip())
        # «Tổ 5» as the name of a sheet says of all its rows what a line above them would.
        self.named = sheet.name.strip() if found and form.group else ""
        self.group = self.named
        # Where merged cells lie by their first row, asked only at heads.
        self.merged: dict[int, list[Any]] = {}
        for one in sheet.merged:
            self.merged.setdefault(one.top + 1, []).append(one)

    def scan(self) -> Iterator[Table | Raw | LeftOut]:
        while (row := self._next()) is not None:
            number, cells = row
            if number == 0:
                words = f"tệp .xls chỉ chứa được {OLD_END:,} dòng nên có thể đã mất phần cuối. "
                yield self._left(
                    OLD_END, words.replace(",", ".") + "Kiểm tra lại, lưu thành .xlsx."
                )
                continue
            filled = [
                (at, cell) for at, cell in enumerate(cells) if cell != "" and not _empty(cell)
            ]
            if not filled:
                continue
            if self._is_head(filled):
                found = self._begin(number, cells)
                if found is not None:
                    yield found
                continue
            said = self._set_aside(number, filled)
            if said:
                yield self._left(number, said)
                continue
            assert self.table is not None
            self.table.first = self.table.first or number
            self.table.last = number
            self.table.count += 1
            if len(self.table.samples) < SAMPLES:
                self.table.samples.append(list(cells))
            yield Raw(self.table, number, cells, self.group)

    def _next(self) -> tuple[int, list[Cell]] | None:
        return self.ahead.popleft() if self.ahead else next(self.sheet.rows, None)

    def _left(self, row: int, words: str) -> LeftOut:
        return LeftOut(self.sheet.name, row, words)

    def _is_head(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        if len(filled) < 2 or not all(isinstance(cell, str) for _, cell in filled):
            return False
        known = sum(is_known(str(cell), self.form) for _, cell in filled)
        if known >= 2 and (known > 2 or known * 2 >= len(filled)):
            return True
        # Heads in words of one's own: one is known, and what follows is no longer words alone.
        return self.table is None and bool(known) and len(filled) > 2 and self._numbers_follow()

    def _numbers_follow(self) -> bool:
        if not self.ahead and (row := next(self.sheet.rows, None)) is not None:
            self.ahead.append(row)
        return bool(self.ahead) and any(not isinstance(cell, str) for cell in self.ahead[0][1])

    def _begin(self, number: int, cells: Sequence[Cell]) -> Table | None:
        labels = self._labels(number, cells)
        print_ = fingerprint(self.form.code, labels)
        if self.table is not None and self.table.print == print_:
            return None  # the head repeated on every printed page
        if self.table is not None:
            self.group = self.named
        self.table = Table(self.sheet.name, number, labels, print_, self.sheet.hidden_columns)
        return self.table

    def _labels(self, number: int, cells: Sequence[Cell]) -> tuple[str, ...]:
        labels = [_said(cell) for cell in cells]
        spans = self.merged.get(number, [])
        second = self._next()
        if second is None:
            return _trimmed(labels)
        below = [_said(cell) for cell in second[1]]
        if second[0] and self._goes_on(labels, second[1], spans):
            top = ""
            for at in range(max(len(labels), len(below))):
                label = labels[at] if at < len(labels) else ""
                sub = below[at] if at < len(below) else ""
                top = label or (top if sub else "")
                if at < len(labels):
                    labels[at] = f"{top} {sub}".strip()
                elif sub:
                    labels.append(f"{top} {sub}".strip())
        else:
            self.ahead.appendleft(second)
        return _trimmed(labels)

    def _goes_on(self, labels: Sequence[str], cells: Sequence[Cell], spans: Sequence[Any]) -> bool:
        """This function will say whether a row is the second line of a head."""
        filled = [(at, cell) for at, cell in enumerate(cells) if not _empty(cell)]
        if not filled or not all(isinstance(cell, str) for _, cell in filled):
            return False
        if any(char.isdigit() for _, cell in filled for char in str(cell)):
            return False
        wide = {
            at for one in spans for at in range(one.left, one.right + 1) if one.left < one.right
        }
        if all(at in wide for at, _ in filled):
            return True
        under_nothing = [at for at, _ in filled if at >= len(labels) or not labels[at]]
        return bool(under_nothing) and all(plain(str(cell)) in BELOW for _, cell in filled)

    def _set_aside(self, number: int, filled: Sequence[tuple[int, Cell]]) -> str:
        """This function will say why a row is no row of the table, or return an empty text."""
        if self.table is None:
            return "ở trên dòng tên cột"
        if self.table.count and len(filled) > 3 and not isinstance(filled[0][1], str):
            return ""  # begins with its number, as most rows do
        words = [cell.strip() for _, cell in filled if isinstance(cell, str)]
        first = next((word for word in words if _LETTER.search(word)), "")
        folded = fold(first)
        if not self.table.count and _is_numbering(filled):
            return "dòng đánh số cột"
        if _TOTAL.fullmatch(folded):
            return f"dòng cộng «{first[:60]}»"
        if len(words) == 1 and (found := _GROUP.fullmatch(folded)) and self.form.group:
            texts = [cell for _, cell in filled if _LETTER.search(str(cell))]
            # A row that fills every column is a row, though its one word names a group.
            if len(filled) <= min(3, sum(map(bool, self.table.labels)) - 1) and len(texts) == 1:
                self.group = first[found.start(1) :]
                return f"tên nhóm «{self.group[:60]}», dùng cho các dòng dưới"
        if len(filled) <= 2 and _NOTE.match(folded):
            return "lời ghi, chữ ký quanh bảng"
        if len(filled) == 1 and len(self.table.labels) > 2:
            return "chỉ có một ô chữ hoặc số, không phải dòng của bảng"
        return ""


def _is_numbering(filled: Sequence[tuple[int, Cell]]) -> bool:
    told = [fold(_said(cell)).strip() for _, cell in filled]
    return len(told) >= 3 and all(_NUMBERING.fullmatch(one) for one in told)


def _said(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return ""
    return " ".join(str(cell).split())


def _empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _trimmed(labels: list[str]) -> tuple[str, ...]:
    while labels and not labels[-1]:
        labels.pop()
    return tuple(labels)
