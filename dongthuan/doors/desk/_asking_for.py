"""Ô nhập: fields of the desk's forms, in the office's words, and units chosen from the tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest

from dongthuan.ground.audit.actors import Reach
from dongthuan.ground.primitives.periods import BadPeriod, parse
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import Tree

if TYPE_CHECKING:
    from dongthuan.who.org.models import Unit


class DayField(forms.DateField):
    """Ngày: from the browser's own picker, or typed as the office writes it."""

    def __init__(self, label: str, *, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            label=label, help_text=help_text, required=required,
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": f"Chưa ghi: {label.lower()}.",
                "invalid": f"{label}: ghi ngày như 30/6/2021.",
            },
        )  # fmt: skip


class WordsField(forms.CharField):
    """Chữ: one line of text."""

    def __init__(
        self, label: str, *, most: int = 200, help_text: str = "", required: bool = True,
        **attributes: str,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label, help_text=help_text, required=required, max_length=most,
            widget=forms.TextInput(attrs=attributes),
            error_messages={
                "required": f"Chưa ghi: {label.lower()}.",
                "max_length": f"{label}: ghi nhiều nhất {most} ký tự.",
            },
        )  # fmt: skip


class ChoiceField(forms.ChoiceField):
    """Chọn một: a list whose first line asks to choose."""

    def __init__(
        self, label: str, choices: Any = (), *, help_text: str = "", required: bool = True
    ) -> None:
        none = "Chọn…" if required else "(không)"
        super().__init__(
            label=label, help_text=help_text, required=required,
            choices=[("", none), *choices],
            error_messages={
                "required": f"Chưa chọn: {label.lower()}.",
                "invalid_choice": f"{label}: lựa chọn này không còn trong danh sách, chọn lại.",
            },
        )  # fmt: skip


def tick(words: str) -> forms.BooleanField:
    """This function will return a box that has to be ticked before what cannot be undone."""
    return forms.BooleanField(
        label=words,
        error_messages={"required": "Đánh dấu vào ô cuối để xác nhận đã đọc điều không hủy được."},
    )


def outline(tree: Tree, reach: Reach | None = None) -> Iterator[tuple[int, int]]:
    """This function will return the units of a tree in reading order, each with its depth."""

    def below(parent: int | None, depth: int) -> Iterator[tuple[int, int]]:
        for unit in tree.children(parent):
            seen = reach is None or unit in reach
            if seen:
                yield unit, depth
            yield from below(unit, depth + seen)

    yield from below(None, 0)


def unit_choices(tree: Tree, reach: Reach, *, kind: str = "") -> list[tuple[str, str]]:
    """This function will return the units within reach, set in by their depth, for a list."""
    return [
        (str(unit), "\u00a0\u00a0\u00a0" * depth + tree.name(unit))
        for unit, depth in outline(tree, reach)
        if not kind or tree[unit].kind == kind
    ]


def unit_of(tree: Tree, chosen: str | int) -> Unit:
    """This function will return the unit that a list named; lists name living units only."""
    found = org.unit(tree[int(chosen)].code)
    assert found is not None
    return found


def day_asked(request: HttpRequest, today: date) -> tuple[date, str]:
    """This function will return the day that `?ngay=` asks for and what is unclear about it."""
    return day_told(request.GET.get("ngay", ""), today)


def day_told(told: str, otherwise: date) -> tuple[date, str]:
    """This function will read a day from an address; an unclear one is said, and another taken."""
    asked = told.strip()
    if not asked:
        return otherwise, ""
    try:
        return parse(asked).last_day, ""
    except (BadPeriod, ValueError):
        said = f"Không đọc được ngày «{asked[:20]}»; ghi như 30/6/2021."
        return otherwise, f"{said} Đây là ngày {otherwise.day}/{otherwise.month}/{otherwise.year}."


def last_day(end: date | None) -> date | None:
    """This function will return the last day on which something holds that ends on a day."""
    return end - timedelta(days=1) if end else None


def first_day_without(last: date | None) -> date | None:
    """This function will return the first day on which something holds no more."""
    return last + timedelta(days=1) if last else None
