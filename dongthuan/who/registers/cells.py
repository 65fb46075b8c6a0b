"""Ô của sổ: names, days and telephones as offices type them, brought to what is kept."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dongthuan.ground.primitives.folding import fold, nfc
from dongthuan.who.registers.rules import CannotRead

_DAY = re.compile(
    r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(\d{4})")
_FORMULA = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)")
# Excel counts days from here; a birthday typed as a number is no earlier than 1900.
_EXCEL = date(1899, 12, 30)
_OLDEST = 110
_TICKS = frozenset({"x", "co", "v", "1", "true", "dung", "✓"})
_YES_HEAD = frozenset({"chu ho", "chu", "ch", "ban than"})


def text(cell: Any, most: int = 200) -> str:
    """This function will return a cell as one line of text; numbers as typed. Raises CannotRead."""
    if not isinstance(cell, str):
        if isinstance(cell, bool):
            return "x" if cell else ""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if isinstance(cell, datetime | date):
            return f"{cell.day}/{cell.month}/{cell.year}"
        cell = "" if cell is None else str(cell)
    told = " ".join(nfc(cell).split())
    if told[:1] == "#" and _FORMULA.fullmatch(told):
        raise CannotRead(f"ô có công thức bị lỗi ({told}). Sửa công thức hoặc gõ giá trị vào ô.")
    if len(told) > most:
        raise CannotRead(f"dài hơn {most} ký tự. Ghi ngắn lại.")
    return told


def name(cell: Any) -> str:
    """This function will return a person's name; one in capitals is given back its small letters."""
    told = text(cell, 120)
    if not told:
        return ""
    if _DIGIT.search(told):
        raise CannotRead(f"«{told}» có chữ số nên không phải họ tên. Sửa ô này.")
    return _set_down(told)


@lru_cache(maxsize=8192)
def _set_down(told: str) -> str:
    if told != told.upper() and told != told.lower():
        return told
    # «NGUYỄN THỊ Y» and «H' BIÊN»: each word begins with its own capital, after an apostrophe too.
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + found[0][1:].lower(), told)


def day(cell: Any, today: date) -> date | None:
    """This function will read a day of birth or of an office; a bare year is its first day, as
    offices count it (decision 0023). Raises CannotRead.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _day_of_number(cell)
    told = text(cell)
    if not told:
        return None
    if found := _YEAR.fullmatch(told):
        return _day_of_number(int(found[1]))
    if found := _ISO.fullmatch(told):
        return _made(int(found[1]), int(found[2]), int(found[3]), told)
    if found := _DAY.fullmatch(told):
        year = int(found[3])
        if len(found[3]) == 2:
            year = _of_century(year, today, told)
        return _made(year, int(found[2]), int(found[1]), told)
    if told.isdigit():
        return _day_of_number(int(told))
    raise CannotRead(f"«{told[:30]}» không phải ngày. Ghi như 1/2/1958, hoặc năm 1958.")


def _of_century(year: int, today: date, told: str) -> int:
    """This function will tell «58» as 1958 where 2058 is not yet, and ask where both may be."""
    if 2000 + year > today.year:
        return 1900 + year
    if today.year - (1900 + year) > _OLDEST:
        return 2000 + year
    raise CannotRead(f"«{told}» không rõ thế kỷ. Ghi đủ bốn chữ số của năm.")


def _day_of_number(told: float) -> date:
    if float(told).is_integer() and 1880 <= told <= 2100:
        return date(int(told), 1, 1)
    if 3_000 <= told < 73_050:
        return _EXCEL + timedelta(days=int(told))
    raise CannotRead(f"«{told:g}» không phải ngày. Ghi như 1/2/1958, hoặc năm 1958.")


def _made(year: int, month: int, day_: int, told: str) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        raise CannotRead(f"«{told}» không có trong lịch. Xem lại ngày, tháng.") from None


def phone(cell: Any) -> str:
    """This function will read a telephone; the zero that Excel took away is put back."""
    told = text(cell, 40)
    digits = re.sub(r"[\s.()\-]", "", told)
    if not digits:
        return ""
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    if digits.isdigit() and len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits
    if not (digits.isdigit() and 9 < len(digits) <= 11):
        raise CannotRead(f"«{told}» không phải số điện thoại. Ghi một số, đủ 10 chữ số.")
    return digits


def ticked(cell: Any) -> bool:
    """This function will say whether a cell was marked: x, có, 1."""
    return fold(text(cell)) in _TICKS


def is_head(cell: Any) -> bool | None:
    """This function will read the relation to the head of a household; None of an empty cell."""
    told = fold(text(cell))
    return told in _YES_HEAD if told else None


def code(cell: Any) -> str:
    """This function will read a code: letters and digits, as typed but for blanks."""
    return text(cell, 40).replace(" ", "")
