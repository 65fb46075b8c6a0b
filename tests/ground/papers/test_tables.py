"""Lists taken away as .xlsx and .csv: sums live, texts harmless, many rows."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from fractions import Fraction

import pytest

from dongthuan.ground import files
from dongthuan.ground.papers import tables
from dongthuan.ground.papers.tables import Column, Table
from tests.ground.files.making import converted
from tests.ground.files.refilling import filled

COLUMNS = (
    Column("Đơn vị", 30),
    Column("Hộ nghèo (hộ)", adds=True),
    Column("Tổng số hộ (hộ)", adds=True),
    Column("Tỷ lệ hộ nghèo (%)", share=(1, 2)),
    Column("Đất (ha)", adds=True, decimals=2),
    Column("Ngày gửi"),
)


def made(rows):
    return Table("Số liệu 6 tháng", "Kỳ 6 tháng đầu năm 2021", COLUMNS, rows)


ROWS = [
    ("Tổ dân phố 1", 3, 300, None, Fraction(25, 2), date(2021, 7, 1)),
    ("Tổ dân phố 2", 5, 200, None, Fraction(1, 4), None),
    ("Tổ dân phố 3", "x", None, None, None, None),
]


def sheet_xml(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


def without_results(data):
    """The workbook as its formulas alone say it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part.startswith("xl/worksheets/"):
                body = re.sub(rb"</f><v>[^<]*</v>", b"</f>", body)
            new.writestr(part, body)
    return out.getvalue()


def test_a_workbook_adds_and_divides_by_formulas_over_the_rows_shown():
    data = tables.workbook(made(ROWS))
    xml = sheet_xml(data)
    for formula in ("SUM(B5:B7)", "SUM(C5:C7)", "SUM(E5:E7)"):
        assert f"<f>{formula}</f>" in xml
    [table] = files.read_tables(data, "a.xlsx")
    total = next(row for row in table.rows if row[0] == "Cộng các dòng trên")
    assert total[:5] == ("Cộng các dòng trên", "8", "500", "1,6", "12,75")
    assert [row[3] for row in table.rows[-4:-1]] == ["1", "2,5", ""]


@pytest.mark.office
def test_another_office_program_counts_2000_rows_to_the_same_sums(tmp_path):
    rows = [
        (f"Tổ dân phố {n}", n, n * 7, None, Fraction(n, 4), date(2021, 7, 1))
        for n in range(1, 2001)
    ]
    data = tables.workbook(made(rows))
    # One cell is changed by hand, and what was counted before is taken out: it is counted anew.
    data = without_results(filled(data, {"B5": 1001}))
    [table] = files.read_tables(converted(data, "xlsx", "xls", tmp_path), "a.xls")
    total = next(row for row in table.rows if row[0] == "Cộng các dòng trên")
    households, all_of_them = 2000 * 2001 // 2 + 1000, 7 * 2000 * 2001 // 2
    assert total[1] == str(households) and total[2] == str(all_of_them)
    share = float(total[3].replace(",", "."))
    assert share == pytest.approx(households / all_of_them * 100)
    assert total[4] == "500250"


def test_a_text_that_begins_like_a_formula_stays_a_text():
    bad = '=HYPERLINK("http://a.b";"x")'
    rows = [(bad, 1, 2, None, None, None), ("@SUM(A1)", 1, 2, None, None, None)]
    xml = sheet_xml(tables.workbook(made(rows)))
    assert "HYPERLINK" not in xml and "@SUM" not in xml
    text = tables.separated(made(rows)).decode("utf-8-sig")
    assert "'=HYPERLINK" in text and "'@SUM" in text
    assert all(not line.startswith(('"=', "=", "@")) for line in text.splitlines())


def test_a_csv_opens_in_a_vietnamese_excel():
    data = tables.separated(made(ROWS))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Đơn vị;Hộ nghèo (hộ)")
    assert lines[1] == "Tổ dân phố 1;3;300;1;12,5;01/07/2021"
    assert lines[3] == "Tổ dân phố 3;x;;;;"


def test_heads_are_repeated_and_a_wide_table_turns_to_a3():
    wide = Table("Rộng", "", [Column(f"Mục {n}") for n in range(20)], [[1] * 20])
    assert 'paperSize="8"' in sheet_xml(tables.workbook(wide))
    data = tables.workbook(made(ROWS))
    assert 'paperSize="9"' in sheet_xml(data) and 'fitToHeight="0"' in sheet_xml(data)
    book = zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in book


def test_an_empty_list_says_so():
    [table] = files.read_tables(tables.workbook(made([])), "a.xlsx")
    assert table.rows[-1][0] == "Không có dòng nào."
