"""Bảng tổng hợp .xlsx: unit × measure with the sentence behind each cell, and what needs eyes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dongthuan.ground.claims.collecting import Collection, Column, Outlier
from dongthuan.ground.primitives import numbers

# Excel refuses longer comments gracefully, people do not: a sentence is enough.
COMMENT = 400
WIDTH = 15
WIDTHS = {
    "Câu": 44, "Phép cộng, tỷ lệ": 44, "Vì sao": 40, "Việc cần làm": 70, "Dòng": 8, "Cột": 8, "Giá trị": 16, "Đơn vị tính": 11, "Chỗ": 15,
    "Số giữa của các đơn vị": 16,
}  # fmt: skip
TOTAL = "Cộng các đơn vị"


def collected(collection: Collection, unreadable: Sequence[tuple[str, str]]) -> bytes:
    """This function will write the collection as a workbook; `unreadable` is (file, reason)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    forms = _forms(book)
    _main(book.add_worksheet("Bảng số liệu"), collection, forms)
    _sources(book.add_worksheet("Căn cứ"), collection, forms)
    missing = [(m.unit, m.measure, m.file, "báo cáo không nêu") for m in collection.missing]
    missing += [(file, "", file, reason) for file, reason in unreadable]
    _list(
        book.add_worksheet("Còn thiếu"), ("Đơn vị", "Mục số liệu", "Tệp", "Vì sao"), missing, forms
    )
    odd: list[tuple[Any, ...]] = [
        (
            o.cell.unit,
            o.measure,
            o.cell.value,
            o.median,
            _times(o),
            o.cell.sentence,
            o.cell.file,
        )
        for o in collection.outliers
    ]
    odd += [
        (
            d.cell.unit,
            d.measure,
            d.cell.value,
            None,
            "một báo cáo, hai giá trị khác nhau",
            d.cell.sentence,
            d.cell.file,
        )
        for d in collection.repeated
    ]
    heads: tuple[str, ...] = (
        "Đơn vị", "Mục số liệu", "Giá trị", "Số giữa của các đơn vị", "Vì sao", "Câu", "Tệp",
    )  # fmt: skip
    _list(book.add_worksheet("Khác thường"), heads, odd, forms)
    broken = [(b.unit, b.told, b.sentence, b.file, b.place) for b in collection.broken]
    heads = ("Đơn vị", "Phép cộng, tỷ lệ", "Câu", "Tệp", "Chỗ")
    _list(book.add_worksheet("Cộng chưa khớp"), heads, broken, forms)
    single = [
        (
            c.cells[0].unit,
            c.name,
            c.cells[0].value,
            c.measured_in,
            c.cells[0].sentence,
            c.cells[0].file,
        )
        for c in collection.single
    ]
    heads = ("Đơn vị", "Mục", "Giá trị", "Đơn vị tính", "Câu", "Tệp")
    _list(book.add_worksheet("Mục lẻ"), heads, single, forms)
    book.close()
    return out.getvalue()


def plain_list(heads: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str) -> bytes:
    """This function will write rows under their heads as a workbook of one sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _list(book.add_worksheet(title), heads, rows, _forms(book))
    book.close()
    return out.getvalue()


def _times(outlier: Outlier) -> str:
    """Say how far off a value is, and what to look at again."""
    times = outlier.times
    far = (
        f"gấp khoảng {numbers.written(round(times))} lần"
        if times >= 1
        else f"chỉ bằng khoảng 1/{numbers.written(round(1 / times))}"
    )
    money = outlier.cell.measured_in == "đồng"
    again = "đơn vị triệu, tỷ" if money else "đơn vị tính, dấu chấm và dấu phẩy"
    return f"{far} các đơn vị khác; xem lại {again}"


def _forms(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    # A hairline under each row leads the eye across a wide sheet, on paper too.
    line = {"bottom": 7, "bottom_color": "#BFB8AB"}
    return {
        "head": book.add_format(
            font
            | {
                "bold": True,
                "text_wrap": True,
                "align": "center",
                "bottom": 1,
                "bg_color": "#E8F1EC",
            }
        ),
        # A little room, or a word would touch the number before it.
        "text": book.add_format(font | line | {"text_wrap": True, "indent": 1}),
        "whole": book.add_format(font | line | {"num_format": "#,##0"}),
        "total": book.add_format(font | {"num_format": "#,##0", "bold": True, "top": 1}),
        "total_part": book.add_format(font | {"num_format": "#,##0.##", "bold": True, "top": 1}),
        "total_text": book.add_format(font | {"bold": True, "top": 1}),
        "part": book.add_format(font | line | {"num_format": "#,##0.##"}),
        "odd": book.add_format(
            font | line | {"num_format": "#,##0.##", "font_color": "#9C2F22", "bold": True}
        ),
    }


def _main(sheet: Any, collection: Collection, forms: dict[str, Any]) -> None:
    _page(sheet, len(collection.columns) + 1)
    sheet.set_row(0, 66)  # a head of four lines is still read whole
    sheet.write_string(0, 0, "Đơn vị", forms["head"])
    sheet.set_column(0, 0, 26)
    sheet.repeat_columns(0)
    odd = {id(outlier.cell) for outlier in collection.outliers}
    odd |= {id(doubled.cell) for doubled in collection.repeated}
    below = [unit for unit in collection.units if unit != collection.above]
    rows = {unit: row for row, unit in enumerate(below, start=1)}
    total = len(below) + 1
    for unit, row in rows.items():
        sheet.write_string(row, 0, unit, forms["text"])
    sheet.write_string(total, 0, TOTAL, forms["total_text"])
    if collection.above is not None:
        # The unit above stands under the sum, for the eye to compare.
        rows[collection.above] = total + 1
        sheet.write_string(total + 1, 0, f"{collection.above} báo cáo", forms["text"])
    for at, column in enumerate(collection.columns, start=1):
        told = column.measured_in and column.measured_in.lower() not in column.name.lower()
        unit = f" ({column.measured_in})" if told else ""
        sheet.write_string(0, at, f"{column.name}{unit}", forms["head"])
        sheet.set_column(at, at, WIDTH)
        _column(sheet, at, column, rows, odd, forms)
        _total(sheet, at, column, below, total, forms)
    sheet.freeze_panes(1, 1)


def _total(
    sheet: Any, at: int, column: Column, below: Sequence[str], row: int, forms: dict[str, Any]
) -> None:
    """Write the sum of a column as a formula, so that a corrected cell corrects it too."""
    if not column.adds or not below:
        sheet.write_blank(row, at, None, forms["total_text"])
        return
    first: dict[str, int | float] = {}
    for cell in column.cells:
        first.setdefault(cell.unit, cell.value)
    kept = sum(value for unit, value in first.items() if unit in set(below))
    letter = xl_col_to_name(at)
    formula = f"=SUM({letter}2:{letter}{row})"
    form = forms["total" if all(isinstance(v, int) for v in first.values()) else "total_part"]
    sheet.write_formula(row, at, formula, form, kept)


def _column(
    sheet: Any, at: int, column: Column, rows: dict[str, int], odd: set[int], forms: dict[str, Any]
) -> None:
    filled: set[str] = set()
    for cell in column.cells:
        if cell.unit in filled:
            continue
        filled.add(cell.unit)
        form = "odd" if id(cell) in odd else "whole" if isinstance(cell.value, int) else "part"
        sheet.write_number(rows[cell.unit], at, cell.value, forms[form])
        note = f"{cell.sentence[:COMMENT]}\n({cell.file}, {cell.place})"
        sheet.write_comment(rows[cell.unit], at, note, {"x_scale": 2.2, "y_scale": 1.4})


def _sources(sheet: Any, collection: Collection, forms: dict[str, Any]) -> None:
    heads = (
        "Đơn vị", "Mục số liệu", "Tên trong báo cáo", "Giá trị", "Đơn vị tính", "Câu", "Tệp", "Chỗ",
    )  # fmt: skip
    rows = [
        (
            cell.unit,
            column.name,
            cell.name,
            cell.value,
            cell.measured_in,
            cell.sentence,
            cell.file,
            cell.place,
        )
        for column in collection.columns
        for cell in column.cells
    ]
    _list(sheet, heads, rows, forms)


def _list(
    sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[Any]], forms: dict[str, Any]
) -> None:
    _page(sheet, len(heads))
    sheet.set_row(0, 34)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, forms["head"])
        sheet.set_column(at, at, WIDTHS.get(head, 24))
    if not rows:
        sheet.write_string(1, 0, "Không có mục nào.", forms["text"])
    for row, values in enumerate(rows, start=1):
        for at, value in enumerate(values):
            if isinstance(value, int | float):
                form = "whole" if isinstance(value, int) else "part"
                sheet.write_number(row, at, value, forms[form])
            elif value is not None:
                sheet.write_string(row, at, str(value), forms["text"])
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _page(sheet: Any, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1 if columns <= 12 else 0, 0)
    sheet.set_footer("&C&P/&N")
