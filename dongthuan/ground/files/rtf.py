"""Tệp .rtf: often saved under the name .doc; its letters, without its looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import Document, Kind, Line, UnreadableFile, cleaned

_TOKEN = re.compile(
    rb"\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I | re.S
)
# Groups that hold no text of the page; any other group marked \* is skipped as well.
_SKIPPED_NAMES = (
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl"
    " footerr footerf listtable listoverridetable revtbl rsidtbl themedata fldinst xmlnstbl"
    " datastore generator atnid atnauthor annotation bkmkstart bkmkend nonshppict nonesttables listtext pntext"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_SIGNS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}"}


@dataclass(frozen=True, slots=True)
class _State:
    skipped: bool = False
    hidden: bool = False
    note: bool = False
    in_table: bool = False
    fallback: int = 1


def read(data: bytes, name: str) -> Document:
    """This function will read the lines of an RTF file, or raise UnreadableFile."""
    try:
        lines, warnings = cleaned(Line(_paired(line.text), line.place) for line in _lines(data))
    except (ValueError, IndexError, LookupError) as reason:
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
    return Document(name, Kind.RTF, lines, warnings)


def _paired(text: str) -> str:
    """This function will join the two halves that RTF makes of a letter beyond the first plane."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _lines(data: bytes) -> Iterator[Line]:
    paragraphs = tables = row = 0
    cells: list[str] = []
    line: list[str] = []
    notes: list[str] = []
    for in_note, sign in _signs(data):
        if in_note:
            notes.append("\n" if sign == "\\par" else sign)
        elif sign == "\\cell":
            cells.append(" ".join("".join(line).split()))
            line = []
        elif sign == "\\row":
            tables, row = (tables, row + 1) if row else (tables + 1, 1)
            yield Line(" | ".join(cells), f"bảng {tables}, dòng {row}")
            cells, line = [], []
        elif sign == "\\inner":
            line.append(" ")
        elif sign in ("\\par", "\\line"):
            content, line = "".join(line), []
            if content.strip():
                row = 0
                yield Line(content, f"đoạn {paragraphs + 1}")
                paragraphs += sign == "\\par"
        else:
            line.append(sign)
    if "".join(line).strip():
        yield Line("".join(line), f"đoạn {paragraphs + 1}")
    remarks = [note.strip() for note in "".join(notes).split("\n") if note.strip()]
    for number, note in enumerate(remarks, 1):
        yield Line(note, f"chú thích {number}")


def _signs(data: bytes) -> Iterator[tuple[bool, str]]:
    """This function will yield text and marks such as \\cell, and whether a footnote holds them."""
    state = _State()
    stack: list[_State] = []
    page = "cp1252"
    bytes_open = bytearray()
    skip = 0
    opened = False
    for token in _TOKEN.finditer(data):
        word, number, code, symbol, brace, plain = token.groups()
        if bytes_open and not code:
            yield state.note, bytes_open.decode(page, errors="replace")
            bytes_open.clear()
        if brace == b"{":
            stack.append(state)
            opened = True
            skip = 0
            continue
        if brace == b"}":
            state = stack.pop() if stack else state
            skip = 0
        elif word is not None:
            name = word.decode("ascii")
            value = None if number is None else int(number)
            if name in _SKIPPED and opened:
                state = replace(state, skipped=True)
            elif name == "footnote" and opened:
                state = replace(state, note=True)
            elif name == "ansicpg" and value:
                page = f"cp{value}"
                "".encode(page)
            elif name == "uc":
                state = replace(state, fallback=value or 0)
            elif name in ("v", "deleted"):
                state = replace(state, hidden=value != 0)
            elif name == "plain":
                state = replace(state, hidden=False)
            elif name in ("intbl", "pard"):
                state = replace(state, in_table=name == "intbl")
            elif state.skipped or state.hidden:
                pass
            elif name == "u" and value is not None:
                yield state.note, chr(value & 0xFFFF)
                skip = state.fallback
            elif name in ("cell", "row", "line", "par"):
                yield (
                    state.note,
                    "\\inner" if state.in_table and name in ("line", "par") else f"\\{name}",
                )
            elif name in ("nestcell", "nestrow"):
                yield state.note, "\\inner"
            elif name in ("page", "sect"):
                yield state.note, "\\par"
            elif name in _SIGNS:
                yield state.note, _SIGNS[name]
        elif state.skipped or state.hidden:
            pass
        elif symbol == b"*":
            state = replace(state, skipped=True)
        elif skip and (code or plain):
            # After a \u comes what old readers show instead: a byte, or the start of plain text.
            if plain and len(plain) > skip:
                yield state.note, plain[skip:].decode(page, errors="replace")
            skip = max(skip - (len(plain) if plain else 1), 0)
        elif code:
            bytes_open.append(int(code, 16))
        elif symbol:
            found = symbol.decode("latin-1")
            yield state.note, "\\par" if found in "\r\n" else _SYMBOLS.get(found, "")
        elif plain:
            yield state.note, plain.decode(page, errors="replace")
        opened = False
    if bytes_open:
        yield state.note, bytes_open.decode(page, errors="replace")
