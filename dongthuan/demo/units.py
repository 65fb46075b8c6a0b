"""Đơn vị của phường mẫu: the ward, its Party committee, its Front, and what stands under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dongthuan.ground.audit.actors import Actor
from dongthuan.who.org import services as org
from dongthuan.who.org.models import Unit

GROUPS = 23
_SCHOOLS = (
    "Trường Mầm non Hoa Mai", "Trường Mầm non Sơn Ca", "Trường Tiểu học Bình Minh",
    "Trường Tiểu học Hướng Dương", "Trường THCS Ánh Dương", "Trường THCS Tương Lai",
)  # fmt: skip
_ASSOCIATIONS = {
    "phu-nu": ("Hội Liên hiệp Phụ nữ Phường 2", date(1994, 10, 20)),
    "nong-dan": ("Hội Nông dân Phường 2", date(1994, 10, 14)),
    "cuu-chien-binh": ("Hội Cựu chiến binh Phường 2", date(1994, 12, 6)),
    "thanh-nien": ("Đoàn TNCS Hồ Chí Minh Phường 2", date(1995, 3, 26)),
    "chu-thap-do": ("Hội Chữ thập đỏ Phường 2", date(1998, 5, 8)),
}
_WARD_DAY = date(1994, 7, 11)
# The groups of 2009 and the four that were set up when they had grown large.
_GROUP_DAY, _LATE_GROUP_DAY = date(2009, 4, 1), date(2013, 1, 1)
_TEAM_DAY = date(2010, 7, 1)


@dataclass(frozen=True, slots=True)
class Units:
    """Các đơn vị: handles by what they are, each list in the order of its numbers."""

    ward: Unit
    party: Unit
    front: Unit
    groups: tuple[Unit, ...]
    teams: tuple[Unit, ...]
    schools: tuple[Unit, ...]
    command: Unit
    police: Unit
    station: Unit
    fund: Unit
    office: Unit
    cells: tuple[Unit, ...]
    boards: tuple[Unit, ...]
    associations: dict[str, Unit]

    @property
    def residential_cells(self) -> tuple[Unit, ...]:
        """This property will return the cells of the residential groups, in their order."""
        return self.cells[:GROUPS]


def found_units(by: Actor) -> Units:
    """This function will found every unit of the ward on its own day, through the services."""
    ward = org.found(code="phuong-2", kind="ward", name="Phường 2 – Bảo Lộc", on=_WARD_DAY, by=by)
    org.give_code(unit=ward, scheme="gso", code="24820", on=date(2004, 7, 8), by=by)
    # A range of numbers that rings nowhere.
    org.give_code(unit=ward, scheme="phone", code="0900 000 900", on=date(2020, 1, 1), by=by)
    groups = tuple(
        org.found(
            code=f"to-{number:02d}", kind="residential_group", name=f"Tổ dân phố {number}",
            on=_group_day(number), by=by, parent=ward,
        )
        for number in range(1, GROUPS + 1)
    )  # fmt: skip
    teams = tuple(
        org.found(
            code=f"dan-quan-{number:02d}", kind="team", name=f"Tổ dân quân tổ dân phố {number}",
            on=max(_TEAM_DAY, _group_day(number)), by=by, parent=group,
        )
        for number, group in enumerate(groups, 1)
    )  # fmt: skip
    schools = tuple(
        org.found(
            code=f"truong-{number}", kind="school", name=name, on=date(1994 + number, 8, 15),
            by=by, parent=ward,
        )
        for number, name in enumerate(_SCHOOLS, 1)
    )  # fmt: skip
    command = _under(ward, "quan-su", "command", "Ban Chỉ huy Quân sự Phường 2", by)
    police = _under(ward, "cong-an", "police", "Công an Phường 2", by)
    station = _under(ward, "tram-y-te", "station", "Trạm Y tế Phường 2", by)
    fund = _under(ward, "quy-tin-dung", "fund", "Quỹ Tín dụng nhân dân Phường 2", by, 2002)
    office = _under(ward, "van-phong", "office", "Văn phòng Đảng ủy – UBND Phường 2", by)
    party = org.found(
        code="dang-bo", kind="party_committee", name="Đảng bộ Phường 2", on=_WARD_DAY, by=by,
        place=ward,
    )  # fmt: skip
    cells = _found_cells(party, groups, schools, command, police, fund, by)
    front = org.found(
        code="mttq", kind="front", name="Ủy ban MTTQ Việt Nam Phường 2", on=_WARD_DAY, by=by,
        place=ward,
    )  # fmt: skip
    boards = tuple(
        org.found(
            code=f"mat-tran-{number:02d}", kind="front_board", parent=front, place=group,
            name=f"Ban công tác Mặt trận tổ dân phố {number}", on=_group_day(number), by=by,
        )
        for number, group in enumerate(groups, 1)
    )  # fmt: skip
    associations = {
        code: org.found(code=code, kind="association", name=name, on=day, by=by, place=ward)
        for code, (name, day) in _ASSOCIATIONS.items()
    }
    return Units(
        ward, party, front, groups, teams, schools, command, police, station, fund, office, cells,
        boards, associations,
    )  # fmt: skip


def _group_day(number: int) -> date:
    return _GROUP_DAY if number <= 19 else _LATE_GROUP_DAY


def _under(ward: Unit, code: str, kind: str, name: str, by: Actor, year: int = 1994) -> Unit:
    return org.found(code=code, kind=kind, name=name, on=date(year, 9, 1), by=by, parent=ward)


def _found_cells(
    party: Unit, groups: tuple[Unit, ...], schools: tuple[Unit, ...], command: Unit, police: Unit,
    fund: Unit, by: Actor,
) -> tuple[Unit, ...]:  # fmt: skip
    """Found 32 cells: 23 of residential groups, 6 of schools, military, police, credit fund."""
    told = [
        (f"chi-bo-{n:02d}", f"Chi bộ tổ dân phố {n}", "residential", group, _group_day(n))
        for n, group in enumerate(groups, 1)
    ]
    told += [
        (f"chi-bo-truong-{n}", f"Chi bộ {name}", "school", school, date(2005, 9, 5))
        for n, (name, school) in enumerate(zip(_SCHOOLS, schools, strict=True), 1)
    ]
    told += [
        ("chi-bo-quan-su", "Chi bộ Quân sự", "military", command, date(2010, 12, 22)),
        ("chi-bo-cong-an", "Chi bộ Công an", "police", police, date(1996, 8, 19)),
        ("chi-bo-quy-tin-dung", "Chi bộ Quỹ tín dụng", "fund", fund, date(2006, 2, 3)),
    ]
    return tuple(
        org.found(
            code=code, kind="cell", name=name, setting=setting, on=day, by=by, parent=party,
            place=place,
        )
        for code, name, setting, place, day in told
    )  # fmt: skip
