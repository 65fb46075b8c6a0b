"""What a hand at a desk does with the book: for two who press the button at the same moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


class BookHand:
    """Posts, turns round, closes: mixed into a hand that has units, a clock and an actor."""

    clock: Any
    units: dict[str, Any]

    def _kept(self, pk: int | None = None):
        from dongthuan.act.ledger.models import Book
        from tests.act.ledger.books import Kept
        from tests.wards import Ward

        ward = Ward.__new__(Ward)
        ward.clock, ward.ward = self.clock, self.units["phuong"]
        if pk is None:
            return Kept(ward, in_bulk=True)
        kept = Kept.__new__(Kept)
        kept.ward, kept.book = ward, Book.objects.select_related("unit").get(pk=pk)
        return kept

    def book(self, dong: int) -> int:
        kept = self._kept()
        kept.gift(dong)
        return kept.book.pk

    def pay(self, book: int, dong: int) -> int:
        return self._kept(book).spent(dong).pk

    def give(self, book: int, dong: int, source: str = "", days_ago: int = 0) -> int:
        kept = self._kept(book)
        on = kept.accountant.today - timedelta(days=days_ago)
        return kept.gift(dong, on=on, source=source).pk

    def turn(self, book: int, entry: int) -> int:
        from dongthuan.act.ledger import services
        from dongthuan.act.ledger.models import Entry

        one = Entry.objects.select_related("book").get(pk=entry)
        return services.reverse(entry=one, reason="Nhầm", by=self._kept(book).accountant).pk

    def shut(self, book: int) -> str:
        from dongthuan.act.ledger import services

        kept = self._kept(book)
        by = kept.accountant
        services.close_period(book=kept.book, through=by.today - timedelta(days=1), by=by)
        return "done"

    def stands(self, book: int) -> dict[str, Any]:
        """What is left in cash, in how many entries, and how many of them lie before the closing but
        were recorded after it.
        """
        from dongthuan.act.ledger import queries
        from dongthuan.act.ledger.models import Closing, Entry

        one = self._kept(book).book
        through = queries.closed_through(one)
        closed = Closing.objects.filter(book=one).first()
        return {
            "cash": queries.balance(one, "1111", "road-1"),
            "entries": Entry.objects.filter(book=one).count(),
            "under": Entry.objects.filter(book=one, on__lte=through).count() if through else 0,
            "holds": queries.check_book(one).holds,
            "closed": closed is not None,
        }
