"""{% figure %} prints an aggregate, and nothing else may; {% once %} puts a one-time key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from dongthuan.ground import audit
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.figures import Figure, State
from dongthuan.ground.primitives import numbers, periods

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=8192)
def to(name: str, *args: object) -> str:
    """This function will put the address of a page, for the rows of long lists: `url` looks each up
    anew, a sixth of the time of a page of sixty rows.
    """
    return reverse(name, args=args)


def address(key: str, unit: int, code: str) -> str:
    """This function will return the address of a figure's own page."""
    asked = {"don-vi": unit, "ky": code}
    return f"{to('portal:figure', key)}?{urlencode(asked)}"


def figure_address(one: Figure) -> str:
    """This function will return the address of a figure's own page."""
    return address(one.ask.key, one.ask.unit, one.ask.period.code)


# A page prints hundreds: each piece is escaped once, and the whole put together once.
_NONE, _NUMBER = '<span class="none">{}</span>', '<b class="n">{}</b>'
_UNIT = ' <span class="unit">{}</span>'


@register.simple_tag
def figure(one: Figure, unit: bool = True, link: bool = True) -> SafeString:
    """This function will print a figure with its unit smaller beside it, as a link to its căn cứ."""
    measured_in = one.measure.unit
    if one.value is None:
        shown = _NONE.format(conditional_escape(one.state.words or "–"))
    elif measured_in in ("%", "‰"):
        shown = _NUMBER.format(conditional_escape(one.printed + measured_in))
    else:
        shown = _NUMBER.format(conditional_escape(one.printed))
        if unit:
            shown += _UNIT.format(conditional_escape(measured_in))
    if one.state is State.PARTIAL:
        shown += ' <span class="mark">chưa đủ</span>'
    if one.estimate:
        shown += ' <span class="mark">ước</span>'
    if not link or one.state is State.HIDDEN:
        return SafeString(f'<span class="figure">{shown}</span>')
    return format_html(
        '<a class="figure" href="{}" title="{}">{}</a>', figure_address(one),
        f"{one.measure.label}, {one.when}: xem căn cứ", SafeString(shown),
    )  # fmt: skip


@register.simple_tag
def cited(part: object, addresses: Mapping[int, str]) -> object:
    """This function will print a piece of a report: its words, or a figure as a link to its căn cứ."""
    place = getattr(part, "place", None)
    if place is None:
        return part
    return format_html(
        '<a class="figure" href="{}" title="{}">{}</a>', addresses.get(place, ""),
        part.alias, part.text,  # type: ignore[attr-defined]
    )  # fmt: skip


@register.simple_tag
def once() -> SafeString:
    """This function will put a fresh one-time key into a form."""
    return format_html('<input type="hidden" name="key" value="{}">', audit.new_key())


@register.filter
def day(value: date | datetime | None) -> str:
    """This function will print a day as the office writes it: 30/6/2021."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL)
    return f"{value.day}/{value.month}/{value.year}"


@register.filter
def moment(value: datetime | None) -> str:
    """This function will print a moment as people say it: 16:02 ngày 5/7/2021."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL)
    return f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"


@register.filter
def number(value: int) -> str:
    """This function will print a count of rows on the page itself: how many are listed here."""
    return numbers.written(value)


@register.filter
def lookup(mapping: dict[object, object], key: object) -> object:
    """This function will return what a mapping holds under a key."""
    return mapping.get(key, "")


@register.filter
def period_words(code: str) -> str:
    """This function will print the code of a period as the office writes it: 6 tháng đầu năm 2021."""
    return periods.printed(code)


@register.simple_tag
def figure_link(key: str, unit: int, code: str, printed: str, measured_in: str) -> SafeString:
    """This function will print a recorded number as a link to its figure's page, its unit smaller."""
    return format_html(
        '<a class="figure" href="{}"><b class="n">{}</b> <span class="unit">{}</span></a>',
        address(key, unit, code), printed or "–", measured_in if printed else "",
    )  # fmt: skip
