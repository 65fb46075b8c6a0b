"""Danh mục: which measures there are for this viewer, and the units of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dongthuan.doors.api import _shapes as shapes
from dongthuan.doors.api._house import FIELDS, reads, viewer
from dongthuan.doors.entrance import asked as asking
from dongthuan.doors.entrance.asked import Unclear
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Measure, Reading, measures
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import parse
from dongthuan.who.org import queries as org

router = Router(tags=["danh mục"])
REFUSED = {422: shapes.Problem}
_ON = Query("", description="Ngày: 2021-06-30; trống là hôm nay")
_SEARCH = Query("", max_length=100, description="Chữ có trong tên hoặc mã, không cần dấu")
_KIND = Query("", max_length=40, description="Loại đơn vị: ward, residential_group, cell…")
_KNOWN_AT = Query("", description="Như đã biết lúc nào")
_LIMIT = Query(200, ge=1, le=1000, description="Nhiều nhất bao nhiêu dòng")
_OFFSET = Query(0, ge=0, le=10**9, description="Bỏ qua bao nhiêu dòng đầu")


@reads(router, "measures", response={200: shapes.MeasuresShape, **REFUSED},
       summary="Các mục số liệu và định nghĩa")  # fmt: skip
def list_measures(
    request: HttpRequest, on: str = _ON, search: str = _SEARCH, limit: int = _LIMIT,
    offset: int = _OFFSET,
) -> Any:  # fmt: skip
    """Mục số liệu có hiệu lực trong ngày mà người hỏi được biết, theo thứ tự đã đặt."""
    by = viewer(request)
    asking.rights_read(by)
    wanted = fold(search.strip())
    found = [
        one for one in measures(_day(on, by.today)).values()
        if _may_know(one, by) and (wanted in fold(one.label) or wanted in one.key)
    ]  # fmt: skip
    return _page([shapes.measure_of(one) for one in found], limit, offset)


@reads(router, "units", response={200: shapes.UnitsShape, **REFUSED},
       summary="Cây đơn vị của một ngày")  # fmt: skip
def list_units(
    request: HttpRequest, on: str = _ON, kind: str = _KIND, known_at: str = _KNOWN_AT,
    limit: int = _LIMIT, offset: int = _OFFSET,
) -> Any:  # fmt: skip
    """Đơn vị có trong ngày, cấp trên đứng trước; `parent` nối thành cây. Tên đơn vị là công khai."""
    by = viewer(request)
    day = _day(on, by.today)
    tree = org.tree(day, asking.moment_given(known_at, FIELDS.known_at, by))
    rows = [
        {"id": one.id, "code": one.code, "kind": one.kind, "kind_words": one.kind_words,
         "name": one.name, "parent": one.parent, "place": one.place, "since": one.since}
        for top in tree.children(None)
        for one in (tree[unit] for unit in tree.below(top))
        if kind in ("", one.kind)
    ]  # fmt: skip
    return {"on": day, **_page(rows, limit, offset)}


def _may_know(one: Measure, by: Actor) -> bool:
    if one.reading in (Reading.PUBLIC, Reading.WHOLE):
        return True
    act = Act.FIGURE_SEE if one.reading is Reading.INTERNAL else Act.FIGURE_SEE_SENSITIVE
    return bool(by.reach(act))


def _day(told: str, today: date) -> date:
    if not told.strip():
        return today
    try:
        return parse(told).last_day
    except ValueError:
        said = f"Không đọc được ngày «{told[:30]}»; ghi như 2021-06-30."
        raise Unclear("on", said) from None


def _page(rows: Sequence[Mapping[str, object]], limit: int, offset: int) -> dict[str, Any]:
    after = offset + limit
    return {"count": len(rows), "next": after if after < len(rows) else None,
            "items": rows[offset:after]}  # fmt: skip
