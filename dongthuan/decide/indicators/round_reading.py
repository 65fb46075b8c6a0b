"""Đọc đợt: the sheets of a round side by side: what was told, what leads the eye, what to write on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.models import Definition, Round, Sheet
from dongthuan.decide.indicators.queries import Row
from dongthuan.decide.indicators.rules import Due, reminder
from dongthuan.decide.indicators.sheet_reading import Line, lines_of
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.who.org.rules import Tree


@dataclass(frozen=True, slots=True)
class Waiting:
    """Phiếu chờ duyệt: how much it tells, what lies far from the period before, who sent it."""

    row: Row
    far: tuple[Line, ...]
    # The step it was last sent with: what is sent again after that is not approved unread.
    step: int
    own: bool
    objected: bool

    @property
    def sheet(self) -> Sheet:
        """This property will return the sheet that waits."""
        return self.row.sheet


def waiting(one: Round, *, viewer: Actor, home: Collection[int] = ()) -> list[Waiting]:
    """This function will return the sheets of a round that wait for the viewer's word, each with
    the numbers that lie far from the period before.
    """
    reach = viewer.reach(Act.VALUE_APPROVE)
    sheets = [
        sheet for sheet in queries.round_sheets(one, viewer=viewer)
        if sheet.status == Sheet.Status.SENT and sheet.unit_id in reach
    ]  # fmt: skip
    lines = lines_of(sheets, viewer=viewer, home=home)
    sent = queries.last_sent(sheets)
    objected = queries.objected(sheets)
    return [
        Waiting(
            row, tuple(line for line in lines[row.sheet.pk] if line.jump), sent[row.sheet.pk].pk,
            sent[row.sheet.pk].by == viewer.key, row.sheet.pk in objected,
        )
        for row in queries.rows_of(sheets, viewer=viewer)
    ]  # fmt: skip


def asked_of(one: Round) -> dict[str, list[Definition]]:
    """This function will return what a round asks of each kind of unit, in the order of the form."""
    keys = set(queries.asked_keys(one))
    found: dict[str, list[Definition]] = {}
    for key, held in queries.definitions(queries.period_of(one).last_day).items():
        if key in keys:
            found.setdefault(held.level, []).append(held)
    return found


@dataclass(frozen=True, slots=True)
class Owing:
    """Còn chờ: sheets that were never sent, those to be looked at again, and those of which single
    cells are asked about, with how many.
    """

    never: tuple[Sheet, ...] = ()
    again: tuple[Sheet, ...] = ()
    asked: tuple[tuple[Sheet, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.never or self.again or self.asked)


def owing(sheets: Sequence[Sheet]) -> Owing:
    """This function will say which sheets of a round are waited for, and how."""
    never = tuple(s for s in sheets if s.status == Sheet.Status.OPEN and s.first_sent_on is None)
    again = tuple(s for s in sheets if s.status in ("open", "returned") and s not in never)
    held = queries.open_questions(sheets)
    asked = tuple((s, len(held[s.pk])) for s in sheets if s.pk in held and s not in again)
    return Owing(never, again, asked)


def owing_text(one: Round, sheets: Sequence[Sheet], tree: Tree, *, viewer: Actor) -> str:
    """This function will write who has not sent, as a text to copy."""
    found = owing(sheets)
    asked = [
        f"{tree.name(sheet.unit_id)} (hỏi lại {numbers.written(count)} ô)"
        for sheet, count in found.asked
    ]
    return reminder(
        title=one.title, due=Due(one.due_on, None, viewer.today),
        waiting=[tree.name(s.unit_id) for s in found.never],
        returned=[*(tree.name(s.unit_id) for s in found.again), *asked],
    )  # fmt: skip
