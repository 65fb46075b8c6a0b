"""Chữ số không phải số liệu: dates, document numbers, names, terms, ordinals, slogans."""

from __future__ import annotations

import re

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.tokens import LINE, NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

Skip = tuple[int, str]  # index after the last token skipped, kind

_PHONE = re.compile(r"(?:\+84|0)\d{1,3}(?:[ .-]?\d{3,4}){2,3}(?!\d)")
_DOC = re.compile(
    r"\d+[a-zA-Z]?(?:/\d{4})?\s?[-/](?:[A-ZĐ]+\d?)(?:[-/&.]?[A-ZĐ][\wĐđ]*)*(?![\w])",
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SEP = r"\s?[/.-]\s?"
_FULL = rf"{_DAY}{_SEP}{_MONTH}{_SEP}(?:19|20)\d\d(?!\d)"
_LONG = rf"{_DAY} tháng {_MONTH}(?!\d)(?:(?: năm |[/.-])(?:19|20)\d\d)?"
_SHORT = rf"{_DAY}[/.-]{_MONTH}(?![\d/])(?![.,]\d)"
_MONTH_YEAR = rf"{_MONTH}\s?[/.-]\s?(?:19|20)\d\d(?!\d)"
_ANY_DAY = rf"(?:{_FULL}|{_LONG}|{_SHORT})"
_DATE_FULL = re.compile(rf"(?:{_FULL}|{_LONG})(?:\s?[-–]\s?(?:{_FULL}))?")
_DATE_RANGE = re.compile(
    rf"{_DAY}(?:{_SEP}{_MONTH})?(?:, {_DAY})*\s?(?:-|–|đến|và|đến ngày|đến hết ngày)\s?{_ANY_DAY}",
)
_DATE_SHORT = re.compile(_SHORT)
_DATE_MONTH = re.compile(_MONTH_YEAR)
_FAKE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)")
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:(?:\s?[-–—,/]\s?|\s(?:đến|và)\s(?:năm\s)?)(?:19|20)\d\d)*(?![\d.,]*\d)",
)
_TIME = re.compile(
    r"\d{1,2}\s?(?:h|g)(?![a-zà-ỹ])\s?(?:[0-5]\d(?:['p]|\s?phút)?)?"
    r"|\d{1,2} giờ(?: ?[0-5]\d(?: phút)?)?|\d{1,2}:[0-5]\d(?!\d)",
)
_LIST_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s?[.)](?=\s|[^\W\d])|\d{1,2}(?:\.\d{1,2}){2,}")
_SIZE = re.compile(r"\d+(?:,\d+)?\s?(?:m|cm|mm)?\s?[x×]\s?\d+(?:,\d+)?(?:\s?[x×]\s?\d+)?\s?(?:cm|mm|m)?(?![\w])")
_ADDRESS_KM = re.compile(r"\d+\s?\+\s?\d+")

_DATE_LEADS = frozenset(
    """ngày dịp sáng chiều tối trưa đêm đến từ trước sau mùng mồng niệm hôm vào lễ tết tới hết qua
    rằm hè nghỉ nhân khuya rạng hạn""".split(),
)
_TIME_LEADS = frozenset("lúc trước đến từ hồi đúng quá vào tới sau – - khoảng hạn từng".split())
_TIME_TAILS = frozenset("sáng chiều trưa tối đêm ngày hôm kém – - cùng".split())
_DOCUMENTS = frozenset(
    {"định", "quyết", "thị", "luận", "tư", "luật", "lệnh", "văn", "ương", "lịch", "điện", "nhận"},
)
_NUMBERED_DOCUMENTS = frozenset(
    """định quyết thị luận tư luật lệnh văn hoạch trình báo dẫn án thông nhận đơn điện ước bản cáo
    phép phiếu tờ""".split(),
)
_CODES = re.compile(
    r"(?:stk|số tài khoản|tài khoản|cccd|cmnd|cmt|mã số|mã|mst|tờ bản đồ số|thửa đất số"
    r"|thửa số|số tờ|số thửa|seri|biển số|số hiệu|mã định danh|bhxh số)\s*[:.]?\s*$",
)
_FIXED = frozenset(
    """thôn ấp buôn tdp phường quận lộ đợt mũi khóa khoá hạng đội khối khu xóm làng tỉnh-lộ khóm
    bản""".split(),
)
_LEXICAL = frozenset(
    {
        ("một", "số"), ("một", "phần"), ("một", "cách"), ("một", "trong"), ("một", "lòng"),
        ("một", "cửa"), ("một", "vài"), ("một", "chút"), ("một", "ít"), ("một", "khi"),
        ("một", "mặt"), ("một", "bên"), ("một", "thời"), ("một", "bộ"), ("một", "chiều"),
        ("một", "loạt"), ("một", "mực"), ("một", "dạ"), ("một", "lúc"), ("một", "nắng"),
        ("một", "đội"), ("một", "trăm"), ("ba", "lô"), ("ba", "mẹ"), ("ba", "má"), ("ba", "kích"),
        ("ba", "gạc"), ("hai", "bên"), ("hai", "vụ"), ("hai", "mặt"), ("hai", "chiều"),
        ("chín", "người"), ("chín", "muồi"), ("chín", "rộ"), ("năm", "châu"), ("tám", "chuyện"),
        ("sáu", "câu"), ("nửa", "đô"), ("nửa", "nông"), ("nửa", "đêm"), ("nửa", "chừng"),
        ("nửa", "vời"), ("nửa", "cuối"), ("nửa", "đầu"), ("nửa", "đường"), ("nửa", "tin"),
        ("một", "đời"), ("một", "đằng"), ("một", "thể"), ("một", "mình"), ("một", "nhà"),
        ("một", "hơi"), ("hai", "lòng"), ("ba", "miền"), ("bốn", "phương"), ("bốn", "mùa"),
    } - {("một", "trăm")},
)  # fmt: skip
_LEXICAL_BEFORE = frozenset(
    """ngã thứ tháng mùng mồng nhất chân anh chị bà ông chú cô dì cậu bác em thím mợ út bé cụ kinh
    rạch hạng giải quý lần khóa cung duy đệ""".split(),
)
_YEAR_BEFORE = frozenset(
    """trong cả mỗi hàng hằng nhiều đầu cuối giữa theo qua từng các những mấy vài thường một nửa
    hết trọn suốt quanh của ra mới""".split(),
)
_YEAR_FOLLOW = frozenset(
    "nay ngoái trước sau học qua tới đó kia ấy rồi tài thứ liền cũ mới sinh đầu cuối".split(),
)


def number(t: Tokens, i: int) -> Skip | None:
    """This function will say that the digits at a token are no figure, and what they are."""
    w, at, text = t.words, t.starts[i], t.text
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
            and after not in ("kh", "ck", "hs", "th", "dn")
        ):
            return i + 2, "slogan" if letters == "K" else "name"
    return _context(t, i) or _window(t, i, at)


def _upto(t: Tokens, i: int, end: int) -> int:
    while i < t.count and t.starts[i] < end:
        i += 1
    return i


def _pattern(t: Tokens, i: int) -> Skip | None:
    w, at, text, low = t.words, t.starts[i], t.text, t.low
    before = w[i - 1]
    raw = w[i]
    if raw[0] == "0" and len(raw) > 2 or (before == "+" and raw.startswith("84")):
        match = _PHONE.match(text, at)
        if match and not lexicon.longest(lexicon.UNITS, w, _upto(t, i, match.end())):
            return _upto(t, i, match.end()), "phone"
    code = _CODES.search(low, max(0, at - 24), at)
    if code:
        j = i + 1
        while t.kinds[j] == NUMBER and len(w[i]) > 3:
            j += 1
        return j, "code"
    if i == 0 or t.kinds[i - 1] == LINE or (before == "tt" and i == 1):
        match = _LIST_NUMBER.match(text, at)
        if match:
            return _upto(t, i, match.end()), "list_number"
        if before == "tt" or (w[i + 1] == "|" and "," not in raw):
            return i + 1, "list_number"
    if before == "(" and w[i + 1] == ")" and raw.isdigit() and len(raw) <= 2:
        return i + 1, "footnote"
    if before == "[" and w[i + 1] == "]":
        return i + 1, "footnote"
    match = _DOC.match(text, at)
    if match and not (w[i + 1] == "/" and t.kinds[i + 2] == NUMBER and before in ("đạt", "có")):
        return _upto(t, i, match.end()), "doc_number"
    match = _DATE_FULL.match(low, at)
    if match and _is_date_words(t, i):
        kind = "address" if before in ("đường", "phố") else "date"
        return _upto(t, i, match.end()), kind
    match = _FAKE_DATE.match(low, at)
    if match:
        return _upto(t, i, match.end()), "date"
    if before == "km" and not t.glued(i):
        match = _ADDRESS_KM.match(text, at)
        return (_upto(t, i, match.end()) if match else i + 1), "address"
    match = _SIZE.match(low, at)
    if match and "x" in match.group() or (match and "×" in match.group()):
        return _upto(t, i, match.end()), "size"
    return None


def _is_date_words(t: Tokens, i: int) -> bool:
    """Tell «9 tháng 6» the day from «9 tháng» the window followed by a number."""
    w = t.words
    if w[i + 1] != "tháng":
        return True
    after = _upto(t, i, t.ends[i + 2])
    return lexicon.longest(lexicon.UNITS, w, after) is None or w[after] == "năm"


def _context(t: Tokens, i: int) -> Skip | None:
    w, at, low = t.words, t.starts[i], t.low
    before, second = w[i - 1], w[i - 2]
    if before == "tháng" or before == "tháng giêng":
        match = _DATE_MONTH.match(low, at)
        if match:
            return _upto(t, i, match.end()), "date"
        small = w[i].isdigit() and int(w[i]) <= 12
        if small and t.kinds[i - 2] != NUMBER and second not in ("mỗi", "hằng", "hàng", "một"):
            if lexicon.longest(lexicon.NOUNS, w, i + 1) is None or w[i + 1] in (",", "người"):
                return i + 1, "date"
    if before in _DATE_LEADS or second in ("ngày", "mùng") or before in ("và", "-", "–", "("):
        found = _date(t, i)
        if found is not None:
            return found
    match = _DATE_MONTH.match(low, at)
    if match and w[i + 1] in "/-." and lexicon.longest(lexicon.NOUNS, w, i + 3) is None:
        return _upto(t, i, match.end()), "date"
    if before == "thứ":
        return _ordinal(t, i)
    if before == "quý" and w[i].isdigit() and int(w[i]) <= 4:
        match = re.compile(r"[1-4](?:\s?[/-]\s?(?:19|20)\d\d| năm (?:19|20)\d\d)?").match(low, at)
        return (_upto(t, i, match.end()) if match else i + 1), "period"
    match = _TIME.match(low, at)
    if match:
        found = _time(t, i, match.end())
        if found is not None:
            return found
    if len(w[i]) == 4 and w[i].isdigit() and 1900 <= int(w[i]) <= 2100:
        found = _year(t, i)
        if found is not None:
            return found
    return _named(t, i) or _document(t, i)


def _date(t: Tokens, i: int) -> Skip | None:
    w, at, low = t.words, t.starts[i], t.low
    before = w[i - 1]
    match = _DATE_RANGE.match(low, at)
    if match and before not in ("(", "và") and not _followed(t, _upto(t, i, match.end())):
        return _upto(t, i, match.end()), "date"
    match = _DATE_SHORT.match(low, at)
    if match and not ("," in match.group()):
        end = _upto(t, i, match.end())
        strong = before in ("ngày", "sáng", "chiều", "tối", "đêm", "dịp", "mùng", "trưa", "hôm")
        if t.ends[end - 1] >= match.end() and (strong or not _followed(t, end)):
            if strong or before in _DATE_LEADS:
                return end, "date"
    if before in ("ngày", "mùng", "mồng", "rằm") and w[i].isdigit() and int(w[i]) <= 31:
        if w[i - 2] in ("mỗi", "một", "hằng", "hàng", "bình") or _followed(t, i + 1):
            return None
        return i + 1, "date"
    return None


def _followed(t: Tokens, j: int) -> bool:
    """Say whether something countable or a unit stands at the token."""
    w = t.words
    return (
        lexicon.longest(lexicon.NOUNS, w, j) is not None
        or lexicon.longest(lexicon.UNITS, w, j) is not None
        or w[j] in lexicon.SCALES
    )


def _ordinal(t: Tokens, i: int) -> Skip | None:
    if t.words[i - 2] in ("xếp", "đứng", "hạng", "vị", "giữ") or t.words[i + 1] == "/":
        return None
    return i + 1, "ordinal"


def _time(t: Tokens, i: int, end: int) -> Skip | None:
    w, low = t.words, t.low
    j = _upto(t, i, end)
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
    match = re.compile(r" ?(?:sáng|chiều|trưa|tối|đêm)(?: (?:mai|qua|nay))?").match(low, t.ends[j - 1])
    return (_upto(t, j, match.end()) if match else j), "time"


def _year(t: Tokens, i: int) -> Skip | None:
    w, low = t.words, t.low
    before = w[i - 1]
    match = _YEARS.match(low, t.starts[i])
    end = _upto(t, i, match.end()) if match else i + 1
    if before != "năm" and _followed(t, end) and w[end] != "năm":
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
    if _followed(t, i + 1):
        unit = lexicon.longest(lexicon.UNITS, w, i + 1) or w[i + 1] in lexicon.SCALES
        if unit and w[i + 1] not in ("đ",) and not (strong and w[i + 1] in ("năm", "tháng")):
            return None if w[i + 1] != "năm" else (i + 1, "name")
        if not strong or t.kinds[i - 2] == NUMBER:
            return None
        people = lexicon.longest(lexicon.NOUNS, w, i + 1)
        if people and people[0] == "person" and before in ("đội",):
            return None
    if third in ("mỗi", "bình") or second in ("mỗi", "các") and _followed(t, i + 1):
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
        if not w[j + 1].isdigit() or len(w[j + 1]) > 2 or _followed(t, j + 2):
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
        return j, "address"
    if _followed(t, i + 1) and second not in lexicon.NAMED:
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
    if before not in _DOCUMENTS or not w[i].isdigit() or len(w[i]) > 4 or _followed(t, i + 1):
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


_PERIOD = re.compile(
    r"(?:\d{1,2}|ba|sáu|chín|mười hai) tháng (?:đầu|cuối)(?: năm| của năm)?(?: (?:19|20)\d\d)?"
    r"|(?:\d{1,2}|ba|sáu|chín) tháng (?:qua|năm (?:19|20)\d\d|/? ?(?:19|20)\d\d)"
    r"|(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|hai mươi|mười lăm) năm"
    r" (?:qua|gần đây|trở lại đây|vừa qua|trước(?! hạn| đó))"
    r"|(?:3|6|9|12|ba|sáu|chín|mười hai) tháng(?=\s*(?:[,:;.(/|]|-|–|$|\n|qua|thực|ước|toàn|,))",
)
_AGO = re.compile(r"cách đây(?: đúng| hơn| gần| khoảng)?\s$")
_DURATION_LEADS = frozenset(
    "sau trong mỗi hạn kỳ kéo suốt hơn gần sớm chậm quá được liền thêm là đến lên tới đủ".split(),
)


def _window(t: Tokens, i: int, at: int) -> Skip | None:
    w, low = t.words, t.low
    match = _PERIOD.match(low, at)
    if match:
        tail = match.group().split()[-1]
        if tail not in ("tháng",) or w[i - 1] not in _DURATION_LEADS:
            if not (tail == "tháng" and w[i - 2] in ("mỗi", "thời", "kéo", "trong")):
                return _upto(t, i, match.end()), "period"
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
        if before in _LEXICAL_BEFORE or not _followed(t, i + 1):
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
    return _window(t, i, t.starts[i])


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
