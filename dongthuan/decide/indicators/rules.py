"""How typed numbers are read, periods divided, targets attained, and who is late."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from dongthuan.ground.figures import Direction
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Period, Regime, from_code, months


class Frequency(StrEnum):
    """Kỳ báo cáo: how often a measure is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def words(self) -> str:
        """This property will return the frequency as a person says it."""
        return {"month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}[self]

    @property
    def span(self) -> int:
        """This property will return the number of months of one period."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self]


class Manner(StrEnum):
    """Cách nhập: how a value came in; a tap that nothing changed is kept apart from typing."""

    TYPED = "typed"
    NO_CHANGE = "no_change"
    HELPED = "helped"
    CORRECTED = "corrected"
    IMPORTED = "imported"

    @property
    def words(self) -> str:
        """This property will return the manner as a person says it."""
        return {
            "typed": "nhập",
            "no_change": "xác nhận không thay đổi",
            "helped": "được nhập giúp",
            "corrected": "sửa sau khi duyệt",
            "imported": "nhập từ tệp Excel",
        }[self]


# What a unit is given at least when a round is opened after its period.
DAYS_TO_ANSWER = 7
SOURCES = {"paper": "bản giấy", "call": "điện thoại", "zalo": "tin nhắn Zalo"}
# After so many periods in a row without a typed value, a tap is questioned.
UNCHANGED_QUESTIONED = 3


class CannotRead(ValueError):
    """Raised when what was typed is no value of its measure; says what to type instead."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Giá trị đã đọc: in the smallest step of its definition; `applicable=False` is «không áp dụng»."""

    scaled: int | None
    whole: int | None = None
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """Khuôn của giá trị: what a definition lets be typed."""

    label: str
    unit: str
    decimals: int
    ratio: bool = False
    lowest: int | None = 0
    highest: int | None = None


_NOT_APPLICABLE = {"x", "kad", "k/ad", "khong ap dung", "n/a", "na"}
_SIGNS = {"%", "‰"}
_FORM = re.compile(r"([+\-−–]?)\s*(\d[\d.,\s]*)$", re.ASCII)
# Digits in one piece, or in threes all through: «1.2.3» and «12 34» are slips of the hand.
_WELL_WRITTEN = re.compile(
    r"\d+(?:[.,]\d+)?|\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII
)


def read(text: str, shape: Shape) -> Typed | None:
    """This function will read what was typed: None of an empty cell, «x» as not applicable.

    :raises CannotRead: naming what was typed and what to type instead.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if fold(text) in _NOT_APPLICABLE:
        return Typed(None, None, applicable=False)
    if shape.unit in _SIGNS:
        # A share is written with its sign as often as without.
        text = text.removesuffix(shape.unit).rstrip()
    if not shape.ratio:
        return Typed(_within(_number(text, shape), text, shape))
    parts = text.split("/")
    if len(parts) != 2:
        raise CannotRead(f"«{text}»: mục này là tỷ lệ, ghi cả hai số như 12/20.")
    part, whole = (_number(one, shape) for one in parts)
    if whole <= 0:
        raise CannotRead(f"«{text}»: mẫu số phải lớn hơn 0; chưa có gì để tính thì ghi x.")
    if part < 0 or part > whole:
        raise CannotRead(f"«{text}»: tử số phải từ 0 đến mẫu số.")
    return Typed(part, whole)


def _number(text: str, shape: Shape) -> int:
    match = _FORM.match(text.strip())
    if match is None:
        raise CannotRead(f"«{text}» không phải là số; ghi như {_example(shape)}, không ghi đơn vị.")
    sign, digits = match.groups()
    if not _WELL_WRITTEN.fullmatch(digits):
        raise CannotRead(f"«{text}» không đọc được; ghi như {_example(shape)}.")
    try:
        found = numbers.readings(digits)
    except ValueError:
        raise CannotRead(f"«{text}» không đọc được; ghi như {_example(shape)}.") from None
    exact = [Fraction(str(one)) for one in found]
    if shape.decimals and digits.count(",") == 1 and "." not in digits:
        # The office's own mark of decimals: in a measure that has some, «2,750» leaves no doubt.
        exact = exact[:1]
    fitting = [one for one in exact if (one * 10**shape.decimals).denominator == 1]
    if not fitting:
        most = f"nhiều nhất {shape.decimals} chữ số sau dấu phẩy" if shape.decimals else "số nguyên"
        raise CannotRead(f"«{text}»: mục này ghi {most}, như {_example(shape)}.")
    if len(fitting) > 1:
        shown = " hoặc ".join(_plain(one) for one in fitting)
        raise CannotRead(f"«{text}» có hai cách hiểu; ghi rõ {shown}.")
    value = int(fitting[0] * 10**shape.decimals)
    return -value if sign in ("-", "−", "–") and sign else value


def _within(value: int, text: str, shape: Shape) -> int:
    if shape.lowest is not None and value < shape.lowest:
        least = _plain(Fraction(shape.lowest, 10**shape.decimals))
        raise CannotRead(f"«{text}»: {shape.label.lower()} không thể nhỏ hơn {least} {shape.unit}.")
    if shape.highest is not None and value > shape.highest:
        most = _plain(Fraction(shape.highest, 10**shape.decimals))
        raise CannotRead(f"«{text}»: {shape.label.lower()} không thể lớn hơn {most} {shape.unit}.")
    # A number with decimals is read through a float, which keeps fifteen digits and no more.
    if abs(value) > (10**15 if shape.decimals else 9 * 10**17):
        raise CannotRead(f"«{text}»: số lớn quá, xem lại số chữ số không.")
    return value


def _example(shape: Shape) -> str:
    return "12/20" if shape.ratio else ("738,5" if shape.decimals else "1619")


def _plain(value: Fraction) -> str:
    if value.denominator == 1:
        return str(int(value))
    return f"{float(value):.6f}".rstrip("0").replace(".", ",")


def read_for(frequency: Frequency, code: str, regime: Regime = Regime.CALENDAR) -> Period:
    """This function will return the period of a round, or raise ValueError when it is not one that
    the frequency reports by.
    """
    period = from_code(code, regime)
    if code not in [one.code for one in divided(period, frequency)]:
        raise ValueError(f"Kỳ «{period}» không phải là một {frequency.words}.")
    return period


@lru_cache(maxsize=4096)
def divided(period: Period, frequency: Frequency) -> tuple[Period, ...]:
    """This function will divide a period into reporting periods; empty when it does not divide.

    A single day asks for the period that ends on it, so that a stock can be asked for as of a day.
    """
    regime = period.regime
    span = frequency.span
    last = period.last_day
    year = last.year if regime is Regime.CALENDAR else (period.end.year)
    found: list[Period] = []
    for of in range(period.start.year - 1, year + 2):
        for first in range(1, 13, span):
            one = months(of, first, span, _code(of, first, frequency), regime)
            if period.is_day:
                if one.last_day == period.start:
                    return (one,)
            elif period.start <= one.start and one.end <= period.end:
                found.append(one)
    if not found or found[0].start != period.start or found[-1].end != period.end:
        return ()
    return tuple(found)


def _code(year: int, first: int, frequency: Frequency) -> str:
    if frequency is Frequency.MONTH:
        return f"{year}-{first:02d}"
    if frequency is Frequency.QUARTER:
        return f"{year}-Q{(first + 2) // 3}"
    return f"{year}-H{1 if first == 1 else 2}" if frequency is Frequency.HALF else str(year)


def before(period: Period, frequency: Frequency) -> Period:
    """This function will return the reporting period right before one."""
    span = frequency.span
    regime = period.regime
    year, first = period.end.year, period.end.month
    if regime is Regime.REPORTING:
        # A window that ends on 15 June is the one of May's end: its months are one later.
        year, first = (year, first + 1) if first < 12 else (year + 1, 1)
    index = year * 12 + (first - 1) - 2 * span
    year, month = divmod(index, 12)
    return months(year, month + 1, span, _code(year, month + 1, frequency), regime)


def attainment(
    value: Fraction, target: Fraction, *, direction: Direction, baseline: Fraction | None = None
) -> Fraction | None:
    """This function will return how much of a target is reached, 1 being all of it; None where the
    numbers give no answer.

    With a baseline it is the way gone from it to the target, up or down. Without one, more is
    better divides by the target, less is better divides by the value; an exact target is reached
    or not.
    """
    if direction is Direction.EXACT:
        return Fraction(1 if value == target else 0)
    if baseline is not None and baseline != target:
        return (value - baseline) / (target - baseline)
    if direction is Direction.LOWER:
        if value == 0:
            return Fraction(1) if target >= 0 else None
        return target / value
    return value / target if target != 0 else None


# From how large a change on, against the period before, the eye is led to a number: three tenths,
# and at least five of the unit, so that two households becoming three alarm nobody.
JUMP_TENTHS, JUMP_LEAST = 3, 5


def jump(value: int, last: int, step: int = 1) -> str:
    """This function will say how much a value differs from the period before, or nothing when it
    is no large change; both may be counted in steps, so many to one of the unit.
    """
    moved = value - last
    if abs(moved) < JUMP_LEAST * step or abs(moved) * 10 < abs(last) * JUMP_TENTHS:
        return ""
    way = "tăng" if moved > 0 else "giảm"
    if not last:
        return "kỳ trước là 0"
    if moved >= 2 * abs(last):
        return f"gấp {_plain(Fraction(round(Fraction(value * 10, last)), 10))} lần kỳ trước"
    return f"{way} {round(Fraction(abs(moved) * 100, abs(last)))}% so với kỳ trước"


def unchanged_in_row(manners: Sequence[Manner]) -> int:
    """This function will count the periods in a row, the newest last, that were only tapped."""
    count = 0
    for manner in reversed(manners):
        if manner is not Manner.NO_CHANGE:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Due:
    """Hạn gửi: when a sheet was due and first sent, as of a day."""

    due: date
    sent: date | None
    today: date

    @property
    def late_days(self) -> int:
        """This property will return the days past the due day; zero when in time or not yet due."""
        return max(0, ((self.sent or self.today) - self.due).days)

    @property
    def words(self) -> str:
        """This property will say where the sheet stands: since when, by which date."""
        day = f"{self.due.day}/{self.due.month}/{self.due.year}"
        if self.sent and self.late_days:
            return f"gửi sau hạn {self.late_days} ngày (hạn {day})"
        if self.sent:
            return f"gửi đúng hạn {day}"
        if self.late_days:
            return f"quá hạn {self.late_days} ngày (hạn {day})"
        return f"hạn {day}"


def reminder(
    *, title: str, due: Due, waiting: Iterable[str], returned: Iterable[str] = ()
) -> str:  # fmt: skip
    """This function will write the list of who has not sent, to be copied into a chat: who owes
    numbers, who was asked to look again, by which day, and what to do when something is unclear.
    """
    names, again = list(waiting), list(returned)
    day, today = (f"{one.day}/{one.month}/{one.year}" for one in (due.due, due.today))
    if not names and not again:
        return f"{title}: các đơn vị đã gửi đủ. Cảm ơn các bác."
    lines = [f"Kính gửi các bác, về đợt «{title}», hạn gửi {day}."]
    if names:
        late = f" (quá hạn {due.late_days} ngày)" if due.late_days else ""
        lines += [f"Đến {today} còn {len(names)} đơn vị chưa gửi{late}:"]
        lines += [f"- {name}" for name in names]
    if again:
        lines += ["Đã gửi và được trả lại, nhờ các bác xem lại rồi gửi lại:"]
        lines += [f"- {name}" for name in again]
    lines += ["Nhờ các bác gửi giúp. Vướng chỗ nào, các bác gọi văn phòng để được nhập giúp. "
              "Cảm ơn các bác."]  # fmt: skip
    return "\n".join(lines)


def begun(
    frequency: Frequency, today: date, *, regime: Regime = Regime.CALENDAR
) -> list[Period]:  # fmt: skip
    """This function will return the periods of a frequency that have begun, of this year and the
    last, the newest first: what an office asks for is one of the first.
    """
    years = [from_code(str(today.year + one), regime) for one in (-1, 0, 1)]
    found = [part for year in years for part in divided(year, frequency) if part.start <= today]
    return found[::-1]


def last_ended(
    frequency: Frequency, today: date, *, regime: Regime = Regime.CALENDAR
) -> Period:  # fmt: skip
    """This function will return the latest period of a frequency that is over."""
    return next(one for one in begun(frequency, today, regime=regime) if one.end <= today)


def frequency_of(period: Period) -> Frequency | None:
    """This function will return the frequency whose reporting period this is, or None."""
    for one in Frequency:
        if period.code in [part.code for part in divided(period, one)] and not period.is_day:
            return one
    return None


def proposed_due(period: Period, today: date, days_after: int | None = None) -> date:
    """This function will propose by which day to ask for a period: as many days after its end as
    the round before, and never a day that has gone by.
    """
    proposed = period.last_day + timedelta(days=days_after or 0)
    return proposed if proposed > today else today + timedelta(days=DAYS_TO_ANSWER)
