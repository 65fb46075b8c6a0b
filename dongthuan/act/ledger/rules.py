"""Bút toán, kỳ, số dư: what makes an entry whole, what a day may still take, which code is safe."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dongthuan.ground.primitives.money import Money

# The purpose of what is given for nothing in particular; every book has it.
COMMON = ""
COMMON_WORDS = "Chung"
# A ward's book never sees an amount of this size: more is a slip of the finger.
LARGEST = 10**14
MOST_LINES = 200
# Safe in the journal that other programs read: no space, no diacritic, no colon.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LONGEST_CODE = 40


class Nature(StrEnum):
    """Loại tài khoản: which side of the book an account stands on."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"

    @property
    def words(self) -> str:
        """This property will return the nature as an accountant says it."""
        return NATURES[self]

    @property
    def sign(self) -> int:
        """This property will return −1 where a credit makes the account grow."""
        return 1 if self in (Nature.ASSET, Nature.EXPENSE) else -1


NATURES: Mapping[Nature, str] = {
    Nature.ASSET: "Tài sản (tiền, hiện vật)",
    Nature.LIABILITY: "Phải trả",
    Nature.EQUITY: "Nguồn đầu kỳ, chuyển nguồn",
    Nature.INCOME: "Thu",
    Nature.EXPENSE: "Chi",
}
# Who holds the cash of an account; the empty one is no cash in anybody's hands.
HOLDERS: Mapping[str, str] = {
    "collector": "Người thu",
    "treasurer": "Thủ quỹ",
    "bank": "Ngân hàng, Kho bạc",
    "": "",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng bút toán: so many đồng to an account, for a purpose; a debit above zero, a credit below."""

    account: str
    dong: int
    purpose: str = COMMON


def entry_problem(lines: Sequence[Line]) -> str:
    """This function will say why lines make no entry, or return an empty text."""
    if len(lines) < 2:
        return "Một bút toán có ít nhất hai dòng: một bên Nợ, một bên Có."
    if len(lines) > MOST_LINES:
        return f"Một bút toán nhiều nhất {MOST_LINES} dòng. Tách ra nhiều bút toán."
    for line in lines:
        if not isinstance(line.dong, int) or isinstance(line.dong, bool):
            return "Số tiền phải là số đồng nguyên, không có phần lẻ."
        if line.dong == 0:
            return f"Dòng của tài khoản {line.account} bằng 0 đồng. Bỏ dòng đó đi."
        if abs(line.dong) > LARGEST:
            return f"Dòng của tài khoản {line.account} lớn quá. Xem lại số chữ số 0."
    left = sums(lines)
    if any(left.values()):
        return _uneven(left)
    return ""


def sums(lines: Iterable[Line]) -> dict[str, int]:
    """This function will return what the lines of each purpose add up to."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        found[line.purpose] += line.dong
    return dict(found)


def _uneven(left: Mapping[str, int]) -> str:
    purpose, dong = next((purpose, dong) for purpose, dong in left.items() if dong)
    side = "Nợ" if dong > 0 else "Có"
    of = f"của mục đích {purpose}" if purpose else "của phần chung"
    if sum(left.values()) == 0:
        return (
            f"Bút toán cân, nhưng phần {of} thì không (bên {side} nhiều hơn {Money(abs(dong))}): "
            "mục đích này đang trả cho mục đích khác. Ghi riêng từng mục đích cho cân."
        )
    return f"Bút toán không cân: {of} bên {side} nhiều hơn {Money(abs(dong))}."


def leaving(lines: Iterable[Line], natures: Mapping[str, Nature]) -> dict[tuple[str, str], int]:
    """This function will return what leaves the accounts of assets: below zero, by account and
    purpose.
    """
    found: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        if natures[line.account] is Nature.ASSET:
            found[line.account, line.purpose] += line.dong
    return {key: dong for key, dong in found.items() if dong < 0}


def crossing(lines: Iterable[Line], natures: Mapping[str, Nature]) -> tuple[set[str], set[str]]:
    """This function will return the purposes that assets leave, and those that they come to."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        if natures[line.account] is Nature.ASSET:
            found[line.purpose] += line.dong
    return {one for one, dong in found.items() if dong < 0}, {
        one for one, dong in found.items() if dong > 0
    }


def turned(lines: Iterable[Line]) -> list[Line]:
    """This function will turn the sides of lines round: what a reversing entry says."""
    return [Line(line.account, -line.dong, line.purpose) for line in lines]


def lowest(before: int, days: Iterable[int]) -> int:
    """This function will return the lowest balance from a day on: what stood there, and what each
    later day added.
    """
    least = before
    for change in days:
        before += change
        least = min(least, before)
    return least


def code_problem(code: str, what: str) -> str:
    """This function will say why a code cannot stand in the book, or return an empty text."""
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        return (
            f"Mã {what} «{code}»: chỉ dùng chữ không dấu, chữ số, dấu chấm, gạch ngang; "
            f"nhiều nhất {LONGEST_CODE} ký tự."
        )
    return ""


def day_problem(on: date, *, closed_through: date | None, today: date) -> str:
    """This function will say why a day takes no entry any more, or not yet."""
    if on > today:
        return f"Ngày {on:%d/%m/%Y} chưa đến. Ghi bút toán theo ngày việc đã xảy ra."
    if closed_through is not None and on <= closed_through:
        return (
            f"Sổ đã khóa đến hết ngày {closed_through:%d/%m/%Y} nên không ghi vào ngày "
            f"{on:%d/%m/%Y} được. Ghi vào ngày còn mở, hoặc kế toán mở lại kỳ, có lý do."
        )
    return ""
