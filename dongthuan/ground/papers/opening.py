"""Mở tệp Word để ghi vào: the user's file as a document that can be written into and saved."""

from __future__ import annotations

import io
import re
import zipfile
from typing import cast

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE

from dongthuan.ground.files import UnreadableFile

_MAIN = CONTENT_TYPE.WML_DOCUMENT_MAIN.encode()
# Word's other types of main part: with macros, a template, a template with macros.
_OTHER_MAIN = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_PROGRAMS = ("vbaProject.bin", "vbaData.xml", "vbaProjectSignature.bin")
_MACROS = re.compile(rb"<Relationship\b[^>]*/relationships/vbaProject\"[^>]*/>")
# «Strict Open XML» differs in the names of its namespaces and relationships only.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_TRANSITIONAL = {
    b"wordprocessingml": b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    b"drawingml": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"officeDocument": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
UNWRITABLE = (
    "đọc được chữ nhưng không ghi chú vào được. Mở tệp bằng Word, chọn Lưu thành (Save As), "
    "kiểu «Word Document (*.docx)», rồi thử lại."
)


def opened(data: bytes, name: str) -> Document:
    """This function will open a Word file for writing, whichever type of .docx it is.

    A template or a file with macros becomes a plain .docx (the macros are left behind: Word opens
    no .docx that holds any); a strict file gets the names that every program knows.

    :raises UnreadableFile: the file can be read but not written into.
    """
    try:
        return docx.Document(io.BytesIO(plain(data)))
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as why:
        # python-docx has no error of its own for a package that breaks the rules somewhere.
        raise UnreadableFile(f"{name}: {UNWRITABLE}") from why


def has_macros(data: bytes) -> bool:
    """This function will say whether a Word file brings a program of its own along."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.endswith(_PROGRAMS) for name in package.namelist())
    except zipfile.BadZipFile:
        return False


def plain(data: bytes) -> bytes:
    """This function will return a Word file as a plain .docx: templates, strict files and files with
    macros made into one, the macros left behind.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml")
        strict = b"purl.oclc.org/ooxml" in package.read("_rels/.rels")
        if not strict and not _OTHER_MAIN.search(types):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
            for name in package.namelist():
                if name.endswith(_PROGRAMS):
                    continue
                part = package.read(name)
                if name == "[Content_Types].xml":
                    part = _OTHER_MAIN.sub(_MAIN, part)
                if name.endswith(".rels"):
                    part = _MACROS.sub(b"", part)
                if strict and name.endswith((".xml", ".rels")):
                    part = _STRICT.sub(_known, part)
                plain.writestr(name, part)
    return out.getvalue()


def _known(strict: re.Match[bytes]) -> bytes:
    family, rest = cast("tuple[bytes, bytes]", strict.groups())
    start = _TRANSITIONAL.get(family)
    return strict.group() if start is None else start + rest
