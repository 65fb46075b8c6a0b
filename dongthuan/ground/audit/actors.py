"""Người làm: who acts, at what moment, and how far their acts reach; passed in from the doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from dongthuan.ground.audit.acts import Act

if TYPE_CHECKING:
    from django.db.models import QuerySet

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
Rows = TypeVar("Rows", bound="QuerySet[Any]")


class NotPermitted(Exception):
    """Raised when an act is not within the actor's reach; says who can give the right."""

    def __init__(self, act: Act) -> None:
        super().__init__(
            f"Bác chưa có quyền {act.words} ở đơn vị này. "
            "Văn phòng Đảng ủy – UBND phường là nơi cấp quyền."
        )
        self.act = act


@dataclass(frozen=True, slots=True)
class Reach:
    """Tầm: the units in which an act may be done; `units=None` says all of them."""

    units: frozenset[int] | None = frozenset()

    def __contains__(self, unit_id: object) -> bool:
        return self.units is None or unit_id in self.units

    def __bool__(self) -> bool:
        return self.units is None or bool(self.units)

    def within(self, rows: Rows, field: str = "unit_id") -> Rows:
        """This method will keep the rows whose unit lies within the reach."""
        return rows if self.units is None else rows.filter(**{f"{field}__in": self.units})


class Actor(Protocol):
    """Người làm: `key` is what records keep, `name` what is printed, `now` the moment of the act."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def now(self) -> datetime: ...
    @property
    def today(self) -> date: ...
    def reach(self, act: Act) -> Reach: ...
    def may(self, act: Act, unit_id: int) -> bool: ...
    def require(self, act: Act, unit_id: int) -> None: ...


class Reaching:
    """The part of an actor that follows from `reach` and `now`."""

    now: datetime

    @property
    def today(self) -> date:
        """This property will return the local day of the act."""
        return self.now.astimezone(LOCAL).date()

    def reach(self, act: Act) -> Reach:
        """This method will return how far the act reaches; nowhere unless said otherwise."""
        return Reach()

    def may(self, act: Act, unit_id: int) -> bool:
        """This method will say whether the act may be done in the unit."""
        return unit_id in self.reach(act)

    def require(self, act: Act, unit_id: int) -> None:
        """This method will pass in silence, or raise NotPermitted."""
        if not self.may(act, unit_id):
            raise NotPermitted(act)


@dataclass(frozen=True)
class Anyone(Reaching):
    """Người dân: the resident who has not signed in; sees what is public and does nothing."""

    now: datetime
    key: str = "anyone"
    name: str = "Người dân"


@dataclass(frozen=True)
class House(Reaching):
    """Hệ thống: set-up and daily work of the house itself; reaches everywhere, is on the trail."""

    now: datetime
    key: str = "house"
    name: str = "Hệ thống"

    def reach(self, act: Act) -> Reach:
        """This method will return everywhere."""
        return Reach(None)
