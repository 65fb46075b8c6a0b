"""Tên người: generated names and a fictitious range of telephones; nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương",
    "Phan", "Trương", "Đinh", "Mai", "Cao", "Tạ", "Lương", "Đoàn",
)  # fmt: skip
# Middle and given names that together name no one who is widely known.
_MEN = ("Đăng", "Khắc", "Thế", "Hữu", "Quang", "Duy", "Viết", "Công")
_MEN_GIVEN = (
    "Hòa", "Lập", "Nghĩa", "Nhơn", "Thuận", "Toại", "Khương", "Luyện", "Đoan", "Sinh", "Tuyên",
    "Chiến", "Hậu", "Kiên", "Thạnh", "Độ",
)  # fmt: skip
_WOMEN = ("Thị", "Thị Thu", "Thị Kim", "Thị Hồng", "Thị Minh", "Thị Bích")
_WOMEN_GIVEN = (
    "Hạnh", "Nhàn", "Thơm", "Yến", "Loan", "Thoa", "Tuyết", "Cúc", "Duyên", "Hiền", "Lành", "Thắm",
    "Sương", "Mận",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """Người được sinh ra: a name, a day of birth and a telephone that rings nowhere."""

    name: str
    born: date
    phone: str


def people(count: int, seed: str) -> list[Somebody]:
    """This function will return so many people of different names, the same for one seed."""
    chance = Random(seed)
    found: dict[str, Somebody] = {}
    while len(found) < count:
        women = chance.random() < 0.45
        middle = chance.choice(_WOMEN if women else _MEN)
        given = chance.choice(_WOMEN_GIVEN if women else _MEN_GIVEN)
        name = f"{chance.choice(_FAMILIES)} {middle} {given}"
        born = date(chance.randint(1951, 1988), chance.randint(1, 12), chance.randint(1, 28))
        found.setdefault(name, Somebody(name, born, f"0900 000 {len(found) + 1:03d}"))
    return list(found.values())
