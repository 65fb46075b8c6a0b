"""Danh sách chức vụ: who holds which office in which unit since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.who.people import queries as people
from dongthuan.who.people import services
from dongthuan.who.people.queries import Holder
from dongthuan.who.people.rules import OfficeGiven, same_name
from dongthuan.who.registers import cells
from dongthuan.who.registers.kinds import Batch, Outcome, Scope, UnitFinder
from dongthuan.who.registers.rules import Field, Form, Line, plain

FORM = Form(
    "offices",
    "Danh sách chức vụ",
    (
        Field("unit", "Đơn vị", (
            "don vi", "to dan pho", "chi bo", "tdp", "to", "thuoc don vi", "noi cong tac", "to chuc"),
            cells.text),
        Field("name", "Họ và tên", ("ho va ten", "ho ten", "ten", "ho va chu dem"), cells.name,
              r"(?!Tổ |TDP |Chi bộ )[^\W\d_]+( [^\W\d_]+){1,6}"),
        Field("title", "Chức vụ", ("chuc vu", "chuc danh", "nhiem vu", "chuc vu dam nhiem"), cells.text,
              r"(?i)(tổ trưởng|tổ phó|bí thư.*|phó bí thư.*|trưởng .*|chi hội trưởng.*|chủ tịch.*)"),
        Field("on", "Từ ngày", (
            "tu ngay", "ngay nhan", "ngay giu chuc", "ngay bo nhiem", "tu", "thoi gian tu", "ngay bau"),
            cells.day, dated=True),
        Field("until", "Đến hết ngày", ("den ngay", "den het ngay", "den", "ngay thoi"), cells.day,
              dated=True),
        Field("born", "Ngày sinh", ("ngay sinh", "nam sinh", "ngay thang nam sinh", "nam sinh nam",
              "nam sinh nu"), cells.day, dated=True, many=True),
        Field("phone", "Điện thoại", ("dien thoai", "so dien thoai", "sdt", "dt", "lien he"),
              cells.phone, r"(\+84|0)?[35789][\d .\-]{8,12}(\.0)?"),
    ),
    ("name", "title"),
    "unit",
)  # fmt: skip


class Offices:
    """Danh sách chức vụ: heads of groups, secretaries, heads of associations."""

    code = "offices"
    words = "Danh sách chức vụ"
    hint = "Mỗi dòng một người: họ tên, chức vụ, đơn vị, từ ngày, điện thoại."
    act = Act.PEOPLE_KEEP
    one = "chức vụ"
    ends = False
    asks_about = False
    refusals: tuple[type[Exception], ...] = (services.UnableToKeepPeople,)

    def form(self, scope: Scope) -> Form:
        """This method will tell the fields of the register."""
        return FORM

    def begin(self, scope: Scope) -> _Pass:
        """This method will begin a pass over a file."""
        return _Pass(scope)

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """This method will name nothing: an office ends on its own page, with its day."""
        return {}

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """This method will end nothing."""
        return Laid()

    def depends(self, laid: Laid) -> list[str]:
        """This method will say what rests on what was made."""
        return services.what_depends(laid=laid)

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """This method will take back what was made."""
        services.take_back(laid=laid, units=units, by=by)


class _Pass:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.finder = UnitFinder(scope.tree, scope.tree.below(scope.unit))
        self.held: dict[tuple[int, str, str], list[Holder]] = {}
        for one in people.office_holders(viewer=scope.by, on=scope.on):
            key = (one.unit, plain(one.title), same_name(one.name))
            self.held.setdefault(key, []).append(one)
        self.rows: dict[tuple[int, str, str], int] = {}

    def take(self, batch: Batch) -> Outcome:
        """This method will hold a batch against the offices of the day."""
        out = Outcome(work=[])
        for line, bad in batch:
            out.problems += bad
            if not bad:
                self._row(line, out)
        return out

    def _row(self, line: Line, out: Outcome) -> None:
        told = line.told
        for code in ("name", "title"):
            if not told.get(code):
                words = FORM.field(code).words
                out.problems.append(
                    line.problem(code, f"{words}: ô trống. Ghi vào, hoặc xóa dòng.")
                )
                return
        where = str(told.get("unit") or line.group)
        unit = self.finder.find(where) if where else self.scope.unit
        if isinstance(unit, str):
            out.problems.append(line.problem("unit", f"Đơn vị: {unit}"))
            return
        on, until, born = told.get("on", self.scope.on), told.get("until"), told.get("born")
        if until is not None and until <= on:
            words = "Đến hết ngày: phải sau ngày bắt đầu. Xem lại hai ngày."
            out.problems.append(line.problem("until", words))
            return
        if born is not None and born > self.scope.by.today:
            out.problems.append(line.problem("born", "Ngày sinh: ở sau hôm nay. Xem lại ô này."))
            return
        if on not in (self.scope.on, None) and self.scope.tree[unit].since > on:
            words = f"Từ ngày: đơn vị có từ {self.scope.tree[unit].since:%d/%m/%Y}. Ghi ngày từ đó về sau."
            out.problems.append(line.problem("on", words))
            return
        name, title, phone = str(told["name"]), str(told["title"]), str(told.get("phone", ""))
        key = (unit, plain(title), same_name(name))
        if key in self.rows:
            words = f"Họ và tên: trùng với dòng {self.rows[key]} (cùng người, cùng chức vụ). Giữ một dòng."
            out.problems.append(line.problem("name", words))
            return
        self.rows[key] = line.row
        held = self.held.get(key, [])
        if len(held) > 1:
            words = (
                "Họ và tên: trong sổ có hai người cùng tên giữ chức vụ này. Sửa ở trang chức vụ."
            )
            out.problems.append(line.problem("name", words))
            return
        if held:
            changed = bool(phone and phone != held[0].phone)
            out.changed += changed
            out.same += not changed
            if changed:
                out.work.append(OfficeGiven(unit, held[0].title, name, held[0].since, phone=phone,
                                            person=held[0].person, holds=True))  # fmt: skip
            return
        who: list[int] = []
        if born is not None and (born.month, born.day) != (1, 1):
            who = people.known_as(viewer=self.scope.by, on=self.scope.on, name=name, born=born)
        if len(who) > 1:
            words = (
                "Họ và tên: có hai người cùng tên, cùng ngày sinh trong sổ. Ghi ở trang chức vụ."
            )
            out.problems.append(line.problem("name", words))
            return
        out.new += 1
        # «Đến hết ngày» is the last day; an office ends on the day after.
        until = until + timedelta(days=1) if until else None
        out.work.append(
            OfficeGiven(unit, title, name, on, until, born, phone, who[0] if who else None)
        )

    def write(self, work: Any) -> Laid:
        """This method will note the offices that are new or changed."""
        return services.appoint_many(offices=work, by=self.scope.by)

    def gone(self) -> Iterator[tuple[int, int]]:
        """This method will tell nothing: an office ends on its own page, with its day."""
        return iter(())
