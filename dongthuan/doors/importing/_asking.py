"""Hỏi: which register, unit, day and file; who is at the door; which run is theirs to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.ground.audit.actors import NotPermitted, Reach
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.periods import parse
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import Tree
from dongthuan.who.registers import queries
from dongthuan.who.registers.kinds import Kind, kinds

LARGEST = 50 * 1024 * 1024


class Unclear(Exception):
    """Raised when a form cannot be read; its text says what to do."""


def viewer(request: HttpRequest) -> SignedIn:
    """This function will return who is at the desk; these pages stand behind a sign-in."""
    actor: SignedIn = at_the_door(request)  # type: ignore[assignment]
    return actor


def keeps(by: SignedIn) -> dict[str, Kind]:
    """This function will return the registers that the viewer keeps somewhere, or raise NotPermitted."""
    found = {code: kind for code, kind in kinds().items() if by.reach(kind.act)}
    if not found:
        raise NotPermitted(Act.PEOPLE_KEEP)
    return found


def run_of(request: HttpRequest, pk: int) -> Any:
    """This function will return a run within the viewer's reach; any other is not there."""
    found = queries.run(viewer=viewer(request), pk=pk)
    if found is None:
        raise Http404
    return found


def outline(tree: Tree, reach: Reach) -> Iterator[tuple[str, str]]:
    """This function will return the units within reach, set in by their depth, for a list."""

    def below(parent: int | None, depth: int) -> Iterator[tuple[str, str]]:
        for unit in tree.children(parent):
            seen = unit in reach
            if seen:
                yield str(unit), "\u00a0\u00a0\u00a0" * depth + tree.name(unit)
            yield from below(unit, depth + seen)

    yield from below(None, 0)


@dataclass
class Sending:
    """Gửi tệp: what the form was filled with, kept as typed when it comes back."""

    kind: str = ""
    unit: str = ""
    on: str = ""
    about: str = ""

    @classmethod
    def of(cls, request: HttpRequest, by: SignedIn) -> Sending:
        """This method will read the form, or fill it as most need it."""
        home = by.home_units()
        told = request.POST
        return cls(
            told.get("so", ""), told.get("don-vi", str(home[0]) if home else ""),
            told.get("tu-ngay", by.today.isoformat()), told.get("dot", ""),
        )  # fmt: skip

    def day(self) -> date:
        """This method will read the day. Raises Unclear."""
        try:
            return parse(self.on).last_day
        except ValueError:
            raise Unclear("Tính từ ngày: ghi ngày như 30/6/2021.") from None

    def unit_chosen(self, by: SignedIn, kind: Kind) -> Any:
        """This method will return the unit chosen, within reach of the register. Raises Unclear."""
        pk = int(self.unit) if self.unit.isdigit() and len(self.unit) < 16 else 0
        if pk not in by.tree or pk not in by.reach(kind.act):
            raise Unclear(
                f"Đơn vị: chọn một đơn vị mà bác có quyền {kind.act.words}. Danh sách đã tải lại."
            )
        return org.unit(by.tree[pk].code)
