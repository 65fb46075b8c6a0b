"""Đặt mục và giao chỉ tiêu: the definitions of the ward, and what was set for it to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dongthuan.decide.indicators import services
from dongthuan.demo.measures import BY_CHAPTER
from dongthuan.demo.units import Units
from dongthuan.ground.audit.actors import Actor
from dongthuan.who.org.models import Unit

_HOLDS_FROM = date(2018, 1, 1)
_CITY, _COUNCIL, _CITY_PARTY = "city", "council", "city-party"
_OWNERS = {
    _CITY: "UBND thành phố giao",
    _COUNCIL: "HĐND phường giao",
    _CITY_PARTY: "Thành ủy giao",
}
_BY_CITY, _BY_COUNCIL = "Quyết định giao chỉ tiêu năm 2021", "Nghị quyết HĐND phường năm 2021"


@dataclass(frozen=True, slots=True)
class Aim:
    """Chỉ tiêu giao: what an owner set for a year, and where it starts from."""

    key: str
    year: str
    owner: str
    value: int
    baseline: int | None = None
    party: bool = False
    reason: str = ""
    version_words: str = ""


_AIMS = (
    Aim("budget.revenue", "2020", _CITY, 7_950_000_000),
    Aim("budget.revenue", "2021", _CITY, 8_405_000_000),
    Aim("budget.revenue", "2021", _COUNCIL, 8_600_000_000),
    Aim("budget.own", "2021", _CITY, 3_900_000_000),
    Aim("budget.own", "2021", _COUNCIL, 4_050_000_000),
    Aim("poor.households", "2021", _CITY, 15, baseline=21),
    Aim("culture.rate", "2021", _CITY, 93),
    Aim("work.jobs", "2021", _CITY, 300, version_words="giao đầu năm"),
    Aim("work.jobs", "2021", _CITY, 280, version_words="điều chỉnh lần 1",
        reason="Điều chỉnh do ảnh hưởng của dịch COVID-19."),
    Aim("health.rate", "2021", _CITY, 91),
    Aim("defence.called", "2021", _CITY, 16),
    Aim("party.admitted", "2021", _CITY_PARTY, 20),
    Aim("party.admitted", "2021", _CITY_PARTY, 20, party=True),
)  # fmt: skip


def define_all(units: Units, by: Actor) -> None:
    """This function will define every measure, chapter by chapter."""
    order = 0
    for chapter, rows in BY_CHAPTER.items():
        for row in rows:
            order += 10
            services.define(
                key=row.key, label=row.label, unit=row.unit, nature=row.nature,
                frequency=row.frequency, level=row.level, on=_HOLDS_FROM, owner=units.ward, by=by,
                decimals=row.decimals, direction=row.direction, reading=row.reading,
                chapter=chapter, order=order, names=row.names, meaning=row.meaning,
                source=row.source, highest=row.highest, numerator=row.numerator,
                denominator=row.denominator,
            )  # fmt: skip


def set_targets(units: Units, by: Actor) -> None:
    """This function will keep what the city and the ward's People's Council set for the ward."""
    for aim in _AIMS:
        unit: Unit = units.party if aim.party else units.ward
        services.set_target(
            key=aim.key, unit=unit, code=aim.year, owner=aim.owner,
            owner_words=_OWNERS[aim.owner], value=Fraction(aim.value), by=by,
            source=_BY_COUNCIL if aim.owner == _COUNCIL else _BY_CITY.replace("2021", aim.year),
            version_words=aim.version_words, reason=aim.reason,
            baseline=Fraction(aim.baseline) if aim.baseline is not None else None,
        )  # fmt: skip
