"""Gắn số: what each number is, turn by turn, and measures made of numbers that have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from dongthuan.answer.manuscripts import keys, queries, rules
from dongthuan.answer.manuscripts.models import Manuscript, Mark, Turn
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.reports import rules as writing
from dongthuan.answer.reports import services as reports
from dongthuan.answer.reports.queries import issued as reports_issued
from dongthuan.answer.reports.rules import Cite
from dongthuan.decide.indicators import queries as indicators
from dongthuan.decide.indicators import services as asking
from dongthuan.decide.indicators.rules import Frequency, divided
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Look, Nature
from dongthuan.ground.primitives.periods import Period, Regime
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest


class UnableToBind(Exception):
    """Raised when a number cannot be bound as asked; its text says why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Lựa chọn cho một con số: what it is from now on."""

    place: int
    standing: Standing
    key: str = ""
    unit: int | None = None
    code: str = ""
    form: str = ""


@transaction.atomic
def bind(*, manuscript: Manuscript, choices: Sequence[Choice], words: str, by: Actor) -> int:
    """This function will set what numbers are, as one turn that can be taken back; returns how many
    were changed.

    :raises UnableToBind: a place that is not there, or a number no other can take the place of.
    """
    by.require(Act.REPORT_WRITE, manuscript.unit_id)
    held = {mark.place: mark for mark in _locked(manuscript)}
    before, changed = [], []
    look = Look(by, Forest(), evidence=False)
    for choice in choices:
        mark = held.get(choice.place)
        if mark is None:
            raise UnableToBind("Con số này không còn trong bản Word; tải lại trang.")
        if choice.standing is Standing.BOUND and not (choice.key and choice.form):
            raise UnableToBind(
                f"«{mark.surface}» là khoảng hoặc số viết lẫn chữ, không thay bằng số khác được; "
                "giữ nguyên hoặc sửa trong Word."
            )
        if choice.standing is Standing.BOUND and not queries.has_number(manuscript, choice, look):
            raise UnableToBind("Mục này chưa được đặt trong kỳ đã chọn nên không có số để lấy.")
        was = [mark.place, mark.standing, mark.key, mark.unit_id, mark.code, mark.form]
        mark.standing, mark.key, mark.unit_id = choice.standing, choice.key, choice.unit
        mark.code, mark.form = choice.code, choice.form
        if was[1:] != [mark.standing, mark.key, mark.unit_id, mark.code, mark.form]:
            before.append(was)
            changed.append(mark)
    if not changed:
        return 0
    Mark.objects.bulk_update(changed, ["standing", "key", "unit", "code", "form"], batch_size=200)
    refresh_drafts(manuscript, by)
    Turn.objects.create(
        manuscript=manuscript, at=by.now, by=audit.sign(by), words=words[:120], before=before
    )
    audit.record(
        Act.REPORT_WRITE, "manuscript", manuscript.pk, by=by, unit_id=manuscript.unit_id,
        detail=f"bind {len(changed)}",
    )  # fmt: skip
    return len(changed)


@transaction.atomic
def take_back(*, manuscript: Manuscript, by: Actor) -> str:
    """This function will undo the last turn and return its words; empty when there is none."""
    by.require(Act.REPORT_WRITE, manuscript.unit_id)
    held = {mark.place: mark for mark in _locked(manuscript)}
    turn = manuscript.turns.order_by("-pk").first()
    if turn is None:
        return ""
    changed = []
    for place, standing, key, unit, code, form in turn.before:
        mark = held[place]
        mark.standing, mark.key, mark.unit_id, mark.code, mark.form = (
            standing, key, unit, code, form,
        )  # fmt: skip
        changed.append(mark)
    Mark.objects.bulk_update(changed, ["standing", "key", "unit", "code", "form"], batch_size=200)
    refresh_drafts(manuscript, by)
    words = turn.words
    turn.delete()
    audit.record(
        Act.REPORT_WRITE, "manuscript", manuscript.pk, by=by, unit_id=manuscript.unit_id,
        detail="take back",
    )  # fmt: skip
    return words


def refresh_drafts(manuscript: Manuscript, by: Actor) -> None:
    """This function will cite anew, in every draft that has not gone out, what is bound otherwise."""
    for draft in manuscript.drafts.filter(issued=None).select_related("report"):
        report = draft.report
        text = queries.text_for(manuscript, queries.report_period(report))
        if text != report.text and reports_issued(report) is None:
            reports.write(report=report, text=text, heading={}, seen=report.version, by=by)


def accept_offers(*, manuscript: Manuscript, by: Actor) -> int:
    """This function will bind every number whose proposal nothing speaks against."""
    choices = [offered(mark) for mark in queries.marks(manuscript) if queries.is_sure(mark)]
    words = f"gắn {len(choices)} số theo đề nghị"
    return bind(manuscript=manuscript, choices=choices, words=words, by=by)


def offered(mark: Mark) -> Choice:
    """This function will return the choice that a mark's proposal makes."""
    told = mark.offer
    unit = told.get("unit")
    return Choice(
        mark.place, Standing.BOUND, str(told.get("key", "")), int(unit) if unit else None,
        str(told.get("code", "")),
        str(told.get("form", "")),
    )  # fmt: skip


def keep_rest(*, manuscript: Manuscript, by: Actor) -> int:
    """This function will say of every number not looked at yet that it stays as it is."""
    choices = [
        Choice(mark.place, Standing.KEPT)
        for mark in queries.marks(manuscript)
        if mark.standing == Standing.OPEN
    ]
    words = f"giữ nguyên {len(choices)} số còn lại"
    return bind(manuscript=manuscript, choices=choices, words=words, by=by)


def _locked(manuscript: Manuscript) -> list[Mark]:
    Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    return list(queries.marks(manuscript))


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """Mục mới từ bản Word: what it is called and counted in, and the numbers that tell it."""

    label: str
    unit: str
    nature: Nature
    places: tuple[int, ...] = field(default=())


@transaction.atomic
def create(
    *, manuscript: Manuscript, rows: Sequence[NewMeasure], by: Actor, keep_values: bool = True
) -> int:  # fmt: skip
    """This function will make measures of numbers, reported by the unit itself, bind the numbers to
    them, and keep what the old report said as the unit's numbers of that period.

    :raises UnableToAsk: a label or unit that cannot be; nothing is made then.
    """
    by.require(Act.REPORT_WRITE, manuscript.unit_id)
    period = queries.period_of(manuscript)
    frequency = _frequency(manuscript)
    tree = org.tree(period.last_day)
    level = tree[manuscript.unit_id].kind
    held = {mark.place: mark for mark in _locked(manuscript)}
    taken = set(indicators.all_keys())
    choices: list[Choice] = []
    values: dict[str, dict[str, str]] = {}
    for row in rows:
        key = keys.fresh(row.label, taken)
        taken.add(key)
        told = [queries.told_in(held[place], row.unit) for place in row.places if place in held]
        asking.define(
            key=key, label=row.label, unit=row.unit, nature=row.nature, frequency=frequency,
            level=level, on=period.start - timedelta(days=366), owner=manuscript.unit, by=by,
            decimals=max([rules.finest(row.unit), *(one.decimals for one in told)]),
            chapter="Từ báo cáo của đơn vị", source=manuscript.title[:200], is_new=True,
        )  # fmt: skip
        for one in told:
            choices.append(Choice(one.place, Standing.BOUND, key, None, one.code, one.form))
            if one.typed:
                values.setdefault(one.code, {}).setdefault(key, one.typed)
    bind(manuscript=manuscript, choices=choices, words=f"đặt {len(rows)} mục mới", by=by)
    for code, typed in values.items() if keep_values else ():
        then = writing.period_of(Cite("", code=code), period)
        # Of a year's whole, or nine months, no single answer of a unit can be told.
        if len(divided(then, frequency)) == 1:
            _keep_values(manuscript, then, typed, by)
    return len(rows)


def _frequency(manuscript: Manuscript) -> Frequency:
    period = queries.period_of(manuscript)
    fitting = [one for one in Frequency if len(divided(period, one)) == 1]
    return fitting[0] if fitting else Frequency.MONTH


def _keep_values(
    manuscript: Manuscript, period: Period, values: Mapping[str, str], by: Actor
) -> None:
    """Nothing is typed twice: what the old report said is what the unit told of that period."""
    made = asking.open_round(
        unit=manuscript.unit, title=f"Số lấy từ báo cáo: {period}", code=period.code,
        regime=Regime(manuscript.regime), keys=list(values), only=[manuscript.unit], by=by,
        due_on=max(by.today, period.last_day),
    )  # fmt: skip
    sheet = made.sheets.get(unit=manuscript.unit)
    asking.hand_in(sheet=sheet, typed=values, by=by, empty_is_meant=True)
