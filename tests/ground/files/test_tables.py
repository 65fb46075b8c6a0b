"""Bảng tính: cells are read as the office sees them, and typed numbers stay numbers."""

from __future__ import annotations

import datetime
import pathlib
from typing import Any

import pytest

from dongthuan.ground.files import Kind, Merge, UnreadableFile, read_tables, read_text
from tests.ground.files.making import converted, workbook_file


def _figures(book: Any) -> None:
    sheet = book.add_worksheet("Tháng 6")
    share = book.add_format({"num_format": "0.0%"})
    printed = book.add_format({"num_format": '0.0"%"'})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(1, 1, ["chỉ tiêu", "giá trị", "kỳ"])
    sheet.write_row(2, 1, ["Số doanh nghiệp", 1619])
    sheet.write_datetime(2, 3, datetime.datetime(2021, 6, 30), day)
    sheet.write_row(3, 1, ["Số doanh nghiệp (chữ)", "1.619"])
    sheet.write_row(4, 1, ["Tỷ lệ", 60.5])
    sheet.write(5, 1, "Tỷ lệ, định dạng phần trăm")
    sheet.write(5, 2, 0.605, share)
    sheet.write(6, 1, "Chỉ in dấu phần trăm")
    sheet.write(6, 2, 60.5, printed)
    sheet.write_row(7, 1, ["Cộng nhị phân", 0.1 + 0.2])
    sheet.merge_range(8, 1, 8, 3, "Ô gộp")
    sheet.write_row(9, 1, ["Số âm", -12])
    sheet.write_row(10, 1, ["Số lớn", 5085000000])


ROWS = (
    ("chỉ tiêu", "giá trị", "kỳ"),
    ("Số doanh nghiệp", "1619", "30/06/2021"),
    ("Số doanh nghiệp (chữ)", "1.619", ""),
    ("Tỷ lệ", "60,5", ""),
    ("Tỷ lệ, định dạng phần trăm", "60,5%", ""),
    ("Chỉ in dấu phần trăm", "60,5", ""),
    ("Cộng nhị phân", "0,3", ""),
    ("Ô gộp", "", ""),
    ("Số âm", "-12", ""),
    ("Số lớn", "5085000000", ""),
)


def test_a_workbook_is_read_as_the_office_sees_it() -> None:
    [sheet] = read_tables(workbook_file(_figures), "so-lieu.xlsx")
    assert sheet.name == "Tháng 6"
    assert sheet.rows == ROWS
    assert sheet.first_row == 2
    assert sheet.merged == (Merge(top=7, left=0, bottom=7, right=2),)


def test_a_typed_number_is_never_taken_for_a_text_that_looks_like_it() -> None:
    [sheet] = read_tables(workbook_file(_figures), "so-lieu.xlsx")
    values = [row[1] for row in sheet.numbers]
    assert values == [None, 1619, None, 60.5, 60.5, 60.5, 0.3, None, -12, 5085000000]


def test_the_rows_of_a_workbook_are_lines_with_their_place() -> None:
    document = read_text(workbook_file(_figures), "so-lieu.xlsx")
    assert document.kind is Kind.XLSX
    assert document.lines[1].text == "Số doanh nghiệp | 1619 | 30/06/2021"
    assert document.lines[1].place == "trang tính Tháng 6, dòng 3"


@pytest.mark.office
def test_an_old_workbook_is_read_alike_except_for_its_percent_signs(
    tmp_path: pathlib.Path,
) -> None:
    [sheet] = read_tables(converted(workbook_file(_figures), "xlsx", "xls", tmp_path), "cu.xls")
    different = [at for at, row in enumerate(sheet.rows) if row != ROWS[at]]
    assert different == [4]
    assert sheet.rows[4][1] == "0,605"
    assert sheet.merged == (Merge(top=7, left=0, bottom=7, right=2),)


@pytest.mark.office
def test_two_hundred_pages_of_xls_are_read(tmp_path: pathlib.Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Hộ")
        for row in range(10_000):
            sheet.write_row(row, 0, [f"Hộ số {row}", row, row / 4])

    [sheet] = read_tables(converted(workbook_file(write), "xlsx", "xls", tmp_path), "dai.xls")
    assert len(sheet.rows) == 10_000
    assert sheet.numbers[9_999] == (None, 9_999, 2499.75)
    assert sheet.rows[9_999][2] == "2499,75"


@pytest.mark.office
def test_an_old_workbook_with_a_password_says_how_to_open_it(tmp_path: pathlib.Path) -> None:
    old = bytearray(converted(workbook_file(_figures), "xlsx", "xls", tmp_path))
    at = old.index(b"\x09\x08\x10\x00\x00\x06")
    # The record that says «from here on everything is enciphered» follows the first.
    old[at + 20 : at + 22] = b"\x2f\x00"
    with pytest.raises(UnreadableFile, match=r"mat\.xls: tệp có mật khẩu"):
        read_tables(bytes(old), "mat.xls")


def test_a_hidden_sheet_is_not_read() -> None:
    def write(book: Any) -> None:
        book.add_worksheet("Thấy").write(0, 0, "32")
        hidden = book.add_worksheet("Giấu")
        hidden.write(0, 0, "99")
        hidden.hide()

    assert [sheet.name for sheet in read_tables(workbook_file(write), "a.xlsx")] == ["Thấy"]


def test_a_lost_cell_in_the_last_corner_is_refused_and_named() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Rộng")
        sheet.write(0, 0, "32")
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(UnreadableFile, match=r"rong\.xlsx: trang tính trải quá rộng"):
        read_tables(workbook_file(write), "rong.xlsx")


def test_a_workbook_typed_in_an_old_font_is_converted() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Bieu")
        sheet.write_row(0, 0, ["Soá hoä ngheøo", "ñaûng vieân", 12])

    [sheet] = read_tables(workbook_file(write), "cu.xlsx")
    assert sheet.rows == (("Số hộ nghèo", "đảng viên", "12"),)
    assert sheet.numbers == ((None, None, 12),)


@pytest.mark.parametrize(
    ("letters", "rows"),
    [
        ("chỉ tiêu,giá trị\nSố hộ,12\n", (("chỉ tiêu", "giá trị"), ("Số hộ", "12"))),
        ("chỉ tiêu;giá trị\nTỷ lệ;60,5\n", (("chỉ tiêu", "giá trị"), ("Tỷ lệ", "60,5"))),
        ("chỉ tiêu\tgiá trị\nTỷ lệ\t60,5\n", (("chỉ tiêu", "giá trị"), ("Tỷ lệ", "60,5"))),
        ("sep=;\nchỉ tiêu;giá trị\n", (("chỉ tiêu", "giá trị"),)),
        ('chỉ tiêu,giá trị\n"Hộ, người",12\n', (("chỉ tiêu", "giá trị"), ("Hộ, người", "12"))),
        ('tên,giá trị\nmàn 32" to,5\n', (("tên", "giá trị"), ('màn 32" to', "5"))),
        ('tên;số\n"chưa đóng;5\nhộ;6\n', (("tên", "số"), ('"chưa đóng', "5"), ("hộ", "6"))),
        ("a;b;c\nchỉ một ô\n", (("a", "b", "c"), ("chỉ một ô", "", ""))),
        ("\n;;\na;b;c\n", (("a", "b", "c"),)),
    ],
)
def test_a_table_of_letters_is_cut_at_its_own_sign(
    letters: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        [sheet] = read_tables(letters.encode(encoding), "bang.csv")
        assert sheet.rows == rows
        assert all(number is None for row in sheet.numbers for number in row)


def test_a_csv_from_an_old_machine_is_converted() -> None:
    data = "Soá hoä ngheøo;12\nSoá ñaûng vieân;934\n".encode("cp1252")
    [sheet] = read_tables(data, "cu.csv")
    assert sheet.rows == (("Số hộ nghèo", "12"), ("Số đảng viên", "934"))


def test_a_text_without_columns_is_no_table() -> None:
    with pytest.raises(UnreadableFile, match=r"thu\.txt: không thấy bảng nào"):
        read_tables("Kính gửi, các đồng chí.\nChi bộ họp ngày 3.\n".encode(), "thu.txt")
