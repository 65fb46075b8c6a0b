"""Votes of the small ward, made through services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from dongthuan.decide.assembly import queries, services
from dongthuan.decide.assembly.models import RollLine, Vote
from dongthuan.decide.assembly.rules import Count
from dongthuan.ground.audit.actors import LOCAL, Anyone
from dongthuan.who.people import services as people
from tests.wards import FOUNDED, Ward

# The ward's clock begins on 1 June 2021, under the ordinance.
OPENS, CLOSES = date(2021, 6, 1), date(2021, 6, 10)
AFTER = datetime(2021, 6, 11, 8, 0, tzinfo=LOCAL)
EVERY_WAY = ("hands", "paper", "tally", "phone")


@dataclass
class Asking:
    """The small ward with some households in its first two groups, and hands that count."""

    ward: Ward = field(default_factory=Ward)
    homes: dict[int, list] = field(default_factory=dict)

    def lives(self, group: int, many: int) -> Asking:
        """Have so many households live in a group, each with somebody who speaks for it."""
        unit = self.ward.groups[group - 1]
        for _ in range(many):
            number = sum(map(len, self.homes.values())) + 1
            home = people.register_household(code=f"HB{number}", unit=unit, address=f"Số {number}",
                                             on=FOUNDED, by=self.ward.house)  # fmt: skip
            self.speaks(home, f"Đại diện {number}", unit)
            self.homes.setdefault(group, []).append(home)
        return self

    def speaks(self, home, name, unit, on=FOUNDED):
        person = people.register(name=name, unit=unit, by=self.ward.house)
        people.join(person=person, household=home, on=on, by=self.ward.house)
        people.choose_representative(household=home, person=person, on=on, by=self.ward.house)
        return person

    def question(self, **more) -> services.Question:
        told = {
            "matter": "contribution", "title": "Góp làm đường liên tổ?", "channels": EVERY_WAY,
            "opens_on": OPENS, "closes_on": CLOSES, "level": "2.000.000 đồng/hộ",
            "exemptions": "Hộ nghèo; hộ chính sách",
        }  # fmt: skip
        return services.Question(**{**told, **more})

    def begun(self, groups=(1,), by=None, **more) -> Vote:
        units = [self.ward.groups[one - 1] for one in groups]
        unit = units[0] if len(units) == 1 else self.ward.ward
        return services.begin(unit=unit, question=self.question(**more),
                              groups=[one.pk for one in units], by=by or self.ward.clerk)  # fmt: skip

    def asked(self, groups=(1,), **more) -> Vote:
        vote = self.begun(groups, **more)
        services.freeze(vote=vote, seen=vote.version, by=self.ward.clerk)
        vote.refresh_from_db()
        return vote

    def counter(self, name: str, group: int = 1):
        return self.ward.person(name, ("group_head", self.ward.groups[group - 1]))

    def papers(self, vote, said: dict[int, str], first="Một", second="Hai", group=1) -> None:
        told = {number: services.Paper(choice) for number, choice in said.items()}
        for name in (first, second):
            services.read_papers(vote=vote, papers=told, by=self.counter(name, group))

    def hands(self, vote, numbers, yes=0, no=0, other=0, channel="hands", group=1, **more):
        by = self.counter("Một", group)
        services.mark_counted(vote=vote, channel=channel, numbers=numbers, by=by)
        return services.note_board(
            vote=vote, unit=self.ward.groups[group - 1].pk, channel=channel,
            count=Count(yes, no, other, more.pop("invalid", 0)), counters=("Lê A", "Trần B"),
            by=by, **more,
        )  # fmt: skip

    def slips(self, vote, group=1) -> dict[int, str]:
        """Make slips for a group; their codes by the numbers of the lines."""
        made = services.print_slips(vote=vote, unit=self.ward.groups[group - 1].pk,
                                    by=self.ward.clerk)  # fmt: skip
        numbers = dict(RollLine.objects.filter(vote=vote).values_list("pk", "number"))
        return {numbers[one.line]: one.code for one in made}

    def tap(self, code, choice="yes", **more):
        return services.cast(code=code, choice=choice, by=Anyone(self.ward.clock.tick()), **more)

    def line(self, vote, number) -> RollLine:
        return RollLine.objects.get(vote=vote, number=number)

    def count(self, vote) -> Count:
        return queries.counted(Vote.objects.get(pk=vote.pk)).tallied.count

    def closed(self, vote, by=None):
        self.ward.clock.at = max(self.ward.clock.at, AFTER)
        vote.refresh_from_db()
        made = services.close(vote=vote, seen=vote.version, by=by or self.ward.leader)
        vote.refresh_from_db()
        return made
