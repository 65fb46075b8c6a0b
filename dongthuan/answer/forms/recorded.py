"""Ô đã ghi sổ: how a filling is written down, and read again as far as a viewer may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dongthuan.answer.forms.filling import Cell, Filling, Outcome
from dongthuan.answer.forms.models import Fill, FilledFigure, FilledSheet
from dongthuan.ground.audit.rules import canonical, digest
from dongthuan.ground.figures import Figure, Look, Measure, Nature, Reading
from dongthuan.ground.files.spans import address
from dongthuan.ground.papers.in_place import number_written, office_text


@dataclass(frozen=True, slots=True)
class Place:
    """Ô: its sheet, row and column, its words in the form, the number of its figure, its outcome,
    what was written as the file keeps it, and what there is to say of it.
    """

    sheet: str
    row: int
    column: int
    label: str
    figure: int
    state: str
    written: str
    note: str

    def kept(self) -> list[Any]:
        """This method will return the place as a sheet keeps it."""
        return [
            self.row, self.column, self.label, self.figure, self.state, self.written, self.note
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """Ô đã điền như người xem được biết: veiled where the viewer may not know the number."""

    place: Place
    figure: FilledFigure
    veiled: bool

    @property
    def at(self) -> str:
        """This property will return the place as a spreadsheet writes it."""
        return address(self.place.row, self.place.column)

    @property
    def outcome(self) -> Outcome:
        """This property will return what became of the place, for this viewer."""
        return Outcome.HIDDEN if self.veiled else Outcome(self.place.state)

    @property
    def printed(self) -> str:
        """This property will return the number as the house prints it, if the viewer may know it."""
        return "" if self.veiled else self.figure.printed

    @property
    def number(self) -> Fraction | None:
        """This property will return what went into the place, where it was filled with a number."""
        if self.outcome is not Outcome.FILLED or not self.place.written:
            return None
        return Fraction(self.place.written)

    @property
    def written(self) -> str:
        """This property will return what stands in the file, as an office writes it."""
        if self.veiled or not self.place.written:
            return ""
        return office_text(Fraction(self.place.written))

    @property
    def note(self) -> str:
        """This property will return what there is to say of the place."""
        return "" if self.veiled else self.place.note


def written_down(found: Filling) -> tuple[list[FilledFigure], list[FilledSheet]]:
    """This function will write a filling down: every figure once, every place in its sheet."""
    figures: dict[tuple[str, int, str], FilledFigure] = {}
    sheets: dict[str, list[list[Any]]] = {}
    for one in found.cells:
        slot = one.slot
        name = (slot.key, slot.unit, slot.period.code)
        if name not in figures:
            figures[name] = _figure(len(figures) + 1, one)
        has_number = one.outcome not in (Outcome.MISSING, Outcome.HIDDEN, Outcome.ABSENT)
        written = number_written(one.value) if has_number and one.value is not None else ""
        place = Place(
            slot.sheet, slot.row, slot.column, slot.label[:300], figures[name].place,
            one.outcome.value, written, one.note[:400],
        )  # fmt: skip
        sheets.setdefault(slot.sheet, []).append(place.kept())
    told = [
        FilledSheet(place=at, sheet=sheet[:80], places=places)
        for at, (sheet, places) in enumerate(sheets.items(), start=1)
    ]
    return list(figures.values()), told


def _figure(place: int, one: Cell) -> FilledFigure:
    figure, slot = one.figure, one.slot
    # A hidden figure tells nothing, not even of what it would have been made.
    known = figure if one.outcome is not Outcome.HIDDEN else None
    value = known.value if known is not None else None
    return FilledFigure(
        place=place, key=slot.key, unit_id=slot.unit, unit_name=one.unit_name[:200],
        code=figure.ask.period.code if figure else slot.period.code,
        label=figure.measure.label[:300] if figure else "",
        reading=figure.measure.reading if figure else "internal",
        measured_in=figure.measure.unit if figure else "",
        printed=known.printed if known is not None and value is not None else "",
        top=str(value.numerator) if value is not None else "",
        bottom=str(value.denominator) if value is not None else "",
        estimate=bool(known and known.estimate),
        unapproved=known.evidence.unapproved if known else 0,
        evidence=known.evidence.hash if known else "",
    )  # fmt: skip


def seal(one: Fill, figures: Iterable[FilledFigure], sheets: Sequence[FilledSheet]) -> str:
    """This function will return the mã niêm phong over a filling and every number in it."""
    told = {
        "edition": one.edition_id,
        "period": [one.code, one.regime],
        "file": one.digest,
        "choices": [one.absent, one.partial, one.over],
        "figures": [
            [f.place, f.key, f.unit_id, f.code, f.printed, f.top, f.bottom, f.estimate, f.evidence]
            for f in figures
        ],
        "sheets": [[sheet.sheet, sheet.places] for sheet in sheets],
    }
    return digest(canonical(told))


def measure_of(one: FilledFigure) -> Measure:
    """This function will return the measure as far as a filled figure remembers it."""
    return Measure(one.key, one.label, one.measured_in, Nature.STOCK, reading=Reading(one.reading))


def value_of(one: FilledFigure) -> Fraction | None:
    """This function will return the exact number that was asked for."""
    return Fraction(int(one.top), int(one.bottom)) if one.top else None


def read(
    figures: Iterable[FilledFigure], sheets: Iterable[FilledSheet], look: Look
) -> list[Shown]:  # fmt: skip
    """This function will return every place of a filling in its order, veiled for the viewer."""
    by_place = {one.place: one for one in figures}
    veiled = {place: not look.sees(measure_of(f), f.unit_id) for place, f in by_place.items()}
    found = []
    for sheet in sheets:
        for row, column, label, figure, state, written, note in sheet.places:
            place = Place(sheet.sheet, row, column, label, figure, state, written, note)
            found.append(Shown(place, by_place[figure], veiled[figure]))
    return found


def same(one: FilledFigure, now: Figure) -> bool:
    """This function will say whether a figure has still the number it was filled with."""
    return value_of(one) == now.value
