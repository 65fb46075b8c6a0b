"""What units there are, what each may hold, and how a tree of one day is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby

from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.primitives.folding import fold


class Line(StrEnum):
    """Ba hệ: Party, administration, Front and mass organisations."""

    PARTY = "party"
    ADMINISTRATION = "administration"
    FRONT = "front"

    @property
    def words(self) -> str:
        """This property will return the line as a person says it."""
        return {"party": "Đảng", "administration": "Chính quyền", "front": "Mặt trận, đoàn thể"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class Kind:
    """Loại đơn vị: its line, its words, the kinds it may hold, and whether it may stand on top."""

    code: str
    line: Line
    words: str
    holds: tuple[str, ...] = ()
    top: bool = False


_KINDS = (
    Kind("ward", Line.ADMINISTRATION, "phường",
         ("residential_group", "school", "command", "police", "station", "fund", "office"), True),
    Kind("residential_group", Line.ADMINISTRATION, "tổ dân phố", ("team",)),
    Kind("team", Line.ADMINISTRATION, "tổ, đội dân quân"),
    Kind("school", Line.ADMINISTRATION, "trường học"),
    Kind("command", Line.ADMINISTRATION, "Ban chỉ huy Quân sự"),
    Kind("police", Line.ADMINISTRATION, "Công an phường"),
    Kind("station", Line.ADMINISTRATION, "trạm y tế"),
    Kind("fund", Line.ADMINISTRATION, "quỹ tín dụng"),
    Kind("office", Line.ADMINISTRATION, "bộ phận chuyên môn"),
    Kind("party_committee", Line.PARTY, "đảng bộ phường", ("party_section", "party_base", "cell"), True),
    Kind("party_base", Line.PARTY, "tổ chức cơ sở đảng trực thuộc", ("party_section", "cell")),
    Kind("party_section", Line.PARTY, "đảng bộ bộ phận", ("cell",)),
    Kind("cell", Line.PARTY, "chi bộ", ("party_group",)),
    Kind("party_group", Line.PARTY, "tổ đảng"),
    Kind("front", Line.FRONT, "Ủy ban MTTQ phường", ("front_board", "association"), True),
    Kind("front_board", Line.FRONT, "ban công tác mặt trận"),
    Kind("association", Line.FRONT, "tổ chức đoàn thể, hội", ("branch",), True),
    Kind("branch", Line.FRONT, "chi hội, chi đoàn"),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
# What a cell belongs to; domain.md §1.1 keeps it beside the form, never in the name.
SETTINGS: Mapping[str, str] = {
    "": "",
    "residential": "tổ dân phố",
    "school": "trường học",
    "military": "quân sự",
    "police": "công an",
    "fund": "quỹ tín dụng",
    "agency": "cơ quan",
    "enterprise": "doanh nghiệp",
}


# What a unit is known by outside the house, each with validity: codes are reused by successors.
SCHEMES: Mapping[str, str] = {"gso": "Mã hành chính", "phone": "Điện thoại trực"}


def may_hold(parent: str, child: str) -> bool:
    """This function will say whether a unit of one kind may stand under one of another."""
    return child in KINDS[parent].holds


@dataclass(frozen=True, slots=True)
class Node:
    """Đơn vị trong một ngày: a unit as it stood on the day of its tree."""

    id: int
    code: str
    kind: str
    setting: str
    name: str
    parent: int | None
    place: int | None
    since: date
    state: int
    recorded_at: datetime

    @property
    def seal(self) -> str:
        """This property will return the digest of what was recorded of the unit."""
        return digest(f"{self.state}{moment(self.recorded_at)}".encode())

    @property
    def kind_words(self) -> str:
        """This property will return the unit's kind as a person says it."""
        return KINDS[self.kind].words


@dataclass(frozen=True)
class Tree:
    """Cây đơn vị của một ngày: every unit that lived on the day, asked without a database."""

    day: date
    nodes: Mapping[int, Node]

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.nodes

    def __getitem__(self, unit_id: int) -> Node:
        return self.nodes[unit_id]

    def name(self, unit_id: int) -> str:
        """This method will return the name of a unit on the day, or what stands for a gone one."""
        node = self.nodes.get(unit_id)
        return node.name if node else "(đơn vị không còn vào ngày này)"

    def is_top(self, unit_id: int) -> bool:
        """This method will say whether a unit stands on top of its line on the day."""
        node = self.nodes.get(unit_id)
        return node is not None and node.parent not in self.nodes

    @cached_property
    def _children(self) -> Mapping[int | None, tuple[int, ...]]:
        found: dict[int | None, list[Node]] = {}
        for node in self.nodes.values():
            parent = node.parent if node.parent in self.nodes else None
            found.setdefault(parent, []).append(node)
        return {key: tuple(n.id for n in sorted(rows, key=_order)) for key, rows in found.items()}

    def children(self, unit_id: int | None) -> tuple[int, ...]:
        """This method will return the units right below; of None, those that stand on top."""
        return self._children.get(unit_id, ())

    def below(self, unit_id: int) -> Iterator[int]:
        """This method will return the unit itself and every unit below it, parents first."""
        if unit_id in self.nodes:
            yield unit_id
            for child in self.children(unit_id):
                yield from self.below(child)

    def path(self, unit_id: int) -> tuple[int, ...]:
        """This method will return the units from the top down to the unit."""
        found: list[int] = []
        at: int | None = unit_id
        while at is not None and at in self.nodes and at not in found:
            found.append(at)
            at = self.nodes[at].parent
        return tuple(reversed(found))

    def of_kind(self, unit_id: int, kind: str, setting: str = "") -> tuple[int, ...]:
        """This method will return the units of a kind under a unit, or standing in its place.

        A ward's figures also gather what cells and boards tell that stand in the ward: `place`
        ties the three lines to the ground.
        """
        asked = (unit_id, kind, setting)
        if asked not in self._answered:
            self._answered[asked] = self._found(unit_id, kind, setting)
        return self._answered[asked]

    @cached_property
    def _answered(self) -> dict[tuple[int, str, str], tuple[int, ...]]:
        # A long series asks one tree the same question for every period.
        return {}

    def gathered(self, unit_id: int) -> frozenset[int]:
        """This method will return the units under a unit and those that stand in its place."""
        here = frozenset(self.below(unit_id))
        tops = [n.id for n in self.nodes.values() if n.place in here and n.id not in here]
        return here.union(*(self.below(top) for top in tops)) if tops else here

    def _found(self, unit_id: int, kind: str, setting: str) -> tuple[int, ...]:
        found = (self.nodes[one] for one in self.gathered(unit_id))
        rows = [n for n in found if n.kind == kind and (not setting or n.setting == setting)]
        return tuple(n.id for n in sorted(rows, key=_order))


def _order(node: Node) -> tuple[int, list[object], int]:
    return _PLACES[node.kind], natural(node.name), node.id


_PLACES = {kind: place for place, kind in enumerate(KINDS)}


@lru_cache(maxsize=8192)
def natural(name: str) -> list[object]:
    """This function will return a key that puts «Tổ dân phố 2» before «Tổ dân phố 10»."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", fold(name))
    return [(1, int(one), "") if one.isdigit() else (0, 0, one) for one in pieces]


@dataclass(frozen=True, slots=True)
class Heir:
    """Kế thừa: one unit that took over from another on a day, with its share where it is known."""

    old: int
    new: int
    on: date
    share: Fraction | None
    instrument: str


def origins(unit: int, *, back_to: date, heirs: Iterable[Heir]) -> Mapping[int, Fraction] | None:
    """This function will say which units of an earlier day make up the unit of today, and by what
    share; None when a split names no share, for then the two are not comparable.
    """
    made: dict[int, Fraction] = {unit: Fraction(1)}
    known = sorted((h for h in heirs if h.on > back_to), key=lambda h: h.on, reverse=True)
    # One day at a time: what happened together is answered from the same state of things.
    for _, together in groupby(known, key=lambda h: h.on):
        that_day = list(together)
        earlier: dict[int, Fraction] = {}
        for one, weight in made.items():
            mine = [heir for heir in that_day if heir.new == one]
            # A unit that goes on keeps all it was, unless an heir's line says how much of it.
            if not any(heir.old == one for heir in mine):
                earlier[one] = earlier.get(one, Fraction(0)) + weight
            for heir in mine:
                if heir.share is None:
                    return None
                earlier[heir.old] = earlier.get(heir.old, Fraction(0)) + weight * heir.share
        made = earlier
    return made


Trees = Callable[[date], Tree]
