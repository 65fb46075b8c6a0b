"""The tree of any day, a unit's page with its past, and the forms that keep units and offices."""

import re
from datetime import date
from fractions import Fraction

import pytest

from dongthuan.who.org import queries as org
from dongthuan.who.org import services
from dongthuan.who.people import services as people
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
TREE = "/lam-viec/don-vi"
PEOPLE = "/lam-viec/chuc-vu"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


@pytest.fixture
def head(ward):
    return browser(user(ward, "To Truong", ("group_head", ward.groups[0])))


def at(unit, verb=""):
    return f"{TREE}/{unit.pk}" + (f"/{verb}" if verb else "")


def merge(ward, on=date(2021, 5, 1)):
    first, second = ward.groups[0], ward.groups[1]
    services.merge(
        units=[second], into=first, on=on, instrument="12/NQ-HĐND ngày 20/4/2021", by=ward.house
    )
    return first, second


def test_the_tree_shows_three_lines_with_what_is_counted_in_each(
    clerk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        shown = page(clerk.get(TREE))
    for told in ("Đảng</h2>", "Chính quyền</h2>", "Mặt trận, đoàn thể</h2>", "Tổ dân phố 3",
                 "Chi bộ 2", "Số tổ dân phố", "Tổng số chi bộ"):  # fmt: skip
        assert told in shown, told
    counted = re.search(r'<p class="counts">(.*?)</p>', shown).group(1)
    assert counted.count('class="figure"') == counted.count("<span>Chi bộ") + 1
    assert shown.count("<ul>") == shown.count("</ul>")


def test_the_tree_of_an_earlier_day_is_as_it_was(clerk, ward):
    merge(ward)
    assert "Tổ dân phố 2" in page(clerk.get(TREE, {"ngay": "2021-04-30"}))
    after = page(clerk.get(TREE, {"ngay": "1/5/2021"}))
    assert "(nhận từ Tổ dân phố 2)" in after
    assert f'href="{at(ward.groups[1])}' not in after
    assert "Không có đơn vị nào vào ngày 1/1/2001" in page(clerk.get(TREE, {"ngay": "2001-01-01"}))


def test_a_day_that_is_none_is_said_and_today_is_shown(clerk):
    for typed in ("31/2/2021", "hôm qua", "2021-13-40"):
        shown = page(clerk.get(TREE, {"ngay": typed}))
        assert "Không đọc được ngày" in shown and "Tổ dân phố 1" in shown, typed


def test_a_units_page_names_its_kind_path_place_and_office_holders(
    clerk, ward, django_assert_max_num_queries
):
    cell = ward.cells[0]
    person = people.register(name="Lê Văn Chín", unit=cell, phone="0900000009", by=ward.house)
    people.appoint(
        person=person, unit=cell, title="Bí thư", on=date(2020, 1, 1), by=ward.house
    )  # fmt: skip
    with django_assert_max_num_queries(20):
        shown = page(clerk.get(at(cell)))
    for told in ("Chi bộ (tổ dân phố)", "Đảng bộ Phường Thử", "Tổ dân phố 1", "1/1/2015",
                 "Lê Văn Chín", "0900000009"):  # fmt: skip
        assert told in shown, told


def test_a_telephone_is_shown_only_within_reach(head, ward):
    group = ward.groups[1]
    person = people.register(name="Lê Văn Chín", unit=group, phone="0900000009", by=ward.house)
    people.appoint(
        person=person, unit=group, title="Tổ phó", on=date(2020, 1, 1), by=ward.house
    )  # fmt: skip
    shown = page(head.get(at(group)))
    assert "Lê Văn Chín" in shown and "0900000009" not in shown


def test_an_ended_unit_says_until_when_and_who_took_over(clerk, ward):
    heir, gone = merge(ward)
    shown = page(clerk.get(at(gone)))
    assert "có đến hết ngày 30/4/2021" in shown and "Tổ dân phố 1 nhận thay từ 1/5/2021" in shown
    assert "12/NQ-HĐND" in shown and "Thay đổi đơn vị" not in shown
    assert "nhận Tổ dân phố 2" in page(clerk.get(at(heir)))
    assert "chưa có đơn vị này" in page(clerk.get(at(gone), {"ngay": "2010-01-01"}))


def test_a_renamed_unit_shows_its_past_names(clerk, ward):
    clerk.post(at(ward.groups[0], "doi-ten"), sending(name="Khu phố Một", on="2021-05-01"))
    shown = page(clerk.get(at(ward.groups[0])))
    assert "<h1>Khu phố Một</h1>" in shown
    assert "Tên «Tổ dân phố 1» từ 1/1/2015 đến hết 30/4/2021" in shown
    before = page(clerk.get(at(ward.groups[0]), {"ngay": "2021-04-30"}))
    assert "<h1>Tổ dân phố 1</h1>" in before


def test_an_unknown_unit_is_not_found(clerk):
    assert clerk.get(f"{TREE}/999999").status_code == 404


def test_a_unit_is_founded_under_another(clerk, ward):
    clerk.post(at(ward.groups[0], "lap-moi"), sending(
        kind="team", name="Đội dân quân tổ 1", on="2021-06-01"))  # fmt: skip
    assert "Đội dân quân tổ 1" in page(clerk.get(at(ward.groups[0])))


def test_no_cell_is_founded_under_a_residential_group(clerk, ward):
    answer = clerk.post(at(ward.groups[0], "lap-moi"), sending(
        kind="cell", name="Chi bộ lạ", on="2021-06-01"))  # fmt: skip
    assert answer.status_code == 422 and 'value="Chi bộ lạ"' in page(answer)


def test_a_cell_is_founded_with_the_ground_it_stands_on(clerk, ward):
    clerk.post(at(ward.party, "lap-moi"), sending(
        kind="cell", name="Chi bộ 3", setting="residential", place=str(ward.groups[2].pk),
        on="2021-06-01"))  # fmt: skip
    today = org.tree(date(2021, 6, 1))
    made = next(node for node in today.nodes.values() if node.name == "Chi bộ 3")
    assert (made.parent, made.place) == (ward.party.pk, ward.groups[2].pk)


def test_merging_asks_for_the_instrument_and_for_a_word_that_it_is_final(clerk, ward):
    sent = {"units": str(ward.groups[1].pk), "on": "2021-06-01", "instrument": ""}
    answer = clerk.post(at(ward.groups[0], "sap-nhap"), sending(**sent))
    shown = page(answer)
    assert answer.status_code == 422
    assert "Chưa ghi: văn bản quyết định." in shown and "Đánh dấu vào ô cuối" in shown
    assert re.search(r'value="\d+"[^>]*checked', shown)
    sent |= {"instrument": "12/NQ-HĐND ngày 28/5/2021", "sure": "on"}
    assert clerk.post(at(ward.groups[0], "sap-nhap"), sending(**sent)).status_code == 302
    assert ward.groups[1].pk not in org.tree(date(2021, 6, 1))


def test_a_unit_that_still_holds_others_is_not_ended(clerk, ward):
    answer = clerk.post(at(ward.ward, "ket-thuc"), sending(on="2021-06-01", sure="on"))
    assert answer.status_code == 422 and "còn 3 đơn vị bên dưới" in page(answer)
    clerk.post(at(ward.groups[2], "ket-thuc"), sending(on="2021-06-01", sure="on"))
    assert "Không có đơn vị nào nhận thay" in page(clerk.get(at(ward.groups[2])))


def test_who_keeps_no_units_is_offered_no_form_and_refused(head, ward):
    assert "Thay đổi đơn vị" not in page(head.get(at(ward.groups[0])))
    answer = head.post(at(ward.groups[0], "doi-ten"), sending(name="Khác", on="2021-06-01"))
    assert answer.status_code == 403
    assert org.tree(date(2021, 6, 1)).name(ward.groups[0].pk) == "Tổ dân phố 1"


def test_who_has_no_grant_any_more_sees_no_unit(ward):
    gone = user(ward, "Da Thoi", ("clerk", ward.ward), until=date(2021, 6, 1))
    assert browser(gone).get(TREE).status_code == 403
    assert browser(gone).get(at(ward.ward)).status_code == 403


def test_an_office_is_given_to_a_new_person_and_ended(clerk, ward):
    clerk.post(PEOPLE + "/ghi", sending(
        unit=str(ward.groups[0].pk), title="Tổ trưởng", person="", name="Phạm Thị Mười",
        phone="0900000010", on="2021-05-01"))  # fmt: skip
    shown = page(clerk.get(PEOPLE))
    assert "Phạm Thị Mười" in shown and "0900000010" in shown
    assert "Phạm Thị Mười" not in page(clerk.get(PEOPLE, {"ngay": "2021-04-30"}))
    holder = re.search(r'name="person" value="(\d+)"', clerk.get(PEOPLE).content.decode()).group(1)
    clerk.post(PEOPLE + "/thoi", sending(
        person=holder, unit=str(ward.groups[0].pk), title="Tổ trưởng", on="2021-06-01"), follow=True)  # fmt: skip
    assert "Phạm Thị Mười" not in page(clerk.get(at(ward.groups[0])))
    assert "Phạm Thị Mười" in page(clerk.get(PEOPLE, {"ngay": "2021-05-31"}))


def test_an_office_without_a_person_or_with_two_is_refused_and_kept_on_the_page(clerk, ward):
    sent = {"unit": str(ward.groups[0].pk), "title": "Tổ phó", "person": "", "name": "",
            "phone": "", "on": "2021-05-01"}  # fmt: skip
    answer = clerk.post(PEOPLE + "/ghi", sending(**sent))
    assert answer.status_code == 422 and 'value="Tổ phó"' in page(answer)
    assert "Chưa ghi người giữ chức vụ" in page(answer)


def test_who_may_not_keep_people_relieves_nobody(head, ward):
    answer = head.post(PEOPLE + "/thoi", sending(person="1", unit="1", title="x", on="2021-06-01"))
    assert answer.status_code == 403


def test_a_group_is_split_with_the_shares_of_its_instrument(clerk, ward):
    sent = {
        "units": [str(one.pk) for one in ward.groups[1:3]], "shares": "2/5", "on": "2021-06-01",
        "instrument": "12/NQ-HĐND ngày 28/5/2021", "sure": "on",
    }  # fmt: skip
    answer = clerk.post(at(ward.groups[0], "chia-tach"), {**sending(), **sent})
    assert answer.status_code == 422 and "ghi mỗi đơn vị một tỷ lệ" in page(answer)
    sent["shares"] = "một nửa, một nửa"
    answer = clerk.post(at(ward.groups[0], "chia-tach"), {**sending(), **sent})
    assert answer.status_code == 422 and "ghi như 2/5, 3/5" in page(answer)
    sent["shares"] = "2/5, 2/5"
    answer = clerk.post(at(ward.groups[0], "chia-tach"), {**sending(), **sent})
    assert answer.status_code == 422 and "cộng lại bằng 1" in page(answer)
    sent["shares"] = "2/5, 3/5"
    assert clerk.post(at(ward.groups[0], "chia-tach"), {**sending(), **sent}).status_code == 302
    assert ward.groups[0].pk not in org.tree(date(2021, 6, 1))
    heirs = {one.new: one.share for one in org.heirs()}
    assert heirs == {ward.groups[1].pk: Fraction(2, 5), ward.groups[2].pk: Fraction(3, 5)}


def test_the_wards_telephone_is_noted_and_stands_on_a_heads_phone(clerk, head, ward):
    assert "Gọi phường" not in page(head.get("/lam-viec/dien-thoai"))
    clerk.post(at(ward.ward, "ma"), sending(scheme="phone", code="0900 000 900", on="2021-05-01"))
    assert "Điện thoại trực" in page(clerk.get(at(ward.ward)))
    assert 'href="tel:0900000900">Gọi phường' in page(head.get("/lam-viec/dien-thoai"))


def test_a_cell_calls_the_ward_that_its_committee_stands_in(clerk, ward):
    clerk.post(at(ward.ward, "ma"), sending(scheme="phone", code="0900 000 900", on="2021-05-01"))
    secretary = browser(user(ward, "Bi Thu", ("cell_secretary", ward.cells[0])))
    assert 'href="tel:0900000900"' in page(secretary.get("/lam-viec/dien-thoai"))
