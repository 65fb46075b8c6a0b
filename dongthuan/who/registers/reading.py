"""Đọc sổ: the rows of one kind of table in a file as lines of a register, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from dongthuan.ground.files.rows import Book, Cell
from dongthuan.who.registers import cells
from dongthuan.who.registers.rules import CannotRead, Field, Form, Line, Problem, letters
from dongthuan.who.registers.tables import LeftOut, Raw, Table, scan


@dataclass(frozen=True, slots=True)
class Found:
    """Tìm thấy trong tệp: its tables, and what lies around and among them."""

    tables: tuple[Table, ...]
    left: tuple[LeftOut, ...]


def look(book: Book, form: Form) -> Found:
    """This function will find the tables of a file in one pass. Raises UnreadableFile."""
    tables: list[Table] = []
    left: list[LeftOut] = []
    for one in scan(book, form):
        if isinstance(one, Table):
            tables.append(one)
        elif isinstance(one, LeftOut):
            left.append(one)
    return Found(tuple(one for one in tables if one.count), tuple(left))


def lines(
    book: Book, form: Form, print_: str, mapping: Mapping[int, str], today: date
) -> Iterator[tuple[Line, list[Problem]]]:
    """This function will read the rows of every table that has the head, each with its problems."""
    columns = {code: letters(at) for at, code in sorted(mapping.items(), reverse=True)}
    readers = [
        (at, one.code, one.words, _reader(one, today))
        for at, one in ((at, form.field(code)) for at, code in sorted(mapping.items()))
    ]
    for raw in scan(book, form):
        if not isinstance(raw, Raw) or raw.table.print != print_:
            continue
        told: dict[str, object] = {}
        bad: list[Problem] = []
        for at, code, title, read in readers:
            cell = raw.cells[at] if at < len(raw.cells) else ""
            if cell == "":
                continue
            try:
                value = read(cell)
            except CannotRead as problem:
                words = f"{title}: {problem}"
                bad.append(Problem(raw.table.sheet, raw.row, letters(at), words))
                continue
            if value is not None and value != "" and code not in told:
                told[code] = value
        yield Line(raw.table.sheet, raw.row, raw.group, told, columns), bad


def _reader(one: Field, today: date) -> Callable[[Cell], Any]:
    """This function will read the cells of a column; what stands in many of them is read once."""

    def read(cell: Cell) -> Any:
        return one.read(cell, today) if one.dated else one.read(cell)

    # 1 and True and 1,0 are equal to a dictionary and not to a reader.
    return lru_cache(maxsize=16_384, typed=True)(read)


def samples(book: Book, form: Form, print_: str) -> Iterator[Raw]:
    """This function will tell the rows of the tables that have a head as they stand."""
    for one in scan(book, form):
        if isinstance(one, Raw) and one.table.print == print_:
            yield one


def shown(cell: Cell) -> str:
    """This function will return a cell as a person reads it in the spreadsheet."""
    try:
        return cells.text(cell)
    except CannotRead:
        return str(cell)


def batches(
    rows: Iterable[tuple[Line, list[Problem]]], size: int = 1000
) -> Iterator[list[tuple[Line, list[Problem]]]]:
    """This function will hand on lines in batches, so that each question asks of many."""
    held: list[tuple[Line, list[Problem]]] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
