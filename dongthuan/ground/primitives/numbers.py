"""Chữ số và số đọc bằng chữ: Vietnamese numbers, both ways.

The dot groups thousands and the comma is the decimal mark, but people also write it the other
way round, with spaces, or in words; where a writing has two honest readings both are returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Number = int | float

UNITS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
# Forms a unit takes only after a ten or a scale: hai mươi mốt, tư, lăm.
AFTER_TEN = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5} | {k: v for k, v in UNITS.items() if v}
CONTRACTED_TENS = {"hăm": 20, "băm": 30}
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6,
    "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
SMALL_LINKS = ("linh", "lẻ")
BIG = ("vạn", "nghìn", "ngàn", "triệu", "tỷ", "tỉ")
WORDS = frozenset([*UNITS, *AFTER_TEN, *CONTRACTED_TENS, *SCALES, "mười", "mươi", "rưỡi"])

_GROUPED_DOT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_OCR = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


def _number(whole: str, decimals: str = "") -> Number:
    if not decimals:
        return int(whole)
    value = float(f"{whole}.{decimals}")
    return int(value) if value.is_integer() else value


def readings(written: str) -> tuple[Number, ...]:
    """This function will return every honest reading of digits as written, the likeliest first.

    `1.619` → 1619; `60,5` → 60.5; `5.085` → 5085 or 5.085; `2,750` → 2750 or 2.75. Spaces and
    letters that a scanner mistakes for digits are read through. Raises ValueError on no digits.
    """
    text = re.sub(r"\s+", "", written).translate(_OCR)
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", text):
        raise ValueError(f"«{written}» không phải là một số")
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return (int(text),)
    if _GROUPED_DOT.match(text):
        grouped = _number(text.split(",")[0].replace(".", ""), text.partition(",")[2])
        if dots == 1 and not commas and not text.startswith("0"):
            whole, _, tail = text.partition(".")
            return (grouped, _number(whole, tail))
        if text.startswith("0"):
            return (_number(*text.split(".", 1)),) if dots == 1 else (grouped,)
        return (grouped,)
    if _GROUPED_COMMA.match(text):
        if commas > 1 or dots:
            whole, _, tail = text.partition(".")
            return (_number(whole.replace(",", ""), tail),)
        whole, _, tail = text.partition(",")
        if whole == "0":
            return (_number(whole, tail),)
        return (_number(whole, tail), int(whole + tail))
    if dots + commas == 1:
        whole, tail = re.split(r"[.,]", text)
        return (_number(whole, tail),)
    # Groups that are not of three digits: the last mark is the decimal one if it differs.
    last = max(text.rfind("."), text.rfind(","))
    whole, tail = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
    if dots and commas:
        return (_number(whole, tail),)
    return (int(whole + tail),)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Số đọc bằng chữ: the value of the first `count` words; `scale` is the last scale word."""

    value: Number
    count: int
    scale: str | None = None
    shorthand: bool = False


def _below_hundred(words: Sequence[str], i: int) -> tuple[int, int] | None:
    word = words[i] if i < len(words) else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if word in CONTRACTED_TENS:
        if after in AFTER_TEN:
            return CONTRACTED_TENS[word] + AFTER_TEN[after], i + 2
        return None
    if word == "mười":
        if after in AFTER_TEN and after not in ("mốt", "tư"):
            return 10 + AFTER_TEN[after], i + 2
        return 10, i + 1
    if word not in UNITS:
        return None
    if after == "mươi":
        third = words[i + 2] if i + 2 < len(words) else ""
        if third in AFTER_TEN:
            return UNITS[word] * 10 + AFTER_TEN[third], i + 3
        return UNITS[word] * 10, i + 2
    if after == "chục":
        return UNITS[word] * 10, i + 2
    if after in ("mốt", "lăm", "nhăm", "tư") and UNITS[word] > 1:
        return UNITS[word] * 10 + AFTER_TEN[after], i + 2
    return UNITS[word], i + 1


def _below_thousand(words: Sequence[str], i: int) -> tuple[int, int] | None:
    first = words[i] if i < len(words) else ""
    if first == "trăm":
        value, j = 100, i + 1
    else:
        small = _below_hundred(words, i)
        if small is None:
            return None
        value, j = small
        if j >= len(words) or words[j] != "trăm":
            return value, j
        value, j = value * 100, j + 1
    if j < len(words) and words[j] in SMALL_LINKS and j + 1 < len(words):
        link = words[j + 1]
        if link in AFTER_TEN:
            return value + AFTER_TEN[link], j + 2
    if j < len(words) and words[j] == "rưỡi":
        return value + 50, j + 1
    rest = _below_hundred(words, j)
    if rest is not None:
        tail, k = rest
        bare = k == j + 1 and words[j] != "mười"
        # «trăm hai» is 120, «hai trăm mốt» 210: a lone unit after a hundred counts tens.
        return value + (tail * 10 if bare else tail), k
    if j < len(words) and words[j] in ("mốt", "tư"):
        return value + AFTER_TEN[words[j]] * 10, j + 1
    return value, j


def spoken(words: Sequence[str], start: int = 0) -> Spoken | None:
    """This function will read the longest number spelled out from `start`, or return None.

    Handles hundreds, scales, «rưỡi», «phẩy», and the shorthand of speech: «một tỷ tám» is
    1.8 billion, «chín triệu sáu» 9.6 million, «nghìn rưỡi» 1,500.
    """
    total: Number = 0
    pending: Number = 0
    i, scale, last_scale = start, None, 10**18
    shorthand = False
    while i < len(words):
        word = words[i]
        if word in BIG and (total == 0 or pending or i == start):
            size = SCALES[word]
            if i == start:
                follow = words[i + 1] if i + 1 < len(words) else ""
                if follow not in ("rưỡi", *AFTER_TEN):
                    return None
                pending = 1
            if size >= last_scale:
                total = (total + pending) * size
            else:
                total += pending * size
            pending, last_scale, scale = 0, size, word
            i += 1
            if i < len(words) and words[i] == "rưỡi":
                return Spoken(_tidy(total + size // 2), i + 1 - start, scale, True)
            continue
        if word == "phẩy" and i > start and i + 1 < len(words):
            digits, j = [], i + 1
            while j < len(words) and words[j] in AFTER_TEN | UNITS:
                digits.append(str((AFTER_TEN | UNITS)[words[j]]))
                j += 1
            group = _below_hundred(words, i + 1)
            if group is not None and group[1] > j:
                digits, j = [str(group[0])], group[1]
            if not digits:
                break
            pending = float(f"{int(pending)}.{''.join(digits)}")
            i = j
            continue
        if word in SMALL_LINKS and total and i + 1 < len(words) and words[i + 1] in AFTER_TEN:
            pending, i = AFTER_TEN[words[i + 1]], i + 2
            continue
        if pending:
            break
        group = _below_thousand(words, i)
        if group is None:
            if total and word in ("mốt", "tư") and last_scale >= 1000:
                total += AFTER_TEN[word] * last_scale // 10
                return Spoken(_tidy(total), i + 1 - start, scale, True)
            break
        value, j = group
        follow = words[j] if j < len(words) else ""
        lone = j == i + 1 and word != "mười" and word != "trăm"
        if lone and last_scale in (10**3, 10**4, 10**6, 10**9) and follow not in (*BIG, "phẩy"):
            # A lone unit after a scale counts tenths of it.
            total += value * last_scale // 10
            return Spoken(_tidy(total), j - start, scale, True)
        pending, i = value, j
    if i == start:
        return None
    return Spoken(_tidy(total + pending), i - start, scale, shorthand)


def _tidy(value: Number) -> Number:
    rounded = round(value, 9)
    return int(rounded) if float(rounded).is_integer() else rounded


_MARKS = str.maketrans(",.", ".,")


def written(value: Number, decimals: int | None = None) -> str:
    """This function will print a number the Vietnamese way: 1.619; 60,5."""
    if decimals is not None:
        text = f"{value:,.{decimals}f}"
    elif isinstance(value, int) or float(value).is_integer():
        text = f"{int(value):,}"
    else:
        whole, _, tail = repr(round(value, 9)).partition(".")
        text = f"{int(whole):,}.{tail}"
    return text.translate(_MARKS)


_DIGIT_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _triple(number: int, *, leading: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out: list[str] = []
    if hundreds or not leading:
        out += [_DIGIT_WORDS[hundreds], "trăm"]
    if tens == 0 and ones and out:
        out.append("linh")
    elif tens == 1:
        out.append("mười")
    elif tens > 1:
        out += [_DIGIT_WORDS[tens], "mươi"]
    if ones:
        if ones == 1 and tens > 1:
            out.append("mốt")
        elif ones == 5 and tens >= 1:
            out.append("lăm")
        else:
            out.append(_DIGIT_WORDS[ones])
    return out


def in_words(value: int) -> str:
    """This function will spell out a whole number as receipts do; raises ValueError below zero."""
    if value < 0:
        raise ValueError("chỉ đọc được số không âm")
    if value == 0:
        return "không"
    groups: list[tuple[int, str]] = []
    names = ["", "nghìn", "triệu"]
    billions, below = divmod(value, 10**9)
    for name in names:
        below, triple = divmod(below, 1000)
        groups.append((triple, name))
    words: list[str] = []
    if billions:
        words += [in_words(billions), "tỷ"]
    for triple, name in reversed(groups):
        if triple:
            words += [*_triple(triple, leading=not words), *([name] if name else [])]
    return " ".join(words)
