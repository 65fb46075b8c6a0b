"""Opening a round: which period, which measures, of whom, by when; refusals beside the field."""

from datetime import date

import pytest

from dongthuan.decide.indicators import queries
from dongthuan.decide.indicators.models import Round
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
NEW = "/lam-viec/dot-so-lieu/moi"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", chapter="Xã hội", order=1)
    ward.define("people.all", "Tổng số hộ", chapter="Xã hội", order=2)
    ward.define("people.rate", "Tỷ lệ hộ nghèo", unit="%", nature="ratio", chapter="Xã hội",
                numerator="people.poor", denominator="people.all", order=3)  # fmt: skip
    ward.define("party.members", "Đảng viên", level="cell", chapter="Đảng", order=4)
    ward.define("covid.checks", "Lượt kiểm tra", frequency="month", chapter="Dịch", order=5)
    return ward


@pytest.fixture
def client(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def asked(ward, **more):
    told = {"don-vi": str(ward.ward.pk), "ky": "calendar:2021-H1"}
    return {**told, **{name.replace("_", "-"): value for name, value in more.items()}}


def filled(ward, **more):
    """What the second form sends when everything is as proposed and two measures are ticked."""
    units = [str(unit.pk) for unit in (*ward.groups, *ward.cells)]
    told = {"title": "Số liệu 6 tháng", "due": "2021-07-05", "units": units,
            "keys": ["people.poor", "party.members"]}  # fmt: skip
    return {**asked(ward), **sending(), **told, **more}


def test_first_the_period_is_chosen_from_those_that_run_or_are_just_over(client):
    shown = page(client.get(NEW))
    for words in ("tháng 6/2021", "tháng 5/2021", "6 tháng đầu năm 2021", "6 tháng cuối năm 2020"):
        assert f">{words}</option>" in shown
    # No measure is reported by the quarter or the year.
    assert ">quý" not in shown and ">năm 2021</option>" not in shown


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ky": ""}, "Chưa chọn kỳ."),
        ({"ky-khac": "hôm qua"}, "Không đọc được kỳ «hôm qua»"),
        ({"ky-khac": "30/6/2021"}, "không phải là một tháng, quý, 6 tháng hoặc năm"),
        ({"ky-khac": "từ 1/1/2021 đến 30/4/2021"}, "không phải là một tháng, quý"),
        ({"ky": "calendar:1999-H7"}, "«1999-H7» không phải là mã kỳ"),
        ({"ky": "gi-do:2021"}, "Chọn một kỳ trong danh sách"),
        ({"don-vi": "999"}, "lựa chọn này không còn trong danh sách"),
    ],
)
def test_what_is_no_period_is_refused_beside_its_field(ward, client, told, said):
    answer = client.get(NEW, {**asked(ward), **told})
    assert answer.status_code == 422 and said in page(answer)
    for value in told.values():
        assert (
            not value or value.startswith(("calendar:", "gi-do:", "999")) or value in page(answer)
        )


def test_a_period_that_is_not_offered_can_be_written(ward, client):
    shown = page(client.get(NEW, {**asked(ward), "ky": "", "ky-khac": "tháng 2/2021"}))
    assert "Mở đợt: tháng 2/2021" in shown and "Lượt kiểm tra" in shown
    assert "Hộ nghèo" not in shown
    sent = {**filled(ward, keys=["covid.checks"], units=[str(g.pk) for g in ward.groups]), "ky": "calendar:2021-02",
            "due": "2021-06-09"}  # fmt: skip
    client.post(NEW, sent)
    assert Round.objects.get().code == "2021-02"


def test_then_measures_of_the_frequency_stand_by_chapter_with_a_title_and_a_day(ward, client):
    shown = page(client.get(NEW, asked(ward)))
    assert 'value="Số liệu 6 tháng đầu năm 2021"' in shown and 'value="2021-06-30"' in shown
    assert shown.index("Xã hội") < shown.index("Hộ nghèo") < shown.index("Đảng viên")
    # What is counted from others is asked of nobody, what is monthly not of half a year.
    assert "Tỷ lệ hộ nghèo" not in shown and "Lượt kiểm tra" not in shown
    units = shown.split("Hỏi đơn vị nào")[1]
    assert units.count('name="units"') == 5 and units.count(" checked") == 5
    assert 'name="keys" value="people.poor" checked' not in shown


def test_a_clerk_opens_a_round(ward, client):
    answer = page(client.post(NEW, filled(ward), follow=True))
    assert "Đã mở đợt «Số liệu 6 tháng»" in answer and "0/5 đã gửi" in answer
    made = Round.objects.get()
    assert made.due_on == date(2021, 7, 5) and made.unit == ward.ward
    assert queries.asked_keys(made) == ["people.poor", "party.members"]


def test_a_form_sent_twice_opens_one_round(ward, client):
    sent = filled(ward)
    client.post(NEW, sent)
    client.post(NEW, sent)
    assert Round.objects.count() == 1


def test_only_the_chosen_units_are_asked(ward, client):
    units = [str(ward.groups[0].pk), str(ward.cells[1].pk)]
    client.post(NEW, filled(ward, units=units))
    assert queries.asked_units(Round.objects.get()) == {ward.groups[0].pk, ward.cells[1].pk}


def test_a_whole_chapter_is_asked_by_its_own_tick(ward, client):
    client.post(NEW, filled(ward, keys=[], chuong=["Xã hội"]))
    assert queries.asked_keys(Round.objects.get()) == ["people.poor", "people.all"]


def test_a_measure_taken_out_of_a_chapter_that_stood_whole_stays_out(ward, client):
    sent = filled(ward, keys=["people.poor"], chuong=["Xã hội"])
    client.post(NEW, {**sent, "chuong-da": ["Xã hội"]})
    assert queries.asked_keys(Round.objects.get()) == ["people.poor"]


def test_a_round_is_asked_again_like_one_before(ward, client):
    before = ward.round("2020-H2", "people.poor", due=date(2021, 1, 6), only=ward.groups[:2])
    shown = page(client.get(NEW, asked(ward)))
    assert f"nhu={before.pk}" in shown
    shown = page(client.get(NEW, asked(ward, nhu=str(before.pk))))
    assert "như đợt «Đợt 2020-H2»" in shown
    assert 'name="keys" value="people.poor" checked' in shown
    assert 'name="keys" value="people.all" checked' not in shown
    # Six days after the end of the period, as then; the third group was not asked.
    assert 'value="2021-07-06"' in shown
    assert f'name="units" value="{ward.groups[1].pk}" checked' in shown
    assert f'name="units" value="{ward.groups[2].pk}" checked' not in shown


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": ""}, "Chưa ghi: tên đợt."),
        ({"due": ""}, "Chưa ghi: hạn gửi."),
        ({"due": "hôm qua"}, "Hạn gửi: ghi ngày như 30/6/2021."),
        ({"due": "2021-01-01"}, "Hạn gửi phải sau ngày đầu kỳ."),
        ({"keys": []}, "Hãy chọn ít nhất một mục số liệu."),
        ({"keys": ["people.rate"]}, "Có mục không còn trong danh sách"),
        ({"keys": ["gi.do"]}, "Có mục không còn trong danh sách"),
        ({"units": []}, "Hãy chọn ít nhất một đơn vị."),
        ({"units": ["999"]}, "Có đơn vị không còn trong danh sách"),
    ],
)
def test_what_is_in_the_way_stands_beside_its_field_with_everything_kept(
    ward, client, told, said
):  # fmt: skip
    answer = client.post(NEW, {**filled(ward, title="Tên tôi gõ"), **told})
    shown = page(answer)
    assert answer.status_code == 422 and '<p class="problem"' in shown and said in shown
    assert "title" in told or "Tên tôi gõ" in shown
    assert "keys" in told or 'value="party.members" checked' in shown
    assert Round.objects.count() == 0


def test_a_measure_whose_units_are_left_out_is_refused(ward, client):
    answer = client.post(NEW, filled(ward, units=[str(ward.groups[0].pk)]))
    assert answer.status_code == 422 and "«Đảng viên» do chi bộ báo" in page(answer)


def test_an_early_due_day_is_asked_about_once(ward, client):
    sent = filled(ward, due="2021-06-20")
    answer = client.post(NEW, sent)
    assert answer.status_code == 422 and Round.objects.count() == 0
    shown = page(answer)
    assert "số gửi lên sẽ là số ước" in shown and 'name="early"' in shown
    client.post(NEW, {**sent, **sending(), "early": "on"})
    assert Round.objects.get().due_on == date(2021, 6, 20)


def test_a_period_that_was_asked_for_already_is_refused_by_the_name_of_its_round(ward, client):
    ward.round("2021-H1", "people.poor")
    answer = client.post(NEW, filled(ward))
    assert answer.status_code == 422
    assert "«Hộ nghèo» đã được hỏi trong đợt «Đợt 2021-H1»" in page(answer)


def test_where_nothing_is_reported_by_the_period_the_page_says_so(ward, client):
    shown = page(client.get(NEW, {**asked(ward), "ky": "", "ky-khac": "năm 2020"}))
    assert "Chưa có mục số liệu nào báo theo năm" in shown


@pytest.mark.parametrize("role", ["leader", "group_head", "observer", "access_keeper"])
def test_others_open_no_round(ward, role):
    other = browser(user(ward, "Ai Do", (role, ward.ward)))
    assert other.get(NEW).status_code == 403
    assert other.post(NEW, filled(ward)).status_code == 403
    assert Round.objects.count() == 0


def test_a_clerk_of_a_group_cannot_ask_in_the_name_of_the_ward(ward):
    near = browser(user(ward, "Gan Day", ("clerk", ward.groups[0])))
    assert near.post(NEW, filled(ward)).status_code == 422
    assert Round.objects.count() == 0


def test_choosing_among_many_measures_and_units_takes_few_queries(
    ward, client, django_assert_max_num_queries
):
    for number in range(200):
        ward.define(f"x.{number}", f"Mục {number}", chapter=f"Chương {number % 9}", on=FOUNDED)
    ward.round("2020-H2", *(f"x.{number}" for number in range(40)), due=date(2021, 1, 6))
    with django_assert_max_num_queries(20):
        client.get(NEW, asked(ward))
