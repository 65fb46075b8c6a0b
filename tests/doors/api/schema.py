"""Holds an answer against the description it was promised in: as much of OpenAPI as ours uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list,
    "object": dict, "null": type(None),
}  # fmt: skip
_FORMATS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "date-time": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})",
}


def fits(value: Any, shape: Mapping[str, Any], named: Mapping[str, Any], at: str = "$") -> None:
    """This function will pass in silence, or fail naming the place that is not as described."""
    if "$ref" in shape:
        return fits(value, named[shape["$ref"].rsplit("/", 1)[1]], named, at)
    if "anyOf" in shape:
        problems = []
        for one in shape["anyOf"]:
            try:
                return fits(value, one, named, at)
            except AssertionError as problem:
                problems.append(str(problem))
        raise AssertionError(f"{at}: {problems}")
    if "enum" in shape:
        assert value in shape["enum"], f"{at}: {value!r}"
    kind = shape.get("type")
    assert kind is not None, f"{at}: the description names no type"
    assert isinstance(value, _KINDS[kind]), f"{at}: {value!r} is no {kind}"
    assert kind != "integer" or not isinstance(value, bool), at
    if kind == "string" and shape.get("format") in _FORMATS:
        assert re.fullmatch(_FORMATS[shape["format"]], value), f"{at}: {value!r}"
    if kind == "array":
        for number, one in enumerate(value):
            fits(one, shape["items"], named, f"{at}[{number}]")
    if kind == "object":
        held = shape.get("properties", {})
        assert set(value) == set(held), f"{at}: {set(value) ^ set(held)}"
        for name, one in value.items():
            fits(one, held[name], named, f"{at}.{name}")
    return None
