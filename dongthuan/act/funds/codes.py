"""Mã tra cứu của phiếu thu: made at printing, kept nowhere, known again by its digest."""

from __future__ import annotations

import hashlib
import secrets

# No letter or digit that an old eye, or a telephone, takes for another.
LETTERS = "ACDEFHJKLMNPQRTUVWXY3479"
# 24 signs: 18 of them are 82 bits, too many to be tried, however many codes there are.
LENGTH = 18
_GROUP = 6


def fresh() -> str:
    """This function will return a new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """This function will read a code as people type it: small, spaced, with dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def shown(code: str) -> str:
    """This function will set a code for the eye and the thumb: «ACDEFH-3479JK-LMNPQR»."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def digest(code: str) -> str:
    """This function will return what is kept of a code: it cannot be turned back."""
    return hashlib.sha256(f"receipt\n{tidy(code)}".encode()).hexdigest()


def problem(typed: str) -> str:
    """This function will say what is amiss with a typed code before anything is looked up."""
    code = tidy(typed)
    if not code:
        return "Bác chưa gõ mã. Mã nằm dưới ô vuông trên phiếu thu."
    strange = sorted({sign for sign in code if sign not in LETTERS})
    if strange:
        return f"Mã trên phiếu không dùng {', '.join(strange)}. Bác xem lại từng nhóm 6 ký tự dưới ô vuông."
    if len(code) != LENGTH:
        return f"Mã gồm {LENGTH} ký tự, bác mới gõ {len(code)}. Xem lại từng nhóm trên phiếu."
    return ""
