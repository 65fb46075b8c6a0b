"""Tiến độ: how far a directive is, or what one comrade follows, on one page for the monthly meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.decide.directives import queries
from dongthuan.decide.directives.queries import Progress, Row, WantedTasks
from dongthuan.decide.directives.rules import Status
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._tables import shown_day
from dongthuan.doors.desk._task_board import Board, document_words, unit_name
from dongthuan.doors.entrance import exporting
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Figure
from dongthuan.ground.papers.official import (
    Cited,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)
from dongthuan.ground.papers.party_word import party_docx
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Period, from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.rules import KINDS, Line

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = ("Việc", "Đơn vị", "Hạn", "Tình trạng", "Chậm (ngày)", "Ghi chú")
# Millimetres on paper: a name of a group stands on one line.
_WIDTHS = (43, 27, 23, 25, 16, 31)
# Where it is written is left to a hand.
_PLACE = "…………"
# Of many units the first late ones are named; the rest stand on the page of the assignment.
_NAMED = 6
# In a narrow column a status is said in few words.
_SHORT = {Status.REPORTED: "chờ nghiệm thu", Status.RETURNED: "trả lại"}


@dataclass(frozen=True, slots=True)
class Told:
    """Dòng tiến độ: what stands in each column, on the page and on paper alike."""

    assignment: int
    title: str
    units: str
    due: str
    moved: str
    standing: str
    late: str
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """This property will return the columns of the paper."""
        due = f"{self.due}\ndời {self.moved}" if self.moved else self.due
        return (self.title, self.units, due, self.standing, self.late, self.note)


class Page:
    """Trang tiến độ: of a document, or of what an office follows in a month."""

    def __init__(self, request: HttpRequest, by: SignedIn) -> None:
        self.by = by
        self.board = Board(by, request.GET)
        self.document: Document | None = self.board.document
        self.follower = self.board.follower
        self.month = _month(request.GET.get("thang", ""), by)

    @property
    def asked(self) -> bool:
        """This property will say whether the address asks for one progress state."""
        return bool(self.document or self.follower)

    @property
    def heading(self) -> str:
        """This property will say of what this is the progress."""
        if self.document is not None:
            said = f"Tiến độ thực hiện {document_words(self.document)}"
            return f"{said}, việc đồng chí {self.follower} theo dõi" if self.follower else said
        return f"Tiến độ việc đồng chí {self.follower} theo dõi"

    @property
    def when(self) -> str:
        """This property will say of which month, and as of which day."""
        day = f"đến ngày {shown_day(self.by.today)}"
        return f"{self.month}, {day}" if self.month else day

    @cached_property
    def told(self) -> list[Progress]:
        """This property will return the assignments, the nearest deadline first."""
        wanted = WantedTasks(
            "het", None, self.document.pk if self.document else None, self.follower
        )
        within = (self.month.start, self.month.end) if self.month else None
        return queries.progress(viewer=self.by, tree=self.by.tree, wanted=wanted, month=within)

    @property
    def lines(self) -> list[Told]:
        """This property will return the rows."""
        return [self._line(one) for one in self.told]

    def _line(self, one: Progress) -> Told:
        given, late = one.assignment, one.late
        return Told(
            given.pk, given.title, self._units(one), shown_day(given.due_on),
            ", ".join(shown_day(day) for day in one.moved_to), _standing(one.rows),
            _late_words(late), self._note(one),
        )  # fmt: skip

    def _units(self, one: Progress) -> str:
        if len(one.rows) == 1:
            return unit_name(self.by, one.rows[0].task.unit_id)
        tree = self.by.tree
        kinds = {tree[row.task.unit_id].kind for row in one.rows if row.task.unit_id in tree}
        words = KINDS[kinds.pop()].words if len(kinds) == 1 else "đơn vị"
        return f"{numbers.written(len(one.rows))} {words}"

    def _note(self, one: Progress) -> str:
        follower = one.assignment.follower if not self.follower else ""
        if len(one.rows) == 1 or not one.late:
            return follower
        owing = [row for row in one.late if row.status.is_waiting]
        said = f"{numbers.written(len(one.late))} đơn vị chậm"
        if not owing:
            return said
        named = together([unit_name(self.by, row.task.unit_id) for row in owing[:_NAMED]])
        more = f" và {numbers.written(len(owing) - _NAMED)} đơn vị khác" if owing[_NAMED:] else ""
        return f"{said}, chưa xong: {named}{more}"

    @property
    def figures(self) -> list[Figure]:
        """This property will return the counted shares of the document."""
        return self.board.figures if self.document is not None else []

    @property
    def sentence(self) -> str:
        """This property will say how many of the rows below are through."""
        rows = [row for one in self.told for row in one.rows]
        if not rows:
            return ""
        done = sum(row.status is Status.DONE for row in rows)
        late = sum(row.late and row.status.is_waiting for row in rows)
        said = f"{numbers.written(len(rows))} nhiệm vụ, {numbers.written(done)} đã nghiệm thu"
        return f"{said}, {numbers.written(late)} quá hạn chưa có kết quả." if late else f"{said}."

    def paper(self) -> OfficialPaper:
        """This method will return the page as an official paper, with room for number and signature."""
        body = self._body()
        parts: list[str | Cited] = [f"{self.sentence} "] if self.sentence else []
        for place, one in enumerate(self.figures):
            if one.value is not None:
                sign = (
                    one.measure.unit if one.measure.unit in ("%", "‰") else f" {one.measure.unit}"
                )
                alias = f"{one.measure.label} · {one.when}"
                parts += [
                    f"{one.measure.label}: ",
                    Cited(one.printed + sign, f"T{place:03d}", alias),
                    ".",
                ]
        blocks: list[Paragraph | TableBlock] = [Paragraph(tuple(parts))] if parts else []
        if self.lines:
            rows = tuple(line.cells for line in self.lines)
            blocks.append(TableBlock(_HEAD, rows, numeric=frozenset({4}), widths=_WIDTHS))
        subject = f"{self.heading[:1].lower()}{self.heading[1:]}, {self.when}"
        return OfficialPaper(
            Letterhead("", body, "        -BC", _PLACE, self.by.today), "Báo cáo", subject,
            tuple(blocks), Signature(), (f"Hội nghị giao ban {self.month or 'tháng'}",),
        )  # fmt: skip

    def _body(self) -> str:
        """The Party body in whose name it is written, or the first unit of the viewer."""
        home = self.by.home_units()
        party = [one for one in home if KINDS[self.by.tree[one].kind].line is Line.PARTY]
        first = next(iter(party or home), None)
        return self.by.tree.name(first) if first is not None else ""


def together(names: Sequence[str]) -> str:
    """This function will name units that differ by their number alone in few words: «Tổ dân phố 2, 3»."""
    said: list[str] = []
    before = ""
    for name in names:
        kind, _, number = name.rpartition(" ")
        said.append(number if kind and kind == before and number.isdigit() else name)
        before = kind
    return ", ".join(said)


def _standing(rows: tuple[Row, ...]) -> str:
    if len(rows) == 1:
        return _SHORT.get(rows[0].status, rows[0].status.words)
    told: dict[Status, int] = {}
    for status in Status:
        count = sum(row.status is status for row in rows)
        if count:
            told[status] = count
    return ", ".join(
        f"{numbers.written(count)} {_SHORT.get(one, one.words)}" for one, count in told.items()
    )


def _late_words(late: tuple[Row, ...]) -> str:
    """Return the longest of many units; nothing where none is late."""
    return numbers.written(late[0].deadline.late_days) if late else ""


def _month(told: str, by: SignedIn) -> Period | None:
    """Read a month as the address writes it; without one it is the whole life of the directive."""
    if not told:
        return None
    written = re.fullmatch(r"\s*(?:([0-9]{4})-([0-9]{1,2})|([0-9]{1,2})\s*/\s*([0-9]{4}))\s*", told)
    if written is not None:
        year, month = int(written[1] or written[4]), int(written[2] or written[3])
        if 1 <= month <= 12 and 1900 <= year < 9999:
            return from_code(f"{year}-{month:02d}")
    return from_code(f"{by.today.year}-{by.today.month:02d}")


@require_safe
@login_required
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """This function will show a progress state, or ask of which document or comrade."""
    by = viewer(request)
    if not by.reach(Act.TASK_SEE):
        raise NotPermitted(Act.TASK_SEE)
    one = Page(request, by)
    if one.asked and request.GET.get("tai") == "docx":
        name = f"{exporting.plain_name('tien do', one.heading)}.docx"
        return exporting.attached(party_docx(one.paper()), name, DOCX)
    start = one.month.start if one.month else None
    return render(request, "desk/tasks/progress.html", {
        "at": "tasks", "one": one, "lines": one.lines if one.asked else [],
        "documents": [(held.pk, document_words(held)) for held in one.board.documents],
        "followers": one.board.followers, "month": f"{start.month}/{start.year}" if start else "",
        "this_month": f"{by.today.month}/{by.today.year}",
    })  # fmt: skip
