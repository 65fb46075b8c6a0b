"""Quá trình của phiếu: what was done with one sheet, by name, when and why, the oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dongthuan.decide.indicators import queries, rules
from dongthuan.decide.indicators.models import Help, Sheet, Step, Value
from dongthuan.decide.indicators.rules import Manner
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.ground.audit import queries as trail

STEPS = {
    "sent": "gửi số liệu", "approved": "duyệt", "returned": "trả lại để xem lại",
    "reopened": "mở lại phiếu đã duyệt", "imported": "nhận số từ tệp Excel", "missed": "đóng đợt khi phiếu chưa gửi",
    "resumed": "mở lại đợt", "no_change": "xác nhận các mục không thay đổi",
    "confirmed": "xác nhận số nhập giúp là đúng", "objected": "báo số nhập giúp chưa đúng",
}  # fmt: skip


_HANDED_BACK = frozenset({"returned", "reopened", "objected"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Bước: when, who, what they did, and the reason they gave."""

    at: datetime
    who: str
    words: str
    reason: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Helped:
    """Lần nhập giúp: by whom, from where, which numbers; and what the owner said of it."""

    id: int
    at: datetime
    by: str
    who: str
    source: str
    note: str
    photo: bool
    told: tuple[tuple[str, str], ...]
    answer: str
    answered_by: str
    answer_note: str


@dataclass(frozen=True, slots=True)
class Change:
    """Lần sửa: an approved value, what it became, when, by whom and why."""

    key: str
    label: str
    was: str
    now: str
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Past:
    """Quá trình của phiếu: its turns, helps and corrections, the oldest first; `last` is a step."""

    turns: tuple[Turn, ...] = ()
    helped: tuple[Helped, ...] = ()
    changes: tuple[Change, ...] = ()
    last: int = 0
    sent_at: datetime | None = None

    @property
    def reason(self) -> str:
        """This property will return why the sheet was last handed back, if it was."""
        back = [turn.reason for turn in self.turns if turn.step in _HANDED_BACK]
        return back[-1] if back else ""


def past(one: Sheet, *, held: Sequence[Line]) -> Past:
    """This function will tell a sheet's past: who did what when and why, in five queries."""
    steps = queries.steps(one)
    helps = queries.helps(one)
    values = list(Value.objects.filter(sheet=one).order_by("item_id", "revision"))
    rows: list[Step | Help | Value] = [*steps, *helps, *values]
    names = trail.names(row.by for row in rows)
    notes = trail.notes(row.note_id for row in rows)

    def note(row: Step | Help | Value) -> str:
        return notes.get(row.note_id, "") if row.note_id is not None else ""

    # Help that fills a sheet sends it at the same moment: helping comes first.
    turns = [
        Turn(h.at, names.get(h.by, ""), f"nhập giúp từ {rules.SOURCES[h.source]}", note(h))
        for h in helps
    ]
    turns += [
        Turn(s.at, names.get(s.by, ""), STEPS[s.step], note(s), s.step)
        for s in steps
        if s.step in STEPS
    ]
    turns += _questions(steps, values, held, names, note)
    answers = {s.help_id: s for s in steps if s.help_id is not None}
    sent = [s.at for s in steps if s.step == "sent"]
    return Past(
        tuple(sorted(turns, key=lambda turn: turn.at)),
        tuple(
            Helped(h.pk, h.at, h.by, names.get(h.by, ""), rules.SOURCES[h.source], note(h),
                   h.photo_id is not None, _told(values, held, help=h.pk), *_answer(
                       answers.get(h.pk), names, note(answers[h.pk]) if h.pk in answers else ""))
            for h in helps
        ),
        _changes(values, held, names, notes), steps[-1].pk if steps else 0,
        sent[-1] if sent else None,
    )  # fmt: skip


def _questions(
    steps: Sequence[Step], values: Sequence[Value], held: Sequence[Line], names: dict[str, str],
    note: Callable[[Step | Value], str],
) -> list[Turn]:  # fmt: skip
    """Tell which cells were asked about and how each was answered, without numbers one may not know."""
    lines = {line.definition.item_id: line for line in held}
    told = {(value.item_id, value.revision): value for value in values}
    turns = []
    for step in steps:
        line = lines.get(step.item_id or 0)
        if step.step != "asked" or line is None:
            continue
        label, known = line.definition.label, line.readable
        # A reason may well repeat the number it is about.
        why = note(step) if known else ""
        turns.append(Turn(step.at, names.get(step.by, ""), f"hỏi lại ô «{label}»", why))
        now = told.get((line.definition.item_id, (step.revision or 0) + 1))
        if now is not None and now.manner != Manner.CORRECTED:
            was = told.get((line.definition.item_id, step.revision or 0))
            words = f"trả lời ô «{label}»{_became(line, was, now) if known else ''}"
            why = note(now) if known else ""
            turns.append(Turn(now.recorded_at, names.get(now.by, ""), words, why))
    return turns


def _became(line: Line, was: Value | None, now: Value) -> str:
    before = _shown(line, was) if was is not None else ""
    after = _shown(line, now)
    if before == after:
        return f": giữ {after}" if after else ": để trống"
    return f": {before or 'để trống'} → {after or 'để trống'}"


def _answer(step: Step | None, names: dict[str, str], note: str) -> tuple[str, str, str]:
    return (step.step, names.get(step.by, ""), note) if step else ("", "", "")


def _told(
    values: Iterable[Value], held: Sequence[Line], *, help: int
) -> tuple[tuple[str, str], ...]:
    by_item = {line.definition.item_id: line for line in held if line.readable}
    return tuple(
        (by_item[v.item_id].definition.label, _shown(by_item[v.item_id], v))
        for v in values
        if v.help_id == help and v.item_id in by_item
    )


def _changes(
    values: Sequence[Value], held: Sequence[Line], names: dict[str, str], notes: dict[int, str]
) -> tuple[Change, ...]:
    by_item = {line.definition.item_id: line for line in held if line.readable}
    found, before = [], None
    for value in values:
        line = by_item.get(value.item_id)
        if line is not None and value.manner == Manner.CORRECTED:
            known = before is not None and before.item_id == value.item_id
            found.append(
                Change(line.key, line.definition.label,
                       _shown(line, before) if known and before else "",
                       _shown(line, value) or "rút số, để trống", value.recorded_at,
                       names.get(value.by, ""), notes.get(value.note_id or 0, ""))
            )  # fmt: skip
        before = value
    return tuple(sorted(found, key=lambda change: change.at))


def _shown(line: Line, value: Value) -> str:
    told = queries.Told(
        value.pk, value.item_id, value.unit_id, value.code, value.revision, value.state,
        value.scaled, value.scaled_whole, value.estimate, value.manner, value.recorded_at,
        value.by, value.note_id, value.note_digest, value.sheet_id, "", value.help_id,
    )  # fmt: skip
    shown = queries.shown_text(line.definition, told)
    return f"{shown} (ước)" if value.estimate and shown else shown
