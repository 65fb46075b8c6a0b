"""Nhập và gửi: what a unit types and sends, and what is entered for it by another hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from dongthuan.decide.indicators import queries, rules
from dongthuan.decide.indicators.models import Draft, Help, Item, Sheet, Step, Value
from dongthuan.decide.indicators.queries import Cell, Told
from dongthuan.decide.indicators.rules import Manner, Typed
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile


class UnableToKeepValue(Exception):
    """Raised when numbers cannot be taken as they are; its text says why and what to do, and `unit`
    whose they are where many units are taken at once.
    """

    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """Ô cần sửa: the measure, what was typed, and what to do."""

    key: str
    label: str
    problem: str


class BadCells(UnableToKeepValue):
    """Raised when cells cannot be sent; names each of them and loses nothing that was typed."""

    def __init__(self, bad: Sequence[Bad]) -> None:
        self.bad = tuple(bad)
        shown = "; ".join(f"{one.label}: {one.problem}" for one in self.bad[:5])
        more = f"; và {len(self.bad) - 5} ô nữa" if len(self.bad) > 5 else ""
        super().__init__(f"Có {len(self.bad)} ô cần sửa. {shown}{more}")


class ChangedMeanwhile(UnableToKeepValue):
    """Raised when someone else wrote into a cell after it was shown."""

    def __init__(self, bad: Sequence[Bad]) -> None:
        self.bad = tuple(bad)
        shown = "; ".join(f"{one.label}: {one.problem}" for one in self.bad[:5])
        super().__init__(f"Có người vừa ghi vào phiếu này sau khi bác mở. {shown}")


class StillEmpty(UnableToKeepValue):
    """Raised when cells are empty and nobody said that they are to stay so."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        shown = ", ".join(self.labels[:5]) + ("…" if len(self.labels) > 5 else "")
        super().__init__(
            f"Còn {len(self.labels)} mục chưa có số: {shown}. Ghi số (0 là số không), ghi x nếu "
            "không áp dụng, hoặc chọn «gửi, mục trống để sau»."
        )


class UnchangedTooLong(UnableToKeepValue):
    """Raised when «không thay đổi» was tapped three periods in a row and should be looked at."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(
            f"{', '.join(self.labels[:5])}: đã {rules.UNCHANGED_QUESTIONED} kỳ liền không thay đổi. "
            "Bác xem lại giúp; nếu đúng vậy thì đánh dấu «đã xem lại» rồi bấm lần nữa."
        )


@transaction.atomic
def save_drafts(
    *, sheet: Sheet, typed: Mapping[str, str], by: Actor, seen: Mapping[str, str] | None = None,
    estimate: bool | Mapping[str, bool] | None = None, manner: Manner = Manner.TYPED,
) -> list[Bad]:  # fmt: skip
    """This function will keep what was typed, as typed, and return the cells that need mending.

    `estimate` says of all cells, or of each, whether the number is an estimate; None leaves it.
    `manner` says whether a hand typed it or a file told it.

    All cells are kept, or none: `seen` says what the form showed, and a cell that someone else
    wrote into since then raises ChangedMeanwhile.
    """
    sheet = open_for_typing(sheet, by)
    cells = {cell.definition.item.key: cell for cell in queries.cells(sheet)}
    _refuse_changed(cells, typed, seen, by)
    bad: list[Bad] = []
    for key, text in typed.items():
        cell = cells.get(key)
        if cell is None or cell.definition.numerator:
            raise UnableToKeepValue(f"Phiếu này không hỏi mục «{key}».")
        text = " ".join(text.split())[:60]
        standing = cell.draft.estimate if cell.draft else bool(cell.told and cell.told.estimate)
        meant = estimate.get(key) if isinstance(estimate, Mapping) else estimate
        meant = standing if meant is None else meant
        # The same number may turn from an estimate into what was done.
        if text != cell.text or cell.draft is not None or (text and meant != standing):
            _keep_draft(sheet, cell, text, meant, manner, by)
        if problem := problem_of(cell, text):
            bad.append(problem)
    return bad


@transaction.atomic
def send(*, sheet: Sheet, by: Actor, empty_is_meant: bool = False) -> Sheet:
    """This function will send a sheet: every typed cell becomes a value that is never edited.

    :raises BadCells: cells that cannot be read or lie outside their unit.
    :raises StillEmpty: cells without a number, unless `empty_is_meant`.
    """
    sheet = open_for_typing(sheet, by)
    cells = [cell for cell in queries.cells(sheet) if not cell.definition.numerator]
    bad = [problem for cell in cells if (problem := problem_of(cell, cell.text))]
    if bad:
        raise BadCells(bad)
    empty = [cell.definition.label for cell in cells if not cell.text]
    if empty and not empty_is_meant:
        raise StillEmpty(empty)
    for cell in cells:
        if cell.draft is not None:
            _tell(sheet, cell, rules.read(cell.text, queries.shape(cell.definition)), by,
                  manner=Manner(cell.draft.manner), estimate=cell.draft.estimate)  # fmt: skip
    Draft.objects.filter(sheet=sheet).delete()
    return mark_sent(sheet, by, Act.VALUE_ENTER)


@transaction.atomic
def confirm_unchanged(*, sheet: Sheet, by: Actor, looked_again: bool = False) -> int:
    """This function will say of every stock value of a sheet that it is what it was a period ago.

    Returns how many cells are still to be typed; with none left the sheet is sent.

    :raises UnchangedTooLong: a value was tapped three periods in a row, unless `looked_again`.
    """
    sheet = open_for_typing(sheet, by)
    period = queries.period_of(sheet.round)
    cells = [cell for cell in queries.cells(sheet) if not cell.definition.numerator]
    stock = [
        cell for cell in cells
        if cell.definition.nature == "stock" and cell.told is None and cell.draft is None
        and cell.last is not None and cell.last.state != "withdrawn"
    ]  # fmt: skip
    if not stock:
        raise UnableToKeepValue(
            "Chưa có số kỳ trước để giữ nguyên, hoặc các mục đã có số. Bác nhập số giúp."
        )
    long = [
        cell.definition.label for cell in stock
        if rules.unchanged_in_row(queries.manners(cell.definition.item_id, sheet.unit_id, period.start))
        >= rules.UNCHANGED_QUESTIONED
    ]  # fmt: skip
    if long and not looked_again:
        raise UnchangedTooLong(long)
    for cell in stock:
        assert cell.last is not None
        same = Typed(cell.last.scaled, cell.last.whole, cell.last.state == "value")
        _tell(sheet, cell, same, by, manner=Manner.NO_CHANGE)
    # A number that was typed and not sent yet keeps the sheet open, so that nothing is lost.
    left = [
        cell for cell in queries.cells(sheet)
        if (cell.told is None or cell.draft is not None) and not cell.definition.numerator
    ]  # fmt: skip
    if left:
        step(sheet, "no_change", by)
        audit.record(
            Act.VALUE_ENTER, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id, detail="no_change"
        )
        return len(left)
    mark_sent(sheet, by, Act.VALUE_ENTER)
    return 0


@transaction.atomic
def enter_for(
    *, sheet: Sheet, typed: Mapping[str, str], source: str, by: Actor, photo: bytes = b"",
    note: str = "",
) -> Help:  # fmt: skip
    """This function will enter numbers for a unit that told them on paper, by call or in a chat.

    The owner confirms or objects afterwards; the helper, the source and the photograph stay.
    """
    by.require(Act.VALUE_HELP, sheet.unit_id)
    sheet = locked(sheet)
    if sheet.status not in (Sheet.Status.OPEN, Sheet.Status.RETURNED) or sheet.round.closed_on:
        raise UnableToKeepValue(f"Phiếu này {sheet.get_status_display()}, không nhập giúp được.")
    if source not in rules.SOURCES:
        raise UnableToKeepValue("Hãy chọn nơi lấy số: bản giấy, điện thoại hoặc Zalo.")
    cells = {cell.definition.item.key: cell for cell in queries.cells(sheet)}
    given = {key: text for key, text in typed.items() if text.strip()}
    if not given:
        raise UnableToKeepValue("Chưa có số nào để nhập giúp.")
    unknown = [key for key in given if key not in cells]
    if unknown:
        raise UnableToKeepValue(f"Phiếu này không hỏi mục «{unknown[0]}».")
    bad = [p for key, text in given.items() if (p := problem_of(cells[key], text))]
    if bad:
        raise BadCells(bad)
    kept = audit.keep_note(note)
    stored = _photograph(photo, by) if photo else None
    helped = Help.objects.create(
        sheet=sheet, source=source, photo=stored, at=by.now, by=audit.sign(by),
        note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    for key, text in given.items():
        value = rules.read(text, queries.shape(cells[key].definition))
        _tell(sheet, cells[key], value, by, manner=Manner.HELPED, help=helped)
        Draft.objects.filter(sheet=sheet, item=cells[key].definition.item).delete()
    audit.record(Act.VALUE_HELP, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id, detail=source)
    left = [c for c in queries.cells(sheet) if c.told is None and not c.definition.numerator]
    if left:
        step(sheet, "helped", by)
    else:
        mark_sent(sheet, by, None)
    return helped


@transaction.atomic
def answer_help(*, helped: Help, agrees: bool, by: Actor, note: str = "") -> None:
    """This function will keep the owner's word on numbers entered for them.

    An objection needs a reason and sends the sheet back to be looked at.
    """
    sheet = locked(helped.sheet)
    by.require(Act.VALUE_ANSWER, sheet.unit_id)
    if helped.by == by.key:
        raise UnableToKeepValue("Người nhập giúp không tự xác nhận thay đơn vị được.")
    if helped.answers.exists():
        raise UnableToKeepValue("Lần nhập giúp này đã được trả lời.")
    if not agrees and not note.strip():
        raise UnableToKeepValue("Bác ghi giúp số nào chưa đúng và số đúng là bao nhiêu.")
    step(sheet, "confirmed" if agrees else "objected", by, note=note, help=helped)
    if not agrees and sheet.status == Sheet.Status.SENT:
        sheet.status = Sheet.Status.RETURNED
        sheet.save(update_fields=["status"])
    detail = "confirmed" if agrees else "objected"
    audit.record(Act.VALUE_ANSWER, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id, detail=detail)


def locked(sheet: Sheet) -> Sheet:
    """This function will return the sheet with its row held until the transaction ends."""
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("round", "unit")
    return rows.get(pk=sheet.pk)


def open_for_typing(sheet: Sheet, by: Actor) -> Sheet:
    """This function will hold a sheet that the actor may type in now, or raise and say why not."""
    by.require(Act.VALUE_ENTER, sheet.unit_id)
    sheet = locked(sheet)
    if sheet.round.closed_on is not None:
        raise UnableToKeepValue("Đợt số liệu này đã đóng; gọi nơi mở đợt để mở lại.")
    if sheet.status == Sheet.Status.APPROVED:
        raise UnableToKeepValue(
            "Phiếu đã duyệt nên không sửa được nữa; xin nơi duyệt mở lại hoặc sửa có lý do."
        )
    return sheet


def _refuse_changed(
    cells: Mapping[str, Cell], typed: Mapping[str, str], seen: Mapping[str, str] | None, by: Actor
) -> None:
    if seen is None:
        return
    moved = [
        cells[key] for key in typed
        if key in cells and key in seen and cells[key].seen != seen[key]
        and " ".join(typed[key].split()) != cells[key].text
    ]  # fmt: skip
    if not moved:
        return
    writers = {c.draft.by if c.draft else (c.told.by if c.told else "") for c in moved}
    names = trail.names(writers)
    told = []
    for cell in moved:
        last: Draft | Told | None = cell.draft or cell.told
        who = names.get(last.by, "người khác") if last else "người khác"
        text = cell.text or "để trống"
        told.append(Bad(cell.definition.item.key, cell.definition.label, f"{who} vừa ghi «{text}»"))
    raise ChangedMeanwhile(told)


def problem_of(cell: Cell, text: str) -> Bad | None:
    """This function will say why a text cannot be taken for a cell, or return None."""
    try:
        rules.read(text, queries.shape(cell.definition))
    except rules.CannotRead as problem:
        return Bad(cell.definition.item.key, cell.definition.label, str(problem))
    return None


def _keep_draft(
    sheet: Sheet, cell: Cell, text: str, meant: bool, manner: Manner, by: Actor
) -> None:
    if cell.draft is None:
        Draft.objects.create(
            sheet=sheet, item=cell.definition.item, text=text, estimate=meant, manner=manner,
            by=audit.sign(by), at=by.now,
        )  # fmt: skip
        return
    draft = cell.draft
    if draft.text == text and draft.estimate == meant:
        return
    if draft.text != text:
        draft.manner = manner
    draft.text, draft.estimate, draft.by, draft.at = text, meant, audit.sign(by), by.now
    draft.version += 1
    draft.save()


def _tell(
    sheet: Sheet, cell: Cell, value: Typed | None, by: Actor, *, manner: Manner,
    estimate: bool = False, help: Help | None = None, note: audit.Kept = audit.NO_NOTE,
) -> Value | None:  # fmt: skip
    """Lay one more revision beside the others, unless it says nothing new."""
    told = cell.told
    said = says(value, estimate=estimate)
    if told is None and value is None:
        return None
    if (
        told is not None
        and said == (told.state, told.scaled, told.whole, told.estimate)
        and manner in (Manner.TYPED, Manner.IMPORTED)
    ):
        return None
    return add_revision(
        item=cell.definition.item,
        sheet=sheet,
        says=said,
        manner=manner,
        by=by,
        help=help,
        note=note,
    )


def says(value: Typed | None, *, estimate: bool) -> tuple[str, int | None, int | None, bool]:
    """This function will return what a value says as a revision keeps it; None takes it back."""
    if value is None:
        return "withdrawn", None, None, estimate
    state = "value" if value.applicable else "not_applicable"
    return state, value.scaled, value.whole, estimate


def add_revision(
    *, item: Item, sheet: Sheet, says: tuple[str, int | None, int | None, bool], manner: Manner,
    by: Actor, help: Help | None = None, note: audit.Kept = audit.NO_NOTE,
) -> Value:  # fmt: skip
    """This function will lay one more revision of a cell; the services of this room alone call it."""
    period = queries.period_of(sheet.round)
    mine = Value.objects.filter(item=item, unit_id=sheet.unit_id, code=period.code)
    revision = (mine.aggregate(last=Max("revision"))["last"] or 0) + 1
    state, scaled, whole, estimate = says
    return Value.objects.create(
        item=item, unit_id=sheet.unit_id, code=period.code, start=period.start, revision=revision,
        sheet=sheet, state=state, scaled=scaled, scaled_whole=whole, estimate=estimate,
        manner=manner, help=help, recorded_at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip


def mark_sent(sheet: Sheet, by: Actor, act: Act | None) -> Sheet:
    """This function will say that a sheet was sent now, and on which day it first was."""
    sheet.status = Sheet.Status.SENT
    sheet.first_sent_on = sheet.first_sent_on or by.today
    sheet.save(update_fields=["status", "first_sent_on"])
    step(sheet, "sent", by)
    if act is not None:
        audit.record(act, "sheet", sheet.pk, by=by, unit_id=sheet.unit_id, detail="sent")
    return sheet


def step(
    sheet: Sheet, name: str, by: Actor, *, note: str = "", help: Help | None = None,
    item: Item | None = None, revision: int | None = None,
) -> Step:  # fmt: skip
    """This function will lay one more step of a sheet beside the others."""
    kept = audit.keep_note(note)
    return Step.objects.create(
        sheet=sheet, step=name, at=by.now, by=audit.sign(by), help=help, item=item,
        revision=revision, note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip


def _photograph(data: bytes, by: Actor) -> StoredFile:
    try:
        return files.keep_photograph(data, at=by.now)
    except files.UnableToKeep as problem:
        raise UnableToKeepValue(str(problem)) from None
