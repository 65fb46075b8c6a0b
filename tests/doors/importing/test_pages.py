"""The pages of a file on its way: sent, its columns settled, read through, taken in, taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.doors.importing import _starting, steps
from dongthuan.doors.importing.pages import XLSX
from dongthuan.ground import files
from dongthuan.who.people.models import Household, Person
from dongthuan.who.registers.models import Run
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward
from tests.who.registers.books import PEOPLE, household_book, plain_book

pytestmark = pytest.mark.django_db
RUNS = "/lam-viec/nhap-tep/"
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: NOW)
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward():
    return Ward()


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def sent(clerk, ward, data, name="nhân khẩu.xlsx", kind="households", **fields):
    form = sending(so=kind, don_vi=str(ward.ward.pk), tu_ngay="2021-07-01", **fields)
    return clerk.post(RUNS, form | {"tep": SimpleUploadedFile(name, data, XLSX)})


def kept(clerk, ward, data, **more) -> Run:
    answer = sent(clerk, ward, data, **more)
    assert answer.status_code == 302, page(answer)
    return Run.objects.latest("pk")


def settled(clerk, run: Run, **columns: str):
    chosen = {f"cot-{at}": code for at, code in run.mapping.items()} | columns
    return clerk.post(f"{RUNS}{run.pk}/cot", sending() | {"bang": run.print} | chosen, follow=True)


def pressed(clerk, run: Run, verb: str):
    return clerk.post(f"{RUNS}{run.pk}/{verb}", sending(), follow=True)


def test_a_register_goes_from_the_file_to_the_register_and_back(ward, clerk):
    run = kept(clerk, ward, household_book())
    shown = page(clerk.get(f"{RUNS}{run.pk}"))
    assert "Tìm thấy 5 dòng" in shown and "Thông tin nhạy cảm: không đọc, không lưu." in shown
    assert "NGUYỄN VĂN AN" in shown and "Kinh" not in shown
    told = page(settled(clerk, run))
    assert '<dt>Thêm mới</dt><dd><b class="n">5</b> người</dd>' in told
    assert not Person.objects.exists()
    assert "Đã nhập lúc 08:00 ngày 5/7/2021" in page(pressed(clerk, run, "nhap"))
    assert Household.objects.count() == 2
    assert "Đã hoàn tác" in page(pressed(clerk, run, "hoan-tac"))
    assert set(Person.objects.values_list("name", flat=True)) == {""}
    assert "Đã xóa tệp" in page(pressed(clerk, run, "xoa"))
    assert not Run.objects.exists()


def test_what_is_to_be_mended_stands_by_place_and_comes_as_a_workbook(ward, clerk):
    rows = [(1, "Lê Văn Một", "31/2/1960", "H1", "Tổ 1"), (2, "Lê Văn Hai", "1960", "H1", "Tổ 9")]
    run = kept(clerk, ward, plain_book(("STT", "Họ tên", "Ngày sinh", "Mã hộ", "Tổ"), rows))
    told = page(settled(clerk, run))
    assert "<td>2</td><td>C</td><td>Ngày sinh: «31/2/1960» không có trong lịch." in told
    assert "<td>3</td><td>E</td><td>Tổ dân phố: không có đơn vị nào tên «Tổ 9»" in told
    assert "Nhập vào sổ</button>" not in told
    book = clerk.get(f"{RUNS}{run.pk}/can-sua.xlsx")
    (sheet,) = files.read_tables(book.content, "a.xlsx")
    assert sheet.rows[1][1:3] == ("2", "C") and len(sheet.rows) == 3
    assert "Còn chỗ cần sửa" in page(pressed(clerk, run, "nhap"))


def test_who_is_gone_is_chosen_by_a_person(ward, clerk):
    first = kept(clerk, ward, household_book())
    settled(clerk, first)
    pressed(clerk, first, "nhap")
    run = kept(clerk, ward, household_book(PEOPLE | {"Tổ dân phố 2": PEOPLE["Tổ dân phố 2"][:1]}))
    told = page(settled(clerk, run))
    assert "Không ai bị bỏ khỏi sổ" in told
    gone = clerk.get(f"{RUNS}{run.pk}/khong-con")
    assert "Phạm Y Ban, hộ h-002" in page(gone)
    (pk,) = re.findall(r'name="thoi" value="(\d+)"', gone.content.decode())
    kept_ = clerk.post(
        f"{RUNS}{run.pk}/khong-con", sending() | {"hien": pk, "thoi": pk}, follow=True
    )
    assert 'đã chọn thôi ghi <b class="n">1</b>' in page(kept_)
    assert 'thôi ghi <b class="n">1</b> người' in page(pressed(clerk, run, "nhap"))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "trong.xlsx", "tệp trống"),
        (b"%PDF-1.4 abc", "a.pdf", "cần một bảng tính"),
        (household_book()[:3000], "hong.xlsx", "tệp bị hỏng"),
        (plain_book(("a", "b"), [("c", "d")]), "khac.xlsx", "không thấy dòng tên cột"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(ward, clerk, data, name, said):
    answer = sent(clerk, ward, data, name)
    assert answer.status_code == 422 and said in page(answer)
    assert not Run.objects.exists()


def test_a_form_that_says_too_little_is_asked_again_with_what_was_typed(ward, clerk):
    for more, said in (
        ({"so": "khac"}, "Loại sổ"), ({"don-vi": "999"}, "Đơn vị: chọn"),
        ({"tu-ngay": "mai"}, "Tính từ ngày"), ({"tep": ""}, "Chưa chọn tệp"),
    ):  # fmt: skip
        form = sending(so="households", don_vi=str(ward.ward.pk), tu_ngay="2021-07-01")
        form["tep"] = SimpleUploadedFile("a.xlsx", household_book(), XLSX)
        answer = clerk.post(RUNS, form | more)
        assert answer.status_code == 422 and said in page(answer), said


def test_a_long_file_is_worked_at_elsewhere_and_shows_how_far_it_is(
    ward, clerk, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(_starting, "start", lambda: started.append(1))
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    run = kept(clerk, ward, household_book())
    with django_capture_on_commit_callbacks(execute=True):
        told = page(settled(clerk, run))
    assert started == [1]
    assert "Đang đọc thử: 0 / 5 dòng" in told and '<meta http-equiv="refresh"' in told
    later = NOW + timedelta(minutes=5)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: later)
    stopped = page(clerk.get(f"{RUNS}{run.pk}"))
    assert "Chạy tiếp" in stopped and "http-equiv" not in stopped
    from dongthuan.doors.cli import main

    assert main(["registers"]) == 0
    assert "Thêm mới" in page(clerk.get(f"{RUNS}{run.pk}"))
    with django_capture_on_commit_callbacks(execute=True):
        pressed(clerk, run, "nhap")
    assert main(["registers"]) == 0
    assert "Đã nhập lúc 08:05" in page(clerk.get(f"{RUNS}{run.pk}"))


def test_a_page_of_many_problems_is_paged_and_asks_few_questions(ward, clerk):
    rows = [(n, f"Lê Văn {n}", "x", f"H{n}", "Tổ 1") for n in range(600)]
    run = kept(clerk, ward, plain_book(("STT", "Họ tên", "Ngày sinh", "Mã hộ", "Tổ"), rows))
    settled(clerk, run, **{"cot-1": "name"})
    for address in (RUNS, f"{RUNS}{run.pk}", f"{RUNS}{run.pk}?cot=1", f"{RUNS}{run.pk}/khong-con"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = clerk.get(address, follow=True)
        assert len(asked) <= 20, address
        assert len(answer.content) < 60_000, address
    assert "Trang 1/24" in page(clerk.get(f"{RUNS}{run.pk}"))


def test_no_name_of_a_person_stands_in_an_address(ward, clerk):
    run = kept(clerk, ward, household_book())
    settled(clerk, run)
    told = clerk.get(f"{RUNS}{run.pk}").content.decode()
    for address in re.findall(r'(?:href|action)="([^"]*)"', told):
        assert re.fullmatch(r"[\x21-\x7e]*", address) and "AN" not in address.split("/")


def test_the_page_says_so_when_there_is_nothing_yet(ward, clerk):
    shown = page(clerk.get(RUNS))
    assert "Chưa có tệp nào" in shown and "Nhập tệp" in shown
