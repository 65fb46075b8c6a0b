"""Phần đầu văn bản: number, kind, day, issuer and subject as the first lines of a paper tell them.

Only proposed: a person reads the paper and puts it in the register.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.decide.directives.rules import Level, tidy_symbol, told_by
from dongthuan.ground.papers.rules import KINDS
from dongthuan.ground.primitives.folding import fold, nfc

_HEAD = 40
_NUMBER = re.compile(r"\bsố\s*:?\s*(\d+\s*(?:[-/]\s*[^\s,;]+)+)", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_KIND_LINE = {fold(kind.words).lower(): kind.code for kind in KINDS.values()}
# What stands in a letterhead and names no issuer.
_NOT_ISSUER = re.compile(
    r"đảng\s+cộng\s+sản|cộng\s+hòa\s+xã\s+hội|độc\s+lập|^\W*$|^số\b|ngày\s+\d", re.IGNORECASE
)
_LEVELS = (
    (re.compile(r"trung\s+ương|chính\s+phủ|bộ\s+chính\s+trị|ban\s+bí\s+thư|quốc\s+hội", re.I), Level.CENTRE),
    (re.compile(r"\btỉnh\b", re.I), Level.PROVINCE),
    (re.compile(r"thành\s+(?:phố|ủy)|huyện|thị\s+xã", re.I), Level.CITY),
    (re.compile(r"phường|\bxã\b|thị\s+trấn", re.I), Level.WARD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """Phần đầu đã đọc: each is empty where the paper does not tell."""

    symbol: str = ""
    kind: str = ""
    signed_on: date | None = None
    issuer_name: str = ""
    level: str = ""
    subject: str = ""


def head_of(lines: Sequence[str]) -> Head:
    """This function will read the letterhead and the title of a paper."""
    told = [re.sub(r"\s+", " ", nfc(line)).strip(" *|") for line in lines[:_HEAD]]
    told = [line for line in told if line]
    symbol = next((m.group(1) for line in told if (m := _NUMBER.search(line))), "")
    kind_at = next((at for at, line in enumerate(told) if _kind_of(line)), None)
    kind = _kind_of(told[kind_at]) if kind_at is not None else ""
    if not kind and symbol:
        # Of two kinds that share one abbreviation the symbol does not say which.
        kinds = told_by(symbol).kinds
        kind = kinds[0] if len(kinds) == 1 else ""
    issuer = _issuer(told[: kind_at if kind_at is not None else 6])
    return Head(
        tidy_symbol(symbol), kind, _day(told), issuer, level_of(issuer).value if issuer else "",
        _subject(told, kind_at),
    )  # fmt: skip


def level_of(issuer: str) -> Level:
    """This function will say from its name at which level a body stands; the ward where it is silent."""
    return next((level for pattern, level in _LEVELS if pattern.search(issuer)), Level.WARD)


def _kind_of(line: str) -> str:
    plain = fold(line).lower().strip(" .:")
    if plain in _KIND_LINE:
        return _KIND_LINE[plain]
    if not line.isupper():
        return ""
    # «NGHỊ QUYẾT LẦN THỨ TƯ BAN CHẤP HÀNH TRUNG ƯƠNG»
    return next((code for words, code in _KIND_LINE.items() if plain.startswith(words + " ")), "")


def _day(told: Sequence[str]) -> date | None:
    for line in told:
        if match := _DAY.search(line):
            day, month, year = (int(one) for one in match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


# Words of a body's name that are no proper noun; the rest is written with a capital.
_COMMON_WORDS = (
    "ủy ban nhân dân tỉnh thành phố huyện thị xã đảng bộ mặt trận tổ quốc chấp hành "
    "thường vụ văn phòng sở phường chi đoàn thanh niên phụ nữ cựu chiến binh công an quân sự trung "
    "ương bí thư khối cơ quan doanh nghiệp quỹ tín dụng trường tiểu học mầm non trung cơ"
)
_COMMON = frozenset(_COMMON_WORDS.split())
# Names whose common words bear capitals all the same, the longer ones first.
_NAMES = (
    "Ban Chấp hành", "Ban Thường vụ", "Ban Bí thư", "Bộ Chính trị", "Trung ương Đảng", "Trung ương",
    "Thủ tướng Chính phủ", "Chính phủ", "Mặt trận Tổ quốc Việt Nam",
    "Hội đồng nhân dân", "Tỉnh ủy", "Thành ủy", "Huyện ủy",
)  # fmt: skip
# The first line of a name that goes on in the next: «ỦY BAN NHÂN DÂN / PHƯỜNG 2».
_GOES_ON = re.compile(r"(?:ủy ban nhân dân|hội đồng nhân dân|ban chấp hành|ban thường vụ)$", re.I)


def _issuer(head: Sequence[str]) -> str:
    """The last line of capitals before the number is who issues; the one above it is who stands above."""
    found: list[str] = []
    for line in head:
        if _NUMBER.search(line):
            break
        left = re.split(r"\s{2,}|\t| \| ", line)[0].strip()
        if left.isupper() and not _NOT_ISSUER.search(left):
            found.append(left)
    if not found:
        return ""
    goes_on = len(found) > 1 and _GOES_ON.search(found[-2])
    words = " ".join(found[-2:] if goes_on else found[-1:]).lower().split()
    told = " ".join(one if one in _COMMON else one.capitalize() for one in words)
    for name in _NAMES:
        told = re.sub(rf"\b{name}\b", name, told, flags=re.IGNORECASE)
    return told[:1].upper() + told[1:]


def _subject(told: Sequence[str], kind_at: int | None) -> str:
    if kind_at is None:
        about = next((m.group(1) for line in told if (m := re.search(r"V/v:?\s*(.+)", line))), "")
        return about[:500]
    held: list[str] = []
    for line in told[kind_at + 1 : kind_at + 5]:
        if re.match(r"^[-–_*]+$|(?:căn cứ|kính gửi|\W*\d|[IVX]+\.)", line, re.IGNORECASE):
            break
        held.append(line)
        if line.endswith("."):
            break
        if sum(map(len, held)) > 300:
            break
    return " ".join(held).strip(" .-")[:500]
