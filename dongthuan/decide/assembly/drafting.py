"""Dự thảo theo mục: a text is cut into sections, and two texts are held against each other by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# «Điều 3.», «Chương II», «Mục 1:»; «2.», «IV.» and «a)» begin a section only where nothing greater does.
_GREAT = re.compile(r"(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN)\s+(?:\d+|[IVXLC]+|thứ\b)")
_NUMBERED = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6})[.)]\s+\S")
MOST_SECTIONS, LONGEST, LONGEST_HEADING = 300, 20_000, 300


@dataclass(frozen=True, slots=True)
class Piece:
    """Một mục: its heading, which may be empty, and its words."""

    heading: str
    text: str


def sections(told: str) -> list[Piece]:
    """This function will cut a text into sections: at articles, else at numbers, else at empty lines."""
    lines = [" ".join(line.split()) for line in told.strip().splitlines()]
    for begins in (_GREAT, _NUMBERED):
        starts = [at for at, line in enumerate(lines) if begins.match(line)]
        if len(starts) >= 2:
            return _cut(lines, starts)
    return _by_empty_lines(lines)


def _cut(lines: Sequence[str], starts: Sequence[int]) -> list[Piece]:
    found = []
    if any(lines[: starts[0]]):
        found.append(Piece("", _joined(lines[: starts[0]])))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        head, rest = lines[start], lines[start + 1 : end]
        if len(head) <= LONGEST_HEADING:
            found.append(Piece(head, _joined(rest)))
        else:
            found.append(Piece("", _joined([head, *rest])))
    return found


def _by_empty_lines(lines: Sequence[str]) -> list[Piece]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [Piece("", "\n".join(block)) for block in blocks if block]


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)


def whole(pieces: Sequence[Piece]) -> str:
    """This function will write sections as one text, which is cut into the same sections again."""
    return "\n\n".join(
        "\n".join(part for part in (one.heading, one.text) if part) for one in pieces
    )


@dataclass(frozen=True, slots=True)
class Run:
    """Đoạn chữ: words that stayed (`same`), were taken out (`out`), or put in (`new`)."""

    kind: str
    words: str


def differences(before: str, after: str) -> list[Run]:
    """This function will hold two texts against each other word by word; line breaks count."""
    old, new = _words(before), _words(after)
    found: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("same", _written(old[a:b])))
            continue
        if b > a:
            found.append(Run("out", _written(old[a:b])))
        if d > c:
            found.append(Run("new", _written(new[c:d])))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\n|\S+", text)


def _written(words: Sequence[str]) -> str:
    return re.sub(r" *\n *", "\n", " ".join(words))
