"""The way of a draft: its versions, what was asked in them, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dongthuan.answer.manuscripts import carrying
from dongthuan.answer.manuscripts.carrying import Turned
from dongthuan.answer.manuscripts.models import Draft, Remark, Version
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.reports import queries as reports
from dongthuan.answer.reports import rules as writing
from dongthuan.answer.reports.rules import Cite
from dongthuan.decide.indicators import queries as indicators


def versions(draft: Draft) -> list[Version]:
    """This function will return the versions of a draft, the first one first, without their lines."""
    return list(draft.versions.defer("lines").order_by("number"))


def remarks(draft: Draft) -> list[Remark]:
    """This function will return all that was asked of a draft, in order: numbers, comments, words."""
    order = {"figure": 0, "comment": 1, "change": 2}
    rows = Remark.objects.filter(version__draft=draft).select_related("version")
    return sorted(rows, key=lambda one: (one.version.number, order[one.kind], one.place))


def remark(draft: Draft, pk: int) -> Remark | None:
    """This function will return one thing that was asked of a draft, or None."""
    rows = Remark.objects.select_related("version__draft__report", "version__draft__manuscript")
    return rows.filter(version__draft=draft, pk=pk).first()


@dataclass(frozen=True, slots=True)
class Compared:
    """So hai bản: the lines that differ, and how many are the same."""

    first: int
    second: int
    turned: tuple[Turned, ...]
    same: int


def compared(draft: Draft, first: int, second: int) -> Compared | None:
    """This function will hold two versions of a draft against each other; None where one is missing."""
    held = {one.number: one for one in draft.versions.filter(number__in=(first, second))}
    if first not in held or second not in held:
        return None
    before, after = held[first].lines, held[second].lines
    turned = tuple(carrying.differences(before, after))
    same = len(after) - sum(bool(one.after) for one in turned)
    return Compared(first, second, turned, same)


def labels(keys: Iterable[str]) -> dict[str, str]:
    """This function will return what measures are called, by their keys."""
    wanted = {key.split(":")[0] for key in keys if key}
    return {
        one.item.key: one.label for one in indicators.last_definitions() if one.item.key in wanted
    }


def figure_places(draft: Draft) -> dict[int, tuple[str, int, str]]:
    """This function will return which figure stands in each bound place of a draft's file: its key,
    unit and period.
    """
    report = draft.report
    period = reports.period_of(report)
    return {
        mark.place: (
            mark.key, mark.unit_id or report.unit_id,
            writing.period_of(Cite(mark.key, code=mark.code), period).code,
        )
        for mark in draft.manuscript.marks.filter(standing=Standing.BOUND)
    }  # fmt: skip
