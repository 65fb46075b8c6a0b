"""The reader and the checker on the development texts: the suite fails below these lines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dongthuan.ground import claims

ARTICLES = ["phuong-ben-go-dong", "xa-dong-vong-ha", "xa-na-may", "xa-suoi-trang-dang"]
GOLD_WORDS = {
    "right": "match", "rounded": "approx_match", "wrong": "mismatch", "stale": "mismatch",
    "cannot_check": "not_in_records", "adds_up": "sum_ok", "does_not_add_up": "sum_wrong",
    "ambiguous": "ambiguous",
}  # fmt: skip


@pytest.mark.parametrize("name", ["figures-dev.jsonl", "figures-dev2.jsonl"])
def test_the_reader_reaches_its_lines_on_the_development_set(name, corpus, score):
    gold = corpus / name
    items = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    scores = score(gold, [claims.read(i["text"]).as_record(i["id"]) for i in items])
    assert scores["span_exact"] >= 0.97
    assert scores["value_accuracy"] >= 0.98
    assert scores["claim_all_right"] >= 0.94
    assert scores["sum_detection"] >= 0.9
    assert scores["non_figure_false_positives"] <= 1


def _spread(text: str) -> tuple[list[str], list[int]]:
    """Return the non-empty lines of a text and where each starts."""
    lines, starts, at = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(line.rstrip())
            starts.append(at)
        at += len(line) + 1
    return lines, starts


def _in_gold_paragraphs(folder: Path, findings, starts):
    """Gold counts blocks between blank lines, the checker non-empty lines: move the spans."""
    gold = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    blocks = [json.loads(line) for line in gold]
    for finding in findings:
        at = starts[finding.paragraph - 1] + finding.span[0]
        for block in blocks:
            first = block["paragraph_start"]
            if first <= at < first + len(block["text"]):
                size = finding.span[1] - finding.span[0]
                yield {
                    "article": folder.name, "paragraph": block["paragraph"],
                    "span": [at - first, at - first + size], "kind": finding.kind,
                    "verdict": GOLD_WORDS[finding.verdict.value],
                }  # fmt: skip


def _check(folder: Path):
    table = (folder / "records.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(table)))
    lines, starts = _spread((folder / "article.txt").read_text(encoding="utf-8"))
    findings = claims.check(lines, claims.MeasureTable.from_rows(rows))
    return list(_in_gold_paragraphs(folder, findings, starts))


@pytest.mark.parametrize("article", ARTICLES)
def test_the_checker_catches_nine_problems_of_ten_and_raises_no_false_alarm(article, corpus, score):
    folder = corpus / "articles" / article
    scores = score(folder / "verdicts.jsonl", _check(folder), "--verdicts")
    assert scores["problems_caught"] >= 0.9
    assert scores["false_alarms"] == 0
    assert scores["answered"] == scores["gold_verdicts"]


def test_a_checker_that_always_says_right_would_fail(corpus, score):
    folder = corpus / "articles" / "xa-na-may"
    flattered = [found | {"verdict": "match"} for found in _check(folder)]
    scores = score(folder / "verdicts.jsonl", flattered, "--verdicts")
    assert scores["problems_caught"] == 0
