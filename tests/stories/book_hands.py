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

    def _roads(self):
        """The roads of this database, made by whichever hand comes first."""
        from dongthuan.act.funds.models import Holder, Work
        from tests.act.funds.roads import Roads
        from tests.wards import Ward

        ward = Ward.__new__(Ward)
        ward.clock, ward.ward = self.clock, self.units["phuong"]
        ward.party = self.units["dang-bo"]
        ward.groups = [self.units[f"to-{n}"] for n in (1, 2, 3)]
        if not Work.objects.filter(code="duong-1").exists():
            made = Roads(ward)
            made.give(1, 10_000_000)
            made.moved(made.c1, made.tq)
            return made
        made = Roads.__new__(Roads)
        made.ward, made.unit, made.works = ward, ward.ward, {}
        made.tq = Holder.objects.get(unit=ward.ward, code="TQ")
        return made

    def wish(self, dong: int, let: bool) -> int:
        from dongthuan.act.funds.services import Wish
        from dongthuan.act.funds.spending import Payee
        from tests.act.funds import spendings

        roads = self._roads()
        wish = Wish(dong, "Mua đá", Payee.SUPPLIER)
        made = spendings.ready(roads, wish) if let else spendings.asked(roads, wish)
        return made.pk

    def let(self, request: int, seen: int) -> str:
        from dongthuan.act.funds import services
        from dongthuan.act.funds.models import SpendRequest

        one = SpendRequest.objects.get(pk=request)
        services.approve_spending(request=one, seen=seen, by=self._roads().leader)
        return "done"

    def pay_out(self, request: int) -> int:
        from dongthuan.act.funds.models import SpendRequest
        from tests.act.funds import spendings

        roads, one = self._roads(), SpendRequest.objects.get(pk=request)
        return spendings.pay(roads, one, on=roads.actor(roads.tq).today).pk

    def steps_of_request(self, request: int) -> list[str]:
        from dongthuan.act.funds.models import SpendStep

        rows = SpendStep.objects.filter(request=request).order_by("pk")
        return list(rows.values_list("step", flat=True))

    def left(self) -> int:
        from dongthuan.act.funds import queries

        return queries.money_of(self._roads().work).left

    def begin_gift(self) -> str:
        """Take hold of the work as a gift does, and keep it until `end_gift`."""
        from django.db import transaction

        from dongthuan.act.funds.services._giving import shared

        work = self._roads().work
        self.giving = transaction.atomic()
        self.giving.__enter__()
        shared(work.pk)
        return "held"

    def end_gift(self) -> str:
        self.giving.__exit__(None, None, None)
        return "done"

    def move_work_on(self) -> str:
        """Take hold of the work as who settles it does, without waiting for anybody."""
        from django.db import connection, transaction

        from dongthuan.act.funds.services._holding import held

        work = self._roads().work
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
            held(work)
        return "held"
