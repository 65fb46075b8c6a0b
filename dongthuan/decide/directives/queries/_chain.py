"""Chuỗi: from a clause down to the tasks that carry it out, and from a task up to the centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from dongthuan.decide.directives.coverage import Chain, Progress, Tally
from dongthuan.decide.directives.models import Assignment, Clause, Derivation, Document, Task
from dongthuan.decide.directives.queries._then import statuses_at
from dongthuan.decide.directives.rules import Status

# A chain from the centre to a residential group has five or six steps; more is a mistake.
DEEPEST = 12


def known_derivations(known_at: datetime | None = None) -> QuerySet[Derivation]:
    """This function will return what was derived from what, as known now or at a moment."""
    if known_at is None:
        return Derivation.objects.filter(superseded_at=None)
    later = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    return Derivation.objects.filter(later, recorded_at__lte=known_at)


def derived_documents() -> dict[int, list[int]]:
    """This function will return for each document those that came of it, over all that is derived."""
    found: dict[int, list[int]] = {}
    rows = known_derivations().order_by()
    for older, newer in rows.values_list("source__document_id", "document_id").distinct():
        found.setdefault(older, []).append(newer)
    return found


def beneath(document: int) -> set[int]:
    """This function will return the clauses of a document and all that were derived from them: those
    from which `way_up` leads to it.
    """
    edges = known_derivations().order_by()
    found = set(Clause.objects.filter(document=document).values_list("pk", flat=True))
    fresh = set(found)
    for _ in range(DEEPEST):
        if not fresh:
            break
        led = list(edges.filter(source__in=fresh).values_list("document_id", "clause_id"))
        reached = {clause for _, clause in led if clause is not None}
        if whole := {one for one, clause in led if clause is None}:
            reached.update(Clause.objects.filter(document__in=whole).values_list("pk", flat=True))
        fresh = reached - found
        found |= fresh
    return found


@dataclass(frozen=True, slots=True)
class Given:
    """Lần giao trong chuỗi: an assignment, how many units have it, and how many are through."""

    assignment: Assignment
    asked: int
    done: int
    reported: int
    withdrawn: int


@dataclass
class Line:
    """Dòng của chuỗi: a clause, what was assigned for it, and the documents it became part of."""

    clause: Clause
    progress: Progress = Progress.NEVER
    tally: Tally = field(default_factory=Tally)
    given: list[Given] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)


@dataclass
class Branch:
    """Nhánh của chuỗi: a document below, and those of its lines that came of the clause above; no
    lines where it took the clause over as a whole.
    """

    document: Document
    lines: list[Line]


def cascade(document: Document) -> list[Line]:
    """This function will return the confirmed clauses of a document with everything below them.

    Its queries follow the depth of the chain, not its width. Who may see the document is asked
    before.
    """
    tops = list(document.clauses.filter(demands=True).order_by("order"))
    for one in tops:
        one.document = document
    edges = _below([one.pk for one in tops])
    clauses = {one.pk: one for one in tops} | {
        edge.clause.pk: edge.clause for edge in edges if edge.clause is not None
    }
    given = _given(clauses)
    chain = _chain(edges, given)
    by_source: dict[int, list[Derivation]] = {}
    for edge in edges:
        by_source.setdefault(edge.source_id, []).append(edge)
    return [_line(one, by_source, given, chain, frozenset()) for one in tops]


def _below(sources: Sequence[int]) -> list[Derivation]:
    found: list[Derivation] = []
    seen = set(sources)
    fresh = list(sources)
    rows = known_derivations().select_related("document", "clause").defer("document__text")
    for _ in range(DEEPEST):
        if not fresh:
            break
        edges = list(rows.filter(source__in=fresh).order_by("document__signed_on", "pk"))
        found += edges
        fresh = list({one.clause_id for one in edges if one.clause_id} - seen)
        seen.update(fresh)
    for edge in found:
        if edge.clause is not None:
            edge.clause.document = edge.document
    return found


def _given(clauses: Iterable[int]) -> dict[int, list[Given]]:
    rows = Assignment.objects.filter(clause__in=list(clauses)).order_by("due_on", "pk").annotate(
        total=Count("tasks"),
        done=Count("tasks", filter=Q(tasks__status=Status.DONE)),
        reported=Count("tasks", filter=Q(tasks__status=Status.REPORTED)),
        withdrawn=Count("tasks", filter=Q(tasks__status=Status.WITHDRAWN)),
    )  # fmt: skip
    found: dict[int, list[Given]] = {}
    for one in rows:
        told = Given(one, one.total - one.withdrawn, one.done, one.reported, one.withdrawn)
        found.setdefault(one.clause_id, []).append(told)
    return found


def _chain(edges: Iterable[Derivation], given: Mapping[int, list[Given]]) -> Chain:
    below: dict[int, list[int]] = {}
    held: set[int] = set()
    for edge in edges:
        if edge.clause_id is None:
            held.add(edge.source_id)
        else:
            below.setdefault(edge.source_id, []).append(edge.clause_id)
    tasks = {
        clause: Tally(sum(one.asked for one in rows), sum(one.done for one in rows))
        for clause, rows in given.items()
    }
    return Chain(below, tasks, frozenset(held))


def _line(
    clause: Clause, by_source: Mapping[int, list[Derivation]], given: Mapping[int, list[Given]],
    chain: Chain, above: frozenset[int],
) -> Line:  # fmt: skip
    branches: dict[int, Branch] = {}
    for edge in by_source.get(clause.pk, ()):
        branch = branches.setdefault(edge.document_id, Branch(edge.document, []))
        if edge.clause is not None and edge.clause_id not in above:
            seen = above | {clause.pk}
            branch.lines.append(_line(edge.clause, by_source, given, chain, seen))
    for branch in branches.values():
        branch.lines.sort(key=lambda line: line.clause.order)
    return Line(
        clause, chain.progress(clause.pk), chain.tally(clause.pk), given.get(clause.pk, []),
        list(branches.values()),
    )  # fmt: skip


def whole_chain(known_at: datetime | None = None) -> Chain:
    """This function will return all that was derived and how the tasks of each clause stand, now or as
    known at a moment; two queries however many clauses.
    """
    below: dict[int, list[int]] = {}
    held: set[int] = set()
    rows = known_derivations(known_at).order_by()
    for source, clause in rows.values_list("source_id", "clause_id"):
        if clause is None:
            held.add(source)
        else:
            below.setdefault(source, []).append(clause)
    return Chain(below, _tallies(known_at), frozenset(held))


def noted_chain(notes: dict[str, object], known_at: datetime | None = None) -> Chain:
    """This function will return the whole chain, read once for all that share these notes."""
    held = notes.get("directives.chain")
    if not isinstance(held, Chain):
        held = notes["directives.chain"] = whole_chain(known_at)
    return held


def _tallies(known_at: datetime | None) -> dict[int, Tally]:
    if known_at is None:
        rows = Task.objects.exclude(status=Status.WITHDRAWN).order_by()
        counted = rows.values_list("assignment__clause_id").annotate(
            asked=Count("pk"), done=Count("pk", filter=Q(status=Status.DONE))
        )
        return {clause: Tally(asked, done) for clause, asked, done in counted}
    found: dict[int, Tally] = {}
    for clause, status in statuses_at(known_at):
        if status != Status.WITHDRAWN:
            done = int(status == Status.DONE)
            found[clause] = found.get(clause, Tally()) + Tally(1, done)
    return found


@dataclass(frozen=True, slots=True)
class Above:
    """Bậc trên: a clause that something came of, and what it came from itself."""

    clause: Clause
    above: tuple[Above, ...]


def way_up(clauses: Sequence[Clause]) -> list[Above]:
    """This function will return for each clause the way up to where it began."""
    edges: dict[int, list[Clause]] = {}
    # A document that took a clause over as a whole leads up from each of its lines.
    whole: dict[int, list[Clause]] = {}
    rows = known_derivations().select_related("source", "source__document")
    rows = rows.defer("source__document__text").order_by("source__document__signed_on", "pk")
    fresh = list(clauses)
    seen: set[int] = set()
    for _ in range(DEEPEST):
        if not fresh:
            break
        seen.update(one.pk for one in fresh)
        documents = {one.document_id for one in fresh}
        found = list(rows.filter(
            Q(clause__in=[one.pk for one in fresh]) | Q(clause=None, document__in=documents)
        ))  # fmt: skip
        for edge in found:
            held = whole if edge.clause_id is None else edges
            at = edge.document_id if edge.clause_id is None else edge.clause_id
            if all(one.pk != edge.source_id for one in held.setdefault(at, [])):
                held[at].append(edge.source)
        fresh = list({e.source_id: e.source for e in found if e.source_id not in seen}.values())
    return [_above(one, edges, whole, frozenset()) for one in clauses]


def whole_from(document: Document) -> list[Above]:
    """This function will return the clauses that a document took over as a whole, each with its way."""
    rows = known_derivations().filter(document=document, clause=None)
    sources = [
        edge.source
        for edge in rows.select_related("source", "source__document").defer(
            "source__document__text"
        )
    ]
    return [Above(one.clause, (one,)) for one in way_up(sources)]


def edges_into(document: Document) -> list[Derivation]:
    """This function will return what a document and its lines were derived from, line by line."""
    rows = known_derivations().filter(document=document)
    told = rows.select_related("source", "source__document", "clause")
    return list(
        told.defer("source__document__text").order_by(
            "clause__order", "source__document__signed_on", "source__order"
        )
    )


def _above(
    clause: Clause, edges: Mapping[int, list[Clause]], whole: Mapping[int, list[Clause]],
    below: frozenset[int],
) -> Above:  # fmt: skip
    sources = edges.get(clause.pk) or whole.get(clause.document_id, [])
    led = tuple(
        _above(one, edges, whole, below | {clause.pk}) for one in sources if one.pk not in below
    )
    return Above(clause, led)
