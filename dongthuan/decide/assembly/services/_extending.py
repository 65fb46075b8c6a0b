"""Kéo dài đợt lấy phiếu: a later last day while ballots are taken, with a reason that everybody reads."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dongthuan.decide.assembly.models import Vote, VoteExtension, VoteGroup
from dongthuan.decide.assembly.services._asking import LONGEST, law_key
from dongthuan.decide.assembly.services._holding import UnableToVote, held, reason_given, written
from dongthuan.ground import law
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org import queries as org

_S = Vote.Status


@transaction.atomic
def extend(*, vote: Vote, closes_on: date, reason: str, seen: int, by: Actor) -> VoteExtension:
    """This function will let a vote take ballots for longer, with a reason; never for shorter.

    :raises UnableToVote: it is no longer asked, the day is no later one, gives no reason, or falls under
        another law or another tree of units than the roll was frozen with.
    """
    by.require(Act.VOTE_KEEP, vote.unit_id)
    one = held(vote, _S.ASKED, seen=seen)
    if closes_on <= one.closes_on or closes_on < by.today:
        raise UnableToVote("Ngày cuối mới phải sau ngày cuối cũ và chưa qua.", "closes_on")
    if (closes_on - one.opens_on).days > LONGEST:
        raise UnableToVote(f"Một đợt lấy phiếu dài nhất {LONGEST} ngày.", "closes_on")
    _same_ground(one, closes_on)
    kept = reason_given(reason, "kéo dài; lý do hiện trên trang công khai và trong biên bản")
    made = VoteExtension.objects.create(
        vote=one, before=one.closes_on, after=closes_on, at=by.now, by=audit.sign(by),
        note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    one.closes_on = closes_on
    written(one, by, "closes_on")
    audit.record(Act.VOTE_KEEP, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"extend {closes_on.isoformat()}", note=kept)  # fmt: skip
    return made


def _same_ground(one: Vote, on: date) -> None:
    """Refuse a day on which what was frozen with the roll would not be so: the share, its base, the groups."""
    rule = law.find(law_key(one), on=on)
    frozen = (one.needed, one.base, one.effect)
    if rule is None or (rule.threshold, rule.base or law.Base.HOUSEHOLDS,
                        rule.effect or law.Effect.ADOPTION) != frozen:  # fmt: skip
        raise UnableToVote(
            f"Đến ngày {on:%d/%m/%Y} quy định về mức phải đạt đã khác lúc chốt danh sách. Chọn ngày sớm "
            "hơn, hoặc mở đợt mới.",
            "closes_on",
        )
    tree = org.tree(on)
    if any(unit not in tree for unit in VoteGroup.objects.filter(vote=one).values_list("unit", flat=True)):  # fmt: skip
        raise UnableToVote(
            f"Đến ngày {on:%d/%m/%Y} có tổ trong đợt này không còn. Chọn ngày sớm hơn.", "closes_on"
        )
