"""Forms as the level above sends them, made with xlsxwriter: the shapes that the tests fill."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.workbook import Workbook

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ff"
    "ff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def made(build: Callable[[Workbook], None]) -> bytes:
    """A workbook as bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        build(book)
    return out.getvalue()


def measures_down(
    *, year: int = 2021, extra: tuple[str, ...] = (), measured: str = "triệu đồng",
    title: str = "Biểu 01",
) -> bytes:  # fmt: skip
    """Measures down the rows, plan, last year and this half-year across, two merged rows of heads,
    formulas for shares, and all that an office puts around: names, validation, comments, a picture,
    a chart, conditional formats, a hidden sheet, print settings, protection.
    """

    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        number = book.add_format({"border": 1, "num_format": "#,##0"})
        share = book.add_format({"border": 1, "num_format": "0.0"})
        percent = book.add_format({"border": 1, "num_format": "0.0%"})
        text = book.add_format({"border": 1, "num_format": "@"})
        sheet.merge_range("A1:C1", "UBND THÀNH PHỐ BẢO LỘC")
        sheet.merge_range("A2:I2", "TÌNH HÌNH KINH TẾ - XÃ HỘI", head)
        sheet.merge_range("A3:I3", f"6 tháng đầu năm {year}", head)
        for spot, words in (
            ("A5:A6", "STT"), ("B5:B6", "Chỉ tiêu"), ("C5:C6", "ĐVT"),
            ("D5:D6", f"Kế hoạch năm {year}"), ("E5:F5", "Thực hiện"), ("G5:H5", "So sánh (%)"),
            ("I5:I6", "Ghi chú"),
        ):  # fmt: skip
            sheet.merge_range(spot, words, head)
        for column, words in enumerate(
            (f"6 tháng đầu năm {year - 1}", f"6 tháng đầu năm {year}", "So với KH", "So cùng kỳ"), 4
        ):
            sheet.write(5, column, words, head)
        for column, words in enumerate(("A", "B", "C", "1", "2", "3", "4=3/1", "5=3/2", "6")):
            sheet.write(6, column, words, head)
        rows = [
            ("I", "KINH TẾ", ""),
            ("1", "Thu ngân sách nhà nước trên địa bàn", measured),
            ("2", "Cơ sở sản xuất kinh doanh cá thể", "cơ sở"),
            *(("", words, "hộ") for words in extra),
            ("II", "XÃ HỘI", ""),
            ("1", "Tổng số hộ", "hộ"),
            ("2", "Hộ nghèo", "hộ"),
            ("", "- Tỷ lệ hộ nghèo", "%"),
            ("3", "Số lượt khám chữa bệnh", "lượt"),
        ]
        for at, (number_words, words, unit) in enumerate(rows, 7):
            sheet.write(at, 0, number_words, text)
            sheet.write(at, 1, words, head if unit == "" else text)
            sheet.write(at, 2, unit, text)
            is_share = unit == "%"
            for column in (3, 4, 5):
                sheet.write_blank(at, column, None, percent if is_share else number)
            if unit and not is_share:
                line = at + 1
                sheet.write_formula(at, 6, f"=F{line}/D{line}*100", share, 0)
                sheet.write_formula(at, 7, f"=F{line}/E{line}*100", share, 0)
            sheet.write_blank(at, 8, None, text)
        end = 7 + len(rows)
        sheet.write(end + 1, 1, "Người lập biểu")
        sheet.write(end + 1, 6, "CHỦ TỊCH")
        sheet.conditional_format(7, 5, end, 5, {"type": "3_color_scale"})
        sheet.conditional_format(
            7, 6, end, 6, {"type": "cell", "criteria": "<", "value": 50, "format": head}
        )
        sheet.data_validation(7, 3, end, 5, {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.write_comment("B9", "Theo Kho bạc Nhà nước")
        sheet.insert_image("K2", "dau.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.freeze_panes(7, 2)
        sheet.set_row(0, 20)
        sheet.set_column(1, 1, 40)
        sheet.repeat_rows(4, 6)
        sheet.set_landscape()
        sheet.print_area(0, 0, end + 4, 8)
        sheet.protect("", {"objects": True})
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"values": [title, 7, 5, end - 1, 5], "categories": [title, 7, 1, end - 1, 1]}
        )
        sheet.insert_chart("K10", chart)
        book.define_name("ThucHien", f"='{title}'!$F$8:$F${end}")
        hidden = book.add_worksheet("Danh mục")
        hidden.hide()
        hidden.write_column("A1", ["hộ", "người", "triệu đồng"])
        summary = book.add_worksheet("Tổng hợp")
        summary.write("A1", "Thu ngân sách")
        summary.write_formula("B1", f"='{title}'!F9", None, 0)
        summary.write_formula("B2", "=SUM(ThucHien)", None, 0)
        book.add_worksheet("Hướng dẫn").write("A1", "Điền số vào các ô trắng.")

    return made(build)


def units_down(*, groups: int = 3, total: str = "SUM", title: str = "Biểu tổ dân phố") -> bytes:
    """Units down the rows, measures across, a line of sums in formulas, one of them a share."""

    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(title)
        sheet.write("A1", "BIỂU TỔNG HỢP THEO TỔ DÂN PHỐ")
        for column, words in enumerate(
            ("STT", "Tổ dân phố", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ hộ nghèo (%)")
        ):
            sheet.write(2, column, words)
        for at in range(groups):
            sheet.write(3 + at, 0, at + 1)
            sheet.write(3 + at, 1, f"TDP số {at + 1:02d}")
            sheet.write_formula(3 + at, 4, f"=D{at + 4}/C{at + 4}*100", None, 0)
        last = 3 + groups
        sheet.write(last, 1, "Tổng cộng")
        for column, letter in ((2, "C"), (3, "D")):
            cells = f"{letter}4:{letter}{last}"
            told = f"=SUM({cells})" if total == "SUM" else f"={letter}4+{letter}5"
            sheet.write_formula(last, column, told, None, 0)
        sheet.write_formula(last, 4, f"=ROUND(D{last + 1}/C{last + 1}*100,2)", None, 0)

    return made(build)


def two_tables() -> bytes:
    """Two tables on one sheet: units across under one measure each, then measures down."""

    def build(book: Workbook) -> None:
        sheet = book.add_worksheet("Biểu 2")
        sheet.write("A1", "A. Theo tổ dân phố")
        for column, words in enumerate(
            ("TT", "Nội dung", "Đơn vị tính", "Tổ 1", "Tổ 2", "Tổ 3", "Toàn phường")
        ):
            sheet.write(1, column, words)
        for at, (words, unit) in enumerate((("Tổng số hộ", "hộ"), ("Hộ nghèo", "hộ")), 2):
            sheet.write_row(at, 0, [at - 1, words, unit])
            sheet.write_formula(at, 6, f"=D{at + 1}+E{at + 1}+F{at + 1}", None, 0)
        sheet.write("A7", "B. Xây dựng Đảng")
        sheet.write_row(7, 0, ["TT", "Chỉ tiêu", "ĐVT", "Số lượng"])
        sheet.write_row(8, 0, [1, "Tổng số đảng viên", "người"])
        sheet.write_row(9, 0, [2, "Đảng viên người dân tộc thiểu số", "người"])

    return made(build)


def plain(rows: list[list[object]], *, name: str = "Biểu") -> bytes:
    """A sheet of bare rows; a text that begins with «=» is a formula."""

    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    sheet.write(row, column, cell)

    return made(build)
