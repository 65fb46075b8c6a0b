"""Phiếu in: which household a code belongs to, and what the ward counts of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Subquery

from dongthuan.decide.assembly import codes
from dongthuan.decide.assembly.models import Ballot, BallotSlip, RollSettlement, Vote
from dongthuan.decide.assembly.queries._hearing import heard_of
from dongthuan.decide.assembly.rules import Change, Channel, Heard


@dataclass(frozen=True, slots=True)
class SlipSeen:
    """Phiếu in được nhận ra: its vote and line; `struck` where the household was taken off the roll."""

    vote: Vote
    line: int
    number: int
    unit: int
    struck: bool


def slip_of(code: str) -> SlipSeen | None:
    """This function will return the slip that bears a code, in one query; None where it is unknown or
    a newer one was made for the household.
    """
    later = BallotSlip.objects.filter(line=OuterRef("line"), number__gt=OuterRef("number"))
    followed = RollSettlement.objects.filter(
        vote=OuterRef("vote"), household=OuterRef("line__household"), follows=True
    ).exclude(change=Change.SPEAKER)
    row = (
        BallotSlip.objects.filter(digest=codes.digest(code))
        .annotate(replaced=Exists(later), unit=F("line__unit_id"), place=F("line__number"),
                  change=Subquery(followed.order_by("-pk").values("change")[:1]))
        .select_related("vote")
        .first()
    )  # fmt: skip
    if row is None or row.replaced:
        return None
    return SlipSeen(row.vote, row.line_id, row.place, row.unit, row.change == Change.LEFT)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Dòng của hộ mình: what the ward counts of the household that holds the slip."""

    slip: SlipSeen
    heard: Heard
    # What was tapped on a phone, whether it counts or not; empty where nothing was.
    said_on_phone: str = ""


def own_line(code: str) -> OwnLine | None:
    """This function will return what is counted of the household that holds a slip, or None."""
    slip = slip_of(code)
    if slip is None:
        return None
    tapped = Ballot.objects.filter(line=slip.line, channel=Channel.PHONE, number=1)
    said = tapped.values_list("choice", flat=True).first() or ""
    return OwnLine(slip, heard_of(slip.vote, slip.line), said)
