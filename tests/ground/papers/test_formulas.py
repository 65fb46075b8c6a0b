"""The formulas of a form are computed again from what was written; what is out of reach is said."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from fractions import Fraction

import pytest
import python_calamine

from dongthuan.ground.files.book import open_book
from dongthuan.ground.papers import in_place
from dongthuan.ground.papers.formulas import Calculator, CannotCompute, broken, rounded
from dongthuan.ground.papers.in_place import Entry
from tests.answer.office_forms import made, plain
from tests.ground.papers.test_in_place import with_part


def value(rows: list[list[object]], row: int, column: int, **written: Fraction) -> Fraction:
    book = open_book(plain(rows), "biểu.xlsx")
    return Calculator(book, {}).value("Biểu", row, column)


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("=1+2*3", 7), ("=(1+2)*3", 9), ("=-2^2", 4), ("=2^3", 8), ("=50%", Fraction(1, 2)),
        ("=A1+B1", 30), ("=$A$1*B$1", 200), ("=SUM(A1:B1)", 30), ("=SUM(A1:B1,5,A1*2)", 55),
        ("=SUM(A1,B1)/2", 15), ("=ROUND(A1/3,2)", Fraction("3.33")), ("=ROUND(-2.5,0)", -3),
        ("=ROUND(A1/B1*100,1)", 50), ("='Biểu'!A1", 10), ("=Biểu!A1+1", 11), ("=A1-C1", 10),
        ("=SUM('Biểu'!A1:B1)", 30), ("=+A1", 10), ("=1.5E+2", 150), ("=SUM(A1:D1)", 30),
        ("= SUM( A1 : B1 ) ", 30),
    ],
)  # fmt: skip
def test_sums_and_shares_are_computed(formula, expected):
    rows = [[10, 20, None, "chữ"], [formula]]
    assert value(rows, 2, 1) == expected


@pytest.mark.parametrize(
    "formula, said",
    [
        ("=A1/C1", "chia cho 0 hoặc cho ô còn trống"), ("=A1+D1", "ô D1 là chữ «chữ»"),
        ("=IF(A1,1,2)", "hàm IF"), ("=IF(A1>0,1,2)", "so sánh"), ("=VLOOKUP(A1,A1:B2,2)", "hàm VLOOKUP"),
        ('="a"&A1', "công thức có chữ"), ("=A1>B1", "so sánh hoặc ghép chữ"),
        ("=[1]Sheet1!A1", "sang tệp khác"), ("=Khac!A1", "trang tính «khac» không có"),
        ("=#REF!+1", "công thức đã hỏng"), ("=A2", "quá sâu hoặc chạy vòng"),
        ("=SUM(A:A)", "chưa đọc được"), ("=A1+(B1", "thiếu dấu ngoặc"), ("=ten_rieng*2", "dùng tên"),
        ("=" + "(" * 5000 + "1" + ")" * 5000, "quá sâu"), ("=SUM(A1:XFD1048576)", "quá rộng"),
        ("=2^9999", "lũy thừa"),
    ],
)  # fmt: skip
def test_what_is_out_of_reach_is_said_and_never_guessed(formula, said):
    rows = [[10, 20, None, "chữ"], [formula]]
    with pytest.raises(CannotCompute, match=re.escape(said)):
        value(rows, 2, 1)


def test_what_is_about_to_be_written_counts_before_what_stands_there():
    book = open_book(plain([[1, 2, "=A1+B1"]]), "biểu.xlsx")
    assert Calculator(book, {("biểu", 1, 1): Fraction(9)}).value("Biểu", 1, 3) == 11


def test_long_running_totals_are_computed_row_by_row():
    rows = [[1, 1], *([n, f"=B{n - 1}+A{n}"] for n in range(2, 2001))]
    book = open_book(plain(rows), "biểu.xlsx")
    counted = Calculator(book, {})
    found = [counted.value("Biểu", row, 2) for row in range(1, 2001)]
    assert found[-1] == sum(range(1, 2001))


def test_a_shared_formula_is_moved_to_where_it_stands():
    told = b'<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*$A$1</f></c></row>'
    told += b'<row r="2"><c r="A2"><v>7</v></c><c r="B2"><f t="shared" si="0"/></c></row>'
    data = with_part(
        plain([["a"]]), "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + told + b"</sheetData>", part),
    )  # fmt: skip
    counted = Calculator(open_book(data, "b.xlsx"), {})
    assert [counted.value("Biểu", row, 2) for row in (1, 2)] == [4, 14]
    assert counted.reads("Biểu", 2, 2) == [("biểu", 1, 1), ("biểu", 2, 1)]


def test_broken_references_are_named_and_an_empty_division_is_not():
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_formula("A1", "=#REF!*2", None, "#REF!")
        sheet.write_formula("A2", "=B2/C2", None, "#DIV/0!")
        sheet.write_formula("A3", "=VLOOKUP(1,B:C,2)", None, "#N/A")

    page = open_book(made(build), "b.xlsx").pages[0]
    assert broken(page) == [("A1", "#REF!"), ("A3", "#N/A")]


def formula(chance: random.Random, depth: int = 0) -> str:
    """A formula of the kind that forms use, nested a little."""
    kind = chance.randrange(8 if depth < 4 else 3)
    if kind < 2:
        return str(chance.choice([chance.randrange(-999, 9999), round(chance.uniform(0, 99), 2)]))
    if kind == 2:
        return chance.choice(
            ["A1", "$B$1", "C$1", "SUM(A1:C1)", "SUM(A1,C1:D1)", "ROUND(B1/7,2)", "25%"]
        )
    inside = formula(chance, depth + 1)
    if kind == 3:
        return f"({inside})"
    if kind == 4:
        return f"-({inside})"
    return f"{inside}{chance.choice('+-*/')}{formula(chance, depth + 1)}"


@pytest.mark.office
def test_libreoffice_comes_to_the_same_numbers(tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui")
    chance = random.Random(20210630)
    told = [formula(chance) for _ in range(400)]
    data = plain([[12, 7.25, -3], *([f"={one}"] for one in told)])
    # As a form is filled: without the stored results, which LibreOffice would show as they are.
    filled = in_place.fill(open_book(data, "b.xlsx"), {"Biểu": [Entry(1, 9, Fraction(1))]})
    (tmp_path / "b.xlsx").write_bytes(filled)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/nha", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "ra", tmp_path / "b.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = (
        python_calamine.load_workbook(tmp_path / "ra" / "b.xlsx").get_sheet_by_index(0).to_python()
    )
    counted = Calculator(open_book(data, "b.xlsx"), {})
    compared = 0
    for at, one in enumerate(told, 2):
        try:
            ours = counted.value("Biểu", at, 1)
        except CannotCompute as problem:
            assert "chia cho 0" in str(problem), one
            continue
        assert float(ours) == pytest.approx(float(rows[at - 1][0]), rel=1e-9, abs=1e-9), one
        compared += 1
    assert compared > 350


@pytest.mark.parametrize(
    "value, digits, expected",
    [
        ("2.5", 0, 3), ("-2.5", 0, -3), ("1.005", 2, "1.01"), ("1234", -2, 1200), ("1250", -2, 1300),
        ("-1250", -2, -1300), ("7", 3, 7), ("0.0049", 2, 0),
    ],
)  # fmt: skip
def test_half_is_rounded_away_from_zero_on_either_side_of_the_comma(value, digits, expected):
    assert rounded(Fraction(value), digits) == Fraction(expected)
