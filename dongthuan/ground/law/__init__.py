"""Luật theo ngày: texts and rules as dated data, each with its source and whether a person checked it."""

from dongthuan.ground.law.reading import NoRule, UnreadableLaw
from dongthuan.ground.law.rule import UNCHECKED, Base, Checked, Effect, Rule, Text, Unit
from dongthuan.ground.law.shelf import find, lines, names, text, texts, threshold, value

__all__ = [
    "UNCHECKED",
    "Base",
    "Checked",
    "Effect",
    "NoRule",
    "Rule",
    "Text",
    "Unit",
    "UnreadableLaw",
    "find",
    "lines",
    "names",
    "text",
    "texts",
    "threshold",
    "value",
]
