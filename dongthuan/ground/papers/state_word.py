"""Văn bản hành chính Word: the head of a State paper, Quốc hiệu and Tiêu ngữ, over the same body.

Sizes follow Nghị định 30/2020/NĐ-CP, phụ lục I, read in summaries and not checked against the gazette.
"""

from __future__ import annotations

from dongthuan.ground.papers.official import (
    LAYOUT,
    MOTTO,
    NATION,
    STATE_LEFT,
    STATE_RIGHT,
    Letterhead,
    OfficialPaper,
)
from dongthuan.ground.papers.party_word import Writer, bare, line

# Points: the nation's name and the bodies, the motto, number and symbol.
_NATION, _MOTTO, _NUMBER = 12, 13, 13


def state_docx(paper: OfficialPaper) -> bytes:
    """This function will write the paper as a .docx on A4 in the State's layout.

    :raises ValueError: an identity that a bookmark cannot bear, or one that stands twice.
    """
    return _StateWriter(paper).bytes()


class _StateWriter(Writer):
    """Writes one paper of an administrative unit."""

    def _letterhead(self, head: Letterhead) -> None:
        left, right = bare(self.document.add_table(1, 2), (STATE_LEFT, STATE_RIGHT)).rows[0].cells
        if head.upper_body:
            line(left, head.upper_body.upper(), size=_NATION, first=True)
        line(left, head.body.upper(), size=_NATION, bold=True, first=not head.upper_body)
        line(left, "_______", size=6, bold=True)
        if head.symbol:
            line(left, f"Số: {head.symbol}", size=_NUMBER)
        line(right, NATION, size=_NATION, bold=True, first=True)
        motto = line(right, MOTTO, size=_MOTTO, bold=True)
        # Underlined words give a rule exactly as long as they are, in every program.
        motto.runs[0].underline = True
        line(right, "", size=6)
        line(right, head.place_and_day, size=LAYOUT.body, italic=True)
