"""Kỳ số liệu: periods as half-open days, in two regimes, parsed and printed in Vietnamese.

Calendar periods run from the first to the last day; reporting windows run from the 15th to the
14th (Nghị định 09/2019/NĐ-CP, điều 12; domain rule R24, read in a summary, not checked).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dongthuan.ground.primitives.folding import fold, lower, nfc


class Regime(StrEnum):
    """Chế độ kỳ: how a named period becomes days. Figures of two regimes are never added."""

    CALENDAR = "calendar"
    REPORTING = "reporting"


class BadPeriod(ValueError):
    """Lỗi kỳ: a writing that names no period, or a day that does not exist."""


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CODE = re.compile(r"(\d{4})-(?:H([12])|Q([1-4])|(\d{1,2})M|(\d{2})(?:-(\d{2}))?)$|(\d{4})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Kỳ: days from `start` up to but not including `end`; `code` names it («2021-H1»).

    A day («tính đến 30/6/2021») is the period of that one day.
    """

    start: date
    end: date
    code: str
    regime: Regime = Regime.CALENDAR

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise BadPeriod(f"kỳ {self.code}: ngày đầu phải trước ngày cuối")

    @property
    def last_day(self) -> date:
        """This property will return the last day inside the period."""
        return self.end - timedelta(days=1)

    @property
    def is_day(self) -> bool:
        """This property will say whether the period is a single day (a stock, «tính đến»)."""
        return self.end - self.start == timedelta(days=1)

    def contains(self, day: date) -> bool:
        """This method will say whether the day falls inside the period."""
        return self.start <= day < self.end

    def __str__(self) -> str:
        return printed(self.code)


def _shift(year: int, month: int, regime: Regime) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if regime is Regime.CALENDAR:
        return date(year, month, 1)
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return date(*before, 15)


def months(year: int, first: int, count: int, code: str, regime: Regime) -> Period:
    """This function will return the period of `count` months from month `first` of the year."""
    return Period(_shift(year, first, regime), _shift(year, first + count, regime), code, regime)


def _day(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadPeriod(
            f"«{written}»: ngày {day}/{month}/{year} không có trong lịch; sửa lại ngày hoặc tháng",
        ) from None


def from_code(code: str, regime: Regime = Regime.CALENDAR) -> Period:
    """This function will return the period of a code: 2021, 2021-H1, 2021-Q2, 2022-9M, 2021-06,
    2021-06-30, 2016/2020, 2020-07-01/2024-06-30. Raises BadPeriod on anything else.
    """
    if "/" in code:
        first, last = (from_code(part, regime) for part in code.split("/", 1))
        return Period(first.start, last.end, code, regime)
    match = _CODE.match(code)
    if not match:
        raise BadPeriod(f"«{code}» không phải là mã kỳ")
    year, half, quarter, many, month, day, alone = match.groups()
    number = int(year or alone)
    if half:
        return months(number, 1 if half == "1" else 7, 6, code, regime)
    if quarter:
        return months(number, int(quarter) * 3 - 2, 3, code, regime)
    if many:
        return months(number, 1, int(many), code, regime)
    if day:
        start = _day(number, int(month), int(day), code)
        return Period(start, start + timedelta(days=1), code, regime)
    if month:
        if not 1 <= int(month) <= 12:
            raise BadPeriod(f"«{code}»: tháng phải từ 1 đến 12")
        return months(number, int(month), 1, code, regime)
    return months(number, 1, 12, code, regime)


_D = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_D_WORDS = r"(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:nam|[/.-])\s*(\d{4})"
_FORMS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(rf"tu (?:ngay )?{_D} (?:den|-) (?:ngay |het )?{_D}"), "from_to"),
    (re.compile(r"tu (?:nam )?(\d{4}) den (?:nam )?(\d{4})"), "years"),
    (re.compile(rf"(?:ngay )?{_D}"), "day"),
    (re.compile(rf"(?:ngay )?{_D_WORDS}"), "day"),
    (re.compile(r"(\d{1,2}) thang dau (?:nam|cua nam)? ?(\d{4})"), "first"),
    (re.compile(r"(\d{1,2}) thang (?:nam )?(\d{4})"), "first"),
    (re.compile(r"6 thang cuoi nam (\d{4})"), "second_half"),
    (re.compile(r"(?:nua|6 thang) dau nam (\d{4})"), "first_half"),
    (re.compile(r"nua cuoi nam (\d{4})"), "second_half"),
    (re.compile(r"quy (iv|iii|ii|i|[1-4]) ?(?:[/-]|nam|cua nam)? ?(\d{4})"), "quarter"),
    (re.compile(r"thang (\d{1,2}) ?(?:[/.-]|nam) ?(\d{4})"), "month"),
    (re.compile(r"cuoi nam (\d{4})"), "year_end"),
    (re.compile(r"(?:giai doan|nhiem ky|nam hoc)? ?(\d{4}) ?[-–—/] ?(\d{4})"), "years"),
    (re.compile(r"(?:ca )?(?:nam )?(\d{4})"), "year"),
    (re.compile(r"(\d{1,2}) ?/ ?(\d{4})"), "month"),
]
_LEADS = re.compile(r"^(?:tinh den|den|het|den het|thoi diem|vao|trong|ky|ky bao cao)[ :]+")


def parse(written: str, regime: Regime = Regime.CALENDAR) -> Period:
    """This function will read a period as an office writes it, or raise BadPeriod saying why.

    «6 tháng đầu năm 2021», «Quý I/2022», «30/6/2021», «năm 2020», «từ 1/7/2020 đến 30/6/2024».
    """
    text = re.sub(r"\s+", " ", fold(written)).strip(" .;,")
    text = _LEADS.sub("", text)
    if _CODE.match(text.upper()) or re.fullmatch(r"[\d-]{4,10}/[\d-]{4,10}", text):
        try:
            return from_code(text.upper(), regime)
        except BadPeriod:
            if not re.fullmatch(r"\d{4}/\d{4}", text):
                raise
    for pattern, kind in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return _build(kind, match.groups(), written, regime)
    raise BadPeriod(
        f"không đọc được kỳ «{nfc(written).strip()}»; "
        "ghi như «30/6/2021», «6 tháng đầu năm 2021», «quý I/2022» hoặc «năm 2021»",
    )


def _build(kind: str, parts: tuple[str, ...], written: str, regime: Regime) -> Period:
    numbers = [int(part) if part.isdigit() else _ROMAN.get(part, 0) for part in parts]
    if kind == "day":
        return from_code(_iso(numbers, written), regime)
    if kind == "from_to":
        return from_code(f"{_iso(numbers[:3], written)}/{_iso(numbers[3:], written)}", regime)
    if kind == "years":
        return from_code(f"{numbers[0]}/{numbers[1]}", regime)
    if kind == "first":
        count, year = numbers
        if not 1 <= count <= 12:
            raise BadPeriod(f"«{written}»: số tháng phải từ 1 đến 12")
        names = {3: f"{year}-Q1", 6: f"{year}-H1", 12: f"{year}"}
        return from_code(names.get(count, f"{year}-{count}M"), regime)
    if kind in ("first_half", "second_half"):
        return from_code(f"{numbers[0]}-H{1 if kind == 'first_half' else 2}", regime)
    if kind == "quarter":
        return from_code(f"{numbers[1]}-Q{numbers[0]}", regime)
    if kind == "month":
        if not 1 <= numbers[0] <= 12:
            raise BadPeriod(f"«{written}»: tháng phải từ 1 đến 12")
        return from_code(f"{numbers[1]}-{numbers[0]:02d}", regime)
    if kind == "year_end":
        return from_code(f"{numbers[0]}-12-31", regime)
    return from_code(f"{numbers[0]}", regime)


def _iso(parts: list[int], written: str) -> str:
    day, month, year = parts
    return _day(year, month, day, written).isoformat()


def printed(code: str) -> str:
    """This function will print the code of a period as the office writes it: «quý I năm 2022»."""
    if code == "hiện nay":
        return code
    if "/" in code:
        first, last = (printed(part) for part in code.split("/", 1))
        if re.fullmatch(r"\d{4}/\d{4}", code):
            return f"giai đoạn {code[:4]} - {code[5:]}"
        return f"từ {first} đến {last}"
    match = _CODE.match(code)
    if not match:
        return lower(code)
    year, half, quarter, many, month, day, alone = match.groups()
    if half:
        return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}"
    if quarter:
        return f"quý {['I', 'II', 'III', 'IV'][int(quarter) - 1]} năm {year}"
    if many:
        return f"{int(many)} tháng đầu năm {year}"
    if day:
        return f"{int(day)}/{int(month)}/{year}"
    if month:
        return f"tháng {int(month)}/{year}"
    return f"năm {alone}"


def moved(period: Period, steps: int, span: int = 1) -> Period | None:
    """This function will return the period of the same kind so many steps later, or earlier when
    negative; None where a period has no neighbours of its kind. A day moves by `span` months, and
    the last day of a month stays the last.
    """
    match = _CODE.match(period.code)
    if match is None:
        return None
    year, half, quarter, many, month, day, alone = match.groups()
    first = int(year or alone)
    try:
        if alone or many:
            return from_code(f"{first + steps:04d}{period.code[4:]}", period.regime)
        if half:
            of, at = divmod(first * 2 + int(half) - 1 + steps, 2)
            return from_code(f"{of:04d}-H{at + 1}", period.regime)
        if quarter:
            of, at = divmod(first * 4 + int(quarter) - 1 + steps, 4)
            return from_code(f"{of:04d}-Q{at + 1}", period.regime)
        of, at = divmod(first * 12 + int(month) - 1 + steps * (span if day else 1), 12)
        if not day:
            return from_code(f"{of:04d}-{at + 1:02d}", period.regime)
        last = (months(of, at + 1, 1, "", Regime.CALENDAR)).last_day
        held = last if period.end.day == 1 else last.replace(day=min(int(day), last.day))
        return from_code(held.isoformat(), period.regime)
    except ValueError:
        # Before the year 1 and after 9999 there are no days.
        return None
