"""Nouns: forms within the viewer's reach, how they are bound, what was filled and what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from dongthuan.answer.forms import recorded, rules
from dongthuan.answer.forms.filling import EYES, Cell, Choices, Filling, Outcome, compose, entries
from dongthuan.answer.forms.models import Binding, Edition, Fill, Form
from dongthuan.answer.forms.moving import likeness
from dongthuan.answer.forms.proposing import Known
from dongthuan.answer.forms.recorded import Shown
from dongthuan.answer.forms.rules import Layout, Slot
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Look, figures, measures
from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.files import services as files
from dongthuan.ground.files.book import Book, open_book
from dongthuan.ground.papers import in_place
from dongthuan.ground.primitives.periods import Period, Regime, from_code
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest


def forms(*, viewer: Actor) -> QuerySet[Form]:
    """This function will return the forms within the viewer's reach, the last used first."""
    rows = (
        Form.objects.filter(retired_on=None).select_related("unit").order_by("-changed_at", "-pk")
    )
    return viewer.reach(Act.REPORT_SEE).within(rows)


def form(*, viewer: Actor, pk: int) -> Form | None:
    """This function will return one form the viewer may see, or None."""
    return forms(viewer=viewer).filter(pk=pk).first()


def editions(one: Form) -> list[Edition]:
    """This function will return the files of a form as they came, the newest first."""
    return list(one.editions.select_related("file", "form").order_by("-number"))


def edition(one: Form, number: int | None = None) -> Edition | None:
    """This function will return an edition of a form: the one of a number, or the newest."""
    rows = one.editions.select_related("file", "form").order_by("-number")
    return rows.first() if number is None else rows.filter(number=number).first()


def period_of(one: Edition | Fill, regime: str = "calendar") -> Period:
    """This function will return the period an edition came for, or a fill tells of."""
    return from_code(one.code, Regime(getattr(one, "regime", regime)))


def book(one: Edition) -> Book:
    """This function will open the file of an edition. Raises UnreadableFile where the server has not
    kept it whole.
    """
    try:
        data = files.content(one.file)
    except (files.UnableToKeep, OSError) as reason:
        raise UnreadableFile(
            f"{one.name}: tệp biểu lưu trên máy chủ không còn nguyên. Nộp lại tệp ở mục «Kỳ này cấp "
            "trên gửi tệp mới»."
        ) from reason
    return open_book(data, one.name)


def bindings(one: Edition) -> list[Binding]:
    """This function will return how each sheet of an edition is bound now, in the file's order."""
    last = one.bindings.values("sheet").annotate(last=Max("version")).values_list("sheet", "last")
    held = dict(last)
    rows = one.bindings.filter(version__in=set(held.values())).order_by("sheet")
    return [row for row in rows if row.version == held[row.sheet]]


def layouts(one: Edition) -> list[Layout]:
    """This function will return the sheets of an edition with what their lines stand for."""
    return [rules.from_json(row.content) for row in bindings(one)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Tình trạng gắn: how many lines are bound, wait for a yes, are skipped or are open."""

    bound: int = 0
    proposed: int = 0
    skipped: int = 0
    open: int = 0

    @property
    def ready(self) -> bool:
        """This property will say whether a form may be filled: something bound, nothing waiting."""
        return bool(self.bound) and not self.proposed


def standing(held: Iterable[Layout]) -> Standing:
    """This function will count the lines of sheets by their state."""
    counted = {"bound": 0, "proposed": 0, "skipped": 0, "open": 0}
    for layout in held:
        for line in layout.lines():
            counted[line.role.state] += 1
    return Standing(**counted)


def known(*, viewer: Actor, unit: int, period: Period) -> Known:
    """This function will return the measures and units that a form of the unit may name."""
    day = min(period.last_day, viewer.today)
    tree = Forest()(day)
    reach = viewer.reach(Act.REPORT_SEE)
    names = {node.id: node.name for node in tree.nodes.values() if node.id in reach}
    names.setdefault(unit, tree.name(unit))
    return Known(measures(day), names, unit, period)


def filling(
    one: Edition, *, period: Period, viewer: Actor, choices: Choices, opened: Book | None = None,
    held: Sequence[Layout] | None = None,
) -> Filling:  # fmt: skip
    """This function will say what becomes of each place when the form is filled for a period."""
    return compose(
        opened or book(one), layouts(one) if held is None else held, own=one.form.unit_id,
        period=period, look=Look(viewer, Forest()), choices=choices,
    )  # fmt: skip


def fills(one: Form) -> QuerySet[Fill]:
    """This function will return how often a form was filled, the last time first."""
    rows = Fill.objects.filter(edition__form=one).select_related("edition__form", "edition__file")
    return rows.order_by("-pk")


def fill(one: Form, pk: int) -> Fill | None:
    """This function will return one filling of a form, or None."""
    return fills(one).filter(pk=pk).first()


def shown(one: Fill, *, viewer: Actor) -> list[Shown]:
    """This function will return every place of a filling in its order, veiled for the viewer."""
    return recorded.read(
        one.figures.order_by("place"), one.sheets.order_by("place"), Look(viewer, Forest())
    )


def again(one: Fill, cells: Sequence[Shown]) -> bytes:
    """This function will write the file of a filling anew from what was recorded; what is veiled is
    left empty in it.
    """
    opened = book(one.edition)
    period = period_of(one)
    told = [
        Cell(Slot(s.place.sheet, s.place.row, s.place.column, "", "", 0, period), "", s.outcome,
             value=s.number)
        for s in cells
    ]  # fmt: skip
    choices = Choices(one.absent, one.partial, one.over)
    return in_place.fill(opened, entries(told, opened, choices))


def sealed(one: Fill) -> bool:
    """This function will say whether a filling is as it was recorded."""
    figures_then = one.figures.order_by("place")
    return recorded.seal(one, figures_then, list(one.sheets.order_by("place"))) == one.seal


@dataclass(frozen=True, slots=True)
class Differs:
    """Ô đã khác: a place of a filling beside what it is now or was at another time."""

    one: Shown
    before: str
    after: str
    # The printed number is the same, what it is made of is not.
    grounds_only: bool = False


_ASKED_AGAIN = (Outcome.FILLED, Outcome.MISSING, Outcome.PARTIAL, Outcome.ABSENT)


def moved(one: Fill, cells: Sequence[Shown], *, viewer: Actor) -> list[Differs]:
    """This function will derive every number of a filling anew and return those that differ."""
    regime = Regime(one.regime)
    mine = [each for each in cells if each.outcome in _ASKED_AGAIN and each.figure.evidence]
    asks = [Ask(s.figure.key, s.figure.unit_id, from_code(s.figure.code, regime)) for s in mine]
    found = []
    for each, now in zip(mine, figures(asks, Look(viewer, Forest())), strict=True):
        told = now.printed if now.known else now.state.words
        if not recorded.same(each.figure, now):
            found.append(Differs(each, each.printed or each.outcome.words, told))
        elif each.figure.evidence != now.evidence.hash:
            found.append(Differs(each, each.printed, told, grounds_only=True))
    return found


def between(first: Sequence[Shown], second: Sequence[Shown]) -> list[Differs]:
    """This function will return the places in which two fillings of one form differ; places are
    known by what they ask, so that a form that moved in between can be compared as well.
    """
    later = {_asks(one): one for one in second}
    found = []
    for one in first:
        other = later.get(_asks(one))
        if one.veiled or (other is not None and other.veiled):
            continue
        if other is None:
            found.append(Differs(one, _says(one), "(lần sau không có ô này)"))
        elif _says(one) != _says(other):
            found.append(Differs(one, _says(one), _says(other)))
    return found


def _asks(one: Shown) -> tuple[str, str, int, str, str]:
    return one.place.sheet, one.figure.key, one.figure.unit_id, one.figure.code, one.place.label


def _says(one: Shown) -> str:
    return one.written or one.outcome.words


def needs_eyes(cells: Iterable[Shown]) -> list[Shown]:
    """This function will return the places a person has to look at."""
    return [one for one in cells if one.outcome in EYES]


@dataclass(frozen=True, slots=True)
class Used:
    """Biểu trong danh sách: a form and when it was filled last, for which period."""

    form: Form
    unit_name: str
    last: Fill | None

    @property
    def period(self) -> Period | None:
        """This property will return the period it was filled for last."""
        return period_of(self.last) if self.last else None


def last_uses(held: Sequence[Form], on: date) -> list[Used]:
    """This function will return forms with their unit's name and the last filling of each."""
    tree = org.tree(on)
    last = (
        Fill.objects.filter(edition__form__in=[one.pk for one in held])
        .values("edition__form").annotate(last=Max("pk")).values_list("last", flat=True)
    )  # fmt: skip
    rows = Fill.objects.filter(pk__in=list(last)).select_related("edition")
    by_form = {one.edition.form_id: one for one in rows}
    return [Used(one, tree.name(one.unit_id), by_form.get(one.pk)) for one in held]


# A form that has half its words in common with another is likely its next edition.
_LIKE, _LOOKED_AT = 0.5, 20


def like(one: Form, held: Sequence[Layout], *, viewer: Actor) -> list[Form]:
    """This function will return the forms that one just taken in may be a new edition of."""
    if one.editions.count() > 1 or fills(one).exists():
        return []
    others = forms(viewer=viewer).filter(unit=one.unit_id).exclude(pk=one.pk)[:_LOOKED_AT]
    newest: dict[int, int] = {}
    for pk, of in (
        Edition.objects.filter(form__in=[o.pk for o in others])
        .order_by("number")
        .values_list("pk", "form")
    ):
        newest[of] = pk
    # The words of a form are in its first version as in its last.
    first: dict[int, list[Layout]] = {}
    for row in Binding.objects.filter(edition__in=newest.values(), version=1).order_by("sheet"):
        first.setdefault(row.edition_id, []).append(rules.from_json(row.content))
    return [o for o in others if likeness(first.get(newest.get(o.pk, 0), []), held) >= _LIKE]


def by_whom(held: Iterable[Fill]) -> dict[str, str]:
    """This function will return the printed names of who filled forms."""
    return trail.names(one.by for one in held)
