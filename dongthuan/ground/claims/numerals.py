"""Ngữ pháp con số: reads a numeral with its scale, range, ratio and unit from a place on.

Grammar only: whether the numeral states a figure is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.reading import Number, Value
from dongthuan.ground.claims.tokens import NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

RANGE_SIGNS = frozenset({"-", "–", "—", "÷", "đến", "tới"})
_PARTS = frozenset(numbers.UNITS) | {"tư", "mười"}
_HALVED = frozenset({"km", "m", "quintal", "tonne", "litre", "kg", "cong", "sao"})
_LATER_DIGITS = numbers.AFTER_TEN


@dataclass(slots=True)
class Simple:
    """Một số đơn: one number, its readings and where its parts end (token indexes)."""

    start: int
    num_end: int
    end: int
    values: tuple[Number, ...]
    scale: int = 1
    scale_words: str = ""
    spoken: bool = False
    note: str = ""


@dataclass(slots=True)
class Numeral:
    """Một con số đọc được: value or range, ratio, unit of measure, all as token indexes."""

    start: int
    num_end: int
    end: int
    value: Value
    readings: tuple[Value, ...] = ()
    of: Number | None = None
    unit: str | None = None
    scale_words: str = ""
    unit_words: str = ""
    spoken: bool = False
    kind: str = "plain"  # plain | ratio | range | rank | fraction | half
    note: str = ""
    scaled: bool = False


def _digits(t: Tokens, i: int) -> Simple | None:
    words = t.words
    k = i + 1 if t.scanned else max(t.spaced_thousands(i), i + 1)
    written = t.text[t.starts[i] : t.ends[k - 1]]
    try:
        values = numbers.readings(written)
    except ValueError:
        return None
    note = ""
    if any(letter in "lIOo" for letter in written):
        clean = written.translate(str.maketrans("lIOo", "1100"))
        note = f"chữ và số lẫn nhau do quét: «{written}» đọc là «{clean}»"
    simple = Simple(i, k, k, values, note=note)
    _scale(t, simple)
    # A dot before three digits may group thousands or mark decimals; only «tỷ» leaves the doubt.
    if len(values) > 1:
        if "." in written and simple.scale < 10**9:
            simple.values = simple.values[:1]
        elif "," in written and simple.scale > 1:
            simple.values = simple.values[:1]
    elif words[k] == "":
        return simple
    return simple


def _scale_at(t: Tokens, j: int) -> int | None:
    word = t.words[j]
    size = lexicon.SCALES.get(word)
    if size is None:
        return None
    if word == "k":
        return size if t.glued(j) and t.text[t.starts[j]] == "k" else None
    if word == "trăm" and not t.words[j + 1]:
        return None
    return size


def _scale(t: Tokens, simple: Simple) -> None:
    """Multiply by the scale words that follow, and add the smaller ones: 6 tỷ 047 triệu."""
    j = simple.end
    size = _scale_at(t, j)
    if size is None:
        return
    first = j
    simple.scale_words = t.words[j]
    values = [value * size for value in simple.values]
    j += 1
    while (again := _scale_at(t, j)) is not None and again > size:
        values, size = [value * again for value in values], size * again
        simple.scale_words += " " + t.words[j]
        j += 1
    last, num_end = size, simple.num_end
    while t.kinds[j] == NUMBER:
        lower = _scale_at(t, j + 1)
        if lower is not None and lower < last and lower >= 1000 and len(t.words[j]) <= 3:
            values = [value + int(t.words[j]) * lower for value in values]
            num_end, last, j = j + 1, lower, j + 2
            simple.scale_words = t.words[j - 1]
            continue
        lone = len(t.words[j]) == 1 and last == size and size >= 10**6
        if lone and not _counts(t, j + 1) and t.words[j + 1] not in ("/", "%", "."):
            values = [value + int(t.words[j]) * size // 10 for value in values]
            num_end, j = j + 1, j + 1
        break
    if t.words[j] == "rưỡi":
        values = [value + size // 2 for value in values]
        num_end, j = j + 1, j + 1
    simple.values = tuple(_tidy(value) for value in values)
    simple.scale, simple.end = size, j
    if num_end > first:
        simple.num_end = num_end


def _counts(t: Tokens, j: int) -> bool:
    noun = lexicon.longest(lexicon.NOUNS, t.words, j)
    return noun is not None or lexicon.longest(lexicon.UNITS, t.words, j) is not None


def _tidy(value: Number) -> Number:
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _spoken(t: Tokens, i: int) -> Simple | None:
    found = numbers.spoken(t.words, i)
    if found is None:
        return None
    end = i + found.count
    value = found.value
    last = t.words[end - 1]
    rate = last in numbers.UNITS and _counts(t, end)
    if found.shorthand and (rate or (last == "năm" and _year_word(t, end - 1))):
        trimmed = numbers.spoken(t.words[: end - 1], i)
        if trimmed is None:
            return None
        found, end, value = trimmed, i + trimmed.count, trimmed.value
    scale_word = t.words[end - 1] if t.words[end - 1] in numbers.BIG else ""
    num_end = end - 1 if scale_word and end - 1 > i else end
    size = numbers.SCALES.get(found.scale or "", 1)
    simple = Simple(i, num_end, end, (value,), size, scale_word or (found.scale or ""), True)
    if t.kinds[end] == NUMBER or not scale_word:
        return simple
    return simple


def _year_word(t: Tokens, at: int) -> bool:
    after = t.words[at + 1]
    return t.kinds[at + 1] == NUMBER or after in YEAR_AFTER


YEAR_AFTER = frozenset("nay ngoái trước sau học qua tới đó kia ấy rồi tài".split())


def simple_at(t: Tokens, i: int) -> Simple | None:
    """This function will read one number at the token, in digits or in words."""
    return _digits(t, i) if t.kinds[i] == NUMBER else _spoken(t, i)


def numeral_at(t: Tokens, i: int) -> Numeral | None:
    """This function will read the whole numeral at the token: ranges, ratios, rates and units."""
    special = _fraction_words(t, i)
    if special is not None:
        return special
    first = simple_at(t, i)
    if first is None:
        return None
    numeral = _neighbours(t, first) or _ratio(t, first) or _range(t, first) or _lone(first)
    if numeral.unit is None:
        _unit(t, numeral)
    return numeral


def _lone(first: Simple) -> Numeral:
    return Numeral(
        first.start, first.num_end, first.end, first.values[0], first.values, spoken=first.spoken,
        scale_words=first.scale_words, note=first.note, scaled=bool(first.scale_words),
    )  # fmt: skip


def _fraction_words(t: Tokens, i: int) -> Numeral | None:
    w = t.words
    if w[i] == "một" and w[i + 1] == "nửa":
        return Numeral(i, i + 2, i + 2, 0.5, unit="fraction", spoken=True, kind="half")
    if w[i] == "phân" and w[i + 1] == "nửa":
        return Numeral(i, i + 2, i + 2, 0.5, unit="fraction", spoken=True, kind="half")
    if w[i] == "nửa":
        return Numeral(i, i + 1, i + 1, 0.5, unit="fraction", spoken=True, kind="half")
    if w[i + 1] == "phần" and w[i + 2] in _PARTS:
        part, whole = numbers.spoken(w, i), numbers.spoken(w, i + 2)
        size, whole_value = (whole.count, whole.value) if whole else (1, 4)
        if part and part.count == 1:
            end = i + 2 + size
            return Numeral(
                i, end, end, part.value, of=whole_value, unit="fraction", spoken=True,
                kind="fraction",
            )  # fmt: skip
    return None


def _neighbours(t: Tokens, first: Simple) -> Numeral | None:
    """Two neighbouring numbers said for a range: «bốn, năm triệu», «bảy tám», «hai, ba trăm»."""
    if not first.spoken:
        return None
    j = first.end + (1 if t.words[first.end] == "," else 0)
    if t.words[j] not in numbers.WORDS or t.words[j] in ("rưỡi", "không"):
        return None
    second = _spoken(t, j)
    if second is None:
        return None
    low, high = first.values[0], second.values[0]
    if t.words[j] == "năm" and _year_word(t, j) and second.end == j + 1:
        return None
    if low < 10 and high >= 10:
        size = next((s for s in (10**9, 10**6, 10**3, 100, 10) if high % s == 0), 0)
        if not size or high // size != low + 1:
            return None
        low *= size
    elif low >= 10 and high > 10**3 > low and high % 10**3 == 0:
        size = 10**6 if high % 10**6 == 0 else 10**3
        if (high // size) - low not in (1, 10, 100):
            return None
        low *= size
    elif high - low not in (1, 10, 100, 1000) or (high - low > 1 and low % (high - low)):
        return None
    elif low < 10 and j == first.end and second.end == j + 1 and t.words[j] == "năm":
        # «ba năm» and «bốn năm» are years unless a unit follows.
        if not _counts(t, second.end) and lexicon.SCALES.get(t.words[second.end]) is None:
            return None
    return Numeral(
        first.start, second.num_end, second.end, (_tidy(low), _tidy(high)), spoken=True,
        kind="range", scale_words=second.scale_words, scaled=bool(second.scale_words),
    )  # fmt: skip


def _ratio(t: Tokens, first: Simple) -> Numeral | None:
    w, j = t.words, first.end
    if first.scale_words:
        return None
    if w[j] == "/" and t.kinds[j + 1] == NUMBER:
        second = _digits(t, j + 1)
        if second is not None and len(second.values) >= 1 and not second.scale_words:
            value, of = first.values[0], second.values[0]
            return Numeral(
                first.start, second.num_end, second.end, value, of=of, kind="ratio",
                note=first.note,
            )  # fmt: skip
    if w[j] == "trong" or (w[j] == "trên" and first.spoken):
        k = j + 2 if w[j + 1] == "số" else j + 1
        second = simple_at(t, k) if t.kinds[k] == NUMBER or w[k] in numbers.WORDS else None
        if second and not second.scale_words and second.values[0] > first.values[0]:
            if first.spoken == second.spoken and _counts(t, second.end):
                return Numeral(
                    first.start, second.num_end, second.end, first.values[0],
                    of=second.values[0], kind="ratio", spoken=first.spoken,
                )  # fmt: skip
    noun = lexicon.longest(lexicon.NOUNS, w, j)
    if noun is not None and w[j + noun[1]] == "/" and t.kinds[j + noun[1] + 1] == NUMBER:
        k = j + noun[1] + 1
        second = _digits(t, k)
        again = second and lexicon.longest(lexicon.NOUNS, w, second.end)
        if second and again and again[0] == noun[0] and w[second.end] == w[j]:
            numeral = Numeral(
                first.start, first.num_end, second.end + again[1], first.values[0],
                of=second.values[0], kind="ratio", unit=noun[0],
            )  # fmt: skip
            numeral.unit_words = " ".join(w[j : j + noun[1]])
            return numeral
    return None


def _range(t: Tokens, first: Simple) -> Numeral | None:
    w, j = t.words, first.end
    own = None if first.spoken and w[j] in ("tới",) else lexicon.longest(lexicon.UNITS, w, j)
    k = j + own[1] if own else j
    if w[k] not in RANGE_SIGNS:
        return None
    if w[k] == "-" and t.glued(k) != t.glued(k + 1):
        return None
    if t.kinds[k + 1] != NUMBER and w[k + 1] not in numbers.WORDS:
        return None
    second = simple_at(t, k + 1)
    if second is None or first.spoken != second.spoken:
        return None
    low, high = first.values[0], second.values[0]
    after = lexicon.longest(lexicon.UNITS, w, second.end)
    if own is not None and (after is None or after[0] != own[0]):
        return None
    if not first.scale_words and second.scale_words:
        low = _tidy(low * second.scale)
        if not first.spoken and low * 100 // second.scale < 1000 <= high // second.scale * 10:
            # «5-600 nghìn» is short for 500 to 600 thousand.
            if high // second.scale % 100 == 0 and low < 10 * second.scale:
                low *= 100
    if not low < high:
        return None
    return Numeral(
        first.start, second.num_end, second.end, (low, high), kind="range",
        scale_words=second.scale_words, spoken=first.spoken, scaled=bool(second.scale_words),
    )  # fmt: skip


def _unit(t: Tokens, numeral: Numeral) -> None:
    """Take the unit of measure after the numeral, its fraction and its rates, into the span."""
    w, j = t.words, numeral.end
    found = lexicon.longest(lexicon.UNITS, w, j)
    if found is not None and not _is_measure(t, numeral, found):
        found = None
    if found is None:
        noun = lexicon.longest(lexicon.NOUNS, w, j)
        if noun is not None and w[j + noun[1]] == "/" and t.glued(j + noun[1]):
            if lexicon.longest(lexicon.PER_UNITS, w, j + noun[1] + 1) is not None:
                numeral.unit, numeral.end = noun[0], j + noun[1]
                numeral.unit_words = " ".join(w[j : j + noun[1]])
                _rates(t, numeral, numeral.end)
                return
        if w[j] == "/" and numeral.scale_words:
            _rates(t, numeral, j)
            if "/" in (numeral.unit or ""):
                numeral.unit = "VND" + (numeral.unit or "")
        return
    unit, size = found
    numeral.unit, numeral.end = unit, j + size
    numeral.unit_words = " ".join(w[j : j + size])
    _unit_fraction(t, numeral)
    end = numeral.end
    if w[end] == "/":
        _rates(t, numeral, end)
    elif w[end + 1] == "/" and t.glued(end + 1) and t.kinds[end] == WORD:
        # «3,2 tấn nhân/ha»: a word may stand between the unit and the slash.
        if unit in lexicon.MEASURED and lexicon.longest(lexicon.PER_UNITS, w, end + 2):
            _rates(t, numeral, end + 1)


def _unit_fraction(t: Tokens, numeral: Numeral) -> None:
    w, j = t.words, numeral.end
    if isinstance(numeral.value, tuple) or numeral.unit in lexicon.TIME_UNITS:
        return
    if w[j] == "rưỡi":
        numeral.value = _tidy(numeral.value + 0.5)
    elif numeral.spoken and w[j] in _LATER_DIGITS and numeral.unit in _HALVED:
        noun = lexicon.longest(lexicon.NOUNS, w, j + 1)
        if noun is not None and noun[0] in ("person", "household", "head", "item"):
            return
        if w[j + 1] in numbers.WORDS or (w[j] == "năm" and _year_word(t, j)):
            return
        numeral.value = _tidy(numeral.value + _LATER_DIGITS[w[j]] / 10)
    elif numeral.unit == "m" and t.glued(j) and t.kinds[j] == NUMBER and len(w[j]) <= 2:
        numeral.value = _tidy(numeral.value + float(f"0.{w[j]}"))
    else:
        return
    numeral.end = numeral.num_end = j + 1
    numeral.readings = (numeral.value,)


def _rates(t: Tokens, numeral: Numeral, j: int) -> None:
    w = t.words
    while w[j] == "/":
        found = lexicon.longest(lexicon.PER_UNITS, w, j + 1)
        if found is None:
            break
        numeral.unit = f"{numeral.unit or ''}/{found[0]}"
        numeral.unit_words += "/" + " ".join(w[j + 1 : j + 1 + found[1]])
        j += 1 + found[1]
        numeral.end = j


def _is_measure(t: Tokens, numeral: Numeral, found: tuple[str, int]) -> bool:
    """Tell a unit of measure from a noun that looks like one (ngày công, điểm bán, công trình)."""
    unit, size = found
    w, j = t.words, numeral.end
    noun = lexicon.longest(lexicon.NOUNS, w, j)
    if noun is not None and noun[1] > size:
        return False
    after = w[j + size]
    if w[j] == "m" and not t.glued(j) and t.glued(j + 1) and t.kinds[j + 1] == NUMBER:
        return False
    if unit == "point" and w[j] == "điểm":
        return not after.isalpha() or after in _AFTER_POINT or not isinstance(numeral.value, int)
    if w[j] == "công":
        if after in ("rưỡi", "/") or after in _FIELDS:
            return True
        return False
    if w[j] == "cân":
        return False
    if w[j] == "đ" and not numeral.scale_words and isinstance(numeral.value, int | float):
        if numeral.value < 1000 and numeral.kind == "plain" and after != "/":
            numeral.unit_words = "đ"
            return True
    if w[j] == "đêm" or w[j] == "tiếng" and after in _SPEECH:
        return w[j] == "đêm"
    if unit == "rank":
        return after not in ("học", "thang", "cao", "thấp", "lương", "phụ")
    if w[j] == "lần" and after == "thứ":
        return False
    if unit == "hectare" and w[j] == "mẫu" and after in ("mã", "đơn", "nước", "giống", "vật"):
        return False
    return True


_AFTER_POINT = frozenset("và trên so với cao thấp đạt tăng giảm xếp của cho trở ở do nhưng".split())
_FIELDS = frozenset("ruộng đất vườn lúa trồng mía sen dừa khóm rẫy vuông tôm nuôi màu rau".split())
_SPEECH = frozenset("nói việt anh dân tộc mẹ trống kẻng".split())
