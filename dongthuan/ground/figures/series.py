"""Chuỗi số liệu: one measure of one unit over many periods, with its gaps and its breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dongthuan.ground.figures.figure import Ask, Figure, State
from dongthuan.ground.figures.measure import Measure, Nature
from dongthuan.ground.primitives.periods import Period, moved

# How many periods back a series reaches at first, by the length of a period in months.
REACHES: Mapping[int, int] = {1: 24, 3: 20, 6: 20, 12: 15}
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Point:
    """Điểm của chuỗi: the figure of a period; `broken` says why it does not go on from the last."""

    figure: Figure
    broken: str = ""


def span_of(period: Period) -> int:
    """This function will return the length of a period in months; zero for a day."""
    if period.is_day:
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month


def fits(measure: Measure, period: Period) -> bool:
    """This function will say whether a measure can be asked for periods of this length."""
    return not measure.spans or period.is_day or span_of(period) in measure.spans


def step_of(measure: Measure, period: Period) -> int:
    """This function will return by how many months a day moves in the series of a measure."""
    return min(measure.spans) if period.is_day and measure.spans else 1


def around(ask: Ask, measure: Measure, *, today: date, reach: int = 0) -> list[Ask]:
    """This function will return the asks of the series that holds an ask, the oldest first.

    It ends with the period that runs today, or goes past it where a later one is asked for.
    """
    step = step_of(measure, ask.period)
    wanted = reach or REACHES.get(span_of(ask.period), 13)
    wanted = min(wanted, LONGEST)
    later: list[Period] = []
    at = ask.period
    while len(later) < LONGEST:
        after = moved(at, 1, step)
        if after is None or after.start > today:
            break
        later.append(after)
        at = after
    back = max(1, wanted - len(later))
    earlier: list[Period] = []
    at = ask.period
    while len(earlier) < back:
        before = moved(at, -1, step)
        if before is None:
            break
        earlier.append(before)
        at = before
    whole = [*reversed(earlier), ask.period, *later]
    return [replace(ask, period=one) for one in whole[-max(wanted, len(later) + 2) :]]


def days_around(period: Period, *, today: date, reach: int = 0) -> list[date]:
    """This function will return the days on which a series around a period may ask what its key
    means, before that is known: of a day, in steps of every length.
    """
    spans: tuple[tuple[int, ...], ...] = ((1,), (3,), (6,), (12,)) if period.is_day else ((),)
    found: list[date] = []
    for span in spans:
        told = Measure("", "", "", Nature.STOCK, spans=span)
        asks = around(Ask("", 0, period), told, today=today, reach=reach)
        found += [one.period.last_day for one in asks]
    return list(dict.fromkeys(found))


def points(
    figures: Sequence[Figure], keep: Period | None = None,
    changes: Sequence[tuple[date, str]] = (),
) -> tuple[Point, ...]:  # fmt: skip
    """This function will make a series of figures: empty ends are cut off, though not the period
    to `keep`, and each break is told at the first number after it. `changes` are the days from
    which the unit itself was another, in words.
    """
    told = [at for at, one in enumerate(figures) if one.known or one.ask.period == keep]
    if not told:
        return ()
    found: list[Point] = []
    last: Figure | None = None
    apart = False
    for one in figures[told[0] : told[-1] + 1]:
        apart = apart or one.state is State.NOT_COMPARABLE
        if not one.known:
            found.append(Point(one))
            continue
        found.append(Point(one, _break(last, one, apart, changes) if last else ""))
        last, apart = one, False
    return tuple(found)


def _break(
    last: Figure, one: Figure, apart: bool, changes: Sequence[tuple[date, str]]
) -> str:  # fmt: skip
    before, after = last.measure, one.measure
    for day, words in changes:
        if last.ask.period.last_day < day <= one.ask.period.last_day:
            return words
    if after.counted and not before.counted:
        return "từ đây đếm từ từng bản ghi, trước đó do đơn vị báo"
    if before.counted and not after.counted:
        return "từ đây do đơn vị báo, trước đó đếm từ từng bản ghi"
    if before.unit != after.unit:
        return f"đổi đơn vị tính từ {before.unit} sang {after.unit}"
    if (before.nature, before.definition) != (after.nature, after.definition):
        return "định nghĩa của mục số liệu đã đổi"
    return "không so sánh được với trước đó vì chia tách đơn vị" if apart else ""


def comparable(series: Sequence[Point]) -> Sequence[Point]:
    """This function will return the numbers since the last break."""
    known = [one for one in series if one.figure.known]
    breaks = [at for at, one in enumerate(known) if one.broken]
    return known[breaks[-1] :] if breaks else known


def finding(series: Sequence[Point]) -> str:
    """This function will say in one sentence what a series shows since its last break. What comes
    about within a period is held against the same one a year earlier, for seasons differ; what
    there is at its end, against the first that is told.
    """
    # A number that is not whole yet neither rises nor falls.
    since = [
        one for one in comparable(series)
        if one.figure.state is State.VALUE and not one.figure.estimate
    ]  # fmt: skip
    if len(since) < 2:
        return ""
    last = since[-1].figure
    year = moved(last.ask.period, -(12 // (span_of(last.ask.period) or 12) or 1))
    earlier = [one.figure for one in since[:-1] if year and one.figure.ask.period == year]
    flows = last.measure.nature is Nature.FLOW
    first = earlier[0] if flows and earlier else since[0].figure
    assert first.value is not None and last.value is not None
    label, a, b = last.measure.label, first.measure.printed(first.value), last.written
    if flows and earlier:
        way = "tăng từ" if last.value > first.value else "giảm từ"
        said = "bằng" if last.value == first.value else f"{way} {a} của"
        return f"{label} {last.ask.period}: {b}, {said} cùng kỳ năm trước"
    span = f"{first.ask.period} đến {last.ask.period}"
    if last.value > first.value:
        return f"{label} tăng từ {a} lên {b}, {span}"
    if last.value < first.value:
        return f"{label} giảm từ {a} xuống {b}, {span}"
    still = all(one.figure.value == last.value for one in since)
    return f"{label} {'không đổi' if still else 'trở lại mức đầu'}, {b}, {span}"
