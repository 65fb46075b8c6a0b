"""How an entry is written down for the chain, and how a batch is sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def canonical(facts: dict[str, Any]) -> bytes:
    """This function will write facts the one way that a hash can be taken of."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def moment(at: datetime) -> str:
    """This function will write a moment alike on every database: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(content: bytes) -> str:
    """This function will return the SHA-256 of the content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def salted(text: str, salt: str) -> str:
    """This function will return the digest that stays behind when a text is erased."""
    return digest(f"{salt}\n{text}".encode())


def sealed(previous: str, entries: Iterable[dict[str, Any]]) -> str:
    """This function will return the seal of a batch: it depends on each entry and all before."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        line = canonical(entry)
        chain.update(len(line).to_bytes(4, "big") + line)
    return chain.hexdigest()
