"""Tệp .doc và .rtf: files of Word 97, as LibreOffice writes them, give the lines of the .docx."""

from __future__ import annotations

import io
import pathlib
import struct
import zipfile
from typing import Any

import olefile
import pytest

from dongthuan.ground.files import Kind, UnreadableFile, read_tables, read_text
from tests.ground.files.making import converted, long_report, report, with_body, word_file

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def old_report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return converted(word_file(report), "docx", "doc", tmp_path_factory.mktemp("doc"))


def test_a_doc_reads_like_the_docx_it_was_made_from(old_report: bytes) -> None:
    document = read_text(old_report, "bao-cao.doc")
    assert document.kind is Kind.DOC
    assert document.warnings == ()
    assert document.lines == read_text(word_file(report), "bao-cao.docx").lines


def test_the_table_of_a_doc_is_read(old_report: bytes) -> None:
    [sheet] = read_tables(old_report, "bao-cao.doc")
    assert sheet.rows[2] == ("Thu ngân sách", "", "ước tính")


def test_a_merged_cell_of_doc_keeps_the_columns_below_it(tmp_path: pathlib.Path) -> None:
    def write(document: Any) -> None:
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "Tổng số"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Đảng viên"
        table.cell(1, 1).text = "934"
        table.cell(1, 2).text = "19"
        document.add_paragraph("Hết")

    for kind in ("doc", "rtf"):
        data = converted(word_file(write), "docx", kind, tmp_path)
        lines = [line.text for line in read_text(data, f"a.{kind}").lines]
        assert lines[1:] == [" | 934 | 19", "Hết"]
    [sheet] = read_tables(converted(word_file(write), "docx", "doc", tmp_path), "a.doc")
    assert sheet.rows == (("Tổng số", "Đảng viên", ""), ("", "934", "19"))


def test_a_doc_with_an_old_font_a_field_a_deletion_and_hidden_words(
    tmp_path: pathlib.Path,
) -> None:
    xml = (
        "<w:p><w:r><w:t>Ñaûng boä phöôøng coù 934 ñaûng vieân</w:t></w:r></w:p>"
        '<w:p><w:r><w:t xml:space="preserve">Coù </w:t></w:r>'
        '<w:del w:id="1" w:author="A" w:date="2021-06-30T00:00:00Z"><w:r>'
        '<w:delText xml:space="preserve">77 </w:delText></w:r></w:del>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">88 </w:t></w:r>'
        '<w:fldSimple w:instr=" DATE 99 "><w:r><w:t>32</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> chi boä</w:t></w:r></w:p>'
    )
    whole = word_file(lambda document: document.add_paragraph("x"))
    old = converted(_with_document(whole, with_body(xml)), "docx", "doc", tmp_path)
    document = read_text(old, "cu.doc")
    assert document.lines[0].text == "Đảng bộ phường có 934 đảng viên"
    assert "bảng mã VNI" in document.warnings[0]
    second = document.lines[1].text
    assert second.startswith("Có ")
    assert second.endswith(" chi bộ")
    assert "77" not in second
    assert "88" not in second
    assert "99" not in second


def _with_document(package: bytes, other: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(io.BytesIO(other)) as new,
        zipfile.ZipFile(out, "w") as both,
    ):
        for name in old.namelist():
            source = new if name == "word/document.xml" else old
            both.writestr(name, source.read(name))
    return out.getvalue()


def test_two_hundred_pages_of_doc_are_read_whole(tmp_path: pathlib.Path) -> None:
    new = word_file(long_report)
    old = converted(new, "docx", "doc", tmp_path)
    document = read_text(old, "dai.doc")
    assert document.lines == read_text(new, "dai.docx").lines


def test_rtf_under_the_name_of_doc_is_read_with_a_warning(tmp_path: pathlib.Path) -> None:
    rich = converted(word_file(report), "docx", "rtf", tmp_path)
    document = read_text(rich, "bao-cao.doc")
    assert document.kind is Kind.RTF
    assert document.lines == read_text(word_file(report), "bao-cao.docx").lines
    assert document.warnings == (
        "bao-cao.doc: tên tệp ghi .doc nhưng nội dung là RTF (.rtf); đã đọc theo nội dung.",
    )


RICH = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Times;}}\pard C\u243? 32 chi b\u7897?"
    rb"{\chftn{\footnote\pard S\u7889? \'f0\u7871?n 30/6}} v\u224? {\v 88 }{\deleted 77 }934"
    rb" \u273?\u7843?ng vi\u234?n\par Sau \{\'e0\}\par}"
)


def test_a_footnote_of_rtf_stands_at_the_end() -> None:
    document = read_text(RICH, "a.rtf")
    assert [line.text for line in document.lines] == [
        "Có 32 chi bộ và 934 đảng viên",
        "Sau {à}",
        "Số đến 30/6",
    ]
    assert document.lines[-1].place == "chú thích 1"


def test_a_picture_letter_of_rtf_is_one_letter_and_half_of_it_is_a_sign_of_loss() -> None:
    both = read_text(rb"{\rtf1 \u-10179?\u-8704? 32\par \u-10179? 4}", "a.rtf")
    assert [line.text for line in both.lines] == ["\U0001f600 32", "\ufffd 4"]


def test_a_footnote_of_doc_stands_at_the_end(tmp_path: pathlib.Path) -> None:
    rich = RICH.replace(rb"\'f0", rb"\u273?")
    document = read_text(converted(rich, "rtf", "doc", tmp_path), "a.doc")
    assert [(line.text, line.place) for line in document.lines] == [
        ("Có 32 chi bộ và 934 đảng viên", "đoạn 1"),
        ("Sau {à}", "đoạn 2"),
        ("Số đến 30/6", "chú thích 1"),
    ]


def test_a_doc_cut_anywhere_is_refused_in_words_or_read(old_report: bytes) -> None:
    for part in range(1, 20):
        cut = old_report[: len(old_report) * part // 20]
        try:
            read_text(cut, "cut.doc")
        except UnreadableFile as refusal:
            assert str(refusal).startswith("cut.doc: ")


def test_a_doc_with_damaged_bytes_is_refused_in_words_or_read(old_report: bytes) -> None:
    for at in range(512, len(old_report), 97):
        harmed = old_report[:at] + b"\xff\xfe\xff" + old_report[at + 3 :]
        try:
            read_text(harmed, "hong.doc")
        except UnreadableFile as refusal:
            assert str(refusal).startswith("hong.doc: ")


def test_a_doc_with_a_password_is_named_so(old_report: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(old_report)) as container:
        main = container.openstream("WordDocument").read()
    at = old_report.index(main[:64])
    (flags,) = struct.unpack_from("<H", old_report, at + 0x0A)
    locked = bytearray(old_report)
    struct.pack_into("<H", locked, at + 0x0A, flags | 0x0100)
    with pytest.raises(UnreadableFile, match=r"mat\.doc: tệp có mật khẩu"):
        read_text(bytes(locked), "mat.doc")
