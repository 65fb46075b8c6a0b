"""Nguồn của bút toán: which record of another room stands behind an entry, in words and as a way to it."""

from __future__ import annotations

from dongthuan.doors.desk._landing import address

# What rooms call what they post, its words, and the page of one, where there is one.
_SOURCES = {
    "opening": ("Số dư đầu kỳ", ""),
    "gift": ("Khoản góp", "desk:gift"),
    "handover": ("Bàn giao tiền mặt", "desk:handover"),
    "payment": ("Khoản chi", "desk:payment"),
    "surplus": ("Chuyển phần còn dư", ""),
}


def told_source(source: str) -> tuple[str, str]:
    """This function will return the words of a source and the address of its page; empty where there
    is none.
    """
    if not source:
        return "", ""
    kind, _, number = source.partition(":")
    words, page = _SOURCES.get(kind, (source, ""))
    if not number.isdigit():
        return words, ""
    return f"{words} số {number}", address(page, int(number)) if page else ""
