"""The user's own Word file comes back with comments, and nothing else changed."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
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
    said: dict[str, str] = {}
    inside: list[str] = []
    for element in body(data).iter():
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            said[number] = ""
            inside.append(number)
        elif element.tag == qn("w:commentRangeEnd"):
            inside.remove(number)
        elif element.tag == qn("w:t"):
            for number in inside:
                said[number] += element.text or ""
    return list(said.values())


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


W = f'xmlns:w="{qn("w:p")[1:-2]}"'


def with_paragraph(inside: str) -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{inside}</w:p>"))
    return saved(document)


def letters(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "inside",
    [
        letters("Có 9") + f'<w:ins w:id="5" w:author="a">{letters("43")}</w:ins>',
        letters("Có ") + f'<w:hyperlink w:anchor="x">{letters("94")}</w:hyperlink>' + letters("3"),
        letters("Có ") + f"<w:sdt><w:sdtContent>{letters('943')}</w:sdtContent></w:sdt>",
        letters("Có ")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + letters("943")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        letters("Có ")
        + '<w:del w:id="5" w:author="a"><w:r><w:delText>934</w:delText></w:r></w:del>'
        + f'<w:ins w:id="6" w:author="a">{letters("943")}</w:ins>',
        "<w:r><w:t>Dòng một</w:t><w:br/><w:t>Có 943</w:t></w:r>",
        letters("Có 9") + '<w:proofErr w:type="spellStart"/>' + letters("43"),
    ],
    ids=["tracked", "link", "control", "field", "replaced", "break", "spelling"],
)
def test_a_figure_is_marked_whole_wherever_word_keeps_its_letters(inside):
    data = with_paragraph(inside + letters(" đảng viên."))
    made = papers.annotate(data, checked(data))
    assert commented(made) == ["943"]
    assert lines_of(made)[: len(lines_of(data))] == lines_of(data)


def _letters_and_forms(data: bytes) -> list[tuple[str, bool | None, bool | None, str | None]]:
    """Return every letter of the first paragraph with its form."""
    runs = docx.Document(io.BytesIO(data)).paragraphs[0].runs
    return [(letter, r.bold, r.italic, r.font.name) for r in runs for letter in r.text]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 24), st.sampled_from(["bold", "italic", "none"])), max_size=8
    ),
    st.booleans(),
)
def test_wherever_word_cuts_its_runs_each_letter_keeps_its_form(cuts, decomposed):
    text = "Có 943 đảng viên, 33 chi bộ."
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    document = docx.Document()
    paragraph = document.add_paragraph()
    edges = sorted({at for at, _ in cuts} | {0, len(text)})
    forms = [form for _, form in cuts] or ["none"]
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        run = paragraph.add_run(text[start:end])
        run.bold = forms[number % len(forms)] == "bold" or None
        run.italic = forms[number % len(forms)] == "italic" or None
    data = saved(document)
    made = papers.annotate(data, checked(data))
    assert _letters_and_forms(made) == _letters_and_forms(data)
    assert commented(made) == ["943", "33"]


def _repacked(data: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)))
    return out.getvalue()


_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OPEN = b"http://schemas.openxmlformats.org/"


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.replace(_MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        lambda part: part.replace(_MAIN, _MAIN.replace(b"document.main", b"template.main")),
        lambda part: part.replace(
            _OPEN + b"wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            _OPEN + b"officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ],
    ids=["macros", "template", "strict"],
)
def test_every_type_of_word_file_comes_back_as_a_docx_with_its_comments(change):
    data = _repacked(report(), change)
    made = papers.annotate(data, checked(data))
    assert len(list(docx.Document(io.BytesIO(made)).comments)) == 1


def test_a_file_that_cannot_be_written_into_says_what_to_do():
    data = _repacked(report(), lambda part: part.replace(_MAIN, b"text/plain"))
    with pytest.raises(files.UnreadableFile, match="Lưu thành"):
        papers.annotate(data, checked(data), file_name="bao-cao.docx")


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


@pytest.mark.office
@pytest.mark.parametrize("form", ["odt", "docx"])
def test_libreoffice_opens_the_file_with_its_comments_and_keeps_them(converted, form):
    data = report()
    made = papers.annotate(data, checked(data), file_name="bao-cao.docx", day=date(2026, 11, 24))
    opened = converted(made, form)
    if form == "docx":
        assert commented(opened.read_bytes()) == ["943"]
        return
    content = zipfile.ZipFile(opened).read("content.xml").decode()
    assert content.count("<office:annotation ") == 1
    marked = re.search(r"</office:annotation>(.*?)<office:annotation-end", content)
    assert re.sub(r"<[^>]+>", "", marked.group(1)) == "943"
    assert "khác số đang lưu" in content
