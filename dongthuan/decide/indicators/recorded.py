"""Bản ghi làm căn cứ: what a told value and a target say, as evidence keeps them."""

from __future__ import annotations

from fractions import Fraction

from dongthuan.decide.indicators.models import Target
from dongthuan.decide.indicators.queries import Told
from dongthuan.decide.indicators.rules import Manner
from dongthuan.ground.audit.rules import canonical, digest
from dongthuan.ground.figures import Measure, RecordRef

PLAN, ATTAINED = "plan", "attained"
# Looked up for each of thousands of records.
MANNERS = {str(manner): manner.words for manner in Manner}


def scaled(kept: int, decimals: int) -> Fraction:
    """This function will return a number kept in its smallest step, as it is: 605 of one decimal
    is 60,5.
    """
    # Most numbers are whole, and a whole number needs no common divisor to be looked for.
    return Fraction(kept, 10**decimals) if decimals else Fraction(kept)


def value_record(told: Told, measure: Measure, decimals: int) -> RecordRef:
    """This function will return a told value as the record that a figure rests on."""
    value = scaled(told.scaled, decimals) if told.scaled is not None else None
    if value is None:
        said = "không áp dụng"
    elif told.whole is not None:
        said = f"{measure.printed(value)}/{measure.printed(scaled(told.whole, decimals))}"
    else:
        said = measure.written(value)
    return RecordRef(
        "value", told.id, told.revision, told.seal, told.unit, said, told.code, value,
        told.recorded_at, told.by, told.note, MANNERS[told.manner], told.approved,
        told.estimate, measure.key,
    )  # fmt: skip


def target_record(target: Target, base: Measure, aim: Fraction) -> RecordRef:
    """This function will return a target as the record that a plan rests on."""
    version = f" ({target.version_words})" if target.version_words else ""
    said = [target.scaled, target.baseline, target.owner, target.note_digest]
    return RecordRef(
        "target", target.pk, target.version, digest(canonical({"target": target.pk, "said": said})),
        target.unit_id, f"{target.owner_words}{version}: {base.written(aim)}", target.code, aim,
        target.recorded_at, target.by, target.note_id, "chỉ tiêu giao",
        item=f"{base.key}:{PLAN}.{target.owner}",
    )  # fmt: skip
