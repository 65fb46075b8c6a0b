"""Phiếu in: which household a code belongs to, and what the ward counts of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from dongthuan.decide.assembly import codes
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.queries._hearing import heard_with_casts
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
    """This function will return the slip that bears a code; None where it is unknown or a newer one was
    made for the household.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SLIP, [Change.SPEAKER, codes.digest(code)])
        row = cursor.fetchone()
    if row is None or row[4]:
        return None
    vote, line, place, unit, _, change = row
    return SlipSeen(Vote.objects.get(pk=vote), line, place, unit, change == Change.LEFT)


# Hundreds ask it in the same minute: put together anew each time, it took longer than being answered.
_SLIP = """
SELECT one.vote_id, one.line_id, line.number, line.unit_id,
  EXISTS (SELECT 1 FROM assembly_ballotslip later
          WHERE later.line_id = one.line_id AND later.number > one.number),
  (SELECT change FROM assembly_rollsettlement followed
   WHERE followed.vote_id = one.vote_id AND followed.household_id = line.household_id
     AND followed.follows AND followed.change <> %s ORDER BY followed.id DESC LIMIT 1)
FROM assembly_ballotslip one JOIN assembly_rollline line ON line.id = one.line_id
WHERE one.digest = %s
"""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Dòng của hộ mình: what the ward counts of the household that holds the slip."""

    slip: SlipSeen
    heard: Heard
    # What was tapped on a phone, whether it counts or not; empty where nothing was.
    said_on_phone: str = ""


def own_line(slip: SlipSeen) -> OwnLine:
    """This function will return what is counted of the household that holds a slip."""
    heard, casts = heard_with_casts(slip.vote, slip.line)
    tapped = (one.choice for one in casts if one.channel is Channel.PHONE and one.number == 1)
    return OwnLine(slip, heard, next(tapped, ""))
