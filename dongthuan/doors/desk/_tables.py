"""Bảng tải về của bàn làm việc: the lists of the desk as tables, with the rights of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.queries import Standing
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.decide.indicators.sheet_reading import Line
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._round_page import OneRound
from dongthuan.ground.figures import Figure, Nature, Reading
from dongthuan.ground.papers.tables import Column, Table, Value
from dongthuan.who.org.rules import KINDS, SETTINGS, Tree
from dongthuan.who.people.queries import Holder

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Definition, Round, Sheet


def shown_day(day: date) -> str:
    """This function will print a day as the office writes it."""
    return f"{day.day}/{day.month}/{day.year}"


def units(tree: Tree, day: date) -> Table:
    """This function will return the units of a day in reading order, each under the one above it."""
    rows = []
    for unit, depth in asking.outline(tree) if tree.nodes else ():
        node = tree[unit]
        kind = KINDS[node.kind]
        place = tree[node.place].name if node.place and node.place in tree else ""
        above = tree.path(unit)[:-1]
        rows.append((
            "    " * depth + node.name, kind.words, SETTINGS.get(node.setting, ""),
            tree[above[-1]].name if above else "", kind.line.words, place,
        ))  # fmt: skip
    columns = (
        Column("Đơn vị", 44), Column("Loại", 24), Column("Loại hình", 20),
        Column("Trực thuộc", 34), Column("Hệ", 22), Column("Địa bàn", 30),
    )  # fmt: skip
    return Table("Sơ đồ đơn vị", f"Ngày {shown_day(day)}", columns, rows)


def holders(held: Iterable[tuple[Any, Sequence[Holder], bool]], day: date) -> Table:
    """This function will return who holds which office on a day, unit by unit."""
    rows = [
        (node.name, one.title, one.name, one.since, one.phone)
        for node, people, _ in held for one in people
    ]  # fmt: skip
    columns = (
        Column("Đơn vị", 34), Column("Chức vụ", 26), Column("Họ và tên", 28),
        Column("Từ ngày", 14), Column("Điện thoại", 16),
    )  # fmt: skip
    return Table("Người giữ chức vụ", f"Ngày {shown_day(day)}", columns, rows)


def rounds(found: Iterable[Round], stands: Mapping[int, Standing], today: date) -> Table:
    """This function will return rounds with how many sheets of each stand where."""
    rows = [
        (one.title, str(queries.period_of(one)), one.due_on, one.closed_on, told.asked, told.sent,
         None, told.waiting, told.returned, told.late)
        for one in found for told in [stands[one.pk]]
    ]  # fmt: skip
    columns = (
        Column("Đợt số liệu", 44), Column("Kỳ", 24), Column("Hạn gửi", 13), Column("Đóng ngày", 13),
        Column("Số phiếu", 11, adds=True), Column("Đã gửi", 11, adds=True),
        Column("Đã gửi (%)", 11, share=(5, 4)), Column("Chờ duyệt", 11, adds=True),
        Column("Trả lại", 11, adds=True), Column("Trễ hạn", 11, adds=True),
    )  # fmt: skip
    return Table("Đợt số liệu", f"Đến ngày {shown_day(today)}", columns, rows)


def standing(one: OneRound, sheets: Sequence[Sheet], words: str) -> Table:
    """This function will return who has sent in a round, and how much of each sheet is filled in."""
    rows = [
        (line.name, line.status, line.row.due.sent, line.row.due.late_days or None,
         line.row.filled, line.row.asked, None, line.row.questioned or None)
        for line in one.lines(sheets)
    ]  # fmt: skip
    columns = (
        Column("Đơn vị", 34), Column("Tình trạng", 26), Column("Gửi ngày", 13),
        Column("Trễ (ngày)", 11), Column("Mục đã có số", 13, adds=True),
        Column("Mục được hỏi", 13, adds=True), Column("Đã có số (%)", 13, share=(4, 5)),
        Column("Ô hỏi lại", 11, adds=True),
    )  # fmt: skip
    about = f"{one.period} · {words} · đến ngày {shown_day(one.by.today)}"
    return Table(one.round.title, about, columns, rows)


def values(
    one: OneRound, measures: Sequence[Definition], sheets: Sequence[Sheet],
    lines: Mapping[int, Sequence[Line]], kind: str,
) -> Table:  # fmt: skip
    """This function will return the numbers of a round: units down, measures across; a ratio as its
    two numbers and the share they make.
    """
    columns = [Column("Đơn vị", 30), Column("Tình trạng", 20)]
    for held in measures:
        head = f"{held.label} ({held.unit})"
        if held.nature == "ratio":
            at = len(columns)
            columns += [
                Column(f"{held.label}: tử số", 14, adds=True, decimals=held.decimals),
                Column(f"{held.label}: mẫu số", 14, adds=True, decimals=held.decimals),
                Column(f"{held.label} (%)", 14, share=(at, at + 1)),
            ]
        else:
            columns.append(Column(head, 14, adds=_adds(held), decimals=held.decimals))
    columns.append(Column("Mục là số ước", 30))
    rows = []
    for sheet in sheets:
        row: list[Value] = [one.tree.name(sheet.unit_id), one.status(sheet)]
        for line in lines[sheet.pk]:
            row += _cells(line)
        estimates = [
            line.definition.label for line in lines[sheet.pk]
            if line.readable and line.cell.told is not None and line.cell.told.estimate
        ]  # fmt: skip
        rows.append((*row, "; ".join(estimates)))
    about = (
        f"{one.round.title} · {one.period} · {kind} · số như đơn vị đã gửi đến ngày "
        f"{shown_day(one.by.today)}; ô trống là chưa có số, x là không áp dụng"
    )
    return Table("Bảng số liệu", about, columns, rows)


def _adds(one: Definition) -> bool:
    """A share that a unit tells as one number is not added."""
    return one.unit not in ("%", "‰")


def _cells(line: Line) -> list[Value]:
    ratio = line.definition.nature == "ratio"
    told = line.cell.told
    if not line.readable:
        said: list[Value] = ["không có quyền xem"]
        return [*said, None, None] if ratio else said
    if told is None or told.scaled is None:
        said = ["x" if told is not None and told.state == "not_applicable" else None]
        return [*said, None, None] if ratio else said
    step = 10**line.definition.decimals
    if not ratio:
        return [number(Fraction(told.scaled, step))]
    return [number(Fraction(told.scaled, step)), number(Fraction(told.whole or 0, step)), None]


def number(value: Fraction) -> Value:
    """This function will return a whole number as one."""
    return int(value) if value.denominator == 1 else value


def of_figure(one: Figure) -> Value:
    """This function will return what stands in the cell of a figure: its number, or why there is none."""
    if one.value is None:
        return one.state.words
    # A share is told as finely as the page tells it; its two numbers are not lost by that.
    counted = one.measure.nature is Nature.RATIO
    return number(round(one.value, one.measure.decimals) if counted else one.value)


def targets(rows: Iterable[Any], name: str, year: int) -> Table:
    """This function will return what was set for a unit and a year beside what has been done."""
    made: list[Sequence[Value]] = []
    for row in rows:
        for plan in row.plans:
            versions = plan.aim.versions
            made.append((
                row.label, row.actual.measure.unit, row.direction, plan.aim.owner_words,
                str(plan.aim.period), of_figure(plan.plan), of_figure(row.actual), row.actual.when,
                # Where less is better, or a way is measured, a plain share would mislead.
                "" if plan.how else None, of_figure(plan.attained), plan.how, plan.aim.last.source,
                len(versions),
            ))  # fmt: skip
    columns = (
        Column("Mục số liệu", 40), Column("Đơn vị tính", 12), Column("Chiều tốt", 18),
        Column("Nơi giao", 26), Column("Kỳ giao", 18), Column("Mức giao", 15, decimals=4),
        Column("Thực hiện", 15, decimals=4), Column("Tính đến", 18),
        Column("Thực hiện so với mức giao (%)", 14, share=(6, 5)),
        Column("Mức đạt theo cách tính của chỉ tiêu (%)", 16, decimals=1), Column("Cách tính", 30),
        Column("Văn bản giao", 30), Column("Số lần giao", 10),
    )  # fmt: skip
    return Table(f"Chỉ tiêu năm {year}", name, columns, made)


def definitions(found: Iterable[Definition], today: date) -> Table:
    """This function will return the measures: what each is, who reports it and how often."""
    rows = [
        (one.label, one.item.key, one.chapter, one.unit, KINDS[one.level].words,
         Frequency(one.frequency).words, Reading(one.reading).words, one.meaning, one.source,
         one.valid_from, asking.last_day(one.valid_to))
        for one in found
    ]  # fmt: skip
    columns = (
        Column("Mục số liệu", 40), Column("Mã", 24), Column("Chương", 24), Column("Đơn vị tính", 12),
        Column("Ai báo", 18), Column("Mấy lâu một lần", 12), Column("Ai được xem", 14),
        Column("Là gì", 44), Column("Nguồn", 30), Column("Từ ngày", 13), Column("Đến ngày", 13),
    )  # fmt: skip
    return Table("Mục số liệu", f"Ngày {shown_day(today)}", columns, rows)


def reports(rows: Iterable[tuple[Any, Any, Any]], today: date) -> Table:
    """This function will return reports: title, body, period, and how each went out."""
    made = [
        (one.title, one.body, str(period), "đã phát hành" if issue else "bản thảo",
         issue.symbol if issue else "", issue.issued_on if issue else None)
        for one, issue, period in rows
    ]  # fmt: skip
    columns = (
        Column("Báo cáo", 50), Column("Cơ quan", 34), Column("Kỳ", 24), Column("Tình trạng", 16),
        Column("Số", 16), Column("Ngày phát hành", 15),
    )  # fmt: skip
    return Table("Báo cáo", f"Đến ngày {shown_day(today)}", columns, made)


def statements(noted: Iterable[Any], tree: Tree, today: date) -> Table:
    """This function will return ratings and awards: of whom, in which words, by which paper."""
    rows = [
        (one.label, tree.name(one.unit_id) if one.unit_id in tree else "", one.code, one.words,
         one.source)
        for one in noted
    ]  # fmt: skip
    columns = (
        Column("Xếp loại, khen thưởng", 44), Column("Đơn vị", 34), Column("Năm", 9),
        Column("Được ghi nhận thế nào", 44), Column("Văn bản", 30),
    )  # fmt: skip
    return Table("Xếp loại, khen thưởng", f"Đến ngày {shown_day(today)}", columns, rows)


def trail(rows: Iterable[Mapping[str, Any]], about: str) -> Table:
    """This function will return the trail: when, who, what, where and why."""
    made = [
        (row["at"], row["who"], row["act"], row["subject"], row["number"] if row["subject"] else None,
         row["unit"], row["reason"])
        for row in rows
    ]  # fmt: skip
    columns = (
        Column("Lúc", 18), Column("Ai", 28), Column("Việc", 34), Column("Về", 18), Column("Số", 9),
        Column("Đơn vị", 28), Column("Lý do", 50),
    )  # fmt: skip
    return Table("Dấu vết", about, columns, made)
