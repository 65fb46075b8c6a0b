"""The user's own Word file comes back with comments, and nothing else changed."""

from __future__ import annotations

import io
import subprocess
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from dongthuan.ground import claims, files, papers

TABLE = claims.MeasureTable.from_rows(
    [
        ["chỉ tiêu", "giá trị", "đơn vị tính", "kỳ"],
        ["Tổng số chi bộ", "32", "chi bộ", "30/6/2021"],
        ["Tổng số đảng viên", "934", "người", "30/6/2021"],
    ]
)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines_of(data: bytes) -> list[str]:
    return [line.text for line in files.read_text(data, "bao-cao.docx").lines]


def checked(data: bytes):
    return claims.check(lines_of(data), TABLE)


def body(data: bytes):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def commented(data: bytes) -> list[str]:
    """Return the letters between the marks of each comment, in order."""
    found = []
    for opening in body(data).iter(qn("w:commentRangeStart")):
        letters = ""
        for element in opening.itersiblings():
            if element.tag == qn("w:commentRangeEnd"):
                break
            letters += "".join(t.text or "" for t in element.iter(qn("w:t")))
        found.append(letters)
    return found


def report() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Toàn Đảng bộ có ")
    paragraph.add_run("94").bold = True
    paragraph.add_run("3 đảng viên").italic = True
    paragraph.add_run(", sinh hoạt ở 32 chi bộ.")
    return saved(document)


def test_a_comment_stands_exactly_on_its_figure_even_over_several_runs():
    data = report()
    assert commented(papers.annotate(data, checked(data))) == ["943"]


def test_cut_runs_keep_their_form_and_the_text_its_letters():
    data = report()
    made = papers.annotate(data, checked(data))
    assert lines_of(made)[0] == lines_of(data)[0]
    forms = {
        run.text: (run.bold, run.italic)
        for run in docx.Document(io.BytesIO(made)).paragraphs[0].runs
        if run.text
    }
    assert forms["94"] == (True, None)
    assert forms["3"] == (None, True)
    assert forms[" đảng viên"] == (None, True)


def test_a_comment_says_the_verdict_and_what_the_table_holds_never_sai():
    data = report()
    made = docx.Document(io.BytesIO(papers.annotate(data, checked(data))))
    (comment,) = list(made.comments)
    assert comment.text.startswith("≠ khác số đang lưu")
    assert "934" in comment.text
    assert "sai" not in comment.text.split()


def test_a_number_in_a_table_cell_is_marked_in_its_own_cell():
    document = docx.Document()
    table = document.add_table(2, 3)
    for row, texts in zip(
        table.rows,
        (("Chỉ tiêu", "ĐVT", "Thực hiện"), ("Tổng số đảng viên", "người", "935")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = saved(document)
    assert commented(papers.annotate(data, checked(data))) == ["935"]


def test_a_file_typed_in_decomposed_letters_is_marked_at_the_right_place():
    document = docx.Document()
    document.add_paragraph(unicodedata.normalize("NFD", "Đảng bộ phường có 935 đảng viên."))
    data = saved(document)
    assert commented(papers.annotate(data, checked(data))) == ["935"]


def test_comments_that_were_there_stay():
    document = docx.Document()
    paragraph = document.add_paragraph("Có 935 đảng viên.")
    document.add_comment(paragraph.runs, "Xem lại với chi bộ.", "Văn phòng", "VP")
    data = saved(document)
    made = docx.Document(io.BytesIO(papers.annotate(data, checked(data))))
    authors = [comment.author for comment in made.comments]
    assert authors == ["Văn phòng", "Đồng Thuận"]


def test_what_agrees_is_marked_only_when_asked_for():
    data = report()
    everything = papers.annotate(data, checked(data), everything=True)
    assert sorted(commented(everything)) == ["32", "943"]


def test_nested_findings_of_one_line_each_get_their_marks():
    document = docx.Document()
    document.add_paragraph("Phường có 33 chi bộ, gồm 20 chi bộ thôn và 12 chi bộ trường học.")
    data = saved(document)
    made = papers.annotate(data, checked(data))
    assert commented(made).count("33") == 2
    assert lines_of(made)[0] == lines_of(data)[0]


def _office(data: bytes, folder: Path, form: str) -> Path:
    source = folder / "tep.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", form, "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"tep.{form}"


@pytest.mark.office
def test_libreoffice_opens_the_file_with_its_comments(tmp_path):
    data = report()
    made = papers.annotate(data, checked(data), file_name="bao-cao.docx", day=date(2026, 11, 24))
    opened = _office(made, tmp_path, "odt")
    content = zipfile.ZipFile(opened).read("content.xml").decode()
    assert content.count("<office:annotation ") == 1
    assert "khác số đang lưu" in content


@pytest.mark.office
def test_the_slip_is_one_page_however_much_there_is_to_say(tmp_path):
    import pypdfium2

    lines = [f"Đảng bộ thôn {n} có 9{n} đảng viên." for n in range(40, 90)]
    made = papers.slip(
        claims.check(lines, TABLE),
        file_name="Báo cáo sơ kết công tác xây dựng Đảng và hệ thống chính trị 6 tháng đầu năm.docx",
        table_name="Bảng mục số liệu của Văn phòng Đảng ủy phường.xlsx",
        day=date(2026, 11, 24),
    )
    with pypdfium2.PdfDocument(_office(made, tmp_path, "pdf")) as pages:
        assert len(pages) == 1
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
    assert said[0] == "PHIẾU SOÁT SỐ LIỆU"
    assert any("mục nữa" in line for line in said)


def test_a_slip_with_nothing_to_look_at_says_so():
    made = docx.Document(io.BytesIO(papers.slip(claims.check(["Có 32 chi bộ."], TABLE))))
    assert "Không có mục nào cần xem." in [p.text for p in made.paragraphs]
