"""Biểu đồ: a series as a line, drawn by the server; across in hundredths, so that letters keep
their size on every screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from dongthuan.ground.figures import Figure, State, series
from dongthuan.ground.figures.series import Point
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Period

_HEIGHT, _TOP, _BOTTOM = 264, 40, 36
_LEFT, _RIGHT = 3, 97
_TICKS_WIDE = 6
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"))


@dataclass(frozen=True, slots=True)
class Dot:
    """Điểm: where a number stands; hollow of an estimate, a square where units are missing."""

    x: str
    y: str
    above: str
    anchor: str
    text: str
    hollow: bool
    partial: bool
    here: bool
    # Corners of the square that stands for a number some units are missing from.
    told: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Vạch: a place on an axis and its words; `wide` ones are left out on a narrow screen."""

    at: str
    text: str
    anchor: str = "middle"
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Chỗ gãy: where the line does not go on, its number, and why."""

    at: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Biểu đồ đường: the finding as its title, the line in pieces, what is marked on it."""

    title: str
    measured_in: str
    lines: tuple[tuple[str, str, str, str], ...]
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    breaks: tuple[Break, ...]
    axis: int
    base: int
    height: int = _HEIGHT

    @property
    def estimates(self) -> bool:
        """This property will say whether some number is an estimate."""
        return any(dot.hollow for dot in self.dots)

    @property
    def partial(self) -> bool:
        """This property will say whether units are missing from some number."""
        return any(dot.partial for dot in self.dots)


def draw(points: Sequence[Point], here: Period) -> Chart | None:
    """This function will draw a series with the asked period marked, or nothing of fewer than two
    numbers: one is no line.
    """
    told = [(at, one) for at, one in enumerate(points) if one.figure.value is not None]
    if len(told) < 2:
        return None
    values = [one.figure.value or Fraction(0) for _, one in told]
    least = Fraction(1, 10 ** told[-1][1].figure.measure.decimals)
    steps, scale, word = _steps(min(values), max(values), least)
    across = [_share(at, len(points)) for at in range(len(points))]

    def up(value: Fraction) -> float:
        share = (value - steps[0]) / (steps[-1] - steps[0])
        return round(_HEIGHT - _BOTTOM - float(share) * (_HEIGHT - _TOP - _BOTTOM), 1)

    places = {at: (across[at], up(one.figure.value or Fraction(0))) for at, one in told}
    lines = tuple(
        (f"{places[at][0]}%", f"{places[at][1]}", f"{places[at + 1][0]}%", f"{places[at + 1][1]}")
        for at, _ in told
        if at + 1 in places and not points[at + 1].broken
    )
    last = told[-1][1].figure
    ticks = tuple(Tick(f"{up(step)}", _tick(last, step, scale, word)) for step in steps)
    broken = [(at, one.broken) for at, one in told if one.broken]
    return Chart(
        series.finding(points) or f"{last.measure.label} qua các kỳ",
        last.measure.unit,
        lines,
        tuple(_dot(one.figure, *places[at], at, told, here) for at, one in told),
        _across([one.figure.ask.period for one in points], across),
        ticks,
        tuple(
            Break(f"{(across[at] + across[at - 1]) / 2:.4g}%", number, words)
            for number, (at, words) in enumerate(broken, start=1)
        ),
        max(len(tick.text) for tick in ticks) * 9 + 8,
        _HEIGHT - _BOTTOM,
    )


def _share(at: int, count: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * at / max(1, count - 1), 2)


def _dot(
    one: Figure, x: float, y: float, at: int, told: Sequence[tuple[int, Point]], here: Period
) -> Dot:  # fmt: skip
    first, last = told[0][0], told[-1][0]
    asked = one.ask.period == here
    anchor = "start" if at == first else "end" if at == last else "middle"
    labelled = at in (first, last) or asked
    return Dot(
        f"{x}%", f"{y}", f"{y - 14:.4g}", anchor, one.printed if labelled else "", one.estimate,
        one.state is State.PARTIAL, asked, f"{one.ask.period}: {one.written}",
    )  # fmt: skip


def _across(periods: Sequence[Period], places: Sequence[float]) -> tuple[Tick, ...]:
    count = len(periods)
    every = -(-(count - 1) // _TICKS_WIDE) or 1
    shown = [at for at in range(count) if (count - 1 - at) % every == 0 or at == 0]
    if len(shown) > 2 and shown[1] < every:
        # Two words on one spot can be read by nobody.
        shown.remove(shown[1])
    return tuple(
        Tick(
            f"{places[at]}%", short(periods[at]),
            "start" if at == 0 else "end" if at == count - 1 else "middle",
            wide=at not in (0, count - 1),
        )
        for at in shown
    )  # fmt: skip


def short(period: Period) -> str:
    """This function will name a period in as few letters as an axis has room for."""
    code = period.code
    if "-H" in code:
        return f"{'đầu' if code[-1] == '1' else 'cuối'} {code[:4]}"
    if "-Q" in code:
        return f"quý {('I', 'II', 'III', 'IV')[int(code[-1]) - 1]}/{code[:4]}"
    if len(code) == 7 and code[-1] != "M":
        return f"{int(code[5:])}/{code[:4]}"
    return str(period).removeprefix("năm ")


def _steps(lowest: Fraction, highest: Fraction, least: Fraction) -> tuple[list[Fraction], int, str]:
    """Return a few round steps from zero, or below, to above the highest number.

    The axis begins at zero: a line that rises by a hundredth shall look as if it did.
    """
    top, low = max(highest, Fraction(0)), min(lowest, Fraction(0))
    # A fifth of what is shown, rounded up to a step that a person counts by.
    wanted = max((top - low) / 5, least)
    power = Fraction(10) ** floor(log10(wanted))
    step = next(
        power * part
        for part in (1, 2, Fraction(5, 2), 5, 10)
        if power * part >= wanted and (power * part) % least == 0
    )
    first = (low // step) * step
    count = int(-(-(top - first) // step)) or 1
    steps = [first + step * at for at in range(count + 1)]
    scale, word = next(((s, w) for s, w in _SCALES if steps[-1] >= 2 * s), (1, ""))
    return steps, scale, word


def _tick(one: Figure, step: Fraction, scale: int, word: str) -> str:
    if not step:
        return "0"
    value = step / scale
    text = numbers.written(int(value)) if value.denominator == 1 else f"{float(value):.4g}"
    text = text.replace(".", ",") if value.denominator != 1 else text
    if one.measure.unit in ("%", "‰"):
        return f"{text}{one.measure.unit}"
    return f"{text} {word}".strip()
