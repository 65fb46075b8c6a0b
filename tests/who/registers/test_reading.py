"""Tables as offices keep them: found, read and left out for what they are, without a database."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.files.rows import open_rows
from dongthuan.ground.primitives.encodings import _TCVN3
from dongthuan.who.registers import reading
from dongthuan.who.registers.households import FORM
from dongthuan.who.registers.rules import propose
from tests.ground.files.making import workbook_file
from tests.who.registers.books import plain_book

TODAY = date(2021, 7, 5)
HEADS = {"home": "Mã hộ", "name": "Họ và tên", "born": "Ngày sinh", "unit": "Tổ", "phone": "SĐT"}
NOISE = (
    ("", "", "", "", ""), ("Cộng", 3, "", "", ""), ("Ghi chú: theo sổ cũ", "", "", "", ""),
    ("", "", "", "", "Người lập biểu"), ("", "Tổng cộng", "", 12, ""),
)  # fmt: skip


def told(data: bytes, name: str = "a.xlsx"):
    """What each row of the first table says, its problems, and what was left out."""
    found = reading.look(open_rows(data, name), FORM)
    table = found.tables[0]
    mapping = propose(table.labels, table.samples, FORM)
    rows, bad = [], []
    for line, problems in reading.lines(open_rows(data, name), FORM, table.print, mapping, TODAY):
        rows.append(dict(line.told) | ({"group": line.group} if line.group else {}))
        bad += [(p.row, p.column, p.words) for p in problems]
    return rows, bad, [(left.row, left.words) for left in found.left], found.tables


people = some.lists(
    some.fixed_dictionaries({
        "home": some.integers(1, 9999).map(lambda n: f"H{n}"),
        "name": some.sampled_from(["Nguyễn Văn An", "Lê Hòa", "Trần Thị Bích Ngọc", "Y Ban Niê"]),
        "born": some.dates(date(1920, 1, 1), TODAY),
        "unit": some.integers(1, 20).map(lambda n: f"Tổ dân phố {n}"),
        "phone": some.integers(10**8, 10**9 - 1).map(lambda n: f"0{n}"),
    }), min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=60)
@given(
    rows=people, order=some.permutations(list(HEADS)), above=some.integers(0, 4),
    noise=some.lists(some.tuples(some.integers(0, 12), some.sampled_from(NOISE)), max_size=5),
    ways=some.randoms(use_true_random=False),
)  # fmt: skip
def test_a_register_in_any_order_among_any_noise_comes_back_the_same(
    rows, order, above, noise, ways
):
    def written(row):
        day = row["born"]
        return row | {
            "born": ways.choice([f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", day.isoformat()]),
            "name": ways.choice([row["name"], row["name"].upper(), f"  {row['name']} "]),
            "phone": ways.choice([row["phone"], int(row["phone"]), f"{row['phone'][:4]} {row['phone'][4:]}"]),
        }  # fmt: skip

    lines = [tuple(written(row)[code] for code in order) for row in rows]
    for at, one in sorted(noise, key=lambda pair: -pair[0]):
        lines.insert(min(at, len(lines)), one)

    def write(book):
        sheet = book.add_worksheet("Danh sách")
        for at in range(above):
            sheet.write(at, 0, "UBND PHƯỜNG THỬ" if at % 2 else "DANH SÁCH NHÂN KHẨU")
        for down, line in enumerate([tuple(HEADS[code] for code in order), *lines], above):
            sheet.write_row(down, 0, line)

    found, bad, _, _ = told(workbook_file(write))
    assert (found, bad) == (rows, [])


def test_two_lines_of_a_head_are_one_and_men_and_women_share_a_year():
    def write(book):
        sheet = book.add_worksheet("Tổ 5")
        for column, word in ((0, "TT"), (1, "Họ và tên"), (4, "Số hộ")):
            sheet.merge_range(0, column, 1, column, word)
        sheet.merge_range(0, 2, 0, 3, "Năm sinh")
        sheet.write_row(1, 2, ["Nam", "Nữ"])
        sheet.write_row(2, 0, ["A", "B", 1, 2, 3])
        sheet.write_row(3, 0, [1, "Lê Hòa", 1950, "", 12])
        sheet.write_row(4, 0, [2, "Trần Thị Mai", "", "1955", 12])

    rows, bad, _, (table,) = told(workbook_file(write))
    assert table.labels == ("TT", "Họ và tên", "Năm sinh Nam", "Năm sinh Nữ", "Số hộ")
    assert rows == [
        {"name": "Lê Hòa", "born": date(1950, 1, 1), "home": "12", "group": "Tổ 5"},
        {"name": "Trần Thị Mai", "born": date(1955, 1, 1), "home": "12", "group": "Tổ 5"},
    ]
    assert not bad


def test_several_tables_on_a_sheet_and_the_same_head_on_every_page():
    def write(book):
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["STT", "Họ tên", "Mã hộ"])
        sheet.write_row(1, 0, [1, "Lê Hòa", "H1"])
        sheet.write_row(3, 0, ["STT", "Họ tên", "Mã hộ"])
        sheet.write_row(4, 0, [2, "Lê Mai", "H1"])
        sheet.write_row(7, 0, ["STT", "Tổ dân phố", "Số khẩu"])
        sheet.write_row(8, 0, [1, "Tổ 1", 2])

    rows, _, _, tables = told(workbook_file(write))
    assert [row["name"] for row in rows] == ["Lê Hòa", "Lê Mai"]
    assert [(t.first, t.last, t.count) for t in tables] == [(2, 5, 2), (9, 9, 1)]


def test_days_of_excel_numbers_of_excel_and_broken_formulas():
    def write(book):
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["STT", "Họ tên", "Ngày sinh", "Mã hộ"])
        sheet.write_row(1, 0, [1, "Lê Hòa"])
        sheet.write_datetime(
            1, 2, datetime(1958, 2, 1), book.add_format({"num_format": "d/m/yyyy"})
        )
        sheet.write_row(2, 0, [2, "Lê Mai", 21217, 7.0])
        sheet.write_row(3, 0, [3, "Lê Lan"])
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")

    rows, bad, _, _ = told(workbook_file(write))
    assert [row.get("born") for row in rows] == [date(1958, 2, 1), date(1958, 2, 1), None]
    assert rows[1]["home"] == "7"
    ((row, column, words),) = bad
    assert (row, column) == (4, "C") and "công thức bị lỗi" in words


def test_letters_of_an_old_font_become_vietnamese():
    back = {letter: code for code, letter in _TCVN3.items()}

    def old(text):
        return "".join(back.get(char, char) for char in text)

    heads = [old("Số TT"), old("Họ và tên"), old("Mã hộ")]
    rows, _, _, _ = told(
        plain_book(heads, [(1, old("Nguyễn Thị Hạnh"), "H1"), (2, old("Trần Đức Lượng"), "H2")])
    )
    assert [row["name"] for row in rows] == ["Nguyễn Thị Hạnh", "Trần Đức Lượng"]


def test_a_file_of_letters_is_a_register_too():
    data = "STT;Họ tên;Mã hộ\n1;Lê Hòa;H1\n2;LÊ MAI;H1\n".encode()
    rows, _, _, _ = told(data, "a.csv")
    assert [row["name"] for row in rows] == ["Lê Hòa", "Lê Mai"]


def test_hidden_columns_are_known_and_hidden_sheets_left_out():
    def write(book):
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["STT", "Họ tên", "Mã hộ", "Địa chỉ"])
        sheet.write_row(1, 0, [1, "Lê Hòa", "H1", "x"])
        sheet.set_column(3, 3, 10, None, {"hidden": True})
        book.add_worksheet("Ẩn").hide()

    _, _, left, (table,) = told(workbook_file(write))
    assert table.hidden == {3}
    assert any("trang tính ẩn" in words for _, words in left)


@pytest.mark.parametrize("at", [(1_048_575, 16_383)])
def test_a_cell_lost_in_the_last_corner_is_refused(at):
    def write(book):
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["STT", "Họ tên"])
        sheet.write(*at, "x")

    with pytest.raises(UnreadableFile, match="trải quá rộng"):
        open_rows(workbook_file(write), "a.xlsx")
