"""How words are kept and asked for, which answer is the closer one, and where in it they stand.

An entry is kept as a row of small words («lexemes»), so that two databases answer alike:

    ^to ^dan ^pho ^tổ ^dân ^phố  to dan pho | tổ dân phố |  @0

`^` marks a word of the title. A word stands there twice: folded, and as it is written; where it is
written without marks the second is `=pho`. Who types «phố» is answered by `phố` and `=pho`: a text
typed without marks contradicts nobody. Who types «pho» is answered by `pho`, whatever its marks. `@` is
the lock of the entry: who opens few of them looks up no entry that they may not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dongthuan.ground.primitives.folding import fold, lower, nfc, unify_tones

# What is kept in the database follows from the lines below: whoever changes them counts on, and the
# next `migrate` makes every house's index anew.
VERSION = 2
# A longer word is no word that anybody looks for; databases have limits of their own.
LONGEST_WORD = 40
# The words of a question that count, and its fewest letters.
MOST_WORDS, FEWEST_LETTERS = 8, 2
# From how many letters on the last word may be unfinished: titles are few, texts are many.
BEGUN_IN_TITLE, BEGUN_IN_TEXT = 1, 3
# Latin letters with and without marks, and digits: what both databases take for one word.
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
_SHOWN, _BEFORE = 220, 60
_LONGER_THAN_ANY_TITLE = 10_000


def written(text: str) -> str:
    """This function will return the text in the one writing in which words are compared."""
    return unify_tones(lower(nfc(text)))


def words_of(text: str) -> list[str]:
    """This function will return the words of a text, small, with their marks."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(written(text))]


def is_marked(word: str) -> bool:
    """This function will say whether a word bears any mark, đ included."""
    return fold(word) != word


def _as_written(word: str) -> str:
    return word if is_marked(word) else f"={word}"


def lexemes(*, title: str, text: str, lock: int | None = None) -> str:
    """This function will return what is kept of an entry to find it by."""
    head, rest = words_of(title), words_of(text)
    every = [*head, "|", *rest, "|"] if head else [*rest, "|"]
    return " ".join([
        *(f"^{fold(word)}" for word in head), *(f"^{_as_written(word)}" for word in head),
        *(fold(word) for word in every),
        *(word if word == "|" else _as_written(word) for word in every),
        f"@{lock or 0}",
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Từ đã ghi: one kept word, or the beginning of one."""

    word: str
    begun: bool = False


# All of these, each by any of its forms.
Wanted = tuple[tuple[Lexeme, ...], ...]


def under_locks(locks: Iterable[int]) -> tuple[Lexeme, ...]:
    """This function will return what an entry holds that is open to anyone or hangs on some lock."""
    return tuple(Lexeme(f"@{lock}") for lock in (0, *locks))


@dataclass(frozen=True)
class Question:
    """Câu tìm: the words that were typed, in their order."""

    typed: str
    words: tuple[str, ...]

    @property
    def too_short(self) -> bool:
        """This property will say whether there is too little to look for."""
        return sum(len(word) for word in self.words) < FEWEST_LETTERS

    @property
    def is_marked(self) -> bool:
        """This property will say whether some word was typed with its marks."""
        return any(is_marked(word) for word in self.words)

    @property
    def folded(self) -> str:
        """This property will return the words without marks, to look again less strictly."""
        return " ".join(fold(word) for word in self.words)

    def wanted(self, *, in_title: bool) -> Wanted:
        """This method will return what an entry, or its title, must hold to be an answer."""
        last = len(self.words) - 1
        return tuple(
            tuple(self._forms(word, in_title, at == last)) for at, word in enumerate(self.words)
        )

    def _forms(self, word: str, in_title: bool, last: bool) -> Iterator[Lexeme]:
        sign = "^" if in_title else ""
        begun = last and self._may_be_begun(word, in_title)
        if is_marked(word):
            yield Lexeme(f"{sign}{word}", begun)
            yield Lexeme(f"{sign}={fold(word)}", begun)
        else:
            yield Lexeme(f"{sign}{word}", begun)

    def _may_be_begun(self, word: str, in_title: bool) -> bool:
        fewest = BEGUN_IN_TITLE if in_title else BEGUN_IN_TEXT
        # «Tổ 1» asks for group 1, not for groups 10 to 19.
        return len(word) >= fewest and not word.isdigit()

    def answers(self, word: str, *, in_title: bool) -> bool:
        """This method will say whether a word of a text, as `words_of` gives it, was asked for."""
        last = len(self.words) - 1
        return any(
            _answers(word, asked, at == last and self._may_be_begun(asked, in_title))
            for at, asked in enumerate(self.words)
        )

    def closeness(self, kept: str, *, in_title: bool, length: int) -> int:
        """This method will return how near an entry is to the question; the smallest is the nearest.

        In this order: marks as they were typed; title before text; the words one after the other
        before scattered; whole before begun; at the start of the name; written exactly as typed;
        the shorter name. One number says all of it: thousands are held against each other.
        """
        kept = f" {kept} "
        begun, whole, last, literal = self._looked_for[in_title]
        against = unlike = 0
        for form, bears_marks in literal:
            if form not in kept:
                unlike = 1
                against |= bears_marks
        together = begun in kept
        is_whole = whole in kept or (not together and last in kept)
        at_start = in_title and kept.startswith(begun)
        far = against << 5 | (not in_title) << 4 | (not together) << 3 | (not is_whole) << 2
        far |= (not at_start) << 1 | unlike
        return far * _LONGER_THAN_ANY_TITLE + (length if in_title else 0)

    @cached_property
    def _looked_for(self) -> dict[bool, tuple[str, str, str, tuple[tuple[str, bool], ...]]]:
        # Thousands of entries are held against one question: what is the same for all is made once.
        made = {}
        for in_title, sign in ((True, "^"), (False, "")):
            folded = [f"{sign}{fold(word)}" for word in self.words]
            literal = [f" {sign}{_as_written(word)} " for word in self.words]
            literal[-1] = literal[-1].rstrip()
            bear_marks = [is_marked(word) for word in self.words]
            begun = f" {' '.join(folded)}"
            forms = tuple(zip(literal, bear_marks, strict=True))
            made[in_title] = (begun, f"{begun} ", f" {folded[-1]} ", forms)
        return made


def _answers(word: str, asked: str, begun: bool) -> bool:
    told = word
    if not is_marked(asked):
        told = fold(word)
    elif not is_marked(word):
        asked = fold(asked)
    return told == asked or (begun and told.startswith(asked))


def read(typed: str) -> Question:
    """This function will read what somebody typed into the box."""
    typed = " ".join(nfc(typed).split())
    return Question(typed, tuple(words_of(typed)[:MOST_WORDS]))


@dataclass(frozen=True, slots=True)
class Piece:
    """Mẩu chữ: some letters of a text, and whether they are a word that was asked for."""

    text: str
    asked: bool = False


def marked(text: str, question: Question, *, in_title: bool = False) -> tuple[Piece, ...]:
    """This function will cut a text at the words that were asked for."""
    text = nfc(text)
    found: list[Piece] = []
    at = 0
    for first, last in _spans(text, question, in_title):
        if at < first:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], True))
        at = last
    return (*found, Piece(text[at:])) if at < len(text) or not found else tuple(found)


def shown(text: str, question: Question) -> tuple[Piece, ...]:
    """This function will return the stretch of a text that shows most of what was asked for."""
    text = " ".join(nfc(text).split())
    if len(text) > _SHOWN:
        text = _stretch(text, _spans(text, question, False), question)
    return marked(text, question)


def _stretch(text: str, spans: Sequence[tuple[int, int]], question: Question) -> str:
    best, most = 0, 0
    for first, _ in spans:
        told = {fold(text[a:b]) for a, b in spans if first <= a and b <= first + _SHOWN - _BEFORE}
        if len(told) > most:
            best, most = first, len(told)
        if most >= len(set(question.words)):
            break
    start = max(0, min(best - _BEFORE, len(text) - _SHOWN))
    end = min(len(text), start + _SHOWN)
    # Cut between words, never inside one.
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", 0, end) if end < len(text) else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _spans(text: str, question: Question, in_title: bool) -> list[tuple[int, int]]:
    # Lowering, moving a tone and folding keep the length: places in all writings are the same.
    told = written(text)
    plain = fold(told)
    # What does not even begin alike without marks is no answer; most words of a text do not.
    alike = tuple(fold(word) for word in question.words)
    return [
        match.span()
        for match in _WORD.finditer(told)
        if plain.startswith(alike, match.start())
        and question.answers(match.group()[:LONGEST_WORD], in_title=in_title)
    ]
