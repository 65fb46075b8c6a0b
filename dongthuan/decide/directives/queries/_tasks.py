"""Nhiệm vụ: lists within the viewer's reach, one task with its steps, one assignment with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import (
    Assignment,
    FirstDay,
    Product,
    Support,
    Task,
    TaskStep,
)
from dongthuan.decide.directives.queries._chain import beneath
from dongthuan.decide.directives.rules import Deadline, Status
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.rules import Tree

SOON = timedelta(days=7)


class FirstDays:
    """Ngày bắt đầu dùng: the first day of each unit, its own or that of the nearest unit above it.

    Without any the day of the first act on the trail is the first day of the house.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        rows = FirstDay.objects.known().order_by("-valid_from")
        self._own = dict(rows.values_list("unit_id", "valid_from"))
        self._house: date | None = None
        self._asked = False

    def of(self, unit: int) -> date | None:
        """This method will return the first day of a unit, or None in a house that did nothing yet."""
        path = self._tree.path(unit) or (unit,)
        own = next((self._own[one] for one in reversed(path) if one in self._own), None)
        if own is not None:
            return own
        top = self._tree[path[0]].place if path[0] in self._tree else None
        if top is not None and top in self._own:
            return self._own[top]
        if not self._asked:
            self._house, self._asked = trail.first_day(), True
        return self._house


@dataclass(frozen=True, slots=True)
class Row:
    """Dòng nhiệm vụ: a task, its deadline as it stands today, and whether lateness may be shown."""

    task: Task
    deadline: Deadline
    tells_late: bool

    @property
    def status(self) -> Status:
        """This property will return the status of the task."""
        return Status(self.task.status)

    @property
    def late(self) -> bool:
        """This property will say whether the task is late, to a viewer who may know it."""
        return self.tells_late and bool(self.deadline.late_days)

    @property
    def when(self) -> str:
        """This property will say where the deadline stands, as far as the viewer may know it."""
        if self.tells_late or not self.deadline.late_days:
            return self.deadline.words
        due = self.deadline.due
        return f"hạn {due.day}/{due.month}/{due.year}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Lọc nhiệm vụ: which of the tasks a list asks for; an empty field asks for all."""

    state: str = ""
    unit: int | None = None
    document: int | None = None
    follower: str = ""
    due: tuple[date, date] | None = None


# What a list may be narrowed to, and its word.
STATES: Mapping[str, str] = {
    "": "Đang làm",
    "tre": "Quá hạn",
    "cho": "Chờ nghiệm thu",
    "xong": "Đã nghiệm thu",
    "truoc": "Trước khi dùng",
    "thu-hoi": "Đã thu hồi",
    "het": "Tất cả",
}


def visible(viewer: Actor) -> Q:
    """This function will return the condition under which a task is seen: by those who lead it or led
    it, by who helps with it, and by the unit that assigned it.
    """
    reach = viewer.reach(Act.TASK_SEE)
    if reach.units is None:
        return Q()
    helped = Support.objects.filter(unit__in=reach.units).values("task_id")
    return (
        Q(unit__in=reach.units) | Q(first_unit__in=reach.units)
        | Q(assignment__unit__in=reach.units) | Q(pk__in=helped)
    )  # fmt: skip


def tasks(
    *, viewer: Actor, tree: Tree, wanted: Wanted | None = None, days: FirstDays | None = None
) -> QuerySet[Task]:
    """This function will return the tasks within the viewer's reach, the nearest deadline first."""
    asked = wanted or Wanted()
    rows = _narrowed(viewer, tree, asked)
    if asked.state in ("tre", "truoc"):
        late, before = _past(rows, viewer, days or FirstDays(tree))
        rows = rows.filter(late if asked.state == "tre" else before)
    else:
        rows = rows.filter(_BY_STATUS.get(asked.state, Q()))
    return rows.select_related("assignment", "assignment__clause__document").defer(
        "assignment__clause__document__text", "assignment__clause__text", "assignment__details"
    ).order_by("due_on", "assignment", "pk")  # fmt: skip


def _narrowed(viewer: Actor, tree: Tree, asked: Wanted) -> QuerySet[Task]:
    rows = Task.objects.filter(visible(viewer))
    if asked.unit is not None:
        rows = rows.filter(unit__in=tree.gathered(asked.unit))
    if asked.document is not None:
        rows = rows.filter(assignment__clause__in=beneath(asked.document))
    if asked.follower:
        rows = rows.filter(assignment__follower=asked.follower)
    if asked.due is not None:
        rows = rows.filter(due_on__gte=asked.due[0], due_on__lt=asked.due[1])
    return rows


def counted(
    *, viewer: Actor, tree: Tree, wanted: Wanted, days: FirstDays | None = None
) -> dict[str, int]:
    """This function will say how many rows the list of each state has, the rest of the filter kept."""
    rows = _narrowed(viewer, tree, wanted).order_by()
    late, before = _past(rows, viewer, days or FirstDays(tree))
    conditions = {**_BY_STATUS, "tre": late, "truoc": before}
    named = {f"in_{state or 'open'}".replace("-", "_"): state for state in STATES}
    told = rows.aggregate(**{
        name: Count("pk", filter=conditions[state]) for name, state in named.items()
    })  # fmt: skip
    return {state: told[name] for name, state in named.items()}


_BY_STATUS: Mapping[str, Q] = {
    "": Q(status__in=rules.OPEN),
    "cho": Q(status=Status.REPORTED),
    "xong": Q(status=Status.DONE),
    "thu-hoi": Q(status=Status.WITHDRAWN),
    "het": Q(pk__isnull=False),
}


def _past(rows: QuerySet[Task], viewer: Actor, days: FirstDays) -> tuple[Q, Q]:
    """Return when a task is late, and when it fell due before its unit was here: two conditions that
    no column holds, for they ask whose lateness may be told and when a unit began.
    """
    past = Q(status__in=rules.WITH_UNIT, due_on__lt=viewer.today)
    told = _tells_late(viewer)
    late = before = Q(pk__in=[])
    # A unit begins like the units above it: a few days for all of them.
    beginning: dict[date | None, list[int]] = {}
    for unit in rows.filter(past).order_by().values_list("unit_id", flat=True).distinct():
        beginning.setdefault(days.of(unit), []).append(unit)
    for first, units in beginning.items():
        known = [unit for unit in units if unit in told]
        since = Q(due_on__gte=first) if first else Q()
        late |= Q(unit__in=known) & since
        if first:
            before |= Q(unit__in=units, due_on__lt=first)
    return past & late, past & before


class _Told:
    """Whose lateness a viewer may know: of the units they act for, or assign to (issue: to the unit
    and its assigner only)."""

    def __init__(self, viewer: Actor) -> None:
        self._does, self._gives = viewer.reach(Act.TASK_DO), viewer.reach(Act.TASK_ASSIGN)

    def __contains__(self, unit: object) -> bool:
        return unit in self._does or unit in self._gives


def _tells_late(viewer: Actor) -> _Told:
    return _Told(viewer)


def rows(
    found: Iterable[Task], *, viewer: Actor, tree: Tree, days: FirstDays | None = None
) -> list[Row]:
    """This function will tell tasks with their deadlines as of the viewer's day."""
    days, told = days or FirstDays(tree), _tells_late(viewer)
    return [Row(one, deadline(one, viewer.today, days), one.unit_id in told) for one in found]


def deadline(task: Task, today: date, days: FirstDays) -> Deadline:
    """This function will return where the deadline of a task stands on a day."""
    closed = not Status(task.status).is_open
    return Deadline(
        task.due_on, task.moved_to, task.handed_on, today, days.of(task.unit_id), closed
    )


def task(*, viewer: Actor, pk: int) -> Task | None:
    """This function will return a task within the viewer's reach, or None."""
    rows = Task.objects.filter(visible(viewer), pk=pk)
    return rows.select_related(
        "assignment", "assignment__unit", "assignment__clause", "assignment__clause__document",
        "unit", "first_unit",
    ).defer("assignment__clause__document__text").first()  # fmt: skip


@dataclass
class Told:
    """Bước đã đọc: a step with the name of who made it, the reason in words, and its products."""

    step: TaskStep
    who: str
    reason: str
    products: list[Product] = field(default_factory=list)

    @property
    def words(self) -> str:
        """This property will return the step as a person says it."""
        return rules.Move(self.step.move).words


def steps(task: Task) -> list[Told]:
    """This function will return the steps of a task, the latest first."""
    found = list(task.steps.order_by("-number"))
    who = trail.names(one.by for one in found)
    reasons = trail.notes([one.note_id for one in found if one.note_id])
    told = {
        one.pk: Told(one, who.get(one.by, ""), reasons.get(one.note_id or 0, "")) for one in found
    }
    products = Product.objects.filter(step__in=told).select_related("file", "document")
    for product in products.defer("document__text").order_by("pk"):
        told[product.step_id].products.append(product)
    return list(told.values())


def product(*, viewer: Actor, pk: int, task: int) -> Product | None:
    """This function will return a product of a task within the viewer's reach, or None."""
    mine = Task.objects.filter(visible(viewer), pk=task)
    rows = Product.objects.filter(pk=pk, step__task__in=mine.order_by().values("pk"))
    return rows.select_related("file", "step").first()


def supports(task: Task) -> list[int]:
    """This function will return the units that help with a task."""
    return list(task.supports.order_by("pk").values_list("unit_id", flat=True))


def assignment(*, viewer: Actor, pk: int) -> Assignment | None:
    """This function will return an assignment of which the viewer sees a task, or None."""
    seen = Task.objects.filter(visible(viewer), assignment=pk)
    if not seen.exists():
        return None
    rows = Assignment.objects.select_related("unit", "clause", "clause__document")
    return rows.defer("clause__document__text").filter(pk=pk).first()


def of_assignment(found: Assignment, *, viewer: Actor) -> list[Task]:
    """This function will return the tasks of an assignment that the viewer sees."""
    rows = Task.objects.filter(visible(viewer), assignment=found).order_by("pk")
    out = list(rows)
    for one in out:
        one.assignment = found
    return out


def assignments_of(clauses: Sequence[int], *, viewer: Actor) -> list[Assignment]:
    """This function will return what was assigned for some clauses by units within reach."""
    reach = viewer.reach(Act.TASK_SEE)
    rows = reach.within(Assignment.objects.filter(clause__in=clauses))
    return list(rows.select_related("clause").order_by("clause__order", "due_on", "pk"))


def owed(*, viewer: Actor, units: Sequence[int], most: int | None = None) -> list[Task]:
    """This function will return what some units of the viewer's still have to do, the nearest first."""
    mine = [unit for unit in units if viewer.may(Act.TASK_DO, unit)]
    found = Task.objects.filter(unit__in=mine, status__in=rules.WITH_UNIT)
    return _listed(found, most)


def to_accept(*, viewer: Actor, most: int | None = None) -> list[Task]:
    """This function will return the results that wait for the viewer's decision, the oldest first."""
    found = Task.objects.filter(status=Status.REPORTED)
    return _listed(viewer.reach(Act.TASK_ACCEPT).within(found, "assignment__unit_id"), most)


def due_soon(*, viewer: Actor, most: int | None = None) -> list[Task]:
    """This function will return open tasks that units of the viewer's assigned and that fall due
    within a week or have fallen due, the nearest first.
    """
    found = Task.objects.filter(status__in=rules.WITH_UNIT).annotate(
        held=Coalesce(F("moved_to"), F("due_on"))
    )
    asked = viewer.reach(Act.TASK_ASSIGN).within(found, "assignment__unit_id")
    return _listed(asked.filter(held__lte=viewer.today + SOON), most)


def _listed(found: QuerySet[Task], most: int | None) -> list[Task]:
    listed = found.select_related("assignment").defer("assignment__details")
    ordered = listed.order_by("due_on", "pk")
    return list(ordered if most is None else ordered[:most])


def followers(*, viewer: Actor) -> list[str]:
    """This function will return the offices that follow tasks assigned within the viewer's reach."""
    rows = viewer.reach(Act.TASK_SEE).within(Assignment.objects.exclude(follower=""))
    return sorted(set(rows.values_list("follower", flat=True)))


def that_move(*, viewer: Actor, most: int = 200) -> list[Assignment]:
    """This function will return the latest assignments within reach that name a measure they move."""
    rows = viewer.reach(Act.TASK_SEE).within(Assignment.objects.exclude(measure=""))
    return list(rows.defer("details").order_by("-due_on", "-pk")[:most])
