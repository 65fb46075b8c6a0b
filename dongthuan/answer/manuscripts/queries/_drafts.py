"""Drafts in the office's own words: how they read today, and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.answer.manuscripts import filling, rules
from dongthuan.answer.manuscripts.blanks import BLANK
from dongthuan.answer.manuscripts.models import Draft, Manuscript, Mark
from dongthuan.answer.manuscripts.queries._marks import marks, opened, period_of
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.reports import queries as reports
from dongthuan.answer.reports.composing import Citation, Composed
from dongthuan.answer.reports.models import Report
from dongthuan.decide.indicators import queries as indicators
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures, known
from dongthuan.ground.files import services as files
from dongthuan.ground.files.word_file import WordFile
from dongthuan.ground.papers.refilling import refill
from dongthuan.ground.primitives.periods import Period, from_code
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest


def report_period(report: Report) -> Period:
    """This function will return the period of a report."""
    return reports.period_of(report)


def text_for(one: Manuscript, period: Period) -> str:
    """This function will return the text of the report of a period in the file's own words."""
    rows = list(marks(one))
    units = org.codes({row.unit_id for row in rows if row.unit_id})
    return filling.text_of(_planned(one, opened(one), rows, period), units)


def _planned(
    one: Manuscript, file: WordFile, rows: Sequence[Mark], period: Period
) -> list[filling.PlannedLine]:
    return filling.plan([line.text for line in file.lines], rows, period_of(one), period)


def draft(*, viewer: Actor, report: int) -> Draft | None:
    """This function will return the draft behind a report the viewer may write, or None."""
    rows = Draft.objects.select_related("manuscript", "manuscript__stored", "report")
    reach = viewer.reach(Act.REPORT_WRITE)
    return reach.within(rows.filter(report=report), "report__unit_id").first()


def own_missing(found: State, manuscript: Manuscript, *, on: date) -> list[str]:
    """This function will return the keys without a number that the unit itself would report."""
    tree = org.tree(on)
    held = indicators.definitions(on)
    kind = tree[manuscript.unit_id].kind
    return list(dict.fromkeys(
        one.figure.ask.key for one in found.composed.citations
        if one.figure.value is None and not one.cite.code
        and (told := held.get(one.figure.ask.key)) is not None
        and told.level == kind and not told.numerator
    ))  # fmt: skip


def draft_of(report: Report) -> Draft | None:
    """This function will return the draft behind a report that is written in the office's own file."""
    rows = Draft.objects.select_related("manuscript__stored", "issued__stored", "report")
    return rows.filter(report=report).first()


@dataclass(frozen=True, slots=True)
class Stale:
    """Số kỳ trước: a number that nobody brought up to date, with the line it stands in."""

    mark: Mark
    line: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Contrary:
    """Câu nói ngược: a bound number that moved the other way than its sentence tells."""

    mark: Mark
    line: str
    place: str
    why: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class State:
    """Tình trạng bản thảo: what is filled in, what is left of last period, and what reads wrong now."""

    composed: Composed
    stale: tuple[Stale, ...]
    contrary: tuple[Contrary, ...]
    kept: int

    @property
    def filled(self) -> int:
        """This property will return how many numbers of this period stand in the draft."""
        return sum(one.figure.value is not None for one in self.composed.citations)


def state(draft: Draft, *, viewer: Actor) -> State:
    """This function will look through a draft: its numbers of today, and what still needs a hand.

    :raises BadText: a bound number cannot be asked for.
    """
    rows = list(marks(draft.manuscript))
    file = opened(draft.manuscript)
    composed = reports.draft(draft.report, viewer=viewer)
    lines = [(line.text, line.place) for line in file.lines]
    return State(
        composed,
        tuple(_stale(draft, rows, lines, composed)),
        tuple(_contrary(draft, rows, lines, composed, viewer)),
        sum(row.standing == Standing.KEPT for row in rows),
    )


def _stale(
    draft: Draft, rows: Sequence[Mark], lines: Sequence[tuple[str, str]], composed: Composed
) -> Iterable[Stale]:
    moved = draft.manuscript.code != draft.report.code
    told = iter(composed.citations)
    for row in rows:
        line, place = lines[row.line]
        if row.standing == Standing.BOUND:
            one = next(told)
            if one.figure.value is None:
                yield Stale(
                    row, line, place, f"{one.figure.measure.label}: {one.figure.state.words}"
                )
        elif row.standing == Standing.OPEN and row.reading.get("relation") == BLANK:
            yield Stale(row, line, place, "chỗ trống chưa gắn mục số liệu")
        elif row.standing == Standing.OPEN and (moved or row.as_before):
            yield Stale(row, line, place, filling.STALE)


def _contrary(
    draft: Draft, rows: Sequence[Mark], lines: Sequence[tuple[str, str]], composed: Composed,
    viewer: Actor,
) -> Iterable[Contrary]:  # fmt: skip
    """Hold each number with a way («giảm còn 19 hộ») against what it was the period before."""
    bound = [row for row in rows if row.standing == Standing.BOUND]
    asked = [
        (row, one) for row, one in zip(bound, composed.citations, strict=True)
        if row.reading.get("way") and not one.cite.code and one.figure.value is not None
    ]  # fmt: skip
    look = Look(viewer, Forest(), evidence=False)
    before: list[tuple[Mark, Figure, Ask]] = []
    for row, one in asked:
        ask = one.figure.ask
        years = rules.compared_with(lines[row.line][0]) == rules.YEAR_AGO
        code = rules.moved(ask.period.code, -1, years=years)
        then = from_code(code, ask.period.regime) if code else None
        if then is not None and known(ask.key, [then.last_day], look):
            before.append((row, one.figure, Ask(ask.key, ask.unit, then)))
    was = figures([ask for _, _, ask in before], look)
    for (row, new, _), old in zip(before, was, strict=True):
        if old.value is None or new.value is None:
            continue
        why = rules.against(str(row.reading["way"]), new.value, old.value)
        if why:
            line, place = lines[row.line]
            yield Contrary(row, line, place, why, old.written, new.written)


@dataclass(frozen=True, slots=True)
class Part:
    """Mẩu chữ của bản thảo: words, a cited number, or a number of last period."""

    text: str
    citation: Citation | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Dòng của bản thảo: its number in the file, its place, and what it is made of."""

    number: int
    place: str
    parts: tuple[Part, ...]


def laid(draft: Draft, found: State) -> list[DraftLine]:
    """This function will return the lines of a draft as they read today."""
    file = opened(draft.manuscript)
    rows = list(marks(draft.manuscript))
    planned = _planned(draft.manuscript, file, rows, report_period(draft.report))
    stale = {one.mark.place for one in found.stale}
    told = iter(found.composed.citations)
    lines: list[DraftLine] = []
    for line in planned:
        parts: list[Part] = []
        for piece in line.pieces:
            mark = piece.mark
            one = next(told) if mark is not None and mark.standing == Standing.BOUND else None
            known_now = one is not None and one.figure.value is not None
            text = one.text if one is not None and known_now else piece.words
            old = mark is not None and mark.place in stale
            parts.append(Part(text, one if known_now else None, old))
        lines.append(DraftLine(line.number, file.lines[line.number].place, tuple(parts)))
    return lines


def word_of(draft: Draft, *, viewer: Actor) -> bytes:
    """This function will return the draft as the office's own Word file: numbers of today, the rest
    marked yellow, comments where a line needs a hand.

    :raises BadText: a bound number cannot be asked for.
    """
    found = state(draft, viewer=viewer)
    notes: dict[int, list[str]] = {}
    for one in found.stale:
        notes.setdefault(one.mark.line, []).append(f"{one.mark.surface}: {one.why}")
    for other in found.contrary:
        told = f"{other.why}: {other.old} → {other.new}"
        notes.setdefault(other.mark.line, []).append(told)
    stale = {one.mark.place for one in found.stale}
    return _filled(draft, draft.manuscript, told_of(found), stale, notes)


def issued_word(draft: Draft, *, viewer: Actor) -> bytes:
    """This function will return an issued report as the office's own Word file, its numbers as they
    were frozen, veiled where the viewer may not know.
    """
    issue = reports.issued(draft.report)
    assert issue is not None and draft.issued is not None
    if reports.sees_all(issue, viewer=viewer):
        return files.content(draft.issued.stored)
    printed = [part for block in reports.frozen(issue, viewer=viewer) for part in block.parts]
    told = [(part.text, part.identity) for part in printed if not isinstance(part, str)]
    return _filled(draft, draft.issued, told, set(), {})


def advanced(draft: Draft, told: Sequence[tuple[str, str]]) -> tuple[bytes, list[Mark]]:
    """This function will return a draft's file with the numbers that were frozen, and its marks where
    they stand in it, not kept yet.
    """
    rows = list(marks(draft.manuscript))
    file = opened(draft.manuscript)
    planned = _planned(draft.manuscript, file, rows, report_period(draft.report))
    ours = draft.manuscript.parent_id is not None
    data = refill(file, filling.refills(planned, told, bright=False, stale=set(), ours=ours))
    return data, filling.moved_marks(planned, told)


def as_it_reads(draft: Draft, found: State) -> tuple[list[str], list[Mark]]:
    """This function will return the lines of a draft with its numbers of today, and its marks where
    they stand in them, not kept.
    """
    rows = list(marks(draft.manuscript))
    file = opened(draft.manuscript)
    planned = _planned(draft.manuscript, file, rows, report_period(draft.report))
    lines = ["".join(part.text for part in line.parts) for line in laid(draft, found)]
    return lines, filling.moved_marks(planned, told_of(found))


def told_of(found: State) -> list[tuple[str, str]]:
    """This function will return what is written in a draft's bound places, with their identities; an
    empty text where there is no number yet.
    """
    return [
        (one.text if one.figure.value is not None else "", one.identity)
        for one in found.composed.citations
    ]


def _filled(
    draft: Draft, base: Manuscript, told: Sequence[tuple[str, str]], stale: set[int],
    notes: dict[int, list[str]],
) -> bytes:  # fmt: skip
    file = opened(base)
    planned = _planned(base, file, list(marks(base)), report_period(draft.report))
    ours = base.parent_id is not None
    places = filling.refills(planned, told, bright=True, stale=stale, ours=ours)
    return refill(file, places, {line: "\n".join(said) for line, said in notes.items()})
