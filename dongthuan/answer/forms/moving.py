"""Biểu đổi bố cục: carries what was bound over to a new form of the same kind, and says what moved.

Rows and columns are known again by their words and by what stands above them. What stands elsewhere
than before, is told in another unit of measurement, or is new, waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dongthuan.answer.forms.rules import Layout, Line, Role, Table, masked
from dongthuan.ground.files.spans import address
from dongthuan.ground.primitives.folding import fold

_LIKE_ENOUGH = 0.5


@dataclass(frozen=True)
class Carried:
    """Đã chuyển cách gắn: the sheets of the new form, and what is different, in sentences."""

    layouts: tuple[Layout, ...]
    changes: tuple[str, ...]


def carry(old: Sequence[Layout], new: Sequence[Layout]) -> Carried:
    """This function will bind a new form the way the old one was, and say what moved."""
    told: list[str] = []
    found: list[Layout] = []
    pairs = _sheets(old, new)
    for at, layout in enumerate(new):
        before = pairs.get(at)
        if before is None:
            if layout.tables:
                told.append(f"Trang tính «{layout.sheet}» là trang mới.")
            found.append(layout)
            continue
        if fold(before.sheet) != fold(layout.sheet):
            told.append(f"Trang tính «{before.sheet}» nay tên là «{layout.sheet}».")
        found.append(_layout(before, layout, told, len(new) > 1))
    kept = {id(one) for one in pairs.values()}
    told += [
        f"Không còn trang tính «{one.sheet}»." for one in old if one.tables and id(one) not in kept
    ]
    return Carried(tuple(found), tuple(told))


def likeness(old: Sequence[Layout], new: Sequence[Layout]) -> float:
    """This function will return the share of labels that two forms have in common."""
    a = {masked(line.label) for layout in old for line in layout.lines()}
    b = {masked(line.label) for layout in new for line in layout.lines()}
    return len(a & b) / len(a | b) if a and b else 0.0


def _sheets(old: Sequence[Layout], new: Sequence[Layout]) -> dict[int, Layout]:
    found: dict[int, Layout] = {}
    taken: set[int] = set()
    for at, layout in enumerate(new):
        for number, before in enumerate(old):
            if number not in taken and masked(before.sheet) == masked(layout.sheet):
                found[at] = before
                taken.add(number)
                break
    for at, layout in enumerate(new):
        rest = [
            (likeness([before], [layout]), -n) for n, before in enumerate(old) if n not in taken
        ]
        if at not in found and rest and max(rest)[0] >= _LIKE_ENOUGH:
            taken.add(-max(rest)[1])
            found[at] = old[-max(rest)[1]]
    return found


def _layout(old: Layout, new: Layout, told: list[str], named: bool) -> Layout:
    place = f"Trang «{new.sheet}»: " if named else ""
    left = list(old.tables)
    tables: list[Table] = []
    for at, table in enumerate(new.tables):
        before = _table_like(table, left, at)
        if before is None:
            told.append(f"{place}bảng bắt đầu ở dòng {table.top} là bảng mới.")
            tables.append(table)
            continue
        left.remove(before)
        rows = _lines(before.rows, table.rows, "dòng", told, place)
        columns = _lines(before.columns, table.columns, "cột", told, place)
        if fold(before.measured) != fold(table.measured):
            words = f"«{before.measured}» sang «{table.measured}»"
            told.append(f"{place}đơn vị tính của bảng đổi từ {words}.")
            columns = tuple(
                _doubted(line, f"đơn vị tính của bảng đổi từ {words}") for line in columns
            )
        tables.append(replace(table, rows=rows, columns=columns))
    told += [f"{place}không còn bảng từng bắt đầu ở dòng {one.top}." for one in left]
    return replace(new, tables=tuple(tables))


def _table_like(table: Table, left: Sequence[Table], at: int) -> Table | None:
    shares = [
        (likeness([Layout("", (one,))], [Layout("", (table,))]), -abs(number - at), one)
        for number, one in enumerate(left)
    ]
    best = max(shares, key=lambda pair: pair[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _lines(
    old: Sequence[Line], new: Sequence[Line], what: str, told: list[str], place: str
) -> tuple[Line, ...]:
    pairs = _pairs(old, new)
    found: list[Line] = []
    moved: list[tuple[Line, Line]] = []
    fresh: list[Line] = []
    for line in new:
        before = pairs.get(line.at)
        if before is None:
            fresh.append(line)
            found.append(line)
            continue
        role = before.role
        why = ""
        if before.at != line.at:
            moved.append((before, line))
            why = f"từ {what} {_at(before.at, what)} sang {what} {_at(line.at, what)}"
        if fold(before.measured) != fold(line.measured):
            words = f"đơn vị tính đổi từ «{before.measured}» sang «{line.measured}»"
            told.append(f"{place}{what} «{line.label}»: {words}.")
            why = words
        # What was skipped or left open stays so: nothing is written there anyway.
        found.append(replace(line, role=_asked_again(role, why) if why else role))
    gone = [one for one in old if all(one is not before for before in pairs.values())]
    told += _told_moves(moved, what, place)
    if fresh:
        told.append(f"{place}có {len(fresh)} {what} mới: {_named(fresh)}.")
    if gone:
        told.append(f"{place}không còn {len(gone)} {what}: {_named(gone)}.")
    return tuple(found)


def _asked_again(role: Role, why: str) -> Role:
    return replace(role, sure=False, why=why) if role.bound else role


def _doubted(line: Line, why: str) -> Line:
    return replace(line, role=_asked_again(line.role, why))


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> dict[int, Line]:
    """Pair lines by their words and what stands above, then by words that each form has once; lines
    with the same words follow each other in the same order where there are as many of them.
    """
    found: dict[int, Line] = {}
    left_old, left_new = list(old), list(new)
    for with_above in (True, False):
        groups_old = _grouped(left_old, with_above)
        groups_new = _grouped(left_new, with_above)
        for name, lines in groups_new.items():
            before = groups_old.get(name, [])
            if len(before) == len(lines) and (with_above or len(lines) == 1):
                found |= {line.at: one for line, one in zip(lines, before, strict=True)}
        taken = {id(one) for one in found.values()}
        left_old = [one for one in left_old if id(one) not in taken]
        left_new = [line for line in left_new if line.at not in found]
    return found


def _grouped(lines: Iterable[Line], with_above: bool) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        name = f"{masked(line.above)} / {masked(line.label)}" if with_above else masked(line.label)
        found.setdefault(name, []).append(line)
    return found


def _told_moves(moved: Sequence[tuple[Line, Line]], what: str, place: str) -> list[str]:
    """Tell moves together where many lines moved by the same step."""
    runs: list[list[tuple[Line, Line]]] = []
    for before, line in moved:
        step = line.at - before.at
        if runs and runs[-1][-1][1].at - runs[-1][-1][0].at == step:
            runs[-1].append((before, line))
        else:
            runs.append([(before, line)])
    said: list[str] = []
    for run in runs:
        first, last = run[0], run[-1]
        if len(run) == 1:
            before, line = first
            said.append(
                f"{place}{what} «{line.label}» từ {what} {_at(before.at, what)} sang {what} "
                f"{_at(line.at, what)}."
            )
        else:
            said.append(
                f"{place}{len(run)} {what}, từ «{first[1].label}» đến «{last[1].label}»: từ {what} "
                f"{_at(first[0].at, what)}–{_at(last[0].at, what)} sang {what} "
                f"{_at(first[1].at, what)}–{_at(last[1].at, what)}."
            )
    return said


def _at(number: int, what: str) -> str:
    return str(number) if what == "dòng" else address(1, number)[:-1]


def _named(lines: Sequence[Line]) -> str:
    names = ", ".join(f"«{line.label}»" for line in lines[:4])
    return f"{names} và {len(lines) - 4} nữa" if len(lines) > 4 else names
