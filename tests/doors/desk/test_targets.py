"""Targets at the desk: two plans side by side, versions with their reasons, how far they are."""

from datetime import date
from fractions import Fraction

import pytest

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Target
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward, told_ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/chi-tieu"


@pytest.fixture
def ward(monkeypatch):
    """The ward of which half a year is told; the city set 8 billion for 2021."""
    ward = told_ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def client(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def set_target(ward, key="budget.revenue", value=9_600_000_000, owner="council",
               words="HĐND phường giao", **more):  # fmt: skip
    return services.set_target(
        key=key, unit=ward.ward, code="2021", owner=owner, owner_words=words,
        value=Fraction(value), by=ward.clerk, **more,
    )  # fmt: skip


def told(ward, **more):
    fields = {
        "unit": str(ward.ward.pk), "measure": "Hộ nghèo", "period": "năm 2021",
        "owner": "city", "value": "15",
    }  # fmt: skip
    return {**sending(), **fields, **more}


def aims(shown):
    """Each measure of the page, by its heading."""
    parts = shown.split('<section class="aim"> <h2>')[1:]
    return {part.split("<")[0].strip(): part.split("</section>")[0] for part in parts}


def test_two_plans_for_one_revenue_stand_side_by_side(ward, client):
    set_target(ward)
    revenue = aims(page(client.get(LIST)))["Thu ngân sách nhà nước trên địa bàn"]
    city, council = revenue.split('<div class="plan">')[1:]
    # 4.800.000.021 of 8.000.000.000 and of 9.600.000.000.
    assert "UBND thành phố giao" in city and '<b class="n">60%</b>' in city
    assert "HĐND phường giao" in council and '<b class="n">50%</b>' in council
    assert "8.000.000.000" in city and "9.600.000.000" in council
    assert "4.800.000.021" in revenue and "nhiều hơn là tốt hơn" in revenue
    assert f"/so-lieu/budget.revenue:attained.city?don-vi={ward.ward.pk}&amp;ky=2021" in city
    # Half of the year has not been told yet.
    assert "chưa đủ" in city


def test_less_is_better_is_said_and_counted_from_where_it_began(ward, client):
    set_target(ward, "people.poor", 2, "city", "UBND thành phố giao", baseline=Fraction(10))
    poor = aims(page(client.get(LIST)))["Hộ nghèo"]
    # From ten to two; six are told: half of the way.
    assert "ít hơn là tốt hơn" in poor and '<b class="n">50%</b>' in poor
    assert "Phần đã đi từ 10 hộ đến 2 hộ" in poor and "từ mức 10 hộ" in poor


def test_less_is_better_without_a_beginning_says_how_it_is_counted(ward, client):
    set_target(ward, "people.poor", 3, "city", "UBND thành phố giao")
    poor = aims(page(client.get(LIST)))["Hộ nghèo"]
    assert "từ 100% trở lên là đạt" in poor and '<b class="n">50%</b>' in poor


def test_versions_are_told_with_their_reasons_the_newest_first(ward, client):
    set_target(ward, "people.poor", 3, "city", "UBND thành phố giao", version_words="giao đầu năm",
               source="Quyết định 12")  # fmt: skip
    set_target(ward, "people.poor", 4, "city", "UBND thành phố giao", reason="Do dịch COVID-19.",
               version_words="điều chỉnh lần 1")  # fmt: skip
    poor = aims(page(client.get(LIST)))["Hộ nghèo"]
    assert "Các lần giao (2)" in poor and "Quyết định 12" in poor
    assert poor.index("<b>4 hộ</b>, điều chỉnh lần 1") < poor.index("<b>3 hộ</b>, giao đầu năm")
    assert "Lý do: Do dịch COVID-19." in poor and "Văn phòng ghi 1/6/2021" in poor


def test_another_year_and_unit_are_a_choice_away(ward, client):
    services.set_target(key="budget.revenue", unit=ward.ward, code="2020", owner="city",
                        owner_words="UBND thành phố giao", value=Fraction(7), by=ward.clerk)  # fmt: skip
    shown = page(client.get(LIST))
    assert '<option value="2020">' in shown and "Chỉ tiêu năm 2021" in shown
    assert "<b>7 đồng</b>" in page(client.get(LIST, {"nam": "2020"}))
    assert "Chưa có chỉ tiêu nào được giao cho năm 2019" in page(client.get(LIST, {"nam": "2019"}))


@pytest.mark.parametrize("asked", [{"nam": "x"}, {"nam": "9" * 30}, {"don-vi": "999"}])
def test_an_unclear_address_shows_what_there_is(client, asked):
    assert "Thu ngân sách" in page(client.get(LIST, asked))


def test_a_target_of_a_sensitive_measure_is_kept_from_who_may_not_know(ward, client):
    set_target(ward, "party.minority", 5, "city-party", "Thành ủy giao")
    assert "thiểu số" not in page(client.get(LIST))
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))
    assert "thiểu số" in page(leader.get(LIST))


def test_a_group_head_sees_no_target_of_the_ward(ward):
    head = browser(user(ward, "To Mot", ("group_head", ward.groups[0])))
    shown = page(head.get(LIST))
    assert "Chưa có chỉ tiêu nào" in shown and "8.000.000.000" not in shown
    assert "Giao chỉ tiêu" not in shown


def test_a_clerk_sets_a_target_by_the_words_of_the_office(ward, client):
    answer = client.post(f"{LIST}/giao", told(
        ward, measure="ho ngheo", baseline="21", source="Quyết định 12", version_words="giao đầu năm",
    ), follow=True)  # fmt: skip
    assert "Đã ghi chỉ tiêu." in page(answer) and "Hộ nghèo" in page(answer)
    made = Target.objects.get(item__key="people.poor")
    assert (made.scaled, made.baseline, made.code, made.owner) == (15, 21, "2021", "city")


def test_a_new_owner_gets_a_code_of_its_own_and_a_known_one_keeps_its_own(ward, client):
    client.post(f"{LIST}/giao", told(ward, owner="", owner_new="HĐND  phường giao"))
    client.post(f"{LIST}/giao", told(ward, owner="", owner_new="ubnd thanh pho giao"))
    owners = Target.objects.filter(item__key="people.poor").values_list("owner", "owner_words")
    assert set(owners) == {
        ("hdnd-phuong-giao", "HĐND phường giao"), ("city", "UBND thành phố giao"),
    }  # fmt: skip


def test_money_is_read_as_an_office_writes_it(ward, client):
    client.post(f"{LIST}/giao", told(
        ward, measure="budget.revenue", owner="", owner_new="HĐND phường giao",
        value="8.600.000.000",
    ))  # fmt: skip
    assert Target.objects.get(owner="hdnd-phuong-giao").scaled == 8_600_000_000


def test_a_later_version_needs_a_reason_and_leaves_the_first(ward, client):
    client.post(f"{LIST}/giao", told(ward))
    answer = client.post(f"{LIST}/giao", told(ward, value="18"))
    assert answer.status_code == 422 and "Ghi lý do điều chỉnh chỉ tiêu." in page(answer)
    assert 'value="18"' in page(answer)
    client.post(f"{LIST}/giao", told(ward, value="18", reason="Do dịch."))
    found = Target.objects.filter(item__key="people.poor").order_by("version")
    assert [(one.version, one.scaled) for one in found] == [(1, 15), (2, 18)]


def test_an_adjustment_begins_with_what_is_known(ward, client):
    asked = {"don-vi": ward.ward.pk, "muc": "people.poor", "ky": "năm 2021", "noi": "city"}
    shown = page(client.get(f"{LIST}/giao", asked))
    assert "Điều chỉnh chỉ tiêu" in shown and 'value="Hộ nghèo"' in shown
    assert '<option value="city" selected>' in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"unit": ""}, "Chưa chọn: đơn vị nhận chỉ tiêu."),
        ({"measure": "Gì đó"}, "Chưa có mục «Gì đó»"),
        ({"period": "hôm nào"}, "Không đọc được kỳ «hôm nào»"),
        ({"owner": ""}, "Chưa chọn nơi giao"),
        ({"value": ""}, "Chưa ghi: mức giao."),
        ({"value": "mười"}, "«mười» không phải là số"),
        ({"value": "x"}, "Ghi một số."),
        ({"value": "1,5"}, "mục này ghi số nguyên"),
        ({"baseline": "nhiều"}, "«nhiều» không phải là số"),
    ],
)
def test_what_is_in_the_way_stands_beside_its_field(ward, client, wrong, said):
    answer = client.post(f"{LIST}/giao", told(ward, source="Văn bản tôi gõ", **wrong))
    assert answer.status_code == 422 and "Văn bản tôi gõ" in page(answer)
    beside = answer.content.decode().split('class="problem"')
    assert any(said in part.split("</p>")[0] for part in beside[1:])
    assert Target.objects.count() == 1


@pytest.mark.parametrize("role", ["leader", "party_clerk", "group_head", "observer"])
def test_others_set_no_target(ward, role):
    other = browser(user(ward, "Ai Do", (role, ward.ward)))
    assert other.get(f"{LIST}/giao").status_code == 403
    assert other.post(f"{LIST}/giao", told(ward)).status_code == 403
    assert Target.objects.count() == 1


def test_a_target_is_set_within_reach_only(ward):
    near = browser(user(ward, "Gan Day", ("clerk", ward.groups[0])))
    answer = near.post(f"{LIST}/giao", told(ward))
    assert answer.status_code == 422 and Target.objects.count() == 1


def test_an_ended_grant_and_a_stranger_see_nothing(ward, client):
    gone = browser(user(ward, "Da Nghi", ("clerk", ward.ward), until=date(2021, 6, 1)))
    assert gone.get(LIST).status_code == 403
    assert browser().get(LIST)["Location"].startswith("/vao/?next=")


def test_many_targets_take_few_queries(ward, client, django_assert_max_num_queries):
    for number in range(60):
        ward.define(f"x.{number}", f"Mục {number}")
        set_target(ward, f"x.{number}", number + 1, "city", "UBND thành phố giao")
        set_target(ward, f"x.{number}", number + 2)
    with django_assert_max_num_queries(20):
        assert len(aims(page(client.get(LIST)))) == 15
    assert len(aims(page(client.get(LIST, {"trang": 5})))) == 1
    with django_assert_max_num_queries(10):
        client.get(f"{LIST}/giao")


def test_nothing_set_says_how_to_begin(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    clerk = browser(user(ward, "Van Phong", ("clerk", ward.ward)))
    assert "Bấm «Giao chỉ tiêu»" in page(clerk.get(LIST))
