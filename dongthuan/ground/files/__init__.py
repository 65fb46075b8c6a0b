"""Đọc tệp: text and tables out of the files that offices send, whatever their names say."""

from dongthuan.ground.files.document import (
    Document,
    Kind,
    Line,
    Merge,
    OnlyPictures,
    Sheet,
    UnreadableFile,
)
from dongthuan.ground.files.identities import FoundFigure, figures_of
from dongthuan.ground.files.reading import read_tables, read_text
from dongthuan.ground.files.sniffing import sniff

__all__ = [
    "Document",
    "FoundFigure",
    "Kind",
    "Line",
    "Merge",
    "OnlyPictures",
    "Sheet",
    "UnreadableFile",
    "figures_of",
    "read_tables",
    "read_text",
    "sniff",
]
