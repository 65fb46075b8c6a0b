"""Rounds within the viewer's reach: who was asked what, who has sent, who is late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from dongthuan.decide.indicators.models import Item, Round, RoundItem, Sheet, Step, Value
from dongthuan.decide.indicators.queries._meaning import definitions
from dongthuan.decide.indicators.queries._questions import open_questions
from dongthuan.decide.indicators.queries._sheets import period_of, visible_sheets
from dongthuan.decide.indicators.rules import Due
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.org.models import Unit

# How many rounds back to look for one to ask again like.
_LOOKED_BACK = 40


@dataclass(frozen=True, slots=True)
class Row:
    """Dòng của đợt: where one unit's sheet stands."""

    sheet: Sheet
    due: Due
    filled: int
    asked: int
    # How many of its cells are asked about again.
    questioned: int = 0

    @property
    def late(self) -> bool:
        """This property will say whether numbers are owed past their day."""
        return is_late(self.sheet, self.due)


@dataclass(frozen=True, slots=True)
class Standing:
    """Tình hình của đợt: how many of the sheets the viewer may see stand where."""

    asked: int = 0
    sent: int = 0
    waiting: int = 0
    returned: int = 0
    late: int = 0

    @property
    def done(self) -> bool:
        """This property will say whether everything was sent and approved."""
        return self.sent == self.asked and not self.waiting


def visible_rounds(*, viewer: Actor) -> Q:
    """This function will return the condition under which a round may be seen: by the unit that
    opened it, by whoever sees rounds there, and by those who answer or approve one of its sheets.
    """
    asking, seeing = viewer.reach(Act.ROUND_OPEN), viewer.reach(Act.ROUND_SEE)
    if asking.units is None or seeing.units is None:
        return Q()
    mine = Q(unit_id__in=asking.units) | Q(unit_id__in=seeing.units)
    owed = Sheet.objects.filter(visible_sheets(viewer=viewer)).values("round_id")
    return mine | Q(pk__in=owed)


def rounds(*, viewer: Actor) -> list[Round]:
    """This function will return the rounds the viewer opened, answers or approves; newest first."""
    rows = Round.objects.filter(visible_rounds(viewer=viewer))
    return list(rows.order_by("-due_on", "-pk"))


def round_seen(*, viewer: Actor, pk: int) -> Round | None:
    """This function will return a round the viewer may see, or None."""
    rows = Round.objects.filter(visible_rounds(viewer=viewer))
    return rows.select_related("unit").filter(pk=pk).first()


def rounds_asking(key: str, *, viewer: Actor, most: int) -> list[Round]:
    """This function will return the latest rounds within reach that asked for a measure."""
    rows = Round.objects.filter(visible_rounds(viewer=viewer), items__item__key=key)
    return list(rows.order_by("-due_on", "-pk")[:most])


def standings(found: Iterable[Round], *, viewer: Actor) -> Mapping[int, Standing]:
    """This function will say how rounds stand, in one query: of all their sheets to the unit that
    asked, and to every other viewer only of those they may see.
    """
    ids = [one.pk for one in found]
    sent = Q(status__in=(Sheet.Status.SENT, Sheet.Status.APPROVED))
    late = Q(first_sent_on=None, round__due_on__lt=viewer.today)
    rows = Sheet.objects.filter(visible_sheets(viewer=viewer), round__in=ids).values("round_id")
    counted = rows.annotate(
        asked=Count("pk"), sent=Count("pk", filter=sent), late=Count("pk", filter=late),
        waiting=Count("pk", filter=Q(status=Sheet.Status.SENT)),
        returned=Count("pk", filter=Q(status=Sheet.Status.RETURNED)),
    )  # fmt: skip
    columns = ("round_id", "asked", "sent", "waiting", "returned", "late")
    stands = {pk: Standing(*told) for pk, *told in counted.order_by().values_list(*columns)}
    return {pk: stands.get(pk, Standing()) for pk in ids}


def round_sheets(one: Round, *, viewer: Actor) -> list[Sheet]:
    """This function will return the sheets of a round: all of them to the unit that asked, and to
    every other viewer only those of units they may enter for or approve.
    """
    rows = Sheet.objects.filter(round=one).select_related("unit", "round")
    if not viewer.may(Act.ROUND_OPEN, one.unit_id):
        rows = rows.filter(visible_sheets(viewer=viewer))
    return list(rows.order_by("pk"))


def round_rows(one: Round, *, viewer: Actor) -> list[Row]:
    """This function will say who has sent and who is late, as far as the viewer may know."""
    return rows_of(round_sheets(one, viewer=viewer), viewer=viewer)


def rows_of(sheets: Sequence[Sheet], *, viewer: Actor) -> list[Row]:
    """This function will say of sheets of one round where they stand, and how much is filled in."""
    if not sheets:
        return []
    one = sheets[0].round
    period = period_of(one)
    asked: dict[str, int] = {}
    items = set(RoundItem.objects.filter(round=one).values_list("item_id", flat=True))
    for d in definitions(period.last_day).values():
        if d.item_id in items:
            asked[d.level] = asked.get(d.level, 0) + 1
    filled = _filled(sheets)
    questions = open_questions(sheets)
    return [
        Row(s, Due(one.due_on, s.first_sent_on, viewer.today),
            filled.get(s.pk, 0), asked.get(s.unit.kind, 0), len(questions.get(s.pk, ())))
        for s in sheets
    ]  # fmt: skip


def _filled(sheets: Sequence[Sheet]) -> dict[int, int]:
    """Count the cells of sheets that hold a number; the database does, but where one was taken back."""
    told = Value.objects.filter(sheet__in=[one.pk for one in sheets])
    counted = told.values_list("sheet_id").annotate(
        cells=Count("item_id", distinct=True), withdrawn=Count("pk", filter=Q(state="withdrawn"))
    )
    found: dict[int, int] = {}
    unsure: list[int] = []
    for sheet, cells, withdrawn in counted.order_by():
        found[sheet] = cells
        if withdrawn:
            unsure.append(sheet)
    if unsure:
        # A cell whose last word was to take the number back is empty again.
        last = {
            (sheet, item): state
            for sheet, item, state in told.filter(sheet__in=unsure).order_by("revision")
            .values_list("sheet_id", "item_id", "state")
        }  # fmt: skip
        for (sheet, _), state in last.items():
            found[sheet] -= state == "withdrawn"
    return found


def is_late(sheet: Sheet, due: Due) -> bool:
    """This function will say whether nothing was sent by the due day, which has gone by."""
    return sheet.first_sent_on is None and due.late_days > 0


def asked_keys(one: Round) -> list[str]:
    """This function will return the keys that a round asks for, in the order they were chosen."""
    rows = RoundItem.objects.filter(round=one).order_by("pk")
    return list(rows.values_list("item__key", flat=True))


def asked_units(one: Round) -> set[int]:
    """This function will return the ids of the units that a round asks."""
    return set(Sheet.objects.filter(round=one).values_list("unit_id", flat=True))


def units_asked(ids: Iterable[int]) -> list[Unit]:
    """This function will return the units that a round is to ask, in one query."""
    return list(Unit.objects.filter(pk__in=set(ids)))


def rounds_alike(unit: int, period: Period, *, most: int) -> list[Round]:
    """This function will return the last rounds a unit opened for periods of the same length, the
    latest first; of several that asked for the same measures, the last.
    """
    rows = Round.objects.filter(unit_id=unit, regime=period.regime).order_by("-due_on", "-pk")
    alike = [one for one in rows[:_LOOKED_BACK] if _span(period_of(one)) == _span(period)]
    asked: dict[int, set[int]] = {}
    items = RoundItem.objects.filter(round__in=alike)
    for pk, item in items.values_list("round_id", "item_id"):
        asked.setdefault(pk, set()).add(item)
    distinct: dict[frozenset[int], Round] = {}
    for one in alike:
        distinct.setdefault(frozenset(asked.get(one.pk, ())), one)
    return list(distinct.values())[:most]


def _span(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month


def last_sent(sheets: Iterable[Sheet]) -> dict[int, Step]:
    """This function will return the step with which each sheet was last sent."""
    rows = Step.objects.filter(sheet__in=list(sheets), step="sent").order_by("at", "pk")
    return {step.sheet_id: step for step in rows}


def objected(sheets: Iterable[Sheet]) -> set[int]:
    """This function will return the sheets of which the owner said that numbers entered for it do
    not hold, and which were not sent by it since.
    """
    last: dict[int, str] = {}
    rows = Step.objects.filter(sheet__in=list(sheets), step__in=("objected", "confirmed", "sent"))
    for sheet, step in rows.order_by("at", "pk").values_list("sheet_id", "step"):
        last[sheet] = step
    return {sheet for sheet, step in last.items() if step == "objected"}


def missed(sheets: Iterable[Sheet]) -> dict[int, datetime]:
    """This function will return the sheets that had never been sent when their round was closed, and
    when that was; of a round closed twice, the last time.
    """
    rows = Step.objects.filter(sheet__in=list(sheets), step="missed").order_by("at", "pk")
    return dict(rows.values_list("sheet_id", "at"))


def never_told(
    *, items: Iterable[int], units: Iterable[int], known_at: datetime | None = None
) -> dict[tuple[int, int, str], date]:
    """This function will return, of cells that a round asked for and closed without a number ever
    sent, the day it was closed; by measure, unit and period.
    """
    closed = Sheet.objects.filter(
        first_sent_on=None, unit__in=set(units), round__closed_on__isnull=False,
        round__items__item__in=set(items),
    )  # fmt: skip
    if known_at is not None:
        closed = closed.filter(round__closed_on__lte=known_at.astimezone(LOCAL).date())
    columns = ("round__items__item_id", "unit_id", "round__code", "round__closed_on")
    return {(item, unit, code): on for item, unit, code, on in closed.values_list(*columns)}


def item_of(key: str) -> Item | None:
    """This function will return the identity behind a key, or None."""
    return Item.objects.filter(key=key).first()
