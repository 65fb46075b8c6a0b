"""Today's page: what I owe, what waits for me, what is due; and the menu by right."""

from datetime import date

import pytest

from dongthuan.decide.directives import services as directives
from dongthuan.decide.directives.services import Seen
from dongthuan.decide.indicators import services
from dongthuan.doors.desk import _landing
from tests.cascades import Cascade
from tests.doors.desk.hands import browser, page, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
TODAY = "/lam-viec/"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo")
    return ward


@pytest.fixture
def late(ward):
    return ward.round("2020-H2", "people.poor", due=date(2021, 5, 25))


@pytest.fixture
def soon(ward):
    return ward.round("2021-H1", "people.poor", due=date(2021, 6, 30))


def lists(client, **asked):
    """The three lists of the page, each as its text."""
    shown = page(client.get(TODAY, asked))
    return [part.split("</section>")[0] for part in shown.split("<section")[1:]]


def head(ward, number=1):
    return browser(user(ward, f"To {number}", ("group_head", ward.groups[number - 1])))


def test_a_group_head_owes_the_open_sheets_the_nearest_first(ward, soon, late):
    owed, waiting, due = lists(head(ward))
    assert owed.index("Đợt 2020-H2") < owed.index("Đợt 2021-H1")
    assert "quá hạn 7 ngày (hạn 25/5/2021)" in owed and "hạn 30/6/2021" in owed
    assert owed.count('class="late"') == 1
    assert "Không có gì chờ bác duyệt." in waiting and "Không có đợt số liệu nào" in due


def test_a_sent_sheet_is_owed_no_more_and_waits_for_the_leader(ward, soon):
    ward.send(soon, ward.groups[0], approve=False, people__poor="3")
    owed, _, _ = lists(head(ward))
    assert "Bác không còn việc nào phải làm." in owed
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward)))
    owed, waiting, _ = lists(leader)
    assert "Bác không còn việc nào" in owed
    assert "Tổ dân phố 1: Đợt 2021-H1" in waiting and "gửi đúng hạn 30/6/2021" in waiting
    assert "Tổ dân phố 2" not in waiting


def test_a_returned_sheet_says_so(ward, soon):
    sheet = ward.send(soon, ward.groups[0], approve=False, people__poor="3")
    services.send_back(sheet=sheet, reason="Xem lại hộ nghèo", by=ward.leader)
    owed, _, _ = lists(head(ward))
    assert "trả lại để xem lại, hạn 30/6/2021" in owed


def test_numbers_entered_for_me_wait_for_my_word_and_for_no_one_elses(ward, soon):
    services.enter_for(
        sheet=ward.sheet(soon, ward.groups[0]), typed={"people.poor": "4"}, source="call",
        by=ward.clerk,
    )  # fmt: skip
    assert "số nhập giúp" in lists(head(ward))[1]
    assert "số nhập giúp" not in lists(head(ward, 2))[1]
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    assert "số nhập giúp" not in lists(clerk)[1]


def test_who_opened_a_round_sees_how_many_have_not_sent(ward, soon, late):
    ward.send(soon, ward.groups[0], approve=False, people__poor="3")
    _, _, due = lists(browser(user(ward, "Van Phong", ("clerk", ward.ward))))
    assert due.index("Đợt 2020-H2") < due.index("Đợt 2021-H1")
    assert "quá hạn 7 ngày (hạn 25/5/2021), còn 3 đơn vị chưa gửi" in due
    assert "hạn 30/6/2021, còn 2 đơn vị chưa gửi" in due


def test_a_closed_round_is_due_no_more(ward, soon):
    services.close_round(round=soon, by=ward.clerk)
    assert "Không có đợt số liệu nào" in lists(
        browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    )[2]  # fmt: skip


def test_a_long_list_shows_five_rows_and_the_way_to_the_rest(ward):
    for month in range(1, 8):
        ward.define(f"m.{month}", f"Mục {month}", frequency="month")
        ward.round(f"2021-{month:02d}", f"m.{month}", due=date(2021, 8, 1))
    client = head(ward)
    owed = lists(client)[0]
    assert owed.count("<li") == 5 and "còn 2 dòng nữa" in owed
    assert lists(client, **{"tat-ca": "viec"})[0].count("<li") == 7


def test_a_round_that_everybody_has_answered_is_due_no_more_once_its_day_is_over(ward):
    ward.define("m.1", "Mục 1", frequency="month")
    over = ward.round("2021-05", "m.1", due=date(2021, 5, 31))
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    assert "Đợt 2021-05" in lists(clerk)[2]
    for group in ward.groups:
        ward.send(over, group, m__1="1")
    assert "Đợt 2021-05" not in lists(clerk)[2]


def test_today_takes_few_queries_however_many_sheets(ward, django_assert_max_num_queries):
    for month in range(1, 7):
        ward.define(f"m.{month}", f"Mục {month}", frequency="month")
        ward.round(f"2021-{month:02d}", f"m.{month}", due=date(2021, 8, 1))
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward), ("leader", ward.ward)))
    with django_assert_max_num_queries(15):
        clerk.get(TODAY)


# Tasks beside rounds.


@pytest.fixture
def cascade(ward):
    directives.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return Cascade.over(ward)


@pytest.fixture
def line(cascade):
    return cascade.clause(cascade.plan(), "Ra quân dọn vệ sinh hằng tháng.")


def given(cascade, line, due, title="Ra quân", *groups):
    return cascade.assign(line, *groups, due=due, on=date(2021, 5, 1), title=title)


def test_tasks_and_sheets_owed_stand_in_one_list_the_late_ones_first(
    ward, cascade, line, soon, late
):
    given(cascade, line, date(2021, 6, 3), "Việc gần")
    given(cascade, line, date(2021, 5, 20), "Việc muộn")
    owed = lists(head(ward))[0]
    places = [owed.index(one) for one in ("Việc muộn", "Đợt 2020-H2", "Việc gần", "Đợt 2021-H1")]
    assert places == sorted(places) and owed.count('class="late"') == 2
    assert "hạn 20/5/2021, đã quá 12 ngày" in owed and "Nhận việc" in owed


def test_a_result_waits_for_the_leader_and_is_owed_no_more(ward, cascade, line):
    made = given(cascade, line, date(2021, 6, 3), "Việc gần", ward.groups[0])
    cascade.report(made.tasks.get())
    assert "Bác không còn việc nào" in lists(head(ward))[0]
    waiting = lists(browser(user(ward, "Lanh Dao", ("leader", ward.ward))))[1]
    assert "Tổ dân phố 1: Việc gần" in waiting and "Nghiệm thu" in waiting
    assert "Không có gì chờ" in lists(browser(user(ward, "Van Phong", ("clerk", ward.ward))))[1]


def test_who_assigned_sees_one_row_for_many_units_and_none_that_is_far(ward, cascade, line):
    given(cascade, line, date(2021, 6, 8), "Trong tuần")
    given(cascade, line, date(2021, 6, 9), "Tuần sau")
    past = given(cascade, line, date(2021, 5, 20), "Đã muộn")
    cascade.report(past.tasks.first())
    due = lists(browser(user(ward, "Van Phong", ("clerk", ward.ward))))[2]
    assert due.index("Đã muộn") < due.index("Trong tuần") and "Tuần sau" not in due
    assert "hạn 20/5/2021, đã quá 12 ngày, còn 2 đơn vị chưa có kết quả" in due
    assert "hạn 8/6/2021, còn 7 ngày, còn 3 đơn vị chưa có kết quả" in due


def test_a_moved_deadline_is_due_by_its_new_day_and_still_late(ward, cascade, line):
    made = given(cascade, line, date(2021, 5, 20), "Đã dời", ward.groups[0])
    task = made.tasks.get()
    directives.extend(task=task, to=date(2021, 6, 5), reason="mưa", seen=Seen(1), by=ward.clerk)
    due = lists(browser(user(ward, "Van Phong", ("clerk", ward.ward))))[2]
    assert "hạn 20/5/2021, dời đến 5/6/2021, đã quá 12 ngày" in due and 'class="late"' in due


def test_today_takes_few_queries_however_many_tasks_and_sheets(
    ward, cascade, line, django_assert_max_num_queries
):
    for month in range(1, 7):
        ward.define(f"m.{month}", f"Mục {month}", frequency="month")
        ward.round(f"2021-{month:02d}", f"m.{month}", due=date(2021, 8, 1))
        made = given(cascade, line, date(2021, 5, 20), f"Việc {month}")
        cascade.report(made.tasks.first())
    both = user(ward, "Van Phong", ("clerk", ward.ward), ("leader", ward.ward),
                ("group_head", ward.groups[1]))  # fmt: skip
    client = browser(both)
    with django_assert_max_num_queries(20):
        client.get(TODAY)


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("access_keeper", ["Tài khoản"], ["Dấu vết"]),
        ("observer", ["Dấu vết", "Đơn vị"], ["Tài khoản"]),
        ("group_head", ["Đơn vị"], ["Tài khoản", "Dấu vết", "Báo cáo"]),
    ],
)
def test_the_menu_holds_what_is_within_reach(ward, role, seen, unseen):
    shown = page(browser(user(ward, "Ai Do", (role, ward.groups[0]))).get(TODAY))
    menu = shown.split('<nav class="wide"')[1].split("</nav>")[0]
    for words in seen:
        assert f">{words}</a>" in menu
    for words in unseen:
        assert f">{words}</a>" not in menu


def test_who_has_no_grant_is_told_who_gives_one(ward):
    shown = page(browser(user(ward, "Moi Den")).get(TODAY))
    assert "hiện không có quyền nào" in shown


@pytest.mark.parametrize(
    ("roles", "landing"),
    [
        (("group_head",), "/dien-thoai"),
        (("group_head", "cell_secretary"), "/dien-thoai"),
        (("group_head", "clerk"), TODAY),
        ((), TODAY),
    ],
)
def test_who_only_heads_a_group_lands_on_the_phone_page(ward, monkeypatch, roles, landing):
    real = _landing.address
    monkeypatch.setattr(
        _landing, "address",
        lambda name, *args: "/dien-thoai" if name == "desk:phone" else real(name, *args),
    )  # fmt: skip
    one = user(ward, "Ai Do", *((role, ward.groups[0]) for role in roles))
    sent = {"login": "ai.do", "password": "bon tu de nho", "key": "k" * 20}
    assert browser().post("/vao/", sent)["Location"] == landing
    assert one.is_active


def test_the_desk_is_closed_to_strangers(client):
    assert client.get(TODAY)["Location"].startswith("/vao/?next=")
