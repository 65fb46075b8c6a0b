"""Tỷ lệ trong câu: percentages that can be recomputed from other figures of the same text."""

from __future__ import annotations

import re

from dongthuan.ground.claims.arithmetic import plain, value_of
from dongthuan.ground.claims.reading import Figure, Number, PercentCheck
from dongthuan.ground.claims.tokens import Tokens

_RATIO_LINK = re.compile(
    r"^[^.;|]{0,48}?(?:đạt|tỷ lệ|bằng|tức|chiếm|tương đương|tỉ lệ|\(|=|,)[^.;\d]{0,24}$|^\s*\|[^|]*$"
)
_PART_LINK = re.compile(
    r"^[^.;\d]{0,40}?(?:\(|,?\s*(?:đạt|bằng|chiếm|tỷ lệ|tức|=|mới đạt)|:)[^.;\d]{0,14}$"
)


# A whole is told within so many figures of its share.
NEAR = 14


def checks(t: Tokens, figures: list[Figure]) -> list[PercentCheck]:
    """This function will recompute the percentages whose part and whole the text also states."""
    found: list[PercentCheck] = []
    for index, percent in enumerate(figures):
        if percent.unit != "percent" or isinstance(percent.value, tuple) or index == 0:
            continue
        if percent.relation in (
            "percent_change",
            "percent_over_plan",
            "percent_of_prior",
            "target",
        ):
            continue
        before = figures[index - 1]
        between = t.low[before.span[1] : percent.span[0]]
        if before.of is not None and before.unit not in ("rank", "fraction"):
            if _RATIO_LINK.match(between) and before.of:
                found.append(_check("ratio_percent", index, index - 1, None, percent, before))
            continue
        link = _PART_LINK.match(between)
        if link is None or not plain(before):
            continue
        whole = _whole_for(t, figures, index)
        if whole is not None:
            found.append(_part_check(figures, index, *whole))
    return found


def _computed(part: Number, whole: Number) -> float:
    return round(100 * part / whole, 4)


def agrees(stated: float, computed: float, surface: str, hedged: bool) -> bool:
    """This function will say whether a percentage is right to one unit in its last decimal."""
    digits = re.search(r"[.,](\d+)", surface.replace(" ", ""))
    step = 10 ** -(len(digits.group(1)) if digits else 0)
    return abs(stated - computed) <= step * (1.0 + 1e-9) + (0.5 if hedged else 0)


def _check(
    kind: str, percent_at: int, part_at: int, whole_at: int | None, percent: Figure, ratio: Figure
) -> PercentCheck:
    assert ratio.of is not None and not isinstance(percent.value, tuple)
    computed = _computed(value_of(ratio), ratio.of)
    hedged = percent.qualifier != "exact"
    good = agrees(percent.value, computed, percent.surface, hedged)
    return PercentCheck(kind, percent_at, part_at, whole_at, percent.value, computed, good)


def _part_check(figures: list[Figure], percent_at: int, part: int, whole: int) -> PercentCheck:
    percent = figures[percent_at]
    computed = _computed(value_of(figures[part]), value_of(figures[whole]))
    assert not isinstance(percent.value, tuple)
    good = agrees(percent.value, computed, percent.surface, percent.qualifier != "exact")
    return PercentCheck("part_percent", percent_at, part, whole, percent.value, computed, good)


def _whole_for(t: Tokens, figures: list[Figure], index: int) -> tuple[int, int] | None:
    """Find part and whole of a percentage: the figure before it, and a larger one near by."""
    part = index - 1
    percent = figures[index]
    assert not isinstance(percent.value, tuple)
    near = [
        k
        for k in [
            *range(index - 2, max(-1, index - NEAR), -1),
            *range(index + 1, min(index + 9, len(figures))),
        ]
        if _plain_whole(figures[k], figures[part])
    ]
    for whole in near:
        check = _part_check(figures, index, part, whole)
        if check.consistent:
            return part, whole
    if (
        part >= 1
        and plain(figures[part - 1])
        and "tổng" in t.low[figures[part - 1].span[1] : figures[part].span[0]]
    ):
        return part - 1, part
    closed = [
        k
        for k in near
        if re.search(r"tổng[^.;\d]*$", t.low[max(0, figures[k].span[0] - 20) : figures[k].span[0]])
    ]
    return (
        (part, closed[0])
        if closed and "(" in t.low[figures[part].span[1] : percent.span[0]]
        else None
    )


def _plain_whole(whole: Figure, part: Figure) -> bool:
    if isinstance(whole.value, tuple) or isinstance(part.value, tuple):
        return False
    return whole.unit == part.unit and whole.value >= part.value > 0 and "/" not in whole.unit
