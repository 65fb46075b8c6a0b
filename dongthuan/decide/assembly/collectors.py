"""Người thu tiền không thu phiếu: rooms above say who collects money for what a vote decides."""

from __future__ import annotations

from collections.abc import Callable

# Whose key, for which vote: why they may not collect its ballots, or an empty text.
Source = Callable[[str, int], str]
_SOURCES: dict[str, Source] = {}


def register(room: str, source: Source) -> None:
    """This function will take in a room that knows who collects money; a room speaks once."""
    _SOURCES[room] = source


def reason(key: str, vote: int) -> str:
    """This function will say why somebody may not collect the ballots of a vote, or return nothing."""
    return next((told for source in _SOURCES.values() if (told := source(key, vote))), "")
