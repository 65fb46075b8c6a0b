"""Mục số liệu: the list by chapter, one measure through time, a new meaning from a day on, its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.indicators import queries, rules, services
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.decide.indicators.services import UnableToAsk
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _definition_forms as forms
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._definition_forms import DefinitionForm, RetireForm
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.doors.entrance.templatetags.dongthuan import address
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Direction, Nature, Reading
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Regime
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.rules import KINDS

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Definition

_A_PAGE, _ROUNDS = 50, 6


@dataclass(frozen=True, slots=True)
class Told:
    """Cách hiểu qua thời gian: a definition in words, and the days it holds for."""

    one: Definition
    nature: str
    direction: str
    frequency: str
    regime: str
    level: str
    reading: str
    bounds: str
    numerator: str
    denominator: str
    last: date | None
    names: tuple[str, ...]


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the measures by chapter; a search needs no diacritics."""
    by = _worker(request)
    sought, chapter = request.GET.get("tim", "").strip(), request.GET.get("chuong", "")
    ended = request.GET.get("da-thoi") == "1"
    every = queries.last_definitions()
    found = [d for d in every if ended or d.valid_to is None or d.valid_to > by.today]
    if chapter:
        found = [d for d in found if d.chapter == chapter]
    if sought:
        words = fold(sought).split()
        found = [d for d in found if _fits(d, words)]
    chapters = {name: at for at, name in enumerate(dict.fromkeys(d.chapter for d in every))}
    found.sort(key=lambda d: chapters[d.chapter])
    if kind := exporting.wanted(request):
        return exporting.give([_tables.definitions(found, by.today)], kind, "muc-so-lieu")
    page: Page[Any] = Paginator(found, _A_PAGE).get_page(request.GET.get("trang"))
    rows = [
        (name, [(d, Frequency(d.frequency).words, KINDS[d.level].words,
                 asking.last_day(d.valid_to)) for d in held])
        for name, held in groupby(page, lambda d: d.chapter)
    ]  # fmt: skip
    return render(request, "desk/definitions/list.html", {
        "at": "rounds", "page": page, "rows": rows, "sought": sought, "chapter": chapter,
        "chapters": [name for name in chapters if name], "found": len(found), "ended": ended,
        "any": bool(every), "today": by.today, "defines": bool(by.reach(Act.INDICATOR_DEFINE)),
    })  # fmt: skip


def _fits(one: Definition, words: list[str]) -> bool:
    told = fold(f"{one.label} {one.names} {one.item.key}")
    return all(word in told for word in words)


@require_safe
@login_required
@never_cache
def definition(request: HttpRequest, key: str) -> HttpResponse:
    """This function will show what one measure means, has meant, and where it is asked for."""
    by = _worker(request)
    return _show(request, by, _past(key), RetireForm())


def _show(
    request: HttpRequest, by: SignedIn, past: list[Definition], form: RetireForm, status: int = 200
) -> HttpResponse:
    key = past[0].item.key
    known = queries.definitions(by.today)
    told = [_told(one, known) for one in past]
    now = next((one for one in told if _holds(one.one, by.today)), None)
    return render(request, "desk/definitions/definition.html", {
        "at": "rounds", "key": key, "now": now, "first": now or told[0], "past": told,
        "later": now is None and past[0].valid_from > by.today,
        "rounds": queries.rounds_asking(key, viewer=by, most=_ROUNDS),
        "figure": _figure_address(by, now.one) if now else "", "form": form,
        "defines": bool(forms.owners_of(by)),
    }, status=status)  # fmt: skip


def _holds(one: Definition, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or day < one.valid_to)


def _figure_address(by: SignedIn, one: Definition) -> str:
    """Return the page of the measure's figure for the viewer's own unit, where they may see it."""
    act = Act.FIGURE_SEE_SENSITIVE if one.reading == Reading.SENSITIVE else Act.FIGURE_SEE
    unit = next((unit for unit in by.home_units() if by.may(act, unit)), None)
    if unit is None:
        return ""
    period = rules.last_ended(Frequency(one.frequency), by.today, regime=Regime(one.regime))
    return address(one.item.key, unit, period.code)


def _told(one: Definition, known: Mapping[str, Definition]) -> Told:
    low, high = forms.written(one.lowest, one.decimals), forms.written(one.highest, one.decimals)
    bounds = " ".join(filter(None, (low and f"từ {low}", high and f"đến {high}")))

    def label(key: str) -> str:
        return known[key].label if key in known else key

    return Told(
        one, Nature(one.nature).words, forms.DIRECTIONS.get(Direction(one.direction), ""),
        Frequency(one.frequency).words, forms.REGIMES[Regime(one.regime)], KINDS[one.level].words,
        forms.READINGS[Reading(one.reading)], bounds, label(one.numerator),
        label(one.denominator), asking.last_day(one.valid_to),
        tuple(filter(None, one.names.splitlines())),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will define a new measure."""
    by = _definer(request)
    form = DefinitionForm(request.POST or None, by=by)
    if request.method == "POST":
        key = form.deed()
        if key is not None:
            messages.success(request, "Đã đặt mục số liệu. Mở đợt thì chọn được mục này.")
            return redirect("desk:definition", key)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def change(request: HttpRequest, key: str) -> HttpResponse:
    """This function will give a measure another meaning from a day on."""
    by = _definer(request)
    past = _past(key)
    form = DefinitionForm(request.POST or None, by=by, held=past[0])
    if request.method == "POST" and form.deed(key) is not None:
        day = form.cleaned_data["on"]
        messages.success(
            request, f"Đã ghi. Cách hiểu mới áp dụng từ {day.day}/{day.month}/{day.year}."
        )
        return redirect("desk:definition", key)
    return _form_page(request, form, past[0])


def _form_page(
    request: HttpRequest, form: DefinitionForm, held: Definition | None = None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    shown = {"at": "rounds", "form": form, "held": held}
    return render(request, "desk/definitions/form.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """This function will end a measure from a day on."""
    by = _definer(request)
    past = _past(key)
    if request.method != "POST":
        return redirect("desk:definition", key)
    form = RetireForm(request.POST)
    if form.is_valid():
        owner = asking.unit_of(by.tree, forms.owners_of(by)[0][0])
        try:
            services.retire(key=key, on=form.cleaned_data["on"], owner=owner, by=by)
        except UnableToAsk as problem:
            form.add_error("on", str(problem))
        else:
            messages.success(request, "Đã ghi ngày thôi dùng. Số đã báo vẫn còn.")
            return redirect("desk:definition", key)
    return _show(request, by, past, form, status=422)


def _worker(request: HttpRequest) -> SignedIn:
    by = viewer(request)
    if not by.reach(Act.ROUND_SEE):
        raise NotPermitted(Act.ROUND_SEE)
    return by


def _definer(request: HttpRequest) -> SignedIn:
    by = viewer(request)
    if not forms.owners_of(by):
        raise NotPermitted(Act.INDICATOR_DEFINE)
    return by


def _past(key: str) -> list[Definition]:
    past = queries.through_time(key)
    if not past:
        raise Http404
    return past
