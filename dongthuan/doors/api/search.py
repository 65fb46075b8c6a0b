"""Tìm: units, measures and whatever else the viewer may know, by their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dongthuan.doors.api import _shapes as shapes
from dongthuan.doors.api._house import reads, viewer
from dongthuan.doors.entrance.asked import Unclear
from dongthuan.ground.search import queries, rules

router = Router(tags=["tìm"])
_WORDS = Query("", alias="q", max_length=200, description="Chữ cần tìm, có dấu hay không dấu")
_LIMIT = Query(20, ge=1, le=100, description="Nhiều nhất bao nhiêu kết quả")
_OFFSET = Query(0, ge=0, le=10**9, description="Bỏ qua bao nhiêu kết quả đầu")


@reads(router, "search", response={200: shapes.FoundShape, 422: shapes.Problem},
       summary="Tìm theo chữ")  # fmt: skip
def find(
    request: HttpRequest, q: str = _WORDS, limit: int = _LIMIT, offset: int = _OFFSET
) -> Any:  # fmt: skip
    """Kết quả gần nhất đứng trước; điều người hỏi không được biết không chiếm chỗ nào."""
    question = rules.read(q.replace("\x00", ""))
    if question.too_short:
        raise Unclear("q", "Ghi ít nhất hai chữ cái hoặc chữ số để tìm.")
    found = queries.find(question, viewer=viewer(request))
    words = {group.shelf.kind: group.shelf.words for group in found.groups}
    hits = sorted((hit for group in found.groups for hit in group.hits), key=lambda hit: hit.rank)
    after = offset + limit
    items = [
        {"kind": one.kind, "kind_words": words[one.kind], "id": one.thing, "title": one.title,
         "text": "".join(piece.text for piece in one.text), "about": one.about, "place": one.place, "unit": one.unit}
        for one in queries.told(found, hits[offset:after])
    ]  # fmt: skip
    return {"count": len(hits), "more": found.more, "next": after if after < len(hits) else None,
            "items": items}  # fmt: skip
