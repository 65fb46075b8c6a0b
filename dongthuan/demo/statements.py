"""Xếp loại và khen thưởng: what was said of the ward year by year, as dated statements.

The labels and words are those of the table that the article is checked against.
"""

from __future__ import annotations

from dongthuan.ground.primitives.periods import Period, parse

_RATED, _AWARDED = "Xếp loại Đảng bộ năm {year}", "Khen thưởng năm {year}"
YEARS_IN_A_ROW = "Số năm liền hoàn thành xuất sắc nhiệm vụ"
_RATING = "Hoàn thành xuất sắc nhiệm vụ"
_AWARDS = {
    2018: "Cờ thi đua của Chính phủ",
    2019: "Bằng khen của UBND tỉnh",
    2020: "Bằng khen của UBND tỉnh về thực hiện Chỉ thị 05",
}


def statements() -> list[tuple[str, str, Period]]:
    """This function will return each rating and award: its label, its words and its year."""
    rated = [(_RATED, year, _RATING) for year in _AWARDS]
    awarded = [(_AWARDED, year, words) for year, words in _AWARDS.items()]
    return [
        (label.format(year=year), words, parse(f"năm {year}"))
        for label, year, words in rated + awarded
    ]


def years_in_a_row() -> str:
    """This function will return how many years running the committee was rated excellent."""
    return str(len(_AWARDS))
