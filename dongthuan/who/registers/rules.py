"""Sổ và cột: what a register asks of its columns, and which column of a head says which field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dongthuan.ground.primitives.folding import fold


class CannotRead(ValueError):
    """Raised when a cell says nothing that its field can hold; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """Cột của sổ: its words, the heads that offices give it, how a cell is read, how it looks."""

    code: str
    words: str
    heads: tuple[str, ...]
    read: Callable[..., Any]
    looks: str = ""
    # A day is read on a day: «58» is 1958 until 2058.
    dated: bool = False
    # Two columns may say one field: the year of birth of men beside that of women.
    many: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Mẫu sổ: a register's fields, those a row cannot be without, and what a line of a group names."""

    code: str
    words: str
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    group: str = ""

    def field(self, code: str) -> Field:
        """This method will return a field by its code."""
        return next(one for one in self.fields if one.code == code)


@dataclass(frozen=True, slots=True)
class Problem:
    """Chỗ cần sửa: where it stands in the file, and what to do."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng đã đọc: where it stands, the group above it, and what its cells say by field."""

    sheet: str
    row: int
    group: str
    told: Mapping[str, Any]
    columns: Mapping[str, str] = field(default_factory=dict)

    def problem(self, code: str, words: str) -> Problem:
        """This method will name the cell of a field, or the row where the field has no column."""
        return Problem(self.sheet, self.row, self.columns.get(code, ""), words)


# What the law calls sensitive or what another register answers for: read by nobody, kept nowhere.
SENSITIVE = (
    "dan toc", "ton giao", "cccd", "cmnd", "can cuoc", "can cuoc cong dan", "chung minh", "so dinh danh",
    "dinh danh", "ma dinh danh", "ddcn", "ho chieu", "benh", "suc khoe", "khuyet tat", "nhom mau",
    "ky luat", "tien an", "thu nhap", "bhyt", "the bhyt", "so the bhyt", "dang vien", "tai khoan", "ma so thue",
)  # fmt: skip
USUAL = (
    "stt", "tt", "so tt", "ghi chu", "gioi tinh", "nam nu", "nghe nghiep", "que quan", "noi sinh",
    "trinh do", "ngay cap", "noi cap", "so khau", "so nhan khau", "ky nhan", "ky ten",
)  # fmt: skip
BELOW = ("nam", "nu", "ngay", "thang", "nam sinh", "ho", "ten", "tu", "den", "tu ngay", "den ngay")
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_LOOKED_AT = 60


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """This function will bring a head to bare words: «Họ và tên (in hoa)» → «ho va ten in hoa»."""
    return _PUNCTUATION.sub(" ", fold(label)).strip()


def fingerprint(form: str, labels: Sequence[str]) -> str:
    """This function will name a head by its words, so that the next file of its kind is known."""
    told = "|".join((form, *(plain(one) for one in labels))).rstrip("|")
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def is_sensitive(label: str) -> bool:
    """This function will say whether a column holds what no register here may keep."""
    words = f" {plain(label)} "
    return any(f" {one} " in words for one in SENSITIVE)


def meant(label: str, form: Form) -> tuple[str, int]:
    """This function will return the field that a head speaks of and how surely; nothing is ("", 0)."""
    words = plain(label)
    if not words or is_sensitive(label):
        return "", 0
    best, most = "", 0
    for one in form.fields:
        for place, head in enumerate(one.heads):
            if words == head:
                # «Họ và tên» is more a person's name than «Họ tên chủ hộ» beside it.
                return one.code, 1000 - place
            if f" {head} " in f" {words} " and len(head) > most:
                best, most = one.code, len(head)
    return best, most


def is_known(label: str, form: Form) -> bool:
    """This function will say whether a cell could be a head of this register."""
    words = plain(label)
    if not words or len(words) > 60:
        return False
    return words in USUAL or is_sensitive(label) or bool(meant(label, form)[0])


def propose(
    labels: Sequence[str], samples: Sequence[Sequence[Any]], form: Form
) -> dict[int, str]:  # fmt: skip
    """This function will say which column holds which field: by its head, then by what is in it."""
    found: dict[int, str] = {}
    held: dict[str, tuple[int, int]] = {}
    for at, label in enumerate(labels):
        code, sure = meant(label, form)
        if not code:
            continue
        if form.field(code).many:
            found[at] = code
        elif code not in held or held[code][1] < sure:
            held[code] = (at, sure)
    found |= {at: code for code, (at, _) in held.items()}
    for one in form.fields:
        if one.looks and one.code not in found.values():
            looking = _looking_so(one.looks, labels, samples, found)
            if looking is not None:
                found[looking] = one.code
    return dict(sorted(found.items()))


def _looking_so(
    looks: str, labels: Sequence[str], samples: Sequence[Sequence[Any]], taken: Iterable[int]
) -> int | None:  # fmt: skip
    pattern = re.compile(looks)
    for at, label in enumerate(labels):
        # A head that says something else is believed more than what its cells look like.
        if at in taken or is_sensitive(label) or plain(label) in USUAL:
            continue
        cells = [str(row[at]).strip() for row in samples[:_LOOKED_AT] if at < len(row)]
        cells = [cell for cell in cells if cell]
        if len(cells) >= 3 and sum(bool(pattern.fullmatch(c)) for c in cells) * 5 >= len(cells) * 4:
            return at
    return None


def letters(column: int) -> str:
    """This function will name a column as a spreadsheet does: 0 is A, 27 is AB."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
