"""Mục số liệu và số liệu: what a measure and a figure are, the catalogue, and the evidence."""

from dongthuan.ground.figures.catalogue import (
    Provider,
    UnknownMeasure,
    explain,
    figures,
    known,
    measure,
    measures,
    register,
    value,
    veiled,
)
from dongthuan.ground.figures.figure import Ask, Evidence, Figure, RecordRef, State
from dongthuan.ground.figures.look import Look, OneTree, Trees
from dongthuan.ground.figures.measure import Direction, Measure, Nature, Reading

__all__ = [
    "Ask",
    "Direction",
    "Evidence",
    "Figure",
    "Look",
    "Measure",
    "Nature",
    "OneTree",
    "Provider",
    "Reading",
    "RecordRef",
    "State",
    "Trees",
    "UnknownMeasure",
    "explain",
    "figures",
    "known",
    "measure",
    "measures",
    "register",
    "value",
    "veiled",
]
