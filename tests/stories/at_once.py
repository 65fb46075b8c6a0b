"""A hand of its own: one process with its own connection, told line by line what to do and when.

`python -m tests.stories.at_once prepare` makes a ward in an empty database; without a word it reads
commands from its input, one a line, and answers each with one line of JSON. Two of them, told at the
same moment, are two people at two desks.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime

from tests.stories.book_hands import BookHand

DAY = date(2021, 7, 5)
HEADING = {"title": "Thử", "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc"}


def prepare() -> None:
    from django.core.management import call_command

    from dongthuan.ground.papers import services as papers
    from tests.wards import told_ward

    call_command("migrate", verbosity=0)
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)


class Hand(BookHand):
    """One person at one desk."""

    def __init__(self, name: str) -> None:
        from dongthuan.who.org.models import Unit
        from tests.wards import Clock, Person

        # After all that was told when the ward was made.
        self.name, self.clock = name, Clock(datetime(2021, 7, 5, 1, 0, tzinfo=UTC))
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        ward, party = self.units["phuong"], self.units["dang-bo"]
        roles = tuple((role, unit.pk) for role in ("leader", "clerk") for unit in (ward, party))
        self.person = lambda: Person(f"user:{name}", self.clock.tick(), roles, name)

    def seen(self, key: str) -> str:
        """What the form of the first group shows of a cell before both press the button."""
        cell = next(c for c in self._cells() if c.definition.item.key == key)
        return cell.seen

    def _sheet(self):
        from dongthuan.decide.indicators.models import Sheet

        rows = Sheet.objects.select_related("round", "unit")
        return rows.get(unit=self.units["to-1"], round__code="2021-H1")

    def _cells(self):
        from dongthuan.decide.indicators import queries

        return queries.cells(self._sheet())

    def correct(self, key: str, text: str, seen: str) -> str:
        from dongthuan.decide.indicators import services

        services.correct(sheet=self._sheet(), key=key, text=text, reason=self.name, seen=seen,
                         by=self.person())  # fmt: skip
        return "done"

    def draft(self) -> int:
        from dongthuan.answer.reports import services

        return services.begin(
            unit=self.units["phuong"], issuer=self.units["dang-bo"], code="2021-H1",
            text="Có {people.poor} hộ nghèo.", heading=HEADING, by=self.person(),
        ).pk  # fmt: skip

    def issue(self, report: str) -> str:
        from dongthuan.answer.reports import services
        from dongthuan.answer.reports.models import Report

        one = Report.objects.get(pk=int(report))
        return services.issue(report=one, on=DAY, by=self.person()).symbol

    def take(self, number: str = "") -> str:
        from dongthuan.ground.papers import services as papers

        return papers.take_number(
            body=self.units["dang-bo"].pk, body_code="ĐU", kind="bao-cao", on=DAY,
            by=self.person(), given=int(number) if number else None,
        ).symbol  # fmt: skip

    def send(self, key: str) -> bool:
        from dongthuan.ground import audit

        return audit.services.spend(key=key)

    def rename(self, name: str) -> str:
        from dongthuan.who.org import services as org

        org.rename(unit=self.units["to-2"], name=name, on=DAY, by=_house(self.clock))
        return "done"

    def aim(self, value: int) -> int:
        from fractions import Fraction

        from dongthuan.decide.indicators import services

        return services.set_target(
            key="people.poor", unit=self.units["phuong"], code="2021", owner="city",
            owner_words="UBND thành phố giao", value=Fraction(value), reason=self.name,
            by=self.person(),
        ).version  # fmt: skip

    def open(self, code: str) -> int:
        from dongthuan.decide.indicators import services

        return services.open_round(
            unit=self.units["phuong"], title=code, code=code, due_on=date(2035, 1, 1),
            keys=["people.poor"], by=self.person(),
        ).pk  # fmt: skip

    def seal(self) -> int:
        from dongthuan.ground.audit import services as audit

        made = audit.seal(by=_house(self.clock))
        return made.count if made else 0

    def _cascade(self):
        """A ward that stands already, with this desk's clock; days run on with it."""
        from tests.cascades import Cascade

        made = Cascade.__new__(Cascade)
        made.clock, made.ward, made.party = self.clock, self.units["phuong"], self.units["dang-bo"]
        made.groups = [self.units[f"to-{n}"] for n in (1, 2, 3)]
        self.made = getattr(self, "made", 0) + 1
        return made

    def task(self) -> int:
        made = self._cascade()
        line = made.clause(made.plan(f"{1000 + self.made}/KH-UBND"), "Ra quân dọn vệ sinh.")
        return made.report(made.task(line, made.groups[0])).pk

    def judge(self, task: int, move: str) -> str:
        from dongthuan.decide.directives import services
        from dongthuan.decide.directives.models import Task

        one, by = Task.objects.select_related("assignment").get(pk=task), self.person()
        if move == "accept":
            services.accept(task=one, on_time=True, exceeded=False, seen=services.Seen(2), by=by)
        else:
            services.send_back(task=one, reason="thiếu ảnh", seen=services.Seen(2), by=by)
        return "done"

    def steps(self, task: int) -> int:
        from dongthuan.decide.directives.models import TaskStep

        return TaskStep.objects.filter(task=task).count()

    def meeting(self) -> int:
        from datetime import timedelta

        from dongthuan.decide.meetings import services as meetings
        from dongthuan.decide.meetings.rules import Named

        ends = self.clock.at - timedelta(minutes=5)
        one = meetings.call(
            unit=self.units["dang-bo"], kind="committee", title="Thử", place="Phường",
            starts_at=ends - timedelta(hours=1), ends_at=ends, chair="Lê Thử", secretary="Trần Thử",
            past_is_meant=True, roll=[Named("Lê Thử")], by=self.person(),
        )  # fmt: skip
        meetings.mark(meeting=one, rest_here=True, by=self.person())
        one.refresh_from_db()
        meetings.take_down(meeting=one, decisions=[meetings.Given("Làm việc.")], by=self.person())
        one.refresh_from_db()
        meetings.sign(meeting=one, seen=one.version, closed_at=ends, by=self.person())
        return one.pk

    def resolve(self, meeting: int) -> str:
        from dongthuan.decide.directives import services
        from dongthuan.decide.meetings.models import Meeting

        one = Meeting.objects.select_related("unit").get(pk=meeting)
        issuing = services.Issuing(kind="nghi-quyet", subject="Thử", body_code="ĐU", on=DAY,
                                   signer_name="Lê Thử")  # fmt: skip
        return services.resolve(
            meeting=one, decisions=list(one.decisions.all()), issuing=issuing, by=self.person()
        ).symbol

    def plans(self) -> tuple[int, int]:
        made = self._cascade()
        return tuple(
            made.clause(made.plan(f"{n}{self.made}/KH-UBND"), "Một dòng kế hoạch.").pk
            for n in (20, 30)
        )

    def derive(self, source: int, target: int) -> str:
        from dongthuan.decide.directives import services
        from dongthuan.decide.directives.models import Clause

        rows = Clause.objects.select_related("document", "document__unit")
        below = rows.get(pk=target)
        services.derive(sources=[rows.get(pk=source)], document=below.document, clause=below,
                        by=self.person())  # fmt: skip
        return "done"

    def counts(self) -> dict[str, object]:
        from dongthuan.answer.reports.models import Issue
        from dongthuan.decide.indicators.models import Value
        from dongthuan.ground.audit import queries as trail
        from dongthuan.ground.papers.models import NumberTaken
        from dongthuan.who.org.models import UnitState

        rows = Value.objects.filter(unit=self.units["to-1"], item__key="people.poor")
        living = UnitState.objects.known().filter(unit=self.units["to-2"])
        numbers = list(NumberTaken.objects.order_by("number").values_list("number", flat=True))
        return {
            "revisions": rows.count(), "issues": Issue.objects.count(), "numbers": numbers,
            "states": living.count(),
            "chain": trail.chain().holds,
        }  # fmt: skip


def _house(clock):
    from dongthuan.ground.audit.actors import House

    return House(clock.tick())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    if sys.argv[1:] == ["prepare"]:
        prepare()
        return
    hand = Hand(sys.argv[1])
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        word, *told = json.loads(line)
        try:
            answer = getattr(hand, word)(*told)
        except Exception as problem:
            answer = {"refused": type(problem).__name__, "words": str(problem)}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
