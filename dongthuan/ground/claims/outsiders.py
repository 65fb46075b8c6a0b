"""Chữ số không phải số liệu: dates, document numbers, names, terms, ordinals, slogans."""

from __future__ import annotations

import re

from dongthuan.ground.claims import dates, lexicon
from dongthuan.ground.claims.idioms import Skip, window
from dongthuan.ground.claims.tokens import LINE, NUMBER, WORD, Tokens

_PHONE = re.compile(r"(?:\+84|0)\d{1,3}(?:[ .-]?\d{3,4}){2,3}(?!\d)")
_DOC = re.compile(
    r"\d+[a-zA-Z]?(?:/\d{4})?\s?[-/](?:[A-ZĐ]+\d?)(?:[-/&.]?[A-ZĐ][\wĐđ]*)*(?![\w])",
)
_LIST_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s?[.)](?=\s|[^\W\d])|\d{1,2}(?:\.\d{1,2}){2,}")
_SIZE = re.compile(
    r"\d+(?:,\d+)?\s?(?:m|cm|mm)?\s?[x×]\s?\d+(?:,\d+)?(?:\s?[x×]\s?\d+)?\s?(?:cm|mm|m)?(?![\w])"
)
_ADDRESS_KM = re.compile(r"\d+\s?\+\s?\d+")

_DOCUMENTS = frozenset(
    {"định", "quyết", "thị", "luận", "tư", "luật", "lệnh", "văn", "ương", "lịch", "điện", "nhận"},
)
_NUMBERED_DOCUMENTS = frozenset(
    [
        "định",
        "quyết",
        "thị",
        "luận",
        "tư",
        "luật",
        "lệnh",
        "văn",
        "hoạch",
        "trình",
        "báo",
        "dẫn",
        "án",
        "thông",
        "nhận",
        "đơn",
        "điện",
        "ước",
        "bản",
        "cáo",
        "phép",
        "phiếu",
        "tờ",
    ],
)
_CODES = re.compile(
    r"(?:stk|số tài khoản|tài khoản|số tk|tk|cccd|cmnd|cmt|mã số|mã|mst|tờ bản đồ số|thửa đất số"
    r"|thửa số|số tờ|số thửa|seri|biển số|số hiệu|mã định danh|bhxh số)\s*[:.]?\s*$",
)
_HOTLINES = re.compile(
    r"(?:đường dây nóng|hotline|điện thoại|đt|sđt|tổng đài|liên hệ|zalo)\s*(?:số)?\s*[:.]?\s*$"
)
_FIXED = frozenset(
    [
        "thôn",
        "ấp",
        "buôn",
        "tdp",
        "phường",
        "quận",
        "lộ",
        "đợt",
        "mũi",
        "khóa",
        "khoá",
        "hạng",
        "đội",
        "khối",
        "khu",
        "xóm",
        "làng",
        "tỉnh-lộ",
        "khóm",
        "bản",
    ],
)


def number(t: Tokens, i: int) -> Skip | None:
    """This function will say that the digits at a token are no figure, and what they are."""
    w, text = t.words, t.text
    before, after = w[i - 1], w[i + 1]
    if t.kinds[i - 1] == WORD and t.glued(i) and not t.scanned:
        return i + 1, "name"
    if before in "-–" and t.glued(i) and t.glued(i - 1) and t.kinds[i - 2] == WORD:
        if t.text[t.starts[i - 2] : t.ends[i - 2]].isupper():
            return i + 1, "name"
    found = _pattern(t, i)
    if found is not None:
        return found
    if after and t.kinds[i + 1] == WORD and t.glued(i + 1):
        letters = text[t.starts[i + 1] : t.ends[i + 1]]
        if letters == "K" or (
            lexicon.longest(lexicon.UNITS, w, i + 1) is None
            and after not in lexicon.SCALES
            and len(letters) <= 2
            and after not in ("kh", "ck", "hs", "th", "dn", "h", "g")
        ):
            return i + 2, "slogan" if letters == "K" else "name"
    return _context(t, i) or window(t, i)


def _pattern(t: Tokens, i: int) -> Skip | None:
    w, at, text, low = t.words, t.starts[i], t.text, t.low
    before = w[i - 1]
    raw = w[i]
    if (raw[0] == "0" and len(raw) > 2) or (before == "+" and raw.startswith("84")):
        match = _PHONE.match(text, at)
        if match and not lexicon.longest(lexicon.UNITS, w, t.upto(i, match.end())):
            return t.upto(i, match.end()), "phone"
    if _HOTLINES.search(low, max(0, at - 26), at) and not lexicon.followed(w, i + 1):
        return i + 1, "phone"
    if raw.isdigit() and len(raw) >= 9 and not lexicon.followed(w, i + 1):
        return i + 1, "code"
    code = _CODES.search(low, max(0, at - 24), at)
    if code:
        j = i + 1
        while t.kinds[j] == NUMBER and len(w[i]) > 3:
            j += 1
        return j, "code"
    if i == 0 or t.kinds[i - 1] == LINE or (before == "tt" and i == 1):
        match = _LIST_NUMBER.match(text, at)
        if match:
            return t.upto(i, match.end()), "list_number"
        if before == "tt" or (w[i + 1] == "|" and "," not in raw):
            return i + 1, "list_number"
    if before in ("", ";", ":", ".", "\n", ",") and len(raw) <= 2 and w[i + 1] in ("/", ")"):
        if t.kinds[i + 2] == WORD and t.capital(i + 2):
            return i + 2, "list_number"
    if before == "(" and w[i + 1] == ")" and raw.isdigit() and len(raw) <= 2:
        return i + 1, "footnote"
    if before == "[" and w[i + 1] == "]":
        return i + 1, "footnote"
    match = _DOC.match(text, at)
    if match and not (w[i + 1] == "/" and t.kinds[i + 2] == NUMBER and before in ("đạt", "có")):
        return t.upto(i, match.end()), "doc_number"
    match = dates.DATE_FULL.match(low, at)
    if match and dates.is_date_words(t, i):
        kind = "address" if before in ("đường", "phố") else "date"
        return t.upto(i, match.end()), kind
    match = dates.FAKE_DATE.match(low, at)
    if match:
        return t.upto(i, match.end()), "date"
    if before == "km" and not t.glued(i):
        match = _ADDRESS_KM.match(text, at)
        return (t.upto(i, match.end()) if match else i + 1), "address"
    match = _SIZE.match(low, at)
    if (match and "x" in match.group()) or (match and "×" in match.group()):
        return t.upto(i, match.end()), "size"
    return None


def _context(t: Tokens, i: int) -> Skip | None:
    w, at, low = t.words, t.starts[i], t.low
    before, second = w[i - 1], w[i - 2]
    if w[i + 1] == "năm" and w[i + 2] == "tuổi":
        return i + (4 if w[i + 3] in ("đảng", "đoàn") else 3), "name"
    if before == "tháng" or before == "tháng giêng":
        match = dates.DATE_MONTH.match(low, at)
        if match:
            return t.upto(i, match.end()), "date"
        small = w[i].isdigit() and int(w[i]) <= 12
        if (
            small
            and second not in ("3", "6", "9", "12", "ba", "sáu", "chín")
            and second not in ("mỗi", "hằng", "hàng", "một")
        ):
            if lexicon.longest(lexicon.NOUNS, w, i + 1) is None or w[i + 1] in (",", "người"):
                return i + 1, "date"
    if before in dates.DATE_LEADS or second in ("ngày", "mùng") or before in ("và", "-", "–", "("):
        found = dates.short_date(t, i)
        if found is not None:
            return found
    if (
        before == ","
        and w[i - 3] in ("-", "/")
        and t.kinds[i - 2] == NUMBER
        and w[i + 1] == w[i - 3]
    ):
        # «ngày 5-6, 6-6»: a list of days goes on as it began.
        found = dates.short_date(t, i, listed=True)
        if found is not None:
            return found
    match = dates.DATE_MONTH.match(low, at)
    if match and w[i + 1] in "/-." and lexicon.longest(lexicon.NOUNS, w, i + 3) is None:
        return t.upto(i, match.end()), "date"
    if before == "thứ":
        return _ordinal(t, i)
    if before == "quý" and w[i].isdigit() and int(w[i]) <= 4:
        match = re.compile(r"[1-4](?:\s?[/-]\s?(?:19|20)\d\d| năm (?:19|20)\d\d)?").match(low, at)
        return (t.upto(i, match.end()) if match else i + 1), "period"
    match = dates.TIME.match(low, at)
    if match:
        found = dates.time(t, i, match.end())
        if found is not None:
            return found
    if len(w[i]) == 4 and w[i].isdigit() and 1900 <= int(w[i]) <= 2100:
        found = dates.year(t, i)
        if found is not None:
            return found
    return _named(t, i) or _document(t, i)


def _ordinal(t: Tokens, i: int) -> Skip | None:
    if t.words[i - 2] in ("xếp", "đứng", "hạng", "vị", "giữ") or t.words[i + 1] == "/":
        return None
    return i + 1, "ordinal"


def _named(t: Tokens, i: int) -> Skip | None:
    w = t.words
    before, second, third = w[i - 1], w[i - 2], w[i - 3]
    if before == "số":
        return _numbered(t, i)
    pair = (second, before) in lexicon.NAMED_PAIRS
    if before == "hiệu" and second == "huy":
        return _badge(t, i)
    if not pair and before not in lexicon.NAMED and before not in lexicon.ORDINALS:
        return None
    if not w[i].isdigit() or len(w[i]) > 3:
        return None
    if w[i + 1] in (";", ")") and _in_breakdown(t, i):
        return None
    strong = before in _FIXED or (pair and before in ("phố", "lộ", "khu", "vực"))
    if t.kinds[i - 2] == NUMBER and before not in ("lộ",):
        # «chia 4 tổ 12 người»: the noun is what the number before it counts.
        strong = False
    if lexicon.followed(w, i + 1):
        unit = lexicon.longest(lexicon.UNITS, w, i + 1) or w[i + 1] in lexicon.SCALES
        if unit and w[i + 1] not in ("đ",) and not (strong and w[i + 1] in ("năm", "tháng")):
            return None if w[i + 1] != "năm" else (i + 1, "name")
        if not strong and t.kinds[i - 2] not in (WORD, NUMBER):
            # «Tổ 5 báo cáo»: what a group does, at the head of a sentence, is not counted.
            does = lexicon.longest(lexicon.NOUNS, w, i + 1)
            if does and does[0] in ("document", "organisation", "event", "criterion"):
                return i + 1, "name"
        if not strong or t.kinds[i - 2] == NUMBER:
            return None
        people = lexicon.longest(lexicon.NOUNS, w, i + 1)
        if people and people[0] == "person" and before in ("đội",):
            return None
    if third in ("mỗi", "bình") or (second in ("mỗi", "các") and lexicon.followed(w, i + 1)):
        return None
    kind = "ordinal" if before in lexicon.ORDINALS and before not in lexicon.NAMED else "name"
    return _more_names(t, i + 1), kind


def _in_breakdown(t: Tokens, i: int) -> bool:
    """Say whether the number stands in «24 (khu phố 13; trường học 6)»: a part, not a name."""
    j = i - 1
    while j > i - 7 and t.words[j] not in ("(", ")"):
        j -= 1
    later = t.words[i + 1 : i + 14]
    return t.words[j] == "(" and t.kinds[j - 1] == NUMBER and ";" in later and ")" in later


def _more_names(t: Tokens, j: int) -> int:
    """Take the rest of «các đội 1, 2, 5» and «cấp 9 - 10» into the name."""
    w = t.words
    while w[j] in (",", "và", "-", "–") and t.kinds[j + 1] == NUMBER:
        if not w[j + 1].isdigit() or len(w[j + 1]) > 2 or lexicon.followed(w, j + 2):
            break
        if w[j + 2] in ("%", "/") or t.kinds[j + 2] == NUMBER:
            break
        j += 2
    return j


def _numbered(t: Tokens, i: int) -> Skip | None:
    w = t.words
    second, third = w[i - 2], w[i - 3]
    if second in ("tổng", "dân", "trong", "chỉ", "trên", "đa", "phiếu", "con", "sĩ", "của"):
        return None
    if second in _NUMBERED_DOCUMENTS:
        return i + 1, "doc_number"
    if w[i + 1] in ("đường", "phố", "/", ",", "ngõ", "hẻm") and second not in ("tiêu",):
        j = i + 1
        while w[j] == "/" and t.kinds[j + 1] == NUMBER:
            j += 2
        return _more_names(t, j), "address"
    if lexicon.followed(w, i + 1) and second not in lexicon.NAMED:
        if (third, second) not in lexicon.NAMED_PAIRS:
            return None
    return i + 1, "name"


def _badge(t: Tokens, i: int) -> Skip | None:
    w, j = t.words, i + 1
    while w[j] in (",", "và") and t.kinds[j + 1] == NUMBER:
        j += 2
    if w[j] == "năm":
        j += 1
        if w[j] == "tuổi":
            j += 2 if w[j + 1] == "đảng" else 1
    return j, "name"


def _document(t: Tokens, i: int) -> Skip | None:
    w = t.words
    before = w[i - 1]
    if (
        before not in _DOCUMENTS
        or not w[i].isdigit()
        or len(w[i]) > 4
        or lexicon.followed(w, i + 1)
    ):
        return None
    pairs = {
        "định": ("nghị", "quyết", "quy"), "quyết": ("nghị",), "thị": ("chỉ",), "luận": ("kết",),
        "tư": ("thông",), "lệnh": ("pháp",), "văn": ("công",), "ương": ("trung",),
        "điện": ("công",), "nhận": ("biên",),
    }  # fmt: skip
    if w[i - 2] not in pairs.get(before, ()):
        return None
    j = i + 1
    if w[j] == "/" and t.kinds[j + 1] == NUMBER and len(w[j + 1]) == 4:
        j += 2
    return j, "doc_number"
