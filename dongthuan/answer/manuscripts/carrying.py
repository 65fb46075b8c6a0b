"""Mang theo: what numbers were in one state of a file, found again in the next. Pure.

A number that still carries its bookmark is the same number, whatever is written there now. Any other is
found by its line, which may have been reworded, and by what is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Spot:
    """Chỗ của một con số: its line, its letters, and its number among all."""

    place: int
    line: int
    start: int
    end: int
    surface: str


def lines_again(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """This function will return for each line of the later state the line of the earlier that it is:
    the same words, or the likest where lines were reworded.
    """
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.update(zip(range(c, d), range(a, b), strict=True))
        elif tag == "replace":
            found.update(_likest(before, after, range(a, b), range(c, d)))
    return found


# Less than this of their letters in common, and two lines are two lines.
_LIKE = 0.5
# So many lines against so many are compared each with each; more are another text.
_MOST = 60


def _likest(
    before: Sequence[str], after: Sequence[str], old: range, new: range
) -> Mapping[int, int]:
    if len(old) > _MOST or len(new) > _MOST:
        return {}
    likeness = sorted(
        ((SequenceMatcher(None, before[a], after[b], autojunk=False).ratio(), a, b)
         for a in old for b in new),
        reverse=True,
    )  # fmt: skip
    found: dict[int, int] = {}
    taken: set[int] = set()
    for ratio, a, b in likeness:
        if ratio >= _LIKE and b not in found and a not in taken:
            found[b] = a
            taken.add(a)
    return found


def places_again(
    old: Sequence[Spot], new: Sequence[Spot], lines: Mapping[int, int]
) -> dict[int, int]:
    """This function will return for each number of the later state the place of the number it was: in
    the same line with the same writing, in their order.
    """
    waiting: dict[tuple[int, str], list[int]] = {}
    for spot in old:
        waiting.setdefault((spot.line, spot.surface), []).append(spot.place)
    found: dict[int, int] = {}
    for spot in new:
        line = lines.get(spot.line)
        same = waiting.get((line, spot.surface)) if line is not None else None
        if same:
            found[spot.place] = same.pop(0)
    return found


@dataclass(frozen=True, slots=True)
class Turned:
    """Dòng đã đổi: how a line read before and reads now; empty of one that came or went."""

    before: str
    after: str
    pieces: tuple[tuple[str, str], ...]


def differences(before: Sequence[str], after: Sequence[str]) -> list[Turned]:
    """This function will return the lines that differ between two states of a text, each as pieces:
    «same», «out» and «in», word by word.
    """
    again = lines_again(before, after)
    kept = set(again.values())
    found: list[tuple[int, Turned]] = []
    for number, line in enumerate(after):
        old = again.get(number)
        if old is None:
            found.append((number, Turned("", line, (("in", line),))))
        elif before[old] != line:
            found.append((number, Turned(before[old], line, _words(before[old], line))))
    # A line that went is told where the next one that stayed stands.
    at = {old: new for new, old in again.items()}
    for old, line in enumerate(before):
        if old not in kept:
            near = next((at[i] for i in range(old, len(before)) if i in at), len(after))
            found.append((near, Turned(line, "", (("out", line),))))
    return [turned for _, turned in sorted(found, key=lambda one: one[0])]


def _words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    a, b = before.split(" "), after.split(" ")
    told: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append(("same", " ".join(a[i:j])))
            continue
        if j > i:
            told.append(("out", " ".join(a[i:j])))
        if m > k:
            told.append(("in", " ".join(b[k:m])))
    return tuple(told)
