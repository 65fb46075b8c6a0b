"""Cộng lại: what units told into one number, and the numbers of units into one above them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dongthuan.decide.indicators.models import Definition
from dongthuan.decide.indicators.queries import Told
from dongthuan.decide.indicators.recorded import value_record
from dongthuan.ground.figures import Ask, Evidence, Figure, Measure, Nature, State

# The share of a unit that was never divided.
WHOLLY = Fraction(1)
# What stays missing because nobody is asked any more.
CLOSED = "chưa có số khi đợt đóng"


def gather(ask: Ask, measure: Measure, parts: Sequence[Figure]) -> Figure:
    """This function will add the figures of units into one: sums for flows and stocks, Σ over Σ for
    ratios. Units for which the measure does not apply are left out; silent ones make it partial.
    """
    applying = [one for one in parts if one.state is not State.NOT_APPLICABLE]
    told = [one for one in applying if one.value is not None]
    silent = tuple(one.ask.unit for one in applying if one.state in (State.MISSING, State.PARTIAL))
    unapproved = sum(one.evidence.unapproved for one in told)
    done = len(told) - sum(one.evidence.unapproved > 0 for one in told)
    how = f"cộng từ {len(applying)} đơn vị · {done} đã duyệt"
    how += f", {len(told) - done} chờ duyệt" if len(told) > done else ""
    ended = sum(_ended(one) for one in applying)
    how += f", {len(silent) - ended} chưa đủ số" if len(silent) > ended else ""
    how += f", {ended} {CLOSED}" if ended else ""
    evidence = Evidence((), tuple(applying), silent, unapproved, how)
    if any(one.state is State.NOT_COMPARABLE for one in applying):
        reason = "Có đơn vị không so sánh được sau chia tách."
        return Figure(ask, measure, State.NOT_COMPARABLE, evidence=evidence, reason=reason)
    if not applying:
        return Figure(ask, measure, State.NOT_APPLICABLE, evidence=evidence)
    if not told:
        reason = "Chưa đơn vị nào gửi số."
        return Figure(ask, measure, State.MISSING, evidence=evidence, reason=reason)
    state = State.PARTIAL if silent else State.VALUE
    estimate = any(one.estimate for one in told)
    if measure.nature is Nature.RATIO:
        part = sum((one.part for one in told if one.part is not None), Fraction(0))
        whole = sum((one.whole for one in told if one.whole is not None), Fraction(0))
        share = measure.share(part, whole)
        if share is None:
            state = State.MISSING
        return Figure(ask, measure, state, share, part, whole, estimate, evidence)
    total = sum((one.value for one in told if one.value is not None), Fraction(0))
    return Figure(ask, measure, state, total, estimate=estimate, evidence=evidence)


def _ended(one: Figure) -> bool:
    return CLOSED in one.reason.lower() or CLOSED in one.evidence.how


def of_records(
    ask: Ask, one: Definition, measure: Measure, found: Sequence[tuple[Told, Fraction]],
    missing: int, closed: date | None = None,
) -> Figure:  # fmt: skip
    """This function will answer for one unit from what it told, each value with the share of it that
    counts; `missing` is how often it owed a value and told none, and `closed` the day on which its
    round ended without one.
    """
    records = tuple(value_record(told, measure, one.decimals) for told, _ in found)
    evidence = Evidence(
        records,
        silent=(ask.unit,) if missing else (),
        unapproved=sum(not told.approved for told, _ in found),
        how=("số do đơn vị báo" if len(records) == 1 else f"cộng {len(records)} lần báo")
        + (f", còn kỳ {CLOSED}" if closed and records else ""),
    )
    counting = [(told, share) for told, share in found if told.state == "value"]
    if not found:
        return Figure(ask, measure, State.MISSING, evidence=evidence, reason=_silence(closed))
    if not counting and not missing:
        return Figure(ask, measure, State.NOT_APPLICABLE, evidence=evidence)
    if not counting:
        return Figure(ask, measure, State.MISSING, evidence=evidence, reason="Chưa gửi đủ số.")
    step = 10**one.decimals
    state = State.PARTIAL if missing else State.VALUE
    estimate = any(told.estimate for told, _ in counting)
    total = _added([(told.scaled, share) for told, share in counting], step)
    if measure.nature is not Nature.RATIO:
        return Figure(ask, measure, state, total, estimate=estimate, evidence=evidence)
    whole = _added([(told.whole, share) for told, share in counting], step)
    return Figure(
        ask, measure, state, measure.share(total, whole), total, whole, estimate, evidence
    )


def _silence(closed: date | None) -> str:
    if closed is None:
        return "Chưa gửi số."
    return f"{CLOSED.capitalize()} ngày {closed.day}/{closed.month}/{closed.year}."


def _added(parts: Sequence[tuple[int | None, Fraction]], step: int) -> Fraction:
    """Add values in their smallest step, each with the share that counts; whole numbers where no
    unit was divided.
    """
    if all(share is WHOLLY for _, share in parts):
        return Fraction(sum(value or 0 for value, _ in parts), step)
    return sum((Fraction(value or 0, step) * share for value, share in parts), Fraction(0))
