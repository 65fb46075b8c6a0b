"""One meeting whole: its agenda, papers, roll, decisions with their outcome, minutes, and its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dongthuan.decide.meetings import rules
from dongthuan.decide.meetings.models import (
    AgendaItem,
    Attendee,
    Decision,
    Meeting,
    MeetingPaper,
    MeetingStep,
    Minutes,
)
from dongthuan.decide.meetings.queries._meetings import visible_meetings
from dongthuan.decide.meetings.rules import Attendance, Base, Count, Manner, Quorum
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """Quyết định kèm kết quả: a decision, and whether those on the roll adopted it."""

    decision: Decision
    adopted: bool
    voters: int

    @property
    def words(self) -> str:
        """This property will return the vote as minutes write it: the tally and what it is held
        against.
        """
        one, tally = self.decision, self.decision.tally
        if Manner(one.manner) is Manner.CONSENSUS:
            return "không biểu quyết"
        parts = [f"{tally.yes} đồng ý", f"{tally.no} không đồng ý", f"{tally.abstain} không ý kiến"]
        if tally.invalid:
            parts.append(f"{tally.invalid} phiếu không hợp lệ")
        needed = rules.threshold(one.threshold)
        return (
            f"{Manner(one.manner).words}: {', '.join(parts)}; tính trên {self.voters} "
            f"{Base(one.base).words}, cần {needed}"
        )

    @property
    def said(self) -> str:
        """This property will return the outcome in a word."""
        if Manner(self.decision.manner) is Manner.CONSENSUS:
            return "thống nhất"
        return "được thông qua" if self.adopted else "không được thông qua"


@dataclass(frozen=True)
class Whole:
    """Cuộc họp đầy đủ: everything that was written of one meeting."""

    meeting: Meeting
    agenda: list[AgendaItem]
    papers: list[MeetingPaper]
    roll: list[Attendee]
    decisions: list[Decision]
    minutes: list[Minutes]

    @cached_property
    def count(self) -> Count:
        """This property will count the roll."""
        return rules.counted((one.votes, one.attendance) for one in self.roll)

    @cached_property
    def quorum(self) -> Quorum | None:
        """This property will hold the roll against what the unit asks for, if it asks."""
        needed = self.meeting.needed
        return Quorum(self.count, needed) if needed is not None else None

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """This property will say of each decision whether it was adopted."""
        return [
            Outcome(one, one.adopted(self.count), self.count.of(Base(one.base)))
            for one in self.decisions
        ]

    def standing(self, *wanted: Attendance) -> list[Attendee]:
        """This method will return who is marked so on the roll."""
        return [one for one in self.roll if one.attendance in wanted]


def whole(one: Meeting) -> Whole:
    """This function will return one meeting with all that belongs to it, in five queries."""
    rows = {"meeting": one}
    return Whole(
        one,
        list(AgendaItem.objects.filter(**rows).order_by("order", "pk")),
        list(MeetingPaper.objects.filter(**rows).select_related("stored").order_by("pk")),
        list(Attendee.objects.filter(**rows).order_by("order", "pk")),
        list(Decision.objects.filter(**rows).order_by("order", "pk")),
        list(Minutes.objects.filter(**rows).select_related("stored").order_by("number")),
    )


def count_of(one: Meeting) -> Count:
    """This function will count the roll of a meeting."""
    rows = Attendee.objects.filter(meeting=one).values_list("votes", "standing")
    return rules.counted((votes, Attendance(standing)) for votes, standing in rows)


def adopted(one: Meeting) -> list[Decision]:
    """This function will return the decisions that a meeting adopted, in their order: what a numbered
    resolution is made of. Until its minutes are signed a meeting has adopted nothing.
    """
    if one.status != Meeting.Status.MINUTED:
        return []
    count = count_of(one)
    rows = Decision.objects.filter(meeting=one).select_related("item").order_by("order", "pk")
    return [row for row in rows if row.adopted(count)]


@dataclass(frozen=True, slots=True)
class Told:
    """Bước đã qua: what was done with a meeting, when, by whom and why."""

    words: str
    at: datetime
    by: str
    reason: str


_WORDS = {
    "called": "Mời họp", "changed": "Sửa cuộc họp", "notified": "Đã gửi giấy mời",
    "opened": "Khai mạc", "signed": "Ký biên bản", "reopened": "Mở lại biên bản",
    "cancelled": "Hủy cuộc họp",
}  # fmt: skip


def way_of(one: Meeting) -> list[Told]:
    """This function will tell how a meeting came to its status, the last step first."""
    rows = list(MeetingStep.objects.filter(meeting=one).order_by("-pk"))
    names = trail.names(row.by for row in rows)
    notes = trail.notes(row.note_id for row in rows)
    return [
        Told(_WORDS[row.step], row.at, names.get(row.by, row.by), notes.get(row.note_id or 0, ""))
        for row in rows
    ]


def paper_seen(*, viewer: Actor, meeting: int, pk: int) -> MeetingPaper | None:
    """This function will return a paper of a meeting the viewer may see, or None."""
    rows = MeetingPaper.objects.filter(meeting__in=visible_meetings(viewer=viewer))
    return rows.select_related("stored", "meeting").filter(meeting=meeting, pk=pk).first()


def minutes_seen(*, viewer: Actor, meeting: int, number: int) -> Minutes | None:
    """This function will return one version of signed minutes the viewer may see, or None."""
    rows = Minutes.objects.filter(meeting__in=visible_meetings(viewer=viewer))
    return rows.select_related("stored", "meeting").filter(meeting=meeting, number=number).first()
