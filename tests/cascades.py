"""A small cascade to test with: a central resolution, a programme of the city, a plan of the ward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dongthuan.decide.directives import services
from dongthuan.decide.directives.models import Assignment, Clause, Document, Task
from dongthuan.decide.directives.rules import Level
from dongthuan.decide.directives.services import Facts, Handed, Seen, Work
from dongthuan.who.org.models import Unit
from tests.wards import Ward

DUE = date(2021, 7, 31)


@dataclass
class Cascade(Ward):
    """The ward with documents of three levels; every call takes a fresh moment."""

    @classmethod
    def over(cls, ward: Ward) -> Cascade:
        """The same hands in a ward that stands already."""
        made = cls.__new__(cls)
        made.__dict__.update(ward.__dict__)
        return made

    def document(self, symbol: str, on: date = date(2021, 1, 10), **more: object) -> Document:
        told: dict[str, object] = {
            "kind": "nghi-quyet", "issuer_name": "Ban Chấp hành Trung ương",
            "level": Level.CENTRE, "subject": f"Về việc {symbol}", "symbol": symbol, "signed_on": on,
        }  # fmt: skip
        facts = Facts(**{**told, **more})  # type: ignore[arg-type]
        return services.register(unit=self.ward, facts=facts, by=self.clerk)

    def plan(self, symbol: str = "05/KH-UBND", on: date = date(2021, 3, 1)) -> Document:
        return self.document(
            symbol, on, kind="ke-hoach", issuer=self.ward, issuer_name="", level=Level.WARD
        )

    def clause(self, document: Document, text: str, place: str = "", **more: object) -> Clause:
        return services.add_clause(
            document=document, text=text, place=place, by=self.clerk, **more  # type: ignore[arg-type]
        )  # fmt: skip

    def derive(self, source: Clause, target: Clause) -> None:
        services.derive(sources=[source], document=target.document, clause=target, by=self.clerk)

    def assign(
        self, clause: Clause, *leads: Unit, due: date = DUE, on: date | None = None, **more: object
    ) -> Assignment:
        told: dict[str, object] = {
            "title": "Ra quân dọn vệ sinh", "product": "Ảnh và danh sách", "due_on": due,
        }  # fmt: skip
        return services.assign(
            unit=self.ward, clause=clause, work=Work(**{**told, **more}),  # type: ignore[arg-type]
            leads=leads or self.groups, by=self.clerk, on=on,
        )  # fmt: skip

    def task(self, clause: Clause, unit: Unit | None = None, **more: object) -> Task:
        given = self.assign(clause, unit or self.groups[0], **more)  # type: ignore[arg-type]
        return given.tasks.select_related("assignment", "unit").get()

    def doer(self, task: Task) -> object:
        return self.person(f"làm {task.unit.code}", ("clerk", task.unit))

    def report(self, task: Task, on: date | None = None, **more: object) -> Task:
        services.report(
            task=task, handed=[Handed("Danh sách, để tại nhà văn hóa tổ")], on=on,
            seen=Seen(task.step), by=self.doer(task), **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return task

    def accept(
        self, task: Task, on_time: bool = True, exceeded: bool = False, reason: str = ""
    ) -> Task:
        services.accept(
            task=task, on_time=on_time, exceeded=exceeded, reason=reason or ("vượt" if exceeded else ""),
            seen=Seen(task.step), by=self.leader,
        )  # fmt: skip
        return task

    def through(self, task: Task, on: date | None = None, **more: object) -> Task:
        """Reported and accepted."""
        return self.accept(self.report(task, on), **more)  # type: ignore[arg-type]


def three_levels(ward: Cascade) -> tuple[Clause, Clause, Clause]:
    """A clause of the centre, the line of the city's programme it became, and the ward's plan line."""
    above = ward.clause(
        ward.document("04-NQ/TW"), "Đấu tranh ngăn chặn suy thoái.", "Mục III, khoản 2"
    )
    city = ward.document("12-CTr/TU", date(2021, 2, 1), kind="chuong-trinh", level=Level.CITY,
                         issuer_name="Thành ủy Bảo Lộc")  # fmt: skip
    middle = ward.clause(city, "Xây dựng kế hoạch học tập và làm theo Bác.", "Mục II")
    line = ward.clause(ward.plan(), "Mỗi tổ dân phố có một mô hình.", "Mục I, khoản 1")
    ward.derive(above, middle)
    ward.derive(middle, line)
    return above, middle, line
