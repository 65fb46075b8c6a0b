"""The keeper of accounts: finding them, granting, revoking, and the slip that is shown once."""

import re
from datetime import date

import pytest
from django.urls import reverse

from dongthuan.ground.audit.models import Entry
from dongthuan.who.access.models import Grant, Slip, User
from tests.doors.desk.hands import PIN, browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/tai-khoan"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def keeper(ward):
    return browser(user(ward, "Giu Tai Khoan", ("access_keeper", ward.ward)))


@pytest.fixture
def head(ward):
    return user(ward, "Đặng Thị Ổn", ("group_head", ward.groups[1]), password="")


def at(head, verb=""):
    return f"{LIST}/{head.pk}" + (f"/{verb}" if verb else "")


def letters_of(answer):
    return re.search(r'class="eight">([A-Z]{4}-[A-Z]{4})<', answer.content.decode()).group(1)


def test_an_account_is_found_without_diacritics_by_name_role_or_unit(keeper, head):
    for sought in ("dang thi on", "to truong", "to dan pho 2", "ON dang"):
        assert "Đặng Thị Ổn" in page(keeper.post(LIST, {"tim": sought})), sought
    shown = page(keeper.post(LIST, {"tim": "khong ai"}))
    assert "Không có tài khoản nào có «khong ai»" in shown and 'value="khong ai"' in shown


def test_two_thousand_accounts_are_shown_a_page_at_a_time_in_few_queries(
    keeper, ward, django_assert_max_num_queries
):
    made = User.objects.bulk_create(
        User(username=f"nguoi{n}", name=f"Người Thứ {n}", password="!") for n in range(2000)
    )
    Grant.objects.bulk_create(
        Grant(user=one, role="group_head", unit=ward.groups[0], valid_from=date(2020, 1, 1),
              recorded_at=ward.clock.at)
        for one in made
    )  # fmt: skip
    with django_assert_max_num_queries(12):
        first = page(keeper.get(LIST))
    assert "2.001 tài khoản" in first and first.count("<tr>") <= 42
    sought = page(keeper.post(LIST, {"tim": "thu 1999"}))
    assert "Người Thứ 1999" in sought
    assert "trang 2 trên" in page(keeper.post(LIST, {"tim": "nguoi thu", "trang": "2"}))


def test_who_may_not_see_accounts_is_told_who_gives_the_right(ward, head):
    answer = browser(head).get(LIST)
    assert answer.status_code == 403 and "nơi cấp quyền" in page(answer)
    assert browser(head).post(at(head, "phieu"), sending()).status_code == 403
    assert not Slip.objects.exists()


def test_a_keeper_sees_no_account_of_another_unit(ward, head):
    other = browser(user(ward, "Giu To 1", ("access_keeper", ward.groups[0])))
    assert "Đặng Thị Ổn" not in page(other.get(LIST))
    assert other.get(at(head)).status_code == 404
    assert other.post(at(head, "phieu"), sending()).status_code == 404


def test_an_account_is_opened_with_its_first_grant(keeper, ward):
    answer = keeper.post(LIST + "/moi", sending(
        name="Trần Văn Bảy", username="Tran.Van.Bay", password="", role="group_head",
        unit=str(ward.groups[0].pk), on="2021-06-01", last="2021-12-31"))  # fmt: skip
    made = User.objects.get(username="tran.van.bay")
    assert answer["Location"] == at(made)
    shown = page(keeper.get(at(made)))
    assert "Tổ trưởng tổ dân phố" in shown and "31/12/2021" in shown
    assert Grant.objects.get(user=made).valid_to == date(2022, 1, 1)


def test_a_taken_name_opens_no_account_and_keeps_what_was_typed(keeper, ward, head):
    before = User.objects.count()
    answer = keeper.post(LIST + "/moi", sending(
        name="Người Khác", username=head.username, password="", role="group_head",
        unit=str(ward.groups[0].pk), on="2021-06-01", last=""))  # fmt: skip
    assert answer.status_code == 422 and User.objects.count() == before
    assert "đã có người dùng" in page(answer) and 'value="Người Khác"' in page(answer)


def test_a_grant_from_a_day_until_a_day_is_shown_and_holds_between(keeper, ward, head):
    sent = {"role": "cell_secretary", "unit": str(ward.groups[1].pk), "on": "1/7/2021"}
    keeper.post(at(head, "cap-quyen"), sending(**sent, last="2021-07-31"))
    shown = page(keeper.get(at(head)))
    assert "Bí thư chi bộ" in shown and "31/7/2021 (chưa đến)" in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "0"}, "không còn trong danh sách"),
        ({"role": ""}, "Chưa chọn: vai trò."),
        ({"on": "32/7/2021"}, "Từ ngày: ghi ngày như 30/6/2021."),
        ({"last": "2021-05-31"}, "Ngày hết quyền phải sau ngày bắt đầu."),
    ],
)
def test_a_grant_that_cannot_be_names_the_place(keeper, ward, head, changed, said):
    sent = {"role": "clerk", "unit": str(ward.groups[1].pk), "on": "2021-06-01", "last": ""}
    answer = keeper.post(at(head, "cap-quyen"), sending(**(sent | changed)))
    assert answer.status_code == 422 and said in page(answer)
    assert not Grant.objects.filter(user=head, role="clerk").exists()


def test_a_revoked_grant_ends_at_once_and_can_be_given_again(keeper, head):
    held = Grant.objects.get(user=head)
    keeper.post(at(head, "thu-hoi"), sending(grant=str(held.pk)))
    shown = page(keeper.get(at(head)))
    assert "(đã hết)" in shown and "hãy cấp quyền trước" in shown
    assert browser(head).get("/lam-viec/don-vi").status_code == 403
    assert "không còn quyền nào" in page(keeper.get(LIST))


def test_the_slip_to_print_holds_name_unit_letters_square_and_last_day(keeper, head):
    answer = keeper.post(at(head, "phieu"), sending())
    shown = page(answer)
    for told in ("Đặng Thị Ổn", "Tổ dân phố 2", "<svg", "http://testserver/kich-hoat",
                 "dùng một lần", "hết hạn ngày 8/6/2021"):  # fmt: skip
        assert told in shown, told
    svg = re.search(r"<svg.*?</svg>", shown).group()
    assert "style=" not in svg and "data:" not in svg
    assert "no-store" in answer["Cache-Control"]


def test_the_letters_are_shown_once_and_a_second_press_issues_nothing(keeper, head):
    sent = sending()
    letters = letters_of(keeper.post(at(head, "phieu"), sent))
    again = keeper.post(at(head, "phieu"), sent)
    assert again["Location"] == at(head) and Slip.objects.count() == 1
    shown = page(keeper.get(at(head)))
    assert letters not in shown and "chỉ hiện một lần" in shown
    told = "".join(str(row) for row in Entry.objects.values_list())
    told += "".join(str(value) for value in keeper.session.items())
    assert letters not in told and letters.replace("-", "") not in told


def test_the_printed_letters_open_a_phone(keeper, head):
    letters = letters_of(keeper.post(at(head, "phieu"), sending()))
    phone = browser()
    phone.get("/kich-hoat")
    phone.post("/kich-hoat", sending(chu=letters, pin=PIN, pin_lai=PIN))
    assert phone.get(reverse("desk:today")).status_code == 200
    assert "Đã gắn một điện thoại" in page(keeper.get(at(head)))
