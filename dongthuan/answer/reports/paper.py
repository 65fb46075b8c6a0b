"""Báo cáo thành văn bản: the laid-out blocks of a report as an official Party paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dongthuan.answer.reports.models import Issue, Report
from dongthuan.answer.reports.rules import Laid, Printed
from dongthuan.ground.papers.official import (
    Cited,
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Parts,
    Signature,
    TableBlock,
)

KIND = "Báo cáo"


def of_draft(report: Report, blocks: Iterable[Laid]) -> OfficialPaper:
    """This function will make a paper of a draft, with room for number and day."""
    symbol = f"      -BC/{report.body_code}"
    return _paper(report, blocks, symbol, None)


def of_issue(issue: Issue, blocks: Iterable[Laid]) -> OfficialPaper:
    """This function will make the paper of an issued report; its foot names the seal's beginning."""
    source = f"Mã niêm phong số liệu: {issue.seal[:16]}"
    return _paper(issue, blocks, issue.symbol, issue.issued_on, source)


def _paper(
    one: Report | Issue, blocks: Iterable[Laid], symbol: str, day: date | None, source: str = ""
) -> OfficialPaper:
    recipients = tuple(line.strip() for line in one.recipients.splitlines() if line.strip())
    return OfficialPaper(
        Letterhead(one.upper_body, one.body, symbol, one.place, day),
        KIND,
        one.title,
        tuple(_block(block) for block in blocks),
        Signature(one.authority, one.signer_title, one.signer_name),
        recipients,
        source,
    )


def _block(block: Laid) -> Heading | Paragraph | TableBlock:
    if block.head:
        numeric = frozenset(range(1, len(block.head)))
        rows = tuple(_parts(row) for row in block.rows)
        return TableBlock(block.head, rows, block.caption, numeric)
    parts = _parts(block.parts)
    return Heading(block.level, parts) if block.level else Paragraph(parts)


def _parts(parts: Iterable[str | Printed]) -> Parts:
    return tuple(
        part if isinstance(part, str) else Cited(part.text, part.identity, part.alias)
        for part in parts
    )
