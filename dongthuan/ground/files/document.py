"""Văn bản và bảng đã đọc: what reading a file gives, and how a file is refused."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dongthuan.ground.primitives import encodings
from dongthuan.ground.primitives.encodings import Encoding


class UnreadableFile(Exception):
    """Tệp không đọc được: the message names the file and the remedy, in words for its owner."""


class OnlyPictures(UnreadableFile):
    """Tệp chỉ có ảnh: pages that were scanned or photographed, without a letter to read."""


class Kind(enum.Enum):
    """Loại tệp, as its content says; the last six are recognised only to be refused clearly."""

    TXT = "txt"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    IMAGE = "image"
    ZIP = "zip"
    LOCKED = "locked"
    ODF = "odf"
    SLIDES = "slides"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """Một dòng không trống: its NFC text and where the reader finds it («bảng 1, dòng 3»)."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """Văn bản: the non-empty lines of a file in reading order, and what was odd about it."""

    name: str
    kind: Kind
    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Ô gộp: first and last row and column of a merged cell, from 0 within the rows kept."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Một bảng: its cells as an office sees them.

    ``rows`` are all equally long; ``numbers`` has the same shape and holds the value of a cell
    that is a typed number (a text such as «1.619» has None there). ``first_row`` is the row number,
    from 1, that the first of ``rows`` has in the file, ``first_column`` likewise. A merged cell
    stands once, at its top left.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    merged: tuple[Merge, ...] = ()
    numbers: tuple[tuple[int | float | None, ...], ...] = ()
    first_column: int = 1


def read_encodings(texts: Sequence[str]) -> tuple[list[Encoding], tuple[str, ...]]:
    """This function will name the encoding of each line, short lines going with the lines around.

    One file may hold paragraphs of several ages, so each line is judged alone; a line too short to
    judge follows the old encoding found in the same file, when it reads as Vietnamese in it.
    """
    found = [encodings.detect(text) for text in texts]
    doubtful = [
        at for at, text in enumerate(texts) if found[at] is Encoding.UNICODE and not text.isascii()
    ]
    counts = {old: found.count(old) for old in (Encoding.TCVN3, Encoding.VNI)}
    main = max(counts, key=lambda old: counts[old])
    if not counts[main] and doubtful:
        # Many short lines (a table) may be certain together where none is alone.
        western = [at for at in doubtful if all(ord(char) < 256 for char in texts[at])]
        main = encodings.detect(" ".join(texts[at] for at in western))
    if main is not Encoding.UNICODE:
        for at in doubtful:
            if encodings.fits(texts[at], main):
                found[at] = main
    return found, tuple(
        f"Đã chuyển từ bảng mã {old.value} sang Unicode; nên xem lại các chữ có dấu."
        for old in (Encoding.TCVN3, Encoding.VNI)
        if old in found
    )


def cleaned(lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """This function will bring lines to NFC, drop the empty ones and say what it converted."""
    kept = [line for line in lines if line.text.strip(" |\t\r\n\u00a0\u00ad")]
    found, warnings = read_encodings([line.text for line in kept])
    return tuple(
        Line(encodings.aligned(line.text, encoding)[0].rstrip(), line.place)
        for line, encoding in zip(kept, found, strict=True)
    ), warnings
