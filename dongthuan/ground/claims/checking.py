"""Đối chiếu: holds every figure, statement and sum of a text against the office's own table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dongthuan.ground.claims import binding, fitting, honours, policy
from dongthuan.ground.claims.bound import Bound, bound
from dongthuan.ground.claims.comparing import against
from dongthuan.ground.claims.finding import Finding, ReadingVerdict, Verdict
from dongthuan.ground.claims.policy import Agreement
from dongthuan.ground.claims.reader import read_document
from dongthuan.ground.claims.reading import Figure, Reading, Sum
from dongthuan.ground.claims.records import MeasureTable, Record
from dongthuan.ground.primitives import numbers, periods


def check(
    lines: Sequence[str], table: MeasureTable | None, aliases: Mapping[str, str] | None = None
) -> list[Finding]:
    """This function will check a document line by line and return one finding a statement.

    Without a table the figures are still read, and sums and shares checked.
    """
    return check_readings(read_document(lines), table, aliases)


def check_readings(
    readings: Sequence[Reading],
    table: MeasureTable | None,
    aliases: Mapping[str, str] | None = None,
) -> list[Finding]:
    """This function will check texts that are already read; see `check`."""
    findings: list[Finding] = []
    told = bound(readings, table, aliases)
    for paragraph, (reading, figures) in enumerate(zip(readings, told, strict=True), start=1):
        findings += [_figure(one, paragraph) for one in figures]
        findings += [_sum(item, reading, paragraph) for item in reading.sums]
        findings += [
            _share(item_index, reading, paragraph)
            for item_index, item in enumerate(reading.checks)
            if not item.consistent
        ]
    findings += honours.check(readings, table)
    order = {"figure": 0, "sum": 1, "claim": 2}
    return sorted(findings, key=lambda f: (f.paragraph, f.span[0], order[f.kind]))


def notices(readings: Sequence[Reading]) -> list[str]:
    """This function will name the days of a text that are not in the calendar («31/02/2021»)."""
    found: list[str] = []
    for paragraph, reading in enumerate(readings, start=1):
        for item in reading.non_figures:
            if item.kind != "date" or not _WHOLE_DAY.fullmatch(item.surface):
                continue
            try:
                periods.parse(item.surface)
            except periods.BadPeriod as problem:
                found.append(f"Đoạn {paragraph}: {problem}.")
    return found


_WHOLE_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The record a figure speaks of within its measure, and the earlier ones."""

    record: Record
    earlier: tuple[Record, ...]
    sure: bool


def _figure(one: Bound, paragraph: int) -> Finding:
    figure, name, names, picked = one.figure, one.name, one.names, one.picked
    if not picked:
        return _unknown(figure, paragraph, name, one.why, names)
    outcomes = [_outcome(figure, c.measure, one.document) for c in picked]
    if len(picked) > 1:
        labels = " hoặc ".join(f"«{candidate.measure.label}»" for candidate in picked[:3])
        return Finding(
            paragraph, figure.span, figure.surface, "figure", Verdict.AMBIGUOUS, None, None,
            tuple(ReadingVerdict(figure.value, o.verdict, o.cite) for o in outcomes),
            "hai mục số liệu cùng vừa", f"Có thể là {labels}{_fitting(picked, outcomes)}; "
            "hãy chọn mục đúng.",
            candidates=names, name=name,
        )  # fmt: skip
    outcome = outcomes[0]
    return Finding(
        paragraph, figure.span, figure.surface, "figure", outcome.verdict,
        picked[0].measure.label, outcome.cite, outcome.readings, outcome.reason or one.why,
        outcome.message, candidates=names, name=name,
    )  # fmt: skip


def _fitting(picked: Sequence[binding.Candidate], outcomes: Sequence[_Outcome]) -> str:
    """Say which of the measures that a figure may mean hold the number it tells."""
    fits = [
        f"«{candidate.measure.label}»"
        for candidate, outcome in zip(picked[:3], outcomes, strict=False)
        if outcome.verdict in (Verdict.RIGHT, Verdict.ROUNDED)
    ]
    return f"; số trong văn bản khớp với {' và '.join(fits)}" if fits else ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    verdict: Verdict
    cite: str | None
    readings: tuple[ReadingVerdict, ...]
    reason: str
    message: str


def _unknown(
    figure: Figure, paragraph: int, name: str, reason: str, names: tuple[str, ...]
) -> Finding:
    return Finding(
        paragraph, figure.span, figure.surface, "figure", Verdict.CANNOT_CHECK, None, None, (),
        reason, f"Chưa có số để đối chiếu cho «{name or figure.surface}».", candidates=names, name=name,
    )  # fmt: skip


def _outcome(figure: Figure, measure: fitting.Measure, document: str | None) -> _Outcome:
    chosen = _choose(figure, measure, document)
    if chosen is None:
        periods_held = ", ".join(periods.printed(r.period) for r in measure.records if r.period)
        when = periods.printed(figure.period or "")
        return _Outcome(
            Verdict.CANNOT_CHECK, None, (), "bảng không có kỳ này",
            f"Bảng có «{measure.label}» cho {periods_held}, chưa có cho {when}.",
        )  # fmt: skip
    if chosen.record.veiled:
        return _Outcome(
            Verdict.CANNOT_CHECK, None, (), "chưa có số, hoặc số không dành cho người đang xem",
            f"Chưa có số để đối chiếu cho «{measure.label}».",
        )  # fmt: skip
    values = figure.readings if len(figure.readings) > 1 else (figure.value,)
    results = [_held(figure, value, chosen) for value in values]
    cite = chosen.record.cite()
    if len(results) > 1:
        return _two_readings(values, results, chosen, cite)
    agreement, held = results[0]
    return _Outcome(
        agreement.verdict, held.cite() if held is not chosen.record else cite, (),
        agreement.reason, _message(figure, agreement, chosen, held),
    )  # fmt: skip


def _two_readings(
    values: Sequence[object],
    results: Sequence[tuple[Agreement, Record]],
    chosen: _Chosen,
    cite: str,
) -> _Outcome:
    told = tuple(
        ReadingVerdict(value, agreement.verdict, record.cite())
        for value, (agreement, record) in zip(values, results, strict=True)
    )
    good = [r for r in told if r.verdict in (Verdict.RIGHT, Verdict.ROUNDED)]
    words = " hoặc ".join(
        numbers.written(value) for value in values if isinstance(value, int | float)
    )
    if not good or not isinstance(good[0].value, int | float):
        return _Outcome(
            Verdict.WRONG, cite, told, "wrong",
            f"Có thể hiểu là {words}, cả hai cách đều khác bảng ({chosen.record.cite()}).",
        )  # fmt: skip
    return _Outcome(
        Verdict.AMBIGUOUS, cite, told, "dấu ngăn có thể là hàng nghìn hoặc thập phân",
        f"Có thể hiểu là {words}. Số đang lưu đúng với cách hiểu "
        f"{numbers.written(good[0].value)} ({chosen.record.cite()}).",
    )  # fmt: skip


def _choose(figure: Figure, measure: fitting.Measure, document: str | None) -> _Chosen | None:
    records = measure.records
    wanted = figure.period if figure.period not in (None, "hiện nay") else None
    if len(records) == 1:
        return _Chosen(records[0], (), True)
    if wanted:
        for test in (_is_period, _overlaps, _same_year):
            fitting = [r for r in records if r.period and test(r.period, wanted)]
            if fitting:
                best = fitting[-1]
                return _Chosen(best, tuple(r for r in records if r is not best), True)
    if document:
        # A report tells of its own period unless a sentence names another.
        for fits in (_is_period, _ends_with):
            fitting = [r for r in records if r.period and fits(r.period, document)]
            if fitting:
                best = fitting[-1]
                return _Chosen(best, tuple(r for r in records if r is not best), False)
    day = _end(document) if document else None
    known = [r for r in records if not (day and r.period and _start(r.period) > day)]
    best = (known or records)[-1]
    return _Chosen(best, tuple(r for r in records if r is not best), False)


def _is_period(held: str, wanted: str) -> bool:
    return held == wanted


def _ends_with(held: str, document: str) -> bool:
    """A stock stands as of the last day of the period."""
    return _DAY.fullmatch(held) is not None and held == _end(document)


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _end(code: str) -> str:
    try:
        return periods.from_code(code).last_day.isoformat()
    except (periods.BadPeriod, ValueError):
        return code


def _start(code: str) -> str:
    try:
        return periods.from_code(code).start.isoformat()
    except (periods.BadPeriod, ValueError):
        return code


def _overlaps(held: str, wanted: str) -> bool:
    return _end(held) == _end(wanted) or (
        _start(wanted) <= _start(held) and _end(held) <= _end(wanted)
    )


def _same_year(held: str, wanted: str) -> bool:
    return held[:4] == wanted[:4] or (_start(held) <= _start(wanted) and _end(wanted) <= _end(held))


def _held(figure: Figure, value: object, chosen: _Chosen) -> tuple[Agreement, Record]:
    agreement = against(figure, value, chosen.record)
    if agreement.verdict is not Verdict.WRONG:
        return agreement, chosen.record
    for former in chosen.record.formerly:
        was = replace(chosen.record, value=former.value, of=former.of, told=former.told)
        if against(figure, value, was).verdict is not Verdict.WRONG:
            return Agreement(Verdict.STALE, "corrected"), was
    for record in chosen.earlier:
        before = (record.period or "") < (chosen.record.period or "")
        if (
            before
            and not record.veiled
            and against(figure, value, record).verdict is not Verdict.WRONG
        ):
            return Agreement(Verdict.STALE, "stale"), record
    return agreement, chosen.record


def _message(figure: Figure, agreement: Agreement, chosen: _Chosen, held: Record) -> str:
    record = chosen.record
    if agreement.verdict is Verdict.RIGHT:
        return f"Khớp với «{record.measure}» ({record.cite()})."
    if agreement.verdict is Verdict.ROUNDED:
        return f"Khớp khi làm tròn, nói chừng với «{record.measure}» ({record.cite()})."
    if agreement.reason == "corrected":
        return f"Số này đúng trước khi sửa ({held.cite()}); nay là {record.cite()}."
    if agreement.verdict is Verdict.STALE:
        return (
            f"Số này đúng với kỳ trước ({held.cite()}); "
            f"bảng hiện ghi «{record.measure}» {record.cite()}."
        )
    why = policy.REASONS.get(agreement.reason, "")
    return f"Bảng ghi «{record.measure}»: {record.cite()}; {why}."


def _sum(item: Sum, reading: Reading, paragraph: int) -> Finding:
    total = reading.figures[item.total]
    parts = [_amount(reading.figures[index]) for index in item.parts]
    parts += ["1"] * len(item.implicit_parts)
    stated, computed = numbers.written(item.stated), numbers.written(item.computed)
    sentence = " + ".join(parts) + f" = {computed}"
    verdict = Verdict.ADDS_UP if item.consistent else Verdict.DOES_NOT_ADD_UP
    told = "" if item.consistent else f"; văn bản ghi {stated}"
    return Finding(
        paragraph, total.span, total.surface, "sum", verdict, None, None, (),
        "cộng các phần trong cùng văn bản", f"{sentence}{told}.",
    )  # fmt: skip


def _amount(figure: Figure) -> str:
    return numbers.written(figure.value) if not isinstance(figure.value, tuple) else figure.surface


def _share(index: int, reading: Reading, paragraph: int) -> Finding:
    item = reading.checks[index]
    percent = reading.figures[item.percent]
    part = reading.figures[item.part]
    whole = part.of if item.whole is None else reading.figures[item.whole].value
    assert isinstance(whole, int | float)
    told = (
        f"{_amount(part)} / {numbers.written(whole)} = {numbers.written(round(item.computed, 2))}%"
    )
    return Finding(
        paragraph, percent.span, percent.surface, "sum", Verdict.DOES_NOT_ADD_UP, None, None, (),
        "tính lại tỷ lệ từ hai số trong cùng văn bản", f"{told}; văn bản ghi {percent.surface}.",
    )  # fmt: skip
