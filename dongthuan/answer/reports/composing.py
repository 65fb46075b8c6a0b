"""Đặt số vào lời: answers every cite of a text at once, and lays the blocks out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dongthuan.answer.reports import rules
from dongthuan.answer.reports.models import Issue, IssuedFigure
from dongthuan.answer.reports.rules import BadText, Block, Cite, Laid, Printed
from dongthuan.ground.figures import (
    Ask,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    State,
    UnknownMeasure,
    figures,
    measures,
)
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import KINDS

HIDDEN = "(không có quyền xem)"
ABSENT = "(chưa có số)"


@dataclass(frozen=True, slots=True)
class Citation:
    """Trích dẫn đã trả lời: where a figure stands in the text, and the figure."""

    place: int
    identity: str
    cite: Cite
    figure: Figure
    unit_name: str
    block: int

    @property
    def text(self) -> str:
        """This property will return the figure as it is printed in the text."""
        if self.figure.value is not None:
            return written(self.figure, self.cite.form)
        if self.figure.state is State.HIDDEN:
            return HIDDEN
        return "x" if self.figure.state is State.NOT_APPLICABLE else ABSENT

    @property
    def alias(self) -> str:
        """This property will return what a person reads of the figure inside a Word file."""
        return f"{self.figure.measure.label} · {self.unit_name} · {self.figure.when}"

    @property
    def printed(self) -> Printed:
        """This property will return the figure as the text holds it."""
        return Printed(self.place, self.identity, self.text, self.alias)


@dataclass(frozen=True, slots=True)
class Composed:
    """Báo cáo đã đặt số: blocks as they print, and the figures in the order they stand."""

    blocks: tuple[Laid, ...]
    citations: tuple[Citation, ...]

    @property
    def absent(self) -> list[Citation]:
        """This property will return the figures that have no number or may not be seen."""
        no_number = (State.MISSING, State.HIDDEN, State.NOT_COMPARABLE)
        return [one for one in self.citations if one.figure.state in no_number]

    @property
    def partial(self) -> list[Citation]:
        """This property will return the figures for which some unit has not answered."""
        return [one for one in self.citations if one.figure.state is State.PARTIAL]

    @property
    def unapproved(self) -> list[Citation]:
        """This property will return the figures with values that nobody has approved."""
        return [one for one in self.citations if one.figure.evidence.unapproved]


def written(figure: Figure, form: str) -> str:
    """This function will write a figure that has a number in the form a cite asks for."""
    assert figure.value is not None
    told = figure.part is not None and figure.whole is not None
    halves = (figure.part or Fraction(0), figure.whole or Fraction(0)) if told else None
    return rules.written(figure.measure, figure.value, form, halves)


def compose(text: str, *, unit: int, period: Period, look: Look) -> Composed:
    """This function will put the figures into a text. Raises BadText naming line or key."""
    blocks = rules.parse(text)
    plan = _Plan(unit, period, look)
    laid = [plan.lay(block) for block in blocks]
    answered = plan.answer()
    return Composed(
        tuple(_filled(block, answered) for block in laid),
        tuple(answered[place] for place in sorted(answered)),
    )


class _Plan:
    """Walks the blocks once to know every ask, then answers all of them together."""

    def __init__(self, unit: int, period: Period, look: Look) -> None:
        assert isinstance(look.trees, Forest)
        self.unit, self.period, self.look, self.trees = unit, period, look, look.trees
        self.cites: list[tuple[int, Cite, Ask]] = []
        self._block = -1
        self._units: dict[str, int] = {}
        self._known: dict[str, Measure] | None = None

    def lay(self, block: Block) -> Laid:
        self._block += 1
        if block.grid is None:
            parts = tuple(
                part if isinstance(part, str) else self._cite(part) for part in block.parts
            )
            return Laid(block.level, parts)
        grid = block.grid
        if grid.kind not in KINDS:
            raise BadText(f"Bảng «{grid.caption}»: không có loại đơn vị «{grid.kind}».")
        tree = self.trees(self.period.last_day)
        units = tree.of_kind(self.unit, grid.kind) if self.unit in tree else ()
        rows: list[tuple[str | Printed, ...]] = []
        for unit in units:
            cells = [self._asked(Cite(key), unit, self.period) for key in grid.keys]
            rows.append((tree.name(unit), *cells))
        if grid.total:
            cells = [self._asked(Cite(key), self.unit, self.period) for key in grid.keys]
            rows.append((rules.TOTAL, *cells))
        return Laid(0, (), grid.caption, self._head(grid), tuple(rows))

    def _head(self, grid: rules.Grid) -> tuple[str, ...]:
        if self._known is None:
            self._known = measures(self.period.last_day)
        heads = []
        for key in grid.keys:
            known = self._known.get(key)
            if known is None:
                raise BadText(f"Bảng «{grid.caption}»: không có mục số liệu «{key}».")
            heads.append(f"{known.label} ({known.unit})")
        kind = KINDS[grid.kind].words
        return (kind[0].upper() + kind[1:], *heads)

    def _cite(self, cite: Cite) -> Printed:
        unit = self._unit(cite.unit) if cite.unit else self.unit
        return self._asked(cite, unit, rules.period_of(cite, self.period))

    def _asked(self, cite: Cite, unit: int, period: Period) -> Printed:
        self.cites.append((self._block, cite, Ask(cite.key, unit, period)))
        place = len(self.cites)
        return Printed(place, rules.identity(place, cite.key), "", "")

    def _unit(self, code: str) -> int:
        if code not in self._units:
            found = org.unit(code)
            if found is None:
                raise BadText(f"Trích dẫn @{code}: không có đơn vị mang mã này.")
            self._units[code] = found.pk
        return self._units[code]

    def answer(self) -> dict[int, Citation]:
        try:
            found = figures([ask for _, _, ask in self.cites], self.look)
        except UnknownMeasure as problem:
            raise BadText(str(problem)) from None
        return {
            place: Citation(
                place, rules.identity(place, cite.key), cite, figure,
                self.trees(ask.period.last_day).name(ask.unit), block,
            )
            for place, ((block, cite, ask), figure) in enumerate(
                zip(self.cites, found, strict=True), start=1
            )
        }  # fmt: skip


def _filled(block: Laid, answered: dict[int, Citation]) -> Laid:
    def fill(part: str | Printed) -> str | Printed:
        return part if isinstance(part, str) else answered[part.place].printed

    return replace(
        block,
        parts=tuple(fill(part) for part in block.parts),
        rows=tuple(tuple(fill(cell) for cell in row) for row in block.rows),
    )


def frozen_blocks(issue: Issue, held: Sequence[IssuedFigure], look: Look) -> tuple[Laid, ...]:
    """This function will lay an issued report out from what was frozen, asking no figure again.

    A figure the viewer may not see is veiled; its place stays.
    """
    by_place = {one.place: one for one in held}
    place = 0
    laid: list[Laid] = []

    def next_printed() -> Printed:
        nonlocal place
        place += 1
        one = by_place[place]
        text = one.printed if look.sees(frozen_measure(one), one.unit_id) else HIDDEN
        return Printed(place, one.identity, text, f"{one.label} · {one.unit_name}")

    for number, block in enumerate(rules.parse(issue.text)):
        if block.grid is None:
            parts = tuple(p if isinstance(p, str) else next_printed() for p in block.parts)
            laid.append(Laid(block.level, parts))
            continue
        grid = block.grid
        width = len(grid.keys)
        first = by_place.get(place + 1)
        head = tuple(
            f"{by_place[place + 1 + at].label} ({by_place[place + 1 + at].measured_in})"
            for at in range(width)
        ) if first else ()  # fmt: skip
        rows: list[tuple[str | Printed, ...]] = []
        last = max((one.place for one in held if one.block == number), default=place)
        while place < last:
            name = by_place[place + 1].unit_name
            is_total = grid.total and place + width >= last
            rows.append(
                (rules.TOTAL if is_total else name, *(next_printed() for _ in range(width)))
            )
        kind = KINDS[grid.kind].words
        laid.append(Laid(0, (), grid.caption, (kind[0].upper() + kind[1:], *head), tuple(rows)))
    return tuple(laid)


def frozen_measure(one: IssuedFigure) -> Measure:
    """This function will return the measure as far as an issued figure remembers it."""
    return Measure(one.key, one.label, one.measured_in, Nature.STOCK, reading=Reading(one.reading))


def frozen_value(one: IssuedFigure) -> Fraction | None:
    """This function will return the exact number an issued figure was frozen with."""
    return Fraction(int(one.top), int(one.bottom)) if one.top else None


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng chữ: one line of a report as it reads, with where in it each figure stands."""

    text: str
    figures: tuple[tuple[int, int, int], ...]

    def place_of(self, start: int, end: int) -> int | None:
        """This method will return the place of the figure that shares letters with a span."""
        for place, first, last in self.figures:
            if first < end and start < last:
                return place
        return None


def lines(blocks: Iterable[Laid]) -> list[Line]:
    """This function will return the text line by line, tables row by row, for reading aloud and for
    checking.
    """
    found: list[Line] = []
    for block in blocks:
        if not block.head:
            found.append(_line(block.parts))
            continue
        if block.caption:
            found.append(_line((block.caption,)))
        found += [_line(row, " | ") for row in block.rows]
    return found


def _line(parts: Iterable[str | Printed], between: str = "") -> Line:
    text, figures = "", []
    for part in parts:
        text += between if text else ""
        if isinstance(part, Printed):
            figures.append((part.place, len(text), len(text) + len(part.text)))
        text += part if isinstance(part, str) else part.text
    return Line(text, tuple(figures))


def plain_lines(blocks: Iterable[Laid]) -> list[str]:
    """This function will return the lines of a report without anything but their text."""
    return [line.text for line in lines(blocks)]
