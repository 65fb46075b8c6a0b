"""Mục số liệu của nhiệm vụ và độ phủ: counted from tasks and clauses, each with its căn cứ.

A task belongs to the period in which its first deadline falls, and to the unit that leads it; a
withdrawn one counts nowhere. A clause belongs to the period in which its document was signed, and to
the unit whose register holds it. Late is what was not handed in by the day first set (domain.md §2.2
asks for on time and exceeded, as decided at acceptance).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from dongthuan.decide.directives.coverage import Chain, Progress
from dongthuan.decide.directives.models import Document, Task
from dongthuan.decide.directives.queries import (
    Covered,
    Demand,
    Facts,
    FirstDays,
    covered,
    facts,
    units_led,
)
from dongthuan.decide.directives.queries._chain import noted_chain
from dongthuan.decide.directives.queries._coverage import ABOVE
from dongthuan.decide.directives.rules import Status
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import (
    Ask,
    Direction,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    RecordRef,
    State,
)
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.org.queries import Forest

_HOW = "đếm từng nhiệm vụ có hạn đầu tiên trong kỳ, theo đơn vị chủ trì"
_HOW_CLAUSES = "đếm từng điều khoản giao việc của văn bản cấp trên ký trong kỳ"
_NOBODY = "Trong kỳ này không có nhiệm vụ nào đến hạn."
_NOTHING = "Trong kỳ này không có văn bản nào của cấp trên có điều khoản giao việc."


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


_TASKS: Mapping[str, tuple[Measure, Holds]] = {
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
_CLAUSES: Mapping[str, tuple[Measure, tuple[Progress, ...]]] = {
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
_SHARES: Mapping[str, tuple[Measure, str, str]] = {
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
    {key: one for key, (one, _) in _TASKS.items()}
    | {key: one for key, (one, _) in _CLAUSES.items()}
    | {key: one for key, (one, _, _) in _SHARES.items()}
)
# «clauses.carried_out_rate:vb.12»: the same of one document of the period.
_OF_DOCUMENT = ":vb."
_NAMED = "directives.named"


def of_document(key: str, document: int) -> str:
    """This function will return the key of a measure of clauses for one document."""
    return f"{key}{_OF_DOCUMENT}{document}"


def _parted(key: str) -> tuple[str, int | None]:
    base, mark, told = key.partition(_OF_DOCUMENT)
    return (base, int(told)) if mark and told.isdigit() and len(told) < 19 else (key, None)


class Directives:
    """Counts tasks by lead unit and deadline, and clauses by register and day of signing."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def named(
        self, keys: Collection[str], on: date, notes: dict[str, object] | None = None
    ) -> Mapping[str, Measure]:
        """This method will return measures of clauses for single documents, their numbers in the label."""
        parted = {key: _parted(key) for key in keys}
        asked = {
            key: (base, document) for key, (base, document) in parted.items()
            if document is not None and base.startswith("clauses.") and base in MEASURES
        }  # fmt: skip
        if not asked:
            return {}
        rows = Document.objects.filter(pk__in={document for _, document in asked.values()})
        symbols = dict(rows.values_list("pk", "symbol"))
        found = {
            key: replace(MEASURES[base], key=key, label=f"{MEASURES[base].label} của {symbols[document]}")
            for key, (base, document) in asked.items() if document in symbols
        }  # fmt: skip
        if notes is not None:
            # What they mean is needed again when they are answered, a moment later.
            held = notes.setdefault(_NAMED, {})
            held.update(found)  # type: ignore[attr-defined]
        return found

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence is each task, or each clause, as it stands."""
        of_clauses = [ask for ask in asks if ask.key.startswith("clauses.")]
        clauses = _ClauseTable(of_clauses, look) if of_clauses else None
        tasks = _TaskTable(look) if len(of_clauses) < len(asks) else None
        return [
            _figure(ask, (clauses if ask.key.startswith("clauses.") else tasks), look)
            for ask in asks
        ]


def _figure(ask: Ask, table: _TaskTable | _ClauseTable | None, look: Look) -> Figure:
    assert table is not None
    base, _ = _parted(ask.key)
    measure = table.named(ask)
    if base in _SHARES:
        _, part, whole = _SHARES[base]
        return _share(ask, measure, table, look, part, whole)
    held = table.matching(ask, base)
    return Figure(
        ask, measure, State.VALUE, Fraction(len(held)), evidence=_evidence(table, held, look)
    )


def _evidence(
    table: _TaskTable | _ClauseTable,
    held: Sequence[Any],
    look: Look,
    part: Sequence[Any] | None = None,
) -> Evidence:
    """Tell what was counted; of a share also which of the whole is its part."""
    if not look.evidence:
        return Evidence()
    records = [table.record(one) for one in held]
    if part is not None:
        marks = {table.record(one).id for one in part}
        records = [
            one._replace(told=f"{'được tính' if one.id in marks else 'chưa'} – {one.told}")
            for one in records
        ]
    return Evidence(tuple(records), how=table.how)


def _share(
    ask: Ask, measure: Measure, table: _TaskTable | _ClauseTable, look: Look, part: str, whole: str
) -> Figure:
    held, base = table.matching(ask, part), table.matching(ask, whole)
    if not base:
        return Figure(ask, measure, State.NOT_APPLICABLE, reason=table.empty)
    value = Fraction(len(held), len(base)) * 100
    return Figure(
        ask, measure, State.VALUE, value, Fraction(len(held)), Fraction(len(base)),
        evidence=_evidence(table, base, look, held),
    )  # fmt: skip


class _TaskTable:
    """The tasks that a set of questions needs, read once for all units and periods."""

    how, empty = _HOW, _NOBODY

    def __init__(self, look: Look) -> None:
        self._look = look
        self._facts: dict[tuple[date, date], list[Facts]] = {}
        today = look.known_at.astimezone(LOCAL).date() if look.known_at else look.viewer.today
        assert isinstance(look.trees, Forest)
        self._trees = look.trees
        self._at = Moment(today, FirstDays(look.trees(today)))

    def named(self, ask: Ask) -> Measure:
        return MEASURES[ask.key]

    def matching(self, ask: Ask, key: str) -> list[Facts]:
        units = self._trees(ask.period.last_day).gathered(ask.unit)
        holds = _TASKS[key][1]
        return [
            one for one in self._told(ask)
            if one.unit in units and one.asked and holds(one, self._at)
        ]  # fmt: skip

    def record(self, one: Facts) -> RecordRef:
        return _task_record(one)

    def _told(self, ask: Ask) -> list[Facts]:
        within = (ask.period.start, ask.period.end)
        if within not in self._facts:
            rows = Task.objects.filter(due_on__gte=within[0], due_on__lt=within[1])
            self._facts[within] = facts(units_led(rows, None), self._look.known_at)
        return self._facts[within]


def _task_record(one: Facts) -> RecordRef:
    told = f"{one.title}: {Status(one.status).words}, hạn {one.due_on.day}/{one.due_on.month}/{one.due_on.year}"
    return RecordRef(
        "task", one.id, one.step, digest(f"{one.id}.{one.step}{moment(one.recorded_at)}".encode()),
        one.unit, told, recorded_at=one.recorded_at, actor=one.actor,
    )  # fmt: skip


class _ClauseTable:
    """The documents and clauses that a set of questions needs, read once for a unit and a period."""

    how, empty = _HOW_CLAUSES, _NOTHING

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        self._look = look
        assert isinstance(look.trees, Forest)
        self._trees = look.trees
        self._held: dict[tuple[int, Period], dict[int, Covered]] = {}
        asked = [_parted(ask.key)[1] for ask in asks]
        # Where single documents are asked for and nothing else, nothing else is read.
        self._only = None if None in asked else {one for one in asked if one is not None}
        named = look.notes.get(_NAMED, {})
        self._named: dict[str, Measure] = {**MEASURES, **named}  # type: ignore[dict-item]

    @cached_property
    def _chain(self) -> Chain:
        return noted_chain(self._look.notes, self._look.known_at)

    def named(self, ask: Ask) -> Measure:
        return self._named[ask.key]

    def matching(self, ask: Ask, key: str) -> list[tuple[Document, Demand]]:
        wanted = _CLAUSES[key][1]
        return [
            (held.document, one)
            for held in self._documents(ask, _parted(ask.key)[1])
            for one in held.of(*wanted)
        ]

    def record(self, one: tuple[Document, Demand]) -> RecordRef:
        return _clause_record(*one)

    def _documents(self, ask: Ask, document: int | None) -> Iterable[Covered]:
        within = (ask.unit, ask.period)
        if within not in self._held:
            units = sorted(self._trees(ask.period.last_day).gathered(ask.unit))
            rows = covered(
                units, start=ask.period.start, end=ask.period.end, only=self._only,
                known_at=self._look.known_at, chain=self._chain,
            )  # fmt: skip
            self._held[within] = {one.document.pk: one for one in rows}
        found = self._held[within]
        if document is not None:
            # One document is asked for by itself, also when it is our own plan.
            return [found[document]] if document in found else []
        return [one for one in found.values() if one.document.level in ABOVE]


def _clause_record(document: Document, one: Demand) -> RecordRef:
    words = one.text if len(one.text) <= 120 else one.text[:119].rsplit(" ", 1)[0] + "…"
    place = f"{document.symbol}, {one.place}" if one.place else document.symbol
    return RecordRef(
        "clause", one.id, 1, digest(f"{one.id}{one.revision}".encode()), document.unit_id,
        f"{place}: {words} – {one.progress.words}", recorded_at=one.settled_at,
        actor=one.settled_by,
    )  # fmt: skip
