"""Filled spreadsheets: known by their mark however they were saved, else by names; or named cell by
cell in what cannot be taken.
"""

from __future__ import annotations

import pytest

from dongthuan.decide.indicators import queries, sheet_reading, workbooks
from dongthuan.ground import files
from dongthuan.ground.figures import Nature
from dongthuan.who.org.queries import Forest
from tests.ground.files.making import converted, workbook_file
from tests.ground.files.refilling import filled
from tests.ground.primitives.test_encodings import as_tcvn3, as_vni
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = Ward()
    ward.define("a.poor", "Hộ nghèo", chapter="Xã hội", order=1)
    ward.define("a.near", "Hộ cận nghèo", chapter="Xã hội", order=2, highest=1000)
    ward.define("b.land", "Đất sản xuất", unit="ha", decimals=2, order=3, chapter="Kinh tế")
    ward.define("b.share", "Tỷ lệ hộ dùng nước sạch", unit="%", decimals=1, order=4)
    ward.define("b.done", "Hộ có nhà tiêu hợp vệ sinh", nature=Nature.RATIO, unit="%", order=5)
    return ward


KEYS = ("a.poor", "a.near", "b.land", "b.share", "b.done")


@pytest.fixture
def round(ward):
    last = ward.round("2020-H2", *KEYS)
    ward.send(last, ward.groups[0], a__poor="4", a__near="7", b__land="12,5", b__done="12/20")
    return ward.round("2021-H1", *KEYS)


class Hand:
    """The clerk with the forms of a round, as the desk would ask for them."""

    def __init__(self, ward, round, by=None):
        self.ward, self.round, self.by = ward, round, by or ward.clerk
        self.sheets = queries.round_sheets(round, viewer=self.by)
        self.told = {"tree": self.tree, "viewer": self.by, "home": ()}

    @property
    def tree(self):
        return Forest()(queries.period_of(self.round).last_day)

    def form(self, number):
        return workbooks.forms(self.round, [self.sheets[number - 1]], **self.told)

    def grid(self):
        return workbooks.grids(self.round, self.sheets, **self.told)

    def read(self, *sent):
        lines = sheet_reading.lines_of(self.sheets, viewer=self.by)
        return workbooks.read(sent, self.round, self.sheets, lines, [], self.tree)

    def key(self, number):
        return workbooks.unit_key(self.ward.groups[number - 1].pk)


@pytest.fixture
def hand(ward, round):
    return Hand(ward, round)


# The rows of the form: 7 and 10 name a chapter.
TYPED = {"E8": "1.619", "E9": "x", "E11": 12.25, "E12": "60,5%", "E13": "12/20"}
READ = {"a.poor": "1.619", "a.near": "x", "b.land": "12,25", "b.share": "60,5%", "b.done": "12/20"}


def test_a_form_shows_the_period_before_and_asks_in_the_order_of_the_round(hand):
    [table] = files.read_tables(hand.form(1), "phieu.xlsx")
    rows = [row[1:5] for row in table.rows]
    assert table.name == "Tổ dân phố 1"
    assert ("Mục số liệu", "Đơn vị tính", "Kỳ trước", "Kỳ này") in rows
    assert ("Hộ nghèo", "hộ", "4", "") in rows and ("Đất sản xuất", "ha", "12,5", "") in rows
    assert ("Hộ có nhà tiêu hợp vệ sinh", "%", "12/20", "") in rows


def test_a_form_that_nobody_filled_in_tells_nothing_not_the_period_before(hand):
    found = hand.read(("phieu.xlsx", hand.form(1)))
    assert [(one.unit, one.cells, one.troubles) for one in found.answers] == [(hand.key(1), {}, ())]


def test_a_filled_form_is_known_by_its_mark_whatever_its_name(hand):
    data = filled(hand.form(2), TYPED)
    [one] = hand.read(("Bao cao gui phuong (2).xlsx", data)).answers
    assert (one.unit, one.sure, one.cells, one.troubles) == (hand.key(2), True, READ, ())


@pytest.mark.office
@pytest.mark.parametrize("form", ["xls", "ods:calc8", "xlsx"])
def test_a_form_saved_again_by_another_office_program_is_known(hand, tmp_path, form):
    data = filled(hand.form(2), TYPED)
    if form.startswith("ods"):
        # By way of another format, as a clerk with LibreOffice alone would keep it.
        data, form = converted(data, "xlsx", form, tmp_path), "ods"
        data, form = converted(data, "ods", "xlsx", tmp_path), "xlsx"
    else:
        data = converted(data, "xlsx", form, tmp_path)
    [one] = hand.read((f"phieu.{form}", data)).answers
    assert (one.unit, one.sure, one.cells, one.troubles) == (hand.key(2), True, READ, ())


def retyped(table, *, move=lambda rows: rows, name="Sheet1"):
    """The cells of a form in a file of another hand's, moved about."""
    rows = move([list(row) for row in table.rows])

    def write(book):
        sheet = book.add_worksheet(name)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if cell:
                    sheet.write_string(down, across, cell)

    return workbook_file(write)


def test_rows_moved_and_columns_put_between_are_no_matter(hand):
    [table] = files.read_tables(filled(hand.form(2), TYPED), "phieu.xlsx")

    def moved(rows):
        head, body = rows[:6], [row for row in rows[6:] if row[0]]
        return [
            [*row[:2], "", "ghi chú riêng" if row[0] else "", *row[2:]] for row in head + body[::-1]
        ]

    [one] = hand.read(("a.xlsx", retyped(table, move=moved))).answers
    assert (one.unit, one.sure, one.cells, one.troubles) == (hand.key(2), True, READ, ())


def test_a_key_lost_from_its_hidden_column_leaves_the_name_beside_it(hand):
    [table] = files.read_tables(filled(hand.form(2), TYPED), "phieu.xlsx")

    def without_a_key(rows):
        return [["" if cell == "a.poor" else cell for cell in row] for row in rows]

    [one] = hand.read(("a.xlsx", retyped(table, move=without_a_key))).answers
    assert one.cells == READ


def own_table(letters=lambda text: text, **more):
    """A list a group head typed himself, its letters in whatever code he uses."""
    told = {"Hộ nghèo": "1.619", "Hộ cận nghèo": "x", "Đất sản xuất (ha)": "12,25",
            "Tỷ lệ hộ dùng nước sạch": "60,5%", "Hộ có nhà tiêu hợp vệ sinh": "12/20"} | more  # fmt: skip

    def write(book):
        sheet = book.add_worksheet("Bieu 1")
        sheet.write_string(2, 3, letters("BÁO CÁO SỐ LIỆU CỦA TỔ DÂN PHỐ 3"))
        sheet.write_row(4, 2, [letters(one) for one in ("STT", "Nội dung", "Số liệu")])
        for row, (label, text) in enumerate(told.items(), start=5):
            sheet.write_row(row, 2, [str(row - 4), letters(label), text])
        sheet.write_string(11, 4, letters("Ngày 30 tháng 6 năm 2021"))
        sheet.write_string(12, 3, letters("Người lập: Nguyễn Văn Mẫu"))

    return workbook_file(write)


@pytest.mark.parametrize("encode", [str, as_vni, as_tcvn3])
def test_a_list_of_ones_own_is_read_by_names_and_its_unit_only_proposed(hand, encode):
    data = own_table(encode)
    [one] = hand.read(("so lieu.xlsx", data)).answers
    assert (one.unit, one.sure, one.cells, one.troubles) == (hand.key(3), False, READ, ())


def test_whose_a_list_is_stands_above_it_or_in_the_name_of_the_sheet_or_file(hand):
    [table] = files.read_tables(filled(hand.form(2), TYPED), "phieu.xlsx")

    def bare(rows):
        return [row[1:] for row in rows[5:]]

    for name, file, unit in (
        ("Tổ dân phố 1", "a.xlsx", hand.key(1)),
        ("Sheet1", "to_dan_pho-3.xlsx", hand.key(3)),
        ("Sheet1", "so lieu.xlsx", ""),
    ):
        [one] = hand.read((file, retyped(table, move=bare, name=name))).answers
        assert (one.unit, one.sure, one.cells) == (unit, False, READ)


def test_a_form_of_one_unit_with_the_name_of_another_asks_whose_it_is(hand):
    data = hand.form(1)
    [table] = files.read_tables(filled(data, TYPED), "phieu.xlsx")

    def renamed(rows):
        return [
            ["Tổ dân phố 2" if cell == "Tổ dân phố 1" else cell for cell in row] for row in rows
        ]

    [one] = hand.read(("a.xlsx", retyped(table, move=renamed))).answers
    assert not one.unit and not one.sure
    assert "mang mã của Tổ dân phố 1 mà bên trên ghi Tổ dân phố 2" in one.doubt


def test_every_cell_that_cannot_be_read_is_named_by_sheet_row_and_column(hand):
    bad = {"E8": "ba", "E9": 1001, "E11": "2,755", "E12": 60.55, "E13": "12"}
    [one] = hand.read(("a.xlsx", filled(hand.form(1), bad))).answers
    assert not one.cells
    said = [trouble.words for trouble in one.troubles]
    assert len(said) == 5
    assert said[0].startswith("a.xlsx, trang «Tổ dân phố 1», dòng 8, cột E (Hộ nghèo): «ba»")
    assert "không thể lớn hơn 1000 hộ" in said[1]
    assert [trouble.row for trouble in one.troubles] == [8, 9, 11, 12, 13]


def test_a_number_that_the_spreadsheet_took_for_a_fraction_is_not_guessed_at(hand):
    """«1.619» typed where the point is the decimal mark is 1,619 and no longer 1619."""
    [one] = hand.read(("a.xlsx", filled(hand.form(1), {"E8": 1.619, "E12": 1.619}))).answers
    assert not one.cells
    first, second = (trouble.problem for trouble in one.troubles)
    assert "số nguyên" in first and "nhiều nhất 1 chữ số" in second


def test_a_share_that_the_spreadsheet_took_for_a_day_is_named(hand):
    def write(book):
        sheet = book.add_worksheet("Tổ dân phố 1")
        sheet.write_row(0, 0, ["Mục số liệu", "Kỳ này"])
        sheet.write_string(1, 0, "Hộ có nhà tiêu hợp vệ sinh")
        sheet.write_number(1, 1, 44181, book.add_format({"num_format": "dd/mm/yyyy"}))

    [one] = hand.read(("a.xlsx", workbook_file(write))).answers
    assert "Excel đã hiểu ô này là ngày" in one.troubles[0].problem


def test_one_table_answers_for_many_units_and_its_sum_is_passed_over(hand):
    told = {"C6": 3, "D6": 4, "C7": 5, "F7": "60,5", "G8": "3/4"}
    found = hand.read(("bang.xlsx", filled(hand.grid(), told)))
    assert [(one.unit, one.sure, one.cells, one.troubles) for one in found.answers] == [
        (hand.key(1), True, {"a.poor": "3", "a.near": "4"}, ()),
        (hand.key(2), True, {"a.poor": "5", "b.share": "60,5"}, ()),
        (hand.key(3), True, {"b.done": "3/4"}, ()),
    ]
    assert not found.passed


def test_a_table_with_a_bad_cell_keeps_it_to_its_unit(hand):
    found = hand.read(("bang.xlsx", filled(hand.grid(), {"C6": "ba", "D6": 4, "C7": 5})))
    first, second = found.answers
    assert first.unit == hand.key(1) and len(first.troubles) == 1
    assert "dòng 6, cột C (Tổ dân phố 1, Hộ nghèo)" in first.troubles[0].words
    assert second.cells == {"a.poor": "5"} and not second.troubles


def test_a_table_of_ones_own_is_read_by_the_names_of_units_and_measures(hand):
    def write(book):
        sheet = book.add_worksheet("Tổng hợp")
        sheet.write_string(0, 0, "Tổng hợp số liệu các tổ")
        sheet.write_row(2, 0, ["TT", "Đơn vị", "Hộ cận nghèo", "Hộ nghèo"])
        for number in (1, 2, 3):
            sheet.write_row(2 + number, 0, [number, f"Tổ dân phố {number}", number * 10, number])
        sheet.write_row(6, 1, ["Cộng", 60, 6])

    found = hand.read(("tong hop.xlsx", workbook_file(write)))
    assert [(one.unit, one.sure, one.cells) for one in found.answers] == [
        (hand.key(n), False, {"a.poor": str(n), "a.near": str(n * 10)}) for n in (1, 2, 3)
    ]


def test_many_files_answer_at_once_and_a_unit_told_twice_is_asked_about(hand):
    sent = [(f"{n}.xlsx", filled(hand.form(n), {"E8": n})) for n in (1, 2, 3)]
    found = hand.read(*sent, ("ban sua.xlsx", filled(hand.form(2), {"E8": 9})))
    assert [one.cells.get("a.poor") for one in found.answers] == ["1", "2", "3", None]
    assert "Tổ dân phố 2 đã có ở 2.xlsx" in found.answers[3].troubles[0].problem


def test_a_form_of_another_round_is_not_taken_for_this_one(ward, hand):
    ward.define("c.new", "Hộ mới đến", order=9)
    other = Hand(ward, ward.round("2021-H1", "c.new"))
    found = hand.read(("khac.xlsx", filled(other.form(1), {"E7": 1})))
    assert not found.answers and "phiếu của đợt khác" in found.passed[0]


def test_a_mark_of_another_house_says_nothing_and_names_are_read(hand, settings):
    data = filled(hand.form(1), TYPED)
    settings.SECRET_KEY = "một nhà khác, một khóa khác"
    [one] = hand.read(("a.xlsx", data)).answers
    assert (one.unit, one.sure, one.cells) == (hand.key(1), False, READ)


def test_a_sheet_that_speaks_of_nothing_asked_is_named_and_left(hand):
    def write(book):
        book.add_worksheet("Danh bạ").write_row(0, 0, ["Họ tên", "Chức vụ"])

    found = hand.read(("danh ba.xlsx", workbook_file(write)))
    assert not found.answers and "danh ba.xlsx, trang «Danh bạ»" in found.passed[0]
