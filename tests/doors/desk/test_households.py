"""Households at the desk: registered by hand, split, joined and ended on forms; the roll to print."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.who.people import queries, services
from dongthuan.who.people.models import Household
from dongthuan.who.people.services import NewMember
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/ho-dan"
JAN, TODAY = date(2021, 1, 1), "2021-06-01"
LINES = "Lê Văn Cha; 3/2/1970; chủ hộ; đại diện; 0912 345 678\nLê Thị Mẹ; 5/6/1972\nLê Văn Con"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def head(ward):
    return browser(user(ward, "To Truong", ("group_head", ward.groups[0])))


def family(ward, code="H1", group=0, name="Lê Văn Cha"):
    return services.found_household(
        code=code, unit=ward.groups[group], on=JAN, address="Số 5 Lý Thường Kiệt", by=ward.house,
        members=[NewMember(name, date(1970, 2, 3), True, True), NewMember("Lê Thị Mẹ")],
    )  # fmt: skip


def people_of(ward, home):
    found = queries.people_of(viewer=ward.house, household=home.pk, on=date(2021, 6, 1))
    return {one.name.split()[-1]: str(one.pk) for one in found}


def do(client, home, verb, **told):
    return client.post(f"{LIST}/{home.pk}/{verb}", {**sending(), "on": TODAY, **told}, follow=True)


def test_an_empty_register_says_how_it_is_filled_and_to_whom(ward, clerk):
    shown = page(clerk.get(LIST))
    assert "Chưa có hộ nào" in shown and "Lập hộ mới" in shown
    other = page(head(ward).get(LIST))
    assert "Văn phòng phường ghi sổ hộ" in other and "Lập hộ mới" not in other


def test_a_household_is_registered_by_hand_with_its_people_as_lines(ward, clerk):
    told = {"code": "P2-01", "unit": str(ward.groups[0].pk), "address": "Hẻm 3", "on": "2021-01-01"}
    shown = page(clerk.post(f"{LIST}/moi", {**sending(), **told, "members": LINES}, follow=True))
    assert "Đã ghi hộ P2-01 vào sổ." in shown
    assert "Lê Văn Cha</b>, sinh 3/2/1970" in shown and "tel:0912345678" in shown
    assert "Tổ dân phố 1, Hẻm 3" in shown and "Lê Văn Cha đại diện cho hộ" in shown


@pytest.mark.parametrize("lines, said", [
    ("Lê Văn Cha; 1970", "Dòng 1: không hiểu «1970»"),
    ("Lê Văn Cha\n; 3/2/1970", "Dòng 2: chưa có họ và tên"),
    ("Lê Văn Cha; 31/2/1970", "Dòng 1: không có ngày 31/2/1970"),
    ("Lê Văn Cha; chủ hộ\nLê Thị Mẹ; chủ hộ", "một chủ hộ"),
    ("Lê Văn Con; 3/2/2010; đại diện", "chưa đủ 18 tuổi"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_line_and_stays_typed(ward, clerk, lines, said):
    told = {"code": "P2-01", "unit": str(ward.groups[0].pk), "on": "2021-01-01", "members": lines}
    answer = clerk.post(f"{LIST}/moi", {**sending(), **told})
    assert answer.status_code == 422
    shown = page(answer)
    assert said in shown and re.split("[;\n]", lines)[0] in shown
    assert not Household.objects.exists()


def test_a_household_is_split_on_one_form_and_each_leads_to_the_other(ward, clerk):
    home = family(ward)
    mother = people_of(ward, home)["Mẹ"]
    shown = page(do(clerk, home, "tach", members=mother, code="H1a", head=mother,
                    representative=mother, reason="Ra ở riêng"))  # fmt: skip
    assert "Đã tách hộ H1a từ hộ H1." in shown and "Tách từ hộ H1" in shown
    heir = Household.objects.get(code="H1a")
    ours = page(clerk.get(f"{LIST}/{home.pk}"))
    assert f'href="{LIST}/{heir.pk}"' in ours and "Ra ở riêng" in ours


def test_the_new_head_is_one_of_those_who_go(ward, clerk):
    home = family(ward)
    who = people_of(ward, home)
    answer = do(clerk, home, "tach", members=who["Mẹ"], code="H1a", head=who["Cha"])
    assert answer.status_code == 422 and "một trong những người tách ra" in page(answer)
    assert not Household.objects.filter(code="H1a").exists()


@pytest.mark.parametrize("verb, told, said", [
    ("chuyen", {"unit": 1, "address": "Số 9"}, "Tổ dân phố 2, Số 9"),
    ("ket-thuc", {"how": "left"}, "Vào ngày 1/6/2021 hộ này không ở phường"),
    ("nhap", {"into": "H2"}, "Đã nhập hộ H1 vào hộ H2"),
    ("dai-dien", {"person": "Mẹ"}, "Đã ghi: Lê Thị Mẹ đại diện cho hộ"),
    ("chu-ho", {"person": "Mẹ"}, "Đã ghi: Lê Thị Mẹ làm chủ hộ"),
    ("ra-khoi-ho", {"members": "Mẹ"}, "Lê Thị Mẹ ra khỏi hộ"),
    ("chuyen-nguoi", {"members": "Mẹ", "into": "H2"}, "Đã chuyển người sang hộ H2"),
    ("them-nguoi", {"lines": "Lê Bé Út; 1/5/2021"}, "Lê Bé Út vào hộ"),
    ("nhap", {"into": "H9"}, "Không có hộ mang mã «H9»"),
    ("nhap", {"into": "H1"}, "chính là hộ này"),
    ("ra-khoi-ho", {}, "Chưa chọn ai"),
    ("dai-dien", {"person": "Mẹ", "on": "2014-01-01"}, "chưa là thành viên của hộ"),
])  # fmt: skip
def test_every_verb_of_a_household_says_what_was_done_or_why_not(ward, clerk, verb, told, said):
    home = family(ward)
    family(ward, "H2", name="Trần Văn Chú")
    who = people_of(ward, home)
    sent = {field: who.get(value, value) for field, value in told.items()}
    if "unit" in sent:
        sent["unit"] = str(ward.groups[1].pk)
    assert said in page(do(clerk, home, verb, **sent))


def test_a_household_beyond_reach_is_not_there_and_a_group_head_has_no_verbs(ward):
    ours, theirs = family(ward), family(ward, "H2", group=1, name="Trần Văn Chú")
    client = head(ward)
    shown = page(client.get(f"{LIST}/{ours.pk}"))
    assert "Lê Văn Cha" in shown and "Tách hộ" not in shown
    assert client.get(f"{LIST}/{theirs.pk}").status_code == 404
    assert "Trần Văn Chú" not in page(client.get(f"{LIST}?tim=chu"))
    assert do(client, ours, "chuyen", unit=str(ward.groups[0].pk)).status_code == 403


def test_whoever_saw_a_household_before_it_moved_away_sees_no_more_of_it(ward):
    home = family(ward)
    services.move_household(household=home, unit=ward.groups[1], on=date(2021, 3, 1),
                            address="Số 77", by=ward.house)  # fmt: skip
    shown = page(head(ward).get(f"{LIST}/{home.pk}"))
    assert "ngoài phần bác xem được" in shown
    assert "Số 77" not in shown and "Lê Thị Mẹ" not in shown and "Lê Văn Cha" not in shown


def test_the_list_finds_without_marks_keeps_the_day_and_is_taken_away(ward, clerk):
    family(ward)
    family(ward, "H2", group=1, name="Trần Văn Chú")
    assert "Lê Văn Cha" not in page(clerk.get(f"{LIST}?tim=tran+van"))
    assert "Chưa có hộ nào" in page(clerk.get(f"{LIST}?ngay=2020-12-31"))
    shown = page(clerk.get(f"{LIST}?tim=khong+ai"))
    assert "Không có hộ nào hợp" in shown
    taken = clerk.get(f"{LIST}?tai=csv").content.decode("utf-8-sig")
    assert "H1" in taken and "Trần Văn Chú" in taken
    assert clerk.get(f"{LIST}?tai=xlsx").content.startswith(b"PK")


def test_the_roll_is_printed_with_a_place_to_sign_for_every_household(ward, clerk):
    family(ward)
    services.register_household(code="H2", unit=ward.groups[0], on=JAN, by=ward.house)
    shown = page(clerk.get(f"{LIST}/nguoi-dai-dien?don-vi={ward.groups[0].pk}"))
    assert "Phường Thử – Tổ dân phố 1" in shown and "<thead>" in shown and "Ký tên" in shown
    assert "1 hộ chưa có người đại diện" in shown
    assert shown.count('class="to-sign"') == 2


def test_two_days_are_held_against_each_other(ward, clerk):
    home = family(ward)
    do(clerk, home, "dai-dien", person=people_of(ward, home)["Mẹ"])
    address = f"{LIST}/hai-ngay?don-vi={ward.groups[0].pk}"
    shown = page(clerk.get(f"{address}&tu=2021-02-01&ngay=2021-06-01"))
    assert "Lê Văn Cha → <b>Lê Thị Mẹ</b>" in shown
    assert "không khác nhau" in page(clerk.get(f"{address}&tu=2021-06-01&ngay=2021-06-01"))
    assert "Ngày trước phải ở trước" in page(clerk.get(f"{address}&tu=2021-06-02&ngay=2021-06-01"))
    assert "Không đọc được ngày" in page(clerk.get(f"{address}&tu=x"))


def test_a_long_list_asks_the_database_no_more_than_a_short_one(ward, clerk):
    family(ward)
    clerk.get(LIST)
    with CaptureQueriesContext(connection) as short:
        clerk.get(LIST)
    for at in range(2, 30):
        services.register_household(code=f"H{at}", unit=ward.groups[0], on=JAN, by=ward.house)
    with CaptureQueriesContext(connection) as long:
        clerk.get(LIST)
    assert len(long) == len(short) <= 16


def test_the_page_of_a_household_asks_the_same_however_long_its_history(ward, clerk):
    home = family(ward)
    clerk.get(f"{LIST}/{home.pk}")
    with CaptureQueriesContext(connection) as short:
        clerk.get(f"{LIST}/{home.pk}")
    for at in range(2, 8):
        services.move_household(household=home, unit=ward.groups[at % 3], on=date(2021, 2, at),
                                by=ward.house)  # fmt: skip
    with CaptureQueriesContext(connection) as long:
        clerk.get(f"{LIST}/{home.pk}")
    assert len(long) == len(short) <= 20
