"""Nhận loại tệp: what a file is by its content; its name is only what someone called it."""

from __future__ import annotations

import re

from dongthuan.ground.files import containers
from dongthuan.ground.files.document import Kind, UnreadableFile
from dongthuan.ground.primitives import encodings

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|title|style|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
# Letters of a real text are rarely controls; the bytes of a program or an archive often are.
_MOST_CONTROLS = 0.02
_LOOKED_AT = 8192

_SUFFIXES = {
    "txt": Kind.TXT,
    "docx": Kind.DOCX,
    "docm": Kind.DOCX,
    "doc": Kind.DOC,
    "rtf": Kind.RTF,
    "pdf": Kind.PDF,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "xlsx": Kind.XLSX,
    "xlsm": Kind.XLSX,
    "xls": Kind.XLS,
    "csv": Kind.CSV,
    "tsv": Kind.CSV,
}
_NAMES = {
    Kind.TXT: "văn bản thuần (.txt)",
    Kind.DOCX: "Word (.docx)",
    Kind.DOC: "Word 97-2003 (.doc)",
    Kind.RTF: "RTF (.rtf)",
    Kind.PDF: "PDF",
    Kind.HTML: "trang web (.html)",
    Kind.XLSX: "Excel (.xlsx)",
    Kind.XLS: "Excel 97-2003 (.xls)",
    Kind.CSV: "bảng chữ (.csv)",
}
_READABLE = "Hãy mở tệp rồi lưu thành .docx, .pdf, .xlsx hoặc .txt và thử lại."
_REFUSALS = {
    Kind.IMAGE: (
        "đây là tệp ảnh, không có chữ để đọc. Hãy gửi tệp gốc, hoặc nhận dạng chữ (OCR) trước."
    ),
    Kind.ZIP: "đây là tệp nén. Hãy giải nén rồi chọn từng tệp bên trong.",
    Kind.LOCKED: containers.LOCKED,
    Kind.ODF: f"đây là tệp OpenDocument (.odt, .ods), chưa đọc được. {_READABLE}",
    Kind.SLIDES: f"đây là tệp trình chiếu, chưa đọc được. {_READABLE}",
    Kind.UNKNOWN: f"không nhận ra loại tệp. {_READABLE}",
}


def sniff(data: bytes) -> Kind:
    """This function will name the kind of a file by its content; a table of letters is TXT."""
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return _sniff_ole(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return Kind.RTF
    is_heic = data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"mif", b"avi")
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if (data.startswith(_IMAGES) and b"\x00" in data[:64]) or is_heic or is_webp:
        return Kind.IMAGE
    return _sniff_letters(data)


def _sniff_zip(data: bytes) -> Kind:
    names = containers.member_names(data)
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if any(name.startswith("ppt/") for name in names):
        return Kind.SLIDES
    if "mimetype" in names and "content.xml" in names:
        return Kind.ODF
    if not names:
        # The list of members is gone, but their names still stand before each of them.
        head = data[:65536]
        if b"word/" in head:
            return Kind.DOCX
        if b"xl/" in head:
            return Kind.XLSX
    return Kind.ZIP


def _sniff_ole(data: bytes) -> Kind:
    names = {name.lower() for name in containers.streams(data)}
    if "encryptedpackage" in names:
        return Kind.LOCKED
    if "worddocument" in names:
        return Kind.DOC
    if names & {"workbook", "book"}:
        return Kind.XLS
    if "powerpoint document" in names:
        return Kind.SLIDES
    return Kind.UNKNOWN


def _sniff_letters(data: bytes) -> Kind:
    start = data[:_LOOKED_AT]
    if len(data) > _LOOKED_AT:
        # Cut between two words, never inside a letter of several bytes.
        start = start[: max(start.rfind(b" "), start.rfind(b"\n"), _LOOKED_AT // 2)]
    text, _ = encodings.decode(start)
    if not text or len(_CONTROLS.findall(text)) > max(len(text) * _MOST_CONTROLS, 3):
        return Kind.UNKNOWN
    head = text.lstrip("\ufeff").encode()
    if _MARKUP.match(head):
        return Kind.HTML
    is_archive = re.search(rb"^MIME-Version:", head, re.MULTILINE) and b"multipart/" in head
    is_office_xml = b"urn:schemas-microsoft-com:office" in head or b"mso-application" in head
    if is_archive or is_office_xml:
        return Kind.UNKNOWN
    return Kind.TXT


def suffix_kind(name: str) -> Kind | None:
    """This function will name the kind that a file's name claims, if it claims one we know."""
    _, dot, suffix = name.rpartition(".")
    return _SUFFIXES.get(suffix.lower()) if dot else None


def identify(data: bytes, name: str) -> tuple[Kind, tuple[str, ...]]:
    """This function will return the true kind of a file and a warning when its name says another.

    :raises UnreadableFile: the file is empty, too large, or of a kind that holds no readable text.
    """
    containers.refuse_large(data, name)
    kind = sniff(data)
    if kind in _REFUSALS:
        if kind is Kind.UNKNOWN and data.startswith(_OLE):
            raise UnreadableFile(f"{name}: {containers.DAMAGED}")
        raise UnreadableFile(f"{name}: {_REFUSALS[kind]}")
    claimed = suffix_kind(name)
    if kind is Kind.TXT and claimed is Kind.CSV:
        return Kind.CSV, ()
    if claimed is None or claimed is kind:
        return kind, ()
    return kind, (
        f"{name}: tên tệp ghi .{name.rpartition('.')[2]} nhưng nội dung là {_NAMES[kind]}; "
        "đã đọc theo nội dung.",
    )
