"""Văn bản và quy tắc: what a text of law is, and one line of a rule that holds between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dongthuan.ground.primitives.thresholds import Threshold

UNCHECKED = "chưa kiểm chứng"


class Unit(StrEnum):
    """Đơn vị của quy tắc: a share with its sign, a number of something, or one of some words."""

    SHARE = "share"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOUSEHOLDS = "households"
    CHOICE = "choice"

    @property
    def words(self) -> str:
        """This property will return it as written behind a number."""
        return {
            "share": "", "days": "ngày", "working_days": "ngày làm việc", "months": "tháng",
            "households": "hộ", "choice": "",
        }[self]  # fmt: skip


class Base(StrEnum):
    """Tính trên: whom a share is taken of."""

    HOUSEHOLDS = "households"
    PRESENT = "present"

    @property
    def words(self) -> str:
        """This property will return whom, as a sentence of result names them."""
        return {
            "households": "tổng số đại diện hộ, kể cả hộ không tham gia",
            "present": "số đại diện hộ có mặt",
        }[self]  # fmt: skip


class Effect(StrEnum):
    """Hiệu lực: from when a decision of the community holds."""

    ADOPTION = "adoption"
    RECOGNITION = "recognition"

    @property
    def words(self) -> str:
        """This property will return it as a sentence says it."""
        return {
            "adoption": "có hiệu lực kể từ khi được thông qua",
            "recognition": "có hiệu lực khi Ủy ban nhân dân phường công nhận",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """Đã kiểm chứng: who held it against the gazette, and on which day."""

    by: str
    on: date

    def __str__(self) -> str:
        return f"{self.by} đã đối chiếu ngày {self.on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Text:
    """Văn bản pháp luật: in force from a day up to but not including another."""

    id: str
    title: str
    number: str
    dated: date
    since: date
    until: date | None
    source: str
    checked: Checked | None = None
    doubt: str = ""

    @property
    def cited(self) -> str:
        """This property will return how it is cited: title and number."""
        return f"{self.title} số {self.number}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Quy tắc: one value that holds from a day up to but not including another, with its source."""

    key: str
    words: str
    unit: Unit
    value: Threshold | int | str
    text: Text
    article: str
    since: date
    until: date | None
    base: Base | None = None
    effect: Effect | None = None
    checked: Checked | None = None
    doubt: str = ""

    @property
    def threshold(self) -> Threshold:
        """This property will return the share with its sign; raises TypeError where it is a number."""
        if not isinstance(self.value, Threshold):
            raise TypeError(f"{self.key} là số, không phải ngưỡng")
        return self.value

    @property
    def number(self) -> int:
        """This property will return the number; raises TypeError where it is a share."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.key} là ngưỡng, không phải số")
        return self.value

    @property
    def choice(self) -> str:
        """This property will return the word chosen; raises TypeError where it is another value."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.key} không phải một lựa chọn")
        return self.value

    @property
    def trusted(self) -> bool:
        """This property will say whether a person checked both the rule and its text."""
        return self.checked is not None and self.text.checked is not None

    @property
    def basis(self) -> str:
        """This property will return the legal basis as it is printed, and that nobody checked it."""
        told = f"{self.article}, {self.text.cited}" if self.article else self.text.cited
        told = told[:1].upper() + told[1:]
        return told if self.trusted else f"{told} ({UNCHECKED})"

    @property
    def told(self) -> str:
        """This property will return the value in words: «từ 2/3 trở lên», «5 ngày làm việc»."""
        return f"{self.value} {self.unit.words}".strip()
