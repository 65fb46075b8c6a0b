"""Chuyển khoản: the account that a work is given to, the code in its message, and the square to scan.

Only an organisation's account that hangs on the notice board is ever drawn (decision 0032).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vietnam_qr_pay import QRPay

from dongthuan.act.funds import codes
from dongthuan.ground.primitives.folding import fold

_PREFIX = "GOP"
_DIGITS = 5
_WRITTEN = re.compile(rf"(?<![A-Z0-9]){_PREFIX}\W?(\d{{{_DIGITS},9}})\W?([A-Z0-9])(?![A-Z0-9])")
_BIN = re.compile(r"97\d{4}")
_NUMBER = re.compile(r"[0-9A-Z]{6,19}")
# How the name of a person begins, and what only the name of a body has behind such a word.
_SURNAMES = re.compile(
    r"(nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|mai|trinh|luong|cao"
    r"|lam|dao|ta|ha|chau|thai|luu|phung|to|tang|quach|kieu|vuong|ton|truong|k)\b"
)
_BODIES = re.compile(
    r"\d|\b(ubnd|mttq|uy ban|mat tran|dan pho|dang (uy|bo)|ho (ngheo|dan)|cong ty|hop tac xa|lien doan"
    r"|truong (tieu|trung|mam|thcs|thpt|dai|cao)|doan thanh nien|cao dang|hoi dong)\b"
)


class UnableToDraw(Exception):
    """Raised when an account may not be given to in public; says why and what to do."""


class Owner(StrEnum):
    """Chủ tài khoản: an organisation, or a person, whose account never collects for a work."""

    ORGANISATION = "organisation"
    PERSON = "person"

    @property
    def words(self) -> str:
        """This property will return the kind of owner as a person says it."""
        return {"organisation": "tổ chức", "person": "cá nhân"}[self]


@dataclass(frozen=True, slots=True)
class Account:
    """Tài khoản nhận góp: as the paper on the notice board says it, and for which days."""

    owner: Owner
    bank: str
    bin: str
    number: str
    name: str
    document: str
    from_day: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """This method will say whether the paper still hangs on a day."""
        return self.from_day <= on and (self.until is None or on < self.until)


def problems(account: Account) -> list[str]:
    """This function will say everything that keeps an account from being posted."""
    told: list[str] = []
    if account.owner is not Owner.ORGANISATION:
        told.append(
            "Không vận động qua tài khoản cá nhân. Hãy mở tài khoản đứng tên tổ chức rồi niêm yết."
        )
    elif looks_personal(account.name):
        told.append(
            f"Tên tài khoản «{account.name}» giống tên một người. Ghi đúng tên tổ chức đứng tài khoản."
        )
    if not _BIN.fullmatch(account.bin):
        told.append("Mã ngân hàng gồm 6 chữ số, bắt đầu bằng 97 (ví dụ 970436).")
    if not _NUMBER.fullmatch(account.number):
        told.append("Số tài khoản gồm 6 đến 19 chữ số hoặc chữ cái, không có dấu cách.")
    if not account.document.strip():
        told.append("Ghi số, ngày của thông báo niêm yết tài khoản (ví dụ «Thông báo 12/TB-UBND»).")
    if account.until is not None and account.until <= account.from_day:
        told.append("Ngày thôi niêm yết phải sau ngày niêm yết.")
    return told


def looks_personal(name: str) -> bool:
    """This function will say whether the name of an account reads like a person's: a family name
    first, few words, and none that a body has.
    """
    folded = " ".join(fold(name).split())
    few = 2 <= len(folded.split()) <= 6
    return few and bool(_SURNAMES.match(folded)) and not _BODIES.search(folded)


def payload(account: Account, *, purpose: str, on: date, dong: int | None = None) -> str:
    """This function will return the text of a transfer square that every bank of the country reads.

    :raises UnableToDraw: no organisation's account, or one that does not hang on the notice board.
    """
    found = problems(account)
    if found:
        raise UnableToDraw(found[0])
    if not account.holds(on):
        raise UnableToDraw(
            f"Tài khoản không còn niêm yết ngày {on:%d/%m/%Y}. Niêm yết lại trước khi in mã chuyển khoản."
        )
    made: str = QRPay.init_viet_qr(
        account.bin, account.number, amount=str(dong) if dong else None, purpose=purpose
    ).build()
    return made


def code_of(work: int) -> str:
    """This function will return the code that a transfer to a work bears: GOP00012K. Its last sign
    keeps a mistyped one from meaning another work.
    """
    digits = f"{work:0{_DIGITS}d}"
    return f"{_PREFIX}{digits}{_check(digits)}"


def works_in(words: str) -> tuple[int, ...]:
    """This function will find the works whose codes stand in the words of a transfer."""
    told = fold(words).upper()
    found = [int(digits) for digits, sign in _WRITTEN.findall(told) if _check(digits) == sign]
    return tuple(dict.fromkeys(found))


def _check(digits: str) -> str:
    # Neighbours have different weights: two digits that change places are found out.
    total = sum(int(digit) * weight for digit, weight in zip(digits, _weights(digits), strict=True))
    return codes.LETTERS[total % 23]


def _weights(digits: str) -> Sequence[int]:
    return [pow(5, len(digits) - at, 23) for at in range(len(digits))]
