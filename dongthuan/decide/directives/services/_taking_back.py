"""Lấy lại: documents that a spreadsheet brought, taken out again while nothing rests on them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from dongthuan.decide.directives.models import Document
from dongthuan.decide.directives.services._registering import UnableToRegister
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import leaning
from dongthuan.ground.search import services as search


def what_rests(documents: Sequence[int]) -> list[str]:
    """This function will say what rests on some documents: clauses, links, files, products."""
    found = leaning(Document, documents, ours={})
    if Document.objects.filter(pk__in=documents, file__isnull=False).exists():
        found.append("tệp kèm theo")
    return found


@transaction.atomic
def take_back(documents: Sequence[int], *, by: Actor) -> None:
    """This function will take documents out of the register again, as if they had not been entered;
    the trail keeps that they were.

    :raises UnableToRegister: something rests on one of them.
    """
    if rests := what_rests(documents):
        raise UnableToRegister(
            f"Đã có {', '.join(rests)} dựa vào văn bản này nên không rút lại được."
        )
    rows = list(Document.objects.filter(pk__in=documents).order_by("pk"))
    for one in rows:
        by.require(Act.DOCUMENT_KEEP, one.unit_id)
        audit.record(
            Act.DOCUMENT_KEEP, "document", one.pk, by=by, unit_id=one.unit_id,
            detail=f"rút khỏi sổ {one.symbol}",
        )  # fmt: skip
    Document.objects.filter(pk__in=documents).delete()
    search.take_out("document", *documents)
