"""Phiếu Excel đã điền: which units the tables of files answer for, and what they tell.

Pure: the tables, the units and what each is asked are passed in. A table that carries the mark of a
form is known by it; any other is known by the names written in it, and is then only proposed: a
person says which unit it is. Nothing here writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dongthuan.decide.indicators import block as cut
from dongthuan.decide.indicators import pasting
from dongthuan.decide.indicators.block import Grid, Named, Names
from dongthuan.decide.indicators.pasting import Exact, Trouble

MARK = re.compile(r"dong-thuan/[a-z]+/\S+")
# The mark of a form stands at its top; a table sorted by hand may have carried it down.
_MOST_MARKED = 400
_UNIT_ABOVE = 12


@dataclass(frozen=True, slots=True)
class Page:
    """Trang: one table of a file as it was read, and where in the file it begins."""

    file: str
    name: str
    rows: Grid
    exact: Exact = ()
    first_row: int = 1
    first_column: int = 1

    @property
    def place(self) -> str:
        """This property will name the file and the sheet."""
        return f"{self.file}, trang «{self.name}»" if self.name else self.file


@dataclass(frozen=True, slots=True)
class Mark:
    """Mã của phiếu: which round a form belongs to, and of one unit's form, whose it is.

    `looks_back` marks the sheet of a form that shows the period before and asks for nothing.
    """

    round: str
    unit: str = ""
    looks_back: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Số của một đơn vị trong tệp: the typed texts by key, or what is in the way; `sure` where the
    mark of the form says whose they are. `doubt` says why a person has to choose the unit.
    """

    unit: str
    sure: bool
    place: str
    cells: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()
    passed: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """Tệp đã đọc: what each unit told in it, and the sheets that told nothing, with the reason."""

    answers: tuple[Answer, ...]
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Đợt đang hỏi: its mark, its units with the kind each is of, and what each kind is asked."""

    round: str
    units: Sequence[Named]
    kinds: Mapping[str, str]
    asked: Mapping[str, Sequence[Named]]
    marked: Callable[[str], Mark | None]

    def all_asked(self) -> list[Named]:
        """This method will return what the units are asked, whatever their kind."""
        return list({one.key: one for held in self.asked.values() for one in held}.values())


def read(pages: Iterable[Page], asking: Asking) -> Filled:
    """This function will read the tables of files into the answers of units."""
    answers: list[Answer] = []
    passed: list[str] = []
    who, what = Names(asking.units), Names(asking.all_asked())
    for page in pages:
        mark = _mark(page, asking)
        if mark is not None and mark.looks_back:
            continue
        if mark is not None and mark.round != asking.round:
            passed.append(f"{page.place}: phiếu của đợt khác. Mở đợt ấy rồi gửi tệp ở đó.")
            continue
        found = _answers(page, mark, asking, who, what)
        if found:
            answers += found
        elif any(any(row) for row in page.rows):
            passed.append(f"{page.place}: không thấy mục nào của đợt này, bỏ qua.")
    return Filled(tuple(_once_each(answers, asking)), tuple(passed))


def _mark(page: Page, asking: Asking) -> Mark | None:
    for row in page.rows[:_MOST_MARKED]:
        for cell in row:
            if MARK.fullmatch(cell):
                return asking.marked(cell)
    return None


def _answers(
    page: Page, mark: Mark | None, asking: Asking, who: Names, what: Names
) -> list[Answer]:  # fmt: skip
    if mark is None or not mark.unit:
        if mark is not None or _is_table(page, who, what):
            return _of_table(page, mark, asking)
    if cut.column_of(page.rows, what) is None:
        return []
    unit, sure, doubt = _whose(page, mark, who, what)
    asked = asking.asked.get(asking.kinds.get(unit, ""), ()) or asking.all_asked()
    read = pasting.read_list(page.rows, asked, page.exact)
    troubles = tuple(_placed(one, page) for one in read.troubles)
    return [Answer(unit, sure, page.place, read.cells, troubles, _said(read.passed), doubt)]


def _is_table(page: Page, who: Names, what: Names) -> bool:
    """Say whether units stand in rows and measures in columns, as against one unit's list."""
    where = cut.column_of(page.rows, who)
    if where is None:
        return False
    head = cut.head_of(page.rows, what, where)
    down = cut.column_of(page.rows, what)
    across = 0 if head is None else _named(page.rows[head], what)
    listed = 0 if down is None else _named([cut.at(row, down) for row in page.rows], what)
    units = _named([cut.at(row, where) for row in page.rows], who)
    return across > listed or (across == listed == 1 and units > 1)


def _named(cells: Iterable[str], names: Names) -> int:
    found = (names.find(cell) for cell in cells)
    return len({one.key for one in found if isinstance(one, Named)})


def _of_table(page: Page, mark: Mark | None, asking: Asking) -> list[Answer]:
    read = pasting.read_grid(page.rows, asking.units, asking.all_asked(), page.exact)
    told: dict[str, dict[str, str]] = {}
    for (unit, key), text in read.cells.items():
        told.setdefault(unit, {})[key] = text
    bad: dict[str, list[Trouble]] = {}
    for one in read.troubles:
        # What is in the way of one unit's numbers names it; the rest stands in everybody's way.
        bad.setdefault(one.unit, []).append(_placed(one, page))
    for unit, cells in told.items():
        asked = {one.key for one in asking.asked.get(asking.kinds[unit], ())}
        for key in [key for key in cells if key not in asked]:
            del cells[key]
    whole = tuple(bad.pop("", ()))
    answers = [
        Answer(unit, mark is not None, page.place, told.get(unit, {}), tuple(bad.get(unit, ())),
               _said(read.passed))
        for unit in asking.kinds if told.get(unit) or unit in bad
    ]  # fmt: skip
    if whole:
        answers.insert(0, Answer("", False, page.place, {}, whole))
        answers = [replace(one, cells={}) for one in answers]
    return answers


def _whose(
    page: Page, mark: Mark | None, who: Names, what: Names
) -> tuple[str, bool, str]:  # fmt: skip
    """Return the unit a list is of, whether its mark says so, and what makes that doubtful."""
    written = _written(page, who, what)
    if mark is not None and mark.unit:
        marked = who.find(mark.unit)
        if not isinstance(marked, Named):
            return "", False, "Phiếu mang mã của một đơn vị không có ở đây."
        others = [one for one in written if one.key != marked.key]
        if others and marked not in written:
            return "", False, (
                f"Phiếu mang mã của {marked.label} mà bên trên ghi {others[0].label}: chọn đơn vị "
                "cho đúng."
            )  # fmt: skip
        return marked.key, True, ""
    if len(written) == 1:
        return written[0].key, False, ""
    said = " và ".join(one.label for one in written[:3])
    return "", False, f"Trang này ghi tên {said}." if written else ""


def _written(page: Page, who: Names, what: Names) -> list[Named]:
    """Return the units named above the list, else by the sheet, else by the file."""
    down = cut.column_of(page.rows, what)
    above: list[str] = []
    for row in page.rows[:_UNIT_ABOVE]:
        if down is not None and what.find(cut.at(row, down)) is not None:
            break
        above += [cell for cell in row if cell]
    stem = page.file.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    for texts in (above, [page.name], [stem]):
        found = {one.key: one for text in texts for one in who.within(text)}
        if found:
            return list(found.values())
    return []


def _once_each(answers: Sequence[Answer], asking: Asking) -> list[Answer]:
    """Refuse a unit that stands in two places: which of them is meant is not guessed."""
    first: dict[str, str] = {}
    kept = []
    for one in answers:
        if one.unit and one.unit in first:
            label = next(unit.label for unit in asking.units if unit.key == one.unit)
            told = f"{label} đã có ở {first[one.unit]}. Giữ một nơi, bỏ nơi kia."
            one = replace(one, cells={}, troubles=(Trouble(1, 0, "", "", told, one.place),))
        elif one.unit:
            first[one.unit] = one.place
        kept.append(one)
    return kept


def _placed(one: Trouble, page: Page) -> Trouble:
    row = one.row + page.first_row - 1
    column = one.column + page.first_column - 1 if one.column else 0
    return replace(one, row=row, column=column, sheet=page.place)


def _said(passed: Iterable[str]) -> tuple[str, ...]:
    """Return what is worth saying of a form: what was counted by the house and so left out."""
    return tuple(words for words in passed if "tự tính" in words)


def tidy(cells: Iterable[str]) -> list[str]:
    """This function will return the cells of a row with one space between words."""
    return [" ".join(cell.split()) for cell in cells]
