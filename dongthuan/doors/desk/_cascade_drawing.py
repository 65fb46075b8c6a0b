"""Sơ đồ chuỗi: documents and assignments as boxes from left to right, each a way to its page.

The outline beside it says the same in words; the drawing is for the eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dongthuan.decide.directives.coverage import Progress
from dongthuan.decide.directives.queries import Branch, Line
from dongthuan.doors.desk._landing import address

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Document

WIDTH, GAP, ROW, SPACE = 236, 64, 24, 16
# More boxes than this no eye follows; the outline has them all.
MOST = 60
# As wide as a box, in a font that runs wide.
_LETTERS = 26
_LINES = 2


@dataclass
class Box:
    """Ô của sơ đồ: a title, some lines, where it leads and how far it is."""

    key: str
    column: int
    title: str
    lines: list[str]
    leads_to: str
    progress: str = ""
    sign: str = ""
    top: int = 0

    @property
    def left(self) -> int:
        """This property will return where the box begins."""
        return self.column * (WIDTH + GAP)

    @property
    def height(self) -> int:
        """This property will return how high the box is."""
        return 20 + ROW * (1 + len(self.lines))

    @property
    def middle(self) -> int:
        """This property will return the height at which lines meet the box."""
        return self.top + self.height // 2

    @property
    def texts(self) -> list[tuple[str, int]]:
        """This property will return the lines with the heights they stand at."""
        return [(text, self.top + 30 + ROW * (at + 1)) for at, text in enumerate(self.lines)]


@dataclass
class Drawing:
    """Sơ đồ: boxes, and the lines between them as paths."""

    boxes: list[Box]
    paths: list[str]
    width: int
    height: int
    left_out: int = 0


@dataclass
class _Plan:
    boxes: dict[str, Box] = field(default_factory=dict)
    edges: dict[tuple[str, str], None] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)


SIGNS = {
    Progress.NEVER: "–",
    Progress.PLANNED: "○",
    Progress.UNDER_WAY: "◐",
    Progress.CARRIED_OUT: "✓",
}


def draw(document: Document, lines: Sequence[Line]) -> Drawing | None:
    """This function will lay the cascade of a document out; None where nothing came of it yet."""
    if not any(line.branches or line.given for line in lines):
        return None
    plan = _Plan()
    top = _document_box(document, 0, [line.progress for line in lines])
    plan.boxes[top.key] = top
    _walk(plan, top, lines)
    return _laid(plan)


def _walk(plan: _Plan, above: Box, lines: Iterable[Line]) -> None:
    branches: dict[int, Branch] = {}
    for line in lines:
        for given in line.given:
            box = Box(
                f"g{given.assignment.pk}", above.column + 1, "",
                [*_cut(given.assignment.title), f"{given.done}/{given.asked} đơn vị xong"],
                address("desk:assignment", given.assignment.pk),
                *_standing(given.done, given.asked),
            )  # fmt: skip
            _join(plan, above, box)
        for branch in line.branches:
            known = branches.setdefault(branch.document.pk, Branch(branch.document, []))
            known.lines += [one for one in branch.lines if one not in known.lines]
    for branch in branches.values():
        told = [line.progress for line in branch.lines] or [Progress.PLANNED]
        box = _document_box(branch.document, above.column + 1, told)
        fresh = box.key not in plan.boxes
        if _join(plan, above, box) and (fresh or branch.lines):
            _walk(plan, plan.boxes[box.key], branch.lines)


def _join(plan: _Plan, above: Box, box: Box) -> bool:
    if box.key not in plan.boxes:
        if len(plan.boxes) >= MOST:
            plan.left_out.add(box.key)
            return False
        plan.boxes[box.key] = box
    plan.edges[above.key, box.key] = None
    return True


def _standing(done: int, asked: int) -> tuple[str, str]:
    told = Progress.CARRIED_OUT if asked and done == asked else Progress.UNDER_WAY
    return told.value, SIGNS[told]


def _whole(told: Sequence[Progress]) -> Progress:
    """Say how far a document is by its clauses: where some are on their way, so is the whole."""
    if all(one is Progress.CARRIED_OUT for one in told):
        return Progress.CARRIED_OUT
    if any(one in (Progress.UNDER_WAY, Progress.CARRIED_OUT) for one in told):
        return Progress.UNDER_WAY
    return Progress.PLANNED if Progress.PLANNED in told else Progress.NEVER


def _document_box(document: Document, column: int, told: Sequence[Progress]) -> Box:
    standing = _whole(told)
    return Box(
        f"d{document.pk}", column, document.symbol, _cut(document.subject),
        address("desk:document", document.pk), standing.value, SIGNS[standing],
    )  # fmt: skip


def _cut(text: str) -> list[str]:
    """Break a text into lines between words; what does not fit goes on as «…»."""
    lines: list[str] = []
    held = ""
    words = text.split()
    for at, word in enumerate(words):
        wider = f"{held} {word}".strip()
        if len(wider) <= _LETTERS or not held:
            held = wider
            continue
        lines.append(held)
        if len(lines) == _LINES:
            kept = held if len(held) < _LETTERS else held.rsplit(" ", 1)[0]
            return [*lines[:-1], kept.rstrip(" ,;") + "…"]
        held = " ".join(words[at : at + 1])
    return [*lines, held] if held else lines


def _laid(plan: _Plan) -> Drawing:
    columns: dict[int, list[Box]] = {}
    for box in plan.boxes.values():
        columns.setdefault(box.column, []).append(box)
    heights = {
        column: sum(box.height + SPACE for box in boxes) - SPACE
        for column, boxes in columns.items()
    }
    height = max(heights.values())
    for column, boxes in columns.items():
        at = (height - heights[column]) // 2
        for box in boxes:
            box.top = at
            at += box.height + SPACE
    paths = []
    for one, other in plan.edges:
        left, right = plan.boxes[one], plan.boxes[other]
        x, y, to, there = left.left + WIDTH, left.middle, right.left, right.middle
        half = (x + to) // 2
        paths.append(f"M{x} {y}C{half} {y} {half} {there} {to} {there}")
    width = (max(columns) + 1) * (WIDTH + GAP) - GAP
    return Drawing(list(plan.boxes.values()), paths, width, height, len(plan.left_out))
