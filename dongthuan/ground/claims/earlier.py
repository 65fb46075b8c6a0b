"""Kỳ trước, cùng kỳ: the earlier period a number is told of, seen from the one reported on."""

from __future__ import annotations

import re

from dongthuan.ground.claims.reading import Reading
from dongthuan.ground.primitives import periods

_BEFORE = re.compile(r"(?:(cùng kỳ)(?: năm (?:trước|ngoái))?|kỳ trước)(?: (?:có|là|được))?:? ?$")
# What is held against an earlier period is no number of it: «tăng 5% so với cùng kỳ».
_COMPARED = re.compile(r"(?:so với|so|hơn|bằng) $")
_REACH = 60


def told(reading: Reading, index: int, document: str | None) -> str | None:
    """This function will return the period of «kỳ trước có 1.598» and «cùng kỳ năm trước 24» by the
    period the document reports on; None where the words name no earlier one.
    """
    figure = reading.figures[index]
    if document is None or figure.period or figure.relation == "change":
        return None
    before = reading.text[max(0, figure.span[0] - _REACH) : figure.span[0]].lower()
    match = _BEFORE.search(before)
    if match is None or _COMPARED.search(before[: match.start()]):
        return None
    try:
        code = _year_before(document) if match.group(1) else _preceding(document)
        return periods.from_code(code).code
    except (periods.BadPeriod, ValueError):
        return None


def _year_before(code: str) -> str:
    return f"{int(code[:4]) - 1}{code[4:]}"


def _preceding(code: str) -> str:
    year, part = int(code[:4]), code[4:]
    if not part:
        return str(year - 1)
    letter = part[1] if part[1] in "HQ" else ""
    number, most = int(part[2:] if letter else part[1:]), {"H": 2, "Q": 4, "": 12}[letter]
    year, number = (year, number - 1) if number > 1 else (year - 1, most)
    return f"{year}-{letter}{number}" if letter else f"{year}-{number:02d}"
