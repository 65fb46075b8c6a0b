"""Mở đợt: for which period, then by which day, which measures, and of which units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from dongthuan.decide.indicators import queries, rules, services
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.decide.indicators.services import DueBeforeEnd, UnableToAsk
from dongthuan.doors.desk._asking_for import ChoiceField, DayField, WordsField
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Reading
from dongthuan.ground.primitives.periods import BadPeriod, Period, Regime, from_code, parse
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import KINDS

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Definition, Round

# How many periods of each frequency a clerk is offered: what runs and what is just over.
_OFFERED = {Frequency.MONTH: 3, Frequency.QUARTER: 2, Frequency.HALF: 2, Frequency.YEAR: 2}
# How many rounds of other kinds may be asked again at a tap.
_EARLIER = 3
_REGIMES = {Regime.CALENDAR: "", Regime.REPORTING: " (kỳ thống kê, từ 15 đến 14)"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Đợt định mở: the unit that asks, the period, and how often such numbers are reported."""

    unit: int
    period: Period
    frequency: Frequency

    @property
    def code(self) -> str:
        """This property will return what the next form carries of the period."""
        return f"{self.period.regime}:{self.period.code}"


class PeriodForm(forms.Form):
    """Bước một: who asks, and for which period."""

    def __init__(self, told: Any, *, by: SignedIn) -> None:
        super().__init__(told)
        self.by = by
        self.fields["don-vi"] = ChoiceField("Đơn vị hỏi số", _askers(by))
        # Also a period that was written goes on to the next form by its code: it is in no list.
        self.fields["ky"] = forms.CharField(label="Kỳ", required=False, widget=forms.Select)
        self.fields["ky-khac"] = WordsField(
            "Hoặc ghi kỳ khác", required=False, most=40,
            help_text="Ví dụ: tháng 5/2021, quý I/2022, 6 tháng cuối năm 2020, năm 2020.",
        )  # fmt: skip
        self.fields["ky"].widget.choices = [("", "Chọn kỳ…"), *self._offered()]
        if len(_askers(by)) == 1:
            self.initial["don-vi"] = _askers(by)[0][0]

    def _offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        held = queries.definitions(self.by.today).values()
        kinds = sorted({(row.regime, row.frequency) for row in held if not row.numerator})
        return [
            (frequency.words.capitalize() + _REGIMES[Regime(regime)],
             [(f"{regime}:{one.code}", str(one)) for one in
              rules.begun(frequency, self.by.today, regime=Regime(regime))[:count]])
            for frequency, count in _OFFERED.items()
            for regime in Regime
            if (regime, frequency) in kinds
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """This method will read the period, chosen or written."""
        told: dict[str, Any] = super().clean() or {}
        written, chosen = told.get("ky-khac"), told.get("ky")
        field = "ky-khac" if written else "ky"
        if not written and not chosen:
            self.add_error("ky", "Chưa chọn kỳ.")
            return told
        try:
            period = parse(written) if written else _of_code(str(chosen))
        except BadPeriod as problem:
            self.add_error(field, f"{str(problem)[:1].upper()}{str(problem)[1:]}.")
            return told
        frequency = rules.frequency_of(period)
        if frequency is None:
            self.add_error(field, f"«{period}» không phải là một tháng, quý, 6 tháng hoặc năm.")
        elif "don-vi" in told:
            told["wanted"] = Wanted(int(told["don-vi"]), period, frequency)
        return told

    @property
    def wanted(self) -> Wanted:
        """This property will return what was asked for."""
        found: Wanted = self.cleaned_data["wanted"]
        return found


def _of_code(told: str) -> Period:
    regime, _, code = told.rpartition(":")
    if regime not in list(Regime):
        raise BadPeriod("Chọn một kỳ trong danh sách, hoặc ghi ở ô bên dưới")
    return from_code(code, Regime(regime))


def _askers(by: SignedIn) -> list[tuple[str, str]]:
    """Return the units that the viewer may ask for: those they were granted something in by name."""
    reach = by.reach(Act.ROUND_OPEN)
    return [(str(unit), by.tree.name(unit)) for unit in by.home_units() if unit in reach]


class OpeningForm(forms.Form):
    """Bước hai: the title, the day, and what is ticked."""

    title = WordsField("Tên đợt", most=160)
    due = DayField("Hạn gửi")
    early = forms.BooleanField(label="Đúng như vậy: hỏi số ước, trước khi hết kỳ", required=False)
    keys = forms.MultipleChoiceField(
        label="Mục số liệu", required=False,
        error_messages={"invalid_choice": "Có mục không còn trong danh sách của kỳ này; chọn lại."},
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label="Đơn vị được hỏi", required=False,
        error_messages={"invalid_choice": "Có đơn vị không còn trong danh sách; chọn lại."},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """Ô đánh dấu: what it sends, its words, the second voice beside them, and its tick."""

    value: str
    words: str
    more: str
    ticked: bool


_FIELDS = {"due_on": "due", "keys": "keys", "units": "units", "title": "title"}


class Opening:
    """Đợt đang soạn: what may be asked of whom, what is ticked, and the deed."""

    def __init__(
        self, wanted: Wanted, by: SignedIn, post: QueryDict | None, *, like: str = ""
    ) -> None:
        self.wanted, self.by, self.post = wanted, by, post
        self.unit_name = by.tree.name(wanted.unit)
        self.held = _reported(wanted)
        self.tree = org.tree(wanted.period.last_day)
        self.earlier = queries.rounds_alike(wanted.unit, wanted.period, most=_EARLIER)
        self.like = next((one for one in self.earlier if str(one.pk) == like), None)
        self.asks_early = False
        self.form = self._form()

    def _form(self) -> OpeningForm:
        period = self.wanted.period
        before = self.like or next(iter(self.earlier), None)
        habit = (before.due_on - queries.period_of(before).last_day).days if before else None
        form = OpeningForm(self.post, initial={
            "title": f"Số liệu {period}", "due": rules.proposed_due(period, self.by.today, habit),
        })  # fmt: skip
        form.fields["keys"].choices = [(d.item.key, d.label) for d in self.held]  # type: ignore[attr-defined]
        form.fields["units"].choices = [  # type: ignore[attr-defined]
            (str(unit), "") for units in self._units.values() for unit in units
        ]
        return form

    @cached_property
    def _units(self) -> dict[str, tuple[int, ...]]:
        levels = {d.level for d in self.held}
        return {
            level: found
            for level in KINDS
            if level in levels and (found := self.tree.of_kind(self.wanted.unit, level))
        }

    @cached_property
    def _ticked(self) -> tuple[set[str], set[int] | None]:
        """The measures ticked, and the units; None says all units."""
        if self.post is not None:
            units = {int(one) for one in self.post.getlist("units") if one.isdecimal()}
            return self._keys_sent(self.post), units
        if self.like:
            return set(queries.asked_keys(self.like)), queries.asked_units(self.like)
        return set(), None

    def _keys_sent(self, post: QueryDict) -> set[str]:
        """A chapter that was ticked now stands for each of its measures, also without a script; one
        that the page showed ticked says nothing of a measure taken out of it.
        """
        chapters = set(post.getlist("chuong")) - set(post.getlist("chuong-da"))
        whole = {d.item.key for d in self.held if d.chapter in chapters}
        return whole | set(post.getlist("keys"))

    @property
    def chapters(self) -> list[tuple[str, list[Box], int]]:
        """This property will return the measures as boxes by chapter, and how many are ticked."""
        keys, _ = self._ticked
        found = []
        for chapter, rows in groupby(self.held, lambda d: d.chapter):
            boxes = [
                Box(d.item.key, d.label, _more(d), d.item.key in keys) for d in rows
            ]  # fmt: skip
            found.append((chapter, boxes, sum(box.ticked for box in boxes)))
        return found

    @property
    def levels(self) -> list[tuple[str, str, list[Box]]]:
        """This property will return the units as boxes, by what kind of unit they are."""
        _, ticked = self._ticked
        return [
            (level, KINDS[level].words,
             [Box(str(u), self.tree.name(u), "", ticked is None or u in ticked or
                  self._new_level(level, ticked)) for u in units])
            for level, units in self._units.items()
        ]  # fmt: skip

    def _new_level(self, level: str, ticked: set[int]) -> bool:
        # A kind of unit that the round before asked nothing of is asked whole.
        return self.post is None and not ticked & set(self._units[level])

    @property
    def narrowed(self) -> bool:
        """This property will say whether some units are left out."""
        return any(not box.ticked for _, _, boxes in self.levels for box in boxes)

    def deed(self) -> Round | None:
        """This method will open the round, or put what is in the way beside its field."""
        form, post = self.form, self.post
        assert post is not None
        if not form.is_valid():
            return None
        told = form.cleaned_data
        everyone = {unit for units in self._units.values() for unit in units}
        chosen = {int(one) for one in told["units"]}
        if not chosen:
            form.add_error("units", "Hãy chọn ít nhất một đơn vị.")
            return None
        keys = self._keys_sent(post)
        try:
            return services.open_round(
                unit=queries.units_asked([self.wanted.unit])[0], title=told["title"],
                code=self.wanted.period.code, regime=self.wanted.period.regime,
                due_on=told["due"], keys=[d.item.key for d in self.held if d.item.key in keys],
                only=queries.units_asked(chosen) if chosen != everyone else (), by=self.by,
                early_is_meant=told["early"],
            )  # fmt: skip
        except DueBeforeEnd as problem:
            self.asks_early = True
            form.add_error("due", str(problem))
        except UnableToAsk as problem:
            form.add_error(_FIELDS.get(problem.field), str(problem))
        return None


def _reported(wanted: Wanted) -> list[Definition]:
    """Return what is reported by the frequency and typed by units, chapter by chapter."""
    held = queries.definitions(wanted.period.last_day).values()
    fitting = [
        d for d in held
        if d.frequency == wanted.frequency and d.regime == wanted.period.regime and not d.numerator
    ]  # fmt: skip
    chapters = {chapter: at for at, chapter in enumerate(_in_order(d.chapter for d in fitting))}
    return sorted(fitting, key=lambda d: chapters[d.chapter])


def _in_order(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _more(one: Definition) -> str:
    said = f"{one.unit}, {KINDS[one.level].words} báo"
    return f"{said}, nhạy cảm" if one.reading == Reading.SENSITIVE else said
