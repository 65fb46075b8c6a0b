#!/usr/bin/env python3
"""Speed of reading and checking; exits 1 on a miss.

Limits (one core, in process): ≥ 150 kB/s of claims over the development texts; time linear in
length up to 1 MB; 200 pages read, checked and commented ≤ 6 s; the built-in retelling against its
table ≤ 0.5 s after start.
"""

from __future__ import annotations

import io
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx

from dongthuan.ground import claims, files, papers

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
RUNS = 5
PLAIN = (
    "Cấp ủy, chính quyền, Mặt trận và các đoàn thể tập trung lãnh đạo, chỉ đạo, vận động Nhân dân "
    "thực hiện tốt các chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước."
)


def texts() -> list[str]:
    """This function will return the development texts."""
    return [
        json.loads(line)["text"]
        for name in ("figures-dev.jsonl", "figures-dev2.jsonl")
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()
    ]


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """This function will time the work and return the median of the runs, in seconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def word_file(pages: int) -> bytes:
    """This function will make a Word file of so many pages, some fifteen figures on each."""
    document = docx.Document()
    told = texts()
    for number in range(pages * 5):
        document.add_paragraph(told[number % len(told)].replace("\n", " ")[:220])
        for _ in range(3):
            document.add_paragraph(PLAIN)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> int:
    """This function will run every measurement, print it, and return 1 if one misses."""
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.2f}, in process, one core")
    told = texts()
    size = sum(len(text.encode()) for text in told)
    speed = size / 1000 / median(lambda: [claims.read(text) for text in told])
    rows = [("claims over the development texts", f"{speed:.0f} kB/s", speed >= 150, "≥ 150 kB/s")]

    lines = [line for text in told for line in text.split("\n")]
    tenth = sum(len(line.encode()) + 1 for line in lines)
    times = max(1, round(1_000_000 / tenth))
    short = median(lambda: claims.read_document(lines), 3)
    long = median(lambda: claims.read_document(lines * times), 1)
    ratio = long / (short * times)
    rows.append(
        (f"{tenth * times / 1e6:.2f} MB against {tenth / 1e3:.0f} kB, a byte", f"{ratio:.2f}×",
         ratio <= 1.5, "≤ 1.5×")
    )  # fmt: skip
    one = " ".join(lines)
    ratio = median(lambda: claims.read(one * 8), 1) / (median(lambda: claims.read(one), 3) * 8)
    rows.append(("one paragraph eight times as long, a byte", f"{ratio:.2f}×", ratio <= 2, "≤ 2×"))

    text, table = claims.sample()
    sample = [line for line in text.splitlines() if line.strip()]
    spent = median(lambda: claims.check(sample, table))
    rows.append(
        ("the retelling against its table", f"{spent * 1000:.0f} ms", spent <= 0.5, "≤ 500 ms")
    )

    data = word_file(200)

    def whole() -> bytes:
        found = files.read_text(data, "bao-cao.docx")
        return papers.annotate(data, claims.check([line.text for line in found.lines], table))

    spent = median(whole, 1)
    rows.append(("200 pages read, checked, commented", f"{spent:.1f} s", spent <= 6, "≤ 6 s"))
    for name, value, good, limit in rows:
        print(f"{'ok  ' if good else 'MISS'}  {name}: {value} ({limit})")
    return 0 if all(good for _, _, good, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
