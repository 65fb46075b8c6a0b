"""Somebody else's .xlsx is filled in place: only the filled cells change, to the byte."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from fractions import Fraction

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.files.book import Shows, open_book
from dongthuan.ground.files.spans import address, place, scan
from dongthuan.ground.papers import in_place
from dongthuan.ground.papers.in_place import CannotWrite, Entry
from tests.answer.office_forms import made, measures_down, plain


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def with_part(data: bytes, name: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, change(content) if member.filename == name else content)
    return out.getvalue()


def cells(data: bytes, sheet: str) -> dict[str, object]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {
        address(r, c): cell for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1)
        if cell != ""
    }  # fmt: skip


def filled(data: bytes, **told: object) -> bytes:
    """Fill the first sheet: `F9=Fraction(1)`."""
    book = open_book(data, "biểu.xlsx")
    entries = [Entry(*place(at), value) for at, value in told.items()]
    return in_place.fill(book, {book.pages[0].name: entries})


@pytest.mark.parametrize(
    "calculation",
    [b"", b'<calcPr calcId="191029"/>', b'<calcPr calcId="1" fullCalcOnLoad="0"></calcPr>'],
)
def test_only_the_filled_sheet_what_looks_at_it_and_the_order_to_compute_change(calculation):
    data = with_part(
        measures_down(),
        "xl/workbook.xml",
        lambda part: re.sub(rb"<calcPr[^>]*/>", calculation, part),
    )
    before, after = parts(data), parts(filled(data, F9=Fraction(4800, 1), D9=Fraction(8000)))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    # «Tổng hợp» looks at the filled sheet by name and by a defined name; guides and lists do not.
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/workbook.xml"}
    assert after["xl/workbook.xml"].count(b'fullCalcOnLoad="1"') == 1
    assert after["xl/workbook.xml"].count(b"fullCalcOnLoad") == 1
    assert b"</definedNames><calcPr" in after["xl/workbook.xml"]


def test_in_the_filled_sheet_nothing_but_the_filled_cells_and_stored_results_changes():
    data = measures_down()
    before = parts(data)["xl/worksheets/sheet1.xml"].decode()
    after = parts(filled(data, F9=Fraction(4800)))["xl/worksheets/sheet1.xml"].decode()
    undone = re.sub(r'(<c r="F9" s="\d+")><v>4800</v></c>', r"\1/>", after)
    without_results = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", before)
    assert undone == without_results


def test_the_numbers_stand_where_they_were_put():
    told = {
        "D9": Fraction(8000),
        "F9": Fraction("4800.000021"),
        "E12": Fraction(-3),
        "J40": Fraction(5),
    }
    found = cells(filled(measures_down(), **told), "Biểu 01")
    assert {at: found[at] for at in told} == {at: float(value) for at, value in told.items()}


def test_texts_are_escaped_days_counted_and_places_emptied():
    def build(book):
        sheet = book.add_worksheet("Biểu")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write("A1", "Ngày lập")
        sheet.write_blank("B1", None, day)
        sheet.write("B3", 17)

    data = made(build)
    done = filled(data, B1=date(2021, 6, 30), B2=' <x> & "y"', B3=None, B4=date(2021, 6, 30))
    found = cells(done, "Biểu")
    assert str(found["B1"]) == "2021-06-30"
    assert found["B2"] == ' <x> & "y"'
    assert "B3" not in found
    assert found["B4"] == "30/6/2021"


def test_a_day_is_counted_from_1904_where_the_workbook_does_so():
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_blank("B1", None, book.add_format({"num_format": "dd/mm/yyyy"}))

    data = made(build)
    later = with_part(
        data,
        "xl/workbook.xml",
        lambda part: part.replace(b"<workbookPr", b'<workbookPr date1904="1"'),
    )
    assert str(cells(filled(later, B1=date(2021, 6, 30)), "Biểu")["B1"]) == "2021-06-30"


def test_a_cell_that_wants_text_gets_the_number_as_an_office_writes_it():
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_blank("B1", None, book.add_format({"num_format": "@"}))

    assert cells(filled(made(build), B1=Fraction("1619.5")), "Biểu")["B1"] == "1.619,5"


def test_a_formula_and_a_covered_cell_are_never_written_over():
    with pytest.raises(CannotWrite, match="G9: ô này là công thức"):
        filled(measures_down(), G9=Fraction(1))
    with pytest.raises(CannotWrite, match="B2: ô này nằm trong ô gộp"):
        filled(measures_down(), B2=Fraction(1))


def test_filling_twice_gives_the_same_file():
    data = measures_down()
    assert filled(data, F9=Fraction(1)) == filled(data, F9=Fraction(1))


def test_filling_nothing_changes_nothing():
    data = measures_down()
    assert parts(filled(data)) == parts(data)


def test_a_workbook_without_formulas_is_not_asked_to_compute():
    data = plain([["STT", "Nội dung", "Số"], [1, "Tổng số hộ", None]])
    before, after = parts(data), parts(filled(data, C2=Fraction(7)))
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols><x:col min="3" max="3" width="9" style="2"/></x:cols><x:sheetData>%s</x:sheetData></x:worksheet>"""


@pytest.mark.parametrize(
    "rows, spot, expected",
    [
        ("", "C2", '<x:row r="2"><x:c r="C2" s="2"><x:v>5</x:v></x:c></x:row>'),
        ('<x:row r="2" ht="20"/>', "B2",
         '<x:row r="2" ht="20"><x:c r="B2"><x:v>5</x:v></x:c></x:row>'),
        ('<x:row r="2" s="4" customFormat="1"><x:c r="D2"/></x:row>', "B2",
         '<x:row r="2" s="4" customFormat="1"><x:c r="B2" s="4"><x:v>5</x:v></x:c><x:c r="D2"/></x:row>'),
        ('<x:row><x:c><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>', "B1",
         '<x:row><x:c><x:v>1</x:v></x:c><x:c r="B1"><x:v>5</x:v></x:c></x:row>'),
        ('<x:row r="3"/>', "B2",
         '<x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row><x:row r="3"/>'),
    ],
)  # fmt: skip
def test_rows_and_cells_that_are_not_written_yet_are_put_in_their_order(rows, spot, expected):
    data = with_part(
        plain([["a"]]), "xl/worksheets/sheet1.xml", lambda part: (SHEET % rows).encode()
    )
    done = parts(filled(data, **{spot: Fraction(5)}))["xl/worksheets/sheet1.xml"].decode()
    assert expected in done


def test_an_empty_sheet_takes_its_first_row():
    bare = SHEET.replace("<x:sheetData>%s</x:sheetData>", "<x:sheetData/>").encode()
    data = with_part(plain([["a"]]), "xl/worksheets/sheet1.xml", lambda part: bare)
    assert cells(filled(data, B2=Fraction(5)), "Biểu") == {"B2": 5.0}


def test_a_shared_formula_keeps_its_cells_and_loses_its_stored_results():
    def shared(part: bytes) -> bytes:
        told = b'<row r="2"><c r="B2"/><c r="C2"><f t="shared" ref="C2:C3" si="0">B2*2</f><v>9</v></c></row>'
        told += b'<row r="3"><c r="B3"/><c r="C3" t="str"><f t="shared" si="0"/><v>x</v></c></row>'
        return re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + told + b"</sheetData>", part)

    data = with_part(plain([["a"]]), "xl/worksheets/sheet1.xml", shared)
    done = parts(filled(data, B2=Fraction(5)))["xl/worksheets/sheet1.xml"]
    assert b'<c r="C2"><f t="shared" ref="C2:C3" si="0">B2*2</f></c>' in done
    assert b'<c r="C3"><f t="shared" si="0"/></c>' in done


def test_the_cells_of_an_array_formula_are_never_written():
    def build(book):
        book.add_worksheet("Biểu").write_array_formula("B1:B3", "{=A1:A3*2}")

    data = made(build)
    with pytest.raises(CannotWrite):
        filled(data, B1=Fraction(1))
    data = with_part(data, "xl/worksheets/sheet1.xml", lambda part: part)
    assert (3, 2) in open_book(data, "b.xlsx").pages[0].computed


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 60), st.integers(1, 30)),
        st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=1000),
        max_size=40,
    )
)
def test_whatever_is_filled_wherever_is_read_back_and_nothing_else_moved(told):
    data = measures_down()
    book = open_book(data, "biểu.xlsx")
    page = book.pages[0]
    told = {
        spot: v
        for spot, v in told.items()
        if spot not in page.computed and spot not in page.covered
    }
    done = open_book(
        in_place.fill(book, {page.name: [Entry(*s, v) for s, v in told.items()]}), "b.xlsx"
    )
    after = done.pages[0]
    for spot, value in told.items():
        held = after.at(*spot)
        if book.shows(page, *spot) is Shows.TEXT:
            assert held.text == in_place.office_text(value)
        else:
            assert float(Fraction(held.number)) == pytest.approx(float(value), rel=1e-14)
    for spot, held in page.cells.items():
        if spot not in told:
            now = after.at(*spot)
            assert (now.text, now.formula) == ("" if held.formula else held.text, held.formula)
    assert list(after.spans.rows) == sorted(after.spans.rows)
    assert after.spans.merged == page.spans.merged


def test_utf_16_comments_and_signs_in_attributes_do_not_mislead_the_count_of_bytes():
    text = '<?xml version="1.0" encoding="UTF-16"?><worksheet a="1>0"><!-- <c r="Z9"/> --><sheetData><row r="1"><c r="A1" s="1"><v>đ</v></c></row></sheetData></worksheet>'
    found = scan(text.encode("utf-16"), "hỏng")
    cell = found.cells[1, 1]
    assert found.data[cell.start : cell.end].decode() == '<c r="A1" s="1"><v>đ</v></c>'
    assert set(found.cells) == {(1, 1)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """What LibreOffice makes of a workbook when it opens it and saves it again."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui")
    folder = tmp_path_factory.mktemp("tinh-lai")

    def computed(data: bytes) -> bytes:
        (folder / "bieu.xlsx").write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "ra",
             folder / "bieu.xlsx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (folder / "ra" / "bieu.xlsx").read_bytes()

    return computed


@pytest.mark.office
def test_libreoffice_computes_the_filled_form_cell_by_cell(office):
    numbers = {
        "D9": 8000,
        "E9": 4000,
        "F9": 4800,
        "D10": 1600,
        "E10": 1500,
        "F10": 1506,
        "F13": 6,
        "E13": 5,
    }
    data = filled(measures_down(), **{at: Fraction(v) for at, v in numbers.items()})
    found = cells(office(data), "Biểu 01")
    assert {at: found[at] for at in numbers} == numbers
    for line, plan, before, now in ((9, 8000, 4000, 4800), (10, 1600, 1500, 1506)):
        assert found[f"G{line}"] == pytest.approx(now / plan * 100)
        assert found[f"H{line}"] == pytest.approx(now / before * 100)
    assert found["H13"] == pytest.approx(120)
    # What nobody wrote is not there, and what it divides is no number.
    assert "F12" not in found and not isinstance(found.get("G12"), float)
    summary = cells(office(data), "Tổng hợp")
    assert summary["B1"] == 4800 and summary["B2"] == 4800 + 1506 + 6


@pytest.mark.office
def test_libreoffice_keeps_the_merges_formats_and_rules_of_the_filled_form(office):
    data = measures_down()
    before, after = office(data), office(filled(data, F9=Fraction(4800)))
    a, b = (open_book(one, "b.xlsx") for one in (before, after))
    assert [page.spans.merged for page in a.pages] == [page.spans.merged for page in b.pages]
    for mark in (
        b"<conditionalFormatting",
        b"<dataValidation ",
        b"<sheetProtection",
        b"<rowBreaks",
    ):
        told = [parts(one)["xl/worksheets/sheet1.xml"].count(mark) for one in (before, after)]
        assert told[0] == told[1]
    assert {n for n in parts(before) if "media" in n or "chart" in n or "comment" in n} == {
        n for n in parts(after) if "media" in n or "chart" in n or "comment" in n
    }
