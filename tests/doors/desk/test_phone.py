"""The pages of numbers on a phone: what is due, two taps, and a word that it arrived."""

import re
from datetime import date

import pytest

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Sheet, Value
from dongthuan.ground.figures import Nature
from dongthuan.who.org import services as org
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
AT = "/lam-viec/dien-thoai"
PRIMARY = "button large primary"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo")
    ward.define("people.near", "Hộ cận nghèo")
    ward.define("farm.born", "Trẻ mới sinh", unit="trẻ", nature=Nature.FLOW)
    return ward


@pytest.fixture
def sheet(ward):
    return ward.sheet(ward.round("2021-H1", "people.poor", "people.near"), ward.groups[0])


@pytest.fixture
def told(ward):
    """The half-year before, so that there is something to stay as it was."""
    earlier = ward.round("2020-H2", "people.poor", "people.near", due=date(2021, 5, 25))
    return ward.send(earlier, ward.groups[0], people__poor="3", people__near="1234")


@pytest.fixture
def head(ward):
    return browser(user(ward, "To 1", ("group_head", ward.groups[0])))


def status(sheet):
    return Sheet.objects.get(pk=sheet.pk).status


def typing(client, sheet, verb="gui", carried=True, **cells):
    """Type into the phone's form and press a button."""
    where = f"{AT}/{sheet.pk}"
    fields = sending(viec=verb)
    if carried:
        text = client.get(where).content.decode()
        fields |= dict(re.findall(r'name="((?:thay|uoc)-[\w.]+)" value="([^"]*)"', text))
        if 'name="uoc" value="1" checked' in text:
            fields["uoc"] = "1"
    fields |= {key.replace("__", "."): text for key, text in cells.items()}
    return client.post(where, {key.replace("o_", "o-", 1): text for key, text in fields.items()})


def test_what_is_due_stands_on_top_with_its_day_and_late_is_a_fact(ward, head, sheet):
    late = ward.round("2020-H2", "people.poor", due=date(2021, 5, 30))
    text = page(head.get(AT))
    assert text.index("Đợt 2020-H2") < text.index("Đợt 2021-H1")
    assert "Quá hạn 2 ngày (hạn 30/5/2021)" in text and "Hạn 30/6/2021" in text
    assert text.count('class="task late"') == 1 and text.count(PRIMARY) == 1
    assert "Đã thu" not in text, "a room that is not there has no button"
    assert late.pk


def test_nothing_due_says_so(head):
    assert "Bác không còn phiếu nào phải gửi" in page(head.get(AT))


def test_no_right_says_who_gives_it(ward, sheet):
    text = page(browser(user(ward, "Moi Den")).get(AT))
    assert "không có quyền nhập số liệu" in text and "nơi cấp quyền" in text


def test_a_head_of_several_units_sees_each_sheet_by_name(ward, sheet):
    ward.define("militia.men", "Dân quân", unit="người", level="team")
    team = org.found(
        code="td-1", kind="team", name="Tiểu đội dân quân tổ 1", on=FOUNDED, by=ward.house,
        parent=ward.groups[0],
    )  # fmt: skip
    ward.round("2020-H2", "militia.men")
    roles = [("group_head", ward.groups[0]), ("group_head", team)]
    text = page(browser(user(ward, "Hai Vai", *roles)).get(AT))
    assert "Tổ dân phố 1: Đợt 2021-H1" in text and "Tiểu đội dân quân tổ 1: Đợt 2020-H2" in text


def test_unchanged_takes_two_taps_and_says_that_it_arrived(ward, told, sheet, head):
    (where,) = re.findall(rf'href="({AT}/\d+/khong-doi)"', page(head.get(AT)))
    text = page(head.get(where))
    assert "<b>1.234</b> hộ" in text and text.count(PRIMARY) == 1
    done = head.post(where, sending(), follow=True)
    assert done.redirect_chain[-1][0] == f"{AT}/{sheet.pk}/da-nhan"
    received = queries.steps(sheet)[-1].at.astimezone()
    assert "Bác không cần làm gì thêm." in page(done) and "Đã nhận lúc " in page(done)
    assert f"{received:%M}</h1>" in page(done)
    assert status(sheet) == "sent" and "không còn phiếu nào" in page(head.get(AT))


def test_the_same_tap_twice_is_one_tap(told, sheet, head):
    sent = sending()
    answers = [head.post(f"{AT}/{sheet.pk}/khong-doi", sent)["Location"] for _ in range(2)]
    assert answers[0] == answers[1] and [s.step for s in queries.steps(sheet)] == ["sent"]
    assert Value.objects.filter(sheet=sheet).count() == 2


def test_unchanged_leads_on_to_what_has_to_be_typed(ward, told, head):
    keys = ("people.poor", "people.near", "farm.born")
    sheet = ward.sheet(ward.round("2021-H1", *keys), ward.groups[0])
    where = f"{AT}/{sheet.pk}/khong-doi"
    assert "Còn 1 mục phải ghi số" in page(head.get(where))
    led = head.post(where, sending(), follow=True)
    assert led.redirect_chain[-1][0] == f"{AT}/{sheet.pk}"
    assert "Còn 1 mục bác ghi số giúp" in page(led) and status(sheet) == "open"
    typing(head, sheet, o_farm__born="2")
    assert status(sheet) == "sent"


def test_unchanged_is_questioned_the_fourth_time(ward, head):
    ward.send(ward.round("2019-H1", "people.poor"), ward.groups[0], people__poor="3")
    for code in ("2019-H2", "2020-H1", "2020-H2"):
        one = ward.sheet(ward.round(code, "people.poor"), ward.groups[0])
        services.confirm_unchanged(sheet=one, by=ward.head(1))
    sheet = ward.sheet(ward.round("2021-H1", "people.poor"), ward.groups[0])
    where = f"{AT}/{sheet.pk}/khong-doi"
    answer = head.post(where, sending())
    assert answer.status_code == 422 and "Đã ba kỳ liền" in page(answer)
    assert 'name="da-xem-lai"' in page(answer) and status(sheet) == "open"
    head.post(where, sending(da_xem_lai="1"))
    assert status(sheet) == "sent"


def test_unchanged_without_an_earlier_number_leads_to_typing(ward, sheet, head):
    where = f"{AT}/{sheet.pk}/khong-doi"
    assert "Chưa có số kỳ trước" in page(head.get(where))
    answer = head.post(where, sending())
    assert answer.status_code == 422 and "Nhập số liệu" in page(answer)
    ward.send(ward.round("2020-H1", "farm.born"), ward.groups[0], farm__born="3")
    flows = ward.sheet(ward.round("2020-H2", "farm.born"), ward.groups[0])
    shown = page(head.get(AT))
    for one in (sheet, flows):
        assert f'{AT}/{one.pk}"' in shown and f"{AT}/{one.pk}/khong-doi" not in shown


def test_numbers_are_typed_with_the_keys_of_figures_and_sent(sheet, head):
    text = page(head.get(f"{AT}/{sheet.pk}"))
    assert text.count('inputmode="numeric"') == 2 and text.count(PRIMARY) == 1
    assert 'name="kad-people.poor"' in text, "a keypad of figures has no x"
    answer = typing(
        head, sheet, o_people__poor="3", **{"kad-people.near": "1", "o-people.near": ""}
    )
    assert answer["Location"] == f"{AT}/{sheet.pk}/da-nhan"
    values = {v.item.key: (v.state, v.scaled) for v in Value.objects.select_related("item")}
    assert values == {"people.poor": ("value", 3), "people.near": ("not_applicable", None)}


def test_a_number_and_not_applicable_at_once_are_asked_about(sheet, head):
    answer = typing(head, sheet, **{"o-people.poor": "3", "kad-people.poor": "1"})
    assert answer.status_code == 422 and "Giữ một trong hai" in page(answer)
    assert 'value="3"' in page(answer)


def test_what_cannot_be_read_or_is_empty_is_named_with_everything_kept(sheet, head):
    bad = typing(head, sheet, o_people__poor="3 hộ", o_people__near="7")
    assert bad.status_code == 422 and "«3 hộ» không phải là số" in page(bad)
    assert 'value="3 hộ"' in page(bad) and 'value="7"' in page(bad)
    empty = typing(head, sheet, o_people__poor="3", o_people__near="")
    assert empty.status_code == 422 and "Còn 1 mục chưa có số" in page(empty)
    assert typing(head, sheet, "gui-thieu", o_people__poor="3").status_code == 302
    assert status(sheet) == "sent"


def test_the_one_tick_makes_what_is_typed_an_estimate(ward, sheet, head):
    typing(head, sheet, "luu", o_people__poor="3", o_people__near="4", uoc="1")
    typing(head, sheet, o_people__poor="3", o_people__near="4")
    assert set(Value.objects.values_list("estimate", flat=True)) == {True}


def test_a_send_made_by_the_waiting_script_is_told_where_it_led_and_counts_once(sheet, head):
    sent = sending(viec="gui") | {"o-people.poor": "3", "o-people.near": "4"}
    answers = [head.post(f"{AT}/{sheet.pk}", sent, headers={"X-Waiting": "1"}) for _ in range(2)]
    for answer in answers:
        assert answer.status_code == 204
        assert answer["X-Led-To"] == f"{AT}/{sheet.pk}/da-nhan"
    assert Value.objects.count() == 2
    stranger = browser().post(f"{AT}/{sheet.pk}", sent, headers={"X-Waiting": "1"})
    assert stranger.status_code == 204 and stranger["X-Led-To"].startswith("/vao/")


def test_signing_out_asks_the_browser_to_forget_what_was_typed(head):
    assert head.post("/ra/", sending())["Clear-Site-Data"] == '"storage"'


def test_who_has_more_to_send_is_told_what(ward, told, sheet, head):
    ward.define("a.more", "Mục khác")
    other = ward.sheet(ward.round("2020-H1", "a.more"), ward.groups[0])
    done = head.post(f"{AT}/{sheet.pk}/khong-doi", sending(), follow=True)
    assert "không cần làm gì thêm cho phiếu này" in page(done)
    assert f'href="{AT}/{other.pk}"' in page(done) and "Đợt 2020-H1" in page(done)


def test_numbers_entered_for_the_unit_are_confirmed_or_objected_to_on_the_phone(ward, sheet, head):
    told = {"people.poor": "4", "people.near": "5"}
    services.enter_for(sheet=sheet, typed=told, source="call", by=ward.clerk, note="Gọi 8 giờ")
    where = f"{AT}/{sheet.pk}/nhap-giup"
    assert where in page(head.get(AT))
    text = page(head.get(where))
    assert "nhập giúp từ điện thoại" in text and "Gọi 8 giờ" in text and "<b>4</b>" in text
    (number,) = set(re.findall(r'name="lan" value="(\d+)"', text))
    refused = head.post(where, sending(lan=number, viec="chua-dung", ly_do=""))
    assert refused.status_code == 422 and "số nào chưa đúng" in page(refused)
    assert head.post(where, sending(lan="9999", viec="dung")).status_code == 404
    led = head.post(where, sending(lan=number, viec="chua-dung", ly_do="Là 2"), follow=True)
    assert "Đã ghi ý kiến lúc" in page(led) and status(sheet) == "returned"
    text = page(head.get(AT))
    assert "Trả lại để xem lại" in text and where not in text


def test_confirmed_numbers_need_nothing_more(ward, sheet, head):
    told = {"people.poor": "4", "people.near": "5"}
    help = services.enter_for(sheet=sheet, typed=told, source="zalo", by=ward.clerk)
    where = f"{AT}/{sheet.pk}/nhap-giup"
    led = head.post(where, sending(lan=str(help.pk), viec="dung"), follow=True)
    assert "Bác không cần làm gì thêm." in page(led)
    assert head.get(where)["Location"] == AT


def test_a_returned_sheet_says_why(ward, sheet, head):
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="3", people__near="1")
    services.send_back(sheet=sheet, reason="Xem lại hộ nghèo", by=ward.leader)
    assert "Xem lại hộ nghèo" in page(head.get(f"{AT}/{sheet.pk}"))
    assert "Xem lại số liệu" in page(head.get(AT))


@pytest.mark.parametrize("verb", ["", "/khong-doi"])
def test_an_approved_or_closed_sheet_is_shown_and_not_typed(ward, sheet, head, verb):
    services.close_round(round=sheet.round, by=ward.clerk)
    where = f"{AT}/{sheet.pk}{verb}"
    assert head.get(where)["Location"] == f"/lam-viec/phieu/{sheet.pk}"
    answer = head.post(where, sending(viec="gui") | {"o-people.poor": "3"})
    assert answer.status_code == 422 and "đã đóng" in page(answer)
    assert not Value.objects.exists()


@pytest.mark.parametrize("verb", ["", "/khong-doi", "/nhap-giup", "/da-nhan"])
def test_a_sheet_of_another_unit_is_not_there(ward, sheet, verb):
    other = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    where = f"{AT}/{sheet.pk}{verb}"
    assert other.get(where).status_code == 404
    if verb != "/da-nhan":
        assert other.post(where, sending(viec="gui")).status_code == 404
    assert browser().get(where)["Location"].startswith("/vao/")


def test_a_grant_that_ended_this_morning_shows_and_sends_nothing(ward, told, sheet):
    today = ward.clock.at.date()
    gone = browser(user(ward, "To Cu", ("group_head", ward.groups[0]), until=today))
    assert "không có quyền nhập số liệu" in page(gone.get(AT))
    assert gone.post(f"{AT}/{sheet.pk}/khong-doi", sending()).status_code == 404
    assert not Value.objects.filter(sheet=sheet).exists()


def test_a_leader_may_read_a_sheet_and_not_tap_for_its_unit(ward, told, sheet):
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward)))
    for verb in ("", "/khong-doi"):
        assert leader.post(f"{AT}/{sheet.pk}{verb}", sending(viec="gui")).status_code == 403
    assert leader.post(f"{AT}/{sheet.pk}/nhap-giup", sending(viec="dung")).status_code == 403
    assert status(sheet) == "open"


def test_the_page_takes_few_queries_however_many_sheets(ward, django_assert_max_num_queries, head):
    for month in range(2, 7):
        key = f"m.{month}"
        ward.define(key, f"Mục {month}", frequency="month")
        before = ward.round(f"2021-{month - 1:02d}", key, due=date(2021, 8, 1))
        ward.send(before, ward.groups[0], **{f"m__{month}": "3"})
        ward.round(f"2021-{month:02d}", key, due=date(2021, 8, 1))
    with django_assert_max_num_queries(12):
        assert page(head.get(AT)).count("/khong-doi") == 5


def test_the_pages_of_a_sheet_of_60_cells_take_few_queries(
    ward, head, django_assert_max_num_queries
):
    keys = [f"b.{n:02d}" for n in range(60)]
    for key in keys:
        ward.define(key, f"Số hộ gia đình có hoàn cảnh đặc biệt khó khăn được hỗ trợ {key}")
    told = {key.replace(".", "__"): "3" for key in keys}
    ward.send(ward.round("2020-H2", *keys), ward.groups[0], **told)
    sheet = ward.sheet(ward.round("2021-H1", *keys), ward.groups[0])
    for verb in ("", "/khong-doi"):
        with django_assert_max_num_queries(15):
            assert head.get(f"{AT}/{sheet.pk}{verb}").status_code == 200
    with django_assert_max_num_queries(20):
        assert head.get(AT).status_code == 200
