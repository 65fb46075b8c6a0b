"""Bảng tải về của một số liệu: its periods and its parts as tables, no more than the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from dongthuan.doors.portal._grounds import Grounds, Part
from dongthuan.ground.figures import Figure, Nature
from dongthuan.ground.figures.series import Point
from dongthuan.ground.papers.tables import Column, Table, Value


def tables(one: Figure, unit: str, points: Sequence[Point], found: Grounds) -> list[Table]:
    """This function will return the series of a figure, and the parts it was added from."""
    measure = one.measure
    about = f"{measure.label} ({measure.unit}) · {unit}"
    told = [point.figure for point in points] or [one]
    notes = {id(point.figure): point.broken for point in points}
    made = [
        _table("Qua các kỳ", about, Column("Kỳ", 28), one,
               [(str(figure.ask.period), figure, notes.get(id(figure), "")) for figure in told],
               adds=False),
    ]  # fmt: skip
    same = all(part.figure.measure.unit == measure.unit for part in found.parts)
    if found.parts and same:
        rows = [(part.name, part.figure, _by(part)) for part in found.parts]
        made.append(_table("Các phần", f"{about} · {one.ask.period}", Column("Phần", 40), one, rows,
                           adds=True))  # fmt: skip
    return made


def _table(
    title: str, about: str, first: Column, one: Figure, rows: Sequence[tuple[str, Figure, str]],
    *, adds: bool,
) -> Table:  # fmt: skip
    decimals = one.measure.decimals
    if one.measure.nature is not Nature.RATIO:
        number = Column(f"Số ({one.measure.unit})", 18, adds=adds, decimals=decimals)
        columns = [first, number, Column("Tình trạng", 18), Column("Ghi chú", 44)]
        made = [(name, _number(f), _state(f), note) for name, f, note in rows]
        return Table(title, about, columns, made)
    # A ratio is taken as its two numbers, so that it can be counted again.
    columns = [
        first, Column("Tử số", 16, adds=adds, decimals=4), Column("Mẫu số", 16, adds=adds, decimals=4),
        Column("Tử số chia mẫu số (%)", 16, share=(1, 2)),
        Column(f"Số ({one.measure.unit})", 16, decimals=decimals), Column("Tình trạng", 18),
        Column("Ghi chú", 44),
    ]  # fmt: skip
    shares = [
        (name, f.part, f.whole, None, _number(f), _state(f), note) for name, f, note in rows
    ]  # fmt: skip
    return Table(title, about, columns, shares)


def _number(one: Figure) -> Value:
    if one.value is None:
        return None
    return int(one.value) if one.value.denominator == 1 else one.value


def _state(one: Figure) -> str:
    said = [one.state.words, "số ước" if one.estimate else ""]
    return ", ".join(filter(None, said))


def _by(part: Part) -> str:
    record = part.record
    if record is None:
        return part.figure.reason
    return ", ".join(filter(None, (record.who, record.how, "" if record.approved else "chờ duyệt")))
