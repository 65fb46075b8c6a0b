"""Tệp .docx: a Word file is read as its reader sees it, and every letter can be found again."""

from __future__ import annotations

import unicodedata

import pytest

from dongthuan.ground.files import Kind, UnreadableFile, docx, read_tables, read_text
from tests.ground.files.making import SENTENCE, long_report, report, with_body, word_file


def _texts(data: bytes) -> list[str]:
    return [line.text for line in read_text(data, "bao-cao.docx").lines]


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    document = read_text(word_file(report), "bao-cao.docx")
    assert document.kind is Kind.DOCX
    assert document.warnings == ()
    assert [(line.place, line.text) for line in document.lines] == [
        ("đoạn 1", "Báo cáo quý II năm 2021"),
        ("đoạn 2", f"{SENTENCE}."),
        ("đoạn 2", "Dòng sau\tcó dấu cách cột"),
        ("bảng 1, dòng 1", "Chỉ tiêu | Giá trị | Ghi chú"),
        ("bảng 1, dòng 2", "Số hộ nghèo | 1.619 |"),
        ("bảng 1, dòng 3", "Thu ngân sách |  | ước tính"),
        ("đoạn 3", "Thu ngân sách đạt 60,5% kế hoạch năm."),
    ]


def test_the_table_of_a_report_keeps_its_columns() -> None:
    [sheet] = read_tables(word_file(report), "bao-cao.docx")
    assert sheet.name == "bảng 1"
    assert sheet.rows == (
        ("Chỉ tiêu", "Giá trị", "Ghi chú"),
        ("Số hộ nghèo", "1.619", ""),
        ("Thu ngân sách", "", "ước tính"),
    )
    assert sheet.numbers == ((None, None, None),) * 3


def test_a_merged_cell_is_said_once_and_columns_stay_aligned() -> None:
    def write(document) -> None:  # type: ignore[no-untyped-def]
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "Tổng số"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Đảng viên"
        table.cell(1, 1).text = "934"
        table.cell(1, 2).text = "19"

    assert _texts(word_file(write)) == ["Tổng số | Đảng viên |", " | 934 | 19"]


def test_headers_and_footers_are_no_part_of_the_text() -> None:
    def write(document) -> None:  # type: ignore[no-untyped-def]
        document.sections[0].header.paragraphs[0].text = "Đầu trang 99"
        document.sections[0].footer.paragraphs[0].text = "Chân trang 98"
        document.add_paragraph(SENTENCE)

    assert _texts(word_file(write)) == [SENTENCE]


def test_tracked_deletions_are_gone_and_insertions_count() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>943</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{_run("934")}</w:ins>'
    xml = f"<w:p>{_run('Có ')}{deleted}{inserted}{_run(' đảng viên')}</w:p>"
    assert _texts(with_body(xml)) == ["Có 934 đảng viên"]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    xml = f"<w:p>{mark}{_run('Có 934 ')}</w:p><w:p>{_run('đảng viên')}</w:p>"
    assert _texts(with_body(xml)) == ["Có 934 đảng viên"]


def test_hidden_words_and_field_codes_are_not_read() -> None:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> PAGE 77 </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{_run('32')}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    xml = f"<w:p>{_run('Có ')}{_run('giấu 5 ', '<w:vanish/>')}{code}{_run(' chi bộ')}</w:p>"
    assert _texts(with_body(xml)) == ["Có 32 chi bộ"]


def test_a_text_box_is_read_once_and_a_footnote_at_the_end() -> None:
    box = f"<w:txbxContent><w:p>{_run('Trong khung có 4 tổ')}</w:p></w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    xml = f"<w:p>{_run('Đoạn đầu')}{drawing}{call}</w:p><w:p>{_run('Đoạn sau')}</w:p>"
    note = f'<w:footnote w:id="2"><w:p>{_run("Số liệu đến 30/6")}</w:p></w:footnote>'
    data = with_body(xml, note)
    assert [(line.place, line.text) for line in read_text(data, "a.docx").lines] == [
        ("đoạn 1", "Đoạn đầu"),
        ("sau đoạn 1, khung chữ", "Trong khung có 4 tổ"),
        ("đoạn 2", "Đoạn sau"),
        ("chú thích 1", "Số liệu đến 30/6"),
    ]
    root, notes = docx.parse(data, "a.docx")
    walked = list(docx.walk(root, notes))
    body = root[0]
    for _, pieces in walked:
        for piece in pieces:
            # A comment may hang only on a run that stands directly in the main text.
            assert piece.host.getparent().getparent() is body


@pytest.mark.parametrize(
    "words",
    [
        ("Đảng bộ ", "có 934 ", "đảng viên"),
        tuple(unicodedata.normalize("NFD", part) for part in ("Đảng bộ ", "có 934 ", "đảng viên")),
        ("Ñaûng boä ", "coù 934 ", "ñaûng vieân"),
        ("§¶ng bé ", "cã 934 ", "®¶ng viªn"),
        ("Đa", "\u0309ng bộ có 9", "34 đảng viên"),
    ],
    ids=["NFC", "NFD", "VNI", "TCVN3", "một chữ nằm trên hai đoạn chạy"],
)
def test_every_letter_of_a_line_leads_back_to_its_run(words: tuple[str, ...]) -> None:
    def write(document) -> None:  # type: ignore[no-untyped-def]
        paragraph = document.add_paragraph()
        for word in words:
            paragraph.add_run(word)

    root, notes = docx.parse(word_file(write), "a.docx")
    [(line, pieces)] = docx.walk(root, notes)
    assert line.text == "Đảng bộ có 934 đảng viên"
    assert "".join(line.text[p.start : p.end] for p in pieces) == line.text
    at = line.text.index("934")
    found = ""
    for piece in pieces:
        start, end = max(piece.start, at), min(piece.end, at + 3)
        if start < end:
            raw = piece.text.text or ""
            found += raw[piece.raw_offset(start) : piece.raw_offset(end)]
            assert piece.text.getparent() is piece.run
    assert found == "934"


def test_the_letters_of_a_cell_lead_back_too() -> None:
    root, notes = docx.parse(word_file(report), "a.docx")
    for line, pieces in docx.walk(root, notes):
        if line.place == "bảng 1, dòng 2":
            found = [line.text[piece.start : piece.end] for piece in pieces]
            # A line break inside a cell is a blank of the line that no run holds.
            assert found == ["Số hộ", "nghèo", "1.619"]
            return
    pytest.fail("the row was not read")


def test_walking_gives_the_same_lines_as_reading() -> None:
    data = word_file(report)
    root, notes = docx.parse(data, "a.docx")
    assert tuple(line for line, _ in docx.walk(root, notes)) == read_text(data, "a.docx").lines


def test_an_old_font_is_converted_and_the_reader_is_told() -> None:
    def write(document) -> None:  # type: ignore[no-untyped-def]
        document.add_paragraph("Ñaûng boä phöôøng coù 934 ñaûng vieân")
        document.add_paragraph("Soá hoä")

    document = read_text(word_file(write), "cu.docx")
    assert [line.text for line in document.lines] == ["Đảng bộ phường có 934 đảng viên", "Số hộ"]
    assert "bảng mã VNI" in document.warnings[0]


def test_decomposed_letters_come_out_composed() -> None:
    data = word_file(lambda d: d.add_paragraph(unicodedata.normalize("NFD", SENTENCE)))
    assert _texts(data) == [SENTENCE]


def test_two_hundred_pages_are_read_whole() -> None:
    data = word_file(long_report)
    assert len(read_text(data, "dai.docx").lines) == 2400


def test_a_word_file_without_its_text_is_refused_in_words() -> None:
    with pytest.raises(UnreadableFile, match=r"hong\.docx: tệp bị hỏng"):
        docx.parse(with_body("<w:p>")[:-30], "hong.docx")
    with pytest.raises(UnreadableFile, match=r"hong\.docx: tệp bị hỏng"):
        read_text(with_body("<w:p>"), "hong.docx")
