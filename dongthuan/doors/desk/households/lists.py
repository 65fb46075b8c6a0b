"""Sổ hộ và danh sách người đại diện: by group and day, to look through, print and take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.households import _tables as tables
from dongthuan.doors.entrance import exporting
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import Tree
from dongthuan.who.people import queries

_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """Điều được hỏi: the day, the groups of that day within reach, and which of them."""

    by: SignedIn
    day: date
    unclear: str
    tree: Tree
    groups: list[tuple[str, str]]
    chosen: str

    @property
    def units(self) -> list[int]:
        """This property will return the groups asked about."""
        told = [self.chosen] if self.chosen else [value for value, _ in self.groups]
        return [int(one) for one in told]

    @property
    def where(self) -> str:
        """This property will say which groups are asked about."""
        return self.tree.name(int(self.chosen)) if self.chosen else "Mọi tổ dân phố"


def asked(request: HttpRequest, *, one_group: bool = False) -> Asked:
    """This function will read the day and the group of an address; one group where a page needs it."""
    by = viewer(request)
    reach = by.reach(Act.PEOPLE_SEE)
    if not reach:
        raise NotPermitted(Act.PEOPLE_SEE)
    day, unclear = asking.day_asked(request, by.today)
    tree = by.tree if day == by.today else org.tree(day)
    groups = [
        (str(unit), tree.name(unit))
        for unit, _ in asking.outline(tree, reach)
        if tree[unit].kind == "residential_group"
    ]
    told = request.GET.get("don-vi", "")
    chosen = told if told in dict(groups) else ""
    if told and not chosen and not unclear:
        unclear = "Tổ dân phố được chọn không có vào ngày này, hoặc ngoài phần bác xem được."
    if not chosen and groups and (one_group or len(groups) == 1):
        chosen = groups[0][0]
    return Asked(by, day, unclear, tree, groups, chosen)


@require_safe
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the households of a group, or of all groups within reach, on a day."""
    one = asked(request)
    words, unspoken = request.GET.get("tim", "").strip()[:100], bool(request.GET.get("chua"))
    keys = queries.found_households(
        viewer=one.by, on=one.day, units=one.units, words=words, unspoken=unspoken
    )
    if kind := exporting.wanted(request):
        rows = queries.household_rows(viewer=one.by, on=one.day, keys=keys)
        table = tables.households(rows, one.tree, one.where, one.day)
        return exporting.give([table], kind, "so-ho", one.where, one.day.isoformat())
    page: Page[Any] = Paginator(keys, _A_PAGE).get_page(request.GET.get("trang"))
    rows = queries.household_rows(viewer=one.by, on=one.day, keys=list(page))
    return render(request, "desk/households/list.html", {
        "at": "households", "asked": one, "page": page, "words": words, "unspoken": unspoken,
        "rows": [(row, one.tree.name(row.key.unit)) for row in rows],
        "keeps": bool(one.by.reach(Act.PEOPLE_KEEP)), "filtered": bool(words or unspoken),
    })  # fmt: skip


@require_safe
@login_required
@never_cache
def roll(request: HttpRequest) -> HttpResponse:
    """This function will give the roll of representatives of a group on a day, to print and sign."""
    one = asked(request, one_group=True)
    voices = _roll(one, one.day)
    if kind := exporting.wanted(request):
        table = tables.roll(voices, one.where, one.day)
        return exporting.give([table], kind, "nguoi-dai-dien-ho", one.where, one.day.isoformat())
    above = one.tree.path(int(one.chosen)) if one.chosen else ()
    ward = next((one.tree.name(up) for up in above if one.tree[up].kind == "ward"), "")
    return render(request, "desk/households/roll.html", {
        "at": "households", "asked": one, "voices": voices, "ward": ward,
        "unspoken": sum(voice.person is None for voice in voices),
    })  # fmt: skip


def _roll(one: Asked, on: date) -> list[queries.Voice]:
    return queries.roll(viewer=one.by, on=on, unit=int(one.chosen)) if one.chosen else []


@require_safe
@login_required
@never_cache
def changes(request: HttpRequest) -> HttpResponse:
    """This function will show what differs between the rolls of two days."""
    one = asked(request, one_group=True)
    first, unclear = _first_day(request, one.day)
    told = (
        queries.roll_changes(viewer=one.by, unit=int(one.chosen), first=first, second=one.day)
        if one.chosen
        else None
    )
    return render(request, "desk/households/changes.html", {
        "at": "households", "asked": one, "first": first, "unclear": one.unclear or unclear,
        "told": told,
    })  # fmt: skip


def _first_day(request: HttpRequest, second: date) -> tuple[date, str]:
    """Return the earlier of two days; without one asked for, the first of that year."""
    first, unclear = asking.day_told(request.GET.get("tu", ""), second.replace(month=1, day=1))
    if first > second:
        return second, "Ngày trước phải ở trước ngày sau. Xem lại hai ô ngày."
    return first, unclear
