"""Ô của phiếu: the fields of a sheet's form, what was typed in them, and what is in the way.

A form carries of each cell what it showed (`thay-…`), so that only what was typed is sent on, and
two people who fill in different cells never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict

from dongthuan.decide.indicators.services import BadCells, ChangedMeanwhile
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.ground.primitives.folding import fold

NOT_APPLICABLE = "x"


@dataclass(frozen=True, slots=True)
class Field:
    """Ô nhập: one line of the form as it is shown, with what was typed and what is said of it."""

    line: Line
    text: str
    estimate: bool
    shown: str
    problem: str = ""
    jump: str = ""
    by_tick: bool = False

    @property
    def typed(self) -> str:
        """This property will return what stands in the box: nothing where a tick stands for «x»."""
        return "" if self.by_tick and self.not_applicable else self.text

    @property
    def not_applicable(self) -> bool:
        """This property will say whether the cell stands as not applicable."""
        return fold(self.text.strip()) == NOT_APPLICABLE

    @property
    def keypad(self) -> str:
        """This property will return which keys a phone offers: figures, with a comma, or all."""
        return keypad(self.line)

    @property
    def described(self) -> str:
        """This property will name the ids of what a reader aloud should say with the field."""
        key = self.line.key
        said = [("last", self.line.last), ("jump", self.jump), ("problem", self.problem)]
        return " ".join(f"{name}-{key}" for name, words in said if words)


@dataclass(frozen=True, slots=True)
class Sent:
    """Điều đã gõ: every cell that a form sent, and of these the ones that were touched."""

    texts: Mapping[str, str]
    estimates: Mapping[str, bool]
    shown: Mapping[str, str]
    touched: frozenset[str]
    problems: Mapping[str, str]

    @property
    def typed(self) -> dict[str, str]:
        """This property will return what was touched, for the service."""
        return {key: self.texts[key] for key in self.texts if key in self.touched}

    @property
    def seen(self) -> dict[str, str]:
        """This property will return which state of each cell the form showed, for the service."""
        return {key: told.split(" ", 1)[0] for key, told in self.shown.items() if told}

    @property
    def estimated(self) -> dict[str, bool]:
        """This property will say of what was touched whether it is an estimate, for the service."""
        return {key: self.estimates[key] for key in self.touched}

    def with_pasted(self, cells: Mapping[str, str], *, estimate: bool) -> Sent:
        """This method will lay pasted cells over what was typed."""
        return Sent(
            {**self.texts, **cells},
            {**self.estimates,
             **{key: estimate or self.estimates.get(key, False) for key in cells}},
            self.shown, self.touched | set(cells), self.problems,
        )  # fmt: skip


def keypad(line: Line) -> str:
    """This function will return which keys a phone offers for a cell."""
    if line.definition.nature == "ratio":
        return "text"
    return "decimal" if line.definition.decimals else "numeric"


def shown_of(line: Line) -> str:
    """This function will return what a form carries of a cell: its state, «ước» or not, its text."""
    return f"{line.cell.seen} {int(line.estimate)} {line.text}"


def sent(post: QueryDict, lines: Iterable[Line]) -> Sent:
    """This function will read what a form of the sheet sent; what it did not show stays untouched."""
    texts: dict[str, str] = {}
    estimates: dict[str, bool] = {}
    shown: dict[str, str] = {}
    problems: dict[str, str] = {}
    touched = set()
    for line in lines:
        name = f"o-{line.key}"
        if name not in post or not line.readable:
            continue
        text = " ".join(post.get(name, "").split())[:60]
        if f"kad-{line.key}" in post:
            if text and fold(text) != NOT_APPLICABLE:
                problems[line.key] = (
                    f"Vừa ghi «{text}» vừa đánh dấu không áp dụng. Giữ một trong hai."
                )
            text = text or NOT_APPLICABLE
        texts[line.key] = text
        shown[line.key] = post.get(f"thay-{line.key}", "")
        _, before, stood = (*shown[line.key].split(" ", 2), "", "", "")[:3]
        estimates[line.key] = _estimate(post, line.key, before == "1", text != stood)
        if text != stood or (text and estimates[line.key] != (before == "1")):
            touched.add(line.key)
    return Sent(texts, estimates, shown, frozenset(touched), problems)


def _estimate(post: QueryDict, key: str, before: bool, changed: bool) -> bool:
    """Say whether a cell is an estimate: by its own tick, or by the one tick of the whole sheet.

    The one tick speaks for the cells typed with it, and for all where it was turned itself.
    """
    if "uoc-tung-o" in post:
        return "uoc-tat-ca" in post or f"uoc-{key}" in post
    ticked = "uoc" in post
    turned = ticked != (post.get("uoc-thay") == "1")
    return ticked if changed or turned else before


def of_lines(lines: Iterable[Line], *, by_tick: bool = False) -> list[Field]:
    """This function will return the fields of a form as the sheet stands."""
    return [
        Field(line, line.text, line.estimate, shown_of(line), line.problem_of(line.text),
              line.jump_of(line.text), by_tick)
        for line in lines if line.readable
    ]  # fmt: skip


def again(
    lines: Iterable[Line], told: Sent, problems: Mapping[str, str], *, moved: Iterable[str] = (),
    by_tick: bool = False,
) -> list[Field]:  # fmt: skip
    """This function will return the fields with everything typed still in them, problems beside.

    A cell that someone else wrote into carries its new state from now on: what is sent next is
    sent by one who knows.
    """
    fields = []
    for line in lines:
        if not line.readable:
            continue
        text = told.texts.get(line.key, line.text)
        known = line.key in told.texts and line.key not in moved
        problem = problems.get(line.key) or line.problem_of(text)
        fields.append(
            Field(line, text, told.estimates.get(line.key, line.estimate),
                  told.shown[line.key] if known else shown_of(line), problem,
                  line.jump_of(text), by_tick)
        )  # fmt: skip
    return fields


def conflict(problem: ChangedMeanwhile, told: Sent) -> dict[str, str]:
    """This function will say beside each cell who wrote what, and what to do."""
    found = {}
    for one in problem.bad:
        mine = told.texts.get(one.key, "")
        kept = f"bác ghi «{mine}»" if mine else "bác để trống"
        found[one.key] = f"{one.problem}; {kept}. Để lại số nào trong ô thì lần gửi sau giữ số ấy."
    return found


def bad(problem: BadCells) -> dict[str, str]:
    """This function will say beside each cell why it cannot be taken."""
    return {one.key: one.problem for one in problem.bad}


def by_chapter(rows: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """This function will put fields or lines under the chapters of the form, in their order."""

    def chapter(row: Any) -> str:
        line: Line = row.line if isinstance(row, Field) else row
        return line.definition.chapter

    return [(name, list(held)) for name, held in groupby(rows, chapter)]
