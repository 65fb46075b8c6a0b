"""Bản Word quay lại: a report edited by hand, held figure by figure against what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dongthuan.answer.reports import checking, composing, queries
from dongthuan.answer.reports.models import Issue, IssuedFigure
from dongthuan.ground import claims, files
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.claims import Finding
from dongthuan.ground.figures import Look
from dongthuan.who.org.queries import Forest


class Fate(StrEnum):
    """Số phận của con số: what became of an issued figure in the returned file."""

    SAME = "same"
    CHANGED = "changed"
    EMPTIED = "emptied"
    GONE = "gone"
    COPIED = "copied"

    @property
    def words(self) -> str:
        """This property will return the fate as a person reads it."""
        return {
            "same": "giữ nguyên",
            "changed": "khác số đã chốt",
            "emptied": "đã xóa số, còn chỗ",
            "gone": "không còn dấu căn cứ trong tệp",
            "copied": "giữ nguyên, có thêm bản chép",
        }[self]


@dataclass(frozen=True, slots=True)
class Traced:
    """Số đã lần theo: an issued figure, what the file says in its place, and where."""

    issued: IssuedFigure
    fate: Fate
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Returned:
    """Kết quả đối chiếu bản quay lại: every figure's fate, and what the rest of the text claims."""

    traced: tuple[Traced, ...]
    findings: tuple[Finding, ...]
    hidden: int

    @property
    def differing(self) -> list[Traced]:
        """This property will return the figures that need eyes."""
        return [one for one in self.traced if one.fate not in (Fate.SAME, Fate.COPIED)]

    @property
    def kept(self) -> int:
        """This property will return how many figures stand as they were issued."""
        return len(self.traced) - len(self.differing)


def check(issue: Issue, data: bytes, name: str, *, viewer: Actor, on: date) -> Returned:
    """This function will find each issued figure again in a Word file and say what became of it.

    A figure whose identity the file has lost is read as a claim of the text: such claims, and all
    numbers that were never cited, are held against the unit's own figures.

    :raises UnreadableFile: the file is no Word file that can be read.
    """
    held = list(issue.figures.order_by("place"))
    look = Look(viewer, Forest())
    seen = [one for one in held if look.sees(composing.frozen_measure(one), one.unit_id)]
    found = {one.identity: one for one in files.figures_of(data, name)}
    traced = tuple(_trace(one, found.get(one.identity)) for one in seen)
    lines = [line.text for line in files.read_text(data, name).lines]
    return Returned(traced, _others(lines, traced, issue, viewer, on), len(held) - len(seen))


def _trace(one: IssuedFigure, found: files.FoundFigure | None) -> Traced:
    if found is None:
        return Traced(one, Fate.GONE, "", 0)
    if not found.text:
        return Traced(one, Fate.EMPTIED, "", found.line)
    if found.text != one.printed:
        return Traced(one, Fate.CHANGED, found.text, found.line)
    fate = Fate.COPIED if found.copies > 1 else Fate.SAME
    return Traced(one, fate, found.text, found.line)


def _others(
    lines: Sequence[str], traced: Sequence[Traced], issue: Issue, viewer: Actor, on: date
) -> tuple[Finding, ...]:
    """Read what identities do not answer for: lines with a changed or lost figure, and new ones."""
    answered: dict[int, set[str]] = {}
    for one in traced:
        if one.fate in (Fate.SAME, Fate.COPIED):
            answered.setdefault(one.line, set()).add(one.text)
    table = checking.table(viewer=viewer, unit=issue.report.unit_id, on=on).table
    return tuple(
        finding
        for finding in claims.check(lines, table)
        if finding.kind == "sum" or not _told(finding, answered.get(finding.paragraph, set()))
    )


def _told(finding: Finding, texts: set[str]) -> bool:
    return any(text in finding.surface for text in texts)


def plain(issue: Issue, *, viewer: Actor) -> list[str]:
    """This function will return the issued text line by line."""
    return composing.plain_lines(queries.frozen(issue, viewer=viewer))
