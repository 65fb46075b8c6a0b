"""Bản Word trên màn hình: its lines with the numbers in them, each with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dongthuan.answer.manuscripts import queries
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.ground.figures import Measure

ON_A_PAGE = 30
VIEWS = {"chua-xet": "chưa xét", "da-gan": "đã gắn", "giu": "giữ nguyên", "tat-ca": "tất cả"}
_SHOWN = {"chua-xet": {Standing.OPEN}, "da-gan": {Standing.BOUND},
          "giu": {Standing.KEPT, Standing.TYPED}, "tat-ca": set(Standing)}  # fmt: skip
_CODES = {"": "", "cungky": "cùng kỳ năm trước", "kytruoc": "kỳ trước", "canam": "cả năm"}


@dataclass(frozen=True, slots=True)
class Number:
    """Con số: where it stands, what it is now, and what is proposed for it."""

    place: int
    surface: str
    standing: Standing
    label: str
    when: str
    offer: str
    offer_when: str
    sure: str
    name: str
    held: str

    @property
    def style(self) -> str:
        """This property will return the class that shows the standing."""
        return {"bound": "agree", "kept": "kept", "typed": "kept"}.get(self.standing, "open")


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng: pieces of words and numbers as they stand, and the numbers that are shown below it."""

    place: str
    pieces: tuple[tuple[str, Number | None], ...]
    numbers: tuple[Number, ...]


def lines(
    one: Any, held: Sequence[Any], known: Mapping[str, Measure], view: str,
    units: Callable[[int], str],
) -> list[Line]:  # fmt: skip
    """This function will lay out the lines that have a number of the view, with all their numbers."""
    by_line: dict[int, list[Any]] = {}
    for mark in held:
        by_line.setdefault(mark.line, []).append(mark)
    shown = _SHOWN[view]
    found: list[Line] = []
    for at, line in enumerate(queries.opened(one).lines):
        marks = by_line.get(at, [])
        numbers = [number(mark, known, units) for mark in marks]
        wanted = tuple(one for one in numbers if one.standing in shown)
        if wanted:
            found.append(Line(line.place, _pieces(line.text, marks, numbers), wanted))
    return found


def _pieces(
    text: str, marks: Sequence[Any], numbers: Sequence[Number]
) -> tuple[tuple[str, Number | None], ...]:
    told: list[tuple[str, Number | None]] = []
    at = 0
    for mark, one in zip(marks, numbers, strict=True):
        told.append((text[at : mark.start], None))
        told.append((text[mark.start : mark.end], one))
        at = mark.end
    return (*told, (text[at:], None))


def number(mark: Any, known: Mapping[str, Measure], units: Callable[[int], str]) -> Number:
    """This function will return a mark as it is shown."""
    key, offered = mark.key, str(mark.offer.get("key", ""))
    return Number(
        mark.place, mark.surface, Standing(mark.standing),
        _of(known[key].label if key in known else key, mark.unit_id, units),
        _when(mark.code),
        _of(known[offered].label, mark.offer.get("unit"), units) if offered in known else "",
        _when(str(mark.offer.get("code", ""))),
        str(mark.offer.get("sure", "")),
        str(mark.reading.get("name", "")), str(mark.offer.get("held", "")),
    )  # fmt: skip


def _when(code: str) -> str:
    return _CODES.get(code, code)


def _of(label: str, unit: int | None, units: Callable[[int], str]) -> str:
    return f"{label} của {units(unit)}" if unit else label
