"""Sơ đồ: the tree of a day laid out as steps that a page can read aloud and paper can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import KINDS, SETTINGS, Heir, Line, Node, Tree

# What is counted of each line, in the order in which an office says it.
_COUNTED = {
    Line.PARTY: ("party.cells", *(f"party.cells.{code}" for code in SETTINGS if code)),
    Line.ADMINISTRATION: ("org.groups", "org.teams", "org.schools", "org.funds"),
    Line.FRONT: (),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Bước: a list opens or closes, or a unit stands in it."""

    open: bool = False
    close: bool = False
    end: bool = False
    node: Node | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """Một hệ: its words, what is counted in it, and its units as steps."""

    words: str
    counted: tuple[Figure, ...]
    steps: tuple[Step, ...]


def branches(tree: Tree, *, by: SignedIn) -> list[Branch]:
    """This function will return the three lines of a day, each with its counts and its units."""
    forest = Forest()
    came = _came(tree, forest)
    tops = {line: [u for u in tree.children(None) if _line(tree[u]) is line] for line in Line}
    asks = [
        Ask(key, top, from_code(tree.day.isoformat()))
        for line in Line
        for top in tops[line]
        for key in _COUNTED[line]
        if len(tree.children(top))
    ]
    answered = figures(asks, Look(by, forest)) if asks else []
    return [
        Branch(
            line.words,
            tuple(f for f in answered if f.ask.unit in tops[line] and f.value),
            tuple(_steps(tree, tops[line], came)),
        )
        for line in Line
    ]  # fmt: skip


def counted(unit: int, day: date, *, by: SignedIn) -> list[Figure]:
    """This function will return what is counted under one unit on a day; zeros are left out."""
    keys = [key for line in Line for key in _COUNTED[line]]
    asks = [Ask(key, unit, from_code(day.isoformat())) for key in keys]
    return [one for one in figures(asks, Look(by, Forest())) if one.value]


def names_then(heirs: list[Heir], forest: Forest) -> Mapping[int, str]:
    """This function will return the names that predecessors bore on their last day."""
    return {heir.old: forest(heir.on - timedelta(days=1)).name(heir.old) for heir in heirs}


def _line(node: Node) -> Line:
    return KINDS[node.kind].line


def _came(tree: Tree, forest: Forest) -> Mapping[int, str]:
    """Say of each unit what it took over up to the day of the tree."""
    heirs = [h for h in org.heirs() if h.on <= tree.day and h.old != h.new and h.new in tree]
    names = names_then(heirs, forest)
    told: dict[int, list[str]] = {}
    for heir in heirs:
        told.setdefault(heir.new, []).append(names[heir.old])
    return {unit: ", ".join(listed) for unit, listed in told.items()}


def _steps(tree: Tree, units: list[int], came: Mapping[int, str]) -> Iterator[Step]:
    if not units:
        return
    yield Step(open=True)
    for unit in units:
        yield Step(node=tree[unit], told=came.get(unit, ""))
        yield from _steps(tree, list(tree.children(unit)), came)
        yield Step(end=True)
    yield Step(close=True)
