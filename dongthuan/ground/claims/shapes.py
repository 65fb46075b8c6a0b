"""Hình dạng con số khi đọc: the working forms of a numeral, as token indexes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dongthuan.ground.claims.reading import Number, Value
from dongthuan.ground.claims.tokens import NUMBER, Tokens


@dataclass(slots=True)
class Simple:
    """Một số đơn: one number, its readings and where its parts end (token indexes)."""

    start: int
    num_end: int
    end: int
    values: tuple[Number, ...]
    scale: int = 1
    scale_words: str = ""
    spoken: bool = False
    note: str = ""


@dataclass(slots=True)
class Numeral:
    """Một con số đọc được: value or range, ratio, unit of measure, all as token indexes."""

    start: int
    num_end: int
    end: int
    value: Value
    readings: tuple[Value, ...] = ()
    of: Number | None = None
    unit: str | None = None
    scale_words: str = ""
    unit_words: str = ""
    spoken: bool = False
    kind: str = "plain"  # plain | ratio | range | rank | fraction | half
    note: str = ""
    scaled: bool = False


def tidy(value: Number) -> Number:
    """This function will drop float noise, and make a whole number an int."""
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def year_word(t: Tokens, at: int) -> bool:
    """This function will say that «năm» at a token is the year, not five."""
    after = t.words[at + 1]
    return t.kinds[at + 1] == NUMBER or after in YEAR_AFTER


YEAR_AFTER = frozenset(
    ["nay", "ngoái", "trước", "sau", "học", "qua", "tới", "đó", "kia", "ấy", "rồi", "tài"]
)


def exact_times(value: Number, scale: int) -> Number:
    """This function will multiply as on paper: 8,2 tỷ is 8.200.000.000, with no binary noise."""
    product = Decimal(repr(value)) * scale
    return int(product) if product == product.to_integral_value() else float(product)
