"""Tay làm: the actors of the demonstration, each at its own moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from dongthuan.who.access.models import User
from dongthuan.who.access.queries import SignedIn, actor_of
from dongthuan.who.org.queries import Standing


class Hands:
    """Những người làm: who does each thing; the units all stand by then, and the tree of a day is
    read once for all who act on it.
    """

    def __init__(self, users: Mapping[str, User]) -> None:
        self.users = users
        self._standings: dict[date, Standing] = {}

    def at(self, username: str, when: datetime) -> SignedIn:
        """This method will return the actor behind an account at a moment."""
        one = actor_of(self.users[username], when)
        return actor_of(one.user, when, self._of(one.today))

    def _of(self, day: date) -> Standing:
        if day not in self._standings:
            self._standings[day] = Standing(day)
        return self._standings[day]
