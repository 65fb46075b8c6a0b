"""Real files for the tests, made on the spot: by Word's and Excel's formats and by LibreOffice."""

from __future__ import annotations

import io
import pathlib
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import xlsxwriter

SENTENCE = "Đảng bộ phường hiện có 32 chi bộ với 934 đảng viên"


def word_file(write: Callable[[Any], None]) -> bytes:
    """This function will return a .docx that ``write`` has filled."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def report(document: Any) -> None:
    """This function will write a small report with a table into a document."""
    document.add_heading("Báo cáo quý II năm 2021")
    paragraph = document.add_paragraph(f"{SENTENCE}.")
    paragraph.add_run().add_break()
    paragraph.add_run("Dòng sau\tcó dấu cách cột")
    table = document.add_table(3, 3)
    table.cell(0, 0).text = "Chỉ tiêu"
    table.cell(0, 1).text = "Giá trị"
    table.cell(0, 2).text = "Ghi chú"
    table.cell(1, 0).text = "Số hộ\nnghèo"
    table.cell(1, 1).text = "1.619"
    table.cell(2, 0).text = "Thu ngân sách"
    table.cell(2, 2).text = "ước tính"
    document.add_paragraph("Thu ngân sách đạt 60,5% kế hoạch năm.")


def long_report(document: Any) -> None:
    """This function will write some 200 pages into a document."""
    for number in range(200 * 12):
        document.add_paragraph(
            f"{number}. {SENTENCE}; thu ngân sách đạt 60,5% kế hoạch, bằng 103,2% so với cùng kỳ. "
            "Toàn phường có 1.619 doanh nghiệp và hộ kinh doanh, 738 ha đất canh tác."
        )


def with_body(xml: str, footnotes: str = "") -> bytes:
    """This function will return a .docx whose body is the given WordprocessingML."""
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:{0} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml">{1}</w:{0}>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", head.format("document", f"<w:body>{xml}</w:body>"))
        if footnotes:
            package.writestr("word/footnotes.xml", head.format("footnotes", footnotes))
    return out.getvalue()


def workbook_file(write: Callable[[Any], None]) -> bytes:
    """This function will return an .xlsx that ``write`` has filled."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    write(book)
    book.close()
    return out.getvalue()


def locked_file() -> bytes:
    """This function will return what Word saves under a password: an OLE container of ciphers.

    The streams are named as Word names them; their content is noise, as it is to whoever lacks the
    password. Both fill whole sectors so that the container needs no table of small ones.
    """
    sector, free, end, fat = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    noise = bytes(range(256)) * 16
    each = len(noise) // sector
    first, second = 2, 2 + each
    chain = [fat, end]
    for start in (first, second):
        chain += [*range(start + 1, start + each), end]
    chain += [free] * (sector // 4 - len(chain))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        letters = name.encode("utf-16-le") + b"\x00\x00"
        return (
            struct.pack("<64sHBBIII", letters, len(letters), kind, 1, free, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = (
        entry("Root Entry", 5, free, 1, end, 0)
        + entry("EncryptionInfo", 2, 2, free, first, len(noise))
        + entry("EncryptedPackage", 2, free, free, second, len(noise))
    ).ljust(sector, b"\x00")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        bytes(6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0),
    ) + struct.pack("<109I", 0, *[free] * 108)
    return head + struct.pack("<128I", *chain) + directory + noise + noise


def converted(data: bytes, before: str, after: str, folder: pathlib.Path) -> bytes:
    """This function will let LibreOffice save a file in another format."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer libreoffice-calc"
    (folder / f"tep.{before}").write_bytes(data)
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            after,
            "--outdir",
            str(folder),
            str(folder / f"tep.{before}"),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return (folder / f"tep.{after.partition(':')[0]}").read_bytes()
