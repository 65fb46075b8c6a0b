"""How the numbers and days of last period's report become this period's: pure reasoning.

A report is written by opening the last one. Its words say which period a number belongs to («cùng
kỳ», «năm 2020»), how it is written («05 hộ», «hơn 16 tỷ đồng»), and which way it moved («giảm»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dongthuan.ground.claims import Figure
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.periods import BadPeriod, Period, from_code


class Standing(StrEnum):
    """Tình trạng của một con số trong bản Word: not looked at yet, bound, or kept as it is."""

    OPEN = "open"
    BOUND = "bound"
    KEPT = "kept"
    TYPED = "typed"

    @property
    def words(self) -> str:
        """This property will return the standing as a person reads it."""
        return {
            "open": "chưa xét",
            "bound": "đã gắn mục số liệu",
            "kept": "giữ nguyên qua các kỳ",
            "typed": "ghi tay trong kỳ này",
        }[self]


# The words of `reports.rules` for a period told from the report's own.
OWN, BEFORE, YEAR_AGO, WHOLE_YEAR = "", "kytruoc", "cungky", "canam"


def scale_of(unit: str) -> int:
    """This function will return how many of the smallest unit one of a unit is: a million for
    «triệu đồng», one where nothing is said of it.
    """
    given = unit_phrase(unit.lower()) if unit else None
    return given.scale if given else 1


def relative(told: str | None, period: Period) -> str:
    """This function will return how a period that a figure speaks of stands to the report's own:
    empty for the same, «cungky», «kytruoc», «canam», or the code itself of any other.
    """
    if not told or told == "hiện nay":
        return OWN
    try:
        spoken = from_code(told, period.regime)
    except (BadPeriod, ValueError):
        return OWN
    for word, code in ((OWN, period.code), (YEAR_AGO, moved(period.code, -1, years=True)),
                       (BEFORE, moved(period.code, -1)), (WHOLE_YEAR, period.code[:4])):  # fmt: skip
        if code is None:
            continue
        held = from_code(code, period.regime)
        # A stock is told of a day: the last day of a period stands for it.
        if spoken == held or (spoken.is_day and spoken.start == held.last_day):
            return word
    return told


def moved(code: str, steps: int, *, years: bool = False) -> str | None:
    """This function will return the code of the period so many periods, or years, later; None of a
    period that has no neighbours (a single day, a term of office).
    """
    match = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)))?", code)
    if match is None:
        return None
    year, half, quarter, month = match.groups()
    if years or not (half or quarter or month):
        return f"{int(year) + steps}{code[4:]}"
    at, most = (int(half), 2) if half else (int(quarter), 4) if quarter else (int(month or 1), 12)
    index = int(year) * most + at - 1 + steps
    of, place = index // most, index % most + 1
    return f"{of}-H{place}" if half else f"{of}-Q{place}" if quarter else f"{of}-{place:02d}"


def next_codes(code: str) -> list[str]:
    """This function will return the periods a next report may tell of, the likeliest first: the one
    right after, the same one next year, and the report's own period once more.
    """
    told = [moved(code, 1), moved(code, 1, years=True), moved(code, 2), code]
    return list(dict.fromkeys(one for one in told if one))


@dataclass(frozen=True, slots=True)
class Style:
    """Cách viết của một con số: the power of ten it is told in, the digits after the comma, and marks.

    Marks: `z` «05», `w` in words, `p` without dots, `f` «hơn» (rounded down), `c` «gần» (up), `r`
    «khoảng» (to the nearest), `q` both numbers of a ratio, `a` without its sign («giảm 3 hộ»).
    """

    power: int = 0
    decimals: int = 0
    marks: str = ""

    @property
    def form(self) -> str:
        """This property will return the style as a cite of `reports.rules` names it."""
        way = f"n{self.power}" if self.power >= 0 else f"u{-self.power}"
        return f"{way}d{self.decimals}{self.marks}"


_APPROXIMATE = {"more_than": "f", "at_least": "f", "less_than": "c", "almost": "c", "about": "r"}
_POWERS = {10**power: power for power in range(13)}


CHANGES = ("change", "percent_change")


@dataclass(frozen=True, slots=True)
class Told:
    """Điều câu chữ nói về một con số: its value in the smallest unit (None of a range), the second
    number of a ratio, and how both are meant.
    """

    value: Fraction | None
    of: Fraction | None
    relation: str
    qualifier: str

    @classmethod
    def by(cls, figure: Figure) -> Told:
        """This method will return what a figure of a text tells."""
        value = None if isinstance(figure.value, tuple) else Fraction(str(figure.value))
        of = None if figure.of is None else Fraction(str(figure.of))
        return cls(value, of, figure.relation, figure.qualifier)


def style_of(told: Told, written: str, scale: int) -> Style | None:
    """This function will return how a number is written; `written` are its digits or words, `scale`
    what one of the measure's unit is in the smallest one (a million for «triệu đồng»). None where
    it is no single number that another can take the place of.
    """
    if told.value is None:
        return None
    marks = "q" if told.relation == "ratio" and told.of is not None else ""
    if told.relation in CHANGES:
        marks += "a"
    marks += _APPROXIMATE.get(told.qualifier, "")
    if not any(letter.isdigit() for letter in written):
        return Style(0, 0, marks + "w") if "q" not in marks else None
    digits = written.split("/")[0].strip()
    power = _power(told.value, digits, scale)
    if power is None:
        return None
    whole, comma, rest = digits.partition(",")
    if re.fullmatch(r"0\d", digits):
        marks += "z"
    if len(whole) > 3 and whole.isdigit():
        marks += "p"
    return Style(power, len(rest) if comma else 0, marks)


def _power(value: Fraction, digits: str, scale: int) -> int | None:
    """Return the power of ten between what is written and the measure's own unit."""
    if value == 0:
        return 0
    try:
        read = numbers.readings(digits)
    except ValueError:
        return None
    for one in read:
        if not one:
            continue
        share = value / Fraction(str(one)) / scale
        if share >= 1 and share.denominator == 1 and int(share) in _POWERS:
            return _POWERS[int(share)]
        if share < 1 and (1 / share).denominator == 1 and int(1 / share) in _POWERS:
            return -_POWERS[int(1 / share)]
    return None


class Moment(StrEnum):
    """Chỗ nói về thời gian: a day, or a period with a name."""

    DAY = "day"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Time:
    """Chỗ nói kỳ: letters start…end of a line and the code of the period or day they name."""

    start: int
    end: int
    kind: Moment
    code: str


_YEAR = r"((?:19|20)\d\d)"
_TIMES = (
    (re.compile(rf"\b(?:6|06|sáu) tháng (đầu|cuối) năm {_YEAR}", re.IGNORECASE), "half"),
    (re.compile(rf"\bquý (IV|III|II|I|[1-4])(?:\s?/\s?|\s(?:năm\s)?){_YEAR}", re.IGNORECASE), "quarter"),
    (re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2}) năm ((?:19|20)\d\d)", re.IGNORECASE), "day"),
    (re.compile(rf"(?<![\d/.-])(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}(?!\d)"), "day"),
    (re.compile(rf"\btháng (\d{{1,2}})(?:\s?/\s?|\s(?:năm\s)?){_YEAR}", re.IGNORECASE), "month"),
    (re.compile(rf"\bnăm {_YEAR}", re.IGNORECASE), "year"),
)  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def times(line: str) -> list[Time]:
    """This function will return the days and periods a line names, in their order."""
    found: list[Time] = []
    taken: list[tuple[int, int]] = []
    for pattern, kind in _TIMES:
        for match in pattern.finditer(line):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            code = _code(kind, match.groups())
            if code is not None:
                taken.append(match.span())
                moment = Moment.DAY if kind == "day" else Moment.PERIOD
                found.append(Time(match.start(), match.end(), moment, code))
    return sorted(found, key=lambda one: one.start)


def _code(kind: str, parts: tuple[str, ...]) -> str | None:
    year = parts[-1]
    code = {
        "half": lambda: f"{year}-H{1 if parts[0].lower() == 'đầu' else 2}",
        "quarter": lambda: f"{year}-Q{_ROMAN.get(parts[0].lower()) or parts[0]}",
        "month": lambda: f"{year}-{int(parts[0]):02d}",
        "day": lambda: f"{year}-{int(parts[1]):02d}-{int(parts[0]):02d}",
        "year": lambda: year,
    }[kind]()
    try:
        from_code(code)
    except BadPeriod:
        return None
    return code


def retold(written: str, time: Time, old: Period, new: Period) -> str | None:
    """This function will write a day or period of the old report as the new one says it; None where
    the words speak of something that does not move with the report («ngày ký», another year).
    """
    code = _carried(time, old, new)
    if code is None or code == time.code:
        return None
    return _rewritten(written, time, code)


def _carried(time: Time, old: Period, new: Period) -> str | None:
    if time.kind is Moment.DAY:
        day = from_code(time.code).start
        for was, now in _pairs(old, new):
            if day == was.last_day:
                return now.last_day.isoformat()
            if day == was.start:
                return now.start.isoformat()
        return None
    for was, now in _pairs(old, new):
        if time.code == was.code:
            return now.code
    if re.fullmatch(r"\d{4}", time.code):
        ahead = int(time.code) - int(old.code[:4])
        return str(int(new.code[:4]) + ahead) if ahead in (-1, 0, 1) else None
    return None


def _pairs(old: Period, new: Period) -> Iterator[tuple[Period, Period]]:
    """The report's own period, the one after, the one before, and the same ones a year earlier."""
    yield old, new
    for steps, years in ((1, False), (-1, True), (-1, False)):
        was, now = moved(old.code, steps, years=years), moved(new.code, steps, years=years)
        if was and now:
            yield from_code(was, old.regime), from_code(now, new.regime)


_NUMERALS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def _rewritten(written: str, time: Time, code: str) -> str | None:
    """Put another code into the same words: only letters that differ are changed."""
    if time.kind is Moment.DAY:
        year, month, day = code.split("-")
        told = iter((day, month, year))
        # As it was written: «01/7» keeps its nought, «1/7» gets none.
        padded = bool(re.search(r"(?<!\d)0\d", written))
        return re.sub(r"\d+", lambda m: _padded(next(told), padded, m.group()), written)
    swapped = re.sub(r"(?:19|20)\d\d", code[:4], written)
    if "-H" in code:
        return _cased(r"đầu|cuối", "đầu" if code.endswith("1") else "cuối", swapped)
    if "-Q" in code:
        at = int(code[-1])
        return re.sub(
            r"(?i)(?<=quý )(IV|III|II|I|[1-4])",
            lambda m: str(at) if m.group().isdigit() else _NUMERALS[at], swapped,
        )  # fmt: skip
    if len(code) == 7:
        padded = bool(re.search(r"(?i)tháng 0\d", written))
        return re.sub(
            r"(?i)(?<=tháng )\d{1,2}", lambda m: _padded(code[5:], padded, m.group()), swapped
        )
    return swapped


def _padded(digits: str, padded: bool, was: str) -> str:
    return digits if padded or len(was) == 4 else str(int(digits))


def _cased(pattern: str, word: str, text: str) -> str:
    return re.sub(
        f"(?i){pattern}", lambda m: word.upper() if m.group().isupper() else word, text, count=1
    )


def against(direction: str | None, new: Fraction, old: Fraction) -> str:
    """This function will say that a number moved the other way than its sentence tells, or nothing."""
    if direction == "up" and new < old:
        return "câu nói tăng mà số mới thấp hơn"
    if direction == "down" and new > old:
        return "câu nói giảm mà số mới cao hơn"
    if direction and new == old:
        return f"câu nói {'tăng' if direction == 'up' else 'giảm'} mà số không đổi"
    return ""


_WAYS = re.compile(
    r"\b(tăng|giảm)(?: (?:còn|lên|xuống(?: còn)?|đến|đạt|mạnh|nhẹ))*\s*$", re.IGNORECASE
)


def way_before(line: str, start: int) -> str | None:
    """This function will return the way that the words right before a number tell: «giảm còn 19»."""
    match = _WAYS.search(line[:start])
    if match is None:
        return None
    return "up" if match[1].lower() == "tăng" else "down"


# Numbers that stand until they change; everything else is what happened within the period.
_STOCKS = re.compile(
    r"^(?:hộ|nhân khẩu|dân số|đảng viên|đoàn viên|hội viên|chi bộ|chi hội|tổ|đội|cơ sở|doanh nghiệp|"
    r"quỹ|đàn|diện tích|trường|lớp|học sinh|tỷ lệ|người cao tuổi|lao động|cán bộ|hợp tác xã|nhà)\b",
    re.IGNORECASE,
)
_FLOWS = re.compile(
    r"\b(?:mới|kết nạp|tổ chức|được sửa|xây|thu|chi|vận động|đóng góp|hỗ trợ|giúp|khám|tiêm|cuộc|vụ|lượt|"
    r"đợt|buổi|ca|trao|tặng|cấp|giải quyết)\b",
    re.IGNORECASE,
)
_PLANNED = ("percent_of_plan", "duration", *CHANGES)


def can_be_measure(relation: str) -> bool:
    """This function will say whether a number may be reported by itself: not a change, a share of a
    plan or a stretch of time, which follow from others.
    """
    return relation not in _PLANNED


def nature_of(label: str, unit: str, relation: str) -> str:
    """This function will propose how a measure adds up: «stock» for what stands on a day, «flow» for
    what happens in a period, «ratio» for two numbers told as one; a person may choose otherwise.
    """
    if relation == "ratio":
        return "ratio"
    if unit == "%" or (_STOCKS.search(label) and not _FLOWS.search(label)):
        return "stock"
    return "flow"


# Units in which a number often has a rest: what was whole last period need not be so in the next.
_DIVIDED = {"triệu đồng": 3, "tỷ đồng": 3, "nghìn đồng": 3, "%": 2, "‰": 2, "ha": 2, "km": 2, "tấn": 2,
            "tạ": 2, "tạ/ha": 2, "m": 1, "m2": 1}  # fmt: skip


def finest(unit: str) -> int:
    """This function will return how many digits after the comma a unit of measurement is kept with."""
    return _DIVIDED.get(unit.lower(), 0)


def compared_with(line: str) -> str:
    """This function will return which earlier period a sentence compares with: «cùng kỳ», or the one
    before.
    """
    return YEAR_AGO if "cùng kỳ" in line.lower() else BEFORE
