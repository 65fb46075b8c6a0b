"""Tệp .txt: letters of any age, one line after another."""

from __future__ import annotations

import re

from dongthuan.ground.files.document import Document, Kind, Line, cleaned
from dongthuan.ground.primitives import encodings

_OLD = {"tcvn3": "TCVN3", "vni": "VNI"}
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def letters(data: bytes) -> tuple[str, tuple[str, ...]]:
    """This function will return the text of a file of letters and say from what it converted."""
    text, encoding = encodings.decode(data)
    text = text.lstrip("\ufeff").replace("\x00", "")
    if encoding in _OLD:
        return text, (
            f"Đã chuyển từ bảng mã {_OLD[encoding]} sang Unicode; nên xem lại các chữ có dấu.",
        )
    return text, ()


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of a plain text."""
    text, first = letters(data)
    lines, second = cleaned(
        Line(line, f"dòng {at}") for at, line in enumerate(_BREAK.split(text), 1)
    )
    return Document(name, Kind.TXT, lines, first + second)
