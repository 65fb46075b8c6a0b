"""Tệp không đọc được: every bad file gets a sentence with its name and a remedy, never a trace."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongthuan.ground.files import Kind, UnreadableFile, containers, read_tables, read_text, sniff
from tests.ground.files.making import SENTENCE, locked_file, report, word_file, workbook_file

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"


def _archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (locked_file, "bao-cao.docx", "tệp có mật khẩu.*bỏ mật khẩu"),
        (lambda: b"", "trong.docx", "tệp trống"),
        (lambda: PICTURE, "bao-cao.docx", "tệp ảnh.*OCR"),
        (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "bao-cao.pdf", "tệp ảnh"),
        (lambda: _archive("a.txt", b"x"), "bao-cao.docx", "tệp nén.*giải nén"),
        (lambda: _archive("ppt/slide.xml", b"x"), "bao-cao.pptx", "trình chiếu"),
        (lambda: word_file(report)[:9000], "bao-cao.docx", "tệp bị hỏng"),
        (lambda: b"PK\x03\x04" + b"\x00" * 99, "bao-cao.docx", "tệp nén"),
        (lambda: b"\x7fELF" + bytes(range(256)) * 9, "bao-cao.txt", "không nhận ra loại tệp"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900, "a.doc", "tệp bị hỏng"),
        (
            lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>",
            "luu.doc",
            "không nhận ra loại tệp.*docx",
        ),
        (lambda: b" " * (containers.LARGEST_FILE + 1), "to.txt", "lớn hơn 50 MB"),
        (
            lambda: _archive("word/document.xml", b"<a>" + b" " * 30_000_000),
            "bom.docx",
            "giãn ra quá lớn",
        ),
        (
            lambda: _archive("xl/workbook.xml", b"<a>" + b" " * 30_000_000),
            "bom.xlsx",
            "giãn ra quá lớn",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_remedy(
    make: Callable[[], bytes], name: str, said: str
) -> None:
    for read in (read_text, read_tables):
        with pytest.raises(UnreadableFile, match=f"^{name}: .*{said}"):
            read(make(), name)


def test_an_entity_bomb_inside_a_word_file_does_not_go_off() -> None:
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )
    body = (
        f"{bomb}]><w:document xmlns:w="
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>32 chi bộ &h;</w:t></w:r></w:p></w:body></w:document>"
    )
    try:
        lines = read_text(_archive("word/document.xml", body.encode()), "a.docx").lines
    except UnreadableFile:
        return
    assert sum(len(line.text) for line in lines) < 1000


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (word_file(report), "bao-cao.pdf", Kind.DOCX),
        (word_file(report), "bao-cao.doc", Kind.DOCX),
        (f"<html><body><p>{SENTENCE}</p></body></html>".encode(), "bao-cao.doc", Kind.HTML),
        (f"<html><body><table><tr><td>{SENTENCE}".encode(), "bang.xls", Kind.HTML),
        (SENTENCE.encode(), "bao-cao.docx", Kind.TXT),
        (
            workbook_file(lambda book: book.add_worksheet().write(0, 0, SENTENCE)),
            "a.csv",
            Kind.XLSX,
        ),
    ],
    ids=["docx-pdf", "docx-doc", "html-doc", "html-xls", "txt-docx", "xlsx-csv"],
)
def test_a_file_whose_name_lies_is_read_by_what_it_is_and_says_so(
    data: bytes, name: str, kind: Kind
) -> None:
    document = read_text(data, name)
    assert document.kind is kind
    assert any(SENTENCE in line.text for line in document.lines)
    assert document.warnings[0].startswith(f"{name}: tên tệp ghi .")


@pytest.mark.parametrize("name", ["bao-cao", "bao-cao.txt", "bao-cao.md"])
def test_a_plain_text_needs_no_ending_to_its_name(name: str) -> None:
    assert read_text(SENTENCE.encode(), name).warnings == ()


def test_a_long_text_is_known_by_its_beginning_wherever_that_is_cut() -> None:
    for shift in range(12):
        assert sniff(("x" * shift + "Đảng bộ phường " * 2000).encode()) is Kind.TXT


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["", "PK\x03\x04", "%PDF-1.4\n", "{\\rtf1 ", "<p>"])
)
def test_any_bytes_are_read_or_refused_in_words(data: bytes, head: str) -> None:
    for read in (read_text, read_tables):
        try:
            read(head.encode("latin-1") + data, "la.bin")
        except UnreadableFile as refusal:
            assert str(refusal).startswith("la.bin: ")


def test_a_word_file_harmed_anywhere_is_read_or_refused_in_words() -> None:
    whole = word_file(report)
    for at in range(0, len(whole), 211):
        harmed = whole[:at] + b"\xff\x00\xff" + whole[at + 3 :]
        for read in (read_text, read_tables):
            try:
                read(harmed, "hong.docx")
            except UnreadableFile as refusal:
                assert str(refusal).startswith("hong.docx: ")
