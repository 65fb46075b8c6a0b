"""Số liệu của đơn vị cho dòng lệnh: opens the house's own database as one of its users."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import django

from dongthuan.doors.cli._opening import Refused
from dongthuan.ground.claims import MeasureTable


def open_house() -> None:
    """This function will make the database reachable; commands that need none stay quick."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    django.setup()


@contextmanager
def reachable() -> Iterator[None]:
    """This function will turn a database that is not there yet into a plain word what to do."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError:
        raise Refused("Chưa mở được kho số liệu; chạy script/server một lần trước.") from None


def table(code: str, on: str | None, who: str | None) -> MeasureTable:
    """This function will return a unit's figures as the named user may see them.

    :raises Refused: no such unit, user or day, or the user may not check texts there.
    """
    open_house()
    from dongthuan.answer.reports import checking
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit.actors import NotPermitted
    from dongthuan.who.access import queries as access
    from dongthuan.who.org import queries as org

    if not who:
        raise Refused("Nêu người đối chiếu bằng --as TÊN: số nào được xem tùy quyền của người đó.")
    day = _day(on) if on else clock.today()
    with reachable():
        unit, user = org.unit(code), access.user_named(who)
    if unit is None:
        raise Refused(f"Không có đơn vị mang mã «{code}».")
    if user is None:
        raise Refused(f"Không có tài khoản «{who}» đang hoạt động.")
    try:
        actor = access.actor_of(user, clock.now())
        return checking.table(viewer=actor, unit=unit.pk, on=day).table
    except NotPermitted as problem:
        raise Refused(str(problem)) from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"--on {written}: ghi ngày như 2021-07-05.") from None
