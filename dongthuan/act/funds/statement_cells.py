"""Ô sao kê: a day and a sum of money as banks write them into a cell."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)|(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"^[\sT,]*\d{1,2}:\d{2}(:\d{2})?(\s*(am|pm|sa|ch))?", re.IGNORECASE)
_MONEY = re.compile(r"\d{1,3}(?:([.,\s])\d{3})*(?:[.,]0{1,2})?|\d+(?:[.,]0{1,2})?")
# A day that a spreadsheet keeps as a number counts from here.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)


def dong_of(text: str, number: int | float | None = None) -> int | None:
    """This function will read an amount as banks write it: 1.500.000 · 1,500,000.00 · -200000 VND; an
    empty cell is None.

    :raises ValueError: it is no amount in whole đồng.
    """
    tidied = " ".join(text.split())
    if number is not None:
        if number != int(number):
            raise ValueError(f"«{tidied}» có phần lẻ, không phải số đồng nguyên.")
        return int(number)
    bare = re.sub(r"(?i)\s*(vnd|vnđ|đồng|đ)\.?$", "", tidied.strip("'\u00a0 "))
    below = bare.startswith(("-", "−", "(")) or bare.endswith("-")
    bare = bare.strip("+-−() \u00a0")
    if not bare:
        return None
    if not _MONEY.fullmatch(bare):
        raise ValueError(f"«{tidied[:40]}» không phải số tiền. Xem lại ô này hoặc cột đã chọn.")
    whole = re.sub(r"[.,]0{1,2}$", "", bare)
    found = int(re.sub(r"\D", "", whole))
    return -found if below else found


def looks_like_money(text: str) -> bool:
    """This function will say whether a cell holds a sum and nothing else."""
    return bool(re.fullmatch(r"[\d.,\s()+\-−]*\d[\d.,\s()+\-−]*(?:vnd|vnđ|đồng|đ)?\s*", text, re.IGNORECASE))  # fmt: skip


def day_of(cell: str, number: int | float | None = None) -> tuple[date, str] | None:
    """This function will read a day, and what else stands in its cell but the clock: some banks put the number under it."""
    if number is not None:
        whole = int(number)
        return (_EPOCH + timedelta(days=whole), "") if whole in _SERIALS else None
    text = " ".join(cell.split())
    found = _DAY.match(text)
    if not found:
        return None
    day, month, year = (int(part or 0) for part in found.groups()[:3])
    if found[4]:
        year, month, day = (int(part) for part in found.groups()[3:])
    try:
        on = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    rest = _CLOCK.sub("", text[found.end() :]).strip(" /-")
    return on, rest
