#!/usr/bin/env python3
"""W4: contributions a second over HTTP, beside a plain Django view on the same server, in turn.

Collectors press «Đã thu» on phones: signed in, with rights, a one-time key, a numbered receipt, double
entry and the trail; each answer tells what the collector holds. 1, 8 and 200 connections; at least 40 %
of the plain view, and as many rows as acknowledged answers. With DONGTHUAN_DATABASE set it runs there.
"""

from __future__ import annotations

import statistics
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench import _house, _serving
from bench._serving import Send

NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
FOUNDED = date(2015, 7, 1)
COLLECTORS, BOOKS, NUMBERS = 20, 5, 1000
# Connections, and how many gifts go over each in one turn.
LINES = {1: 150, 8: 40, 200: 2}
TURNS, LIMIT = 5, 0.40


class House:
    """Nhà để đo: a ward with one work that takes gifts, collectors, and the books they hold."""

    def __init__(self) -> None:
        from django.db import transaction

        self.cookies: list[dict[str, str]] = []
        self.numbers: list[tuple[int, int, int]] = []
        self.at = 0
        with transaction.atomic():
            self._made()

    def _made(self) -> None:
        from dongthuan.act.funds import services
        from dongthuan.act.funds.rules import Hand
        from dongthuan.ground.audit.actors import House as By
        from dongthuan.ground.files import services as files
        from dongthuan.who.org import services as org

        by = By(NOW - timedelta(days=60))
        ward = org.found(code="phuong", kind="ward", name="Phường Thử", on=FOUNDED, by=by)
        groups = [
            org.found(code=f"to-{one}", kind="residential_group", name=f"Tổ dân phố {one}", on=FOUNDED,
                      parent=ward, by=by)
            for one in range(1, 31)
        ]  # fmt: skip
        minutes = files.keep(b"%PDF bien ban", kind="pdf", at=by.now)
        plan = services.Plan(title="Đường liên tổ 1", purpose="Bê tông hóa", groups=groups[:2])
        self.work = services.open_work(unit=ward, kind="work", code="duong-1", plan=plan, by=by)
        services.rest_on_paper(work=self.work, number="01/BB", on=date(2021, 5, 1), households=300,
                               present=None, yes=250, minutes=minutes, by=by)  # fmt: skip
        services.start_collecting(work=self.work, by=by)
        for one in range(COLLECTORS):
            user = _user(f"nguoithu{one}", ward, by)
            self.cookies.append(_serving.signed_in(user))
            hand = services.name_holder(unit=ward, kind=Hand.COLLECTOR, code=f"NT{one}", name=user.name,
                                        actor=f"user:{user.pk}", by=by)  # fmt: skip
            for book in range(BOOKS):
                held, _ = services.print_book(
                    unit=ward, code=f"P{one}-{book}", first=1, last=NUMBERS, by=by
                )
                services.hand_book(book=held, holder=hand, by=by)
                services.answer_book(book=held, accepts=True, by=_Own(by, f"user:{user.pk}"))
                self.numbers += [(one, held.pk, number) for number in range(1, NUMBERS + 1)]
        # Hands take turns, as at as many doors.
        self.numbers.sort(key=lambda told: told[2])

    def gift(self, _: int) -> Send:
        """This method will return the next «Đã thu» of the next collector."""
        collector, book, number = self.numbers[self.at]
        self.at += 1
        fields = {"key": f"{self.at:032d}", "cong-trinh": str(self.work.pk), "so": str(number),
                  "loai": "cash", "tien": "500.000"}  # fmt: skip
        headers = {**self.cookies[collector], "X-Waiting": "1"}
        return Send(f"/lam-viec/dien-thoai/thu/{book}", fields, headers)

    def plain(self, at: int) -> Send:
        """This method will return a send to the plain view, signed in as collectors are."""
        headers = self.cookies[at % COLLECTORS]
        return Send("/bench/plain", {"account": str(at % COLLECTORS), "dong": "500000"}, headers)

    def bare(self, at: int) -> Send:
        """This method will return a send to the view without any middleware."""
        return Send("/bench/bare", {"account": str(at % COLLECTORS), "dong": "500000"})


class _Own:
    """The house, with the key of whom it acts for."""

    def __init__(self, by: Any, key: str) -> None:
        self._by, self.key = by, key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._by, name)


def _user(username: str, ward: Any, by: Any) -> Any:
    from dongthuan.who.access import services as access

    made = access.create_user(username=username, name=f"Người {username}", unit=ward, by=by)
    access.grant(user=made, role="collector", unit=ward, on=FOUNDED, by=by)
    return made


def _turn(port: int, house: House, hands: int) -> dict[str, _serving.Answers]:
    kinds = {"ours": house.gift, "plain": house.plain, "bare": house.bare}
    return {
        name: _serving.sent(port, _serving.lots(make, hands, LINES[hands]))
        for name, make in kinds.items()
    }


def main() -> int:
    """This function will print each result; returns 1 when one misses its limit."""
    folder = _house.open_house()
    from django.db import connection

    from bench import _plain
    from dongthuan.act.funds.models import Gift
    from dongthuan.act.ledger import queries as ledger

    with connection.schema_editor() as editor:
        editor.create_model(_plain.Contribution)
    house = House()
    rows: list[_house.Row] = []
    acknowledged = 0
    with _serving.serving(folder, "bench._plain:application") as port:
        _turn(port, house, 1)
        acknowledged += LINES[1]
        for hands in LINES:
            turns = [_turn(port, house, hands) for _ in range(TURNS)]
            acknowledged += sum(one["ours"].statuses.count(204) for one in turns)
            rows += _compared(hands, turns)
    rows.append(("rows in the book", f"{Gift.objects.count()} of {acknowledged} acknowledged",
                 Gift.objects.count() == acknowledged, "the same"))  # fmt: skip
    found = ledger.book_of(house.work.unit_id)
    assert found is not None
    holds = ledger.check_book(found).holds
    rows.append(("the book checks", "yes" if holds else "NO", holds, "yes"))
    print(f"{_house.machine()}, over HTTP; one process serves, as script/server runs it")
    return _house.told(rows)


def _compared(hands: int, turns: list[dict[str, _serving.Answers]]) -> list[_house.Row]:
    pace = {
        name: statistics.median(one[name].a_second for one in turns) for name in turns[0]
    }  # fmt: skip
    wrong = {status for one in turns for status in one["ours"].statuses} - {204}
    share = pace["ours"] / pace["plain"]
    said = (
        f"{pace['ours']:.0f} a second, {share:.0%} of the plain view ({pace['plain']:.0f}), "
        f"{pace['ours'] / pace['bare']:.0%} of a bare one ({pace['bare']:.0f})"
    )
    if wrong:
        said += f"; statuses {sorted(wrong)}"
    return [(f"{hands} connections", said, share >= LIMIT and not wrong, f"≥ {LIMIT:.0%}")]


if __name__ == "__main__":
    sys.exit(main())
