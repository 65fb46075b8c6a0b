#!/usr/bin/env python3
"""Speed of the half-year report (W6): 60 figures and more in 6 chapters, a table of units, text.

Over the demonstration ward: composed with evidence for the page, as Word, as PDF, issued and
verified. Beside it, in the same run, what python-docx alone needs to write the same words and cells
without looking anything up. Exits 1 on a miss.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from bench import _house

# Seconds, but the last: times what python-docx needs for the bare words.
PAGE, WORD, PDF, VERIFY, TIMES = 0.300, 1.0, 1.5, 1.0, 12.0


def main() -> int:
    """This function will build the ward, then time every way its report is shown."""
    _house.open_house()
    from django.test import Client, override_settings

    from dongthuan import demo
    from dongthuan.answer.reports import paper, queries
    from dongthuan.ground import papers

    town = demo.build()
    _house.settle()
    viewer = town.actor("lanhdao")
    report = queries.reports(viewer=viewer).exclude(pk=town.report.pk).get()
    composed = queries.draft(report, viewer=viewer)
    issue = queries.issued(town.report)
    assert issue is not None

    def word() -> bytes:
        return papers.party_docx(
            paper.of_draft(report, queries.draft(report, viewer=viewer).blocks)
        )

    def pdf() -> bytes:
        return papers.party_pdf(paper.of_draft(report, queries.draft(report, viewer=viewer).blocks))

    data, spent, bare = _house.beside(word, lambda: _bare(composed.blocks), 5)
    _opens(data, [one.text for one in composed.citations])
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(town.users["lanhdao"])
        address = f"/lam-viec/bao-cao/{report.pk}"
        assert client.get(address).status_code == 200
        page = _house.median(lambda: client.get(address))
    made, checked = (
        _house.median(pdf, 3),
        _house.median(lambda: queries.verify(issue, viewer=viewer), 5),
    )
    print(
        f"{_house.machine()}, in process; {len(composed.citations)} figures, each with its evidence"
    )
    rows = [
        ("figures with evidence", str(len(composed.citations)), len(composed.citations) >= 60, "≥ 60"),
        ("the page of the draft", f"{page * 1000:.0f} ms", page <= PAGE, f"≤ {PAGE * 1000:.0f} ms"),
        ("figures, words and Word file", f"{spent * 1000:.0f} ms", spent <= WORD, f"≤ {WORD * 1000:.0f} ms"),
        (f"against python-docx alone, {bare * 1000:.0f} ms", f"{spent / bare:.1f}×", spent / bare <= TIMES, f"≤ {TIMES:.0f}×"),
        ("figures, words and PDF", f"{made * 1000:.0f} ms", made <= PDF, f"≤ {PDF * 1000:.0f} ms"),
        ("every figure derived again, then and now", f"{checked * 1000:.0f} ms", checked <= VERIFY, f"≤ {VERIFY * 1000:.0f} ms"),
    ]  # fmt: skip
    return _house.told(rows)


def _bare(blocks: object) -> bytes:
    import docx

    document = docx.Document()
    for block in blocks:  # type: ignore[attr-defined]
        if not block.head:
            document.add_paragraph(block.text)
            continue
        table = document.add_table(rows=1, cols=len(block.head))
        for cell, text in zip(table.rows[0].cells, block.head, strict=True):
            cell.text = text
        for row in block.rows:
            for cell, part in zip(table.add_row().cells, row, strict=True):
                cell.text = part if isinstance(part, str) else part.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opens(data: bytes, texts: list[str]) -> None:
    from dongthuan.ground import files

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bao-cao.docx").write_bytes(data)
    said = " ".join(line.text for line in files.read_text(data, "bao-cao.docx").lines)
    missing = [text for text in texts if text not in said]
    assert not missing, missing


if __name__ == "__main__":
    sys.exit(main())
