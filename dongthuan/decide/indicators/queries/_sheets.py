"""Sheets and rounds within the viewer's reach, their cells and their steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from dongthuan.decide.indicators.models import (
    Definition,
    Draft,
    Help,
    Round,
    RoundItem,
    Sheet,
    Step,
    Value,
)
from dongthuan.decide.indicators.queries._meaning import definitions
from dongthuan.decide.indicators.queries._telling import Told, latest
from dongthuan.decide.indicators.rules import Frequency, Manner, before
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.periods import Period, Regime, from_code


@dataclass(frozen=True, slots=True)
class Cell:
    """Ô của phiếu: one measure of a sheet as it stands: what was sent, what is being typed."""

    definition: Definition
    told: Told | None
    draft: Draft | None
    last: Told | None
    derived: bool = False

    @property
    def seen(self) -> str:
        """This property will return what a form carries to tell whether someone else was faster."""
        revision = self.told.revision if self.told else 0
        return f"{revision}.{self.draft.version if self.draft else 0}"

    @property
    def text(self) -> str:
        """This property will return what stands in the field."""
        if self.draft is not None:
            return self.draft.text
        return typed_text(self.definition, self.told)

    @property
    def last_text(self) -> str:
        """This property will return the value of the period before, for the eye."""
        return typed_text(self.definition, self.last)


def typed_text(one: Definition, told: Told | None) -> str:
    """This function will print a value the way a person would type it into its field."""
    if told is None or told.state == "withdrawn":
        return ""
    if told.state == "not_applicable":
        return "x"
    assert told.scaled is not None
    if told.whole is not None:
        return f"{_plain(told.scaled, one.decimals)}/{_plain(told.whole, one.decimals)}"
    return _plain(told.scaled, one.decimals)


def shown_text(one: Definition, told: Told | None) -> str:
    """This function will print a value for the eye: «1.619», «12/20», «không áp dụng»."""
    if told is None or told.state == "withdrawn" or told.scaled is None:
        return "không áp dụng" if told is not None and told.state == "not_applicable" else ""
    parts = [told.scaled] if told.whole is None else [told.scaled, told.whole]
    return "/".join(_plain(part, one.decimals, grouped=True) for part in parts)


def _plain(scaled: int, decimals: int, *, grouped: bool = False) -> str:
    if not decimals:
        large = grouped or abs(scaled) >= 1_000_000
        return f"{scaled:,}".replace(",", ".") if large else str(scaled)
    value = Fraction(scaled, 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0")
    shown = f"{whole:,}".replace(",", ".") if grouped else str(whole)
    return ("-" if value < 0 else "") + shown + (f",{digits}" if digits else "")


def visible_sheets(*, viewer: Actor) -> Q:
    """This function will return the condition under which a sheet may be seen: the unit that owes
    it, those it may be helped by, and those who asked for it.
    """
    mine = viewer.reach(Act.VALUE_ENTER), viewer.reach(Act.VALUE_APPROVE)
    asker = viewer.reach(Act.ROUND_OPEN)
    if None in (mine[0].units, mine[1].units, asker.units):
        return Q()
    assert mine[0].units is not None and mine[1].units is not None
    return (
        Q(unit_id__in=mine[0].units) | Q(unit_id__in=mine[1].units)
        | Q(round__unit_id__in=asker.units or ())
    )  # fmt: skip


def sheet(*, viewer: Actor, pk: int) -> Sheet | None:
    """This function will return a sheet the viewer may see, or None."""
    rows = Sheet.objects.select_related("round", "unit").filter(visible_sheets(viewer=viewer))
    return rows.filter(pk=pk).first()


def sheets(
    *, viewer: Actor, open_only: bool = False, units: Iterable[int] | None = None
) -> list[Sheet]:
    """This function will return the sheets the viewer may see, the nearest due day first."""
    rows = Sheet.objects.select_related("round", "unit").filter(visible_sheets(viewer=viewer))
    if units is not None:
        rows = rows.filter(unit_id__in=set(units))
    if open_only:
        rows = rows.filter(round__closed_on=None).exclude(status=Sheet.Status.APPROVED)
    return list(rows.order_by("round__due_on", "pk"))


def cells(one: Sheet, *, known: Mapping[str, Definition] | None = None) -> list[Cell]:
    """This function will return the cells of a sheet in the order of the form."""
    return cells_of([one], known=known)[one.pk]


def cells_of(
    sheets: Sequence[Sheet], *, known: Mapping[str, Definition] | None = None
) -> dict[int, list[Cell]]:
    """This function will return the cells of sheets of one round, in as few queries as of one.

    `known` are the definitions of the period's last day, where they have been read already.
    """
    if not sheets:
        return {}
    period = period_of(sheets[0].round)
    ids = set(
        RoundItem.objects.filter(round_id=sheets[0].round_id).values_list("item_id", flat=True)
    )
    known = definitions(period.last_day) if known is None else known
    held = [d for d in known.values() if d.item_id in ids]
    earlier = {d.pk: before(period, Frequency(d.frequency)) for d in held}
    periods = {period, *earlier.values()}
    units = [one.unit_id for one in sheets]
    told = latest(items=[d.item_id for d in held], units=units, periods=periods) if held else {}
    drafts = {(d.sheet_id, d.item_id): d for d in Draft.objects.filter(sheet__in=sheets)}
    return {
        one.pk: [
            Cell(
                d,
                told.get((d.item_id, one.unit_id, period.code)),
                drafts.get((one.pk, d.item_id)),
                told.get((d.item_id, one.unit_id, earlier[d.pk].code)),
            )
            for d in held
            if d.level == one.unit.kind
        ]
        for one in sheets
    }


def period_of(one: Round) -> Period:
    """This function will return the period a round asks for."""
    return from_code(one.code, Regime(one.regime))


def steps(one: Sheet) -> list[Step]:
    """This function will return the steps of a sheet, the oldest first."""
    return list(Step.objects.filter(sheet=one).select_related("help").order_by("at", "pk"))


def waiting_help(*, viewer: Actor) -> list[Sheet]:
    """This function will return sheets with numbers entered for a unit that has not answered yet."""
    reach = viewer.reach(Act.VALUE_ANSWER)
    rows = reach.within(Sheet.objects.filter(helps__isnull=False, helps__answers__isnull=True))
    return list(rows.select_related("round", "unit").distinct())


def helps(one: Sheet) -> list[Help]:
    """This function will return every time numbers were entered for the sheet's unit."""
    return list(one.helps.select_related("photo").order_by("pk"))


def corrected(one: Sheet) -> list[Value]:
    """This function will return the corrections laid over a sheet's values, the oldest first."""
    rows = Value.objects.filter(sheet=one, manner=Manner.CORRECTED).select_related("item")
    return list(rows.order_by("recorded_at", "pk"))


def open_help(one: Sheet) -> Sequence[int]:
    """This function will return the helps of a sheet that its owner has not answered."""
    return list(one.helps.filter(answers__isnull=True).order_by("pk").values_list("pk", flat=True))
