"""Duyệt, trả lại, mở lại, sửa: what the level above does with what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from dongthuan.decide.indicators import queries, rules
from dongthuan.decide.indicators.models import Draft, Item, Round, Sheet, Step, Value
from dongthuan.decide.indicators.rules import Manner
from dongthuan.decide.indicators.services import _entering as entering
from dongthuan.decide.indicators.services._entering import UnableToKeepValue
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, NotPermitted
from dongthuan.ground.audit.acts import Act


class StillAsked(UnableToKeepValue):
    """Raised when cells of a sheet are asked about and nobody said that this is settled."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(
            f"Phiếu đang hỏi lại {', '.join(self.labels[:5])}{'…' if len(self.labels) > 5 else ''} "
            "mà đơn vị chưa trả lời."
        )


@transaction.atomic
def approve(
    *, sheet: Sheet, by: Actor, seen: int | None = None, asked_is_settled: bool = False
) -> Sheet:  # fmt: skip
    """This function will approve what was sent; never by the hand that sent it.

    `seen` is the step that the approver's page ended with: what was sent again since is not
    approved unread.

    :raises StillAsked: cells asked about have no answer yet, unless `asked_is_settled`.
    """
    by.require(Act.VALUE_APPROVE, sheet.unit_id)
    sheet = entering.locked(sheet)
    if sheet.status != Sheet.Status.SENT:
        raise UnableToKeepValue(f"Phiếu này {sheet.get_status_display()}, chưa duyệt được.")
    last = not_sent_again(sheet, seen)
    if last is not None and last.by == by.key:
        raise UnableToKeepValue("Người gửi không tự duyệt phiếu của mình được.")
    if not asked_is_settled and (asked := queries.open_questions([sheet]).get(sheet.pk)):
        cells = queries.cells(sheet)
        raise StillAsked([c.definition.label for c in cells if c.definition.item_id in asked])
    return _turn(sheet, Sheet.Status.APPROVED, "approved", Act.VALUE_APPROVE, by)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Kết quả duyệt nhiều phiếu: what was approved, and what was left with the reason."""

    approved: tuple[Sheet, ...]
    left: tuple[tuple[Sheet, str], ...]


@transaction.atomic
def approve_all(*, round: Round, seen: Mapping[int, int], by: Actor) -> Approvals:
    """This function will approve the sheets of a round that the approver's page listed, each as it
    was sent then: `seen` says of each sheet the step it ended with. What was sent again since, and
    what the approver sent with their own hand, is left, with the reason.
    """
    reach = by.reach(Act.VALUE_APPROVE)
    if not reach:
        raise NotPermitted(Act.VALUE_APPROVE)
    rows = Sheet.objects.select_related("round", "unit").filter(round=round, pk__in=seen)
    approved: list[Sheet] = []
    left: list[tuple[Sheet, str]] = []
    for sheet in reach.within(rows).order_by("pk"):
        try:
            approved.append(approve(sheet=sheet, by=by, seen=seen[sheet.pk]))
        except UnableToKeepValue as problem:
            left.append((sheet, str(problem)))
    return Approvals(tuple(approved), tuple(left))


@transaction.atomic
def send_back(*, sheet: Sheet, reason: str, by: Actor) -> Sheet:
    """This function will return a sheet to its unit with a reason; its numbers stay as sent."""
    by.require(Act.VALUE_APPROVE, sheet.unit_id)
    sheet = entering.locked(sheet)
    if sheet.status != Sheet.Status.SENT:
        raise UnableToKeepValue(f"Phiếu này {sheet.get_status_display()}, không trả lại được.")
    still_asked(sheet)
    _reasoned(reason, "Ghi rõ số nào cần xem lại và vì sao, để đơn vị biết sửa gì.")
    return _turn(sheet, Sheet.Status.RETURNED, "returned", Act.VALUE_APPROVE, by, reason)


@transaction.atomic
def reopen(*, sheet: Sheet, reason: str, by: Actor) -> Sheet:
    """This function will open an approved sheet again, with a reason."""
    by.require(Act.VALUE_REOPEN, sheet.round.unit_id)
    sheet = entering.locked(sheet)
    if sheet.status != Sheet.Status.APPROVED:
        raise UnableToKeepValue(f"Phiếu này {sheet.get_status_display()}, không cần mở lại.")
    still_asked(sheet)
    _reasoned(reason, "Ghi lý do mở lại phiếu đã duyệt.")
    return _turn(sheet, Sheet.Status.RETURNED, "reopened", Act.VALUE_REOPEN, by, reason)


@transaction.atomic
def correct(
    *, sheet: Sheet, key: str, text: str, reason: str, by: Actor, estimate: bool = False,
    seen: str | None = None,
) -> Value:  # fmt: skip
    """This function will lay a corrected value over an approved one, at the approver's level.

    It stands approved; issued reports keep the number they were issued with. The reason may be
    «sửa theo ý kiến của …».
    """
    by.require(Act.VALUE_CORRECT, sheet.round.unit_id)
    sheet = entering.locked(sheet)
    cells = {cell.definition.item.key: cell for cell in queries.cells(sheet)}
    cell = cells.get(key)
    if cell is None or cell.told is None or cell.definition.numerator:
        raise UnableToKeepValue("Mục này chưa có số đã gửi trong phiếu để sửa.")
    if sheet.status != Sheet.Status.APPROVED:
        raise UnableToKeepValue(
            f"Phiếu này {sheet.get_status_display()}: đơn vị sửa trong phiếu, chưa cần sửa sau duyệt."
        )
    _reasoned(reason, "Ghi lý do sửa, ví dụ «sửa theo biên bản kiểm kê ngày 2/7/2021».")
    if seen is not None and seen != cell.seen:
        raise UnableToKeepValue("Số này vừa được người khác sửa; bác xem lại rồi sửa tiếp nếu cần.")
    try:
        value = rules.read(text, queries.shape(cell.definition))
    except rules.CannotRead as problem:
        raise UnableToKeepValue(f"{cell.definition.label}: {problem}") from None
    state = "withdrawn" if value is None else ("value" if value.applicable else "not_applicable")
    scaled, whole = (value.scaled, value.whole) if value else (None, None)
    told = cell.told
    if (state, scaled, whole, estimate) == (told.state, told.scaled, told.whole, told.estimate):
        raise UnableToKeepValue("Số mới giống số đang lưu; không có gì để sửa.")
    item = Item.objects.get(pk=cell.definition.item_id)
    made = entering.add_revision(
        item=item, sheet=sheet, says=(state, scaled, whole, estimate), manner=Manner.CORRECTED,
        by=by, note=audit.keep_note(reason),
    )  # fmt: skip
    Draft.objects.filter(sheet=sheet, item=item).delete()
    audit.record(
        Act.VALUE_CORRECT, "value", made.pk, by=by, unit_id=sheet.unit_id, detail=key,
        note=audit.Kept(made.note_id, made.note_digest),
    )  # fmt: skip
    return made


def _turn(
    sheet: Sheet, status: Sheet.Status, step: str, act: Act, by: Actor, reason: str = ""
) -> Sheet:
    sheet.status = status
    sheet.save(update_fields=["status"])
    laid = entering.step(sheet, step, by, note=reason)
    kept = audit.Kept(laid.note_id, laid.note_digest)
    audit.record(act, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id, detail=step, note=kept)
    return sheet


def not_sent_again(sheet: Sheet, seen: int | None) -> Step | None:
    """This function will return the step a sheet was last sent with, or refuse where that came after
    the step that a page ended with.
    """
    last = Step.objects.filter(sheet=sheet, step="sent").order_by("at", "pk").last()
    if seen is not None and last is not None and last.pk > seen:
        raise UnableToKeepValue(
            "Đơn vị vừa gửi lại sau khi bác mở phiếu; bác xem lại rồi làm tiếp."
        )
    return last


def still_asked(sheet: Sheet) -> None:
    """This function will refuse to hand a sheet back where its unit could not type any more."""
    if sheet.round.closed_on is not None:
        raise UnableToKeepValue(
            "Đợt này đã đóng nên đơn vị không nhập được nữa. Mở lại đợt trước, hoặc duyệt rồi sửa "
            "một số có lý do."
        )


def _reasoned(reason: str, ask: str) -> None:
    if not reason.strip():
        raise UnableToKeepValue(ask)
