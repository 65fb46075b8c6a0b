"""Tasks on a phone: taken in one tap, reported with a photograph in two; what is due stands on top."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.directives import services
from dongthuan.decide.directives.models import Product, Task
from dongthuan.decide.directives.services import Seen
from tests.cascades import Cascade
from tests.decide.test_sheets import photograph
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
AT = "/lam-viec/dien-thoai"
LATE, SOON, FAR = date(2021, 5, 25), date(2021, 6, 4), date(2021, 7, 31)


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return ward


@pytest.fixture
def line(ward):
    return ward.clause(ward.plan(), "Ra quân dọn vệ sinh hằng tháng.")


@pytest.fixture
def head(ward):
    return browser(user(ward, "To 1", ("group_head", ward.groups[0])))


def given(ward, line, due=FAR, **more):
    return ward.task(line, due=due, on=date(2021, 5, 1), **more)


def at(task, more=""):
    return f"{AT}/nhiem-vu/{task.pk}{more}"


def fresh(task):
    return Task.objects.get(pk=task.pk)


def test_what_is_owed_stands_on_top_late_first_with_its_day(ward, line, head):
    ward.define("people.poor", "Hộ nghèo")
    ward.round("2021-H1", "people.poor")
    for title, due in (("Việc xa", FAR), ("Việc gần", SOON), ("Việc muộn", LATE)):
        given(ward, line, due, title=title)
    shown = page(head.get(AT))
    places = [shown.index(one) for one in ("Việc muộn", "Việc gần", "Việc xa", "Nhập số liệu")]
    assert places == sorted(places)
    assert "Hạn 25/5/2021, đã quá 7 ngày" in shown and "Hạn 4/6/2021, còn 3 ngày" in shown
    assert shown.count(" primary") == 1


def test_only_my_own_tasks_and_only_those_still_owed_are_here(ward, line, head):
    ward.report(given(ward, line, title="Đã báo"))
    services.assign(unit=ward.ward, clause=line, leads=[ward.groups[1]], by=ward.clerk,
                    work=services.Work("Của tổ 2", "Ảnh", FAR))  # fmt: skip
    shown = page(head.get(AT))
    assert "Đã báo" not in shown and "Của tổ 2" not in shown
    assert "không còn việc nào phải làm" in shown


def test_one_tap_takes_a_task_on(ward, line, head):
    task = given(ward, line)
    assert page(head.get(AT)).count('name="viec" value="nhan"') == 1
    answer = head.post(at(task), sending(viec="nhan", buoc="1"), follow=True)
    assert "Đã nhận việc" in page(answer) and fresh(task).status == "taken"
    assert 'name="viec" value="nhan"' not in page(answer)


def test_two_taps_and_a_photograph_report_it(ward, line, head):
    task = given(ward, line)
    assert f'href="{at(task)}"' in page(head.get(AT))
    form = page(head.get(at(task)))
    assert 'capture="environment"' in form and 'enctype="multipart/form-data"' in form
    sent = sending(buoc="1")
    sent["anh"] = SimpleUploadedFile("image.jpg", photograph(), "image/jpeg")
    answer = head.post(at(task), sent)
    assert answer["Location"] == at(task, "/da-nhan")
    assert "Bác không cần làm gì thêm." in page(head.get(answer["Location"]))
    assert fresh(task).status == "reported" and Product.objects.get().file is not None


def test_the_same_send_twice_is_one_report(ward, line, head):
    task = given(ward, line)
    sent = sending(buoc="1", paper="Danh sách, ở nhà văn hóa")
    first, second = head.post(at(task), sent), head.post(at(task), sent)
    assert first["Location"] == second["Location"] and fresh(task).step == 2


def test_nothing_to_show_is_asked_for_and_the_words_stay(ward, line, head):
    task = given(ward, line)
    answer = head.post(at(task), sending(buoc="1", words="Xong rồi"))
    assert answer.status_code == 422 and "Chưa có sản phẩm" in page(answer)
    assert "Xong rồi" in page(answer) and fresh(task).status == "assigned"


def test_what_was_returned_says_why_and_is_reported_again(ward, line, head):
    task = ward.report(given(ward, line))
    services.send_back(task=task, reason="Thiếu ảnh trước khi dọn", seen=Seen(2), by=ward.leader)
    assert "Trả lại để làm tiếp, hạn" in page(head.get(AT))
    assert "Thiếu ảnh trước khi dọn" in page(head.get(at(task)))
    head.post(at(task), sending(buoc="3", paper="Đủ ảnh"))
    assert fresh(task).status == "reported"


def test_a_task_that_moved_meanwhile_is_shown_as_it_stands(ward, line, head):
    task = given(ward, line)
    services.withdraw(task=task, reason="Không cần nữa", seen=Seen(1), by=ward.clerk)
    answer = head.post(at(task), sending(buoc="1", paper="Danh sách"))
    assert answer.status_code == 409 and "Việc này đã thu hồi." in page(answer)
    assert head.get(at(task))["Location"] == f"/lam-viec/nhiem-vu/{task.pk}"


def test_a_task_of_another_group_is_not_here(ward, line):
    task = given(ward, line)
    other = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    assert other.get(at(task)).status_code == 404
    assert other.post(at(task), sending(buoc="1", paper="x")).status_code == 404


def test_the_phone_takes_few_queries_however_many_tasks(
    ward, line, head, django_assert_max_num_queries
):
    ward.define("people.poor", "Hộ nghèo")
    ward.round("2021-H1", "people.poor")
    for _ in range(20):
        given(ward, line)
    with django_assert_max_num_queries(20):
        head.get(AT)
