"""Mục số liệu của sổ hộ: households counted on a day, and those that somebody speaks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import (
    Ask,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    RecordRef,
    State,
)
from dongthuan.who.org.queries import Forest
from dongthuan.who.people.models import Dwelling, Representative

COUNTED, SPOKEN = "households.counted", "households.represented"
_SOURCE = "Sổ hộ của phường"
_HOW = "đếm từng hộ có trong sổ hộ vào ngày này; căn cứ không ghi mã hộ, tên hay địa chỉ"
MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        Measure(
            COUNTED, "Số hộ trong sổ hộ", "hộ", Nature.STOCK, reading=Reading.PUBLIC,
            counted=True, source=_SOURCE,
            definition="Số hộ ở các tổ dân phố đến ngày cuối kỳ, đếm từ sổ hộ.",
        ),
        Measure(
            SPOKEN, "Số hộ đã có người đại diện", "hộ", Nature.STOCK, reading=Reading.INTERNAL,
            counted=True, source=_SOURCE,
            definition="Số hộ trong sổ hộ đã chọn người đại diện đến ngày cuối kỳ.",
        ),
    )
}  # fmt: skip


class Households:
    """Counts the households of groups on the last day of a period."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence is each group, and in a group each household."""
        return [_figure(ask, look) for ask in asks]


def _figure(ask: Ask, look: Look) -> Figure:
    assert isinstance(look.trees, Forest)
    day, measure = ask.period.last_day, MEASURES[ask.key]
    tree = look.trees(day)
    if ask.unit not in tree:
        return Figure(ask, measure, State.MISSING, reason="Đơn vị không có vào ngày này.")
    groups = tree.of_kind(ask.unit, "residential_group")
    if not groups:
        return Figure(ask, measure, State.NOT_APPLICABLE, reason="Đơn vị này không có hộ.")
    dwellings = Dwelling.objects.on(day, look.known_at).filter(unit__in=groups)
    if ask.key == SPOKEN:
        spoken = Representative.objects.on(day, look.known_at)
        dwellings = dwellings.filter(household__in=spoken.values("household_id"))
    if not look.evidence:
        return Figure(ask, measure, State.VALUE, Fraction(dwellings.count()))
    held: dict[int, list[RecordRef]] = {group: [] for group in groups}
    for row in dwellings.order_by("pk"):
        held[row.unit_id].append(_record(row))
    parts = tuple(_of_group(group, records, ask, measure) for group, records in held.items())
    if groups == (ask.unit,):
        return parts[0]
    count = sum(len(records) for records in held.values())
    return Figure(
        ask, measure, State.VALUE, Fraction(count), evidence=Evidence(parts=parts, how=_HOW)
    )


def _of_group(group: int, records: Sequence[RecordRef], ask: Ask, measure: Measure) -> Figure:
    return Figure(
        Ask(ask.key, group, ask.period), measure, State.VALUE, Fraction(len(records)),
        evidence=Evidence(tuple(records), how=_HOW),
    )  # fmt: skip


def _record(row: Any) -> RecordRef:
    since = row.valid_from
    return RecordRef(
        "dwelling", row.pk, 1, digest(f"{row.pk}.{moment(row.recorded_at)}".encode()), row.unit_id,
        f"một hộ, ở tổ từ {since.day}/{since.month}/{since.year}", recorded_at=row.recorded_at,
    )  # fmt: skip
