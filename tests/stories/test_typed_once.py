"""From a request to 23 groups to the ward's sum: every number is typed once, and no sum ever.

Each group answers one way: at the desk, by phone, in a spreadsheet, or through another's hand. The
hands below keep count of what they type; the tables keep count of what arrived.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.indicators.models import Value
from dongthuan.ground.figures import State
from dongthuan.who.org import services as org
from tests.doors.desk.hands import browser, page, sending, user
from tests.doors.desk.test_spreadsheets import step_two
from tests.ground.files.refilling import filled
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
KEYS = ("a.households", "a.people", "a.poor")


class Typing:
    """Counts every number that a hand types, whatever it is typed into."""

    def __init__(self) -> None:
        self.count: Counter[tuple[int, str]] = Counter()
        self.texts: list[str] = []

    def __call__(self, unit: int, key: str, number: int) -> str:
        self.count[unit, key] += 1
        self.texts.append(str(number))
        return str(number)


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.groups += [
        org.found(code=f"to-{n}", kind="residential_group", name=f"Tổ dân phố {n}", on=FOUNDED,
                  parent=ward.ward, by=ward.house)
        for n in range(4, 24)
    ]  # fmt: skip
    for order, key in enumerate(KEYS):
        ward.define(key, f"Mục {key}", order=order)
    return ward


def told(number: int) -> dict[str, int]:
    """What a group has counted: no two numbers alike, and no sum among them."""
    return {key: 1000 * (at + 1) + number for at, key in enumerate(KEYS)}


def fields(type_, unit: int, number: int) -> dict[str, str]:
    return {f"o-{key}": type_(unit, key, value) for key, value in told(number).items()}


def test_of_23_groups_no_number_is_typed_twice_on_its_way_to_the_wards_sum(ward):
    type_, heads = Typing(), {}
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward)))
    for number, unit in enumerate(ward.groups[:12], start=1):
        heads[number] = browser(user(ward, f"To {number}", ("group_head", unit)))
    round = ward.round("2021-H1", *KEYS)
    sheets = {number: ward.sheet(round, unit) for number, unit in enumerate(ward.groups, start=1)}

    for number in range(1, 7):  # at the desk
        sent = fields(type_, ward.groups[number - 1].pk, number) | {"uoc-tung-o": "1"}
        heads[number].post(f"/lam-viec/phieu/{sheets[number].pk}", {**sending(viec="gui"), **sent})
    for number in range(7, 13):  # by phone
        sent = fields(type_, ward.groups[number - 1].pk, number)
        heads[number].post(
            f"/lam-viec/dien-thoai/{sheets[number].pk}", {**sending(viec="gui"), **sent}
        )
    at, files = f"/lam-viec/dot-so-lieu/{round.pk}/phieu-excel", []
    for number in range(13, 19):  # in spreadsheets, which the office hands in together
        unit = ward.groups[number - 1].pk
        form = clerk.get(f"{at}/don-vi/{unit}").content
        cells = {
            f"E{row}": int(type_(unit, key, value))
            for row, (key, value) in enumerate(told(number).items(), start=7)
        }
        files.append(SimpleUploadedFile(f"{number}.xlsx", filled(form, cells)))
    looked = clerk.post(at, {**sending(), "tep": files})
    clerk.post(at, step_two(looked, "gui"))
    for number in range(19, 24):  # told by call, entered by the office
        sent = fields(type_, ward.groups[number - 1].pk, number)
        clerk.post(
            f"/lam-viec/phieu/{sheets[number].pk}/nhap-giup", {**sending(nguon="call"), **sent}
        )

    seen = [f"{s.pk}.{s.steps.order_by('pk').last().pk}" for s in sheets.values()]
    done = leader.post(
        f"/lam-viec/dot-so-lieu/{round.pk}/duyet", {**sending(), "phieu": seen}, follow=True
    )
    assert "Đã duyệt 23 phiếu" in page(done)

    typed_twice = {cell: times for cell, times in type_.count.items() if times > 1}
    assert len(typed_twice) == 0 and sum(type_.count.values()) == 23 * len(KEYS)
    arrived = Counter(Value.objects.values_list("unit_id", "item__key"))
    assert arrived == type_.count, "what was typed arrived once, and nothing else did"
    manners = Counter(Value.objects.values_list("manner", flat=True))
    assert manners == {"typed": 12 * 3, "imported": 6 * 3, "helped": 5 * 3}

    shown = page(leader.get(f"/lam-viec/dot-so-lieu/{round.pk}/bang"))
    for key in KEYS:
        total = sum(told(number)[key] for number in range(1, 24))
        one = ward.figure(key)
        assert one.value == total and one.state is State.VALUE
        assert one.printed in shown
        assert str(total) not in type_.texts, "a sum is counted, never typed"
