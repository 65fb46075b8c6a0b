"""Registers as offices keep them, written on the spot: titles, merged heads, groups, totals, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.ground.files.making import workbook_file

HEADS = ("STT", "Họ và tên", "Ngày sinh", "Quan hệ với chủ hộ", "Mã hộ", "Địa chỉ", "Điện thoại",
         "Dân tộc")  # fmt: skip
PEOPLE = {
    "Tổ dân phố 1": [
        (1, "NGUYỄN VĂN AN", "1/2/1958", "Chủ hộ", "H-001", "12 Lê Lợi", 912345678, "Kinh"),
        (2, "Trần Thị Bình", "1960", "Vợ", "H-001", "", "", "Kinh"),
        (3, "Nguyễn An Chi", "05-06-1990", "Con", "H-001", "", "", "Kinh"),
    ],
    "Tổ dân phố 2": [
        (1, "LÊ HÒA", 21947, "Chủ hộ", "H-002", "3 Hẻm 4", "0987 654 321", "Kinh"),
        (2, "Phạm Y Ban", "7/8/88", "Vợ", "H-002", "", "", "K'Ho"),
    ],
}


def household_book(
    people: dict[str, list[tuple[Any, ...]]] = PEOPLE, heads: Sequence[str] = HEADS
) -> bytes:
    """This function will write the register as an office does: a title, groups, totals, a signature."""

    def write(book: Any) -> None:
        sheet = book.add_worksheet("Danh sách")
        sheet.merge_range(0, 0, 0, len(heads) - 1, "DANH SÁCH NHÂN KHẨU PHƯỜNG THỬ")
        sheet.write(1, 0, "Tính đến ngày 30/6/2021")
        for at, head in enumerate(heads):
            sheet.write(3, at, head)
            sheet.write(4, at, f"({at + 1})")
        row = 5
        for group, rows in people.items():
            sheet.merge_range(row, 0, row, len(heads) - 1, group)
            row += 1
            for one in rows:
                for at, cell in enumerate(one):
                    sheet.write(row, at, cell)
                row += 1
            sheet.write(row, 0, "Cộng")
            sheet.write(row, 1, len(rows))
            row += 1
        sheet.write(row + 1, 5, "Phường Thử, ngày 30 tháng 6 năm 2021")
        sheet.write(row + 2, 5, "Người lập biểu")
        book.add_worksheet("Nháp").hide()

    return workbook_file(write)


def plain_book(heads: Sequence[str], rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """This function will write a head and its rows, and nothing else."""

    def write(book: Any) -> None:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, heads)
        for at, row in enumerate(rows, 1):
            page.write_row(at, 0, row)

    return workbook_file(write)
