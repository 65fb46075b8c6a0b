"""Phiếu giấy: blank forms to write on by hand, with the values of the period before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.decide.indicators import sheet_reading
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._round_page import open_round_page
from dongthuan.doors.entrance.drawing import square

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Sheet


@dataclass(frozen=True, slots=True)
class Paper:
    """Phiếu giấy của một đơn vị: its name, what it is asked by chapter, and where it may type."""

    sheet: Sheet
    name: str
    chapters: tuple[tuple[str, tuple[Line, ...]], ...]
    address: str
    square: SafeString

    @property
    def ratios(self) -> bool:
        """This property will say whether two numbers have to be written somewhere."""
        return any(
            line.definition.nature == "ratio" for _, lines in self.chapters for line in lines
        )


@require_safe
@login_required
@never_cache
def forms(request: HttpRequest, pk: int, unit: int | None = None) -> HttpResponse:
    """This function will lay out the form of each unit on paper of its own, or of one unit only."""
    by = viewer(request)
    one = open_round_page(by, pk)
    sheets = [sheet for sheet in one.sheets if unit is None or sheet.unit_id == unit]
    if unit is not None and not sheets:
        raise Http404
    lines = sheet_reading.lines_of(sheets, viewer=by, home=by.home_units())
    papers = [
        _paper(request, sheet, one.tree.name(sheet.unit_id), lines[sheet.pk]) for sheet in sheets
    ]
    kinds = dict.fromkeys(sheet.unit.kind for sheet in one.sheets)
    return render(request, "desk/rounds/forms.html", {
        "at": "rounds", "one": one, "round": one.round, "papers": papers,
        "asker": one.tree.name(one.unit), "single": unit is not None, "kinds": len(kinds),
        "others": [(s.unit_id, one.tree.name(s.unit_id)) for s in one.sheets],
    })  # fmt: skip


def _paper(request: HttpRequest, sheet: Sheet, name: str, lines: list[Line]) -> Paper:
    address = request.build_absolute_uri(reverse("desk:sheet", args=[sheet.pk]))
    chapters = tuple(
        (chapter, tuple(held))
        for chapter, held in groupby(lines, lambda line: line.definition.chapter)
    )
    return Paper(sheet, name, chapters, address.split("://", 1)[1], square(address))
