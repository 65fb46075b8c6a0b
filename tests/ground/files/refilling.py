"""Spreadsheets filled in by somebody: cells put into the very file that was given, nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape


def filled(data: bytes, cells: Mapping[str, str | int | float], sheet: int = 1) -> bytes:
    """This function will put values into cells of a sheet, as a spreadsheet keeps them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part == f"xl/worksheets/sheet{sheet}.xml":
                body = _put(body.decode(), cells).encode()
            new.writestr(part, body)
    return out.getvalue()


def _put(xml: str, cells: Mapping[str, str | int | float]) -> str:
    for name, value in cells.items():
        found = re.search(rf'<c r="{name}"( s="\d+")?[^>]*?(/>|>.*?</c>)', xml)
        assert found, f"the form has no cell {name} to fill in"
        style = found[1] or ""
        if isinstance(value, str):
            cell = f'<c r="{name}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        else:
            cell = f'<c r="{name}"{style}><v>{value}</v></c>'
        xml = xml[: found.start()] + cell + xml[found.end() :]
    return xml
