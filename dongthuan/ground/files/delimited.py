"""Tệp .csv: a table of letters, whichever sign stands between its cells."""

from __future__ import annotations

import csv
import io
from collections import Counter

from dongthuan.ground.files import text
from dongthuan.ground.files.document import Sheet

_DELIMITERS = (";", "\t", ",")
_LOOKED_AT = 50
_LONGEST_CELL = 10_000_000


def read(data: bytes, name: str) -> tuple[Sheet, tuple[str, ...]]:
    """This function will read a table of letters, rows kept from the first that is not empty."""
    letters, warnings = text.letters(data)
    first_row = 1
    head, _, rest = letters.partition("\n")
    if head.strip().lower().startswith("sep=") and len(head.strip()) == 5:
        # A line that spreadsheets write to name the sign, no row of the table.
        delimiter, letters, first_row = head.strip()[4], rest, 2
    else:
        delimiter = _delimiter(letters)
    rows = _rows(letters, delimiter)
    while rows and not any(cell.strip() for cell in rows[0]):
        del rows[0]
        first_row += 1
    while rows and not any(cell.strip() for cell in rows[-1]):
        del rows[-1]
    width = max((len(row) for row in rows), default=0)
    even = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Sheet(
        name="",
        rows=even,
        first_row=first_row,
        numbers=tuple((None,) * width for _ in even),
    ), warnings


def _rows(letters: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    source = io.StringIO(letters, newline="")
    try:
        return list(csv.reader(source, delimiter=delimiter, strict=True))
    except csv.Error:
        # A quotation mark without its pair: inches, or a typing mistake. Read it as a letter.
        lines = letters.splitlines()
        return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _delimiter(letters: str) -> str:
    """This function will name the sign that cuts most of the first rows into equally many cells."""
    sample = "\n".join(letters.splitlines()[:_LOOKED_AT])

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows(sample, delimiter) if any(row))
        usual, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (rows, usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)


def is_table(data: bytes) -> bool:
    """This function will say whether a text is cut into columns by one sign throughout."""
    letters, _ = text.letters(data)
    rows = [row for row in _rows(letters, _delimiter(letters)) if any(row)]
    return (
        len(rows) > 1
        and len(rows[0]) > 1
        and sum(len(row) > 1 for row in rows) * 10 >= 9 * len(rows)
    )
