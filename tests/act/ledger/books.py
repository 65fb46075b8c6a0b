"""A book of the small ward, with a collector, a treasurer, a bank and two roads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dongthuan.act.ledger import services
from dongthuan.act.ledger.models import Account, Book, Entry, Purpose
from dongthuan.act.ledger.rules import Line, Nature
from dongthuan.who.org.models import Unit
from tests.wards import Person, Ward

DAY = date(2021, 6, 1)
MAY = date(2021, 5, 10)
ACCOUNTS = (
    ("1111", "Tiền mặt tại quỹ", Nature.ASSET, "treasurer"),
    ("1112.c1", "Tiền mặt ở người thu", Nature.ASSET, "collector"),
    ("112", "Tiền gửi ngân hàng", Nature.ASSET, "bank"),
    ("155", "Vật liệu được góp", Nature.ASSET, ""),
    ("331", "Phải trả nhà thầu", Nature.LIABILITY, ""),
    ("411", "Nguồn đầu kỳ", Nature.EQUITY, ""),
    ("511", "Thu góp của hộ", Nature.INCOME, ""),
    ("611", "Chi công trình", Nature.EXPENSE, ""),
)
PURPOSES = (("road-1", "Đường tổ 1"), ("road-2", "Đường tổ 2"))


class Kept:
    """The book, and the hands that write in it."""

    def __init__(self, ward: Ward, *, in_bulk: bool = False, unit: Unit | None = None) -> None:
        self.ward = ward
        by = ward.house
        self.book: Book = services.open_book(unit=unit or ward.ward, name="Sổ quỹ", on=MAY, by=by)
        if in_bulk:
            # Two hundred of them are made for one test.
            self._laid_down()
            return
        for code, name, nature, holder in ACCOUNTS:
            services.open_account(
                book=self.book, code=code, name=name, nature=nature, holder_kind=holder, by=by
            )
        for code, name in PURPOSES:
            services.open_purpose(book=self.book, code=code, name=name, by=by)

    def _laid_down(self) -> None:
        Account.objects.bulk_create(
            Account(book=self.book, code=code, name=name, nature=nature, holder_kind=holder)
            for code, name, nature, holder in ACCOUNTS
        )
        Purpose.objects.bulk_create(
            Purpose(book=self.book, code=code, name=name) for code, name in PURPOSES
        )

    @property
    def accountant(self) -> Person:
        return self.ward.person("Kế toán", ("accountant", self.book.unit))

    def account(self, code: str) -> Account:
        return Account.objects.select_related("book").get(book=self.book, code=code)

    def purpose(self, code: str) -> Purpose:
        return Purpose.objects.get(book=self.book, code=code)

    def post(self, *lines: Line, on: date = DAY, words: str = "Thử", **more: object) -> Entry:
        return services.post(
            book=self.book, on=on, lines=lines, words=words,
            by=more.pop("by", None) or self.accountant, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def gift(self, dong: int, purpose: str = "road-1", on: date = DAY, **more: object) -> Entry:
        return self.post(*moved("1111", "511", dong, purpose), on=on, words="Thu góp", **more)

    def spent(self, dong: int, purpose: str = "road-1", on: date = DAY, **more: object) -> Entry:
        return self.post(*moved("611", "1111", dong, purpose), on=on, words="Chi", **more)


def moved(debit: str, credit: str, dong: int, purpose: str = "") -> Sequence[Line]:
    return Line(debit, dong, purpose), Line(credit, -dong, purpose)
