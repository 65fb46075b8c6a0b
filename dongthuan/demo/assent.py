"""Dân bàn: two questions put to households under the ordinance of 2007, one of them answered «no»."""

from __future__ import annotations

from datetime import date, timedelta

from dongthuan.decide.assembly import services
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.rules import Channel, Count
from dongthuan.decide.assembly.services import Question
from dongthuan.demo.hands import Hands
from dongthuan.demo.names import people
from dongthuan.demo.rounds import at
from dongthuan.demo.units import Units
from dongthuan.ground.audit.actors import Actor
from dongthuan.who.people import services as keeping
from dongthuan.who.people.rules import HomeGiven, PersonGiven

# The number of the group, its households, what was asked, and how many said yes, no, nothing.
_ASKED = (
    (5, 74, "contribution", "Góp làm đường hẻm 12, tổ dân phố 5, mức 1.500.000 đồng mỗi hộ?", (58, 9, 4)),
    (17, 68, "contribution", "Góp mở rộng hẻm 31, tổ dân phố 17, mức 3.000.000 đồng mỗi hộ?", (29, 33, 3)),
)  # fmt: skip
_LIVE_SINCE = date(2019, 1, 1)


def ask(units: Units, hands: Hands) -> dict[str, Vote]:
    """This function will ask both, count hands in a meeting of each group, and close with the result."""
    found = {}
    for place, (number, homes, matter, title, said) in enumerate(_ASKED):
        group = units.groups[number - 1]
        clerk = hands.at("vanphong", at(2021, 4, 2, 8, place))
        _live(group.pk, number, homes, clerk)
        question = Question(
            matter=matter, title=title, channels=(Channel.HANDS,), opens_on=date(2021, 4, 12),
            closes_on=date(2021, 4, 24), level=title.split(", mức ")[1].rstrip("?"),
            exemptions="Hộ nghèo; gia đình chính sách neo đơn",
        )  # fmt: skip
        vote = services.begin(unit=group, question=question, groups=[group.pk], by=clerk)
        services.freeze(vote=vote, seen=vote.version, by=clerk)
        head = hands.at(f"to{number:02d}", at(2021, 4, 24, 20, place))
        services.mark_counted(
            vote=vote, channel=Channel.HANDS, numbers=range(1, sum(said) + 1), by=head
        )
        yes, no, other = said
        services.note_board(
            vote=vote, unit=group.pk, channel=Channel.HANDS, count=Count(yes, no, other, 0),
            counters=_counters(number), by=head,
        )  # fmt: skip
        vote.refresh_from_db()
        leader = hands.at("lanhdao", head.now + timedelta(days=3))
        services.close(vote=vote, seen=vote.version, by=leader)
        services.publish(vote=vote, by=hands.at("lanhdao", leader.now + timedelta(hours=1)))
        found[f"to-{number:02d}"] = vote
    return found


def _live(unit: int, number: int, homes: int, by: Actor) -> None:
    somebody = people(homes, f"homes {number}")
    keeping.take_in(
        homes=[HomeGiven(f"H{number:02d}-{at_:03d}", unit, f"Hẻm {number}/{at_}") for at_ in range(1, homes + 1)],
        people=[
            PersonGiven(home=f"H{number:02d}-{at_:03d}", unit=unit, name=one.name, born=one.born, phone="",
                        is_head=True, speaks=True)
            for at_, one in enumerate(somebody, 1)
        ],
        on=_LIVE_SINCE, by=by,
    )  # fmt: skip


def _counters(number: int) -> tuple[str, str]:
    first, second = people(2, f"counters {number}")
    return first.name, second.name
