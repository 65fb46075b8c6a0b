"""Sổ văn bản: the register within the viewer's reach, one document, and what is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Clause, Document, Link
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.models import Unit

# What a list shows of a document: neither its text nor who wrote it in.
_LISTED = (
    "unit", "issuer", "issuer_name", "level", "kind", "symbol", "number", "signed_on",
    "in_force_on", "ends_on", "received_on", "subject", "secret", "file",
)  # fmt: skip
ENDING = tuple(one.value for one in rules.Relation if one.ends)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Lọc sổ: the documents a list asks for; an empty field asks for all."""

    level: str = ""
    kind: str = ""
    year: int | None = None
    in_force: date | None = None
    unit: int | None = None


def documents(*, viewer: Actor, wanted: Wanted | None = None) -> QuerySet[Document]:
    """This function will return the registers within the viewer's reach, the latest first."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(Document.objects.all())
    asked = wanted or Wanted()
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.year:
        rows = rows.filter(signed_on__year=asked.year)
    if asked.unit:
        rows = rows.filter(unit=asked.unit)
    if asked.in_force:
        rows = in_force(rows, asked.in_force)
    return rows.only(*_LISTED).order_by("-signed_on", "-pk")


def in_force(rows: QuerySet[Document], day: date) -> QuerySet[Document]:
    """This function will keep the documents that are in force on a day: begun, not over by their own
    words, and not replaced or repealed by another that holds by then. An amended one stays in force.
    """
    begun = Q(in_force_on__lte=day) | Q(in_force_on=None, signed_on__lte=day)
    going = Q(ends_on=None) | Q(ends_on__gte=day)
    ended = Link.objects.on(day).filter(older=OuterRef("pk"), relation__in=ENDING, part="")
    return rows.filter(begun, going).exclude(Exists(ended))


def is_in_force(document: Document, day: date) -> bool:
    """This function will say whether one document is in force on a day."""
    return in_force(Document.objects.filter(pk=document.pk), day).exists()


def document(*, viewer: Actor, pk: int) -> Document | None:
    """This function will return a document within the viewer's reach, or None."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(Document.objects.filter(pk=pk))
    return rows.select_related("unit", "issuer", "file").first()


def named(*, viewer: Actor, pks: Iterable[int]) -> dict[int, Document]:
    """This function will return some documents within the viewer's reach by their ids."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(Document.objects.filter(pk__in=set(pks)))
    return {one.pk: one for one in rows.only(*_LISTED)}


def years(*, viewer: Actor) -> list[int]:
    """This function will return the years in which documents of the viewer's registers were signed."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(Document.objects.all())
    return [day.year for day in rows.dates("signed_on", "year", order="DESC")]


@dataclass(frozen=True, slots=True)
class Related:
    """Liên kết đã đọc: another document, what the one does to it, and from which day."""

    link: Link
    other: Document
    words: str


def related(document: Document, *, viewer: Actor) -> tuple[list[Related], list[Related]]:
    """This function will return what a document does to others, and what others do to it."""
    reach = viewer.reach(Act.DOCUMENT_SEE)
    rows = Link.objects.known().select_related("newer", "older").order_by("valid_from", "pk")
    does = [
        Related(one, one.older, rules.Relation(one.relation).words)
        for one in rows.filter(newer=document) if one.older.unit_id in reach
    ]  # fmt: skip
    suffers = [
        Related(one, one.newer, rules.Relation(one.relation).passive)
        for one in rows.filter(older=document) if one.newer.unit_id in reach
    ]  # fmt: skip
    return does, suffers


def link(*, viewer: Actor, pk: int, document: int) -> Link | None:
    """This function will return a link of a document within the viewer's reach, or None."""
    rows = Link.objects.known().select_related("newer", "older").filter(pk=pk, newer=document)
    return viewer.reach(Act.DOCUMENT_SEE).within(rows, "newer__unit_id").first()


def clauses(document: Document, *, confirmed: bool = False) -> list[Clause]:
    """This function will return the clauses of a document in their order."""
    rows = document.clauses.order_by("order")
    return list(rows.filter(demands=True) if confirmed else rows)


def clause(*, viewer: Actor, pk: int) -> Clause | None:
    """This function will return a clause of a document within the viewer's reach, or None."""
    rows = Clause.objects.select_related("document", "document__unit").filter(pk=pk)
    return viewer.reach(Act.DOCUMENT_SEE).within(rows, "document__unit_id").first()


def clauses_named(*, viewer: Actor, pks: Sequence[int]) -> list[Clause]:
    """This function will return some clauses within the viewer's reach, as their documents have them."""
    rows = Clause.objects.select_related("document", "document__unit").filter(pk__in=pks)
    reached = viewer.reach(Act.DOCUMENT_SEE).within(rows, "document__unit_id")
    return list(reached.order_by("document__signed_on", "document", "order"))


def symbol_like(*, viewer: Actor, symbol: str) -> list[Document]:
    """This function will return the documents within reach that bear a symbol, however it is written."""
    wanted = rules.same_symbol(symbol)
    rows = viewer.reach(Act.DOCUMENT_SEE).within(
        Document.objects.filter(same__contains=f"|{wanted}|")
    )
    return list(rows.only(*_LISTED).order_by("-signed_on", "-pk")[:20])


def by_sameness(unit: Unit, told: Sequence[str]) -> dict[str, Document]:
    """This function will return the documents of a register that are the same as some, by what makes
    two entries one. Whoever asks may write there.
    """
    rows = Document.objects.filter(unit=unit, same__in=told)
    return {one.same: one for one in rows.defer("text")}


def issued_from(meeting: int, *, viewer: Actor) -> list[Document]:
    """This function will return the documents within reach that a meeting's decisions were issued as."""
    rows = viewer.reach(Act.DOCUMENT_SEE).within(Document.objects.filter(meeting=meeting))
    return list(rows.only(*_LISTED).order_by("signed_on", "pk"))


def issued_decisions(meeting: int) -> set[int]:
    """This function will return the decisions of a meeting that were issued; asked by who sees it."""
    rows = Clause.objects.filter(decision__meeting=meeting)
    return {one for one in rows.values_list("decision", flat=True) if one is not None}


def last_letters(unit: int) -> str:
    """This function will return the letters by which a unit signed its last own document: «ĐU»."""
    rows = Document.objects.filter(issuer=unit).order_by("-signed_on", "-pk")
    symbol = rows.values_list("symbol", flat=True).first() or ""
    return symbol.rsplit("/", 1)[-1].rsplit("-", 1)[-1] if "/" in symbol else ""
