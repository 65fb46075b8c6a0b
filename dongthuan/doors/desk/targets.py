"""Chỉ tiêu: what was set for a unit and a year, by whom, in which versions, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.directives import queries as directives
from dongthuan.decide.indicators import queries, rules, services, target_reading
from dongthuan.decide.indicators.rules import CannotRead, Shape
from dongthuan.decide.indicators.services import UnableToAsk
from dongthuan.decide.indicators.target_reading import Aim
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._asking_for import ChoiceField, WordsField, unit_choices, unit_of
from dongthuan.doors.desk._definition_forms import DIRECTIONS, measure_named
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Direction, Figure, Look, Reading, figures
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import BadPeriod, Regime, parse
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

_MOST_MEASURES = 300


# Measures on one page, each with the plans of all who set one.
ON_A_PAGE = 15


@dataclass(frozen=True, slots=True)
class Plan:
    """Kế hoạch của một nơi giao: what was set, and how much of it is reached."""

    aim: Aim
    plan: Figure
    attained: Figure
    how: str


@dataclass(frozen=True, slots=True)
class Row:
    """Dòng chỉ tiêu: one measure of a unit, what was done so far, and the plans side by side."""

    label: str
    direction: str
    actual: Figure
    plans: tuple[Plan, ...]


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will show the targets of a year and a unit beside what has been done."""
    by = viewer(request)
    if not by.reach(Act.FIGURE_SEE):
        raise NotPermitted(Act.FIGURE_SEE)
    years = queries.years_with_targets(viewer=by)
    year = _number(request.GET.get("nam", "")) or (years[0] if years else by.today.year)
    look = Look(by, Forest(), evidence=False)
    aims = target_reading.aims(viewer=by, year=year, notes=look.notes) if year < 9999 else []
    units = sorted({aim.unit for aim in aims}, key=lambda unit: _place(by, unit))
    asked = _number(request.GET.get("don-vi", ""))
    unit = asked if asked in units else next(iter(units), 0)
    mine = (aim for aim in aims if aim.unit == unit)
    grouped = [
        list(same) for _, same in groupby(mine, lambda one: (one.measure.key, one.period.code))
    ]
    if kind := exporting.wanted(request):
        rows = _rows(look, [aim for same in grouped for aim in same])
        name = by.tree.name(unit) if unit in by.tree else ""
        table = _tables.targets(rows, name, year)
        return exporting.give([table], kind, "chi-tieu", str(year), name)
    page = Paginator(grouped, ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "desk/targets/list.html", {
        "at": "rounds", "years": years or [year], "year": year, "unit": unit,
        "units": [(one, by.tree.name(one)) for one in units],
        "rows": _rows(look, [aim for same in page for aim in same]), "page": page,
        "sets": bool(by.reach(Act.TARGET_SET)), "adjusts": by.may(Act.TARGET_SET, unit),
    })  # fmt: skip


def _place(by: SignedIn, unit: int) -> tuple[bool, int]:
    return unit not in by.home_units(), unit


def _rows(look: Look, aims: list[Aim]) -> list[Row]:
    answered = iter(figures([ask for aim in aims for ask in aim.asks], look))
    told = [(aim, next(answered), next(answered), next(answered)) for aim in aims]
    rows = []
    for _, held in groupby(told, lambda one: (one[0].measure.key, one[0].period.code)):
        same = list(held)
        first = same[0][0]
        rows.append(Row(
            first.measure.label, DIRECTIONS.get(first.measure.direction, ""), same[0][2],
            tuple(Plan(aim, plan, attained, _how(aim)) for aim, plan, _, attained in same),
        ))  # fmt: skip
    return rows


def _how(aim: Aim) -> str:
    """Say how the share is counted where it is not simply done over planned."""
    if aim.measure.direction is Direction.EXACT:
        return "đạt khi đúng bằng mức giao"
    if aim.last.baseline:
        return f"phần đã đi từ {aim.last.baseline} đến {aim.last.value}"
    if aim.measure.direction is Direction.LOWER:
        return "mức giao chia số thực hiện; từ 100% trở lên là đạt"
    return ""


class TargetForm(forms.Form):
    """Giao chỉ tiêu: whose, of what, for which period, by whom, how much."""

    unit = ChoiceField("Đơn vị nhận chỉ tiêu")
    measure = WordsField("Mục số liệu", list="muc", help_text="Gõ tên mục; không cần gõ dấu.")
    period = WordsField("Kỳ", most=40, help_text="Ví dụ: năm 2021, quý III/2021.")
    owner = ChoiceField("Nơi giao", required=False)
    owner_new = WordsField(
        "Hoặc ghi nơi giao khác", most=120, required=False,
        help_text="Ví dụ: UBND thành phố giao, HĐND phường giao.",
    )  # fmt: skip
    value = WordsField("Mức giao", most=40, inputmode="decimal")
    baseline = WordsField(
        "Mức xuất phát", most=40, required=False,
        help_text="Số lúc đầu kỳ, nếu chỉ tiêu là tăng hoặc giảm từ một mức: từ 21 hộ còn 15 hộ.",
    )  # fmt: skip
    version_words = WordsField(
        "Lần giao", most=80, required=False, help_text="giao đầu năm, điều chỉnh lần 1…"
    )
    source = WordsField("Văn bản giao", required=False, help_text="Số, ngày, nơi ban hành.")
    work = ChoiceField(
        "Việc để đạt chỉ tiêu",
        required=False,
        help_text="Việc đã giao có ghi tác động đến một mục số liệu.",
    )
    reason = WordsField(
        "Lý do điều chỉnh", most=300, required=False,
        help_text="Chỉ ghi khi chỉ tiêu này đã được giao trước đó; lần giao cũ vẫn còn.",
    )  # fmt: skip

    def __init__(self, told: Any, *, by: SignedIn, asked: dict[str, str]) -> None:
        super().__init__(told, initial={"period": f"năm {by.today.year}", **asked})
        self.by = by
        self.known = {
            key: d for key, d in queries.definitions(by.today).items()
            if d.reading != Reading.SENSITIVE or by.reach(Act.FIGURE_SEE_SENSITIVE)
        }  # fmt: skip
        self.owners = queries.owners()
        units = unit_choices(by.tree, by.reach(Act.TARGET_SET))
        self.fields["unit"].choices = [("", "Chọn…"), *units]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "(chưa chọn)"), *self.owners.items()]  # type: ignore[attr-defined]
        self.works = {str(one.pk): one for one in directives.that_move(viewer=by)}
        self.fields["work"].choices = [  # type: ignore[attr-defined]
            ("", "(không)"), *((pk, one.title) for pk, one in self.works.items()),
        ]  # fmt: skip
        if asked.get("measure") in self.known:
            self.initial["measure"] = self.known[asked["measure"]].label

    @property
    def labels(self) -> list[str]:
        """This property will return the first measures to choose from."""
        return [d.label for d in self.known.values()][:_MOST_MEASURES]

    def clean(self) -> dict[str, Any]:
        """This method will find the measure, read the period and the numbers."""
        told: dict[str, Any] = super().clean() or {}
        words = told.get("measure", "")
        told["key"] = measure_named(words, self.known) if words else None
        if words and told["key"] is None:
            self.add_error("measure", f"Chưa có mục «{words}»; ghi đúng tên hoặc mã của một mục.")
        if told.get("period"):
            try:
                told["code"] = parse(told["period"]).code
            except BadPeriod as problem:
                self.add_error("period", f"{str(problem)[:1].upper()}{str(problem)[1:]}.")
        if not told.get("owner") and not told.get("owner_new") and "owner" not in self.errors:
            self.add_error("owner", "Chưa chọn nơi giao, hoặc ghi ở ô bên dưới.")
        for field in ("value", "baseline"):
            told[field] = self._number(field, told)
        return told

    def _number(self, field: str, told: dict[str, Any]) -> Fraction | None:
        one = self.known.get(told.get("key") or "")
        if one is None or not told.get(field):
            return None
        shape = Shape(one.label, one.unit, one.decimals, lowest=None)
        try:
            typed = rules.read(told[field], shape)
        except CannotRead as problem:
            self.add_error(field, str(problem))
            return None
        if typed is None or typed.scaled is None:
            self.add_error(field, "Ghi một số.")
            return None
        return Fraction(typed.scaled, 10**one.decimals)

    def _owner(self) -> tuple[str, str]:
        told = self.cleaned_data
        words = " ".join(told["owner_new"].split())
        if not words:
            return told["owner"], self.owners[told["owner"]]
        for code, known in self.owners.items():
            if fold(known) == fold(words):
                return code, known
        letters = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(words)).split()
        return "-".join(letters)[:30].strip("-"), words

    def deed(self) -> bool:
        """This method will keep the target, or put what is in the way beside its field."""
        if not self.is_valid():
            return False
        told = self.cleaned_data
        owner, words = self._owner()
        fields = {"key": "measure", "code": "period", "owner": "owner_new",
                  "owner_words": "owner_new", "value": "value", "reason": "reason"}  # fmt: skip
        try:
            services.set_target(
                key=told["key"], unit=unit_of(self.by.tree, told["unit"]), code=told["code"],
                owner=owner, owner_words=words, value=told["value"], by=self.by,
                source=told["source"], version_words=told["version_words"],
                baseline=told["baseline"], reason=told["reason"],
                regime=Regime(self.known[told["key"]].regime),
                assignment=self.works.get(told["work"]),
            )  # fmt: skip
        except UnableToAsk as problem:
            self.add_error(fields.get(problem.field), str(problem))
            return False
        return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def set_one(request: HttpRequest) -> HttpResponse:
    """This function will set a target, or lay a new version over one."""
    by = viewer(request)
    if not by.reach(Act.TARGET_SET):
        raise NotPermitted(Act.TARGET_SET)
    given = {"unit": "don-vi", "measure": "muc", "period": "ky", "owner": "noi", "work": "viec"}
    asked = {field: value for field, name in given.items() if (value := request.GET.get(name, ""))}
    form = TargetForm(request.POST or None, by=by, asked=asked)
    if request.method == "POST" and form.deed():
        told = form.cleaned_data
        messages.success(request, "Đã ghi chỉ tiêu.")
        query = urlencode({"nam": told["code"][:4], "don-vi": told["unit"]})
        return redirect(f"{reverse('desk:targets')}?{query}")
    status = 422 if request.method == "POST" else 200
    shown = {"at": "rounds", "form": form, "adjusts": "noi" in request.GET}
    return render(request, "desk/targets/set.html", shown, status=status)


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
