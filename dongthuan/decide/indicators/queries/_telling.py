"""Values as units told them: the last revision of each cell as known then, and their past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from dongthuan.decide.indicators.models import Sheet, Step, Value
from dongthuan.decide.indicators.rules import Manner
from dongthuan.ground.audit.rules import digest
from dongthuan.ground.primitives.periods import Period


class Told(NamedTuple):
    """Giá trị đã báo: one revision as a plain tuple, cheap enough for thousands."""

    id: int
    item: int
    unit: int
    code: str
    revision: int
    state: str
    scaled: int | None
    whole: int | None
    estimate: bool
    manner: str
    recorded_at: datetime
    by: str
    note: int | None
    note_digest: str
    sheet: int
    status: str
    help: int | None

    @property
    def approved(self) -> bool:
        """This property will say whether the sheet it came with stands approved."""
        return self.status == Sheet.Status.APPROVED

    @property
    def seal(self) -> str:
        """This property will return the digest of what the revision said."""
        # Codes and whole numbers alone: no part can be read as another's.
        said = (
            f"value|{self.id}|{self.state}|{self.scaled}|{self.whole}|{self.estimate:d}|"
            f"{self.manner}|{self.note_digest}"
        )
        return digest(said.encode())


_COLUMNS = (
    "pk", "item_id", "unit_id", "code", "revision", "state", "scaled", "scaled_whole", "estimate",
    "manner", "recorded_at", "by", "note_id", "note_digest", "sheet_id", "sheet__status", "help_id",
)  # fmt: skip


def latest(
    *, items: Iterable[int], units: Iterable[int], periods: Iterable[Period],
    known_at: datetime | None = None,
) -> dict[tuple[int, int, str], Told]:  # fmt: skip
    """This function will return the last revision of each cell as known then, in two queries."""
    asked = set(periods)
    # By start for the values of many units, by code for those of one: each has its index.
    rows = Value.objects.filter(
        item_id__in=set(items), unit_id__in=set(units),
        start__in={one.start for one in asked}, code__in={one.code for one in asked},
    )  # fmt: skip
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found: dict[tuple[int, int, str], Told] = {}
    for row in rows.order_by("revision").values_list(*_COLUMNS):
        told = Told._make(row)
        found[(told.item, told.unit, told.code)] = told
    if known_at is not None and found:
        approved = approved_at({told.sheet for told in found.values()}, known_at)
        found = {
            cell: told._replace(status=approved.get(told.sheet, Sheet.Status.OPEN))
            for cell, told in found.items()
        }
    return found


def approved_at(sheets: Iterable[int], at: datetime) -> dict[int, str]:
    """This function will return the status of the sheets that stood approved at a moment."""
    standing: dict[int, str] = {}
    turning = ("sent", "approved", "returned", "reopened")
    rows = Step.objects.filter(sheet_id__in=set(sheets), at__lte=at, step__in=turning)
    for sheet, step in rows.order_by("at", "pk").values_list("sheet_id", "step"):
        standing[sheet] = step
    return {sheet: Sheet.Status.APPROVED for sheet, step in standing.items() if step == "approved"}


def history(item: int, unit: int, code: str) -> list[Value]:
    """This function will return every revision of a cell, the oldest first."""
    return list(Value.objects.filter(item_id=item, unit_id=unit, code=code).order_by("revision"))


def manners(item: int, unit: int, upto: date) -> list[Manner]:
    """This function will return how a unit's value came in, period by period, the oldest first."""
    found: dict[date, Manner] = {}
    rows = Value.objects.filter(item_id=item, unit_id=unit, start__lte=upto)
    for start, manner in rows.order_by("start", "revision").values_list("start", "manner"):
        found[start] = Manner(manner)
    return [found[start] for start in sorted(found)]


def corrections(since: datetime, *, items: Mapping[int, str]) -> list[Value]:
    """This function will return the revisions recorded after a moment, the oldest first."""
    rows = Value.objects.filter(recorded_at__gt=since, item_id__in=items, revision__gt=1)
    return list(rows.select_related("item").order_by("recorded_at", "pk"))
