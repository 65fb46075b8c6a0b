"""Ngày, giờ, năm: digits that say when."""

from __future__ import annotations

import re

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.idioms import Skip
from dongthuan.ground.claims.tokens import NUMBER, Tokens

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SEP = r"\s?[/.-]\s?"
_FULL = rf"{_DAY}{_SEP}{_MONTH}{_SEP}(?:19|20)\d\d(?!\d)"
_LONG = rf"{_DAY} tháng {_MONTH}(?!\d)(?:(?: năm |[/.-])(?:19|20)\d\d)?"
_SHORT = rf"{_DAY}[/.-]{_MONTH}(?![\d/])(?![.,]\d)"
_MONTH_YEAR = rf"{_MONTH}\s?[/.-]\s?(?:19|20)\d\d(?!\d)"
_ANY_DAY = rf"(?:{_FULL}|{_LONG}|{_SHORT})"
DATE_FULL = re.compile(rf"(?:{_FULL}|{_LONG})(?:\s?[-–]\s?(?:{_FULL}))?")
_DATE_RANGE = re.compile(
    rf"{_DAY}(?:{_SEP}{_MONTH})?(?:, {_DAY})*\s?(?:-|–|đến|và|đến ngày|đến hết ngày)\s?{_ANY_DAY}",
)
_DATE_SHORT = re.compile(_SHORT)
DATE_MONTH = re.compile(_MONTH_YEAR)
FAKE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)")
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:(?:\s?[-–—,/]\s?|\s(?:đến|và)\s(?:năm\s)?)(?:19|20)\d\d)*(?![\d.,]*\d)",
)
TIME = re.compile(
    r"\d{1,2}\s?(?:h|g)(?![a-zà-ỹ])\s?(?:[0-5]\d(?:['p]|\s?phút)?)?"
    r"|\d{1,2} giờ(?: ?[0-5]\d(?: phút)?)?|\d{1,2}:[0-5]\d(?!\d)",
)
DATE_LEADS = frozenset(
    [
        "ngày",
        "dịp",
        "sáng",
        "chiều",
        "tối",
        "trưa",
        "đêm",
        "đến",
        "từ",
        "trước",
        "sau",
        "mùng",
        "mồng",
        "niệm",
        "hôm",
        "vào",
        "lễ",
        "tết",
        "tới",
        "hết",
        "qua",
        "rằm",
        "hè",
        "nghỉ",
        "nhân",
        "khuya",
        "rạng",
        "hạn",
    ],
)
_TIME_LEADS = frozenset(
    [
        "lúc",
        "trước",
        "đến",
        "từ",
        "hồi",
        "đúng",
        "quá",
        "vào",
        "tới",
        "sau",
        "–",
        "-",
        "khoảng",
        "hạn",
        "từng",
    ]
)
_TIME_TAILS = frozenset(
    ["sáng", "chiều", "trưa", "tối", "đêm", "ngày", "hôm", "kém", "–", "-", "cùng"]
)


def is_date_words(t: Tokens, i: int) -> bool:
    """This function will tell «9 tháng 6» the day from «9 tháng» before a number."""
    w = t.words
    if w[i + 1] != "tháng":
        return True
    after = t.upto(i, t.ends[i + 2])
    return lexicon.longest(lexicon.UNITS, w, after) is None or w[after] == "năm"


def short_date(t: Tokens, i: int, *, listed: bool = False) -> Skip | None:
    """This function will read «ngày 28», «từ 15 đến 25/11», «dịp 8/3» after words that lead a date."""
    w, at, low = t.words, t.starts[i], t.low
    before = w[i - 1]
    match = _DATE_RANGE.match(low, at)
    if match and before not in ("(", "và") and not lexicon.followed(w, t.upto(i, match.end())):
        return t.upto(i, match.end()), "date"
    match = _DATE_SHORT.match(low, at)
    if match and "," not in match.group():
        end = t.upto(i, match.end())
        strong = before in ("ngày", "sáng", "chiều", "tối", "đêm", "dịp", "mùng", "trưa", "hôm")
        if t.ends[end - 1] >= match.end() and (strong or not lexicon.followed(w, end)):
            if strong or listed or before in DATE_LEADS:
                return end, "date"
    if before in ("ngày", "mùng", "mồng", "rằm") and w[i].isdigit() and int(w[i]) <= 31:
        if w[i - 2] in ("mỗi", "một", "hằng", "hàng", "bình") or lexicon.followed(w, i + 1):
            return None
        return i + 1, "date"
    return None


def time(t: Tokens, i: int, end: int) -> Skip | None:
    """This function will tell «lúc 19 giờ» from «trong 2 giờ»."""
    w, low = t.words, t.low
    j = t.upto(i, end)
    before = w[i - 1]
    if w[i + 1] in ("h", "g", ":"):
        if not w[i].isdigit() or int(w[i]) > 24 or before in ("trong", "suốt"):
            return None
        if w[i + 1] == "g" and j == i + 2:
            return None
        if w[i + 1] == ":" and (not t.glued(i + 1) or not t.glued(i + 2)):
            return None
    elif w[i + 1] == "giờ":
        minutes = t.kinds[i + 2] == NUMBER and j > i + 2
        leads = before in _TIME_LEADS or (before == "khoảng" and w[i - 2] == "lúc")
        if not (minutes or leads or w[j] in _TIME_TAILS) or before in ("trong", "suốt"):
            return None
    else:
        return None
    match = re.compile(r" ?(?:sáng|chiều|trưa|tối|đêm)(?: (?:mai|qua|nay))?").match(
        low, t.ends[j - 1]
    )
    return (t.upto(j, match.end()) if match else j), "time"


def year(t: Tokens, i: int) -> Skip | None:
    """This function will read a year, a list of years or a term; «2000 con» is none."""
    w, low = t.words, t.low
    before = w[i - 1]
    match = _YEARS.match(low, t.starts[i])
    end = t.upto(i, match.end()) if match else i + 1
    if before != "năm" and lexicon.followed(w, end) and w[end] != "năm":
        counted = lexicon.longest(lexicon.NOUNS, w, end)
        if w[end] in lexicon.SCALES or lexicon.longest(lexicon.UNITS, w, end):
            return None
        if counted and before not in ("(", "-", "–", "sinh", "từ", "đến", "riêng", ","):
            return None
    lead = low[max(0, t.starts[i] - 16) : t.starts[i]]
    if "nhiệm kỳ" in lead or "nhiệm kì" in lead:
        return end, "term"
    if "giai đoạn" in lead or "năm học" in lead or "niên khóa" in lead:
        return end, "period"
    if before in (":", "đạt", "được", "là", "có", "=") and end == i + 1 and w[i - 2] != "sinh":
        return None
    return end, "year"
