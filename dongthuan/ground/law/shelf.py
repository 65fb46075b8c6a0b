"""Tra luật: what a rule says on a day, and what text stands behind it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files

from dongthuan.ground.law.reading import NoRule, read_rules, read_texts
from dongthuan.ground.law.rule import Rule, Text


@lru_cache(maxsize=1)
def texts() -> dict[str, Text]:
    """This function will return every text of law by its name here."""
    return read_texts((files(__package__) / "texts.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for one in sorted((files(__package__) / "rules").iterdir(), key=lambda file: file.name):
        if one.name.endswith(".yaml"):
            found |= read_rules(one.read_text(encoding="utf-8"), texts())
    return found


def text(id: str) -> Text:
    """This function will return one text of law, or raise NoRule."""
    if id not in texts():
        raise NoRule(f"Dữ liệu luật không có văn bản «{id}».")
    return texts()[id]


def names() -> list[str]:
    """This function will return the names of all rules."""
    return sorted(_rules())


def lines(key: str) -> tuple[Rule, ...]:
    """This function will return every line of a rule in order of its days, or raise NoRule."""
    if key not in _rules():
        raise NoRule(f"Dữ liệu luật không có quy tắc «{key}».")
    return _rules()[key]


def find(key: str, *, on: date) -> Rule | None:
    """This function will return what a rule says on a day, or None; raises NoRule of an unknown name."""
    held = (one for one in lines(key) if one.since <= on and (one.until is None or on < one.until))
    return next(held, None)


def value(key: str, *, on: date) -> Rule:
    """This function will return what a rule says on a day.

    :raises NoRule: no line of it holds on the day: nobody guesses the law.
    """
    found = find(key, on=on)
    if found is None:
        known = lines(key)
        until = known[-1].until
        days = f"từ {known[0].since:%d/%m/%Y}" + (f" đến trước {until:%d/%m/%Y}" if until else "")
        raise NoRule(
            f"Ngày {on:%d/%m/%Y} chưa có quy tắc «{known[0].words}» trong dữ liệu luật (có {days})."
        )
    return found


def threshold(key: str, *, on: date) -> Rule:
    """This function will return the share that a rule asks for on a day. Raises NoRule, or TypeError
    where the rule is a number.
    """
    found = value(key, on=on)
    found.threshold  # noqa: B018  a number is refused here, not where it is used
    return found
