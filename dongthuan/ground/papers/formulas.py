"""Tính lại công thức: the sums and shares of somebody's form, computed from what was written in it.

Only what forms use to add up: + − × ÷ ^ %, brackets, SUM, ROUND, references and ranges, also on
other sheets. Anything else is said to be out of reach; a number is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dongthuan.ground.files.book import Book, Held, Page
from dongthuan.ground.files.spans import address, place

Cell = tuple[str, int, int]
_TOKENS = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)(?![\w.!])"
    r"|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?P<ref>\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w(.!])"
    r"|(?P<call>[A-Za-z][\w.]*)\s*\("
    r"|(?P<sign>[-+*/^%(),:]))"
)
# Far beyond any form; what nests deeper runs in a circle or was made to hurt.
_DEEPEST = 60
_WIDEST = 200_000
_TOO_DEEP = "công thức nối nhau quá sâu hoặc chạy vòng"


class CannotCompute(ValueError):
    """Raised when a formula is out of reach; its text says why in plain words."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """Ô được nhắc tới: its sheet, and its place after a shared formula was moved to it."""

    sheet: str
    row: int
    column: int


_Token = tuple[str, str | _Reference]


class Calculator:
    """Bộ tính lại: values of cells, with what is about to be written laid over what stands there."""

    def __init__(self, book: Book, written: Mapping[Cell, Fraction | str]) -> None:
        """This function will take what is written by sheet name in lower case, row and column."""
        self._pages = {page.name.lower(): page for page in book.pages}
        self._written = written
        self._known: dict[Cell, Fraction | CannotCompute] = {}
        self._depth = 0

    def value(self, sheet: str, row: int, column: int) -> Fraction:
        """This method will compute one cell; a blank one counts nothing. Raises CannotCompute."""
        cell = (sheet.lower(), row, column)
        held = self._known.get(cell)
        if held is None:
            self._depth += 1
            if self._depth > _DEEPEST:
                self._depth -= 1
                raise CannotCompute(_TOO_DEEP)
            try:
                held = self._computed(cell)
            except CannotCompute as problem:
                held = problem
            except RecursionError:
                held = CannotCompute(_TOO_DEEP)
            self._depth -= 1
            self._known[cell] = held
        if isinstance(held, CannotCompute):
            raise held
        return held

    def reads(self, sheet: str, row: int, column: int) -> list[Cell]:
        """This method will return the cells without formula that a formula is made of, at last."""
        found: dict[Cell, None] = {}
        waiting = [(sheet.lower(), row, column)]
        seen: set[Cell] = set()
        while waiting and len(seen) < _WIDEST:
            cell = waiting.pop()
            if cell in seen:
                continue
            seen.add(cell)
            formula = self._held(cell).formula
            if not formula:
                found[cell] = None
                continue
            try:
                waiting += self._mentioned(cell, formula)
            except CannotCompute:
                continue
        return sorted(found)

    def _mentioned(self, cell: Cell, formula: str) -> list[Cell]:
        tokens = _tokens(formula, cell)
        found: list[Cell] = []
        at = 0
        while at < len(tokens):
            one = tokens[at][1]
            if isinstance(one, _Reference):
                last = _range_end(tokens, at)
                found += self._area(one, last or one)
                at += 2 if last else 0
            at += 1
        return found

    def _held(self, cell: Cell) -> Held:
        page = self._pages.get(cell[0])
        return page.at(cell[1], cell[2]) if page is not None else Held()

    def _computed(self, cell: Cell) -> Fraction:
        if cell in self._written:
            told = self._written[cell]
            if isinstance(told, str):
                raise CannotCompute(f"ô {_told(cell)} là chữ «{told[:20]}»")
            return told
        if cell[0] not in self._pages:
            raise CannotCompute(f"công thức trỏ tới trang tính «{cell[0]}» không có trong tệp")
        held = self._held(cell)
        if held.formula:
            return _Reading(self, _tokens(held.formula, cell), cell).all()
        if held.error:
            raise CannotCompute(f"ô {_told(cell)} đang báo lỗi {held.error}")
        if held.number:
            return Fraction(held.number)
        if held.is_blank:
            return Fraction(0)
        raise CannotCompute(f"ô {_told(cell)} là chữ «{held.text.strip()[:20]}»")

    def _area(self, first: _Reference, last: _Reference) -> list[Cell]:
        top, bottom = sorted((first.row, last.row))
        left, right = sorted((first.column, last.column))
        if (bottom - top + 1) * (right - left + 1) > _WIDEST:
            raise CannotCompute("vùng cộng quá rộng")
        return [
            (first.sheet, row, column)
            for row in range(top, bottom + 1) for column in range(left, right + 1)
        ]  # fmt: skip

    def sum_of(self, first: _Reference, last: _Reference) -> Fraction:
        """This method will add an area up the way SUM does: words in it count nothing."""
        total = Fraction(0)
        for cell in self._area(first, last):
            told = self._written.get(cell)
            if isinstance(told, str):
                continue
            if told is None:
                held = self._held(cell)
                if not (held.formula or held.number or held.error):
                    continue
            total += self.value(*cell)
        return total


class _Reading:
    """Reads one formula from left to right."""

    def __init__(self, book: Calculator, tokens: list[_Token], cell: Cell) -> None:
        self._book, self._tokens, self._cell = book, tokens, cell
        self._at = 0

    def all(self) -> Fraction:
        found = self._sum()
        if self._at < len(self._tokens):
            raise CannotCompute("công thức có phần chưa đọc được")
        return found

    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _is(self, signs: str) -> str:
        kind, told = self._next()
        if kind == "sign" and isinstance(told, str) and told in signs:
            self._at += 1
            return told
        return ""

    def _sum(self) -> Fraction:
        found = self._product()
        while sign := self._is("+-"):
            other = self._product()
            found = found + other if sign == "+" else found - other
        return found

    def _product(self) -> Fraction:
        found = self._power()
        while sign := self._is("*/"):
            other = self._power()
            if sign == "/" and not other:
                raise CannotCompute("chia cho 0 hoặc cho ô còn trống")
            found = found * other if sign == "*" else found / other
        return found

    def _power(self) -> Fraction:
        found = self._signed()
        while self._is("^"):
            other = self._signed()
            if other.denominator != 1 or abs(other) > 20 or (not found and other < 0):
                raise CannotCompute("lũy thừa")
            found = found ** int(other)
        return found

    def _signed(self) -> Fraction:
        negative = False
        while sign := self._is("+-"):
            negative ^= sign == "-"
        found = self._one()
        while self._is("%"):
            found /= 100
        return -found if negative else found

    def _one(self) -> Fraction:
        kind, told = self._next()
        self._at += 1
        if kind == "number" and isinstance(told, str):
            return Fraction(told)
        if isinstance(told, _Reference):
            if self._next() == ("sign", ":"):
                raise CannotCompute("vùng ô ngoài hàm SUM")
            return self._book.value(told.sheet, told.row, told.column)
        if kind == "sign" and told == "(":
            return self._closed(self._sum())
        if kind == "call" and told == "SUM":
            return self._added()
        if kind == "call" and told == "ROUND":
            return self._rounded()
        if kind == "call":
            raise CannotCompute(f"hàm {told}")
        raise CannotCompute("công thức có phần chưa đọc được")

    def _closed(self, found: Fraction) -> Fraction:
        if not self._is(")"):
            raise CannotCompute("công thức thiếu dấu ngoặc")
        return found

    def _added(self) -> Fraction:
        total = Fraction(0)
        while True:
            first = self._next()[1]
            last = _range_end(self._tokens, self._at)
            is_alone = self._at + 1 < len(self._tokens) and self._tokens[self._at + 1] in (
                ("sign", ","), ("sign", ")")
            )  # fmt: skip
            if isinstance(first, _Reference) and (last is not None or is_alone):
                total += self._book.sum_of(first, last or first)
                self._at += 3 if last is not None else 1
            else:
                total += self._sum()
            if not self._is(","):
                return self._closed(total)

    def _rounded(self) -> Fraction:
        found = self._sum()
        if not self._is(","):
            raise CannotCompute("hàm ROUND thiếu số chữ số")
        digits = self._closed(self._sum())
        if digits.denominator != 1 or abs(digits) > 15:
            raise CannotCompute("hàm ROUND với số chữ số lạ")
        return rounded(found, int(digits))


def rounded(value: Fraction, digits: int) -> Fraction:
    """This function will round half away from zero, as spreadsheets and offices do."""
    top, bottom = value.numerator, value.denominator
    if bottom == 1 and digits >= 0:
        return value
    # In whole numbers: a form of forty sheets asks this thirty thousand times.
    up, down = 10 ** max(digits, 0), 10 ** max(-digits, 0)
    whole = (2 * abs(top) * up + bottom * down) // (2 * bottom * down)
    return Fraction((whole if top >= 0 else -whole) * down, up)


def _tokens(formula: str, cell: Cell) -> list[_Token]:
    down = across = 0
    if formula.startswith("\x00"):
        _, home, formula = formula.split("\x00", 2)
        spot = place(home)
        assert spot is not None
        down, across = cell[1] - spot[0], cell[2] - spot[1]
    if formula.startswith(("{", "?")):
        raise CannotCompute("công thức mảng")
    if "[" in formula:
        raise CannotCompute("công thức trỏ sang tệp khác hoặc sang bảng có tên")
    if "#REF!" in formula:
        raise CannotCompute("công thức đã hỏng (#REF!)")
    return list(_cut(formula, cell[0], down, across))


def _cut(formula: str, sheet: str, down: int, across: int) -> Iterator[_Token]:
    at = 0
    # The second end of a range stands on the sheet of the first.
    told_sheet, is_end = sheet, False
    text = formula.strip()
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            raise CannotCompute(_unread(text[at:]))
        at = match.end()
        if match["number"]:
            yield "number", match["number"]
        elif match["ref"]:
            named = match["sheet"]
            if named:
                told_sheet = named.strip("'").replace("''", "'").lower()
            elif not is_end:
                told_sheet = sheet
            yield "ref", _moved(match["ref"].upper(), told_sheet, down, across)
        elif match["call"]:
            yield "call", match["call"].upper()
        else:
            yield "sign", match["sign"]
        is_end = match["sign"] == ":"


def _unread(rest: str) -> str:
    if rest.lstrip()[:1] == '"':
        return "công thức có chữ"
    if rest.lstrip()[:1] in "<>=&":
        return "công thức có so sánh hoặc ghép chữ"
    return "công thức dùng tên hoặc cách viết chưa đọc được"


def _moved(written: str, sheet: str, down: int, across: int) -> _Reference:
    spot = place(written)
    assert spot is not None
    row = spot[0] if "$" in written[1:] else spot[0] + down
    column = spot[1] if written.startswith("$") else spot[1] + across
    if row < 1 or column < 1:
        raise CannotCompute("công thức đã hỏng (#REF!)")
    return _Reference(sheet, row, column)


def _range_end(tokens: list[_Token], at: int) -> _Reference | None:
    if at + 2 < len(tokens) and tokens[at + 1] == ("sign", ":"):
        last = tokens[at + 2][1]
        return last if isinstance(last, _Reference) else None
    return None


def _told(cell: Cell) -> str:
    return address(cell[1], cell[2])


def broken(page: Page) -> list[tuple[str, str]]:
    """This function will list the cells whose stored result is an error, with the error.

    A division by an empty cell is how an empty form looks; it is not listed.
    """
    return [
        (address(row, column), held.error)
        for (row, column), held in sorted(page.cells.items())
        if (held.error and held.error != "#DIV/0!") or "#REF!" in held.formula
    ]
