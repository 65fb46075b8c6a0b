"""Tiền: whole đồng, never a fraction of one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dongthuan.ground.primitives import numbers


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Số tiền, tính bằng đồng nguyên: an amount in whole đồng.

    Raises TypeError when made from anything but an int: a float has already lost đồng.
    """

    dong: int

    def __post_init__(self) -> None:
        if not isinstance(self.dong, int) or isinstance(self.dong, bool):
            raise TypeError("số tiền phải là số đồng nguyên")

    def __add__(self, other: Money) -> Money:
        return Money(self.dong + other.dong)

    def __sub__(self, other: Money) -> Money:
        return Money(self.dong - other.dong)

    def __neg__(self) -> Money:
        return Money(-self.dong)

    def share(self, part: Fraction) -> Money:
        """This method will return the part of the amount, rounded down to a whole đồng."""
        return Money(int(self.dong * part // 1))

    def split(self, count: int) -> list[Money]:
        """This method will divide the amount into `count` parts that add up to it again.

        The first parts are one đồng larger where it does not divide. Raises ValueError below 1.
        """
        if count < 1:
            raise ValueError("phải chia cho ít nhất một phần")
        each, left = divmod(self.dong, count)
        return [Money(each + (1 if index < left else 0)) for index in range(count)]

    def __str__(self) -> str:
        return f"{numbers.written(self.dong)} đồng"

    def in_words(self) -> str:
        """This method will spell the amount out as a receipt does: «Hai triệu đồng»."""
        text = numbers.in_words(abs(self.dong)) + " đồng"
        text = f"âm {text}" if self.dong < 0 else text
        return text[0].upper() + text[1:]
