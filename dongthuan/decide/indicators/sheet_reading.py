"""Đọc phiếu: one sheet as a person reads it: its lines, what leads the eye, its past by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dongthuan.decide.indicators import queries, rules
from dongthuan.decide.indicators.block import Named
from dongthuan.decide.indicators.models import Definition, RoundItem, Sheet
from dongthuan.decide.indicators.queries import Cell, Question
from dongthuan.decide.indicators.rules import CannotRead, Frequency, Manner, before
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Reading
from dongthuan.ground.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng của phiếu: a cell, and whether the viewer may know what stands in it."""

    cell: Cell
    readable: bool = True
    asked: Question | None = None

    @property
    def key(self) -> str:
        """This property will return the key of the measure."""
        return self.definition.item.key

    @property
    def definition(self) -> Definition:
        """This property will return what is asked."""
        return self.cell.definition

    @property
    def sensitive(self) -> bool:
        """This property will say whether knowing the number needs the stronger act."""
        return self.definition.reading == Reading.SENSITIVE

    @property
    def text(self) -> str:
        """This property will return what stands in the field, nothing where it may not be known."""
        return self.cell.text if self.readable else ""

    @property
    def estimate(self) -> bool:
        """This property will say whether the number is an estimate."""
        if self.cell.draft is not None:
            return self.cell.draft.estimate
        return bool(self.cell.told and self.cell.told.estimate)

    @property
    def sent(self) -> str:
        """This property will print what was sent, for the eye."""
        return queries.shown_text(self.definition, self.cell.told) if self.readable else ""

    @property
    def sent_text(self) -> str:
        """This property will return what was sent, the way a person would type it."""
        return queries.typed_text(self.definition, self.cell.told) if self.readable else ""

    @property
    def last(self) -> str:
        """This property will print the value of the period before, for the eye."""
        return queries.shown_text(self.definition, self.cell.last) if self.readable else ""

    @property
    def manner(self) -> str:
        """This property will say how the number came in, unless it was simply typed."""
        told = self.cell.told
        return Manner(told.manner).words if told and told.manner != Manner.TYPED else ""

    @property
    def corrected(self) -> bool:
        """This property will say whether what stands was laid over an approved value."""
        return self.cell.told is not None and self.cell.told.manner == Manner.CORRECTED

    @property
    def same_as_last(self) -> bool:
        """This property will say whether «không thay đổi» may answer for the cell."""
        last = self.cell.last
        return (
            self.definition.nature == "stock" and self.cell.told is None
            and self.cell.draft is None and last is not None and last.state != "withdrawn"
        )  # fmt: skip

    @property
    def jump(self) -> str:
        """This property will say how far what was sent lies from the period before, if far."""
        told, last = self.cell.told, self.cell.last
        if not self.readable or told is None or last is None:
            return ""
        if told.scaled is None or last.scaled is None or last.whole is not None:
            return ""
        step = 10**self.definition.decimals
        return rules.jump(told.scaled, last.scaled, step)

    def problem_of(self, text: str) -> str:
        """This method will say why a text cannot be taken, or return an empty text."""
        try:
            rules.read(text, queries.shape(self.definition))
        except CannotRead as problem:
            return str(problem)
        return ""

    def jump_of(self, text: str) -> str:
        """This method will say how far a text lies from the period before, if far."""
        last = self.cell.last
        if not self.readable or last is None or last.scaled is None or last.whole is not None:
            return ""
        try:
            typed = rules.read(text, queries.shape(self.definition))
        except CannotRead:
            return ""
        if typed is None or typed.scaled is None:
            return ""
        step = 10**self.definition.decimals
        return rules.jump(typed.scaled, last.scaled, step)


def read(
    one: Sheet, *, viewer: Actor, home: Collection[int] = ()
) -> tuple[list[Line], list[Definition]]:
    """This function will return the lines of a sheet in the order of the form, and the ratios that
    the house counts from them.

    `home` are the units the viewer was granted something in by name: a unit knows its own numbers,
    also the sensitive ones; everybody else needs the stronger act for these.
    """
    known = queries.definitions(queries.period_of(one.round).last_day)
    lines = lines_of([one], viewer=viewer, home=home, known=known)[one.pk]
    keys = {line.key for line in lines}
    return lines, [d for d in known.values() if d.numerator in keys and d.denominator in keys]


def lines_of(
    sheets: Sequence[Sheet], *, viewer: Actor, home: Collection[int] = (),
    known: Mapping[str, Definition] | None = None,
) -> dict[int, list[Line]]:  # fmt: skip
    """This function will return the lines of sheets of one round, in as few queries as of one."""
    cells = queries.cells_of(sheets, known=known)
    asked = queries.open_questions(sheets)
    return {
        one.pk: [
            Line(cell, readable(cell, one, viewer, home),
                 asked.get(one.pk, {}).get(cell.definition.item_id))
            for cell in cells[one.pk]
        ]
        for one in sheets
    }  # fmt: skip


def readable(cell: Cell, one: Sheet, viewer: Actor, home: Collection[int]) -> bool:
    """This function will say whether the viewer may know what stands in a cell."""
    if cell.definition.reading != Reading.SENSITIVE:
        return True
    own = one.unit_id in home and viewer.may(Act.VALUE_ENTER, one.unit_id)
    return own or viewer.may(Act.FIGURE_SEE_SENSITIVE, one.unit_id)


def named(held: Iterable[Line], counted: Iterable[Definition] = ()) -> list[Named]:
    """This function will return what a pasted block may speak of, in the order of the form."""
    asked = [
        Named(line.key, line.definition.label, _names(line.definition),
              queries.shape(line.definition))
        for line in held
    ]  # fmt: skip
    return asked + [
        Named(row.item.key, row.label, _names(row), None, derived=True) for row in counted
    ]


def _names(one: Definition) -> tuple[str, ...]:
    return tuple(filter(None, one.names.splitlines()))


def photograph(one: Sheet, *, help: int, viewer: Actor, home: Collection[int]) -> StoredFile | None:
    """This function will return the photograph of a help on a sheet the viewer may see, or None.

    A paper with sensitive numbers is shown to nobody who may not know these.
    """
    found = one.helps.select_related("photo").filter(pk=help).first()
    if found is None or found.photo is None:
        return None
    lines, _ = read(one, viewer=viewer, home=home)
    return found.photo if all(line.readable for line in lines) else None


def next_to_approve(one: Sheet, *, viewer: Actor) -> Sheet | None:
    """This function will return another sheet of the round that waits for the viewer's word."""
    waiting = Sheet.objects.filter(round=one.round_id, status=Sheet.Status.SENT)
    reach = viewer.reach(Act.VALUE_APPROVE)
    return reach.within(waiting).exclude(pk=one.pk).order_by("pk").first()


def same_as_before(sheets: Sequence[Sheet]) -> set[int]:
    """This function will return the sheets that ask for a stock value told a period ago and not yet
    for this one: «không thay đổi» can answer them.
    """
    asked: dict[int, set[int]] = {}
    rows = RoundItem.objects.filter(round__in={one.round_id for one in sheets})
    for round_id, item in rows.values_list("round_id", "item_id"):
        asked.setdefault(round_id, set()).add(item)
    held = queries.meanings()
    cells = [
        (one, row, period, before(period, Frequency(row.frequency)))
        for one in sheets
        for period in [queries.period_of(one.round)]
        for row in held.on(period.last_day).values()
        if row.item_id in asked.get(one.round_id, ()) and row.level == one.unit.kind
        and row.nature == "stock"
    ]  # fmt: skip
    told = queries.latest(
        items=[row.item_id for _, row, _, _ in cells], units=[one.unit_id for one in sheets],
        periods={p for _, _, *both in cells for p in both},
    )  # fmt: skip
    found = set()
    for one, row, period, earlier in cells:
        last = told.get((row.item_id, one.unit_id, earlier.code))
        now = told.get((row.item_id, one.unit_id, period.code))
        if now is None and last is not None and last.state != "withdrawn":
            found.add(one.pk)
    return found
