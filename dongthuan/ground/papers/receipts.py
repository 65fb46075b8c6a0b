"""Phiếu thu in sẵn: numbered receipts on A4 with their stubs, and one at a time on a roll of 58 mm."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno

from dongthuan.ground.papers.receipt_layout import ROLL, SHEET
from dongthuan.ground.papers.typesetting import typeset
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.money import Money

PER_SHEET = (2, 4)
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Issuer:
    """Nơi phát hành: whose receipt it is, where it is looked up and who answers the telephone."""

    body: str
    telephone: str
    # As short as it can be typed by hand: «dongthuan.example/bn».
    address: str
    upper_body: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """Phần đã ghi: what is known when a receipt is printed; what is not is left for a hand."""

    giver: str = ""
    group: str = ""
    dong: int | None = None
    # «02 ngày công», «3 m³ cát»: a gift that is no money.
    goods: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Một phiếu thu: its number in its book, the code only its holder knows, and what it is given for.

    `link` is the address that the square opens.
    """

    book: str
    number: str
    code: str
    work: str
    link: str
    filled: Filled = Filled()


def grouped(code: str) -> str:
    """This function will write a code in groups as it is read aloud and typed: its own groups where it
    has some, groups of four otherwise.
    """
    groups = re.findall(r"[^\W_]+", code)
    if len(groups) == 1:
        groups = [code[at : at + _GROUP] for at in range(0, len(code), _GROUP)]
    return " ".join(groups)


def sheets(receipts: Sequence[Receipt], issuer: Issuer, *, per_sheet: int = 4) -> bytes:
    """This function will print receipts as PDF on A4 with cut lines: four A6 on a sheet, a narrow stub
    inside each, or two, each an A6 with a stub as large beside it.

    :raises ValueError: nothing to print, or another number on a sheet.
    """
    if per_sheet not in PER_SHEET:
        raise ValueError("một tờ A4 in được 2 hoặc 4 phiếu")
    return typeset(SHEET, _told(receipts, issuer) | {"four": per_sheet == 4})


def roll(receipts: Sequence[Receipt], issuer: Issuer) -> bytes:
    """This function will print receipts as PDF for a thermal roll of 58 mm, a page each, as long as
    it needs.

    :raises ValueError: nothing to print.
    """
    return typeset(ROLL, _told(receipts, issuer))


def _told(receipts: Sequence[Receipt], issuer: Issuer) -> dict[str, object]:
    if not receipts:
        raise ValueError("không có phiếu nào để in")
    return {
        "body": issuer.body,
        "upper_body": issuer.upper_body,
        "telephone": issuer.telephone,
        "address": issuer.address,
        "receipts": [_one(receipt) for receipt in receipts],
    }


def _one(receipt: Receipt) -> dict[str, object]:
    filled = receipt.filled
    paid = Money(filled.dong) if filled.dong is not None else None
    return {
        "book": receipt.book,
        "number": receipt.number,
        "code": grouped(receipt.code),
        "work": receipt.work,
        "square": square(receipt.link),
        "giver": filled.giver,
        "group": filled.group,
        "amount": numbers.written(paid.dong) if paid else "",
        "words": paid.in_words() if paid else "",
        "goods": filled.goods,
        "day": f"Ngày {filled.day.day:02d} tháng {filled.day.month:02d} năm {filled.day.year}"
        if filled.day
        else "Ngày …… tháng …… năm 20……",
        "date": f"Ngày {filled.day.day:02d}/{filled.day.month:02d}/{filled.day.year}"
        if filled.day
        else "Ngày ……/……/20……",
    }


def square(link: str) -> str:
    """This function will draw an address as a QR code, in the letters of an SVG picture."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
