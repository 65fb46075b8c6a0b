"""Trang của một việc: what it shows to the one who looks, and the verbs it offers them now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404

from dongthuan.decide.directives import queries, rules
from dongthuan.decide.directives.queries import Above, Row, Told
from dongthuan.decide.directives.rules import Level, Move, Status, may_move
from dongthuan.decide.indicators import target_reading
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import address
from dongthuan.doors.desk._task_board import document_words, unit_name
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Figure, Look, figures, measures
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Assignment, Task

_MOST_WAYS, _CLIP = 5, 240


@dataclass(frozen=True, slots=True)
class Verb:
    """Động từ: the word in the address, the step it makes, what the button says, whose act it is."""

    slug: str
    move: Move
    words: str
    act: Act
    # A verb without a form is one button.
    form: bool = True

    @property
    def of_giver(self) -> bool:
        """This property will say whether the unit that assigned makes the step."""
        return self.act in (Act.TASK_ASSIGN, Act.TASK_ACCEPT)


VERBS: dict[str, Verb] = {
    one.slug: one
    for one in (
        Verb("nhan", Move.TAKE, "Nhận việc", Act.TASK_DO, form=False),
        Verb("bat-dau", Move.BEGIN, "Bắt đầu làm", Act.TASK_DO, form=False),
        Verb("bao-ket-qua", Move.REPORT, "Báo kết quả", Act.TASK_DO),
        Verb("tien-do", Move.NOTE, "Ghi tiến độ", Act.TASK_DO),
        Verb("nghiem-thu", Move.ACCEPT, "Nghiệm thu", Act.TASK_ACCEPT),
        Verb("tra-lai", Move.RETURN, "Trả lại", Act.TASK_ACCEPT),
        Verb("huy-nghiem-thu", Move.UNDO, "Hủy nghiệm thu", Act.TASK_ACCEPT),
        Verb("doi-han", Move.EXTEND, "Dời hạn", Act.TASK_ASSIGN),
        Verb("chuyen-don-vi", Move.PASS_ON, "Chuyển đơn vị làm", Act.TASK_ASSIGN),
        Verb("thu-hoi", Move.WITHDRAW, "Thu hồi", Act.TASK_ASSIGN),
    )
}
# The one thing to do next, the first that may be done.
_FIRST = ("nghiem-thu", "nhan", "bao-ket-qua")


@dataclass(frozen=True, slots=True)
class Step:
    """Bậc: a clause on the way up, and where its document is read, if the viewer may."""

    document: str
    place: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Past:
    """Bước đã làm: when, who, what, and in which words."""

    told: Told
    words: str
    more: str
    products: tuple[tuple[Any, str], ...]


class OneTask:
    """Việc đang mở: the task, who looks, and what they may do about it."""

    def __init__(self, task: Task, by: SignedIn) -> None:
        self.task, self.by = task, by

    @property
    def given(self) -> Assignment:
        """This property will return the assignment that the task is a part of."""
        return self.task.assignment

    @property
    def name(self) -> str:
        """This property will name the unit that leads."""
        return unit_name(self.by, self.task.unit_id)

    @property
    def giver(self) -> str:
        """This property will name the unit that assigned."""
        return unit_name(self.by, self.given.unit_id)

    @property
    def ended(self) -> bool:
        """This property will say whether the unit that leads has ended with the task still open."""
        return self.row.status.is_open and self.task.unit_id not in self.by.tree

    @cached_property
    def row(self) -> Row:
        """This property will return the task with its deadline as of today."""
        [told] = queries.rows([self.task], viewer=self.by, tree=self.by.tree)
        return told

    @cached_property
    def helpers(self) -> list[int]:
        """This property will return the units that help."""
        return queries.supports(self.task)

    @property
    def helper_names(self) -> list[str]:
        """This property will name the units that help."""
        return [unit_name(self.by, unit) for unit in self.helpers]

    @property
    def at_home(self) -> bool:
        """This property will say whether the viewer is of the unit that leads, not of one above it."""
        return self.task.unit_id in self.by.home_units()

    def permits(self, verb: Verb) -> bool:
        """This method will say whether the viewer holds the act that a verb needs."""
        if verb.of_giver:
            return self.by.may(verb.act, self.given.unit_id)
        if self.by.may(verb.act, self.task.unit_id):
            return True
        return verb.move is Move.NOTE and any(self.by.may(verb.act, one) for one in self.helpers)

    def offers(self, verb: Verb) -> bool:
        """This method will say whether the verb may be done now, by this viewer."""
        if not may_move(self.task.status, verb.move) or not self.permits(verb):
            return False
        return verb.move is not Move.ACCEPT or not self.own_result

    @cached_property
    def own_result(self) -> bool:
        """This property will say whether the viewer handed the result in: another judges it."""
        last = next((one for one in self.past if one.told.step.move == Move.REPORT), None)
        return last is not None and last.told.step.by == self.by.key

    @cached_property
    def verbs(self) -> list[Verb]:
        """This property will return what the viewer may do now."""
        return [verb for verb in VERBS.values() if self.offers(verb)]

    @property
    def primary(self) -> Verb | None:
        """This property will return the one thing to do next, of one's own unit or as the one who judges."""
        for slug in _FIRST:
            verb = VERBS[slug]
            if verb in self.verbs and (verb.of_giver or self.at_home):
                return verb
        return None

    @property
    def beside(self) -> list[Verb]:
        """This property will return the verbs that stand beside the primary one."""
        told = [v for v in self.verbs if v is not self.primary and v.act is not Act.TASK_ASSIGN]
        return [v for v in told if v.of_giver or self.at_home or v.move is Move.NOTE]

    @property
    def in_place_of(self) -> list[Verb]:
        """This property will return what may be entered for a unit below one's own."""
        return [v for v in self.verbs if v not in self.beside and v is not self.primary
                and not v.of_giver]  # fmt: skip

    @property
    def of_assigner(self) -> list[Verb]:
        """This property will return what the unit that assigned may change."""
        return [verb for verb in self.verbs if verb.act is Act.TASK_ASSIGN]

    @property
    def measure(self) -> tuple[str, str]:
        """This property will return the key and the name of the measure that the task moves."""
        key = self.given.measure
        found = measures(self.by.today).get(key) if key else None
        return (key, found.label) if found is not None else ("", key)

    @property
    def budget(self) -> str:
        """This property will write the money set aside."""
        return numbers.written(self.given.budget) if self.given.budget is not None else ""

    @cached_property
    def ways(self) -> list[list[Step]]:
        """This property will return the ways from where it was decided down to the clause of the task."""
        [above] = queries.way_up([self.given.clause])
        return [[self._step(one) for one in way] for way in list(_ways(above))[:_MOST_WAYS]]

    def _step(self, one: Above) -> Step:
        document = one.clause.document
        if not self.by.may(Act.DOCUMENT_SEE, document.unit_id):
            level = Level(document.level).words
            return Step(f"Một văn bản cấp {level} (ngoài quyền xem của bác)", "", "", "")
        text = one.clause.text
        if len(text) > _CLIP:
            text = text[:_CLIP].rsplit(" ", 1)[0] + "…"
        return Step(document_words(document), one.clause.place, text,
                    address("desk:document", document.pk))  # fmt: skip

    @cached_property
    def past(self) -> list[Past]:
        """This property will return the steps, the latest first."""
        return [
            Past(one, one.words, self._more(one), tuple((p, self._where(p)) for p in one.products))
            for one in queries.steps(self.task)
        ]

    def _more(self, one: Told) -> str:
        step = one.step
        if step.move == Move.EXTEND:
            return f"từ {_day(step.due_before)} đến {_day(step.due_after)}"
        if step.move == Move.PASS_ON and step.unit_before_id and step.unit_after_id:
            before, after = (
                unit_name(self.by, unit) for unit in (step.unit_before_id, step.unit_after_id)
            )
            return f"từ {before} sang {after}"
        if step.move == Move.REPORT and step.on != self._day_of(step):
            return f"nộp ngày {_day(step.on)}"
        if step.move == Move.ACCEPT:
            return self._flags(step)
        return ""

    def _day_of(self, step: Any) -> Any:
        return step.at.astimezone(LOCAL).date()

    def _flags(self, step: Any) -> str:
        """Lateness is the unit's and its assigner's to know."""
        told = []
        if self.row.tells_late:
            told.append("đúng hạn" if step.on_time else "chậm hạn")
        if step.exceeded:
            told.append("vượt yêu cầu")
        return ", ".join(told)

    def _where(self, product: Any) -> str:
        if product.file_id:
            return address("desk:task-product", self.task.pk, product.pk)
        document = product.document
        if document is not None and self.by.may(Act.DOCUMENT_SEE, document.unit_id):
            return address("desk:document", document.pk)
        return ""

    @property
    def products(self) -> list[tuple[Any, str]]:
        """This property will return what was handed in with the last report."""
        last = next((one for one in self.past if one.told.step.move == Move.REPORT), None)
        return list(last.products) if last else []

    def since(self, step: int) -> list[Past]:
        """This method will return the steps that were laid after one."""
        return [one for one in self.past if one.told.step.number > step]


def _ways(above: Above) -> Iterator[list[Above]]:
    if not above.above:
        yield [above]
    for one in above.above:
        for way in _ways(one):
            yield [*way, above]


def _day(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def open_task(by: SignedIn, pk: int) -> OneTask:
    """This function will return a task within the viewer's reach, or answer that there is none."""
    found = queries.task(viewer=by, pk=pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return OneTask(found, by)


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng của lần giao: a unit, where it stands, and the verb that leads on."""

    row: Row
    name: str
    verb: str
    address: str


class OneAssignment:
    """Lần giao đang mở: the assignment, who looks, and of its tasks those that they may see."""

    def __init__(self, given: Assignment, by: SignedIn) -> None:
        self.given, self.by = given, by

    @property
    def follows(self) -> bool:
        """This property will say whether the viewer assigned it, or judges its results."""
        return any(
            self.by.may(act, self.given.unit_id) for act in (Act.TASK_ASSIGN, Act.TASK_ACCEPT)
        )

    @cached_property
    def rows(self) -> list[Row]:
        """This property will return the tasks in the order of the tree."""
        found = queries.of_assignment(self.given, viewer=self.by)
        place = {unit: at for at, (unit, _) in enumerate(asking.outline(self.by.tree))}
        found.sort(key=lambda one: place.get(one.unit_id, len(place)))
        return queries.rows(found, viewer=self.by, tree=self.by.tree)

    @cached_property
    def measured(self) -> list[tuple[str, Figure, Figure, Figure]]:
        """This property will return the targets that cite the work: who set it, what was set, what is
        reached, and the share of it.
        """
        look = Look(self.by, Forest(), evidence=False)
        aims = target_reading.citing(self.given.pk, viewer=self.by, notes=look.notes)
        told = iter(figures([ask for aim in aims for ask in aim.asks], look) if aims else ())
        return [(aim.owner_words, next(told), next(told), next(told)) for aim in aims]

    @property
    def lines(self) -> list[Line]:
        """This property will return the rows with their verbs."""
        return [self._line(row) for row in self.rows]

    def _line(self, row: Row) -> Line:
        task, home = row.task, self.by.home_units()
        verb = ""
        if task.unit_id not in self.by.tree and row.status.is_open:
            verb = "chuyen-don-vi" if self.by.may(Act.TASK_ASSIGN, self.given.unit_id) else ""
        elif row.status is Status.REPORTED:
            verb = "nghiem-thu" if self.by.may(Act.TASK_ACCEPT, self.given.unit_id) else ""
        elif (
            row.status.is_waiting
            and task.unit_id in home
            and self.by.may(Act.TASK_DO, task.unit_id)
        ):
            verb = "bao-ket-qua"
        if verb == "chuyen-don-vi":
            words, led = "Chọn đơn vị nhận", address("desk:task-step", task.pk, verb)
        elif verb:
            words, led = VERBS[verb].words, address("desk:task-step", task.pk, verb)
        else:
            words, led = "Xem", address("desk:task", task.pk)
        return Line(row, unit_name(self.by, task.unit_id), words, led)

    @property
    def owing(self) -> list[Row]:
        """This property will return the tasks whose result is still owed."""
        return [row for row in self.rows if row.status.is_waiting]

    @property
    def split(self) -> list[Row]:
        """This property will return open tasks of units that ended without one heir."""
        return [r for r in self.rows if r.status.is_open and r.task.unit_id not in self.by.tree]

    @property
    def sentence(self) -> str:
        """This property will say how the rows below stand."""
        told = [
            (sum(row.status is Status.DONE for row in self.rows), "đã nghiệm thu"),
            (sum(row.status is Status.REPORTED for row in self.rows), "chờ nghiệm thu"),
            (len(self.owing), "chưa có kết quả"),
            (sum(row.late and row.status.is_waiting for row in self.rows), "quá hạn"),
            (sum(row.status is Status.WITHDRAWN for row in self.rows), "đã thu hồi"),
        ]  # fmt: skip
        units = f"{numbers.written(len(self.rows))} đơn vị"
        said = [f"{numbers.written(count)} {words}" for count, words in told if count]
        return f"{units}: {', '.join(said)}." if said else ""

    @property
    def text(self) -> str:
        """This property will write who still owes the result, as a text to copy."""
        again = [row for row in self.owing if row.status is Status.RETURNED]
        return rules.owing_text(
            self.given.title, self.given.product, self.given.due_on, self.by.today,
            self._names([row for row in self.owing if row not in again]), self._names(again),
        )  # fmt: skip

    def _names(self, rows: Sequence[Row]) -> list[str]:
        return [unit_name(self.by, row.task.unit_id) for row in rows]


def open_assignment(by: SignedIn, pk: int) -> OneAssignment:
    """This function will return an assignment of which the viewer sees a task, or answer none."""
    found = queries.assignment(viewer=by, pk=pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return OneAssignment(found, by)
