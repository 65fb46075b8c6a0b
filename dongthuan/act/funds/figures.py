"""Mục số liệu của công trình, quỹ: counted from receipts and from the book, each with its căn cứ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.db.models import Case, Count, DateField, QuerySet, Sum, Value, When

from dongthuan.act.funds.counting import (
    GIVEN,
    HOUSEHOLDS,
    LEFT,
    MEASURES,
    PROGRESS,
    SPENT,
    parted,
)
from dongthuan.act.funds.models import Gift, Progress, Work, WorkGroup
from dongthuan.act.funds.participation import TakingPart, points_at_few, taking_part
from dongthuan.act.funds.rules import SMALLEST, Kind
from dongthuan.act.ledger.models import Posting
from dongthuan.act.ledger.rules import Nature
from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import Ask, Evidence, Figure, Look, Measure, RecordRef, State
from dongthuan.ground.primitives import numbers
from dongthuan.who.org.queries import Forest

_NAMED = "funds.named"
_TOO_FEW = "Số hộ nhỏ, không nêu để không chỉ ra ai góp, ai không góp."
_NOT_SETTLED = "Số hộ tham gia chỉ nêu một lần, khi công trình đã quyết toán."
_BY_WORK = "Tiến độ hỏi theo từng công trình."
_HOW = "cộng từng phiếu thu"


@dataclass(frozen=True, slots=True)
class _Given:
    """A gift as far as figures ask of it."""

    id: int
    code: str
    kind: Kind
    dong: int
    on: date
    at: datetime
    by: str
    place: int
    whole: int
    work: int
    # How many gifts it stands for; none where it was taken back: then it is worth nothing.
    count: int = 1
    was: int = 0


class Funds:
    """Counts gifts by the group they were given in, else by the unit of their work."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def named(
        self, keys: Collection[str], on: date, notes: dict[str, object] | None = None
    ) -> Mapping[str, Measure]:
        """This method will return measures of single works, their titles in the label."""
        asked = {key: parted(key) for key in keys}
        asked = {key: told for key, told in asked.items() if told[1] and told[0] in MEASURES}
        if not asked:
            return {}
        rows = Work.objects.filter(pk__in={work for _, work in asked.values()})
        titles = dict(rows.values_list("pk", "title"))
        found = {
            key: replace(MEASURES[base], key=key, label=f"{MEASURES[base].label}: {titles[work]}")
            for key, (base, work) in asked.items() if work in titles
        }  # fmt: skip
        if notes is not None:
            notes.setdefault(_NAMED, {}).update(found)  # type: ignore[attr-defined]
        return found

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence of what was given is each receipt, without a name."""
        table = _Table(asks, look)
        return [table.figure(ask) for ask in asks]


class _Table:
    """What a set of questions needs, read once for all units and periods."""

    def __init__(self, asks: Sequence[Ask], look: Look) -> None:
        assert isinstance(look.trees, Forest)
        self._look, self._trees = look, look.trees
        self._asks = asks
        self._end = max((ask.period.end for ask in asks), default=date.min)
        named = look.notes.get(_NAMED, {})
        self._measures: dict[str, Measure] = {**MEASURES, **named}  # type: ignore[dict-item]

    def figure(self, ask: Ask) -> Figure:
        base, work = parted(ask.key)
        measure = self._measures[ask.key]
        if base in GIVEN:
            return self._given(ask, measure, base, work)
        if base == HOUSEHOLDS.key:
            return self._households(ask, measure, work)
        if base == PROGRESS.key:
            return self._progress(ask, measure, work)
        return self._money(ask, measure, base, work)

    # --- what was given ---

    def _known(self) -> QuerySet[Gift]:
        rows, at = Gift.objects.filter(on__lt=self._end), self._look.known_at
        return rows if at is None else rows.filter(recorded_at__lte=at)

    def _standing(self) -> QuerySet[Gift]:
        rows, at = self._known(), self._look.known_at
        return rows.filter(reversal=None) if at is None else rows.exclude(reversal__at__lte=at)

    @cached_property
    def _sums(self) -> list[_Given]:
        """Return the gifts added up by the database, for numbers whose grounds nobody asked to see; each
        stands on the first day of the stretch that it was given in.
        """
        turns = sorted({day for ask in self._asks for day in (ask.period.start, ask.period.end)})
        slot = Case(
            *(When(on__gte=day, then=Value(day)) for day in reversed(turns)),
            default=Value(date.min), output_field=DateField(),
        )  # fmt: skip
        rows = self._standing().annotate(slot=slot).values_list(
            "kind", "slot", "group_id", "work__unit_id", "work_id"
        )  # fmt: skip
        return [
            _Given(0, "", Kind(kind), dong, on, datetime.min, "", group or unit, unit, work, count=count)
            for kind, on, group, unit, work, dong, count in rows.annotate(Sum("dong"), Count("pk")).order_by()
        ]  # fmt: skip

    @cached_property
    def _gifts(self) -> list[_Given]:
        told = self._known().order_by("pk").values_list(
            "pk", "receipt__book__code", "receipt__number", "kind", "dong", "on", "recorded_at", "by",
            "group_id", "work__unit_id", "work_id", "reversal__at", "reversal__by",
        )  # fmt: skip
        until = self._look.known_at
        return [
            _Given(pk, f"{book}-{number:04d}", Kind(kind), dong, on, when, by, group or unit, unit, work)
            if back is None or (until is not None and back > until) else
            _Given(pk, f"{book}-{number:04d}", Kind(kind), 0, on, back, back_by, group or unit, unit, work,
                   count=0, was=dong)
            for pk, book, number, kind, dong, on, when, by, group, unit, work, back, back_by in told
        ]  # fmt: skip

    def _matching(
        self, gifts: Iterable[_Given], ask: Ask, work: int | None, so_far: bool
    ) -> list[_Given]:
        units = set(self._trees(ask.period.last_day).gathered(ask.unit))
        start = date.min if so_far else ask.period.start
        return [
            one for one in gifts
            if start <= one.on < ask.period.end and one.place in units
            and (work is None or one.work == work)
        ]  # fmt: skip

    def _given(self, ask: Ask, measure: Measure, base: str, work: int | None) -> Figure:
        _, kinds, so_far = GIVEN[base]
        gifts = self._gifts if self._look.evidence else self._sums
        held = [one for one in self._matching(gifts, ask, work, so_far) if one.kind in kinds]
        if self._points_at_few(ask, gifts, kinds, so_far, work):
            return Figure(ask, measure, State.NOT_APPLICABLE, reason=_TOO_FEW)
        value = Fraction(sum(one.dong for one in held))
        return Figure(ask, measure, State.VALUE, value, evidence=self._grounds(ask, measure, held))

    def _grounds(self, ask: Ask, measure: Measure, held: Sequence[_Given]) -> Evidence:
        """Return the receipts, group by group where each group may be told; else none says its group."""
        if not self._look.evidence:
            return Evidence(how=_HOW)
        places: dict[int, list[_Given]] = defaultdict(list)
        for one in held:
            places[one.place].append(one)
        asked = {unit for one in {one.work for one in held} for unit in self._groups[one]}
        if set(places) <= {ask.unit} or any(_few(places[unit]) for unit in asked | set(places)):
            told = (_record(one, ask.unit if one.place == ask.unit else one.whole) for one in held)
            return Evidence(tuple(told), how=_HOW)
        parts = tuple(
            Figure(Ask(ask.key, place, ask.period), measure, State.VALUE,
                   Fraction(sum(one.dong for one in mine)),
                   evidence=Evidence(tuple(_record(one, place) for one in mine), how=_HOW))
            for place, mine in places.items()
        )  # fmt: skip
        return Evidence(parts=parts, how=f"{_HOW}, theo nơi góp")

    @cached_property
    def _groups(self) -> dict[int, set[int]]:
        """Return the groups of each work that has some."""
        found: dict[int, set[int]] = defaultdict(set)
        for work, unit in WorkGroup.objects.values_list("work_id", "unit_id"):
            found[work].add(unit)
        return found

    def _points_at_few(
        self, ask: Ask, gifts: Iterable[_Given], kinds: frozenset[Kind], so_far: bool, work: int | None
    ) -> bool:  # fmt: skip
        """Say whether a unit is asked about that is a part of a work, where the parts tell of few."""
        units = set(self._trees(ask.period.last_day).gathered(ask.unit))
        start = date.min if so_far else ask.period.start
        above = [
            one for one in gifts
            if one.whole not in units and (work is None or one.work == work)
            and (one.place in units or self._groups[one.work] & units)
        ]  # fmt: skip
        works = {one.work for one in above}
        counts: Counter[int | None] = Counter(
            {unit: 0 for one in works for unit in self._groups[one]}
        )
        for one in above:
            if one.kind in kinds and start <= one.on < ask.period.end:
                counts[one.place] += one.count
        return points_at_few(counts, units & set(counts))

    # --- who takes part ---

    @cached_property
    def _taking_part(self) -> dict[int, TakingPart]:
        asked = {parted(ask.key)[1] for ask in self._asks if parted(ask.key)[0] == HOUSEHOLDS.key}
        works = [one for one in asked if one is not None]
        if None in asked:
            works = list(Work.objects.values_list("pk", flat=True))
        return taking_part(works, self._trees, self._look.known_at)

    def _households(self, ask: Ask, measure: Measure, work: int | None) -> Figure:
        units = set(self._trees(ask.period.last_day).gathered(ask.unit))
        settled = [
            one for pk, one in self._taking_part.items()
            if (work is None or pk == work) and one.on < ask.period.end
            and (one.unit in units or units & set(one.homes))
        ]  # fmt: skip
        if not settled:
            return Figure(ask, measure, State.NOT_APPLICABLE, reason=_NOT_SETTLED)
        counts = [one.count if one.unit in units else one.count_of(units) for one in settled]
        told = [count for count in counts if count is not None]
        if not told:
            return Figure(ask, measure, State.NOT_APPLICABLE, reason=_TOO_FEW)
        return Figure(ask, measure, State.VALUE, Fraction(sum(told)),
                      evidence=Evidence(how="đếm mỗi hộ một lần mỗi công trình, dù góp mấy phiếu"))  # fmt: skip

    # --- how far it is ---

    def _progress(self, ask: Ask, measure: Measure, work: int | None) -> Figure:
        if work is None:
            return Figure(ask, measure, State.NOT_APPLICABLE, reason=_BY_WORK)
        rows = Progress.objects.filter(work=work, on__lt=ask.period.end)
        at = self._look.known_at
        if at is None:
            rows = rows.filter(withdrawn_at=None)
        else:
            rows = rows.filter(recorded_at__lte=at).exclude(withdrawn_at__lte=at)
        one = rows.order_by("-on", "-pk").first()
        if one is None:
            return Figure(ask, measure, State.MISSING, reason="Chưa ghi tiến độ.")
        told = f"{one.percent}% ngày {one.on.day}/{one.on.month}/{one.on.year}"
        record = RecordRef("progress", one.pk, 1, digest(f"{one.pk}.{one.percent}".encode()), ask.unit,
                           told, recorded_at=one.recorded_at, actor=one.by)  # fmt: skip
        return Figure(ask, measure, State.VALUE, Fraction(one.percent),
                      evidence=Evidence((record,), how="lần ghi tiến độ cuối cùng"))  # fmt: skip

    # --- what went out, and what is there ---

    def _money(self, ask: Ask, measure: Measure, base: str, work: int | None) -> Figure:
        rows = self._postings(ask, work)
        if base in SPENT:
            rows = rows.filter(account__nature=Nature.EXPENSE)
            if not SPENT[base][1]:
                rows = rows.filter(on__gte=ask.period.start)
        else:
            rows = rows.filter(account__holder_kind__in=LEFT[base][1])
        told = list(rows.values_list("pk", "entry_id", "on", "dong", "entry__words", "entry__recorded_at",
                                     "entry__by").order_by("pk"))  # fmt: skip
        records = tuple(_posted(ask.unit, *one) for one in told) if self._look.evidence else ()
        return Figure(ask, measure, State.VALUE, Fraction(sum(one[3] for one in told)),
                      evidence=Evidence(records, how="cộng các dòng trong sổ thu chi"))  # fmt: skip

    def _postings(self, ask: Ask, work: int | None) -> QuerySet[Posting]:
        units = list(self._trees(ask.period.last_day).gathered(ask.unit))
        works = Work.objects.filter(unit__in=units)
        if work is not None:
            works = works.filter(pk=work)
        rows = Posting.objects.filter(
            book__unit__in=units, purpose__code__in=works.values("code"), on__lt=ask.period.end
        )
        at = self._look.known_at
        return rows if at is None else rows.filter(entry__recorded_at__lte=at)


def _few(held: Iterable[_Given]) -> bool:
    return sum(one.count for one in held) < SMALLEST


def _record(one: _Given, unit: int) -> RecordRef:
    told = f"{one.code}: {numbers.written(one.dong)} đồng, {one.kind.words}"
    if one.was:
        told = f"{one.code}: đã hủy ghi {numbers.written(one.was)} đồng, {one.kind.words}"
    seal = digest(f"{one.id}.{one.dong}.{moment(one.at)}".encode())
    return RecordRef("gift", one.id, 2 if one.was else 1, seal, unit, told,
                     value=Fraction(one.dong), recorded_at=one.at, actor=one.by)  # fmt: skip


def _posted(
    unit: int, pk: int, entry: int, on: date, dong: int, words: str, at: datetime, by: str
) -> RecordRef:
    told = f"bút toán số {entry} ngày {on.day}/{on.month}/{on.year}: {words}, {numbers.written(dong)} đồng"
    seal = digest(f"{pk}.{dong}.{moment(at)}".encode())
    return RecordRef(
        "posting", pk, 1, seal, unit, told, value=Fraction(dong), recorded_at=at, actor=by
    )
