"""Ngữ pháp con số: reads a numeral with its scale, range, ratio and unit from a place on.

Grammar only: whether the numeral states a figure is decided elsewhere.
"""

from __future__ import annotations

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.measuring import take_unit
from dongthuan.ground.claims.shapes import Numeral, Simple, exact_times, tidy, year_word
from dongthuan.ground.claims.tokens import NUMBER, Tokens
from dongthuan.ground.primitives import numbers

RANGE_SIGNS = frozenset({"-", "–", "—", "÷", "đến", "tới"})
_PARTS = frozenset(numbers.UNITS) | {"tư", "mười"}


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
        if ("." in written and simple.scale < 10**9) or ("," in written and simple.scale > 1):
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
    values = [exact_times(value, size) for value in simple.values]
    j += 1
    while (again := _scale_at(t, j)) is not None and again > size:
        values, size = [exact_times(value, again) for value in values], size * again
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
    simple.values = tuple(tidy(value) for value in values)
    simple.scale, simple.end = size, j
    if num_end > first:
        simple.num_end = num_end


def _counts(t: Tokens, j: int) -> bool:
    noun = lexicon.longest(lexicon.NOUNS, t.words, j)
    return noun is not None or lexicon.longest(lexicon.UNITS, t.words, j) is not None


def _spoken(t: Tokens, i: int) -> Simple | None:
    found = numbers.spoken(t.words, i)
    if found is None:
        return None
    end = i + found.count
    value = found.value
    last = t.words[end - 1]
    rate = last in numbers.UNITS and _counts(t, end)
    if found.shorthand and (rate or (last == "năm" and year_word(t, end - 1))):
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
        take_unit(t, numeral)
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
    if t.words[j] == "năm" and year_word(t, j) and second.end == j + 1:
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
        first.start, second.num_end, second.end, (tidy(low), tidy(high)), spoken=True,
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
        low = tidy(low * second.scale)
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
