"""Số liệu của đơn vị thay cho bảng: what a signed-in person may hold a text against, and the grounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dongthuan.answer.reports import checking
from dongthuan.answer.reports.checking import Held
from dongthuan.doors.entrance.templatetags.dongthuan import figure_address
from dongthuan.doors.portal._asking import Question
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org import queries as org


def choices(viewer: Actor) -> list[tuple[int, str]]:
    """This function will return the units whose figures a text may be held against, by name."""
    reach = viewer.reach(Act.TEXT_CHECK)
    if not reach:
        return []
    tree = org.tree(viewer.today)
    # A committee's and a ward's reports both tell of the ward: what stands on top is offered.
    return [(one, tree.name(one)) for one in tree.children(None) if one in reach]


def propose(asked: Question, viewer: Actor) -> None:
    """This function will offer the first unit and today, where nothing was asked yet."""
    if asked.choices:
        asked.unit, asked.on = str(asked.choices[0][0]), viewer.today.isoformat()


def held(asked: Question, viewer: Actor) -> Held | None:
    """This function will return the unit's figures as a table; None where a table was given or no
    unit was chosen. What cannot be is put beside its field.
    """
    if not asked.unit or asked.table or asked.table_text.strip():
        return None
    if not any(asked.unit == str(unit) for unit, _ in asked.choices):
        asked.errors["unit"] = "Bác không có quyền đối chiếu với số liệu của đơn vị này."
        return None
    try:
        on = date.fromisoformat(asked.on)
    except ValueError:
        asked.errors["on"] = "Ngày viết văn bản: chọn một ngày, như 5/7/2021."
        return None
    return checking.table(viewer=viewer, unit=int(asked.unit), on=on)


def grounds(found: Held) -> Mapping[str, str]:
    """This function will return the address of the figure behind each row that a finding may cite."""
    return {
        row.cite(): figure_address(one)
        for row, one in zip(found.table.records, found.figures, strict=True)
        if one is not None
    }
