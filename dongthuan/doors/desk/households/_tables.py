"""Sổ hộ và danh sách người đại diện tải về, with the rights of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dongthuan.doors.desk._tables import shown_day
from dongthuan.ground.papers.tables import Column, Table
from dongthuan.who.org.rules import Tree
from dongthuan.who.people.queries import Row, Voice


def households(rows: Sequence[Row], tree: Tree, where: str, day: date) -> Table:
    """This function will return households of a day as a table."""
    columns = (
        Column("Mã hộ", 16), Column("Tổ dân phố", 26), Column("Địa chỉ", 34),
        Column("Chủ hộ", 28), Column("Người đại diện", 28), Column("Số người", 10, adds=True),
        Column("Ở đây từ", 13),
    )  # fmt: skip
    told = [
        (row.key.code, tree.name(row.key.unit), row.key.address, row.head, row.representative,
         row.members, row.key.since)
        for row in rows
    ]  # fmt: skip
    return Table("Sổ hộ", f"{where} · ngày {shown_day(day)}", columns, told)


def roll(voices: Sequence[Voice], where: str, day: date) -> Table:
    """This function will return the roll of representatives of a day as a table."""
    columns = (
        Column("Số thứ tự", 8), Column("Mã hộ", 16), Column("Người đại diện", 30),
        Column("Ngày sinh", 13), Column("Địa chỉ", 34), Column("Số người", 10, adds=True),
        Column("Ký tên", 24),
    )  # fmt: skip
    told = [
        (at, one.code, one.name or "(chưa chọn)", one.born, one.address, one.members, "")
        for at, one in enumerate(voices, start=1)
    ]
    about = f"{where} · ngày {shown_day(day)}"
    return Table("Danh sách người đại diện hộ", about, columns, told)
