"""Sổ hộ, nhân khẩu: a person a row, households by their code, held against who lives here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.who.people import queries as people
from dongthuan.who.people import services
from dongthuan.who.people.queries import Home, Member
from dongthuan.who.people.rules import HomeGiven, PersonGiven, same_name
from dongthuan.who.registers import cells
from dongthuan.who.registers.kinds import Batch, Outcome, Scope, UnitFinder
from dongthuan.who.registers.rules import Field, Form, Line, Problem, plain

FORM = Form(
    "households",
    "Sổ hộ, nhân khẩu",
    (
        Field("home", "Mã hộ", (
            "ma ho", "ma so ho", "so ho", "ho so", "so ho khau", "so so ho khau", "ma ho khau", "shk",
            "so so", "ma ho gia dinh", "so ho so"), cells.code),
        Field("name", "Họ và tên", (
            "ho va ten", "ho ten", "ho va chu dem", "ten nhan khau", "ho va ten chu ho", "ho ten chu ho",
            "ten chu ho", "chu ho", "ho va ten khai sinh", "ten"), cells.name,
            r"(?!Tổ |TDP )[^\W\d_]+( [^\W\d_]+){1,6}"),
        Field("born", "Ngày sinh", (
            "ngay sinh", "ngay thang nam sinh", "ngay thang sinh", "nam sinh", "ns", "nam sinh nam",
            "nam sinh nu", "ngay sinh nam", "ngay sinh nu"), cells.day,
            r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|(19|20)\d\d-\d\d-\d\d.*|(19|20)\d\d(\.0)?", True, True),
        Field("head", "Quan hệ với chủ hộ", (
            "quan he voi chu ho", "quan he chu ho", "quan he", "qh voi chu ho", "qh chu ho", "la chu ho",
            "quan he gia dinh"), cells.is_head,
            r"(?i)(chủ hộ|vợ|chồng|con( .*)?|bố|mẹ|cha|ông|bà|cháu|em|anh|chị|dâu|rể)"),
        Field("unit", "Tổ dân phố", (
            "to dan pho", "tdp", "to", "khu pho", "thon", "khu dan cu", "thuoc to", "to so", "to dp"),
            cells.text, r"(?i)(tổ|tdp|thôn|khu phố).*\d+"),
        Field("address", "Địa chỉ", (
            "dia chi", "noi o", "noi thuong tru", "thuong tru", "so nha", "cho o", "noi o hien nay",
            "noi o hien tai", "dia chi thuong tru", "ho khau thuong tru"), cells.text),
        Field("phone", "Điện thoại", (
            "dien thoai", "so dien thoai", "sdt", "dt", "di dong", "so dt", "lien he"), cells.phone,
            r"(\+84|0)?[35789][\d .\-]{8,12}(\.0)?"),
        Field("speaks", "Người đại diện hộ", (
            "nguoi dai dien", "dai dien ho", "nguoi dai dien ho", "dai dien"), cells.ticked),
    ),
    ("name",),
    "unit",
)  # fmt: skip
_SHORT_CODE = 4
_NO_HOME = "dòng này đứng trước chủ hộ nào nên không rõ thuộc hộ nào. Thêm cột mã hộ, hoặc xếp chủ hộ đứng đầu."


class Households:
    """Sổ hộ, nhân khẩu: people with their household, group, address and who heads it."""

    code = "households"
    words = "Sổ hộ, nhân khẩu"
    hint = "Mỗi dòng một người (hoặc một chủ hộ): họ tên, ngày sinh, mã hộ, địa chỉ, tổ dân phố."
    act = Act.PEOPLE_KEEP
    one = "người"
    ends = True
    asks_about = False
    refusals: tuple[type[Exception], ...] = (services.UnableToKeepPeople,)

    def form(self, scope: Scope) -> Form:
        """This method will tell the fields of the register."""
        return FORM

    def begin(self, scope: Scope) -> _Pass:
        """This method will begin a pass over a file."""
        return _Pass(scope)

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """This method will name people with their household."""
        told = people.named(viewer=scope.by, on=scope.on, people=ids)
        return {pk: f"{name}, hộ {home}" for pk, (name, home) in told.items()}

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """This method will note that people whom someone chose live here no more."""
        return services.note_gone(people=ids, on=scope.on, by=scope.by)

    def depends(self, laid: Laid) -> list[str]:
        """This method will say what rests on what was made."""
        return services.what_depends(laid=laid)

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """This method will take back what was made."""
        services.take_back(laid=laid, units=units, by=by)


@dataclass
class _Told:
    """A household as the file has told it so far."""

    row: int
    unit: int
    address: str
    is_new: bool
    head: int = 0
    speaker: int = 0
    names: dict[str, tuple[int, bool, date | None]] = field(default_factory=dict)


@dataclass
class _Work:
    homes: dict[str, HomeGiven] = field(default_factory=dict)
    people: list[PersonGiven] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Person:
    """A row that can be placed: whose household, where, and who."""

    line: Line
    home: str
    unit: int


class _Pass:
    """Một lượt đọc: what the file told so far, as little of it as will tell two rows apart."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        groups = [
            one for one in scope.tree.below(scope.unit)
            if scope.tree[one].kind == "residential_group"
        ]  # fmt: skip
        self.finder = UnitFinder(scope.tree, groups)
        self.only = scope.unit if groups == [scope.unit] else None
        self.homes: dict[str, _Told] = {}
        self.matched: set[int] = set()
        self.units: set[int] = set()
        # The household of the last head, for a file that has no codes.
        self.last_home = ""

    def take(self, batch: Batch) -> Outcome:
        """This method will hold a batch against who lives here on the day."""
        out = Outcome(work=_Work())
        placed = [one for line, bad in batch if (one := self._place(line, bad, out)) is not None]
        codes = sorted({one.home for one in placed})
        known: dict[str, Home] = {}
        for start in range(0, len(codes), 500):
            some = codes[start : start + 500]
            known |= people.homes(viewer=self.scope.by, on=self.scope.on, codes=some)
        for one in placed:
            self._person(one, known.get(one.home), out)
        return out

    def _place(self, line: Line, bad: list[Problem], out: Outcome) -> _Person | None:
        told = line.told
        problems = list(bad)
        broken = {problem.column for problem in bad}
        if not told.get("name") and line.columns.get("name") not in broken:
            problems.append(line.problem("name", "Họ và tên: ô trống. Ghi họ tên, hoặc xóa dòng."))
        unit = self._unit(line)
        if isinstance(unit, str):
            problems.append(line.problem("unit", f"Tổ dân phố: {unit}"))
            unit = 0
        born = told.get("born")
        if born is not None and born > self.scope.by.today:
            problems.append(line.problem("born", "Ngày sinh: ở sau hôm nay. Xem lại ô này."))
        home = self._home(line, unit, broken) if not problems else ""
        if not problems and not home:
            problems.append(line.problem("home", f"Mã hộ: {_NO_HOME}"))
        if len(home) > 40:
            problems.append(line.problem("home", "Mã hộ: dài hơn 40 ký tự. Ghi mã ngắn hơn."))
        if unit:
            self.units.add(unit)
        out.problems += problems
        return None if problems else _Person(line, home, unit)

    def _unit(self, line: Line) -> int | str:
        told = str(line.told.get("unit") or line.group)
        if told:
            return self.finder.find(told)
        if self.only is not None:
            return self.only
        return "không rõ người này ở tổ nào. Thêm cột tổ dân phố, hoặc nhập tệp riêng cho từng tổ."

    def _home(self, line: Line, unit: int, broken: set[str]) -> str:
        """This function will return the code of a row's household, given or made of its head."""
        given = plain(str(line.told.get("home", ""))).replace(" ", "-")
        if given:
            # «Hộ 12» is the twelfth of its group, of which every group has one.
            short = given.isdigit() and len(given) <= _SHORT_CODE
            self.last_home = f"{self.scope.tree[unit].code}-{given}" if short else given
            return self.last_home
        if "home" in line.columns and "head" not in line.columns:
            return ""
        if "head" not in line.columns or line.told.get("head"):
            born = line.told.get("born")
            name = plain(str(line.told["name"])).replace(" ", "-")
            year = f"-{born.year}" if born else ""
            self.last_home = f"{self.scope.tree[unit].code}-{name}{year}"
        return self.last_home

    def _person(self, one: _Person, home: Home | None, out: Outcome) -> None:
        """This method will tell one person against the household that is known by the code."""
        line, told = one.line, one.line.told
        address = str(told.get("address", ""))
        held = self.homes.get(one.home)
        said = self._clash(one, held, home, address)
        if said is None and held is None:
            held = self._open(one, home, address, out)
        if said is not None or held is None:
            out.problems.append(said) if said else None
            return
        is_head = told.get("head") if "head" in line.columns else None
        if "head" not in line.columns and "home" not in line.columns:
            is_head = True
        if is_head:
            if held.head:
                words = (
                    f"Quan hệ với chủ hộ: hộ này đã có chủ hộ ở dòng {held.head}. Giữ một chủ hộ."
                )
                out.problems.append(line.problem("head", words))
                return
            held.head = line.row
        if told.get("speaks"):
            if held.speaker:
                words = f"Người đại diện hộ: đã có ở dòng {held.speaker}. Giữ một người."
                out.problems.append(line.problem("speaks", words))
                return
            held.speaker = line.row
        found = self._who(one, held, home)
        if isinstance(found, Problem):
            out.problems.append(found)
            return
        self._weigh(one, found, is_head, home, out)

    def _clash(
        self, one: _Person, held: _Told | None, home: Home | None, address: str
    ) -> Problem | None:  # fmt: skip
        line = one.line
        if held is not None:
            if held.unit != one.unit:
                words = f"Tổ dân phố: khác dòng {held.row} của cùng hộ. Sửa cho hộ ở một tổ."
                return line.problem("unit", words)
            if address and held.address and plain(address) != plain(held.address):
                words = f"Địa chỉ: khác dòng {held.row} của cùng hộ. Sửa cho giống nhau."
                return line.problem("address", words)
            held.address = held.address or address
            return None
        if home is not None and home.unit is None and home.later is not None:
            words = (
                f"Mã hộ: hộ này có từ {home.later:%d/%m/%Y}. Chọn «tính từ ngày» từ ngày đó về sau."
            )
            return line.problem("home", words)
        if home is not None and home.unit is not None:
            if home.unit not in self.scope.by.reach(Act.PEOPLE_KEEP):
                words = "Mã hộ: mã này đã dùng cho một hộ ở nơi khác. Ghi mã riêng."
                return line.problem("home", words)
        return None

    def _open(self, one: _Person, home: Home | None, address: str, out: Outcome) -> _Told:
        """This method will begin a household: made, moved, or as it is known."""
        is_new = home is None or home.unit is None
        held = _Told(one.line.row, one.unit, address or (home.address if home else ""), is_new)
        self.homes[one.home] = held
        moved = home is not None and not is_new and (
            home.unit != one.unit or (address and address != home.address)
        )  # fmt: skip
        if is_new or moved:
            given = HomeGiven(one.home, one.unit, held.address, moves=not is_new)
            out.work.homes[one.home] = given
        return held

    def _who(self, one: _Person, held: _Told, home: Home | None) -> Member | Problem | None:
        """This method will find who of the household a row speaks of, or say why it cannot be told."""
        line, born = one.line, one.line.told.get("born")
        name = same_name(str(line.told["name"]))
        # In the midst of an import, whom this file has made already is no one to match.
        members = [] if held.is_new or home is None else [
            m for m in home.members if same_name(m.name) == name and m.person not in self.matched
        ]  # fmt: skip
        earlier = held.names.get(name)
        if earlier is not None:
            row, sure, first_born = earlier
            if born is None or first_born is None or born == first_born or not sure:
                words = (
                    f"Họ và tên: trùng với dòng {row} của cùng hộ. Nếu là hai người, ghi ngày sinh đúng "
                    "cho cả hai; nếu là một, xóa một dòng."
                )
                return line.problem("name", words)
            members = [m for m in members if _agree(born, m.born)]
        same = [m for m in members if _agree(born, m.born)] if born else members
        found = same or members
        if len(found) > 1:
            words = "Họ và tên: trong sổ có hai người cùng tên ở hộ này. Ghi đúng ngày sinh của người này."
            return line.problem("name", words)
        who = found[0] if found else None
        held.names[name] = (line.row, who is None or bool(same), born)
        return who

    def _weigh(
        self, one: _Person, who: Member | None, is_head: bool | None, home: Home | None, out: Outcome
    ) -> None:  # fmt: skip
        told = one.line.told
        name, born, phone = str(told["name"]), told.get("born"), str(told.get("phone", ""))
        speaks = bool(told.get("speaks"))
        if who is None:
            out.new += 1
            given = PersonGiven(one.home, one.unit, name, born, phone, is_head, speaks)
            out.work.people.append(given)
            return
        self.matched.add(who.person)
        changes = (
            name != who.name or bool(born and not _agree(born, who.born)) or bool(phone and phone != who.phone)
            or (is_head is not None and is_head != who.is_head)
        )  # fmt: skip
        speaks = speaks and home is not None and home.speaker != who.person
        moves = one.home in out.work.homes
        if not (changes or speaks):
            out.changed += moves
            out.same += not moves
            return
        out.changed += 1
        out.work.people.append(
            PersonGiven(
                one.home, one.unit, name, None if _agree(born, who.born) else born, phone, is_head,
                speaks, who.person, changes,
            )
        )  # fmt: skip

    def write(self, work: Any) -> Laid:
        """This method will write what a batch tells anew."""
        return services.take_in(
            homes=tuple(work.homes.values()), people=work.people, on=self.scope.on, by=self.scope.by
        )  # fmt: skip

    def gone(self) -> Iterator[tuple[int, int]]:
        """This method will tell who lives in the groups of the file and does not stand in it."""
        found = people.residents(viewer=self.scope.by, on=self.scope.on, units=sorted(self.units))
        return ((pk, unit) for pk, unit in found if pk not in self.matched)


def _agree(told: date | None, known: date | None) -> bool:
    """This function will say whether two days of birth may be one: a bare year says no more."""
    if told is None or known is None or told == known:
        return told == known
    return told.year == known.year and (told.month, told.day) == (1, 1)
