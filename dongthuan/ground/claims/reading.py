"""What a reader returns: the figures, sums, shares and statements of one Vietnamese text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]
Number = int | float
Value = Number | tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class Figure:
    """Con số trong văn bản: one figure the text states, where it stands and what it says.

    Offsets count code points of the NFC text. `value` has the scale applied (16 tỷ is
    16_000_000_000) and is a pair for a range; `of` is the second number of a ratio.
    """

    span: Span
    num_span: Span
    surface: str
    value: Value
    unit: str
    qualifier: str = "exact"
    relation: str = "count"
    of: Number | None = None
    direction: str | None = None
    scaled_unit_text: str = ""
    counted: str = ""
    period: str | None = None
    readings: tuple[Value, ...] = ()
    accept_units: tuple[str, ...] = ()
    ambiguity: str = ""
    # The words a binding may use, folded and in order of nearness: the noun counted, the clause
    # it stands in, the head of the row, the section. Never printed as they are.
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NonFigure:
    """Chữ số không phải số liệu: digits or number words that state no figure."""

    span: Span
    surface: str
    kind: str


@dataclass(frozen=True, slots=True)
class ImplicitPart:
    """Phần không ghi số: a member of a list named without a number, worth one."""

    span: Span
    surface: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Phép cộng: a total the text itself breaks into parts (indexes into the figures)."""

    total: int
    parts: tuple[int, ...]
    implicit_parts: tuple[ImplicitPart, ...]
    stated: Number
    computed: Number
    consistent: bool


@dataclass(frozen=True, slots=True)
class PercentCheck:
    """Tỷ lệ tính lại được: a percentage that can be recomputed from other figures of the text."""

    kind: str  # ratio_percent | part_percent
    percent: int
    part: int
    whole: int | None
    stated: float
    computed: float
    consistent: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """Xếp loại, khen thưởng: a rating or an award told in words, by year, subject and conferrer."""

    span: Span
    surface: str
    kind: str  # rating | award | achievement
    subject: str
    what: str
    by: str | None
    year: int | None
    claim_key: str
    ambiguity: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Kết quả đọc: all that one text states, in order of appearance."""

    text: str
    figures: tuple[Figure, ...] = ()
    non_figures: tuple[NonFigure, ...] = ()
    ignore: tuple[Span, ...] = ()
    sums: tuple[Sum, ...] = ()
    checks: tuple[PercentCheck, ...] = ()
    statements: tuple[Statement, ...] = ()

    def as_record(self, identity: str) -> dict[str, Any]:
        """This method will return the reading in the corpus schema, ready for JSON."""
        record: dict[str, Any] = {
            "id": identity,
            "text": self.text,
            "figures": [_figure_record(figure) for figure in self.figures],
            "non_figures": [
                {"span": list(item.span), "surface": item.surface, "kind": item.kind}
                for item in self.non_figures
            ],
            "sums": [_sum_record(item, self.figures) for item in self.sums],
            "checks": [_check_record(item) for item in self.checks],
            "claims": [_statement_record(item) for item in self.statements],
        }
        if self.ignore:
            record["ignore"] = [{"span": list(span)} for span in self.ignore]
        return record


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _figure_record(figure: Figure) -> dict[str, Any]:
    record: dict[str, Any] = {
        "span": list(figure.span),
        "surface": figure.surface,
        "num_span": list(figure.num_span),
        "value": _plain(figure.value),
    }
    if figure.of is not None:
        record["of"] = figure.of
    record |= {
        "unit": figure.unit,
        "scaled_unit_text": figure.scaled_unit_text,
        "counted": figure.counted,
        "qualifier": figure.qualifier,
        "relation": figure.relation,
    }
    if figure.direction:
        record["direction"] = figure.direction
    if figure.period:
        record["period"] = figure.period
    if len(figure.readings) > 1:
        record["accept_values"] = [_plain(value) for value in figure.readings]
    if figure.accept_units:
        record["accept_units"] = list(figure.accept_units)
    if figure.ambiguity:
        record["ambiguity"] = figure.ambiguity
    return record


def _sum_record(item: Sum, figures: tuple[Figure, ...]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "total": item.total,
        "parts": list(item.parts),
        "total_value": item.stated,
        "part_values": [_plain(figures[part].value) for part in item.parts],
        "parts_sum": item.computed,
        "consistent": item.consistent,
    }
    if item.implicit_parts:
        record["implicit_parts"] = [
            {"span": list(part.span), "surface": part.surface, "value": 1}
            for part in item.implicit_parts
        ]
    return record


def _check_record(item: PercentCheck) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": item.kind, "percent": item.percent}
    if item.whole is None:
        record["ratio"] = item.part
    else:
        record |= {"part": item.part, "whole": item.whole}
    return record | {
        "stated": item.stated,
        "computed": item.computed,
        "consistent": item.consistent,
    }


def _statement_record(item: Statement) -> dict[str, Any]:
    record: dict[str, Any] = {
        "claim_key": item.claim_key,
        "subject": item.subject,
        "what": item.what,
        "year": item.year,
        "by": item.by,
        "span": list(item.span),
        "surface": item.surface,
    }
    if item.ambiguity:
        record["ambiguity"] = item.ambiguity
    return record
