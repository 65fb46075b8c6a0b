"""Đầu bảng và đơn vị tính chung: units given once for a column, a row, or a whole list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.tokens import Tokens

_UNIT_LEAD = re.compile(r"^(?:đvt|đv|đơn vị(?: tính)?)\s*[:.]?\s*")
_MILLIONS = re.compile(r"^tr(?:iệu)?\.? ?đ(?:ồng)?$|^trđ$")
_THOUSANDS = re.compile(r"^(?:1\.?000|ng(?:hìn|àn)?\.?) ?(?=đ)")
_IN_BRACKETS = re.compile(r"\(([^()\d]{1,60})\)")
_ROW_NUMBER = re.compile(r"^(?:tt|stt|số tt)$")


@dataclass(frozen=True, slots=True)
class GivenUnit:
    """Đơn vị cho sẵn: the unit and scale a head gives to bare numbers."""

    unit: str
    scale: int = 1
    words: str = ""
    measured: bool = True


@dataclass(slots=True)
class Table:
    """Bảng dàn phẳng: the columns of a table whose rows are lines with bars or tabs."""

    columns: list[str] = field(default_factory=list)
    units: list[GivenUnit | None] = field(default_factory=list)
    numbered: bool = False


def unit_phrase(words: str) -> GivenUnit | None:
    """This function will read a phrase that is nothing but a unit: «triệu đồng», «tạ/ha», «hộ»."""
    text = _UNIT_LEAD.sub("", words.strip().lower()).strip()
    text = _THOUSANDS.sub("nghìn ", _MILLIONS.sub("triệu đồng", text))
    if not text or len(text) > 30:
        return None
    parts = Tokens(text)
    w, j, scale = parts.words, 0, 1
    while w[j] in lexicon.SCALES and w[j] not in ("k",):
        scale *= lexicon.SCALES[w[j]]
        j += 1
    measured = True
    found = lexicon.longest(lexicon.UNITS, w, j) if w[j] else None
    noun = lexicon.longest(lexicon.NOUNS, w, j) if w[j] else None
    if noun and (found is None or noun[1] > found[1] or w[j] in ("điểm bán", "công")):
        found, measured = noun, False
    if found is None:
        if scale > 1 and j == parts.count:
            return GivenUnit("VND", scale, text)
        return None
    unit, j = found[0], j + found[1]
    while w[j] == "/":
        per = lexicon.longest(lexicon.PER_UNITS, w, j + 1)
        if per is None:
            return None
        unit, j = f"{unit}/{per[0]}", j + 1 + per[1]
    if j != parts.count:
        return None
    return GivenUnit(unit, scale, text, measured)


def bracketed(low: str) -> list[tuple[int, int, list[GivenUnit]]]:
    """This function will find brackets that hold only units: (start, end, units in order)."""
    found = []
    for match in _IN_BRACKETS.finditer(low):
        inside = _UNIT_LEAD.sub("", match.group(1).strip())
        units = [unit_phrase(part) for part in inside.split(";")]
        if units and all(units) and (len(units) > 1 or units[0].measured or "đ" in match.group(1)):  # type: ignore[union-attr]
            found.append((match.start(), match.end(), [unit for unit in units if unit]))
    return found


def table_head(low: str) -> Table | None:
    """This function will read a line of column heads, or return None if it is not one."""
    if low.count("|") < 2:
        return None
    cells = [cell.strip() for cell in low.split("|")]
    if any(re.match(r"[(+-]?\d", cell) for cell in cells) or not any(cells):
        return None
    units: list[GivenUnit | None] = []
    for cell in cells:
        inner = bracketed(cell)
        whole = None
        if inner:
            whole = inner[0][2][0]
        elif cell.startswith(("số ", "tổng số ")):
            whole = unit_phrase(cell.removeprefix("tổng ").removeprefix("số "))
        else:
            named = lexicon.longest(lexicon.NOUNS, [*cell.split(), "", ""], 0) if cell else None
            kinds = ("document", "criterion", "event", "organisation", "item")
            whole_cell = named is not None and named[1] == len(cell.split())
            if named and whole_cell and named[0] not in kinds and cell not in _NAME_COLUMNS:
                whole = GivenUnit(named[0], 1, cell, False)
            elif cell in ("tỷ lệ", "tỷ lệ (%)", "% kh", "%", "tỷ lệ %"):
                whole = GivenUnit("percent", 1, "%")
        units.append(whole)
    return Table(cells, units, bool(_ROW_NUMBER.match(cells[0])))


_NAME_COLUMNS = frozenset(
    {"thôn", "ấp", "bản", "tổ dân phố", "khu phố", "đơn vị", "tdp", "xã", "khu"}
)


def row_unit(low: str) -> tuple[int, int, GivenUnit] | None:
    """This function will find the cell of a row that is only a unit («| triệu đồng |»)."""
    at = 0
    for cell in low.split("|"):
        given = (
            unit_phrase(cell)
            if cell.strip() and not re.search(r"\d(?!000)", cell.replace("1.000", ""))
            else None
        )
        if given is not None and at > 0:
            return at, at + len(cell), given
        if cell.strip() in ("%", "m2", "km2", "m²", "m3"):
            given = unit_phrase(cell)
            if given is not None and at > 0:
                return at, at + len(cell), given
        at += len(cell) + 1
    return None
