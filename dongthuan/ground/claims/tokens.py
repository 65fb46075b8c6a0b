"""Tách chữ: words, numbers and signs of a text, each with its place."""

from __future__ import annotations

import re

from dongthuan.ground.claims import unmarked
from dongthuan.ground.primitives.folding import lower, nfc, unify_tones

NUMBER, WORD, SIGN, LINE = "N", "W", "P", "L"
PADDING = 10

_DIGITS = r"(?:(?<![^\W_])[lIO](?=\d))?\d(?:\d|[Oo](?=\d)|[.,](?=\d|O\d))*"
# A scanner puts spaces inside numbers: «3 . 216 . 400», «7 1,4», «1 .O36».
_SCANNED = (
    r"(?:(?<![^\W_])[lIO](?=\d))?\d[\dOo]*"
    r"(?:(?: ?[.,] ?(?=[\dO])| (?=\d))[\dO][\dOo]*)*(?![^\W\d_]\d)"
)
_REST = (
    r"|(?P<W>(?:km|cm|dm|m)[23²³](?!\w)|héc-ta|héc ta|ki-lô-gam|ki-lô-mét|[^\W\d_]+(?:\.(?= ?đ(?:ồng)?\b))?)"
    r"|(?P<L>\n+)|(?P<P>\S)"
)
_PLAIN_TOKENS = re.compile(rf"(?P<N>{_DIGITS}){_REST}", re.IGNORECASE)
_SCANNED_TOKENS = re.compile(rf"(?P<N>{_SCANNED}){_REST}", re.IGNORECASE)
_SCANNED_TEXT = re.compile(r"[^\W_] [.,](?=\s|$|[\dO])")
_SPACED_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)")


class Tokens:
    """Dãy chữ của một văn bản: parallel lists, padded so that looking past an end finds ''.

    `text` is NFC; `low` is the text in lower case with tones unified, same length.
    """

    __slots__ = ("count", "ends", "kinds", "low", "scanned", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = nfc(text)
        low = lower(self.text)
        # Typed on a phone without marks: the words the grammar needs get theirs back, letter
        # for letter, so that every offset stays true.
        self.low = unmarked.restore(low) if low.isascii() else unify_tones(low)
        self.scanned = bool(_SCANNED_TEXT.search(self.text))
        pattern = _SCANNED_TOKENS if self.scanned else _PLAIN_TOKENS
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.kinds: list[str] = []
        low = self.low
        # Matching runs on the text as written: l, I and O are digits only in their own case.
        for match in pattern.finditer(self.text):
            start, end = match.span()
            self.starts.append(start)
            self.ends.append(end)
            self.words.append(low[start:end])
            self.kinds.append(match.lastgroup or SIGN)
        self.count = len(self.words)
        self.starts += [len(self.text)] * PADDING
        self.ends += [len(self.text)] * PADDING
        self.words += [""] * PADDING
        self.kinds += [""] * PADDING

    def glued(self, index: int) -> bool:
        """This method will say whether nothing stands between the token and the one before."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        """This method will say whether the word is written with a capital first letter."""
        return self.text[self.starts[index] : self.starts[index] + 1].isupper()

    def spaced_thousands(self, index: int) -> int:
        """This method will return the index after «12 500» written with spaces, else `index`."""
        match = _SPACED_THOUSANDS.match(self.text, self.starts[index])
        if not match:
            return index
        after = index
        while after < self.count and self.ends[after] <= match.end():
            after += 1
        return after if after > index + 1 else index

    def upto(self, index: int, place: int) -> int:
        """This method will return the first token from `index` on that starts at a place or later."""
        while index < self.count and self.starts[index] < place:
            index += 1
        return index


def split(phrase: str) -> tuple[str, ...]:
    """This function will cut a phrase of the lexicon just as a text is cut."""
    return tuple(match.group() for match in _PLAIN_TOKENS.finditer(phrase))
