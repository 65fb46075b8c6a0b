"""Chữ số trong thành ngữ, tên người và kỳ báo cáo: number words that state no figure."""

from __future__ import annotations

import re

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.tokens import NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

Skip = tuple[int, str]  # index after the last token skipped, kind

_LEXICAL = frozenset(
    tuple(pair.split())
    for pair in ["\n    một số", " một phần", " một cách", " một trong", " một lòng", " một cửa", " một vài", " một chút", " một ít", " một\n    khi", " một mặt", " một bên", " một thời", " một bộ", " một chiều", " một loạt", " một mực", " một dạ", " một lúc", "\n    một nắng", " một đội", " ba lô", " ba mẹ", " ba má", " ba kích", " ba gạc", " hai bên", " hai vụ", " hai mặt", " hai\n    chiều", " chín người", " chín muồi", " chín rộ", " năm châu", " tám chuyện", " sáu câu", " nửa đô", " nửa nông", "\n    nửa đêm", " nửa chừng", " nửa vời", " nửa cuối", " nửa đầu", " nửa đường", " nửa tin", " một đời", " một đằng", "\n    một thể", " một mình", " một nhà", " một hơi", " hai lòng", " ba miền", " bốn phương", " bốn mùa"]
)  # fmt: skip
_LEXICAL_BEFORE = frozenset(
    [
        "ngã",
        "thứ",
        "tháng",
        "mùng",
        "mồng",
        "nhất",
        "chân",
        "anh",
        "chị",
        "bà",
        "ông",
        "chú",
        "cô",
        "dì",
        "cậu",
        "bác",
        "em",
        "thím",
        "mợ",
        "út",
        "bé",
        "cụ",
        "kinh",
        "rạch",
        "hạng",
        "giải",
        "quý",
        "lần",
        "khóa",
        "cung",
        "duy",
        "đệ",
    ],
)
_YEAR_BEFORE = frozenset(
    [
        "trong",
        "cả",
        "mỗi",
        "hàng",
        "hằng",
        "nhiều",
        "đầu",
        "cuối",
        "giữa",
        "theo",
        "qua",
        "từng",
        "các",
        "những",
        "mấy",
        "vài",
        "thường",
        "một",
        "nửa",
        "hết",
        "trọn",
        "suốt",
        "quanh",
        "của",
        "ra",
        "mới",
    ],
)
_YEAR_FOLLOW = frozenset(
    [
        "nay",
        "ngoái",
        "trước",
        "sau",
        "học",
        "qua",
        "tới",
        "đó",
        "kia",
        "ấy",
        "rồi",
        "tài",
        "thứ",
        "liền",
        "cũ",
        "mới",
        "sinh",
        "đầu",
        "cuối",
    ],
)


_PERIOD = re.compile(
    r"(?:\d{1,2}|ba|sáu|chín|mười hai) tháng (?:đầu|cuối)(?: năm| của năm)?(?: (?:19|20)\d\d)?"
    r"|(?:\d{1,2}|ba|sáu|chín) tháng (?:qua|năm (?:19|20)\d\d|/? ?(?:19|20)\d\d)"
    r"|(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|hai mươi|mười lăm) năm"
    r" (?:qua|gần đây|trở lại đây|vừa qua|trước(?! hạn| đó))"
    r"|(?:3|6|9|12|ba|sáu|chín|mười hai) tháng(?=\s*(?:[,:;.(/|]|-|–|$|\n|qua|thực|ước|toàn|,))",
)
_LASTING = re.compile(r"thi công|kéo dài|thời gian|thời hạn|hoàn thành|vay|xây|sửa|làm xong")
_AGO = re.compile(r"cách đây(?: đúng| hơn| gần| khoảng)?\s$")
_DURATION_LEADS = frozenset(
    [
        "sau",
        "trong",
        "mỗi",
        "hạn",
        "kỳ",
        "kéo",
        "suốt",
        "hơn",
        "gần",
        "sớm",
        "chậm",
        "quá",
        "được",
        "liền",
        "thêm",
        "là",
        "đến",
        "lên",
        "tới",
        "đủ",
    ],
)


def window(t: Tokens, i: int) -> Skip | None:
    """This function will say that a numeral names the window reported on: «6 tháng đầu năm»."""
    w, low, at = t.words, t.low, t.starts[i]
    match = _PERIOD.match(low, at)
    if match:
        tail = match.group().split()[-1]
        if tail not in ("tháng",) or w[i - 1] not in _DURATION_LEADS:
            if not (tail == "tháng" and w[i - 2] in ("mỗi", "thời", "kéo", "trong")):
                return t.upto(i, match.end()), "period"
    if w[i - 1] == "trong" and w[i] in ("3", "6", "9") and w[i + 1] == "tháng":
        # «trong 9 tháng kết nạp …» names the window; «thi công trong 9 tháng» a duration.
        if not _LASTING.search(low, max(0, at - 40), at):
            return i + 2, "period"
    ago = _AGO.search(low, max(0, at - 24), at)
    if ago:
        j = i + 1
        while w[j] and w[j] not in ("năm", "tháng", "ngày", "tuần") and j < i + 5:
            j += 1
        return j + 1, "period"
    return None


def word(t: Tokens, i: int) -> Skip | None:
    """This function will say that the number word at a token is no figure, and what it is."""
    w = t.words
    this, before, after = w[i], w[i - 1], w[i + 1]
    share = after == "phần" and w[i + 2] in ("ba", "tư", "hai", "năm", "mười", "trăm")
    if (this, after) in _LEXICAL and not share:
        return i + 1, "lexical"
    if t.capital(i) and i and t.kinds[i - 1] == WORD and not t.capital(i - 1):
        if before in _LEXICAL_BEFORE or not lexicon.followed(w, i + 1):
            return i + 1, "name"
    if before in _LEXICAL_BEFORE and t.kinds[i - 1] == WORD:
        if before == "thứ" and w[i - 2] in ("xếp", "đứng", "hạng", "giữ"):
            return None
        if before in ("ngã", "thứ", "tháng", "mùng", "mồng", "hạng", "giải", "quý", "lần", "khóa"):
            return i + 1, "ordinal" if before in ("thứ", "hạng", "giải", "lần") else "lexical"
        if t.capital(i):
            return i + 1, "name"
    if this == "năm" and _is_year_word(t, i):
        return i + 1, "lexical"
    return window(t, i)


def _is_year_word(t: Tokens, i: int) -> bool:
    w = t.words
    before, after = w[i - 1], w[i + 1]
    if t.kinds[i + 1] == NUMBER or after in _YEAR_FOLLOW:
        return True
    counted = lexicon.longest(lexicon.NOUNS, w, i + 1)
    if before in _YEAR_BEFORE and not (before in ("mới", "của", "ra", "theo") and counted):
        return True
    if t.kinds[i - 1] == NUMBER or before in numbers.WORDS:
        return True
    if after in lexicon.SCALES or after in ("mươi", "linh", "lẻ", "phần"):
        return False
    unit = lexicon.longest(lexicon.UNITS, w, i + 1)
    if unit is not None and unit[0] not in lexicon.TIME_UNITS:
        return False
    return lexicon.longest(lexicon.NOUNS, w, i + 1) is None
