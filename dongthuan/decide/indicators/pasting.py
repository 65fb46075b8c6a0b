"""Dán từ Excel: reads a pasted block into cells, and names each row and column it cannot take.

Pure: what is asked and the units are passed in. A block is one unit's list (a measure a row) or a
table of many units (a unit a row, a measure a column). Nothing here writes; a caller takes a block
whole or not at all. The tables of a file are read by the same two readers (`filled`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dongthuan.decide.indicators import block as cut
from dongthuan.decide.indicators import rules
from dongthuan.decide.indicators.block import Grid, Named, Names
from dongthuan.decide.indicators.rules import CannotRead, Shape

# A block of more rows is no sheet of a ward, and would hold a browser up.
MOST_ROWS = 2_000
# Of each cell the number that a spreadsheet holds, None where it holds a text; empty for a text.
Exact = Sequence[Sequence[int | float | None]]
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}( \d{1,2}:\d{2})?")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Chỗ chưa nhận được: the row and column of the block, counted from 1; what stands there, why.

    Of a file, `sheet` names the sheet, and the column is told by its letter; of a table, `unit` is
    the key of the unit whose number it is.
    """

    row: int
    column: int
    label: str
    typed: str
    problem: str
    sheet: str = ""
    unit: str = ""

    @property
    def place(self) -> str:
        """This property will say where in the block to look."""
        if self.sheet:
            column = f", cột {letter(self.column)}" if self.column else ""
            return f"{self.sheet}, dòng {self.row}{column}"
        return f"Dòng {self.row}" + (f", cột {self.column}" if self.column else "")

    @property
    def words(self) -> str:
        """This property will say where, which, what stands there and what to do, in one line."""
        return f"{self.place}{f' ({self.label})' if self.label else ''}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Block:
    """Danh sách đã đọc: typed texts by key; what is in the way; what was passed over and why."""

    cells: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Bảng đã đọc: typed texts by unit and measure; what is in the way; what was passed over."""

    cells: Mapping[tuple[str, str], str]
    troubles: tuple[Trouble, ...] = ()
    passed: tuple[str, ...] = ()


_EMPTY = Trouble(1, 0, "", "", "Ô dán còn trống: chép từ Excel rồi dán vào.")


def read_block(text: str, asked: Sequence[Named]) -> Block:
    """This function will read one unit's list: two columns (name or key, number) among whatever
    columns a form has, or one bare column in the order of `asked`.

    A row without a number says nothing; totals, headings and derived measures are passed over with
    a word. Unknown and repeated names and numbers that cannot be read are each named; a block with
    troubles is not to be written, whatever cells it has.
    """
    rows = cut.grid(text)
    if not any(any(row) for row in rows):
        return Block({}, (_EMPTY,))
    return read_list(rows, asked)


def read_list(rows: Grid, asked: Sequence[Named], exact: Exact = ()) -> Block:
    """This function will read one unit's list from rows of cells, as `read_block` does."""
    if len(rows) > MOST_ROWS:
        return Block({}, (_too_many(rows),))
    names = Names(asked)
    where = cut.column_of(rows, names)
    if where is None and max(len(row) for row in rows) == 1:
        return _bare_column(rows, [one for one in asked if not one.derived], exact)
    where = where or 0
    values = cut.value_columns(rows, where, names)
    if len(values) > 1:
        problem = (
            f"Khối có {len(values)} cột số nên không rõ lấy cột nào. Dán cột tên mục và một cột số, "
            "hoặc dán kèm dòng tên cột có «Kỳ này»."
        )
        return Block({}, (Trouble(1, values[0] + 1, "", "", problem),))
    return _Listed(rows, names, where, values[0], exact).read()


class _Listed:
    """One reading of a list, once its two columns are known."""

    def __init__(self, rows: Grid, names: Names, where: int, value: int, exact: Exact) -> None:
        self.rows, self.names, self.where, self.value = rows, names, where, value
        self.exact = exact
        # Where a key is missing, the words beside it say what the row is.
        self.beside = cut.column_of(rows, names, but=where)
        self.end = cut.last_named(rows, where, self.beside, names)
        self.cells: dict[str, str] = {}
        self.first: dict[str, int] = {}
        self.troubles: list[Trouble] = []
        self.passed: list[str] = []

    def read(self) -> Block:
        for number, row in enumerate(self.rows, start=1):
            if any(row):
                name = cut.name_in(row, self.where, self.beside, self.names)
                self._row(number, name, cut.at(row, self.value), row)
        return Block(self.cells, tuple(self.troubles), tuple(self.passed))

    def _row(self, number: int, name: str, typed: str, row: Sequence[str]) -> None:
        found = self.names.find(name)
        if isinstance(found, str):
            self._trouble(number, self.where, name, typed, found)
        elif found is None:
            self._unknown(number, name, typed, row)
        elif found.derived:
            self.passed.append(f"Dòng {number} «{name}»: mục này hệ thống tự tính, bỏ qua.")
        elif found.key in self.first:
            told = f"mục này đã có ở dòng {self.first[found.key]}. Giữ một dòng, xóa dòng kia."
            self.cells.pop(found.key, None)
            self._trouble(number, self.where, found.label, typed, told)
        elif typed:
            self.first[found.key] = number
            held = exact_at(self.exact, number - 1, self.value)
            if problem := _unreadable(typed, found.shape, held):
                self._trouble(number, self.value, found.label, typed, problem)
            else:
                self.cells[found.key] = typed

    def _unknown(self, number: int, name: str, typed: str, row: Sequence[str]) -> None:
        if cut.TOTAL.match(cut.folded(name)):
            self.passed.append(f"Dòng {number} «{name}» là dòng cộng, bỏ qua.")
        elif cut.is_heading(row) or (not self.first and not cut.has_digit(row)):
            self.passed.append(f"Dòng {number} «{name or cut.first(row)}» là dòng tên cột, bỏ qua.")
        elif typed and (number <= self.end or cut.is_number(typed)):
            self._trouble(number, self.where, name, typed, _not_known(name, "mục", self.names))
        else:
            self.passed.append(f"Dòng {number} «{name or cut.first(row)}» không có số, bỏ qua.")

    def _trouble(self, row: int, column: int, label: str, typed: str, problem: str) -> None:
        self.troubles.append(Trouble(row, column + 1, label, typed, problem))


def _bare_column(rows: Grid, asked: Sequence[Named], exact: Exact) -> Block:
    passed: tuple[str, ...] = ()
    start = 0
    if len(rows) == len(asked) + 1 and not cut.has_digit(rows[0]):
        passed, start = (f"Dòng 1 «{rows[0][0]}» là dòng tên cột, bỏ qua.",), 1
    if len(rows) - start != len(asked):
        problem = (
            f"Cột dán có {len(rows)} ô mà phiếu hỏi {len(asked)} mục. Dán kèm cột tên mục để số "
            "không lệch hàng."
        )
        return Block({}, (Trouble(len(rows), 0, "", "", problem),))
    cells, troubles = {}, []
    for number, (row, one) in enumerate(zip(rows[start:], asked, strict=True), start=start + 1):
        typed = cut.at(row, 0)
        if problem := _unreadable(typed, one.shape, exact_at(exact, number - 1, 0)):
            troubles.append(Trouble(number, 1, one.label, typed, problem))
        elif typed:
            cells[one.key] = typed
    return Block(cells, tuple(troubles), passed)


def read_table(text: str, units: Sequence[Named], asked: Sequence[Named]) -> Table:
    """This function will read a table of many units: a unit a row, a measure a column, under a row
    that names the columns. Without such a row the columns are those of `asked`, in their order.

    A table with troubles is not to be written, whatever cells it has.
    """
    rows = cut.grid(text)
    if not any(any(row) for row in rows):
        return Table({}, (_EMPTY,))
    return read_grid(rows, units, asked)


def read_grid(
    rows: Grid, units: Sequence[Named], asked: Sequence[Named], exact: Exact = ()
) -> Table:  # fmt: skip
    """This function will read a table of many units from rows of cells, as `read_table` does."""
    if len(rows) > MOST_ROWS:
        return Table({}, (_too_many(rows),))
    who, what = Names(units), Names(asked)
    where = cut.column_of(rows, who) or 0
    head = cut.head_of(rows, what, where)
    reading = _Tabled(rows, who, where, exact)
    if head is None:
        reading.in_order([one for one in asked if not one.derived])
    else:
        reading.under(head, what)
    return reading.read(head)


class _Tabled:
    """One reading of a table, once its column of units is known."""

    def __init__(self, rows: Grid, who: Names, where: int, exact: Exact) -> None:
        self.rows, self.who, self.where, self.exact = rows, who, where, exact
        self.beside = cut.column_of(rows, who, but=where)
        self.end = cut.last_named(rows, where, self.beside, who)
        self.columns: dict[int, Named] = {}
        self.cells: dict[tuple[str, str], str] = {}
        self.troubles: list[Trouble] = []
        self.passed: list[str] = []

    def in_order(self, asked: Sequence[Named]) -> None:
        width = max(len(row) for row in self.rows)
        named = any(cut.is_heading(row) for row in self.rows)
        if width - self.where - 1 == len(asked) and not named:
            self.columns = dict(enumerate(asked, start=self.where + 1))
            return
        problem = "Không thấy dòng tên cột. Dán kèm dòng đầu ghi tên các mục số liệu."
        self.troubles.append(Trouble(1, 0, "", "", problem))

    def under(self, head: int, what: Names) -> None:
        first: dict[str, int] = {}
        for column, name in enumerate(self.rows[head]):
            found = what.find(name)
            if column == self.where or not name:
                continue
            if isinstance(found, Named) and found.derived:
                self.passed.append(f"Cột {column + 1} «{name}»: hệ thống tự tính, bỏ qua.")
            elif isinstance(found, Named) and found.key in first:
                told = f"mục này đã có ở cột {first[found.key]}. Giữ một cột, xóa cột kia."
                self._trouble(head, column, found.label, "", told)
            elif isinstance(found, Named):
                first[found.key], self.columns[column] = column + 1, found
            elif isinstance(found, str):
                self._trouble(head, column, name, "", found)
            elif cut.folded(name) in cut.HEADINGS or cut.TOTAL.match(cut.folded(name)):
                self.passed.append(f"Cột {column + 1} «{name}» không phải mục được hỏi, bỏ qua.")
            else:
                self._trouble(head, column, name, "", _not_known(name, "mục", what))

    def read(self, head: int | None) -> Table:
        first: dict[str, int] = {}
        for number, row in enumerate(self.rows):
            if (head is not None and number <= head) or not any(row):
                continue
            name = cut.name_in(row, self.where, self.beside, self.who)
            found = self.who.find(name)
            held = [cut.at(row, column) for column in self.columns]
            # Below the last unit stands who signed and when: only a number is still an answer.
            told = any(held) if number < self.end else any(map(cut.is_number, held))
            if isinstance(found, Named) and found.key in first:
                again = f"đơn vị này đã có ở dòng {first[found.key]}. Giữ một dòng, xóa dòng kia."
                self._trouble(number, self.where, found.label, "", again)
            elif isinstance(found, Named):
                first[found.key] = number + 1
                self._row(number, found, row)
            elif cut.TOTAL.match(cut.folded(name or cut.first(row))):
                self.passed.append(
                    f"Dòng {number + 1} «{name or cut.first(row)}» là dòng cộng, bỏ qua."
                )
            elif isinstance(found, str):
                self._trouble(number, self.where, name, "", found)
            elif cut.is_heading(row) or not told:
                self.passed.append(f"Dòng {number + 1} «{name or cut.first(row)}» bỏ qua.")
            else:
                said = _not_known(name, "đơn vị", self.who)
                self._trouble(number, self.where, name, "", said)
        return Table(self.cells, tuple(self.troubles), tuple(self.passed))

    def _row(self, number: int, unit: Named, row: Sequence[str]) -> None:
        for column, one in self.columns.items():
            typed = cut.at(row, column)
            held = exact_at(self.exact, number, column)
            if problem := _unreadable(typed, one.shape, held):
                label = f"{unit.label}, {one.label}"
                self._trouble(number, column, label, typed, problem, unit.key)
            elif typed:
                self.cells[(unit.key, one.key)] = typed

    def _trouble(
        self, row: int, column: int, label: str, typed: str, problem: str, unit: str = ""
    ) -> None:
        self.troubles.append(Trouble(row + 1, column + 1, label, typed, problem, unit=unit))


def _unreadable(typed: str, shape: Shape | None, exact: int | float | None) -> str:
    if shape is None or not typed:
        return ""
    if _DATE.fullmatch(typed):
        return (
            f"Excel đã hiểu ô này là ngày {typed}. Đổi định dạng của ô thành Text (Văn bản) rồi gõ "
            "lại số."
        )
    try:
        read = rules.read(typed, shape)
    except CannotRead as problem:
        return str(problem)
    if exact is None or shape.ratio or read is None or read.scaled is None:
        return ""
    # What a spreadsheet holds as a number has one meaning; its decimal mark is no thousands.
    meant = Fraction(typed.rstrip("%‰ ").replace(",", "."))
    if meant * 10**shape.decimals == read.scaled:
        return ""
    most = f"nhiều nhất {shape.decimals} số lẻ" if shape.decimals else "số nguyên"
    return f"trong Excel ô này là số lẻ {typed}; mục này ghi {most}. Gõ lại cho đúng."


def exact_at(exact: Exact, row: int, column: int) -> int | float | None:
    """This function will return the number that a spreadsheet holds in a cell, or None."""
    cells = exact[row] if row < len(exact) else ()
    return cells[column] if column < len(cells) else None


def letter(column: int) -> str:
    """This function will name a column, counted from 1, the way a spreadsheet does."""
    said = ""
    while column:
        column, at = divmod(column - 1, 26)
        said = chr(65 + at) + said
    return said


def _not_known(name: str, what: str, names: Names) -> str:
    if not name:
        return f"dòng này có số mà không có tên {what}. Ghi tên, hoặc xóa dòng."
    near = names.near(name)
    meant = f" Có phải «{near}» không?" if near else ""
    return f"không có {what} nào tên «{name}» ở đây.{meant} Sửa tên cho đúng, hoặc xóa dòng."


def _too_many(rows: Grid) -> Trouble:
    problem = f"Khối dán có {len(rows)} dòng, nhiều hơn {MOST_ROWS}. Dán làm nhiều lần."
    return Trouble(len(rows), 0, "", "", problem)
