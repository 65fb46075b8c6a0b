"""Votes within the viewer's reach, their groups and meetings, and whether households were told in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from dongthuan.decide.assembly.models import Vote, VoteExtension, VoteGroup
from dongthuan.decide.meetings.models import Meeting
from dongthuan.ground import law
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act


def visible_votes(*, viewer: Actor) -> QuerySet[Vote]:
    """This function will return the votes of the viewer's reach: of a unit, or of a group asked."""
    rows = Vote.objects.select_related("unit", "outcome", "recognition")
    reach = viewer.reach(Act.VOTE_SEE)
    if reach.units is None:
        return rows
    asked = VoteGroup.objects.filter(unit_id__in=reach.units).values("vote_id")
    return rows.filter(Q(unit_id__in=reach.units) | Q(pk__in=asked))


def public_votes() -> QuerySet[Vote]:
    """This function will return what everybody may know of: votes whose roll is frozen. Nothing of
    their count is told before it is published.
    """
    rows = Vote.objects.select_related("unit", "outcome", "recognition")
    return rows.filter(status__in=(Vote.Status.ASKED, Vote.Status.CLOSED))


def vote_seen(*, viewer: Actor, pk: int) -> Vote | None:
    """This function will return a vote the viewer may see, or None."""
    return visible_votes(viewer=viewer).filter(pk=pk).first()


def groups_of(vote: Vote) -> list[VoteGroup]:
    """This function will return the groups of a vote with their meetings."""
    rows = VoteGroup.objects.filter(vote=vote).select_related("unit", "meeting")
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Notice:
    """Báo trước: how many days households were told before a meeting, against what the law asks."""

    meets_on: date
    told_on: date | None
    days: int | None
    basis: str

    @property
    def late(self) -> bool:
        """This property will say whether the law asks for more days than there were."""
        if self.days is None:
            return False
        return self.told_on is None or self.told_on + timedelta(days=self.days) > self.meets_on

    @property
    def warning(self) -> str:
        """This property will say what is wrong with the notice, or return an empty text."""
        if not self.late:
            return ""
        told = f"báo ngày {self.told_on:%d/%m/%Y}" if self.told_on else "chưa ghi đã báo cho hộ"
        return (
            f"Cuộc họp ngày {self.meets_on:%d/%m/%Y}: {told}, mà phải báo trước ít nhất "
            f"{self.days} ngày. {self.basis}."
        )


def notice_of(meeting: Meeting) -> Notice:
    """This function will say whether households were told of a meeting in time."""
    day = meeting.starts_at.astimezone(LOCAL).date()
    told = meeting.notified_at.astimezone(LOCAL).date() if meeting.notified_at else None
    rule = law.find("meeting.notice", on=day)
    return Notice(day, told, rule.number if rule else None, rule.basis if rule else "")


@dataclass(frozen=True, slots=True)
class Extended:
    """Đã kéo dài: from which last day to which, and why."""

    before: date
    after: date
    at: datetime
    reason: str

    @property
    def words(self) -> str:
        """This property will tell it as the minutes and the public page do."""
        return (
            f"Kéo dài từ {self.before:%d/%m/%Y} đến hết {self.after:%d/%m/%Y}, ghi ngày "
            f"{self.at.astimezone(LOCAL):%d/%m/%Y}: {self.reason or 'lý do đã xóa'}"
        )


def extensions_of(vote: Vote) -> list[Extended]:
    """This function will return how often the last day of a vote was put off, the first first."""
    rows = list(VoteExtension.objects.filter(vote=vote).order_by("pk"))
    notes = trail.notes(row.note_id for row in rows)
    return [Extended(r.before, r.after, r.at, notes.get(r.note_id or 0, "")) for r in rows]


def meetings_for(*, viewer: Actor, unit: int) -> list[Meeting]:
    """This function will return the meetings of a group that a vote may be held in, the last first."""
    if unit not in viewer.reach(Act.MEETING_SEE):
        return []
    rows = Meeting.objects.filter(unit_id=unit, kind="residents")
    return list(rows.exclude(status=Meeting.Status.CANCELLED).order_by("-starts_at")[:20])
