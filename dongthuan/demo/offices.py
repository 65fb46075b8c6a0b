"""Người giữ chức vụ và tài khoản: who holds which office, who signs in, and what they may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dongthuan.demo.names import Somebody, people
from dongthuan.demo.units import GROUPS, Units
from dongthuan.ground.audit.actors import Actor
from dongthuan.who.access import services as access
from dongthuan.who.access.models import User
from dongthuan.who.org.models import Unit
from dongthuan.who.people import services as keeping
from dongthuan.who.people.models import Person

# Known to everybody who tries the demonstration; a real ward never has it.
PASSWORD = "dong-thuan-2021"
# Who can sign in with it, and as whom.
SIGN_IN = {
    "vanphong": "Văn phòng – Thống kê: mở đợt, đặt mục, nhập số của phường",
    "lanhdao": "Lãnh đạo: duyệt, sửa số đã duyệt, phát hành báo cáo",
    "danguy": "Văn phòng Đảng ủy: soạn báo cáo",
    "taikhoan": "Người giữ tài khoản: cấp quyền, in phiếu cho điện thoại",
    "giamsat": "Ban Thanh tra nhân dân: chỉ xem",
    "ketoan": "Kế toán: công trình, phiếu thu, sổ thu chi",
    "thuquy": "Thủ quỹ: nhận bàn giao, chi tiền",
    "nguoithu1": "Người thu: phiếu thu, bàn giao trên điện thoại",
}
_SINCE_CONGRESS, _SINCE_TERM = date(2020, 6, 18), date(2016, 6, 20)
_HEADS_SINCE = (date(2018, 4, 1), date(2020, 1, 1), date(2020, 7, 1))
# The groups whose head also leads the cell.
_BOTH = (3, 6, 9, 12, 15, 20, 22)
_GRANTED_ON = date(2021, 3, 1)
_UNIONS = {
    "phu-nu": ("phunu", "Chủ tịch Hội Liên hiệp Phụ nữ"),
    "nong-dan": ("nongdan", "Chủ tịch Hội Nông dân"),
    "cuu-chien-binh": ("cuuchienbinh", "Chủ tịch Hội Cựu chiến binh"),
    "thanh-nien": ("thanhnien", "Bí thư Đoàn Thanh niên"),
    "chu-thap-do": ("chuthapdo", "Chủ tịch Hội Chữ thập đỏ"),
}


class Offices:
    """Bộ máy của phường mẫu: appoints generated people and gives them their accounts."""

    def __init__(self, units: Units, by: Actor) -> None:
        self.units = units
        self.by = by
        self.users: dict[str, User] = {}
        self._unknown: Iterator[Somebody] = iter(people(90, "phuong-2"))

    def fill(self) -> dict[str, User]:
        """This method will fill every office and return the accounts by user name."""
        self._leaders()
        self._groups_and_cells()
        self._front()
        return self.users

    def _leaders(self) -> None:
        ward, party = self.units.ward, self.units.party
        everything = (ward, party, self.units.front, *self.units.associations.values())
        leader = self._appointed(ward, "Chủ tịch UBND phường", _SINCE_CONGRESS)
        self._also(leader, party, "Phó Bí thư Đảng ủy", _SINCE_CONGRESS)
        clerk = self._appointed(self.units.office, "Công chức Văn phòng – Thống kê", _SINCE_TERM)
        party_clerk = self._appointed(self.units.office, "Văn phòng Đảng ủy", _SINCE_TERM)
        keeper = self._appointed(self.units.office, "Công chức phụ trách hệ thống", _SINCE_TERM)
        watcher = self._appointed(ward, "Trưởng Ban Thanh tra nhân dân", _SINCE_TERM)
        self._appointed(party, "Bí thư Đảng ủy", _SINCE_CONGRESS)
        self._appointed(party, "Phó Bí thư Thường trực Đảng ủy", _SINCE_CONGRESS)
        self._appointed(ward, "Phó Chủ tịch UBND phường", _SINCE_TERM)
        self._appointed(ward, "Phó Chủ tịch HĐND phường", _SINCE_TERM)
        self._appointed(self.units.station, "Trưởng Trạm Y tế", _SINCE_TERM)
        self._account("lanhdao", leader, "leader", everything, PASSWORD)
        self._account("vanphong", clerk, "clerk", everything, PASSWORD)
        # The Party's report tells of the whole ward, so its office reads both lines.
        self._account("danguy", party_clerk, "party_clerk", (party, ward), PASSWORD)
        self._account("taikhoan", keeper, "access_keeper", everything, PASSWORD)
        self._account("giamsat", watcher, "observer", (ward, self.units.front), PASSWORD)
        self._money()

    def _money(self) -> None:
        """Who keeps the book and the cash, and five who go from door to door."""
        ward, office = self.units.ward, self.units.office
        for username, title, role in (
            ("ketoan", "Công chức Tài chính – Kế toán", "accountant"),
            ("thuquy", "Thủ quỹ", "treasurer"),
        ):
            self._account(
                username, self._appointed(office, title, _SINCE_TERM), role, (ward,), PASSWORD
            )
        for number in range(1, 6):
            one = self._appointed(ward, f"Người thu số {number}", date(2018, 3, 1))
            self._account(
                f"nguoithu{number}", one, "collector", (ward,), PASSWORD if number == 1 else ""
            )

    def _groups_and_cells(self) -> None:
        heads: list[Person] = []
        for number, group in enumerate(self.units.groups, 1):
            since = _HEADS_SINCE[number % len(_HEADS_SINCE)]
            heads.append(self._appointed(group, "Tổ trưởng tổ dân phố", since))
            self._account(f"to{number:02d}", heads[-1], "group_head", (group,))
        # One who was head before, so that the past of an office can be asked for.
        earlier = self._appointed(
            self.units.groups[3], "Tổ trưởng tổ dân phố", date(2014, 4, 1), _HEADS_SINCE[1]
        )
        self._also(earlier, self.units.boards[3], "Trưởng ban công tác Mặt trận", _HEADS_SINCE[1])
        for number, cell in enumerate(self.units.cells, 1):
            if number in _BOTH:
                secretary = heads[number - 1]
                self._also(secretary, cell, "Bí thư chi bộ", date(2020, 2, 20))
            else:
                secretary = self._appointed(cell, "Bí thư chi bộ", date(2020, 2, 20))
            if number <= GROUPS:
                self._account(f"chibo{number:02d}", secretary, "cell_secretary", (cell,))
            elif cell.setting == "military":
                self._also(secretary, self.units.command, "Chỉ huy trưởng Quân sự", _SINCE_TERM)
            elif cell.setting == "police":
                self._also(secretary, self.units.police, "Trưởng Công an phường", _SINCE_TERM)

    def _front(self) -> None:
        front = self.units.front
        chair = self._appointed(front, "Chủ tịch Ủy ban MTTQ phường", _SINCE_TERM)
        self._account("mattran", chair, "association_head", (front,))
        for code, (username, title) in _UNIONS.items():
            unit = self.units.associations[code]
            head = self._appointed(unit, title, _SINCE_TERM)
            self._account(username, head, "association_head", (unit,))

    def _appointed(self, unit: Unit, title: str, on: date, until: date | None = None) -> Person:
        one = next(self._unknown)
        person = keeping.register(
            name=one.name, unit=unit, by=self.by, born=one.born, phone=one.phone
        )
        self._also(person, unit, title, on, until)
        return person

    def _also(
        self, person: Person, unit: Unit, title: str, on: date, until: date | None = None
    ) -> None:
        keeping.appoint(person=person, unit=unit, title=title, on=on, by=self.by, until=until)

    def _account(
        self, username: str, person: Person, role: str, units: Sequence[Unit], password: str = ""
    ) -> None:
        user = access.create_user(
            username=username, name=person.name, unit=units[0], by=self.by, password=password,
            person=person,
        )  # fmt: skip
        for unit in units:
            access.grant(user=user, role=role, unit=unit, on=_GRANTED_ON, by=self.by)
        self.users[username] = user
