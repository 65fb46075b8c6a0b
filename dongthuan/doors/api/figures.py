"""Số liệu: one or many, with their evidence as far as the viewer may know, and as a series."""

from __future__ import annotations

from itertools import product
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dongthuan.doors.api import _shapes as shapes
from dongthuan.doors.api._house import FIELDS, reads, viewer
from dongthuan.doors.entrance import asked as asking
from dongthuan.doors.entrance.asked import Asked, Unclear
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.figures import Ask, Figure, RecordRef, figures, known, series, veiled
from dongthuan.ground.primitives.periods import Period
from dongthuan.who.org.queries import Forest

router = Router(tags=["số liệu"])
# A table of sixty units and four periods; more is asked for in several questions.
MOST = 240
REFUSED = {404: shapes.Problem, 422: shapes.Problem}
_KNOWN_AT = Query("", description="Như đã biết lúc nào: 2021-07-01T08:00+07:00, hoặc một ngày")
_AS_OF = Query("", description="Theo địa bàn của ngày nào; trống là như địa bàn vào lúc đó")
_REGIME = Query("", description="Chế độ kỳ: calendar hoặc reporting; trống là của mục")
_KEY = Query(..., description="Mã mục số liệu")
_UNIT = Query(..., description="Số của đơn vị")
_PERIOD = Query(..., description="Kỳ: 2021-H1, 2021-Q2, 2021-06, 2021, 2021-06-30")
_KEYS = Query(..., description="Mã mục số liệu, lặp lại được", max_length=MOST)
_UNITS = Query(..., description="Số của đơn vị, lặp lại được", max_length=MOST)
_PERIODS = Query(..., description="Kỳ, lặp lại được", max_length=MOST)
_LIMIT = Query(200, ge=1, le=1000, description="Nhiều nhất bao nhiêu phần và bản ghi")
_OFFSET = Query(0, ge=0, le=10**9, description="Bỏ qua bao nhiêu phần đầu")
_POINTS = Query(20, ge=2, le=series.LONGEST, description="Bao nhiêu kỳ")


@reads(router, "figures", response={200: shapes.FiguresShape, **REFUSED},
       summary="Một hay nhiều số liệu")  # fmt: skip
def many(
    request: HttpRequest, key: list[str] = _KEYS, unit: list[str] = _UNITS,
    period: list[str] = _PERIODS, known_at: str = _KNOWN_AT, as_of: str = _AS_OF,
    regime: str = _REGIME,
) -> Any:  # fmt: skip
    """Mọi cặp mục × đơn vị × kỳ được hỏi. Số không có hoặc không được xem nằm ở `not_found`; không
    có số nào thì trả lời 404."""
    by = viewer(request)
    keys, units, codes = (list(dict.fromkeys(told)) for told in (key, unit, period))
    if len(keys) * len(units) * len(codes) > MOST:
        raise Unclear("key", f"Một lần hỏi nhiều nhất {MOST} số liệu; chia ra nhiều lần hỏi.")
    given = {"known_at": known_at, "as_of": as_of}
    look = asking.look_given(given, fields=FIELDS, by=by)
    wanted_regime = asking.regime_given(regime, "regime")
    periods = [asking.period_given(code, "period") for code in codes]
    places = [asking.unit_given(one, "unit") for one in units]
    assert isinstance(look.trees, Forest)
    days = [by.today, *(p.start for p in periods), *(p.last_day for p in periods)]
    look.trees.ready(min(days), max(days))
    asking.rights_read(by)
    meant = {one: known(one, [p.last_day for p in periods], look) for one in keys}
    there = {
        (place, one.code) for place, one in product(places, periods)
        if _lived(place, one, look, alone=len(places) == len(periods) == 1)
    }  # fmt: skip
    asks: list[Ask | None] = []
    wanted = list(product(keys, places, periods))
    for one, place, when in wanted:
        measure = meant[one].get(when.last_day)
        seen = measure is not None and (place, when.code) in there and look.sees(measure, place)
        asks.append(
            asking.fitting(measure, place, when, wanted_regime, FIELDS)
            if measure and seen
            else None
        )
    if not any(asks):
        raise Unclear("key", asking.NO_FIGURE, 404)
    found = figures([ask for ask in asks if ask], look)
    return {
        "items": [shapes.figure_of(one, _name(look.trees, one.ask)) for one in found],
        "not_found": [
            {"key": one, "unit": place, "period": when.code}
            for (one, place, when), ask in zip(wanted, asks, strict=True) if ask is None
        ],
    }  # fmt: skip


def _lived(unit: int, period: Period, look: Any, *, alone: bool) -> bool:
    try:
        asking.lived(unit, period, look, "unit")
    except Unclear:
        if alone:
            raise
        return False
    return True


@reads(router, "figures/explain", response={200: shapes.ExplainedShape, **REFUSED},
       summary="Vì sao con số này: căn cứ đến từng bản ghi")  # fmt: skip
def explain(
    request: HttpRequest, key: str = _KEY, unit: str = _UNIT, period: str = _PERIOD,
    known_at: str = _KNOWN_AT, as_of: str = _AS_OF, regime: str = _REGIME, limit: int = _LIMIT,
    offset: int = _OFFSET,
) -> Any:  # fmt: skip
    """Số liệu và những gì làm nên nó, trong phạm vi người hỏi được biết."""
    question = _asked(request, key, unit, period, known_at, as_of, regime)
    full = figures([question.ask], question.look)[0]
    told = _Telling(question, full).grounds(veiled(full, question.look), full)
    count = max(len(told["parts"]), len(told["records"]))
    for listed in ("parts", "records"):
        told[listed] = told[listed][offset : offset + limit]
    return {
        **shapes.figure_of(full, _name(question.forest, question.ask)), "grounds": told,
        "count": count, "next": offset + limit if offset + limit < count else None,
    }  # fmt: skip


@reads(router, "series", response={200: shapes.SeriesShape, **REFUSED},
       summary="Một mục của một đơn vị qua các kỳ")  # fmt: skip
def told_over_time(
    request: HttpRequest, key: str = _KEY, unit: str = _UNIT, period: str = _PERIOD,
    known_at: str = _KNOWN_AT, as_of: str = _AS_OF, regime: str = _REGIME, points: int = _POINTS,
) -> Any:  # fmt: skip
    """Các kỳ cùng độ dài quanh kỳ được hỏi, đến kỳ đang chạy. Kỳ chưa có số vẫn đứng trong chuỗi."""
    question = _asked(request, key, unit, period, known_at, as_of, regime)
    ask, look = question.ask, question.look
    asks = series.around(ask, question.measure, today=look.viewer.today, reach=points)
    question.forest.ready(asks[0].period.start, asks[-1].period.last_day)
    meant = known(ask.key, [one.period.last_day for one in asks], look)
    seen = [
        one for one in asks
        if one.period.last_day in meant and look.sees(meant[one.period.last_day], one.unit)
    ]  # fmt: skip
    found = series.points(figures(seen, look), ask.period)
    return {
        "key": ask.key, "unit": ask.unit, "finding": series.finding(found),
        "points": [
            {**shapes.figure_of(p.figure, _name(question.forest, p.figure.ask)), "broken": p.broken}
            for p in found
        ],
    }  # fmt: skip


def _asked(request: HttpRequest, key: str, *told: str) -> Asked:
    names = ("unit", "period", "known_at", "as_of", "regime")
    given = dict(zip(names, told, strict=True))
    return asking.asked(key, given, fields=FIELDS, by=viewer(request))


def _name(forest: Forest, ask: Ask) -> str:
    for day in (ask.period.last_day, ask.period.start):
        if ask.unit in forest(day):
            return forest(day).name(ask.unit)
    return ""


class _Telling:
    """Tells evidence, with the names and reasons read once for all records."""

    def __init__(self, question: Asked, full: Figure) -> None:
        self.question, self.by = question, question.look.viewer
        mine = [r for r in full.evidence.all_records() if asking.may_read_names(r, self.by)]
        self.names = trail.names(r.actor for r in mine) if mine else {}
        self.notes = trail.notes(r.note for r in mine)
        self.tree = question.forest(question.ask.period.last_day)

    def grounds(self, shown: Figure, full: Figure) -> dict[str, Any]:
        told = asking.spoken(shown, self.by)
        whole = {part.ask: part for part in full.evidence.parts}
        held = sum(1 for _ in shown.evidence.all_records())
        hidden = sum(1 for _ in full.evidence.all_records()) - held
        return {
            "how": full.evidence.how,
            "parts": [
                {**shapes.figure_of(part, _name(self.question.forest, part.ask)),
                 "grounds": self.grounds(part, whole[part.ask])}
                for part in told.told
            ],
            "records": [self._record(one) for one in shown.evidence.records],
            "silent": [part.ask.unit for part in told.silent], "silent_unnamed": told.unnamed,
            "hidden_parts": told.hidden, "hash": "" if hidden else full.evidence.hash,
        }  # fmt: skip

    def _record(self, one: RecordRef) -> dict[str, Any]:
        own = asking.may_read_names(one, self.by)
        return {
            "kind": one.kind, "unit": one.unit, "unit_name": self.tree.name(one.unit),
            "period": one.period, "revision": one.revision, "told": one.told,
            "value": shapes.decimal(one.value)[0], "recorded_at": one.recorded_at,
            "manner": one.manner, "approved": one.approved, "estimate": one.estimate,
            "by": self.names.get(one.actor, "") if own else "",
            "why": self.notes.get(one.note or 0, "") if own else "",
        }  # fmt: skip
