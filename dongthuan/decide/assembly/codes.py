"""Mã trên phiếu in: twenty letters that nobody guesses (over 86 bits); of a code its digest is kept."""

from __future__ import annotations

import hashlib
import secrets

# No I, O, S, Z, B, G: an old eye cannot tell them from 1, 0, 5, 2, 8, 6.
LETTERS = "ACDEFHJKLMNPQRTUVWXY"
LENGTH = 20


def fresh() -> str:
    """This function will return a new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """This function will set a code for the eye, four letters at a time."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def tidy(typed: str) -> str:
    """This function will read letters as people type them: small, spaced, with dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def digest(code: str) -> str:
    """This function will return what is kept of a code; with this many letters a plain hash cannot be
    turned back by trying.
    """
    return hashlib.sha256(f"phieu-ho:{tidy(code)}".encode()).hexdigest()
