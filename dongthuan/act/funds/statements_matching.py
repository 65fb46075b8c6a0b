"""Đối chiếu sao kê: what a movement of the account may be, by its code, number, sum and name.

Only proposals: a person confirms each. Pure over plain values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from dongthuan.act.funds import transfers
from dongthuan.ground.primitives.folding import fold

# Banks enter a deposit days after it was counted, a gift is written down before or after it shows.
_DAYS = 5
_MOST = 4


class Meaning(StrEnum):
    """Ý nghĩa của dòng: a gift, cash that was brought to the bank, a payment, or neither of these."""

    GIFT = "gift"
    DEPOSIT = "deposit"
    PAYMENT = "payment"
    FEE = "fee"
    INTEREST = "interest"
    OTHER = "other"
    SAME = "same"

    @property
    def words(self) -> str:
        """This property will return the meaning as a person says it."""
        return {
            "gift": "khoản góp chuyển khoản", "deposit": "nộp tiền mặt vào tài khoản",
            "payment": "chi từ tài khoản", "fee": "phí ngân hàng", "interest": "lãi tiền gửi",
            "other": "không thuộc công trình, quỹ nào",
            "same": "trùng một dòng của sao kê khác",
        }[self]  # fmt: skip


# What may be said of a movement without writing anything to the book.
SAID_ALONE = (Meaning.PAYMENT, Meaning.FEE, Meaning.INTEREST, Meaning.OTHER, Meaning.SAME)


class Sure(IntEnum):
    """Mức chắc: by a code or the bank's own number, by sum with a name, by sum alone."""

    CERTAIN = 3
    LIKELY = 2
    POSSIBLE = 1


@dataclass(frozen=True, slots=True)
class Movement:
    """Dòng cần đối chiếu."""

    on: date
    dong: int
    reference: str
    words: str
    party: str


@dataclass(frozen=True, slots=True)
class Open:
    """Việc đang chờ: a gift written down, or a deposit counted, that no line was found for yet."""

    id: int
    on: date
    dong: int
    reference: str
    printed: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Công trình đang nhận góp."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Gợi ý: what the line may be, why, and how sure that is; exactly one of the ids is set."""

    meaning: Meaning
    sure: Sure
    why: str
    label: str
    gift: int | None = None
    handover: int | None = None
    work: int | None = None
    payment: int | None = None


def suggest(
    line: Movement, *, gifts: Sequence[Open], deposits: Sequence[Open], works: Sequence[Purpose],
    payments: Sequence[Open] = (),
) -> list[Suggestion]:  # fmt: skip
    """This function will propose what a movement may be, the surest first; nothing where nothing fits."""
    if line.dong < 0:
        return _out(line, payments)[:_MOST]
    found = [
        *_known(line, gifts, Meaning.GIFT), *_known(line, deposits, Meaning.DEPOSIT),
        *_works(line, works),
    ]  # fmt: skip
    if re.search(r"\b(lai (tien gui|nhap goc|suat)|tra lai|interest)\b", fold(line.words)):
        found.append(_said(Meaning.INTEREST, "nội dung nói về lãi"))
    return sorted(found, key=lambda one: -one.sure)[:_MOST]


def _known(line: Movement, waiting: Iterable[Open], meaning: Meaning) -> Iterable[Suggestion]:
    told = _bare(line.words)
    for one in waiting:
        if one.dong != abs(line.dong):
            continue
        own, theirs = _bare(one.reference), _bare(line.reference)
        days = abs((one.on - line.on).days)
        named = bool(one.name) and _within(one.name, f"{line.party} {line.words}")
        if own and (own == theirs or (len(own) >= 6 and own in told)):
            sure, why = Sure.CERTAIN, f"trùng số {one.reference} và số tiền"
        elif named and days <= _DAYS:
            sure, why = Sure.LIKELY, "trùng tên người góp, số tiền, gần ngày"
        elif days <= _DAYS:
            sure, why = Sure.POSSIBLE, f"trùng số tiền, cách {days} ngày" if days else "trùng số tiền và ngày"  # fmt: skip
        else:
            continue
        if meaning is Meaning.PAYMENT:
            yield Suggestion(meaning, sure, why, f"khoản chi {one.printed}", payment=one.id)
        elif meaning is Meaning.GIFT:
            yield Suggestion(meaning, sure, why, f"phiếu {one.printed} đã ghi", gift=one.id)
        else:
            yield Suggestion(meaning, sure, why, f"nộp tiền mặt {one.printed}", handover=one.id)


def _works(line: Movement, works: Sequence[Purpose]) -> Iterable[Suggestion]:
    coded = transfers.works_in(f"{line.words} {line.reference}")
    for work in works:
        if work.id in coded:
            code = transfers.code_of(work.id)
            yield _gift(work, Sure.CERTAIN, f"nội dung có mã {code}")
        elif not coded and _within(work.title, line.words):
            yield _gift(work, Sure.LIKELY, "nội dung nhắc tên công trình")


def _gift(work: Purpose, sure: Sure, why: str) -> Suggestion:
    return Suggestion(Meaning.GIFT, sure, why, f"góp cho «{work.title}»", work=work.id)


def _out(line: Movement, payments: Sequence[Open]) -> list[Suggestion]:
    found = sorted(_known(line, payments, Meaning.PAYMENT), key=lambda one: -one.sure)
    if found:
        return found
    if re.search(r"\b(phi|fee|sms|vat)\b", fold(line.words)):
        return [_said(Meaning.FEE, "nội dung nói về phí")]
    return [_said(Meaning.PAYMENT, "tiền ra khỏi tài khoản")]


def _said(meaning: Meaning, why: str) -> Suggestion:
    return Suggestion(meaning, Sure.LIKELY, why, meaning.words)


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", fold(text).upper())


def _within(name: str, told: str) -> bool:
    """Say whether the words of a name stand in a text, in their order, whatever marks they bear."""
    words, text = (" ".join(re.findall(r"\w+", fold(one))) for one in (name, told))
    return len(words) >= 6 and f" {words} " in f" {text} "
