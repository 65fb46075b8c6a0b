#!/usr/bin/env python3
"""W8: ballots of households over HTTP, by the codes of printed slips.

Twenty taps a second for ten seconds, p95 at most 300 ms; then bursts of two hundred at one moment, none
lost and none twice, the last answer within 3 s; each tap shows the page a phone gets. Every burst is sent
twice, as phones do that heard no answer. With DONGTHUAN_DATABASE set it runs in that database.
"""

from __future__ import annotations

import statistics
import sys
from datetime import UTC, date, datetime
from typing import Any

from bench import _house, _serving
from bench._serving import Send

NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
FOUNDED, OPENS, CLOSES = date(2015, 7, 1), date(2021, 7, 1), date(2021, 7, 20)
PACE, PACED, BURST, BURSTS = 20, 200, 200, 3
GROUPS = 4
P95, LAST = 0.300, 3.0


def codes() -> list[str]:
    """This function will ask the households of some groups, and return the codes of their slips."""
    from django.db import transaction

    from dongthuan.decide.assembly import services
    from dongthuan.ground.audit.actors import House
    from dongthuan.who.org import services as org

    by = House(NOW)
    told: list[str] = []
    with transaction.atomic():
        ward = org.found(code="phuong", kind="ward", name="Phường Thử", on=FOUNDED, by=by)
        for number in range(1, GROUPS + 1):
            group = org.found(code=f"to-{number}", kind="residential_group", on=FOUNDED, by=by,
                              name=f"Tổ dân phố {number}", parent=ward)  # fmt: skip
            _people(group, number, (PACED + BURST * BURSTS) // GROUPS, by)
            question = services.Question(
                matter="contribution", title="Góp làm đường liên tổ?", channels=("phone",),
                opens_on=OPENS, closes_on=CLOSES, level="2.000.000 đồng/hộ", exemptions="Hộ nghèo",
            )  # fmt: skip
            vote = services.begin(unit=group, question=question, groups=[group.pk], by=by)
            services.freeze(vote=vote, seen=vote.version, by=by)
            vote.refresh_from_db()
            told += [one.code for one in services.print_slips(vote=vote, unit=group.pk, by=by)]
    return told


def _people(group: Any, number: int, many: int, by: Any) -> None:
    from dongthuan.who.people import services as people

    for one in range(many):
        home = people.register_household(code=f"H{number}-{one}", unit=group, address=f"Số {one}",
                                         on=FOUNDED, by=by)  # fmt: skip
        person = people.register(name=f"Đại diện {number}-{one}", unit=group, by=by)
        people.join(person=person, household=home, on=FOUNDED, by=by)
        people.choose_representative(household=home, person=person, on=FOUNDED, by=by)


def _tap(code: str) -> Send:
    token = "t" * 32
    return Send("/phieu-ho", {"ma": code, "y-kien": "yes"},
                {"Cookie": f"csrftoken={token}", "X-CSRFToken": token})  # fmt: skip


def main() -> int:
    """This function will print each result; returns 1 when one misses its limit."""
    folder = _house.open_house()
    from dongthuan.decide.assembly.models import Ballot

    sends = [_tap(code) for code in codes()]
    rows: list[_house.Row] = []
    with _serving.serving(folder) as port:
        # The first page of a process makes its templates; nobody votes by it.
        _serving.sent(port, [[_tap("x" * 20)]])
        rows.append(_paced(port, sends[:PACED]))
        rows.append(_bursts(port, sends[PACED:]))
    lines = list(Ballot.objects.values_list("line_id", flat=True))
    rows.append(("one ballot a household", f"{len(lines)} ballots of {len(set(lines))} households",
                 len(lines) == len(set(lines)) == len(sends), f"{len(sends)}"))  # fmt: skip
    print(f"{_house.machine()}, over HTTP; one process serves, as script/server runs it")
    return _house.told(rows)


def _paced(port: int, sends: list[Send]) -> _house.Row:
    told = _serving.sent_at(port, sends, PACE)
    good = set(told.statuses) == {200}
    said = f"p95 {told.p95 * 1000:.0f} ms (median {statistics.median(told.took) * 1000:.0f} ms)"
    return (f"{PACE} a second", said, told.p95 <= P95 and good, f"≤ {P95 * 1000:.0f} ms")


def _bursts(port: int, sends: list[Send]) -> _house.Row:
    last, good = [], True
    for at in range(0, len(sends), BURST):
        burst = sends[at : at + BURST]
        told = _serving.sent(port, [[one] for one in burst])
        last.append(max(told.took))
        again = _serving.sent(port, [[one] for one in burst])
        good = good and set(told.statuses) == set(again.statuses) == {200}
    said = f"last answer after {max(last):.2f} s (each burst: {', '.join(f'{one:.2f}' for one in last)})"
    return (f"{BURST} at once", said, max(last) <= LAST and good, f"≤ {LAST:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
