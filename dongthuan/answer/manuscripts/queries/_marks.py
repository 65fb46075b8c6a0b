"""Files of the office, the numbers marked in them, and what is proposed for those without a measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from django.db.models import QuerySet

from dongthuan.answer.manuscripts import rules
from dongthuan.answer.manuscripts.blanks import BLANK, form_of
from dongthuan.answer.manuscripts.models import Manuscript, Mark, Turn
from dongthuan.answer.manuscripts.rules import Standing, Told
from dongthuan.answer.reports import rules as writing
from dongthuan.answer.reports.rules import Cite
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Look, known
from dongthuan.ground.files import services as files
from dongthuan.ground.files.word_file import WordFile
from dongthuan.ground.primitives.periods import Period, Regime, from_code


def manuscripts(*, viewer: Actor) -> QuerySet[Manuscript]:
    """This function will return the files within the viewer's reach, the newest first."""
    rows = Manuscript.objects.select_related("unit", "stored").order_by("-pk")
    return viewer.reach(Act.REPORT_WRITE).within(rows)


def manuscript(*, viewer: Actor, pk: int) -> Manuscript | None:
    """This function will return one file the viewer may work on, or None."""
    return manuscripts(viewer=viewer).filter(pk=pk).first()


def period_of(one: Manuscript) -> Period:
    """This function will return the period that a file's words tell of."""
    return from_code(one.code, Regime(one.regime))


def opened(one: Manuscript) -> WordFile:
    """This function will open the file as it was kept."""
    return WordFile(files.content(one.stored), one.title)


def marks(one: Manuscript) -> QuerySet[Mark]:
    """This function will return the numbers of a file in the order of its text."""
    return one.marks.order_by("place")


def is_sure(mark: Mark) -> bool:
    """This function will say whether a mark has a proposal that nothing speaks against."""
    sure = mark.offer.get("sure") in ("value", "name")
    return mark.standing == Standing.OPEN and sure


@dataclass(frozen=True, slots=True)
class Progress:
    """Tiến độ gắn số: how many numbers stand how, and how many a single press would settle."""

    total: int
    bound: int
    kept: int
    typed: int
    open: int
    sure: int
    new: int


def progress(held: Iterable[Mark]) -> Progress:
    """This function will count the numbers of a file by their standing."""
    rows = list(held)
    standing = [row.standing for row in rows]
    return Progress(
        len(rows), standing.count(Standing.BOUND), standing.count(Standing.KEPT),
        standing.count(Standing.TYPED), standing.count(Standing.OPEN),
        sum(is_sure(row) for row in rows),
        sum(len(one.places) for one in new_measures(rows)),
    )  # fmt: skip


def last_turn(one: Manuscript) -> Turn | None:
    """This function will return the last turn, the one that can be taken back."""
    return one.turns.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Proposed:
    """Mục mới được đề nghị: a name, a unit, how it adds up over periods, and the numbers it is for."""

    label: str
    unit: str
    nature: str
    places: tuple[int, ...]
    shown: str


def new_measures(held: Iterable[Mark]) -> list[Proposed]:
    """This function will propose measures for the numbers that none is known for, one for numbers of
    the same name and unit.
    """
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in held:
        label, unit = str(mark.reading.get("name", "")), str(mark.reading.get("unit", ""))
        if mark.standing != Standing.OPEN or mark.offer.get("key") or not label or not unit:
            continue
        if not rules.can_be_measure(str(mark.reading.get("relation"))):
            continue
        if rules.style_of(_told(mark), mark.surface, rules.scale_of(unit)) is None:
            continue
        found.setdefault((label.lower(), unit), []).append(mark)
    return [
        Proposed(
            str(rows[0].reading["name"]), unit,
            rules.nature_of(str(rows[0].reading["name"]), unit, str(rows[0].reading["relation"])),
            tuple(mark.place for mark in rows), ", ".join(mark.surface for mark in rows[:3]),
        )
        for (_, unit), rows in found.items()
    ]  # fmt: skip


def _told(mark: Mark) -> Told:
    value, of = mark.reading.get("value"), mark.reading.get("of")
    return Told(
        Fraction(str(value)) if value not in (None, "") else None,
        Fraction(str(of)) if of is not None else None,
        str(mark.reading.get("relation", "")), str(mark.reading.get("qualifier", "")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InUnit:
    """Con số theo đơn vị tính đã chọn: how it is written in it, and what a form would be given."""

    place: int
    code: str
    form: str
    decimals: int
    typed: str


def told_in(mark: Mark, unit: str) -> InUnit:
    """This function will read a number in a unit of measurement: 5,085 tỷ đồng is 5085 triệu đồng."""
    told = _told(mark)
    if told.relation == BLANK:
        form = form_of(str(mark.reading.get("unit", "")), unit)
        return InUnit(mark.place, "", form, 0, "")
    scale = rules.scale_of(unit)
    style = rules.style_of(told, mark.surface, scale)
    code = str(mark.reading.get("code", ""))
    if told.value is None or style is None:
        return InUnit(mark.place, code, "", 0, "")
    value = told.value / scale
    decimals = next((d for d in range(4) if (value * 10**d).denominator == 1), 4)
    typed = f"{float(value):.{decimals}f}".replace(".", ",") if decimals else str(int(value))
    if "q" in style.marks and told.of is not None:
        typed = f"{int(value)}/{int(told.of / scale)}"
    # «Hơn 16 tỷ» is no number of the unit: it was never told exactly.
    return InUnit(
        mark.place, code, style.form, decimals, "" if told.qualifier != "exact" else typed
    )


def content(one: Manuscript) -> bytes:
    """This function will return the bytes of a file as it was kept."""
    return files.content(one.stored)


class Bindable(Protocol):
    """Lựa chọn gắn số: which measure, for which period."""

    @property
    def key(self) -> str: ...
    @property
    def code(self) -> str: ...


def has_number(one: Manuscript, choice: Bindable, look: Look) -> bool:
    """This function will say whether a measure means anything in the period a number would be of."""
    then = writing.period_of(Cite(choice.key, code=choice.code), period_of(one))
    return bool(known(choice.key, [then.last_day], look))
