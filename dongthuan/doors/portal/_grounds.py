"""Căn cứ: what a figure is made of, as rows for the eye; what the viewer may not see left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from django.urls import reverse

from dongthuan.doors.entrance.asked import Asked, may_read_names, spoken
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.figures import Figure, Nature, RecordRef, veiled
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import Regime, from_code
from dongthuan.who.org.rules import KINDS

_CORRECTED = "sửa sau khi duyệt"


@dataclass(frozen=True, slots=True)
class Record:
    """Bản ghi: what it says, of whom and when, who recorded it and how it came in."""

    what: str
    told: str
    at: datetime | None
    who: str
    how: str
    why: str
    approved: bool
    corrected: bool
    # The moment right before it was recorded, to ask what was known then; empty of a first record.
    before: str
    bar: str
    # Where it stands, for who works with it.
    address: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Phần: a smaller figure, how long its bar is, and the record behind it where there is one."""

    name: str
    figure: Figure
    bar: str
    # The record of a part that has just one; more are counted here and listed on the part's page.
    record: Record | None
    count: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """Căn cứ để đọc: parts or records, and how many of each are left out."""

    sentence: str
    parts: tuple[Part, ...]
    records: tuple[Record, ...]
    halves: tuple[Figure, ...]
    silent: tuple[str, ...]
    unnamed: int
    hidden_parts: int
    hidden_records: int
    corrected: int
    before: str
    hash: str
    last_at: datetime | None
    last_who: str


def grounds(asked: Asked, figure: Figure) -> Grounds:
    """This function will lay out the evidence of a figure for the viewer who asked."""
    look, by = asked.look, asked.look.viewer
    shown = veiled(figure, look)
    records = tuple(shown.evidence.all_records())
    named = {r.unit: may_read_names(r, by) for r in {r.unit: r for r in records}.values()}
    mine = [r for r in records if named[r.unit]]
    names = trail.names(r.actor for r in mine if r.actor) if mine else {}
    notes = trail.notes(r.note for r in mine)
    tree = asked.forest(figure.ask.period.last_day)
    rows = _Rows(asked, names, notes)
    parts = spoken(shown, by)
    fixed = [r for r in records if r.manner == _CORRECTED and r.recorded_at]
    last = max((r for r in records if r.recorded_at), key=lambda r: r.recorded_at or by.now,
               default=None)  # fmt: skip
    hidden = sum(1 for _ in figure.evidence.all_records()) - len(records)
    return Grounds(
        sentence=_sentence(asked, figure),
        parts=rows.parts(parts.told),
        records=rows.records(shown.evidence.records),
        halves=_halves(figure),
        silent=tuple(tree.name(part.ask.unit) for part in parts.silent),
        unnamed=parts.unnamed,
        hidden_parts=parts.hidden,
        hidden_records=0 if parts.hidden else hidden,
        corrected=len(fixed),
        before=_before(max(r.recorded_at for r in fixed if r.recorded_at)) if fixed else "",
        # A seal over more than the viewer sees would let them try out what they do not see.
        hash="" if hidden else figure.evidence.hash,
        last_at=last.recorded_at if last else None,
        last_who=names.get(last.actor, "") if last and may_read_names(last, by) else "",
    )


class _Rows:
    """Makes rows of parts and records with names, reasons and trees read once for all."""

    def __init__(self, asked: Asked, names: Mapping[str, str], notes: Mapping[int, str]) -> None:
        self.asked, self.names, self.notes = asked, names, notes
        self.tree = asked.forest(asked.ask.period.last_day)

    def parts(self, parts: Sequence[Figure]) -> tuple[Part, ...]:
        same = all(part.measure.unit == parts[0].measure.unit for part in parts)
        bars = _bars([part.value for part in parts] if same else [None for _ in parts])
        return tuple(
            Part(self._name(part), part, bar, self._only(part), len(part.evidence.records))
            for part, bar in zip(parts, bars, strict=True)
        )

    def _only(self, part: Figure) -> Record | None:
        records = part.evidence.records
        return self._record(records[0], "") if len(records) == 1 else None

    def _name(self, part: Figure) -> str:
        if part.ask.key != self.asked.ask.key:
            return part.measure.label
        return self.tree.name(part.ask.unit)

    def records(self, records: Iterable[RecordRef]) -> tuple[Record, ...]:
        held = list(records)
        bars = _bars([record.value for record in held])
        return tuple(self._record(one, bar) for one, bar in zip(held, bars, strict=True))

    def _record(self, one: RecordRef, bar: str) -> Record:
        own = may_read_names(one, self.asked.look.viewer)
        unit = self.tree.name(one.unit) if one.unit != self.asked.ask.unit else ""
        period = _period(one, self.asked.measure.regime)
        # A unit that is counted says its own name; to say it twice helps nobody.
        itself = bool(unit) and one.told.startswith(unit)
        return Record(
            what=one.told if itself else ", ".join(word for word in (unit, period) if word),
            told="" if itself else one.told,
            address=reverse(_PAGES[one.kind], args=[one.id]) if own and one.kind in _PAGES else "",
            at=one.recorded_at,
            who=self.names.get(one.actor, "") if own else "",
            how=_how(one),
            why=self.notes.get(one.note or 0, "") if own else "",
            approved=one.approved,
            corrected=one.manner == _CORRECTED,
            before=_before(one.recorded_at) if one.revision > 1 and one.recorded_at else "",
            bar=bar,
        )


# The page of the desk on which a record stands, for whoever works there.
_PAGES = {"task": "desk:task", "clause": "desk:clause"}


def _period(one: RecordRef, regime: Regime) -> str:
    return str(from_code(one.period, regime)) if one.period else ""


def _how(one: RecordRef) -> str:
    if one.kind == "target":
        # What a target says begins with who set it, and in which version.
        return f"{one.told.partition(':')[0]}, bản {one.revision}, ghi"
    return one.manner + (", số ước," if one.estimate else "")


def _before(at: datetime) -> str:
    return (at - timedelta(microseconds=1)).astimezone(LOCAL).isoformat()


def _bars(values: Sequence[Fraction | None]) -> list[str]:
    """Return each value's share of the largest in hundredths, empty where a bar would say nothing."""
    told = [value for value in values if value is not None]
    largest = max(told, default=Fraction(0))
    if len(told) < 2 or largest <= 0 or min(told) < 0:
        return ["" for _ in values]
    return ["" if value is None else f"{float(value / largest * 100):.4g}" for value in values]


def _halves(figure: Figure) -> tuple[Figure, ...]:
    """Return both sums of a ratio that units told, as numbers to print."""
    typed = all(part.ask.key == figure.ask.key for part in figure.evidence.parts)
    if figure.measure.nature is not Nature.RATIO or not typed or figure.part is None:
        return ()
    plain = replace(figure.measure, unit="", nature=Nature.STOCK)
    return tuple(
        replace(figure, measure=plain, value=value, part=None, whole=None)
        for value in (figure.part, figure.whole)
    )


def _sentence(asked: Asked, figure: Figure) -> str:
    """Say when the figure holds, what it is added from, and how far that is approved."""
    when = figure.when
    said = [f"Tính {when}" if when.startswith("đến ") else f"Trong {when}"]
    parts = [part for part in figure.evidence.parts if part.ask.key == figure.ask.key]
    if parts:
        said.append(f"cộng từ {numbers.written(len(parts))} {_kind(asked, parts)}")
        told = [part for part in parts if part.known]
        waiting = sum(bool(part.evidence.unapproved) for part in told)
        standing = (
            [f"{numbers.written(len(told) - waiting)} đã duyệt"] if len(told) > waiting else []
        )
        standing += [f"{numbers.written(waiting)} chờ duyệt"] if waiting else []
        missing = len(parts) - len(told)
        standing += [f"{numbers.written(missing)} chưa gửi"] if missing else []
        said.append(", ".join(standing))
    elif figure.evidence.how:
        said.append(figure.evidence.how)
    if figure.evidence.records and not figure.measure.counted:
        waiting = figure.evidence.unapproved
        said.append(f"{numbers.written(waiting)} chờ duyệt" if waiting else "đã duyệt")
    if asked.until is not None:
        last = asked.until
        said.append(f"đơn vị có đến hết {last.day}/{last.month}/{last.year}")
    return " · ".join(one for one in said if one)


def _kind(asked: Asked, parts: Sequence[Figure]) -> str:
    tree = asked.forest(asked.ask.period.last_day)
    kinds = {tree[part.ask.unit].kind for part in parts if part.ask.unit in tree}
    return KINDS[kinds.pop()].words if len(kinds) == 1 else "đơn vị"
