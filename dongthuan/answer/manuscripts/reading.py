"""Đọc bản Word: every number of the file, what the text says of it, and the measure it may be.

A proposal is made of names and units of measurement; the value in the text then says how sure it is.
Nothing is bound here: a person confirms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
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
from dongthuan.ground.claims import Figure, Finding, Verdict
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.figures import Ask, Look, Measure, figures, measures
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


def found_in(lines: Sequence[WordLine], *, period: Period, unit: int, viewer: Actor) -> list[Found]:
    """This function will mark every number of a report's text, with a proposal where one is at hand."""
    day = period.last_day
    held = checking.table(viewer=viewer, unit=unit, on=day, bare=True)
    known = _Known(held, day, period, viewer)
    tables = UnitTables(lines, unit, day)
    texts = [line.text for line in lines]
    readings = claims.read_document(texts)
    table = held.table if held.table.records else None
    findings = {
        (one.paragraph, one.span): one
        for one in claims.check_readings(readings, table)
        if one.kind == "figure"
    }
    found: list[Found] = []
    for number, (line, reading) in enumerate(zip(lines, readings, strict=True)):
        before = (0, "")
        for figure in reading.figures:
            if _computed(line, figure):
                continue
            finding = findings[(number + 1, figure.span)]
            cell = tables.cell(line, figure.num_span[0])
            name = name_of(line.text, figure, finding.name, before) if cell is None else cell.head
            before = (figure.span[1], name)
            found.append(_found(number, line, figure, finding, name, known, cell))
        found += [_blank(number, line, one, known) for one in blanks(line.text)]
    known.judge(found)
    return found


def _computed(line: WordLine, figure: Figure) -> bool:
    """Say whether Word itself writes the number: a page number, a date that is always today."""
    start, end = figure.num_span
    return any(piece.computed and piece.start < end and start < piece.end for piece in line.pieces)


def _found(
    number: int, line: WordLine, figure: Figure, finding: Finding, name: str,
    known: _Known, cell: Cell | None,
) -> Found:  # fmt: skip
    start, end = figure.num_span
    written = line.text[start:end]
    code = rules.relative(figure.period, known.period)
    if code == rules.OWN and "cung ky" in fold(finding.name) and not _changes(figure):
        code = rules.YEAR_AGO
    # A number of a unit below is no measure of its own: it is one cell of one.
    reading: dict[str, object] = {
        "name": name if cell is None or cell.unit is None else "", "unit": _unit(figure), "value": _value(figure), "of": figure.of, "relation": figure.relation,
        "code": code, "way": figure.direction or rules.way_before(line.text, start) or "",
        "qualifier": figure.qualifier,
    }  # fmt: skip
    if cell is not None:
        offer = known.offer_of_unit(Told.by(figure), written, cell, code)
    else:
        offer = known.offer(Told.by(figure), written, name, code, finding)
    return Found(number, start, end, written[:LONGEST], reading, offer)


def _blank(number: int, line: WordLine, one: Blank, known: _Known) -> Found:
    reading: dict[str, object] = {
        "name": one.name, "unit": one.unit, "value": "", "of": None, "relation": BLANK, "code": "",
        "way": "", "qualifier": "",
    }  # fmt: skip
    surface = line.text[one.start : one.end][:LONGEST]
    return Found(number, one.start, one.end, surface, reading, known.offer_of_blank(one))


class _Known:
    """Mục đã có: the measures of a day by name, and what each is known to be."""

    def __init__(
        self, held: checking.Held, day: date, period: Period, viewer: Actor
    ) -> None:  # fmt: skip
        self.period = period
        self.look = Look(viewer, Forest(), evidence=False)
        self.measures = measures(day)
        self.by_label: dict[str, Measure] = {}
        self.by_name: dict[str, Measure] = {}
        for one in self.measures.values():
            self.by_label.setdefault(one.label, one)
            for name in (one.label, *one.names):
                self.by_name.setdefault(bare(name), one)
        self.values = {
            (one.ask.key, one.ask.period.code): one.value for one in held.figures if one is not None
        }

    def offer(
        self, told: Told, written: str, name: str, code: str, finding: Finding
    ) -> dict[str, object]:
        """Return the proposal for one number: the measure that bears its very name, or the one that
        the checker binds it to.
        """
        offer: dict[str, object] = {"names": list(finding.candidates[:6])}
        named = self.by_name.get(bare(name)) if name else None
        bound = self.by_label.get(finding.measure or "")
        if finding.verdict is Verdict.AMBIGUOUS:
            bound = None
        told_of = [
            made for one in (named, bound)
            if one is not None and (made := self._told_of(one, told, written, code, name))
        ]  # fmt: skip
        # A name may mislead; a measure that holds the very number does not.
        best = next((one for one in told_of if one["sure"] == "value"), None)
        return offer | (best or next(iter(told_of), {}))

    def offer_of_blank(self, blank: Blank) -> dict[str, object]:
        """Return the proposal for a place that waits for a number: the measure of that very name."""
        measure = self.by_name.get(bare(blank.name))
        if measure is None:
            return {}
        form = form_of(blank.unit, measure.unit)
        return {"key": measure.key, "code": "", "form": form, "sure": "name", "held": ""}

    def offer_of_unit(self, told: Told, written: str, cell: Cell, code: str) -> dict[str, object]:
        """Return the proposal for a number of a table by unit: the column's measure, the row's unit."""
        measure = self.by_name.get(bare(cell.head))
        if measure is None:
            return {}
        made = self._told_of(measure, told, written, code, cell.head)
        if not made or cell.unit is None:
            return made
        return made | {"unit": cell.unit, "sure": "name", "held": ""}

    def _told_of(
        self, measure: Measure, told: Told, written: str, code: str, name: str
    ) -> dict[str, object]:
        scale = rules.scale_of(measure.unit)
        style = rules.style_of(told, written, scale)
        if style is None or told.relation in rules.CHANGES:
            return {}
        then = writing.period_of(Cite(measure.key, code=code), self.period)
        if not known_then(measure.key, [then.last_day], self.look):
            # It means something today and meant nothing in that period: there is no number of it.
            return {}
        value = self.values.get((measure.key, then.code))
        held = measure.printed(value) if value is not None else ""
        return {"key": measure.key, "code": code, "form": style.form, "held": held,
                "sure": _sure(measure, told, scale, value, name)}  # fmt: skip

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
