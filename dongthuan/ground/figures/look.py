"""Cách nhìn: who asks, what was known when, and which trees of units; passed in from above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures.measure import Measure, Reading


class OneTree(Protocol):
    """The tree of a day, as far as figures ask of it."""

    def __contains__(self, unit_id: object) -> bool: ...
    def name(self, unit_id: int) -> str: ...
    def is_top(self, unit_id: int) -> bool: ...
    def of_kind(self, unit_id: int, kind: str, setting: str = "") -> tuple[int, ...]: ...


class Trees(Protocol):
    """The trees of all days, as they were or as they are on one day."""

    @property
    def as_of(self) -> date | None: ...
    @property
    def known_at(self) -> datetime | None: ...
    def __call__(self, day: date) -> OneTree: ...
    def ready(self, first: date, last: date) -> None: ...
    def origins(self, unit: int, day: date) -> Mapping[int, Fraction] | None: ...


@dataclass(frozen=True)
class Look:
    """Cách nhìn: a viewer, the trees, and the moment whose knowledge counts (None: now)."""

    viewer: Actor
    trees: Trees
    known_at: datetime | None = None
    # `False` leaves evidence out where only the number is wanted (long series, grids).
    evidence: bool = True
    # Without evidence: count all the same how many values nobody has approved (a draft of a report).
    standing: bool = False
    notes: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def sees(self, measure: Measure, unit: int) -> bool:
        """This method will say whether the viewer may know this measure of this unit.

        Until small counts can be protected, a sensitive one is never public: it needs its own act.
        """
        if measure.reading is Reading.PUBLIC:
            return True
        if measure.reading is Reading.WHOLE and self.trees(self.viewer.today).is_top(unit):
            return True
        act = Act.FIGURE_SEE
        if measure.reading is Reading.SENSITIVE:
            act = Act.FIGURE_SEE_SENSITIVE
        return self.viewer.may(act, unit)
