"""Hỏi lại một ô: the approver asks about single cells of a sent sheet; the unit answers these alone.

The sheet stays sent, and every other number of it as it was. A question is a step that names the
measure and the revision it is about: the next revision answers it, also one that says the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction

from dongthuan.decide.indicators import queries, rules
from dongthuan.decide.indicators.models import Draft, Sheet
from dongthuan.decide.indicators.queries import Cell
from dongthuan.decide.indicators.rules import Manner
from dongthuan.decide.indicators.services import _approving as approving
from dongthuan.decide.indicators.services import _entering as entering
from dongthuan.decide.indicators.services._entering import Bad, BadCells, UnableToKeepValue
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

UNCHANGED = "số chưa đổi. Sửa lại, hoặc đánh dấu «số này đúng» nếu vẫn giữ."


@transaction.atomic
def ask_again(
    *, sheet: Sheet, reasons: Mapping[str, str], by: Actor, seen: int | None = None
) -> None:
    """This function will ask the unit to look at single cells again, each with its reason; `seen`
    is the step that the approver's page ended with.
    """
    by.require(Act.VALUE_APPROVE, sheet.unit_id)
    sheet = entering.locked(sheet)
    if sheet.status != Sheet.Status.SENT:
        raise UnableToKeepValue(
            f"Phiếu này {sheet.get_status_display()}, không hỏi lại từng ô được."
        )
    approving.still_asked(sheet)
    approving.not_sent_again(sheet, seen)
    cells = _cells(sheet)
    given = {key: reason.strip() for key, reason in reasons.items() if reason.strip()}
    if not given:
        raise UnableToKeepValue("Ghi vì sao ở ít nhất một ô cần đơn vị xem lại.")
    if unknown := [key for key in given if key not in cells]:
        raise UnableToKeepValue(f"Phiếu này không hỏi mục «{unknown[0]}».")
    for key, reason in given.items():
        told = cells[key].told
        laid = entering.step(
            sheet, "asked", by, note=reason, item=cells[key].definition.item,
            revision=told.revision if told else 0,
        )  # fmt: skip
        audit.record(
            Act.VALUE_APPROVE, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id,
            detail=f"asked {key}", note=audit.Kept(laid.note_id, laid.note_digest),
        )  # fmt: skip


@transaction.atomic
def answer_asked(
    *, sheet: Sheet, typed: Mapping[str, str], same: Collection[str], by: Actor,
    words: Mapping[str, str] | None = None,
) -> Sheet:  # fmt: skip
    """This function will answer every open question of a sheet and send it: with another number, or
    with the same where `same` says that it was looked at. `words` explain a cell to the approver.

    :raises BadCells: cells that cannot be read, or are neither changed nor said to be right.
    """
    sheet = entering.open_for_typing(sheet, by)
    asked = queries.open_questions([sheet]).get(sheet.pk, {})
    cells = {key: cell for key, cell in _cells(sheet).items() if cell.definition.item_id in asked}
    if sheet.status != Sheet.Status.SENT or not cells:
        raise UnableToKeepValue("Các ô hỏi lại đã được trả lời rồi; không cần làm gì thêm.")
    bad = [problem for key, cell in cells.items() if (problem := _problem(key, cell, typed, same))]
    if bad:
        raise BadCells(bad)
    for key, cell in cells.items():
        value = rules.read(typed.get(key, _told_text(cell)), queries.shape(cell.definition))
        entering.add_revision(
            item=cell.definition.item, sheet=sheet,
            says=entering.says(value, estimate=bool(cell.told and cell.told.estimate)),
            manner=Manner.TYPED, by=by, note=audit.keep_note((words or {}).get(key, "")),
        )  # fmt: skip
        Draft.objects.filter(sheet=sheet, item_id=cell.definition.item_id).delete()
    return entering.mark_sent(sheet, by, Act.VALUE_ENTER)


def _cells(sheet: Sheet) -> dict[str, Cell]:
    return {
        cell.definition.item.key: cell for cell in queries.cells(sheet)
        if not cell.definition.numerator
    }  # fmt: skip


def _told_text(cell: Cell) -> str:
    return queries.typed_text(cell.definition, cell.told)


def _problem(
    key: str, cell: Cell, typed: Mapping[str, str], same: Collection[str]
) -> Bad | None:  # fmt: skip
    text = " ".join(typed.get(key, _told_text(cell)).split())
    if (problem := entering.problem_of(cell, text)) is not None:
        return problem
    shape = queries.shape(cell.definition)
    changed = rules.read(text, shape) != rules.read(_told_text(cell), shape)
    if changed and key in same:
        told = f"vừa sửa thành «{text}» vừa đánh dấu số này đúng. Giữ một trong hai."
        return Bad(key, cell.definition.label, told)
    return None if changed or key in same else Bad(key, cell.definition.label, UNCHANGED)
