"""The trail on the desk and on the command line: reach, pages, reasons, and the state of the chain."""

import pytest

from dongthuan.decide.indicators import services as indicators
from dongthuan.doors.cli import main
from dongthuan.ground.audit import queries, services
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Seal
from tests.doors.desk.hands import browser, page, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
TRAIL = "/lam-viec/dau-vet"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def observer(ward):
    return browser(user(ward, "Giam Sat", ("observer", ward.ward)))


def test_an_act_is_told_in_words_with_who_where_when_and_why(ward, observer):
    ward.define("people.poor", "Hộ nghèo")
    half = ward.round("2021-H1", "people.poor")
    sheet = ward.send(half, ward.groups[0], approve=False, people__poor="3")
    indicators.send_back(sheet=sheet, reason="Xem lại số hộ nghèo", by=ward.leader)
    shown = page(observer.get(TRAIL))
    row = shown.split("<tbody>")[1].split("</tr>")[0]
    for told in ("Duyệt hoặc trả lại số liệu", "Lãnh đạo", "Tổ dân phố 1",
                 "Xem lại số hộ nghèo", "ngày 1/6/2021"):  # fmt: skip
        assert told in row, told


def test_an_observer_of_one_group_sees_nothing_of_another(ward):
    one = browser(user(ward, "Giam Sat To", ("observer", ward.groups[0])))
    rows = page(one.get(TRAIL)).split("<tbody>")[1].split("</tbody>")[0]
    assert "Tổ dân phố 1" in rows
    assert "Tổ dân phố 2" not in rows and "Phường Thử" not in rows


def test_who_may_not_see_the_trail_is_told_so(ward):
    head = browser(user(ward, "To Truong", ("group_head", ward.groups[0])))
    assert head.get(TRAIL).status_code == 403


def test_a_long_trail_is_read_page_by_page_in_few_queries(
    ward, observer, django_assert_max_num_queries
):
    for _ in range(120):
        services.record(Act.UNIT_KEEP, "unit", 7, by=ward.house, unit_id=ward.ward.pk)
    with django_assert_max_num_queries(20):
        first = page(observer.get(TRAIL))
    assert first.count("<tr><td>") == 50 and "Cũ hơn" in first
    entries = list(queries.entries(viewer=ward.house))
    oldest = observer.get(TRAIL, {"truoc": entries[-2].pk})
    assert page(oldest).count("<tr><td>") == 1 and "Cũ hơn" not in page(oldest)
    assert observer.get(TRAIL, {"truoc": "x' OR 1=1"}).status_code == 200


def test_the_head_of_the_page_says_what_is_sealed_and_what_is_not(ward, observer):
    assert "Chưa có dấu vết nào được niêm phong." in page(observer.get(TRAIL))
    sealed = services.seal(by=ward.house)
    services.record(Act.UNIT_KEEP, "unit", 7, by=ward.house, unit_id=ward.ward.pk)
    shown = page(observer.get(TRAIL))
    assert f"Đã niêm phong {sealed.count} dấu vết" in shown
    assert "Chưa niêm phong: 1 dấu vết từ" in shown
    assert "chuỗi niêm phong còn nguyên" in shown


def test_a_chain_that_does_not_hold_is_said_on_top(ward, observer):
    services.seal(by=ward.house)
    last = Seal.objects.get()
    # A forged seal: it claims an entry that is not there.
    Seal.objects.create(at=ward.clock.tick(), first_id=last.last_id + 1, last_id=last.last_id + 1,
                        count=1, previous=last.digest, digest="f" * 64)  # fmt: skip
    shown = page(observer.get(TRAIL))
    assert "Chuỗi niêm phong không còn nguyên" in shown and "không khớp" in shown


def test_a_long_chain_is_walked_only_when_asked(ward, observer, monkeypatch):
    services.seal(by=ward.house)
    monkeypatch.setattr("dongthuan.doors.desk.trail._WALKED_AT_ONCE", 0)
    assert "chưa kiểm tra lại trên trang này" in page(observer.get(TRAIL))
    assert "còn nguyên" in page(observer.get(TRAIL, {"kiem-tra": "1"}))


def test_the_command_line_seals_once_and_says_what(ward, capsys):
    assert main(["seal"]) == 0
    sealed = Seal.objects.get()
    printed = capsys.readouterr().out
    assert f"Đã niêm phong {sealed.count} dấu vết" in printed and sealed.digest in printed
    assert main(["seal"]) == 0
    assert "Không có dấu vết mới" in capsys.readouterr().out
    assert Seal.objects.count() == 1


def test_the_command_line_seals_nothing_over_a_chain_that_does_not_hold(ward, capsys):
    Seal.objects.create(at=ward.clock.tick(), first_id=1, last_id=1, count=9, previous="0" * 64,
                        digest="f" * 64)  # fmt: skip
    assert main(["seal"]) == 1
    assert "không khớp" in capsys.readouterr().err
    assert Seal.objects.count() == 1
