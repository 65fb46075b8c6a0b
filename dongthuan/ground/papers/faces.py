"""Mặt chữ: where this machine keeps a Times that knows every Vietnamese letter.

A face that lacks some letters is worse than another face: those letters would be borrowed, and a word
would be set in two hands. So a family counts only with all its Vietnamese letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts",
    "C:/Windows/Fonts",
)  # fmt: skip
# The regular cut of each family, the dearest first: all three have the same measures.
_FAMILIES = {
    "times.ttf": "Times New Roman", "Times New Roman.ttf": "Times New Roman",
    "Times_New_Roman.ttf": "Times New Roman", "LiberationSerif-Regular.ttf": "Liberation Serif",
    "Tinos-Regular.ttf": "Tinos",
}  # fmt: skip
# The embedded family of the typesetter: other measures, every letter.
FALLBACK = "Libertinus Serif"
_LETTERS = "ẬỦỄỮẴộẳỵƠư"


@lru_cache(maxsize=1)
def times() -> tuple[str, Path | None]:
    """This function will return the family to set papers in, and the folder its files lie in."""
    found = {path.name: path for path in _files()}
    for name, family in _FAMILIES.items():
        path = found.get(name)
        if path is not None:
            return family, path.parent
    return FALLBACK, None


def _files() -> Iterator[Path]:
    for folder in (
        *map(Path, _FOLDERS),
        Path.home() / ".local/share/fonts",
        Path.home() / ".fonts",
    ):
        if folder.is_dir():
            yield from (
                path for path in sorted(folder.rglob("*.ttf"))
                if path.name in _FAMILIES and complete(path)
            )  # fmt: skip


def complete(path: Path) -> bool:
    """This function will say whether a font file draws every Vietnamese letter."""
    try:
        face = ImageFont.truetype(str(path), 24)
    except OSError:
        return False
    # What a font does not know it draws as one and the same box.
    missing = bytes(face.getmask("\uffff"))
    return all(bytes(face.getmask(letter)) != missing for letter in _LETTERS)
