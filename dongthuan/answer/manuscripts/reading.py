"""Đọc bản Word: every number of the file, what the text says of it, and the measure it may be.

A proposal is made of names and units of measurement; the value in the text then says how sure it is.
Nothing is bound here: a person confirms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dongthuan.answer.manuscripts import rules
from dongthuan.answer.manuscripts.blanks import BLANK, Blank, blanks, form_of
from dongthuan.answer.manuscripts.naming import bare, name_of
from dongthuan.answer.manuscripts.rules import Told
from dongthuan.answer.manuscripts.unit_tables import Cell, UnitTables
from dongthuan.answer.reports import checking
from dongthuan.answer.reports import rules as writing
from dongthuan.answer.reports.rules import Cite
from dongthuan.ground import claims
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.claims import Bound, Figure, MeasureTable
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.figures import Ask, Look, Measure, State, figures, measures
from dongthuan.ground.figures import known as known_then
from dongthuan.ground.files.word_file import WordLine
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.org.queries import Forest

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Found:
    """Con số tìm thấy: its place in the file, what is told of it, and what is proposed."""

    line: int
    start: int
    end: int
    surface: str
    reading: dict[str, object]
    offer: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Mục có thể là: a measure a number may be the number of, of which period, and how written."""

    measure: Measure
    code: str
    then: Period
    form: str
    told: Told
    name: str


def found_in(lines: Sequence[WordLine], *, period: Period, unit: int, viewer: Actor) -> list[Found]:
    """This function will mark every number of a report's text, with a proposal where one is at hand."""
    known = _Known(unit, period, viewer)
    tables = UnitTables(lines, unit, period.last_day)
    readings = claims.read_document([line.text for line in lines])
    bound = claims.bound(readings, known.table)
    found: list[Found] = []
    waiting: list[tuple[Found, list[_Meant], Cell | None]] = []
    for number, (line, reading, told) in enumerate(zip(lines, readings, bound, strict=True)):
        before = (0, "")
        for figure, one in zip(reading.figures, told, strict=True):
            if _computed(line, figure):
                continue
            cell = tables.cell(line, figure.num_span[0])
            name = name_of(line.text, figure, one.name, before) if cell is None else cell.head
            before = (figure.span[1], name)
            made, meant = _found(number, line, figure, one, name, known, cell)
            found.append(made)
            waiting.append((made, meant, cell))
        found += [_blank(number, line, one, known) for one in blanks(line.text)]
    # What a number may be is known by now: only of that are the numbers asked, all in one question.
    known.read([meant for _, many, _ in waiting for meant in many])
    for made, meant, cell in waiting:
        made.offer.update(known.offer(meant, cell))
    known.judge(found)
    return found


def _computed(line: WordLine, figure: Figure) -> bool:
    """Say whether Word itself writes the number: a page number, a date that is always today."""
    start, end = figure.num_span
    return any(piece.computed and piece.start < end and start < piece.end for piece in line.pieces)


def _found(
    number: int, line: WordLine, figure: Figure, bound: Bound, name: str, known: _Known,
    cell: Cell | None,
) -> tuple[Found, list[_Meant]]:  # fmt: skip
    """Return a number as it was found, and what it may be the number of."""
    start, end = figure.num_span
    written = line.text[start:end]
    code = rules.relative(figure.period, known.period)
    if code == rules.OWN and "cung ky" in fold(bound.name) and not _changes(figure):
        code = rules.YEAR_AGO
    # A number of a unit below is no measure of its own: it is one cell of one.
    reading: dict[str, object] = {
        "name": name if cell is None or cell.unit is None else "", "unit": _unit(figure), "value": _value(figure), "of": figure.of, "relation": figure.relation,
        "code": code, "way": figure.direction or rules.way_before(line.text, start) or "",
        "qualifier": figure.qualifier,
    }  # fmt: skip
    measures = [known.called(name)]
    offer: dict[str, object] = {}
    if cell is None:
        measures.append(known.by_label.get(bound.measure or ""))
        offer = {"names": list(bound.names)}
    told = Told.by(figure)
    meant = [known.meant(one, told, written, code, name) for one in measures if one is not None]
    made = Found(number, start, end, written[:LONGEST], reading, offer)
    return made, [one for one in meant if one is not None]


def _blank(number: int, line: WordLine, one: Blank, known: _Known) -> Found:
    reading: dict[str, object] = {
        "name": one.name, "unit": one.unit, "value": "", "of": None, "relation": BLANK, "code": "",
        "way": "", "qualifier": "",
    }  # fmt: skip
    surface = line.text[one.start : one.end][:LONGEST]
    return Found(number, one.start, one.end, surface, reading, known.offer_of_blank(one))


class _Known:
    """Mục đã có: the measures of a day by name, and what each is known to be."""

    def __init__(self, unit: int, period: Period, viewer: Actor) -> None:
        day = period.last_day
        self.period = period
        self.look = Look(viewer, Forest(), evidence=False)
        self.named = checking.named(unit=unit, on=day, look=self.look)
        self.measures = measures(day)
        self.by_label: dict[str, Measure] = {}
        self.by_name: dict[str, Measure] = {}
        for one in self.measures.values():
            self.by_label.setdefault(one.label, one)
            for name in (one.label, *one.names):
                self.by_name.setdefault(bare(name), one)
        self.values: dict[tuple[str, str], Fraction | None] = {}

    @property
    def table(self) -> MeasureTable | None:
        """This property will return the names a text is held against, None where there are none."""
        return self.named.table if self.named.table.records else None

    def called(self, name: str) -> Measure | None:
        """This method will return the measure that bears this very name."""
        return self.by_name.get(bare(name)) if name else None

    def read(self, meant: Iterable[_Meant]) -> None:
        """This method will ask for the numbers of what is meant, as far as the viewer may know."""
        places = dict.fromkeys((one.measure.key, one.then.code) for one in meant)
        asks = [self.named.asks[place] for place in places if place in self.named.asks]
        for one in figures(asks, self.look):
            if one.state is State.VALUE:
                self.values[one.ask.key, one.ask.period.code] = one.value

    def offer(self, meant: Sequence[_Meant], cell: Cell | None) -> dict[str, object]:
        """Return the proposal for one number: the measure that bears its very name, or the one that
        the checker binds it to; in a table by unit the column's measure, the row's unit.
        """
        told_of = [self._told_of(one) for one in meant]
        # A name may mislead; a measure that holds the very number does not.
        best = next((one for one in told_of if one["sure"] == "value"), None)
        made = best or next(iter(told_of), {})
        if made and cell is not None and cell.unit is not None:
            made |= {"unit": cell.unit, "sure": "name", "held": ""}
        return made

    def offer_of_blank(self, blank: Blank) -> dict[str, object]:
        """Return the proposal for a place that waits for a number: the measure of that very name."""
        measure = self.by_name.get(bare(blank.name))
        if measure is None:
            return {}
        form = form_of(blank.unit, measure.unit)
        return {"key": measure.key, "code": "", "form": form, "sure": "name", "held": ""}

    def meant(
        self, measure: Measure, told: Told, written: str, code: str, name: str
    ) -> _Meant | None:
        """This method will say how a number would be one of a measure, None where it cannot be."""
        style = rules.style_of(told, written, rules.scale_of(measure.unit))
        if style is None or told.relation in rules.CHANGES:
            return None
        then = writing.period_of(Cite(measure.key, code=code), self.period)
        if not known_then(measure.key, [then.last_day], self.look):
            # It means something today and meant nothing in that period: there is no number of it.
            return None
        return _Meant(measure, code, then, style.form, told, name)

    def _told_of(self, one: _Meant) -> dict[str, object]:
        measure = one.measure
        value = self.values.get((measure.key, one.then.code))
        held = measure.printed(value) if value is not None else ""
        sure = _sure(measure, one.told, rules.scale_of(measure.unit), value, one.name)
        return {"key": measure.key, "code": one.code, "form": one.form, "held": held, "sure": sure}

    def judge(self, found: Sequence[Found]) -> None:
        """Hold the numbers of units below against what those units told, all in one question."""
        asked: list[tuple[Found, Ask]] = []
        for one in found:
            if "unit" in one.offer:
                cite = Cite(str(one.offer["key"]), code=str(one.offer["code"]))
                then = writing.period_of(cite, self.period)
                asked.append((one, Ask(cite.key, int(str(one.offer["unit"])), then)))
        for (one, ask), now in zip(
            asked, figures([ask for _, ask in asked], self.look), strict=True
        ):
            measure = self.measures[ask.key]
            said = Fraction(str(one.reading["value"])) / rules.scale_of(measure.unit)
            if now.value is not None:
                one.offer["held"] = measure.printed(now.value)
                one.offer["sure"] = "value" if now.value == said else "differs"


def _sure(measure: Measure, told: Told, scale: int, value: Fraction | None, name: str) -> str:
    """Say what speaks for a proposal: the value, the name alone, little, or against it the value."""
    if value is not None:
        said = (told.value or Fraction(0)) / scale
        # What was written of it was rounded, «hơn 16 tỷ»: near enough is the same number.
        rounded = told.qualifier != "exact"
        near = abs(value - said) <= abs(value) / 50 if rounded else value == said
        return "value" if near else "differs"
    words = set(bare(name).split())
    borne = {word for one in (measure.label, *measure.names) for word in bare(one).split()}
    return "name" if words and words <= borne else "weak"


def _changes(figure: Figure) -> bool:
    return figure.relation in rules.CHANGES


def _unit(figure: Figure) -> str:
    """Return the unit of measurement as the text has it: «hộ», «triệu đồng», «%»."""
    words = figure.scaled_unit_text.strip()
    if figure.unit == "percent":
        return "%"
    known = unit_phrase(words.lower()) if words else None
    if known is None and len(words.split()) > 1:
        known = unit_phrase(words.split()[0].lower())
        return words.split()[0] if known is not None else words
    return words


def _value(figure: Figure) -> str:
    return "" if isinstance(figure.value, tuple) else str(figure.value)
