"""Điều khoản và dẫn xuất: what of a document asks for something, and what it became below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max

from dongthuan.decide.directives import proposing
from dongthuan.decide.directives.coverage import makes_cycle
from dongthuan.decide.directives.models import Clause, ClauseWord, Derivation, Document
from dongthuan.decide.directives.queries import _chain as chain
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold, hold_name


class UnableToDerive(Exception):
    """Raised when a clause cannot be kept or derived; its text says why and what to do."""


@transaction.atomic
def propose(*, document: Document, by: Actor) -> int:
    """This function will propose the clauses of a document from its text, once; it returns how many
    stand there now. Nothing of it counts until a person has confirmed it.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    hold(document)
    if document.clauses.exists():
        return document.clauses.count()
    found = proposing.propose(document.text.splitlines())
    Clause.objects.bulk_create(
        Clause(
            document=document, order=order, place=one.place, text=one.text, due_on=one.due,
            looks_so=one.demands, recorded_at=by.now, by=audit.sign(by),
        )
        for order, one in enumerate(found, start=1)
    )  # fmt: skip
    audit.record(
        Act.DOCUMENT_KEEP, "document", document.pk, by=by, unit_id=document.unit_id,
        detail=f"đề nghị {len(found)} điều khoản",
    )  # fmt: skip
    return len(found)


@transaction.atomic
def add_clause(
    *, document: Document, text: str, by: Actor, place: str = "", due_on: date | None = None
) -> Clause:
    """This function will keep a clause that a person has written out; it is confirmed by that.

    :raises UnableToDerive: it says nothing, or is due before its document.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    words = " ".join(text.split())
    if not words:
        raise UnableToDerive("Điều khoản: chưa ghi nội dung.")
    if document.secret:
        raise UnableToDerive("Văn bản mật: không ghi nội dung vào phần mềm.")
    _due_after(document, due_on)
    hold(document)
    last = document.clauses.aggregate(last=Max("order"))["last"] or 0
    made = Clause.objects.create(
        document=document, order=last + 1, place=place.strip()[:120], due_on=due_on,
        text=words[: proposing.LONGEST], recorded_at=by.now, by=audit.sign(by), looks_so=True,
    )  # fmt: skip
    settle(document=document, demands={made.pk: True}, by=by)
    made.demands = True
    return made


def _due_after(document: Document, due_on: date | None) -> None:
    if due_on is not None and due_on < document.signed_on:
        raise UnableToDerive(
            f"Hạn {due_on:%d/%m/%Y} đứng trước ngày ký văn bản ({document.signed_on:%d/%m/%Y})."
        )


@transaction.atomic
def settle(*, document: Document, demands: Mapping[int, bool], by: Actor) -> int:
    """This function will say of clauses whether they ask for something; returns how many changed.

    :raises UnableToDerive: one that something came of, or a task hangs on, is said to ask for nothing.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    hold(document)
    rows = {one.pk: one for one in document.clauses.filter(pk__in=demands)}
    changed = [one for one in rows.values() if one.demands is not demands[one.pk]]
    dropped = [one.pk for one in changed if not demands[one.pk]]
    held = Clause.objects.filter(pk__in=dropped, became__superseded_at=None, became__isnull=False)
    held |= Clause.objects.filter(pk__in=dropped, assignments__isnull=False)
    if first := held.order_by("order").first():
        raise UnableToDerive(
            f"{first.place or 'Điều khoản'} đã có kế hoạch hoặc nhiệm vụ bên dưới nên vẫn là điều "
            "khoản giao việc. Bỏ liên kết bên dưới trước."
        )
    who = audit.sign(by)
    for one in changed:
        one.demands = demands[one.pk]
    Clause.objects.bulk_update(changed, ["demands"], batch_size=500)
    ClauseWord.objects.bulk_create(
        ClauseWord(clause=one, demands=bool(one.demands), at=by.now, by=who) for one in changed
    )
    if changed:
        audit.record(
            Act.DOCUMENT_KEEP, "document", document.pk, by=by, unit_id=document.unit_id,
            detail=f"xác nhận {len(changed)} điều khoản",
        )  # fmt: skip
    return len(changed)


@transaction.atomic
def derive(
    *, sources: Iterable[Clause], document: Document, by: Actor, clause: Clause | None = None
) -> list[Derivation]:
    """This function will say that clauses above became a document, or one line of it.

    :raises UnableToDerive: a clause asks for nothing, the document is older, or a circle would close.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    # One circle could be closed by two hands at once: all who derive follow each other.
    hold_name("derivations")
    sources = list(sources)
    below = chain.derived_documents()
    made = []
    for source in sources:
        _may_derive(source, document, clause, below)
        one, fresh = Derivation.objects.get_or_create(
            source=source, document=document, clause=clause, superseded_at=None,
            defaults={"recorded_at": by.now, "by": audit.sign(by)},
        )  # fmt: skip
        if fresh:
            made.append(one)
    if clause is not None and clause.demands is not True:
        settle(document=document, demands={clause.pk: True}, by=by)
    if made:
        audit.record(
            Act.DOCUMENT_KEEP, "document", document.pk, by=by, unit_id=document.unit_id,
            detail=f"dẫn từ {len(made)} điều khoản",
        )  # fmt: skip
    return made


def _may_derive(
    source: Clause, document: Document, clause: Clause | None, below: Mapping[int, list[int]]
) -> None:
    above = source.document
    if clause is not None and clause.document_id != document.pk:
        raise UnableToDerive("Dòng kế hoạch này thuộc văn bản khác.")
    if source.demands is not True:
        raise UnableToDerive(
            f"{above.symbol}, {source.place or 'điều khoản'}: chưa xác nhận là điều khoản giao việc."
        )
    if above.pk == document.pk or makes_cycle(document.pk, above.pk, below):
        raise UnableToDerive(
            f"{above.symbol} lại được dẫn từ {document.symbol}: không thể dẫn vòng. Xem lại văn bản "
            "nào có trước."
        )
    if above.signed_on > document.signed_on:
        raise UnableToDerive(
            f"{above.symbol} ký sau {document.symbol}, không thể là căn cứ của nó."
        )


@transaction.atomic
def underive(*, derivation: Derivation, by: Actor) -> None:
    """This function will take back a derivation that was made by mistake; what was known stays."""
    by.require(Act.DOCUMENT_KEEP, derivation.document.unit_id)
    rows = Derivation.objects.filter(pk=derivation.pk, superseded_at=None)
    if rows.update(superseded_at=by.now):
        audit.record(
            Act.DOCUMENT_KEEP, "document", derivation.document_id, by=by,
            unit_id=derivation.document.unit_id, detail="bỏ dẫn xuất",
        )  # fmt: skip
