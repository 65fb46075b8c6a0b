"""Theo dõi và nhắc việc: what a list may be narrowed to, progress by assignment, and a unit's digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Assignment, Document, Reminder, Task
from dongthuan.decide.directives.queries import _documents as register
from dongthuan.decide.directives.queries._chain import derived_documents
from dongthuan.decide.directives.queries._tasks import Row, Wanted, rows, tasks, visible
from dongthuan.decide.directives.rules import Status
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.rules import Tree

# A digest tells what is late and what falls due within so many days.
AHEAD = timedelta(days=3)


# A list to choose from that is longer than this is searched, not read.
MOST_DOCUMENTS = 200
_LATELY = timedelta(days=550)


def documents_with_tasks(*, viewer: Actor) -> list[Document]:
    """This function will return the documents within reach that tasks of late were given for, also the
    documents above from which those came, the latest first; at most so many.
    """
    lately = Task.objects.filter(visible(viewer), due_on__gte=viewer.today - _LATELY)
    mine = Assignment.objects.filter(tasks__in=lately.order_by().values("pk"))
    found = set(mine.order_by().values_list("clause__document", flat=True))
    above: dict[int, set[int]] = {}
    for older, newer in derived_documents().items():
        for one in newer:
            above.setdefault(one, set()).add(older)
    waiting = list(found)
    while waiting:
        for one in above.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    held = register.named(viewer=viewer, pks=found).values()
    latest = sorted(held, key=lambda one: (one.signed_on, one.pk), reverse=True)
    return latest[:MOST_DOCUMENTS]


@dataclass(frozen=True, slots=True)
class Progress:
    """Dòng tiến độ: one assignment with the tasks of it that the viewer sees."""

    assignment: Assignment
    rows: tuple[Row, ...]

    def of(self, *statuses: Status) -> tuple[Row, ...]:
        """This method will return the tasks that stand so."""
        return tuple(one for one in self.rows if one.status in statuses)

    @property
    def late(self) -> tuple[Row, ...]:
        """This property will return the tasks that are or were late, the latest first."""
        found = [one for one in self.rows if one.late]
        return tuple(sorted(found, key=lambda one: -one.deadline.late_days))

    @property
    def moved_to(self) -> tuple[date, ...]:
        """This property will return the days to which deadlines of it were moved."""
        return tuple(sorted({one.task.moved_to for one in self.rows if one.task.moved_to}))


def progress(
    *, viewer: Actor, tree: Tree, wanted: Wanted, month: tuple[date, date] | None = None
) -> list[Progress]:  # fmt: skip
    """This function will tell how far tasks are, assignment by assignment, the nearest deadline first.
    Of a month: what falls due in it, and what fell due before and was still open when it began.
    """
    asked = Wanted("het", wanted.unit, wanted.document, wanted.follower)
    found = tasks(viewer=viewer, tree=tree, wanted=asked).exclude(status=Status.WITHDRAWN)
    if month is not None:
        start, end = month
        open_then = Q(due_on__gte=start) | Q(closed_on=None) | Q(closed_on__gte=start)
        found = found.filter(open_then, due_on__lt=end)
    told = rows(found, viewer=viewer, tree=tree)
    return [
        Progress(held[0].task.assignment, tuple(held))
        for _, same in groupby(told, lambda one: one.task.assignment_id)
        for held in [list(same)]
    ]


@dataclass(frozen=True, slots=True)
class Digest:
    """Bản nhắc: what one unit has late or falling due, on one day."""

    unit: int
    name: str
    day: date
    late: tuple[Row, ...]
    soon: tuple[Row, ...]

    @property
    def text(self) -> str:
        """This property will write the digest, to be sent or copied."""
        return rules.digest_text(
            self.name,
            self.day,
            [_line(one) for one in self.late],
            [_line(one) for one in self.soon],
        )


def _line(one: Row) -> str:
    return f"{one.task.assignment.title} ({one.when})"


def digests(*, viewer: Actor, tree: Tree, units: Sequence[int] | None = None) -> list[Digest]:
    """This function will return what is late or falls due within three days, unit by unit: of units
    that the viewer acts for, and of tasks that units of the viewer's assigned.
    """
    does, gives = viewer.reach(Act.TASK_DO), viewer.reach(Act.TASK_ASSIGN)
    found = Task.objects.filter(status__in=rules.WITH_UNIT).annotate(
        held=Coalesce(F("moved_to"), F("due_on"))
    )
    if does.units is not None and gives.units is not None:
        found = found.filter(Q(unit__in=does.units) | Q(assignment__unit__in=gives.units))
    if units is not None:
        found = found.filter(unit__in=units)
    near = found.filter(Q(held__lte=viewer.today + AHEAD) | Q(due_on__lt=viewer.today))
    listed = near.select_related("assignment").defer("assignment__details")
    told = rows(listed.order_by("due_on", "pk"), viewer=viewer, tree=tree)
    place = {unit: at for at, unit in enumerate(tree.nodes)}
    by_unit: dict[int, list[Row]] = {}
    for one in told:
        if one.task.unit_id in tree and not one.deadline.before_use:
            by_unit.setdefault(one.task.unit_id, []).append(one)
    return [
        Digest(
            unit, tree.name(unit), viewer.today, tuple(one for one in held if one.late),
            tuple(one for one in held if not one.late),
        )
        for unit, held in sorted(by_unit.items(), key=lambda pair: place[pair[0]])
    ]  # fmt: skip


def reminded(units: Iterable[int], day: date) -> dict[int, datetime]:
    """This function will return when units were sent their digest of a day by e-mail."""
    sent = Reminder.objects.filter(unit__in=units, day=day, way=rules.MAIL)
    return dict(sent.values_list("unit_id", "at"))
