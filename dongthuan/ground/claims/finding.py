"""What a checker says of one figure, statement or sum, in the office's own words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dongthuan.ground.claims.reading import Span


class Verdict(StrEnum):
    """Kết luận đối chiếu: the eight things a checker may say; the word «sai» is not among them."""

    RIGHT = "right"
    ROUNDED = "rounded"
    WRONG = "wrong"
    STALE = "stale"
    AMBIGUOUS = "ambiguous"
    CANNOT_CHECK = "cannot_check"
    ADDS_UP = "adds_up"
    DOES_NOT_ADD_UP = "does_not_add_up"

    @property
    def words(self) -> str:
        """This property will return the words a person reads, as the glossary has them."""
        return WORDS[self]

    @property
    def sign(self) -> str:
        """This property will return the sign set in the margin; shape differs, not only colour."""
        return SIGNS[self]

    @property
    def needs_eyes(self) -> bool:
        """This property will say whether a person should look at the finding."""
        return self in NEEDS_EYES


WORDS = {
    Verdict.RIGHT: "khớp",
    Verdict.ROUNDED: "khớp (làm tròn)",
    Verdict.WRONG: "khác số đang lưu",
    Verdict.STALE: "số đã được sửa sau",
    Verdict.AMBIGUOUS: "có hai cách hiểu",
    Verdict.CANNOT_CHECK: "chưa có số để đối chiếu",
    Verdict.ADDS_UP: "cộng đúng",
    Verdict.DOES_NOT_ADD_UP: "cộng chưa khớp",
}
SIGNS = {
    Verdict.RIGHT: "✓",
    Verdict.ROUNDED: "≈",
    Verdict.WRONG: "≠",
    Verdict.STALE: "↻",
    Verdict.AMBIGUOUS: "?",
    Verdict.CANNOT_CHECK: "–",
    Verdict.ADDS_UP: "Σ",
    Verdict.DOES_NOT_ADD_UP: "Σ≠",
}
NEEDS_EYES = frozenset(
    {Verdict.WRONG, Verdict.STALE, Verdict.AMBIGUOUS, Verdict.DOES_NOT_ADD_UP},
)


@dataclass(frozen=True, slots=True)
class ReadingVerdict:
    """Một cách hiểu: what the verdict would be if the writing were read this way."""

    value: Any
    verdict: Verdict
    record: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Kết quả đối chiếu: one figure, statement or sum held against the table.

    `paragraph` counts non-empty lines from 1; `span` counts code points in that NFC line;
    `measure` is the label of the bound measure, `record` where its value stands in the table
    («dòng 7: 934 người, 30/6/2021»), `reason` why it was bound or not, `message` the sentence
    for a person.
    """

    paragraph: int
    span: Span
    surface: str
    kind: str  # figure | claim | sum
    verdict: Verdict
    measure: str | None = None
    record: str | None = None
    readings: tuple[ReadingVerdict, ...] = ()
    reason: str = ""
    message: str = ""
    claim_key: str | None = None
    # Names a person may choose from when the measure is unknown or ambiguous (taught as aliases).
    candidates: tuple[str, ...] = ()
    # The noun phrase a saved choice is kept under.
    name: str = ""

    def as_record(self) -> dict[str, Any]:
        """This method will return the finding as one JSON object."""
        return {
            "paragraph": self.paragraph,
            "span": list(self.span),
            "surface": self.surface,
            "kind": self.kind,
            "verdict": self.verdict.value,
            "measure": self.measure,
            "record": self.record,
            "readings": [
                {"value": _jsonable(r.value), "verdict": r.verdict.value, "record": r.record}
                for r in self.readings
            ],
            "reason": self.reason,
            "message": self.message,
        }


def _jsonable(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
