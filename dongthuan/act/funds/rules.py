"""How a work moves, how gifts and cash are read, and what is too small to be told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dongthuan.ground.primitives import numbers

# Our own measure of what points at somebody (domain.md §8), for givers and for those who are not.
SMALLEST = 5
# From so many gifts on, sums that are nearly all alike look like a levy (peers.md e8).
_ENOUGH, _ALIKE = 10, Fraction(4, 5)
# Quantities are kept in thousandths: half a day of labour, 0,125 m³ of sand.
SCALE = 1000
_MOST = 10**15
NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)


class UnableToRead(Exception):
    """Raised when what was typed is no amount, quantity or count; says how to write it."""


class Standing(StrEnum):
    """Tình trạng công trình: from a plan to settled accounts; a fund is never built."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    BUILDING = "building"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """This property will return the state as a person says it."""
        return {
            "planned": "đang chuẩn bị", "collecting": "đang vận động", "building": "đang thi công",
            "accepted": "đã nghiệm thu", "settled": "đã quyết toán", "dropped": "không làm nữa",
        }[self]  # fmt: skip


_S = Standing
# What a work may become next.
MOVES: Mapping[Standing, frozenset[Standing]] = {
    _S.PLANNED: frozenset({_S.COLLECTING, _S.DROPPED}),
    _S.COLLECTING: frozenset({_S.BUILDING, _S.DROPPED}),
    _S.BUILDING: frozenset({_S.ACCEPTED}),
    _S.ACCEPTED: frozenset({_S.SETTLED}),
    _S.SETTLED: frozenset(),
    _S.DROPPED: frozenset(),
}
# A fund is given for until it is settled, and nobody builds it.
FUND_MOVES: Mapping[Standing, frozenset[Standing]] = {
    **MOVES, _S.COLLECTING: frozenset({_S.SETTLED, _S.DROPPED}),
}  # fmt: skip
# While these hold, gifts are taken: some pay when the road is being built.
TAKING = frozenset({_S.COLLECTING, _S.BUILDING, _S.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Sort:
    """Loại công trình, quỹ: what the law rests its collection on is asked under its name, by day."""

    code: str
    words: str
    is_built: bool = False
    # The matter that a vote of households has to be about.
    matter: str = ""

    @property
    def key(self) -> str:
        """This property will return the name under which the law keeps what it rests on."""
        return f"funds.{self.code}"


SORTS: Mapping[str, Sort] = {
    one.code: one
    for one in (
        Sort("work", "công trình do Nhân dân đóng góp", True, "contribution"),
        Sort("community", "quỹ do cộng đồng dân cư lập", matter="community_funds"),
        Sort("poor", "quỹ «Vì người nghèo»"),
        Sort("gratitude", "quỹ «Đền ơn đáp nghĩa»"),
        Sort("relief", "cứu trợ thiên tai, dịch bệnh, sự cố"),
    )
}


class Asking(StrEnum):
    """Cách vận động: a level that a vote adopted, or an appeal without a sum."""

    APPEAL = "appeal"
    LEVEL = "level"

    @property
    def words(self) -> str:
        """This property will return the way of asking as a person says it."""
        return {"appeal": "kêu gọi, góp tùy tâm", "level": "mức do Nhân dân biểu quyết"}[self]


class Manner(StrEnum):
    """Loại căn cứ: a vote counted here, a decision on paper from before, or a published call."""

    VOTE = "vote"
    PAPER = "paper"
    CALL = "call"

    @property
    def words(self) -> str:
        """This property will return what a collection rests on as a person says it."""
        return {
            "vote": "quyết định của cộng đồng", "paper": "theo biên bản giấy",
            "call": "lời kêu gọi đã công bố",
        }[self]  # fmt: skip


class Source(StrEnum):
    """Nguồn vốn: where the money of a plan is to come from."""

    BUDGET = "budget"
    RESIDENTS = "residents"
    SPONSORS = "sponsors"
    OTHER = "other"

    @property
    def words(self) -> str:
        """This property will return the source as a person says it."""
        return {
            "budget": "ngân sách nhà nước", "residents": "Nhân dân đóng góp",
            "sponsors": "tổ chức, cá nhân tài trợ", "other": "nguồn khác",
        }[self]  # fmt: skip


class Kind(StrEnum):
    """Hình thức góp: money in hand or through a bank, days of labour, materials, land."""

    CASH = "cash"
    TRANSFER = "transfer"
    LABOUR = "labour"
    MATERIALS = "materials"
    LAND = "land"

    @property
    def words(self) -> str:
        """This property will return the kind as a person says it."""
        return {
            "cash": "tiền mặt", "transfer": "chuyển khoản", "labour": "ngày công",
            "materials": "vật liệu, hiện vật", "land": "đất",
        }[self]  # fmt: skip

    @property
    def is_money(self) -> bool:
        """This property will say whether đồng change hands; the rest is valued, never money."""
        return self in (Kind.CASH, Kind.TRANSFER)


IN_KIND = tuple(kind for kind in Kind if not kind.is_money)


class GiverKind(StrEnum):
    """Loại người góp: a household, a person, an organisation, or somebody who gave no name."""

    HOUSEHOLD = "household"
    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"

    @property
    def words(self) -> str:
        """This property will return the kind of giver as a person says it."""
        return {
            "household": "hộ", "person": "cá nhân", "organisation": "tổ chức, doanh nghiệp",
            "unnamed": "không nêu tên",
        }[self]  # fmt: skip


class Hand(StrEnum):
    """Vai giữ tiền: who has cash in hand, said by role."""

    COLLECTOR = "collector"
    TREASURER = "treasurer"
    BANK = "bank"

    @property
    def words(self) -> str:
        """This property will return the role as a person says it."""
        return {"collector": "người thu", "treasurer": "thủ quỹ", "bank": "tài khoản ngân hàng"}[
            self
        ]


# Cash goes one way: from the door to the treasurer, from the treasurer to the bank.
ONWARD: Mapping[Hand, frozenset[Hand]] = {
    Hand.COLLECTOR: frozenset({Hand.TREASURER, Hand.BANK}),
    Hand.TREASURER: frozenset({Hand.BANK, Hand.TREASURER}),
    Hand.BANK: frozenset({Hand.TREASURER}),
}


class BookStanding(StrEnum):
    """Tình trạng quyển phiếu thu: where it lies, from the printer back to the cupboard."""

    PRINTED = "printed"
    HANDED = "handed"
    HELD = "held"
    RETURNED = "returned"

    @property
    def words(self) -> str:
        """This property will return the state as a person says it."""
        return {
            "printed": "đã in, chưa giao", "handed": "đã giao, chờ nhận", "held": "đang giữ",
            "returned": "đã nộp lại",
        }[self]  # fmt: skip


class Unused(StrEnum):
    """Số phiếu không dùng: void with its stub kept, or missing with a reason."""

    VOID = "void"
    MISSING = "missing"

    @property
    def words(self) -> str:
        """This property will return how the number ended as a person says it."""
        return {"void": "hỏng, còn cuống", "missing": "mất"}[self]


_DONG = re.compile(r"(\d{1,3}(?:[.\s]\d{3})+|\d+)\s*(?:đồng|đ|vnđ|vnd)?", re.IGNORECASE)


def dong_of(typed: str) -> int:
    """This function will read an amount as an office writes it: 500.000 or 500000 đ.

    :raises UnableToRead: it is no whole number of đồng above nothing.
    """
    match = _DONG.fullmatch(" ".join(typed.split()))
    if match is None:
        raise UnableToRead(
            f"«{typed.strip()[:30]}» không phải số đồng nguyên. Ghi như 500.000, không có phần lẻ."
        )
    found = int(re.sub(r"\D", "", match[1]))
    if not 0 < found < _MOST:
        raise UnableToRead("Số tiền phải lớn hơn 0 và không dài quá 15 chữ số.")
    return found


_QUANTITY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,3}))?")


def quantity_of(typed: str) -> int:
    """This function will read a quantity in thousandths: «2,5» days are 2500.

    :raises UnableToRead: it is no number above nothing with at most three digits after the comma.
    """
    match = _QUANTITY.fullmatch(typed.strip())
    found = 0
    if match is not None:
        found = int(match[1].replace(".", "")) * SCALE + int((match[2] or "0").ljust(3, "0"))
    if not 0 < found < _MOST:
        raise UnableToRead(
            f"«{typed.strip()[:30]}» không phải số lượng. Ghi như 2 hoặc 2,5 (nhiều nhất 3 số lẻ)."
        )
    return found


def quantity_words(scaled: int) -> str:
    """This function will print a quantity: 2500 thousandths are «2,5»."""
    whole, rest = divmod(scaled, SCALE)
    digits = f"{rest:03d}".rstrip("0")
    return numbers.written(whole) + (f",{digits}" if digits else "")


def worth(scaled: int, dong_each: int) -> int:
    """This function will value a quantity by its rule, half a đồng rounded up."""
    return (2 * scaled * dong_each + SCALE) // (2 * SCALE)


_REFERENCE = re.compile(r"[0-9A-Z][0-9A-Z./-]{3,39}")


def reference_of(typed: str) -> str:
    """This function will read the bank's own number of a transfer; letters and digits, no words.

    :raises UnableToRead: there is none, or it is a sentence (a sentence may name somebody).
    """
    tidied = "".join(typed.split()).upper()
    if not _REFERENCE.fullmatch(tidied):
        raise UnableToRead(
            "Khoản chuyển khoản cần mã giao dịch của ngân hàng (4 đến 40 chữ và số, như FT21187034512)."
        )
    return tidied


def counted(told: Mapping[int, int], dong: int) -> str:
    """This function will keep notes as counted, as a text; an empty count is no count.

    :raises UnableToRead: the notes do not add up to the amount.
    """
    held = {note: count for note, count in sorted(told.items(), reverse=True) if count}
    if not held:
        return ""
    if any(note not in NOTES or count < 0 for note, count in held.items()):
        raise UnableToRead("Bảng kê có mệnh giá không đúng. Kiểm lại các ô số tờ.")
    found = sum(note * count for note, count in held.items())
    if found != dong:
        raise UnableToRead(
            f"Bảng kê cộng được {numbers.written(found)} đồng, số bàn giao là "
            f"{numbers.written(dong)} đồng. Đếm lại hoặc để trống bảng kê."
        )
    return json.dumps({str(note): count for note, count in held.items()}, separators=(",", ":"))


def notes_told(kept: str) -> list[tuple[int, int]]:
    """This function will return notes as counted, the largest first."""
    return [(int(note), count) for note, count in json.loads(kept or "{}").items()]


def may_tell(taking_part: int, households: int | None) -> bool:
    """This function will say whether a number of households taking part points at nobody: neither at
    the few who gave, nor at the few who did not. Where none gave, nobody did; where nobody knows
    how many there are, the rest may be few.
    """
    return taking_part >= SMALLEST and (households or 0) - taking_part >= SMALLEST


def look_levied(sums: Sequence[int]) -> int:
    """This function will return the sum that nearly all gifts of an appeal share, or nothing: where
    people give what they like, sums differ.
    """
    if len(sums) < _ENOUGH:
        return 0
    [(most, count)] = Counter(sums).most_common(1)
    return most if Fraction(count, len(sums)) >= _ALIKE else 0


@dataclass(frozen=True, slots=True)
class Accounted:
    """Sổ theo dõi số phiếu: how the numbers of a book ended; what is left has not ended yet."""

    numbers: int
    used: int
    void: int
    missing: int

    @property
    def open(self) -> int:
        """This property will return how many numbers have no end yet."""
        return self.numbers - self.used - self.void - self.missing


def runs(found: Iterable[int]) -> str:
    """This function will write numbers short: 1–12, 15, 20–25."""
    told: list[list[int]] = []
    for one in sorted(set(found)):
        if told and told[-1][1] + 1 == one:
            told[-1][1] = one
        else:
            told.append([one, one])
    return ", ".join(f"{a}–{b}" if a != b else str(a) for a, b in told)
