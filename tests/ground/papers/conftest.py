"""LibreOffice, for the tests that open what was written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def converted(tmp_path: Path) -> Callable[[bytes, str], Path]:
    """This fixture will return a function that opens a Word file and saves it in another form."""

    def convert(data: bytes, form: str) -> Path:
        source = tmp_path / "tep.docx"
        source.write_bytes(data)
        target = tmp_path / "luu"
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", form, "--outdir", target, source],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return target / f"tep.{form}"

    return convert
