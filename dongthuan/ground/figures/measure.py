"""Mục số liệu: a named way to get a number, the same key whether it is typed or counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Period, Regime


class Nature(StrEnum):
    """Cách cộng: a flow is summed over time, a stock takes the last, a ratio divides two sums."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"

    @property
    def words(self) -> str:
        """This property will return the nature as a person says it."""
        return {
            "flow": "số phát sinh trong kỳ (cộng các kỳ)",
            "stock": "số có đến cuối kỳ (lấy kỳ cuối)",
            "ratio": "tỷ lệ (tổng tử số chia tổng mẫu số)",
        }[self]


class Direction(StrEnum):
    """Chiều tốt: whether more is better, less is better, or only the exact number."""

    HIGHER = "higher"
    LOWER = "lower"
    EXACT = "exact"
    NONE = ""


class Reading(StrEnum):
    """Ai được xem: everyone; everyone as far as the whole is concerned; those who may see the unit's
    figures; or those with the stronger act (decision 0018).
    """

    PUBLIC = "public"
    WHOLE = "whole"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"

    @classmethod
    def strictest(cls, *readings: str) -> Reading:
        """This method will return the strictest of some readings: what is made of a guarded number
        is guarded as much as it.
        """
        order = list(cls)
        return max((cls(one) for one in readings), key=order.index)

    @property
    def words(self) -> str:
        """This property will return the reading as a person says it."""
        return {
            "public": "mọi người",
            "whole": "mọi người được xem số chung; số của từng đơn vị thì người có quyền",
            "internal": "người có quyền xem số liệu của đơn vị",
            "sensitive": "người có quyền xem số liệu nhạy cảm của đơn vị",
        }[self]


@dataclass(frozen=True, slots=True)
class Measure:
    """Mục số liệu: label, unit of measurement, and how its numbers are added and read.

    `decimals` is how many digits after the comma are kept and printed; `names` are other words
    that texts use for it.
    """

    key: str
    label: str
    unit: str
    nature: Nature
    decimals: int = 0
    direction: Direction = Direction.NONE
    regime: Regime = Regime.CALENDAR
    reading: Reading = Reading.INTERNAL
    definition: str = ""
    source: str = ""
    names: tuple[str, ...] = field(default=())
    counted: bool = False
    # The lengths in months of the periods it can be asked for; empty says any.
    spans: tuple[int, ...] = ()

    def printed(self, value: Fraction) -> str:
        """This method will print a value as the office writes it: 1.619; 60,5."""
        if value.denominator == 1:
            return numbers.written(value.numerator)
        scale = 10**self.decimals
        # Half up, as an office rounds, not half to even.
        rounded = Fraction((abs(value) * scale * 2 + 1) // 2, scale)
        shown = rounded if value >= 0 else -rounded
        if shown.denominator == 1 and self.decimals == 0:
            return numbers.written(int(shown))
        whole, rest = divmod(abs(rounded * scale), scale)
        digits = f"{int(rest):0{self.decimals}d}".rstrip("0") if self.decimals else ""
        text = numbers.written(int(whole)) + (f",{digits}" if digits else "")
        return f"-{text}" if shown < 0 else text

    def written(self, value: Fraction) -> str:
        """This method will print a value with its unit: «60,5%», «5.085.000.000 đồng»."""
        if self.unit in ("%", "‰"):
            return f"{self.printed(value)}{self.unit}"
        return f"{self.printed(value)} {self.unit}".strip()

    def share(self, part: Fraction, whole: Fraction) -> Fraction | None:
        """This method will divide a part by its whole in the unit printed; None of an empty whole."""
        return part / whole * {"%": 100, "‰": 1000}.get(self.unit, 1) if whole else None

    def when(self, period: Period) -> str:
        """This method will say when a figure of the period holds: a stock stands «đến» its last day."""
        if self.nature is Nature.FLOW:
            return str(period)
        last = period.last_day
        return f"đến {last.day}/{last.month}/{last.year}"
