"""A folder of 124 generated reports in four layouts, with planted errors; all places are made up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import docx
import xlsxwriter

from dongthuan.ground.primitives.numbers import written

MEASURES = (
    ("Số hộ", "hộ", 120, 480),
    ("Số nhân khẩu", "người", 500, 1900),
    ("Hộ nghèo", "hộ", 2, 19),
    ("Hộ cận nghèo", "hộ", 3, 25),
    ("Đảng viên", "người", 12, 60),
    ("Thu quỹ Vì người nghèo", "triệu đồng", 8, 40),
)
COUNT = 124


@dataclass
class Planted:
    """What was put into the folder, to be found again."""

    values: dict[tuple[str, str], float] = field(default_factory=dict)
    missing: set[tuple[str, str]] = field(default_factory=set)
    scaled: set[tuple[str, str]] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)


def make(folder: Path, *, count: int = COUNT, seed: int = 7) -> Planted:
    """Write the reports and return what is in them."""
    chance = random.Random(seed)
    planted = Planted()
    for number in range(1, count + 1):
        unit = f"Tổ dân phố số {number}"
        values = {name: chance.randint(low, high) for name, _, low, high in MEASURES}
        if number % 11 == 0:
            gone = chance.choice([name for name, *_ in MEASURES])
            del values[gone]
            planted.missing.add((unit, gone))
        off = number % 17 == 0 and "Thu quỹ Vì người nghèo" in values
        if off:
            planted.scaled.add((unit, "Thu quỹ Vì người nghèo"))
        bad = number % 13 == 0 and "Hộ nghèo" in values and "Số hộ" in values
        if bad:
            planted.broken.add(unit)
        for name, value in values.items():
            planted.values[unit, name] = value
        LAYOUTS[number % 4](folder, number, unit, values, off, bad)
    (folder / "bao-cao-hong.docx").write_bytes(b"PK\x03\x04 cut off")
    planted.damaged.add("bao-cao-hong.docx")
    return planted


def _unit(name: str, off: bool) -> str:
    unit = next(unit for measure, unit, *_ in MEASURES if measure == name)
    # The planted slip: millions written as billions.
    return "tỷ đồng" if off and unit == "triệu đồng" else unit


def _split(values: dict[str, int], bad: bool) -> str:
    """A breakdown of the households, that fails where it is meant to."""
    if "Số hộ" not in values:
        return ""
    whole = values["Số hộ"]
    first = whole // 3
    second = whole - first + (4 if bad else 0)
    return f"Tổng số {written(whole)} hộ, gồm {first} hộ làm nông và {second} hộ buôn bán."


def _prose(folder: Path, number: int, unit: str, values: dict[str, int], off: bool, bad: bool):
    document = docx.Document()
    # The head of an official paper: who stands above, who speaks, the motto, the place and day.
    left, right = document.add_table(1, 2).rows[0].cells
    left.text, right.text = "UBND PHƯỜNG 2", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    left.add_paragraph(unit.upper())
    right.add_paragraph(f"Phường 2, ngày {number % 28 + 1} tháng 6 năm 2025")
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph("Kết quả xây dựng mô hình khu dân cư kiểu mẫu tháng 6")
    document.add_paragraph("Đã tặng quà cho 11 hộ nhân dịp lễ.")
    said = {
        "Số hộ": "Địa bàn có {} hộ.",
        "Số nhân khẩu": "Cả tổ có {} nhân khẩu.",
        "Hộ nghèo": "Hiện còn {} hộ nghèo.",
        "Hộ cận nghèo": "Còn {} hộ cận nghèo.",
        "Đảng viên": "Chi bộ có {} đảng viên.",
        "Thu quỹ Vì người nghèo": "Thu quỹ Vì người nghèo được {}.",
    }
    for name, value in values.items():
        told = written(value)
        if name.startswith("Thu"):
            told = f"{told} {_unit(name, off)}"
        document.add_paragraph(said[name].format(told))
    document.add_paragraph(_split(values, bad))
    document.save(folder / f"bao-cao-to-{number}.docx")


def _bullets(folder: Path, number: int, unit: str, values: dict[str, int], off: bool, bad: bool):
    lines = [f"Đơn vị: {unit}", "Kết quả tháng 6:"]
    lines += [f"- {name}: {written(value)} {_unit(name, off)}" for name, value in values.items()]
    lines.append(_split(values, bad))
    (folder / f"to-{number}.txt").write_text("\n".join(lines), encoding="utf-8")


def _word_table(folder: Path, number: int, unit: str, values: dict[str, int], off: bool, bad: bool):
    document = docx.Document()
    document.add_paragraph(f"{unit} - Biểu số liệu tháng 6")
    table = document.add_table(1, 4)
    for cell, head in zip(table.rows[0].cells, ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện"), strict=True):
        cell.text = head
    for row, (name, value) in enumerate(values.items(), start=1):
        texts = (str(row), name, _unit(name, off), written(value))
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(_split(values, bad))
    document.save(folder / f"bieu-{number}.docx")


def _form(folder: Path, number: int, unit: str, values: dict[str, int], off: bool, bad: bool):
    book = xlsxwriter.Workbook(folder / f"bieu-mau-{number}.xlsx")
    sheet = book.add_worksheet("Tháng 6")
    sheet.write(0, 0, f"Đơn vị: {unit}")
    sheet.write_row(2, 0, ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"])
    row = 3
    for at, (name, value) in enumerate(values.items(), start=1):
        sheet.write_row(row, 0, [at, name, _unit(name, off), value])
        row += 1
        if name == "Số hộ":
            first = value // 3
            second = value - first + (4 if bad else 0)
            sheet.write_row(row, 0, ["", "- Hộ làm nông", "hộ", first])
            sheet.write_row(row + 1, 0, ["", "- Hộ buôn bán", "hộ", second])
            row += 2
    book.close()


LAYOUTS = (_prose, _bullets, _word_table, _form)
