"""Một đợt lấy ý kiến trên trang: the round, who looks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from dongthuan.decide.assembly.opinion_paper import section_words
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn


@dataclass
class OneRound:
    """Đợt lấy ý kiến và người xem."""

    round: Any
    by: SignedIn

    @cached_property
    def keeps(self) -> bool:
        """This property will say whether the viewer keeps the round itself."""
        return self.by.may(Act.OPINION_KEEP, self.round.unit_id)

    @cached_property
    def sections(self) -> list[Any]:
        """This property will return the sections of the draft."""
        return queries.sections(self.round)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """This property will return the sections to choose from."""
        return [(str(one.pk), section_words(one)) for one in self.sections]

    @property
    def unit(self) -> str:
        """This property will return the name of the unit that asks."""
        return self.name(self.round.unit_id)

    def name(self, unit: int) -> str:
        """This method will return the name of a unit, also of one that is gone."""
        return self.by.tree.name(unit) if unit in self.by.tree else "đơn vị đã thôi"

    @cached_property
    def asked(self) -> list[tuple[str, str]]:
        """This property will return the groups that are asked, by number and name."""
        return [(str(unit), self.name(unit)) for unit in queries.units_asked(self.round)]

    @property
    def brings(self) -> list[tuple[str, str]]:
        """This property will return the asked groups whose words the viewer may write down."""
        reach = self.by.reach(Act.OPINION_KEEP)
        return [(unit, words) for unit, words in self.asked if self.keeps or int(unit) in reach]

    @property
    def is_open(self) -> bool:
        """This property will say whether anything may still be written to it."""
        return bool(self.round.status == "open")

    @property
    def over(self) -> bool:
        """This property will say whether the last day for comments is past."""
        return bool(self.by.today > self.round.closes_on)


def seen(by: SignedIn, pk: int) -> OneRound:
    """This function will return a round the viewer may see, or answer that there is none."""
    found = queries.round_seen(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return OneRound(found, by)


def kept(by: SignedIn, pk: int) -> OneRound:
    """This function will return a round the viewer keeps, or refuse."""
    one = seen(by, pk)
    if not one.keeps:
        raise NotPermitted(Act.OPINION_KEEP)
    return one
