"""Units, offices and numbers out of spreadsheets, taken in and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.decide.indicators import queries as indicators
from dongthuan.decide.indicators import services as values
from dongthuan.who.org import queries as org
from dongthuan.who.org import services as keeping
from dongthuan.who.people import queries as people
from dongthuan.who.registers import services
from dongthuan.who.registers.kinds import UnableToTakeIn
from dongthuan.who.registers.models import Run
from tests.wards import Ward
from tests.who.registers.books import plain_book
from tests.who.registers.test_registers import ON, kept, problems, taken, worked

pytestmark = pytest.mark.django_db
UNITS = ("TT", "Tên đơn vị", "Loại đơn vị", "Trực thuộc", "Mã đơn vị")
OFFICES = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Từ ngày", "Số điện thoại")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward():
    return Ward()


def read(ward, data, **more):
    run = kept(ward, data, **more)
    services.ask_check(run=run, by=ward.clerk)
    return worked(ward, run)


def names(ward, on=ON):
    tree = org.tree(on)
    return sorted(tree.name(one) for one in tree.below(ward.ward.pk))


def test_units_are_founded_renamed_and_taken_back(ward):
    before = names(ward)
    rows = [
        (1, "Tổ dân phố 4", "Tổ dân phố", "", ""), (2, "Tổ dân quân 4", "tổ, đội dân quân",
        "Tổ dân phố 4", ""), (3, "Tổ dân phố Một", "", "", "to-1"), (4, "Tổ dân phố 2", "", "", ""),
    ]  # fmt: skip
    run = taken(ward, plain_book(UNITS, rows), kind="units")
    assert (run.counts["new"], run.counts["changed"], run.counts["same"]) == (2, 1, 1)
    assert {"Tổ dân phố 4", "Tổ dân quân 4", "Tổ dân phố Một"} <= set(names(ward))
    services.take_back(run=run, by=ward.clerk)
    assert names(ward) == before
    again = taken(ward, plain_book(UNITS, rows), kind="units")
    assert again.counts["new"] == 2 and "Tổ dân phố 4" in names(ward)


def test_a_unit_that_people_live_in_is_not_taken_back(ward):
    run = taken(ward, plain_book(UNITS, [(1, "Tổ dân phố 4", "", "", "to-4")] * 1), kind="units")
    unit = org.unit("to-4")
    keeping.found(code="doi", kind="team", name="Đội", parent=unit, on=ON, by=ward.house)
    with pytest.raises(UnableToTakeIn, match="tình trạng đơn vị"):
        services.take_back(run=run, by=ward.clerk)


def test_units_that_the_file_no_longer_names_end_only_when_chosen(ward):
    data = plain_book(UNITS, [(1, "Tổ dân phố 1", "", "", ""), (2, "Tổ dân phố 2", "", "", "")])
    run = read(ward, data, kind="units", on=date(2021, 7, 1))
    assert run.counts["gone"] == 1
    ids = list(run.gone.values_list("pk", flat=True))
    services.choose_gone(run=run, shown=ids, ends=ids, by=ward.clerk)
    services.ask_take_in(run=run, by=ward.clerk)
    worked(ward, run)
    assert "Tổ dân phố 3" not in names(ward, date(2021, 7, 1))
    services.take_back(run=run, by=ward.clerk)
    assert "Tổ dân phố 3" in names(ward, date(2021, 7, 1))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((1, "Tổ dân phố 9", "làng", "", ""), "Loại đơn vị: không rõ"),
        ((1, "Chi bộ 9", "Chi bộ", "", ""), "không đứng dưới"),
        ((1, "Tổ dân phố 9", "", "Phường Lạ", ""), "không có «Phường Lạ»"),
        ((1, "Đội 1", "trường học", "", "to-1"), "Loại không đổi được"),
        ((1, "Tổ dân phố 9", "", "", "dang-bo"), "đã dùng cho đơn vị khác"),
    ],
)
def test_a_unit_that_cannot_be_is_named_with_its_cell(ward, row, said):
    run = read(ward, plain_book(UNITS, [row]), kind="units")
    assert said in problems(run)[0][3]


def test_offices_come_in_with_their_days_and_are_taken_back(ward):
    rows = [
        (1, "LÊ THỊ MAI", "Tổ trưởng", "Tổ 1", "1/3/2021", "0912 345 678"),
        (2, "Trần Văn Bảy", "Bí thư chi bộ", "Chi bộ 2", "", ""),
    ]
    run = taken(ward, plain_book(OFFICES, rows), kind="offices", unit=ward.ward)
    held = [(h.name, h.title, h.since) for h in people.office_holders(viewer=ward.clerk, on=ON)]
    assert ("Lê Thị Mai", "Tổ trưởng", date(2021, 3, 1)) in held
    assert read(ward, plain_book(OFFICES, rows[:1]), kind="offices").counts["same"] == 1
    services.take_back(run=run, by=ward.clerk)
    assert people.office_holders(viewer=ward.clerk, on=ON) == []


def asked(ward):
    ward.define("people.poor", "Hộ nghèo")
    ward.define("land.area", "Diện tích hiến đất", unit="m²", decimals=1)
    return ward.round("2021-H1", "people.poor", "land.area")


def test_numbers_of_a_round_go_into_the_sheets_as_typed_and_come_out_again(ward):
    one = asked(ward)
    sheet = ward.sheet(one, ward.groups[0])
    values.save_drafts(sheet=sheet, typed={"people.poor": "3"}, by=ward.clerk)
    rows = [("Tổ 1", 4, 12.5), ("Tổ dân phố 2", 7, ""), ("Cộng", 11, 12.5)]
    data = plain_book(("Đơn vị", "Hộ nghèo", "Diện tích hiến đất"), rows)
    run = services.keep(kind="values", unit=ward.ward, on=ON, data=data, name="a.xlsx",
                        about=one.pk, by=ward.clerk)  # fmt: skip
    services.ask_check(run=run, by=ward.clerk)
    worked(ward, run)
    assert (run.counts["new"], run.counts["changed"], run.counts["problems"]) == (2, 1, 0)
    services.ask_take_in(run=run, by=ward.clerk)
    worked(ward, run)
    assert run.stage == Run.Stage.TAKEN, run.said
    typed = [cell.text for cell in indicators.cells(ward.sheet(one, ward.groups[0]))]
    assert typed == ["4", "12,5"]
    services.take_back(run=run, by=ward.clerk)
    assert [c.text for c in indicators.cells(ward.sheet(one, ward.groups[0]))] == ["3", ""]
    assert [c.text for c in indicators.cells(ward.sheet(one, ward.groups[1]))] == ["", ""]


def test_numbers_that_went_on_their_way_are_not_taken_back(ward):
    one = asked(ward)
    data = plain_book(("Đơn vị", "Hộ nghèo", "Diện tích hiến đất"), [("Tổ 1", 4, 0)])
    run = services.keep(kind="values", unit=ward.ward, on=ON, data=data, name="a.xlsx",
                        about=one.pk, by=ward.clerk)  # fmt: skip
    for ask in (services.ask_check, services.ask_take_in):
        ask(run=run, by=ward.clerk)
        worked(ward, run)
    values.send(sheet=ward.sheet(one, ward.groups[0]), by=ward.clerk)
    with pytest.raises(UnableToTakeIn, match="1 phiếu đã gửi"):
        services.take_back(run=run, by=ward.clerk)


def test_a_number_that_cannot_be_read_is_named_by_its_cell(ward):
    one = asked(ward)
    rows = [("Tổ 1", "bốn", 1), ("Tổ 1", 2, 1), ("Tổ 8", 2, 1)]
    data = plain_book(("Đơn vị", "Hộ nghèo", "Diện tích hiến đất"), rows)
    run = services.keep(kind="values", unit=ward.ward, on=ON, data=data, name="a.xlsx",
                        about=one.pk, by=ward.clerk)  # fmt: skip
    services.ask_check(run=run, by=ward.clerk)
    worked(ward, run)
    assert [(row, column) for _, row, column, _ in problems(run)] == [(2, "B"), (3, "A"), (4, "A")]
