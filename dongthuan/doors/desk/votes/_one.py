"""Một đợt lấy phiếu trên trang: what was written of it, what may be done next, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.queries import Counted
from dongthuan.decide.assembly.results import Result
from dongthuan.decide.assembly.rules import Channel
from dongthuan.doors.desk._landing import viewer
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn


@dataclass
class OneVote:
    """Đợt lấy phiếu và người xem: what the page needs of both."""

    vote: Any
    by: SignedIn

    def may(self, act: Act) -> bool:
        """This method will say whether the viewer may do an act in the unit that asks."""
        return self.by.may(act, self.vote.unit_id)

    @property
    def keeps(self) -> bool:
        """This property will say whether the viewer keeps what is asked."""
        return self.may(Act.VOTE_KEEP)

    @property
    def closes(self) -> bool:
        """This property will say whether the viewer closes it."""
        return self.may(Act.VOTE_CLOSE)

    @cached_property
    def groups(self) -> list[Any]:
        """This property will return its groups with their meetings."""
        return queries.groups_of(self.vote)

    @cached_property
    def counted_groups(self) -> list[Any]:
        """This property will return the groups whose ballots the viewer writes down."""
        return [one for one in self.groups if self.by.may(Act.VOTE_COUNT, one.unit_id)]

    @property
    def counts(self) -> bool:
        """This property will say whether the viewer writes down ballots of it now."""
        return self.asked and bool(self.counted_groups)

    @property
    def asked(self) -> bool:
        """This property will say whether it takes ballots."""
        return bool(self.vote.status == "asked")

    @cached_property
    def counted(self) -> Counted:
        """This property will return the count as it is written now."""
        return queries.counted(self.vote)

    @cached_property
    def result(self) -> Result | None:
        """This property will return the result as it was closed."""
        return queries.result_of(self.vote)

    @property
    def many(self) -> list[Channel]:
        """This property will return the channels that are counted on a board."""
        return [one for one in self.vote.ways if one.together]

    @property
    def has_paper(self) -> bool:
        """This property will say whether papers are collected at doors."""
        return Channel.PAPER in self.vote.ways

    @property
    def has_slips(self) -> bool:
        """This property will say whether slips are answered on phones."""
        return Channel.PHONE in self.vote.ways

    def name(self, unit: int) -> str:
        """This method will return the name of a unit."""
        return self.by.tree.name(unit)


def open_vote(request: HttpRequest, pk: int) -> OneVote:
    """This function will return a vote for its page, or raise Http404 where it may not be seen."""
    by = viewer(request)
    one = queries.vote_seen(viewer=by, pk=pk)
    if one is None:
        raise Http404
    return OneVote(one, by)


def open_for(request: HttpRequest, pk: int, act: Act) -> OneVote:
    """This function will return a vote for whoever may do an act of it; raises NotPermitted."""
    one = open_vote(request, pk)
    allowed = bool(one.counted_groups) if act is Act.VOTE_COUNT else one.may(act)
    if not allowed:
        raise NotPermitted(act)
    return one
