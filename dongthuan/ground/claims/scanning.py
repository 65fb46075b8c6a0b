"""Tìm con số: walks a text once and parts figures from everything else made of digits."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from dongthuan.ground.claims import idioms, lexicon, outsiders
from dongthuan.ground.claims.numerals import numeral_at
from dongthuan.ground.claims.reading import NonFigure, Span
from dongthuan.ground.claims.shapes import Numeral
from dongthuan.ground.claims.tokens import NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

_QUOTED = re.compile(r"[“\"«]([^”\"»\n]{1,160})[”\"»]")
_TITLED = re.compile(
    r"(?:mô hình|phong trào|cuộc vận động|câu lạc bộ|clb|quỹ|tiêu chí|thông điệp|danh hiệu"
    r"|khẩu hiệu|công trình|đề án|chương trình|hội thi|phương châm|chủ đề|chiến dịch|nhóm zalo"
    r"|tháng|ngày hội|đợt|tuyến đường|dự án|nội dung|khẩu hiệu|biển hiệu|bài thi)\s*$",
)
_UNQUOTED = re.compile(r"(?:mô hình|phong trào|cuộc vận động)\s$")
_STARTERS = frozenset(numbers.UNITS) - {"không"} | {"mười", "hăm", "băm"}
_SCALE_STARTERS = frozenset({"trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"})
_VAGUE = frozenset(["hàng", "vài", "mấy", "dăm", "chừng-mươi", "cả"])
_RATE_NOUNS = frozenset(
    [
        "sào",
        "công",
        "ký",
        "kí",
        "ngày",
        "tháng",
        "năm",
        "người",
        "hộ",
        "vụ",
        "con",
        "lần",
        "héc-ta",
        "giờ",
        "kg",
        "tạ",
    ]
)
_LIST_LEADS = frozenset({":", ",", ";"})


@dataclass(slots=True)
class Scan:
    """Kết quả dò: numerals that state figures, the digits that do not, and what to ignore."""

    tokens: Tokens
    numerals: list[Numeral] = field(default_factory=list)
    non_figures: list[NonFigure] = field(default_factory=list)
    ignore: list[Span] = field(default_factory=list)


def scan(tokens: Tokens) -> Scan:
    """This function will part the digits and number words of a text into figures and others."""
    result = Scan(tokens)
    t, w, kinds = tokens, tokens.words, tokens.kinds
    masked = _titles(t)
    i = 0
    while i < t.count:
        kind = kinds[i]
        if kind == NUMBER:
            i = _number(result, i, masked)
        elif kind == WORD and (w[i] in _STARTERS or w[i] in _SCALE_STARTERS or w[i] in _OTHERS):
            i = _word(result, i, masked)
        else:
            i += 1
    return result


_OTHERS = frozenset({"nửa", "phân", "đôi", "rưỡi", "nhất", "nhì", "tư"})


def _titles(t: Tokens) -> list[Span]:
    """Find names and slogans in quotes; a quoted speech is read like any other text."""
    found: list[Span] = []
    for match in _QUOTED.finditer(t.text):
        inside = match.group(1)
        lead = t.low[max(0, match.start() - 24) : match.start()]
        if _TITLED.search(lead):
            found.append(match.span())
            continue
        speech: object = lead.rstrip().endswith((":", "nói", "kể", "rằng")) or re.search(
            r"[.!?;]|, (?:anh|chị|ông|bà) |[.,]$", inside
        )
        speech = bool(speech) or (
            lead.rstrip().endswith((".", "!", "?")) and len(inside.split()) > 5
        )
        if not speech and len(inside) <= 70:
            found.append(match.span())
    for i in range(1, t.count):
        if t.words[i] in _STARTERS and t.capital(i) and t.kinds[i - 1] == WORD:
            if _UNQUOTED.search(t.low[max(0, t.starts[i] - 18) : t.starts[i]]):
                end = re.compile(r"[;,.:\n]|$").search(t.text, t.starts[i])
                found.append((t.starts[i], end.start() if end else len(t.text)))
    return sorted(found)


def _inside(masked: list[Span], at: int) -> bool:
    nearest = bisect_right(masked, (at, len(masked) and masked[-1][1])) - 1
    return nearest >= 0 and masked[nearest][0] <= at < masked[nearest][1]


def _skip(result: Scan, start: int, end: int, kind: str) -> int:
    t = result.tokens
    span = (t.starts[start], t.ends[end - 1])
    result.non_figures.append(NonFigure(span, t.text[span[0] : span[1]], kind))
    return end


def _number(result: Scan, i: int, masked: list[Span]) -> int:
    t = result.tokens
    if _inside(masked, t.starts[i]):
        slogan = t.words[i + 1] in ("không", "sạch", "có", "biết", "k")
        return _skip(result, i, i + 1, "slogan" if slogan else "name")
    skip = outsiders.number(t, i)
    if skip is not None:
        return _skip(result, i, *skip)
    numeral = numeral_at(t, i)
    if numeral is None:
        return _skip(result, i, i + 1, "code")
    kind = _threshold(t, numeral)
    if kind is not None:
        return _skip(result, i, numeral.end, kind)
    rank = t.words[i - 1] == "thứ" and t.words[i - 2] in ("xếp", "đứng", "hạng", "giữ", "vị")
    if rank or (t.words[i - 1] == "thứ" and numeral.of is not None):
        numeral.unit, numeral.kind = "rank", "rank"
    if numeral.kind == "ratio" and _mark_time(t, numeral):
        return _skip(result, i, numeral.end, "time")
    result.numerals.append(numeral)
    return numeral.end


def _mark_time(t: Tokens, numeral: Numeral) -> bool:
    return (numeral.value, numeral.of) in ((24, 24), (24, 7)) and (
        numeral.unit == "hour" or t.words[numeral.end] in ("h", "giờ", "", ".", ",")
    )


def _threshold(t: Tokens, numeral: Numeral) -> str | None:
    """Say whether the number defines the group counted («đảng viên dưới 40 tuổi»)."""
    w, i, j = t.words, numeral.start, numeral.end
    before, second = w[i - 1], w[i - 2]
    upward = w[j] == "trở" and w[j + 1] in ("lên", "xuống")
    if numeral.unit == "year" and w[j - 1] == "tuổi":
        leads = ("dưới", "trên", "từ", "đủ", "tròn", "đến", "quá", "ngoài", "hơn", "độ", "trong")
        return "threshold" if before in leads or upward or w[j] == "đến" else None
    if numeral.unit == "month" and w[j] == "tuổi":
        numeral.end = j + 1
        return "threshold"
    if upward and before in ("từ", "đủ", "có") and (numeral.unit in lexicon.TIME_UNITS):
        return "threshold"
    if upward and before == "từ" and numeral.unit is None and _plain_end(t, j):
        return "threshold"
    if before == "từ" and second == "có" and not upward and numeral.kind == "plain":
        if lexicon.longest(lexicon.NOUNS, w, j) is not None:
            _take_noun(t, numeral)
            return "threshold"
    if before in ("dưới", "trên") and numeral.unit in lexicon.MEASURED - {"VND", "USD"}:
        noun = lexicon.longest(lexicon.NOUNS, w, i - 2)
        return "threshold" if noun and noun[1] == 1 and noun[0] != "event" else None
    if before == "loại" and numeral.unit in ("ml", "kg", "litre", "m", "m2"):
        return "size"
    return None


def _take_noun(t: Tokens, numeral: Numeral) -> None:
    noun = lexicon.longest(lexicon.NOUNS, t.words, numeral.end)
    if noun is not None:
        numeral.end += noun[1]


def _plain_end(t: Tokens, j: int) -> bool:
    return lexicon.longest(lexicon.NOUNS, t.words, j) is None


def _word(result: Scan, i: int, masked: list[Span]) -> int:
    t, w = result.tokens, result.tokens.words
    word, before = w[i], w[i - 1]
    if word in ("đôi", "rưỡi"):
        if before == "gấp":
            value = 2 if word == "đôi" else 1.5
            result.numerals.append(
                Numeral(i, i + 1, i + 1, value, unit="times", spoken=True, kind="multiple"),
            )
        return i + 1
    if word in ("nhất", "nhì"):
        return _first_place(result, i)
    if word == "tư":
        return _fourth(result, i)
    if word == "phân" and w[i + 1] != "nửa":
        return i + 1
    if _inside(masked, t.starts[i]):
        spoken = numbers.spoken(w, i)
        return _skip(result, i, i + (spoken.count if spoken else 1), "name")
    skip = idioms.word(t, i)
    if skip is not None:
        if skip[1] == "lexical" and word == "năm" and skip[0] == i + 1:
            return i + 1
        return _skip(result, i, *skip)
    if before in _VAGUE and t.kinds[i - 1] == WORD and before != "cả":
        numeral = numeral_at(t, i)
        end = numeral.end if numeral else i + 1
        result.ignore.append((t.starts[i - 1], t.ends[end - 1]))
        return end
    numeral = numeral_at(t, i)
    if numeral is None:
        return i + 1
    kind = _threshold(t, numeral)
    if kind is not None:
        return _skip(result, i, numeral.end, kind)
    verdict = _accept(result, numeral)
    if verdict == "figure":
        if before == "thứ" and w[i - 2] in ("xếp", "đứng", "hạng", "giữ"):
            numeral.unit, numeral.kind, numeral.end = "rank", "rank", numeral.num_end
        result.numerals.append(numeral)
    elif verdict == "ignore":
        result.ignore.append((t.starts[i], t.ends[numeral.end - 1]))
    return numeral.end


def _first_place(result: Scan, i: int) -> int:
    _t, w = result.tokens, result.tokens.words
    if w[i - 1] == "thứ" and w[i - 2] in ("xếp", "đứng", "giữ", "vị", "hạng"):
        place = 1 if w[i] == "nhất" else 2
        result.numerals.append(
            Numeral(i, i + 1, i + 1, place, unit="rank", spoken=True, kind="rank"),
        )
    return i + 1


def _fourth(result: Scan, i: int) -> int:
    """Read «xếp thứ tư/17»."""
    t, w = result.tokens, result.tokens.words
    if w[i - 1] != "thứ" or w[i - 2] not in ("xếp", "đứng", "giữ", "hạng"):
        return i + 1
    if w[i + 1] == "/" and t.kinds[i + 2] == NUMBER:
        whole = int(w[i + 2])
        result.numerals.append(
            Numeral(i, i + 3, i + 3, 4, of=whole, unit="rank", spoken=True, kind="rank"),
        )
        return i + 3
    result.numerals.append(Numeral(i, i + 1, i + 1, 4, unit="rank", spoken=True, kind="rank"))
    return i + 1


def _accept(result: Scan, numeral: Numeral) -> str:
    """Decide on a number told in words: «figure», «ignore» or «lexical»."""
    t, w = result.tokens, result.tokens.words
    i, j = numeral.start, numeral.end
    size = numeral.num_end - i
    before = w[i - 1]
    noun = lexicon.longest(lexicon.NOUNS, w, j)
    if numeral.kind == "half":
        halves = w[i - 1] in ("nói", "một") and w[i] == "nửa" and t.text[t.starts[i] - 1] in '“"'
        return "lexical" if halves or w[j] in _HALF_TAILS else "figure"
    if w[i] == "một" and size == 1 and numeral.kind == "plain" and not numeral.scale_words:
        return _one(result, numeral, noun)
    if size > 1 or numeral.scale_words or numeral.kind != "plain":
        return "figure"
    if numeral.unit is not None:
        if numeral.unit == "day" and t.kinds[j] == NUMBER:
            return "ignore"
        return "figure"
    if before in ("gấp", "thứ"):
        return "figure"
    if noun is not None:
        return "figure"
    if before == "cả":
        return "figure" if result.numerals else "lexical"
    listed = before in _LIST_LEADS and result.numerals and t.kinds[j] == WORD
    recent = result.numerals and i - result.numerals[-1].end <= 6
    return "figure" if listed and recent and result.numerals[-1].spoken else "lexical"


_HALF_TAILS = frozenset(["đô", "nông", "đêm", "chừng", "vời", "cuối", "đầu", "đường", "tin", "nạc"])


def _one(result: Scan, numeral: Numeral, noun: tuple[str, int] | None) -> str:
    """Part the counted «một» (và một chợ) from the article and the rate (một sào)."""
    t, w = result.tokens, result.tokens.words
    i, _j = numeral.start, numeral.end
    before = w[i - 1]
    after = w[numeral.num_end]
    if numeral.unit in ("quintal", "tonne", "kg", "m", "km", "hectare", "litre", "VND"):
        rate = result.numerals and result.numerals[-1].end == i
        return "ignore" if rate else "figure"
    if numeral.unit in lexicon.TIME_UNITS or numeral.unit in ("times", "cong", "sao"):
        return "ignore"
    if after in _RATE_NOUNS and result.numerals and result.numerals[-1].end >= i - 1:
        return "ignore"
    if noun is None:
        if before in _LIST_LEADS and result.numerals and result.numerals[-1].spoken:
            return "figure"
        return "ignore"
    lead = before in ("và", "có", "với", ",", ";", "cùng", "thêm", "gồm", "mỗi", "được")
    sentence = _sentence_start(t, i)
    shared = w[i - 2] in ("mỗi", "từng") or any(
        t.starts[n.start] > sentence for n in result.numerals[-1:]
    )
    if noun[0] == "person" and after in ("người", "cán", "bà", "ông", "anh", "chị"):
        return "ignore" if not (lead and shared) else "figure"
    return "figure" if (lead and shared) or w[i - 2] == "mỗi" else "ignore"


def _sentence_start(t: Tokens, i: int) -> int:
    here = t.starts[i]
    return max(t.text.rfind(mark, max(0, here - 1500), here) for mark in (". ", "\n"))
