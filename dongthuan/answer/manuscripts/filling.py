"""Sang kỳ mới: last period's lines with this period's days, and places for this period's numbers.

The same walk makes the text that is kept with the report (numbers as cites, in order) and the places
to fill in the Word file, so that the two can never tell different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dongthuan.answer.manuscripts import rules
from dongthuan.answer.manuscripts.models import Mark
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.reports import rules as writing
from dongthuan.ground.papers.refilling import Refill
from dongthuan.ground.primitives.periods import Period

STALE = "số kỳ trước – chưa cập nhật"


@dataclass(frozen=True, slots=True)
class Piece:
    """Mẩu của một dòng: plain words, words of time told anew, or a marked number."""

    start: int
    end: int
    words: str
    mark: Mark | None = None
    time: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """Dòng đã xếp: its pieces in order; together they are the whole line."""

    number: int
    pieces: tuple[Piece, ...]


def plan(
    lines: Sequence[str], marks: Iterable[Mark], old: Period, new: Period
) -> list[PlannedLine]:
    """This function will cut every line into words, times of the new period and marked numbers."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    return [
        PlannedLine(number, tuple(_pieces(line, by_line.get(number, []), old, new)))
        for number, line in enumerate(lines)
    ]


def _pieces(line: str, marks: Sequence[Mark], old: Period, new: Period) -> Iterable[Piece]:
    cuts = [Piece(mark.start, mark.end, line[mark.start : mark.end], mark) for mark in marks]
    for time in rules.times(line) if old != new else ():
        written = line[time.start : time.end]
        words = rules.retold(written, time, old, new)
        crossed = any(cut.start < time.end and time.start < cut.end for cut in cuts)
        if words is not None and not crossed:
            cuts.append(Piece(time.start, time.end, words, time=True))
    at = 0
    for cut in sorted(cuts, key=lambda one: one.start):
        if cut.start > at:
            yield Piece(at, cut.start, line[at : cut.start])
        yield cut
        at = cut.end
    if at < len(line):
        yield Piece(at, len(line), line[at:])


def text_of(planned: Iterable[PlannedLine], units: Mapping[int, str]) -> str:
    """This function will return the text of a report: a line a line, bound numbers as cites; `units`
    are the codes of other units that numbers are bound to.
    """
    return "\n".join(
        "\\" + "".join(_written(piece, units) for piece in line.pieces) for line in planned
    )


def _written(piece: Piece, units: Mapping[int, str]) -> str:
    mark = piece.mark
    if mark is None or mark.standing != Standing.BOUND:
        return writing.literal(piece.words)[1:]
    unit = f"@{units[mark.unit_id]}" if mark.unit_id else ""
    code = f"~{mark.code}" if mark.code else ""
    return f"{{{mark.key}{unit}{code}|{mark.form}}}"


def refills(
    planned: Iterable[PlannedLine],
    told: Sequence[tuple[str, str]],
    *,
    bright: bool,
    stale: set[int],
    ours: bool,
) -> list[Refill]:
    """This function will return the places to fill: times, then every bound number with the text and
    the identity that `told` has for it, in order; an empty text leaves what stands there.

    With `bright`, numbers that were not brought up to date (`stale`, by place) are marked yellow;
    `ours` says that yellow in the file is of an earlier filling.
    """
    found: list[Refill] = []
    numbers = iter(told)
    for line in planned:
        for piece in line.pieces:
            if piece.time:
                found.append(Refill(line.number, piece.start, piece.end, piece.words))
            mark = piece.mark
            if mark is None:
                continue
            text, identity = next(numbers) if mark.standing == Standing.BOUND else ("", "")
            # Yellow that an earlier filling put there goes; the office's own stays.
            light = True if bright and mark.place in stale else (False if ours else None)
            if text or identity or light is not None:
                found.append(
                    Refill(line.number, mark.start, mark.end, text or None, identity, light)
                )
    return found


def moved_marks(planned: Iterable[PlannedLine], told: Sequence[tuple[str, str]]) -> list[Mark]:
    """This function will return the marks as they stand in the file once it is filled, not kept yet:
    the same bindings, at their new places, with what is written there now.
    """
    found: list[Mark] = []
    numbers = iter(told)
    for line in planned:
        at = 0
        for piece in line.pieces:
            words, mark = piece.words, piece.mark
            if mark is not None and mark.standing == Standing.BOUND:
                text, _ = next(numbers)
                words = text or words
            if mark is not None:
                found.append(Mark(
                    place=len(found), line=line.number, start=at, end=at + len(words),
                    surface=words[:120], standing=_next_standing(mark), key=mark.key,
                    unit_id=mark.unit_id, code=mark.code, form=mark.form,
                    as_before=words == piece.words, reading=mark.reading, offer=mark.offer,
                ))  # fmt: skip
            at += len(words)
    return found


def _next_standing(mark: Mark) -> str:
    # What was typed by hand for one period says nothing of the next.
    return Standing.OPEN if mark.standing == Standing.TYPED else mark.standing
