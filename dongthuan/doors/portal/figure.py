"""Vì sao con số này: the page of one figure, down to the records behind it, and its small panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dongthuan.answer.reports import queries as reports
from dongthuan.answer.reports.queries import Cited
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.asked import Asked, Fields, Unclear, asked
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.portal import _chart, _taking
from dongthuan.doors.portal._grounds import grounds
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.figures import Direction, Figure, Look, figures, known, series
from dongthuan.ground.figures.series import Point
from dongthuan.ground.primitives.periods import Period, Regime, moved
from dongthuan.who.org.queries import Forest

FIELDS = Fields("don-vi", "ky", "luc", "cay", "che-do")
ON_A_PAGE = 100
LONGEST = 120
DIRECTIONS = {
    Direction.HIGHER: "nhiều hơn là tốt hơn",
    Direction.LOWER: "ít hơn là tốt hơn",
    Direction.EXACT: "đúng bằng mức giao",
}
REGIMES = {
    Regime.CALENDAR: "theo ngày dương lịch, từ ngày đầu đến ngày cuối kỳ",
    Regime.REPORTING: "theo kỳ báo cáo thống kê, từ ngày 15 đến ngày 14",
}


@dataclass(frozen=True, slots=True)
class Way:
    """Lối đi: words and an address."""

    words: str
    address: str


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """This function will show a figure to whoever may see it, and of it what they may see."""
    by: Actor = at_the_door(request)
    try:
        reach = _reach(request.GET)
        question = asked(key, request.GET, fields=FIELDS, by=by, reach=reach)
    except Unclear as problem:
        return _unclear(request, key, problem, "portal/figure/unclear.html")
    one, points = _answer(question, reach)
    found = grounds(question, one)
    if kind := exporting.wanted(request):
        unit, code = _name(question), question.ask.period.code
        told = _taking.tables(one, unit, points, found)
        given = exporting.give(told, kind, one.measure.label[:40], unit, code)
        return _kept_by_nobody(request, given)
    page = Paginator(found.parts or found.records, ON_A_PAGE).get_page(request.GET.get("trang"))
    period = question.ask.period
    response = render(request, "portal/figure/figure.html", {
        "one": one, "found": found, "page": page, "unit": _name(question), "period": period,
        "parts": bool(found.parts), "points": points, "chart": _chart.draw(points, period),
        "ways": _ways(question, request.GET), "changed": _changed_since(question, one),
        "compared": question.look.trees.as_of is None and ":" not in key,
        "earlier": _with(question, request.GET, luc=found.before) if found.before else "",
        "longer": _longer(question, request.GET, points), "asked": question,
        "now": _with(question, request.GET, luc=""), "trees": _trees(question, request.GET),
        "direction": DIRECTIONS.get(one.measure.direction, ""),
        "reading": one.measure.reading.words, "regime": REGIMES[one.measure.regime],
        "cited": _cited(question, by),
        "base": _with(question, request.GET, luc=None),
    })  # fmt: skip
    return _kept_by_nobody(request, response)


@require_safe
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """This function will give the small panel that opens where a figure stands on any page."""
    by: Actor = at_the_door(request)
    try:
        question = asked(key, request.GET, fields=FIELDS, by=by)
    except Unclear as problem:
        return _unclear(request, key, problem, "portal/figure/panel_unclear.html")
    one = figures([question.ask], question.look)[0]
    response = render(request, "portal/figure/panel.html", {
        "one": one, "found": grounds(question, one), "unit": _name(question),
        "period": question.ask.period, "address": _with(question, request.GET),
    })  # fmt: skip
    return _kept_by_nobody(request, response)


def _reach(given: Mapping[str, str]) -> int | None:
    """Say how many periods the series takes: none where it is asked what was known earlier, for then
    the number and its grounds are wanted and nothing else.
    """
    if given.get("luc", "").strip():
        return None
    return LONGEST if given.get("lich-su") == "10-nam" else 0


def _answer(question: Asked, reach: int | None) -> tuple[Figure, tuple[Point, ...]]:
    """Answer the figure and its series together: the tables are read once for both."""
    ask, look = question.ask, question.look
    if reach is None:
        return figures([ask], look)[0], ()
    asks = series.around(ask, question.measure, today=look.viewer.today, reach=reach)
    means = known(ask.key, [one.period.last_day for one in asks], look)
    asks = [
        one for one in asks
        if one.period.last_day in means and look.sees(means[one.period.last_day], one.unit)
    ]  # fmt: skip
    # The number with all it is made of; of its series the numbers alone.
    main = figures([ask], look)[0]
    bare = replace(look, evidence=False)
    found = [main if one.ask == ask else one for one in figures(asks, bare)]
    return main, series.points(found, ask.period, _changes(question, asks[0].period.start))


def _cited(question: Asked, by: Actor) -> list[tuple[Cited, date]]:
    ask = question.ask
    if question.look.known_at is not None:
        return []
    found = reports.citations(key=ask.key, unit=ask.unit, code=ask.period.code, viewer=by)
    return [(one, date.fromisoformat(one.issued_on)) for one in found]


def _changes(question: Asked, first: date) -> list[tuple[date, str]]:
    """Say from which days the unit itself was another, as it was."""
    unit, told = question.ask.unit, []
    if question.look.trees.as_of is not None:
        return []
    for one in question.forest.heirs():
        day = f"{one.on.day}/{one.on.month}/{one.on.year}"
        if one.old == one.new or not first < one.on:
            continue
        if one.new == unit:
            before = question.forest(one.on - timedelta(days=1))
            told.append((one.on, f"từ {day} gồm cả {before.name(one.old)}"))
        elif one.old == unit:
            told.append(
                (one.on, f"từ {day} đã giao một phần cho {question.forest(one.on).name(one.new)}")
            )
    return told


def _changed_since(question: Asked, then: Figure) -> Figure | None:
    """Return today's figure where the one known at an earlier moment has changed since."""
    known_at, as_of = question.look.known_at, question.look.trees.as_of
    if known_at is None or as_of is not None or ":" in question.ask.key:
        return None
    look = Look(question.look.viewer, Forest())
    look.notes.update(question.look.notes)
    now = figures([question.ask], look)[0]
    same = (now.state, now.value) == (then.state, then.value)
    return None if same and now.evidence.hash == then.evidence.hash else now


def _ways(question: Asked, given: Mapping[str, str]) -> list[Way]:
    """Return the periods before and after, and the same one a year earlier."""
    period = question.ask.period
    step = series.step_of(question.measure, period)
    year = 12 // (series.span_of(period) or step) or 1
    found: list[tuple[str, Period | None]] = [
        ("Kỳ trước", moved(period, -1, step)),
        ("Kỳ sau", moved(period, 1, step)),
        ("Cùng kỳ năm trước", moved(period, -year, step)),
    ]
    today = question.look.viewer.today
    told: dict[str, Way] = {}
    for words, one in found:
        if one is not None and one.start <= today and one.code not in told:
            told[one.code] = Way(f"{words}: {one}", _with(question, given, ky=one.code))
    return list(told.values())


def _longer(question: Asked, given: Mapping[str, str], points: Sequence[Point]) -> str:
    span = series.span_of(question.ask.period)
    if given.get("lich-su") or span not in (1, 3):
        return ""
    return _with(question, given, **{"lich-su": "10-nam"}) if len(points) > 1 else ""


def _trees(question: Asked, given: Mapping[str, str]) -> list[tuple[Way, bool]]:
    """Return both ways to ask a unit that others were merged into or split from; none elsewhere."""
    today = question.look.viewer.today
    as_of = question.look.trees.as_of
    if as_of is None and (question.look.known_at is not None or not _reshaped(question)):
        return []
    then = Way("như địa bàn vào lúc đó", _with(question, given, cay=""))
    day = as_of or today
    said = f"theo địa bàn ngày {day.day}/{day.month}/{day.year}"
    now = Way(said, _with(question, given, cay=day.isoformat()))
    return [(then, as_of is None), (now, as_of is not None)]


def _reshaped(question: Asked) -> bool:
    today = question.look.viewer.today
    tree = question.forest(question.ask.period.last_day)
    mine = set(tree.below(question.ask.unit))
    return any(heir.on <= today and {heir.old, heir.new} & mine for heir in question.forest.heirs())


def _with(question: Asked, given: Mapping[str, str], **other: str | None) -> str:
    """Return the address of this page asked otherwise; an empty word leaves a field out."""
    kept = {
        "don-vi": str(question.ask.unit), "ky": question.ask.period.code,
        "luc": given.get("luc", ""), "cay": given.get("cay", ""),
    }  # fmt: skip
    kept |= {name: word or "" for name, word in other.items()}
    told = urlencode({name: word for name, word in kept.items() if word})
    return f"{reverse('portal:figure', args=[question.ask.key])}?{told}"


def _name(question: Asked) -> str:
    tree = question.forest(question.ask.period.last_day)
    if question.ask.unit in tree:
        return tree.name(question.ask.unit)
    return question.forest(question.until or question.ask.period.start).name(question.ask.unit)


def _unclear(request: HttpRequest, key: str, problem: Unclear, template: str) -> HttpResponse:
    ways = [
        Way(way.words, f"{reverse('portal:figure', args=[key])}?"
            + urlencode({"don-vi": way.unit, "ky": way.code}))
        for way in problem.ways
    ]  # fmt: skip
    response = render(
        request, template, {"problem": problem.message, "ways": ways}, status=problem.status
    )
    return _kept_by_nobody(request, response)


def _kept_by_nobody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.user.is_authenticated:
        response["Cache-Control"] = "no-store"
    return response
