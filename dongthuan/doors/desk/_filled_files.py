"""Tệp Excel đã điền: what files tell of each unit beside what stands, and what may be taken of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict

from dongthuan.decide.indicators import queries, rules, sheet_reading, workbooks
from dongthuan.decide.indicators.filled import Answer
from dongthuan.decide.indicators.rules import CannotRead
from dongthuan.decide.indicators.services import FromFile
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk._round_page import OneRound
from dongthuan.ground.audit.acts import Act

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Sheet

NOTHING_NEW = "Không có số mới: để trống, hoặc giống số đang có"
MOST_FILES, LARGEST = 100, 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Change:
    """Ô sẽ ghi: the measure, what stands in its cell, what the file says, and what leads the eye."""

    key: str
    label: str
    was: str
    now: str
    seen: str
    jump: str

    @property
    def carried(self) -> str:
        """This property will return the line that the form of the second step carries."""
        return f"{self.key}\t{self.now}\t{self.seen}"


@dataclass(frozen=True, slots=True)
class Told:
    """Số của một đơn vị: from where, for which sheet if that is known, and what would be written.

    `refused` says why none of it may be taken.
    """

    number: int
    answer: Answer
    sheet: Sheet | None
    name: str
    changes: tuple[Change, ...] = ()
    empty: int = 0
    hidden: int = 0
    refused: str = ""

    @property
    def ready(self) -> bool:
        """This property will say whether the numbers may be taken once the unit is known."""
        return bool(self.changes) and not self.refused and not self.answer.troubles

    @property
    def block(self) -> str:
        """This property will return what the form of the second step carries."""
        return "\n".join(change.carried for change in self.changes)

    @property
    def jumps(self) -> list[Change]:
        """This property will return what lies far from the period before."""
        return [change for change in self.changes if change.jump]


@dataclass
class Reading:
    """Lần đọc tệp: the units told, those that may still be chosen, and what was passed over."""

    told: list[Told]
    passed: tuple[str, ...]
    choices: list[tuple[int, str]] = field(default_factory=list)

    @property
    def ready(self) -> list[Told]:
        """This property will return what may be taken."""
        return [one for one in self.told if one.ready]

    @property
    def stuck(self) -> list[Told]:
        """This property will return what has cells to mend, the reader's way to them first."""
        return [one for one in self.told if one.answer.troubles]

    @property
    def others(self) -> list[tuple[str, list[str]]]:
        """This property will return what is left out: the reason, and whom it is about."""
        found: dict[str, list[str]] = {}
        for one in self.told:
            if not one.ready and not one.answer.troubles:
                reason = one.refused or NOTHING_NEW
                found.setdefault(reason, []).append(one.name or one.answer.place)
        return list(found.items())

    @property
    def at_once(self) -> Told | None:
        """This property will return the one answer that leaves nothing to ask, if there is one."""
        one = self.told[0] if len(self.told) == 1 and not self.passed else None
        return one if one is not None and one.ready and one.answer.sure else None


def read(one: OneRound, sent: Iterable[tuple[str, bytes]]) -> Reading:
    """This function will read files for a round, as far as the viewer may know its sheets.

    :raises UnreadableFile: naming the file and the remedy.
    """
    lines = sheet_reading.lines_of(one.sheets, viewer=one.by, home=one.by.home_units())
    keys = {line.key for held in lines.values() for line in held}
    counted = [
        row for row in queries.definitions(one.period.last_day).values()
        if row.numerator in keys and row.denominator in keys
    ]  # fmt: skip
    found = workbooks.read([*sent], one.round, one.sheets, lines, counted, one.tree)
    by_key = {workbooks.unit_key(sheet.unit_id): sheet for sheet in one.sheets}
    told = [
        _told(number, answer, by_key.get(answer.unit), one, lines)
        for number, answer in enumerate(found.answers)
    ]
    open_ = [sheet for sheet in one.sheets if not refusal(one, sheet)]
    return Reading(told, found.passed, [(s.pk, one.tree.name(s.unit_id)) for s in open_])


def _told(
    number: int, answer: Answer, sheet: Sheet | None, one: OneRound,
    lines: Mapping[int, list[Line]],
) -> Told:  # fmt: skip
    if sheet is None:
        rough = tuple(
            Change(key, _label(key, lines), "", text, "", "") for key, text in answer.cells.items()
        )
        return Told(number, answer, None, "", rough)
    held = {line.key: line for line in lines[sheet.pk]}
    known = {key: text for key, text in answer.cells.items() if key in held}
    changes = tuple(
        Change(key, held[key].definition.label, held[key].text, text, held[key].cell.seen,
               held[key].jump_of(text))
        for key, text in known.items() if held[key].readable and _differs(held[key], text)
    )  # fmt: skip
    empty = sum(not line.text and line.key not in known for line in held.values() if line.readable)
    hidden = sum(not held[key].readable for key in known)
    refused = refusal(one, sheet) if changes else ""
    return Told(
        number, answer, sheet, one.tree.name(sheet.unit_id), changes, empty, hidden, refused
    )


def _label(key: str, lines: Mapping[int, list[Line]]) -> str:
    return next(
        (line.definition.label for held in lines.values() for line in held if line.key == key), key
    )


def _differs(line: Line, text: str) -> bool:
    """Say whether two writings are not one number: «1.619» and «1619» are."""
    if text == line.text:
        return False
    shape = queries.shape(line.definition)
    try:
        return rules.read(text, shape) != rules.read(line.text, shape)
    except CannotRead:
        return True


def refusal(one: OneRound, sheet: Sheet) -> str:
    """This function will say why the viewer cannot enter numbers in a sheet now, or nothing."""
    if not one.by.may(Act.VALUE_ENTER, sheet.unit_id):
        return "Bác không nhập số cho đơn vị này; văn phòng là nơi cấp quyền"
    if sheet.status == "approved":
        return "Phiếu đã duyệt nên không ghi đè; số cần sửa thì sửa có lý do ở phiếu"
    return ""


def confirmed(post: QueryDict, one: OneRound) -> dict[int, FromFile]:
    """This function will read what the second step sent: by sheet, what to write from which file.

    :raises ValueError: with what is in the way, in words.
    """
    sheets = {str(sheet.pk): sheet for sheet in one.sheets}
    found: dict[int, FromFile] = {}
    for number in post.getlist("dong"):
        source = post.get(f"nguon-{number}", "")[:300]
        sheet = sheets.get(post.get(f"don-vi-{number}", ""))
        if sheet is None:
            raise ValueError(f"{source}: chưa chọn đơn vị.")
        name = one.tree.name(sheet.unit_id)
        if sheet.pk in found:
            raise ValueError(f"{name} được chọn cho hai nơi. Chọn lại đơn vị, hoặc bỏ một nơi.")
        if why := refusal(one, sheet):
            raise ValueError(f"{name}: {why}.")
        rows = [line.split("\t") for line in post.get(f"khoi-{number}", "").splitlines()]
        told = {row[0]: row[1] for row in rows if len(row) == 3}
        # What the cells were seen as speaks of the sheet that was shown, and of no other.
        same = post.get(f"thay-{number}", "") == str(sheet.pk)
        seen = {row[0]: row[2] for row in rows if len(row) == 3} if same else None
        found[sheet.pk] = FromFile(told, source, seen)
    if not found:
        raise ValueError("Chưa chọn đơn vị nào để nhận số.")
    return found
