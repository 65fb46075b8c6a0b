"""Kết quả và quyết định của cộng đồng: the result, the clock of recognition, and what stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dongthuan.decide.assembly import rules
from dongthuan.decide.assembly.models import SignedMinutes, Vote
from dongthuan.decide.assembly.queries._votes import visible_votes
from dongthuan.decide.assembly.results import Clock, Result, after_working_days
from dongthuan.decide.assembly.rules import Count, Matter
from dongthuan.ground import law
from dongthuan.ground.audit.actors import Actor


def result(vote: Vote, count: Count, households: int) -> Result:
    """This function will hold a count against the frozen threshold of a vote."""
    base = law.Base(vote.base)
    return Result(count, households, vote.needed, base, base.words, vote.basis)


def result_of(vote: Vote) -> Result | None:
    """This function will return the result of a vote as it was closed, or None before."""
    one = getattr(vote, "outcome", None)
    if one is None:
        return None
    count = Count(one.yes, one.no, one.other, one.invalid, one.assisted)
    return result(vote, count, one.households)


def clock_of(vote: Vote) -> Clock | None:
    """This function will return by when an adopted decision has to be sent and answered, where it
    needs to be recognised; without days where the law as we keep it names none.
    """
    one = getattr(vote, "outcome", None)
    if one is None or not one.adopted or vote.effect != law.Effect.RECOGNITION:
        return None
    send = _known(rules.SEND + vote.matter, on=one.decided_on)
    decide = _known(rules.DECIDE + vote.matter, on=one.decided_on)
    send_by = after_working_days(one.decided_on, send.number) if send else None
    decide_by = after_working_days(send_by, decide.number) if send_by and decide else None
    return Clock(send_by, decide_by, send.basis if send else "")


def _known(key: str, on: date) -> law.Rule | None:
    """Return a rule that only some matters have."""
    return law.find(key, on=on) if key in law.names() else None


class Standing(StrEnum):
    """Tình trạng quyết định của cộng đồng: not decided yet, rejected, waiting, refused, or it stands."""

    OPEN = "open"
    REJECTED = "rejected"
    WAITING = "waiting"
    REFUSED = "refused"
    STANDS = "stands"

    @property
    def words(self) -> str:
        """This property will return it as a page says it."""
        return {
            "open": "chưa có kết quả", "rejected": "không được thông qua",
            "waiting": "được thông qua, chờ công nhận", "refused": "không được công nhận",
            "stands": "có hiệu lực",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommunityDecision:
    """Quyết định của cộng đồng: what a vote decided, and whether it stands; `on` is the day from which
    it does, or on which it was rejected.
    """

    vote: int
    unit: int
    groups: tuple[int, ...]
    title: str
    matter: Matter
    standing: Standing
    on: date | None
    level: str
    exemptions: str
    sentence: str

    @property
    def stands(self) -> bool:
        """This property will say whether money may be collected under it."""
        return self.standing is Standing.STANDS


def standing_of(vote: Vote) -> tuple[Standing, date | None]:
    """This function will say whether the decision of a vote stands, and since when."""
    one, answered = getattr(vote, "outcome", None), getattr(vote, "recognition", None)
    if one is None:
        return Standing.OPEN, None
    if not one.adopted:
        return Standing.REJECTED, one.decided_on
    if vote.effect != law.Effect.RECOGNITION:
        return Standing.STANDS, one.decided_on
    if answered is None:
        return Standing.WAITING, None
    return (Standing.STANDS if answered.recognised else Standing.REFUSED), answered.signed_on


def decision_of(vote: Vote) -> CommunityDecision:
    """This function will return what a vote decided."""
    standing, on = standing_of(vote)
    held = result_of(vote)
    groups = tuple(vote.groups.order_by("pk").values_list("unit_id", flat=True))
    return CommunityDecision(
        vote.pk, vote.unit_id, groups, vote.title, vote.kind, standing, on, vote.level,
        vote.exemptions, held.sentence if held is not None else "",
    )  # fmt: skip


def adopted_decision(pk: int) -> CommunityDecision | None:
    """This function will return what a vote decided, for rooms above to rest on; None where there is
    no such vote. It names groups and categories only, never a household.
    """
    vote = Vote.objects.select_related("outcome", "recognition").filter(pk=pk).first()
    return decision_of(vote) if vote is not None else None


def decisions(
    *, viewer: Actor, matter: str = "", standing_only: bool = True
) -> list[CommunityDecision]:
    """This function will return the decisions of the viewer's reach, the last first: those that stand,
    or all that were closed.
    """
    rows = (
        visible_votes(viewer=viewer).filter(status=Vote.Status.CLOSED).order_by("-closes_on", "-pk")
    )
    rows = rows.filter(matter=matter) if matter else rows
    told = [decision_of(vote) for vote in rows]
    return [one for one in told if one.stands or not standing_only]


def signed_minutes(vote: Vote) -> SignedMinutes | None:
    """This function will return the last scan of the minutes as hands signed them, or None."""
    return (
        SignedMinutes.objects.filter(vote=vote).select_related("stored").order_by("number").last()
    )
