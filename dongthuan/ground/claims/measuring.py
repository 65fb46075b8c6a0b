"""Đơn vị đo sau con số: takes the unit of measure, its fraction and its rates into the span."""

from __future__ import annotations

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.shapes import Numeral, tidy, year_word
from dongthuan.ground.claims.tokens import NUMBER, WORD, Tokens
from dongthuan.ground.primitives import numbers

_HALVED = frozenset({"km", "m", "quintal", "tonne", "litre", "kg", "cong", "sao"})
_LATER_DIGITS = numbers.AFTER_TEN


def take_unit(t: Tokens, numeral: Numeral) -> None:
    """This function will take the unit of measure after the numeral, its fraction and its rates, into the span."""
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
        numeral.value = tidy(numeral.value + 0.5)
    elif numeral.spoken and w[j] in _LATER_DIGITS and numeral.unit in _HALVED:
        noun = lexicon.longest(lexicon.NOUNS, w, j + 1)
        if noun is not None and noun[0] in ("person", "household", "head", "item"):
            return
        if w[j + 1] in numbers.WORDS or (w[j] == "năm" and year_word(t, j)):
            return
        numeral.value = tidy(numeral.value + _LATER_DIGITS[w[j]] / 10)
    elif (
        numeral.unit in ("m", "hectare") and t.glued(j) and t.kinds[j] == NUMBER and len(w[j]) <= 2
    ):
        numeral.value = tidy(numeral.value + float(f"0.{w[j]}"))
    else:
        return
    numeral.end = numeral.num_end = j + 1
    numeral.readings = (numeral.value,)


def _rates(t: Tokens, numeral: Numeral, j: int) -> None:
    w = t.words
    while w[j] == "/":
        found = lexicon.longest(lexicon.PER_UNITS, w, j + 1)
        if found is None and t.glued(j + 1):
            found = lexicon.longest(lexicon.NOUNS, w, j + 1)
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
        return bool(after in ("rưỡi", "/") or after in _FIELDS)
    if w[j] == "cân":
        return False
    if w[j] == "đ" and not numeral.scale_words and isinstance(numeral.value, int | float):
        if numeral.value < 1000 and numeral.kind == "plain" and after != "/":
            numeral.unit_words = "đ"
            return True
    if w[j] == "đêm" or (w[j] == "tiếng" and after in _SPEECH):
        return w[j] == "đêm"
    if unit == "rank":
        return after not in ("học", "thang", "cao", "thấp", "lương", "phụ")
    if w[j] == "lần" and after == "thứ":
        return False
    return not (
        unit == "hectare" and w[j] == "mẫu" and after in ("mã", "đơn", "nước", "giống", "vật")
    )


_AFTER_POINT = frozenset(
    [
        "và",
        "trên",
        "so",
        "với",
        "cao",
        "thấp",
        "đạt",
        "tăng",
        "giảm",
        "xếp",
        "của",
        "cho",
        "trở",
        "ở",
        "do",
        "nhưng",
    ]
)
_FIELDS = frozenset(
    [
        "ruộng",
        "đất",
        "vườn",
        "lúa",
        "trồng",
        "mía",
        "sen",
        "dừa",
        "khóm",
        "rẫy",
        "vuông",
        "tôm",
        "nuôi",
        "màu",
        "rau",
    ]
)
_SPEECH = frozenset(["nói", "việt", "anh", "dân", "tộc", "mẹ", "trống", "kẻng"])
