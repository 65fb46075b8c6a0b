"""Verbs of registers: keep a file, settle its columns, read it through, take it in, take it back."""

from dongthuan.who.registers.services._keeping import choose_gone, forget, keep, settle
from dongthuan.who.registers.services._working import (
    ask_check,
    ask_take_in,
    take_back,
    work,
)

__all__ = [
    "ask_check",
    "ask_take_in",
    "choose_gone",
    "forget",
    "keep",
    "settle",
    "take_back",
    "work",
]
