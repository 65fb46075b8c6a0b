"""Sets findings beside the text they speak of: signs, margin notes and the list to look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dongthuan.ground.claims.finding import Finding, Verdict
from dongthuan.ground.claims.policy import REASONS

# The style of each verdict. Shape and line differ as well as colour, see docs/look.md.
STYLES = {
    Verdict.RIGHT: "agree",
    Verdict.ROUNDED: "rounded",
    Verdict.WRONG: "differs",
    Verdict.STALE: "corrected",
    Verdict.AMBIGUOUS: "two-ways",
    Verdict.CANNOT_CHECK: "unknown",
    Verdict.ADDS_UP: "agree",
    Verdict.DOES_NOT_ADD_UP: "differs",
}
# What a reader filters by.
EYES, UNKNOWN, AGREE = "eyes", "unknown", "agree"
# What the margin calls a statement: the whole sentence would not fit there.
STATEMENTS = {"rating": "xếp loại", "award": "khen thưởng", "achievement": "danh hiệu"}
# The sign before a line is that of its gravest finding.
GRAVITY = (
    Verdict.WRONG,
    Verdict.DOES_NOT_ADD_UP,
    Verdict.STALE,
    Verdict.AMBIGUOUS,
    Verdict.CANNOT_CHECK,
    Verdict.ROUNDED,
    Verdict.RIGHT,
    Verdict.ADDS_UP,
)
# A page of the shown text: enough to read on, little enough for an old phone to lay out.
LINES_PER_PAGE = 80
LISTED_AT_FIRST = 200


def group_of(verdict: Verdict) -> str:
    """This function will return the filter a verdict is found under."""
    if verdict.needs_eyes:
        return EYES
    return UNKNOWN if verdict is Verdict.CANNOT_CHECK else AGREE


def grouped_by_thousands(number: int) -> str:
    """This function will return a count as the office writes it: 1.619."""
    return f"{number:,}".replace(",", ".")


def written_out(value: Any) -> str:
    """This function will write a value in full, as the office does: 5.085.000.000; 60,5; 5–7."""
    if isinstance(value, tuple | list):
        return "–".join(written_out(each) for each in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        whole, _, decimals = f"{value:.4f}".rstrip("0").partition(".")
        return f"{grouped_by_thousands(int(whole))},{decimals}"
    return grouped_by_thousands(int(value))


@dataclass(frozen=True, slots=True)
class Item:
    """Một chỗ trong danh sách: a finding with its number on the page."""

    number: int
    finding: Finding
    # Where the figure behind it answers for itself, if it is one of the unit's own.
    grounds: str = ""

    @property
    def style(self) -> str:
        """This property will return the style of the finding's sign."""
        return STYLES[self.finding.verdict]

    @property
    def group(self) -> str:
        """This property will return the filter the finding is found under."""
        return group_of(self.finding.verdict)

    @property
    def sign(self) -> str:
        """This property will return the finding's sign."""
        return self.finding.verdict.sign

    @property
    def words(self) -> str:
        """This property will return the finding's verdict in words."""
        return self.finding.verdict.words

    @property
    def pieces(self) -> list[str]:
        """This property will return the words with the places where a long rate may be broken.

        «58 triệu đồng/người/năm» would else be cut inside a syllable on a phone.
        """
        surface = self.finding.surface
        return re.split(r"(?<=/)", surface) if len(surface) > 12 else [surface]

    @property
    def has_record(self) -> bool:
        """This property will say whether there is a căn cứ to open."""
        finding = self.finding
        return bool(finding.measure or finding.record or finding.readings or self.reason)

    @property
    def reason(self) -> str:
        """This property will return why it was bound so; a code of the policy, in its words."""
        return REASONS.get(self.finding.reason, self.finding.reason)

    @property
    def readings(self) -> list[dict[str, str]]:
        """This property will return each way to read the writing.

        The number is written out only where the ways differ in it: otherwise they differ in the
        measure, which the record names.
        """
        values = {written_out(reading.value) for reading in self.finding.readings}
        return [
            {
                "value": written_out(reading.value) if len(values) > 1 else "",
                "words": reading.verdict.words,
                "record": reading.record or "",
            }
            for reading in self.finding.readings
        ]

    @property
    def teachable(self) -> bool:
        """This property will say whether a person may choose another measure for it."""
        return bool(self.finding.name) and self.finding.kind == "figure"

    @property
    def unnamed(self) -> bool:
        """This property will say whether the measure is still to be chosen."""
        # A number with two readings may well have its measure: only the number is in doubt.
        verdict = self.finding.verdict
        return verdict is Verdict.CANNOT_CHECK or (
            verdict is Verdict.AMBIGUOUS and not self.finding.measure
        )

    @property
    def short(self) -> str:
        """This property will return what the margin calls it: the words, or «khen thưởng 2019»."""
        kind, _, rest = (self.finding.claim_key or "").partition(".")
        if kind not in STATEMENTS:
            return self.finding.surface
        return (
            f"{STATEMENTS[kind]} {rest.rpartition('.')[2] if rest[-4:].isdigit() else ''}".strip()
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Một đoạn chữ: plain text, or the words one finding speaks of."""

    text: str
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Ghi chú bên lề: one verdict and every place of the line it holds for."""

    verdict: Verdict
    items: tuple[Item, ...]

    @property
    def style(self) -> str:
        """This property will return the style of the note's sign."""
        return STYLES[self.verdict]


@dataclass(frozen=True, slots=True)
class Line:
    """Một dòng của văn bản: its number, its words and its notes."""

    number: int
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    place: str = ""

    @property
    def loud(self) -> tuple[Note, ...]:
        """This property will return the notes written out, those that need a look."""
        return tuple(note for note in self.notes if note.verdict.needs_eyes)

    @property
    def quiet(self) -> tuple[Note, ...]:
        """This property will return the notes a sign alone is enough for."""
        return tuple(note for note in self.notes if not note.verdict.needs_eyes)

    @property
    def gravest(self) -> Note | None:
        """This property will return the note whose sign stands before the line."""
        return self.notes[0] if self.notes else None


@dataclass(frozen=True, slots=True)
class Page:
    """Một trang trên màn hình: lines shown or folded together."""

    lines: tuple[Line, ...]
    opened: bool

    @property
    def first(self) -> int:
        """This property will return the number of the page's first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """This property will return the number of the page's last line."""
        return self.lines[-1].number

    @property
    def eyes(self) -> int:
        """This property will count the places of the page that need a look."""
        notes = (note for line in self.lines for note in line.notes)
        return sum(len(note.items) for note in notes if note.verdict.needs_eyes)


@dataclass(frozen=True, slots=True)
class Proof:
    """Bản soát: the marked text, the list, and the one sentence above them."""

    pages: tuple[Page, ...]
    items: tuple[Item, ...]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[Item, ...]:
        """This property will return what the list shows at first, what needs eyes foremost."""
        return self.in_order[:LISTED_AT_FIRST]

    @property
    def folded(self) -> tuple[Item, ...]:
        """This property will return what stands behind «xem thêm»."""
        return self.in_order[LISTED_AT_FIRST:]

    @property
    def in_order(self) -> tuple[Item, ...]:
        """This property will return the list, what needs eyes first, then in order of the text."""
        rank = {EYES: 0, UNKNOWN: 1, AGREE: 2}
        return tuple(sorted(self.items, key=lambda item: (rank[item.group], item.number)))

    @property
    def needing_eyes(self) -> tuple[Item, ...]:
        """This property will return what a person should look at."""
        return tuple(item for item in self.items if item.group == EYES)

    @property
    def legend(self) -> tuple[Note, ...]:
        """This property will return the verdicts the text bears, for the key under it."""
        found = {item.finding.verdict for item in self.items}
        return tuple(Note(verdict, ()) for verdict in Verdict if verdict in found)

    @property
    def sentence(self) -> str:
        """This property will return the result in one sentence: «38 khớp · 3 cần xem»."""
        return " · ".join(self.parts)

    @property
    def parts(self) -> list[str]:
        """This property will return the parts of that sentence, so that none is cut in two."""
        words = ((AGREE, "khớp"), (EYES, "cần xem"), (UNKNOWN, "chưa có số để đối chiếu"))
        return [
            f"{grouped_by_thousands(self.counts[group])} {word}"
            for group, word in words
            if self.counts[group]
        ]


def prove(
    lines: Sequence[str], findings: Iterable[Finding], places: Sequence[str] = (),
    grounds: Mapping[str, str] | None = None,
) -> Proof:  # fmt: skip
    """This function will set each finding beside the non-empty line it speaks of.

    Lines are shown in NFC, the form in which findings count. Empty lines are left out, as they are
    not numbered. `places` says where each line stands in the file, where that is known.
    """
    known = grounds or {}
    items = [
        Item(number, finding, known.get(finding.record or "", ""))
        for number, finding in enumerate(_in_text_order(findings), 1)
    ]
    by_line: dict[int, list[Item]] = {}
    for item in items:
        by_line.setdefault(item.finding.paragraph, []).append(item)
    written = [(text, place) for text, place in _with_places(lines, places) if text.strip()]
    shown = [
        _line(number, unicodedata.normalize("NFC", text), by_line.get(number, []), place)
        for number, (text, place) in enumerate(written, 1)
    ]
    pages = tuple(
        Page(tuple(shown[start : start + LINES_PER_PAGE]), opened=start == 0)
        for start in range(0, len(shown), LINES_PER_PAGE)
    )
    counts = dict.fromkeys((AGREE, EYES, UNKNOWN), 0)
    for item in items:
        counts[item.group] += 1
    return Proof(pages, tuple(items), counts)


def _with_places(lines: Sequence[str], places: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(lines, places, strict=True) if places else ((line, "") for line in lines)


def _in_text_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.paragraph, finding.span))


def _line(number: int, text: str, items: Sequence[Item], place: str) -> Line:
    notes = tuple(
        Note(verdict, tuple(item for item in items if item.finding.verdict is verdict))
        for verdict in GRAVITY
        if any(item.finding.verdict is verdict for item in items)
    )
    return Line(number, _segments(text, items), notes, place)


def _segments(text: str, items: Sequence[Item]) -> tuple[Segment, ...]:
    taken: list[tuple[int, int, Item]] = []
    # A figure keeps its own mark; a sum or a statement around it is told in the margin.
    nearness = {"figure": 0, "claim": 1, "sum": 2}
    for item in sorted(items, key=lambda item: nearness.get(item.finding.kind, 3)):
        start, end = item.finding.span
        inside = 0 <= start < end <= len(text)
        if inside and all(end <= left or start >= right for left, right, _ in taken):
            taken.append((start, end, item))
    segments: list[Segment] = []
    at = 0
    for start, end, item in sorted(taken, key=lambda mark: mark[0]):
        if start > at:
            segments.append(Segment(text[at:start]))
        segments.append(Segment(text[start:end], item))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:]))
    return tuple(segments)
