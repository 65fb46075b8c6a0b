"""Measures at the desk: found without diacritics, told through time, defined, changed, ended."""

from datetime import date
from fractions import Fraction

import pytest

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.models import Definition, Item
from dongthuan.ground.figures import Reading
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/muc-so-lieu"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", chapter="Xã hội", order=1, direction="lower",
                meaning="Hộ nghèo theo chuẩn.", names=("Số hộ nghèo",))  # fmt: skip
    ward.define("people.all", "Tổng số hộ", chapter="Xã hội", order=2, reading=Reading.PUBLIC)
    ward.define("party.minority", "Đảng viên dân tộc thiểu số", unit="người", level="cell",
                chapter="Đảng", order=3, reading=Reading.SENSITIVE)  # fmt: skip
    return ward


@pytest.fixture
def client(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def told(ward, **more):
    fields = {
        "label": "Hộ có bể nước", "unit": "hộ", "level": "residential_group",
        "frequency": "half", "nature": "stock", "reading": "internal", "decimals": "0",
        "lowest": "0", "regime": "calendar", "owner": str(ward.ward.pk), "on": "2021-07-01",
    }  # fmt: skip
    return {**sending(), **fields, **more}


def test_measures_stand_by_chapter_with_their_unit_and_who_tells_them(client):
    shown = page(client.get(LIST))
    assert shown.index(">Xã hội<") < shown.index("Hộ nghèo") < shown.index("Đảng viên dân tộc")
    assert "hộ · tổ dân phố báo, 6 tháng một lần · công khai" in shown
    assert "người · chi bộ báo, 6 tháng một lần · nhạy cảm" in shown


@pytest.mark.parametrize(
    ("sought", "found"),
    [("ho ngheo", {"people.poor"}), ("SỐ HỘ NGHÈO", {"people.poor"}), ("tong ho", {"people.all"}),
     ("party", {"party.minority"}), ("gì đó", set())],
)  # fmt: skip
def test_a_search_needs_no_diacritics_and_knows_other_names(client, sought, found):
    shown = page(client.get(LIST, {"tim": sought}))
    keys = {"people.poor", "people.all", "party.minority"}
    assert {key for key in keys if f'href="{LIST}/{key}"' in shown} == found
    assert found or "Không có mục nào như vậy" in shown


def test_a_chapter_is_shown_alone(client):
    shown = page(client.get(LIST, {"chuong": "Đảng"}))
    assert "Hộ nghèo" not in shown and "Đảng viên dân tộc" in shown


def test_an_ended_measure_is_shown_when_asked_for(ward, client):
    client.post(f"{LIST}/people.all/thoi-dung", sending(on="2021-05-01"))
    assert "Tổng số hộ" not in page(client.get(LIST))
    assert "thôi dùng từ sau 30/4/2021" in page(client.get(LIST, {"da-thoi": "1"}))


def test_an_empty_catalogue_says_how_to_begin(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    assert "Đặt mục đầu tiên" in page(clerk.get(LIST))
    head = browser(user(ward, "To Mot", ("group_head", ward.groups[0])))
    assert "Chưa có mục số liệu nào" in page(head.get(LIST))
    assert "Đặt mục đầu tiên" not in page(head.get(LIST))


def test_one_measure_says_what_it_means_in_words(ward, client):
    ward.round("2021-H1", "people.poor")
    shown = page(client.get(f"{LIST}/people.poor"))
    for words in ("Hộ nghèo theo chuẩn.", "Tổ dân phố, 6 tháng một lần", "Ít hơn là tốt hơn",
                  "lấy kỳ cuối", "Số hộ nghèo", "áp dụng từ 1/1/2015", "Đợt 2021-H1",
                  "từ 0"):  # fmt: skip
        assert words in shown
    assert f"/so-lieu/people.poor?don-vi={ward.ward.pk}&amp;ky=2020-H2" in shown
    assert "không hiện cả trong tổng" in page(client.get(f"{LIST}/party.minority"))


def test_no_figure_is_offered_of_what_the_viewer_may_not_know(client):
    assert "Xem số liệu" not in page(client.get(f"{LIST}/party.minority"))


def test_a_measure_that_is_not_there_is_not_found(client):
    for more in ("", "/doi"):
        assert client.get(f"{LIST}/gi.do{more}").status_code == 404


def test_a_clerk_defines_a_measure_with_few_words(ward, client):
    answer = client.post(f"{LIST}/moi", told(ward), follow=True)
    assert "Đã đặt mục số liệu." in page(answer)
    made = Definition.objects.get(item__key="ho_co_be_nuoc")
    assert (made.label, made.valid_from, made.order) == ("Hộ có bể nước", date(2021, 7, 1), 13)
    assert "Mục này dùng từ 1/7/2021." in page(answer)


def test_every_field_is_kept(ward, client):
    client.post(f"{LIST}/moi", told(
        ward, code="water.area", label="Diện tích mặt nước", unit="ha", decimals="1",
        nature="flow", frequency="month", level="ward", reading="public", direction="higher",
        chapter="Nông nghiệp", names="Mặt nước\n\n  Ao,  hồ ", meaning="Ao và hồ.",
        source="Sổ địa chính", lowest="0,5", highest="12,5", order="7",
    ))  # fmt: skip
    made = Definition.objects.get(item__key="water.area")
    assert (made.lowest, made.highest, made.order) == (5, 125, 7)
    assert made.names == "Mặt nước\nAo, hồ" and made.source == "Sổ địa chính"
    assert (made.frequency, made.level, made.reading) == ("month", "ward", "public")


def test_a_ratio_of_two_measures_is_found_by_their_names(ward, client):
    client.post(f"{LIST}/moi", told(
        ward, label="Tỷ lệ hộ nghèo", unit="%", nature="ratio", numerator="ho ngheo",
        denominator="people.all",
    ))  # fmt: skip
    made = Definition.objects.get(item__key="ty_le_ho_ngheo")
    assert (made.numerator, made.denominator) == ("people.poor", "people.all")
    assert "Tự tính" in page(client.get(f"{LIST}/ty_le_ho_ngheo"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": ""}, "Chưa ghi: tên mục."),
        ({"unit": " "}, "Chưa ghi: đơn vị tính."),
        ({"level": "gi-do"}, "lựa chọn này không còn trong danh sách"),
        ({"nature": ""}, "Chưa chọn: cộng thế nào."),
        ({"decimals": "9"}, "Ghi một số từ 0 đến 6."),
        ({"lowest": "ba"}, "«ba» không phải là số"),
        ({"lowest": "10", "highest": "3"}, "Số lớn nhất phải không nhỏ hơn số nhỏ nhất."),
        ({"numerator": "Hộ nghèo", "nature": "ratio"}, "phải có cả tử số và mẫu số"),
        ({"numerator": "Gì đó", "denominator": "Hộ nghèo"}, "Chưa có mục «Gì đó»"),
        ({"numerator": "Hộ nghèo", "denominator": "Tổng số hộ"}, "phải có cách cộng là tỷ lệ"),
        ({"code": "Hộ Nghèo"}, "Mã mục chỉ gồm chữ thường không dấu"),
        ({"code": "people.poor"}, "Đã có mục số liệu với mã «people.poor»"),
        ({"on": "hôm qua"}, "ghi ngày như 30/6/2021"),
    ],
)
def test_what_is_in_the_way_stands_beside_its_field_with_everything_kept(
    ward, client, wrong, said
):  # fmt: skip
    answer = client.post(f"{LIST}/moi", told(ward, meaning="Câu tôi gõ", **wrong))
    shown = page(answer)
    assert answer.status_code == 422 and said in shown and "Câu tôi gõ" in shown
    beside = answer.content.decode().split('class="problem"')
    assert any(said in part.split("</p>")[0] for part in beside[1:])
    assert Item.objects.count() == 3


def test_a_new_meaning_holds_from_its_day_and_the_old_one_before(ward, client):
    form = page(client.get(f"{LIST}/people.poor/doi"))
    assert 'value="Hộ nghèo"' in form and 'name="code"' not in form and "> Số hộ nghèo<" in form
    client.post(f"{LIST}/people.poor/doi", told(
        ward, label="Hộ nghèo đa chiều", meaning="Theo chuẩn đa chiều.", on="2022-01-01",
    ))  # fmt: skip
    held = {day: queries.definitions(day)["people.poor"].label
            for day in (date(2021, 12, 31), date(2022, 1, 1))}  # fmt: skip
    assert list(held.values()) == ["Hộ nghèo", "Hộ nghèo đa chiều"]
    shown = page(client.get(f"{LIST}/people.poor"))
    assert "<h1>Hộ nghèo</h1>" in shown and "Từ 1/1/2022: Hộ nghèo đa chiều" in shown


def test_what_has_numbers_keeps_its_unit(ward, client):
    one = ward.round("2021-H1", "people.poor")
    ward.send(one, ward.groups[0], people__poor="3")
    answer = client.post(f"{LIST}/people.poor/doi", told(ward, label="Hộ nghèo", unit="người"))
    assert answer.status_code == 422 and "không đổi đơn vị tính" in page(answer)


def test_bounds_are_shown_again_as_they_were_typed(ward, client):
    ward.define("farm.area", "Diện tích", unit="ha", decimals=2, lowest=Fraction(1, 2),
                highest=Fraction(75025, 100))  # fmt: skip
    form = page(client.get(f"{LIST}/farm.area/doi"))
    assert 'value="0,5"' in form and 'value="750,25"' in form


def test_a_measure_is_ended_from_a_day_on(ward, client):
    answer = client.post(f"{LIST}/people.poor/thoi-dung", sending(on="2021-05-01"), follow=True)
    assert "ngày cuối là 30/4/2021" in page(answer)


def test_what_an_open_round_asks_for_is_not_ended_under_it(ward, client):
    ward.round("2021-H1", "people.poor")
    answer = client.post(f"{LIST}/people.poor/thoi-dung", sending(on="2021-05-01"))
    assert answer.status_code == 422 and "đang mở còn hỏi mục này" in page(answer)


@pytest.mark.parametrize("role", ["leader", "party_clerk", "group_head", "observer"])
def test_others_read_and_define_nothing(ward, role):
    other = browser(user(ward, "Ai Do", (role, ward.ward)))
    shown = page(other.get(f"{LIST}/people.poor"))
    assert "Cách hiểu" in shown and "Đổi cách hiểu" not in shown and "Thôi dùng" not in shown
    assert other.get(f"{LIST}/moi").status_code == 403
    for more in ("moi", "people.poor/doi", "people.poor/thoi-dung"):
        assert other.post(f"{LIST}/{more}", told(ward)).status_code == 403
    assert Definition.objects.count() == 3


def test_a_keeper_of_accounts_and_an_ended_grant_see_nothing(ward):
    keeper = browser(user(ward, "Giu Khoa", ("access_keeper", ward.ward)))
    gone = browser(user(ward, "Da Nghi", ("clerk", ward.ward), until=date(2021, 6, 1)))
    for client in (keeper, gone):
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}/moi", told(ward)).status_code == 403


def test_two_thousand_measures_are_parted_and_found_in_few_queries(
    ward, client, django_assert_max_num_queries
):
    items = Item.objects.bulk_create(Item(key=f"x.{n}") for n in range(2000))
    Definition.objects.bulk_create(
        Definition(item=item, label=f"Mục thứ {n} có một cái tên rất dài", unit="hộ",
                   nature="stock", frequency="half", level="residential_group", order=n + 10,
                   chapter=f"Chương {n % 9}", valid_from=FOUNDED, recorded_at=ward.clock.tick())
        for n, item in enumerate(items)
    )  # fmt: skip
    with django_assert_max_num_queries(10):
        shown = page(client.get(LIST))
    assert "2.003 mục" in shown and "Trang 1/41" in shown and shown.count("Mục thứ") <= 50
    with django_assert_max_num_queries(10):
        assert "Mục thứ 1234" in page(client.get(LIST, {"tim": "muc thu 1234"}))
    with django_assert_max_num_queries(15):
        client.get(f"{LIST}/x.7")
    with django_assert_max_num_queries(10):
        client.get(f"{LIST}/moi")
