"""Câu chữ quanh con số: the words around a figure, from the nearest to the farthest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dongthuan.ground.claims.reading import Figure, Reading
from dongthuan.ground.claims.words import content


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Câu chữ quanh con số: the words around a figure, from nearest to farthest."""

    noun: str
    label: str
    clause: str
    sentence: str
    paragraph: str
    heading: str
    # What the figure before was said of, for «74 hộ nghèo, nay còn 41 hộ» and «5 chi bộ, 12 đảng viên».
    inherited: str = ""
    moves: bool = False
    # What the unit of measure says by itself, and whether the figure is a share of something.
    implied: str = ""
    share: bool = False


_ROLE_WORDS = content(
    "kế hoạch chỉ tiêu dự toán nghị quyết cùng kỳ so với tỷ lệ vượt đạt tăng giảm bình quân mục tiêu"
    " chiếm bằng tức nghĩa được thêm giao huyện tỉnh đại hội phấn đấu ước khoảng",
)


def meaning(text: str) -> frozenset[str]:
    """This function will return the content words that name a thing, words of comparison out."""
    return content(text) - _ROLE_WORDS


_MOVES = re.compile(r"\b(?:nay|còn|xuống|lên|rút|chỉ còn|tăng lên|giảm còn|đến nay)\b")
_JOINTS = re.compile(r"[,;:.(|\n]|\s(?:và|với|cho|tại|trong đó|có|gồm)\s")


def surroundings(
    reading: Reading, index: int, heading: str, previous: Surroundings | None = None
) -> Surroundings:
    """This function will cut out the words around a figure, from nearest to farthest."""
    text, figure = reading.text, reading.figures[index]
    start, end = figure.span
    before = reading.figures[index - 1].span[1] if index else 0
    following = (
        reading.figures[index + 1].span[0] if index + 1 < len(reading.figures) else len(text)
    )
    sentence_start = _last(text, _ENDS, start)
    sentence_end = _next(text, _ENDS, end)
    clause_start = max(sentence_start, text.rfind(";", 0, start) + 1)
    label = _own_label(text, start, max(before, sentence_start), joined=before > sentence_start)
    label = re.sub(r"(?:giảm|tăng)(?=\s+(?:từ|còn|xuống|lên)\b)", " ", label)
    label = _WHEN.sub(" ", label)
    last = index + 1 == len(reading.figures) or sentence_end < following
    share = figure.relation.startswith("percent")
    after = _after(text[end : min(following, sentence_end)], last=last, compared=share)
    after = _WHEN.sub(" ", after)
    row = " ".join(figure.context)
    nested = bool(meaning(label)) and bool(row) and "(" in text[:start].rsplit("|", 1)[-1]
    if row and not nested:
        label = f"{label} {row}"
    counts = figure.relation in ("count", "ratio", "average", "target", "change")
    carried = ""
    if previous is not None and before >= sentence_start:
        carried = f"{previous.label} {previous.inherited if not meaning(previous.label) else ''}"
        flows = not counts and bool(previous.noun.strip()) and "," not in text[before:start]
        if flows and "." not in text[before:start]:
            carried = previous.noun
        elif share and not previous.share:
            carried += f" {previous.noun}"
    moves = bool(_MOVES.search(label.lower())) and previous is not None
    if moves and previous is not None:
        carried += f" {previous.noun}"
    implied = _IMPLIED.get(figure.unit.split("/")[0], "")
    return Surroundings(
        noun=after if counts else "",
        label=f"{label} {'' if counts else after}",
        implied=implied,
        share=share,
        clause=f"{text[clause_start:start]} {after} {row}",
        sentence=text[sentence_start : min(sentence_end, end + 120)],
        paragraph=text[max(0, start - 400) : start],
        heading=heading,
        inherited=carried,
        moves=moves,
    )


_WHEN = re.compile(r"\b(?:cuối |đầu |đến )?năm (?:19|20)\d\d\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?](?=\s|$)|\n")


def _own_label(text: str, start: int, floor: int, *, joined: bool) -> str:
    """Return the words that lead to a figure, from the last joint after the figure before."""
    lead = text[floor:start]
    cut = 0
    for match in _JOINTS.finditer(lead):
        if content(lead[match.end() :]) or match.group().strip(" ") in (",", ";", "|"):
            if lead[match.end() :].strip() or match.group().strip() not in (":", "("):
                cut = match.end()
    if cut or not joined:
        return lead[cut:]
    # No joint at all: the first words after the figure before are what it counts.
    return " ".join(lead.split()[2:])


def _after(tail: str, *, last: bool, compared: bool) -> str:
    """Return what is counted, after the figure: «thôn, buôn đều có chi bộ» keeps its comma."""
    stops = _STOPS_COMPARED if compared else _STOPS
    tail = tail[:90].replace("“", "").replace("”", "")
    length = len(tail)
    tail = stops.split(tail)[0]
    head, comma, rest = tail.partition(",")
    # What runs on to the next figure leads that one, not this one.
    ends = "," in rest or last or len(tail) < length
    if comma and ends and (len(head.split()) <= 2 or len(rest.split()) <= 2):
        if not re.match(r"\s*(?:đạt|chiếm|bằng|tỷ lệ|\d|$)", rest):
            return f"{head} {rest.split(',')[0]}"
    return head


_STOPS = re.compile(r"[;.:()\n|–]|\s(?:đạt|chiếm|tăng|giảm|so với)\s")
_STOPS_COMPARED = re.compile(r"[;.:\n|–]|\s(?:chiếm|tăng|giảm)\s")


# What a unit of measure says by itself: hectares are area, per cents a rate.
_IMPLIED = {
    "hectare": "diện tích", "m2": "diện tích", "km2": "diện tích", "percent": "tỷ lệ",
    "tonne": "sản lượng", "km": "chiều dài", "m": "chiều dài", "VND": "tiền",
}  # fmt: skip


def _last(text: str, pattern: re.Pattern[str], before: int) -> int:
    found = 0
    for match in pattern.finditer(text, max(0, before - 2000), before):
        found = match.end()
    return found


def _next(text: str, pattern: re.Pattern[str], after: int) -> int:
    match = pattern.search(text, after)
    return match.start() if match else len(text)


def name_of(figure: Figure, around: Surroundings) -> str:
    """This function will return the name under which a person's choice for a figure is kept."""
    name = " ".join(around.noun.split()) or " ".join(around.label.split())
    return name[:80].strip(" ,.;:()") or figure.counted
