"""Tệp .pdf: the lines of a page, joined again into the paragraphs that the page width broke."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped,unused-ignore]

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import (
    Document,
    Kind,
    Line,
    OnlyPictures,
    UnreadableFile,
    cleaned,
)

_LOCKED = (
    "tệp PDF có mật khẩu. Mở tệp, in hoặc lưu ra một tệp PDF mới không có mật khẩu rồi thử lại."
)
_PICTURE = (
    "tệp PDF chỉ có ảnh chụp hoặc quét, không có chữ để đọc. "
    "Hãy dùng tệp Word gốc, hoặc nhận dạng chữ (OCR) trước."
)
# A line this near to the longest of its page was broken by the width, not by its writer.
_NEARLY_FULL = 0.72
_ENDINGS = tuple(".;:!?…")
# «1. Kinh tế» begins an item; «1.619 hộ» carries on a sentence, and so does «- xã hội».
_ITEM = re.compile(
    r"[•▪●○◦·]|\(?\d{1,3}(?:\.\d{1,2})*[.)]\s|\(?[a-zđ][.)]\s|[IVXLC]{1,5}\.\s", re.IGNORECASE
)
_DASH = re.compile(r"[-–—+*]\s*(.?)")
_PAGE_NUMBER = re.compile(r"\s*(?:[Tt]rang\s*)?[-–]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?\s*")
# The library behind it keeps one state for the whole process.
_ONE_AT_A_TIME = threading.Lock()
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of a PDF.

    :raises UnreadableFile: the file is damaged, has a password, or is a picture without letters.
    """
    with _ONE_AT_A_TIME:
        pages = _pages(data, name)
    lines, warnings = cleaned(joined(pages))
    if not lines:
        raise OnlyPictures(f"{name}: {_PICTURE}")
    return Document(name, Kind.PDF, lines, warnings)


def _pages(data: bytes, name: str) -> list[list[str]]:
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        locked = "password" in str(reason).lower() or "security" in str(reason).lower()
        raise UnreadableFile(f"{name}: {_LOCKED if locked else containers.DAMAGED}") from reason
    try:
        return [_page_lines(page) for page in file]
    except pypdfium2.PdfiumError as reason:
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    finally:
        file.close()


def _page_lines(page: pypdfium2.PdfPage) -> list[str]:
    letters = page.get_textpage()
    try:
        text: str = letters.get_text_range()
    finally:
        letters.close()
        page.close()
    lines = [_NOISE.sub("", line).rstrip() for line in re.split(r"\r\n|\r|\n", text)]
    lines = [line for line in lines if line.strip()]
    for edge in (-1, 0):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return lines


def joined(pages: list[list[str]]) -> Iterator[Line]:
    """This function will join the printed lines of all pages into paragraphs."""
    whole: Line | None = None
    last = ""
    width = 0
    for number, lines in enumerate(pages, 1):
        width = max((len(line) for line in lines), default=width)
        for at, line in enumerate(lines, 1):
            if whole is not None and _carries_on(last, line, width):
                whole = Line(f"{whole.text} {line.lstrip()}", whole.place)
            else:
                if whole is not None:
                    yield whole
                whole = Line(line, f"trang {number}, dòng {at}")
            last = line
    if whole is not None:
        yield whole


def _carries_on(last: str, line: str, width: int) -> bool:
    """This function will say whether a line is the rest of the line before it."""
    start = line.lstrip()
    dash = _DASH.match(start)
    if _ITEM.match(start) or (dash and not dash[1].islower()) or last.endswith(_ENDINGS):
        return False
    full = len(last) >= width * _NEARLY_FULL
    if start[0].islower():
        return full or last.endswith(",") or len(last) >= width * 0.5
    return full and not last.isupper()
