"""Khối chữ dán vào: its rows and cells, and what a cell may name; the words of a form are known here.

Pure, as `pasting` above it, which says what of a block can be taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dongthuan.decide.indicators.rules import Shape
from dongthuan.ground.primitives.folding import fold

Grid = list[list[str]]


@dataclass(frozen=True, slots=True)
class Named:
    """Tên để nhận ra: a key and the names under which a block may speak of it.

    A measure brings its shape, so that a number that cannot be read is named with its row; one that
    is derived is counted by the house and passed over.
    """

    key: str
    label: str
    names: tuple[str, ...] = ()
    shape: Shape | None = None
    derived: bool = False


_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)')
TOTAL = re.compile(r"(tong cong|cong don|cong|tong( so)?|toan (phuong|xa|dang bo))\b[\s:.]*$")
_WORD = re.compile(r"\w+")
_NUMBERING = re.compile(r"^\s*(?:[-+*•–]|\(?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)])\s*", re.I)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
HEADINGS = {
    "stt", "tt", "so tt", "ten muc", "muc", "muc so lieu", "chi tieu", "noi dung", "ten chi tieu",
    "don vi", "ten don vi", "don vi tinh", "dvt", "don vi bao cao", "to dan pho", "chi bo", "to",
    "ma", "ma muc", "ma don vi", "ghi chu", "ky truoc", "so ky truoc",
}  # fmt: skip
_THIS_PERIOD = {
    "ky nay", "so ky nay", "so lieu", "so lieu ky nay", "thuc hien", "gia tri", "so", "so luong",
    "so bao cao",
}  # fmt: skip
_LAST_PERIOD = {"ky truoc", "so ky truoc", "cung ky"}
_OF_A_PERIOD = _THIS_PERIOD | _LAST_PERIOD
# How far down a table the row that names its columns is looked for.
MOST_HEADINGS = 20
# Guessing what a name meant is dear, and after so many nobody reads the guesses.
_MOST_GUESSES = 40


def grid(text: str) -> Grid:
    """This function will divide a pasted text into rows and cells, the way Excel copies them.

    Without a tab anywhere, «tên mục: số» divides at its last colon.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: Grid = [[]]
    begin = 0
    while begin <= len(text):
        match = _CELL.match(text, begin)
        assert match is not None
        quoted, plain = match.groups()
        cell = plain if quoted is None else quoted.replace('""', '"')
        rows[-1].append(" ".join(cell.split()))
        if text[match.end() : match.end() + 1] == "\n":
            rows.append([])
        begin = match.end() + 1
    while rows and not any(rows[-1]):
        rows.pop()
    if "\t" not in text:
        rows = [_at_colon(row[0]) for row in rows]
    return rows


def _at_colon(line: str) -> list[str]:
    name, colon, number = line.rpartition(":")
    told = colon and (has_digit([number]) or fold(number.strip()) == "x")
    return [name.strip(), number.strip()] if told else [line]


class Names:
    """Finds what a cell names: by key, by its very words, then without marks and numbering."""

    def __init__(self, known: Sequence[Named]) -> None:
        self._found = [(form, _gathered(known, form)) for form in (tidy, folded, bare)]
        self._labels = {folded(one.label): one.label for one in known}
        self._guesses = 0

    def find(self, cell: str) -> Named | str | None:
        """This method will return what a cell names; a text says why that cannot be told, None
        that the name is unknown.
        """
        for form, known in self._found:
            found = known.get(form(cell), {}) if cell else {}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                keys = " hoặc ".join(sorted(found))
                return f"«{cell}» là tên chung của hai mục; ghi mã mục thay cho tên: {keys}."
        return None

    def within(self, text: str) -> list[Named]:
        """This method will return what a text names somewhere in it; of names that hold one another
        the longest.
        """
        said = f" {' '.join(_WORD.findall(folded(text)))} "
        spans: list[tuple[int, int, Named]] = []
        for form, known in self._found[1][1].items():
            words = f" {' '.join(_WORD.findall(form))} "
            if len(known) == 1 and len(words) > 2 and (begin := said.find(words)) >= 0:
                spans.append((begin, begin + len(words), next(iter(known.values()))))
        return [
            one for begin, end, one in spans
            if not any(a <= begin and end <= b and (a, b) != (begin, end) for a, b, _ in spans)
        ]  # fmt: skip

    def near(self, cell: str) -> str:
        """This method will return the label that a cell most likely meant, or an empty text."""
        self._guesses += 1
        if self._guesses > _MOST_GUESSES:
            return ""
        close = get_close_matches(bare(cell)[:200], list(self._labels), 1, 0.75)
        return self._labels[close[0]] if close else ""


def _gathered(known: Sequence[Named], form: Callable[[str], str]) -> dict[str, dict[str, Named]]:
    found: dict[str, dict[str, Named]] = {}
    for one in known:
        for name in (one.key, one.label, *one.names):
            found.setdefault(form(name), {})[one.key] = one
    return found


def tidy(text: str) -> str:
    """This function will return a name with one space between words and no mark at its ends."""
    return " ".join(text.split()).strip(" .:;").lower()


def folded(text: str) -> str:
    """This function will return a tidy name without marks and case."""
    return fold(tidy(text))


def bare(text: str) -> str:
    """This function will return a name without «1.», «- » before it and «(hộ)» behind it."""
    return folded(_IN_BRACKETS.sub("", _NUMBERING.sub("", text)))


def column_of(rows: Grid, names: Names, but: int | None = None) -> int | None:
    """This function will return the column that names the most, `but` one that is known already, or
    None where no cell names anything.
    """
    counted: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if column != but and names.find(cell) is not None:
                counted[column] = counted.get(column, 0) + 1
    return max(counted, key=lambda column: (counted[column], -column)) if counted else None


def value_columns(rows: Grid, where: int, names: Names) -> list[int]:
    """This function will return the columns behind the names that hold numbers; one, where a heading
    says which. A column under «Kỳ trước» is never meant: it stands there for the eye.
    """
    headed = {
        column: bare(cell)
        for row in reversed(rows[:MOST_HEADINGS]) if not any(map(is_number, row))
        for column, cell in enumerate(row) if column > where and bare(cell) in _OF_A_PERIOD
    }  # fmt: skip
    this = [column for column, said in headed.items() if said in _THIS_PERIOD]
    if len(this) == 1:
        return this
    last = {column for column, said in headed.items() if said in _LAST_PERIOD}
    held: set[int] = set()
    for row in rows:
        # What stands beside an unknown name (a signature, a telephone) tells nothing of a column.
        if names.find(at(row, where)) is not None:
            held.update(c for c in range(where + 1, len(row)) if is_number(row[c]))
    held -= last
    if not held:
        # Nothing looks like a number: the last thing written behind the names is what was meant.
        behind = {c for row in rows for c in range(where + 1, len(row)) if row[c]} - last
        return [max(behind, default=where + 1)]
    return sorted(held)


def head_of(rows: Grid, what: Names, where: int) -> int | None:
    """This function will return the row that names the most columns, or None."""
    best, most = None, 0
    for number, row in enumerate(rows[:MOST_HEADINGS]):
        named = sum(c != where and what.find(cell) is not None for c, cell in enumerate(row))
        if named > most:
            best, most = number, named
    return best


def at(row: Sequence[str], column: int) -> str:
    """This function will return a cell, empty where the row ends before it."""
    return row[column] if column < len(row) else ""


def name_in(row: Sequence[str], where: int, beside: int | None, names: Names) -> str:
    """This function will return what names a row: the cell of the naming column, or the one beside
    it where that one alone is known.
    """
    name = at(row, where)
    if beside is None or names.find(name) is not None:
        return name
    other = at(row, beside)
    return other if not name or names.find(other) is not None else name


def last_named(rows: Grid, where: int, beside: int | None, names: Names) -> int:
    """This function will return how many rows stand down to the last one that names something."""
    named = [
        at for at, row in enumerate(rows, start=1)
        if names.find(name_in(row, where, beside, names)) is not None
    ]  # fmt: skip
    return named[-1] if named else len(rows)


def first(row: Sequence[str]) -> str:
    """This function will return the first cell with something in it."""
    return next((cell for cell in row if cell), "")


def has_digit(row: Iterable[str]) -> bool:
    """This function will say whether a digit stands anywhere."""
    return any(letter.isdigit() for cell in row for letter in cell)


def is_number(cell: str) -> bool:
    """This function will say whether a cell answers something: a number, a share, or «x»."""
    return bool(re.match(r"[+\-−–]?\s*\d[\d.,\s]*(/[\d.,\s]+|[%‰])?$", cell)) or fold(cell) == "x"


def is_heading(row: Sequence[str]) -> bool:
    """This function will say whether a row names columns and holds no number."""
    said = [folded(cell) for cell in row if cell]
    return any(cell in HEADINGS for cell in said) and not any(map(is_number, said))
