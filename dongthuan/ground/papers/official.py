"""Thể thức văn bản của Đảng: what an official paper is made of, and the measures of its layout.

The measures follow Hướng dẫn 36-HD/VPTW (2018), phụ lục 3, as summarised in docs (sizes and styles of
each element); margins and the place of the page number follow Nghị định 30/2020/NĐ-CP, which the
guide's samples agree with. Read in summaries, not checked against the gazette.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Layout:
    """Khuôn giấy: millimetres and points of a Party paper on A4."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    # The page number stands in the middle of the top margin, from the second page on.
    number_from_top: float = 10
    font: str = "Times New Roman"
    party: float = 15
    body: float = 14
    kind: float = 15
    small: float = 12
    indent: float = 10
    line: float = 1.2
    # The left head holds the body's name, the right one the Party's: the Party's never breaks.
    left_head: float = 80
    right_head: float = 85


LAYOUT = Layout()
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Millimetres of the two heads of a State paper: the nation's name never breaks; a body's may.
STATE_LEFT, STATE_RIGHT = 70, 95
# A table of no more rows is not torn between two pages.
SHORT_TABLE = 8


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Phần đầu: the body above, the issuing body, number and symbol, place and date."""

    upper_body: str
    body: str
    symbol: str
    place: str
    day: date | None = None

    @property
    def place_and_day(self) -> str:
        """This property will return «Bảo Lộc, ngày 05 tháng 7 năm 2021», or room for a hand."""
        if self.day is None:
            return f"{self.place}, ngày      tháng      năm"
        # A nought before days below ten and the months 1 and 2, so that no digit can be added.
        month = f"{self.day.month:02d}" if self.day.month < 3 else str(self.day.month)
        return f"{self.place}, ngày {self.day.day:02d} tháng {month} năm {self.day.year}"


@dataclass(frozen=True, slots=True)
class Cited:
    """Số có căn cứ: a printed figure that carries its identity inside the file.

    `identity` is a letter followed by letters, digits or underscores, at most 40 in all.
    """

    text: str
    identity: str
    alias: str


Parts = tuple[str | Cited, ...]
# A cell of more letters than this is broken into lines.
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """Đề mục: level 1 to 3."""

    level: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Đoạn văn."""

    parts: Parts


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Bảng: a head that repeats on each page; `numeric` columns are set to the right."""

    head: tuple[str, ...]
    rows: tuple[Parts, ...]
    caption: str = ""
    numeric: frozenset[int] = field(default=frozenset())
    # How wide the columns are to each other, where that is better said than found.
    widths: tuple[float, ...] = ()
    # Rows that sum others up are set in bold.
    strong: frozenset[int] = field(default=frozenset())
    # Millimetres that a row has at least: room for a hand to sign in it.
    tall: float = 0

    @property
    def shares(self) -> tuple[float, ...]:
        """This property will return each column's share of the width: as it was said, or as much as
        its longest cell and the longest word of its head need.
        """
        if self.widths:
            return tuple(one / sum(self.widths) for one in self.widths)
        needs = []
        for at, head in enumerate(self.head):
            cells = [
                part if isinstance(part, str) else part.text for part in (r[at] for r in self.rows)
            ]
            longest = max([len(word) for word in head.split()] + [len(cell) for cell in cells])
            needs.append(min(longest, _WIDEST) + 2)
        return tuple(need / sum(needs) for need in needs)


@dataclass(frozen=True, slots=True)
class Signature:
    """Chữ ký: on whose authority, in which office, and the name; empty where a hand will write."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """Văn bản: everything a Party paper prints."""

    letterhead: Letterhead
    kind: str
    subject: str
    blocks: tuple[Heading | Paragraph | TableBlock, ...]
    signature: Signature
    recipients: tuple[str, ...] = ()
    # A short address under which a reader finds the figures behind the paper.
    source: str = ""
    # Who signs on the left, in place of the recipients: the secretary of minutes.
    countersign: Signature | None = None
    # Where more than two hands sign side by side, as books of money ask, all of them in their order;
    # each then writes its name, and nothing else stands at the foot.
    signers: tuple[Signature, ...] = ()
