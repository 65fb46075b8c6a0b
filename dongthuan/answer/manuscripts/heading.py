"""Đầu văn bản: what a report's own first lines say of who issues it, what it is about, and when. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dongthuan.answer.manuscripts import rules
from dongthuan.ground.primitives.folding import fold

_CODE = re.compile(r"(?:BC|BÁO CÁO)\s*[-/]\s*([A-ZĐ][A-ZĐ0-9.-]{0,18})")
_PLACE = re.compile(r"([^|*]{2,60}?),\s*ngày")
_BODY = re.compile(
    r"(ĐẢNG ỦY|ĐẢNG UỶ|ỦY BAN NHÂN DÂN|UBND|BAN CHẤP HÀNH|HỘI ĐỒNG NHÂN DÂN)[^|*\d]*\d*"
)
_FIRST = 15


def heading_of(lines: Sequence[str]) -> dict[str, str]:
    """This function will return what the head of a paper tells: title, body, symbol of the body, and
    place; what is not found is left out.
    """
    found: dict[str, str] = {}
    head = [line.strip() for line in lines[:_FIRST]]
    for line in head:
        for name, pattern in (("body_code", _CODE), ("place", _PLACE)):
            if name not in found and (match := pattern.search(line)):
                found[name] = match[1].strip(" |*,.-–")[:80]
    if found.get("place"):
        # The cell may begin with the motto: the place is what stands last.
        found["place"] = re.split(r"NAM|phúc", found["place"])[-1].strip(" *-–") or found["place"]
    for line in head[:4]:
        if "body" not in found and (match := _BODY.search(line)):
            found["body"] = " ".join(match.group().split())[:160]
    title = _title(head)
    return found | ({"title": title} if title else {})


def _title(head: Sequence[str]) -> str:
    for number, line in enumerate(head):
        if fold(line).strip(" :") != "bao cao":
            continue
        told = [one for one in head[number + 1 : number + 4] if not re.match(r"[-_*IVX\d]", one)]
        about = [one for one in told if len(one) > 8][:2]
        # The subject ends with the line that names the period; a second line carries it on till there.
        carried = len(about) > 1 and not rules.times(about[0]) and bool(rules.times(about[1]))
        return " ".join(about[: 2 if carried else 1])[:300]
    found = next((one for one in head if rules.times(one)), "")
    return found[:300]


def period_of(lines: Sequence[str]) -> str:
    """This function will return the code of the period that the title names, or nothing."""
    for line in lines[:_FIRST]:
        # The day a paper was signed says nothing of the period it tells of.
        named = [one for one in rules.times(line) if one.kind is rules.Moment.PERIOD]
        if named:
            return named[0].code
    return ""
