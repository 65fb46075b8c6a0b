"""Điền tại chỗ: figures written into somebody else's .xlsx, whose look and formulas stay its own.

Only the bytes of the filled cells change, and what was computed from them before: a stored result
that is no longer true is taken out, and the program that opens the file computes it anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from xml.sax.saxutils import escape

from dongthuan.ground.files.book import Book, Page, Shows
from dongthuan.ground.files.spans import CellSpan, Spans, address
from dongthuan.ground.primitives import numbers

Spot = tuple[int, int]
Written = Fraction | str | date | None
_WORKBOOK = "xl/workbook.xml"
_FULL = b' fullCalcOnLoad="1"'
_AFTER = ("sheets", "functionGroups", "externalReferences", "definedNames")
# Functions that reach cells which no reference names.
_FAR = re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.I)
_NAME = re.compile(r"[^\W\d][\w.]*(?![\w.]*[(!])")
# As many digits as a spreadsheet keeps.
_DIGITS = 15


class CannotWrite(ValueError):
    """Raised when a place holds a formula or is covered by a merged cell; names the place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Ô cần ghi: a row and column from 1, and a number, a day, a text, or None to leave it empty."""

    row: int
    column: int
    value: Written


def fill(book: Book, entries: Mapping[str, Sequence[Entry]]) -> bytes:
    """This function will return the workbook with entries written, by the name of their sheet.

    :raises CannotWrite: a formula stands there, or the place is covered by a merged cell.
    """
    changed: dict[str, bytes] = {}
    wanted = {page.name: list(entries.get(page.name, ())) for page in book.pages}
    touched = stale(book, {name for name, told in wanted.items() if told})
    for page in book.pages:
        if page.name not in touched:
            continue
        edits = [edit for one in _by_row(page, book, wanted[page.name]) for edit in one]
        edits += _emptied(page.spans)
        if edits:
            changed[page.path] = _cut(page.spans.data, edits)
    if any(page.computed for page in book.pages) and changed:
        changed[_WORKBOOK] = computed_anew(book.workbook)
    return _packed(book.data, changed)


def stale(book: Book, filled: set[str]) -> set[str]:
    """This function will return the filled sheets and those whose formulas look at them."""
    found = set(filled)
    waiting = [page for page in book.pages if page.name not in found]
    while True:
        reached = [page for page in waiting if found and _looks_at(page, book, found)]
        if not reached:
            return found
        found |= {page.name for page in reached}
        waiting = [page for page in waiting if page.name not in found]


def _looks_at(page: Page, book: Book, names: set[str]) -> bool:
    quoted = [name.replace("'", "''").lower() for name in names]
    for cell in page.spans.cells.values():
        told = (cell.formula or "").lower()
        if not told:
            continue
        if "!" in told and any(f"{name}!" in told or f"{name}'!" in told for name in quoted):
            return True
        # A formula over several sheets at once, a defined name, or a reach that cannot be read.
        if ":" in told.split("!")[0] and "!" in told:
            return True
        if _FAR.search(told) or any(word in book.defined for word in _NAME.findall(told)):
            return True
    return False


def number_written(value: Fraction) -> str:
    """This function will write a number as XML keeps it: every digit, or fifteen of them."""
    top, bottom = value.numerator, value.denominator
    if bottom == 1:
        return str(top)
    for digits in range(1, _DIGITS):
        scaled, left = divmod(abs(top) * 10**digits, bottom)
        if not left:
            whole, rest = divmod(scaled, 10**digits)
            return f"{'-' if top < 0 else ''}{whole}.{rest:0{digits}d}"
    return f"{float(value):.{_DIGITS}g}"


def serial(day: date, since_1904: bool) -> int:
    """This function will count the days of a date as the workbook does."""
    if since_1904:
        return (day - date(1904, 1, 1)).days
    # The calendar of the first spreadsheets had a 29 February 1900.
    return (day - date(1899, 12, 30)).days


def office_text(value: Fraction) -> str:
    """This function will write a number as an office does, for a cell that wants text."""
    exact = number_written(abs(value))
    whole, _, rest = exact.partition(".")
    sign = "-" if value < 0 else ""
    if not whole.isdigit():
        return f"{sign}{exact}"
    return f"{sign}{numbers.written(int(whole))}{',' + rest if rest else ''}"


Edit = tuple[int, int, bytes]


def _by_row(page: Page, book: Book, entries: Iterable[Entry]) -> Iterable[list[Edit]]:
    rows: dict[int, list[Entry]] = {}
    for one in entries:
        spot = (one.row, one.column)
        if spot in page.computed:
            raise CannotWrite(f"{page.name}, ô {address(*spot)}: ô này là công thức, không ghi đè.")
        if spot in page.covered:
            raise CannotWrite(f"{page.name}, ô {address(*spot)}: ô này nằm trong ô gộp.")
        rows.setdefault(one.row, []).append(one)
    spans = page.spans
    numbered = sorted(spans.rows)
    here: dict[int, list[int]] = {}
    for at_row, column in sorted(spans.cells):
        here.setdefault(at_row, []).append(column)
    new: list[Edit] = []
    for row in sorted(rows):
        told = sorted(rows[row], key=lambda one: one.column)
        if row in spans.rows:
            yield _into_row(page, book, row, told, here.get(row, []))
        else:
            inside = b"".join(_element(page, book, one, None) for one in told)
            tag = f"{spans.prefix}row".encode()
            made = b"<" + tag + f' r="{row}">'.encode() + inside + b"</" + tag + b">"
            after = next((n for n in numbered if n > row), None)
            at = spans.rows[after].start if after is not None else spans.body[1]
            new.append((at, at, made))
    if new and spans.body_is_bare:
        # «<sheetData/>» is opened to take its first rows.
        start = spans.data.rfind(b"<", 0, spans.body[0])
        tag = f"{spans.prefix}sheetData".encode()
        inside = b"".join(made for _, _, made in new)
        new = [(start, spans.body[0], b"<" + tag + b">" + inside + b"</" + tag + b">")]
    yield new


def _into_row(
    page: Page, book: Book, row: int, told: Sequence[Entry], here: Sequence[int]
) -> list[Edit]:
    spans = page.spans
    line = spans.rows[row]
    edits: list[Edit] = []
    for one in told:
        old = spans.cells.get((row, one.column))
        made = _element(page, book, one, old)
        if old is not None:
            edits.append((old.start, old.end, made))
            continue
        after = next((c for c in here if c > one.column), None)
        at = spans.cells[row, after].start if after is not None else line.closed
        edits.append((at, at, made))
    if line.is_bare:
        opening = spans.data[line.start : line.opened].removesuffix(b"/>").rstrip()
        inside = b"".join(made for _, _, made in edits)
        closing = f"</{spans.prefix}row>".encode()
        return [(line.start, line.opened, opening + b">" + inside + closing)]
    return edits


def _element(page: Page, book: Book, one: Entry, old: CellSpan | None) -> bytes:
    prefix = page.spans.prefix
    if old is not None:
        # Whatever else the cell's tag says stays; only its type is told anew.
        head = re.sub(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", old.head.removesuffix(b">"))
        head = head.removesuffix(b"/").rstrip()
        if b" r=" not in head:
            head += f' r="{address(one.row, one.column)}"'.encode()
    else:
        style = page.style_of(one.row, one.column)
        said = f' s="{style}"' if style else ""
        head = f'<{prefix}c r="{address(one.row, one.column)}"{said}'.encode()
    if one.value is None:
        return head + b"/>"
    kind, content = _content(one.value, book.shows(page, one.row, one.column), book, prefix)
    return head + kind + b">" + content + f"</{prefix}c>".encode()


def _content(value: Written, shows: Shows, book: Book, prefix: str) -> tuple[bytes, bytes]:
    if isinstance(value, date):
        if shows is Shows.DATE:
            return b"", f"<{prefix}v>{serial(value, book.since_1904)}</{prefix}v>".encode()
        value = f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, Fraction):
        if shows is not Shows.TEXT:
            return b"", f"<{prefix}v>{number_written(value)}</{prefix}v>".encode()
        value = office_text(value)
    assert value is not None
    kept = ' xml:space="preserve"' if value != value.strip() else ""
    inside = f"<{prefix}is><{prefix}t{kept}>{escape(_clean(value))}</{prefix}t></{prefix}is>"
    return b' t="inlineStr"', inside.encode()


def _clean(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _emptied(spans: Spans) -> list[Edit]:
    """Take the stored results of formulas out; the type of a result goes with it."""
    edits: list[Edit] = []
    for cell in spans.cells.values():
        if cell.formula is None or cell.value is None:
            continue
        edits.append((*cell.value, b""))
        if cell.kind:
            head = re.sub(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", cell.head)
            edits.append((cell.start, cell.start + len(cell.head), head))
    return edits


def _cut(data: bytes, edits: Iterable[Edit]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    # Pieces put in at one place follow each other as they were given (columns from left to right).
    for start, end, made in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [data[at:start], made]
        at = end
    return b"".join([*pieces, data[at:]])


def computed_anew(part: bytes) -> bytes:
    """This function will have the workbook compute everything when it is opened."""
    match = re.search(rb"<(\w+:)?calcPr\b[^>]*?(/?)>", part)
    if match is not None:
        tag = match.group()
        bare = re.sub(rb"\s+fullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag)
        cut = len(bare) - (2 if bare.endswith(b"/>") else 1)
        made = bare[:cut].rstrip() + _FULL + bare[cut:]
        return part[: match.start()] + made + part[match.end() :]
    prefix = re.search(rb"<(\w+:)?workbook\b", part)
    said = (prefix.group(1) or b"") if prefix else b""
    at = -1
    for name in _AFTER:
        found = [m.end() for m in re.finditer(
            rb"</" + said + name.encode() + rb"\s*>|<" + said + name.encode() + rb"\b[^>]*/>", part
        )]  # fmt: skip
        at = max([at, *found])
    return part[:at] + b"<" + said + b"calcPr" + _FULL + b"/>" + part[at:]


def _packed(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = changed.get(member.filename)
            # The same order, days and flags: filling twice gives the same file, byte for byte.
            new.writestr(member, old.read(member) if content is None else content)
    return out.getvalue()
