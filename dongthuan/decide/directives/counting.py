"""Các mục đếm nhiệm vụ và điều khoản: what each counts, in words and as a condition.

A task belongs to the period in which its first deadline falls, and to the unit that leads it; a
withdrawn one counts nowhere. A clause belongs to the period in which its document was signed, and to
the unit whose register holds it. Late is what was not handed in by the day first set (domain.md §2.2
asks for on time and exceeded, as decided at acceptance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dongthuan.decide.directives.coverage import Progress
from dongthuan.decide.directives.queries import Facts, FirstDays
from dongthuan.decide.directives.rules import Status
from dongthuan.ground.figures import Direction, Measure, Nature, Reading


@dataclass(frozen=True, slots=True)
class Moment:
    """Lúc đếm: the day of asking, and the first day of each unit in the system."""

    day: date
    first_days: FirstDays


Holds = Callable[[Facts, Moment], bool]


def _late(one: Facts, at: Moment) -> bool:
    if _before_use(one, at):
        return False
    return one.handed_on > one.due_on if one.handed_on else one.due_on < at.day


def _late_by(lowest: int, highest: int | None) -> Holds:
    def holds(one: Facts, at: Moment) -> bool:
        if one.handed_on is None:
            return False
        days = (one.handed_on - one.due_on).days
        return lowest <= days and (highest is None or days <= highest)

    return holds


def _before_use(one: Facts, at: Moment) -> bool:
    first = at.first_days.of(one.unit)
    return bool(first and one.due_on < first and one.handed_on is None and not one.done)


def _measure(key: str, label: str, unit: str, meaning: str, **more: object) -> Measure:
    return Measure(
        key, label, unit, Nature.FLOW, reading=Reading.INTERNAL, counted=True, definition=meaning,
        source="Sổ văn bản và nhiệm vụ của phường", **more,  # type: ignore[arg-type]
    )  # fmt: skip


TASKS: Mapping[str, tuple[Measure, Holds]] = {
    one.key: (one, holds)
    for one, holds in (
        (_measure("tasks.asked", "Nhiệm vụ đến hạn", "nhiệm vụ",
                  "Nhiệm vụ có hạn đầu tiên trong kỳ, không kể việc đã thu hồi."),
         lambda one, at: True),
        (_measure("tasks.done", "Nhiệm vụ đã nghiệm thu", "nhiệm vụ",
                  "Nhiệm vụ đến hạn trong kỳ đã được nghiệm thu.", direction=Direction.HIGHER),
         lambda one, at: one.done),
        (_measure("tasks.on_time", "Nhiệm vụ hoàn thành đúng hạn", "nhiệm vụ",
                  "Nhiệm vụ đến hạn trong kỳ, khi nghiệm thu được tính đúng hạn.",
                  direction=Direction.HIGHER),
         lambda one, at: one.done and bool(one.on_time)),
        (_measure("tasks.exceeded", "Nhiệm vụ hoàn thành vượt yêu cầu", "nhiệm vụ",
                  "Nhiệm vụ đến hạn trong kỳ, khi nghiệm thu được tính vượt yêu cầu.",
                  direction=Direction.HIGHER),
         lambda one, at: one.done and bool(one.exceeded)),
        (_measure("tasks.waiting", "Nhiệm vụ chờ nghiệm thu", "nhiệm vụ",
                  "Nhiệm vụ đến hạn trong kỳ đã báo kết quả, chưa có quyết định nghiệm thu."),
         lambda one, at: one.status == Status.REPORTED),
        (_measure("tasks.late", "Nhiệm vụ chậm", "nhiệm vụ",
                  "Nhiệm vụ không nộp kết quả trong hạn đầu tiên; hạn dời không tính.",
                  direction=Direction.LOWER), _late),
        (_measure("tasks.late_open", "Nhiệm vụ quá hạn chưa có kết quả", "nhiệm vụ",
                  "Nhiệm vụ quá hạn đầu tiên mà chưa nộp kết quả.", direction=Direction.LOWER),
         lambda one, at: _late(one, at) and one.handed_on is None),
        (_measure("tasks.late_week", "Nhiệm vụ nộp chậm đến 7 ngày", "nhiệm vụ",
                  "Nộp sau hạn đầu tiên từ 1 đến 7 ngày.", direction=Direction.LOWER),
         _late_by(1, 7)),
        (_measure("tasks.late_month", "Nhiệm vụ nộp chậm 8 đến 30 ngày", "nhiệm vụ",
                  "Nộp sau hạn đầu tiên từ 8 đến 30 ngày.", direction=Direction.LOWER),
         _late_by(8, 30)),
        (_measure("tasks.late_more", "Nhiệm vụ nộp chậm trên 30 ngày", "nhiệm vụ",
                  "Nộp sau hạn đầu tiên hơn 30 ngày.", direction=Direction.LOWER),
         _late_by(31, None)),
        (_measure("tasks.before_use", "Nhiệm vụ trước khi dùng, chưa nhập", "nhiệm vụ",
                  "Nhiệm vụ đến hạn trước ngày đơn vị bắt đầu dùng phần mềm, chưa nhập kết quả."),
         _before_use),
    )
}  # fmt: skip
CLAUSES: Mapping[str, tuple[Measure, tuple[Progress, ...]]] = {
    one.key: (one, progress)
    for one, progress in (
        (_measure("clauses.demanding", "Điều khoản giao việc của cấp trên", "điều khoản",
                  "Điều khoản của văn bản cấp trên đã xác nhận là giao việc."), tuple(Progress)),
        (_measure("clauses.never", "Điều khoản chưa có kế hoạch", "điều khoản",
                  "Điều khoản giao việc chưa có kế hoạch và chưa có nhiệm vụ nào.",
                  direction=Direction.LOWER), (Progress.NEVER,)),
        (_measure("clauses.planned", "Điều khoản có kế hoạch, chưa giao việc", "điều khoản",
                  "Điều khoản đã vào kế hoạch nhưng chưa có nhiệm vụ nào."), (Progress.PLANNED,)),
        (_measure("clauses.under_way", "Điều khoản đang làm", "điều khoản",
                  "Điều khoản có nhiệm vụ, chưa nghiệm thu hết."), (Progress.UNDER_WAY,)),
        (_measure("clauses.carried_out", "Điều khoản đã làm xong", "điều khoản",
                  "Điều khoản mà mọi nhiệm vụ bên dưới đã nghiệm thu.",
                  direction=Direction.HIGHER), (Progress.CARRIED_OUT,)),
    )
}  # fmt: skip


def _ratio(key: str, label: str, meaning: str, direction: Direction = Direction.HIGHER) -> Measure:
    made = _measure(key, label, "%", meaning, decimals=1, direction=direction)
    return replace(made, nature=Nature.RATIO)


# A share by its numerator and denominator.
SHARES: Mapping[str, tuple[Measure, str, str]] = {
    one.key: (one, part, whole)
    for one, part, whole in (
        (_ratio("tasks.done_rate", "Tỷ lệ nhiệm vụ đã nghiệm thu",
                "Nhiệm vụ đã nghiệm thu chia cho nhiệm vụ đến hạn."), "tasks.done", "tasks.asked"),
        (_ratio("tasks.on_time_rate", "Tỷ lệ nhiệm vụ đúng hạn",
                "Nhiệm vụ hoàn thành đúng hạn chia cho nhiệm vụ đến hạn."),
         "tasks.on_time", "tasks.asked"),
        (_ratio("tasks.exceeded_rate", "Tỷ lệ nhiệm vụ vượt yêu cầu",
                "Nhiệm vụ vượt yêu cầu chia cho nhiệm vụ đến hạn."),
         "tasks.exceeded", "tasks.asked"),
        (_ratio("tasks.late_rate", "Tỷ lệ nhiệm vụ chậm",
                "Nhiệm vụ chậm chia cho nhiệm vụ đến hạn.", Direction.LOWER),
         "tasks.late", "tasks.asked"),
        (_ratio("clauses.carried_out_rate", "Tỷ lệ điều khoản đã làm xong",
                "Điều khoản đã làm xong chia cho điều khoản giao việc."),
         "clauses.carried_out", "clauses.demanding"),
        (_ratio("clauses.never_rate", "Tỷ lệ điều khoản chưa có kế hoạch",
                "Điều khoản chưa có kế hoạch chia cho điều khoản giao việc.", Direction.LOWER),
         "clauses.never", "clauses.demanding"),
    )
}  # fmt: skip
MEASURES: Mapping[str, Measure] = (
    {key: one for key, (one, _) in TASKS.items()}
    | {key: one for key, (one, _) in CLAUSES.items()}
    | {key: one for key, (one, _, _) in SHARES.items()}
)
