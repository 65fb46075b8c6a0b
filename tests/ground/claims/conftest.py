"""Runs the corpus' own scorer, so that everybody measures the same way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Scores = dict[str, float]


def _parse(printed: str) -> Scores:
    found: Scores = {}
    for line in printed.splitlines():
        name, _, rest = line.partition(" ")
        f1 = re.search(r"F1=([\d.]+)", rest)
        plain = re.search(r"([\d.]+)", rest)
        if f1 or plain:
            found[name] = float((f1 or plain).group(1))  # type: ignore[union-attr]
    return found


@pytest.fixture
def score(corpus: Path, tmp_path: Path) -> Callable[..., Scores]:
    """This fixture will score predictions against a gold file with the corpus' scorer."""

    def run(gold: Path, predictions: Iterable[object], *options: str) -> Scores:
        file = tmp_path / "predictions.jsonl"
        file.write_text("".join(json.dumps(p) + "\n" for p in predictions), encoding="utf-8")
        command = [sys.executable, str(corpus / "score.py"), *options, str(gold), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return _parse(done.stdout)

    return run
