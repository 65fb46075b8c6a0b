"""Con số trong câu chữ: every figure a Vietnamese text states, bound to a table of measures."""

from dongthuan.ground.claims.finding import Finding, ReadingVerdict, Verdict
from dongthuan.ground.claims.reading import Figure, Reading, Statement, Sum

__all__ = ["Figure", "Finding", "Reading", "ReadingVerdict", "Statement", "Sum", "Verdict"]
