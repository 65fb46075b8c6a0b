"""Phiếu gõ nhanh: papers typed one a line, and numbers of the roll typed in ranges."""

from __future__ import annotations

import re

from dongthuan.decide.assembly.rules import Choice
from dongthuan.ground.primitives.folding import fold

MOST_LINES = 500
_CHOICES = {
    "d": Choice.YES, "dy": Choice.YES, "dongy": Choice.YES, "co": Choice.YES,
    "k": Choice.NO, "kdy": Choice.NO, "khongdongy": Choice.NO, "khong": Choice.NO,
    "y": Choice.OTHER, "yk": Choice.OTHER, "ykienkhac": Choice.OTHER,
    "h": Choice.INVALID, "hong": Choice.INVALID, "khonghople": Choice.INVALID,
}  # fmt: skip
_LINE = re.compile(r"(\d{1,5})\s*[:.,;\t-]?\s*(\D+)")
_HELPED = re.compile(r"\s+(?:g|giup|co giup)$")
_RANGE = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")


class UnableToRead(Exception):
    """Raised when typed words tell no paper or number; says which line and how to write it."""


def read_papers(text: str) -> dict[int, tuple[Choice, bool]]:
    """This function will read papers, one a line: «12 đ», «13 k», «14 ý», «15 h», «16 đ g» — the
    number of the line, what the paper says, and «g» where somebody helped.

    :raises UnableToRead: a line that says something else, or one number twice.
    """
    found: dict[int, tuple[Choice, bool]] = {}
    for at, line in enumerate(text.splitlines(), start=1):
        told = fold(line).strip()
        if not told:
            continue
        match = _LINE.fullmatch(told)
        words = match[2].strip() if match else ""
        said = _HELPED.sub("", words)
        choice = _CHOICES.get(said.replace(" ", ""))
        if match is None or choice is None:
            raise UnableToRead(
                f"Dòng {at} «{line.strip()[:40]}»: ghi số phiếu rồi ý kiến, như «12 đ», «13 k», «14 ý»."
            )
        number = int(match[1])
        if number in found:
            raise UnableToRead(f"Dòng {at}: phiếu số {number} đã ghi ở dòng trên.")
        found[number] = (choice, said != words)
    if not found:
        raise UnableToRead("Chưa ghi phiếu nào: mỗi dòng một phiếu, như «12 đ».")
    if len(found) > MOST_LINES:
        raise UnableToRead(f"Mỗi lần nhập nhiều nhất {MOST_LINES} phiếu.")
    return found


def read_numbers(text: str) -> list[int]:
    """This function will read numbers of a roll: «1-20, 25, 31». Raises UnableToRead."""
    found: dict[int, None] = {}
    for part in re.split(r"[,;\n]+|\s{2,}|(?<=\d)\s+(?=\d)", text):
        told = part.strip()
        if not told:
            continue
        match = _RANGE.fullmatch(told)
        first = int(match[1]) if match else 0
        last = int(match[2]) if match and match[2] else first
        if match is None or last < first:
            raise UnableToRead(f"«{told[:40]}»: ghi số trong danh sách, như «1-20, 25, 31».")
        found |= dict.fromkeys(range(first, last + 1))
        if len(found) > 5000:
            raise UnableToRead("Nhiều số quá: mỗi lần nhiều nhất 5.000 số.")
    if not found:
        raise UnableToRead("Chưa ghi số nào: ghi như «1-20, 25, 31».")
    return list(found)
