"""Trang của phiếu: what the page of one sheet shows to the one who looks, and what it offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dongthuan.decide.indicators import queries, sheet_past, sheet_reading
from dongthuan.decide.indicators.rules import Due
from dongthuan.decide.indicators.services import (
    BadCells,
    ChangedMeanwhile,
    StillEmpty,
    UnableToKeepValue,
    UnchangedTooLong,
)
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk import _cells as cells
from dongthuan.doors.desk._cells import Field, Sent
from dongthuan.doors.desk._landing import address
from dongthuan.doors.entrance.templatetags.dongthuan import address as figure_page
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Sheet


@dataclass(frozen=True, slots=True)
class Said:
    """Điều cần nói lại: what a refused form is answered with; everything typed is in `fields`."""

    fields: Sequence[Field] | None = None
    refused: str = ""
    problems: Sequence[tuple[str, str]] = ()
    empty: Sequence[str] = ()
    unchanged: Sequence[str] = ()
    block: str = ""
    troubles: Sequence[Any] = ()
    verb: str = ""
    reason: str = ""
    estimate: bool = False
    status: int = 422


NOTHING = Said(status=200)


@dataclass
class OneSheet:
    """Phiếu đang mở: the sheet, who looks, and its lines read once."""

    sheet: Sheet
    by: SignedIn
    home: list[int] = field(init=False)
    lines: list[Line] = field(init=False)
    # What the house counts from the lines: never typed.
    counted: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.by.home_units()
        self.read()

    def read(self) -> None:
        """This method will read the lines, again after a refused form."""
        self.lines, self.counted = sheet_reading.read(self.sheet, viewer=self.by, home=self.home)

    @property
    def unit(self) -> int:
        """This property will return the id of the unit that answers."""
        return int(self.sheet.unit_id)

    @property
    def name(self) -> str:
        """This property will return the name of the unit today, or the one it had at the time."""
        if self.unit in self.by.tree:
            return self.by.tree.name(self.unit)
        return Forest()(queries.period_of(self.sheet.round).last_day).name(self.unit)

    @property
    def open(self) -> bool:
        """This property will say whether numbers are still awaited from the unit."""
        return self.sheet.round.closed_on is None and self.sheet.status in ("open", "returned")

    @property
    def enters(self) -> bool:
        """This property will say whether the viewer may type numbers now."""
        awaited = self.sheet.round.closed_on is None and self.sheet.status != "approved"
        return awaited and self.by.may(Act.VALUE_ENTER, self.unit)

    @property
    def at_home(self) -> bool:
        """This property will say whether the viewer speaks for the unit itself."""
        return self.unit in self.home

    @property
    def helps(self) -> bool:
        """This property will say whether numbers may be entered for the unit by another hand."""
        return self.open and not self.at_home and self.by.may(Act.VALUE_HELP, self.unit)

    @property
    def approves(self) -> bool:
        """This property will say whether the sheet waits for the viewer's word."""
        return self.sheet.status == "sent" and self.by.may(Act.VALUE_APPROVE, self.unit)

    @property
    def asked(self) -> list[Line]:
        """This property will return the cells of a sent sheet that are asked about again."""
        if self.sheet.status != "sent":
            return []
        return [line for line in self.lines if line.asked is not None]

    @property
    def answers(self) -> bool:
        """This property will say whether the viewer may answer what is asked about."""
        return self.enters and any(line.readable for line in self.asked)

    @property
    def due(self) -> Due:
        """This property will say how the sheet stands to its due day."""
        return Due(self.sheet.round.due_on, self.sheet.first_sent_on, self.by.today)

    def may_of_round(self, act: Act) -> bool:
        """This method will say whether the viewer may do an act where the round was opened."""
        asked: int = self.sheet.round.unit_id
        return self.sheet.status == "approved" and self.by.may(act, asked)

    def grounds(self) -> dict[str, str]:
        """This method will return the addresses of the figures that the sheet's numbers make, of
        those the viewer may open.
        """
        sees, knows = self.by.reach(Act.FIGURE_SEE), self.by.reach(Act.FIGURE_SEE_SENSITIVE)
        return {
            line.key: figure_page(line.key, self.unit, self.sheet.round.code)
            for line in self.lines
            if line.sent and self.unit in (knows if line.sensitive else sees)
        }

    def derived(self) -> list[Figure]:
        """This method will return the ratios that the house counts from the sheet."""
        told = any(line.cell.told for line in self.lines)
        period = queries.period_of(self.sheet.round)
        asks = [Ask(row.item.key, self.unit, period) for row in self.counted if told]
        return figures(asks, Look(self.by, Forest(), evidence=False)) if asks else []


def typed_in(one: OneSheet, told: Sent) -> dict[str, Any]:
    """This function will return what was typed in a form of the sheet, as its services take it."""
    return {
        "sheet": one.sheet, "typed": told.typed, "seen": told.seen, "estimate": told.estimated,
        "by": one.by,
    }  # fmt: skip


def refused(
    problem: UnableToKeepValue, one: OneSheet, told: Sent, *, by_tick: bool = False,
    block: str = "",
) -> Said:  # fmt: skip
    """This function will say what a refused form is answered with, everything typed still in it."""
    beside: dict[str, str] = {}
    moved: dict[str, str] = {}
    if isinstance(problem, BadCells):
        beside = cells.bad(problem)
    elif isinstance(problem, ChangedMeanwhile):
        # Read again: what is shown from here on is what the other hand wrote.
        one.read()
        beside = moved = cells.conflict(problem, told)
    fields = None
    if one.enters:
        fields = cells.again(one.lines, told, beside, moved=moved, by_tick=by_tick)
    empty = problem.labels if isinstance(problem, StillEmpty) else ()
    unchanged = problem.labels if isinstance(problem, UnchangedTooLong) else ()
    whole = "" if beside or empty or unchanged else str(problem)
    return Said(fields, whole, listed(one, beside), empty, unchanged, block)


def listed(one: OneSheet, beside: Mapping[str, str]) -> list[tuple[str, str]]:
    """This function will list what is said beside the cells, for the top of the page."""
    return [
        (line.key, f"{line.definition.label}: {beside[line.key]}")
        for line in one.lines if line.key in beside
    ]  # fmt: skip


def open_sheet(by: SignedIn, pk: int) -> OneSheet:
    """This function will return a sheet within the viewer's reach, or answer that there is none."""
    # No sheet has so long a number, and SQLite cannot even look for it.
    found = queries.sheet(viewer=by, pk=pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return OneSheet(found, by)


def show(request: HttpRequest, one: OneSheet, said: Said = NOTHING) -> HttpResponse:
    """This function will show the sheet: a form to whoever types, else what was sent."""
    by, sheet = one.by, one.sheet
    typing = one.enters and (one.open or "sua" in request.GET or said.fields is not None)
    past = sheet_past.past(sheet, held=one.lines)
    waiting = [
        h for h in past.helped
        if not h.answer and h.by != by.key and one.at_home
        and by.may(Act.VALUE_ANSWER, one.unit)
    ]  # fmt: skip
    fields: Sequence[Field] = said.fields or []
    if typing and said.fields is None:
        fields = cells.of_lines(one.lines)
    nearest = (
        None
        if one.open or not by.may(Act.VALUE_APPROVE, one.unit)
        else sheet_reading.next_to_approve(sheet, viewer=by)
    )
    shown: Mapping[str, Any] = {
        "at": "rounds", "one": one, "sheet": sheet, "round": sheet.round, "name": one.name,
        "period": queries.period_of(sheet.round), "due": one.due.words,
        "late": one.due.late_days > 0 and sheet.first_sent_on is None,
        "round_address": address("desk:round", sheet.round_id), "typing": typing, "said": said,
        "chapters": cells.by_chapter(fields if typing else one.lines), "past": past,
        "problems": said.problems or [(f.line.key, f"{f.line.definition.label}: {f.problem}")
                                      for f in fields if typing and f.problem],
        "unchanged": [line for line in one.lines if line.same_as_last] if typing else [],
        "closed": sheet.round.closed_on, "waiting": waiting, "approves": one.approves,
        "helps": one.helps, "reopens": one.may_of_round(Act.VALUE_REOPEN) and not
        sheet.round.closed_on, "corrects": one.may_of_round(Act.VALUE_CORRECT)
        and address("desk:value-correct", sheet.pk, "-").removesuffix("-"),
        "jumps": [line for line in one.lines if line.jump], "derived": one.derived(),
        "hidden": sum(not line.readable for line in one.lines),
        "saved": _saved(one.lines), "next": nearest,
        "next_name": by.tree.name(nearest.unit_id) if nearest else "",
        "grounds": {} if typing else one.grounds(), "reason": past.reason,
    }  # fmt: skip
    return render(request, "desk/sheets/sheet.html", shown, status=said.status)


def _saved(lines: Sequence[Line]) -> Any:
    """Return when something was last typed and kept without being sent, or None."""
    return max((line.cell.draft.at for line in lines if line.cell.draft), default=None)
