"""Thuộc tính của con số: hedge, relation, direction, what is counted — from the words around it."""

from __future__ import annotations

import re

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.shapes import Numeral
from dongthuan.ground.claims.tokens import LINE, NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

_COMPARATIVES = frozenset(
    [
        "cao",
        "thấp",
        "nhiều",
        "ít",
        "nhanh",
        "chậm",
        "sớm",
        "muộn",
        "lớn",
        "nhỏ",
        "tốt",
        "kém",
        "dài",
        "ngắn",
        "nặng",
        "nhẹ",
        "già",
        "trẻ",
        "đông",
    ],
)
_HARD = frozenset({";", ".", "|", "?", "!", "\n"})
_RISES = frozenset(["tăng", "vượt", "thêm", "trên", "cao", "nhiều"])
_FALLS = frozenset(
    ["giảm", "hụt", "thiếu", "sụt", "thấp", "kém", "ít", "nhanh", "sớm", "chậm", "hạ"]
)
_SETTLED = frozenset(
    ["còn", "đạt", "chiếm", "bằng", "là", "ở", "được", "gồm", "có", "tỷ", "lệ", "mức"]
)
_STRONG_AIMS = ("phấn đấu", "mục tiêu", "sang năm", "nhiệm vụ 6 tháng cuối")
_AIMS = re.compile(
    r"(?<!\d )(?<!so với )(?<!% )(?<!%)(?<!so )(?<!với )(?:kế hoạch|kh(?= năm)|chỉ tiêu|dự toán|định mức"
    r"|chuẩn:|dự kiến|sẽ |đăng ký thực hiện|giao chỉ tiêu)",
)
_DONE = re.compile(
    r"thực hiện(?! kế hoạch| chỉ tiêu)|đã |đạt|đến nay|được|mới |vượt|thu được|kết quả"
)
_AVERAGE = re.compile(
    r"(?:bình quân|trung bình|(?<!với )mỗi |từng |/người|đơn giá|(?<!trị )(?<!đánh )(?<!đấu )giá (?!trị)"
    r"|mức (?:thu|vay|hỗ trợ|đóng|góp)|lãi suất|năng suất|mật độ|tiền công|suất x )",
)
_EACH = re.compile(
    r"^\s*(?:mỗi|một|/)\s*(?:tháng|năm|vụ|hộ|người|ngày|sào|công|suất|khẩu|tuần|ha|héc-ta|ký|cây|nhà|thửa)"
)
_OF_A_PLAN = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|kh năm)[^.]*(?:đạt|bằng|=|xong)\s*$")
_PLAN_WORDS = re.compile(
    r"^\s*(?:so với\s+|so\s+|của\s+)?(?:kế hoạch|kh\b|chỉ tiêu|dự toán|nghị quyết|mục tiêu|dt\b|ct\b"
    r"|nhiệm vụ|chỉ tiêu|số giao|giao)",
)
_PRIOR_WORDS = re.compile(
    r"^\s*(?:so với|so|bằng|của)?\s*(?:cùng kỳ|ck\b|năm trước|năm ngoái|năm 20)"
)


def qualifier(t: Tokens, numeral: Numeral) -> str:
    """This function will return how exactly the figure is stated: exact, more_than, about…"""
    w, i = t.words, numeral.start
    upward = _trailing(t, numeral)
    if upward:
        return upward
    at = i - 1
    if w[at] == "gấp":
        at -= 1
    if w[at] in ("(", "“", "là") and w[at - 1] in lexicon.HEDGE_HEADS:
        at -= 1
    if w[at] not in lexicon.HEDGE_HEADS:
        return _from_on(t, numeral)
    for size in (3, 2, 1):
        if at - size + 1 < 0:
            continue
        key = tuple(w[at - size + 1 : at + 1])
        found = lexicon.HEDGES.get(key)
        if found is None:
            continue
        if size == 1 and not _honest_hedge(t, at, numeral):
            return "exact"
        return found
    return "exact"


def _honest_hedge(t: Tokens, at: int, numeral: Numeral) -> bool:
    word, before = t.words[at], t.words[at - 1]
    if word == "hơn" and before in _COMPARATIVES:
        return False
    if word == "ngoài":
        return not t.capital(at) and before not in ("nước", "bên", "ra")
    if word == "độ":
        return before in ("", ",", "có", "được", "chừng")
    if word in ("trên", "dưới") and numeral.unit is None and before in ("bên", "phía", "nêu"):
        return False
    return not (word == "quá" and numeral.unit == "hour" and before in ("kéo", "hát"))


def _trailing(t: Tokens, numeral: Numeral) -> str | None:
    w = t.words
    if w[numeral.start - 1] not in ("từ", "đủ", "có") and w[numeral.end] != "trở":
        return None
    for j in range(numeral.end, numeral.end + 6):
        if t.kinds[j] != WORD:
            return None
        if w[j] == "trở":
            return {"lên": "at_least", "xuống": "at_most"}.get(w[j + 1])
    return None


def _from_on(t: Tokens, numeral: Numeral) -> str:
    """Read «lãi suất từ 7,5%/năm» as at least; «từ 51% lên 52%» is no hedge."""
    w = t.words
    money = numeral.unit is not None and numeral.unit.split("/")[0] in ("percent", "VND")
    if w[numeral.start - 1] != "từ" or not money or numeral.kind != "plain":
        return "exact"
    if t.capital(numeral.start - 1):
        return "exact"
    after = w[numeral.end : numeral.end + 8]
    moves = {"lên", "xuống", "còn", "đến", "sang", "thành"} & set(after)
    return "exact" if moves or w[numeral.start - 2] in ("tăng", "giảm", "nâng") else "at_least"


def direction(t: Tokens, numeral: Numeral, previous: Numeral | None) -> str | None:
    """This function will say whether the figure is a rise or a fall («giảm 3 vụ», «-2 vụ»)."""
    w, i = t.words, numeral.start
    sign = w[i - 1]
    if sign in "+-–" and t.glued(i) and not t.glued(i - 1) and sign:
        return "up" if sign == "+" else "down"
    j = i - 1
    hedge = w[j] in lexicon.HEDGE_HEADS and not (w[j] == "hơn" and w[j - 1] in _COMPARATIVES)
    if hedge and w[j] != "trên":
        j -= 1
    for step in range(7):
        word = w[j - step]
        if t.kinds[j - step] == NUMBER and step:
            return None
        if (
            word in ("hơn", "so")
            and step
            and w[j - step - 1] not in _COMPARATIVES | _RISES | _FALLS
        ):
            if w[j - step + 1] in ("năm", "vụ", "cùng", "kỳ", "mức", "hẳn"):
                return "up"
        if word in ("giảm", "tăng") and w[j - step + 1] in ("còn", "lên", "xuống", "từ", "nghèo"):
            if w[j - step + 1] != "nghèo":
                return None
        if word == "kéo" and w[j - step + 1] in ("giảm", "xuống"):
            return None
        if word in ("vượt", "hụt", "giảm", "tăng", "thiếu", "sụt"):
            if word == "vượt" and w[j - step + 1] == "ngưỡng":
                return None
            return "up" if word in _RISES else "down"
        if word == "hơn" and w[j - step - 1] in _COMPARATIVES:
            return "up" if w[j - step - 1] in _RISES else "down"
        if word in _SETTLED or word in _HARD or word in (",", ":", "(", "và"):
            break
    if w[i - 1] == "=" and previous is not None and previous.kind == "change":
        return "down" if previous.note == "down" else "up"
    if w[i - 1] == "là" and "trên" in w[max(0, i - 6) : i - 1] and "động" in w[max(0, i - 6) : i]:
        return "up"
    return None


def relation(
    t: Tokens, numeral: Numeral, unit: str, way: str | None, left: str, right: str, aims: str
) -> str:
    """This function will name what the figure is to what it counts: count, percent_of_plan…"""
    base = unit.split("/")[0]
    if numeral.kind == "rank":
        return "rank"
    if base == "percentage_point":
        return "point_change"
    if base == "permille" and way:
        return "point_change"
    if base in ("percent", "fraction") and way:
        return _percent_change(t, numeral, left, right)
    if base == "times":
        return "multiple"
    if numeral.of is not None:
        return "score" if base == "point" else "rank" if base == "rank" else "ratio"
    if base in ("percent", "permille"):
        return _percent(t, numeral, unit, left, right, aims)
    if base == "fraction":
        return "percent_of_plan" if _PLAN_WORDS.match(right) else "ratio"
    if way and numeral.kind != "range":
        return "change"
    if _is_target(left, aims):
        return "target"
    if base in lexicon.TIME_UNITS and "/" not in unit:
        return "average" if re.search(r"bình quân|trung bình", left) else "duration"
    if base == "point":
        return "average" if "bình quân" in left else "score"
    if "/" in unit or _EACH.match(right) or _average(left):
        return "average"
    return "amount" if base in lexicon.MEASURED - {"hp"} else "count"


def _average(left: str) -> bool:
    near = left[-48:]
    # A total told after «mỗi …» is no average any more.
    found = None
    for found in _AVERAGE.finditer(near):  # noqa: B007 - the last one is meant
        pass
    return found is not None and "tổng" not in near[found.end() :]


def _percent_change(t: Tokens, numeral: Numeral, left: str, right: str) -> str:
    words = left.split()[-4:]
    if "vượt" in words and (_PLAN_WORDS.match(right) or "so với" in right[:12]):
        return "percent_over_plan"
    if "vượt" in words:
        return "percent_over_plan"
    if "hơn" in words and "năm" in words and numeral.kind == "plain":
        return "point_change"
    return "percent_change"


def _percent(t: Tokens, numeral: Numeral, unit: str, left: str, right: str, aims: str) -> str:
    if _PLAN_WORDS.match(right):
        aimed = max((aims.rfind(word) for word in _STRONG_AIMS), default=-1) >= 0
        return "target" if aimed else "percent_of_plan"
    if _PRIOR_WORDS.match(right):
        return "percent_of_prior"
    if _OF_A_PLAN.search(left[-90:]):
        return "percent_of_plan"
    if "/" in unit:
        return "percent_change" if "tốc độ tăng" in left else "average"
    if _is_target(left, aims):
        return "target"
    return "percent_share"


def _is_target(left: str, aims: str) -> bool:
    strong = max((aims.rfind(word) for word in _STRONG_AIMS), default=-1)
    if strong >= 0 and "đến nay" not in aims[strong:]:
        return True
    if re.search(r"(?:chỉ tiêu|kế hoạch|dự toán)[^,;.()\d]{0,40}\(\s*$", left):
        return True
    last = None
    for match in _AIMS.finditer(left):
        last = match
    if last is None:
        return False
    if re.search(r"(?<!\d)(?!(?:19|20)\d\d)\d", left[last.end() :]):
        return False
    return not _DONE.search(left, last.end())


_STOPS = frozenset(
    [
        "và",
        "với",
        "của",
        "cho",
        "tại",
        "trên",
        "trong",
        "đã",
        "đang",
        "được",
        "bị",
        "do",
        "vì",
        "để",
        "khi",
        "thì",
        "mà",
        "nhưng",
        "nên",
        "còn",
        "đạt",
        "chiếm",
        "tăng",
        "giảm",
        "so",
        "là",
        "gồm",
        "có",
        "trị",
        "hoạt",
        "tham",
        "đến",
        "từ",
        "theo",
        "bằng",
        "về",
        "vào",
        "ra",
        "qua",
        "trở",
        "hoàn",
        "xây",
        "thu",
        "chi",
        "không",
        "mỗi",
        "đều",
        "cũng",
        "sẽ",
        "cùng",
        "nhằm",
        "",
        "hay",
        "hoặc",
        "nay",
        "bình",
        "chia",
        "trực",
    ],
)


def counted(t: Tokens, numeral: Numeral, floor: int) -> str:
    """This function will return the noun phrase counted, or the label before a measured amount."""
    right = _right_phrase(t, numeral)
    base = (numeral.unit or "").split("/")[0]
    if right and base not in lexicon.MEASURED | lexicon.PERCENTS | {"fraction", "times"}:
        return right
    left = _left_phrase(t, numeral, floor)
    return left or right


def _right_phrase(t: Tokens, numeral: Numeral) -> str:
    noun = lexicon.longest(lexicon.NOUNS, t.words, numeral.end)
    first = numeral.end + (noun[1] if noun else 0)
    j = first
    while t.kinds[j] == WORD and j - numeral.end < 9:
        if t.words[j] in _STOPS and j > numeral.end:
            break
        if t.words[j] in numbers.WORDS and t.words[j] not in ("tư", "năm", "không", "ba", "một"):
            break
        j += 1
    if j == numeral.end or (noun is None and t.words[numeral.end] in _STOPS):
        return ""
    return t.text[t.starts[numeral.end] : t.ends[j - 1]]


def _left_phrase(t: Tokens, numeral: Numeral, floor: int) -> str:
    i = numeral.start
    j = i - 1
    while j >= floor and t.words[j] in lexicon.HEDGE_HEADS | _SETTLED | {":", "(", "-", "–", "="}:
        j -= 1
    end = j
    while j >= floor and t.words[j] not in _HARD and t.words[j] not in (",", ":", "("):
        if t.kinds[j] in (NUMBER, LINE):
            break
        j -= 1
    if end < j + 1:
        return ""
    return t.text[t.starts[j + 1] : t.ends[end]][-80:]
