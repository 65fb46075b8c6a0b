"""Tìm văn bản và nhiệm vụ: a document by number, subject and text; a task by what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dongthuan.decide.directives.models import Document, Task
from dongthuan.decide.directives.rules import kind_words
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search.shelves import Key, Row, Shelf, Thing

# One row of the index holds about this much of a document's text.
_PIECE = 4000
# Of a document of 120 pages all is found; of a book the beginning.
_MOST = 400_000


def documents() -> list[str]:
    """This function will return the ids of all documents."""
    return [str(pk) for pk in Document.objects.order_by("pk").values_list("pk", flat=True)]


def documents_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words documents are found; of a secret one its number alone."""
    for one in Document.objects.filter(pk__in=names).order_by("pk"):
        keys: frozenset[Key] = frozenset({(Act.DOCUMENT_SEE, one.unit_id)})
        title = f"{kind_words(one.kind)} {one.symbol}"
        if one.secret:
            yield Thing(str(one.pk), (Row(title, "hồ sơ giấy", unit=one.unit_id, keys=keys),))
            continue
        said = f"{one.subject}. {one.issuer_name}".strip(". ")
        rows = [Row(title, said, unit=one.unit_id, keys=keys)]
        rows += [
            Row("", piece, place=place, unit=one.unit_id, keys=keys)
            for place, piece in enumerate(_pieces(one.text[:_MOST]), start=1)
        ]
        yield Thing(str(one.pk), tuple(rows))


def _pieces(text: str) -> Iterator[str]:
    """Cut at the ends of lines, so that no word stands in two pieces."""
    held: list[str] = []
    length = 0
    for line in text.splitlines():
        if held and length + len(line) > _PIECE:
            yield " ".join(held)
            held, length = [], 0
        held.append(line)
        length += len(line) + 1
    if held:
        yield " ".join(held)


def tasks() -> list[str]:
    """This function will return the ids of all tasks."""
    return [str(pk) for pk in Task.objects.order_by("pk").values_list("pk", flat=True)]


def tasks_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words tasks are found; by whom, says `queries.task`."""
    found = Task.objects.filter(pk__in=names).order_by("pk").select_related("assignment")
    for one in found.prefetch_related("supports"):
        given = one.assignment
        units = {one.unit_id, one.first_unit_id, given.unit_id}
        units |= {support.unit_id for support in one.supports.all()}
        keys: frozenset[Key] = frozenset((Act.TASK_SEE, unit) for unit in units)
        text = ". ".join(filter(None, (given.product, given.details)))
        yield Thing(str(one.pk), (Row(given.title, text, unit=one.unit_id, keys=keys),))


DOCUMENTS = Shelf(
    "document", "Văn bản", (Act.DOCUMENT_SEE,), False, documents, documents_told
)  # fmt: skip
TASKS = Shelf("task", "Nhiệm vụ", (Act.TASK_SEE,), False, tasks, tasks_told)
