"""Con số trong câu chữ: every figure a Vietnamese text states, bound to a table of measures."""

import csv
import io
from importlib import resources

from dongthuan.ground.claims.bound import Bound, bound
from dongthuan.ground.claims.checking import check, check_readings, notices
from dongthuan.ground.claims.finding import Finding, ReadingVerdict, Verdict
from dongthuan.ground.claims.reader import read, read_document
from dongthuan.ground.claims.reading import Figure, Reading, Statement, Sum
from dongthuan.ground.claims.records import (
    MeasureTable,
    Record,
    TableProblem,
    aliases_from_rows,
    aliases_to_csv,
)

__all__ = [
    "Bound",
    "Figure",
    "Finding",
    "MeasureTable",
    "Reading",
    "ReadingVerdict",
    "Record",
    "Statement",
    "Sum",
    "TableProblem",
    "Verdict",
    "aliases_from_rows",
    "aliases_to_csv",
    "bound",
    "check",
    "check_readings",
    "notices",
    "read",
    "read_document",
    "sample",
]


def sample() -> tuple[str, MeasureTable]:
    """This function will return the built-in retelling and the ward's own table for it."""
    folder = resources.files("dongthuan.ground.claims.retelling")
    text = folder.joinpath("text.txt").read_text(encoding="utf-8")
    table = folder.joinpath("records.csv").read_text(encoding="utf-8")
    return text, MeasureTable.from_rows(list(csv.reader(io.StringIO(table))), name="bảng mẫu")
