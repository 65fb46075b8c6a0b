"""Mức phải đạt: a number with its sign; the sign is law as much as the number."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from fractions import Fraction

_SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_WORDS = {">": "trên", ">=": "từ", "<": "dưới", "<=": "không quá"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """Ngưỡng: a share or count together with the sign that says when it is reached."""

    sign: str
    value: Fraction

    def __post_init__(self) -> None:
        if self.sign not in _SIGNS:
            raise ValueError(f"dấu «{self.sign}» không hợp lệ; dùng một trong > >= < <=")

    @classmethod
    def parse(cls, text: str) -> Threshold:
        """This function will read `>= 2/3`, `> 1/2` or `<= 20%`; raises ValueError otherwise."""
        match = re.fullmatch(r"\s*(>=|<=|>|<)\s*(\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+)|(%))?\s*", text)
        if not match:
            raise ValueError(f"«{text}» không phải là ngưỡng như «>= 2/3»")
        sign, number, below, percent = match.groups()
        value = Fraction(number.replace(",", "."))
        value = value / 100 if percent else value / int(below or 1)
        return cls(sign, value)

    def reached_by(self, share: Fraction | int) -> bool:
        """This method will say whether the share reaches the threshold; exact, no floats."""
        return bool(_SIGNS[self.sign](Fraction(share), self.value))

    def __str__(self) -> str:
        words = _WORDS[self.sign]
        return f"{words} {self.value}" + (" trở lên" if self.sign == ">=" else "")
