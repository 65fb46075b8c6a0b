"""What every test may ask for: the corpus, the source article where there is one, no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent / "corpus"
_connect = socket.socket.connect


class NetworkIsOff(RuntimeError):
    """Raised when a test reaches out of this machine."""


def _local_only(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise NetworkIsOff(f"a test wants to reach {host}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """This fixture will refuse every connection that leaves the machine."""
    monkeypatch.setattr(socket.socket, "connect", _local_only)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """This fixture will return the folder of development texts."""
    return CORPUS


@pytest.fixture(scope="session")
def source_article() -> Path:
    """This fixture will return the path of the source article, or say that there is none here."""
    path = os.environ.get("DONGTHUAN_ARTICLE", "")
    if not path:
        pytest.skip("the source article is not ours to copy: set DONGTHUAN_ARTICLE to its path")
    return Path(path)
