"""Trang của đợt: what the page of one round shows to the one who looks, and what it offers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404

from dongthuan.decide.indicators import queries, round_reading
from dongthuan.decide.indicators.queries import Row, Standing
from dongthuan.decide.indicators.round_reading import Owing
from dongthuan.decide.indicators.rules import Due
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import Tree

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Round, Sheet

# How a reader narrows the list: the word in the address, and on the screen.
FILTERS = {
    "": "Tất cả", "chua-gui": "Chưa gửi", "tre": "Trễ hạn", "cho-duyet": "Chờ duyệt",
    "hoi-lai": "Hỏi lại ô", "tra-lai": "Trả lại", "da-duyet": "Đã duyệt",
}  # fmt: skip
_STATUS = {"chua-gui": "open", "cho-duyet": "sent", "tra-lai": "returned", "da-duyet": "approved"}


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng: a unit's name, where its sheet stands, and how much of it is filled in."""

    row: Row
    name: str
    status: str

    @property
    def filled(self) -> str:
        """This property will say how many of the measures asked have an answer."""
        return f"{numbers.written(self.row.filled)}/{numbers.written(self.row.asked)} mục"


@dataclass(frozen=True, slots=True)
class Choice:
    """Lối lọc: its word, how many rows it leaves, and whether it is chosen."""

    code: str
    words: str
    count: int
    chosen: bool


class OneRound:
    """Đợt đang mở: the round, who looks, and of its sheets those that they may see."""

    def __init__(self, one: Round, by: SignedIn) -> None:
        self.round, self.by = one, by

    @property
    def unit(self) -> int:
        """This property will return the id of the unit that asks."""
        return int(self.round.unit_id)

    @property
    def period(self) -> Period:
        """This property will return the period asked for."""
        return queries.period_of(self.round)

    @property
    def due(self) -> Due:
        """This property will say how the due day stands to today."""
        return Due(self.round.due_on, None, self.by.today)

    @property
    def opens(self) -> bool:
        """This property will say whether the viewer opens and closes rounds of the unit."""
        return self.by.may(Act.ROUND_OPEN, self.unit)

    @property
    def sees_whole(self) -> bool:
        """This property will say whether the viewer may see sums over the unit that asked."""
        return self.by.may(Act.FIGURE_SEE, self.unit)

    @property
    def follows(self) -> bool:
        """This property will say whether the viewer asks others for numbers, or approves them."""
        return self.opens or self.by.may(Act.VALUE_APPROVE, self.unit)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """This property will return the sheets the viewer may see, in the order of the tree."""
        found = queries.round_sheets(self.round, viewer=self.by)
        place = {unit: at for at, (unit, _) in enumerate(asking.outline(self.tree))}
        return sorted(found, key=lambda sheet: place.get(sheet.unit_id, len(place)))

    @cached_property
    def tree(self) -> Tree:
        """This property will return the tree of the period's last day, or today's before it came."""
        day = self.period.last_day
        return self.by.tree if day >= self.by.today else Forest()(day)

    @cached_property
    def standing(self) -> Standing:
        """This property will say how the round stands, as far as the viewer may know."""
        return queries.standings([self.round], viewer=self.by)[self.round.pk]

    @cached_property
    def owing(self) -> Owing:
        """This property will say which sheets are waited for: unsent, to look at again, asked about."""
        return round_reading.owing(self.sheets)

    @property
    def missed(self) -> list[tuple[str, datetime, date | None]]:
        """This property will return who had sent nothing when the round was closed, since when, and
        the day they sent after all; as far as the viewer may know.
        """
        found = queries.missed(self.sheets)
        return [
            (self.tree.name(sheet.unit_id), found[sheet.pk], sheet.first_sent_on)
            for sheet in self.sheets if sheet.pk in found
        ]  # fmt: skip

    @property
    def to_approve(self) -> int:
        """This property will return how many sheets wait for the viewer's own word."""
        reach = self.by.reach(Act.VALUE_APPROVE)
        return sum(s.status == "sent" and s.unit_id in reach for s in self.sheets)

    @property
    def text(self) -> str:
        """This property will write who has not sent, as a text to copy."""
        return round_reading.owing_text(self.round, self.sheets, self.tree, viewer=self.by)

    def filtered(self, code: str) -> list[Sheet]:
        """This method will return the sheets that a way of narrowing leaves."""
        return [sheet for sheet in self.sheets if self._fits(sheet, code)]

    def choices(self, chosen: str) -> list[Choice]:
        """This method will return the ways of narrowing that leave something."""
        found = [
            Choice(code, words, len(self.filtered(code)), code == chosen)
            for code, words in FILTERS.items()
        ]
        return [one for one in found if one.count or one.chosen]

    def lines(self, sheets: Sequence[Sheet]) -> list[Line]:
        """This method will return the rows of a page of sheets, with the names of their units."""
        return [
            Line(row, self.tree.name(row.sheet.unit_id), self.status(row.sheet))
            for row in queries.rows_of(sheets, viewer=self.by)
        ]

    def status(self, sheet: Sheet) -> str:
        """This method will say where a sheet stands: after closing, what was not sent stays so."""
        if self.round.closed_on is not None and sheet.first_sent_on is None:
            return "không gửi"
        return str(sheet.get_status_display())

    def _fits(self, sheet: Sheet, code: str) -> bool:
        if code == "hoi-lai":
            return any(asked.pk == sheet.pk for asked, _ in self.owing.asked)
        if code == "tre":
            return queries.is_late(sheet, Due(self.round.due_on, None, self.by.today))
        return code not in _STATUS or sheet.status == _STATUS[code]


def open_round_page(by: SignedIn, pk: int) -> OneRound:
    """This function will return a round within the viewer's reach, or answer that there is none."""
    found = queries.round_seen(viewer=by, pk=pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return OneRound(found, by)


def standing_words(one: Standing) -> str:
    """This function will say how many have sent, how many wait, how many are to look again."""
    said = [f"{numbers.written(one.sent)}/{numbers.written(one.asked)} đã gửi"]
    if one.waiting:
        said.append(f"{numbers.written(one.waiting)} chờ duyệt")
    if one.returned:
        said.append(f"{numbers.written(one.returned)} trả lại để xem lại")
    return ", ".join(said)
