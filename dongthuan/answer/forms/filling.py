"""Điền biểu: asks every figure of a form at once, decides what is written, and checks the form's sums.

What is missing stays empty and is listed, never a zero; what the viewer may not know likewise. A
formula is never written over: it is computed again from what was written, and held against the
figure it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from dongthuan.answer.forms import rules
from dongthuan.answer.forms.proposing import named_period
from dongthuan.answer.forms.rules import Layout, Slot
from dongthuan.ground.figures import Ask, Figure, Look, Measure, State, figures, known, series
from dongthuan.ground.files.book import Book, Page, Shows
from dongthuan.ground.files.spans import address
from dongthuan.ground.papers.formulas import Calculator, CannotCompute, rounded
from dongthuan.ground.papers.in_place import Entry, office_text
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Period, from_code


class Outcome(StrEnum):
    """Kết quả của ô: what became of a place of the form."""

    FILLED = "filled"
    MISSING = "missing"
    PARTIAL = "partial"
    HIDDEN = "hidden"
    ABSENT = "absent"
    TAKEN = "taken"
    ODD = "odd"
    AGREES = "agrees"
    DIFFERS = "differs"
    UNREAD = "unread"

    @property
    def words(self) -> str:
        """This property will return the outcome as a person reads it."""
        return {
            "filled": "đã điền", "missing": "chưa có số, để trống",
            "partial": "chưa đủ đơn vị gửi, để trống", "hidden": "không có quyền xem, để trống",
            "absent": "không áp dụng", "taken": "biểu đã ghi sẵn, giữ nguyên",
            "odd": "không ghi được vào ô này", "agrees": "công thức của biểu, khớp",
            "differs": "công thức của biểu ra số khác", "unread": "công thức không tính lại được",
        }[self]  # fmt: skip


# What the clerk has to look at, before what went well.
EYES = (
    Outcome.DIFFERS, Outcome.MISSING, Outcome.PARTIAL, Outcome.HIDDEN, Outcome.TAKEN, Outcome.ODD,
    Outcome.UNREAD,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """Ô đã hỏi: a place, its figure, what becomes of it, and the number in the form's own unit."""

    slot: Slot
    unit_name: str
    outcome: Outcome
    figure: Figure | None = None
    value: Fraction | None = None
    note: str = ""

    @property
    def at(self) -> str:
        """This property will return the place as a spreadsheet writes it."""
        return address(self.slot.row, self.slot.column)


@dataclass(frozen=True, slots=True)
class Choices:
    """Lựa chọn: what is meant to go in, and how «không áp dụng» is written."""

    absent: str = ""
    partial: bool = False
    over: bool = False


@dataclass(frozen=True)
class Filling:
    """Biểu đã hỏi số: every place with its outcome, and what the heads say against the period."""

    cells: tuple[Cell, ...]
    conflicts: tuple[str, ...]

    def of(self, *outcomes: Outcome) -> list[Cell]:
        """This method will return the places with one of some outcomes, in the order of these."""
        found = [one for one in self.cells if one.outcome in outcomes]
        return sorted(found, key=lambda one: outcomes.index(one.outcome))


def compose(
    book: Book, layouts: Sequence[Layout], *, own: int, period: Period, look: Look,
    choices: Choices,
) -> Filling:  # fmt: skip
    """This function will ask the figures of a bound form and decide what becomes of each place."""
    places = [slot for one in layouts for slot in rules.slots(one, own=own, period=period)]
    pages = {page.name: page for page in book.pages}
    places = [
        slot for slot in places
        if slot.sheet in pages and (slot.row, slot.column) not in pages[slot.sheet].covered
    ]  # fmt: skip
    answers = _answers(places, look)
    found = [
        _decided(slot, answers.get(_asked(slot)), book, pages[slot.sheet], look, choices)
        for slot in places
    ]
    checked = _checked(found, book, look, choices)
    return Filling(tuple(checked), tuple(_conflicts(book, layouts, period)))


_Asked = tuple[str, int, str]


def _asked(slot: Slot) -> _Asked:
    return slot.key, slot.unit, slot.period.code


def _answers(places: Sequence[Slot], look: Look) -> dict[_Asked, Figure | str]:
    """Answer what can be asked in one go; a text says why something cannot."""
    told: dict[_Asked, Figure | str] = {}
    asks: dict[_Asked, Ask] = {}
    if not places:
        return told
    days = sorted({slot.period.last_day for slot in places})
    look.trees.ready(min(slot.period.start for slot in places), days[-1])
    meanings: dict[str, Mapping[object, Measure]] = {}
    for slot in places:
        name = _asked(slot)
        if name in asks or name in told:
            continue
        if slot.key not in meanings:
            meanings[slot.key] = known(slot.key, days, look)  # type: ignore[assignment]
        measure = meanings[slot.key].get(slot.period.last_day)
        if measure is None:
            what = "chỉ tiêu giao" if ":" in slot.key else "mục số liệu này"
            told[name] = f"chưa có {what} trong {slot.period}"
        elif slot.unit not in look.trees(slot.period.last_day):
            told[name] = f"đơn vị không có vào ngày cuối của {slot.period}"
        elif not series.fits(measure, slot.period):
            told[name] = f"mục này không có số theo kỳ «{slot.period}»"
        else:
            period = slot.period
            if period.regime is not measure.regime:
                period = from_code(period.code, measure.regime)
            asks[name] = Ask(slot.key, slot.unit, period)
    answered = figures(asks.values(), look)
    return told | dict(zip(asks, answered, strict=True))


_EMPTY = {
    State.HIDDEN: Outcome.HIDDEN, State.NOT_APPLICABLE: Outcome.ABSENT,
    State.MISSING: Outcome.MISSING, State.NOT_COMPARABLE: Outcome.MISSING,
}  # fmt: skip


def _decided(
    slot: Slot, answer: Figure | str | None, book: Book, page: Page, look: Look, choices: Choices
) -> Cell:
    unit = look.trees(slot.period.last_day).name(slot.unit)
    if not isinstance(answer, Figure):
        return _kept(Cell(slot, unit, Outcome.MISSING, note=answer or ""), page, choices)
    shows = book.shows(page, slot.row, slot.column)
    value = in_form(answer, slot, shows)
    cell = Cell(slot, unit, Outcome.FILLED, answer, value, _remarks(answer))
    if answer.state in _EMPTY:
        outcome, note = _EMPTY[answer.state], answer.reason
        if answer.state is State.NOT_COMPARABLE:
            note = note or State.NOT_COMPARABLE.words
        elif outcome is not Outcome.MISSING:
            note = ""
        return _kept(replace(cell, outcome=outcome, value=None, note=note), page, choices)
    if answer.state is State.PARTIAL and not choices.partial:
        note = answer.evidence.how
        return _kept(replace(cell, outcome=Outcome.PARTIAL, note=note), page, choices)
    if shows is Shows.DATE:
        return replace(cell, outcome=Outcome.ODD, note="ô này định dạng ngày tháng, không phải số")
    if shows is Shows.PERCENT and answer.measure.unit != "%":
        said = f"ô này định dạng phần trăm mà mục tính bằng «{answer.measure.unit}»"
        return replace(cell, outcome=Outcome.ODD, note=said)
    return _kept(cell, page, choices)


def _kept(cell: Cell, page: Page, choices: Choices) -> Cell:
    """Leave what the form already says, unless it is meant to be written over."""
    spot = (cell.slot.row, cell.slot.column)
    held = page.at(*spot)
    if spot in page.computed or held.is_blank:
        return cell
    stands = office_text(Fraction(held.number)) if held.number else held.text.strip()
    if choices.over:
        note = f"thay cho «{stands[:40]}» ghi sẵn" if cell.outcome is Outcome.FILLED else (
            f"đã xóa «{stands[:40]}» ghi sẵn"
        )  # fmt: skip
        return replace(cell, note="; ".join(filter(None, (cell.note, note))))
    if cell.outcome is Outcome.FILLED and held.number and Fraction(held.number) == cell.value:
        return replace(cell, outcome=Outcome.TAKEN, note="trùng số đang lưu")
    ours = office_text(cell.value) if cell.value is not None else cell.outcome.words
    said = f"biểu ghi sẵn «{stands[:40]}»; số đang lưu: {ours}"
    hides = cell.outcome is Outcome.HIDDEN
    return cell if hides else replace(cell, outcome=Outcome.TAKEN, note=said)


def _remarks(figure: Figure) -> str:
    told = []
    if figure.state is State.PARTIAL:
        told.append(f"số chưa đủ: {figure.evidence.how}")
    if figure.estimate:
        told.append("ước thực hiện")
    if figure.evidence.unapproved:
        told.append("có giá trị chưa duyệt")
    return "; ".join(told)


def in_form(figure: Figure, slot: Slot, shows: Shows) -> Fraction | None:
    """This function will return a figure as the form wants it: in its own unit of measurement, a
    share as the hundredth that a percent format shows.
    """
    if figure.value is None:
        return None
    # The number that the house prints is the number that goes in; a change of unit loses nothing.
    value, scale = (
        rounded(figure.value, figure.measure.decimals),
        _scale(figure.measure, slot, shows),
    )
    return value if scale == 1 else value * scale


def _scale(measure: Measure, slot: Slot, shows: Shows) -> Fraction:
    scale = rules.factor(slot.measured, measure.unit) or Fraction(1)
    return scale / 100 if shows is Shows.PERCENT and measure.unit == "%" else scale


def entries(cells: Sequence[Cell], book: Book, choices: Choices) -> dict[str, list[Entry]]:
    """This function will return what is written where; what was there before goes only where that
    was meant.
    """
    pages = {page.name: page for page in book.pages}
    found: dict[str, list[Entry]] = {}
    for one in cells:
        row, column, page = one.slot.row, one.slot.column, pages[one.slot.sheet]
        if (row, column) in page.computed:
            continue
        told: Fraction | str | None = None
        if one.outcome is Outcome.FILLED:
            told = one.value
        elif one.outcome is Outcome.ABSENT and choices.absent:
            told = choices.absent
        elif not (choices.over and one.outcome is not Outcome.ODD) or page.at(row, column).is_blank:
            continue
        found.setdefault(page.name, []).append(Entry(row, column, told))
    return found


def _checked(cells: Sequence[Cell], book: Book, look: Look, choices: Choices) -> Iterator[Cell]:
    """Compute the formulas of the form anew where a figure stands for them."""
    written: dict[tuple[str, int, int], Fraction | str] = {}
    asked = {(c.slot.sheet.lower(), c.slot.row, c.slot.column): c for c in cells}
    for sheet, told in entries(cells, book, choices).items():
        for one in told:
            value = one.value if isinstance(one.value, Fraction | str) else Fraction(0)
            written[sheet.lower(), one.row, one.column] = value
    counted = Calculator(book, written)
    pages = {page.name: page for page in book.pages}
    for cell in cells:
        slot = cell.slot
        if (slot.row, slot.column) not in pages[slot.sheet].computed:
            yield cell
        elif cell.outcome in (Outcome.FILLED, Outcome.PARTIAL):
            shows = book.shows(pages[slot.sheet], slot.row, slot.column)
            yield _held_against(cell, shows, counted, asked, look)
        elif cell.outcome is Outcome.ABSENT:
            yield replace(
                cell, outcome=Outcome.AGREES, note="công thức của biểu; mục không áp dụng"
            )
        else:
            yield cell


def _held_against(
    cell: Cell, shows: Shows, counted: Calculator, asked: Mapping[tuple[str, int, int], Cell],
    look: Look,
) -> Cell:  # fmt: skip
    slot, figure = cell.slot, cell.figure
    assert figure is not None and figure.value is not None and cell.value is not None
    try:
        theirs = counted.value(slot.sheet, slot.row, slot.column)
    except CannotCompute as problem:
        return replace(
            cell, outcome=Outcome.UNREAD, value=None, note=f"không tính lại được: {problem}"
        )
    scale = _scale(figure.measure, slot, shows)
    exact, step = figure.value * scale, scale / 10**figure.measure.decimals
    gap = theirs - exact
    # A share that never ends is told to a few digits more than the house prints.
    theirs = rounded(theirs / scale, figure.measure.decimals + 2) * scale
    if abs(gap) <= step / 2:
        return replace(cell, outcome=Outcome.AGREES, value=theirs)
    said = f"biểu tính ra {office_text(theirs)}, số đang lưu là {office_text(cell.value)}"
    why = _why(cell, gap, step, counted, asked, look)
    return replace(cell, outcome=Outcome.DIFFERS, value=theirs, note=f"{said}{why}"[:400])


def _why(
    cell: Cell, gap: Fraction, step: Fraction, counted: Calculator,
    asked: Mapping[tuple[str, int, int], Cell], look: Look,
) -> str:  # fmt: skip
    """Say what may lie behind a difference: an empty place, a unit that has no row, rounding."""
    slot, figure = cell.slot, cell.figure
    read = counted.reads(slot.sheet, slot.row, slot.column)
    added = [asked[one] for one in read if one in asked]
    empty = [one for one in added if one.outcome not in (Outcome.FILLED, Outcome.TAKEN)]
    if empty:
        names = ", ".join(f"{one.at} ({one.unit_name})" for one in empty[:4])
        more = f" và {len(empty) - 4} ô nữa" if len(empty) > 4 else ""
        return f"; trong các ô cộng lại có ô để trống: {names}{more}"
    told = {one.slot.unit for one in added}
    parts = {part.ask.unit for part in figure.evidence.parts if part.known} if figure else set()
    left = parts - told
    if len(told) > 1 and told & parts and left:
        tree = look.trees(slot.period.last_day)
        names = ", ".join(sorted(tree.name(unit) for unit in left)[:4])
        return f"; biểu không cộng đơn vị: {names}" + (" và đơn vị khác" if len(left) > 4 else "")
    if abs(gap) <= step * max(len(read), 1) / 2 or abs(gap) < step * 2:
        return "; có thể do làm tròn các số thành phần"
    return ""


_TITLED = re.compile(r"\b(?:nam|thang|quy|ky)\b")
_PAPERS = re.compile(r"thong tu|nghi dinh|quyet dinh|cong van|ban hanh|ke hoach so|huong dan so")


def _conflicts(book: Book, layouts: Sequence[Layout], period: Period) -> Iterator[str]:
    """Say where a head or a title names another period than the one the form is filled for."""
    pages = {page.name: page for page in book.pages}
    for layout in layouts:
        for table in layout.tables:
            for column in table.columns:
                role = column.role
                if not role.bound:
                    continue
                named = named_period(f"{column.above} {column.label}", period)
                meant = rules.period_of(role.when, period)
                annual = role.aspect and not role.when
                if named is None or meant is None or annual:
                    continue
                if (named.start, named.end) != (meant.start, meant.end):
                    yield (
                        f"{layout.sheet}, cột {address(1, column.at)[:-1]}: đầu cột ghi «{column.label}» "
                        f"({named}) mà ô sẽ là số của {meant}."
                    )
        page = pages.get(layout.sheet)
        if page is None or not layout.tables:
            continue
        for (row, column_at), held in sorted(page.cells.items()):
            words = fold(held.text)
            if row >= layout.tables[0].top or not _TITLED.search(words) or _PAPERS.search(words):
                continue
            named = named_period(held.text, period)
            if (
                named is not None
                and named != period
                and series.span_of(named) == series.span_of(period)
            ):
                yield f"{layout.sheet}, ô {address(row, column_at)}: biểu ghi «{named}», kỳ điền là {period}."
