"""Dựng phường mẫu: one call lays the whole ward down, in one transaction, by services alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dongthuan.act.funds.models import Work
from dongthuan.answer.reports.models import Report
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.directives.models import Document
from dongthuan.decide.indicators.models import Item, Round
from dongthuan.demo import asking
from dongthuan.demo.assent import ask
from dongthuan.demo.directing import Directing, meet
from dongthuan.demo.hands import Hands
from dongthuan.demo.offices import PASSWORD, Offices
from dongthuan.demo.opinions import hear
from dongthuan.demo.paperwork import write_papers
from dongthuan.demo.roads import Roads
from dongthuan.demo.rounds import Rounds, at
from dongthuan.demo.units import Units, found_units
from dongthuan.ground.audit.actors import House
from dongthuan.who.access.models import User
from dongthuan.who.access.queries import SignedIn, actor_of
from dongthuan.who.org.models import Unit

START = at(2021, 3, 1)
# The morning on which the demonstration stands: everything in it was recorded earlier.
NOW = at(2021, 7, 5)


class NotEmpty(Exception):
    """Raised when the database already holds units, accounts or measures."""


@dataclass(frozen=True)
class Town:
    """Phường mẫu: handles to what was built."""

    units: Units
    users: Mapping[str, User]
    rounds: Mapping[str, Round]
    documents: Mapping[str, Document]
    works: Mapping[str, Work]
    votes: Mapping[str, Vote]
    report: Report
    password: str = PASSWORD
    now: datetime = NOW

    @property
    def ward(self) -> Unit:
        """This property will return the ward."""
        return self.units.ward

    @property
    def party(self) -> Unit:
        """This property will return the Party committee of the ward."""
        return self.units.party

    @property
    def front(self) -> Unit:
        """This property will return the Front committee of the ward."""
        return self.units.front

    @property
    def groups(self) -> tuple[Unit, ...]:
        """This property will return the residential groups, 1 to 23."""
        return self.units.groups

    @property
    def cells(self) -> tuple[Unit, ...]:
        """This property will return the cells: residential 1 to 23, schools, and the other three."""
        return self.units.cells

    def actor(self, username: str, now: datetime | None = None) -> SignedIn:
        """This method will return the actor behind an account at a moment."""
        return actor_of(self.users[username], now or self.now)


def is_empty() -> bool:
    """This function will say whether nothing of a ward is in the database yet."""
    return not (Unit.objects.exists() or User.objects.exists() or Item.objects.exists())


@transaction.atomic
def build(start: datetime = START) -> Town:
    """This function will build the ward as of mid-2021, set up at the moment `start`.

    :raises NotEmpty: the database already holds something.
    """
    if not is_empty():
        raise NotEmpty("Cơ sở dữ liệu này đã có dữ liệu; phường mẫu chỉ dựng vào chỗ trống.")
    house = House(start)
    units = found_units(house)
    users = Offices(units, house).fill()
    asking.define_all(units, house)
    asking.set_targets(units, house)
    hands = Hands(users)
    rounds = Rounds(units, hands).run()
    documents = Directing(units, hands).run()
    votes = ask(units, hands)
    hear(units, hands)
    works = Roads(units, hands).run()
    documents["nq"] = meet(units, hands)
    return Town(units, users, rounds, documents, works, votes, write_papers(units, hands))
