"""Mẫu sao kê: which heads each bank writes over its columns, as data that an office can correct."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from dongthuan.ground.primitives.folding import fold

_FILE = Path(__file__).with_name("banks.yaml")
# So short a word of a head stands alone or not at all: «có» is in many a sentence.
_SHORT = 4


class Column(StrEnum):
    """Cột của sao kê: what a column of a statement says."""

    ON = "on"
    REFERENCE = "reference"
    DEBIT = "debit"
    CREDIT = "credit"
    AMOUNT = "amount"
    BALANCE = "balance"
    WORDS = "words"
    PARTY = "party"

    @property
    def words(self) -> str:
        """This property will return what the column says as a person calls it."""
        return {
            "on": "ngày giao dịch", "reference": "mã giao dịch", "debit": "tiền ra (ghi nợ)",
            "credit": "tiền vào (ghi có)", "amount": "số tiền có dấu + −", "balance": "số dư",
            "words": "nội dung", "party": "tên người chuyển",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bank:
    """Ngân hàng: its code and name, the number transfers know it by, and the heads it writes."""

    code: str
    name: str
    bin: str
    # Whether a person held the layout against a file that the bank itself made.
    checked: bool
    marks: tuple[str, ...]
    heads: Mapping[Column, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Layouts:
    """Các mẫu sao kê: the banks known, and the heads that any bank may write."""

    general: Mapping[Column, tuple[str, ...]]
    banks: tuple[Bank, ...]

    def known(self, told: str) -> Bank | None:
        """This method will return the bank that a text names, or None."""
        folded = " ".join(fold(told).split())
        found = [bank for bank in self.banks if any(_has(folded, mark) for mark in bank.marks)]
        return found[0] if len(found) == 1 else None

    def columns(self, labels: Sequence[str], bank: Bank | None) -> dict[int, Column]:
        """This method will say what each column is taken for; a column says one thing, and one column
        says it.
        """
        claims: list[tuple[int, int, int, Column]] = []
        for at, label in enumerate(labels):
            told = " ".join(fold(label).split())
            for column in Column:
                own = bank.heads.get(column, ()) if bank else ()
                for place, head in enumerate((*own, *self.general.get(column, ()))):
                    if _has(told, head):
                        # The longest words of a head say most; of two alike the dearer comes first.
                        claims.append((-len(head), place, at, column))
        taken: dict[int, Column] = {}
        dearest = sorted(claims, key=lambda claim: (claim[0], claim[1], claim[2]))
        best = {column: at for at, column in _dearest(dearest)}
        for column, at in best.items():
            taken[at] = column
        if {Column.CREDIT, Column.DEBIT} <= set(taken.values()):
            taken = {at: column for at, column in taken.items() if column is not Column.AMOUNT}
        return dict(sorted(taken.items()))

    def bank(self, code: str) -> Bank | None:
        """This method will return a bank by its code."""
        return next((bank for bank in self.banks if bank.code == code), None)


def _dearest(claims: Sequence[tuple[int, int, int, Column]]) -> list[tuple[int, Column]]:
    """Give each column of the file its longest claim, then each meaning to the dearest column."""
    of: dict[int, Column] = {}
    for _, _, at, column in claims:
        of.setdefault(at, column)
    given: dict[Column, tuple[int, int, int]] = {}
    for length, place, at, column in claims:
        if of[at] is column:
            given[column] = min(given.get(column, (99, 0, 0)), (place, length, at))
    return [(at, column) for column, (_, _, at) in given.items()]


def _has(told: str, head: str) -> bool:
    if len(head) < _SHORT:
        return head in (part.strip() for part in re.split(r"[/()]", told))
    return re.search(rf"(?<!\w){re.escape(head)}(?!\w)", told) is not None


@lru_cache(maxsize=1)
def shipped() -> Layouts:
    """This function will return the layouts that come with the product."""
    held = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    banks = tuple(
        Bank(one["code"], one["name"], one["bin"], one["checked"], tuple(one["marks"]), _heads(one["heads"]))
        for one in held["banks"]
    )  # fmt: skip
    return Layouts(_heads(held["general"]), banks)


def _heads(told: Mapping[str, Sequence[str]]) -> dict[Column, tuple[str, ...]]:
    return {Column(name): tuple(heads) for name, heads in told.items()}
