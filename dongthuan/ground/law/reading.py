"""Đọc luật: the YAML of texts and rules, each field held against what it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import yaml

from dongthuan.ground.law.rule import Base, Checked, Effect, Rule, Text, Unit
from dongthuan.ground.primitives.thresholds import Threshold

_TEXT = {"title", "number", "dated", "from", "until", "source", "checked"}
_RULE = {"words", "unit", "lines"}
_LINE = {"from", "until", "value", "text", "article", "checked", "doubt"}


class UnreadableLaw(Exception):
    """Raised when a file of law is not as it should be; says which entry and field."""


class NoRule(LookupError):
    """Raised when no rule of a name holds on a day; says since when one does, if one does."""


def read_texts(told: str) -> dict[str, Text]:
    """This function will read texts of law. Raises UnreadableLaw."""
    return {id: _text(id, row) for id, row in _mapping(told).items()}


def read_rules(told: str, texts: Mapping[str, Text]) -> dict[str, tuple[Rule, ...]]:
    """This function will read rules, the lines of each in order of their days. Raises UnreadableLaw."""
    found = {}
    for key, row in _mapping(told).items():
        _fields(key, row, _RULE, set())
        rules = tuple(_lines(key, row, texts))
        _in_order(key, rules)
        found[key] = rules
    return found


def _mapping(told: str) -> dict[str, dict[str, Any]]:
    try:
        read = yaml.load(told, Loader=_OnceLoader)
    except yaml.YAMLError as problem:
        raise UnreadableLaw(f"YAML không đọc được: {problem}") from None
    if not isinstance(read, dict) or not all(isinstance(row, dict) for row in read.values()):
        raise UnreadableLaw("Tệp phải là các mục «tên: …».")
    return read


class _OnceLoader(yaml.SafeLoader):
    """A loader that refuses a name written twice: the later one would silently win."""


def _once(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    names = [loader.construct_object(key) for key, _ in node.value]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UnreadableLaw(f"Viết hai lần: {', '.join(sorted(map(str, twice)))}.")
    return {
        name: loader.construct_object(value, deep=True)
        for name, (_, value) in zip(names, node.value, strict=True)
    }


_OnceLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _once)


def _fields(place: str, row: Mapping[str, Any], needed: set[str], more: set[str]) -> None:
    if missing := needed - set(row):
        raise UnreadableLaw(f"{place}: thiếu {', '.join(sorted(missing))}.")
    if unknown := set(row) - needed - more:
        raise UnreadableLaw(f"{place}: không có trường {', '.join(sorted(unknown))}.")


def _text(id: str, row: Mapping[str, Any]) -> Text:
    _fields(id, row, _TEXT, {"doubt"})
    since, until = _days(id, row)
    return Text(
        id, _words(id, row, "title"), _words(id, row, "number"), _day(id, row["dated"]), since, until,
        _words(id, row, "source"), _checked(id, row["checked"]), str(row.get("doubt") or ""),
    )  # fmt: skip


def _lines(key: str, row: Mapping[str, Any], texts: Mapping[str, Text]) -> Iterator[Rule]:
    unit = _one_of(key, Unit, row["unit"])
    if not isinstance(row["lines"], Sequence) or not row["lines"]:
        raise UnreadableLaw(f"{key}: chưa có dòng nào.")
    for number, line in enumerate(row["lines"], start=1):
        place = f"{key}, dòng {number}"
        _fields(place, line, _LINE, {"base", "effect"})
        if line["text"] not in texts:
            raise UnreadableLaw(f"{place}: không có văn bản «{line['text']}».")
        since, until = _days(place, line)
        yield Rule(
            key, _words(key, row, "words"), unit, _value(place, unit, line["value"]),
            texts[line["text"]], str(line["article"]), since, until,
            _one_of(place, Base, line["base"]) if "base" in line else None,
            _one_of(place, Effect, line["effect"]) if "effect" in line else None,
            _checked(place, line["checked"]), str(line["doubt"]),
        )  # fmt: skip


def _value(place: str, unit: Unit, told: object) -> Threshold | int | str:
    if unit is Unit.SHARE:
        try:
            return Threshold.parse(str(told))
        except ValueError as problem:
            raise UnreadableLaw(f"{place}: {problem}.") from None
    if unit is Unit.CHOICE:
        if not isinstance(told, str) or not told.isidentifier():
            raise UnreadableLaw(f"{place}: «{told}» không phải một từ như «vote».")
        return told
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise UnreadableLaw(f"{place}: «{told}» không phải số {unit.words}.")
    return told


def _in_order(key: str, rules: Sequence[Rule]) -> None:
    for one, after in pairwise(rules):
        if one.until is None or one.until > after.since:
            raise UnreadableLaw(f"{key}: dòng từ {one.since} chồng lên dòng từ {after.since}.")


def _days(place: str, row: Mapping[str, Any]) -> tuple[date, date | None]:
    since = _day(place, row["from"])
    until = None if row["until"] is None else _day(place, row["until"])
    if until is not None and until <= since:
        raise UnreadableLaw(f"{place}: hết hiệu lực trước khi có hiệu lực.")
    return since, until


def _day(place: str, told: object) -> date:
    if type(told) is not date:
        raise UnreadableLaw(f"{place}: «{told}» không phải ngày như 2023-07-01.")
    return told


def _words(place: str, row: Mapping[str, Any], name: str) -> str:
    if not isinstance(row[name], str) or not row[name].strip():
        raise UnreadableLaw(f"{place}: {name} để trống.")
    return row[name].strip()


def _checked(place: str, told: object) -> Checked | None:
    if told is False:
        return None
    if not isinstance(told, dict) or set(told) != {"by", "day"}:
        raise UnreadableLaw(f"{place}: checked là false, hoặc có by (ai) và day (ngày nào).")
    return Checked(_words(place, told, "by"), _day(place, told["day"]))


def _one_of(place: str, kind: type[Any], told: object) -> Any:
    try:
        return kind(told)
    except ValueError:
        known = ", ".join(str(one) for one in kind)
        raise UnreadableLaw(f"{place}: «{told}» không thuộc {known}.") from None
