"""Tài khoản ghi từ hồ sơ khác: rooms above say which accounts follow their own records, and no hand."""

from __future__ import annotations

from collections.abc import Callable

# The code of an account: where what it takes is written, or an empty text.
Source = Callable[[str], str]
_SOURCES: dict[str, Source] = {}


def register(room: str, source: Source) -> None:
    """This function will take in a room whose records post to accounts of the book; a room speaks once."""
    _SOURCES[room] = source


def place(code: str) -> str:
    """This function will say where what an account takes is written, or return nothing."""
    return next((told for source in _SOURCES.values() if (told := source(code))), "")
