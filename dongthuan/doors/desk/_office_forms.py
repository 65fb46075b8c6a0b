"""What the pages of forms from above ask for, as it was typed, and the words they list to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, QueryDict

from dongthuan.answer.forms import queries
from dongthuan.answer.forms.proposing import Known
from dongthuan.answer.forms.rules import (
    ATTAINED,
    PLAN,
    WHENS,
    Layout,
    Line,
    Place,
    Role,
    places,
    when_words,
)
from dongthuan.doors.desk._landing import viewer
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.spans import address
from dongthuan.ground.primitives import periods
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import KINDS

LARGEST = 20 * 1024 * 1024
ON_A_PAGE = 60


class Unclear(Exception):
    """Raised when a field cannot be understood; its text names the field and what to do."""


def period_choices(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """This function will return the periods a form may be for, the likeliest first, by their kind."""
    years = (today.year, today.year - 1)
    kinds = (
        ("6 tháng và năm", [f"{y}{part}" for y in years for part in ("-H1", "-H2", "-9M", "")]),
        ("Quý", [f"{y}-Q{n}" for y in years for n in (1, 2, 3, 4)]),
        ("Tháng", [f"{y}-{n:02d}" for y in years for n in range(1, 13)]),
    )
    return [(words, [(code, periods.printed(code)) for code in codes]) for words, codes in kinds]


def last_period(today: date) -> str:
    """This function will return the half-year that ended last."""
    return f"{today.year}-H1" if today.month > 6 else f"{today.year - 1}-H2"


@dataclass
class Coming:
    """Tệp được nộp: whose form, for which period, under which name."""

    units: list[tuple[int, str]]
    unit: str
    code: str
    title: str

    @classmethod
    def of(cls, request: HttpRequest) -> Coming:
        """This method will read the form, with what can be guessed already filled in."""
        by = viewer(request)
        tree = org.tree(by.today)
        reach = by.reach(Act.REPORT_WRITE)
        mine = [node for node in tree.nodes.values() if node.id in reach]
        tops = [node for node in mine if KINDS[node.kind].top] or mine
        units = [
            (node.id, node.name) for node in sorted(tops, key=lambda node: node.kind != "ward")
        ]
        first = str(units[0][0]) if units else ""
        given = request.POST
        return cls(
            units, given.get("unit", first), given.get("ky", last_period(by.today)),
            given.get("title", "").replace("\x00", "").strip(),
        )  # fmt: skip

    def unit_chosen(self, today: date) -> object:
        """This method will return the unit whose figures the form asks for, or raise Unclear."""
        known = {str(pk) for pk, _ in self.units}
        if self.unit not in known:
            raise Unclear("Chọn đơn vị mà biểu hỏi số liệu.")
        return org.unit(org.tree(today)[int(self.unit)].code)


def file_sent(request: HttpRequest) -> tuple[bytes, str]:
    """This function will return the file that was sent with its name, or raise Unclear."""
    sent = request.FILES.get("tep")
    if sent is None:
        raise Unclear("Chưa chọn tệp biểu (.xlsx).")
    if (sent.size or 0) > LARGEST:
        raise Unclear("Tệp nặng hơn 20 MB; biểu mẫu không lớn như vậy, bác xem lại tệp.")
    return sent.read(), (sent.name or "biểu.xlsx").replace("\x00", "")


class Words:
    """Tên để chọn: measures and units by names that stand for one thing each."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.measures: dict[str, str] = {}
        taken: dict[str, str] = {}
        for key, one in known.measures.items():
            if ":" in key:
                continue
            for name in (
                one.label,
                f"{one.label} ({one.unit})",
                f"{one.label} ({one.unit}; {key})",
            ):
                if name not in taken:
                    break
            taken[name] = key
            self.measures[key] = name
        self.units: dict[int, str] = {}
        for unit, name in known.units.items():
            told = name
            while told in taken:
                told = f"{told} (đơn vị)"
            taken[told] = str(unit)
            self.units[unit] = told
        self._keys = {fold(name): key for key, name in self.measures.items()}
        self._ids = {fold(name): unit for unit, name in self.units.items()}

    @property
    def all(self) -> list[str]:
        """This property will return every name there is to choose."""
        return [*self.measures.values(), *self.units.values()]

    def of(self, role: Role) -> str:
        """This method will return the name of what a line stands for."""
        if role.key:
            return self.measures.get(role.key, "(mục đã thôi dùng)")
        return self.units.get(role.unit, "(đơn vị không còn)") if role.unit else ""

    def read(self, told: str) -> Role | None:
        """This method will return what a name stands for, or None where nothing has it."""
        said = fold(" ".join(told.split()))
        if said in self._keys:
            return Role(key=self._keys[said])
        if said in self._ids:
            return Role(unit=self._ids[said])
        if unit := self._known.unit(told):
            return Role(unit=unit)
        key, why = self._known.measure(told)
        return Role(key=key) if key and not why else None


def time_choices(known: Known, owners: Mapping[str, str], role: Role) -> list[tuple[str, str]]:
    """This function will return what a column may tell of: a period, a plan, or how much of it."""
    held = {owner: owners.get(owner, owner) for owner in known.owners()}
    found = [("", "không nói kỳ"), *((f":{when}", words) for when, words in WHENS.items())]
    for owner, words in held.items():
        found += [
            (f"{PLAN}.{owner}:canam", f"kế hoạch cả năm – {words}"),
            (f"{PLAN}.{owner}:", f"kế hoạch của kỳ – {words}"),
            (f"{ATTAINED}.{owner}:", f"% so với kế hoạch – {words}"),
        ]
    now = time_of(role)
    if now and now not in dict(found):
        aspect, _, when = now.partition(":")
        words = "kế hoạch " if aspect.startswith(PLAN) else "% so với kế hoạch " if aspect else ""
        found.append((now, f"{words}{when_words(when)}".strip()))
    return found


def time_of(role: Role) -> str:
    """This function will return a column's period and aspect as its field holds it."""
    return f"{role.aspect}:{role.when}" if role.aspect or role.when else ""


@dataclass(frozen=True)
class Row:
    """Dòng trên trang gắn: a line of the form with its fields as they stand."""

    name: str
    place: str
    line: Line
    is_column: bool
    words: str
    time: str
    choices: Sequence[tuple[str, str]]
    skip: bool
    problem: str = ""
    # The first line of its table on the page carries a heading.
    heads: str = ""

    @property
    def state(self) -> str:
        """This property will return the state of the line."""
        return self.line.role.state

    @property
    def measured(self) -> str:
        """This property will return the unit of measurement, unless the words tell it already."""
        return "" if f"({self.line.measured})" in self.line.label else self.line.measured


def rows_of(
    layout: Layout, lines: Sequence[tuple[Place, Line]], known: Known, owners: Mapping[str, str],
    words: Words, sent: QueryDict | None = None, problems: Mapping[str, str] | None = None,
) -> list[Row]:  # fmt: skip
    """This function will return lines of a sheet for the page, as kept or as just typed."""
    found: list[Row] = []
    last = ""
    several = len(layout.tables) > 1
    for (table, mark, at), line in lines:
        name = f"{mark}{table}-{at}"
        is_column = mark == "c"
        told, time, skip = words.of(line.role), time_of(line.role), line.role.skip
        if sent is not None:
            told, time = sent.get(f"t-{name}", ""), sent.get(f"k-{name}", "")
            skip = f"s-{name}" in sent
        heading = f"{'Các cột' if is_column else 'Các dòng'}" + (
            f" của bảng bắt đầu ở dòng {layout.tables[table].top}" if several else ""
        )
        found.append(Row(
            name, f"Cột {address(1, at)[:-1]}" if is_column else f"Dòng {at}", line, is_column, told,
            time, time_choices(known, owners, line.role) if is_column else (), skip,
            (problems or {}).get(name, ""), heading if heading != last else "",
        ))  # fmt: skip
        last = heading
    return found


def lines_of(layout: Layout, only_waiting: bool) -> list[tuple[Place, Line]]:
    """This function will return the lines of a sheet, or those that wait for a yes."""
    return [one for one in places(layout) if one[1].role.waits or not only_waiting]


def roles_sent(
    layout: Layout, sent: QueryDict, words: Words
) -> tuple[dict[Place, Role], dict[str, str]]:
    """This function will read the lines of a sheet that were sent: what each stands for, and those
    that cannot be understood with what to do.
    """
    roles: dict[Place, Role] = {}
    problems: dict[str, str] = {}
    for (table, mark, at), line in places(layout):
        name = f"{mark}{table}-{at}"
        if f"t-{name}" not in sent:
            continue
        told = sent.get(f"t-{name}", "").strip()
        if f"s-{name}" in sent:
            roles[table, mark, at] = Role(skip=True, sure=True)
            continue
        read = words.read(told) if told else Role()
        if told and told == words.of(line.role):
            read = Role(key=line.role.key, unit=line.role.unit)
        if read is None:
            problems[name] = (
                f"{'Cột' if mark == 'c' else 'Dòng'} «{line.label}»: không có mục số liệu hay đơn vị tên "
                f"«{told[:60]}». Chọn một tên trong danh sách gợi ý, hoặc bỏ trống."
            )
            continue
        aspect, _, when = sent.get(f"k-{name}", "").partition(":")
        if mark == "c":
            read = replace(read, aspect=aspect[:60], when=when[:30])
        roles[table, mark, at] = replace(read, sure=read.bound)
    return roles, problems


def found_pages(held: Sequence[Layout]) -> Iterator[tuple[int, str, queries.Standing, int]]:
    """This function will return the sheets with tables: number, name, state, how many tables."""
    for at, layout in enumerate(held):
        if layout.tables:
            yield at, layout.sheet, queries.standing([layout]), len(layout.tables)
