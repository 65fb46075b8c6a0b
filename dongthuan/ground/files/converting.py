"""Đổi kiểu tệp: a file of an old program made into one that can be written into, by LibreOffice.

The program is not part of this package: where the machine has none, the owner of the file is told
how to save it anew.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from dongthuan.ground.files.document import UnreadableFile

_SECONDS = 90
NO_PROGRAM = (
    "tệp kiểu cũ (.{old}); máy chủ này không có chương trình để đổi. Mở tệp bằng Word hoặc Excel, chọn "
    "Lưu thành (Save As), kiểu «.{new}», rồi thử lại."
)
FAILED = (
    "không đổi được sang .{new}. Mở tệp bằng Word hoặc Excel, chọn Lưu thành (Save As), kiểu «.{new}», "
    "rồi thử lại."
)


def can_convert() -> bool:
    """This function will say whether this machine can change the kind of a file."""
    return shutil.which("soffice") is not None


def converted(data: bytes, name: str, *, old: str, new: str) -> bytes:
    """This function will return the file as another kind («doc» as «docx», «docx» as «pdf»).

    :raises UnreadableFile: no program is there, or it could not open the file within its time.
    """
    program = shutil.which("soffice")
    if program is None:
        raise UnreadableFile(f"{name}: {NO_PROGRAM.format(old=old, new=new)}")
    with tempfile.TemporaryDirectory(prefix="dongthuan-doi-") as folder:
        source = Path(folder, f"tep.{old}")
        source.write_bytes(data)
        # A profile of its own: two conversions at once never wait for each other, and no macro runs.
        command = [
            program, f"-env:UserInstallation=file://{folder}/nguoi", "--headless", "--norestore",
            "--convert-to", new, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            _run(command)
            return Path(folder, f"tep.{new}").read_bytes()
        except (subprocess.SubprocessError, OSError) as reason:
            raise UnreadableFile(f"{name}: {FAILED.format(new=new)}") from reason


def _run(command: list[str]) -> None:
    """Run a program with all that it starts, and stop all of it when the time is over."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            running.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
