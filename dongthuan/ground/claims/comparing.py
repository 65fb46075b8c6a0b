"""So một con số với một bản ghi: units brought together, ranges, ratios, then the policy."""

from __future__ import annotations

from fractions import Fraction

from dongthuan.ground.claims import policy
from dongthuan.ground.claims.finding import Verdict
from dongthuan.ground.claims.policy import Agreement
from dongthuan.ground.claims.reading import Figure, Number
from dongthuan.ground.claims.records import Record, base_unit


def against(figure: Figure, value: object, record: Record) -> Agreement:
    """This function will compare one reading of a figure with the value of a record."""
    assert record.value is not None
    _, ours = base_unit(figure.unit)
    _, theirs = base_unit(record.unit)
    if ("/" in figure.unit) != ("/" in record.unit):
        # «61 tạ rưỡi» said of a yield kept in tạ/ha: only what is measured can be compared.
        ours = base_unit(figure.unit.split("/")[0])[1]
        theirs = base_unit(record.unit.split("/")[0])[1]
    if not record.unit or _measured(figure.unit) != _measured(record.unit):
        ours = theirs = Fraction(1)
    kept = policy.exact(record.value) * theirs
    if isinstance(value, tuple):
        low, high = (policy.exact(v) * ours for v in value)
        inside = low <= abs(kept) <= high
        return Agreement(Verdict.RIGHT if inside else Verdict.WRONG, "" if inside else "wrong")
    assert isinstance(value, int | float)
    if figure.of is not None:
        return _ratio(figure, value, record, kept, ours)
    agreement = policy.compare(figure, value, kept, ours)
    if agreement.verdict is not Verdict.WRONG and figure.direction == "up" and kept < 0:
        return Agreement(Verdict.WRONG, "direction")
    return agreement


def _measured(unit: str) -> str:
    return base_unit(unit)[0].split("/")[0]


def _ratio(figure: Figure, value: Number, record: Record, kept: object, ours: object) -> Agreement:
    assert figure.of is not None and record.value is not None
    if record.of is not None:
        same = (value, figure.of) == (record.value, record.of)
        share = policy.exact(value) / policy.exact(figure.of) == policy.exact(
            record.value
        ) / policy.exact(record.of)
        if same or (figure.unit == "fraction" and share):
            return Agreement(Verdict.RIGHT)
        return Agreement(Verdict.WRONG, "wrong")
    if record.unit in ("fraction", "percent"):
        share_written = policy.exact(value) / policy.exact(figure.of)
        kept_share = policy.exact(record.value) * base_unit(record.unit)[1]
        band = policy.BANDS.get(figure.qualifier)
        if band:
            inside = share_written * band[0] <= kept_share <= share_written * band[1]
            return Agreement(
                Verdict.ROUNDED if inside else Verdict.WRONG, "" if inside else "hedge_not_met"
            )
        near = abs(share_written - kept_share) <= Fraction(1, 200)
        return Agreement(Verdict.ROUNDED if near else Verdict.WRONG, "" if near else "wrong")
    return policy.compare(figure, value, policy.exact(record.value), Fraction(1))
