"""Mục số liệu của nhiệm vụ và độ phủ: counted from tasks and clauses, each with its căn cứ."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from dongthuan.decide.directives.counting import CLAUSES, MEASURES, SHARES, TASKS, Moment
from dongthuan.decide.directives.coverage import Chain
from dongthuan.decide.directives.models import Document, Task
from dongthuan.decide.directives.queries import (
    Covered,
    Demand,
    Facts,
    FirstDays,
    covered,
    facts,
)
from dongthuan.decide.directives.queries._chain import noted_chain
from dongthuan.decide.directives.queries._coverage import ABOVE
from dongthuan.decide.directives.rules import Status
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import (
    Ask,
    Evidence,
    Figure,
    Look,
    Measure,
    RecordRef,
    State,
)
from dongthuan.who.org.queries import Forest

_HOW = "đếm từng nhiệm vụ có hạn đầu tiên trong kỳ, theo đơn vị chủ trì"
_HOWCLAUSES = "đếm từng điều khoản giao việc của văn bản cấp trên ký trong kỳ"
_NOBODY = "Trong kỳ này không có nhiệm vụ nào đến hạn."
_NOTHING = "Trong kỳ này không có văn bản nào của cấp trên có điều khoản giao việc."


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
        of_tasks = [ask for ask in asks if not ask.key.startswith("clauses.")]
        tasks = _TaskTable(of_tasks, look) if of_tasks else None
        return [
            _figure(ask, (clauses if ask.key.startswith("clauses.") else tasks), look)
            for ask in asks
        ]


def _figure(ask: Ask, table: _TaskTable | _ClauseTable | None, look: Look) -> Figure:
    assert table is not None
    base, _ = _parted(ask.key)
    measure = table.named(ask)
    if base in SHARES:
        _, part, whole = SHARES[base]
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

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        self._look = look
        # Read once from the first day asked about to the last, however many periods lie between.
        start, end = _stretch(asks)
        rows = Task.objects.filter(due_on__gte=start, due_on__lt=end)
        self._facts = facts(rows, look.known_at)
        self._told: dict[tuple[date, date], list[Facts]] = {}
        today = look.known_at.astimezone(LOCAL).date() if look.known_at else look.viewer.today
        assert isinstance(look.trees, Forest)
        self._trees = look.trees
        self._at = Moment(today, FirstDays(look.trees(today)))

    def named(self, ask: Ask) -> Measure:
        return MEASURES[ask.key]

    def matching(self, ask: Ask, key: str) -> list[Facts]:
        units = self._trees(ask.period.last_day).gathered(ask.unit)
        holds = TASKS[key][1]
        return [
            one for one in self._within(ask)
            if one.unit in units and one.asked and holds(one, self._at)
        ]  # fmt: skip

    def record(self, one: Facts) -> RecordRef:
        return _task_record(one)

    def _within(self, ask: Ask) -> list[Facts]:
        within = (ask.period.start, ask.period.end)
        if within not in self._told:
            # They lie in the order of their days.
            first = bisect_left(self._facts, within[0], key=_due)
            last = bisect_left(self._facts, within[1], key=_due)
            self._told[within] = self._facts[first:last]
        return self._told[within]


def _due(one: Facts) -> date:
    return one.due_on


def _stretch(asks: Sequence[Ask]) -> tuple[date, date]:
    """Return the first day that some questions are about, and the first day that none is."""
    return min(ask.period.start for ask in asks), max(ask.period.end for ask in asks)


def _task_record(one: Facts) -> RecordRef:
    told = f"{one.title}: {Status(one.status).words}, hạn {one.due_on.day}/{one.due_on.month}/{one.due_on.year}"
    return RecordRef(
        "task", one.id, one.step, digest(f"{one.id}.{one.step}{moment(one.recorded_at)}".encode()),
        one.unit, told, recorded_at=one.recorded_at, actor=one.actor,
    )  # fmt: skip


class _ClauseTable:
    """The documents and clauses that a set of questions needs, read once for a unit and a period."""

    how, empty = _HOWCLAUSES, _NOTHING

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        self._look = look
        assert isinstance(look.trees, Forest)
        self._trees = look.trees
        self._stretch = _stretch(asks)
        self._held: dict[int, dict[int, Covered]] = {}
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
        wanted = CLAUSES[key][1]
        return [
            (held.document, one)
            for held in self._documents(ask, _parted(ask.key)[1])
            for one in held.of(*wanted)
        ]

    def record(self, one: tuple[Document, Demand]) -> RecordRef:
        return _clause_record(*one)

    def _documents(self, ask: Ask, document: int | None) -> Iterable[Covered]:
        if ask.unit not in self._held:
            self._held[ask.unit] = self._read(ask)
        found, start, end = self._held[ask.unit], ask.period.start, ask.period.end
        if document is not None:
            # One document is asked for by itself, also when it is our own plan.
            held = [found[document]] if document in found else []
            return [one for one in held if start <= one.document.signed_on < end]
        return [
            one for one in found.values()
            if one.document.level in ABOVE and start <= one.document.signed_on < end
        ]  # fmt: skip

    def _read(self, ask: Ask) -> dict[int, Covered]:
        units = sorted(self._trees(ask.period.last_day).gathered(ask.unit))
        rows = covered(
            units, start=self._stretch[0], end=self._stretch[1], only=self._only,
            known_at=self._look.known_at, chain=self._chain,
        )  # fmt: skip
        return {one.document.pk: one for one in rows}


def _clause_record(document: Document, one: Demand) -> RecordRef:
    words = one.text if len(one.text) <= 120 else one.text[:119].rsplit(" ", 1)[0] + "…"
    place = f"{document.symbol}, {one.place}" if one.place else document.symbol
    return RecordRef(
        "clause", one.id, 1, digest(f"{one.id}{one.revision}".encode()), document.unit_id,
        f"{place}: {words} – {one.progress.words}", recorded_at=one.settled_at,
        actor=one.settled_by,
    )  # fmt: skip
