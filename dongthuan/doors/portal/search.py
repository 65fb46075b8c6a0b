"""Tìm: what anyone may find: units, public measures, ratings and awards of wards. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dongthuan.doors.entrance import finding
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.doors.entrance.templatetags.dongthuan import address
from dongthuan.doors.portal.ward import ended, public, wards
from dongthuan.ground.audit.actors import Actor, Anyone
from dongthuan.ground.figures import Measure, measures
from dongthuan.ground.search.queries import Told
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import Node, Tree


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """This function will show what the words find in public, to everybody the same."""
    by: Actor = at_the_door(request)
    anyone = Anyone(by.now)
    shown = finding.page_of(request.GET, by=anyone, addressed=_Ways(anyone).of)
    return public(request, render(request, "portal/search/search.html", shown))


@dataclass(frozen=True)
class _Ways:
    """Lối đi: where public results lead; what is needed for it is read when the first asks."""

    by: Actor

    @cached_property
    def tree(self) -> Tree:
        return org.tree(self.by.today)

    @cached_property
    def wards(self) -> list[Node]:
        return wards(self.tree)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return measures(self.by.today)

    def of(self, one: Told) -> tuple[str, str]:
        """This method will return the address of a result and the place it stands at."""
        if one.kind in ("measure", "counted"):
            return self._figure(one)
        return self._ward(one), finding.stands(one, self.tree)

    def _figure(self, one: Told) -> tuple[str, str]:
        measure = self.measures.get(one.thing)
        if measure is None or not self.wards:
            return "", ""
        first = self.wards[0]
        code = ended(measure, self.by.today)[0].code
        return address(one.thing, first.id, code), first.name if len(self.wards) > 1 else ""

    def _ward(self, one: Told) -> str:
        """Return the page of the ward that a unit is, stands under or is placed in."""
        unit = one.unit
        while unit is not None and unit in self.tree:
            path = self.tree.path(unit)
            for up in reversed(path):
                if self.tree[up].kind == "ward":
                    return reverse("portal:ward", args=[self.tree[up].code])
            unit = next((self.tree[up].place for up in reversed(path) if self.tree[up].place), None)
        return ""
