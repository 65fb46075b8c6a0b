"""Vỏ tệp: opening the zip and OLE containers of office files without being harmed by them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

import olefile
from lxml import etree

from dongthuan.ground.files.document import UnreadableFile

# An upload larger than this is a film or a scan, not a report.
LARGEST_FILE = 50 * 1024 * 1024
# Real office XML shrinks ten to forty times; a bomb shrinks hundreds of times.
LARGEST_MEMBER = 100 * 1024 * 1024
LARGEST_RATIO = 200
SMALL_MEMBER = 4 * 1024 * 1024

DAMAGED = (
    "tệp bị hỏng, không mở được. Mở thử bằng phần mềm đã tạo ra tệp rồi lưu lại, "
    "hoặc xin người gửi gửi lại."
)
LOCKED = (
    "tệp có mật khẩu. Mở tệp bằng Word hoặc Excel, bỏ mật khẩu "
    "(Tệp → Thông tin → Bảo vệ tài liệu) rồi thử lại."
)


def refuse_large(data: bytes, name: str) -> None:
    """This function will raise UnreadableFile for an empty file and for one that is too large."""
    if not data:
        raise UnreadableFile(f"{name}: tệp trống. Kiểm tra lại tệp hoặc xin gửi lại.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            f"{name}: tệp lớn hơn {LARGEST_FILE // 1024 // 1024} MB. "
            "Bỏ bớt ảnh hoặc chia tệp thành nhiều phần rồi thử lại."
        )


def member_names(data: bytes) -> frozenset[str]:
    """This function will list the members of a zip; nothing for a zip that is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def refuse_bomb(data: bytes, name: str) -> None:
    """This function will raise UnreadableFile for a zip that is damaged or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as reason:
        raise UnreadableFile(f"{name}: {DAMAGED}") from reason
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (
            member.file_size > SMALL_MEMBER and ratio > LARGEST_RATIO
        ):
            raise UnreadableFile(
                f"{name}: tệp nén có phần giãn ra quá lớn, có thể gây hại nên không mở. "
                "Mở bằng Word hoặc Excel, lưu thành tệp mới rồi thử lại."
            )
    if sum(member.file_size for member in members) > 2 * LARGEST_MEMBER:
        raise UnreadableFile(
            f"{name}: nội dung tệp quá lớn. Bỏ bớt ảnh hoặc chia tệp thành nhiều phần rồi thử lại."
        )


def members(data: bytes, name: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """This function will return the wanted members that a zip has, or raise UnreadableFile."""
    refuse_bomb(data, name)
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            there = set(package.namelist())
            for member in wanted:
                if member in there:
                    with package.open(member) as opened:
                        # Sizes in the directory of a zip may lie; the read is bounded as well.
                        found[member] = opened.read(LARGEST_MEMBER + 1)[:LARGEST_MEMBER]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as reason:
        raise UnreadableFile(f"{name}: {DAMAGED}") from reason
    except RuntimeError as reason:  # zipfile says so of a member with a password
        raise UnreadableFile(f"{name}: {LOCKED}") from reason
    return found


def parse_xml(data: bytes, name: str) -> etree._Element:
    """This function will parse an XML part without entities or network, or refuse the file."""
    # Without huge_tree the parser itself refuses letters nested or grown beyond any real file.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as reason:
        raise UnreadableFile(f"{name}: {DAMAGED}") from reason


def streams(data: bytes) -> frozenset[str]:
    """This function will list the top streams of an OLE container; nothing for a damaged one."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return frozenset(entry[0] for entry in container.listdir(streams=True, storages=True))
    except Exception:  # olefile raises whatever a damaged table leads it to
        return frozenset()
