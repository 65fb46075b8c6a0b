"""Chuyển khoản cho một công trình: what a page shows, or a poster prints, while an account is posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dongthuan.act.funds import queries, transfers
from dongthuan.doors.entrance.drawing import square
from dongthuan.ground.papers import notices

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from dongthuan.act.funds.models import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """Mã chuyển khoản: the account as posted, the code of the work, and what the square says."""

    account: transfers.Account
    code: str
    payload: str

    @property
    def drawn(self) -> SafeString:
        """This property will return the square as an element of the page."""
        return square(self.payload)

    @property
    def number(self) -> str:
        """This property will return the number of the account in groups, to be typed by hand."""
        held = self.account.number
        return " ".join(held[at : at + 4] for at in range(0, len(held), 4))


def of_work(work: Work, on: date) -> Asked | None:
    """This function will return what a transfer to a work needs, for `_parts/transfer.html`; None while
    no organisation's account hangs on the notice board, or the work takes no gifts.
    """
    found = queries.posted_transfer(work, on)
    if found is None:
        return None
    account, code = found
    return Asked(account, code, transfers.payload(account, purpose=code, on=on))


def poster(asked: Asked, title: str) -> bytes:
    """This function will print the square of a work on one A4, for the notice board."""
    account = asked.account
    return notices.transfer_pdf(
        title=title, payload=asked.payload, bank=account.bank, number=asked.number, name=account.name,
        code=asked.code, document=account.document,
    )  # fmt: skip
