"""Sums that the database makes itself, for long series where no record is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from dongthuan.decide.indicators.models import Sheet, Value


@dataclass(frozen=True, slots=True)
class Total:
    """Tổng đã cộng: what units told of one measure for one period, in its smallest step."""

    scaled: int = 0
    whole: int = 0
    values: int = 0
    not_applicable: int = 0
    estimates: int = 0
    # How many of the values nobody has approved; asked of what is known now alone.
    unapproved: int = 0

    def __add__(self, other: Total) -> Total:
        return Total(
            self.scaled + other.scaled, self.whole + other.whole, self.values + other.values,
            self.not_applicable + other.not_applicable, self.estimates + other.estimates,
            self.unapproved + other.unapproved,
        )  # fmt: skip


NOTHING = Total()


def totals(
    *, items: Iterable[int], units: Iterable[int], starts: Iterable[date],
    known_at: datetime | None = None, by_unit: bool = False, standing: bool = False,
) -> dict[tuple[int, int, str], Total]:  # fmt: skip
    """This function will add the last revisions known at a moment, by measure and period, in one
    query; the unit of the key is 0 unless the sums are asked for unit by unit.
    """
    told = (
        Value.objects.all() if known_at is None else Value.objects.filter(recorded_at__lte=known_at)
    )
    days = set(starts)
    if not days:
        return {}
    mine = told.filter(item_id__in=set(items))
    around = mine.filter(start__gte=min(days), start__lte=max(days))
    rows = mine.filter(start__in=days, unit_id__in=set(units))
    rows = rows.exclude(pk__in=_corrected(around, told))
    grouped = ("item_id", "start", "code", "unit_id")[: 4 if by_unit else 3]
    waiting = {} if known_at or not standing else {
        "unapproved": Count("pk", filter=~Q(sheet__status=Sheet.Status.APPROVED))
    }  # fmt: skip
    sums = rows.values(*grouped).annotate(
        # Only a value has a number: what does not apply, or was taken back, has none to add.
        total=Sum("scaled"), whole=Sum("scaled_whole"), values=Count("scaled"),
        not_applicable=Count("pk", filter=Q(state="not_applicable")),
        estimates=Count("pk", filter=Q(state="value", estimate=True)),
        **waiting,
    )  # fmt: skip
    return {
        (row["item_id"], row.get("unit_id", 0), row["code"]): Total(
            int(row["total"] or 0), int(row["whole"] or 0), row["values"], row["not_applicable"],
            row["estimates"], row.get("unapproved", 0),
        )
        for row in sums.order_by()
    }  # fmt: skip


def _corrected(rows: QuerySet[Value], told: QuerySet[Value]) -> QuerySet[Value, int]:
    """Return the revisions that another came after. Few are ever corrected and these few have an
    index of their own: asking each of thousands whether it is the last costs twice as much.
    """
    before = told.filter(
        item=OuterRef("item"), unit=OuterRef("unit"), code=OuterRef("code"),
        revision__lt=OuterRef("revision"),
    )  # fmt: skip
    pk = Subquery(before.order_by("-revision").values("pk")[:1])
    # Nothing is «not in» an unknown: zero is no key.
    return rows.filter(revision__gt=1).values_list(Coalesce(pk, 0), flat=True)
