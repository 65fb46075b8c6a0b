"""How the text of a report is written: plain lines, with figures cited in braces.

    # I. TÌNH HÌNH CHUNG
    Toàn Đảng bộ có {party.members} đảng viên, {party.members~cungky} cùng kỳ năm trước.
    Thu ngân sách {budget.revenue|đủ}, đạt {budget.revenue:attained.city} kế hoạch.
    [bảng: Theo tổ dân phố | loại = residential_group | mục = trade.households, farm.area | cộng]

`{key@unit~period|form}`: the unit is the report's own where none is named, the period its period;
`~kytruoc` is the one right before, `~cungky` the same one a year earlier, `~canam` its whole year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dongthuan.ground.figures import Measure
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import BadPeriod, Period, from_code, months


class BadText(ValueError):
    """Raised when a report cannot be read; names the line and what to do."""


@dataclass(frozen=True, slots=True)
class Cite:
    """Trích số liệu: a measure, and the unit, period and form of writing where they are named."""

    key: str
    unit: str = ""
    code: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Bảng trong báo cáo: units of a kind as rows, measures as columns, a line of sums below."""

    caption: str
    kind: str
    keys: tuple[str, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Khối: a heading of a level, a paragraph (level 0), or a table."""

    level: int
    parts: tuple[str | Cite, ...] = ()
    grid: Grid | None = None


FORMS = ("", "đủ", "triệu", "tỷ", "chữ")
# The way of writing of a number that was read out of an office's own file: the power of ten, the
# digits after the comma, and marks (see `styled`).
_STYLE = re.compile(r"([nu])(\d{1,2})d(\d)([zwpfcrqa]*)")
_CITE = re.compile(
    r"\{\{|\}\}|"
    r"\{\s*([a-z0-9][\w.:-]*)\s*(?:@\s*([\w-]+)\s*)?(?:~\s*([\w/-]+)\s*)?(?:\|\s*(\w+)\s*)?\}"
)
_GRID = re.compile(r"\[\s*bảng\s*:(.*)\]$")
LONGEST = 200_000


def parse(text: str) -> list[Block]:
    """This function will read the text into blocks, or raise BadText naming the line."""
    if len(text) > LONGEST:
        raise BadText("Báo cáo dài quá 200.000 chữ; hãy tách phụ lục thành văn bản riêng.")
    blocks: list[Block] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line:
            continue
        if line.startswith("\\"):
            blocks.append(Block(0, tuple(_parts(line[1:], number))))
            continue
        if match := _GRID.match(line):
            blocks.append(Block(0, grid=_grid(match.group(1), number)))
            continue
        level = len(line) - len(line.lstrip("#"))
        if level > 3:
            raise BadText(f"Dòng {number}: tiêu đề nhiều nhất ba cấp (###).")
        blocks.append(Block(level, tuple(_parts(line[level:].strip(), number))))
    return blocks


def _parts(line: str, number: int) -> Iterator[str | Cite]:
    at = 0
    for match in _CITE.finditer(line):
        if match.start() > at:
            yield _plain(line[at : match.start()], number)
        at = match.end()
        if match.group() in ("{{", "}}"):
            yield match.group()[0]
            continue
        key, unit, code, form = (part or "" for part in match.groups())
        if form not in FORMS and not _STYLE.fullmatch(form):
            told = ", ".join(one for one in FORMS if one)
            raise BadText(f"Dòng {number}: «{match.group()}»: cách viết là {told} hoặc để trống.")
        yield Cite(key, unit, code, form)
    if at < len(line):
        yield _plain(line[at:], number)


def _plain(text: str, number: int) -> str:
    if "{" in text or "}" in text:
        raise BadText(
            f"Dòng {number}: dấu ngoặc nhọn «{text.strip()[:40]}» không phải là một trích dẫn đúng; "
            "viết như {party.members}."
        )
    return text


def _grid(told: str, number: int) -> Grid:
    caption, kind, total = "", "", False
    keys: tuple[str, ...] = ()
    for index, part in enumerate(one.strip() for one in told.split("|")):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if index == 0:
            caption = part
        elif name == "loại" and equals:
            kind = value
        elif name == "mục" and equals:
            keys = tuple(key.strip() for key in value.split(",") if key.strip())
        elif part == "cộng":
            total = True
        else:
            raise BadText(f"Dòng {number}: bảng không hiểu phần «{part}».")
    if not kind or not keys:
        raise BadText(f"Dòng {number}: bảng cần «loại = …» và «mục = …, …».")
    return Grid(caption, kind, keys, total)


def period_of(cite: Cite, period: Period) -> Period:
    """This function will return the period a cite asks for, or raise BadText."""
    if not cite.code:
        return period
    if cite.code in ("kytruoc", "cungky", "canam"):
        return _relative(cite.code, period)
    try:
        return from_code(cite.code.upper(), period.regime)
    except BadPeriod as problem:
        raise BadText(f"Trích dẫn {cite.key}: {problem}.") from None


def _relative(word: str, period: Period) -> Period:
    if word == "canam":
        return from_code(str(period.last_day.year), period.regime)
    if word == "cungky":
        earlier = int(period.code[:4]) - 1
        return from_code(f"{earlier}{period.code[4:]}", period.regime)
    match = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)))?", period.code)
    if match is None:
        raise BadText(f"Kỳ «{period}» không có kỳ trước liền kề.")
    year, half, quarter, month = match.groups()
    names: tuple[tuple[str | None, int, str, int], ...] = (
        (half, 6, "H", 2), (quarter, 3, "Q", 4), (month, 1, "", 12),
    )  # fmt: skip
    for value, span, letter, most in names:
        if value is None:
            continue
        of, at = (int(year), int(value) - 1) if int(value) > 1 else (int(year) - 1, most)
        code = f"{of}-{letter}{at}" if letter else f"{of}-{at:02d}"
        return months(of, (at - 1) * span + 1, span, code, period.regime)
    return from_code(str(int(year) - 1), period.regime)


def literal(text: str) -> str:
    """This function will write words so that `parse` gives them back as they are, whatever they hold."""
    return "\\" + text.replace("{", "{{").replace("}", "}}")


def written(
    measure: Measure, value: Fraction, form: str, halves: tuple[Fraction, Fraction] | None = None
) -> str:
    """This function will write a figure in the form a cite asks for; `halves` are both numbers of a
    ratio that was told as such.

    «triệu» and «tỷ» keep every digit that is there, so that nothing is rounded unseen.
    """
    if style := _STYLE.fullmatch(form):
        return styled(value, style.groups(), halves)
    if form == "đủ":
        return measure.written(value)
    if form == "chữ":
        whole = int(value)
        return numbers.in_words(whole) if value == whole else measure.printed(value)
    if form in ("triệu", "tỷ"):
        scaled = value / (10**6 if form == "triệu" else 10**9)
        return f"{_exact(scaled)} {form}"
    return measure.printed(value) + (measure.unit if measure.unit in ("%", "‰") else "")


# No more digits than these are kept of a number told in millions or billions.
_KEPT = 3


def styled(
    value: Fraction, style: tuple[str, ...], halves: tuple[Fraction, Fraction] | None = None
) -> str:
    """This function will write a number the way another was written in its place.

    Marks: `z` «05», `w` in words, `p` without dots, `f` «hơn» rounds down, `c` «gần» rounds up, `r`
    «khoảng» to the nearest, `q` both numbers of a ratio, `a` without its sign («giảm 3 hộ»).
    """
    way, power, digits, marks = style
    scale = Fraction(10) ** (int(power) if way == "n" else -int(power))
    if "q" in marks and halves is not None:
        return "/".join(_digits(one / scale, 0, marks) for one in halves)
    value = (abs(value) if "a" in marks else value) / scale
    if "w" in marks and value.denominator == 1 and 0 <= value <= 10:
        return numbers.in_words(int(value))
    return _digits(value, int(digits), marks)


def _digits(value: Fraction, decimals: int, marks: str) -> str:
    step = 10**decimals
    if "f" in marks:
        value = Fraction(math.floor(value * step), step)
    elif "c" in marks:
        value = Fraction(math.ceil(value * step), step)
    elif "r" not in marks:
        # A number that needs more digits than the last one gets them: 16 tỷ may become 16,35 tỷ.
        decimals = next((d for d in range(decimals, _KEPT) if (value * 10**d).denominator == 1),
                        max(decimals, _KEPT))  # fmt: skip
        step = 10**decimals
    rounded = (abs(value) * step * 2 + 1) // 2
    whole, rest = divmod(int(rounded), step)
    text = str(whole) if "p" in marks else numbers.written(whole)
    if "z" in marks and whole < 10:
        text = f"0{text}"
    tail = f",{rest:0{decimals}d}".rstrip("0").rstrip(",") if decimals else ""
    return f"{'-' if value < 0 else ''}{text}{tail}"


def _exact(value: Fraction) -> str:
    for digits in range(13):
        if (value * 10**digits).denominator == 1:
            whole, rest = divmod(abs(int(value * 10**digits)), 10**digits)
            sign = "-" if value < 0 else ""
            tail = f",{rest:0{digits}d}" if digits and rest else ""
            return f"{sign}{numbers.written(whole)}{tail}"
    return numbers.written(float(value))


def identity(place: int, key: str) -> str:
    """This function will return the name a figure carries inside a Word file: short and stable."""
    word = re.sub(r"\W+", "_", key)
    return f"F{place:03d}_{word}"[:40]


@dataclass(frozen=True, slots=True)
class Printed:
    """Số đã in: a figure as it stands in the text, with its place and identity."""

    place: int
    identity: str
    text: str
    alias: str


@dataclass(frozen=True, slots=True)
class Laid:
    """Khối đã đặt số: what a page, a Word file and a PDF are made of."""

    level: int
    parts: tuple[str | Printed, ...] = ()
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str | Printed, ...], ...] = ()

    @property
    def text(self) -> str:
        """This property will return the block as plain text, for reading and checking."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Sum:
    """Cột cộng: the figures of a column and the one below them that should be their sum."""

    rows: tuple[int, ...]
    total: int


def columns(blocks: Sequence[Laid]) -> list[Sum]:
    """This function will return the columns of every table that ends in a line of sums."""
    found: list[Sum] = []
    for block in blocks:
        if not block.rows or block.rows[-1][0] != TOTAL:
            continue
        for at in range(1, len(block.head)):
            cells = [row[at] for row in block.rows]
            places = [cell.place for cell in cells if isinstance(cell, Printed)]
            if len(places) == len(cells):
                found.append(Sum(tuple(places[:-1]), places[-1]))
    return found


TOTAL = "Cộng"


def headings(blocks: Sequence[Laid]) -> list[str]:
    """This function will return the headings of the first level, for the outline."""
    return [block.text for block in blocks if block.level == 1]


def increasing(places: Sequence[int]) -> bool:
    """This function will say whether places stand in the order of the text."""
    return all(a < b for a, b in pairwise(places))
