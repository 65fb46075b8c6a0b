"""`dongthuan claims`: every figure a text states, as JSON Lines or as a table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from dongthuan.doors.cli import _opening
from dongthuan.ground import claims
from dongthuan.ground.claims.reading import Figure, Reading
from dongthuan.ground.primitives import numbers, periods


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("claims", help="đọc các con số trong một văn bản")
    parser.add_argument("file", help="tệp .txt .docx .doc .pdf .html .jsonl, hoặc - (nhập vào)")
    parser.add_argument("--format", choices=("jsonl", "table"), default="table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will print what the text states; returns 2 when it cannot be read."""
    try:
        readings = list(_readings(options.file))
    except _opening.Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.format == "jsonl":
        for identity, reading in readings:
            print(json.dumps(reading.as_record(identity), ensure_ascii=False))
        return 0
    rows = [
        (identity, *_row(figure)) for identity, reading in readings for figure in reading.figures
    ]
    if not rows:
        print("Không thấy con số nào trong văn bản này.")
        return 0
    _print_table(("đoạn", "số viết", "giá trị", "đơn vị", "nói về", "mức", "kỳ"), rows)
    return 0


def _readings(name: str) -> Iterator[tuple[str, Reading]]:
    data = _opening.data_of(name)
    if name.lower().endswith(".jsonl") or data.lstrip()[:1] == b"{":
        yield from _items(data, name)
        return
    _, document = _opening.document(name) if name != "-" else (data, _from_input(data))
    lines = [line.text for line in document.lines]
    for number, reading in enumerate(claims.read_document(lines), start=1):
        yield f"p{number}", reading


def _from_input(data: bytes) -> _opening.files.Document:
    try:
        return _opening.files.read_text(data, "văn bản nhập vào")
    except _opening.files.UnreadableFile as problem:
        raise _opening.Refused(str(problem)) from None


def _items(data: bytes, name: str) -> Iterator[tuple[str, Reading]]:
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            text = item["text"]
        except (json.JSONDecodeError, KeyError, TypeError):
            raise _opening.Refused(
                f'{name}, dòng {number}: cần một đối tượng JSON có "text" (và "id" nếu có).',
            ) from None
        yield str(item.get("id") or f"p{number}"), claims.read(text)


_HEDGES = {
    "exact": "", "more_than": "hơn", "less_than": "gần", "about": "khoảng",
    "at_least": "ít nhất", "at_most": "tối đa",
}  # fmt: skip


def _row(figure: Figure) -> tuple[str, ...]:
    if isinstance(figure.value, tuple):
        value = " – ".join(numbers.written(part) for part in figure.value)
    else:
        value = numbers.written(figure.value)
    if figure.of is not None:
        value = f"{value}/{numbers.written(figure.of)}"
    if len(figure.readings) > 1:
        value += " (?)"
    period = periods.printed(figure.period) if figure.period else ""
    return (
        figure.surface, value, figure.unit, " ".join(figure.counted.split())[:44],
        _HEDGES[figure.qualifier], period,
    )  # fmt: skip


def _print_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
