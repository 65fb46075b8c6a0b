"""Tìm báo cáo và lời ghi nhận: a report by its heading and by the words of every paragraph.

The numbers that a text cites are never kept here: who may read the report may not know each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dongthuan.answer.reports import queries, rules
from dongthuan.answer.reports.models import Report, Statement
from dongthuan.answer.reports.rules import BadText, Block
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.periods import printed
from dongthuan.ground.search.shelves import OPEN, Row, Shelf, Thing

# What stands in place of a number.
_NUMBER = "…"


def reports() -> list[str]:
    """This function will return the numbers of all reports."""
    return [str(pk) for pk in Report.objects.order_by("pk").values_list("pk", flat=True)]


def reports_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words reports are found: as they were issued, or as drafts."""
    for one in Report.objects.filter(pk__in=names).select_related("issue").order_by("pk"):
        yield Thing(str(one.pk), tuple(_report(one)))


def _report(one: Report) -> Iterator[Row]:
    issue = queries.issued(one)
    keys = frozenset({(Act.REPORT_SEE, one.unit_id)})
    title, text, state = one.title, one.text, f"Bản thảo, {one.body}"
    if issue is not None:
        title, text = issue.title, issue.text
        state = f"Số {issue.symbol}, {issue.body}"
    said = f"{state}, {queries.period_of(one)}"
    yield Row(title, said, unit=one.unit_id, keys=keys)
    for place, words in enumerate(_paragraphs(text), start=1):
        if words:
            yield Row("", words, place=place, unit=one.unit_id, keys=keys)


def _paragraphs(text: str) -> list[str]:
    try:
        return [_words(block) for block in rules.parse(text)]
    except BadText:
        # Written when the rules of writing were others: its heading still leads to it.
        return []


def _words(block: Block) -> str:
    if block.grid is not None:
        return block.grid.caption
    return "".join(part if isinstance(part, str) else _NUMBER for part in block.parts).strip()


def honours() -> list[str]:
    """This function will return the numbers of all ratings and awards that were noted."""
    return [str(pk) for pk in Statement.objects.order_by("pk").values_list("pk", flat=True)]


def honours_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words ratings and awards are found: a ward's stand on its
    public page, those of another unit are for who may read its reports.
    """
    for one in Statement.objects.filter(pk__in=names).select_related("unit").order_by("pk"):
        keys = OPEN
        if one.unit.kind != "ward":
            keys = frozenset({(Act.REPORT_SEE, one.unit_id)})
        text = ". ".join(filter(None, (one.words, printed(one.code), one.source)))
        yield Thing(str(one.pk), (Row(one.label, text, unit=one.unit_id, keys=keys),))


REPORTS = Shelf("report", "Báo cáo", (Act.REPORT_SEE,), False, reports, reports_told)
HONOURS = Shelf("honour", "Xếp loại, khen thưởng", (Act.REPORT_SEE,), True, honours, honours_told)
