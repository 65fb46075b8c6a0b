"""Số và ký hiệu văn bản: kinds of documents, their abbreviations, and how a symbol is written.

Party symbols run «Số 12-BC/ĐU», numbered per kind and per term (Hướng dẫn 36-HD/VPTW, §II.1.3);
State symbols «Số: 12/BC-UBND», per year (Nghị định 30/2020/NĐ-CP). Domain rule R23; read in
summaries, not checked against the gazette.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scheme(StrEnum):
    """Hệ ký hiệu: the Party's or the State's."""

    PARTY = "party"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Kind:
    """Loại văn bản: its words, and the abbreviation in each scheme; two kinds may share one."""

    code: str
    words: str
    party: str
    state: str


_KINDS = (
    Kind("nghi-quyet", "Nghị quyết", "NQ", "NQ"),
    Kind("quyet-dinh", "Quyết định", "QĐ", "QĐ"),
    Kind("quy-dinh", "Quy định", "QĐ", "QyĐ"),
    Kind("chi-thi", "Chỉ thị", "CT", "CT"),
    Kind("ket-luan", "Kết luận", "KL", ""),
    Kind("quy-che", "Quy chế", "QC", "QC"),
    Kind("huong-dan", "Hướng dẫn", "HD", "HD"),
    Kind("thong-bao", "Thông báo", "TB", "TB"),
    Kind("bao-cao", "Báo cáo", "BC", "BC"),
    Kind("ke-hoach", "Kế hoạch", "KH", "KH"),
    Kind("chuong-trinh", "Chương trình", "CTr", "CTr"),
    Kind("de-an", "Đề án", "ĐA", "ĐA"),
    Kind("phuong-an", "Phương án", "PA", "PA"),
    Kind("du-an", "Dự án", "DA", "DA"),
    Kind("to-trinh", "Tờ trình", "TTr", "TTr"),
    Kind("cong-van", "Công văn", "CV", ""),
    Kind("bien-ban", "Biên bản", "BB", "BB"),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}


def symbol(number: int, kind: str, body: str, scheme: Scheme) -> str:
    """This function will write number and symbol: «12-BC/ĐU», «12/BC-UBND»."""
    one = KINDS[kind]
    shown = f"{number:02d}"
    if scheme is Scheme.PARTY:
        return f"{shown}-{one.party}/{body}"
    return f"{shown}/{one.state}-{body}" if one.state else f"{shown}/{body}"


_PARTY = re.compile(r"(?:số\s*:?\s*)?(\d+)\s*-\s*([^\W\d]+)\s*/\s*(\S+)$", re.IGNORECASE)
_STATE = re.compile(r"(?:số\s*:?\s*)?(\d+)\s*/\s*([^\W\d]+)\s*-\s*(\S+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Symbol:
    """Số và ký hiệu đã đọc: the abbreviation may stand for more than one kind."""

    number: int
    abbreviation: str
    body: str
    scheme: Scheme
    kinds: tuple[str, ...]


def read_symbol(written: str) -> Symbol | None:
    """This function will read «Số 127-QĐ/TW» or «12/BC-UBND», or return None."""
    text = written.strip()
    for pattern, scheme in ((_PARTY, Scheme.PARTY), (_STATE, Scheme.STATE)):
        if match := pattern.match(text):
            number, short, body = match.groups()
            kinds = tuple(
                kind.code for kind in _KINDS
                if short == (kind.party if scheme is Scheme.PARTY else kind.state)
            )  # fmt: skip
            return Symbol(int(number), short, body, scheme, kinds)
    return None


def year_of(on: date) -> tuple[date, date]:
    """This function will return the calendar year a State register runs for, half-open."""
    return date(on.year, 1, 1), date(on.year + 1, 1, 1)
