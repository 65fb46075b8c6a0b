"""Kỳ nói trong câu: which period each figure of a text speaks of, when the text says so."""

from __future__ import annotations

import re
from bisect import bisect_right

from dongthuan.ground.primitives import numbers

_YEAR = r"((?:19|20)\d\d)"
_DAY = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)"
_PATTERN = re.compile(
    rf"(?P<half>(?:6|sáu) tháng (?P<which>đầu|cuối)(?: năm)?(?: {_YEAR})?)"
    rf"|(?P<months>(?P<count>3|9|ba|chín) tháng(?: đầu)?(?: năm)?(?: {_YEAR}|(?= đầu)))"
    rf"|(?P<nine>9 tháng(?: đầu năm)?(?: {_YEAR})?)"
    rf"|(?P<quarter>quý (?P<roman>iv|iii|ii|i|[1-4])(?: ?[/-] ?| năm | ){_YEAR})"
    rf"|(?P<span>(?:từ|trong đợt.{{0,20}}từ)(?: ngày)? (\d{{1,2}})/(\d{{1,2}})(?:/{_YEAR})? đến(?: ngày)? {_DAY})"
    rf"|(?P<asof>(?:đến|ngày|tính đến)(?: ngày| hết ngày)? {_DAY})"
    rf"|(?P<month>(?:đến|hết)?(?: hết| cuối)? ?tháng (\d{{1,2}}) ?(?:[/-]| năm ) ?{_YEAR})"
    rf"|(?P<yearend>cuối năm {_YEAR})"
    rf"|(?P<years>(?:giai đoạn |nhiệm kỳ |năm học |vốn |\(){_YEAR} ?[-–] ?{_YEAR})"
    rf"|(?P<listed>\({_YEAR}(?:, ?(?:19|20)\d\d)+\))"
    rf"|(?P<start>(?<!từ )(?<!tháng )(?<!quý )đầu năm(?! học)(?: {_YEAR})?)"
    rf"|(?P<year>(?:năm|đến|riêng|sang năm|năm học) {_YEAR}(?![/-]))",
)
_COMPARED = re.compile(
    r"(?:so với|so|hơn|bằng|cùng kỳ|kể từ|từ)\s*(?:cùng kỳ\s*)?(?:cuối\s*|của\s*)?$"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")


class Calendar:
    """Lịch của một đoạn: the periods a text names, by place.

    `document` is the year or period the text reports on, for the lines that follow.
    """

    def __init__(self, low: str, carried: str | None) -> None:
        self.low = low
        self.marks: list[tuple[int, int, str]] = []
        self.document = carried
        year = carried[:4] if carried else None
        if "năm" not in low and "20" not in low and "19" not in low and "tháng" not in low:
            return
        for match in _PATTERN.finditer(low):
            lead = low[max(0, match.start() - 18) : match.start()]
            found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", match.group())
            if _COMPARED.search(lead) and not match.group().startswith("từ"):
                continue
            if found and match.lastgroup != "asof":
                year = found[-1]
            code = _code(match, year)
            if code is None:
                continue
            self.marks.append((match.start(), match.end(), code))
        if self.marks and self.document is None:
            self.document = self.marks[0][2]

    def at(self, place: int, end: int | None = None) -> str | None:
        """This method will return the code of the period a place speaks of, or None."""
        if not self.marks:
            return None
        first = bisect_right(self.marks, (place, 0, ""))
        after = self.marks[first][0] if first < len(self.marks) else -1
        if end is not None and end <= after and not self.low[end:after].strip():
            # «38 triệu đồng năm 2018 tăng lên 61 triệu đồng năm 2022»: said right behind it.
            return self.marks[first][2]
        for start, end, code in self.marks[first : first + 3]:
            if place < start <= place + 34 and "(" in self.low[place:start]:
                bracket = self.low.find("(", place, start)
                alone = self.low[end : end + 1] == ")"
                if (
                    not re.search(r"[,;.]", self.low[place:bracket])
                    and start - bracket <= 2
                    and alone
                ):
                    return code
        for start, end, code in reversed(self.marks[:first][-4:]):
            opening = self.low.startswith("đầu năm", start)
            # «đầu năm 43, còn 28»: the start of the year is said of the nearest figure only.
            if opening and re.search(r"[,;.]", self.low[end:place]):
                continue
            return code
        start, _, code = self.marks[0]
        if self.low.startswith("đầu năm", start):
            return None
        return code if not _SENTENCE.search(self.low, place, start) else None


def _code(match: re.Match[str], year: str | None) -> str | None:
    text = match.group()
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    kind = next(name for name in _KINDS if match.group(name))
    if kind == "half":
        half = "H1" if match.group("which") == "đầu" else "H2"
        return f"{year}-{half}" if year else None
    if kind == "nine" or kind == "months":
        word = match.group("count") or "9"
        count = int(word) if word.isdigit() else numbers.UNITS[word]
        return f"{year}-{'Q1' if count == 3 else f'{count}M'}" if year else None
    if kind == "quarter":
        roman = match.group("roman")
        return f"{years[-1]}-Q{int(roman) if roman.isdigit() else _ROMAN[roman]}"
    if kind in ("asof", "span"):
        days = re.findall(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?((?:19|20)\d\d))?", text)
        codes = [f"{y or years[-1]}-{int(m):02d}-{int(d):02d}" for d, m, y in days]
        return "/".join(codes[:2]) if kind == "span" else codes[0]
    if kind == "month":
        number = re.search(r"tháng (\d{1,2})", text)
        return f"{years[-1]}-{int(number.group(1)):02d}" if number else None
    if kind == "yearend":
        return f"{years[-1]}-12-31"
    if kind == "years":
        return f"{years[0]}/{years[-1]}"
    if kind == "listed":
        return f"{years[0]}/{years[-1]}"
    if kind == "start":
        base = years[-1] if years else year
        return f"{int(base) - 1}-12-31" if base else None
    return years[-1]


_KINDS = (
    "half", "months", "nine", "quarter", "span", "asof", "month", "yearend", "years", "listed",
    "start", "year",
)  # fmt: skip
