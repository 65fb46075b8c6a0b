"""Cells that the approver asks about again: open until the unit has answered them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from dongthuan.decide.indicators.models import Sheet, Step, Value
from dongthuan.ground.audit import queries as trail


@dataclass(frozen=True, slots=True)
class Question:
    """Ô hỏi lại: which measure of a sheet is to be looked at again, since when, and why."""

    item: int
    revision: int
    at: datetime
    by: str
    reason: str


def open_questions(sheets: Iterable[Sheet]) -> dict[int, dict[int, Question]]:
    """This function will return the open questions of sheets, by sheet and measure.

    A question is about one revision of a cell: whatever the unit tells after it is its answer. What
    was approved since is asked about no more.
    """
    waiting = [one.pk for one in sheets if one.status in (Sheet.Status.SENT, Sheet.Status.RETURNED)]
    if not waiting:
        return {}
    asked: dict[int, dict[int, Step]] = {}
    rows = Step.objects.filter(sheet__in=waiting, step__in=("asked", "approved"))
    for step in rows.order_by("at", "pk"):
        held = asked.setdefault(step.sheet_id, {})
        if step.step == "approved":
            held.clear()
        elif step.item_id is not None:
            held[step.item_id] = step
    if not any(asked.values()):
        return {}
    told = Value.objects.filter(
        sheet__in=asked, item__in={item for held in asked.values() for item in held}
    )
    last = {
        (sheet, item): revision
        for sheet, item, revision in told.order_by().values_list("sheet_id", "item_id").annotate(
            Max("revision")
        )
    }  # fmt: skip
    notes = trail.notes(step.note_id for held in asked.values() for step in held.values())
    found = {
        sheet: {
            item: Question(item, step.revision or 0, step.at, step.by,
                           notes.get(step.note_id or 0, ""))
            for item, step in held.items()
            if last.get((sheet, item), 0) == (step.revision or 0)
        }
        for sheet, held in asked.items()
    }  # fmt: skip
    return {sheet: held for sheet, held in found.items() if held}
