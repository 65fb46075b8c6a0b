"""Bảng mã cũ: TCVN3 (ABC, .Vn fonts), VNI-Windows and cp1258 text brought to Unicode NFC.

Old files carry Vietnamese in fonts: the letters are those of Western Windows and only the font
makes «Sè hé» look like «Số hộ». Text is converted only when its words become Vietnamese syllables
that they were not before, so that French, English and real Unicode Vietnamese stay as they are.
"""

from __future__ import annotations

import codecs
import enum
import re
import unicodedata
from functools import lru_cache

from dongthuan.ground.primitives.folding import nfc


class Encoding(enum.Enum):
    """Bảng mã: how the letters of a text are to be read."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"


# TCVN 5712:1993 VN3, from the code 0xA1; a dot is a code that it leaves alone.
_TCVN3_ROW = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
)
_TCVN3 = {chr(0xA1 + at): letter for at, letter in enumerate(_TCVN3_ROW) if letter != "."}

# VNI-Windows writes a vowel and then its mark; a few letters have a code of their own.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = dict(_VNI_SINGLE)
    bases = {letter: letter for letter in "aeouy"} | {"ô": "ơ", "ö": "ư"}
    for code, base in bases.items():
        for mark, tone in _VNI_TONES.items():
            table[code + mark] = nfc(base + tone)
    for base in "aeo":
        for mark, tone in _VNI_HATS.items():
            table[base + mark] = nfc(base + "\u0302" + tone)
    for mark, tone in _VNI_BREVES.items():
        table["a" + mark] = nfc("a\u0306" + tone)
    # The case of the vowel decides: typists press the mark with or without Shift.
    for code, letter in list(table.items()):
        table[code.upper()] = letter.upper()
        table[code[0].upper() + code[1:]] = letter.upper()
    return table


_VNI = _vni_table()

# A letter that Western Windows cannot hold shows that a text is Unicode already.
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
_HIGH = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ffĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(?:a(?:i|o|u|y|ch?|m|ng?|nh|p|t)?|ă(?:c|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)"
    "|e(?:c|m|ng?|o|p|t)?|ê(?:ch|m|nh?|p|t|u)?|i(?:a|ch|m|nh?|p|t|u)?|iê(?:c|m|ng?|p|t|u)"
    "|o(?:c|i|m|ng?|p|t)?|oo(?:c|ng)|ô(?:c|i|m|ng?|p|t)?|ơ(?:i|m|n|p|t)?"
    "|u(?:a|c|i|m|ng?|p|t)?|ư(?:a|c|i|m|ng?|t|u)?|uô(?:c|i|m|ng?|t)|ươ(?:c|i|m|ng?|p|t|u)"
    "|y|yê(?:m|ng?|t|u)|oa(?:ch?|i|m|ng?|nh|o|p|t|y)?|oă(?:c|m|ng?|t)|oe(?:n|o|t)?"
    "|uâ(?:ng?|t|y)|uê(?:ch|nh)?|uơ|uy(?:a|ch|nh?|p|t|u)?|uyê(?:n|t))"
)
_STOPS = re.compile("(?:c|ch|p|t)$")
_STOP_TONES = frozenset("\u0301\u0323")
_WESTERN_VOWELS = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")

# Three points of evidence convert a text: two odd words do, one sign such as µm does not.
_ENOUGH = 3
_MOSTLY = 0.8


@lru_cache(maxsize=16384)
def _is_syllable(word: str) -> bool:
    """This function will say whether a word could be one Vietnamese syllable, marks included."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONE_MARKS.findall(apart)
    if len(tones) > 1:
        return False
    plain = nfc(_TONE_MARKS.sub("", apart))
    if not _SYLLABLE.fullmatch(plain):
        return False
    return not _STOPS.search(plain) or bool(tones and tones[0] in _STOP_TONES)


def _even_case(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()


def _swap_tcvn3(text: str) -> tuple[str, list[int] | None]:
    out: list[str] = []
    for at, char in enumerate(text):
        letter = _TCVN3.get(char, char)
        # A centred dot that stands alone is a bullet, not the letter ã.
        around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        if char == "·" and not any(map(_is_tcvn3_letter, around)):
            letter = char
        out.append(letter)
    return _raise_case(text, "".join(out)), None


def _is_tcvn3_letter(char: str) -> bool:
    return char in _TCVN3 or char.isalpha()


def _raise_case(old: str, new: str) -> str:
    """This function will restore capitals: TCVN3 has no capital code for a toned vowel."""
    plain = [char for char in old if char.isascii() and char.isalpha()]
    if len(plain) >= 2 and all(char.isupper() for char in plain):
        return new.upper() if len(new.upper()) == len(new) else new

    def raised(found: re.Match[str]) -> str:
        letters = [char for char in old[found.start() : found.end()] if char.isascii()]
        shout = len(letters) >= 2 and all(char.isupper() for char in letters)
        return found.group().upper() if shout else found.group()

    return _WORD.sub(raised, new)


def _swap_vni(text: str) -> tuple[str, list[int] | None]:
    out: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        width = 2 if text[at : at + 2] in _VNI and at + 1 < len(text) else 1
        out.append(_VNI.get(text[at : at + width], text[at : at + width]))
        starts.append(at)
        at += width
    starts.append(len(text))
    return "".join(out), starts


def _swap(text: str, encoding: Encoding) -> str:
    return (_swap_tcvn3 if encoding is Encoding.TCVN3 else _swap_vni)(text)[0]


def _weight(word: str, encoding: Encoding) -> tuple[bool, int]:
    """This function will say whether a word is Vietnamese in an encoding, and how telling it is."""
    swapped = _swap(word, encoding)
    if not _is_syllable(swapped) or (encoding is Encoding.VNI and not _even_case(swapped)):
        return False, 0
    if _even_case(word) and _is_syllable(word):
        return True, 0
    if not _even_case(word) and len(word) > 2 and word.isalpha():
        return True, 3
    return True, 1 if all(char.isascii() or char in _WESTERN_VOWELS for char in word) else 2


def _evidence(text: str, encoding: Encoding) -> tuple[int, float, float]:
    """This function will return the evidence for an encoding, its share and that of Unicode."""
    words = {word for word in _WORD.findall(text) if _HIGH.search(word) and len(word) > 1}
    words.discard("µm")
    if not words:
        return 0, 0.0, 1.0
    weights = [_weight(word, encoding) for word in words]
    kept = sum(1 for word in words if _even_case(word) and _is_syllable(word))
    good = sum(1 for valid, _ in weights if valid)
    return sum(points for _, points in weights), good / len(words), kept / len(words)


def detect(text: str) -> Encoding:
    """This function will name the encoding of a text, UNICODE unless another is certain."""
    if text.isascii() or not _HIGH.search(text) or _ONLY_UNICODE.search(text):
        return Encoding.UNICODE
    best, most = Encoding.UNICODE, 0.0
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        points, share, kept = _evidence(text, encoding)
        if points >= _ENOUGH and share >= _MOSTLY and share > max(most, kept):
            best, most = encoding, share
    return best


def fits(text: str, encoding: Encoding) -> bool:
    """This function will say whether a short text beside others of an encoding can be of it too."""
    if encoding is Encoding.UNICODE or not _HIGH.search(text) or _ONLY_UNICODE.search(text):
        return False
    _, share, kept = _evidence(text, encoding)
    return share >= 0.5 and share >= kept


def aligned(text: str, encoding: Encoding) -> tuple[str, list[int] | None]:
    """This function will return the NFC text and where in the old text each of its letters began.

    The list has one entry more than the new text (its end); None says that both texts count alike.
    Letters without width (a soft hyphen) are dropped; in TCVN3 that code is the letter ư.
    """
    if encoding is Encoding.TCVN3:
        return _swap_tcvn3(text)
    if encoding is Encoding.VNI:
        return _swap_vni(text)
    if text.isascii():
        return text, None
    text = _mend_eth(text)
    if not _UNSEEN.search(text) and unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        whole = nfc(_UNSEEN.sub("", text[at:end]))
        out.append(whole)
        starts.extend([at] * len(whole))
        at = end
    starts.append(len(text))
    return "".join(out), starts


def _joins(char: str) -> bool:
    # Conjoining Korean letters have no combining class and yet compose with what stands before.
    return char > "\u02ff" and (unicodedata.combining(char) > 0 or "\u1160" <= char <= "\u11ff")


def to_unicode(text: str) -> tuple[str, Encoding]:
    """This function will return the text in Unicode NFC and the encoding that it was read from."""
    encoding = detect(text)
    if encoding is Encoding.UNICODE:
        return nfc(_mend_eth(text)), encoding
    return nfc(_swap(text, encoding)), encoding


def _mend_eth(text: str) -> str:
    """This function will put Đ where old converters left the Icelandic Ð, which looks the same."""
    if ("Ð" in text or "ð" in text) and _ONLY_UNICODE.search(text):
        return text.replace("Ð", "Đ").replace("ð", "đ")
    return text


_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """This function will return the text of a file of letters in NFC and the name of its encoding.

    Names: utf-8, utf-8-sig, utf-16, cp1258, cp1252, tcvn3, vni. It never fails: a byte that has no
    meaning becomes the replacement sign.
    """
    for mark, name in _MARKED:
        if data.startswith(mark):
            return nfc(data.decode(name, errors="replace")), name
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    # A file cut short, or one stray byte, does not make a long UTF-8 text anything else.
    mended = not broken or broken * 10 < sum(1 for char in text if char > "\x7f")
    if mended and "\x00" not in text[:2000]:
        return nfc(text), "utf-8"
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) > len(data[:2000]) // 8:
        name = "utf-16-le" if odd > even else "utf-16-be"
        return nfc(data.decode(name, errors="replace")), "utf-16"
    return _decode_windows(data)


def _decode_windows(data: bytes) -> tuple[str, str]:
    western = data.decode("cp1252", errors="replace")
    encoding = detect(western)
    share = _evidence(western, encoding)[1] if encoding is not Encoding.UNICODE else 0.0
    vietnamese = nfc(data.decode("cp1258", errors="replace"))
    words = {word for word in _WORD.findall(vietnamese) if not word.isascii()}
    good = sum(1 for word in words if _even_case(word) and _is_syllable(word))
    west = {word for word in _WORD.findall(western) if not word.isascii()}
    west_good = sum(1 for word in west if _even_case(word) and _is_syllable(word))
    if words and good / len(words) >= max(_MOSTLY, share) and good > west_good:
        return vietnamese, "cp1258"
    if encoding is not Encoding.UNICODE:
        return nfc(_swap(western, encoding)), encoding.value.lower()
    return nfc(western), "cp1252"
