"""Phiếu Excel của đợt: the blank forms of a round's sheets, and the mark they are known by again.

The mark is signed by the house: a form of another house, or one whose mark was changed by hand, is
no form of ours and is read by its names like any other table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from django.core.signing import BadSignature, Signer

from dongthuan.decide.indicators import filled, queries, rules, sheet_reading
from dongthuan.decide.indicators.block import Named
from dongthuan.decide.indicators.filled import Asking, Filled, Mark, Page
from dongthuan.decide.indicators.models import Definition, Round, Sheet
from dongthuan.decide.indicators.rules import CannotRead
from dongthuan.decide.indicators.sheet_reading import Line, named
from dongthuan.ground import files
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.files.document import Sheet as Table
from dongthuan.ground.papers.forms import Asked, Entry, Form, Grid, forms_book, grids_book
from dongthuan.who.org.rules import KINDS, Tree

_FORM, _GRID, _BACK = "phieu", "bang", "kytruoc"


def forms(
    one: Round, sheets: Sequence[Sheet], tree: Tree, *, viewer: Actor, home: Collection[int]
) -> bytes:  # fmt: skip
    """This function will write a workbook with the form of each sheet, the period before beside."""
    lines = sheet_reading.lines_of(sheets, viewer=viewer, home=home)
    return forms_book(_title(one), _about(one), [
        Form(_signed(_FORM, one.pk, sheet.unit_id), tree.name(sheet.unit_id),
             [(_asked(line.definition), _entry(line, sheet)) for line in lines[sheet.pk]])
        for sheet in sheets
    ])  # fmt: skip


def grids(
    one: Round, sheets: Sequence[Sheet], tree: Tree, *, viewer: Actor, home: Collection[int]
) -> bytes:  # fmt: skip
    """This function will write a workbook with one table for each kind of unit: units down."""
    lines = sheet_reading.lines_of(sheets, viewer=viewer, home=home)
    made = []
    for kind in dict.fromkeys(sheet.unit.kind for sheet in sheets):
        mine = [sheet for sheet in sheets if sheet.unit.kind == kind]
        made.append(Grid(
            _signed(_GRID, one.pk, 0), _signed(_BACK, one.pk, 0), KINDS[kind].words.capitalize(),
            [_asked(line.definition) for line in lines[mine[0].pk]],
            [(unit_key(s.unit_id), tree.name(s.unit_id), [_entry(line, s) for line in lines[s.pk]])
             for s in mine],
        ))  # fmt: skip
    return grids_book(_title(one), _about(one), made)


def read(
    sent: Sequence[tuple[str, bytes]], one: Round, sheets: Sequence[Sheet],
    lines: Mapping[int, Sequence[Line]], counted: Sequence[Definition], tree: Tree,
) -> Filled:  # fmt: skip
    """This function will read files into the answers of the units of a round.

    :raises UnreadableFile: naming the file and the remedy.
    """
    pages = [_page(name, table) for name, data in sent for table in files.read_tables(data, name)]
    units = [
        Named(unit_key(sheet.unit_id), tree.name(sheet.unit_id), (sheet.unit.code,))
        for sheet in sheets
    ]
    kinds = {unit_key(sheet.unit_id): sheet.unit.kind for sheet in sheets}
    asked = {sheet.unit.kind: named(lines[sheet.pk], counted) for sheet in sheets}
    return filled.read(pages, Asking(str(one.pk), units, kinds, asked, _marked))


def unit_key(unit: int) -> str:
    """This function will return the key by which a table names a unit."""
    return f"dv:{unit}"


def _page(name: str, table: Table) -> Page:
    return Page(
        name, table.name, [filled.tidy(row) for row in table.rows], table.numbers,
        table.first_row, table.first_column,
    )  # fmt: skip


def _signed(kind: str, round: int, unit: int) -> str:
    return f"dong-thuan/{kind}/{Signer(salt='phieu').sign(f'{kind}.{round}.{unit}')}"


def _marked(text: str) -> Mark | None:
    try:
        told = Signer(salt="phieu").unsign(text.split("/", 2)[2])
    except BadSignature:
        return None
    kind, round, unit = told.split(".")
    return Mark(round, unit_key(int(unit)) if unit != "0" else "", kind == _BACK)


def _title(one: Round) -> str:
    return f"Phiếu số liệu {queries.period_of(one)}"


def _about(one: Round) -> str:
    due = one.due_on
    return f"{one.title}. Gửi về trước hết ngày {due.day}/{due.month}/{due.year}."


def _asked(one: Definition) -> Asked:
    step = 10**one.decimals
    lowest, highest = (
        None if bound is None else bound / step for bound in (one.lowest, one.highest)
    )
    return Asked(
        one.item.key, one.label, one.unit, one.chapter, one.decimals, one.nature == "ratio",
        one.nature in ("flow", "stock"), lowest, highest, one.meaning,
    )  # fmt: skip


def _entry(line: Line, sheet: Sheet) -> Entry:
    if not line.readable:
        return Entry(locked=True)
    one = line.definition
    done = sheet.status == Sheet.Status.APPROVED
    return Entry(_held(one, line.cell.last_text), _held(one, line.text), locked=done)


def _held(one: Definition, text: str) -> str | int | float | None:
    """Return what stands in a field the way a spreadsheet holds it: a number where it is one."""
    try:
        typed = rules.read(text, queries.shape(one))
    except CannotRead:
        return text
    if typed is None or typed.scaled is None or typed.whole is not None:
        return text or None
    value = Fraction(typed.scaled, 10**one.decimals)
    return int(value) if value.denominator == 1 else float(value)
