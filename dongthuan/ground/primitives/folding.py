"""Bỏ dấu và thống nhất cách đặt dấu: folding of Vietnamese letters for comparing and finding."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_OPEN_PAIRS = ("oa", "oe", "uy")


def nfc(text: str) -> str:
    """This function will return the text in composed form (NFC), the form all offsets count in."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0]
    low = base.lower()
    return low if len(low) == 1 else letter


@lru_cache(maxsize=4096)
def _lower_letter(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter


_ASCII_LOWER = {code: chr(code).lower() for code in range(128)}


class _Table(dict[int, str]):
    """A translation table filled as letters are met, so that translate stays in C."""

    def __init__(self, one: object) -> None:
        super().__init__(_ASCII_LOWER)
        self._one = one

    def __missing__(self, code: int) -> str:
        value: str = self._one(chr(code))  # type: ignore[operator]
        self[code] = value
        return value


_FOLD = _Table(_plain_letter)
_LOWER = _Table(_lower_letter)


def fold(text: str) -> str:
    """This function will drop marks and case, đ to d; an NFC text keeps its length."""
    return nfc(text).translate(_FOLD)


def lower(text: str) -> str:
    """This function will lower the case letter by letter, so that offsets stay true."""
    return text.translate(_LOWER)


def _tone_moves() -> dict[str, str]:
    moves: dict[str, str] = {}
    for pair in _OPEN_PAIRS:
        for tone in _TONES:
            first = unicodedata.normalize("NFC", pair[0] + tone) + pair[1]
            second = pair[0] + unicodedata.normalize("NFC", pair[1] + tone)
            moves[second] = first
    return moves


_MOVES = _tone_moves()


def unify_tones(text: str) -> str:
    """This function will put the tone of oa, oe, uy on the first vowel (hoà and hòa become one).

    Lower-case NFC in, same length out. Only a syllable that ends in the pair moves: «hoàn» and
    «quý» are written one way only.
    """
    if not any(pair in text for pair in _MOVES):
        return text
    out = text
    for second, first in _MOVES.items():
        at = out.find(second)
        while at >= 0:
            after = out[at + 2 : at + 3]
            before = out[at - 1 : at]
            if not after.isalpha() and not (second[0] == "u" and before == "q"):
                out = out[:at] + first + out[at + 2 :]
            at = out.find(second, at + 2)
    return out


def sort_key(text: str) -> tuple[str, str]:
    """This function will return a key that sorts as a Vietnamese reader expects (đ after d)."""
    low = lower(nfc(text))
    plain = "".join("dzz" if letter == "đ" else _plain_letter(letter) for letter in low)
    return plain, low
