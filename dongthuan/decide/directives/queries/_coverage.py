"""Độ phủ: clauses with no plan, plan lines with no task, tasks with no result; share by document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, Q

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.coverage import Chain, Progress, Tally
from dongthuan.decide.directives.models import Clause, ClauseWord, Document, Task
from dongthuan.decide.directives.queries._chain import noted_chain, whole_chain
from dongthuan.decide.directives.queries._tasks import visible
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.rules import moment

ABOVE = tuple(one.value for one in rules.Level if one.rank < rules.Level.WARD.rank)


@dataclass(frozen=True, slots=True)
class Demand:
    """Điều khoản trong độ phủ: what it asks, how far it is, and the word that made it count."""

    id: int
    document: int
    place: str
    text: str
    due_on: date | None
    progress: Progress
    tally: Tally
    recorded_at: datetime
    # When, and by whom, it was said last that it asks for something.
    settled_at: datetime
    settled_by: str

    @property
    def revision(self) -> str:
        """This property will return what changes whenever the clause's state does."""
        return f"{self.progress}{self.tally.asked}.{self.tally.done}{moment(self.settled_at)}"


@dataclass(frozen=True, slots=True)
class Covered:
    """Văn bản trong độ phủ: a document with its clauses that ask for something."""

    document: Document
    demands: tuple[Demand, ...]

    def of(self, *progress: Progress) -> tuple[Demand, ...]:
        """This method will return the clauses that stand so far."""
        return tuple(one for one in self.demands if one.progress in progress)

    @property
    def taken_up(self) -> tuple[Demand, ...]:
        """This property will return the clauses that something was made of."""
        return tuple(one for one in self.demands if one.progress is not Progress.NEVER)

    @property
    def never(self) -> tuple[Demand, ...]:
        """This property will return the clauses that nobody has taken up."""
        return self.of(Progress.NEVER)

    @property
    def carried_out(self) -> tuple[Demand, ...]:
        """This property will return the clauses whose every task was accepted."""
        return self.of(Progress.CARRIED_OUT)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Độ phủ của một kỳ: documents from above and plans of our own, signed between two days."""

    above: tuple[Covered, ...]
    own: tuple[Covered, ...]

    @property
    def unplanned(self) -> list[tuple[Document, Demand]]:
        """This property will list the clauses from above that have no plan."""
        return [(one.document, clause) for one in self.above for clause in one.never]

    @property
    def unassigned(self) -> list[tuple[Document, Demand]]:
        """This property will list the lines of our own plans that have no task and no plan below."""
        return [(one.document, clause) for one in self.own for clause in one.never]


def coverage(
    *, viewer: Actor, units: Iterable[int], start: date, end: date,
    notes: dict[str, object] | None = None,
) -> Coverage:  # fmt: skip
    """This function will say how far the documents signed from `start` up to `end` are covered that
    stand in the registers of some units within the viewer's reach. With the notes of a look, its
    figures need not read again what was read here.
    """
    reach = viewer.reach(Act.DOCUMENT_SEE)
    seen = [unit for unit in units if unit in reach]
    chain = noted_chain(notes) if notes is not None else None
    found = covered(seen, start=start, end=end, chain=chain)
    return Coverage(
        tuple(one for one in found if one.document.level in ABOVE),
        tuple(one for one in found if one.document.level not in ABOVE),
    )


def covered(
    units: Sequence[int], *, start: date, end: date, known_at: datetime | None = None,
    only: Collection[int] | None = None, chain: Chain | None = None,
) -> list[Covered]:  # fmt: skip
    """This function will tell the documents of some registers and of some days with their clauses.

    Rights are the caller's: a figure is asked by who may see it. `only` keeps some documents; `chain` is
    what was derived from what, where it was read already.
    """
    rows = Document.objects.filter(unit__in=units, signed_on__gte=start, signed_on__lt=end)
    if only is not None:
        rows = rows.filter(pk__in=only)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    documents = {one.pk: one for one in rows.defer("text").order_by("signed_on", "pk")}
    clauses = _demanding(documents, known_at)
    told = chain or whole_chain(known_at)
    held: dict[int, list[Demand]] = {}
    for row in clauses:
        held.setdefault(row[1], []).append(_demand(row, told))
    return [Covered(one, tuple(held[pk])) for pk, one in documents.items() if pk in held]


_Clause = tuple[int, int, str, str, date | None, datetime, datetime, str]


def _demanding(documents: Iterable[int], known_at: datetime | None) -> list[_Clause]:
    """Return the clauses that ask for something, as was last said by then."""
    words = ClauseWord.objects.filter(clause__document__in=list(documents))
    if known_at is not None:
        words = words.filter(at__lte=known_at)
    last = words.order_by().values("clause_id").annotate(last=Max("pk")).values("last")
    rows = ClauseWord.objects.filter(pk__in=last, demands=True)
    return list(
        rows.order_by("clause__document", "clause__order").values_list(
            "clause_id", "clause__document_id", "clause__place", "clause__text", "clause__due_on",
            "clause__recorded_at", "at", "by",
        )
    )  # fmt: skip


def _demand(row: _Clause, chain: Chain) -> Demand:
    clause, document, place, text, due, recorded, settled, who = row
    return Demand(
        clause, document, place, text, due, chain.progress(clause), chain.tally(clause), recorded,
        settled, who,
    )  # fmt: skip


def without_result(*, viewer: Actor, start: date, end: date, today: date) -> list[Task]:
    """This function will return the tasks due between two days that nothing was handed in for yet."""
    rows = Task.objects.filter(
        visible(viewer), status__in=rules.WITH_UNIT, due_on__gte=start, due_on__lt=min(end, today)
    )
    return list(rows.select_related("assignment").order_by("due_on", "pk"))


def signed_within(*, viewer: Actor) -> tuple[date, date] | None:
    """This function will return the first and last day on which a document with clauses was signed."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(
        Clause.objects.filter(Q(demands=True)), "document__unit_id"
    )
    told = rows.aggregate(first=Min("document__signed_on"), last=Max("document__signed_on"))
    return (told["first"], told["last"]) if told["first"] else None
