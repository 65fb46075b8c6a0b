#!/usr/bin/env python3
"""Speed of the cascade over 5,000 documents and 50,000 tasks; exits 1 on a miss.

Ten years of a ward with 23 groups: documents of four levels, each clause above became lines below,
each line was given to many units. The chain of the widest directive: at most 300 ms and 20 queries;
today's page of a clerk, a leader and a group head: at most 60 ms and 20 queries; the board of all
tasks: at most 200 ms; the coverage of a year: at most 500 ms. Pages in process, through the whole house but the network.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench import _house

DOCUMENTS, TASKS, YEARS, GROUPS = 5_000, 50_000, 10, 23
CLAUSES, LINES = 5, 4
CHAIN, TODAY, BOARD, COVERAGE, QUERIES = 0.300, 0.060, 0.200, 0.500, 20
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
LEVELS = (("centre", "nghi-quyet", "Ban Chấp hành Trung ương", "NQ/TW"),
          ("province", "chuong-trinh", "Tỉnh ủy Lâm Đồng", "CTr/TU"),
          ("city", "chi-thi", "Thành ủy Bảo Lộc", "CT/TU"))  # fmt: skip


def main() -> int:
    """This function will lay the years down, ask the pages and tell how long each took."""
    _house.open_house()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    ward, users = _ward()
    widest = _years(ward, random.Random(5))
    _house.settle()
    gc.collect()
    gc.freeze()
    from dongthuan.decide.directives.models import Clause, Document, Task

    print(
        f"{_house.machine()}, in process; {Document.objects.count():,} documents, "
        f"{Clause.objects.count():,} clauses, {Task.objects.count():,} tasks"
    )
    asked = [
        ("clerk", f"/lam-viec/van-ban/{widest}/chuoi", CHAIN, QUERIES),
        ("clerk", f"/lam-viec/van-ban/{widest}", CHAIN, QUERIES),
        ("clerk", "/lam-viec/van-ban", TODAY, QUERIES),
        *((name, "/lam-viec/", TODAY, QUERIES) for name in users),
        ("clerk", "/lam-viec/nhiem-vu", BOARD, QUERIES),
        ("clerk", "/lam-viec/do-phu?nam=2020", COVERAGE, QUERIES),
    ]
    return _house.told([_page(users[name], name, *rest) for name, *rest in asked])  # type: ignore[arg-type]


def _page(user: Any, name: str, address: str, limit: float, most: int) -> _house.Row:
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(user)
    counted: list[str] = []

    def noted(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        counted.append(statement)
        return execute(statement, *rest)

    client.get(address)
    with connection.execute_wrapper(noted):
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    spent = _house.median(lambda: client.get(address))
    good = len(counted) <= most and spent <= limit
    told = f"{len(counted)} queries, {spent * 1000:.0f} ms"
    return f"{name} {address}", told, good, f"≤ {most} queries, ≤ {limit * 1000:.0f} ms"


def _ward() -> tuple[dict[str, Any], dict[str, Any]]:
    """Found the ward with its groups, and three people who work there."""
    from dongthuan.decide.directives import services as directives
    from dongthuan.ground.audit.actors import House
    from dongthuan.who.access import services as access
    from dongthuan.who.org import services as org

    by, since = House(NOW), date(2010, 1, 1)
    ward = org.found(code="phuong", kind="ward", name="Phường 2", on=since, by=by)
    party = org.found(code="dang-bo", kind="party_committee", name="Đảng bộ Phường 2", on=since,
                      place=ward, by=by)  # fmt: skip
    groups = [
        org.found(code=f"to-{n}", kind="residential_group", name=f"Tổ dân phố {n}", on=since,
                  parent=ward, by=by)
        for n in range(1, GROUPS + 1)
    ]  # fmt: skip
    directives.begin_use(unit=ward, on=date(2011, 1, 1), by=by)
    users = {}
    for name, role, units in (("clerk", "clerk", (ward, party)), ("leader", "leader", (ward, party)),
                              ("head", "group_head", (groups[4],))):  # fmt: skip
        users[name] = access.create_user(username=name, name=name, unit=ward, by=by)
        for unit in units:
            access.grant(user=users[name], role=role, unit=unit, on=since, by=by)
    return {"ward": ward, "groups": groups}, users


def _years(held: dict[str, Any], chance: random.Random) -> int:
    """Lay documents, clauses, derivations and tasks down; return the widest directive."""
    from dongthuan.decide.directives.models import Clause, Document

    above: list[Any] = []
    own: list[Any] = []
    for number in range(DOCUMENTS):
        signed = date(2011 + number * YEARS // DOCUMENTS, 1, 1) + timedelta(days=number % 360)
        level, kind, issuer, tail = LEVELS[number % 3]
        ours = number % 2 == 1
        one = Document(
            unit=held["ward"], issuer=held["ward"] if ours else None, number=number,
            level="ward" if ours else level, kind="ke-hoach" if ours else kind,
            issuer_name="UBND Phường 2" if ours else issuer, signed_on=signed,
            symbol=f"{number}/KH-UBND" if ours else f"{number}-{tail}", same=f"bench {number}",
            subject=f"Về việc thực hiện nhiệm vụ thứ {number} của nhiệm kỳ", recorded_at=NOW,
            by="house", text="Nội dung văn bản. " * 400,
        )  # fmt: skip
        (own if ours else above).append(one)
    Document.objects.bulk_create(above + own, batch_size=200)
    clauses = _clauses(above, CLAUSES)
    lines = _clauses(own, LINES)
    _derive(clauses, lines, chance)
    _tasks(held, lines, chance)
    return _widest(Clause)


def _clauses(documents: Sequence[Any], count: int) -> list[Any]:
    from dongthuan.decide.directives.models import Clause, ClauseWord

    made = Clause.objects.bulk_create(
        [
            Clause(
                document=one, order=order, place=f"Mục II, khoản {order}", demands=True,
                looks_so=True, text=f"Tổ chức thực hiện việc thứ {order} của {one.symbol}.",
                recorded_at=NOW, by="house",
            )
            for one in documents for order in range(1, count + 1)
        ],
        batch_size=500,
    )  # fmt: skip
    words = [ClauseWord(clause=one, demands=True, at=NOW, by="house") for one in made]
    ClauseWord.objects.bulk_create(words, batch_size=500)
    return made


def _derive(clauses: Sequence[Any], lines: Sequence[Any], chance: random.Random) -> None:
    """Seven of ten clauses became something; one directive in a hundred became very much."""
    from dongthuan.decide.directives.models import Derivation

    edges = {}
    for at, source in enumerate(clauses):
        if chance.random() > 0.7:
            continue
        wide = 12 if source.document_id % 100 == 0 else 1
        for _ in range(wide):
            near = min(
                len(lines) - 1, max(0, at * len(lines) // len(clauses) + chance.randint(0, 40))
            )
            edges[source.pk, lines[near].pk] = (source, lines[near])
    Derivation.objects.bulk_create(
        [
            Derivation(source=a, document=b.document, clause=b, recorded_at=NOW, by="house")
            for a, b in edges.values()
        ],
        batch_size=500,
    )  # fmt: skip


def _tasks(held: dict[str, Any], lines: Sequence[Any], chance: random.Random) -> None:
    from dongthuan.decide.directives.models import Assignment, Task, TaskStep

    given = Assignment.objects.bulk_create(
        [
            Assignment(
                unit=held["ward"], clause=line, title=f"Thực hiện {line.place} của kế hoạch",
                product="Báo cáo và ảnh", assigned_on=line.document.signed_on,
                due_on=line.document.signed_on + timedelta(days=60), recorded_at=NOW, by="house",
            )
            for line in lines[:: max(1, len(lines) * GROUPS // TASKS)][: TASKS // GROUPS + 1]
        ],
        batch_size=500,
    )  # fmt: skip
    tasks = []
    for one in given:
        for group in held["groups"]:
            status = "done"
            # Of what fell due of late some is not handed in, and some waits.
            if one.due_on > date(2021, 3, 1):
                status = chance.choice(("assigned", "doing", "reported", "done"))
            handed = one.due_on - timedelta(days=3) if status in ("done", "reported") else None
            tasks.append(Task(
                assignment=one, unit=group, first_unit=group, status=status, due_on=one.due_on,
                handed_on=handed, closed_on=handed if status == "done" else None, step=1,
                on_time=status == "done" or None, exceeded=status == "done" or None,
            ))  # fmt: skip
    tasks = Task.objects.bulk_create(tasks[:TASKS], batch_size=500)
    steps = [
        TaskStep(task=one, number=1, move="assign", status=one.status, at=NOW, on=one.due_on,
                 by="house", due_after=one.due_on, unit_after_id=one.unit_id)
        for one in tasks
    ]  # fmt: skip
    TaskStep.objects.bulk_create(steps, batch_size=500)


def _widest(clause: Any) -> int:
    from django.db.models import Count

    rows = clause.objects.filter(became__isnull=False).values("document_id")
    widest = rows.annotate(width=Count("became")).order_by("-width").first()
    assert widest is not None
    return int(widest["document_id"])


if __name__ == "__main__":
    sys.exit(main())
