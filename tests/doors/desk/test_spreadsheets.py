"""Forms taken away and handed in filled: read, looked at, confirmed; nothing half-written."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Draft, Sheet, Step, Value
from dongthuan.ground.figures import Reading
from tests.doors.desk.hands import browser, page, sending, user
from tests.ground.files.refilling import filled
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", order=1)
    ward.define("people.near", "Hộ cận nghèo", order=2, highest=1000)
    return ward


@pytest.fixture
def round(ward):
    return ward.round("2021-H1", "people.poor", "people.near")


@pytest.fixture
def head(ward):
    return browser(user(ward, "To 1", ("group_head", ward.groups[0])))


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def at(round, *more):
    return "/".join([f"/lam-viec/dot-so-lieu/{round.pk}/phieu-excel", *map(str, more)])


def form(client, round, unit):
    return client.get(at(round, "don-vi", unit.pk)).content


def upload(client, round, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(at(round), {**sending(), "tep": sent})


def texts(ward, round, number):
    cells = queries.cells(ward.sheet(round, ward.groups[number - 1]))
    return [cell.text for cell in cells]


def step_two(answer, verb, **changed):
    """What the page that was answered with would send on."""
    html = answer.content.decode()
    told = dict(
        re.findall(
            r'<input type="hidden" name="((?:khoi|nguon|thay|don-vi)-\d+)" value="([^"]*)"', html
        )
    )
    rows = re.findall(r'name="dong" value="(\d+)" checked', html)
    for name, options in re.findall(r'<select id="[^"]*" name="(don-vi-\d+)">(.*?)</select>', html):
        chosen = re.search(r'value="(\d+)" selected', options)
        told[name] = chosen[1] if chosen else ""
    return {**sending(), "viec": verb, "dong": rows, **told, **changed}


def test_forms_are_given_one_by_one_in_one_file_in_one_table_and_packed(clerk, head, ward, round):
    for kind in ("bang", "phieu", "don-vi/" + str(ward.groups[0].pk)):
        answer = clerk.get(at(round, kind))
        assert answer.status_code == 200 and answer.content[:2] == b"PK"
        assert re.fullmatch(
            r'attachment; filename="[a-z0-9-]+\.xlsx"', answer["Content-Disposition"]
        )
    packed = zipfile.ZipFile(io.BytesIO(clerk.get(at(round, "rieng")).content))
    assert packed.namelist() == [f"00{n}-to-dan-pho-{n}.xlsx" for n in (1, 2, 3)]
    assert clerk.get(at(round, "khac")).status_code == 404
    assert head.get(at(round, "don-vi", ward.groups[1].pk)).status_code == 404


def test_a_group_head_hands_in_a_form_and_finds_its_numbers_in_the_fields(head, ward, round):
    data = filled(form(head, round, ward.groups[0]), {"E7": "1.619", "E8": "x"})
    answer = upload(head, round, ("To 1.xlsx", data))
    sheet = ward.sheet(round, ward.groups[0])
    assert answer["Location"] == f"/lam-viec/dien-thoai/{sheet.pk}"
    assert "Đã nhận 2 ô từ tệp Excel" in page(head.get(answer["Location"]))
    assert texts(ward, round, 1) == ["1.619", "x"] and not Value.objects.exists()
    head.post(f"/lam-viec/dien-thoai/{sheet.pk}", {**sending(viec="gui")})
    told = queries.cells(Sheet.objects.get(pk=sheet.pk))
    assert [cell.told.manner for cell in told] == ["imported", "imported"]
    shown = page(head.get(f"/lam-viec/phieu/{sheet.pk}"))
    assert "nhận số từ tệp Excel" in shown and "To 1.xlsx, trang «Tổ dân phố 1»" in shown
    assert "nhập từ tệp Excel" in shown


def test_a_number_changed_by_hand_after_the_file_is_typed_again(head, ward, round):
    data = filled(form(head, round, ward.groups[0]), {"E7": 3, "E8": 4})
    upload(head, round, ("a.xlsx", data))
    sheet = ward.sheet(round, ward.groups[0])
    services.save_drafts(sheet=sheet, typed={"people.near": "5"}, by=ward.head(1))
    assert dict(Draft.objects.values_list("item__key", "manner")) == {
        "people.poor": "imported", "people.near": "typed",
    }  # fmt: skip


def test_a_bad_cell_is_named_and_nothing_is_written(head, ward, round):
    data = filled(form(head, round, ward.groups[0]), {"E7": "ba", "E8": 4})
    answer = upload(head, round, ("To 1.xlsx", data))
    assert answer.status_code == 422
    assert "To 1.xlsx, trang «Tổ dân phố 1», dòng 7, cột E (Hộ nghèo): «ba»" in page(answer)
    assert not Draft.objects.exists() and not Step.objects.exists()


def test_many_files_are_looked_at_and_sent_in_one_go(clerk, ward, round):
    last = [(f"{n}.xlsx", filled(form(clerk, round, ward.groups[n - 1]), {"E7": n, "E8": n * 2}))
            for n in (1, 2, 3)]  # fmt: skip
    looked = upload(clerk, round, *last)
    assert looked.status_code == 200 and not Draft.objects.exists()
    assert "<b>6 ô</b> của <b>3 đơn vị</b>" in page(looked)
    done = clerk.post(at(round), step_two(looked, "gui"))
    assert done["Location"] == f"/lam-viec/dot-so-lieu/{round.pk}"
    assert [texts(ward, round, n) for n in (1, 2, 3)] == [["1", "2"], ["2", "4"], ["3", "6"]]
    assert set(Sheet.objects.values_list("status", flat=True)) == {"sent"}


def test_a_file_of_estimates_is_said_to_be_one(clerk, ward, round):
    table = clerk.get(at(round, "bang")).content
    looked = upload(clerk, round, ("bang.xlsx", filled(table, {"C6": 1, "C7": 2})))
    clerk.post(at(round), step_two(looked, "gui", uoc="1"))
    assert set(Value.objects.values_list("estimate", flat=True)) == {True}


def test_one_table_fills_all_sheets_and_a_bad_row_is_left_alone(clerk, ward, round):
    table = clerk.get(at(round, "bang")).content
    looked = upload(clerk, round, ("bang.xlsx", filled(table, {"C6": 1, "C7": "hai", "C8": 3})))
    assert looked.status_code == 422 and "2 đơn vị" in page(looked)
    clerk.post(at(round), step_two(looked, "nhan"))
    assert [texts(ward, round, n) for n in (1, 2, 3)] == [["1", ""], ["", ""], ["3", ""]]


def test_a_list_of_ones_own_asks_whose_it_is(clerk, ward, round):
    from tests.ground.files.making import workbook_file

    def write(book):
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, ["Mục số liệu", "Kỳ này"])
        sheet.write_row(1, 0, ["Hộ nghèo", 7])

    looked = upload(clerk, round, ("so lieu.xlsx", workbook_file(write)))
    assert "Không thấy tên đơn vị trong tệp" in page(looked)
    refused = clerk.post(at(round), step_two(looked, "nhan"))
    assert refused.status_code == 422 and "chưa chọn đơn vị" in page(refused)
    sheet = ward.sheet(round, ward.groups[1])
    clerk.post(at(round), step_two(looked, "nhan", **{"don-vi-0": sheet.pk}))
    assert texts(ward, round, 2) == ["7", ""]


def test_units_one_may_not_enter_for_are_named_and_left(ward, round, clerk):
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("group_head", ward.groups[0])))
    table = filled(clerk.get(at(round, "bang")).content, {"C6": 1, "C7": 2})
    looked = upload(leader, round, ("bang.xlsx", table))
    assert "Bác không nhập số cho đơn vị này; văn phòng là nơi cấp quyền: Tổ dân phố 2." in page(
        looked
    )
    forged = step_two(looked, "nhan")
    leader.post(at(round), forged)
    assert [texts(ward, round, n) for n in (1, 2)] == [["1", ""], ["", ""]]
    forged |= {"key": sending()["key"], "don-vi-0": ward.sheet(round, ward.groups[1]).pk}
    assert leader.post(at(round), forged).status_code == 422
    assert texts(ward, round, 2) == ["", ""]


def test_what_another_hand_wrote_meanwhile_is_not_overwritten_and_nobody_is_half_taken(
    clerk, ward, round
):
    table = filled(clerk.get(at(round, "bang")).content, {"C6": 1, "C7": 2})
    looked = upload(clerk, round, ("bang.xlsx", table))
    sheet = ward.sheet(round, ward.groups[1])
    services.save_drafts(sheet=sheet, typed={"people.poor": "9"}, by=ward.head(2))
    refused = clerk.post(at(round), step_two(looked, "nhan"))
    assert refused.status_code == 422 and "Tổ dân phố 2: Có người vừa ghi" in page(refused)
    assert [texts(ward, round, n) for n in (1, 2)] == [["", ""], ["9", ""]]


def test_the_same_numbers_again_are_nothing_new(clerk, ward, round):
    ward.send(round, ward.groups[0], approve=False, people__poor="1619", people__near="2")
    data = filled(form(clerk, round, ward.groups[0]), {"E7": "1.619"})
    assert "giống số đang có: Tổ dân phố 1." in page(upload(clerk, round, ("a.xlsx", data)))
    services.approve(sheet=ward.sheet(round, ward.groups[0]), by=ward.leader)
    data = filled(form(clerk, round, ward.groups[0]), {"E7": "5"})
    assert "Phiếu đã duyệt nên không ghi đè" in page(upload(clerk, round, ("a.xlsx", data)))


def test_a_closed_round_and_what_is_no_spreadsheet_are_refused_in_words(clerk, ward, round):
    assert "Chưa chọn tệp" in page(clerk.post(at(round), sending()))
    answer = upload(clerk, round, ("anh.xlsx", b"khong phai excel"))
    assert answer.status_code == 422 and "anh.xlsx" in page(answer)
    services.close_round(round=round, by=ward.clerk)
    assert "đã đóng" in page(upload(clerk, round, ("a.xlsx", b"")))
    assert "không nhận tệp nữa" in page(clerk.get(at(round)))


def test_a_sensitive_number_is_neither_shown_in_a_form_nor_taken_from_one(ward, clerk):
    ward.define("a.secret", "Mục nhạy cảm", reading=Reading.SENSITIVE)
    ward.send(ward.round("2020-H2", "a.secret"), ward.groups[0], a__secret="770077")
    round = ward.round("2021-H1", "a.secret")
    data = form(clerk, round, ward.groups[0])
    # A number too long to be met by chance in an identity or in a checksum of the packing.
    assert b"770077" not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(part)
        for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
    )
    upload(clerk, round, ("a.xlsx", filled(data, {"E7": 5})))
    assert not Draft.objects.exists()


def test_reading_a_table_takes_as_few_queries_for_many_units_as_for_one(
    clerk, ward, round, django_assert_max_num_queries
):
    table = filled(clerk.get(at(round, "bang")).content, {"C6": 1, "C7": 2, "C8": 3})
    with django_assert_max_num_queries(30):
        upload(clerk, round, ("bang.xlsx", table))
