"""Mở tệp cho dòng lệnh: files and tables a person names, or a plain word why not."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from dongthuan.ground import files
from dongthuan.ground.claims import MeasureTable, TableProblem, aliases_from_rows


class Refused(Exception):
    """Raised when a file cannot be used; its text names the file and what to do."""


def data_of(name: str) -> bytes:
    """This function will return the bytes of a file, or of standard input for «-»."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise Refused(f"{name}: không có tệp này. Xem lại tên và thư mục.") from None
    except IsADirectoryError:
        raise Refused(f"{name}: đây là thư mục, cần một tệp.") from None
    except OSError as problem:
        raise Refused(f"{name}: không mở được tệp ({problem.strerror}).") from None


def document(name: str) -> tuple[bytes, files.Document]:
    """This function will read the text of a file; warnings go to standard error."""
    data = data_of(name)
    try:
        found = files.read_text(data, "văn bản nhập vào" if name == "-" else Path(name).name)
    except files.UnreadableFile as problem:
        raise Refused(str(problem)) from None
    for warning in found.warnings:
        print(warning, file=sys.stderr)
    return data, found


def sheets(name: str) -> list[files.Sheet]:
    """This function will read the tables of a spreadsheet or CSV file."""
    try:
        return files.read_tables(data_of(name), Path(name).name)
    except files.UnreadableFile as problem:
        raise Refused(str(problem)) from None


def table(name: str) -> MeasureTable:
    """This function will read the first sheet that is a table of measures."""
    first: TableProblem | None = None
    for sheet in sheets(name):
        try:
            return MeasureTable.from_rows(
                sheet.rows, sheet.numbers or None, Path(name).name, sheet.first_row
            )
        except TableProblem as problem:
            first = first or problem
    raise Refused(f"{Path(name).name}: {first or 'tệp không có bảng nào.'}")


def aliases(name: str) -> dict[str, str]:
    """This function will read saved names; see `records.aliases_from_rows`."""
    found: dict[str, str] = {}
    try:
        for sheet in sheets(name):
            found |= aliases_from_rows(sheet.rows)
    except TableProblem as problem:
        raise Refused(f"{Path(name).name}: {problem}") from None
    return found


def save(target: Path, made: bytes) -> None:
    """This function will write beside and rename: no half-written file stands under the name.

    :raises Refused: the place cannot be written to.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    except OSError as problem:
        raise Refused(f"{target}: không ghi được tệp ({problem.strerror}).") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(made)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
