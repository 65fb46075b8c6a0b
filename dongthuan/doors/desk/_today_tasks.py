"""Nhiệm vụ trên trang Hôm nay: tasks owed, results to accept, and what falls due of what I assigned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from dongthuan.decide.directives import queries
from dongthuan.decide.directives.queries import Row as Told
from dongthuan.decide.directives.rules import Status
from dongthuan.doors.desk._landing import address
from dongthuan.doors.desk._task_board import unit_name
from dongthuan.doors.desk._today_rows import Row
from dongthuan.ground.primitives import numbers
from dongthuan.who.access.queries import SignedIn


class Tasks:
    """Nhiệm vụ của người xem: three lists, their deadlines read in one go."""

    def __init__(self, by: SignedIn) -> None:
        self.by = by

    @cached_property
    def _lists(self) -> tuple[list[Told], list[Told], list[Told]]:
        mine = queries.owed(viewer=self.by, units=self.by.home_units())
        waiting = queries.to_accept(viewer=self.by)
        due = queries.due_soon(viewer=self.by)
        told = queries.rows([*mine, *waiting, *due], viewer=self.by, tree=self.by.tree)
        first, second = len(mine), len(mine) + len(waiting)
        return told[:first], told[first:second], told[second:]

    def owed(self) -> list[Row]:
        """This method will return the tasks that the viewer's units lead and still owe."""
        several = len(self.by.home_units()) > 1
        return [
            Row(
                row.task.assignment.title + (f", {self._name(row)}" if several else ""),
                _stands(row), _VERBS.get(row.status, "Báo kết quả"),
                address("desk:task", row.task.pk), row.late, _held(row),
            )
            for row in self._lists[0]
        ]  # fmt: skip

    def to_accept(self) -> list[Row]:
        """This method will return the results that wait for the viewer's decision."""
        return [
            Row(
                f"{self._name(row)}: {row.task.assignment.title}",
                f"đã báo kết quả, {row.when}", "Nghiệm thu",
                address("desk:task-step", row.task.pk, "nghiem-thu"), due=row.task.due_on,
            )
            for row in self._lists[1]
        ]  # fmt: skip

    def due(self) -> list[Row]:
        """This method will return the assignments of the viewer's units that some unit still owes."""
        found: dict[int, list[Told]] = {}
        mine = set(self.by.home_units())
        for row in self._lists[2]:
            # What one's own unit owes stands in the first list already.
            if row.task.unit_id not in mine and not row.deadline.before_use:
                found.setdefault(row.task.assignment_id, []).append(row)
        return [self._assigned(rows) for rows in found.values()]

    def _assigned(self, rows: Sequence[Told]) -> Row:
        first = min(rows, key=_held)
        late = [row for row in rows if row.late]
        if len(rows) == 1:
            return Row(
                f"{self._name(first)}: {first.task.assignment.title}", _stands(first), "Xem việc",
                address("desk:task", first.task.pk), first.late, _held(first),
            )  # fmt: skip
        when = (late or [first])[0].when
        said = f"{when}, còn {numbers.written(len(rows))} đơn vị chưa có kết quả"
        return Row(
            first.task.assignment.title, said, "Xem ai chưa xong",
            address("desk:assignment", first.task.assignment_id), bool(late), _held(first),
        )  # fmt: skip

    def _name(self, row: Told) -> str:
        return unit_name(self.by, row.task.unit_id)


_VERBS = {Status.ASSIGNED: "Nhận việc", Status.RETURNED: "Làm tiếp"}


def _stands(row: Told) -> str:
    return f"trả lại để làm tiếp, {row.when}" if row.status is Status.RETURNED else row.when


def _held(row: Told) -> date:
    held: date = row.task.moved_to or row.task.due_on
    return held
