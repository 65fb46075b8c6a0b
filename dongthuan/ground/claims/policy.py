"""Quy ước làm tròn và cách nói chừng: when a figure agrees with a record, in one place.

The bands are a convention of this checker (corpus conventions), not law: a person may read them
on the page «Đối chiếu như thế nào». All comparisons are on absolute values in base units.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dongthuan.ground.claims.finding import Verdict
from dongthuan.ground.claims.reading import Figure, Number
from dongthuan.ground.primitives import numbers

# Each hedge allows the record to lie between these shares of the number written.
BANDS: dict[str, tuple[Fraction, Fraction]] = {
    "more_than": (Fraction(1), Fraction(110, 100)),
    "at_least": (Fraction(1), Fraction(110, 100)),
    "less_than": (Fraction(90, 100), Fraction(1)),
    "at_most": (Fraction(90, 100), Fraction(1)),
    "about": (Fraction(95, 100), Fraction(105, 100)),
}
BAND_WORDS = {
    "more_than": "hơn, trên, quá",
    "at_least": "ít nhất, tối thiểu, từ … trở lên",
    "less_than": "gần, dưới, chưa đầy, ngót",
    "at_most": "tối đa, không quá",
    "about": "khoảng, chừng, ước, xấp xỉ",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Mức khớp của một con số với một bản ghi: verdict and, when they differ, why."""

    verdict: Verdict
    reason: str = ""


def policy_lines() -> list[tuple[str, str]]:
    """This function will return the policy as rows a person can read: (wording, what is allowed)."""
    rows = [
        ("không có chữ nói chừng", "bằng nhau, hoặc bằng nhau sau khi làm tròn như văn bản viết")
    ]
    for name, (low, high) in BANDS.items():
        span = f"số đang lưu từ {_share(low)} đến {_share(high)} số viết trong văn bản"
        rows.append((BAND_WORDS[name], span))
    return rows


def _share(part: Fraction) -> str:
    return f"{numbers.written(int(part * 100))}%"


def exact(value: Number) -> Fraction:
    """This function will turn a number as written into an exact fraction (60.5 is 121/2)."""
    return Fraction(value) if isinstance(value, int) else Fraction(Decimal(repr(value)))


def step(figure: Figure, value: Number, factor: Fraction) -> Fraction:
    """This function will return the size of the last place a figure shows, in base units.

    `5,1 tỷ` shows tenths of a billion; `16 tỷ` shows billions; `1.619` shows ones.
    """
    digits = figure.surface[: figure.num_span[1] - figure.span[0]]
    if not any(letter.isdigit() for letter in digits):
        return _spoken_step(value) * factor
    scale = _scale_of(figure)
    tail = digits.replace(" ", "")
    places = 0
    if "," in tail and not tail.endswith(","):
        places = len(tail.rsplit(",", 1)[1])
    elif tail.count(".") == 1 and len(tail.rsplit(".", 1)[1]) != 3:
        places = len(tail.rsplit(".", 1)[1])
    elif isinstance(value, float) and scale == 1:
        places = len(repr(value).partition(".")[2])
    return Fraction(scale) / 10**places * factor


def _scale_of(figure: Figure) -> int:
    words = figure.scaled_unit_text.split()
    scale = 1
    for word in words:
        size = {
            "nghìn": 10**3,
            "ngàn": 10**3,
            "triệu": 10**6,
            "tr": 10**6,
            "tr.": 10**6,
            "k": 10**3,
        }.get(word)
        size = size or {"tỷ": 10**9, "tỉ": 10**9, "vạn": 10**4}.get(word)
        if size is None:
            break
        scale *= size
    return scale


def _spoken_step(value: Number) -> Fraction:
    """A number in words is as fine as its last word: «hai trăm triệu» counts in hundred millions."""
    if isinstance(value, float):
        return Fraction(1, 10 ** len(repr(value).partition(".")[2]))
    size = 1
    for candidate in (10**9, 10**8, 10**7, 10**6, 10**5):
        if value and value % candidate == 0:
            size = candidate
            break
    return Fraction(size)


def compare(figure: Figure, value: Number, record: Fraction, factor: Fraction) -> Agreement:
    """This function will hold one reading of a figure against a record, both in base units."""
    written = abs(exact(value) * factor)
    kept = abs(record)
    band = BANDS.get(figure.qualifier)
    if band is not None:
        return _within(figure.qualifier, written, kept, band)
    if written == kept:
        return Agreement(Verdict.RIGHT)
    if abs(written - kept) * 2 <= step(figure, value, factor):
        return Agreement(Verdict.ROUNDED)
    if _swapped(written, kept):
        return Agreement(Verdict.WRONG, "digits_swapped")
    return Agreement(Verdict.WRONG, "wrong")


def _within(
    qualifier: str, written: Fraction, kept: Fraction, band: tuple[Fraction, Fraction]
) -> Agreement:
    low, high = written * band[0], written * band[1]
    if low <= kept <= high:
        return Agreement(Verdict.ROUNDED)
    loose = kept > high if qualifier in ("more_than", "at_least") else kept < low
    if qualifier == "about":
        loose = False
    return Agreement(Verdict.WRONG, "hedge_too_loose" if loose else "hedge_not_met")


def _swapped(written: Fraction, kept: Fraction) -> bool:
    first, second = (str(float(value)).replace(".", "").strip("0") for value in (written, kept))
    return len(first) > 1 and first != second and Counter(first) == Counter(second)


REASONS = {
    "wrong": "số viết khác số đang lưu",
    "digits_swapped": "hai số cùng các chữ số nhưng khác thứ tự, có thể gõ đảo",
    "hedge_not_met": "số đang lưu không đúng với chữ nói chừng",
    "hedge_too_loose": "số đang lưu vượt xa mức nói chừng",
    "direction": "chiều tăng, giảm khác với số đang lưu",
    "wrong_issuer": "cơ quan hoặc hình thức khác với ghi nhận đang lưu",
}
