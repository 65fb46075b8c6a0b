"""Chỗ trống để điền: the dots that a form of the level above leaves for a number. Pure.

«Tổng số hộ nghèo: ………… hộ»: the words before it say what is asked, the ones after it in what unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dongthuan.answer.manuscripts import rules
from dongthuan.answer.manuscripts.naming import tidy
from dongthuan.ground.claims.heads import unit_phrase

_DOTS = re.compile(r"(?:\.{3,}|…+|_{3,})(?:\s?(?:\.{2,}|…+|_{2,}))*")
# Dots that wait for a date, a number of a paper, a name or a signature are nobody's figure.
_OTHER = re.compile(
    r"(?:ngày|tháng|năm|số|kính gửi|nơi nhận|họ và tên|ông|bà|chức vụ|địa chỉ|ký tên)\s*:?\s*$",
    re.IGNORECASE,
)
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Blank:
    """Chỗ trống: letters start…end of a line, what the words before ask for, and the unit after."""

    start: int
    end: int
    name: str
    unit: str


def blanks(line: str) -> Iterator[Blank]:
    """This function will return the places of a line that wait for a number with a unit."""
    last = 0
    for match in _DOTS.finditer(line):
        before, after = line[last : match.start()], line[match.end() :].lstrip()
        last = match.end()
        unit = _unit(after)
        if not unit or _OTHER.search(before):
            continue
        name = tidy(re.split(r"[;.(]\s", before)[-1].split(" | ")[-1])
        if name:
            yield Blank(match.start(), match.end(), name, unit)


def _unit(after: str) -> str:
    if after.startswith(("%", "‰")):
        return after[0]
    words = re.match(r"[^\W\d]+(?:[ /][^\W\d]+)?", after)
    if words is None:
        return ""
    for told in (words.group(), words.group().split()[0]):
        if unit_phrase(told.lower()) is not None:
            return told
    return ""


def form_of(unit: str, measure_unit: str) -> str:
    """This function will return how a number is written into a blank: in the unit printed after it."""
    share = rules.scale_of(unit) / rules.scale_of(measure_unit)
    power = next((p for p in range(-12, 13) if 10.0**p == share), 0)
    return rules.Style(power).form
