"""A real browser against a real server. Chromium comes from the machine: see docs/look.md."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.browser.houses import built, house, reading_room  # noqa: F401 - fixtures of this folder

# The browser's loop runs in this thread; the test's few database reads are not within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = pathlib.Path(
    os.environ.get(
        "AXE", pathlib.Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    )
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files() -> None:
    """This fixture will make the folder a server fills: WhiteNoise warns where it is missing."""
    pathlib.Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """This fixture will start one Chromium for all tests, or skip them and say what is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    if not pathlib.Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def axe() -> str:
    """This fixture will return the source of axe-core, or skip and say how to install it."""
    if not AXE.exists():
        pytest.skip(f"no axe-core at {AXE}: npm install")
    return AXE.read_text(encoding="utf-8")
