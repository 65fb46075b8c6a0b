"""Danh sách hộ: the frozen lines that stand, the households of today, and where both differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dongthuan.decide.assembly import rules
from dongthuan.decide.assembly.models import RollLine, RollSettlement, Vote, VoteGroup
from dongthuan.decide.assembly.rules import Change, Changed, Spoken
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.people import queries as people
from dongthuan.who.people.models import Household


def speakers_now(*, vote: Vote, viewer: Actor, on: date) -> list[Spoken]:
    """This function will return the households of a vote's groups on a day, group by group, and who
    speaks for each. Raises NotPermitted where the viewer may not see the people of a group: half a
    list would be taken for a whole one.
    """
    units = list(
        VoteGroup.objects.filter(vote=vote).order_by("pk").values_list("unit_id", flat=True)
    )
    for unit in units:
        viewer.require(Act.PEOPLE_SEE, unit)
    return [
        Spoken(voice.household, unit, voice.person)
        for unit in units
        for voice in people.roll(viewer=viewer, on=on, unit=unit)
    ]


def struck(vote: Vote) -> set[int]:
    """This function will return the households that were taken off a frozen roll."""
    rows = RollSettlement.objects.filter(vote=vote, follows=True).order_by("pk")
    last = dict(rows.exclude(change=Change.SPEAKER).values_list("household_id", "change"))
    return {household for household, change in last.items() if change == Change.LEFT}


def roll_lines(vote: Vote) -> QuerySet[RollLine]:
    """This function will return the lines of a roll that stand, in the order of their numbers."""
    rows = RollLine.objects.filter(vote=vote).order_by("number")
    gone = struck(vote)
    return rows.exclude(household_id__in=gone) if gone else rows


def open_changes(*, vote: Vote, viewer: Actor) -> list[Changed]:
    """This function will return where the households of today, or of the closing day, are other than
    the frozen roll, and nobody has decided yet what holds.
    """
    day = min(viewer.today, vote.closes_on)
    now = speakers_now(vote=vote, viewer=viewer, on=day)
    settled = list(RollSettlement.objects.filter(vote=vote).order_by("pk"))
    followed = {
        row.household_id: int(row.found.split()[1]) or None
        for row in settled if row.follows and row.change == Change.SPEAKER
    }  # fmt: skip
    frozen = {
        line: Spoken(home, unit, followed.get(home, speaker))
        for line, home, unit, speaker in roll_lines(vote).values_list(
            "pk", "household_id", "unit_id", "speaker_id"
        )
    }
    known = {(row.household_id, row.change, row.found) for row in settled}
    return [
        one for one in rules.changes(frozen, now)
        if (one.household, one.change, one.found) not in known
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """Chỗ đổi đã xử lý: what was found, whether the roll follows it, by whom and why."""

    household: int
    change: Change
    follows: bool
    by: str
    reason: str


def settled_changes(vote: Vote) -> list[Decided]:
    """This function will return what was decided about changes of the roll, the last first."""
    rows = list(RollSettlement.objects.filter(vote=vote).order_by("-pk"))
    names, notes = trail.names(row.by for row in rows), trail.notes(row.note_id for row in rows)
    return [
        Decided(row.household_id, Change(row.change), row.follows, names.get(row.by, row.by),
                notes.get(row.note_id or 0, ""))
        for row in rows
    ]  # fmt: skip


def household_codes(*, viewer: Actor, vote: Vote, households: Collection[int]) -> dict[int, str]:
    """This function will return the codes of households, to whoever sees the people of the vote."""
    if not viewer.may(Act.PEOPLE_SEE, vote.unit_id):
        return {}
    return dict(Household.objects.filter(pk__in=households).values_list("pk", "code"))
