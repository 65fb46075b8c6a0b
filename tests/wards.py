"""A small ward to test with: three groups, two cells, their measures, and actors of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from dongthuan.decide.indicators import queries as indicators
from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Round, Sheet
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.ground.audit.actors import House, Reach, Reaching
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Direction, Figure, Nature, Reading, value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.rules import ROLES
from dongthuan.who.org import services as org
from dongthuan.who.org.models import Unit
from dongthuan.who.org.queries import Forest, Standing

FOUNDED = date(2015, 1, 1)
START = datetime(2021, 6, 1, 1, 0, tzinfo=UTC)


class Clock:
    """Moments that only go forward, one minute a tick."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@dataclass(frozen=True)
class Person(Reaching):
    """An actor with roles in units, as the access room would make it."""

    key: str
    now: datetime
    roles: tuple[tuple[str, int], ...] = ()
    name: str = ""

    @cached_property
    def _standing(self) -> Standing:
        # Read once, as for whoever has signed in.
        return Standing(self.today)

    def reach(self, act: Act) -> Reach:
        found: set[int] = set()
        for role, unit in self.roles:
            if act in ROLES[role].acts:
                found.update(self._standing.below(unit))
        return Reach(frozenset(found))


@dataclass
class Ward:
    """The small ward and its hands; every call takes a fresh moment."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        by = self.house
        found = org.found
        self.ward = found(code="phuong", kind="ward", name="Phường Thử", on=FOUNDED, by=by)
        self.groups = [
            found(code=f"to-{n}", kind="residential_group", name=f"Tổ dân phố {n}", on=FOUNDED,
                  parent=self.ward, by=by)
            for n in (1, 2, 3)
        ]  # fmt: skip
        self.party = found(code="dang-bo", kind="party_committee", name="Đảng bộ Phường Thử",
                           on=FOUNDED, place=self.ward, by=by)  # fmt: skip
        self.cells = [
            found(code=f"cb-{n}", kind="cell", name=f"Chi bộ {n}", on=FOUNDED, parent=self.party,
                  place=self.groups[n - 1], setting="residential", by=by)
            for n in (1, 2)
        ]  # fmt: skip

    @property
    def house(self) -> House:
        return House(self.clock.tick())

    def person(self, key: str, *roles: tuple[str, Unit]) -> Person:
        held = tuple((role, unit.pk) for role, unit in roles)
        return Person(f"user:{key}", self.clock.tick(), held, key)

    @property
    def clerk(self) -> Person:
        return self.person("Văn phòng", ("clerk", self.ward), ("clerk", self.party))

    @property
    def leader(self) -> Person:
        return self.person("Lãnh đạo", ("leader", self.ward), ("leader", self.party))

    def head(self, number: int) -> Person:
        return self.person(f"Tổ trưởng {number}", ("group_head", self.groups[number - 1]))

    def define(self, key: str, label: str = "", **more: object) -> None:
        told: dict[str, object] = {
            "unit": "hộ", "nature": Nature.STOCK, "frequency": Frequency.HALF,
            "level": "residential_group", "on": FOUNDED, "owner": self.ward, "by": self.house,
        }  # fmt: skip
        services.define(key=key, label=label or key, **{**told, **more})  # type: ignore[arg-type]

    def round(self, code: str, *keys: str, due: date = date(2021, 6, 30), **more: object) -> Round:
        return services.open_round(
            unit=self.ward, title=f"Đợt {code}", code=code, due_on=due, keys=keys, by=self.clerk,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def sheet(self, round: Round, unit: Unit) -> Sheet:
        return Sheet.objects.select_related("round", "unit").get(round=round, unit=unit)

    def send(
        self, round: Round, unit: Unit, *, approve: bool = True, estimate: bool = False,
        **typed: str,
    ) -> Sheet:  # fmt: skip
        """Type, send and approve a sheet; keys are written with __ for the dot."""
        by = self.person(f"đơn vị {unit.code}", ("clerk", unit))
        sheet = self.sheet(round, unit)
        told = {key.replace("__", "."): text for key, text in typed.items()}
        services.save_drafts(sheet=sheet, typed=told, by=by, estimate=estimate)
        services.send(sheet=sheet, by=by, empty_is_meant=True)
        if approve:
            services.approve(sheet=sheet, by=self.leader)
        return sheet

    def figure(
        self, key: str, code: str = "2021-H1", unit: Unit | None = None, viewer: object = None,
        known_at: datetime | None = None, as_of: date | None = None,
    ) -> Figure:  # fmt: skip
        return value(
            key, unit=(unit or self.ward).pk, period=from_code(code),
            viewer=viewer or self.house,  # type: ignore[arg-type]
            trees=Forest(known_at, as_of), known_at=known_at,
        )  # fmt: skip


def told_ward() -> Ward:
    """A ward with a half-year told: households, revenue by month, members with a sensitive count."""
    ward = Ward()
    ward.define("trade.households", "Cơ sở sản xuất kinh doanh cá thể", unit="cơ sở",
                reading=Reading.PUBLIC)  # fmt: skip
    ward.define("people.poor", "Hộ nghèo", direction=Direction.LOWER)
    ward.define("people.households", "Tổng số hộ")
    ward.define("people.poor_rate", "Tỷ lệ hộ nghèo", unit="%", nature=Nature.RATIO, decimals=2,
                numerator="people.poor", denominator="people.households")  # fmt: skip
    ward.define("budget.revenue", "Thu ngân sách nhà nước trên địa bàn", unit="đồng",
                nature=Nature.FLOW, frequency=Frequency.MONTH, level="ward",
                reading=Reading.PUBLIC, direction=Direction.HIGHER)  # fmt: skip
    ward.define("party.members", "Tổng số đảng viên", unit="người", level="cell")
    ward.define("party.minority", "Đảng viên người dân tộc thiểu số", unit="người", level="cell",
                reading=Reading.SENSITIVE)  # fmt: skip
    half = ward.round("2021-H1", "trade.households", "people.poor", "people.households",
                      "party.members", "party.minority")  # fmt: skip
    for number, group in enumerate(ward.groups, start=1):
        ward.send(half, group, trade__households=str(500 + number), people__poor=str(number),
                  people__households=str(300 + number))  # fmt: skip
    for number, cell in enumerate(ward.cells, start=1):
        ward.send(half, cell, party__members=str(20 + number), party__minority=str(number))
    for month in range(1, 7):
        due = date(2021, month + 1, 10)
        told = ward.round(f"2021-{month:02d}", "budget.revenue", due=due)
        ward.send(told, ward.ward, budget__revenue=str(800_000_000 + month))
    services.set_target(key="budget.revenue", unit=ward.ward, code="2021", owner="city",
                        owner_words="UBND thành phố giao", value=Fraction(8_000_000_000),
                        by=ward.clerk)  # fmt: skip
    return ward


def sheet_of(ward: Ward, key: str, unit: Unit) -> Sheet:
    """The approved sheet in which a unit told a measure."""
    found = [
        s for s in Sheet.objects.filter(unit=unit).select_related("round", "unit")
        if any(c.definition.item.key == key for c in indicators.cells(s))
    ]  # fmt: skip
    return found[0]
