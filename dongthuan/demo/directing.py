"""Điều hành của phường mẫu: documents entered, clauses confirmed, tasks given, done, judged; a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.models import Assignment, Clause, Document, Task
from dongthuan.decide.directives.rules import Level, Relation
from dongthuan.decide.directives.services import Facts, Handed, Issuing, Seen, Work
from dongthuan.decide.meetings import queries as meeting_queries
from dongthuan.decide.meetings import services as meetings
from dongthuan.decide.meetings.models import Meeting
from dongthuan.decide.meetings.rules import Base, Manner, Matter, Named, Tally
from dongthuan.demo.hands import Hands
from dongthuan.demo.programmes import DERIVED, GIVEN, MADE_UP, PAPERS, RESOLVED, Given, Paper
from dongthuan.demo.rounds import at
from dongthuan.demo.units import Units
from dongthuan.ground.papers import services as papers
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.models import Unit
from dongthuan.who.people import queries as people

_TERM = "2020 – 2025"
# From this day on the ward's work is kept here; what fell due before says so.
_USED_SINCE = date(2021, 3, 1)
_MEETING = at(2021, 7, 2, 8)


class Directing:
    """Việc điều hành: every deed at its own fixed moment, by the hand that does it."""

    def __init__(self, units: Units, hands: Hands) -> None:
        self.units, self.hands = units, hands
        everyone = (
            units.ward, units.party, units.front, *units.groups, *units.cells, units.command,
            units.police, units.station, units.office, *units.associations.values(),
        )  # fmt: skip
        self.by_code: dict[str, Unit] = {one.code: one for one in everyone}
        self.documents: dict[str, Document] = {}
        self.clauses: dict[str, Clause] = {}

    def run(self) -> dict[str, Document]:
        """This method will do all of it in the order of its days, and return the documents by key."""
        leader = self._by("lanhdao", at(2021, 3, 1, 9))
        papers.open_term(body=self.units.party.pk, label=_TERM, on=date(2020, 6, 19), by=leader)
        for unit in (self.units.ward, self.units.party, self.units.front):
            services.begin_use(unit=unit, on=_USED_SINCE, by=leader)
        for place, paper in enumerate(PAPERS):
            self._enter(paper, at(2021, 3, 1, 10, 2 * place))
        for above, below in DERIVED:
            services.derive(
                sources=[self.clauses[above]], document=self.clauses[below].document,
                clause=self.clauses[below], by=self._by("danguy", at(2021, 3, 1, 14)),
            )  # fmt: skip
        for place, given in enumerate(GIVEN):
            self._give(given, place)
        return self.documents

    def _by(self, username: str, when: datetime) -> SignedIn:
        return self.hands.at(username, when)

    def _enter(self, paper: Paper, when: datetime) -> None:
        hand = "danguy" if paper.register == "party" else "vanphong"
        unit = self.units.party if paper.register == "party" else self.units.ward
        made = services.register(
            unit=unit, by=self._by(hand, when),
            facts=Facts(
                kind=paper.kind, signed_on=paper.on, subject=paper.subject, symbol=paper.symbol,
                issuer=unit if paper.own else None, issuer_name=paper.issuer,
                level=Level(paper.level),
                numbered_by="" if paper.level == Level.CENTRE else MADE_UP,
                received_on=None if paper.own else max(paper.on, date(2021, 1, 4)),
            ),
        )  # fmt: skip
        self.documents[paper.key] = made
        for key, place, text in paper.clauses:
            self.clauses[key] = services.add_clause(
                document=made, text=text, place=place, by=self._by(hand, when)
            )
        for above in paper.implements:
            services.link(
                newer=made, older=self.documents[above], relation=Relation.IMPLEMENTS,
                by=self._by(hand, when),
            )  # fmt: skip

    def _leads(self, given: Given) -> list[Unit]:
        if given.leads == ("to",):
            return list(self.units.groups)
        if given.leads == ("cb",):
            return list(self.units.residential_cells)
        return [self.by_code[self._code(code)] for code in given.leads]

    def _code(self, code: str) -> str:
        """«cb-04» is short for the fourth residential cell, whatever its own code."""
        if code.startswith("cb-"):
            return self.units.residential_cells[int(code[3:]) - 1].code
        return code

    def _give(self, given: Given, place: int) -> None:
        clause = self.clauses[given.clause]
        party = clause.document.unit_id == self.units.party.pk
        # What was given before the ward worked here was entered on its first day.
        when = max(
            at(given.on.year, given.on.month, given.on.day, 9, place), at(2021, 3, 1, 15, place)
        )
        made = services.assign(
            unit=self.units.party if party else self.units.ward, clause=clause,
            leads=self._leads(given), supports=[self.by_code[code] for code in given.supports],
            work=Work(
                title=given.title, product=given.product, due_on=given.due, measure=given.measure,
                budget=given.budget, follower=given.follower,
            ),
            on=given.on, by=self._by("danguy" if party else "vanphong", when),
        )  # fmt: skip
        named = {
            word: {self._code(code) for code in getattr(given, word)}
            for word in ("late", "exceeded", "open", "doing", "waiting", "returned", "moved")
        }
        for number, task in enumerate(_tasks(made)):
            self._work(given, task, named, number)

    def _work(
        self, given: Given, task: Task, named: Mapping[str, set[str]], number: int
    ) -> None:  # fmt: skip
        code = task.unit.code
        short = next(
            (
                one
                for one in (*given.late, *given.exceeded, *given.moved)
                if self._code(one) == code
            ),
            "",
        )
        if code in named["moved"]:
            day, reason = given.moved[short]
            when = at(given.due.year, given.due.month, given.due.day - 2, 10)
            services.extend(
                task=task,
                to=day,
                reason=reason,
                seen=Seen(task.step),
                by=self._by("vanphong", when),
            )
        if code in named["open"]:
            return
        hand = self._hand(task.unit)
        taken = at(2021, 3, 12, 8, number)
        services.take(task=task, seen=Seen(task.step), by=self._by(hand, taken))
        if code in named["doing"]:
            services.begin(
                task=task, seen=Seen(task.step), by=self._by(hand, at(2021, 6, 28, 8, number))
            )
            return
        handed = given.due + timedelta(days=given.late.get(short, -1 - number % 4))
        handed = max(handed, given.on)
        self._report(task, hand, handed, number)
        if code in named["returned"]:
            when = at(2021, 6, 29, 16)
            services.send_back(
                task=task, reason="Thiếu các nguồn thu phát sinh quý II, xin bổ sung.",
                seen=Seen(task.step), by=self._by("lanhdao", when),
            )  # fmt: skip
        elif code not in named["waiting"]:
            self._accept(given, task, handed, short)

    def _report(self, task: Task, hand: str, handed: date, number: int) -> None:
        entered = max(
            at(handed.year, handed.month, handed.day, 16, number), at(2021, 3, 15, 8, number)
        )
        services.report(
            task=task, seen=Seen(task.step), on=handed, by=self._by(hand, entered),
            handed=[Handed(f"{task.assignment.product}: bản giấy, lưu tại {_home(task)}")],
        )  # fmt: skip

    def _accept(self, given: Given, task: Task, handed: date, short: str) -> None:
        when = max(
            at(handed.year, handed.month, handed.day, 17) + timedelta(days=2), at(2021, 3, 18)
        )
        exceeded = given.exceeded.get(short, "")
        services.accept(
            task=task, on_time=handed <= task.due_on, exceeded=bool(exceeded), reason=exceeded,
            seen=Seen(task.step), by=self._by("lanhdao", min(when, at(2021, 7, 4, 15))),
        )  # fmt: skip

    def _hand(self, unit: Unit) -> str:
        """Return who reports for a unit: its own head where it has an account."""
        code = unit.code
        if unit.kind == "residential_group":
            return f"to{code[-2:]}"
        if unit.kind == "cell":
            return f"chibo{self.units.cells.index(unit) + 1:02d}"
        if unit.kind == "front":
            return "mattran"
        return "danguy" if unit.kind == "party_committee" else "vanphong"


def _tasks(made: Assignment) -> list[Task]:
    rows = Task.objects.filter(assignment=made).select_related("assignment", "unit")
    return list(rows.order_by("pk"))


def _home(task: Task) -> str:
    return "nhà văn hóa tổ" if task.unit.kind == "residential_group" else "văn phòng phường"


def meet(units: Units, hands: Hands) -> Document:
    """This function will hold the committee's meeting of July, issue its resolution, and give the
    first task of it; the resolution is returned.
    """
    clerk = hands.at("danguy", at(2021, 6, 25, 9))
    meeting = _called(units, clerk)
    secretary = hands.at("danguy", _MEETING + timedelta(minutes=10))
    meetings.mark(meeting=meeting, rest_here=True, by=secretary)
    meeting.refresh_from_db()
    given = [
        meetings.Given(
            text, item=None, manner=Manner.HANDS, tally=Tally(yes, no, abstain),
            threshold="> 1/2", base=Base.PRESENT,
        )
        for text, yes, no, abstain in RESOLVED
    ]  # fmt: skip
    meetings.take_down(
        meeting=meeting, decisions=given,
        by=hands.at("danguy", _MEETING + timedelta(hours=3)),
    )  # fmt: skip
    meeting.refresh_from_db()
    leader = hands.at("lanhdao", _MEETING + timedelta(hours=4))
    meetings.sign(
        meeting=meeting, seen=meeting.version, closed_at=_MEETING + timedelta(hours=3, minutes=15),
        by=leader,
    )  # fmt: skip
    meeting.refresh_from_db()
    return _resolved(units, hands, meeting)


def _called(units: Units, by: SignedIn) -> Meeting:
    held = {
        one.title: one.name
        for one in people.office_holders(viewer=by, on=_MEETING.date(), unit=units.party.pk)
    }
    chair = held["Bí thư Đảng ủy"]
    roll = [Named(name, title) for title, name in held.items()]
    for cell in units.residential_cells[:13]:
        found = people.office_holders(viewer=by, on=_MEETING.date(), unit=cell.pk)
        roll += [Named(one.name, one.title) for one in found if one.name != chair][:1]
    return meetings.call(
        unit=units.party, kind="committee", title="Hội nghị Ban Chấp hành lần thứ 9",
        starts_at=_MEETING, ends_at=_MEETING + timedelta(hours=3), place="Hội trường phường",
        chair=chair, chair_title="Bí thư Đảng ủy", secretary=by.name,
        secretary_title="Văn phòng Đảng ủy", quorum=">= 2/3", roll=roll,
        agenda=[
            Matter("Đánh giá 6 tháng đầu năm 2021", chair),
            Matter("Nhiệm vụ 6 tháng cuối năm 2021", chair),
        ],
        by=by,
    )  # fmt: skip


def _resolved(units: Units, hands: Hands, meeting: Meeting) -> Document:
    by = hands.at("danguy", at(2021, 7, 2, 16))
    made = services.resolve(
        meeting=meeting, decisions=meeting_queries.adopted(meeting), by=by,
        issuing=Issuing(
            kind="nghi-quyet", subject="Nhiệm vụ 6 tháng cuối năm 2021", body_code="ĐU",
            on=date(2021, 7, 2), authority="T/M ĐẢNG ỦY", signer_title="BÍ THƯ",
            signer_name=meeting.chair,
        ),
    )  # fmt: skip
    first, second = queries.clauses(made, confirmed=True)[:2]
    tomorrow = hands.at("danguy", at(2021, 7, 3, 8))
    services.assign(
        unit=units.party, clause=first, leads=[units.ward], by=tomorrow,
        work=Work(
            title="Rà soát nguồn thu hằng tháng", product="Bảng rà soát tháng",
            due_on=date(2021, 7, 31), measure="budget.revenue", follower="Phó Bí thư Đảng ủy",
        ),
    )  # fmt: skip
    services.assign(
        unit=units.party, clause=second, leads=units.groups[:5], by=tomorrow,
        work=Work(
            title="Hoàn thành ký cam kết trật tự đô thị", product="Danh sách cam kết đã ký",
            due_on=date(2021, 9, 15), follower="Phó Bí thư Đảng ủy",
        ),
    )  # fmt: skip
    return made
