"""Hộ tham gia: how many households gave to a work, told once, when it is settled and points at nobody.

Told while a work still takes gifts, the number would move by one as one gift comes in, and a giver whose
name is on the posted list would be found among those who had, or had not, given before. Told for
several works as one, or for a part of the time, it would say the same when another number is taken
from it. So each settled work has one number, as it stood when it was settled, and it never moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count

from dongthuan.act.funds.models import Gift, Settlement, WorkGroup
from dongthuan.act.funds.rules import SMALLEST, GiverKind, may_tell
from dongthuan.who.org.queries import Forest
from dongthuan.who.people.models import Dwelling


@dataclass(slots=True)
class TakingPart:
    """Hộ tham gia một công trình: who gave by the group it was given in, beside how many live there."""

    unit: int
    on: date
    # Group and households of it that gave; None where a gift names no group.
    gave: dict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    homes: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int | None:
        """This property will return how many households gave, or None where that points at somebody."""
        everyone = set().union(*self.gave.values())
        return len(everyone) if may_tell(len(everyone), sum(self.homes.values())) else None

    def count_of(self, groups: Collection[int]) -> int | None:
        """This property will return how many gave in some groups. Of parts that add up to a whole one
        that is hidden would be found by taking the others away: all are told, or none.
        """
        told = [may_tell(len(self.gave.get(one, ())), self.homes.get(one)) for one in self.homes]
        if self.count is None or not all(told) or set(self.gave) - set(self.homes):
            return None
        return len(set().union(*(self.gave.get(one, set()) for one in groups)))


def taking_part(
    works: Collection[int], trees: Forest, known_at: datetime | None = None
) -> dict[int, TakingPart]:
    """This function will return what is told of settled works; of others nothing is."""
    rows = Settlement.objects.filter(work__in=works)
    if known_at is not None:
        rows = rows.filter(at__lte=known_at)
    found = {}
    for one in rows.select_related("work").order_by("work_id"):
        told = found[one.work_id] = TakingPart(one.work.unit_id, one.on)
        # A gift that is taken back later would tell whose it was: the number stays.
        gifts = Gift.objects.filter(work=one.work_id, recorded_at__lte=one.at,
                                    giver_kind=GiverKind.HOUSEHOLD, giver__isnull=False)  # fmt: skip
        standing = gifts.exclude(reversal__at__lte=one.at)
        # A household has one row of givers, which stays when its name is erased.
        for group, giver in standing.values_list("group", "giver"):
            told.gave[group].add(giver)
        asked = set(WorkGroup.objects.filter(work=one.work_id).values_list("unit", flat=True))
        asked = asked or set(trees(one.on).gathered(one.work.unit_id))
        dwellings = Dwelling.objects.on(one.on, one.at).filter(unit__in=asked)
        lives = dict(dwellings.values_list("unit_id").annotate(Count("pk")).order_by())
        told.homes = {
            group: lives.get(group, 0) for group in asked if group in lives or group in told.gave
        }
    return found


def points_at_few(counts: Mapping[int | None, int], mine: Iterable[int | None]) -> bool:
    """This function will say whether the sum of some groups among others tells what few gave, or that
    nobody did: by itself, or by taking what is told from the whole.
    """
    if not sum(counts.values()):
        return False
    small = [many for many in counts.values() if many < SMALLEST]
    return sum(counts.get(one, 0) for one in mine) < SMALLEST or (
        bool(small) and sum(small) < SMALLEST
    )


def gathered_small(counts: Mapping[int | None, int]) -> list[tuple[int | None, ...]]:
    """This function will put groups together until no row of a list tells of few: each with enough
    receipts stands alone, the others share a row, the smallest of those with enough among them where
    the others are too few together.
    """
    order = sorted(counts, key=lambda one: (counts[one], one is None, one or 0))
    few = [one for one in order if counts[one] < SMALLEST]
    rest = [one for one in order if one not in few]
    while few and rest and sum(counts[one] for one in few) < SMALLEST:
        few.append(rest.pop(0))
    return [*((one,) for one in rest), *([tuple(few)] if few else [])]
