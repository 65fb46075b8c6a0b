"""Đọc bố cục: finds the tables of a sheet, their heads over several merged rows, and their labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dongthuan.answer.forms.rules import Layout, Line, Table
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.files.book import Book, Page
from dongthuan.ground.primitives.folding import fold

_NUMBERS = {"stt", "tt", "so tt", "so thu tu"}
_MEASURED = {"dvt", "don vi tinh", "dv tinh", "d.v.t"}
_NOTES = ("ghi chu", "giai trinh", "ma so", "ma chi tieu", "nguon so lieu", "can cu", "thuyet minh")
# In the order of trust: «đơn vị» is a unit of measurement where a form has «chỉ tiêu» as well.
_LABELS = (
    "noi dung", "chi tieu", "ten chi tieu", "cac chi tieu", "muc so lieu", "danh muc", "hang muc",
    "tieu chi", "dien giai", "ten muc", "linh vuc", "ten don vi", "don vi bao cao", "to dan pho",
    "ten to", "to", "thon", "khu pho", "ap", "chi bo", "dia ban", "ten chi bo", "don vi",
)  # fmt: skip
_ENDS = re.compile(
    r"nguoi lap|thu truong|t\.?m\.? |t/m|k\.?t\.? |tl\.|noi nhan|ke toan truong|chu tich|bi thu\b"
    r"|ghi chu\s*:|.{0,40}, ?ngay .{0,12}thang"
)
_INDEX = re.compile(r"\(?(?:[a-z]|\d{1,2})\)?(?:\s*=.*)?$")
_GIVEN = re.compile(r"(?:đvt|đơn vị tính|đơn vị)\s*:\s*([^()\n]+)", re.I)
_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_STEPS = (
    re.compile(r"^(?:phan |muc )?[ivx]+\s*[.)/-]?$|^[ivx]+\s*[.)]", re.I),
    re.compile(r"^\d{1,3}\s*[.)]?(?:\s|$)"),
    re.compile(r"^\d{1,3}\.\d{1,3}\.?(?:\s|$)"),
    re.compile(r"^\d{1,3}\.\d{1,3}\.\d"),
    re.compile(r"^[a-zđ]\s*[.)](?:\s|$)|^[a-zđ]$"),
    re.compile(r"^[-–•]"),
    re.compile(r"^[+*]"),
)
_PARTS = re.compile(r"^(?:trong do|bao gom|gom|chia ra)\b")
_DEEP_TITLE = 3
_LONGEST = 300
_TALLEST_HEAD = 8


def layouts(book: Book, knows: Callable[[str], bool]) -> list[Layout]:
    """This function will return the tables of every sheet that is shown. Where no head says so, a
    column of names that `knows` recognises makes a table.
    """
    return [
        Layout(page.name, tuple(_tables(page, knows)))
        for page in book.pages if page.visible
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    top: int
    bottom: int
    # The rows of words: a row of column numbers below them says nothing.
    words: tuple[int, ...]
    label: int
    number: int | None
    measured: int | None


def _tables(page: Page, knows: Callable[[str], bool]) -> Iterator[Table]:
    sheet = _Sheet(page)
    heads: list[_Head] = []
    for row in sheet.rows:
        if not heads or row > heads[-1].bottom:
            head = sheet.head_at(row)
            if head is not None:
                heads.append(head)
    if not heads:
        heads = [head for head in (sheet.head_by_names(knows),) if head is not None]
    for at, head in enumerate(heads):
        last = heads[at + 1].top - 1 if at + 1 < len(heads) else sheet.last
        rows = tuple(sheet.lines(head, last))
        columns = tuple(sheet.columns(head))
        if rows and columns:
            yield Table(head.top, head.label, rows, columns, sheet.given(head.top))


class _Sheet:
    """The words of a sheet by row and column; a merged cell speaks for all it covers."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._words: dict[int, dict[int, str]] = {}
        for (row, column), held in page.cells.items():
            told = "" if held.formula else held.text or held.number
            told = " ".join(told.split())[:_LONGEST]
            if told:
                self._words.setdefault(row, {})[column] = told
        self.rows = sorted(self._words)
        self.last = max((row for row, _ in page.cells), default=0)

    def word(self, row: int, column: int) -> str:
        row, column = self.page.covered.get((row, column), (row, column))
        return self._words.get(row, {}).get(column, "")

    def own(self, row: int, column: int) -> str:
        """Return what is written in a place itself, not in the merged cell that covers it."""
        return self._words.get(row, {}).get(column, "")

    def head_at(self, row: int) -> _Head | None:
        """Return the head that begins in a row, or None where no head begins."""
        told = self._words[row]
        said = {column: fold(word).strip(" .:()") for column, word in told.items()}
        label = self._label(said)
        if label is None:
            return None
        number = next((c for c, word in said.items() if word in _NUMBERS), None)
        below = self._words.get(row + 1, {})
        others = {c for c in (*told, *below) if c not in (label, number) and c > label}
        if not others or (number is None and len(told) + len(below) < 3):
            return None
        if any(
            self._is_number(row, c) or (c < label and self.page.at(row, c).number) for c in told
        ):
            return None
        return self._whole(row, label, number, said)

    def _label(self, said: dict[int, str]) -> int | None:
        # «Chỉ tiêu chủ yếu» heads a column beside «STT»; alone it may be the name of a row.
        numbered = any(word in _NUMBERS for word in said.values())
        for wanted in _LABELS:
            for column in sorted(said):
                if said[column] == wanted:
                    return column
                begins = said[column].startswith((f"{wanted} ", f"{wanted}/"))
                if numbered and begins and " " in wanted:
                    return column
        return None

    def _is_number(self, row: int, column: int) -> bool:
        held = self.page.at(row, column)
        if held.formula:
            return True
        return bool(held.number) and not re.fullmatch(r"(?:19|20)\d\d", held.number)

    def _whole(self, row: int, label: int, number: int | None, said: dict[int, str]) -> _Head:
        bottom = row
        for top, left, low, right in self.page.spans.merged:
            if (
                top == row
                and low - top < _TALLEST_HEAD
                and right - left < 60
                and self.own(top, left)
            ):
                bottom = max(bottom, low)
        while bottom - row < _TALLEST_HEAD and self._goes_on(bottom + 1, label, number):
            bottom += 1
        words = tuple(range(row, bottom + 1))
        while self._is_index(bottom + 1, label):
            bottom += 1
        top = row
        above = self._words.get(row - 1, {})
        groups = any(
            line == row - 1 and left > label and right > left and self.own(line, left)
            for line, left, _, right in self.page.spans.merged
        )
        if groups and not self.word(row - 1, label) and len(above) < 20:
            top, words = row - 1, (row - 1, *words)
        has_other = any(word.startswith(_LABELS[:12]) for c, word in said.items() if c == label)
        measured = next(
            (c for c, word in said.items()
             if word in _MEASURED or (word == "don vi" and has_other and c != label)), None,
        )  # fmt: skip
        return _Head(top, bottom, words, label, number, measured)

    def _goes_on(self, row: int, label: int, number: int | None) -> bool:
        told = self._words.get(row, {})
        if not told or self.word(row, label) or (number is not None and self.own(row, number)):
            return False
        return all(column > label and not self._is_number(row, column) for column in told)

    def _is_index(self, row: int, label: int) -> bool:
        told = self._words.get(row, {})
        if len(told) < 2 or label not in told:
            return False
        return all(_INDEX.match(fold(word).replace(" ", "")) for word in told.values())

    def head_by_names(self, knows: Callable[[str], bool]) -> _Head | None:
        """Return the head above a column in which at least two names are known, or None."""
        counted: dict[int, list[int]] = {}
        for row in self.rows:
            for column, word in self._words[row].items():
                if knows(word):
                    counted.setdefault(column, []).append(row)
        label = max(counted, key=lambda c: (len(counted[c]), -c), default=None)
        if label is None or len(counted[label]) < 2:
            return None
        first = counted[label][0]
        for row in reversed([row for row in self.rows if row < first]):
            if any(column > label for column in self._words[row]):
                return _Head(row, first - 1, tuple(range(row, first)), label, None, None)
        return None

    def columns(self, head: _Head) -> Iterator[Line]:
        """Return the columns of a head that may hold numbers."""
        widest = max((c for row in head.words for c in self._words.get(row, {})), default=0)
        for _, left, _, right in (m for m in self.page.spans.merged if m[0] in head.words):
            widest = max(widest, right) if left > head.label and right - left < 60 else widest
        for column in range(1, widest + 1):
            if column in (head.label, head.number, head.measured):
                continue
            told: list[str] = []
            for row in head.words:
                word = self.word(row, column)
                if word and (not told or told[-1] != word):
                    told.append(word)
            if not told or fold(told[-1]).startswith(_NOTES):
                continue
            if column < head.label and fold(told[-1]).strip(" .") in ("ma", *_NUMBERS):
                continue
            yield Line(column, told[-1], " / ".join(told[:-1]), self._bracketed(told))

    def _bracketed(self, told: Sequence[str]) -> str:
        for word in reversed(told):
            for inside in reversed(_BRACKETS.findall(word)):
                if inside.strip() in ("%", "‰") or unit_phrase(inside) is not None:
                    return " ".join(inside.split())
        return ""

    def lines(self, head: _Head, last: int) -> Iterator[Line]:
        """Return the rows of a table, each with the labels that stand above it in its order."""
        stack: list[tuple[int, str]] = []
        for row in range(head.bottom + 1, last + 1):
            told = self._words.get(row, {})
            label = self._label_of(row, head)
            if any(_ENDS.match(fold(word)) for word in told.values()):
                break
            if not label or self.page.is_hidden(row):
                continue
            depth = self._depth(row, head, label, stack)
            while stack and stack[-1][0] >= depth:
                stack.pop()
            above = " / ".join(word for _, word in stack[-2:])
            measured = self.word(row, head.measured) if head.measured is not None else ""
            if not measured:
                measured = self._bracketed([label])
            yield Line(row, label, above, measured)
            stack.append((depth, label))

    def _label_of(self, row: int, head: _Head) -> str:
        anchor = self.page.covered.get((row, head.label))
        if anchor is not None and anchor[0] != row:
            return ""
        return self.word(row, head.label)

    def _depth(self, row: int, head: _Head, label: str, stack: list[tuple[int, str]]) -> int:
        number = self.own(row, head.number) if head.number is not None else ""
        for told in (number, label):
            said = fold(told).strip()
            for depth in range(len(_STEPS) - 1, -1, -1):
                if said and _STEPS[depth].match(said):
                    # One letter is a roman number before it is a letter: «I», «V», «X».
                    return 0 if _STEPS[0].match(said) else depth
        if _PARTS.match(fold(label)):
            return (stack[-1][0] + 1) if stack else len(_STEPS)
        if number or not stack:
            return 1
        # Without any number: beside the last one, or below it where that has a number.
        return stack[-1][0] if stack[-1][0] >= len(_STEPS) else len(_STEPS)

    def given(self, top: int) -> str:
        """Return the unit of measurement that stands over a table: «ĐVT: triệu đồng»."""
        for row in range(top - 1, max(0, top - _DEEP_TITLE) - 1, -1):
            for word in self._words.get(row, {}).values():
                match = _GIVEN.search(word)
                if match and unit_phrase(match.group(1).strip(" .")) is not None:
                    return match.group(1).strip(" .")
        return ""
