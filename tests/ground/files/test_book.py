"""A workbook is read cell by cell, with formulas, errors and formats; bad ones are refused in words."""

from __future__ import annotations

import io
import shutil
import zipfile

import pytest

from dongthuan.ground.files import UnreadableFile, book, converting, spans
from dongthuan.ground.files.book import Shows, open_book
from tests.answer.office_forms import made, measures_down, plain


def test_what_a_cell_holds_is_told_apart():
    def build(told):
        sheet = told.add_worksheet("Biểu")
        for at, code in enumerate(
            ("@", "0.0%", "dd/mm/yyyy", '#,##0 "%"', "General", "[Red]0.00", "h:mm")
        ):
            sheet.write(0, at, 1, told.add_format({"num_format": code}))
        sheet.write("A2", "  Tổng số  hộ ")
        sheet.write("B2", "……")
        sheet.write_formula("C2", "=A1", None, 1)
        sheet.write_boolean("D2", True)
        sheet.write("A4", 5)
        sheet.set_row(3, None, None, {"hidden": True})

    page = open_book(made(build), "b.xlsx").pages[0]
    shows = [page.at(1, column).shows for column in range(1, 8)]
    assert shows == [
        Shows.TEXT,
        Shows.PERCENT,
        Shows.DATE,
        Shows.NUMBER,
        Shows.NUMBER,
        Shows.NUMBER,
        Shows.DATE,
    ]
    assert page.at(2, 1).text == "  Tổng số  hộ " and not page.at(2, 1).is_blank
    assert page.at(2, 2).is_blank and page.at(9, 9).is_blank
    assert page.at(2, 3).formula == "A1" and page.at(2, 4).text == "TRUE"
    assert page.at(4, 1).number == "5" and page.is_hidden(4)


def test_hidden_sheets_are_known_as_hidden_and_merged_cells_by_their_first():
    held = open_book(measures_down(), "b.xlsx")
    assert [(page.name, page.visible) for page in held.pages] == [
        ("Biểu 01", True), ("Danh mục", False), ("Tổng hợp", True), ("Hướng dẫn", True)
    ]  # fmt: skip
    assert held.pages[0].covered[6, 2] == (5, 2)
    assert held.page("BIỂU 01") is held.pages[0]
    assert held.defined == {"thuchien", "_xlnm.print_titles", "_xlnm.print_area"}


def repacked(data: bytes, **more: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member, more.pop(member.filename.replace("/", "__"), old.read(member)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><worksheet><sheetData/></worksheet>'


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "tệp trống"), (b"xin chao", "không phải tệp Excel"), (b"PK\x03\x04hong", "tệp nén"),
        (measures_down()[:4000], "tệp nén|bị hỏng"),
        (repacked(plain([["a"]]), **{"xl__vbaProject.bin": b"x"}), "macro"),
        (repacked(plain([["a"]]), **{"xl__worksheets__sheet1.xml": b"<worksheet><sheetData><row>"}), "bị hỏng"),
        (repacked(plain([["a"]]), **{"xl__worksheets__sheet1.xml": DTD}), "bị hỏng"),
        (repacked(plain([["a"]]), **{"xl__media__a.bin": b"0" * 30_000_000}), "giãn ra quá lớn"),
        (b"0" * (book.LARGEST + 1), "nặng hơn 20 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_refused_with_what_to_do(data, said):
    with pytest.raises(UnreadableFile, match=said):
        open_book(data, "biểu.xlsx")


def test_a_sheet_ruled_down_to_its_end_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(spans, "MOST_CELLS", 100)
    with pytest.raises(UnreadableFile, match="xóa hẳn các dòng trống"):
        open_book(plain([["a"] * 20 for _ in range(10)]), "biểu.xlsx")


def test_merged_cells_without_end_are_refused():
    merges = b"".join(b'<mergeCell ref="A1:GR5000"/>' for _ in range(50))

    def changed(part: bytes) -> bytes:
        return part.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
        )

    data = plain([["a"]])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.read("xl/worksheets/sheet1.xml")
    data = repacked(data, **{"xl__worksheets__sheet1.xml": changed(part)})
    with pytest.raises(UnreadableFile, match="gộp quá nhiều ô trống"):
        open_book(data, "b.xlsx")


def old_form(tmp_path) -> bytes:
    """An .xls as an office saved it twenty years ago, made by LibreOffice from a form."""
    import subprocess

    (tmp_path / "b.xlsx").write_bytes(
        plain([["STT", "Nội dung", "Số"], [1, "Tổng số hộ"], [2, "=C2*2"]])
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/nha", "--headless", "--convert-to",
         "xls:MS Excel 97", "--outdir", tmp_path, tmp_path / "b.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (tmp_path / "b.xls").read_bytes()


@pytest.mark.office
def test_an_old_form_is_made_new_with_its_formulas_and_is_no_form_before(tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui")
    data = old_form(tmp_path)
    new = converting.converted(data, "bieu.xls", old="xls", new="xlsx")
    page = open_book(new, "bieu.xls").pages[0]
    assert page.at(1, 2).text == "Nội dung" and page.at(3, 2).formula == "C2*2"
    with pytest.raises(UnreadableFile, match="97-2003"):
        open_book(data, "bieu.xls")
