"""Gửi trong một lần bấm: what a form does at once, so that all of it stands or falls together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from dongthuan.decide.indicators.models import Draft, Round, Sheet
from dongthuan.decide.indicators.rules import Manner
from dongthuan.decide.indicators.services import _entering as entering
from dongthuan.decide.indicators.services._entering import BadCells, UnableToKeepValue
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@transaction.atomic
def hand_in(
    *, sheet: Sheet, typed: Mapping[str, str], by: Actor, seen: Mapping[str, str] | None = None,
    estimate: Mapping[str, bool] | None = None, empty_is_meant: bool = False,
) -> Sheet:  # fmt: skip
    """This function will keep what was typed and send the sheet, or raise and do neither."""
    entering.save_drafts(sheet=sheet, typed=typed, by=by, seen=seen, estimate=estimate)
    return entering.send(sheet=sheet, by=by, empty_is_meant=empty_is_meant)


@transaction.atomic
def hand_in_unchanged(
    *, sheet: Sheet, typed: Mapping[str, str], by: Actor, seen: Mapping[str, str] | None = None,
    estimate: Mapping[str, bool] | None = None, looked_again: bool = False,
) -> int:  # fmt: skip
    """This function will keep what was typed and confirm the rest unchanged, or do neither; returns
    how many cells are still to be typed or sent.
    """
    entering.save_drafts(sheet=sheet, typed=typed, by=by, seen=seen, estimate=estimate)
    return entering.confirm_unchanged(sheet=sheet, by=by, looked_again=looked_again)


@dataclass(frozen=True, slots=True)
class FromFile:
    """Số từ tệp của một đơn vị: typed texts by key, what each cell was seen as, and which file."""

    typed: Mapping[str, str]
    source: str
    seen: Mapping[str, str] | None = None


@transaction.atomic
def take_in(
    *, round: Round, told: Mapping[int, FromFile], by: Actor, send: bool = False,
    estimate: bool | None = None,
) -> None:  # fmt: skip
    """This function will keep what files tell for sheets of a round, as if it had been typed, and
    send them where asked; all of it or nothing. `told` is by the id of the sheet; `estimate` says of
    all of it whether the numbers are estimates, None leaves that as it stood.

    :raises UnableToKeepValue: naming the sheet's unit by its id in `unit`.
    """
    found = Sheet.objects.select_related("round", "unit").filter(round=round, pk__in=told)
    for sheet in found.order_by("pk"):
        one = told[sheet.pk]
        try:
            bad = entering.save_drafts(
                sheet=sheet,
                typed=one.typed,
                by=by,
                seen=one.seen,
                estimate=estimate,
                manner=Manner.IMPORTED,
            )
            if bad:
                raise BadCells(bad)
            entering.step(sheet, "imported", by, note=one.source)
            audit.record(Act.VALUE_ENTER, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id,
                         detail="imported")  # fmt: skip
            if send:
                entering.send(sheet=sheet, by=by, empty_is_meant=True)
        except UnableToKeepValue as problem:
            problem.unit = sheet.unit_id
            raise


@transaction.atomic
def put_back(
    *, sheet: Sheet, before: Mapping[str, str | None], manners: Mapping[str, str | None], by: Actor
) -> None:
    """This function will put cells back to what was being typed in them, and how it had come in;
    None is nothing typed. What was sent stays sent.
    """
    sheet = entering.open_for_typing(sheet, by)
    for draft in Draft.objects.filter(sheet=sheet, item__key__in=before).select_related("item"):
        text = before[draft.item.key]
        if text is None:
            draft.delete()
            continue
        draft.text, draft.manner = text, manners.get(draft.item.key) or Manner.TYPED
        draft.by, draft.at = audit.sign(by), by.now
        draft.version += 1
        draft.save()
