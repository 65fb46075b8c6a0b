"""Bảng theo đơn vị: the tables of a report whose rows are named after units and columns after measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.answer.manuscripts.naming import CELLS, bare
from dongthuan.ground.files.word_file import WordLine
from dongthuan.who.org import queries as org

_PLACE = re.compile(r"(bảng \d+), dòng \d+")
_SUMS = frozenset({"cong", "tong", "tong cong", "toan phuong", "toan xa"})
_NUMBER = re.compile(r"^(?:stt|tt|\d{1,3})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """Ô của bảng theo đơn vị: whose number it is (None of the line of sums), and what its column says."""

    unit: int | None
    head: str


class UnitTables:
    """Các bảng theo đơn vị của một văn bản, read once for all its numbers."""

    def __init__(self, lines: Sequence[WordLine], unit: int, day: date) -> None:
        tree = org.tree(day)
        below = tree.below(unit) if unit in tree else ()
        self._units: Mapping[str, int] = {bare(tree.name(one)): one for one in below if one != unit}
        self._heads: dict[str, list[str]] = {}
        self._told: set[str] = set()
        for line in lines:
            found = _PLACE.fullmatch(line.place)
            if found is None:
                continue
            cells = line.text.split(CELLS)
            self._heads.setdefault(found[1], cells)
            if self._named(cells) in self._units:
                self._told.add(found[1])

    def cell(self, line: WordLine, start: int) -> Cell | None:
        """This method will return what a number of a line is by its row and column; None where the
        table tells of no units.
        """
        found = _PLACE.fullmatch(line.place)
        if found is None or found[1] not in self._told:
            return None
        name = self._named(line.text.split(CELLS))
        if name not in self._units and name not in _SUMS:
            return None
        heads = self._heads[found[1]]
        column = line.text[:start].count(CELLS)
        head = heads[column] if column < len(heads) else ""
        return Cell(self._units.get(name), re.sub(r"\s*\([^)]*\)\s*$", "", head).strip())

    @staticmethod
    def _named(cells: Sequence[str]) -> str:
        words = [cell for cell in cells[:2] if cell.strip() and not _NUMBER.match(cell.strip())]
        return bare(words[0]) if words else ""
