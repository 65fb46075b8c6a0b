"""Tải về: files that pages give away, under names that every computer keeps whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from dongthuan.ground.papers import tables
from dongthuan.ground.papers.tables import Table
from dongthuan.ground.primitives.folding import fold

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain_name(*parts: str) -> str:
    """This function will return a name for a file: small letters without marks, and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(" ".join(parts))).strip("-")[:80] or "tep"


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    """This function will give bytes as a file to keep."""
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def wanted(request: HttpRequest) -> str:
    """This function will return in which form a page is asked for as a file, or an empty text."""
    kind = request.GET.get("tai", "")
    return kind if kind in ("xlsx", "csv") else ""


def give(made: Sequence[Table], kind: str, *name: str) -> HttpResponse:
    """This function will give tables as a file: a workbook with live sums, or the first as .csv."""
    told = plain_name(*name)
    if kind == "csv":
        return attached(tables.separated(made[0]), f"{told}.csv", "text/csv; charset=utf-8")
    return attached(tables.workbook(*made), f"{told}.xlsx", XLSX)
