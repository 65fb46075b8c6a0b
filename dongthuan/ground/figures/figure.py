"""Số liệu: a measure for one unit and one period, with the evidence it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from dongthuan.ground.audit.rules import canonical, digest
from dongthuan.ground.figures.measure import Measure
from dongthuan.ground.primitives.periods import Period


class State(StrEnum):
    """Tình trạng số liệu: zero is a value; missing and not applicable are none."""

    VALUE = "value"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NOT_COMPARABLE = "not_comparable"
    HIDDEN = "hidden"

    @property
    def words(self) -> str:
        """This property will return the state as a person reads it."""
        return {
            "value": "",
            "partial": "chưa đủ",
            "missing": "chưa có số",
            "not_applicable": "không áp dụng",
            "not_comparable": "không so sánh được",
            "hidden": "không có quyền xem",
        }[self]


@dataclass(frozen=True, slots=True)
class Ask:
    """Câu hỏi số liệu: which measure, of which unit, for which period."""

    key: str
    unit: int
    period: Period


class RecordRef(NamedTuple):
    """Bản ghi làm căn cứ: what a record said when it was asked; `seal` is its salted digest.

    A plain tuple, cheap enough for the thousands behind one figure of a year.
    """

    kind: str
    id: int
    revision: int
    seal: str
    unit: int
    told: str
    period: str = ""
    value: Fraction | None = None
    recorded_at: datetime | None = None
    actor: str = ""
    note: int | None = None
    manner: str = ""
    approved: bool = True
    estimate: bool = False
    # The key of the measure the record answers: two numbers of one unit and period differ by it.
    item: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Căn cứ: records, or smaller figures; `silent` are the units that have said nothing yet."""

    records: tuple[RecordRef, ...] = ()
    parts: tuple[Figure, ...] = ()
    silent: tuple[int, ...] = ()
    unapproved: int = 0
    how: str = ""

    def all_records(self) -> Iterator[RecordRef]:
        """This method will return every record down to the last part."""
        yield from self.records
        for part in self.parts:
            yield from part.evidence.all_records()

    @property
    def hash(self) -> str:
        """This property will return the mã niêm phong over ids, revisions and salted digests."""
        seen = sorted({(r.kind, r.id, r.revision, r.seal) for r in self.all_records()})
        return digest(canonical({"records": [list(one) for one in seen]}))


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Figure:
    """Số liệu: value and unit of measurement, or the reason why there is none.

    A ratio keeps both sums: `value` is the number printed, `part` and `whole` what it divides.
    """

    ask: Ask
    measure: Measure
    state: State
    value: Fraction | None = None
    part: Fraction | None = None
    whole: Fraction | None = None
    estimate: bool = False
    evidence: Evidence = field(default=NO_EVIDENCE)
    reason: str = ""

    @property
    def known(self) -> bool:
        """This property will say whether there is a number to print."""
        return self.value is not None

    @property
    def printed(self) -> str:
        """This property will print the number, or a dash where there is none."""
        return self.measure.printed(self.value) if self.value is not None else "–"

    @property
    def written(self) -> str:
        """This property will print the number with its unit of measurement."""
        return self.measure.written(self.value) if self.value is not None else "–"

    @property
    def when(self) -> str:
        """This property will say when the figure holds."""
        return self.measure.when(self.ask.period)
