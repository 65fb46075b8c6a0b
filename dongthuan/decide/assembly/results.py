"""Kết quả lấy phiếu: a count against a threshold, said as minutes say it; and the clock that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from dongthuan.decide.assembly.rules import Count
from dongthuan.ground.primitives.numbers import written
from dongthuan.ground.primitives.thresholds import Threshold


def needed_of(threshold: Threshold, base: int) -> int:
    """This function will return the fewest «yes» of a base that reach the threshold."""
    exact = threshold.value * base
    return ceil(exact) if threshold.sign == ">=" else floor(exact) + 1


def is_adopted(*, yes: int, base: int, needed: Threshold) -> bool:
    """This function will say whether enough of a base agree; of nobody nothing is adopted."""
    return base > 0 and needed.reached_by(Fraction(yes, base))


@dataclass(frozen=True, slots=True)
class Result:
    """Kết quả lấy phiếu: the count against the threshold, whom it is taken of, and the law behind."""

    count: Count
    households: int
    threshold: Threshold
    base: str
    base_words: str
    basis: str

    @property
    def of(self) -> int:
        """This property will return how many the share is taken of."""
        return self.count.cast if self.base == "present" else self.households

    @property
    def adopted(self) -> bool:
        """This property will say whether it was adopted."""
        return is_adopted(yes=self.count.yes, base=self.of, needed=self.threshold)

    @property
    def sentence(self) -> str:
        """This property will say the result as minutes do: counts, base, sign, and the law."""
        one = self.count
        said = "Được thông qua" if self.adopted else "Không được thông qua"
        least = needed_of(self.threshold, self.of)
        invalid = f", {written(one.invalid)} phiếu không hợp lệ" if one.invalid else ""
        return (
            f"{said}: {written(one.yes)} hộ đồng ý, {written(one.no)} hộ không đồng ý, "
            f"{written(one.other)} hộ có ý kiến khác{invalid}; tính trên {self.base_words} là "
            f"{written(self.of)}, mức phải đạt {self.threshold}, tức ít nhất {written(least)} hộ "
            f"đồng ý. Căn cứ: {self.basis}."
        )


def after_working_days(day: date, days: int) -> date:
    """This function will return the day some working days later, Monday to Friday. Public holidays
    are set anew each year and are not taken out: the true day may be later, never earlier.
    """
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


@dataclass(frozen=True, slots=True)
class Clock:
    """Đồng hồ công nhận: by when the file has to be sent, and by when it has to be answered."""

    send_by: date | None = None
    decide_by: date | None = None
    basis: str = field(default="")
