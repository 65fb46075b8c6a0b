"""Số liệu trên trang Hôm nay: sheets owed, sheets to approve, rounds that fall due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.rules import Due
from dongthuan.doors.desk._landing import address
from dongthuan.doors.desk._today_rows import Row
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn


def owed(by: SignedIn, waiting: Sequence[Any]) -> list[Row]:
    """This function will return the sheets that the viewer's units still have to send or to mend."""
    enters, home = by.reach(Act.VALUE_ENTER), set(by.home_units())
    several = len(home) > 1
    mine = [one for one in waiting if one.unit_id in home and one.unit_id in enters]
    asked = queries.open_questions(mine)
    return [
        Row(
            sheet.round.title + (f", {by.tree.name(sheet.unit_id)}" if several else ""),
            f"đã gửi, hỏi lại {numbers.written(len(asked[sheet.pk]))} ô", "Trả lời",
            address("desk:sheet-asked", sheet.pk),
        )
        for sheet in mine if sheet.status == "sent" and sheet.pk in asked
    ] + [
        Row(
            sheet.round.title + (f", {by.tree.name(sheet.unit_id)}" if several else ""),
            _when(sheet, by.today),
            "Xem lại" if sheet.status == "returned" else "Nhập số liệu",
            address("desk:sheet", sheet.pk), _late(sheet, by.today), sheet.round.due_on,
        )
        for sheet in mine if sheet.status in ("open", "returned")
    ]  # fmt: skip


def to_approve(by: SignedIn, waiting: Sequence[Any]) -> list[Row]:
    """This function will return the sheets that wait for the viewer's word."""
    approves, home = by.reach(Act.VALUE_APPROVE), set(by.home_units())
    found = [
        Row(
            f"{by.tree.name(sheet.unit_id)}: số nhập giúp, {sheet.round.title}",
            "chờ bác xác nhận", "Xác nhận", address("desk:sheet", sheet.pk),
        )
        for sheet in queries.waiting_help(viewer=by)
        if sheet.unit_id in home
    ]  # fmt: skip
    found += [
        Row(
            f"{by.tree.name(sheet.unit_id)}: {sheet.round.title}",
            Due(sheet.round.due_on, sheet.first_sent_on, by.today).words,
            "Duyệt", address("desk:sheet", sheet.pk), due=sheet.round.due_on,
        )
        for sheet in waiting
        if sheet.status == "sent" and sheet.unit_id in approves
    ]  # fmt: skip
    return found


def due(by: SignedIn, waiting: Sequence[Any]) -> list[Row]:
    """This function will return the open rounds that the viewer's units asked for."""
    asks = by.reach(Act.ROUND_OPEN)
    owing: dict[int, int] = {}
    for sheet in waiting:
        if sheet.status in ("open", "returned"):
            owing[sheet.round_id] = owing.get(sheet.round_id, 0) + 1
    rounds = [
        r for r in queries.rounds(viewer=by)
        if r.closed_on is None and r.unit_id in asks
        # What everybody has sent and whose day is over is due no more.
        and (owing.get(r.pk) or r.due_on >= by.today)
    ]  # fmt: skip
    return [
        Row(
            one.title, _standing(Due(one.due_on, None, by.today), owing.get(one.pk, 0)),
            "Xem ai chưa gửi" if owing.get(one.pk) else "Xem đợt",
            address("desk:round", one.pk), bool(owing.get(one.pk)) and one.due_on < by.today,
            one.due_on,
        )
        for one in sorted(rounds, key=lambda r: (r.due_on, r.pk))
    ]  # fmt: skip


def _standing(due: Due, owing: int) -> str:
    if not owing:
        return "các đơn vị đã gửi đủ"
    return f"{due.words}, còn {numbers.written(owing)} đơn vị chưa gửi"


def _when(sheet: Any, today: date) -> str:
    due = Due(sheet.round.due_on, None, today).words
    return f"trả lại để xem lại, {due}" if sheet.status == "returned" else due


def _late(sheet: Any, today: date) -> bool:
    return bool(sheet.round.due_on < today)
