"""Bảng nhiệm vụ tải về: the lists of tasks as tables, with the rights of their pages."""

from __future__ import annotations

from collections.abc import Iterable

from dongthuan.decide.directives.queries import Row
from dongthuan.decide.directives.rules import Status
from dongthuan.doors.desk._tables import shown_day
from dongthuan.doors.desk._task_board import Board, unit_name
from dongthuan.ground.papers.tables import Column, Table, Value
from dongthuan.who.access.queries import SignedIn

_COLUMNS = (
    Column("Việc", 50), Column("Đơn vị chủ trì", 30), Column("Từ văn bản", 20),
    Column("Giao ngày", 13), Column("Hạn gốc", 13), Column("Dời đến", 13),
    Column("Tình trạng", 26), Column("Nộp ngày", 13), Column("Chậm (ngày)", 11),
    Column("Đúng hạn", 10), Column("Vượt yêu cầu", 12), Column("Theo dõi", 24),
    Column("Sản phẩm", 30),
)  # fmt: skip
_FLAG = {True: "có", False: "không", None: ""}


def board(one: Board, rows: Iterable[Row], state: str) -> Table:
    """This function will return the tasks of a list, every row that the filter leaves."""
    about = f"{state} · đến ngày {shown_day(one.by.today)}"
    return Table(one.heading, about, _COLUMNS, [_row(one.by, row) for row in rows])


def assignment(by: SignedIn, title: str, rows: Iterable[Row]) -> Table:
    """This function will return the tasks of one assignment."""
    about = f"Đến ngày {shown_day(by.today)}"
    return Table(title, about, _COLUMNS, [_row(by, row) for row in rows])


def _row(by: SignedIn, row: Row) -> tuple[Value, ...]:
    task, given = row.task, row.task.assignment
    return (
        given.title, unit_name(by, task.unit_id), given.clause.document.symbol, given.assigned_on,
        task.due_on, task.moved_to, Status(task.status).words, task.handed_on,
        row.deadline.late_days or None if row.tells_late else None,
        _FLAG[task.on_time] if row.tells_late else "", _FLAG[task.exceeded], given.follower,
        given.product,
    )  # fmt: skip
