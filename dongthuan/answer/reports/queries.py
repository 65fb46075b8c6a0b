"""Nouns: reports a viewer may read, what was issued, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import QuerySet

from dongthuan.answer.reports import composing, rules
from dongthuan.answer.reports.composing import Composed
from dongthuan.answer.reports.models import Issue, IssuedFigure, Report, Statement
from dongthuan.answer.reports.rules import Laid, Sum
from dongthuan.ground import claims
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.audit.rules import canonical, digest
from dongthuan.ground.figures import Ask, Figure, Look, RecordRef, State, figures
from dongthuan.ground.primitives.periods import Period, Regime, from_code
from dongthuan.who.org.queries import Forest


def reports(*, viewer: Actor) -> QuerySet[Report]:
    """This function will return the reports within the viewer's reach, the newest first."""
    reach = viewer.reach(Act.REPORT_SEE)
    return reach.within(Report.objects.select_related("issue", "unit").order_by("-pk"))


def report(*, viewer: Actor, pk: int) -> Report | None:
    """This function will return one report the viewer may read, or None."""
    return reports(viewer=viewer).filter(pk=pk).first()


def period_of(one: Report) -> Period:
    """This function will return the period a report tells of."""
    return from_code(one.code, Regime(one.regime))


def issued(one: Report) -> Issue | None:
    """This function will return the issue of a report, or None while it is a draft."""
    return getattr(one, "issue", None)


def replacements(one: Report, *, viewer: Actor) -> list[Report]:
    """This function will return the reports that take one's place, for who may read them."""
    return list(reports(viewer=viewer).filter(replaces=one))


def draft(one: Report, *, viewer: Actor, text: str | None = None) -> Composed:
    """This function will put today's figures into a draft, without their grounds: those are frozen
    when it is issued, and shown on each figure's own page. Raises BadText.
    """
    look = Look(viewer, Forest(), evidence=False, standing=True)
    words = one.text if text is None else text
    return composing.compose(words, unit=one.unit_id, period=period_of(one), look=look)


def frozen(issue: Issue, *, viewer: Actor) -> tuple[Laid, ...]:
    """This function will return an issued report as it was printed, veiled where it must be."""
    held = list(issue.figures.order_by("place"))
    return composing.frozen_blocks(issue, held, Look(viewer, Forest()))


def sees_all(issue: Issue, *, viewer: Actor) -> bool:
    """This function will say whether the viewer may know every figure of an issued report."""
    look = Look(viewer, Forest())
    return all(look.sees(composing.frozen_measure(f), f.unit_id) for f in issue.figures.all())


@dataclass(frozen=True, slots=True)
class Change:
    """Thay đổi ở căn cứ: what one record said at issue, what it says now, who changed it and why."""

    what: str
    unit: str
    before: str
    after: str
    at: datetime | None
    who: str
    why: str
    # An actual that replaces an estimate was to be expected.
    expected: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Số đã khác: an issued figure beside what it would be today."""

    issued: IssuedFigure
    now: Figure
    now_text: str
    changes: tuple[Change, ...]

    @property
    def number_differs(self) -> bool:
        """This property will say whether the printed number itself would be another."""
        return self.now_text != self.issued.printed

    @property
    def expected(self) -> bool:
        """This property will say whether all that happened is that estimates became actuals."""
        return bool(self.changes) and all(change.expected for change in self.changes)


@dataclass(frozen=True, slots=True)
class Verification:
    """Kết quả kiểm chứng: whether the seal holds, what was re-derived, and what has moved since."""

    figures: int
    seal_holds: bool
    # Figures that today's records do not give again even for the moment of issue.
    not_rederived: tuple[IssuedFigure, ...]
    moved: tuple[Moved, ...]
    hidden: int
    sums: tuple[Sum, ...]

    @property
    def same(self) -> int:
        """This property will return how many figures stand as they were issued."""
        return self.figures - len(self.moved) - self.hidden


def verify(issue: Issue, *, viewer: Actor) -> Verification:
    """This function will derive every figure of an issued report anew: as it was known at the moment
    of issue, which must give the same number to the đồng, and as it is known now.
    """
    held = list(issue.figures.order_by("place"))
    asks = [ask_of(one, issue) for one in held]
    # Whether a number still stands is a matter of records, so all of them are derived; what the
    # viewer may not know is left out below, together with every trace of it.
    seen = Look(viewer, Forest())
    mine = [
        (one, ask) for one, ask in zip(held, asks, strict=True)
        if seen.sees(composing.frozen_measure(one), one.unit_id)
    ]  # fmt: skip
    wanted = [ask for _, ask in mine]
    then = figures(wanted, Look(viewer, Forest(issue.issued_at), issue.issued_at))
    now = figures(wanted, seen)
    gone = tuple(one for (one, _), was in zip(mine, then, strict=True) if not _same(one, was))
    moved = [
        (one, was, after)
        for (one, _), was, after in zip(mine, then, now, strict=True)
        if not _same(one, after) or not _alike(was, after)
    ]
    told = _tell([(was, after) for _, was, after in moved], issue.issued_at)
    places = {one.place for one, _, _ in moved}
    sums = tuple(
        one for one in sums_of(frozen(issue, viewer=viewer)) if places & {*one.rows, one.total}
    )
    return Verification(
        len(held),
        seal(issue, held) == issue.seal,
        gone,
        tuple(
            Moved(one, after, _text(after, one.form), changes)
            for (one, _, after), changes in zip(moved, told, strict=True)
        ),
        len(held) - len(mine),
        sums,
    )


def ask_of(one: IssuedFigure, issue: Issue) -> Ask:
    """This function will return the question that an issued figure answers."""
    regime = Regime(issue.report.regime)
    return Ask(one.key, one.unit_id, from_code(one.code, regime))


def _same(one: IssuedFigure, figure: Figure) -> bool:
    value = composing.frozen_value(one)
    return value == figure.value and one.evidence == figure.evidence.hash


def _alike(was: Figure, after: Figure) -> bool:
    # A whole that lacks a part now is another answer, although no record of it was touched.
    return was.evidence.hash == after.evidence.hash and was.state is after.state


def sums_of(blocks: Sequence[Laid]) -> list[Sum]:
    """This function will return every sum a report states: columns of its tables, and totals that a
    sentence breaks into its parts.
    """
    found = rules.columns(blocks)
    told = composing.lines(blocks)
    for line, reading in zip(told, claims.read_document([t.text for t in told]), strict=True):
        for item in reading.sums:
            total = line.place_of(*reading.figures[item.total].num_span)
            parts = [line.place_of(*reading.figures[at].num_span) for at in item.parts]
            rows = tuple(part for part in parts if part is not None)
            if item.consistent and total is not None and rows:
                found.append(Sum(rows, total))
    return found


def _text(figure: Figure, form: str) -> str:
    if figure.value is None:
        return "x" if figure.state is State.NOT_APPLICABLE else composing.ABSENT
    return composing.written(figure, form)


def _tell(pairs: Sequence[tuple[Figure, Figure]], since: datetime) -> list[tuple[Change, ...]]:
    """Say of each pair which records differ, with the names and reasons read once for all."""
    differing = [_differing(was, after) for was, after in pairs]
    newly = [
        [unit for unit in after.evidence.silent if unit not in was.evidence.silent]
        for was, after in pairs
    ]
    # A list of units keeps no hand: the trail tells who changed it.
    changed = [one for found in differing for pair in found for one in pair if one is not None]
    units = {one.unit for one in changed if one.kind == "unit"}.union(*newly)
    acts = trail.last_acts("unit", units, since=since) if units else {}
    records = [new for found in differing for _, new in found if new is not None]
    by = [record.actor for record in records] + [entry.actor for entry in acts.values()]
    telling = _Telling(
        trail.names(by), trail.notes(record.note for record in records), acts, Forest(),
        Forest(since),
    )  # fmt: skip
    return [
        tuple(
            [telling.change(old, new, after) for old, new in found]
            + [telling.silent(unit, after) for unit in quiet]
        )
        for (_, after), found, quiet in zip(pairs, differing, newly, strict=True)
    ]


def _differing(was: Figure, after: Figure) -> list[tuple[RecordRef | None, RecordRef | None]]:
    before = {(r.kind, r.item, r.unit, r.period): r for r in was.evidence.all_records()}
    later = {(r.kind, r.item, r.unit, r.period): r for r in after.evidence.all_records()}
    cells = list(dict.fromkeys([*before, *later]))
    return [
        (before.get(cell), later.get(cell))
        for cell in cells
        if _mark(before.get(cell)) != _mark(later.get(cell))
    ]


def _mark(record: RecordRef | None) -> tuple[int, int, str] | None:
    return (record.id, record.revision, record.seal) if record else None


@dataclass(frozen=True)
class _Telling:
    """What is needed to say who changed a record, when and why."""

    names: dict[str, str]
    notes: dict[int, str]
    acts: dict[int, Entry]
    now: Forest
    then: Forest

    def change(self, old: RecordRef | None, new: RecordRef | None, figure: Figure) -> Change:
        one = new or old
        assert one is not None
        act = self.acts.get(one.unit) if one.kind == "unit" else None
        at, by = (act.at, act.actor) if act else (None, "")
        if new is not None and act is None:
            at, by = new.recorded_at, new.actor
        return Change(
            figure.measure.label,
            self._name(one.unit, figure),
            old.told if old else "chưa có",
            new.told if new else "không còn",
            at,
            self.names.get(by, ""),
            self.notes.get(new.note or 0, "") if new else "",
            bool(old and new and old.estimate and not new.estimate),
        )

    def silent(self, unit: int, figure: Figure) -> Change:
        """Say of a unit that came to be asked since, and has not told its number."""
        act = self.acts.get(unit)
        return Change(
            figure.measure.label, self._name(unit, figure), "chưa thuộc diện báo", "chưa gửi số",
            act.at if act else None, self.names.get(act.actor, "") if act else "", "", False,
        )  # fmt: skip

    def _name(self, unit: int, figure: Figure) -> str:
        day = figure.ask.period.last_day
        tree = self.now(day)
        return (tree if unit in tree else self.then(day)).name(unit)


def seal(issue: Issue, held: Sequence[IssuedFigure]) -> str:
    """This function will return the mã niêm phong over the text and every frozen figure."""
    told = {
        "symbol": issue.symbol,
        "title": issue.title,
        "text": issue.text,
        "day": issue.issued_on.isoformat(),
        "figures": [
            [f.place, f.key, f.unit_id, f.code, f.printed, f.top, f.bottom, f.estimate, f.evidence]
            for f in held
        ],
    }
    return digest(canonical(told))


@dataclass(frozen=True, slots=True)
class Cited:
    """Nơi trích: an issued report in which a figure stands, and what it said there."""

    report: int
    symbol: str
    issued_on: str
    printed: str


def citations(*, key: str, unit: int, code: str, viewer: Actor) -> list[Cited]:
    """This function will return the issued reports that cite a figure, for who may read them."""
    reach = viewer.reach(Act.REPORT_SEE)
    rows = IssuedFigure.objects.filter(key=key, unit_id=unit, code=code)
    rows = reach.within(rows, "issue__report__unit_id").order_by("-issue__issued_at")
    columns = ("issue__report_id", "issue__symbol", "issue__issued_on", "printed")
    return [
        Cited(report, symbol, on.isoformat(), printed)
        for report, symbol, on, printed in rows.values_list(*columns)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """Lời ghi nhận của một năm: ratings and awards of a period, each with the paper it stands in."""

    period: Period
    told: tuple[tuple[str, str, str], ...]


def statements(*, unit: int) -> list[Said]:
    """This function will return the ratings and awards of a unit by period, the newest first; they
    were given in public, so anyone may read them.
    """
    found: dict[str, list[tuple[str, str, str]]] = {}
    rows = Statement.objects.filter(unit_id=unit).order_by("pk")
    for label, words, code, source in rows.values_list("label", "words", "code", "source"):
        found.setdefault(code, []).append((label, words, source))
    said = [Said(from_code(code), tuple(told)) for code, told in found.items()]
    return sorted(said, key=lambda one: one.period.end, reverse=True)


def noted(*, viewer: Actor) -> QuerySet[Statement]:
    """This function will return ratings and awards of units within the viewer's reach, the newest
    first.
    """
    rows = Statement.objects.order_by("-code", "-pk")
    return viewer.reach(Act.REPORT_SEE).within(rows)


def value_of(one: IssuedFigure) -> Fraction | None:
    """This function will return the exact number that was frozen."""
    return composing.frozen_value(one)
