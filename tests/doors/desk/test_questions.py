"""Single cells asked about again: the approver's page, the unit's answer at the desk and by phone."""

from __future__ import annotations

import pytest

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Value
from dongthuan.ground.figures import Reading
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
WHY = "Kỳ trước 3, có gõ thừa số 0 không?"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", order=1)
    ward.define("people.near", "Hộ cận nghèo", order=2, highest=1000)
    ward.define("a.secret", "Mục nhạy cảm", reading=Reading.SENSITIVE, order=3)
    return ward


@pytest.fixture
def sheet(ward):
    asked = ward.round("2021-H1", "people.poor", "people.near", "a.secret")
    return ward.send(asked, ward.groups[0], approve=False, people__poor="30", people__near="7",
                     a__secret="770077")  # fmt: skip


@pytest.fixture
def head(ward):
    return browser(user(ward, "To 1", ("group_head", ward.groups[0])))


@pytest.fixture
def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward)))


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def at(sheet, verb=""):
    return f"/lam-viec/phieu/{sheet.pk}" + (f"/{verb}" if verb else "")


def ask(leader, sheet, **reasons):
    step = sheet.steps.order_by("pk").last().pk
    return leader.post(at(sheet, "hoi-lai"), {**sending(), "buoc": step} | {
        f"vi-sao-{key.replace('__', '.')}": reason for key, reason in reasons.items()
    })  # fmt: skip


def test_the_approver_asks_about_a_cell_and_the_unit_sees_which_and_why(leader, head, sheet):
    assert 'href="/lam-viec/phieu/' + str(sheet.pk) + '/hoi-lai"' in page(leader.get(at(sheet)))
    form = page(leader.get(at(sheet, "hoi-lai")))
    assert "Hộ nghèo: <b>30</b>" in form
    assert ask(leader, sheet, people__poor=WHY)["Location"] == at(sheet)
    assert "Đã hỏi lại 1 ô" in page(leader.get(at(sheet)))
    phone = page(head.get("/lam-viec/dien-thoai"))
    assert "Phường hỏi lại 1 ô" in phone and at(sheet, "tra-loi") in phone
    asked = page(head.get(at(sheet, "tra-loi")))
    assert WHY in asked and 'name="o-people.poor"' in asked and 'name="o-people.near"' not in asked
    mine = page(head.get(at(sheet)))
    assert WHY in mine and "Trả lời các ô này" in mine


def test_the_answer_goes_by_phone_and_the_trail_keeps_question_and_answer(leader, head, sheet):
    ask(leader, sheet, people__poor=WHY)
    told = {"o-people.poor": "3", "vi-sao-people.poor": "Gõ thừa số 0"}
    done = head.post(at(sheet, "tra-loi"), {**sending(), **told})
    assert done["Location"] == f"/lam-viec/dien-thoai/{sheet.pk}/da-nhan"
    assert "Bác không cần làm gì thêm" in page(head.get(done["Location"]))
    assert "Bác không còn phiếu nào phải gửi" in page(head.get("/lam-viec/dien-thoai"))
    past = page(leader.get(at(sheet)))
    assert f'hỏi lại ô «Hộ nghèo»: <span class="reason">{WHY}</span>' in past
    assert 'trả lời ô «Hộ nghèo»: 30 → 3: <span class="reason">Gõ thừa số 0</span>' in past
    assert "đang hỏi lại" not in past
    assert Value.objects.filter(item__key="people.near").count() == 1


def test_a_waiting_phone_is_told_where_its_answer_led(leader, head, sheet):
    ask(leader, sheet, people__poor=WHY)
    answer = head.post(at(sheet, "tra-loi"), {**sending(), "dung-people.poor": "1"},
                       headers={"X-Waiting": "1"})  # fmt: skip
    assert answer.status_code == 204 and answer["X-Led-To"].endswith("/da-nhan")


def test_an_answer_that_says_nothing_is_asked_for_with_everything_typed(leader, head, sheet):
    ask(leader, sheet, people__poor=WHY, people__near="Xem lại")
    told = {"o-people.poor": "ba", "o-people.near": "7", "vi-sao-people.near": "đã đếm"}
    answer = head.post(at(sheet, "tra-loi"), {**sending(), **told})
    said = page(answer)
    assert answer.status_code == 422 and "Có 2 ô cần xem lại" in said
    assert "«ba» không phải là số" in said and "Số chưa đổi" in said
    assert 'value="ba"' in said and 'value="đã đếm"' in said
    assert Value.objects.count() == 3


def test_the_office_answers_at_the_desk_and_comes_back_to_the_sheet(leader, clerk, sheet):
    ask(leader, sheet, people__poor=WHY)
    answer = clerk.post(at(sheet, "tra-loi"), {**sending(), "dung-people.poor": "1"})
    assert answer["Location"] == at(sheet)
    assert "trả lời ô «Hộ nghèo»: giữ 30" in page(leader.get(at(sheet)))


def test_approving_waits_for_the_answer_unless_the_approver_says_it_is_settled(leader, sheet, ward):
    ask(leader, sheet, people__poor=WHY)
    step = sheet.steps.order_by("pk").last().pk
    refused = leader.post(at(sheet, "duyet"), {**sending(), "buoc": step})
    assert refused.status_code == 422 and "đơn vị chưa trả lời" in page(refused)
    leader.post(at(sheet, "duyet"), {**sending(), "buoc": step, "da-ro": "1"})
    sheet.refresh_from_db()
    assert sheet.status == "approved"


def test_the_round_says_how_many_cells_are_asked_about_and_reminds(leader, clerk, sheet):
    ask(leader, sheet, people__poor=WHY)
    shown = page(clerk.get(f"/lam-viec/dot-so-lieu/{sheet.round_id}"))
    assert "đã gửi, chờ duyệt, hỏi lại 1 ô" in shown.lower() and "?loc=hoi-lai" in shown
    assert "Tổ dân phố 1 (hỏi lại 1 ô)" in shown
    only = page(clerk.get(f"/lam-viec/dot-so-lieu/{sheet.round_id}?loc=hoi-lai"))
    assert "Tổ dân phố 1</a>" in only and "Tổ dân phố 2</a>" not in only
    table = page(clerk.get(f"/lam-viec/dot-so-lieu/{sheet.round_id}/bang"))
    assert "hỏi lại</span>" in table
    waiting = page(leader.get(f"/lam-viec/dot-so-lieu/{sheet.round_id}/duyet"))
    assert "đang hỏi lại 1 ô, đơn vị chưa trả lời" in waiting and " checked" not in waiting
    slip = page(clerk.get(f"/lam-viec/dot-so-lieu/{sheet.round_id}/chua-gui"))
    assert "hỏi lại 1 ô" in slip


def test_a_question_about_a_number_one_may_not_know_tells_nothing_of_it(leader, clerk, sheet):
    ask(leader, sheet, a__secret="Sao lại 770077?")
    for shown in (clerk.get(at(sheet)), clerk.get(at(sheet, "tra-loi"))):
        assert "770077" not in page(shown)


def test_without_a_question_there_is_nothing_to_answer(head, leader, sheet, ward):
    assert head.get(at(sheet, "tra-loi"))["Location"] == at(sheet)
    assert "ít nhất một ô" in page(ask(leader, sheet))
    assert head.get(at(sheet, "hoi-lai")).status_code == 403
    services.approve(sheet=sheet, by=ward.leader)
    assert leader.get(at(sheet, "hoi-lai"))["Location"] == at(sheet)
